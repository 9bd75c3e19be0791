//! Phrases on their way through the slow function: one at a time, each over what the one before it left.

use super::super::flight::Flight;
use super::{Core, From, Intent, Outcome, Output};
use crate::desk::who::{Sitting, gate, seats};
use crate::record::when::HOUR;
use crate::record::who::roster::UNUSED_MOST;
use crate::record::who::tries::{self, Standing};
use crate::record::who::{How, Operator, PHRASE_MOST, ROUNDS, Verifier};
use crate::record::{Moment, OperatorId, Problem};
use crate::wire::who::{Change, Phrase};

const DAY: i64 = 24 * HOUR;

/// How many phrases wait at most.
const MOST: usize = 64;

/// What a phrase is for.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// To be let in under this name.
    SignIn(String),
    /// To prove who sits there.
    Prove,
    /// To be an operator's from now on.
    New(Box<Change>),
}

/// A phrase that waits.
#[derive(Debug)]
pub(super) struct Check {
    pub(super) from: From,
    pub(super) what: What,
    phrase: Phrase,
    salt: [u8; 16],
}

pub(super) fn enqueue(
    core: &mut Core,
    from: &From,
    what: What,
    phrase: Phrase,
) -> Result<(), Problem> {
    if core.roster().is_empty() && !matches!(what, What::New(_)) {
        return Err(Problem::operator(
            "Nobody is on this desk's roster: there is nothing to sign in to.",
        )
        .example("porchlight operator add --name \"Lena Ortiz\" --role supervisor"));
    }
    if phrase.as_str().len() > PHRASE_MOST {
        return Err(Problem::operator(format!(
            "An unlock phrase has at most {PHRASE_MOST} bytes; this one has more and was not cut."
        )));
    }
    let is_same = |check: &Check| check.from.session == from.session;
    let one_waits = core.who.checks.iter().any(is_same)
        || core
            .who
            .checking
            .as_ref()
            .is_some_and(|(_, check)| is_same(check));
    if one_waits {
        return Err(Problem::operator(
            "The phrase before this one is still being checked.",
        ));
    }
    if core.who.checks.len() >= MOST {
        return Err(
            Problem::machine("Too many phrases wait to be checked just now.")
                .hint("Try again in a few seconds."),
        );
    }
    core.who.checks.push_back(Check {
        from: from.clone(),
        what,
        phrase,
        // The lower half of what was fresh names things; the salt needs to be new, not secret.
        salt: from.fresh.rotate_left(64).to_be_bytes(),
    });
    Ok(())
}

impl Core {
    /// Sends the next phrase through the slow function, when nothing it depends on is still under way.
    pub(in crate::desk::core) fn next_check(&mut self, out: &mut Vec<Output>) {
        while self.who.checking.is_none()
            && self.who.meant.is_empty()
            && !matches!(self.flight, Some(Flight::Who(_)))
            && let Some(check) = self.who.checks.pop_front()
        {
            match self.measure(&check) {
                Ok((salt, rounds)) => {
                    self.who.next_check += 1;
                    let ticket = self.who.next_check;
                    out.push(Output::Derive {
                        ticket,
                        phrase: check.phrase.clone(),
                        salt,
                        rounds,
                    });
                    self.who.checking = Some((ticket, check));
                }
                Err(problem) => {
                    let from = check.from.clone();
                    self.who_refused(&from, from.verb, problem, out);
                }
            }
        }
    }

    /// The slow function answered.
    pub(in crate::desk::core) fn derived(
        &mut self,
        ticket: u64,
        value: &[u8; 32],
        out: &mut Vec<Output>,
    ) {
        let Some((_, check)) = self.who.checking.take_if(|(of, _)| *of == ticket) else {
            return;
        };
        let intent = match &check.what {
            What::New(change) => Intent::Change(
                change.clone(),
                Some(Verifier {
                    rounds: ROUNDS,
                    salt: check.salt,
                    check: *value,
                }),
            ),
            What::SignIn(_) | What::Prove => {
                let one = self.about(&check);
                let is_right = one.is_some_and(|one| {
                    one.is_active() && one.verifier.as_ref().is_some_and(|v| v.is(value))
                });
                match one.map(|one| one.id) {
                    Some(id) if is_right => Intent::In(id, self.how(&check, id)),
                    id => Intent::Failed(id),
                }
            }
        };
        self.want(&check.from, intent);
        self.next_command(out);
        self.next_check(out);
    }

    fn how(&self, check: &Check, id: OperatorId) -> How {
        match (&check.what, self.sitting(check)) {
            (What::Prove, _) => How::Proof,
            (_, Some(Sitting::Locked(person, ..))) if person.id == id => How::Unlock,
            _ => How::Phrase,
        }
    }

    fn sitting(&self, check: &Check) -> Option<&Sitting> {
        self.who
            .seats
            .get(check.from.session)
            .map(|seat| &seat.sitting)
    }

    /// Whose phrase it would be.
    fn about(&self, check: &Check) -> Option<&Operator> {
        match &check.what {
            What::SignIn(name) => self.roster().named(name),
            What::Prove => match self.sitting(check) {
                Some(Sitting::In(person)) => self.roster().get(person.id),
                _ => None,
            },
            What::New(_) => None,
        }
    }

    /// With what a phrase goes through the function. A name that is nobody's costs the same.
    fn measure(&self, check: &Check) -> Result<([u8; 16], u32), Problem> {
        let nobody = Ok((check.salt, ROUNDS));
        if matches!(check.what, What::New(_)) {
            return nobody;
        }
        match (&check.what, self.sitting(check)) {
            (What::SignIn(_), Some(Sitting::In(_))) => {
                return Err(Problem::operator("Somebody is signed in here already.")
                    .hint("Sign out or lock the screen first."));
            }
            (What::Prove, Some(Sitting::In(_))) | (What::SignIn(_), _) => {}
            (What::Prove, Some(Sitting::Locked(..))) => return Err(gate::locked()),
            (What::Prove | What::New(_), _) => return Err(gate::sign_in_first()),
        }
        let tried = self
            .who
            .seats
            .get(check.from.session)
            .map_or(0, |seat| tries::counting(&seat.wrong, self.now).count());
        if tried >= seats::NAMES_MOST {
            return Err(Problem::operator(
                "Too many names that are nobody's were tried from here; wait 15 minutes.",
            )
            .hint("A supervisor can say how the name stands on the roster."));
        }
        let Some(one) = self.about(check) else {
            return nobody;
        };
        if one.account.is_some() {
            return Err(Problem::operator(format!(
                "{} is a machine; it signs in by its account.",
                one.name
            )));
        }
        if one.suspended.is_some() {
            return Err(Problem::operator(format!(
                "{} is suspended; a supervisor can say why.",
                one.name
            )));
        }
        if self.roster().is_off(one, self.now) {
            return Err(expired(one));
        }
        let wrong = self.wrong(one);
        if one.locked_out.is_some() || tries::counting(&wrong, self.now).count() >= tries::MOST {
            return Err(Problem::operator(format!(
                "{} is locked out after {} wrong tries; a supervisor has to release.",
                one.name,
                tries::MOST
            ))
            .hint("An intake can be begun without signing in."));
        }
        if let Standing::Wait(until) = tries::standing(&wrong, self.now) {
            return Err(Problem::operator(format!(
                "Wait {} s before the next try.",
                seconds(until, self.now)
            )));
        }
        match &one.verifier {
            Some(verifier) => Ok((verifier.salt, verifier.rounds)),
            None => nobody,
        }
    }

    /// The wrong tries that count against somebody, those that the log could not take too.
    pub(super) fn wrong(&self, one: &Operator) -> Vec<Moment> {
        let mut wrong = one.wrong.clone();
        wrong.extend(self.who.unsaved.get(&one.id).into_iter().flatten());
        wrong.sort_unstable();
        wrong
    }

    /// A machine is let in by the account its line comes from.
    pub(super) fn sign_in_by_account(&mut self, from: &From) -> Result<(), Problem> {
        let account = self
            .who
            .seats
            .get(from.session)
            .and_then(|seat| seat.account);
        let found = account.and_then(|account| self.roster().machine(account));
        if let Some(one) = found.filter(|one| self.roster().is_off(one, self.now)) {
            return Err(expired(one));
        }
        match found.map(|one| one.id) {
            Some(id) => {
                self.want(from, Intent::In(id, How::Account));
                Ok(())
            }
            None => Err(Problem::operator(
                "This account is no machine's on the roster of this desk.",
            )
            .hint("Sign in by name and phrase; or a supervisor adds the account.")),
        }
    }

    /// A refusal that is a row of the audit too.
    pub(super) fn who_refused(
        &mut self,
        from: &From,
        verb: &str,
        problem: Problem,
        out: &mut Vec<Output>,
    ) {
        let name = self.name_at(from.session, &from.stated);
        self.trail.refused(
            from.session,
            &name,
            None,
            verb,
            crate::record::audit::Why::Refused,
            self.now,
        );
        let refused: Result<Outcome, Problem> = Err(problem);
        self.who_reply(from, refused, out);
    }
}

fn expired(one: &Operator) -> Problem {
    Problem::operator(format!(
        "{} was not used for {} days and is off; a supervisor has to restore it.",
        one.name,
        UNUSED_MOST / DAY
    ))
    .hint("An intake can be begun without signing in.")
}

fn seconds(until: Moment, now: Moment) -> i64 {
    (until.since(now) + 999_999) / 1_000_000
}
