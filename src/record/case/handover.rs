//! What one shift hands to the next: duties of a case, and who accepted each.

use crate::record::event::DutyKey;
use crate::record::when::Moment;
use crate::record::{ItemId, SafeText};

/// Duties of a case that one shift hands to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Handover {
    /// Which; cases handed over together share it.
    pub id: ItemId,
    /// Who hands over, and has each duty until somebody accepts it.
    pub from: SafeText,
    /// To whom; `None` for whoever comes.
    pub to: Option<SafeText>,
    /// When.
    pub at: Moment,
    /// Which duties, and who accepted each.
    pub duties: Vec<(DutyKey, Option<Accepted>)>,
}

/// Who accepted a duty.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// Who.
    pub by: SafeText,
    /// When.
    pub at: Moment,
}

impl Handover {
    /// The duty as it was handed over, if it was.
    pub fn of(&self, duty: &str, item: Option<ItemId>) -> Option<&(DutyKey, Option<Accepted>)> {
        self.duties
            .iter()
            .find(|(key, _)| key.duty == duty && key.item == item)
    }

    /// Whether a duty still waits to be accepted.
    pub fn is_pending(&self) -> bool {
        self.duties.iter().any(|(_, accepted)| accepted.is_none())
    }

    /// Notes who accepted a duty.
    pub(super) fn accept(&mut self, duty: &DutyKey, by: Accepted) {
        if let Some((_, accepted)) = self.duties.iter_mut().find(|(key, _)| key == duty) {
            *accepted = Some(by);
        }
    }
}
