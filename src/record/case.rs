//! A case: one missing event of one child, as the fold of its events.

use std::collections::{BTreeMap, BTreeSet};

use super::event::{
    Attempt, Caller, Channel, Closing, Decision, Event, FactKey, FirstQuestion, Recorded,
    YesNoUnknown,
};
use super::when::{Instant, Moment, Precision};
use super::{Answer, CaseId, ChildId, Fact, FieldId, Group, ItemId, SafeText, Value};

/// A field's present answer and the former ones, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// What stands now.
    pub now: Fact,
    /// What stood before, oldest first.
    pub before: Vec<Fact>,
}

/// Answers by field and item: the part that cases and children have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// Each in a box of its own: a map's node has room for eleven, and most cases begin with two or three.
    kept: BTreeMap<FactKey, Box<Kept>>,
    items: BTreeMap<Group, Vec<Item>>,
}

/// An entry of a repeatable group.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// When it was added.
    pub added: Moment,
    /// Why it was taken out, if it was.
    pub removed: Option<SafeText>,
}

impl Facts {
    /// The answer that stands, unless blank.
    pub fn answer(&self, key: FactKey) -> Option<&Answer> {
        self.kept
            .get(&key)
            .and_then(|kept| kept.now.answer.as_ref())
    }
    /// The fact that stands, blank or not; `None` when the field was never touched.
    pub fn fact(&self, key: FactKey) -> Option<&Fact> {
        self.kept.get(&key).map(|kept| &kept.now)
    }
    /// The present and former answers.
    pub fn kept(&self, key: FactKey) -> Option<&Kept> {
        self.kept.get(&key).map(|kept| &**kept)
    }
    /// Every fact ever touched, in key order.
    pub fn all(&self) -> impl Iterator<Item = (&FactKey, &Kept)> {
        self.kept.iter().map(|(key, kept)| (key, &**kept))
    }
    /// The entries of a group that stand, in the order they were added.
    pub fn items(&self, group: Group) -> impl Iterator<Item = &Item> {
        self.items
            .get(&group)
            .into_iter()
            .flatten()
            .filter(|item| item.removed.is_none())
    }
    /// Every entry of every group, removed ones too.
    pub fn all_items(&self) -> impl Iterator<Item = (Group, &Item)> {
        self.items
            .iter()
            .flat_map(|(group, items)| items.iter().map(|item| (*group, item)))
    }

    /// Applies what it understands of an event; the rest is its owner's.
    pub(super) fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::Answered { key, answer } => {
                let now = Fact {
                    answer: answer.clone(),
                    at: recorded.at,
                    operator: recorded.operator.clone(),
                    seq: recorded.seq,
                };
                match self.kept.get_mut(key) {
                    Some(kept) => kept.before.push(std::mem::replace(&mut kept.now, now)),
                    None => {
                        self.kept.insert(
                            *key,
                            Box::new(Kept {
                                now,
                                before: Vec::new(),
                            }),
                        );
                    }
                }
            }
            Event::ItemAdded { group, item } => {
                self.items.entry(*group).or_default().push(Item {
                    id: *item,
                    added: recorded.at,
                    removed: None,
                });
            }
            Event::ItemRemoved {
                group,
                item,
                reason,
            } => {
                if let Some(found) = self
                    .items
                    .entry(*group)
                    .or_default()
                    .iter_mut()
                    .find(|i| i.id == *item)
                {
                    found.removed = Some(reason.clone());
                }
            }
            _ => {}
        }
    }
}

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

/// A call that came in.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "the fields of Event::Heard, with when and by whom recorded"
)]
pub struct Heard {
    pub id: ItemId,
    pub from: Caller,
    pub at: Instant,
    pub channel: Channel,
    pub who: Option<SafeText>,
    pub what: SafeText,
    pub number: Option<SafeText>,
    pub recorded: Moment,
    pub operator: SafeText,
}

/// The triage decision that stands.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "the fields of Event::TriageDecided, with who and when"
)]
pub struct Triage {
    pub row: u8,
    pub police: Decision,
    pub ncmec: Decision,
    pub reason: Option<SafeText>,
    pub overridden: bool,
    pub verifier: Option<SafeText>,
    pub again_at: Option<Moment>,
    pub at: Moment,
    pub operator: SafeText,
}

/// Whereabouts as they became known.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields of Event::Located")]
pub struct Located {
    pub at: Instant,
    pub place: SafeText,
    pub by: SafeText,
    pub verified: Option<SafeText>,
}

/// The child back, the interview or the screen: when and by whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// When.
    pub at: Instant,
    /// By whom, or received by whom.
    pub by: SafeText,
    /// Place, factors, or tool and result.
    pub words: SafeText,
}

/// A closing.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "the fields of Event::Closed, with who and when"
)]
pub struct Ending {
    pub how: Closing,
    pub reason: SafeText,
    pub verifier: Option<SafeText>,
    pub supervisor: Option<SafeText>,
    pub open_duties: Vec<String>,
    pub at: Moment,
    pub operator: SafeText,
}

/// An attempt, and whether it was withdrawn as recorded wrongly.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The attempt.
    pub attempt: Attempt,
    /// When it was recorded.
    pub recorded: Moment,
    /// By which operator.
    pub operator: SafeText,
    /// Why it no longer counts.
    pub withdrawn: Option<SafeText>,
}

/// "I have it", and since when.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Who.
    pub by: SafeText,
    /// Since when.
    pub at: Moment,
}

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
            disclosed: BTreeMap::new(),
            milestones: vec![recorded.clone()],
            touched: recorded.at,
        })
    }

    /// Folds one event in.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.touched = recorded.at;
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
                })
            }
            Event::Released { .. } => self.claim = None,
            Event::ReadOut { sheet, keys } => {
                for key in keys {
                    self.disclosed.insert((sheet.clone(), *key), recorded.at);
                }
            }
            Event::Disclosed { .. }
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
            | Event::Reviewed { .. }
            | Event::ScreenLocked { .. }
            | Event::SignedOut { .. }
            | Event::Revealed { .. } => {}
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

impl Received {
    fn change(&mut self, to: Instant, reason: Option<SafeText>, recorded: &Recorded) {
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

    fn settle(&mut self, standing: Standing) {
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

/// A case with its child: where every answer is looked up.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// The run.
    pub case: &'a Case,
    /// Who it is about.
    pub child: &'a super::Child,
}

impl<'a> Whole<'a> {
    /// The facts that hold a field, by its scope.
    pub fn facts_of(&self, field: FieldId) -> &'a Facts {
        match super::fields::get(field).map(|f| f.scope) {
            Some(super::Scope::Child) => &self.child.facts,
            _ => &self.case.facts,
        }
    }
    /// The answer to a field outside groups.
    pub fn answer(&self, field: FieldId) -> Option<&'a Answer> {
        self.answer_in(FactKey { field, item: None })
    }
    /// The answer to a field, in an item where it has one.
    pub fn answer_in(&self, key: FactKey) -> Option<&'a Answer> {
        self.facts_of(key.field).answer(key)
    }
    /// The value of a field outside groups.
    pub fn value(&self, field: FieldId) -> Option<&'a Value> {
        self.answer(field).and_then(Answer::value)
    }
    /// The entries of a group, child's and case's.
    pub fn items(&self, group: Group) -> impl Iterator<Item = &'a Item> {
        self.child
            .facts
            .items(group)
            .chain(self.case.facts.items(group))
    }
    /// Whether an answer was carried over from an earlier run and not yet looked at in this one.
    pub fn is_carried(&self, key: FactKey) -> bool {
        super::fields::get(key.field).is_some_and(|f| f.scope == super::Scope::Child)
            && self
                .child
                .facts
                .fact(key)
                .is_some_and(|fact| fact.answer.is_some() && fact.at < self.case.opened)
            && !self.case.still_true.contains_key(&key)
    }
}
