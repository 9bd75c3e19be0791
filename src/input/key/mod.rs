//! One key press: its shape.
//!
//! Pure. `term` turns what crossterm reads into a [`Key`]; everything above knows only this type.
//!
//! | file | what it is |
//! |---|---|
//! | `spelling` | how keys are written and read |
//! | `sent` | what a terminal makes of a key |

mod sent;
mod spelling;

pub use sent::{ARRIVES_AS, Sent};
pub use spelling::{KeyFault, parse_keys, parse_sequence, spell};

/// What was pressed, without the keys held down beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character; a capital letter stands for itself and carries no shift.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with shift it is back-tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, 1 to 24.
    F(u8),
    /// The keymap's leader: no key of its own, only a word in a keymap file.
    Leader,
}

/// One key press.
///
/// Build it with [`Key::new`], which brings equal presses to one form: `shift-a` is `A`, `ctrl-X` is `ctrl-x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What was pressed.
    pub code: Code,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held, where the character does not say so itself.
    pub shift: bool,
}

impl Key {
    /// The key, brought to its one form.
    pub fn new(code: Code, ctrl: bool, alt: bool, shift: bool) -> Self {
        let mut key = Self {
            code,
            ctrl,
            alt,
            shift,
        };
        if let Code::Char(c) = code {
            // A letter that has no single capital (ß) keeps its shift.
            let mut upper = c.to_uppercase();
            let capital = match (upper.next(), upper.next()) {
                (Some(u), None) if u != c => Some(u),
                _ => None,
            };
            if ctrl {
                let mut lower = c.to_lowercase();
                if c.is_uppercase()
                    && let (Some(l), None) = (lower.next(), lower.next())
                {
                    key.code = Code::Char(l);
                    // `ctrl-X` written in capitals means `ctrl-x`; only a spelt shift stays.
                }
            } else if shift && c.is_uppercase() {
                key.shift = false;
            } else if shift && let Some(u) = capital {
                key.code = Code::Char(u);
                key.shift = false;
            }
        }
        key
    }
    /// A plain key.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }
    /// A plain character.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }
    /// A character with Ctrl; `c` in lower case.
    pub const fn ctrl(c: char) -> Self {
        Self {
            code: Code::Char(c),
            ctrl: true,
            alt: false,
            shift: false,
        }
    }
    /// The keymap's leader, as a word in a keymap.
    pub const LEADER: Key = Key::plain(Code::Leader);
    /// Shift with Tab.
    pub const BACK_TAB: Key = Key {
        code: Code::Tab,
        ctrl: false,
        alt: false,
        shift: true,
    };

    /// The character this key types where text can go, if it types one.
    pub fn text(&self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}
