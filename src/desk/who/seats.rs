//! Who sits at which session: signed in, locked, working unsigned, or nobody. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::when::{HOUR, MINUTE};
use crate::record::who::Locked;
use crate::record::{CaseId, Desk, FieldId, Moment, OperatorId, SafeText, SessionId};

/// A screen locks after so many minutes without a key, where the desk has set nothing else.
pub const IDLE_MINUTES: i64 = 10;
/// The most minutes that a desk can set.
pub const IDLE_MOST: i64 = 30;
/// The phrase is wanted again after so long, whatever is typed.
pub const SHIFT: i64 = 12 * HOUR;
/// A privileged act needs a proof that is no older.
pub const FRESH: i64 = 5 * MINUTE;
/// A field that was revealed stays shown for so long.
pub const SHOWN: i64 = 5 * MINUTE;
/// So many wrong names on one line within the window of tries, and the line is refused.
pub const NAMES_MOST: usize = 5;

/// Somebody who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: OperatorId,
    /// When the phrase was given last.
    pub proved: Moment,
    /// When this sitting ends whatever is typed; `None` for a machine.
    pub ends: Option<Moment>,
    /// What lets a new screen go on from this one when it is locked.
    pub ticket: u128,
}

/// Who sits at a session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sitting {
    /// Nobody, or nobody yet.
    #[default]
    Nobody,
    /// Somebody who signed in.
    In(Person),
    /// Somebody who signed in, and the screen is locked; the case that was in front.
    Locked(Person, Option<CaseId>, Locked),
    /// Somebody who could not sign in: as named in the log, and the cases begun here.
    Alone(SafeText, BTreeSet<CaseId>),
}

/// A session's place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seat {
    /// The account (uid) its line comes from, where that is known.
    pub account: Option<u32>,
    /// Who sits there.
    pub sitting: Sitting,
    /// When a key was last reported.
    pub active: Moment,
    /// Wrong tries with names that are nobody's, oldest first.
    pub wrong: Vec<Moment>,
    /// Masked fields shown for now, and until when.
    pub shown: BTreeMap<(CaseId, FieldId), Moment>,
    /// Cases whose masked fields were opened for a child in danger.
    pub glass: BTreeSet<CaseId>,
    /// The case that was in front before it was locked, for who came back.
    pub back: Option<CaseId>,
    /// Why it stands so, in one sentence.
    pub words: Option<String>,
}

impl Seat {
    /// The person, signed in or locked.
    pub fn person(&self) -> Option<&Person> {
        match &self.sitting {
            Sitting::In(person) | Sitting::Locked(person, _, _) => Some(person),
            Sitting::Nobody | Sitting::Alone(..) => None,
        }
    }

    /// Forgets what was opened for whoever sat there.
    pub fn cover(&mut self) {
        self.shown.clear();
        self.glass.clear();
        self.back = None;
    }

    /// Empties the seat.
    pub fn empty(&mut self, words: Option<String>) {
        self.cover();
        self.sitting = Sitting::Nobody;
        self.words = words;
    }

    /// When it locks without a key; `None` where nothing locks.
    pub fn locks_at(&self, idle: i64) -> Option<Moment> {
        match &self.sitting {
            Sitting::In(person) => person.ends.map(|_| self.active.plus(idle)),
            Sitting::Alone(..) => Some(self.active.plus(IDLE_MOST * MINUTE)),
            Sitting::Nobody | Sitting::Locked(..) => None,
        }
    }

    /// What time alone does to it, and when.
    pub fn due(&self, idle: i64) -> Option<(Moment, Locked)> {
        let idle = self.locks_at(idle).map(|at| (at, Locked::Idle));
        let long = match &self.sitting {
            Sitting::In(person) => person.ends.map(|at| (at, Locked::TooLong)),
            _ => None,
        };
        match (idle, long) {
            (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
            (a, b) => a.or(b),
        }
    }

    /// The next instant at which time alone changes what it shows.
    pub fn next_change(&self, idle: i64) -> Option<Moment> {
        let shown = self.shown.values().min().copied();
        let due = self.due(idle).map(|(at, _)| at);
        shown.into_iter().chain(due).min()
    }
}

/// A screen that was locked and whose line is gone: a new one may go on from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Who sat there.
    pub person: Person,
    /// The case in front.
    pub case: Option<CaseId>,
    /// Why it was locked.
    pub why: Locked,
    /// Since when.
    pub at: Moment,
}

/// How many locked screens without a line are remembered.
const LEFT_MOST: usize = 256;

/// Every session's place.
#[derive(Debug, Default)]
pub struct Seats {
    seats: BTreeMap<SessionId, Seat>,
    left: BTreeMap<u128, Left>,
}

impl Seats {
    /// A session's place; an empty one where it has none yet.
    pub fn at(&mut self, session: SessionId) -> &mut Seat {
        self.seats.entry(session).or_default()
    }

    /// A session's place, if it has one.
    pub fn get(&self, session: SessionId) -> Option<&Seat> {
        self.seats.get(&session)
    }

    /// Every place.
    pub fn all(&self) -> impl Iterator<Item = (SessionId, &Seat)> {
        self.seats.iter().map(|(id, seat)| (*id, seat))
    }

    /// The sessions there are.
    pub fn sessions(&self) -> Vec<SessionId> {
        self.seats.keys().copied().collect()
    }

    /// How many sessions are an operator's.
    pub fn count(&self, id: OperatorId) -> usize {
        self.seats
            .values()
            .filter(|seat| seat.person().is_some_and(|person| person.id == id))
            .count()
    }

    /// A line is gone. A locked screen is kept for the one that goes on from it.
    pub fn gone(&mut self, session: SessionId, now: Moment) {
        if let Some(seat) = self.seats.remove(&session)
            && let Sitting::Locked(person, case, why) = seat.sitting
        {
            let ticket = person.ticket;
            self.left.insert(
                ticket,
                Left {
                    person,
                    case,
                    why,
                    at: now,
                },
            );
            while self.left.len() > LEFT_MOST
                && let Some(oldest) = self
                    .left
                    .iter()
                    .min_by_key(|(_, left)| left.at)
                    .map(|(ticket, _)| *ticket)
            {
                self.left.remove(&oldest);
            }
        }
    }

    /// Takes the locked screen of a ticket; it can be taken once.
    pub fn take(&mut self, ticket: u128, now: Moment) -> Option<Left> {
        let still = self
            .seats
            .iter_mut()
            .find_map(|(_, seat)| match &seat.sitting {
                Sitting::Locked(person, case, why) if person.ticket == ticket => {
                    let left = Left {
                        person: person.clone(),
                        case: *case,
                        why: *why,
                        at: now,
                    };
                    seat.empty(None);
                    Some(left)
                }
                _ => None,
            });
        still.or_else(|| self.left.remove(&ticket))
    }
}

/// After how many microseconds without a key a desk locks a screen.
pub fn idle(desk: Option<&Desk>) -> i64 {
    let minutes = desk
        .and_then(|desk| desk.settings.get(IDLE_KEY))
        .and_then(|words| words.as_str().parse::<i64>().ok())
        .unwrap_or(IDLE_MINUTES);
    minutes.clamp(1, IDLE_MOST) * MINUTE
}

/// The setting that says after how many minutes without a key a screen locks.
pub const IDLE_KEY: &str = "lock.minutes";
