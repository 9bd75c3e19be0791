//! What is still missing for a receiver. Only blanks count: unknown, refused and not applicable are answers.

use crate::record::case::Whole;
use crate::record::event::{FactKey, Receiver};
use crate::record::field::{Counts, Field, FieldId, Group, Scope};
use crate::record::{State, Value, age};

use super::{by_name, ncmec_set, police_set};

/// A blank: a field that nobody has answered, or one whose answer lacks a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blank {
    /// The field to ask.
    pub field: &'static Field,
    /// What is missing of it, when not the whole (`surname`, `day and month`).
    pub part: Option<&'static str>,
}

impl Blank {
    /// What to ask for, in words.
    pub fn label(&self) -> &'static str {
        self.part.unwrap_or(self.field.label)
    }
}

/// The blanks of a receiver's set, in the form's order. Only police and NCMEC have a set.
pub fn missing(whole: &Whole<'_>, receiver: Receiver) -> Vec<Blank> {
    match receiver {
        Receiver::Police => police_set().filter_map(|f| blank(whole, f)).collect(),
        Receiver::Ncmec => ncmec_set().filter_map(|f| blank(whole, f)).collect(),
        _ => Vec::new(),
    }
}

/// No field of either set is in a group, so each is asked once.
fn blank(whole: &Whole<'_>, field: &'static Field) -> Option<Blank> {
    if !counts(whole, field.counts) {
        return None;
    }
    // The field is here, so where its answer stands need not be looked up: every row of a board asks for all of them.
    let facts = match field.scope {
        Scope::Child => &whole.child.facts,
        Scope::Case => &whole.case.facts,
    };
    let key = FactKey {
        field: field.id,
        item: None,
    };
    match facts.answer(key).map(|answer| &answer.state) {
        None if known_elsewhere(whole, field) => None,
        None => Some(Blank { field, part: None }),
        Some(State::Known(value)) => part_missing(whole, field, value),
        Some(_) => None,
    }
}

/// Some questions are answered by an event rather than by the field.
fn known_elsewhere(whole: &Whole<'_>, field: &Field) -> bool {
    let police = || {
        whole
            .case
            .attempts()
            .filter(|a| a.receiver == Receiver::Police)
    };
    match field.id.0 {
        // A refusal is named in place of a number, so any office reached will do.
        "police.agency" => police().any(|a| a.office.is_some()),
        "police.number" => police().any(|a| a.number.is_some() || a.words.is_some()),
        "photos.any" => whole.items(Group::Photo).next().is_some(),
        _ => false,
    }
}

fn part_missing(whole: &Whole<'_>, field: &'static Field, value: &Value) -> Option<Blank> {
    match value {
        Value::Name(name) if field.id.0 == "child.name" && name.family.is_empty() => {
            let surname = by_name("child.surname")?;
            whole.answer(surname.id).is_none().then_some(Blank {
                field: surname,
                part: Some("Surname"),
            })
        }
        _ => None,
    }
}

/// Whether a field is asked at all of a case like this one.
pub fn applies(whole: &Whole<'_>, field: &Field) -> bool {
    counts(whole, field.counts)
}

fn counts(whole: &Whole<'_>, counts: Counts) -> bool {
    match counts {
        Counts::Always => true,
        Counts::Adult => age(whole).is_some_and(|years| years >= 18),
        Counts::NotInCustody => is_choice(whole, "legal.status", &["third_party"]),
        Counts::Abduction => is_choice(
            whole,
            "call.kind",
            &["family_abduction", "nonfamily_abduction"],
        ),
        Counts::WithPhoto => {
            whole.value(PHOTO) != Some(&Value::Yes(false))
                || whole.items(Group::Photo).next().is_some()
        }
    }
}

/// The field that says whether there is a photo.
pub const PHOTO: FieldId = FieldId("photos.any");

fn is_choice(whole: &Whole<'_>, field: &'static str, keys: &[&str]) -> bool {
    matches!(whole.value(FieldId(field)), Some(Value::Choice(key)) if keys.contains(&key.as_str()))
}

/// Age in whole years on the day the information came; the guess where there is no birth date.
///
/// A birth date without day or month counts as the youngest it can be.
fn age(whole: &Whole<'_>) -> Option<i64> {
    match (
        whole.value(FieldId("child.dob")),
        whole.value(FieldId("child.age")),
    ) {
        (Some(Value::Date(born)), _) => {
            let received = whole.case.received.at;
            let day = received.zone.local(received.at).date_naive();
            age::range_on(*born, day).map(|(youngest, _)| i64::from(youngest))
        }
        (_, Some(Value::Number(years))) => Some(*years),
        _ => None,
    }
}
