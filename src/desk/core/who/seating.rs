//! Who sits at which session: locking by time and by key, going on from a lock, signing out, suspended at once.

use super::super::{Core, Output};
use super::From;
use crate::desk::who::Sitting;
use crate::record::audit::Origin;
use crate::record::event::Event;
use crate::record::who::Locked;
use crate::record::{CaseId, Moment, OperatorId, SafeText, SessionId};
use crate::wire::Message;

impl Core {
    /// The next instant at which time alone locks, hides or ends something.
    pub(in crate::desk::core) fn who_changes(&self) -> Option<Moment> {
        let idle = self.idle();
        self.who
            .seats
            .all()
            .filter_map(|(_, seat)| seat.next_change(idle))
            .min()
    }

    /// Time passed: what is due locks, what was shown is covered.
    pub(in crate::desk::core) fn pass_seats(&mut self, out: &mut Vec<Output>) {
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
    pub(super) fn lock(&mut self, session: SessionId, why: Locked) {
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
    pub(in crate::desk::core) fn resend(&mut self, session: SessionId, keep_case: bool) {
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

    pub(in crate::desk::core) fn tell_standing(&self, session: SessionId, out: &mut Vec<Output>) {
        let standing = Box::new(self.standing(session));
        out.push(Output::Send(session, Message::Standing(standing)));
    }

    /// The roster moved: whoever may not act any more is out, at once.
    pub(in crate::desk::core) fn settle_seats(&mut self, out: &mut Vec<Output>) {
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
    pub(super) fn role_changed(&mut self, id: OperatorId, out: &mut Vec<Output>) {
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
    pub(in crate::desk::core) fn seat_gone(&mut self, session: SessionId) {
        self.who.seats.gone(session, self.now);
        self.who
            .checks
            .retain(|check| check.from.session != session);
    }

    /// Goes on from a locked screen, still locked.
    pub(super) fn resume(&mut self, from: &From, ticket: &str) {
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

    pub(super) fn sign_out(&mut self, session: SessionId) {
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

    /// Everything is folded in.
    pub(in crate::desk::core) fn who_ready(&mut self) {
        self.who.had_roster = !self.roster().is_empty();
    }

    /// A session says where it comes from.
    pub(in crate::desk::core) fn seat_taken(&mut self, session: SessionId, origin: &Origin) {
        let account = origin.account.as_str().split_whitespace().next();
        self.who.seats.at(session).account = account.and_then(|uid| uid.parse().ok());
    }

    /// Adds a case to those that somebody who works unsigned began.
    pub(in crate::desk::core) fn begun(&mut self, session: SessionId, case: CaseId) {
        if let Sitting::Alone(_, own) = &mut self.who.seats.at(session).sitting {
            own.insert(case);
        }
    }
}
