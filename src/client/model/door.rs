//! The door: a page of its own in front of everything, for signing in, unlocking and phrases.

use crate::client::text::Text;
use crate::record::Problem;
use crate::wire::who::{Ask, Phrase};

/// What the page is for.
#[derive(Debug, Clone, PartialEq)]
pub enum DoorMode {
    /// Nobody is let in yet, or the screen is locked.
    SignIn,
    /// Working without signing in.
    Alone,
    /// The phrase once more, before that; what is asked again then.
    Prove {
        /// Before what, in words.
        what: String,
        /// What is asked again.
        then: Box<Ask>,
    },
    /// One's own phrase, anew.
    NewPhrase,
    /// Somebody comes onto the roster.
    Add,
}

/// What stands on a line of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// Words, shown.
    Shown(Text),
    /// A phrase: neither it nor its length is shown.
    Hidden(Phrase),
    /// Nothing to type; Enter does it.
    Way,
}

/// A line of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct DoorLine {
    /// What it is called.
    pub label: &'static str,
    /// What stands on it.
    pub entry: Entry,
}

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct Door {
    /// What for.
    pub mode: DoorMode,
    /// Its lines.
    pub lines: Vec<DoorLine>,
    /// The one in focus.
    pub at: usize,
    /// On its way to the desk.
    pub sent: bool,
    /// Why it was not taken.
    pub problem: Option<Problem>,
}

fn shown(label: &'static str, text: &str) -> DoorLine {
    DoorLine {
        label,
        entry: Entry::Shown(Text::new(text)),
    }
}

fn hidden(label: &'static str) -> DoorLine {
    DoorLine {
        label,
        entry: Entry::Hidden(Phrase::default()),
    }
}

/// The line that leads to working without signing in.
pub const CANNOT: &str = "I cannot sign in";

impl Door {
    /// An empty page; `name` stands in it where somebody is known.
    pub fn new(mode: DoorMode, name: &str) -> Self {
        let way = DoorLine {
            label: CANNOT,
            entry: Entry::Way,
        };
        let lines = match &mode {
            DoorMode::SignIn => vec![shown("Name", name), hidden("Unlock phrase"), way],
            DoorMode::Alone => vec![shown("Your name", name), shown("Why not", "")],
            DoorMode::Prove { .. } => vec![hidden("Unlock phrase")],
            DoorMode::NewPhrase => vec![hidden("New phrase"), hidden("Once more")],
            DoorMode::Add => vec![
                shown("Name", ""),
                shown("Role", "intake"),
                hidden("First phrase"),
                hidden("Once more"),
            ],
        };
        let at = match &lines[..] {
            [
                DoorLine {
                    entry: Entry::Shown(text),
                    ..
                },
                ..,
            ] if !text.is_empty() => 1,
            _ => 0,
        };
        Self {
            mode,
            lines,
            at,
            sent: false,
            problem: None,
        }
    }

    /// What is shown on the line of this label.
    pub fn text(&self, label: &str) -> &str {
        self.lines
            .iter()
            .find_map(|line| match &line.entry {
                Entry::Shown(text) if line.label == label => Some(text.as_str()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// The n-th phrase.
    pub fn phrase(&self, n: usize) -> Phrase {
        self.lines
            .iter()
            .filter_map(|line| match &line.entry {
                Entry::Hidden(phrase) => Some(phrase.clone()),
                _ => None,
            })
            .nth(n)
            .unwrap_or_default()
    }

    /// Whether Esc leaves it: not where nobody is let in.
    pub fn can_be_left(&self) -> bool {
        self.mode != DoorMode::SignIn
    }

    /// What it is called.
    pub fn title(&self) -> String {
        match &self.mode {
            DoorMode::SignIn => "Sign in".to_owned(),
            DoorMode::Alone => "Work without signing in".to_owned(),
            DoorMode::Prove { what, .. } => format!("Your phrase once more, to {what}"),
            DoorMode::NewPhrase => "Another unlock phrase".to_owned(),
            DoorMode::Add => "Add an operator".to_owned(),
        }
    }
}
