//! Who did what: the rows of the audit, derived from the log. Pure.
//!
//! A change needs no row of its own: its events carry time, operator and session, in the frame that makes the
//! change. Reads and refusals are events of the desk's stream. A session says once where it came from.

use std::collections::BTreeMap;

use super::event::{Event, Recorded};
use super::who::How;
use super::{CaseId, ChildId, Moment, SafeText, SessionId, Stream};

/// Where a session comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The account's number and name on the machine.
    pub account: SafeText,
    /// The operator's name, as given.
    pub operator: SafeText,
    /// The terminal; empty when there is none.
    pub terminal: SafeText,
    /// The address it came from by SSH; empty when it is local.
    pub remote: SafeText,
}

/// Why nothing came of what was asked. A class, never words that were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Against a rule, or not understood.
    Refused,
    /// Somebody else had changed it meanwhile.
    Conflict,
    /// It was so already; nothing was to be written.
    Nothing,
    /// The machine failed.
    Failed,
}

impl Why {
    /// The word of the audit's last column.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Conflict => "conflict",
            Self::Nothing => "done, nothing to change",
            Self::Failed => "failed",
        }
    }
}

/// A row of the audit. It holds no value of any field and nothing that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// When it happened, by the desk's time.
    pub at: Moment,
    /// Who.
    pub operator: SafeText,
    /// From which screen or run.
    pub session: SessionId,
    /// What: a command's name, or what was looked at.
    pub verb: String,
    /// The cases it is about.
    pub cases: Vec<CaseId>,
    /// The children it is about, where a child's own record was written.
    pub children: Vec<ChildId>,
    /// What came of it.
    pub outcome: &'static str,
}

/// The rows of a log, in order, and where each session came from.
#[derive(Debug, Default)]
pub struct Audit {
    /// The rows.
    pub rows: Vec<Row>,
    /// Sessions by id.
    pub origins: BTreeMap<SessionId, Origin>,
    /// The batch being gathered: its key, and the strongest of its events so far.
    open: Option<(Key, u8)>,
}

type Key = (SessionId, u64, Moment);

impl Audit {
    /// Takes the next event of the log.
    pub fn take(&mut self, one: &Recorded) {
        match &one.event {
            Event::SessionOpened {
                session,
                at,
                account,
                operator,
                terminal,
                remote,
            } => {
                self.origins.insert(
                    *session,
                    Origin {
                        account: account.clone(),
                        operator: operator.clone(),
                        terminal: terminal.clone(),
                        remote: remote.clone(),
                    },
                );
                self.alone(*at, operator, *session, "session", None, "begun");
            }
            Event::Viewed {
                session,
                at,
                operator,
                case,
                what,
            } => self.alone(*at, operator, *session, what, *case, "shown"),
            Event::Refused {
                session,
                at,
                operator,
                case,
                verb,
                why,
            } => self.alone(*at, operator, *session, verb, *case, why.word()),
            Event::Revealed {
                session,
                at,
                operator,
                case,
                ..
            } => self.alone(*at, operator, *session, "reveal", Some(*case), "shown"),
            Event::Maintained {
                session,
                at,
                operator,
                verb,
            } => self.alone(*at, operator, *session, verb, None, "done"),
            Event::ScreenLocked {
                session,
                at,
                operator,
                ..
            } => self.alone(*at, operator, *session, "lock", None, "done"),
            Event::SignedOut {
                session,
                at,
                operator,
            } => self.alone(*at, operator, *session, "sign out", None, "done"),
            Event::SignInFailed { locked_out, .. } => {
                let outcome = if *locked_out {
                    "locked out"
                } else {
                    Why::Refused.word()
                };
                self.alone(one.at, &one.operator, one.session, "sign in", None, outcome);
            }
            Event::GlassBroken { case, .. } => self.alone(
                one.at,
                &one.operator,
                one.session,
                "break glass",
                Some(*case),
                "shown",
            ),
            _ => self.change(one),
        }
    }

    fn alone(
        &mut self,
        at: Moment,
        operator: &SafeText,
        session: SessionId,
        verb: &str,
        case: Option<CaseId>,
        outcome: &'static str,
    ) {
        self.open = None;
        self.rows.push(Row {
            at,
            operator: operator.clone(),
            session,
            verb: verb.to_owned(),
            cases: case.into_iter().collect(),
            children: Vec::new(),
            outcome,
        });
    }

    /// Events of one batch make one row, named after the strongest of them.
    fn change(&mut self, one: &Recorded) {
        let key = (one.session, one.request, one.at);
        let (rank, verb) = ranked(&one.event);
        let same = self.open.as_ref().is_some_and(|(open, _)| *open == key);
        if !same {
            self.rows.push(Row {
                at: one.at,
                operator: one.operator.clone(),
                session: one.session,
                verb: String::new(),
                cases: Vec::new(),
                children: Vec::new(),
                outcome: "done",
            });
        }
        let best = match &self.open {
            Some((_, best)) if same => *best,
            _ => 0,
        };
        if let Some(row) = self.rows.last_mut() {
            if rank > best {
                row.verb = verb.to_owned();
            }
            match one.stream {
                Stream::Case(id) if !row.cases.contains(&id) => row.cases.push(id),
                Stream::Child(id) if !row.children.contains(&id) => row.children.push(id),
                _ => {}
            }
        }
        self.open = Some((key, best.max(rank)));
    }
}

/// The verb of an event, and how strongly it names the batch it stands in: a call that confirms a report is a call,
/// an entry added with its answers is an entry added.
fn ranked(event: &Event) -> (u8, &'static str) {
    match event {
        Event::DeskFounded { .. } => (9, "found desk"),
        Event::CaseOpened { .. } => (9, "open"),
        Event::Heard { .. } => (8, "heard"),
        Event::Closed { .. } => (8, "close"),
        Event::Screened { .. } => (8, "screen"),
        Event::Located { .. } => (8, "locate"),
        Event::ChildNamed { .. } => (8, "name child"),
        Event::Linked { .. } => (8, "link"),
        Event::ReceivedCorrected { .. } => (8, "correct received"),
        Event::CorrectionConfirmed { .. } => (8, "confirm correction"),
        Event::CorrectionDenied { .. } => (8, "deny correction"),
        Event::CameAt { .. } => (8, "came at"),
        Event::FirstAsked { .. } => (8, "first"),
        Event::TriageDecided { .. } => (8, "triage"),
        Event::Noted { .. } => (8, "note"),
        Event::Returned { .. } => (8, "return"),
        Event::Interviewed { .. } => (8, "interview"),
        Event::VictimIdentified { .. } => (7, "victim"),
        Event::Reopened { .. } => (8, "reopen"),
        Event::Claimed { .. } => (8, "claim"),
        Event::Released { .. } => (8, "release"),
        Event::HandedOver { .. } => (8, "hand over"),
        // An acceptance that completes a case also claims it; the row is the acceptance's.
        Event::HandoverAccepted { .. } => (9, "accept"),
        Event::DraftTaken { .. } => (8, "take draft"),
        Event::Disclosed { .. } => (8, "disclose"),
        Event::ReadOut { .. } => (8, "read out"),
        Event::AttemptWithdrawn { .. } => (8, "withdraw"),
        Event::Attempted(_) => (6, "attempt"),
        Event::ItemRemoved { .. } => (5, "remove"),
        Event::ItemAdded { .. } => (5, "add"),
        Event::StillTrue { .. } => (4, "still true"),
        Event::Answered { .. } => (3, "answer"),
        Event::ChildAdded => (1, "add child"),
        Event::DeskSet { .. } => (4, "set desk"),
        Event::DirectorySet { .. } => (4, "set directory"),
        Event::PackAdopted { .. } => (4, "adopt pack"),
        Event::ClockJumped { .. } => (4, "clock jumped"),
        Event::Sealed { .. } => (4, "seal"),
        Event::Purged { .. } => (9, "purge"),
        Event::OperatorAdded { .. } => (8, "add operator"),
        Event::PhraseSet { .. } => (4, "set phrase"),
        Event::RoleSet { .. } => (8, "set role"),
        Event::OperatorSuspended { .. } => (8, "suspend operator"),
        Event::OperatorRestored { .. } => (8, "restore operator"),
        Event::OperatorReleased { .. } => (8, "release operator"),
        Event::SignedIn { how, .. } => match how {
            How::Phrase => (8, "sign in"),
            How::Unlock => (8, "unlock"),
            How::Proof => (8, "prove"),
            How::Account => (8, "sign in by account"),
        },
        Event::AloneBegun { .. } => (8, "work unsigned"),
        Event::OperatorRecovered { .. } => (9, "release by recovery key"),
        Event::Reviewed { .. } => (8, "review"),
        // Rows of their own; never part of a batch that changes anything.
        Event::SignInFailed { .. }
        | Event::GlassBroken { .. }
        | Event::ScreenLocked { .. }
        | Event::SignedOut { .. }
        | Event::SessionOpened { .. }
        | Event::Viewed { .. }
        | Event::Refused { .. }
        | Event::Maintained { .. }
        | Event::Revealed { .. } => (0, ""),
    }
}
