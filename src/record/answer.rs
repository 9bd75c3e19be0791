//! What is known of a field, and how it is known.

use super::{Moment, SafeText, SessionId, Value};

/// The four honest answers. A blank is the absence of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Somebody said it.
    Known(Value),
    /// Asked, and nobody could say.
    Unknown,
    /// Asked, and would not say.
    Refused,
    /// Does not apply to this child or this run.
    NotApplicable,
}

/// An answer to one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What is known.
    pub state: State,
    /// Who said it, in words (`foster mother`, `Ofc. Ruiz`). Empty when the operator knows it.
    pub said_by: Option<SafeText>,
    /// The day or instant as of which it is true, when that is not the moment of recording.
    pub as_of: Option<Moment>,
    /// Why a former answer was changed, when there was one.
    pub reason: Option<SafeText>,
}

impl Answer {
    /// A known value with nothing more said about it.
    pub fn known(value: Value) -> Self {
        Self {
            state: State::Known(value),
            said_by: None,
            as_of: None,
            reason: None,
        }
    }
    /// An answer that is not a value.
    pub fn not_known(state: State) -> Self {
        Self {
            state,
            said_by: None,
            as_of: None,
            reason: None,
        }
    }
    /// The value, when there is one.
    pub fn value(&self) -> Option<&Value> {
        match &self.state {
            State::Known(value) => Some(value),
            _ => None,
        }
    }
}

/// An answer with who typed it and when: the present one of a field, or a former one.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The answer; `None` when it was cleared back to blank.
    pub answer: Option<Answer>,
    /// When it was recorded.
    pub at: Moment,
    /// Which operator typed it.
    pub operator: SafeText,
    /// On which screen: what a screen answered itself is no surprise to it.
    pub session: SessionId,
    /// The sequence in its stream of the event that set it; a later writer states the one it saw.
    pub seq: u64,
}
