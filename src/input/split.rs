//! Puts together again what a line took apart: an arrow key that arrives as Esc, `[`, `A`.
//!
//! The reader below us waits for nothing after a lone Esc, so a sequence cut after its first byte comes up
//! as typed letters. [`Joiner`] holds an Esc for a moment to see whether the rest of a sequence follows.
//! A pure state machine: fed with keys and the boot clock, asked with [`Joiner::tick`] when its time is up.
//!
//! Over a far line the rest can come after the Esc was already let go. Then it is still put together:
//! the Esc stands, but no `[A` is typed into a field.

use super::key::{Code, Key};

/// How long an Esc is held, µs: a sequence cut by 50 ms is whole again, and a lone Esc is out within 60 ms.
pub const ESC_WAIT: i64 = 55_000;
/// How long after its Esc the rest of a sequence is still taken for one, µs, over SSH.
pub const LATE_OVER_SSH: i64 = 100_000;
/// How long the middle of a sequence is held for its end, µs.
pub const REST_WAIT: i64 = 25_000;
/// The longest sequence worth waiting for, in keys after the Esc.
const LONGEST: usize = 12;

/// Re-joins split escape sequences.
#[derive(Debug, Clone, Default)]
pub struct Joiner {
    over_ssh: bool,
    /// The Esc that may begin a sequence, and whether it was let go already.
    esc: Option<(i64, bool)>,
    /// What followed it so far.
    rest: Vec<(Key, i64)>,
}

/// A key and the instant it was read, boot µs.
pub type Read = (Key, i64);

const ESC: Key = Key::plain(Code::Esc);

impl Joiner {
    /// A joiner; over SSH it allows for a slower line.
    pub fn new(over_ssh: bool) -> Self {
        Self {
            over_ssh,
            ..Self::default()
        }
    }

    /// Takes a key as the reader gave it; returns the keys that are certain now, in order.
    pub fn feed(&mut self, key: Key, now: i64) -> Vec<Read> {
        let mut out = self.tick(now);
        if let Some((esc_at, let_go)) = self.esc {
            self.rest.push((key, now));
            match shape(&self.rest) {
                Shape::Open => return out,
                Shape::Whole(joined) => {
                    self.clear();
                    out.extend(joined.map(|key| (key, esc_at)));
                    return out;
                }
                Shape::None => {
                    // It was an Esc and then something else.
                    self.rest.pop();
                    self.let_go(esc_at, let_go, &mut out);
                }
            }
        }
        if key == ESC {
            self.esc = Some((now, false));
        } else {
            out.push((key, now));
        }
        out
    }

    /// Lets go of what has waited long enough.
    pub fn tick(&mut self, now: i64) -> Vec<Read> {
        let mut out = Vec::new();
        let Some((esc_at, let_go)) = self.esc else {
            return out;
        };
        if let Some((_, first)) = self.rest.first() {
            if now >= first + REST_WAIT {
                self.let_go(esc_at, let_go, &mut out);
            }
        } else if !let_go && now >= esc_at + ESC_WAIT {
            out.push((ESC, esc_at));
            // A late rest is still expected over a far line.
            self.esc = self.over_ssh.then_some((esc_at, true));
        }
        if let Some((esc_at, true)) = self.esc
            && self.rest.is_empty()
            && now >= esc_at + LATE_OVER_SSH
        {
            self.esc = None;
        }
        out
    }

    /// When [`Joiner::tick`] next has something to let go, boot µs.
    pub fn deadline(&self) -> Option<i64> {
        let (esc_at, let_go) = self.esc?;
        match self.rest.first() {
            Some((_, first)) => Some(first + REST_WAIT),
            None if let_go => None,
            None => Some(esc_at + ESC_WAIT),
        }
    }

    fn let_go(&mut self, esc_at: i64, already: bool, out: &mut Vec<Read>) {
        if !already {
            out.push((ESC, esc_at));
        }
        out.append(&mut self.rest);
        self.esc = None;
    }
    fn clear(&mut self) {
        self.esc = None;
        self.rest.clear();
    }
}

enum Shape {
    /// No sequence begins like this.
    None,
    /// More may follow.
    Open,
    /// A whole sequence; `None` for one that is no key (focus, the marks of a paste).
    Whole(Option<Key>),
}

/// What the keys after an Esc amount to.
fn shape(rest: &[Read]) -> Shape {
    let mut chars = rest.iter().map(|(key, _)| key.text());
    let Some(Some(kind)) = chars.next() else {
        return Shape::None;
    };
    if !matches!(kind, '[' | 'O') || rest.len() > LONGEST {
        return Shape::None;
    }
    let mut numbers = vec![0u16];
    for c in chars {
        let Some(c) = c else { return Shape::None };
        match c {
            '0'..='9' => {
                let digit = c.to_digit(10).unwrap_or(0) as u16;
                if let Some(last) = numbers.last_mut() {
                    *last = last.saturating_mul(10).saturating_add(digit);
                }
            }
            ';' => numbers.push(0),
            end => {
                return finished(kind, &numbers, end).map_or(Shape::None, Shape::Whole);
            }
        }
    }
    Shape::Open
}

/// The key of a finished sequence: `None` when there is no such sequence, `Some(None)` when it is no key.
fn finished(kind: char, numbers: &[u16], end: char) -> Option<Option<Key>> {
    let code = match (kind, end) {
        (_, 'A') => Code::Up,
        (_, 'B') => Code::Down,
        (_, 'C') => Code::Right,
        (_, 'D') => Code::Left,
        (_, 'H') => Code::Home,
        (_, 'F') => Code::End,
        ('[', 'Z') => return Some(Some(Key::BACK_TAB)),
        ('[', 'I' | 'O') => return Some(None),
        (_, 'P') => Code::F(1),
        (_, 'Q') => Code::F(2),
        (_, 'R') => Code::F(3),
        (_, 'S') => Code::F(4),
        ('[', '~') => match numbers.first().copied().unwrap_or(0) {
            1 | 7 => Code::Home,
            2 => Code::Insert,
            3 => Code::Delete,
            4 | 8 => Code::End,
            5 => Code::PageUp,
            6 => Code::PageDown,
            n @ 11..=15 => Code::F((n - 10) as u8),
            n @ 17..=21 => Code::F((n - 11) as u8),
            n @ 23..=24 => Code::F((n - 12) as u8),
            200 | 201 => return Some(None),
            _ => return None,
        },
        _ => return None,
    };
    let held = numbers.get(1).copied().unwrap_or(1).saturating_sub(1);
    Some(Some(Key::new(
        code,
        held & 4 != 0,
        held & 2 != 0,
        held & 1 != 0,
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::key::parse_keys;

    /// Keys with the milliseconds they arrive at; what comes out, with the millisecond it is let go.
    fn joined(over_ssh: bool, script: &[(i64, &str)]) -> String {
        let mut joiner = Joiner::new(over_ssh);
        let mut out = Vec::new();
        let mut say = |now: i64, keys: Vec<Read>| {
            out.extend(keys.iter().map(|(key, _)| format!("{key}@{now}")));
        };
        for (at, keys) in script {
            let now = at * 1000;
            while let Some(due) = joiner.deadline().filter(|due| *due < now) {
                say(due / 1000, joiner.tick(due));
            }
            for key in parse_keys(keys).unwrap() {
                say(*at, joiner.feed(key, now));
            }
        }
        while let Some(due) = joiner.deadline() {
            say(due / 1000, joiner.tick(due));
        }
        out.join(" ")
    }

    #[test]
    fn a_split_sequence_is_one_key_again() {
        for (script, expected) in [
            (&[(0, "esc"), (20, "[ A")][..], "up@20"),
            (&[(0, "esc"), (50, "[ A")], "up@50"),
            (&[(0, "esc"), (10, "["), (20, "A")], "up@20"),
            (&[(0, "esc"), (10, "O P")], "f1@10"),
            (&[(0, "esc"), (10, "[ 1 ; 5 C")], "ctrl-right@10"),
            (&[(0, "esc"), (10, "[ 3 ~ x")], "delete@10 x@10"),
            (&[(0, "esc"), (10, "[ Z")], "shift-tab@10"),
            (&[(0, "esc"), (10, "[ 2 0 0 ~ h i")], "h@10 i@10"),
            (&[(0, "x y")], "x@0 y@0"),
        ] {
            assert_eq!(joined(false, script), expected, "{script:?}");
        }
    }

    #[test]
    fn a_lone_esc_is_out_in_time_and_nothing_typed_is_lost() {
        for (script, expected) in [
            (&[(0, "esc")][..], "esc@55"),
            (&[(0, "esc"), (5, "x")], "esc@5 x@5"),
            (&[(0, "esc esc")], "esc@0 esc@55"),
            (&[(0, "esc"), (10, "[")], "esc@35 [@35"),
            (&[(0, "esc"), (10, "[ x")], "esc@10 [@10 x@10"),
            (&[(0, "esc"), (70, "[ A")], "esc@55 [@70 A@70"),
        ] {
            assert_eq!(joined(false, script), expected, "{script:?}");
        }
    }

    #[test]
    fn a_far_line_may_be_later_still() {
        for (script, expected) in [
            (&[(0, "esc")][..], "esc@55"),
            (&[(0, "esc"), (90, "[ A")], "esc@55 up@90"),
            (&[(0, "esc"), (90, "x")], "esc@55 x@90"),
            (&[(0, "esc"), (90, "[")], "esc@55 [@115"),
            (&[(0, "esc"), (120, "[ A")], "esc@55 [@120 A@120"),
        ] {
            assert_eq!(joined(true, script), expected, "{script:?}");
        }
    }

    proptest::proptest! {
        /// Letters that never form a sequence come out as they went in.
        #[test]
        fn letters_pass_in_order(text in "[a-z]{0,40}", gap in 0i64..80) {
            let mut joiner = Joiner::new(true);
            let mut out = String::new();
            let mut now = 0;
            for c in text.chars() {
                out.extend(joiner.feed(Key::char(c), now).iter().filter_map(|(k, _)| k.text()));
                now += gap * 1000;
            }
            proptest::prop_assert_eq!(out, text);
        }
    }
}
