//! A line of text being typed.

use std::fmt;

use tui_input::{Input, InputRequest};

use crate::record::text::is_hidden;

/// One editable line with its cursor. Moves and deletes by what a person calls one character.
#[derive(Clone, Default)]
pub struct Text(Input);

/// What a key does to a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each says what it does")]
pub enum TextEdit {
    Left,
    Right,
    WordLeft,
    WordRight,
    Start,
    End,
    Backspace,
    Delete,
    DeleteWord,
    DeleteToStart,
    DeleteToEnd,
}

impl Text {
    /// A line with the cursor after its end.
    pub fn new(text: &str) -> Self {
        Self(Input::new(text.to_owned()))
    }
    /// What stands in it, as typed.
    pub fn as_str(&self) -> &str {
        self.0.value()
    }
    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.0.value().is_empty()
    }
    /// The cursor's place, in code points from the start.
    pub fn cursor(&self) -> usize {
        self.0.cursor()
    }
    /// The cursor's place, in columns from the start.
    pub fn column(&self) -> usize {
        self.0.visual_cursor()
    }
    /// How many columns to leave out on the left so that the cursor shows within `width`.
    pub fn scroll(&self, width: usize) -> usize {
        self.0.visual_scroll(width)
    }
    /// Types one character; a hidden one (control, bidirectional, invisible) is left out.
    pub fn type_char(&mut self, c: char) {
        if !is_hidden(c) {
            self.0.handle(InputRequest::InsertChar(c));
        }
    }
    /// Types several; line breaks and tabs become a space.
    pub fn type_str(&mut self, text: &str) {
        for c in text.replace("\r\n", "\n").chars() {
            match c {
                '\n' | '\r' | '\t' => self.type_char(' '),
                c => self.type_char(c),
            }
        }
    }
    /// Moves or deletes.
    pub fn edit(&mut self, edit: TextEdit) {
        self.0.handle(match edit {
            TextEdit::Left => InputRequest::GoToPrevChar,
            TextEdit::Right => InputRequest::GoToNextChar,
            TextEdit::WordLeft => InputRequest::GoToPrevWord,
            TextEdit::WordRight => InputRequest::GoToNextWord,
            TextEdit::Start => InputRequest::GoToStart,
            TextEdit::End => InputRequest::GoToEnd,
            TextEdit::Backspace => InputRequest::DeletePrevChar,
            TextEdit::Delete => InputRequest::DeleteNextChar,
            TextEdit::DeleteWord => InputRequest::DeletePrevWord,
            TextEdit::DeleteToStart => InputRequest::DeleteFromStart,
            TextEdit::DeleteToEnd => InputRequest::DeleteTillEnd,
        });
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str() && self.cursor() == other.cursor()
    }
}

/// Prints the length, never the text.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Text({} bytes, cursor {})",
            self.as_str().len(),
            self.cursor()
        )
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}
