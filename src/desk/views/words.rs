//! Events in words, for the timeline and the history.

use super::super::docket::Docket;
use super::super::say;
use super::name_of;
use crate::record::case::{Heard, Standing};
use crate::record::event::{Attempt, DutyKey, Event, FactKey};
use crate::record::text::same_person;
use crate::record::{Answer, Case, CaseId, Moment, Recorded, SafeText, fields};

/// A try at a receiver: `police.report · phone 614-555-0100 · told Ofc. Ruiz, badge 2207 · 27-004411`.
pub fn attempt(attempt: &Attempt) -> String {
    let mut parts = vec![format!(
        "{} {} by {}",
        receiver(attempt),
        attempt.outcome.word(),
        attempt.channel.word()
    )];
    let badge = attempt.badge.as_ref().map(|badge| format!("badge {badge}"));
    let who: Vec<String> = [
        attempt.person.as_ref().map(ToString::to_string),
        badge,
        attempt.office.as_ref().map(ToString::to_string),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !who.is_empty() {
        parts.push(who.join(", "));
    }
    if let Some(number) = &attempt.number {
        parts.push(format!("number {number}"));
    }
    if let Some(dialled) = &attempt.dialled {
        parts.push(format!("dialled {dialled}"));
    }
    if let Some(words) = &attempt.words {
        parts.push(format!("\"{words}\""));
    }
    // That a report was made the receiver says already; of anything else it is said what it was about.
    if !attempt.duty.ends_with(".report") {
        parts.push(format!("about {}", attempt.duty.replace('.', " ")));
    }
    parts.join(" · ")
}

fn receiver(attempt: &Attempt) -> &'static str {
    match attempt.receiver {
        crate::record::event::Receiver::Ncmec => "NCMEC",
        other => other.word(),
    }
}

/// A call that came in.
pub fn heard(heard: &Heard) -> String {
    let who = heard
        .who
        .as_ref()
        .map(|who| format!(" ({who})"))
        .unwrap_or_default();
    let number = heard
        .number
        .as_ref()
        .map(|number| format!(" · number {number}"))
        .unwrap_or_default();
    format!(
        "{}{who} by {}: {}{number}",
        heard.from.word(),
        heard.channel.word(),
        heard.what
    )
}

/// What happened to a case besides answers and calls: when, and in words. `None` for what has no place there.
pub fn milestone(docket: &Docket, case: &Case, one: &Recorded) -> Option<(Moment, String)> {
    let zone = case.received.at.zone;
    let time = |at: Moment| say::time_words(at, zone);
    let now = one.at;
    Some(match &one.event {
        Event::CaseOpened { received, .. } => (received.at, "intake began".to_owned()),
        Event::ChildNamed { .. } => (now, format!("recognised as {}", child_name(docket, case))),
        Event::FirstAsked { question, answer } => {
            (now, format!("{}? {}", question.word(), answer.word()))
        }
        Event::CameAt { channel, at } => (
            now,
            match at {
                Some(at) => format!("came in {} by {}", say::instant_words(at), channel.word()),
                None => format!("came in by {}", channel.word()),
            },
        ),
        Event::ReceivedCorrected { to, reason } => {
            let governs = case.received.changes.iter().any(|change| {
                change.to == *to
                    && matches!(change.standing, Standing::Governs | Standing::Confirmed(_))
            });
            let done = match governs {
                true => "received time corrected to",
                // Both stay in the record, but only one was ever in force.
                false => "a later received time was asked for and does not count:",
            };
            (now, format!("{done} {}: {reason}", say::instant_words(to)))
        }
        Event::CorrectionConfirmed { by } => {
            (now, format!("{by} confirmed the corrected received time"))
        }
        Event::CorrectionDenied { by, reason } => (
            now,
            format!("{by} did not agree to the corrected received time: {reason}"),
        ),
        Event::TriageDecided {
            row,
            police,
            ncmec,
            reason,
            verifier,
            again_at,
            ..
        } => {
            let mut words = format!(
                "triage row {row}: police {}, NCMEC {}",
                police.word(),
                ncmec.word()
            );
            for (what, said) in [("reason", reason), ("verified", verifier)] {
                if let Some(said) = said {
                    words.push_str(&format!(" · {what}: {said}"));
                }
            }
            if let Some(at) = again_at {
                words.push_str(&format!(" · verify again {}", time(*at)));
            }
            (now, words)
        }
        Event::Noted { text } => (now, format!("note: {text}")),
        Event::Linked { case: other } => (now, format!("linked with {}", number(docket, *other))),
        Event::Located {
            at,
            place,
            by,
            verified,
        } => (
            at.at,
            match verified {
                Some(how) => format!("found: {place}, says {by}, verified: {how}"),
                None => format!("said to be at {place}, says {by}; not verified"),
            },
        ),
        Event::Returned { at, place, by } => (at.at, format!("back: {place}, received by {by}")),
        Event::Interviewed { at, by, factors } => (at.at, format!("interview by {by}: {factors}")),
        Event::Screened {
            at,
            tool,
            result,
            by,
            victim,
        } => (
            at.at,
            format!(
                "screened by {by}, {tool}: {result}{}",
                if *victim {
                    " · identified as a victim"
                } else {
                    ""
                }
            ),
        ),
        Event::VictimIdentified { at, by } => {
            (at.at, format!("identified as a trafficking victim by {by}"))
        }
        Event::Closed {
            how,
            reason,
            verifier,
            supervisor,
            open_duties,
        } => {
            let mut words = format!("closed as {}: {reason}", how.word());
            for (what, said) in [("verified by", verifier), ("supervisor", supervisor)] {
                if let Some(said) = said {
                    words.push_str(&format!(" · {what} {said}"));
                }
            }
            if !open_duties.is_empty() {
                words.push_str(&format!(" · open: {}", open_duties.join(", ")));
            }
            (now, words)
        }
        Event::Reopened { reason } => (now, format!("reopened: {reason}")),
        Event::Claimed { by } => (now, claimed(case, one, by)),
        Event::HandedOver { to, duties, .. } => {
            let to = to.as_ref().map_or("whoever comes", SafeText::as_str);
            let duties: Vec<String> = duties.iter().map(duty).collect();
            (now, format!("handed over to {to}: {}", duties.join(", ")))
        }
        Event::HandoverAccepted {
            duty: key, from, ..
        } => (now, format!("accepted from {from}: {}", duty(key))),
        Event::DraftTaken { from, field } => {
            let what = field
                .and_then(fields::get)
                .map_or("a text", |field| field.label);
            (now, format!("took over what {from} was typing: {what}"))
        }
        Event::Released { by } => (now, format!("{by} no longer has it")),
        Event::Disclosed {
            sheet,
            to,
            authority,
        } => (
            now,
            format!(
                "{sheet} sheet to {to}{}",
                authority
                    .as_ref()
                    .map(|authority| format!(" · {authority}"))
                    .unwrap_or_default()
            ),
        ),
        _ => return None,
    })
}

/// A duty by its id, in words.
fn duty(key: &DutyKey) -> String {
    key.duty.replace('.', " ")
}

/// Who has a case, and whom it was taken over from.
fn claimed(case: &Case, one: &Recorded, by: &SafeText) -> String {
    let before = case
        .milestones
        .iter()
        .rev()
        .filter(|other| other.seq < one.seq)
        .find_map(|other| match &other.event {
            Event::Claimed { by } => Some(Some(by)),
            Event::Released { .. } => Some(None),
            _ => None,
        })
        .flatten();
    match before {
        Some(before) if !same_person(before.as_str(), by.as_str()) => {
            format!("{by} has it, taken over from {before}")
        }
        _ => format!("{by} has it"),
    }
}

/// An answer in words: `Height: 5 ft 4 in · says foster mother`.
pub fn answered(key: FactKey, answer: Option<&Answer>) -> String {
    let Some(field) = fields::get(key.field) else {
        return key.field.0.to_owned();
    };
    let said = match answer {
        None => "cleared".to_owned(),
        Some(answer) => {
            let mut said = match answer.value() {
                Some(_) if field.masked => super::MASK.to_owned(),
                _ => say::answer_words(field, answer),
            };
            if let Some(by) = &answer.said_by {
                said.push_str(&format!(" · says {by}"));
            }
            if let Some(reason) = &answer.reason {
                said.push_str(&format!(" · because {reason}"));
            }
            said
        }
    };
    format!("{}: {said}", field.label)
}

/// Any event in words, for the history of a case.
pub fn event(docket: &Docket, case: &Case, one: &Recorded) -> String {
    match &one.event {
        Event::Answered { key, answer } => answered(*key, answer.as_ref()),
        Event::ItemAdded { group, .. } => format!("{} added", group.word()),
        Event::ItemRemoved { group, reason, .. } => format!("{} taken out: {reason}", group.word()),
        Event::StillTrue { key } => format!(
            "{}: still true",
            fields::get(key.field).map_or(key.field.0, |field| field.label)
        ),
        Event::Attempted(tried) => attempt(tried),
        Event::AttemptWithdrawn { reason, .. } => format!("attempt withdrawn: {reason}"),
        Event::Heard {
            from,
            channel,
            who,
            what,
            number,
            ..
        } => {
            let who = who.as_ref().map(|w| format!(" ({w})")).unwrap_or_default();
            let number = number
                .as_ref()
                .map(|n| format!(" · number {n}"))
                .unwrap_or_default();
            format!("{}{who} by {}: {what}{number}", from.word(), channel.word())
        }
        Event::ReadOut { sheet, keys } => {
            format!("{sheet} sheet: {} lines read out", keys.len())
        }
        Event::ChildAdded => "child became known to the desk".to_owned(),
        _ => milestone(docket, case, one).map_or_else(String::new, |(_, words)| words),
    }
}

fn number(docket: &Docket, id: CaseId) -> String {
    docket
        .case(id)
        .map_or_else(|| "another case".to_owned(), |case| case.number.clone())
}

fn child_name(docket: &Docket, case: &Case) -> SafeText {
    docket
        .whole(case.id)
        .map(|whole| name_of(&whole))
        .unwrap_or_default()
}
