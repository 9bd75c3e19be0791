//! The core: inputs in, outputs out, nothing else. No I/O, no clock, no randomness of its own.

use crate::record::{Batch, Moment, Problem, Recorded, SessionId};
use crate::wire::{Message, Request};

/// What reaches the core.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A session asks.
    Asked {
        /// What.
        request: Request,
        /// The desk's present.
        now: Moment,
        /// Fresh randomness to make ids from: the first id is `fresh`, the next `fresh + 1` …
        fresh: u128,
    },
    /// The store answered the batch in flight.
    Appended(Result<Vec<Recorded>, Problem>),
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
}

/// What the core wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Append this batch; its result comes back as [`Input::Appended`]. One is in flight at most.
    Append(Batch),
    /// Send this to a session.
    Send(SessionId, Message),
    /// Keep or forget a draft of a session.
    Draft {
        /// Whose.
        session: SessionId,
        /// The operator, so that a later session can take it up.
        operator: String,
        /// Where it is typed.
        place: String,
        /// The text; empty forgets.
        text: String,
    },
}
