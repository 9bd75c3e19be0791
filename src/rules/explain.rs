//! What a clock says when asked: which rule, which anchor, who entered it, what changed, what would stop it.

use super::duty::Duty;
use super::engine::{Book, Candidate};
use super::pack::{Anchor, Rule};
use super::proof::{Effect, Ledger, taken_by};
use super::words;
use chrono::NaiveDate;

use crate::record::case::Standing;
use crate::record::event::FactKey;
use crate::record::{FieldId, Group, Moment, Precision, State, Value};

pub(super) fn explain(
    book: &Book<'_>,
    duty: &Duty,
    governing: &Rule,
    candidates: &[Candidate<'_>],
    ledger: &Ledger<'_>,
) -> Vec<String> {
    let mut lines = Vec::new();
    let Some(winner) = candidates.first() else {
        return lines;
    };
    let rule = winner.rule;
    let verified = rule.verified.unwrap_or(winner.pack.verified);
    lines.push(if rule.reminder {
        format!("The agency's own reminder, not law: {}.", rule.title)
    } else {
        format!(
            "Rule {} of {}: {}. {}; verified {verified}.",
            rule.law, winner.pack.title, rule.title, rule.citation
        )
    });
    lines.push(anchor_line(book, rule, winner));
    if rule.anchor == Anchor::Received {
        lines.extend(received_lines(book));
    }
    lines.push(due_line(duty, rule, winner));
    for other in candidates.iter().skip(1) {
        let zone = other.anchored.as_ref().map_or(book.zone(), |a| a.zone);
        lines.push(format!(
            "Also {} {} {}: {}; it does not govern, the earliest does.",
            other.pack.id,
            other.pack.version,
            other.rule.law,
            match (&other.anchored, other.due) {
                (_, Some(due)) => format!("due {}", words::at(due, zone)),
                (Some(_), None) => "no hour set".into(),
                (None, None) => format!("waits on {}", other.rule.anchor.words()),
            }
        ));
    }
    for pack in book.packs.iter().filter(|pack| {
        pack.id == winner.pack.id
            && pack.effective > winner.pack.effective
            && pack.duties.iter().any(|later| later.id == duty.id)
    }) {
        lines.push(format!(
            "{} {} is in force from {}: it does not judge what began before.",
            pack.id, pack.version, pack.effective
        ));
    }
    lines.extend(ledger.tries.iter().map(|(attempt, effect)| {
        let by = taken_by(attempt);
        let by = if by.is_empty() {
            by
        } else {
            format!(" ({by})")
        };
        let what = match effect {
            Effect::Stops => "this stops the clock".to_owned(),
            Effect::Declined => "declined by the receiver: counts as reported".into(),
            Effect::Excuses => "decided not to be done".into(),
            Effect::Claims => "somebody says it was done: counts as owed".into(),
            Effect::Tries(why) => format!("does not stop it: {why}"),
            Effect::Nothing(why) => format!("does not count: {why}"),
        };
        format!(
            "{} {}{by}: {what}.",
            words::at(attempt.at.at, attempt.at.zone),
            attempt.outcome.word()
        )
    }));
    if let Some(because) = &duty.because {
        lines.push(format!("{}: {because}.", duty.state.word()));
    }
    if let Some(owed) = &duty.still_owed {
        lines.push(format!("Still owed: {owed}."));
    }
    if !governing.stops.is_empty() {
        let stops: Vec<String> = governing.stops.iter().map(|stop| stop.words()).collect();
        lines.push(format!("Stopped by: {}.", stops.join("; or ")));
    }
    if !governing.never.is_empty() {
        lines.push(format!("Not stopped by: {}.", governing.never.join("; ")));
    }
    lines.extend(rule.notes.iter().cloned());
    if duty.id == "police.update30"
        && let Some(due) = duty.due
    {
        lines.extend(update_lines(book, due));
    }
    lines
}

/// What the 30-day update needs, and what of it is there: a photo of the last 180 days, dentist, doctor.
fn update_lines(book: &Book<'_>, due: Moment) -> Vec<String> {
    let day = book.zone().local(due).date_naive();
    let mut lines = Vec::new();
    match newest_photo(book) {
        None => lines.push("No photo with a date is on file.".into()),
        Some(taken) => {
            let old = day.signed_duration_since(taken).num_days();
            lines.push(if old > PHOTO_DAYS {
                format!("The newest photo will be {old} days old on the due day: a newer one is needed ({PHOTO_DAYS} days at most).")
            } else {
                format!("The newest photo will be {old} days old on the due day.")
            });
        }
    }
    for (field, what) in [("dental.dentist", "Dentist"), ("medical.doctor", "Doctor")] {
        let answer = book.whole.answer(FieldId(field));
        lines.push(match answer.map(|answer| &answer.state) {
            Some(State::Known(Value::Text(text))) => format!("{what}: {text}."),
            Some(State::Known(_)) => format!("{what}: on file."),
            Some(State::Unknown) => format!("{what}: unknown – asked{}.", asked_at(book, field)),
            Some(State::Refused) => format!("{what}: asked, not said."),
            Some(State::NotApplicable) => format!("{what}: does not apply."),
            None => format!("{what}: not asked yet."),
        });
    }
    lines
}

/// When a field was asked, in words.
fn asked_at(book: &Book<'_>, field: &'static str) -> String {
    let field = FieldId(field);
    let key = FactKey { field, item: None };
    let fact = book.whole.facts_of(field).fact(key);
    fact.map_or_else(String::new, |fact| {
        format!(" {}", words::at(fact.at, book.zone()))
    })
}

/// The oldest a photo may be for the update, in days (34 USC 41308(4)(A)).
const PHOTO_DAYS: i64 = 180;

/// The day the newest photo was taken; the earliest it can be where only month or year are known.
fn newest_photo(book: &Book<'_>) -> Option<NaiveDate> {
    let single = FactKey {
        field: FieldId("photos.taken"),
        item: None,
    };
    let each = book.whole.items(Group::Photo).map(|photo| FactKey {
        field: FieldId("photo.taken"),
        item: Some(photo.id),
    });
    std::iter::once(single)
        .chain(each)
        .filter_map(|key| match book.whole.answer_in(key)?.value()? {
            Value::Date(date) => {
                NaiveDate::from_ymd_opt(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
            }
            _ => None,
        })
        .max()
}

fn anchor_line(book: &Book<'_>, rule: &Rule, winner: &Candidate<'_>) -> String {
    match &winner.anchored {
        None => format!("Waits on {}.", rule.anchor.words()),
        Some(anchored) => {
            let who = match (&rule.anchor, anchored.who.is_empty()) {
                (_, true) => String::new(),
                (Anchor::Received | Anchor::Triage, false) => {
                    format!(", entered by {}", anchored.who)
                }
                (_, false) => format!(", by {}", anchored.who),
            };
            let doubt = match (&rule.anchor, book.whole.case.received.at.precision) {
                (Anchor::Received, Precision::Either { or }) => format!(
                    " This hour came twice and nobody has said which; the earlier governs, the later is {}.",
                    words::at(or, anchored.zone)
                ),
                (Anchor::Received, Precision::Between { until }) => format!(
                    " Said to be between this and {}; the earlier governs.",
                    words::at(until, anchored.zone)
                ),
                (Anchor::Received, Precision::About) => " Said as \"about\".".into(),
                _ => String::new(),
            };
            format!(
                "Counts from {}: {}{who}.{doubt}",
                rule.anchor.words(),
                words::at(anchored.at, anchored.zone)
            )
        }
    }
}

fn received_lines(book: &Book<'_>) -> Vec<String> {
    let received = &book.whole.case.received;
    received
        .changes
        .iter()
        .map(|change| {
            let reason = match &change.reason {
                Some(reason) => format!(", because: {reason}"),
                None => ", said at the opening".into(),
            };
            let standing = match &change.standing {
                Standing::Governs => String::new(),
                Standing::AwaitsSecondPerson => {
                    " It is later, so a second person must confirm it; until then the earlier governs.".into()
                }
                Standing::Confirmed(by) => format!(" Confirmed by {by}."),
                Standing::Denied(by) => format!(" Denied by {by}; the earlier stays."),
            };
            format!(
                "Changed {} by {}: from {} to {}{reason}.{standing}",
                words::at(change.at, received.at.zone),
                change.operator,
                words::at(change.from.at, change.from.zone),
                words::at(change.to.at, change.to.zone)
            )
        })
        .collect()
}

fn due_line(duty: &Duty, rule: &Rule, winner: &Candidate<'_>) -> String {
    let zone = winner.anchored.as_ref().map(|anchored| anchored.zone);
    match (duty.due, zone) {
        (Some(due), Some(zone)) => {
            let how = match (rule.again_at, rule.repeat) {
                (true, _)
                    if winner
                        .anchored
                        .as_ref()
                        .is_some_and(|a| a.again_at == Some(due)) =>
                {
                    "as was said".to_owned()
                }
                (_, Some(every)) if duty.done.is_some() => {
                    format!("{} after the last time", words::span(every))
                }
                _ => format!("{} later, elapsed", rule.within.words()),
            };
            format!("Due {} ({how}).", words::at(due, zone))
        }
        _ if rule.within == super::pack::Within::Promptly => "Promptly, no hour set.".into(),
        _ => format!("Due {} after that.", rule.within.words()),
    }
}
