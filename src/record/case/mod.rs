//! A case: one missing event of one child, as the fold of its events.
//!
//! | file | what it is |
//! |---|---|
//! | `facts` | answers by field and entry, what cases and children have in common |
//! | `received` | when the information came, and every change to it |
//! | `course` | what happened in its course: attempts, calls in, triage, found, closed |
//! | `handover` | what one shift hands to the next, and who accepted it |
//! | `whole` | a case with its child: where every answer is looked up |

mod course;
mod facts;
mod handover;
mod received;
mod whole;

pub use course::{Claim, Done, Ending, Heard, Located, Triage, Tried};
pub use facts::{Facts, Item, Kept};
pub use handover::{Accepted, Handover};
pub use received::{Received, ReceivedChange, Standing};
pub use whole::Whole;

use std::collections::{BTreeMap, BTreeSet};

use super::event::{Attempt, Event, FactKey, FirstQuestion, Recorded, YesNoUnknown};
use super::text::same_person;
use super::when::{Instant, Moment};
use super::{CaseId, ChildId, SafeText, SessionId};

/// One missing event of one child.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The number people see (`A-0413`).
    pub number: String,
    /// The child.
    pub child: ChildId,
    /// The sequence of the child's stream that was seen when the case was opened or named.
    pub child_seq: u64,
    /// The sequence of the last event folded in.
    pub seq: u64,
    /// When the case was opened, by the desk's time.
    pub opened: Moment,
    /// In which session.
    pub opened_in: SessionId,
    /// T-INFO.
    pub received: Received,
    /// Danger now?
    pub danger_now: Option<YesNoUnknown>,
    /// 911 called?
    pub called_911: Option<YesNoUnknown>,
    /// Facts of this run.
    pub facts: Facts,
    /// The child's facts looked at in this run and found still true.
    pub still_true: BTreeMap<FactKey, Moment>,
    /// Every try at a receiver, oldest first, withdrawn ones too.
    pub tried: Vec<Tried>,
    /// Every call in, oldest first.
    pub heard: Vec<Heard>,
    /// The triage decision that stands.
    pub triage: Option<Triage>,
    /// Words for the file: when, who, what.
    pub notes: Vec<(Moment, SafeText, SafeText)>,
    /// Cases about the same event.
    pub linked: BTreeSet<CaseId>,
    /// Whereabouts known.
    pub located: Option<Located>,
    /// Back in an approved place.
    pub returned: Option<Done>,
    /// The return interview.
    pub interviewed: Option<Done>,
    /// The trafficking screen.
    pub screened: Option<Done>,
    /// When the information came that the child is an identified victim.
    pub victim: Option<Instant>,
    /// The closing that stands; `None` while open.
    pub closed: Option<Ending>,
    /// Every closing and reopening, oldest first: when and why.
    pub endings: Vec<(Moment, SafeText)>,
    /// Who has it.
    pub claim: Option<Claim>,
    /// What the last handover passed on; a claim while something of it waits takes everything.
    pub handover: Option<Handover>,
    /// Facts read out or sent, by sheet: the moment of the latest disclosure.
    pub disclosed: BTreeMap<(String, FactKey), Moment>,
    /// What happened to the case besides answers, attempts and calls, as recorded, oldest first.
    pub milestones: Vec<Recorded>,
    /// When anything last happened.
    pub touched: Moment,
}

impl Case {
    /// The case that its first event opens; `None` when that is another event.
    pub fn open(id: CaseId, recorded: &Recorded) -> Option<Self> {
        let Event::CaseOpened {
            number,
            child,
            child_seq,
            received,
            linked,
        } = &recorded.event
        else {
            return None;
        };
        Some(Self {
            id,
            number: number.clone(),
            child: *child,
            child_seq: *child_seq,
            seq: recorded.seq,
            opened: recorded.at,
            opened_in: recorded.session,
            received: Received {
                at: *received,
                key: *received,
                channel: None,
                changes: Vec::new(),
            },
            danger_now: None,
            called_911: None,
            facts: Facts::default(),
            still_true: BTreeMap::new(),
            tried: Vec::new(),
            heard: Vec::new(),
            triage: None,
            notes: Vec::new(),
            linked: linked.iter().copied().collect(),
            located: None,
            returned: None,
            interviewed: None,
            screened: None,
            victim: None,
            closed: None,
            endings: Vec::new(),
            claim: None,
            handover: None,
            disclosed: BTreeMap::new(),
            milestones: vec![recorded.clone()],
            touched: recorded.at,
        })
    }

    /// Folds one event in.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.entered(&recorded.operator, recorded.at);
        if !matches!(
            recorded.event,
            Event::Answered { .. }
                | Event::ItemAdded { .. }
                | Event::ItemRemoved { .. }
                | Event::StillTrue { .. }
                | Event::Attempted(_)
                | Event::AttemptWithdrawn { .. }
                | Event::Heard { .. }
                | Event::ReadOut { .. }
        ) {
            // Most cases have two or three: room for what is there, and not for four at the second.
            self.milestones.reserve_exact(1);
            self.milestones.push(recorded.clone());
        }
        match &recorded.event {
            Event::Answered { .. } | Event::ItemAdded { .. } | Event::ItemRemoved { .. } => {
                self.facts.apply(recorded)
            }
            Event::ChildNamed { child, child_seq } => {
                self.child = *child;
                self.child_seq = *child_seq;
                self.still_true.clear();
            }
            Event::StillTrue { key } => {
                self.still_true.insert(*key, recorded.at);
            }
            Event::FirstAsked {
                question: FirstQuestion::DangerNow,
                answer,
            } => self.danger_now = Some(*answer),
            Event::FirstAsked {
                question: FirstQuestion::Called911,
                answer,
            } => self.called_911 = Some(*answer),
            Event::CameAt { channel, at } => {
                self.received.channel = Some(*channel);
                if let Some(at) = at {
                    self.received.change(*at, None, recorded);
                }
            }
            Event::ReceivedCorrected { to, reason } => {
                self.received.change(*to, Some(reason.clone()), recorded)
            }
            Event::CorrectionConfirmed { by } => {
                self.received.settle(Standing::Confirmed(by.clone()))
            }
            Event::CorrectionDenied { by, .. } => {
                self.received.settle(Standing::Denied(by.clone()))
            }
            Event::Attempted(attempt) => self.tried.push(Tried {
                attempt: attempt.clone(),
                recorded: recorded.at,
                operator: recorded.operator.clone(),
                withdrawn: None,
            }),
            Event::AttemptWithdrawn { attempt, reason } => {
                if let Some(tried) = self.tried.iter_mut().find(|t| t.attempt.id == *attempt) {
                    tried.withdrawn = Some(reason.clone());
                }
            }
            Event::Heard {
                id,
                from,
                at,
                channel,
                who,
                what,
                number,
            } => self.heard.push(Heard {
                id: *id,
                from: *from,
                at: *at,
                channel: *channel,
                who: who.clone(),
                what: what.clone(),
                number: number.clone(),
                recorded: recorded.at,
                operator: recorded.operator.clone(),
            }),
            Event::TriageDecided {
                row,
                police,
                ncmec,
                reason,
                overridden,
                verifier,
                again_at,
            } => {
                self.triage = Some(Triage {
                    row: *row,
                    police: *police,
                    ncmec: *ncmec,
                    reason: reason.clone(),
                    overridden: *overridden,
                    verifier: verifier.clone(),
                    again_at: *again_at,
                    at: recorded.at,
                    operator: recorded.operator.clone(),
                });
            }
            Event::Noted { text } => {
                self.notes
                    .push((recorded.at, recorded.operator.clone(), text.clone()))
            }
            Event::Linked { case } => {
                self.linked.insert(*case);
            }
            Event::Located {
                at,
                place,
                by,
                verified,
            } => {
                self.located = Some(Located {
                    at: *at,
                    place: place.clone(),
                    by: by.clone(),
                    verified: verified.clone(),
                });
            }
            Event::Returned { at, place, by } => {
                self.returned = Some(Done {
                    at: *at,
                    by: by.clone(),
                    words: place.clone(),
                });
            }
            Event::Interviewed { at, by, factors } => {
                self.interviewed = Some(Done {
                    at: *at,
                    by: by.clone(),
                    words: factors.clone(),
                });
            }
            Event::Screened {
                at,
                tool,
                result,
                by,
                victim,
            } => {
                self.screened = Some(Done {
                    at: *at,
                    by: by.clone(),
                    words: SafeText::line(&format!("{tool}: {result}")),
                });
                if *victim {
                    self.victim.get_or_insert(*at);
                }
            }
            Event::VictimIdentified { at, .. } => {
                // Earliest wins: a later mention never moves the 24 hours.
                if self.victim.is_none_or(|known| at.at < known.at) {
                    self.victim = Some(*at);
                }
            }
            Event::Closed {
                how,
                reason,
                verifier,
                supervisor,
                open_duties,
            } => {
                self.closed = Some(Ending {
                    how: *how,
                    reason: reason.clone(),
                    verifier: verifier.clone(),
                    supervisor: supervisor.clone(),
                    open_duties: open_duties.clone(),
                    at: recorded.at,
                    operator: recorded.operator.clone(),
                });
                self.endings.push((recorded.at, reason.clone()));
            }
            Event::Reopened { reason } => {
                self.closed = None;
                self.endings.push((recorded.at, reason.clone()));
            }
            Event::Claimed { by } => {
                self.claim = Some(Claim {
                    by: by.clone(),
                    at: recorded.at,
                    last: recorded.at,
                });
                // Who takes the case takes all of it; what was accepted whole stays as it was accepted.
                if self.handover.as_ref().is_some_and(Handover::is_pending) {
                    self.handover = None;
                }
            }
            Event::Released { .. } => self.claim = None,
            Event::HandedOver {
                handover,
                to,
                duties,
            } => {
                self.handover = Some(Handover {
                    id: *handover,
                    from: recorded.operator.clone(),
                    to: to.clone(),
                    at: recorded.at,
                    duties: duties.iter().map(|duty| (duty.clone(), None)).collect(),
                });
            }
            Event::HandoverAccepted { handover, duty, .. } => {
                if let Some(standing) = &mut self.handover
                    && standing.id == *handover
                {
                    let (by, at) = (recorded.operator.clone(), recorded.at);
                    standing.accept(duty, Accepted { by, at });
                }
            }
            Event::ReadOut { sheet, keys } => {
                for key in keys {
                    self.disclosed.insert((sheet.clone(), *key), recorded.at);
                }
            }
            Event::Disclosed { .. }
            | Event::DraftTaken { .. }
            | Event::CaseOpened { .. }
            | Event::ChildAdded
            | Event::DeskFounded { .. }
            | Event::DeskSet { .. }
            | Event::PackAdopted { .. }
            | Event::DirectorySet { .. }
            | Event::ClockJumped { .. }
            | Event::Sealed { .. }
            | Event::Purged { .. }
            | Event::SessionOpened { .. }
            | Event::Viewed { .. }
            | Event::Refused { .. }
            | Event::OperatorAdded { .. }
            | Event::PhraseSet { .. }
            | Event::RoleSet { .. }
            | Event::OperatorSuspended { .. }
            | Event::OperatorRestored { .. }
            | Event::OperatorReleased { .. }
            | Event::SignedIn { .. }
            | Event::SignInFailed { .. }
            | Event::GlassBroken { .. }
            | Event::AloneBegun { .. }
            | Event::OperatorRecovered { .. }
            | Event::Reviewed { .. }
            | Event::ScreenLocked { .. }
            | Event::SignedOut { .. }
            | Event::Maintained { .. }
            | Event::Revealed { .. } => {}
        }
    }

    /// Somebody entered something about this case, or about its child.
    pub fn entered(&mut self, operator: &SafeText, at: Moment) {
        self.touched = self.touched.max(at);
        if let Some(claim) = &mut self.claim
            && same_person(claim.by.as_str(), operator.as_str())
        {
            claim.last = claim.last.max(at);
        }
    }

    /// The attempts that count, oldest first.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.tried
            .iter()
            .filter(|t| t.withdrawn.is_none())
            .map(|t| &t.attempt)
    }
}
