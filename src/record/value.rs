//! Typed values: what people type, what was understood, what the receiver's form wants.

use super::SafeText;
use super::when::Instant;

/// A value of some field. Which variant a field takes is its [`super::Kind`].
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words: one line or prose.
    Text(SafeText),
    /// A person's name.
    Name(Name),
    /// One key of the field's choice table or code list.
    Choice(String),
    /// Several keys of a code list, in the order given.
    Many(Vec<String>),
    /// Yes or no.
    Yes(bool),
    /// Body height.
    Height(Height),
    /// Body weight.
    Weight(Weight),
    /// A date that may lack day or month.
    Date(PartialDate),
    /// An instant.
    When(Instant),
    /// A telephone number.
    Phone(Phone),
    /// A count.
    Number(i64),
}

/// A person's name in any script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As typed, whole.
    pub typed: SafeText,
    /// Family name or names.
    pub family: SafeText,
    /// Given name.
    pub given: SafeText,
    /// Middle names.
    pub middle: SafeText,
    /// Jr, III.
    pub suffix: SafeText,
}

/// Body height in millimetres; a range has both ends, a single height has them equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Height {
    /// The lower end, in millimetres.
    pub low_mm: u32,
    /// The upper end, in millimetres.
    pub high_mm: u32,
    /// Said as "about".
    pub about: bool,
}

/// Body weight in grams; a range has both ends, a single weight has them equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// The lower end, in grams.
    pub low_g: u32,
    /// The upper end, in grams.
    pub high_g: u32,
    /// Said as "about".
    pub about: bool,
}

/// A calendar date of which only the year may be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    /// The year, 1900 to 2199.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: Option<u32>,
    /// The day; only with a month.
    pub day: Option<u32>,
}

/// A telephone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// As typed, letters and all.
    pub typed: SafeText,
    /// `+` and digits where it could be read (`+18008435678`).
    pub e164: Option<String>,
    /// The extension's digits.
    pub extension: Option<String>,
}
