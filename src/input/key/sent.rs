//! What a terminal makes of a key: some arrive under another name, some never.

use super::{Code, Key};

/// What a terminal makes of a key as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It arrives as written.
    AsWritten,
    /// It arrives under another name, so a binding to the written one never runs.
    As(Key),
    /// No terminal sends it at all.
    Never,
}

/// Control characters that a terminal sends for more than one key: written, and the name it arrives under.
pub const ARRIVES_AS: &[(char, Key)] = &[
    ('i', Key::plain(Code::Tab)),
    ('m', Key::plain(Code::Enter)),
    ('[', Key::plain(Code::Esc)),
    ('h', Key::plain(Code::Backspace)),
    ('?', Key::plain(Code::Backspace)),
    ('8', Key::plain(Code::Backspace)),
    ('@', Key::ctrl(' ')),
    ('2', Key::ctrl(' ')),
    ('3', Key::plain(Code::Esc)),
    ('\\', Key::ctrl('4')),
    (']', Key::ctrl('5')),
    ('^', Key::ctrl('6')),
    ('_', Key::ctrl('7')),
    ('/', Key::ctrl('7')),
];

impl Key {
    /// What a terminal makes of this key.
    pub fn sent(&self) -> Sent {
        sent(*self)
    }
}

fn sent(key: Key) -> Sent {
    let base = Key {
        ctrl: false,
        shift: false,
        ..key
    };
    match key.code {
        Code::Leader => Sent::AsWritten,
        Code::Char(c) if key.ctrl => {
            if let Some((_, arrives)) = ARRIVES_AS.iter().find(|(written, _)| *written == c) {
                return Sent::As(Key {
                    alt: key.alt,
                    ..*arrives
                });
            }
            match c {
                'a'..='z' | ' ' | '4'..='7' if key.shift => Sent::As(Key {
                    shift: false,
                    ..key
                }),
                'a'..='z' | ' ' | '4'..='7' => Sent::AsWritten,
                // There is no control character for the rest: the bare character is all that is sent.
                _ => Sent::As(base),
            }
        }
        Code::Char(_) if key.shift => Sent::As(base),
        Code::Char(_) => Sent::AsWritten,
        // These have one byte and no room for a modifier; shift-tab alone has a sequence of its own.
        Code::Tab if key.shift && !key.ctrl => Sent::AsWritten,
        Code::Enter | Code::Esc | Code::Backspace | Code::Tab if key.ctrl || key.shift => {
            Sent::As(base)
        }
        Code::F(n) if n > 12 => Sent::Never,
        _ => Sent::AsWritten,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_cannot_send_as_written() {
        fn sends(written: &str, expected: &str) {
            let got = match Key::parse(written).unwrap().sent() {
                Sent::AsWritten => "as written".to_owned(),
                Sent::As(key) => key.to_string(),
                Sent::Never => "never".to_owned(),
            };
            assert_eq!(got, expected, "{written}");
        }
        for (written, arrives) in [
            ("ctrl-x", "as written"),
            ("ctrl-i", "tab"),
            ("ctrl-m", "enter"),
            ("ctrl-[", "esc"),
            ("ctrl-h", "backspace"),
            ("ctrl-_", "ctrl-7"),
            ("ctrl-\\", "ctrl-4"),
            ("ctrl-@", "ctrl-space"),
            ("ctrl-shift-x", "ctrl-x"),
            ("ctrl-;", ";"),
            ("ctrl-enter", "enter"),
            ("shift-enter", "enter"),
            ("shift-space", "space"),
            ("ctrl-tab", "tab"),
            ("shift-tab", "as written"),
            ("shift-backspace", "backspace"),
            ("f12", "as written"),
            ("f13", "never"),
            ("shift-up", "as written"),
            ("A", "as written"),
        ] {
            sends(written, arrives);
        }
        // Whatever a key arrives as can itself arrive.
        for (_, arrives) in ARRIVES_AS {
            assert_eq!(arrives.sent(), Sent::AsWritten, "{arrives}");
        }
    }
}
