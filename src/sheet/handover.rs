//! The handover: what one shift must know to go on. Open duties with their next step, who was told what, what is
//! still unknown. For the agency's own people; nothing of it leaves the desk.

use super::{Context, standing};
use crate::record::case::{Handover, Whole};
use crate::record::event::{Outcome, Receiver};
use crate::record::time_words as words;
use crate::record::{Desk, FieldId, Moment, SafeText, State, Zone, fields};
use crate::rules::{Duty, DutyState};
use crate::wire::SheetView;
use crate::wire::shift::listed;
use crate::wire::view::{SheetLine, SheetPart};

/// Whether the next shift has to do something about a duty.
pub fn is_owed(duty: &Duty) -> bool {
    (duty.state.is_open() && !duty.reminder) || duty.still_owed.is_some()
}

/// What a duty nobody has tried wants first, by its id; what is not here is named by its title.
const FIRST: &[(&str, &str)] = &[
    ("police.report", "call police with the police script"),
    ("ncmec.report", "call NCMEC with the NCMEC script"),
    ("ncic.number", "ask police for the NCIC number"),
    ("police.contact", "call the officer who has the report"),
    ("ncmec.contact", "call NCMEC's case manager"),
    ("lead.pass", "pass the lead to police"),
    ("police.retry", "call the next police number on the card"),
];

/// What to do next about a duty, in words.
pub fn next(duty: &Duty, whole: &Whole<'_>, zone: Zone) -> String {
    if let Some(owed) = &duty.still_owed
        && !duty.state.is_open()
    {
        return format!("ask for the {owed}");
    }
    let first = FIRST
        .iter()
        .find(|(id, _)| *id == duty.id)
        .map_or_else(|| duty.title.clone(), |(_, words)| (*words).to_owned());
    let last = whole
        .case
        .attempts()
        .filter(|attempt| attempt.duty == duty.id && attempt.item == duty.item)
        .last();
    let Some(last) = last else {
        return first;
    };
    let at = words::clock(last.at.at, zone);
    let again = match duty.again_at {
        Some(again) => format!("at {}", words::clock(again, zone)),
        None => "now".to_owned(),
    };
    match last.outcome {
        Outcome::NoAnswer => format!("try again {again} (no answer {at})"),
        Outcome::Voicemail => format!("try again {again} (only voicemail {at})"),
        Outcome::Sent => format!("get it acknowledged (sent {at}, no answer yet)"),
        Outcome::Refused => {
            format!("refused {at}: try the next number {again}; NCMEC does not wait for it")
        }
        Outcome::Declined => format!("declined {at}: decide the triage row with a supervisor"),
        Outcome::Claimed => format!("verify it and get the number (said to be done {at})"),
        Outcome::Told if duty.state.is_open() => format!("get it confirmed (told {at})"),
        _ => first,
    }
}

/// Who was told what, oldest first; of each receiver and duty the latest try that says most.
pub fn told(whole: &Whole<'_>, zone: Zone) -> Vec<SafeText> {
    let mut out = Vec::new();
    let mut seen: Vec<(&str, Option<crate::record::ItemId>)> = Vec::new();
    for attempt in whole.case.attempts() {
        let key = (attempt.duty.as_str(), attempt.item);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let of = |outcome| {
            whole
                .case
                .attempts()
                .filter(|a| (a.duty.as_str(), a.item) == key && a.outcome == outcome)
                .last()
        };
        let Some(best) = of(Outcome::Confirmed)
            .or_else(|| of(Outcome::Told))
            .or_else(|| {
                whole
                    .case
                    .attempts()
                    .filter(|a| (a.duty.as_str(), a.item) == key)
                    .last()
            })
        else {
            continue;
        };
        let receiver = match best.receiver {
            Receiver::Ncmec => "NCMEC",
            other => other.word(),
        };
        let mut said = format!(
            "{receiver} {} {}",
            best.outcome.word(),
            words::clock(best.at.at, zone)
        );
        let who = standing::who(best);
        if !who.is_empty() {
            said.push_str(&format!(", {who}"));
        }
        if let Some(number) = &best.number {
            said.push_str(&format!(", number {number}"));
        }
        if !best.duty.ends_with(".report") {
            said.push_str(&format!(" (about {})", best.duty.replace('.', " ")));
        }
        out.push(SafeText::line(&said));
    }
    out
}

/// What police or NCMEC ask and nobody knows yet, by label: asked and unknown first, then never asked.
pub fn unknown(whole: &Whole<'_>) -> Vec<String> {
    let mut asked = Vec::new();
    let mut blank = Vec::new();
    for receiver in [Receiver::Police, Receiver::Ncmec] {
        for missing in fields::missing(whole, receiver) {
            if !blank.contains(&missing.field.id) {
                blank.push(missing.field.id);
            }
        }
    }
    for (key, kept) in whole.child.facts.all().chain(whole.case.facts.all()) {
        let is_unknown = kept
            .now
            .answer
            .as_ref()
            .is_some_and(|answer| answer.state == State::Unknown);
        if is_unknown && !asked.contains(&key.field) {
            asked.push(key.field);
        }
    }
    let label = |id: FieldId| fields::get(id).map_or(id.0, |field| field.label);
    let asked = asked
        .into_iter()
        .map(|id| format!("{} (asked)", label(id)))
        .collect::<Vec<_>>();
    let blank = blank.into_iter().map(|id| label(id).to_owned());
    asked.into_iter().chain(blank).collect()
}

/// When a duty is due, with the time left: `Tue 9 Feb 2027 13:12 EST, 6 h 22 min left`.
pub fn due(duty: &Duty, now: Moment, zone: Zone) -> String {
    match duty.due {
        _ if !duty.state.is_open() => "told; the number is still owed".to_owned(),
        Some(due) => format!("{}, {}", words::moment(due, zone), words::left(due, now)),
        None => "promptly, no hour set".to_owned(),
    }
}

fn line(label: impl Into<String>, said: impl AsRef<str>) -> SheetLine {
    SheetLine {
        label: label.into(),
        words: SafeText::line(said.as_ref()),
        state: None,
        field: None,
        item: None,
        spelled: None,
    }
}

/// Who has a duty, in words.
fn holder(whole: &Whole<'_>, duty: &Duty, zone: Zone) -> String {
    let handed = whole
        .case
        .handover
        .as_ref()
        .and_then(|handover| Some((handover, handover.of(&duty.id, duty.item)?)));
    match handed {
        Some((_, (_, Some(accepted)))) => format!(
            "with {}, accepted {}",
            accepted.by,
            words::clock(accepted.at, zone)
        ),
        Some((handover, (_, None))) => pending(handover, zone),
        None => match &whole.case.claim {
            Some(claim) => format!("with {}", claim.by),
            None => "nobody has it".to_owned(),
        },
    }
}

fn pending(handover: &Handover, zone: Zone) -> String {
    let to = handover
        .to
        .as_ref()
        .map_or("whoever comes", SafeText::as_str);
    format!(
        "still with {}: handed to {to} {}, NOT ACCEPTED",
        handover.from,
        words::clock(handover.at, zone)
    )
}

/// The lines of a case: its open duties, who was told, what is unknown, what else must be known.
fn lines(context: &Context<'_>) -> Vec<SheetLine> {
    let whole = &context.whole;
    let zone = context.desk.zone;
    let mut lines = Vec::new();
    let owed: Vec<&Duty> = context.duties.iter().filter(|duty| is_owed(duty)).collect();
    if owed.is_empty() {
        lines.push(line("Owed", "nothing is owed now"));
    }
    for duty in owed {
        let late = if duty.state == DutyState::Late || duty.late && duty.state.is_open() {
            "LATE: "
        } else {
            ""
        };
        lines.push(line(
            duty.title.clone(),
            format!("{late}{}", due(duty, context.now, zone)),
        ));
        lines.push(line("  next", next(duty, whole, zone)));
        lines.push(line("  who", holder(whole, duty, zone)));
    }
    let waiting: Vec<String> = context
        .duties
        .iter()
        .filter(|duty| duty.state == DutyState::Waiting)
        .filter_map(|duty| {
            let on = duty.waiting_on.as_ref()?;
            Some(format!("{} (waits on {on})", duty.title))
        })
        .collect();
    if !waiting.is_empty() {
        lines.push(line("Comes after", waiting.join("; ")));
    }
    let told = told(whole, zone);
    if told.is_empty() {
        lines.push(line("Told", "nobody has been told anything"));
    }
    for one in told {
        lines.push(line("Told", one.as_str()));
    }
    let unknown = unknown(whole);
    lines.push(line(
        "Still unknown",
        if unknown.is_empty() {
            "nothing that police or NCMEC ask".to_owned()
        } else {
            listed(&unknown)
        },
    ));
    for (at, who, text) in whole.case.notes.iter().rev().take(3).rev() {
        lines.push(line(
            "Note",
            format!("{} {who}: {text}", words::clock(*at, zone)),
        ));
    }
    lines
}

/// The handover sheet of one case.
pub fn sheet(context: &Context<'_>) -> SheetView {
    SheetView {
        sheet: "handover".into(),
        title: format!("Handover · {}", context.desk.agency),
        number: context.whole.case.number.clone(),
        at: context.now,
        parts: vec![SheetPart {
            title: heading(context),
            lines: lines(context),
        }],
    }
}

fn heading(context: &Context<'_>) -> String {
    let name = match context.whole.value(FieldId("child.name")) {
        Some(crate::record::Value::Name(name)) => name.typed.to_string(),
        Some(crate::record::Value::Text(text)) => text.to_string(),
        _ => "not yet named".to_owned(),
    };
    format!("{} · {name}", context.whole.case.number)
}

/// The handover sheet of the whole desk: a part for each case in which something is owed, soonest first.
pub fn desk(desk: &Desk, now: Moment, cases: &[Context<'_>], left_out: usize) -> SheetView {
    let mut parts: Vec<SheetPart> = cases
        .iter()
        .map(|context| SheetPart {
            title: heading(context),
            lines: lines(context),
        })
        .collect();
    if parts.is_empty() {
        parts.push(SheetPart {
            title: "Open duties".into(),
            lines: vec![line("", "No case is open and nothing is owed.")],
        });
    }
    if left_out > 0 {
        parts.push(SheetPart {
            title: "Not listed".into(),
            lines: vec![line(
                "",
                format!("{left_out} more cases are open; see the board."),
            )],
        });
    }
    SheetView {
        sheet: "handover".into(),
        title: format!("Handover · {} · the whole desk", desk.agency),
        number: "of the whole desk".into(),
        at: now,
        parts,
    }
}
