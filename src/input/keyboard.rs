//! From keys as the reader gives them to keys and prose as the session takes them: split sequences joined,
//! bursts held. One key comes out at a time, since carrying one out may change where the next one lands.

use super::burst::{Guard, Lands, Out};
use super::key::Key;
use super::split::Joiner;
use std::collections::VecDeque;

/// What was typed, with the boot µs of its (first) key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// One key.
    Key(Key, i64),
    /// Letters that came by themselves where they would have run as commands.
    Prose(String, i64),
}

/// The keyboard of one session.
#[derive(Debug, Clone, Default)]
pub struct Keyboard {
    joiner: Joiner,
    guard: Guard,
    joined: VecDeque<(Key, i64)>,
    out: VecDeque<Out>,
}

impl Keyboard {
    /// A keyboard; over SSH it allows for a slower line.
    pub fn new(over_ssh: bool) -> Self {
        Self {
            joiner: Joiner::new(over_ssh),
            ..Self::default()
        }
    }
    /// Takes a key read at `boot`.
    pub fn feed(&mut self, key: Key, boot: i64) {
        self.joined.extend(self.joiner.feed(key, boot));
    }
    /// The next thing that is certain at `now`; `lands` says where a key would go at this moment.
    ///
    /// Carry it out before asking again.
    pub fn next(&mut self, now: i64, lands: impl Fn(Key) -> Lands) -> Option<Typed> {
        loop {
            if let Some(out) = self.out.pop_front() {
                return Some(match out {
                    Out::Key(key, at) => Typed::Key(key, at),
                    Out::Prose(text, at) => Typed::Prose(text, at),
                });
            }
            if let Some((key, at)) = self.joined.pop_front() {
                self.out.extend(self.guard.feed(key, at, lands(key)));
                continue;
            }
            self.joined.extend(self.joiner.tick(now));
            if self.joined.is_empty() {
                self.out.extend(self.guard.tick(now));
                if self.out.is_empty() {
                    return None;
                }
            }
        }
    }
    /// When something held becomes certain by itself, boot µs.
    pub fn deadline(&self) -> Option<i64> {
        [self.joiner.deadline(), self.guard.deadline()]
            .into_iter()
            .flatten()
            .min()
    }
    /// What pasted text must wait for: everything typed before it, at once.
    pub fn flush(&mut self) -> Vec<Typed> {
        let mut all: Vec<Out> = self.out.drain(..).collect();
        all.extend(self.guard.flush());
        all.extend(self.joined.drain(..).map(|(key, at)| Out::Key(key, at)));
        all.into_iter()
            .map(|out| match out {
                Out::Key(key, at) => Typed::Key(key, at),
                Out::Prose(text, at) => Typed::Prose(text, at),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::key::parse_keys;
    use crate::input::split::ESC_WAIT;

    /// Where keys land: as commands until `n` was carried out, then as text.
    fn typed(keys: &str, gap: i64) -> String {
        let mut keyboard = Keyboard::new(false);
        let mut now = 0;
        let mut in_text = false;
        let mut out = Vec::new();
        let mut take = |keyboard: &mut Keyboard, now: i64| {
            loop {
                let lands = if in_text { Lands::Text } else { Lands::Runs };
                match keyboard.next(now, |_| lands) {
                    None => return,
                    Some(Typed::Key(key, _)) => {
                        in_text |= key == Key::char('n');
                        out.push(key.to_string());
                    }
                    Some(Typed::Prose(text, _)) => out.push(format!("“{text}”")),
                }
            }
        };
        for key in parse_keys(keys).unwrap() {
            while let Some(due) = keyboard.deadline().filter(|due| *due <= now) {
                take(&mut keyboard, due);
            }
            keyboard.feed(key, now);
            take(&mut keyboard, now);
            now += gap;
        }
        while let Some(due) = keyboard.deadline() {
            take(&mut keyboard, due);
        }
        out.join(" ")
    }

    #[test]
    fn a_few_keys_at_once_run_in_order_and_then_become_text() {
        assert_eq!(typed("n J a n e", 0), "n J a n e");
        assert_eq!(
            typed("n J a n e space D o e", 40_000),
            "n J a n e space D o e"
        );
    }

    #[test]
    fn two_hundred_keys_at_once_are_all_there() {
        let keys = "a b c d e ".repeat(40);
        assert_eq!(typed(&keys, 0), format!("“{}”", "abcde".repeat(40)));
        let text = format!("n {keys}");
        // A hand pressed n, and the rest came once there was a field.
        let mut keyboard = Keyboard::new(false);
        let mut count = 0;
        for key in parse_keys(&text).unwrap() {
            keyboard.feed(key, 0);
        }
        while keyboard.next(ESC_WAIT, |_| Lands::Text).is_some() {
            count += 1;
        }
        assert_eq!(count, 201);
    }

    #[test]
    fn a_split_arrow_is_one_key_also_here() {
        assert_eq!(typed("n esc [ A x", 10_000), "n up x");
        assert_eq!(typed("esc", 0), "esc");
    }
}
