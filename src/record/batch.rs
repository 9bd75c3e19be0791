//! Events that are written together or not at all.

use super::event::Event;
use super::{Moment, SafeText, SessionId, Stream};

/// Events to be appended together or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The head each stream must still have: the sequence of its last event, 0 when new.
    pub expected: Vec<(Stream, u64)>,
    /// The events, in order.
    pub events: Vec<(Stream, Event)>,
    /// The desk's present.
    pub at: Moment,
    /// Which operator.
    pub operator: SafeText,
    /// From which screen.
    pub session: SessionId,
    /// The request this answers, kept with the batch so that a resend is answered and not repeated.
    pub request: u64,
}
