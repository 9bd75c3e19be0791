//! How far a long piece of work is: a bar on a terminal, a line now and then elsewhere, nothing beside JSON; and at
//! the end what it came to.

use std::io::IsTerminal;

use super::args::Common;
use super::out;
use crate::env::clock::{Clock, Real};

/// A bar is drawn anew at most so often, in microseconds.
const DRAW: i64 = 100_000;
/// A line is printed at most so often, and the first so late: what is quicker needs none.
const LINE: i64 = 5_000_000;
/// What took less is not worth its figures.
const LONG: i64 = 1_000_000;
/// The bar's cells.
const CELLS: usize = 24;

/// Where it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Bar,
    Lines,
    Nowhere,
}

/// One piece of work.
pub struct Progress {
    what: &'static str,
    way: Way,
    begun: i64,
    said: Option<i64>,
    drawn: bool,
    of: usize,
}

impl Progress {
    /// Begins one.
    pub fn of(common: &Common, what: &'static str) -> Self {
        let way = match common.json {
            true => Way::Nowhere,
            false if std::io::stderr().is_terminal() => Way::Bar,
            false => Way::Lines,
        };
        Self::new(what, way, Real.boot())
    }

    fn new(what: &'static str, way: Way, now: i64) -> Self {
        Self {
            what,
            way,
            begun: now,
            said: None,
            drawn: false,
            of: 0,
        }
    }

    /// So much is done.
    pub fn at(&mut self, done: usize, of: usize) {
        if let Some(words) = self.words(done, of, Real.boot()) {
            out::ask(&words);
        }
    }

    /// The same for entries, which are counted by the log.
    pub fn entries(&mut self, done: u64, of: u64) {
        let whole = |n| usize::try_from(n).unwrap_or(usize::MAX);
        self.at(whole(done), whole(of));
    }

    /// It is done: the last word, with how much and how long.
    pub fn end(mut self) {
        if let Some(words) = self.last(Real.boot()) {
            out::ask(&words);
        }
    }

    fn words(&mut self, done: usize, of: usize, now: i64) -> Option<String> {
        self.of = of;
        let done = done.min(of);
        let wait = match self.way {
            Way::Nowhere => return None,
            Way::Bar => DRAW,
            Way::Lines => LINE,
        };
        let before = match self.way {
            Way::Lines => self.said.unwrap_or(self.begun),
            _ => self.said.unwrap_or(i64::MIN / 2),
        };
        if of == 0 || now.saturating_sub(before) < wait {
            return None;
        }
        self.said = Some(now);
        self.drawn = true;
        let full = done * CELLS / of;
        let percent = done * 100 / of;
        Some(match self.way {
            Way::Bar => format!(
                "\r{} [{}{}] {percent:>3} %, {done} of {of}",
                self.what,
                "#".repeat(full),
                ".".repeat(CELLS - full),
            ),
            _ => format!("porchlight: {}: {percent} %, {done} of {of}\n", self.what),
        })
    }

    fn last(&mut self, now: i64) -> Option<String> {
        let took = now.saturating_sub(self.begun);
        if self.way == Way::Nowhere || !self.drawn || self.of == 0 {
            return None;
        }
        let tenths = took / 100_000;
        let figures = format!(
            "{} of {} in {}.{} s",
            self.of,
            self.of,
            tenths / 10,
            tenths % 10
        );
        Some(match self.way {
            Way::Bar => format!("\r{} [{}] 100 %, {figures}\n", self.what, "#".repeat(CELLS)),
            _ if took < LONG => return None,
            _ => format!("porchlight: {}: done, {figures}\n", self.what),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_drawn_over_itself_and_not_too_often() {
        let mut bar = Progress::new("backup", Way::Bar, 0);
        let first = bar.words(0, 8, 10).unwrap();
        assert_eq!(first, "\rbackup [........................]   0 %, 0 of 8");
        assert_eq!(bar.words(1, 8, 20), None);
        let half = bar.words(4, 8, 200_000).unwrap();
        assert_eq!(half, "\rbackup [############............]  50 %, 4 of 8");
        assert_eq!(
            bar.last(1_250_000).unwrap(),
            "\rbackup [########################] 100 %, 8 of 8 in 1.2 s\n"
        );
    }

    #[test]
    fn elsewhere_a_line_now_and_then_and_none_for_what_is_quick() {
        let mut lines = Progress::new("verify", Way::Lines, 0);
        assert_eq!(lines.words(1, 9, 4_000_000), None);
        let line = lines.words(3, 9, 5_000_000).unwrap();
        assert_eq!(line, "porchlight: verify: 33 %, 3 of 9\n");
        assert_eq!(lines.words(4, 9, 9_000_000), None);
        assert_eq!(
            lines.last(11_000_000).unwrap(),
            "porchlight: verify: done, 9 of 9 in 11.0 s\n"
        );
        let mut quick = Progress::new("verify", Way::Lines, 0);
        assert_eq!((quick.words(1, 9, 10), quick.last(20)), (None, None));
    }

    #[test]
    fn beside_json_nothing_is_said() {
        let mut none = Progress::new("seal", Way::Nowhere, 0);
        assert_eq!(none.words(1, 2, 60_000_000), None);
        assert_eq!(none.last(60_000_000), None);
    }

    #[test]
    fn more_than_all_is_all() {
        let mut bar = Progress::new("heal", Way::Bar, 0);
        assert!(bar.words(9, 3, 10).unwrap().ends_with("100 %, 3 of 3"));
    }
}
