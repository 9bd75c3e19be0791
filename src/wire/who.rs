//! Signing in, locking, and who may act: what a session asks about itself and the roster, and what the desk says.

use std::fmt;

use zeroize::Zeroize;

use crate::record::who::{PHRASE_MOST, Role};
use crate::record::{CaseId, Moment, SafeText, Zone};

/// Room for a phrase being typed: more than one may have, so that a longer one is refused in words.
const ROOM: usize = PHRASE_MOST + 64;

/// A phrase on its way to the desk: never printed, wiped when it is dropped.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Phrase(String);

impl Phrase {
    /// A phrase as typed.
    pub fn new(typed: impl Into<String>) -> Self {
        Self(typed.into())
    }
    /// Types on; never more than a phrase may have, so that it is not cut but refused.
    pub fn push_str(&mut self, typed: &str) {
        // The room for all of it at once: a text that grew would leave copies behind.
        if self.0.capacity() == 0 {
            self.0.reserve_exact(ROOM);
        }
        for c in typed.chars() {
            if self.0.len() + c.len_utf8() <= ROOM {
                self.0.push(c);
            }
        }
    }
    /// Takes the last character back.
    pub fn pop(&mut self) {
        self.0.pop();
    }
    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for Phrase {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phrase(…)")
    }
}

/// What a session asks about itself and the roster.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// How it stands.
    Hello,
    /// To be let in; the same for a screen that is locked.
    SignIn {
        /// The operator's name, as typed.
        name: String,
        /// The unlock phrase.
        phrase: Phrase,
    },
    /// To be let in as the machine whose account this line comes from.
    SignInByAccount,
    /// A fresh proof of who sits there.
    Prove {
        /// The unlock phrase of whoever is signed in.
        phrase: Phrase,
    },
    /// To have the screen locked.
    Lock,
    /// To go on where a locked screen was, once its operator has signed in.
    Resume {
        /// What the desk said at the lock.
        ticket: String,
    },
    /// Keys came since the last time.
    Active,
    /// To be signed out.
    SignOut,
    /// To see masked fields of a case.
    Reveal {
        /// Which case.
        case: CaseId,
        /// Which fields; none for all that are masked.
        fields: Vec<String>,
        /// Why.
        reason: String,
    },
    /// To see all masked fields of a case, for a child in danger. Everybody is told.
    BreakGlass {
        /// Which case.
        case: CaseId,
        /// Why.
        reason: String,
    },
    /// To work without signing in: to write, and see only what was typed here. Everybody is told.
    Alone {
        /// Who says to sit there.
        name: String,
        /// Why they cannot sign in.
        reason: String,
    },
    /// A blank script.
    Blank {
        /// `police` or `ncmec`.
        sheet: String,
    },
    /// Everybody on the roster.
    Roster,
    /// To change the roster.
    Change(Change),
    /// What was flagged.
    Flags,
    /// To have something flagged count as reviewed.
    Review {
        /// Which, in hexadecimal.
        flag: String,
        /// What came of it.
        words: String,
    },
}

/// A change of the roster.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Somebody comes onto it.
    Add {
        /// The name.
        name: String,
        /// `intake`, `reviewer`, `supervisor` or `auditor`.
        role: String,
        /// The account (uid) of a machine.
        account: Option<u32>,
        /// The first phrase of a person.
        phrase: Option<Phrase>,
    },
    /// Another phrase.
    Phrase {
        /// Whose.
        name: String,
        /// The phrase.
        phrase: Phrase,
    },
    /// Another role.
    Role {
        /// Whose.
        name: String,
        /// As in `Add`.
        role: String,
    },
    /// May not act any more.
    Suspend {
        /// Who.
        name: String,
        /// Why.
        reason: String,
    },
    /// May act again.
    Restore {
        /// Who.
        name: String,
        /// Why.
        reason: String,
    },
    /// May try again after a lock-out.
    Release {
        /// Who.
        name: String,
        /// Why.
        reason: String,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// How the session stands now.
    Standing(Box<Standing>),
    /// The phrase is wanted once more before that; nothing was done.
    ProveFirst {
        /// Before what.
        what: String,
    },
    /// Everybody on the roster.
    Roster(Vec<OperatorRow>),
    /// What was flagged, the newest first.
    Flags(Vec<FlagRow>),
    /// Done; what to know.
    Done(String),
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody is on the roster: nobody signs in.
    Open,
    /// Nobody has signed in here.
    Out,
    /// Somebody has.
    In,
    /// Somebody had; the screen is locked.
    Locked,
    /// Somebody works without having signed in.
    Alone,
}

/// How a session stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The desk's present.
    pub now: Moment,
    /// The agency's zone.
    pub zone: Zone,
    /// Where.
    pub state: State,
    /// Who, where somebody is known.
    pub operator: Option<SafeText>,
    /// What for.
    pub role: Option<Role>,
    /// When the screen locks if no key comes.
    pub locks_at: Option<Moment>,
    /// When the phrase is wanted again, whatever is typed.
    pub ends_at: Option<Moment>,
    /// What lets a new screen go on from a locked one.
    pub ticket: Option<String>,
    /// The case that was in front when the screen was locked.
    pub case: Option<CaseId>,
    /// Why it stands so, in one sentence.
    pub words: Option<String>,
    /// How much was flagged that nobody has reviewed; only told to those who may.
    pub flags: usize,
    /// What everybody reads before signing in, where the agency has set it; told to whoever has not signed in.
    pub notice: Option<SafeText>,
    /// The agency's name.
    pub agency: SafeText,
    /// A practice desk.
    pub practice: bool,
}

/// Somebody on the roster.
#[derive(Debug, Clone, PartialEq)]
pub struct OperatorRow {
    /// The name.
    pub name: SafeText,
    /// What for.
    pub role: Role,
    /// The account of a machine.
    pub account: Option<u32>,
    /// `active`, `suspended …`, `locked out …`, in words.
    pub state: SafeText,
    /// When the phrase was last given rightly.
    pub last: Option<Moment>,
    /// How many sessions are theirs now.
    pub sessions: usize,
}

/// Something flagged.
#[derive(Debug, Clone, PartialEq)]
pub struct FlagRow {
    /// Its id, in hexadecimal.
    pub id: String,
    /// When.
    pub at: Moment,
    /// By whom.
    pub operator: SafeText,
    /// What, in words.
    pub what: SafeText,
    /// The cases it is about, by number.
    pub cases: Vec<String>,
    /// The reason given.
    pub reason: SafeText,
    /// Who reviewed it, when, and their words.
    pub reviewed: Option<SafeText>,
}
