//! The core: inputs in, outputs out, nothing else. No I/O, no clock, no randomness of its own.
//!
//! One batch is in flight at most; commands that come meanwhile wait in order. What was appended is folded
//! before the answer goes out, so that whoever was told *saved* sees it in the next view.

mod asks;
mod flight;
mod inputs;
mod outputs;
mod reads;
mod sessions;
mod state;
mod trail;
mod who;

pub use inputs::{Input, Unsaved};
pub use outputs::Output;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use self::flight::{Answered, Flight, Waiting};
use self::reads::Reading;
use self::sessions::Session;
use super::board::Board;
use super::docket::Docket;
use super::drafts::Drafts;
use super::find;
use super::shift::presence::Presence;
use super::trail::Trail;
use crate::record::audit::Why;
use crate::record::{CaseId, Moment, Problem, Recorded, SessionId};
use crate::rules::Pack;
use crate::wire::BoardView;

/// The session of what the desk itself records (a clock jump).
pub const OURS: SessionId = SessionId(0);

/// The desk's core.
#[derive(Debug, Default)]
pub struct Core {
    docket: Docket,
    packs: Vec<Pack>,
    board: Board,
    finder: find::Finder,
    now: Moment,
    sessions: BTreeMap<SessionId, Session>,
    queue: VecDeque<Waiting>,
    flight: Option<Flight>,
    readings: BTreeMap<u64, Reading>,
    next_ticket: u64,
    drafts: Drafts,
    presence: Presence,
    trouble: Option<String>,
    notices: Vec<String>,
    remembered: VecDeque<Answered>,
    touched: BTreeSet<CaseId>,
    trail: Trail,
    who: who::Who,
    /// How many settings, packs and directory entries were folded in: the board shows some of them.
    settings: u64,
    /// When anything was last recorded, the looking after the desk apart.
    changed: Option<Moment>,
}

impl Core {
    /// A core over nothing; [`Core::fold`] what the log holds, then [`Core::ready`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Folds an event of the log in, at start.
    pub fn fold(&mut self, recorded: &Recorded) {
        self.apply(recorded);
    }

    /// So many cases were ever opened in the log, whether they could be folded in or not.
    pub fn opened(&mut self, cases: u64) {
        self.docket.opened(cases);
    }

    /// Everything is folded in and this is the present.
    ///
    /// # Errors
    /// When a pack that this desk adopted cannot be read: no duty could be trusted then.
    pub fn ready(&mut self, now: Moment) -> Result<(), Problem> {
        self.now = self.now.max(now);
        self.adopt_packs()?;
        self.board.rebuild(&self.docket, &self.packs, self.now);
        self.touched.clear();
        self.who_ready();
        Ok(())
    }

    /// Everything the desk knows.
    pub fn docket(&self) -> &Docket {
        &self.docket
    }

    /// The packs in force.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// The desk's present.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// The board now.
    pub fn board(&mut self) -> BoardView {
        self.board.tick(&self.docket, &self.packs, self.now);
        self.board
            .view(&self.docket, self.now, self.trouble.clone())
    }

    /// The next instant at which something visible changes by time alone.
    pub fn next_change(&self) -> Option<Moment> {
        let changes = [
            self.board.next_change(),
            self.next_shift_change(),
            self.who_changes(),
        ];
        changes.into_iter().flatten().min()
    }

    /// How many duties are owed on the whole desk.
    pub fn owed(&self) -> usize {
        self.board.owed()
    }

    /// When anything was last recorded, the looking after the desk apart.
    pub fn changed(&self) -> Option<Moment> {
        self.changed
    }

    /// Whether rows of the audit wait to be written.
    pub fn has_trail(&self) -> bool {
        !self.trail.is_empty()
    }

    /// Takes one input and says what is to be done.
    pub fn step(&mut self, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Asked {
                request,
                now,
                fresh,
            } => {
                self.now = self.now.max(now);
                // A lock that is due falls before anything else is asked.
                if self.who_changes().is_some_and(|at| at <= self.now) {
                    self.pass_seats(&mut out);
                }
                self.asked(request, fresh, &mut out);
            }
            Input::Appended(result) => self.appended(result, &mut out),
            Input::Derived { ticket, check, now } => {
                self.now = self.now.max(now);
                self.derived(ticket, &check, &mut out);
            }
            Input::Read { ticket, result } => self.read(ticket, result, &mut out),
            Input::Tick(now) => {
                self.now = self.now.max(now);
                self.board.tick(&self.docket, &self.packs, self.now);
                self.pass_seats(&mut out);
                self.show_changes(&mut out);
                self.finder.gather(&self.docket);
            }
            Input::Jumped { by, now } => {
                self.now = self.now.max(now);
                self.jumped(by, &mut out);
            }
            Input::Trouble(trouble) => {
                if self.trouble != trouble {
                    self.trouble = trouble;
                    if let Some(words) = self.trouble.clone() {
                        self.tell_all(&words, &mut out);
                    }
                    self.show_changes(&mut out);
                }
            }
            Input::Said(words) => self.tell_all(&words, &mut out),
            Input::Gone(session) => {
                self.gone(session);
                self.seat_gone(session);
                self.trail.gone(session);
                self.show_changes(&mut out);
            }
            Input::Joined {
                session,
                origin,
                now,
            } => {
                self.now = self.now.max(now);
                self.seat_taken(session, &origin);
                self.trail.opened(session, origin, self.now);
            }
            Input::Unread {
                session,
                operator,
                now,
            } => {
                self.now = self.now.max(now);
                self.trail
                    .refused(session, &operator, None, "line", Why::Refused, self.now);
            }
            Input::Left(rows) => self.trail.found(rows),
            Input::Quiet(now) => {
                self.now = self.now.max(now);
                self.write_trail(&mut out);
            }
            Input::DraftFound {
                session,
                operator,
                place,
                text,
            } => self
                .drafts
                .keep(session, &operator, &place, &text, self.now),
        }
        out
    }
}

#[cfg(test)]
mod shift_tests;
#[cfg(test)]
mod tests;
