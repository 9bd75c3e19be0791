//! The gate: whether a session may ask what it asks, and as whom. Pure.

use super::seats::{self, Seat, Sitting};
use crate::record::who::{Act, Role, Roster, acts};
use crate::record::{Moment, Problem, SafeText};
use crate::wire::{Ask, Command};

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// In, as whom; `None` keeps the name that the request states (a desk without a roster).
    Open(Option<Admitted>),
    /// The phrase first, before that act.
    Prove(&'static str),
}

/// As whom a session acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// The name that will stand in the log.
    pub name: SafeText,
    /// The role; `None` for somebody who works unsigned.
    pub role: Option<Role>,
}

/// What somebody who works unsigned may have done: to write, on cases of their own or by number.
const ALONE: &[&str] = &[
    "open", "came at", "first", "answer", "add", "attempt", "heard", "note", "triage",
];
/// Of those, what may be about a case that was not begun here.
pub const BY_NUMBER: &[&str] = &["attempt", "heard", "note"];

/// The act that an ask falls under, for a role; `None` for what everybody signed in may do.
pub fn act_of(ask: &Ask, role: Role) -> Result<Option<Act>, Problem> {
    // Where a role sees less, the lesser act stands in: the view is composed accordingly.
    let or = |more: Act, less: Act| if acts::may(role, more) { more } else { less };
    Ok(Some(match ask {
        Ask::Do(command) => {
            let (verb, _) = command.verb();
            return Act::of_verb(verb).map(Some).ok_or_else(|| {
                Problem::ours(format!(
                    "Nobody has decided who may `{verb}`, so nobody may."
                ))
            });
        }
        Ask::WatchBoard => or(Act::Board, Act::Nameless),
        Ask::WatchCase(None)
        | Ask::WatchShift(false)
        | Ask::Here(_)
        | Ask::Unread
        | Ask::Draft { .. }
        | Ask::Drafts
        | Ask::Who(_)
        | Ask::Bye => {
            return Ok(None);
        }
        Ask::WatchCase(Some(_)) | Ask::History { .. } => or(Act::Case, Act::Bare),
        Ask::Sheet { .. } => Act::Sheet,
        Ask::WatchShift(true) | Ask::Handover => Act::Shift,
        Ask::Find(_) => Act::Find,
        Ask::Directory => Act::Numbers,
    }))
}

/// Whether a role may do an act now.
///
/// # Errors
/// Who may instead.
pub fn may(role: Role, act: Act, proved: Moment, now: Moment) -> Result<Door, Problem> {
    if !acts::may(role, act) {
        return Err(Problem::operator(format!(
            "Your role, {role}, may not {}; {} may.",
            act.row().name,
            acts::who_may(act)
        )));
    }
    if act.row().fresh && now.since(proved) > seats::FRESH {
        return Ok(Door::Prove(act.row().name));
    }
    Ok(Door::Open(None))
}

/// Whether a session may ask this, as whom. Signing in itself does not come through here.
///
/// # Errors
/// Why not, and what to do.
pub fn admit(
    roster: &Roster,
    seat: Option<&Seat>,
    ask: &Ask,
    now: Moment,
) -> Result<Door, Problem> {
    if roster.is_empty() || matches!(ask, Ask::Bye) {
        return Ok(Door::Open(None));
    }
    match seat.map(|seat| &seat.sitting) {
        None | Some(Sitting::Nobody) => Err(sign_in_first()),
        Some(Sitting::Locked(person, ..)) => match ask {
            // The board is sent without names; what was typed as the lock fell is kept.
            Ask::WatchBoard | Ask::WatchCase(None) | Ask::Draft { .. } => {
                let one = roster.get(person.id).ok_or_else(sign_in_first)?;
                Ok(open(one.name.clone(), Some(one.role)))
            }
            _ => Err(locked()),
        },
        Some(Sitting::Alone(name, own)) => {
            let refused = || {
                Problem::operator(
                    "Without signing in you can begin an intake, write to it, and record calls; what others wrote stays hidden.",
                )
                .hint("Sign in, or call a supervisor.")
            };
            let allowed = match ask {
                Ask::Do(Command::Open { child, linked, .. }) => {
                    child.is_none() && linked.is_empty()
                }
                Ask::Do(command) => ALONE.contains(&command.verb().0),
                Ask::WatchCase(Some(case)) | Ask::Sheet { case, .. } => own.contains(case),
                Ask::WatchBoard
                | Ask::WatchCase(None)
                | Ask::WatchShift(false)
                | Ask::Here(_)
                | Ask::Unread
                | Ask::Draft { .. }
                | Ask::Drafts
                | Ask::Directory => true,
                Ask::Find(_)
                | Ask::History { .. }
                | Ask::WatchShift(true)
                | Ask::Handover
                | Ask::Who(_)
                | Ask::Bye => false,
            };
            if allowed {
                Ok(open(name.clone(), None))
            } else {
                Err(refused())
            }
        }
        Some(Sitting::In(person)) => {
            let one = roster
                .get(person.id)
                .filter(|one| one.is_active())
                .ok_or_else(sign_in_first)?;
            if let Some(act) = act_of(ask, one.role)?
                && let Door::Prove(what) = may(one.role, act, person.proved, now)?
            {
                return Ok(Door::Prove(what));
            }
            Ok(open(one.name.clone(), Some(one.role)))
        }
    }
}

fn open(name: SafeText, role: Option<Role>) -> Door {
    Door::Open(Some(Admitted { name, role }))
}

/// Whether a role sees children by their names.
pub fn sees_names(role: Role) -> bool {
    acts::may(role, Act::Board)
}

/// What everybody hears who has not signed in.
pub fn sign_in_first() -> Problem {
    Problem::operator("Sign in first: this desk knows its operators by name.")
        .hint("Nobody at hand who can? An intake can be begun without signing in.")
}

/// What a locked screen hears.
pub fn locked() -> Problem {
    Problem::operator("The screen is locked; give the unlock phrase to go on.")
}
