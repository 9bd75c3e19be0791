//! A duty: something owed to a receiver by a deadline.

use crate::record::event::Receiver;
use crate::record::{ItemId, Moment};

/// Where a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyState {
    /// Its anchor has not happened; [`Duty::waiting_on`] says on what.
    Waiting,
    /// Nobody has tried.
    Owed,
    /// Somebody says it was done; counts as owed.
    Claimed,
    /// Tried, not told.
    Tried,
    /// Taken by a named person; a proof may still be missing.
    Told,
    /// Taken, with the number that proves it.
    Confirmed,
    /// Past its due instant and not told.
    Late,
    /// Told or confirmed, after its due instant.
    LateButTold,
    /// Does not apply; [`Duty::because`] says why.
    NotApplicable,
}

impl DutyState {
    /// Whether something is still to be done: everything but told, confirmed and not applicable.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Owed | Self::Claimed | Self::Tried | Self::Late)
    }
    /// The word for it, the same in `--json` and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Owed => "owed",
            Self::Claimed => "claimed",
            Self::Tried => "tried",
            Self::Told => "told",
            Self::Confirmed => "confirmed",
            Self::Late => "late",
            Self::LateButTold => "late but told",
            Self::NotApplicable => "not applicable",
        }
    }
}

/// Something owed to a receiver by a deadline.
#[derive(Debug, Clone, PartialEq)]
pub struct Duty {
    /// Its id in the pack (`police.report`).
    pub id: String,
    /// The item it is about, where each has its own (a lead).
    pub item: Option<ItemId>,
    /// What it is called.
    pub title: String,
    /// To whom.
    pub receiver: Receiver,
    /// Where it stands.
    pub state: DutyState,
    /// Past due now, or told late.
    pub late: bool,
    /// The kind of instant it counts from (`received`).
    pub anchor: String,
    /// That instant.
    pub anchor_at: Option<Moment>,
    /// When it is due; `None` when it has no hour in law.
    pub due: Option<Moment>,
    /// When it was told or confirmed, as said.
    pub done: Option<Moment>,
    /// The rule that won (`us-federal 2026-11 F1`).
    pub rule: String,
    /// The law.
    pub citation: String,
    /// What it waits on, in words.
    pub waiting_on: Option<String>,
    /// Why it does not apply, in words.
    pub because: Option<String>,
    /// A proof still missing though told (`case number`), in words.
    pub still_owed: Option<String>,
    /// When the next try was promised or is timed.
    pub again_at: Option<Moment>,
    /// The agency's own reminder rather than law.
    pub reminder: bool,
    /// What it says when asked: rule, anchor, who entered it, what changed, what would stop it.
    pub explanation: Vec<String>,
}
