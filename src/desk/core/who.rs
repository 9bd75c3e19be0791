//! Signing in, locking and the roster on the desk: checks of a phrase one after another, each answer only after its
//! event stands in the log.

mod changes;
mod checks;
mod intents;

use std::collections::{BTreeMap, VecDeque};

use self::checks::Check;
pub(super) use self::intents::Flown;
use self::intents::{Intent, Meant};
use super::{Core, Output};
use crate::desk::who::{Admitted, Door, Seats, Sight, Sitting, gate, seats, words};
use crate::record::audit::{Origin, Why};
use crate::record::event::Event;
use crate::record::who::{Act, Locked, Roster};
use crate::record::{CaseId, ItemId, Moment, OperatorId, Problem, SafeText, SessionId};
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

    /// Lets a request in under the name it will stand for, or answers it here; `None` when it was answered.
    pub(super) fn admit(
        &mut self,
        mut request: wire::Request,
        out: &mut Vec<Output>,
    ) -> Option<wire::Request> {
        let seat = self.who.seats.get(request.session);
        let refused = match gate::admit(self.roster(), seat, &request.ask, self.now) {
            Ok(Door::Open(None)) => return Some(request),
            Ok(Door::Open(Some(admitted))) => {
                self.stand_for(&mut request, admitted);
                return Some(request);
            }
            Ok(Door::Prove(what)) => Ok(wire::Outcome::Who(Outcome::ProveFirst {
                what: what.to_owned(),
            })),
            Err(problem) => Err(problem),
        };
        let name = self.name_at(request.session, "");
        let verb = match &request.ask {
            wire::Ask::Do(command) => command.verb().0,
            wire::Ask::WatchBoard => "board",
            wire::Ask::WatchCase(_) => "watch",
            wire::Ask::Sheet { .. } => "sheet",
            wire::Ask::Find(_) => "search",
            wire::Ask::History { .. } => "history",
            wire::Ask::Draft { .. } | wire::Ask::Drafts => "drafts",
            wire::Ask::Directory => "numbers",
            wire::Ask::Here(_) => "place",
            wire::Ask::Unread => "line",
            wire::Ask::WatchShift(_) => "shift",
            wire::Ask::Handover => "sheet handover",
            wire::Ask::Who(_) | wire::Ask::Bye => "sign in",
        };
        self.trail
            .refused(request.session, &name, None, verb, Why::Refused, self.now);
        out.push(Output::Send(
            request.session,
            Message::Reply {
                number: request.number,
                result: refused,
            },
        ));
        None
    }

    /// Puts the name of whoever sits there in place of what a request states.
    fn stand_for(&mut self, request: &mut wire::Request, admitted: Admitted) {
        let name = admitted.name.as_str().to_owned();
        if let wire::Ask::Do(
            wire::Command::ConfirmCorrection { by, .. } | wire::Command::DenyCorrection { by, .. },
        ) = &mut request.ask
        {
            // The second person is the one who signed in, whoever is named.
            by.clone_from(&name);
        }
        if matches!(request.ask, wire::Ask::Do(_) | wire::Ask::Draft { .. }) {
            self.who.seats.at(request.session).active = self.now;
        }
        request.operator = name;
    }

    /// The name under which a session acts.
    pub(super) fn name_at(&self, session: SessionId, stated: &str) -> String {
        let roster = self.roster();
        if roster.is_empty() {
            return stated.to_owned();
        }
        match self.who.seats.get(session).map(|seat| &seat.sitting) {
            Some(Sitting::In(person) | Sitting::Locked(person, ..)) => roster
                .get(person.id)
                .map(|one| one.name.as_str().to_owned())
                .unwrap_or_default(),
            Some(Sitting::Alone(name, _)) => name.as_str().to_owned(),
            Some(Sitting::Nobody) | None => "nobody signed in".to_owned(),
        }
    }

    /// How much a session sees.
    pub(super) fn sight(&self, session: SessionId) -> Sight {
        let roster = self.roster();
        let seat = self.who.seats.get(session);
        let opened = |mut sight: Sight| {
            if let Some(seat) = seat {
                sight.shown = seat
                    .shown
                    .iter()
                    .filter(|(_, until)| **until > self.now)
                    .map(|(key, _)| *key)
                    .collect();
                sight.glass.clone_from(&seat.glass);
            }
            sight
        };
        if roster.is_empty() {
            return opened(Sight::open());
        }
        match seat.map(|seat| &seat.sitting) {
            Some(Sitting::In(person)) => match roster.get(person.id) {
                Some(one) if one.is_active() => opened(Sight {
                    names: gate::sees_names(one.role),
                    tier: one.role.sees(),
                    ..Sight::open()
                }),
                _ => Sight::nameless(),
            },
            Some(Sitting::Alone(name, own)) => Sight::own(name.clone(), own.clone()),
            _ => Sight::nameless(),
        }
    }

    /// Whether a session is sent anything at all.
    pub(super) fn is_let_in(&self, session: SessionId) -> bool {
        self.roster().is_empty()
            || self
                .who
                .seats
                .get(session)
                .is_some_and(|seat| seat.sitting != Sitting::Nobody)
    }

    /// Whether a session is sent a case.
    pub(super) fn sees_cases(&self, session: SessionId) -> bool {
        self.roster().is_empty()
            || self
                .who
                .seats
                .get(session)
                .is_some_and(|seat| matches!(seat.sitting, Sitting::In(_) | Sitting::Alone(..)))
    }

    /// The next instant at which time alone locks, hides or ends something.
    pub(super) fn who_changes(&self) -> Option<Moment> {
        let idle = self.idle();
        self.who
            .seats
            .all()
            .filter_map(|(_, seat)| seat.next_change(idle))
            .min()
    }

    /// Time passed: what is due locks, what was shown is covered.
    pub(super) fn pass_seats(&mut self, out: &mut Vec<Output>) {
        let (now, idle) = (self.now, self.idle());
        for session in self.who.seats.sessions() {
            let seat = self.who.seats.at(session);
            seat.shown.retain(|_, until| *until > now);
            if let Some((at, why)) = seat.due(idle)
                && at <= now
            {
                self.lock(session, why);
                self.tell_standing(session, out);
            }
        }
    }

    /// Locks a session's screen.
    fn lock(&mut self, session: SessionId, why: Locked) {
        let name = SafeText::line(&self.name_at(session, ""));
        let case = self.sessions.get(&session).and_then(|known| known.case);
        let seat = self.who.seats.at(session);
        seat.cover();
        match std::mem::take(&mut seat.sitting) {
            Sitting::In(person) => seat.sitting = Sitting::Locked(person, case, why),
            Sitting::Alone(..) => {
                seat.empty(Some(
                    "Nothing was typed for a while; this ended.".to_owned(),
                ));
            }
            other => {
                seat.sitting = other;
                return;
            }
        }
        self.trail.owe(Event::ScreenLocked {
            session,
            at: self.now,
            operator: name,
            why,
        });
        self.resend(session, false);
    }

    /// What a session was sent is not what it may see any more: it is sent anew, and a case only to who sees cases.
    pub(super) fn resend(&mut self, session: SessionId, keep_case: bool) {
        if let Some(known) = self.sessions.get_mut(&session) {
            known.board_sent = None;
            known.board_seen = None;
            known.case_sent = None;
            known.shift_sent = None;
            known.presence_seen = None;
            if !keep_case {
                known.case = None;
                known.shift = false;
                self.presence.gone(session);
                known.answered.clear();
                known.last = None;
            }
        }
    }

    pub(super) fn tell_standing(&self, session: SessionId, out: &mut Vec<Output>) {
        let standing = Box::new(self.standing(session));
        out.push(Output::Send(session, Message::Standing(standing)));
    }

    /// The roster moved: whoever may not act any more is out, at once.
    pub(super) fn settle_seats(&mut self, out: &mut Vec<Output>) {
        let has_roster = !self.roster().is_empty();
        let just_begun = has_roster && !self.who.had_roster;
        self.who.had_roster = has_roster;
        if !has_roster {
            return;
        }
        if just_begun {
            let mut all = self.who.seats.sessions();
            all.extend(self.sessions.keys().copied());
            all.sort_unstable();
            all.dedup();
            for session in all {
                let words = "This desk has a roster from now on.".to_owned();
                self.who.seats.at(session).empty(Some(words));
                self.resend(session, false);
                self.tell_standing(session, out);
            }
            return;
        }
        for session in self.who.seats.sessions() {
            let Some(person) = self
                .who
                .seats
                .get(session)
                .and_then(|seat| seat.person().cloned())
            else {
                continue;
            };
            let one = self.roster().get(person.id);
            let words = match one {
                Some(one) if one.is_active() => continue,
                Some(one) => format!("{} is suspended; a supervisor can say why.", one.name),
                None => "That operator is not on the roster.".to_owned(),
            };
            let operator = one.map(|one| one.name.clone()).unwrap_or_default();
            self.who.seats.at(session).empty(Some(words));
            self.trail.owe(Event::SignedOut {
                session,
                at: self.now,
                operator,
            });
            self.resend(session, false);
            self.tell_standing(session, out);
        }
    }

    /// Somebody's role changed: what they see is composed anew.
    fn role_changed(&mut self, id: OperatorId, out: &mut Vec<Output>) {
        for session in self.who.seats.sessions() {
            if self
                .who
                .seats
                .get(session)
                .and_then(|seat| seat.person())
                .is_some_and(|person| person.id == id)
            {
                self.who.seats.at(session).cover();
                self.resend(session, true);
                self.tell_standing(session, out);
            }
        }
    }

    /// A session's line is gone.
    pub(super) fn seat_gone(&mut self, session: SessionId) {
        self.who.seats.gone(session, self.now);
        self.who
            .checks
            .retain(|check| check.from.session != session);
    }

    // ---- what is asked ----

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
        };
        match self.who_answer(&from, ask, out) {
            Ok(Some(outcome)) => self.who_reply(&from, Ok(outcome), out),
            Ok(None) => {}
            Err(problem) => self.who_reply(&from, Err(problem), out),
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
                ))))
            }
            Ask::Flags => {
                self.allow(from, Act::Review)?;
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

    /// Whether a session may do an act; `Some` when the phrase is wanted first.
    fn allow(&mut self, from: &From, act: Act) -> Result<Option<&'static str>, Problem> {
        let roster = self.roster();
        if roster.is_empty() {
            return Ok(None);
        }
        let found = match self.who.seats.get(from.session).map(|seat| &seat.sitting) {
            Some(Sitting::In(person)) => roster
                .get(person.id)
                .filter(|one| one.is_active())
                .ok_or_else(gate::sign_in_first)
                .and_then(|one| gate::may(one.role, act, person.proved, self.now)),
            Some(Sitting::Locked(..)) => Err(gate::locked()),
            _ => Err(gate::sign_in_first()),
        };
        match found {
            Ok(Door::Open(_)) => Ok(None),
            Ok(Door::Prove(what)) => Ok(Some(what)),
            Err(problem) => {
                let name = self.name_at(from.session, &from.stated);
                let verb = act.row().name;
                self.trail
                    .refused(from.session, &name, None, verb, Why::Refused, self.now);
                Err(problem)
            }
        }
    }

    /// Goes on from a locked screen, still locked.
    fn resume(&mut self, from: &From, ticket: &str) {
        let (session, now) = (from.session, self.now);
        let Ok(ticket) = u128::from_str_radix(ticket, 16) else {
            return;
        };
        if self
            .who
            .seats
            .get(session)
            .is_some_and(|seat| seat.sitting != Sitting::Nobody)
        {
            return;
        }
        if let Some(mut left) = self.who.seats.take(ticket, now) {
            // A ticket is good once; this screen has another.
            left.person.ticket = from.fresh;
            self.who.seats.at(session).sitting = Sitting::Locked(left.person, left.case, left.why);
        }
    }

    fn sign_out(&mut self, session: SessionId) {
        let name = SafeText::line(&self.name_at(session, ""));
        let was_in = self
            .who
            .seats
            .get(session)
            .is_some_and(|seat| seat.sitting != Sitting::Nobody);
        self.who.seats.at(session).empty(None);
        if was_in {
            self.trail.owe(Event::SignedOut {
                session,
                at: self.now,
                operator: name,
            });
        }
        self.resend(session, false);
    }

    /// Adds a case to those that somebody who works unsigned began.
    pub(super) fn begun(&mut self, session: SessionId, case: CaseId) {
        if let Sitting::Alone(_, own) = &mut self.who.seats.at(session).sitting {
            own.insert(case);
        }
    }

    /// Takes out of an answer what somebody who works unsigned is not to learn from it.
    pub(super) fn covered(
        &self,
        session: SessionId,
        result: Result<wire::Outcome, Problem>,
        case: Option<CaseId>,
    ) -> Result<wire::Outcome, Problem> {
        let Some(Sitting::Alone(_, own)) = self.who.seats.get(session).map(|seat| &seat.sitting)
        else {
            return result;
        };
        let is_own = case.is_none_or(|case| own.contains(&case));
        match result {
            Ok(wire::Outcome::Saved {
                case,
                case_number,
                made,
                understood,
                ..
            }) => Ok(wire::Outcome::Saved {
                case,
                case_number,
                made,
                understood: understood.filter(|_| is_own),
                notes: Vec::new(),
            }),
            Ok(wire::Outcome::Conflict(_)) => Err(Problem::operator(
                "Not saved: somebody else wrote that already.",
            )),
            Err(_) if !is_own => Err(not_yours()),
            other => other,
        }
    }

    /// Whether a command about a case may be decided: somebody who works unsigned writes to cases of their own, and
    /// records calls by number.
    pub(super) fn may_write(&self, session: SessionId, verb: &str, case: Option<CaseId>) -> bool {
        match self.who.seats.get(session).map(|seat| &seat.sitting) {
            Some(Sitting::Alone(_, own)) => {
                case.is_none_or(|case| own.contains(&case)) || gate::BY_NUMBER.contains(&verb)
            }
            _ => true,
        }
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

    /// Everything is folded in.
    pub(super) fn who_ready(&mut self) {
        self.who.had_roster = !self.roster().is_empty();
    }

    /// A session says where it comes from.
    pub(super) fn seat_taken(&mut self, session: SessionId, origin: &Origin) {
        let account = origin.account.as_str().split_whitespace().next();
        self.who.seats.at(session).account = account.and_then(|uid| uid.parse().ok());
    }
}
