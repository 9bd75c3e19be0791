//! What happened in the course of a case: attempts, calls in, triage, found, back, closed, who has it.

use crate::record::event::{Attempt, Caller, Channel, Closing, Decision};
use crate::record::when::{Instant, Moment};
use crate::record::{ItemId, SafeText};

/// An attempt, and whether it was withdrawn as recorded wrongly.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The attempt.
    pub attempt: Attempt,
    /// When it was recorded.
    pub recorded: Moment,
    /// By which operator.
    pub operator: SafeText,
    /// Why it no longer counts.
    pub withdrawn: Option<SafeText>,
}

/// A call that came in.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "the fields of Event::Heard, with when and by whom recorded"
)]
pub struct Heard {
    pub id: ItemId,
    pub from: Caller,
    pub at: Instant,
    pub channel: Channel,
    pub who: Option<SafeText>,
    pub what: SafeText,
    pub number: Option<SafeText>,
    pub recorded: Moment,
    pub operator: SafeText,
}

/// The triage decision that stands.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "the fields of Event::TriageDecided, with who and when"
)]
pub struct Triage {
    pub row: u8,
    pub police: Decision,
    pub ncmec: Decision,
    pub reason: Option<SafeText>,
    pub overridden: bool,
    pub verifier: Option<SafeText>,
    pub again_at: Option<Moment>,
    pub at: Moment,
    pub operator: SafeText,
}

/// Whereabouts as they became known.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields of Event::Located")]
pub struct Located {
    pub at: Instant,
    pub place: SafeText,
    pub by: SafeText,
    pub verified: Option<SafeText>,
}

/// The child back, the interview or the screen: when and by whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// When.
    pub at: Instant,
    /// By whom, or received by whom.
    pub by: SafeText,
    /// Place, factors, or tool and result.
    pub words: SafeText,
}

/// A closing.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "the fields of Event::Closed, with who and when"
)]
pub struct Ending {
    pub how: Closing,
    pub reason: SafeText,
    pub verifier: Option<SafeText>,
    pub supervisor: Option<SafeText>,
    pub open_duties: Vec<String>,
    pub at: Moment,
    pub operator: SafeText,
}

/// "I have it", and since when.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Who.
    pub by: SafeText,
    /// Since when.
    pub at: Moment,
    /// When whoever has it last entered anything.
    pub last: Moment,
}
