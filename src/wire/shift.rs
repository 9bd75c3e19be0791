//! Who is where, who has what, and what one shift hands to the next: as the desk shows it.

use crate::record::{CaseId, ItemId, Moment, SafeText};
use crate::rules::DutyState;

/// Where a session says it is, and what it needs to come back to the same place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Here {
    /// The case in front; `None` on the board.
    pub case: Option<CaseId>,
    /// The field under the cursor, by id.
    pub field: Option<String>,
    /// The entry, for a field of a group.
    pub item: Option<ItemId>,
    /// The place in the session's own words; only a session of the same operator reads them.
    pub back: String,
}

/// Who has a case, and until when without an entry of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimView {
    /// Who.
    pub by: SafeText,
    /// Since when.
    pub at: Moment,
    /// Their last entry.
    pub last: Moment,
    /// When the claim returns to the board if they enter nothing more.
    pub until: Moment,
}

impl ClaimView {
    /// Whether it has returned to the board.
    pub fn has_lapsed(&self, now: Moment) -> bool {
        now >= self.until
    }
}

/// Who else is where, for a session that watches the board or a case. The session itself is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PresenceView {
    /// Who is in which case, for the board.
    pub cases: Vec<(CaseId, Vec<SafeText>)>,
    /// Who is in the watched case, and where in it.
    pub here: Vec<PersonHere>,
    /// Calls that are parked, the longest first.
    pub parked: Vec<ParkedView>,
}

/// Somebody in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonHere {
    /// Who.
    pub who: SafeText,
    /// At which field, by id.
    pub field: Option<String>,
    /// The entry, for a field of a group.
    pub item: Option<ItemId>,
}

/// A call that was put aside for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedView {
    /// Its case.
    pub case: CaseId,
    /// The case's number.
    pub number: String,
    /// Who took the call.
    pub by: SafeText,
    /// Since when; the desk's start for one that outlived a restart.
    pub at: Moment,
    /// Where it stopped and what comes next, in words.
    pub words: SafeText,
    /// No screen of theirs is connected.
    pub alone: bool,
}

/// The whole desk as a supervisor sees it: every open duty, who has it, and what nobody looks after.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftView {
    /// The desk's present when the view was made.
    pub now: Moment,
    /// Cases with an open duty or a pending handover.
    pub cases: Vec<ShiftCase>,
    /// Open duties by due instant: late first, those without an hour last.
    pub duties: Vec<ShiftDuty>,
    /// Open duties that are not listed, since there are too many.
    pub more: usize,
    /// Calls that are parked.
    pub parked: Vec<ParkedView>,
    /// Texts whose session is gone.
    pub orphans: Vec<OrphanView>,
}

/// A case in the supervisor's view and in a handover.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftCase {
    /// Which.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// The child's name.
    pub name: SafeText,
    /// Who has it.
    pub claim: Option<ClaimView>,
    /// When anything was last entered.
    pub last: Moment,
    /// From when it counts as silent, if nothing more is entered.
    pub silent_at: Moment,
    /// Who was told what, in words, oldest first.
    pub told: Vec<SafeText>,
    /// What is asked by police or NCMEC and still blank or unknown, by label.
    pub unknown: Vec<String>,
}

/// An open duty, who has it, and how it stands in a handover.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftDuty {
    /// Of which case: a place in [`ShiftView::cases`].
    pub case: usize,
    /// The duty's id.
    pub duty: String,
    /// The item, where each has its own.
    pub item: Option<ItemId>,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: DutyState,
    /// When it is due; `None` when it has no hour.
    pub due: Option<Moment>,
    /// What to do next, in words.
    pub next: SafeText,
    /// Who has it and since when; `None` when nobody does.
    pub holder: Option<(SafeText, Moment)>,
    /// The handover it is in.
    pub handed: Option<HandedView>,
}

/// How a duty stands in a handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedView {
    /// Who hands it over.
    pub from: SafeText,
    /// To whom; `None` for whoever comes.
    pub to: Option<SafeText>,
    /// When.
    pub at: Moment,
    /// From when a supervisor must see that nobody has accepted it.
    pub alert_at: Moment,
    /// Who accepted it, and when.
    pub accepted: Option<(SafeText, Moment)>,
}

/// A text left behind by a session that is gone. Its words are not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanView {
    /// Who typed it.
    pub by: SafeText,
    /// Its place, to take it over by.
    pub place: String,
    /// The case, and its number.
    pub case: CaseId,
    /// The case's number.
    pub number: String,
    /// Where it was being typed, in words.
    pub what: String,
    /// Since when it is alone; the desk's start for one that outlived a restart.
    pub at: Moment,
}

/// How many labels of unknown facts are named; the rest is counted.
const NAMED: usize = 12;

/// A list of labels in one line; beyond a dozen the rest is counted.
pub fn listed(labels: &[String]) -> String {
    let mut named = labels
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if labels.len() > NAMED {
        named.push_str(&format!(" and {} more", labels.len() - NAMED));
    }
    named
}
