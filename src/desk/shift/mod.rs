//! The shift: who has what and for how long, what one shift hands to the next, and what nobody looks after.
//!
//! Pure. A claim never has to be taken away: whether it still stands follows from its last entry and the present.

pub mod handover;
pub mod parked;
pub mod presence;
pub mod view;

use super::docket::Docket;
use crate::record::case::Whole;
use crate::record::when::MINUTE;
use crate::record::{Case, Desk, ItemId, Moment, SafeText};
use crate::wire::shift::{ClaimView, HandedView};

/// A setting in whole minutes: its key, what it is, and what holds when nobody has set it.
#[derive(Debug, Clone, Copy)]
pub struct Minutes {
    /// The key of the setting.
    pub key: &'static str,
    /// Minutes when it is not set.
    pub usual: i64,
}

/// A claim without an entry of its holder returns to the board after so long.
pub const CLAIM: Minutes = Minutes {
    key: "claim.minutes",
    usual: 20,
};
/// A case with something owed counts as silent after so long without an entry.
pub const SILENT: Minutes = Minutes {
    key: "silent.minutes",
    usual: 60,
};
/// A duty handed over and not accepted alerts after so long.
pub const HANDOVER: Minutes = Minutes {
    key: "handover.minutes",
    usual: 15,
};
/// Every setting in minutes.
pub const SETTINGS: [Minutes; 3] = [CLAIM, SILENT, HANDOVER];

impl Minutes {
    /// The setting of a desk, in microseconds.
    pub fn of(self, desk: Option<&Desk>) -> i64 {
        let set = desk
            .and_then(|desk| desk.settings.get(self.key))
            .and_then(|words| self.read(words.as_str()));
        set.unwrap_or(self.usual).saturating_mul(MINUTE)
    }

    /// Minutes from words; between one minute and one day.
    pub fn read(self, words: &str) -> Option<i64> {
        words
            .trim()
            .parse()
            .ok()
            .filter(|minutes| (1..=24 * 60).contains(minutes))
    }
}

/// The claim of a case, with the moment at which it returns to the board.
pub fn claim(docket: &Docket, case: &Case) -> Option<ClaimView> {
    let claim = case.claim.as_ref()?;
    Some(ClaimView {
        by: claim.by.clone(),
        at: claim.at,
        last: claim.last,
        until: claim.last.plus(CLAIM.of(docket.desk.as_ref())),
    })
}

/// Who has a duty of a case, and since when. What was handed over and not accepted stays with whoever handed it
/// over; a claim that has lapsed is nobody's.
pub fn holder(
    docket: &Docket,
    case: &Case,
    duty: &str,
    item: Option<ItemId>,
    now: Moment,
) -> Option<(SafeText, Moment)> {
    let claim = claim(docket, case);
    if let Some(handover) = &case.handover
        && let Some((_, accepted)) = handover.of(duty, item)
    {
        match accepted {
            // A claim after the acceptance takes the case, and this with it.
            Some(accepted) if claim.as_ref().is_none_or(|c| c.at <= accepted.at) => {
                return Some((accepted.by.clone(), accepted.at));
            }
            Some(_) => {}
            None => return Some((handover.from.clone(), handover.at)),
        }
    }
    claim
        .filter(|claim| !claim.has_lapsed(now))
        .map(|claim| (claim.by, claim.at))
}

/// How a duty stands in the handover of its case, if it is in one.
pub fn handed(
    docket: &Docket,
    case: &Case,
    duty: &str,
    item: Option<ItemId>,
) -> Option<HandedView> {
    let handover = case.handover.as_ref()?;
    let (_, accepted) = handover.of(duty, item)?;
    Some(HandedView {
        from: handover.from.clone(),
        to: handover.to.clone(),
        at: handover.at,
        alert_at: handover.at.plus(HANDOVER.of(docket.desk.as_ref())),
        accepted: accepted.as_ref().map(|a| (a.by.clone(), a.at)),
    })
}

/// What the board says of a handover that is not accepted whole; `None` when there is nothing to say.
pub fn unaccepted(whole: &Whole<'_>, duties: &[crate::rules::Duty]) -> Option<String> {
    let handover = whole.case.handover.as_ref()?;
    let open = duties
        .iter()
        .filter(|duty| crate::sheet::handover::is_owed(duty))
        .filter(|duty| matches!(handover.of(&duty.id, duty.item), Some((_, None))))
        .count();
    let what = match open {
        0 => return None,
        1 => "1 duty".to_owned(),
        more => format!("{more} duties"),
    };
    Some(format!(
        "{what} handed over by {} and not accepted: still with {}",
        handover.from, handover.from
    ))
}
