//! Fills a plan from a case: each line keeps where its fact stands, so that a blank can be jumped to.

use super::plan::{Entry, Part, Plan};
use super::{Context, standing, suggest};
use crate::record::case::Whole;
use crate::record::event::FactKey;
use crate::record::spell::Alphabet;
use crate::record::{
    FieldId, Group, Moment, SafeText, State, Value, Zone, fields, show, spell, time_words as words,
};
use crate::wire::SheetView;
use crate::wire::view::{FactState, SheetLine, SheetPart};

/// A plan filled from a case.
pub fn filled(plan: &Plan, context: &Context<'_>) -> SheetView {
    SheetView {
        sheet: plan.name.into(),
        title: plan.title.into(),
        number: context.whole.case.number.clone(),
        at: context.now,
        parts: plan
            .parts
            .iter()
            .filter_map(|part| filled_part(plan, part, context))
            .collect(),
    }
}

/// A plan with nothing filled in, to be written on.
pub fn empty(plan: &Plan, now: Moment) -> SheetView {
    let parts = plan
        .parts
        .iter()
        .map(|part| {
            let lines = part
                .entries
                .iter()
                .flat_map(|entry| match entry {
                    Entry::Say(said) => vec![say(said
                        .replace("{agency}", "__________")
                        .replace("{whose}", IN_CUSTODY))],
                    Entry::Field(id) | Entry::Answered(id) => vec![blank_line(id)],
                    Entry::Group(group, ids) => {
                        let heading = SheetLine {
                            label: group.title().to_owned(),
                            ..say(String::new())
                        };
                        std::iter::once(heading)
                            .chain(ids.iter().map(|id| blank_line(id)))
                            .collect()
                    }
                    Entry::Write(label) => vec![written(label)],
                    Entry::Received => vec![written("Agency heard at"), written("Report made at")],
                    Entry::PoliceStanding => {
                        vec![
                            written("Police told at"),
                            written("Officer and badge"),
                            written("Police case number"),
                        ]
                    }
                    Entry::Former => vec![written("Earlier runs, and how each ended")],
                    Entry::Suggested
                    | Entry::Linked
                    | Entry::Number
                    | Entry::Surname
                    | Entry::CameOfAge
                    | Entry::ParentJoins => Vec::new(),
                })
                .collect();
            SheetPart {
                title: part.title.into(),
                lines,
            }
        })
        .collect();
    SheetView {
        sheet: plan.name.into(),
        title: plan.title.into(),
        number: String::new(),
        at: now,
        parts,
    }
}

fn filled_part(plan: &Plan, part: &Part, context: &Context<'_>) -> Option<SheetPart> {
    let whole = &context.whole;
    let mut lines = Vec::new();
    let mut unasked = Vec::new();
    for entry in part.entries {
        match entry {
            Entry::Say(said) => {
                let whose = if standing::is_third_party(whole) {
                    NOT_IN_CUSTODY
                } else {
                    IN_CUSTODY
                };
                lines.push(say(said
                    .replace("{agency}", context.desk.agency.as_str())
                    .replace("{whose}", whose)));
            }
            Entry::Field("poster.wanted") if standing::poster_blocked(whole) => {
                lines.push(SheetLine {
                    words: SafeText::line(NO_POSTER),
                    state: Some(FactState::Known),
                    ..blank_line("poster.wanted")
                });
            }
            Entry::Field(id) => {
                let line = fact(context, outside(id));
                // What the receiver always asks stands as a line of its own even while blank. The rest
                // of the blanks is one line, or a hundred empty ones would hide the ten that matter.
                if line.state != Some(FactState::Blank) || plan.always_asks(id, whole) {
                    lines.push(line);
                } else if fields::by_name(id).is_some_and(|field| fields::applies(whole, field)) {
                    unasked.push(label_alone(id));
                }
            }
            Entry::Answered(id) => {
                lines.extend(
                    Some(fact(context, outside(id)))
                        .filter(|line| line.state != Some(FactState::Blank)),
                );
            }
            Entry::Surname => lines.extend(surname(context)),
            Entry::CameOfAge => {
                lines.extend(standing::came_of_age(whole, context.now).map(say));
            }
            Entry::ParentJoins => {
                if standing::is_third_party(whole) {
                    lines.push(say(PARENT_JOINS));
                }
            }
            Entry::Group(group, ids) => lines.extend(entries_of(context, *group, ids)),
            Entry::Write(label) => lines.push(written(label)),
            Entry::Received => lines.push(told(
                "Agency heard at",
                words::moment(whole.case.received.at.at, zone(context)),
            )),
            Entry::Number => lines.push(told("Number at this desk", whole.case.number.clone())),
            Entry::PoliceStanding => {
                lines.extend(
                    standing::of_police(whole, zone(context))
                        .into_iter()
                        .map(say),
                );
            }
            Entry::Suggested => lines.extend(suggested(whole)),
            Entry::Linked => lines.extend(context.linked.iter().map(|(number, name)| {
                told(
                    "Missing together with",
                    format!("{name} (our case {number}); a report of its own"),
                )
            })),
            Entry::Former => lines.extend(former(context)),
        }
    }
    if !unasked.is_empty() {
        lines.push(bare("Not asked", unasked.join(" · "), None));
    }
    (!lines.is_empty()).then(|| SheetPart {
        title: part.title.into(),
        lines,
    })
}

/// How the child stands to the agency, as it is said when the call opens.
const IN_CUSTODY: &str = "in our legal custody";
/// See [`IN_CUSTODY`].
const NOT_IN_CUSTODY: &str = "of a family we work with, who is not in our custody";
/// Who should report a child who is not in the agency's custody.
const PARENT_JOINS: &str = "The child is not in our custody: the parent should make this report or join it. Give the parent's full contact.";
/// Why there is no poster of such a child.
const NO_POSTER: &str = "no – blocked until the parent's authorisation is recorded";

fn outside(id: &'static str) -> FactKey {
    FactKey {
        field: FieldId(id),
        item: None,
    }
}

/// The surname, while the name that is known has none.
fn surname(context: &Context<'_>) -> Option<SheetLine> {
    match context.whole.value(FieldId("child.name")) {
        Some(Value::Name(name)) if name.family.is_empty() => Some(SheetLine {
            label: "Surname".into(),
            ..fact(context, outside("child.surname"))
        }),
        _ => None,
    }
}

fn zone(context: &Context<'_>) -> Zone {
    context.zone
}

fn bare(label: impl Into<String>, words: impl AsRef<str>, state: Option<FactState>) -> SheetLine {
    SheetLine {
        label: label.into(),
        words: SafeText::line(words.as_ref()),
        state,
        field: None,
        item: None,
        spelled: None,
    }
}
fn say(words: impl AsRef<str>) -> SheetLine {
    bare("", words, None)
}
fn told(label: &str, words: impl AsRef<str>) -> SheetLine {
    bare(label, words, Some(FactState::Known))
}
fn written(label: &str) -> SheetLine {
    bare(label, "", Some(FactState::Blank))
}
fn blank_line(id: &'static str) -> SheetLine {
    SheetLine {
        field: Some(id.to_owned()),
        ..bare(label(id), "", Some(FactState::Blank))
    }
}

/// A field's label as one says it.
fn label_alone(id: &str) -> String {
    fields::by_name(id).map_or_else(|| id.to_owned(), |field| field.label.to_lowercase())
}

/// A field's label with the mnemonic of the receiver's form, where it has one.
fn label(id: &str) -> String {
    match fields::by_name(id) {
        Some(field) => match field.ncic {
            Some(ncic) => format!("{} ({ncic})", field.label),
            None => field.label.to_owned(),
        },
        None => id.to_owned(),
    }
}

/// One fact as it is said: the value with its code, or that it was asked and when.
fn fact(context: &Context<'_>, key: FactKey) -> SheetLine {
    let whole = &context.whole;
    let mut line = blank_line(key.field.0);
    line.item = key.item;
    let Some(field) = fields::get(key.field) else {
        return line;
    };
    let facts = whole.facts_of(key.field);
    let Some((fact, answer)) = facts
        .fact(key)
        .and_then(|fact| Some((fact, fact.answer.as_ref()?)))
    else {
        return line;
    };
    let asked = words::clock(fact.at, zone(context));
    let (state, said) = match &answer.state {
        State::Known(value) => (FactState::Known, known(context, field, key, value)),
        State::Unknown => (FactState::Unknown, format!("unknown – asked at {asked}")),
        State::Refused => (FactState::Refused, format!("refused – asked at {asked}")),
        State::NotApplicable => (FactState::NotApplicable, "does not apply".to_owned()),
    };
    line.state = Some(state);
    line.words = SafeText::line(&said);
    if let State::Known(value) = &answer.state {
        line.spelled = spelled(value);
    }
    line
}

fn known(
    context: &Context<'_>,
    field: &crate::record::Field,
    key: FactKey,
    value: &Value,
) -> String {
    // An instant is said in the zone it was spoken in: that is the receiver's own.
    let zone = match value {
        Value::When(at) => at.zone,
        _ => zone(context),
    };
    let mut said = show::words(field, value, zone).to_string();
    let agreed = match (field.id.0, context.whole.value(FieldId("child.nam"))) {
        ("child.name", Some(Value::Text(agreed))) => Some(agreed),
        _ => None,
    };
    if let Some(agreed) = agreed {
        said.push_str(&format!(" ({agreed}, as agreed)"));
    } else if let Some(official) = show::official(field, value)
        && official != said
    {
        said.push_str(&format!(" ({official})"));
    }
    let answer = context.whole.answer_in(key);
    if let Some(as_of) = answer.and_then(|a| a.as_of) {
        said.push_str(&format!(" – as of {}", words::day(as_of, zone)));
    } else if context.whole.is_carried(key)
        && let Some(fact) = context.whole.facts_of(key.field).fact(key)
    {
        said.push_str(&format!(
            " – on file since {}, not confirmed this time",
            words::day(fact.at, zone)
        ));
    }
    if let Some(by) = answer.and_then(|a| a.said_by.as_ref()) {
        said.push_str(&format!(" – said by {by}"));
    }
    said
}

/// Names and numbers are spelled: a read-back finds what the eye does not.
fn spelled(value: &Value) -> Option<String> {
    match value {
        Value::Name(name) => Some(spell::spell(name.typed.as_str(), Alphabet::Police)),
        Value::Phone(phone) => Some(spell::spell(
            phone.e164.as_deref().unwrap_or(phone.typed.as_str()),
            Alphabet::Police,
        )),
        _ => None,
    }
}

fn entries_of(context: &Context<'_>, group: Group, ids: &[&'static str]) -> Vec<SheetLine> {
    let mut lines = Vec::new();
    for (index, item) in context.whole.items(group).enumerate() {
        let mut any = false;
        let heading = lines.len();
        for id in ids {
            let line = fact(
                context,
                FactKey {
                    field: FieldId(id),
                    item: Some(item.id),
                },
            );
            // Inside an entry only what was asked is said; the blanks of a tenth garment help nobody.
            if line.state != Some(FactState::Blank) {
                lines.push(line);
                any = true;
            }
        }
        if any {
            lines.insert(
                heading,
                bare(format!("{} {}", group.title(), index + 1), "", None),
            );
        }
    }
    lines
}

fn suggested(whole: &Whole<'_>) -> Vec<SheetLine> {
    let category = suggest::category(whole);
    let mut lines = vec![told(
        "Category suggested (MKE)",
        format!(
            "{} {} – {}",
            category.code, category.label, category.because
        ),
    )];
    if let Some(mpc) = suggest::circumstances(whole) {
        lines.push(told(
            "Circumstances (MPC)",
            format!("{} {}", mpc.code, mpc.label),
        ));
    }
    lines
}

/// How each earlier run ended, from the desk's own cases: never copied, so never stale.
fn former(context: &Context<'_>) -> Vec<SheetLine> {
    let mut lines = Vec::new();
    for run in context.former {
        let case = run.case;
        let zone = zone(context);
        let mut said = format!("missing since {}", words::moment(case.received.at.at, zone));
        match &case.located {
            Some(located) => said.push_str(&format!(
                "; located {} at {} by {}",
                words::moment(located.at.at, zone),
                located.place,
                located.by
            )),
            None => said.push_str("; how it ended is not on file"),
        }
        if let Some(returned) = &case.returned {
            said.push_str(&format!("; back {}", words::moment(returned.at.at, zone)));
        }
        for (id, what) in [("found.with", "with"), ("found.condition", "condition")] {
            let key = FactKey {
                field: FieldId(id),
                item: None,
            };
            if let (Some(field), Some(value)) = (
                fields::by_name(id),
                run.answer_in(key).and_then(|a| a.value()),
            ) {
                said.push_str(&format!("; {what} {}", show::words(field, value, zone)));
            }
        }
        for (duty, what) in [
            (standing::POLICE, "police number then"),
            (standing::NCMEC, "NCMEC reference then"),
        ] {
            if let Some(number) = standing::number(run, duty) {
                said.push_str(&format!("; {what} {number}"));
            }
        }
        lines.push(told(&format!("Earlier run {}", case.number), said));
    }
    lines
}

/// The fields of a plan that are blank in a case, by id, in the receiver's order.
pub fn blanks(plan: &Plan, context: &Context<'_>) -> Vec<String> {
    filled(plan, context)
        .parts
        .into_iter()
        .flat_map(|part| part.lines)
        .filter(|line| line.state == Some(FactState::Blank))
        .filter_map(|line| line.field)
        .collect()
}
