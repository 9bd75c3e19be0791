//! What reaches the core.

use crate::record::audit::Origin;
use crate::record::event::Event;
use crate::record::{Moment, Problem, Recorded, SessionId};
use crate::wire::Request;

/// What reaches the core.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A session asks.
    Asked {
        /// What.
        request: Request,
        /// The desk's present.
        now: Moment,
        /// Fresh randomness: ids are made from `fresh`, `fresh + 1` …
        fresh: u128,
    },
    /// The store answered the batch in flight.
    Appended(Result<Vec<Recorded>, Unsaved>),
    /// The store answered a read.
    Read {
        /// Which.
        ticket: u64,
        /// The events of the streams asked for, each stream in order.
        result: Result<Vec<Recorded>, Problem>,
    },
    /// The slow function of an unlock phrase answered.
    Derived {
        /// Which.
        ticket: u64,
        /// What came out.
        check: [u8; 32],
        /// The desk's present.
        now: Moment,
    },
    /// Time passed; views whose words changed are sent again.
    Tick(Moment),
    /// The machine's clock jumped by so many microseconds against elapsed time.
    Jumped {
        /// By how much.
        by: i64,
        /// The desk's present, which did not jump.
        now: Moment,
    },
    /// The store's trouble, in one sentence; `None` when it is over.
    Trouble(Option<String>),
    /// The store says something once that every operator must know.
    Said(String),
    /// A session's line is gone.
    Gone(SessionId),
    /// A session says where it comes from, before it asks anything.
    Joined {
        /// Which.
        session: SessionId,
        /// From where.
        origin: Origin,
        /// The desk's present.
        now: Moment,
    },
    /// A line that was no command was refused before it reached the desk.
    Unread {
        /// Which session sent it.
        session: SessionId,
        /// The operator.
        operator: String,
        /// The desk's present.
        now: Moment,
    },
    /// Rows of the audit that a reader without the lock left beside the log.
    Left(Vec<Event>),
    /// A quiet moment: what waits for the audit is written.
    Quiet(Moment),
    /// A draft that was on the disk at start.
    DraftFound {
        /// The session that typed it.
        session: SessionId,
        /// The operator.
        operator: String,
        /// Where it was typed.
        place: String,
        /// The text.
        text: String,
    },
}

/// Why a batch was not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Unsaved {
    /// Streams moved on; here is what they hold beyond the heads that were expected. Decide again.
    Moved(Vec<Recorded>),
    /// The store would not, in words. Nothing was saved.
    Failed(Problem),
}
