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
        if is_plain(text) {
            return Self(text.to_owned());
        }
        let mut out = String::with_capacity(text.len());
        let mut marks = 0;
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\t' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    out.push(' ')
                }
                c if is_hidden(c) => continue,
                c if unicode_normalization::char::is_combining_mark(c) => {
                    marks += 1;
                    if marks <= MOST_MARKS {
                        out.push(c);
                    }
                    continue;
                }
                c => out.push(c),
            }
            marks = 0;
        }
        Self(out.trim().to_owned())
    }
    /// Several lines: line breaks stay, everything else as in [`SafeText::line`].
    pub fn prose(text: &str) -> Self {
        if is_plain(text) {
            return Self(text.to_owned());
        }
        let lines: Vec<String> = text
            .replace("\r\n", "\n")
            .split(['\n', '\r', '\u{2028}', '\u{2029}'])
            .map(|line| Self::line(line).0)
            .collect();
        Self(lines.join("\n").trim().to_owned())
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

/// Whether text is one line of printable ASCII with nothing to trim: most of what a journal holds, safe as it stands.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
}

/// Marks kept on one letter. No orthography needs more; a hundred of them climb over other lines.
const MOST_MARKS: usize = 8;

/// Whether a character must never reach a terminal: controls, bidirectional marks, invisibles.
///
/// The table is Unicode 16's `Default_Ignorable_Code_Point` with the controls (`Cc`), the formats
/// (`Cf`), the line and paragraph separators, the private-use areas and the noncharacters. Four
/// decisions in it:
///
/// - Variation selectors go. They choose between pictures of one character, and terminals disagree
///   on the width that results; emoji stay, in their plain form.
/// - The zero-width joiner and non-joiner go. Persian and some Indic names lose a nicety of
///   shaping; a name with an invisible letter in it is found by nobody.
/// - Tag characters go: they can carry a hidden message.
/// - Signs of Arabic and Brahmic scripts that are formats by class and visible on paper
///   (U+0600 to U+0605, U+06DD, U+070F, U+0890, U+0891, U+08E2, U+110BD, U+110CD) stay.
pub fn is_hidden(c: char) -> bool {
    let ignorable = matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}');
    // Hieroglyph and shorthand joiners, and a blank that looks like a letter (Braille) or nothing (Khmer, Hangul).
    let blank = matches!(c, '\u{13430}'..='\u{1343F}' | '\u{2800}');
    let private = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}');
    let nobody = (c as u32 & 0xFFFE) == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    c.is_control() || ignorable || blank || private || nobody
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

/// Whether two spellings name one person: case, ends and inner spaces do not count.
pub fn same_person(a: &str, b: &str) -> bool {
    folded_name(a) == folded_name(b)
}

/// A person's name with case, ends and inner spaces taken off.
pub fn folded_name(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_stay_byte_for_byte() {
        for name in [
            "Zoë Núñez-Øster",
            "Zoe\u{308} Nu\u{301}n\u{303}ez",
            "Нұрлан Әбілқасымов",
            "王小明",
            "محمد الأحمد",
            "שרה לוי",
            "Nguyễn Thị Đào",
            "김민준",
            "अनुष्का",
            "ธนพล",
            "O\u{2019}Brien",
            "😀 note",
        ] {
            assert_eq!(SafeText::line(name).as_str(), name);
        }
    }

    #[test]
    fn what_cannot_be_seen_does_not_get_in() {
        for (text, expected) in [
            ("a\u{1b}[2Jb", "a[2Jb"),
            ("a\u{9b}31mb", "a31mb"),
            ("abc\u{202e}dcb", "abcdcb"),
            ("a\u{2066}b\u{2069}", "ab"),
            ("pay\u{200b}pal", "paypal"),
            ("\u{feff}a", "a"),
            ("flag\u{e0067}\u{e007f}", "flag"),
            ("heart\u{2764}\u{fe0f}", "heart\u{2764}"),
            ("a\tb\r\nc", "a b  c"),
            ("  a  ", "a"),
            ("\u{2800}\u{3164}", ""),
            ("\u{e000}a\u{fffe}", "a"),
            ("\u{6dd}", "\u{6dd}"),
        ] {
            assert_eq!(SafeText::line(text).as_str(), expected, "{text:?}");
        }
        assert_eq!(SafeText::prose("a\r\nb\rc\td\n\n").as_str(), "a\nb\nc d");
        let climbing = format!("Z{}", "\u{301}".repeat(100));
        assert_eq!(
            SafeText::line(&climbing).as_str().chars().count(),
            1 + MOST_MARKS
        );
    }

    #[test]
    fn debug_never_prints_the_text() {
        let text = SafeText::line("Tanisha Okafor");
        assert_eq!(format!("{text:?}"), "SafeText(14 bytes)");
    }

    #[test]
    fn every_code_point_is_kept_or_hidden() {
        for c in '\0'..=char::MAX {
            let kept = SafeText::line(&format!("a{c}b"));
            let expected = match c {
                '\n' | '\r' | '\t' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    "a b".to_owned()
                }
                c if is_hidden(c) => "ab".to_owned(),
                c => format!("a{c}b"),
            };
            assert_eq!(kept.as_str(), expected, "U+{:04X}", c as u32);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_hidden_survives_and_making_safe_twice_changes_nothing(text in proptest::collection::vec(proptest::prelude::any::<char>(), 0..60)) {
            let text: String = text.into_iter().collect();
            let (line, prose) = (SafeText::line(&text), SafeText::prose(&text));
            proptest::prop_assert!(!line.as_str().chars().any(is_hidden));
            proptest::prop_assert!(!prose.as_str().chars().any(|c| c != '\n' && is_hidden(c)));
            proptest::prop_assert_eq!(&SafeText::line(line.as_str()), &line);
            proptest::prop_assert_eq!(&SafeText::prose(prose.as_str()), &prose);
        }
    }
}
