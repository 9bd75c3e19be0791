//! How keys are written: `ctrl-x`, `C-x` and `^X` are one key; sequences, and typing as it would be written down.

use std::fmt;

use super::{Code, Key};

/// Every key with a name: spelling we print first, then those we accept.
const NAMES: &[(Code, &[&str])] = &[
    (Code::Enter, &["enter", "ret", "return", "cr"]),
    (Code::Esc, &["esc", "escape"]),
    (Code::Tab, &["tab"]),
    (Code::Backspace, &["backspace", "bs"]),
    (Code::Delete, &["delete", "del"]),
    (Code::Insert, &["insert", "ins"]),
    (Code::Up, &["up"]),
    (Code::Down, &["down"]),
    (Code::Left, &["left"]),
    (Code::Right, &["right"]),
    (Code::Home, &["home"]),
    (Code::End, &["end"]),
    (Code::PageUp, &["pageup", "page-up", "pgup"]),
    (Code::PageDown, &["pagedown", "page-down", "pgdn", "pgdown"]),
    (Code::Leader, &["leader"]),
    (Code::Char(' '), &["space", "spc"]),
    (Code::Char('-'), &["minus"]),
    (Code::Char('<'), &["lt"]),
    (Code::Char('>'), &["gt"]),
    (Code::Char('^'), &["caret"]),
];

impl Key {
    /// Reads one key; see [`parse_keys`] for a sequence.
    ///
    /// # Errors
    /// A sentence that names what was not understood.
    pub fn parse(spelling: &str) -> Result<Key, KeyFault> {
        let whole = spelling;
        let fault = |why: &str| KeyFault {
            spelling: whole.to_owned(),
            why: why.to_owned(),
        };
        let mut rest = spelling;
        if rest.is_empty() {
            return Err(fault("no key is named"));
        }
        if rest.chars().count() == 1 {
            return match rest.chars().next() {
                Some(c) if c.is_control() => Err(fault("a control character is no spelling")),
                Some(c) => Ok(Key::char(c)),
                None => Err(fault("no key is named")),
            };
        }
        if let Some(inner) = rest.strip_prefix('<').and_then(|r| r.strip_suffix('>')) {
            if inner.is_empty() {
                return Err(fault("nothing stands between < and >"));
            }
            rest = inner;
        } else if let Some(inner) = rest.strip_prefix('^')
            && inner.chars().count() == 1
            && let Some(c) = inner.chars().next()
        {
            return if c.is_control() || c == ' ' {
                Err(fault("a control character is no spelling"))
            } else {
                Ok(Key::new(Code::Char(c), true, false, false))
            };
        }
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        // `ctrl--` is Ctrl with the minus key, so the last character is never a separator.
        while let Some(at) = rest[..rest.len() - last_len(rest)].find(['-', '+']) {
            let flag = match rest[..at].to_ascii_lowercase().as_str() {
                "ctrl" | "control" | "c" => &mut ctrl,
                "alt" | "meta" | "option" | "a" | "m" => &mut alt,
                "shift" | "s" => &mut shift,
                _ => break,
            };
            if std::mem::replace(flag, true) {
                return Err(fault("one modifier is named twice"));
            }
            rest = &rest[at + 1..];
        }
        let mut chars = rest.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            if c.is_control() || c == ' ' {
                return Err(fault("a control character is no spelling"));
            }
            return Ok(Key::new(Code::Char(c), ctrl, alt, shift));
        }
        let name = rest.to_ascii_lowercase();
        if matches!(name.as_str(), "backtab" | "back-tab") {
            return Ok(Key::new(Code::Tab, ctrl, alt, true));
        }
        if let Some(n) = name.strip_prefix('f').and_then(|n| n.parse::<u8>().ok())
            && (1..=24).contains(&n)
            && !name.starts_with("f0")
        {
            return Ok(Key::new(Code::F(n), ctrl, alt, shift));
        }
        for (code, names) in NAMES {
            if names.contains(&name.as_str()) {
                if *code == Code::Leader && (ctrl || alt || shift) {
                    return Err(fault("the leader takes no modifier"));
                }
                return Ok(Key::new(*code, ctrl, alt, shift));
            }
        }
        Err(fault("no key has this name"))
    }
}

/// The length in bytes of the last character.
fn last_len(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        if self.shift {
            f.write_str("shift-")?;
        }
        if let Some((_, names)) = NAMES.iter().find(|(code, _)| *code == self.code) {
            return f.write_str(names[0]);
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "f{n}"),
            // Every other code is in NAMES; a test walks them all.
            _ => f.write_str("?"),
        }
    }
}

/// A spelling that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{spelling}” is no key: {why}.")]
pub struct KeyFault {
    /// As it was written.
    pub spelling: String,
    /// The reason.
    pub why: String,
}

/// Reads a sequence of keys separated by blanks (`ctrl-x p`).
///
/// # Errors
/// A sentence that names the part that was not understood.
pub fn parse_keys(spelling: &str) -> Result<Vec<Key>, KeyFault> {
    let keys = spelling
        .split_whitespace()
        .map(Key::parse)
        .collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() {
        return Err(KeyFault {
            spelling: spelling.to_owned(),
            why: "no key is named; the blank itself is spelt space".to_owned(),
        });
    }
    Ok(keys)
}

/// Reads typing as it would be written down: `n<Enter>Tanisha<Tab>`. What stands between `<` and `>` is a
/// key's name (`<lt>` is the sign itself); every other character is its own key.
///
/// # Errors
/// A sentence that names the part that was not understood.
pub fn parse_sequence(typing: &str) -> Result<Vec<Key>, KeyFault> {
    let mut keys = Vec::new();
    let mut rest = typing;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|after| after.find('>'));
        let len = match named {
            Some(end) => end + 2,
            None => c.len_utf8(),
        };
        let (part, after) = rest.split_at(len);
        keys.push(match part.strip_prefix('<') {
            Some(name) if named.is_some() => Key::parse(name.trim_end_matches('>'))?,
            _ if c == '\n' => Key::plain(Code::Enter),
            _ => Key::char(c),
        });
        rest = after;
    }
    Ok(keys)
}

/// Spells a sequence of keys, so that [`parse_keys`] reads it back.
pub fn spell(keys: &[Key]) -> String {
    keys.iter()
        .map(Key::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(spelling: &str, expected: &str) {
        let got = Key::parse(spelling).map_or_else(|e| e.to_string(), |k| k.to_string());
        assert_eq!(got, expected, "{spelling}");
    }

    #[test]
    fn every_spelling_comes_to_one() {
        for (spelling, one) in [
            ("ctrl-x", "ctrl-x"),
            ("C-x", "ctrl-x"),
            ("<C-x>", "ctrl-x"),
            ("^X", "ctrl-x"),
            ("^x", "ctrl-x"),
            ("Ctrl+X", "ctrl-x"),
            ("control-x", "ctrl-x"),
            ("shift-tab", "shift-tab"),
            ("<S-Tab>", "shift-tab"),
            ("backtab", "shift-tab"),
            ("space", "space"),
            ("SPACE", "space"),
            ("f5", "f5"),
            ("F12", "f12"),
            ("f", "f"),
            ("shift-a", "A"),
            ("A", "A"),
            ("a", "a"),
            ("-", "minus"),
            ("minus", "minus"),
            ("ctrl--", "ctrl-minus"),
            ("C-+", "ctrl-+"),
            ("<", "lt"),
            ("<lt>", "lt"),
            ("^", "caret"),
            ("?", "?"),
            ("pgup", "pageup"),
            ("page-up", "pageup"),
            ("M-x", "alt-x"),
            ("ctrl-alt-x", "ctrl-alt-x"),
            ("shift-é", "É"),
            ("leader", "leader"),
        ] {
            check(spelling, one);
        }
    }

    #[test]
    fn what_names_no_key_says_why() {
        check("hyper-x", "“hyper-x” is no key: no key has this name.");
        check("f25", "“f25” is no key: no key has this name.");
        check("f05", "“f05” is no key: no key has this name.");
        check("<>", "“<>” is no key: nothing stands between < and >.");
        check("c-c-x", "“c-c-x” is no key: one modifier is named twice.");
        check(
            "ctrl-leader",
            "“ctrl-leader” is no key: the leader takes no modifier.",
        );
        assert!(parse_keys("  ").is_err());
    }

    #[test]
    fn typing_is_read_as_it_is_written_down() {
        for (typing, spelled) in [
            ("n<Enter>Jay", "n enter J a y"),
            ("5'4\"<Tab>", "5 ' 4 \" tab"),
            ("<ctrl-x>p", "ctrl-x p"),
            ("a b", "a space b"),
            ("<lt>", "lt"),
            ("3<4", "3 lt 4"),
        ] {
            assert_eq!(spell(&parse_sequence(typing).unwrap()), spelled, "{typing}");
        }
        assert!(parse_sequence("<hyper-x>").is_err());
    }

    #[test]
    fn every_named_code_prints_its_name() {
        for (code, names) in NAMES {
            for name in *names {
                assert_eq!(Key::parse(name).unwrap(), Key::plain(*code), "{name}");
            }
            assert_eq!(Key::plain(*code).to_string(), names[0]);
        }
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let code = prop_oneof![
            any::<char>()
                .prop_filter("printable", |c| !c.is_control() && !c.is_whitespace())
                .prop_map(Code::Char),
            proptest::char::range(' ', '~').prop_map(Code::Char),
            (1u8..=24).prop_map(Code::F),
            proptest::sample::select(NAMES.iter().map(|(c, _)| *c).collect::<Vec<_>>())
                .prop_filter("no leader", |c| *c != Code::Leader),
        ];
        (code, any::<[bool; 3]>()).prop_map(|(code, [c, a, s])| Key::new(code, c, a, s))
    }

    proptest! {
        #[test]
        fn every_key_reads_back_as_itself(keys in proptest::collection::vec(any_key(), 1..4)) {
            prop_assert_eq!(parse_keys(&spell(&keys)).unwrap(), keys);
        }
        #[test]
        fn no_spelling_panics(text in ".{0,12}") {
            let _ = Key::parse(&text);
            let _ = parse_keys(&text);
        }
    }
}
