//! One duty of a pack: its receiver, its anchor, its time, what stops it and what proves it.

use super::condition::{condition, field};
use super::table::{Table, pick, words};
use crate::record::event::Receiver;
use crate::record::when::{HOUR, MINUTE};
use crate::record::{Group, Problem};
use crate::rules::pack::{
    Anchor, Column, Condition, Happening, Proof, ProofBy, Rule, Stop, Within,
};

/// Every key of a duty.
const DUTY_KEYS: &[&str] = &[
    "id",
    "law",
    "title",
    "receiver",
    "anchor",
    "within",
    "repeat",
    "remind_after",
    "again_at",
    "when",
    "otherwise",
    "ends",
    "ended",
    "stops",
    "never",
    "proof",
    "each",
    "declined",
    "triage",
    "citation",
    "effective",
    "verified",
    "reminder",
    "quiet",
    "notes",
];
const ANCHORS: &[(&str, Anchor)] = &[
    ("received", Anchor::Received),
    ("found", Anchor::Found),
    ("located", Anchor::Located),
    ("returned", Anchor::Returned),
    ("victim", Anchor::Victim),
    ("item", Anchor::Item),
    ("triage", Anchor::Triage),
];
const STOPS: &[(&str, Stop)] = &[
    ("told", Stop::Told),
    ("number", Stop::Number),
    ("confirmed", Stop::Confirmed),
    ("delivered", Stop::Delivered),
];
const COLUMNS: &[(&str, Column)] = &[("police", Column::Police), ("ncmec", Column::Ncmec)];
const PROOFS: &[(&str, ProofBy)] = &[
    ("number", ProofBy::Number),
    ("confirmed", ProofBy::Confirmed),
];

pub(super) fn rule(duty: &Table<'_, '_>) -> Result<Rule, Problem> {
    duty.only(DUTY_KEYS)?;
    let rule = Rule {
        id: duty.text("id")?,
        law: duty.text("law")?,
        title: duty.text("title")?,
        receiver: duty.one_of("receiver", &words(Receiver::ALL, Receiver::word))?,
        anchor: anchor(duty)?,
        within: within(duty)?,
        repeat: duty.span_of("repeat")?,
        remind_after: duty.span_of("remind_after")?,
        again_at: duty.flag("again_at")?,
        when: match duty.get("when") {
            Some(value) => condition(duty, value)?,
            None => Condition::Always,
        },
        otherwise: duty
            .text_or("otherwise")?
            .unwrap_or_else(|| "its condition does not hold".into()),
        ends: duty
            .get("ends")
            .map(|value| condition(duty, value))
            .transpose()?,
        ended: duty
            .text_or("ended")?
            .unwrap_or_else(|| "what it was for is over".into()),
        stops: stops(duty)?,
        never: duty.words("never")?,
        proof: proof(duty)?,
        each: match duty.get("each") {
            Some(_) => Some(duty.one_of("each", &words(Group::ALL, Group::word))?),
            None => None,
        },
        declined: duty
            .get("declined")
            .map(|value| condition(duty, value))
            .transpose()?,
        triage: match duty.get("triage") {
            Some(_) => Some(duty.one_of("triage", COLUMNS)?),
            None => None,
        },
        citation: duty.text("citation")?,
        effective: duty.date_or("effective")?,
        verified: duty.date_or("verified")?,
        reminder: duty.flag("reminder")?,
        quiet: duty.flag("quiet")?,
        notes: duty.words("notes")?,
    };
    if rule.anchor == Anchor::Item && rule.each.is_none() {
        return Err(duty.problem(
            "anchor",
            "an anchor of \"item\" needs each = \"lead\" or another group",
        ));
    }
    if matches!(&rule.anchor, Anchor::Told(id) | Anchor::Refused(id) if *id == rule.id) {
        return Err(duty.problem("anchor", "a duty cannot count from itself"));
    }
    Ok(rule)
}

pub(super) fn anchor(duty: &Table<'_, '_>) -> Result<Anchor, Problem> {
    let text = duty.text("anchor")?;
    match text.split_once(':') {
        Some(("told", id)) => Ok(Anchor::Told(id.to_owned())),
        Some(("refused", id)) => Ok(Anchor::Refused(id.to_owned())),
        Some(("turns", age)) => age.parse().map(Anchor::Turns).map_err(|_| {
            duty.problem("anchor", format!("\"{age}\" is no age"))
                .example("turns:18")
        }),
        Some(("fact", id)) => Ok(Anchor::Fact(field(duty, duty.span("anchor"), id)?)),
        Some((kind, _)) => Err(duty
            .problem("anchor", format!("\"{kind}:\" is no kind of anchor"))
            .hint("Known: told:, refused:, turns:, fact:.")),
        None => duty.one_of("anchor", ANCHORS),
    }
}

pub(super) fn within(duty: &Table<'_, '_>) -> Result<Within, Problem> {
    let text = duty.text("within")?;
    read_within(&text).ok_or_else(|| {
        duty.problem("within", format!("\"{text}\" is no length of time"))
            .example("24h, 30m, 7d, 1 business day, 10 court days, none")
    })
}

/// A length of time of a rule: `24h`, `30m`, `7d`, `2 business days`, `10 court days`, `none`.
pub(super) fn read_within(text: &str) -> Option<Within> {
    let text = text.trim();
    if text == "none" {
        return Some(Within::Promptly);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let count: u32 = text[..digits].parse().ok().filter(|count| *count > 0)?;
    match text[digits..].trim() {
        "m" => Some(Within::Elapsed(i64::from(count).checked_mul(MINUTE)?)),
        "h" => Some(Within::Elapsed(i64::from(count).checked_mul(HOUR)?)),
        "d" => Some(Within::Days(count)),
        "business day" | "business days" => Some(Within::BusinessDays(count)),
        "court day" | "court days" => Some(Within::CourtDays(count)),
        _ => None,
    }
}

fn stops(duty: &Table<'_, '_>) -> Result<Vec<Stop>, Problem> {
    let mut stops = Vec::new();
    for value in duty.list("stops")? {
        let text = duty.text_of("stops", value)?;
        stops.push(match text.split_once(':') {
            Some(("event", name)) => {
                Stop::Event(pick(duty, value.span(), "event", name, Happening::ALL)?)
            }
            Some(("told", id)) => Stop::Done(id.to_owned()),
            Some(("fact", id)) => Stop::Fact(field(duty, value.span(), id)?),
            _ => pick(duty, value.span(), "stops", text, STOPS)?,
        });
    }
    Ok(stops)
}

fn proof(duty: &Table<'_, '_>) -> Result<Option<Proof>, Problem> {
    let Some(value) = duty.get("proof") else {
        return Ok(None);
    };
    let table = duty.table_of(value, "proof")?;
    table.only(&["by", "what"])?;
    Ok(Some(Proof {
        by: table.one_of("by", PROOFS)?,
        what: table.text("what")?,
    }))
}
