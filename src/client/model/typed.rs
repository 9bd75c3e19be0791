//! Text being typed in a field, what it is understood as, and the choices that fit it.

use crate::client::text::Text;
use crate::record::Problem;

/// Text being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The text and its cursor.
    pub text: Text,
    /// What the text would be understood as.
    pub preview: Preview,
    /// Whether that stands on the screen.
    pub echo: Echo,
    /// The sequence of the fact that stood when the editing began.
    pub saw: Option<u64>,
    /// The choices that fit, for a field with a code list or choices.
    pub picker: Option<Picker>,
}

/// Whether what a text is understood as stands on the screen. It comes after a short pause of the hand, so that a
/// letter costs a letter on the line and nothing flickers beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// It stands there.
    Shown,
    /// It comes at this boot time; what stood there before the typing stands there still.
    After(i64),
    /// It comes at this boot time; until then nothing stands there, as what stood there was about another text.
    Blank(i64),
}

impl Echo {
    /// How long the hand must rest, in microseconds.
    pub const PAUSE: i64 = 350_000;
    /// The text changed at this boot time; `said` is whether something stood on the screen about the old text.
    pub fn changed(self, boot: i64, said: bool) -> Self {
        let due = boot.saturating_add(Self::PAUSE);
        match self {
            Self::Shown if said => Self::Blank(due),
            Self::Shown | Self::After(_) => Self::After(due),
            Self::Blank(_) => Self::Blank(due),
        }
    }
    /// Time has come to this boot time.
    pub fn passed(self, boot: i64) -> Self {
        match self {
            Self::After(due) | Self::Blank(due) if due <= boot => Self::Shown,
            other => other,
        }
    }
    /// The boot time at which it comes, if it is still to come.
    pub fn due(self) -> Option<i64> {
        match self {
            Self::Shown => None,
            Self::After(due) | Self::Blank(due) => Some(due),
        }
    }
}

/// What typed text is understood as.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Preview {
    /// Nothing typed, or nothing to say.
    #[default]
    Nothing,
    /// In words, with the receiver's form where it differs.
    Words {
        /// As understood (`5 ft 4 in · 163 cm`).
        words: String,
        /// As the form wants it (`HGT 504`).
        official: Option<String>,
    },
    /// It cannot be read; the text stays.
    Problem(Problem),
    /// The hour happens twice that night: which one?
    Which {
        /// On the first pass.
        first: Reading,
        /// On the second pass.
        second: Reading,
    },
}

/// One reading of an hour that happens twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// In words (`first 01:20 (EDT)`).
    pub words: String,
    /// What to send to say so.
    pub typed: String,
}

impl std::fmt::Display for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

/// Choices that fit what is typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picker {
    /// Best first.
    pub rows: Vec<PickRow>,
    /// The one Enter takes.
    pub at: usize,
    /// Several can be taken: those taken so far.
    pub taken: Vec<String>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq)]
pub struct PickRow {
    /// What would be sent.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// The letter that picks it at once, for a field's own choices.
    pub letter: Option<char>,
}
