//! The rows that the facts of a case speak for, best first, each with the facts that speak for it.

use super::Sign::{
    Adult, CameOfAge, Either, Found, InGoodHands, Is, Linked, Minor, NcmecClaimed, NotFound,
    Overdue, PoliceClaimed, PoliceRefused, RanBefore, SchoolOrWork, Told, Untold, Whereabouts, Yes,
    Young,
};
use super::{Known, ROWS, Row, Sign, row_of};
use crate::record::case::Whole;
use crate::record::event::Outcome;
use crate::record::when::HOUR;
use crate::record::{FieldId, Group, Moment, Value, Zone, age};
use crate::rules::happened::BORN;
use crate::rules::{Duty, words};

/// A row that fits the facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The row.
    pub row: &'static Row,
    /// The facts that speak for it, in words.
    pub because: String,
}

/// The row for a child found after the police report and before the NCMEC report.
pub const FOUND_BETWEEN: u8 = 29;

/// What must be decided when a child is found between the two reports: both ways, each with its reason.
pub const NCMEC_DECISION: &str =
    "NCMEC not told: decide row 29, report (helps a later run) or no with a reason";

/// Whether a child was found after the police report and before the NCMEC report, and nobody has decided since
/// what NCMEC hears. Nothing decides it by silence: the clock of the report runs on.
pub fn awaits_ncmec_decision(whole: &Whole<'_>, duties: &[Duty]) -> bool {
    let case = whole.case;
    let found =
        case.returned.is_some() || case.located.as_ref().is_some_and(|l| l.verified.is_some());
    let told = case.attempts().any(|attempt| {
        attempt.duty == "police.report"
            && matches!(attempt.outcome, Outcome::Told | Outcome::Confirmed)
    });
    let owed = duties
        .iter()
        .any(|duty| duty.id == "ncmec.report" && duty.state.is_open());
    let decided = case
        .triage
        .as_ref()
        .is_some_and(|decision| decision.row == FOUND_BETWEEN);
    found && told && owed && !decided
}

/// The rows that fit, best first. There is always one: what nobody knows is reported (row 1).
pub fn propose(whole: Whole<'_>, now: Moment) -> Vec<Proposal> {
    let asked = Asked { whole, now };
    let mut found: Vec<Proposal> = ROWS
        .iter()
        .filter_map(|row| {
            let because: Option<Vec<String>> =
                row.signs.iter().map(|sign| asked.speaks(*sign)).collect();
            Some(Proposal {
                row,
                because: because?
                    .into_iter()
                    .filter(|words| !words.is_empty())
                    .collect::<Vec<_>>()
                    .join("; "),
            })
        })
        .collect();
    found.sort_by_key(|proposal| std::cmp::Reverse(proposal.row.weight));
    if found.is_empty()
        && let Some(row) = row_of(1)
    {
        found.push(Proposal {
            row,
            because: "no other row fits, and what is not known is reported".into(),
        });
    }
    found
}

/// When a verified *not missing* should be verified again: the next school day at 08:30 for school and work,
/// the end of a shift (8 hours) for the rest.
pub fn verify_again(row: &Row, now: Moment, zone: Zone) -> Option<Moment> {
    use chrono::{Datelike, TimeZone};
    if !row.verify {
        return None;
    }
    if row.number != 3 {
        return Some(now.plus(8 * HOUR));
    }
    let mut day = zone.local(now).date_naive().succ_opt()?;
    while day.weekday().number_from_monday() > 5 {
        day = day.succ_opt()?;
    }
    let local = day.and_hms_opt(8, 30, 0)?;
    let found = zone.0.from_local_datetime(&local).earliest()?;
    Some(Moment::of(&found))
}

struct Asked<'a> {
    whole: Whole<'a>,
    now: Moment,
}

impl Asked<'_> {
    /// What a sign says of this case, in words; `None` when it is not so. Empty: true, and not worth a word.
    fn speaks(&self, sign: Sign) -> Option<String> {
        let case = self.whole.case;
        match sign {
            Minor => match self.ages(self.now) {
                Some((youngest, oldest)) if youngest < 18 => Some(if oldest >= 18 {
                    format!("age {youngest} or {oldest}")
                } else {
                    format!("age {youngest}")
                }),
                Some(_) => None,
                None => Some("age not known, so taken as under 18".into()),
            },
            Young => self
                .ages(self.now)
                .filter(|(youngest, oldest)| *oldest >= 18 && *youngest < 21)
                .map(|(youngest, _)| format!("age {youngest}")),
            Adult => self
                .ages(self.now)
                .filter(|(youngest, _)| *youngest >= 21)
                .map(|(youngest, _)| format!("age {youngest}")),
            CameOfAge => {
                let (then, _) = self.ages(case.received.at.at)?;
                let (youngest, _) = self.ages(self.now)?;
                (then < 18 && youngest >= 18).then(|| match self.born() {
                    Some(born) => match age::birthday(born, 18) {
                        Some(day) => format!("18 since {day}"),
                        None => "18 by now".into(),
                    },
                    None => "18 by now".into(),
                })
            }
            Either(signs) => signs.iter().find_map(|sign| self.speaks(*sign)),
            Is(field, keys) => {
                let key = self.choice(field)?;
                keys.contains(&key)
                    .then(|| format!("{}: {}", label(field), shown(field, key)))
            }
            Yes(field) => matches!(self.value(field), Some(Value::Yes(true)))
                .then(|| format!("{}: yes", label(field))),
            Whereabouts(wanted) => {
                let (known, words) = self.whereabouts();
                (known == wanted).then_some(words)
            }
            SchoolOrWork => {
                self.words_speak(&["school", "class", "work", "job", "shift", "attend"])
            }
            InGoodHands => self.words_speak(&[
                "police",
                "custody",
                "hospital",
                "emergency room",
                "detention",
                "jail",
                "juvenile hall",
                "approved visit",
            ]),
            Overdue => self
                .text("call.why")
                .map(|why| why.to_lowercase())
                .filter(|why| {
                    ["overdue", "late", "curfew", "not back"]
                        .iter()
                        .any(|word| why.contains(word))
                })
                .map(|_| format!("{}: overdue", label("call.why"))),
            PoliceRefused => case
                .attempts()
                .filter(|a| a.duty == "police.report" && a.outcome == Outcome::Refused)
                .last()
                .map(|a| format!("police refused {}", words::at(a.at.at, a.at.zone))),
            PoliceClaimed => {
                let claimed = case
                    .attempts()
                    .any(|a| a.duty == "police.report" && a.outcome == Outcome::Claimed);
                (claimed || matches!(self.value("police.called"), Some(Value::Yes(true))))
                    .then(|| "somebody says police were called".into())
            }
            NcmecClaimed => {
                let claimed = case
                    .attempts()
                    .any(|a| a.duty == "ncmec.report" && a.outcome == Outcome::Claimed);
                (claimed || matches!(self.value("ncmec.called"), Some(Value::Yes(true))))
                    .then(|| "somebody says NCMEC was called".into())
            }
            Told(duty) => self.told(duty).then(|| format!("{} told", receiver(duty))),
            Untold(duty) => (!self.told(duty)).then(|| format!("{} not told", receiver(duty))),
            Found => {
                let located = case.located.as_ref().filter(|l| l.verified.is_some());
                let at = case
                    .returned
                    .as_ref()
                    .map(|r| r.at)
                    .or(located.map(|l| l.at))?;
                Some(format!("found {}", words::at(at.at, at.zone)))
            }
            NotFound => {
                let located = case.located.as_ref().is_some_and(|l| l.verified.is_some());
                (case.returned.is_none() && !located).then(String::new)
            }
            Linked => {
                if !case.linked.is_empty() {
                    Some(format!("{} linked", plural(case.linked.len())))
                } else {
                    matches!(self.value("risk.infant_along"), Some(Value::Yes(true)))
                        .then(|| "an infant along".into())
                }
            }
            RanBefore => {
                let runs = self.whole.items(Group::PriorRun).count();
                (runs > 0)
                    .then(|| format!("{runs} earlier {}", if runs == 1 { "run" } else { "runs" }))
            }
        }
    }

    fn value(&self, field: &'static str) -> Option<&Value> {
        self.whole.value(FieldId(field))
    }
    fn choice(&self, field: &'static str) -> Option<&str> {
        match self.value(field)? {
            Value::Choice(key) => Some(key),
            _ => None,
        }
    }
    pub(super) fn text(&self, field: &'static str) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        }
    }
    fn born(&self) -> Option<crate::record::value::PartialDate> {
        match self.whole.value(BORN)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }
    /// The youngest and oldest the child can be on that day, by birth date or by guess.
    fn ages(&self, at: Moment) -> Option<(u32, u32)> {
        let day = self.whole.case.received.at.zone.local(at).date_naive();
        if let Some(born) = self.born() {
            return age::range_on(born, day);
        }
        match self.value("child.age")? {
            Value::Number(age) => {
                let age = u32::try_from(*age).ok()?;
                Some((age, age))
            }
            _ => None,
        }
    }
    pub(super) fn whereabouts(&self) -> (Known, String) {
        let located = self.whole.case.located.as_ref();
        if let Some(verified) = located.and_then(|located| located.verified.as_ref()) {
            return (Known::Verified, format!("verified by {verified}"));
        }
        match self.choice("whereabouts.state") {
            Some("known") => match self.text("whereabouts.verified_by") {
                Some(by) => (Known::Verified, format!("verified by {by}")),
                None => (
                    Known::Claimed,
                    "whereabouts said to be known, and nobody is named who verified".into(),
                ),
            },
            Some("claimed") => (Known::Claimed, "whereabouts said, not verified".into()),
            _ if located.is_some() => (Known::Claimed, "whereabouts said, not verified".into()),
            _ => (Known::No, "whereabouts not known".into()),
        }
    }
    fn words_speak(&self, any: &[&str]) -> Option<String> {
        let located = self.whole.case.located.as_ref();
        let words = [
            self.text("whereabouts.place"),
            self.text("whereabouts.verified_by"),
            self.text("whereabouts.verified_how"),
            located.map(|located| located.place.as_str()),
            located
                .and_then(|located| located.verified.as_ref())
                .map(|v| v.as_str()),
        ];
        words
            .into_iter()
            .flatten()
            .find(|text| {
                let text = text.to_lowercase();
                any.iter().any(|word| text.contains(word))
            })
            .map(|text| format!("\"{text}\""))
    }
    fn told(&self, duty: &str) -> bool {
        self.whole.case.attempts().any(|a| {
            a.duty == duty
                && a.at.at <= self.now
                && matches!(a.outcome, Outcome::Told | Outcome::Confirmed)
        })
    }
}

fn plural(count: usize) -> String {
    if count == 1 {
        "1 case".into()
    } else {
        format!("{count} cases")
    }
}

fn receiver(duty: &str) -> &'static str {
    if duty.starts_with("ncmec") {
        "NCMEC"
    } else {
        "police"
    }
}

fn label(field: &'static str) -> &'static str {
    crate::record::fields::by_name(field).map_or(field, |row| row.label)
}

/// A choice's own words.
fn shown(field: &'static str, key: &str) -> String {
    match crate::record::fields::by_name(field).map(|row| row.kind) {
        Some(crate::record::Kind::Choice(choices)) => choices
            .iter()
            .find(|choice| choice.key == key)
            .map_or(key, |choice| choice.label)
            .to_owned(),
        _ => key.to_owned(),
    }
}
