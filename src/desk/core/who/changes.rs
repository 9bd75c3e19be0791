//! Changes of the roster: whether they may be, and the events they make.

use super::{Core, From, Intent, Outcome, checks};
use crate::record::event::Event;
use crate::record::who::{Act, Operator, Role, Roster, Verifier, check_phrase};
use crate::record::{Moment, OperatorId, Problem, SafeText};
use crate::wire::who::{Change, Phrase};

/// The longest name, in characters.
const NAME_MOST: usize = 60;

/// Ends of names that the desk itself gives.
const RESERVED: &[&str] = &[
    "not signed in",
    "nobody signed in",
    "the desk",
    "recovery key",
];

impl Core {
    pub(super) fn change_asked(
        &mut self,
        from: &From,
        mut change: Change,
    ) -> Result<Option<Outcome>, Problem> {
        let act = self.act_of_change(from, &change);
        if self.allow(from, act)?.is_some() {
            return Ok(self.prove_first(act));
        }
        // The phrase goes through the slow function and no further.
        let phrase: Option<Phrase> = match &mut change {
            Change::Add { phrase, .. } => phrase.take(),
            Change::Phrase { phrase, .. } => Some(std::mem::take(phrase)),
            _ => None,
        };
        match phrase {
            Some(phrase) => {
                if let Change::Add { name, .. } | Change::Phrase { name, .. } = &change {
                    check_phrase(phrase.as_str(), name)?;
                }
                // What cannot be is said before anybody waits for the function.
                let stand_in = Verifier {
                    rounds: 1,
                    salt: [0; 16],
                    check: [0; 32],
                };
                decide(
                    self.roster(),
                    &change,
                    Some(&stand_in),
                    (from.fresh, self.now),
                )?;
                self.want_check(from, checks::What::New(Box::new(change)), phrase)?;
            }
            None => self.want(from, Intent::Change(Box::new(change), None)),
        }
        Ok(None)
    }

    pub(super) fn act_of_change(&self, from: &From, change: &Change) -> Act {
        match change {
            Change::Release { .. } => Act::Release,
            Change::Phrase { name, .. } if self.is_own(from, name) => Act::OwnPhrase,
            _ => Act::EditRoster,
        }
    }

    fn is_own(&self, from: &From, name: &str) -> bool {
        let own = self
            .who
            .seats
            .get(from.session)
            .and_then(|seat| seat.person())
            .map(|person| person.id);
        own.is_some() && self.roster().named(name).map(|one| one.id) == own
    }
}

/// The events of a change, what to say, and whose sessions see other things from then on.
///
/// # Errors
/// Why it may not be.
pub(super) fn decide(
    roster: &Roster,
    change: &Change,
    verifier: Option<&Verifier>,
    (fresh, now): (u128, Moment),
) -> Result<(Vec<Event>, String, Option<OperatorId>), Problem> {
    match change {
        Change::Add {
            name,
            role,
            account,
            ..
        } => {
            let events = add(roster, name, Role::read(role)?, *account, verifier, fresh)?;
            Ok((
                events,
                format!("{} is on the roster.", SafeText::line(name)),
                None,
            ))
        }
        Change::Phrase { name, .. } => {
            let one = find(roster, name)?;
            if one.account.is_some() {
                return Err(Problem::operator(format!(
                    "{} is a machine and has no phrase.",
                    one.name
                )));
            }
            let verifier = verifier
                .cloned()
                .ok_or_else(|| Problem::operator("The new phrase is missing."))?;
            let id = one.id;
            let event = Event::PhraseSet { id, verifier };
            Ok((
                vec![event],
                format!("{} has another phrase.", one.name),
                None,
            ))
        }
        Change::Role { name, role } => {
            let one = find(roster, name)?;
            let role = Role::read(role)?;
            if one.role == role {
                return Err(Problem::operator(format!(
                    "{} is {role} already.",
                    one.name
                )));
            }
            if one.account.is_some() && role == Role::Supervisor {
                return Err(no_machine_supervisor());
            }
            keeps_a_supervisor(roster, one)?;
            let event = Event::RoleSet { id: one.id, role };
            Ok((
                vec![event],
                format!("{} is {role} now.", one.name),
                Some(one.id),
            ))
        }
        Change::Suspend { name, reason } => {
            let one = find(roster, name)?;
            if !one.is_active() {
                return Err(Problem::operator(format!(
                    "{} is suspended already.",
                    one.name
                )));
            }
            keeps_a_supervisor(roster, one)?;
            let event = Event::OperatorSuspended {
                id: one.id,
                reason: because(reason, "left the agency")?,
            };
            let words = format!("{} is suspended; their sessions have ended.", one.name);
            Ok((vec![event], words, None))
        }
        Change::Restore { name, reason } => {
            let one = find(roster, name)?;
            if one.is_active() && !one.is_expired(now) {
                return Err(Problem::operator(format!("{} is not suspended.", one.name)));
            }
            let event = Event::OperatorRestored {
                id: one.id,
                reason: because(reason, "back from leave")?,
            };
            Ok((vec![event], format!("{} may act again.", one.name), None))
        }
        Change::Release { name, reason } => {
            let one = find(roster, name)?;
            if one.locked_out.is_none() && one.wrong.is_empty() {
                return Err(Problem::operator(format!(
                    "{} is not locked out.",
                    one.name
                )));
            }
            let event = Event::OperatorReleased {
                id: one.id,
                reason: because(reason, "it was Dan; spoke with him")?,
            };
            Ok((vec![event], format!("{} may try again.", one.name), None))
        }
    }
}

fn add(
    roster: &Roster,
    name: &str,
    role: Role,
    account: Option<u32>,
    verifier: Option<&Verifier>,
    fresh: u128,
) -> Result<Vec<Event>, Problem> {
    let name = SafeText::line(name.trim());
    if name.is_empty() || name.as_str().chars().count() > NAME_MOST {
        return Err(Problem::operator(format!(
            "An operator has a name of 1 to {NAME_MOST} characters."
        ))
        .example("Lena Ortiz"));
    }
    let lower = name.as_str().to_lowercase();
    if RESERVED.iter().any(|words| lower.contains(words)) {
        return Err(Problem::operator(
            "That name is one that the desk itself writes into the log.",
        )
        .example("Lena Ortiz"));
    }
    if roster.named(name.as_str()).is_some() {
        return Err(
            Problem::operator(format!("{name} is on the roster already."))
                .hint("Two people of one name need something that tells them apart."),
        );
    }
    if roster.is_empty() && (role != Role::Supervisor || account.is_some()) {
        return Err(Problem::operator(
            "The first on the roster is a supervisor: somebody has to add and release the others.",
        )
        .example("porchlight operator add --name \"Lena Ortiz\" --role supervisor"));
    }
    let id = OperatorId(fresh);
    let mut events = vec![Event::OperatorAdded {
        id,
        name,
        role,
        account,
    }];
    match (account, verifier) {
        (Some(_), Some(_)) => {
            return Err(Problem::operator(
                "A machine signs in by its account and has no phrase.",
            ));
        }
        (Some(_), None) if role == Role::Supervisor => return Err(no_machine_supervisor()),
        (Some(uid), None) if roster.machine(uid).is_some() => {
            return Err(Problem::operator(format!(
                "The account {uid} is a machine's on the roster already."
            )));
        }
        (Some(_), None) => {}
        (None, Some(verifier)) => events.push(Event::PhraseSet {
            id,
            verifier: verifier.clone(),
        }),
        (None, None) => {
            return Err(Problem::operator("A person needs a first unlock phrase."));
        }
    }
    Ok(events)
}

fn no_machine_supervisor() -> Problem {
    Problem::operator("A machine cannot be a supervisor.").example("intake")
}

fn find<'a>(roster: &'a Roster, name: &str) -> Result<&'a Operator, Problem> {
    roster.named(name).ok_or_else(|| {
        Problem::operator(format!(
            "{} is not on the roster.",
            SafeText::line(name.trim())
        ))
        .hint("porchlight operator list shows who is.")
    })
}

/// Somebody has to be left who can release the others.
fn keeps_a_supervisor(roster: &Roster, one: &Operator) -> Result<(), Problem> {
    if one.role == Role::Supervisor && one.is_active() && roster.supervisors() <= 1 {
        return Err(Problem::operator(format!(
            "{} is the only supervisor; nobody could release the others then.",
            one.name
        ))
        .hint("Add or make another supervisor first."));
    }
    Ok(())
}

fn because(words: &str, example: &str) -> Result<SafeText, Problem> {
    let reason = SafeText::line(words.trim());
    if reason.is_empty() {
        return Err(Problem::operator("Why is needed; it stands in the log.").example(example));
    }
    Ok(reason)
}
