//! What a field takes.

use crate::record::codes::List;

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of words.
    Line,
    /// Several lines of words.
    Prose,
    /// A person's name.
    Name,
    /// One of a few choices, one key each.
    Choice(&'static [Choice]),
    /// Several of a few choices: a tick-list.
    Choices(&'static [Choice]),
    /// One code of a list.
    Code(List),
    /// Several codes of a list.
    Codes(List),
    /// Yes or no; "asked and unknown" is an answer state, not a third choice.
    YesNo,
    /// Body height.
    Height,
    /// Body weight.
    Weight,
    /// A date, perhaps partial, in the past (birth) or near now.
    Date,
    /// An instant.
    When,
    /// A telephone number.
    Phone,
    /// A count.
    Number,
}

impl Kind {
    /// What is typed, in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Line => "words",
            Self::Prose => "several lines",
            Self::Name => "name",
            Self::Choice(_) => "one choice",
            Self::Choices(_) => "choices",
            Self::Code(_) => "code",
            Self::Codes(_) => "codes",
            Self::YesNo => "yes or no",
            Self::Height => "height",
            Self::Weight => "weight",
            Self::Date => "date",
            Self::When => "date and time",
            Self::Phone => "phone number",
            Self::Number => "number",
        }
    }
    /// The choices, where the field has its own.
    pub const fn choices(self) -> &'static [Choice] {
        match self {
            Self::Choice(choices) | Self::Choices(choices) => choices,
            _ => &[],
        }
    }
}

/// A choice of a field's own: the stored key, the words, and the letter that picks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Stored; never renamed.
    pub key: &'static str,
    /// Shown.
    pub label: &'static str,
    /// The letter that picks it.
    pub letter: char,
}

impl Choice {
    /// A choice: stored key, words, letter.
    pub const fn new(key: &'static str, label: &'static str, letter: char) -> Self {
        Self { key, label, letter }
    }
}
