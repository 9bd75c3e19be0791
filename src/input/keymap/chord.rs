//! The state between two presses, and what comes of a press.

use super::{Keymap, LookUp};
use crate::input::actions::{Act, Context};
use crate::input::key::{Code, Key};

/// What came of a press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Carry this action out.
    Run(Act),
    /// This character is text.
    Text(char),
    /// A prefix: show [`Keymap::continuations`] and wait. It never times out.
    Wait,
    /// Esc or an unbound key ended a prefix; the keys pressed so far.
    Ended(Vec<Key>),
    /// Nothing is bound to it here.
    Unbound(Key),
}

/// The state between two presses: the keys of a prefix that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chord {
    pending: Vec<Key>,
}

impl Chord {
    /// Feeds one key. `layers` are the contexts of the place one is in, innermost first.
    pub fn press(&mut self, keymap: &Keymap, layers: &[Context], key: Key) -> Press {
        if self.pending.is_empty() {
            let in_text = layers.iter().any(|c| c.takes_text());
            if in_text && let Some(c) = key.text() {
                return Press::Text(c);
            }
        } else if key == Key::plain(Code::Esc) {
            return Press::Ended(std::mem::take(&mut self.pending));
        }
        let first = self.pending.is_empty();
        self.pending.push(if first {
            keymap.as_leader(layers, key)
        } else {
            key
        });
        match keymap.look_up(layers, &self.pending) {
            LookUp::Runs(act) => {
                self.pending.clear();
                Press::Run(act)
            }
            LookUp::Goes => Press::Wait,
            LookUp::Nothing => {
                let keys = std::mem::take(&mut self.pending);
                if first {
                    Press::Unbound(key)
                } else {
                    Press::Ended(keys)
                }
            }
        }
    }
    /// The keys of the prefix that was begun; empty when none is.
    pub fn pending(&self) -> &[Key] {
        &self.pending
    }
    /// Forgets a prefix that was begun.
    pub fn clear(&mut self) {
        self.pending.clear();
    }
}
