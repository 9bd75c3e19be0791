//! What is to be written about who sits where, and what follows once it stands in the log.

use super::super::flight::Flight;
use super::{Core, From, Outcome, Output, changes};
use crate::desk::who::{Person, Sitting, seats};
use crate::record::audit::Why;
use crate::record::event::Event;
use crate::record::who::{Act, How, Verifier, may, tries};
use crate::record::{
    Batch, CaseId, FieldId, ItemId, OperatorId, Problem, SafeText, SessionId, Stream, fields,
};
use crate::wire::who::Change;

/// What is meant.
#[derive(Debug, Clone)]
pub(in crate::desk::core) enum Intent {
    In(OperatorId, How),
    Failed(Option<OperatorId>),
    Change(Box<Change>, Option<Verifier>),
    Reveal(CaseId, Vec<String>, String),
    Glass(CaseId, String),
    Alone(String, String),
    Review(ItemId, String),
}

/// What waits to be written.
#[derive(Debug, Clone)]
pub(in crate::desk::core) struct Meant {
    pub(super) from: From,
    pub(super) intent: Intent,
}

/// What is being written, and what follows.
#[derive(Debug)]
pub(in crate::desk::core) struct Flown {
    from: From,
    verb: &'static str,
    then: Then,
}

/// What follows.
#[derive(Debug)]
pub(super) enum Then {
    In(OperatorId, How),
    Failed(Option<OperatorId>, bool),
    Changed(String, Option<OperatorId>),
    Show(CaseId, Vec<FieldId>),
    Glass(CaseId, String),
    Alone(SafeText),
    Done(&'static str),
}

/// A decision: the name it is written under, the events, what follows.
pub(super) type Decided = (SafeText, Vec<Event>, Then);

impl Core {
    /// Whether something of the roster waits to be written.
    pub(in crate::desk::core) fn has_meant(&self) -> bool {
        !self.who.meant.is_empty()
    }

    /// Writes the next of what is meant; `false` when a row of the audit has to come first.
    pub(in crate::desk::core) fn next_meant(&mut self, out: &mut Vec<Output>) {
        while self.flight.is_none()
            && let Some(meant) = self.who.meant.pop_front()
        {
            if self.trail.is_owed(meant.from.session) {
                self.who.meant.push_front(meant);
                self.write_trail(out);
                return;
            }
            let verb = verb(&meant.intent);
            let decided = self
                .still_may(&meant)
                .and_then(|()| self.decide_meant(&meant));
            match decided {
                Ok((operator, events, then)) => {
                    out.push(Output::Append(Batch {
                        expected: Vec::new(),
                        events: events
                            .into_iter()
                            .map(|event| (Stream::Desk, event))
                            .collect(),
                        at: self.now,
                        operator,
                        session: meant.from.session,
                        request: meant.from.number,
                    }));
                    self.flight = Some(Flight::Who(Box::new(Flown {
                        from: meant.from,
                        verb,
                        then,
                    })));
                }
                Err(problem) => self.who_refused(&meant.from, verb, problem, out),
            }
        }
    }

    /// Whether whoever asked may still do it, now that its turn has come: they may have been suspended meanwhile.
    fn still_may(&self, meant: &Meant) -> Result<(), Problem> {
        let act = match &meant.intent {
            Intent::In(..) | Intent::Failed(_) | Intent::Alone(..) => return Ok(()),
            Intent::Change(change, _) => self.act_of_change(&meant.from, change),
            Intent::Reveal(..) => Act::Reveal,
            Intent::Glass(..) => Act::BreakGlass,
            Intent::Review(..) => Act::Review,
        };
        self.door(&meant.from, act).map(|_| ())
    }

    fn decide_meant(&self, meant: &Meant) -> Result<Decided, Problem> {
        let from = &meant.from;
        let name = SafeText::line(&self.name_at(from.session, &from.stated));
        match &meant.intent {
            Intent::In(id, how) => {
                let one = self
                    .roster()
                    .get(*id)
                    .filter(|one| one.is_active())
                    .ok_or_else(|| Problem::operator("That operator is suspended."))?;
                let (id, how) = (*id, *how);
                Ok((
                    one.name.clone(),
                    vec![Event::SignedIn { id, how }],
                    Then::In(id, how),
                ))
            }
            Intent::Failed(id) => {
                let one = id.and_then(|id| self.roster().get(id));
                let locked_out = one.is_some_and(|one| tries::locks(&self.wrong(one), self.now));
                let name = one.map_or(SafeText::line("nobody signed in"), |one| one.name.clone());
                Ok((
                    name,
                    vec![Event::SignInFailed {
                        id: *id,
                        locked_out,
                    }],
                    Then::Failed(*id, locked_out),
                ))
            }
            Intent::Change(change, verifier) => {
                let (events, words, role_of) = changes::decide(
                    self.roster(),
                    change,
                    verifier.as_ref(),
                    (from.fresh, self.now),
                )?;
                Ok((named(name)?, events, Then::Changed(words, role_of)))
            }
            Intent::Reveal(case, wanted, reason) => {
                let number = self.number_of(*case)?;
                let reason = reasoned(reason, "police ask for it")?;
                let sight = self.sight(from.session);
                let masked: Vec<FieldId> = fields::all()
                    .filter(|field| field.masked)
                    .filter(|field| sight.tier.is_some_and(|tier| field.tier <= tier))
                    .filter(|field| wanted.is_empty() || wanted.iter().any(|w| w == field.id.0))
                    .map(|field| field.id)
                    .collect();
                if masked.is_empty() {
                    return Err(Problem::operator(format!(
                        "None of that is a masked field of {number} which your role may be shown."
                    ))
                    .hint("For a child in danger, break the glass."));
                }
                Ok((
                    named(name.clone())?,
                    vec![Event::Revealed {
                        session: from.session,
                        at: self.now,
                        operator: name,
                        case: *case,
                        fields: masked.clone(),
                        reason,
                    }],
                    Then::Show(*case, masked),
                ))
            }
            Intent::Glass(case, reason) => {
                let number = self.number_of(*case)?;
                let reason = reasoned(reason, "caller saw the child with the man from the note")?;
                let flag = ItemId(from.fresh);
                Ok((
                    named(name)?,
                    vec![Event::GlassBroken {
                        flag,
                        case: *case,
                        reason,
                    }],
                    Then::Glass(*case, number),
                ))
            }
            Intent::Alone(who, reason) => {
                // The end tells two screens apart that state one name.
                let label = SafeText::line(&format!(
                    "{}, not signed in ({:04x})",
                    SafeText::line(who),
                    from.fresh & 0xffff
                ));
                Ok((
                    label.clone(),
                    vec![Event::AloneBegun {
                        flag: ItemId(from.fresh),
                        reason: SafeText::line(reason),
                    }],
                    Then::Alone(label),
                ))
            }
            Intent::Review(flag, words) => {
                let found = self
                    .roster()
                    .flag(*flag)
                    .ok_or_else(|| Problem::operator("Nothing was flagged under that id."))?;
                if found.reviewed.is_some() {
                    return Err(Problem::operator("That was reviewed already."));
                }
                let words = reasoned(words, "spoke with Dan; in order")?;
                Ok((
                    named(name)?,
                    vec![Event::Reviewed { flag: *flag, words }],
                    Then::Done("Reviewed."),
                ))
            }
        }
    }

    fn number_of(&self, case: CaseId) -> Result<String, Problem> {
        self.docket
            .case(case)
            .map(|case| case.number.clone())
            .ok_or_else(|| Problem::operator("That case is not on this desk."))
    }

    /// It stands in the log.
    pub(in crate::desk::core) fn who_done(&mut self, flown: Flown, out: &mut Vec<Output>) {
        let Flown { from, then, .. } = flown;
        let session = from.session;
        let now = self.now;
        let loud = matches!(then, Then::Glass(..) | Then::Alone(_) | Then::Done(_));
        let is_gone = !self.sessions.contains_key(&session);
        let result = match then {
            Then::In(id, how) => {
                self.who.unsaved.remove(&id);
                self.sit(&from, id, how);
                Ok(self.standing_of(&from))
            }
            Then::Failed(id, locked_out) => Err(self.failed(&from, id, locked_out)),
            Then::Changed(words, role_of) => {
                if let Some(id) = role_of {
                    self.role_changed(id, out);
                }
                Ok(Outcome::Done(words))
            }
            Then::Show(case, shown) => {
                let until = now.plus(seats::SHOWN);
                if !is_gone {
                    let seat = self.who.seats.at(session);
                    for field in shown {
                        seat.shown.insert((case, field), until);
                    }
                }
                Ok(Outcome::Done(
                    "Shown for 5 minutes; the reason stands in the log.".to_owned(),
                ))
            }
            Then::Glass(case, number) => {
                if !is_gone {
                    self.who.seats.at(session).glass.insert(case);
                }
                let name = self.name_at(session, &from.stated);
                self.tell_all(
                    &format!(
                        "{name} broke the glass on {number}: its masked fields are open on that screen."
                    ),
                    out,
                );
                Ok(Outcome::Done(format!(
                    "The masked fields of {number} are open here; everybody was told."
                )))
            }
            Then::Alone(label) => {
                self.tell_all(
                    &format!("{label} works at a screen without having signed in."),
                    out,
                );
                if !is_gone {
                    let seat = self.who.seats.at(session);
                    seat.empty(None);
                    seat.active = now;
                    seat.sitting = Sitting::Alone(label, Default::default());
                }
                self.resend(session, false);
                Ok(self.standing_of(&from))
            }
            Then::Done(words) => Ok(Outcome::Done(words.to_owned())),
        };
        self.who_reply(&from, result, out);
        if loud {
            self.tell_reviewers(session, out);
        }
    }

    /// Supervisors see at once how much waits for them.
    fn tell_reviewers(&self, but: SessionId, out: &mut Vec<Output>) {
        for session in self.who.seats.sessions() {
            let reviews = self
                .who
                .seats
                .get(session)
                .filter(|seat| matches!(seat.sitting, Sitting::In(_)))
                .and_then(|seat| seat.person())
                .and_then(|person| self.roster().get(person.id))
                .is_some_and(|one| may(one.role, Act::Review));
            if reviews && session != but {
                self.tell_standing(session, out);
            }
        }
    }

    fn sit(&mut self, from: &From, id: OperatorId, how: How) {
        // The line went while the phrase was being checked: nobody is there to sit.
        if !self.sessions.contains_key(&from.session) {
            return;
        }
        let now = self.now;
        let is_machine = how == How::Account;
        let seat = self.who.seats.at(from.session);
        seat.words = None;
        seat.wrong.clear();
        seat.active = now;
        let person = Person {
            id,
            proved: now,
            ends: (!is_machine).then(|| now.plus(seats::SHIFT)),
            ticket: from.fresh.rotate_left(32),
        };
        let (former, back) = match std::mem::replace(&mut seat.sitting, Sitting::In(person)) {
            Sitting::Locked(former, ..) if former.id != id => (Some(former.id), None),
            Sitting::Locked(_, case, _) => (None, case),
            _ => (None, None),
        };
        if how != How::Proof {
            seat.cover();
            seat.back = back;
            self.resend(from.session, false);
        }
        let former = former
            .and_then(|id| self.roster().get(id))
            .map(|one| one.name.clone());
        if let Some(operator) = former {
            self.trail.owe(Event::SignedOut {
                session: from.session,
                at: now,
                operator,
            });
        }
    }

    /// A wrong try, in words. Whether the name or the phrase was wrong is not said.
    fn failed(&mut self, from: &From, id: Option<OperatorId>, locked_out: bool) -> Problem {
        let now = self.now;
        let Some(one) = id.and_then(|id| self.roster().get(id)) else {
            if !self.sessions.contains_key(&from.session) {
                return wrong_words();
            }
            let wrong = &mut self.who.seats.at(from.session).wrong;
            wrong.push(now);
            let excess = wrong.len().saturating_sub(seats::NAMES_MOST);
            wrong.drain(..excess);
            return wrong_words();
        };
        if locked_out {
            return Problem::operator(format!(
                "{} is locked out after {} wrong tries; a supervisor has to release.",
                one.name,
                tries::MOST
            ))
            .hint("An intake can be begun without signing in.");
        }
        match tries::standing(&self.wrong(one), now) {
            tries::Standing::Free => wrong_words(),
            tries::Standing::Wait(until) => wrong_words().hint(format!(
                "Wait {} s before the next try; five wrong ones lock out.",
                (until.since(now) + 999_999) / 1_000_000
            )),
        }
    }

    /// The log would not take it.
    pub(in crate::desk::core) fn who_failed(
        &mut self,
        flown: Flown,
        problem: Problem,
        out: &mut Vec<Output>,
    ) {
        let Flown { from, verb, then } = flown;
        let name = self.name_at(from.session, &from.stated);
        self.trail
            .refused(from.session, &name, None, verb, Why::Failed, self.now);
        let result = match then {
            // A full disk still lets people in, to read and to count down; the row waits.
            Then::In(id, how) => {
                self.sit(&from, id, how);
                Ok(self.standing_of(&from))
            }
            // A try counts whether the disk takes it or not.
            Then::Failed(id, locked_out) => {
                if let Some(id) = id {
                    self.who.unsaved.entry(id).or_default().push(self.now);
                }
                Err(self.failed(&from, id, locked_out))
            }
            _ => Err(problem),
        };
        self.who_reply(&from, result, out);
    }
}

fn verb(intent: &Intent) -> &'static str {
    match intent {
        Intent::In(..) | Intent::Failed(_) => "sign in",
        Intent::Change(change, _) => super::verbs::of_change(change),
        Intent::Reveal(..) => "reveal",
        Intent::Glass(..) => "break glass",
        Intent::Alone(..) => "work unsigned",
        Intent::Review(..) => "review",
    }
}

fn wrong_words() -> Problem {
    Problem::operator("Name or phrase is not right.")
}

fn named(name: SafeText) -> Result<SafeText, Problem> {
    if name.is_empty() {
        return Err(
            Problem::operator("Who is acting is needed: the operator's name.")
                .example("Priya Nair"),
        );
    }
    Ok(name)
}

fn reasoned(words: &str, example: &str) -> Result<SafeText, Problem> {
    let reason = SafeText::line(words.trim());
    if reason.is_empty() {
        return Err(Problem::operator("Why is needed; it stands in the log.").example(example));
    }
    Ok(reason)
}
