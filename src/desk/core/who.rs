//! Signing in, locking and the roster on the desk: checks of a phrase one after another, each answer only after its
//! event stands in the log.

mod admit;
mod changes;
mod checks;
mod intents;
mod seating;
mod verbs;

use std::collections::{BTreeMap, VecDeque};

use self::checks::Check;
pub(super) use self::intents::Flown;
use self::intents::{Intent, Meant};
use super::{Core, Output};
use crate::desk::who::{Seats, Sitting, seats, words};
use crate::record::who::{Act, Locked, Roster};
use crate::record::{ItemId, Moment, OperatorId, Problem, SafeText, SessionId};
use crate::sheet;
use crate::wire::who::{Ask, Outcome, Phrase, Standing};
use crate::wire::{self, Message};

/// What the core keeps of who sits where.
#[derive(Debug, Default)]
pub(super) struct Who {
    pub(super) seats: Seats,
    /// Phrases that wait to be checked, and the one that is being checked.
    checks: VecDeque<Check>,
    checking: Option<(u64, Check)>,
    next_check: u64,
    /// What waits to be written.
    meant: VecDeque<Meant>,
    /// Wrong tries that the log could not take: they count until it can.
    unsaved: BTreeMap<OperatorId, Vec<Moment>>,
    /// Whether anybody was on the roster when the seats were last looked at.
    had_roster: bool,
}

/// A request about signing in or the roster, with where its answer goes.
#[derive(Debug, Clone)]
pub(super) struct From {
    session: SessionId,
    number: u64,
    /// The name that the request states; it counts only on a desk without a roster.
    stated: String,
    fresh: u128,
    /// What was asked, as the audit calls it.
    verb: &'static str,
}

/// What somebody who works unsigned hears about a case that is not theirs.
pub(super) fn not_yours() -> Problem {
    Problem::operator("Not taken on that case: it was not begun at this screen.")
        .hint("Begin an intake here, or have somebody sign in.")
}

static NOBODY: std::sync::LazyLock<Roster> = std::sync::LazyLock::new(Roster::default);

impl Core {
    pub(super) fn roster(&self) -> &Roster {
        self.docket
            .desk
            .as_ref()
            .map_or(&NOBODY, |desk| &desk.roster)
    }

    fn idle(&self) -> i64 {
        seats::idle(self.docket.desk.as_ref())
    }

    /// How a session stands.
    pub(super) fn standing(&self, session: SessionId) -> Standing {
        words::standing(&self.docket, &self.who.seats, session, self.now)
    }

    pub(super) fn who_asked(
        &mut self,
        request: wire::Request,
        ask: Ask,
        fresh: u128,
        out: &mut Vec<Output>,
    ) {
        let from = From {
            session: request.session,
            number: request.number,
            stated: request.operator,
            fresh,
            verb: verbs::of(&ask),
        };
        match self.who_answer(&from, ask, out) {
            Ok(Some(outcome)) => self.who_reply(&from, Ok(outcome), out),
            Ok(None) => {}
            Err(problem) => self.who_refused(&from, from.verb, problem, out),
        }
        self.next_check(out);
        self.next_command(out);
        self.show_changes(out);
    }

    fn who_reply(&self, from: &From, result: Result<Outcome, Problem>, out: &mut Vec<Output>) {
        out.push(Output::Send(
            from.session,
            Message::Reply {
                number: from.number,
                result: result.map(wire::Outcome::Who),
            },
        ));
    }

    fn standing_of(&self, from: &From) -> Outcome {
        Outcome::Standing(Box::new(self.standing(from.session)))
    }

    /// Answers at once, or later when `None`.
    fn who_answer(
        &mut self,
        from: &From,
        ask: Ask,
        out: &mut Vec<Output>,
    ) -> Result<Option<Outcome>, Problem> {
        let session = from.session;
        match ask {
            Ask::Hello => Ok(Some(self.standing_of(from))),
            Ask::SignIn { name, phrase } => {
                self.want_check(from, checks::What::SignIn(name), phrase)?;
                Ok(None)
            }
            Ask::SignInByAccount => {
                self.sign_in_by_account(from)?;
                Ok(None)
            }
            Ask::Prove { phrase } => {
                self.want_check(from, checks::What::Prove, phrase)?;
                Ok(None)
            }
            Ask::Lock => {
                if self.roster().is_empty() {
                    return Err(Problem::operator(
                        "Nobody is on this desk's roster, so nobody could unlock the screen.",
                    )
                    .hint("porchlight operator add puts the first supervisor on it."));
                }
                self.lock(session, Locked::ByKey);
                Ok(Some(self.standing_of(from)))
            }
            Ask::Resume { ticket } => {
                self.resume(from, &ticket);
                Ok(Some(self.standing_of(from)))
            }
            Ask::Active => {
                let now = self.now;
                self.who.seats.at(session).active = now;
                Ok(Some(self.standing_of(from)))
            }
            Ask::SignOut => {
                self.sign_out(session);
                Ok(Some(self.standing_of(from)))
            }
            Ask::Blank { sheet } => match sheet::blank(&sheet, self.now) {
                Some(view) => {
                    let result = Ok(wire::Outcome::Sheet(Box::new(view)));
                    out.push(Output::Send(
                        session,
                        Message::Reply {
                            number: from.number,
                            result,
                        },
                    ));
                    Ok(None)
                }
                None => Err(Problem::operator(format!(
                    "There is no blank sheet `{}`.",
                    SafeText::line(&sheet)
                ))
                .example("police")),
            },
            Ask::Reveal {
                case,
                fields,
                reason,
            } => {
                if self.allow(from, Act::Reveal)?.is_some() {
                    return Ok(self.prove_first(Act::Reveal));
                }
                self.want(from, Intent::Reveal(case, fields, reason));
                Ok(None)
            }
            Ask::BreakGlass { case, reason } => {
                if self.allow(from, Act::BreakGlass)?.is_some() {
                    return Ok(self.prove_first(Act::BreakGlass));
                }
                self.want(from, Intent::Glass(case, reason));
                Ok(None)
            }
            Ask::Alone { name, reason } => {
                self.begin_alone(from, &name, reason)?;
                Ok(None)
            }
            Ask::Roster => {
                self.allow(from, Act::Roster)?;
                Ok(Some(Outcome::Roster(words::roster(
                    &self.docket,
                    &self.who.seats,
                    self.now,
                ))))
            }
            Ask::Flags => {
                self.allow(from, Act::Review)?;
                // Whose glass was broken, and why: a look at cases.
                let name = self.name_at(session, &from.stated);
                self.trail.viewed(session, &name, None, from.verb, self.now);
                Ok(Some(Outcome::Flags(words::flags(&self.docket))))
            }
            Ask::Review { flag, words } => {
                self.allow(from, Act::Review)?;
                let flag: ItemId = flag.parse()?;
                self.want(from, Intent::Review(flag, words));
                Ok(None)
            }
            Ask::Change(change) => self.change_asked(from, change),
        }
    }

    fn prove_first(&self, act: Act) -> Option<Outcome> {
        Some(Outcome::ProveFirst {
            what: act.row().name.to_owned(),
        })
    }

    fn begin_alone(&mut self, from: &From, name: &str, reason: String) -> Result<(), Problem> {
        if self.roster().is_empty() {
            return Err(Problem::operator(
                "Nobody is on this desk's roster: there is nothing to sign in to.",
            ));
        }
        match self.who.seats.get(from.session).map(|seat| &seat.sitting) {
            Some(Sitting::In(_)) => return Err(Problem::operator("You are signed in.")),
            Some(Sitting::Alone(..)) => {
                return Err(Problem::operator("You work without signing in already."));
            }
            _ => {}
        }
        if SafeText::line(name).is_empty() {
            return Err(Problem::operator("Who sits here is needed.").example("Dan Wu"));
        }
        if SafeText::line(&reason).is_empty() {
            return Err(Problem::operator("Why you cannot sign in is needed.")
                .example("phrase forgotten, nobody else on shift"));
        }
        self.want(from, Intent::Alone(name.to_owned(), reason));
        Ok(())
    }

    /// Takes a phrase to be checked when its turn comes.
    fn want_check(
        &mut self,
        from: &From,
        what: checks::What,
        phrase: Phrase,
    ) -> Result<(), Problem> {
        checks::enqueue(self, from, what, phrase)
    }

    /// Takes something to be written when its turn comes.
    fn want(&mut self, from: &From, intent: Intent) {
        self.who.meant.push_back(Meant {
            from: from.clone(),
            intent,
        });
    }
}
