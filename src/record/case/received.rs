//! The instant the agency received the information, from which every clock runs, and every change to it.

use crate::record::SafeText;
use crate::record::event::{Channel, Recorded};
use crate::record::when::{Instant, Moment, Precision};

/// The instant the agency received the information (T-INFO), and every change to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// What governs every clock.
    pub at: Instant,
    /// When the intake key was read.
    pub key: Instant,
    /// By what way it came, once asked.
    pub channel: Option<Channel>,
    /// Every change, oldest first.
    pub changes: Vec<ReceivedChange>,
}

/// A change to the received instant.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedChange {
    /// What stood before.
    pub from: Instant,
    /// What was given.
    pub to: Instant,
    /// Why; `None` when it was said at the opening.
    pub reason: Option<SafeText>,
    /// Who gave it.
    pub operator: SafeText,
    /// When.
    pub at: Moment,
    /// Where it stands.
    pub standing: Standing,
}

/// Where a change to the received instant stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// It governs.
    Governs,
    /// To later, and no second person has confirmed: the earlier instant governs.
    AwaitsSecondPerson,
    /// To later, confirmed by this person: it governs.
    Confirmed(SafeText),
    /// To later, and the second person did not agree.
    Denied(SafeText),
}

impl Received {
    pub(super) fn change(&mut self, to: Instant, reason: Option<SafeText>, recorded: &Recorded) {
        // Choosing one of the two readings of a repeated hour settles what was said; it corrects nothing.
        let settles = matches!(self.at.precision, Precision::Either { or } if or == to.at);
        let later = to.at > self.at.at && !settles;
        let standing = if later {
            Standing::AwaitsSecondPerson
        } else {
            Standing::Governs
        };
        self.changes.push(ReceivedChange {
            from: self.at,
            to,
            reason,
            operator: recorded.operator.clone(),
            at: recorded.at,
            standing,
        });
        if !later {
            self.at = to;
        }
    }

    pub(super) fn settle(&mut self, standing: Standing) {
        let open = self
            .changes
            .iter_mut()
            .rev()
            .find(|c| c.standing == Standing::AwaitsSecondPerson);
        if let Some(change) = open {
            if matches!(standing, Standing::Confirmed(_)) {
                self.at = change.to;
            }
            change.standing = standing;
        }
    }

    /// A correction to later that no second person has confirmed.
    pub fn unconfirmed(&self) -> Option<&ReceivedChange> {
        self.changes
            .iter()
            .rev()
            .find(|c| c.standing == Standing::AwaitsSecondPerson)
    }
}
