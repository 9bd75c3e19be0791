//! Tells prose that arrives by itself from keys that a hand pressed.
//!
//! A paste without brackets, a barcode gun or a cat brings many letters at once. Where text can go they
//! are text and pass. Where no text can go they would run as commands; so there a printable key is held for
//! [`HOLD`], and when more than [`HAND`] arrive within that time they come out as one piece of prose, which
//! the session offers as text. Nothing is lost and nothing changes places.
//!
//! A pure state machine: fed with keys and the boot clock.

use super::key::{Code, Key};
use std::collections::VecDeque;

/// How long a printable key is held where it would run as a command, µs.
pub const HOLD: i64 = 30_000;
/// How long it must be quiet until a piece of prose is whole, µs.
pub const QUIET: i64 = 50_000;
/// As many printable keys as a hand and a slow line can bring within [`HOLD`].
pub const HAND: usize = 8;

/// What a key would do in the place where it arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lands {
    /// Text can go there.
    Text,
    /// It only moves a selection; it may run at once.
    Moves,
    /// It may run as a command.
    Runs,
}

/// What comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Out {
    /// A key to carry out, and the instant it was read.
    Key(Key, i64),
    /// Prose to offer as text, and the instant its first key was read.
    Prose(String, i64),
}

/// Holds bursts of printable keys.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// Keys that wait, oldest first.
    held: VecDeque<(Key, i64)>,
    /// Keys that moved a selection a moment ago; they may turn out to be the beginning of prose.
    moved: VecDeque<(Key, i64)>,
    /// Prose that is still coming in: text, its first and its last instant.
    prose: Option<(String, i64, i64)>,
}

impl Guard {
    /// Takes a key read at `now`; returns what is certain now, in order.
    pub fn feed(&mut self, key: Key, now: i64, lands: Lands) -> Vec<Out> {
        let mut out = self.tick(now);
        if let Some((text, _, last)) = &mut self.prose {
            if grow(text, key) {
                *last = now;
                return out;
            }
            // Esc, an arrow, a control key: a hand is there. What came before stays prose.
            self.end_prose(&mut out);
        }
        if self.held.is_empty() {
            let passes = match lands {
                Lands::Text => true,
                Lands::Moves => {
                    if key.text().is_some() {
                        self.moved.push_back((key, now));
                    }
                    true
                }
                Lands::Runs => key.text().is_none(),
            };
            if passes {
                out.push(Out::Key(key, now));
                if self.moved.len() > HAND {
                    self.moved.pop_front();
                }
                return out;
            }
        }
        self.held.push_back((key, now));
        if self.is_prose() {
            let mut text = String::new();
            let at = self
                .moved
                .front()
                .or(self.held.front())
                .map_or(now, |h| h.1);
            for (key, _) in self.moved.drain(..).chain(self.held.drain(..)) {
                grow(&mut text, key);
            }
            self.prose = Some((text, at, now));
        }
        out
    }

    /// Lets go of what has waited long enough.
    pub fn tick(&mut self, now: i64) -> Vec<Out> {
        let mut out = Vec::new();
        if let Some((_, _, last)) = self.prose {
            if now >= last + QUIET {
                self.end_prose(&mut out);
            }
            return out;
        }
        while self.moved.front().is_some_and(|(_, at)| now >= at + HOLD) {
            self.moved.pop_front();
        }
        // A key that needs no waiting still keeps its place behind one that does.
        while let Some((key, at)) = self.held.front().copied() {
            if key.text().is_some() && now < at + HOLD {
                break;
            }
            self.held.pop_front();
            out.push(Out::Key(key, at));
        }
        out
    }

    /// When [`Guard::tick`] next has something to let go, boot µs.
    pub fn deadline(&self) -> Option<i64> {
        match (&self.prose, self.held.front()) {
            (Some((_, _, last)), _) => Some(last + QUIET),
            (None, Some((_, at))) => Some(at + HOLD),
            (None, None) => None,
        }
    }

    /// Lets go of everything at once, for the end of a session or a change of screen.
    pub fn flush(&mut self) -> Vec<Out> {
        let mut out = Vec::new();
        self.end_prose(&mut out);
        out.extend(self.held.drain(..).map(|(key, at)| Out::Key(key, at)));
        out
    }

    fn end_prose(&mut self, out: &mut Vec<Out>) {
        if let Some((text, at, _)) = self.prose.take() {
            out.push(Out::Prose(text, at));
        }
    }
    /// Many printable keys at once, of three kinds or more: a held-down key and two that take turns are a hand.
    fn is_prose(&self) -> bool {
        let keys = self
            .moved
            .iter()
            .chain(&self.held)
            .filter_map(|(key, _)| key.text());
        let mut kinds: Vec<char> = keys.clone().collect();
        let count = kinds.len();
        kinds.sort_unstable();
        kinds.dedup();
        count > HAND && kinds.len() > 2
    }
}

/// Adds a key to prose; `false` when it cannot be part of any.
fn grow(text: &mut String, key: Key) -> bool {
    if let Some(c) = key.text() {
        text.push(c);
        return true;
    }
    match key {
        k if k == Key::plain(Code::Enter) || k == Key::ctrl('j') => text.push('\n'),
        k if k == Key::plain(Code::Tab) => text.push('\t'),
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every key with its gap in µs from the one before; what comes out.
    fn run(keys: impl IntoIterator<Item = (Key, i64, Lands)>) -> Vec<Out> {
        let mut guard = Guard::default();
        let mut out = Vec::new();
        let mut now = 0;
        for (key, gap, lands) in keys {
            let next = now + gap;
            while let Some(due) = guard.deadline().filter(|due| *due <= next) {
                out.extend(guard.tick(due));
            }
            now = next;
            out.extend(guard.feed(key, now, lands));
        }
        while let Some(due) = guard.deadline() {
            out.extend(guard.tick(due));
        }
        out
    }
    fn typed(text: &str, gap: i64, lands: Lands) -> Vec<(Key, i64, Lands)> {
        text.chars()
            .map(|c| match c {
                '\n' => (Key::plain(Code::Enter), gap, lands),
                c => (Key::char(c), gap, lands),
            })
            .collect()
    }
    fn words(out: &[Out]) -> String {
        out.iter()
            .map(|o| match o {
                Out::Key(key, _) => key.to_string(),
                Out::Prose(text, _) => format!("“{text}”"),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }
    fn check(keys: Vec<(Key, i64, Lands)>, expected: &str) {
        assert_eq!(words(&run(keys)), expected);
    }

    #[test]
    fn prose_never_runs_as_commands() {
        let story = "new mother called, quit crying\nran at nine";
        check(typed(story, 0, Lands::Runs), &format!("“{story}”"));
        // Two hundred keys in fifty milliseconds, one at a time.
        let long = "n quit m p ".repeat(18) + "xy";
        assert_eq!(long.len(), 200);
        check(typed(&long, 250, Lands::Runs), &format!("“{long}”"));
    }

    #[test]
    fn a_hand_runs_commands() {
        check(typed("njm", 60_000, Lands::Runs), "n j m");
        // A slow line brings a few keys at once.
        check(typed("jjk p", 0, Lands::Runs), "j j k space p");
        // A key held down, and two that take turns.
        check(
            typed("jjjjjjjjjjjjjjjj", 0, Lands::Runs),
            "j ".repeat(16).trim_end(),
        );
        check(
            typed("jkjkjkjkjkjk", 0, Lands::Runs),
            "j k ".repeat(6).trim_end(),
        );
    }

    #[test]
    fn a_command_waits_no_longer_than_the_hold_and_keeps_its_instant() {
        let mut guard = Guard::default();
        assert_eq!(guard.feed(Key::char('n'), 1_000, Lands::Runs), []);
        assert_eq!(guard.deadline(), Some(1_000 + HOLD));
        assert_eq!(guard.tick(1_000 + HOLD), [Out::Key(Key::char('n'), 1_000)]);
    }

    #[test]
    fn what_needs_no_waiting_passes_at_once() {
        let mut guard = Guard::default();
        for (key, lands) in [
            (Key::char('x'), Lands::Text),
            (Key::char('j'), Lands::Moves),
            (Key::plain(Code::Down), Lands::Runs),
            (Key::ctrl('c'), Lands::Runs),
        ] {
            assert_eq!(guard.feed(key, 5, lands), [Out::Key(key, 5)], "{key}");
        }
    }

    #[test]
    fn prose_that_begins_with_a_move_is_offered_whole() {
        let mut keys = typed("j", 0, Lands::Moves);
        keys.extend(typed("ane doe ran away", 0, Lands::Runs));
        check(keys, "j “jane doe ran away”");
    }

    #[test]
    fn a_key_of_a_hand_ends_prose_and_keeps_its_place() {
        let mut keys = typed("some prose that came", 0, Lands::Runs);
        keys.push((Key::ctrl('r'), 0, Lands::Runs));
        keys.extend(typed("n", 0, Lands::Runs));
        check(keys, "“some prose that came” ctrl-r n");
        let mut keys = typed("n", 0, Lands::Runs);
        keys.push((Key::plain(Code::Esc), 0, Lands::Runs));
        check(keys, "n esc");
    }

    proptest! {
        /// Whatever arrives in whatever rhythm comes out once and in order.
        #[test]
        fn nothing_is_lost_or_changes_places(
            text in "[a-e\n ]{0,220}",
            gaps in proptest::collection::vec(prop_oneof![Just(0i64), 0i64..5_000, 20_000i64..80_000], 220),
        ) {
            let keys = text.chars().zip(gaps).map(|(c, gap)| match c {
                '\n' => (Key::plain(Code::Enter), gap, Lands::Runs),
                c => (Key::char(c), gap, Lands::Runs),
            });
            let came: String = run(keys)
                .into_iter()
                .map(|o| match o {
                    Out::Key(key, _) => key.text().unwrap_or('\n').to_string(),
                    Out::Prose(text, _) => text,
                })
                .collect();
            prop_assert_eq!(came, text);
        }
    }
}
