//! Small forms, each declared once: what is asked, what is prefilled, which command is sent.

pub mod specs;

mod beside;
mod check;
mod end;
mod fill;
mod send;

use super::model::{Preview, Slot};
use super::overlay::Beside;
use super::text::Text;
use crate::record::Problem;
use crate::record::field::Choice;

/// A declared form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FormSpec {
    /// Its stable name (`attempt.police`).
    pub id: &'static str,
    /// What stands above it.
    pub title: &'static str,
    /// Words to know before or while filling it in.
    pub intro: &'static [&'static str],
    /// What is asked, in order.
    pub lines: &'static [LineSpec],
}

/// A declared line of a form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineSpec {
    /// Its stable name within the form.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it takes.
    pub kind: LineKind,
    /// The form is not sent while it is empty.
    pub required: bool,
    /// What stands in it at first.
    pub prefill: &'static str,
    /// Why it is asked, or the words to say.
    pub hint: &'static str,
    /// Something that would be accepted.
    pub example: &'static str,
    /// Shown only for these choices of the form's first line; always when empty.
    pub when: &'static [&'static str],
    /// Good to have, but for these choices of the first line Enter passes it by; Tab goes to it.
    pub passed: &'static [&'static str],
}

/// What a line takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LineKind {
    /// Words.
    Words,
    /// A time in the past, near now; `now` when nothing else is said.
    Time,
    /// A time to come.
    Later,
    /// One of a few, one letter each.
    Choice(&'static [Choice]),
    /// A number that proves something.
    Number,
    /// The same number once more; it must match the line named.
    Again(&'static str),
    /// One of the agencies proposed (a digit picks), or words.
    Office,
    /// One of the triage rows proposed (a digit picks), or a row's number.
    Row,
}

/// A form being filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Its declaration.
    pub spec: &'static FormSpec,
    /// About which case; `None` for the desk's own forms.
    pub slot: Option<Slot>,
    /// The item it is about, where it is about one (a lead, an attempt), in hexadecimal.
    pub item: Option<String>,
    /// The duty it is about, by id.
    pub duty: Option<String>,
    /// The text it is about, where it is about one (the answer whose source is asked).
    pub about_text: String,
    /// The sequence of the fact it is about, as it stood at the opening.
    pub saw: Option<u64>,
    /// The lines, one for each of the declaration.
    pub lines: Vec<Line>,
    /// The line in focus.
    pub at: usize,
    /// What stands beside it.
    pub beside: Beside,
    /// Why it could not be sent.
    pub problem: Option<Problem>,
    /// On its way under this request number.
    pub sending: Option<u64>,
    /// Boot time of its opening.
    pub opened: i64,
}

/// A line of a form being filled in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// As typed or prefilled; for a choice its stored key.
    pub text: Text,
    /// Nobody has touched the prefilled text.
    pub prefilled: bool,
    /// What it is understood as, or why not.
    pub preview: Preview,
}

impl Form {
    /// An empty form.
    pub fn new(spec: &'static FormSpec, slot: Option<Slot>, opened: i64) -> Self {
        Self {
            spec,
            slot,
            item: None,
            duty: None,
            about_text: String::new(),
            saw: None,
            lines: spec
                .lines
                .iter()
                .map(|line| Line {
                    text: Text::new(line.prefill),
                    prefilled: !line.prefill.is_empty(),
                    preview: Preview::Nothing,
                })
                .collect(),
            at: 0,
            beside: Beside::Nothing,
            problem: None,
            sending: None,
            opened,
        }
    }
    /// What stands in a line, by its id; empty when there is no such line.
    pub fn text(&self, id: &str) -> &str {
        self.spec
            .lines
            .iter()
            .position(|line| line.id == id)
            .and_then(|at| self.lines.get(at))
            .map_or("", |line| line.text.as_str())
    }
    /// What stands in the first line, on which the others hang.
    pub(super) fn choice(&self) -> &str {
        self.lines.first().map_or("", |line| line.text.as_str())
    }
    /// Whether a line is asked, given the choice of the first line.
    pub fn is_asked(&self, at: usize) -> bool {
        let Some(spec) = self.spec.lines.get(at) else {
            return false;
        };
        spec.when.is_empty() || spec.when.contains(&self.choice())
    }
    /// The lines that are asked now, with their declarations and places.
    pub fn asked(&self) -> impl Iterator<Item = (usize, &'static LineSpec, &Line)> {
        self.spec
            .lines
            .iter()
            .zip(&self.lines)
            .enumerate()
            .filter(|(at, _)| self.is_asked(*at))
            .map(|(at, (spec, line))| (at, spec, line))
    }
}
