//! The words events are made of: by what way, to whom, how it ended, who called.

use super::super::SafeText;
use super::super::id::ItemId;
use super::super::when::{Instant, Moment};

/// By what way something came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "channels by name")]
pub enum Channel {
    Phone,
    Email,
    Fax,
    Voicemail,
    Web,
    SystemToSystem,
    InPerson,
    Text,
}

/// To whom a duty is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "receivers by name")]
pub enum Receiver {
    Police,
    Ncmec,
    Agency,
    Clearinghouse,
    Supervisor,
    Court,
    Attorney,
    Parent,
    Tribe,
    Hhs,
}

/// How a try ended. Only some endings stop a clock; which, says the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It rang out.
    NoAnswer,
    /// A message was left. Stops nothing.
    Voicemail,
    /// Sent without any acknowledgement (e-mail, fax, saved draft). Stops nothing.
    Sent,
    /// The receiver would not take it.
    Refused,
    /// NCMEC took the call and declined the case.
    Declined,
    /// Somebody says that it was done. Counts as owed.
    Claimed,
    /// Taken by a named person, or by the receiver's own confirmation.
    Told,
    /// Taken, with the number that proves it.
    Confirmed,
    /// Decided, with a reason, that it is not to be done.
    Excused,
}

/// One try at a receiver about one duty.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Its own id, so that it can be pointed at.
    pub id: ItemId,
    /// The duty it is about, by pack id (`police.report`).
    pub duty: String,
    /// The lead or other item the duty is about, where each has its own.
    pub item: Option<ItemId>,
    /// To whom.
    pub receiver: Receiver,
    /// When, as said.
    pub at: Instant,
    /// By what way.
    pub channel: Channel,
    /// How it ended.
    pub outcome: Outcome,
    /// The agency or office reached.
    pub office: Option<SafeText>,
    /// The number dialled.
    pub dialled: Option<SafeText>,
    /// Who was spoken to.
    pub person: Option<SafeText>,
    /// The officer's badge.
    pub badge: Option<SafeText>,
    /// The number given: case number, NCIC number, NCMEC reference.
    pub number: Option<SafeText>,
    /// The receiver's words: of a refusal, a decline, an excuse.
    pub words: Option<SafeText>,
    /// When to try again, where that was said.
    pub again_at: Option<Moment>,
}

/// Who called in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "callers by name")]
pub enum Caller {
    Police,
    Ncmec,
    Tip,
    Child,
    Caregiver,
    Other,
}

/// What one key answers first: is anyone in danger now, has 911 been called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the two questions")]
pub enum FirstQuestion {
    DangerNow,
    Called911,
}

/// A three-way answer to a first question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "yes, no, asked and unknown")]
pub enum YesNoUnknown {
    Yes,
    No,
    Unknown,
}

/// A yes, a no, or a person's case-by-case decision still to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the three columns of the table")]
pub enum Decision {
    Yes,
    No,
    CaseByCase,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closing {
    /// Found and returned, everybody told.
    Returned,
    /// Found before any report was made.
    FoundBeforeReport,
    /// Not missing by triage.
    NotMissing,
    /// A mistaken intake.
    Mistaken,
    /// Something else, said in the reason.
    Other,
}
