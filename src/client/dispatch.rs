//! The only place that sees a key: from the model to contexts, from contexts to an action or to text.

use super::app::App;
use super::contexts::layers_of;
use super::hints::{hints, ways};
use super::overlay::{Held, Overlay};
use crate::input::burst::Lands;
use crate::input::{Act, Chord, Context, Key, Press};
use crate::record::{Problem, SafeText};

/// Keys within this time of a question's opening are not for it, in microseconds: a held-down Enter
/// cannot answer what nobody has read.
pub const GUARD: i64 = 250_000;

/// How long a prefix waits for its next key before the ways on are drawn, in microseconds.
const WAYS_AFTER: i64 = 300_000;

impl App {
    /// The contexts of the place one is in, innermost first.
    pub fn layers(&self) -> Vec<Context> {
        layers_of(&self.model)
    }

    /// Whether printable keys are text now.
    pub(super) fn in_text(&self) -> bool {
        self.layers().iter().any(|context| context.takes_text())
    }

    /// Whether a letter here is the answer to a question: prose that comes all at once must not choose.
    fn letters_choose(&self) -> bool {
        matches!(
            self.model.top(),
            Some(Overlay::Held(_) | Overlay::Which(_) | Overlay::Conflict(_))
        )
    }

    /// One key.
    pub(super) fn key(&mut self, key: Key) {
        if self.guarded() {
            return;
        }
        let was_leaving = self.leaving.take();
        let layers = self.layers();
        let press = self.chord.press(&self.keymap, &layers, key);
        match press {
            Press::Run(Act::QuitNow) => self.leave_now(was_leaving),
            Press::Run(act) => {
                self.model.said = None;
                self.run(act);
            }
            Press::Text(c) => self.type_char(c),
            Press::Wait => {}
            Press::Ended(keys) if keys.len() > 1 => self.refuse(
                Problem::operator(format!(
                    "No action stands on {}.",
                    self.keymap.shown(&keys, &layers)
                ))
                .hint(self.how_to_find()),
            ),
            Press::Ended(_) => {}
            Press::Unbound(key) => self.refuse(
                Problem::operator(format!("Nothing is bound to {key} here."))
                    .hint(self.how_to_find()),
            ),
        }
        self.model.pending = self
            .chord
            .pending()
            .iter()
            .map(|key| self.keymap.shown(&[*key], &layers))
            .collect();
    }

    fn how_to_find(&self) -> String {
        match self.keymap.key_for(&self.layers(), Act::Help) {
            Some(key) => format!("{key} shows the keys."),
            None => String::new(),
        }
    }

    /// Whether a question was opened so recently that keys cannot be meant for it.
    fn guarded(&self) -> bool {
        let opened = match self.model.top() {
            Some(Overlay::Confirm(confirm)) => confirm.opened,
            Some(Overlay::Conflict(conflict)) => conflict.opened,
            Some(Overlay::Held(held)) => held.opened,
            Some(Overlay::Which(which)) => which.opened,
            _ => return false,
        };
        self.boot().saturating_sub(opened) < GUARD
    }

    /// What a key would do here, so that whoever reads the keyboard can tell prose from commands.
    pub fn lands(&self, key: Key) -> Lands {
        if self.in_text() && !self.letters_choose() {
            return Lands::Text;
        }
        match Chord::default().press(&self.keymap, &self.layers(), key) {
            Press::Run(
                Act::ListDown
                | Act::ListUp
                | Act::ListPageDown
                | Act::ListPageUp
                | Act::ListFirst
                | Act::ListLast,
            ) if self.chord.pending().is_empty() => Lands::Moves,
            _ => Lands::Runs,
        }
    }

    /// Letters that came all at once.
    pub(super) fn burst(&mut self, text: &str) {
        if self.in_text() && !self.letters_choose() && !self.guarded() {
            self.type_str(text);
        } else {
            self.hold(text);
        }
    }

    /// Pasted text: typed where text can go, held elsewhere. It never submits.
    pub(super) fn paste(&mut self, text: &str) {
        if !self.in_text() || self.letters_choose() || self.guarded() {
            self.hold(text);
            return;
        }
        let lines = text.trim_end_matches(['\n', '\r']).lines().count();
        self.type_str(text.trim_end_matches(['\n', '\r']));
        if lines > 1 {
            self.say(format!(
                "{lines} lines were pasted as one; breaks became spaces."
            ));
        }
    }

    /// Keeps text that came where no text can go, and offers it.
    pub(super) fn hold(&mut self, text: &str) {
        let text = SafeText::prose(text);
        if text.is_empty() {
            return;
        }
        let opened = self.boot();
        if let Some(Overlay::Held(held)) = self.model.overlays.last_mut() {
            held.text.push('\n');
            held.text.push_str(text.as_str());
            return;
        }
        self.push(Overlay::Held(Held {
            text: text.as_str().to_owned(),
            opened,
        }));
    }

    /// Which-key rows of a prefix that was begun, and the footer's hints.
    pub(super) fn refresh_hints(&mut self) {
        self.model.ways_due = if self.chord.pending().is_empty() {
            None
        } else {
            let due = self.boot().saturating_add(WAYS_AFTER);
            Some(self.model.ways_due.unwrap_or(due))
        };
        self.model.ways = if self.chord.pending().is_empty() {
            Vec::new()
        } else {
            ways(&self.model, &self.keymap, self.chord.pending())
        };
        self.model.hints = hints(&self.model, &self.keymap);
    }
}
