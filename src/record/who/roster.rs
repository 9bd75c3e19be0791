//! The roster: everybody who may sign in, as the desk's events tell it, and what a supervisor still has to review.

use std::collections::BTreeMap;

use super::tries::{self, Standing};
use super::{How, Role, Verifier};
use crate::record::event::{Event, Recorded};
use crate::record::when::HOUR;
use crate::record::{CaseId, ItemId, Moment, OperatorId, SafeText, SessionId};

const DAY: i64 = 24 * HOUR;
/// An account that nobody used for so long is off (the figure of CJIS AC-2(3)), in microseconds.
pub const UNUSED_MOST: i64 = 90 * DAY;
/// From when on it is said that an account will be off, in microseconds.
pub const UNUSED_WARNS: i64 = 75 * DAY;

/// Somebody on the roster, a person or a machine. Never taken off: an id stands for one for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// Its id; never used again.
    pub id: OperatorId,
    /// The name, as it stands in the log.
    pub name: SafeText,
    /// What for.
    pub role: Role,
    /// A machine that signs in by the account (uid) its line comes from.
    pub account: Option<u32>,
    /// Since when.
    pub added: Moment,
    /// What the phrase is checked against; `None` for a machine.
    pub verifier: Option<Verifier>,
    /// Wrong tries since the last right one, oldest first.
    pub wrong: Vec<Moment>,
    /// Locked out since then, until a supervisor releases.
    pub locked_out: Option<Moment>,
    /// Suspended since then, and why.
    pub suspended: Option<(Moment, SafeText)>,
    /// When the phrase was last given rightly.
    pub last: Option<Moment>,
    /// From when the days without use are counted: added, used, restored or released last.
    pub woken: Moment,
}

impl Operator {
    /// Whether the operator may act at all.
    pub fn is_active(&self) -> bool {
        self.suspended.is_none()
    }

    /// Whether it went unused for so long that it is off until a supervisor restores it.
    pub fn is_expired(&self, now: Moment) -> bool {
        now.since(self.woken) >= UNUSED_MOST
    }

    /// How many days without use are left, once few are; `None` while there is time.
    pub fn days_left(&self, now: Moment) -> Option<i64> {
        let unused = now.since(self.woken);
        (unused >= UNUSED_WARNS).then(|| ((UNUSED_MOST - unused) / DAY).max(0))
    }

    /// Whether a try at the phrase may be made now.
    pub fn tries(&self, now: Moment) -> Standing {
        tries::standing(&self.wrong, now)
    }
}

/// Why something waits for a supervisor to look at it the next day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loud {
    /// The masked fields of a case were opened for a child in danger.
    GlassBroken(CaseId),
    /// Somebody worked without having signed in.
    Alone,
    /// Somebody was let in again by the printed recovery key.
    Recovered(OperatorId),
}

/// Something loud that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// Its id.
    pub id: ItemId,
    /// What.
    pub what: Loud,
    /// When.
    pub at: Moment,
    /// By whom.
    pub operator: SafeText,
    /// In which session.
    pub session: SessionId,
    /// The reason given.
    pub reason: SafeText,
    /// When and by whom it was reviewed, and their words.
    pub reviewed: Option<(Moment, SafeText, SafeText)>,
}

/// Everybody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    operators: BTreeMap<OperatorId, Operator>,
    flags: BTreeMap<ItemId, Flag>,
}

/// Two names are one when they differ only in letter case and inner spaces.
fn folded(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

impl Roster {
    /// Whether nobody was ever added.
    pub fn is_empty(&self) -> bool {
        self.operators.is_empty()
    }

    /// Everybody, by id.
    pub fn all(&self) -> impl Iterator<Item = &Operator> {
        self.operators.values()
    }

    /// An operator by id.
    pub fn get(&self, id: OperatorId) -> Option<&Operator> {
        self.operators.get(&id)
    }

    /// An operator by name, however it is spaced and written.
    pub fn named(&self, name: &str) -> Option<&Operator> {
        let wanted = folded(name);
        self.all().find(|one| folded(one.name.as_str()) == wanted)
    }

    /// The machine that an account signs in.
    pub fn machine(&self, account: u32) -> Option<&Operator> {
        self.all()
            .find(|one| one.account == Some(account) && one.is_active())
    }

    /// How many people could release others now.
    pub fn supervisors(&self) -> usize {
        self.all()
            .filter(|one| one.role == Role::Supervisor && one.is_active() && one.verifier.is_some())
            .count()
    }

    /// Whether somebody is off since nobody used the account: never the last supervisors, who alone could restore it.
    pub fn is_off(&self, one: &Operator, now: Moment) -> bool {
        one.is_expired(now)
            && (one.role != Role::Supervisor
                || self.all().any(|other| {
                    other.role == Role::Supervisor
                        && other.verifier.is_some()
                        && other.is_active()
                        && other.locked_out.is_none()
                        && !other.is_expired(now)
                }))
    }

    /// Everything loud that happened, oldest first.
    pub fn flags(&self) -> Vec<&Flag> {
        let mut flags: Vec<&Flag> = self.flags.values().collect();
        flags.sort_by_key(|flag| (flag.at, flag.id));
        flags
    }

    /// A flag by id.
    pub fn flag(&self, id: ItemId) -> Option<&Flag> {
        self.flags.get(&id)
    }

    /// What nobody has reviewed yet.
    pub fn unreviewed(&self) -> usize {
        self.flags
            .values()
            .filter(|flag| flag.reviewed.is_none())
            .count()
    }

    /// Folds one event of the desk's stream in.
    pub fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::OperatorAdded {
                id,
                name,
                role,
                account,
            } => {
                // An id stands for one for ever: a second adding under it changes nothing.
                self.operators.entry(*id).or_insert_with(|| Operator {
                    id: *id,
                    name: name.clone(),
                    role: *role,
                    account: *account,
                    added: recorded.at,
                    verifier: None,
                    wrong: Vec::new(),
                    locked_out: None,
                    suspended: None,
                    last: None,
                    woken: recorded.at,
                });
            }
            Event::GlassBroken { flag, case, reason } => {
                self.flag_up(recorded, *flag, Loud::GlassBroken(*case), reason);
            }
            Event::AloneBegun { flag, reason } => {
                self.flag_up(recorded, *flag, Loud::Alone, reason);
            }
            Event::OperatorRecovered { flag, id, reason } => {
                self.flag_up(recorded, *flag, Loud::Recovered(*id), reason);
                if let Some(one) = self.operators.get_mut(id) {
                    one.locked_out = None;
                    one.suspended = None;
                    one.wrong.clear();
                    one.woken = recorded.at;
                }
            }
            Event::Reviewed { flag, words } => {
                if let Some(flag) = self.flags.get_mut(flag) {
                    flag.reviewed = Some((recorded.at, recorded.operator.clone(), words.clone()));
                }
            }
            other => {
                if let Some(one) = about(other).and_then(|id| self.operators.get_mut(&id)) {
                    one.apply(recorded.at, other);
                }
            }
        }
    }

    fn flag_up(&mut self, recorded: &Recorded, id: ItemId, what: Loud, reason: &SafeText) {
        self.flags.entry(id).or_insert_with(|| Flag {
            id,
            what,
            at: recorded.at,
            operator: recorded.operator.clone(),
            session: recorded.session,
            reason: reason.clone(),
            reviewed: None,
        });
    }
}

/// Whom an event of the roster is about.
fn about(event: &Event) -> Option<OperatorId> {
    match event {
        Event::PhraseSet { id, .. }
        | Event::RoleSet { id, .. }
        | Event::OperatorSuspended { id, .. }
        | Event::OperatorRestored { id, .. }
        | Event::OperatorReleased { id, .. }
        | Event::SignedIn { id, .. } => Some(*id),
        Event::SignInFailed { id, .. } => *id,
        _ => None,
    }
}

impl Operator {
    fn apply(&mut self, at: Moment, event: &Event) {
        match event {
            Event::PhraseSet { verifier, .. } => self.verifier = Some(verifier.clone()),
            Event::RoleSet { role, .. } => self.role = *role,
            Event::OperatorSuspended { reason, .. } => self.suspended = Some((at, reason.clone())),
            Event::OperatorRestored { .. } => {
                self.suspended = None;
                self.woken = at;
            }
            Event::OperatorReleased { .. } => {
                self.woken = at;
                self.locked_out = None;
                self.wrong.clear();
            }
            Event::SignInFailed { locked_out, .. } => {
                self.wrong.retain(|wrong| at.since(*wrong) < tries::WINDOW);
                self.wrong.push(at);
                if *locked_out {
                    self.locked_out.get_or_insert(at);
                }
            }
            Event::SignedIn { how, .. } => {
                self.last = Some(at);
                self.woken = at;
                if *how != How::Account {
                    self.wrong.clear();
                }
            }
            _ => {}
        }
    }
}
