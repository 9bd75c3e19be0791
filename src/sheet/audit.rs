//! The audit sheet: when the agency heard, whom it told, when, with what proof, and the minutes between.

use super::{Context, standing};
use crate::record::case::Standing;
use crate::record::event::{FactKey, Outcome};
use crate::record::time_words as words;
use crate::record::{FieldId, Moment, SafeText, Zone, fields, show};
use crate::rules::{Duty, DutyState};
use crate::wire::SheetView;
use crate::wire::view::{SheetLine, SheetPart};

/// Composes the audit sheet.
pub fn sheet(context: &Context<'_>) -> SheetView {
    let zone = context.desk.zone;
    SheetView {
        sheet: "audit".into(),
        title: format!("Audit sheet · {}", context.desk.agency),
        number: context.whole.case.number.clone(),
        at: context.now,
        parts: vec![
            SheetPart {
                title: "Received".into(),
                lines: received(context, zone),
            },
            SheetPart {
                title: "Reports".into(),
                lines: reports(context, zone),
            },
            SheetPart {
                title: "Minutes between".into(),
                lines: between(context),
            },
            SheetPart {
                title: "Every duty".into(),
                lines: duties(context, zone),
            },
            SheetPart {
                title: "Every try".into(),
                lines: tries(context, zone),
            },
            SheetPart {
                title: "Ending".into(),
                lines: ending(context, zone),
            },
        ],
    }
}

fn line(label: impl Into<String>, words: impl AsRef<str>) -> SheetLine {
    SheetLine {
        label: label.into(),
        words: SafeText::line(words.as_ref()),
        state: None,
        field: None,
        item: None,
        spelled: None,
    }
}

fn received(context: &Context<'_>, zone: Zone) -> Vec<SheetLine> {
    let received = &context.whole.case.received;
    let mut lines = vec![line(
        "Information received",
        words::moment(received.at.at, zone),
    )];
    if let Some(channel) = received.channel {
        lines.push(line("How it came", channel.word()));
    }
    lines.push(line(
        "Intake key read",
        words::moment(received.key.at, zone),
    ));
    for change in &received.changes {
        let standing = match &change.standing {
            Standing::Governs => "governs".to_owned(),
            Standing::AwaitsSecondPerson => {
                "NOT CONFIRMED by a second person; the earlier time governs".to_owned()
            }
            Standing::Confirmed(by) => format!("confirmed by {by}"),
            Standing::Denied(by) => format!("not agreed by {by}; the earlier time stays"),
        };
        let reason = change
            .reason
            .as_ref()
            .map_or_else(|| "said at the opening".to_owned(), ToString::to_string);
        lines.push(line(
            "Changed",
            format!(
                "from {} to {} by {} at {}: {reason} ({standing})",
                words::moment(change.from.at, zone),
                words::moment(change.to.at, zone),
                change.operator,
                words::moment(change.at, zone),
            ),
        ));
    }
    lines
}

fn reports(context: &Context<'_>, zone: Zone) -> Vec<SheetLine> {
    let mut lines = told_and_not(context, zone);
    lines.extend(alerts(context, zone));
    lines
}

/// Every word on an AMBER alert or an advisory, as it was entered.
fn alerts(context: &Context<'_>, zone: Zone) -> Vec<SheetLine> {
    ["alert.state", "alert.by"]
        .into_iter()
        .flat_map(|id| {
            let kept = context.whole.facts_of(FieldId(id)).kept(FactKey {
                field: FieldId(id),
                item: None,
            });
            let field = fields::by_name(id);
            kept.into_iter()
                .flat_map(|kept| kept.before.iter().chain([&kept.now]))
                .filter_map(move |fact| {
                    let (field, value) = (field?, fact.answer.as_ref()?.value()?);
                    Some(line(
                        field.label,
                        format!(
                            "{} · entered {} by {}",
                            show::words(field, value, zone),
                            words::moment(fact.at, zone),
                            fact.operator
                        ),
                    ))
                })
        })
        .collect()
}

fn told_and_not(context: &Context<'_>, zone: Zone) -> Vec<SheetLine> {
    [
        (standing::POLICE, "Police"),
        (standing::NCIC, "NCIC entry"),
        (standing::NCMEC, "NCMEC"),
    ]
    .into_iter()
    .map(|(duty, label)| {
        let words = match standing::settled(&context.whole, duty) {
            Some(told) => {
                let proof = standing::number(&context.whole, duty).map_or_else(
                    || "no number on file".to_owned(),
                    |number| format!("number {number}"),
                );
                let late = context
                    .duties
                    .iter()
                    .find(|d| d.id == duty)
                    .filter(|d| d.state == DutyState::LateButTold)
                    .and_then(|d| words::late_by(d.due?, d.done?))
                    .map(|late| format!(", {late}"))
                    .unwrap_or_default();
                format!(
                    "{}{late} · {} · {proof}",
                    words::moment(told.at.at, zone),
                    standing::who(told)
                )
            }
            None => not_reported(context, duty),
        };
        line(label, words)
    })
    .collect()
}

/// Why nothing settles a duty; never words that could be read as "reported".
fn not_reported(context: &Context<'_>, duty: &str) -> String {
    match context.duties.iter().find(|d| d.id == duty) {
        Some(Duty {
            state: DutyState::NotApplicable,
            because: Some(because),
            ..
        }) => {
            format!("not reported: {because}")
        }
        Some(found) => format!("NOT REPORTED ({})", found.state.word()),
        None => "NOT REPORTED".to_owned(),
    }
}

fn between(context: &Context<'_>) -> Vec<SheetLine> {
    let received = context.whole.case.received.at.at;
    let done = |duty| standing::settled(&context.whole, duty).map(|told| told.at.at);
    let span = |from: Option<Moment>, to: Option<Moment>| match from.zip(to) {
        Some((from, to)) => minutes(to.since(from)),
        None => "not reported".to_owned(),
    };
    let (police, ncic, ncmec) = (
        done(standing::POLICE),
        done(standing::NCIC),
        done(standing::NCMEC),
    );
    vec![
        line("Received to police", span(Some(received), police)),
        line("Police to NCIC entry", span(police, ncic)),
        line("Police to NCMEC", span(police, ncmec)),
        line("Received to NCMEC", span(Some(received), ncmec)),
    ]
}

/// Whole minutes begun, and the same in hours where that reads better: `46 min`, `1505 min (25 h 5 min)`.
fn minutes(micros: i64) -> String {
    let whole = micros / crate::record::when::MINUTE;
    if whole < 60 {
        format!("{whole} min")
    } else {
        format!("{whole} min ({})", words::elapsed(micros))
    }
}

fn duties(context: &Context<'_>, zone: Zone) -> Vec<SheetLine> {
    context
        .duties
        .iter()
        .map(|duty| {
            let due = duty.due.map_or_else(
                || "no hour set by law".to_owned(),
                |due| format!("due {}", words::moment(due, zone)),
            );
            let state = match (&duty.because, &duty.waiting_on, &duty.still_owed) {
                (Some(because), ..) => format!("{} because {because}", duty.state.word()),
                (_, Some(waiting), _) => format!("{} on {waiting}", duty.state.word()),
                (_, _, Some(missing)) => format!("{}, {missing} still owed", duty.state.word()),
                _ => duty.state.word().to_owned(),
            };
            line(
                &duty.title,
                format!("{state} · {due} · {} · {}", duty.rule, duty.citation),
            )
        })
        .collect()
}

fn tries(context: &Context<'_>, zone: Zone) -> Vec<SheetLine> {
    context
        .whole
        .case
        .tried
        .iter()
        .map(|tried| {
            let attempt = &tried.attempt;
            let mut parts = vec![
                attempt.outcome.word().to_owned(),
                attempt.channel.word().to_owned(),
            ];
            if let Some(dialled) = &attempt.dialled {
                parts.push(format!("dialled {dialled}"));
            }
            let who = standing::who(attempt);
            if !who.is_empty() {
                parts.push(who);
            }
            if let Some(number) = &attempt.number {
                parts.push(format!("number {number}"));
            }
            if let Some(said) = &attempt.words {
                parts.push(format!("\"{said}\""));
            }
            if attempt.outcome == Outcome::Claimed {
                parts.push("unverified".to_owned());
            }
            parts.push(format!(
                "recorded {} by {}",
                words::moment(tried.recorded, zone),
                tried.operator
            ));
            if let Some(reason) = &tried.withdrawn {
                parts.push(format!("WITHDRAWN: {reason}"));
            }
            line(
                format!("{} {}", words::clock(attempt.at.at, zone), attempt.duty),
                parts.join(" · "),
            )
        })
        .collect()
}

fn ending(context: &Context<'_>, zone: Zone) -> Vec<SheetLine> {
    let case = context.whole.case;
    let mut lines = Vec::new();
    if let Some(located) = &case.located {
        let verified = located.verified.as_ref().map_or_else(
            || "claimed, not verified".to_owned(),
            |by| format!("verified by {by}"),
        );
        lines.push(line(
            "Located",
            format!(
                "{} · {} · by {} · {verified}",
                words::moment(located.at.at, zone),
                located.place,
                located.by
            ),
        ));
    }
    let done = [
        ("Returned", &case.returned),
        ("Interviewed", &case.interviewed),
        ("Screened", &case.screened),
    ];
    for (label, done) in done {
        if let Some(done) = done {
            lines.push(line(
                label,
                format!(
                    "{} · {} · {}",
                    words::moment(done.at.at, zone),
                    done.by,
                    done.words
                ),
            ));
        }
    }
    match &case.closed {
        Some(ending) => {
            let mut said = format!(
                "{} by {}: {}",
                words::moment(ending.at, zone),
                ending.operator,
                ending.reason
            );
            if let Some(verifier) = &ending.verifier {
                said.push_str(&format!(" · verified by {verifier}"));
            }
            if let Some(supervisor) = &ending.supervisor {
                said.push_str(&format!(" · supervisor {supervisor}"));
            }
            if !ending.open_duties.is_empty() {
                said.push_str(&format!(
                    " · closed with open: {}",
                    ending.open_duties.join(", ")
                ));
            }
            lines.push(line("Closed", said));
        }
        None => lines.push(line("Closed", "no: the case is open")),
    }
    lines
}
