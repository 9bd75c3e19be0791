//! Text from a person, made safe once, at the edge.

use std::fmt;

/// Text that can be drawn: no control, bidirectional or invisible characters.
///
/// Everything else stays as it was typed, code point for code point: names in any script
/// round-trip byte for byte. There is one way in, [`SafeText::line`] or [`SafeText::prose`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SafeText(String);

impl SafeText {
    /// One line: line breaks and tabs become a space, ends are trimmed.
    pub fn line(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
                c if is_hidden(c) => {}
                c => out.push(c),
            }
        }
        Self(out.trim().to_owned())
    }
    /// Several lines: line breaks stay, everything else as in [`SafeText::line`].
    pub fn prose(text: &str) -> Self {
        let lines: Vec<String> = text
            .replace("\r\n", "\n")
            .split(['\n', '\r'])
            .map(|line| Self::line(line).0)
            .collect();
        Self(lines.join("\n").trim_end().to_owned())
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a character must never reach a terminal: controls, bidirectional marks, invisibles.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
/// Prints the length, never the text: what a person typed must not reach a log or a panic message.
impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SafeText({} bytes)", self.0.len())
    }
}
impl AsRef<str> for SafeText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
impl From<&str> for SafeText {
    fn from(text: &str) -> Self {
        Self::line(text)
    }
}
