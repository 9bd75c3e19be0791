//! What a session may ask and see, as the desk's own: the name it acts under, and what its answers leave out.

use super::super::{Core, Output};
use super::{From, Outcome, not_yours};
use crate::desk::who::{Admitted, Door, Sight, Sitting, gate};
use crate::record::audit::Why;
use crate::record::who::{self, Act};
use crate::record::{CaseId, Problem, SessionId};
use crate::wire::{self, Message};

impl Core {
    /// Lets a request in under the name it will stand for, or answers it here; `None` when it was answered.
    pub(in crate::desk::core) fn admit(
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
    pub(super) fn stand_for(&mut self, request: &mut wire::Request, admitted: Admitted) {
        let name = admitted.name.as_str().to_owned();
        if let wire::Ask::Do(
            wire::Command::ConfirmCorrection { by, .. } | wire::Command::DenyCorrection { by, .. },
        ) = &mut request.ask
        {
            // The second person is the one who signed in, whoever is named.
            by.clone_from(&name);
        }
        // A text may be kept long after its last key; a command comes of one.
        if matches!(request.ask, wire::Ask::Do(_)) {
            self.who.seats.at(request.session).active = self.now;
        }
        request.operator = name;
    }

    /// The name under which a session acts.
    pub(in crate::desk::core) fn name_at(&self, session: SessionId, stated: &str) -> String {
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
    pub(in crate::desk::core) fn sight(&self, session: SessionId) -> Sight {
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
    pub(in crate::desk::core) fn is_let_in(&self, session: SessionId) -> bool {
        self.roster().is_empty()
            || self
                .who
                .seats
                .get(session)
                .is_some_and(|seat| seat.sitting != Sitting::Nobody)
    }

    /// Whether a session is sent a case.
    pub(in crate::desk::core) fn sees_cases(&self, session: SessionId) -> bool {
        self.roster().is_empty()
            || self
                .who
                .seats
                .get(session)
                .is_some_and(|seat| matches!(seat.sitting, Sitting::In(_) | Sitting::Alone(..)))
    }

    /// Whether a session that watches the whole desk's duties may still see them: the role may have changed since.
    pub(in crate::desk::core) fn sees_shift(&self, session: SessionId) -> bool {
        let roster = self.roster();
        roster.is_empty()
            || self.who.seats.get(session).is_some_and(|seat| {
                matches!(&seat.sitting, Sitting::In(person)
                    if roster.get(person.id).is_some_and(|one| one.is_active() && who::may(one.role, Act::Shift)))
            })
    }

    /// Whether whoever sits at a session may do an act now.
    pub(super) fn door(&self, from: &From, act: Act) -> Result<Door, Problem> {
        let roster = self.roster();
        if roster.is_empty() {
            return Ok(Door::Open(None));
        }
        match self.who.seats.get(from.session).map(|seat| &seat.sitting) {
            Some(Sitting::In(person)) => roster
                .get(person.id)
                .filter(|one| one.is_active())
                .ok_or_else(gate::sign_in_first)
                .and_then(|one| gate::may(one.role, act, person.proved, self.now)),
            Some(Sitting::Locked(..)) => Err(gate::locked()),
            _ => Err(gate::sign_in_first()),
        }
    }

    /// Whether a session may do an act; `Some` when the phrase is wanted first.
    pub(super) fn allow(&mut self, from: &From, act: Act) -> Result<Option<&'static str>, Problem> {
        match self.door(from, act) {
            Ok(Door::Open(_)) => Ok(None),
            Ok(Door::Prove(what)) => Ok(Some(what)),
            Err(problem) => Err(problem),
        }
    }

    /// Takes out of an answer what somebody who works unsigned is not to learn from it.
    pub(in crate::desk::core) fn covered(
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
    pub(in crate::desk::core) fn may_write(
        &self,
        session: SessionId,
        verb: &str,
        case: Option<CaseId>,
    ) -> bool {
        match self.who.seats.get(session).map(|seat| &seat.sitting) {
            Some(Sitting::Alone(_, own)) => {
                case.is_none_or(|case| own.contains(&case)) || gate::BY_NUMBER.contains(&verb)
            }
            _ => true,
        }
    }
}
