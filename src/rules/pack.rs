//! Law as data: what a rule pack says, once read. `codec` reads the text; nothing here parses.

use chrono::NaiveDate;

use crate::record::event::Receiver;
use crate::record::when::HOUR;
use crate::record::{FieldId, Group, Moment, Zone};

/// The text of the federal pack: always on, compiled in.
pub const FEDERAL_TOML: &str = include_str!("packs/us-federal.toml");

/// The id of the federal pack.
pub const FEDERAL: &str = "us-federal";

/// A rule pack: duties with their anchors, durations, conditions and citations.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// Its stable id (`us-federal`).
    pub id: String,
    /// Its version (`2026-11`).
    pub version: String,
    /// What it is, in words.
    pub title: String,
    /// The first day on which it is in force, in the zone of the anchor.
    pub effective: NaiveDate,
    /// The day a person last compared it with its sources.
    pub verified: NaiveDate,
    /// Its duties, in the order given.
    pub duties: Vec<Rule>,
}

/// One rule: who is owed what, counted from when, until when, on what condition, stopped by what.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The duty it makes or tightens (`police.report`). Rules of several packs meet under one id.
    pub id: String,
    /// Its short name within the pack (`F1`).
    pub law: String,
    /// What the duty is called.
    pub title: String,
    /// To whom it is owed.
    pub receiver: Receiver,
    /// What it counts from.
    pub anchor: Anchor,
    /// How long after the anchor it is due.
    pub within: Within,
    /// Due again so many microseconds after it was last done.
    pub repeat: Option<i64>,
    /// No hour in law, but the agency wants to be reminded so many microseconds after the last time.
    pub remind_after: Option<i64>,
    /// Due when the anchor's own record says to try again, before `within` is looked at.
    pub again_at: bool,
    /// It applies while this holds.
    pub when: Condition,
    /// Why it does not apply when [`Rule::when`] fails, in words.
    pub otherwise: String,
    /// It falls away, undone, once this holds.
    pub ends: Option<Condition>,
    /// Why it fell away, in words.
    pub ended: String,
    /// What stops its clock; any one is enough.
    pub stops: Vec<Stop>,
    /// What does not stop it though people think so, in words.
    pub never: Vec<String>,
    /// The proof that stays owed after the clock has stopped.
    pub proof: Option<Proof>,
    /// One duty for each entry of this group.
    pub each: Option<Group>,
    /// The receiver's refusal of the case counts as reported while this holds.
    pub declined: Option<Condition>,
    /// The column of the triage table that can decide it away.
    pub triage: Option<Column>,
    /// The law.
    pub citation: String,
    /// The first day on which this rule is in force, where later than the pack's.
    pub effective: Option<NaiveDate>,
    /// The day this rule was last verified, where other than the pack's.
    pub verified: Option<NaiveDate>,
    /// The agency's own reminder: shown, never as law, never late.
    pub reminder: bool,
    /// Not shown before its anchor has happened.
    pub quiet: bool,
    /// What else to know, said when asked.
    pub notes: Vec<String>,
}

impl Rule {
    /// The ids of other duties that this rule counts from, asks about or is stopped by.
    pub fn refers_to(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        if let Anchor::Told(id) | Anchor::Refused(id) = &self.anchor {
            ids.push(id.as_str());
        }
        for stop in &self.stops {
            if let Stop::Done(id) = stop {
                ids.push(id);
            }
        }
        for condition in [Some(&self.when), self.ends.as_ref(), self.declined.as_ref()]
            .into_iter()
            .flatten()
        {
            condition.refers_to(&mut ids);
        }
        ids
    }
}

/// The instant a rule counts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// The agency received the information (T-INFO).
    Received,
    /// Whereabouts known and verified, or back in an approved place: whichever was first.
    Found,
    /// Whereabouts known, verified or not.
    Located,
    /// Back in an approved place.
    Returned,
    /// Information that the child is an identified trafficking victim.
    Victim,
    /// Another duty was told or confirmed.
    Told(String),
    /// The latest vain try at another duty, once the receiver has refused it.
    Refused(String),
    /// The entry of the group came in.
    Item,
    /// Local midnight of the day the child reaches this age.
    Turns(u32),
    /// A person decided a row of the triage table.
    Triage,
    /// An instant answered in a field.
    Fact(FieldId),
}

impl Anchor {
    /// The name of it in a pack and in `--json`.
    pub fn name(&self) -> String {
        match self {
            Self::Received => "received".into(),
            Self::Found => "found".into(),
            Self::Located => "located".into(),
            Self::Returned => "returned".into(),
            Self::Victim => "victim".into(),
            Self::Told(duty) => format!("told:{duty}"),
            Self::Refused(duty) => format!("refused:{duty}"),
            Self::Item => "item".into(),
            Self::Turns(age) => format!("turns:{age}"),
            Self::Triage => "triage".into(),
            Self::Fact(field) => format!("fact:{field}"),
        }
    }
    /// The same in words, to follow *counts from* or *waits on*.
    pub fn words(&self) -> String {
        match self {
            Self::Received => "the instant the agency received the information".into(),
            Self::Found => "the child being found: whereabouts verified, or back".into(),
            Self::Located => "the child's whereabouts becoming known".into(),
            Self::Returned => "the child being back in an approved place".into(),
            Self::Victim => "information that the child is an identified trafficking victim".into(),
            Self::Told(duty) => match duty.as_str() {
                "police.report" => "police accepting the report".into(),
                "ncmec.report" => "NCMEC taking the report".into(),
                "ncic.number" => "the NCIC entry being confirmed".into(),
                other => format!("{other} being done"),
            },
            Self::Refused(duty) => match duty.as_str() {
                "police.report" => "police refusing the report".into(),
                other => format!("{other} being refused"),
            },
            Self::Item => "the entry coming in".into(),
            Self::Turns(age) => format!("the child turning {age}"),
            Self::Triage => "the triage decision".into(),
            Self::Fact(field) => match crate::record::fields::get(*field) {
                Some(row) => format!("an answer to \"{}\"", row.label),
                None => format!("an answer to {field}"),
            },
        }
    }
}

/// How long after its anchor a duty is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Promptly: no hour in law.
    Promptly,
    /// So many elapsed microseconds.
    Elapsed(i64),
    /// So many days: as many times 24 elapsed hours, or the same local time, whichever is earlier.
    Days(u32),
    /// So many business days: Saturdays and Sundays do not count. Holidays are not known and count,
    /// so the result is never later than the true one.
    BusinessDays(u32),
    /// So many court days: as business days, since court calendars are local.
    CourtDays(u32),
}

impl Within {
    /// When something anchored at `from` in `zone` is due; `None` for no hour.
    pub fn due(self, from: Moment, zone: Zone) -> Option<Moment> {
        match self {
            Self::Promptly => None,
            Self::Elapsed(micros) => Some(from.plus(micros)),
            Self::Days(days) => {
                let elapsed = from.plus(i64::from(days).saturating_mul(24 * HOUR));
                let calendar = same_time(from, zone, u64::from(days));
                Some(calendar.map_or(elapsed, |calendar| calendar.min(elapsed)))
            }
            Self::BusinessDays(days) | Self::CourtDays(days) => {
                let calendar = same_time(from, zone, business_span(from, zone, days))?;
                Some(calendar)
            }
        }
    }
    /// The rule in words (`24 hours`).
    pub fn words(self) -> String {
        match self {
            Self::Promptly => "promptly, no hour set".into(),
            Self::Elapsed(micros) => super::words::span(micros),
            Self::Days(days) => plural(days, "day"),
            Self::BusinessDays(days) => plural(days, "business day"),
            Self::CourtDays(days) => plural(days, "court day"),
        }
    }
}

fn plural(count: u32, one: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {one}s")
    }
}

/// How many calendar days from `from` to the n-th weekday after it.
fn business_span(from: Moment, zone: Zone, count: u32) -> u64 {
    use chrono::Datelike;
    let mut day = zone.local(from).date_naive();
    let (mut left, mut span) = (count, 0);
    while left > 0 {
        let Some(next) = day.succ_opt() else { break };
        day = next;
        span += 1;
        if day.weekday().number_from_monday() <= 5 {
            left -= 1;
        }
    }
    span
}

/// The same local time so many days later: the earlier one when it comes twice, the last instant before the
/// gap when it does not come at all.
fn same_time(from: Moment, zone: Zone, days: u64) -> Option<Moment> {
    use chrono::{Days, TimeZone};
    let local = zone.local(from).naive_local();
    let wanted = local.checked_add_days(Days::new(days))?;
    match zone.0.from_local_datetime(&wanted).earliest() {
        Some(found) => Some(Moment::of(&found)),
        None => {
            // A gap is at most a few hours; walk back to the last local time that exists.
            (1..=180).find_map(|minutes| {
                let before = wanted - chrono::TimeDelta::minutes(minutes);
                zone.0
                    .from_local_datetime(&before)
                    .earliest()
                    .map(|found| Moment::of(&found))
            })
        }
    }
}

/// What stops a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// Taken by a named person, or by the receiver's own confirmation (web, system to system, a number).
    Told,
    /// The number that the receiver gives.
    Number,
    /// The receiver's explicit confirmation.
    Confirmed,
    /// Delivered to the person named.
    Delivered,
    /// Something happened to the case.
    Event(Happening),
    /// Another duty was done.
    Done(String),
    /// A field was answered.
    Fact(FieldId),
}

impl Stop {
    /// What it is, to follow *stopped by*.
    pub fn words(&self) -> String {
        match self {
            Self::Told => {
                "a named person taking it, or the receiver's own web or system confirmation".into()
            }
            Self::Number => "the number".into(),
            Self::Confirmed => "the receiver's explicit confirmation".into(),
            Self::Delivered => "delivery to the person named".into(),
            Self::Event(happening) => happening.words().into(),
            Self::Done(duty) => match duty.as_str() {
                "police.report" => "police accepting the report".into(),
                other => format!("{other} being done"),
            },
            Self::Fact(field) => Anchor::Fact(*field).words(),
        }
    }
}

/// The proof that is still owed once a clock has stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What proves it.
    pub by: ProofBy,
    /// What it is called (`police case number`).
    pub what: String,
}

/// What proves that a duty was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofBy {
    /// The number that the receiver gives.
    Number,
    /// The receiver's explicit confirmation, number or not.
    Confirmed,
}

/// A column of the triage table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the two reports")]
pub enum Column {
    Police,
    Ncmec,
}

/// Something that happened to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// Whereabouts known, verified or not.
    Located,
    /// Whereabouts known and verified, or back.
    Found,
    /// Back in an approved place.
    Returned,
    /// The return interview was held.
    Interviewed,
    /// The trafficking screen was held, or its absence explained.
    Screened,
    /// The child is an identified trafficking victim.
    Victim,
    /// A triage row was decided.
    Triage,
    /// Somebody is in danger now.
    Danger,
}

impl Happening {
    /// Every happening with its name in a pack.
    pub const ALL: &[(&'static str, Self)] = &[
        ("located", Self::Located),
        ("found", Self::Found),
        ("returned", Self::Returned),
        ("interviewed", Self::Interviewed),
        ("screened", Self::Screened),
        ("victim", Self::Victim),
        ("triage", Self::Triage),
        ("danger", Self::Danger),
    ];
    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Located => "the child's whereabouts known",
            Self::Found => "the child found",
            Self::Returned => "the child back in an approved place",
            Self::Interviewed => "the return interview held",
            Self::Screened => "the trafficking screen held, or the reason why not",
            Self::Victim => "the child an identified trafficking victim",
            Self::Triage => "a triage row decided",
            Self::Danger => "somebody in danger now",
        }
    }
}

/// A condition on facts. Small and closed on purpose: what it cannot say is a person's to judge.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Nothing is asked.
    Always,
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The field has an answer of any state.
    Answered(FieldId),
    /// The field has a value.
    Known(FieldId),
    /// The field was answered with yes.
    Yes(FieldId),
    /// The field's value is this key or these words.
    Is(FieldId, String),
    /// It happened.
    Event(Happening),
    /// The duty was told or confirmed.
    Told(String),
    /// The duty was tried at all.
    Tried(String),
    /// The receiver refused.
    Refused(String),
    /// The child has reached this age on the day the information was received.
    Turned(u32),
    /// This triage row was decided.
    Triage(u8),
}

impl Condition {
    fn refers_to<'a>(&'a self, ids: &mut Vec<&'a str>) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.refers_to(ids);
                }
            }
            Self::Not(part) => part.refers_to(ids),
            Self::Told(id) | Self::Tried(id) | Self::Refused(id) => ids.push(id),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(within: Within, zone: &str, from: &str, expected: &str) {
        let zone: Zone = zone.parse().unwrap();
        let from = Moment::of(&chrono::DateTime::parse_from_rfc3339(from).unwrap());
        let due = within.due(from, zone).unwrap();
        assert_eq!(zone.local(due).to_rfc3339(), expected, "{within:?}");
    }

    #[test]
    fn hours_are_elapsed_and_days_are_never_later_than_either_reading() {
        const CHICAGO: &str = "America/Chicago";
        // Spring: 24 hours end an hour later on the clock, one day at the same clock time.
        let spring = "2027-03-13T22:40:00-06:00";
        check(
            Within::Elapsed(24 * HOUR),
            CHICAGO,
            spring,
            "2027-03-14T23:40:00-05:00",
        );
        check(
            Within::Days(1),
            CHICAGO,
            spring,
            "2027-03-14T22:40:00-05:00",
        );
        // Autumn: 24 hours end an hour earlier on the clock; a day may not be the later.
        let autumn = "2027-11-06T22:40:00-05:00";
        check(
            Within::Days(1),
            CHICAGO,
            autumn,
            "2027-11-07T21:40:00-06:00",
        );
        // Thirty days without a change of the clocks.
        check(
            Within::Days(30),
            CHICAGO,
            "2027-01-05T14:00:00-06:00",
            "2027-02-04T14:00:00-06:00",
        );
        // A local time that the night skips: the last one before the gap.
        check(
            Within::Days(1),
            CHICAGO,
            "2027-03-13T02:30:00-06:00",
            "2027-03-14T01:59:00-06:00",
        );
    }

    #[test]
    fn business_days_skip_the_weekend() {
        const DENVER: &str = "America/Denver";
        for (count, from, expected) in [
            (1, "2027-02-05T20:00:00-07:00", "2027-02-08T20:00:00-07:00"), // Friday to Monday
            (1, "2027-02-06T20:00:00-07:00", "2027-02-08T20:00:00-07:00"), // Saturday to Monday
            (2, "2027-02-04T09:00:00-07:00", "2027-02-08T09:00:00-07:00"),
            (10, "2027-02-01T09:00:00-07:00", "2027-02-15T09:00:00-07:00"),
        ] {
            check(Within::BusinessDays(count), DENVER, from, expected);
            check(Within::CourtDays(count), DENVER, from, expected);
        }
    }
}
