//! What clients did, and what they wrote down of it: when they asked, when they were answered, and with what.

use porchlight::record::who::Role;
use porchlight::record::{CaseId, SessionId};
use porchlight::wire::who::State;
use porchlight::wire::{CaseView, Message};

use super::sat::Sat;
use super::staff::Marked;

/// What a client did.
#[derive(Debug, Clone)]
pub struct Done {
    pub session: SessionId,
    pub number: u64,
    /// Under which names it may stand in the log: one for each time it was sent.
    pub operators: Vec<String>,
    pub case: CaseId,
    pub what: What,
    /// How the client stood each time that it was sent.
    pub sats: Vec<Sat>,
    /// When it was asked and answered, on a clock that all clients share.
    pub asked: u64,
    pub answered: Option<u64>,
    pub answer: Answer,
}

#[derive(Debug, Clone)]
pub enum What {
    Write {
        field: &'static str,
        value: String,
        saw: Option<u64>,
    },
    /// A command that adds words which nobody else writes: its name, and the words.
    Add(&'static str, String),
    Claim,
    /// A case begun.
    Begin,
    /// A setting of the desk.
    Setting,
    Read,
    Look(Look),
    /// To be let in as somebody, with the right phrase or a wrong one.
    SignIn(String, bool),
    /// Locking, signing out, asking how one stands.
    Own,
    Alone,
    Reveal,
    Glass,
    /// A change of somebody on the roster.
    Change(&'static str),
}

/// What is looked at, a case apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Board,
    Sheet,
    History,
    Find,
    Shift,
    Handover,
    Numbers,
    Roster,
    Flags,
}

#[derive(Debug, Clone)]
pub enum Answer {
    Saved,
    Conflict {
        saw: u64,
    },
    Refused(String),
    /// The case as it was shown.
    Shown(Box<CaseView>),
    /// Done or given, whatever it was.
    Given,
    /// How the session stands now.
    Stands(State),
    /// Nobody knows: the client was killed before it was answered, or the machine failed.
    Unknown,
}

/// The desk said how a session stands.
#[derive(Debug, Clone)]
pub struct Heard {
    pub session: SessionId,
    /// Between these two on the shared clock it was so.
    pub from: u64,
    pub to: u64,
    pub state: State,
    pub person: Option<String>,
    pub role: Option<Role>,
    pub signed: Option<(SessionId, u64)>,
}

/// Something that was sent and may not be seen by whoever the client took itself for.
#[derive(Debug, Clone)]
pub struct Doubt {
    pub words: String,
    pub sat: Sat,
    pub mark: String,
    pub cases: Vec<Marked>,
    /// Between these two the desk did not say how the client stands.
    pub from: u64,
    pub to: u64,
    pub message: Message,
    pub bytes: Vec<u8>,
}

/// How a line between a client and the desk lies, or the desk leaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// A write is answered with *saved* and never reaches the desk.
    Swallows,
    /// A write reaches the desk again under another number.
    Replays,
    /// An old view is shown for the present one.
    ShowsTheOld,
    /// What a role may not have is given all the same.
    IgnoresTheRole,
    /// A case comes with its masked fields open.
    ShowsTheMasked,
    /// Who was suspended is answered.
    AnswersTheSuspended,
    /// Who has not signed in may read.
    LetsNobodyRead,
}
