//! What the core wants done.

use crate::record::{Batch, SessionId, Stream};
use crate::wire::Message;
use crate::wire::who::Phrase;

/// What the core wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Append this batch; its result comes back as [`Input::Appended`](super::Input::Appended). One is in flight at most.
    Append(Batch),
    /// Read every event of these streams; they come back as [`Input::Read`](super::Input::Read).
    Read {
        /// The number to answer with.
        ticket: u64,
        /// Which.
        streams: Vec<Stream>,
    },
    /// Send a phrase through the slow function (PBKDF2-HMAC-SHA-512), off the desk's thread; what comes out is
    /// [`Input::Derived`](super::Input::Derived). One is asked for at a time.
    Derive {
        /// The number to answer with.
        ticket: u64,
        /// The phrase.
        phrase: Phrase,
        /// The salt.
        salt: [u8; 16],
        /// How many rounds.
        rounds: u32,
    },
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
