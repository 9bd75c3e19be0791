//! How the keeper stands: opening, up, or down and to be tried again; and what it says of itself.

use std::time::Duration;

use super::Store;
use crate::env::clock::{Clock, Real};
use crate::store::journal::Journal;
use crate::store::keeper::{self, Begin, Expect, Keeper, News};
use crate::store::words;

/// How long after a failure sled is tried again, in microseconds; doubled with each failure up to a limit.
const AGAIN: i64 = 5_000_000;
const AGAIN_MOST: i64 = 300_000_000;

/// How the keeper stands.
pub(super) enum Standing {
    /// Not heard of yet.
    Opening(Keeper),
    /// Open; it may be behind.
    Up(Keeper),
    /// Not there; to be tried again at this boot-time.
    Down { again: i64, suspect: bool },
}
impl Store {
    pub(super) fn down(&mut self, suspect: bool) {
        let wait = AGAIN
            .saturating_mul(1_i64.checked_shl(self.failures).unwrap_or(i64::MAX))
            .min(AGAIN_MOST);
        self.failures = self.failures.saturating_add(1).min(16);
        self.rebuilding = None;
        self.keeper = Standing::Down {
            // Caught out once: built anew at once. Again and again: that is the disk, and it is given time.
            again: Real.boot().saturating_add(if suspect && self.failures < 2 {
                0
            } else {
                wait
            }),
            suspect,
        };
    }

    /// Takes in what happened to the keeper, waiting at most so long for word of its opening.
    pub(super) fn hear(&mut self, wait: Duration) {
        let opening = matches!(self.keeper, Standing::Opening(_));
        let news = match &self.keeper {
            Standing::Opening(keeper) => keeper.news(wait),
            Standing::Up(keeper) => keeper.news(Duration::ZERO),
            Standing::Down { .. } => return,
        };
        for one in news {
            match one {
                News::Open { .. } => self.up(),
                News::SetAside { to, why } => self.said.push(format!(
                    "sled could not be used ({why}). It is kept as {} and built anew from the journal while work goes on; nothing is lost.",
                    to.display()
                )),
                News::Behind { done, of } => {
                    self.said
                        .extend(words::rebuilding(self.rebuilding, (done, of)));
                    self.rebuilding = Some((done, of));
                }
                News::CaughtUp => {
                    self.rebuilding = None;
                    self.failures = 0;
                }
                News::Ahead { upto } => {
                    self.up();
                    let why = words::short(self.journal.folder(), self.journal.chain().next, upto);
                    let rescued = self.doubt(why.clone());
                    self.said.push(why);
                    self.said.push(match rescued {
                        Ok(()) => words::rescued(self.journal.folder()),
                        Err(why) => words::not_rescued(&why),
                    });
                    self.said.extend(self.behind());
                }
                News::Failed { why, suspect } => {
                    self.said.push(format!(
                        "sled stopped ({why}). The journal has everything; sled is tried again."
                    ));
                    self.down(suspect);
                }
            }
        }
        // Set aside at its opening: the word that it is open follows.
        if opening
            && let Standing::Opening(keeper) = &self.keeper
            && keeper.age() > i64::try_from(keeper::LIMIT.as_micros()).unwrap_or(i64::MAX)
        {
            self.said.push(
                "sled did not open in 10 seconds. It is left aside and built anew from the journal; nothing is lost."
                    .to_owned(),
            );
            self.down(true);
        }
    }

    fn up(&mut self) {
        let between = Standing::Down {
            again: 0,
            suspect: false,
        };
        self.keeper = match std::mem::replace(&mut self.keeper, between) {
            Standing::Opening(keeper) => {
                // What was appended while it opened.
                keeper.upto(self.journal.chain().next);
                Standing::Up(keeper)
            }
            other => other,
        };
    }

    /// Waits until the keeper is open or given up, so that nothing is written over an end that sled knows.
    pub(super) fn settle(&mut self) {
        if !self.settled {
            self.start_again();
        }
        while !self.settled && matches!(self.keeper, Standing::Opening(_)) {
            self.hear(Duration::from_millis(200));
        }
        self.settled = true;
    }

    /// Leaves the keeper that was caught out; the next begins anew.
    pub(super) fn distrust(&mut self, why: &str) {
        self.said.push(format!(
            "sled {why}. The journal was read instead; sled is set aside and built anew; nothing is lost."
        ));
        self.down(true);
        self.start_again();
    }

    pub(super) fn start_again(&mut self) {
        let Standing::Down { again, suspect } = self.keeper else {
            return;
        };
        if Real.boot() < again || self.refused.is_some() || self.journal.chain().next == 0 {
            return;
        }
        let expect = expect(&self.journal);
        let begin = if suspect {
            Begin::Anew(expect)
        } else {
            Begin::Follow(expect)
        };
        match Keeper::start(
            self.disk.clone(),
            self.folder.clone(),
            self.journal.folder().to_owned(),
            begin,
        ) {
            Ok(keeper) => self.keeper = Standing::Opening(keeper),
            Err(_) => self.down(suspect),
        }
    }
}

/// What the keeper must find to be believed.
pub(super) fn expect(journal: &Journal) -> Expect {
    Expect {
        chain: journal.chain(),
        founding: journal.index().founding,
        heads: journal.index().heads().collect(),
    }
}
