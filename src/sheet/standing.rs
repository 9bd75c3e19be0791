//! What is true of a report right now, in words that another receiver can be told.
//!
//! The NCMEC script states it in place of a missing police number, so the second report never
//! waits for the first.

use crate::record::case::Whole;
use crate::record::event::{Attempt, Outcome};
use crate::record::time_words as words;
use crate::record::{FieldId, Moment, Value, Zone, age};

/// The duty ids the sheets speak of.
pub const POLICE: &str = "police.report";
/// See [`POLICE`].
pub const NCIC: &str = "ncic.number";
/// See [`POLICE`].
pub const NCMEC: &str = "ncmec.report";

/// The attempts about a duty that count, oldest first.
pub fn attempts<'a>(whole: &Whole<'a>, duty: &'a str) -> impl Iterator<Item = &'a Attempt> {
    whole
        .case
        .attempts()
        .filter(move |attempt| attempt.duty == duty)
}

/// The attempt that settled a duty: confirmed before told, the latest of its kind.
pub fn settled<'a>(whole: &Whole<'a>, duty: &'a str) -> Option<&'a Attempt> {
    let latest = |outcome| {
        attempts(whole, duty)
            .filter(|a| a.outcome == outcome)
            .last()
    };
    latest(Outcome::Confirmed).or_else(|| latest(Outcome::Told))
}

/// The number that stands for a duty, the latest one given.
pub fn number<'a>(whole: &Whole<'a>, duty: &'a str) -> Option<&'a str> {
    attempts(whole, duty)
        .filter(|a| settles(a.outcome))
        .filter_map(|a| a.number.as_ref())
        .last()
        .map(AsRef::as_ref)
}

fn settles(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Told | Outcome::Confirmed)
}

/// Who it was, as far as known: `Ofc. Ruiz, badge 2207, Columbus PD`.
pub fn who(attempt: &Attempt) -> String {
    let badge = attempt.badge.as_ref().map(|badge| format!("badge {badge}"));
    [
        attempt.person.as_ref().map(ToString::to_string),
        badge,
        attempt.office.as_ref().map(ToString::to_string),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}

/// The standing of the police report and of the NCIC entry, one sentence each.
pub fn of_police(whole: &Whole<'_>, zone: Zone) -> Vec<String> {
    let at = |attempt: &Attempt| words::precise(&attempt.at, zone);
    let report = match settled(whole, POLICE) {
        Some(told) => {
            let number = number(whole, POLICE).map_or_else(
                || "the case number is still to come".to_owned(),
                |n| format!("case number {n}"),
            );
            format!(
                "Police accepted the report {}, {}; {number}.",
                at(told),
                who(told)
            )
        }
        None => match attempts(whole, POLICE).last() {
            None => "Police have not been told yet; this report does not wait for it.".to_owned(),
            Some(last) => {
                let said = last
                    .words
                    .as_ref()
                    .map(|w| format!(": \"{w}\""))
                    .unwrap_or_default();
                let by = who(last);
                let by = if by.is_empty() {
                    by
                } else {
                    format!(" ({by})")
                };
                match last.outcome {
                    Outcome::Refused => {
                        format!("Police REFUSED the report {}{by}{said}.", at(last))
                    }
                    Outcome::Claimed => {
                        format!(
                            "Police are said to have been called {}{by}; not verified, no number{said}.",
                            at(last)
                        )
                    }
                    Outcome::Voicemail => {
                        format!("Police tried {}{by}: voicemail; not accepted.", at(last))
                    }
                    Outcome::NoAnswer => format!("Police tried {}{by}: no answer.", at(last)),
                    _ => format!("Police tried {}{by}: not acknowledged{said}.", at(last)),
                }
            }
        },
    };
    let entry = match (settled(whole, NCIC), number(whole, NCIC)) {
        (_, Some(number)) => format!("NCIC entry made, number {number}."),
        (Some(_), None) => "NCIC entry confirmed; the number is still to come.".to_owned(),
        (None, None) if settled(whole, POLICE).is_some() => {
            "NCIC entry pending: no number yet.".to_owned()
        }
        (None, None) => "No NCIC entry is known.".to_owned(),
    };
    vec![report, entry]
}

/// Whether the child is of a family the agency works with and not in its custody.
pub fn is_third_party(whole: &Whole<'_>) -> bool {
    matches!(whole.value(FieldId("legal.status")), Some(Value::Choice(key)) if key == "third_party")
}

/// Whether a poster must wait: not in custody, and the parent's authorisation is not recorded.
pub fn poster_blocked(whole: &Whole<'_>) -> bool {
    is_third_party(whole)
        && !matches!(
            whole.value(FieldId("thirdparty.authorised")),
            Some(Value::Yes(true))
        )
}

/// The reminder for police once a child has come of age while missing: age alone removes no entry.
pub fn came_of_age(whole: &Whole<'_>, now: Moment) -> Option<String> {
    let Some(Value::Date(born)) = whole.value(FieldId("child.dob")) else {
        return None;
    };
    let received = whole.case.received.at;
    let day = |at: Moment| received.zone.local(at).date_naive();
    let (then, _) = age::range_on(*born, day(received.at))?;
    let (youngest, _) = age::range_on(*born, day(now))?;
    (then < 18 && youngest >= 18).then(|| {
        "The child turned 18 while missing. Age alone is no ground to remove the entry: 34 USC 41308(2)."
            .to_owned()
    })
}
