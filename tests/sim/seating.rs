//! Who sits where, as the night itself knows it: from what was asked, what the disk kept and what time it is. It never
//! asks the core; whatever the core sends is held against it.

use std::collections::{BTreeMap, BTreeSet};

use porchlight::desk::core::{Input, Unsaved};
use porchlight::desk::docket::Docket;
use porchlight::desk::who::Sight;
use porchlight::record::who::{Act, How, Role, Roster, acts};
use porchlight::record::{
    Batch, CaseId, Event, FieldId, Moment, OperatorId, Problem, Recorded, SafeText, SessionId,
    fields,
};
use porchlight::wire::shift::{PresenceView, ShiftView};
use porchlight::wire::who::Ask as WhoAsk;
use porchlight::wire::{Ask, Command, Message, Outcome, Request};

use super::check::Held;

const MINUTE: i64 = 60_000_000;

/// Words of a refusal that is about who asks.
const ABOUT_WHO: &[&str] = &[
    "Your role",
    "Sign in first",
    "The screen is locked",
    "Without signing in you can",
    "Not taken on that case",
];

/// Whether a refusal is about who asks, not about what.
pub fn is_about_who(problem: &Problem) -> bool {
    let words = problem.to_string();
    ABOUT_WHO.iter().any(|about| words.contains(about))
}

/// Who sits at a session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sits {
    #[default]
    Nobody,
    In(OperatorId),
    Locked(OperatorId),
    Alone(SafeText, BTreeSet<CaseId>),
}

#[derive(Debug, Default)]
struct Seat {
    sits: Sits,
    active: Moment,
    ends: Moment,
    shown: BTreeMap<CaseId, Moment>,
    glass: BTreeSet<CaseId>,
    board: bool,
    case: Option<CaseId>,
    here: Option<CaseId>,
}

impl Seat {
    /// Somebody else sits there, or nobody: nothing that was opened stays open.
    fn becomes(&mut self, sits: Sits) {
        self.sits = sits;
        self.shown.clear();
        self.glass.clear();
        self.case = None;
        self.here = None;
    }
}

/// The right to what was asked under a number, which may be asked again when a role has changed.
#[derive(Debug, Clone, Copy, Default)]
struct Granted {
    /// It was asked at least once by somebody who might.
    ever: bool,
    /// It was asked last by somebody who might.
    last: bool,
}

/// Everybody's place.
#[derive(Debug, Default)]
pub struct Seating {
    seats: BTreeMap<SessionId, Seat>,
    granted: BTreeMap<(SessionId, u64), Granted>,
    asked: BTreeMap<(SessionId, u64), Ask>,
    /// How often each kind of thing about people came about.
    pub fired: BTreeMap<&'static str, u64>,
}

fn roster(docket: &Docket) -> Option<&Roster> {
    docket
        .desk
        .as_ref()
        .map(|desk| &desk.roster)
        .filter(|roster| !roster.is_empty())
}

impl Seating {
    fn fire(&mut self, what: &'static str) {
        *self.fired.entry(what).or_default() += 1;
    }

    /// Who sits at a session.
    pub fn sits(&self, session: SessionId) -> Sits {
        self.seats
            .get(&session)
            .map(|seat| seat.sits.clone())
            .unwrap_or_default()
    }

    /// The role of whoever is signed in there.
    pub fn role(&self, docket: &Docket, session: SessionId) -> Option<Role> {
        match self.sits(session) {
            Sits::In(id) => roster(docket)?.get(id).map(|one| one.role),
            _ => None,
        }
    }

    /// The desk is gone, and with it who sat where.
    pub fn all_gone(&mut self) {
        self.seats.clear();
    }

    // ---- what reaches the desk ----

    /// Something is about to reach the core.
    pub fn before(&mut self, docket: &Docket, input: &Input) {
        if roster(docket).is_none() {
            return;
        }
        match input {
            Input::Tick(now) => self.pass(*now),
            Input::Asked { request, now, .. } => {
                self.pass(*now);
                self.asks(docket, request, *now);
            }
            Input::Gone(session) => {
                self.seats.remove(session);
            }
            _ => {}
        }
    }

    /// Time alone locks.
    fn pass(&mut self, now: Moment) {
        let mut locked = 0;
        for seat in self.seats.values_mut() {
            match seat.sits.clone() {
                Sits::In(id) if now >= seat.active.plus(10 * MINUTE) || now >= seat.ends => {
                    seat.becomes(Sits::Locked(id));
                    locked += 1;
                }
                Sits::Alone(..) if now >= seat.active.plus(30 * MINUTE) => {
                    seat.becomes(Sits::Nobody);
                }
                _ => {}
            }
        }
        if locked > 0 {
            *self.fired.entry("a screen locked by time").or_default() += locked;
        }
    }

    fn asks(&mut self, docket: &Docket, request: &Request, now: Moment) {
        let session = request.session;
        let may = self.may(docket, session, &request.ask);
        let key = (session, request.number);
        let granted = self.granted.entry(key).or_default();
        granted.ever |= may;
        granted.last = may;
        self.asked.insert(key, request.ask.clone());
        let seat = self.seats.entry(session).or_default();
        match &request.ask {
            Ask::Who(WhoAsk::Lock) => match seat.sits.clone() {
                Sits::In(id) => {
                    seat.becomes(Sits::Locked(id));
                    self.fire("a screen locked by its key");
                }
                Sits::Alone(..) => seat.becomes(Sits::Nobody),
                _ => {}
            },
            Ask::Who(WhoAsk::SignOut) => {
                let was = seat.sits != Sits::Nobody;
                seat.becomes(Sits::Nobody);
                if was {
                    self.fire("somebody signed out");
                }
            }
            Ask::Who(WhoAsk::Active) => seat.active = now,
            Ask::Do(_) if may => seat.active = now,
            Ask::WatchBoard if may => seat.board = true,
            Ask::WatchCase(case) if may => seat.case = case.filter(|case| docket.knows(*case)),
            Ask::Here(here) if may => seat.here = here.case,
            _ => {}
        }
        if !may && !matches!(request.ask, Ask::Who(_)) {
            self.fire("an ask without a right");
        }
    }

    /// The disk answered; what the core makes of it follows.
    pub fn lands(
        &mut self,
        docket: &Docket,
        batch: &Batch,
        result: &Result<Vec<Recorded>, Unsaved>,
        now: Moment,
    ) {
        if roster(docket).is_none() {
            return;
        }
        let kept = result.is_ok();
        for (_, event) in &batch.events {
            // Who is gone sits nowhere any more.
            let Some(seat) = self.seats.get_mut(&batch.session) else {
                match event {
                    Event::OperatorSuspended { id, .. } if kept => self.ends(*id),
                    Event::RoleSet { id, .. } if kept => self.covers(*id),
                    _ => {}
                }
                continue;
            };
            match event {
                // A full disk still lets people in.
                Event::SignedIn { id, how } => {
                    let what = match how {
                        How::Unlock => "a screen unlocked",
                        How::Proof => "a phrase given again",
                        _ => "somebody signed in",
                    };
                    match how {
                        How::Proof => seat.sits = Sits::In(*id),
                        _ => seat.becomes(Sits::In(*id)),
                    }
                    seat.active = now;
                    seat.ends = now.plus(12 * 60 * MINUTE);
                    self.fire(what);
                }
                Event::SignInFailed { locked_out, .. } => {
                    let what = match locked_out {
                        true => "somebody locked out",
                        false => "a wrong phrase",
                    };
                    self.fire(what);
                }
                Event::AloneBegun { .. } if kept => {
                    seat.becomes(Sits::Alone(batch.operator.clone(), BTreeSet::new()));
                    seat.active = now;
                    self.fire("somebody works unsigned");
                }
                Event::CaseOpened { .. } if kept => {
                    if let Sits::Alone(_, own) = &mut seat.sits
                        && let Some(Recorded {
                            stream: porchlight::record::Stream::Case(id),
                            ..
                        }) = result
                            .iter()
                            .flatten()
                            .find(|one| matches!(one.event, Event::CaseOpened { .. }))
                    {
                        own.insert(*id);
                    }
                }
                Event::Revealed { case, .. } if kept && batch.request > 0 => {
                    seat.shown.insert(*case, now.plus(5 * MINUTE));
                    self.fire("masked fields shown");
                }
                Event::GlassBroken { case, .. } if kept => {
                    seat.glass.insert(*case);
                    self.fire("the glass broken");
                }
                Event::OperatorSuspended { id, .. } if kept => {
                    self.ends(*id);
                    self.fire("somebody suspended");
                }
                Event::RoleSet { id, .. } if kept => {
                    self.covers(*id);
                    self.fire("another role");
                }
                Event::OperatorReleased { .. } if kept => self.fire("somebody released"),
                Event::HandedOver { .. } if kept => self.fire("duties handed over"),
                Event::HandoverAccepted { .. } if kept => self.fire("a duty accepted"),
                Event::DraftTaken { .. } if kept => self.fire("a text taken over"),
                _ => {}
            }
        }
    }

    fn ends(&mut self, id: OperatorId) {
        for seat in self.seats.values_mut() {
            if matches!(&seat.sits, Sits::In(of) | Sits::Locked(of) if *of == id) {
                seat.becomes(Sits::Nobody);
            }
        }
    }

    fn covers(&mut self, id: OperatorId) {
        for seat in self.seats.values_mut() {
            if matches!(&seat.sits, Sits::In(of) | Sits::Locked(of) if *of == id) {
                seat.shown.clear();
                seat.glass.clear();
            }
        }
    }

    /// Whether whoever sits there may ask that.
    fn may(&self, docket: &Docket, session: SessionId, ask: &Ask) -> bool {
        let verb = match ask {
            Ask::Do(command) => Some(command.verb().0),
            _ => None,
        };
        match self.sits(session) {
            Sits::Nobody => matches!(ask, Ask::Who(_)),
            Sits::Locked(_) => matches!(
                ask,
                Ask::Who(_) | Ask::WatchBoard | Ask::WatchCase(None) | Ask::Draft { .. }
            ),
            Sits::Alone(_, own) => match ask {
                Ask::WatchCase(Some(case)) | Ask::Sheet { case, .. } => own.contains(case),
                Ask::Do(Command::Open { child, linked, .. }) => {
                    child.is_none() && linked.is_empty()
                }
                Ask::Do(_) => {
                    let may = [
                        "came at", "first", "answer", "add", "attempt", "heard", "note", "triage",
                    ];
                    verb.is_some_and(|verb| may.contains(&verb))
                }
                Ask::Find(_) | Ask::History { .. } | Ask::WatchShift(true) | Ask::Handover => false,
                _ => true,
            },
            Sits::In(id) => {
                let Some(role) = roster(docket)
                    .and_then(|roster| roster.get(id))
                    .map(|one| one.role)
                else {
                    return false;
                };
                let act = match ask {
                    Ask::Do(_) => {
                        return acts::TABLE.iter().any(|row| {
                            verb.is_some_and(|verb| row.verbs.contains(&verb))
                                && row.roles.contains(&role)
                        });
                    }
                    Ask::Sheet { .. } => Act::Sheet,
                    Ask::Find(_) => Act::Find,
                    Ask::WatchShift(true) | Ask::Handover => Act::Shift,
                    Ask::Directory => Act::Numbers,
                    _ => return true,
                };
                acts::may(role, act)
            }
        }
    }

    // ---- what the desk sends ----

    /// How much a session sees; `None` nothing at all.
    pub fn sight(&self, docket: &Docket, session: SessionId, now: Moment) -> Option<Sight> {
        if roster(docket).is_none() {
            return Some(Sight::open());
        }
        match self.sits(session) {
            Sits::Nobody => None,
            Sits::Locked(_) => Some(Sight::nameless()),
            Sits::Alone(name, own) => Some(Sight::own(name, own)),
            Sits::In(_) => {
                let role = self.role(docket, session)?;
                let seat = self.seats.get(&session)?;
                let masked: Vec<FieldId> = fields::all()
                    .filter(|field| {
                        field.masked && role.sees().is_some_and(|tier| field.tier <= tier)
                    })
                    .map(|field| field.id)
                    .collect();
                Some(Sight {
                    names: role != Role::Auditor,
                    tier: role.sees(),
                    shown: seat
                        .shown
                        .iter()
                        .filter(|(_, until)| **until > now)
                        .flat_map(|(case, _)| masked.iter().map(|field| (*case, *field)))
                        .collect(),
                    glass: seat.glass.clone(),
                    own: None,
                })
            }
        }
    }

    /// Whether a session on a desk with a roster watches the board, and which case.
    pub fn watches(&self, session: SessionId) -> (bool, Option<CaseId>) {
        self.seats
            .get(&session)
            .map_or((false, None), |seat| (seat.board, seat.case))
    }

    /// Something goes out to a session: it may have it.
    pub fn sends(&self, docket: &Docket, to: SessionId, message: &Message) -> Held {
        if roster(docket).is_none() {
            return Ok(());
        }
        let sits = self.sits(to);
        let role = self.role(docket, to);
        let without = |what: &str| {
            Err(format!(
                "{to:?} ({sits:?}, {role:?}) was sent {what} without a right"
            ))
        };
        match message {
            Message::Board(_) if sits == Sits::Nobody => without("the board"),
            Message::Case(view) => match &sits {
                Sits::In(_) => Ok(()),
                Sits::Alone(_, own) if own.contains(&view.case) => Ok(()),
                _ => without("a case"),
            },
            Message::Presence(view) => match role {
                Some(role) if role != Role::Auditor => self.here(docket, view),
                _ => without("who is where"),
            },
            Message::Shift(_) if !role.is_some_and(|role| acts::may(role, Act::Shift)) => {
                without("the supervisor's view")
            }
            Message::Reply { number, result } => self.replies(to, *number, result),
            _ => Ok(()),
        }
    }

    fn replies(&self, to: SessionId, number: u64, result: &Result<Outcome, Problem>) -> Held {
        let key = (to, number);
        let Some(ask) = self.asked.get(&key) else {
            return Ok(());
        };
        if matches!(ask, Ask::Who(_)) {
            return Ok(());
        }
        let granted = self.granted.get(&key).copied().unwrap_or_default();
        match result {
            Ok(Outcome::Who(_)) => Ok(()),
            Ok(_) if !granted.ever => Err(format!("{key:?} was answered without a right: {ask:?}")),
            Err(problem)
                if granted.last
                    && problem.to_string().contains("Your role")
                    && !matches!(self.sits(to), Sits::Nobody | Sits::Locked(_)) =>
            {
                Err(format!("{key:?} had the right and was refused: {problem}"))
            }
            _ => Ok(()),
        }
    }

    /// Whoever is said to be somewhere has a screen there.
    fn here(&self, docket: &Docket, view: &PresenceView) -> Held {
        let people: BTreeSet<(CaseId, SafeText)> = self
            .seats
            .values()
            .filter_map(|seat| {
                let name = match &seat.sits {
                    Sits::In(id) => roster(docket)?.get(*id)?.name.clone(),
                    Sits::Alone(name, _) => name.clone(),
                    _ => return None,
                };
                Some((seat.here?, name))
            })
            .collect();
        for (case, names) in &view.cases {
            for name in names {
                if !people.contains(&(*case, name.clone())) {
                    return Err(format!("{name} is shown in {case}, and is not there"));
                }
            }
        }
        Ok(())
    }

    /// What is shown of the shift: every duty that is owed, with who has it.
    pub fn shift(
        &self,
        docket: &Docket,
        owed: &BTreeSet<(CaseId, String, Option<porchlight::record::ItemId>)>,
        view: &ShiftView,
    ) -> Held {
        let shown: BTreeSet<_> = view
            .duties
            .iter()
            .filter_map(|duty| {
                Some((
                    view.cases.get(duty.case)?.case,
                    duty.duty.clone(),
                    duty.item,
                ))
            })
            .collect();
        if view.more == 0
            && let Some((case, duty, _)) = owed.difference(&shown).next()
        {
            return Err(format!(
                "{duty} of {case} is owed, and the shift does not show it"
            ));
        }
        for duty in &view.duties {
            let Some(case) = view
                .cases
                .get(duty.case)
                .and_then(|row| docket.case(row.case))
            else {
                return Err("a duty of no case".to_owned());
            };
            let handed = case
                .handover
                .as_ref()
                .and_then(|h| Some((h, h.of(&duty.duty, duty.item)?)));
            let holder = duty.holder.as_ref().map(|(name, _)| name);
            if let Some((handover, (_, None))) = handed
                && holder != Some(&handover.from)
            {
                return Err(format!(
                    "{} of {} was handed over by {} and accepted by nobody, and is shown as {holder:?}'s",
                    duty.duty, case.number, handover.from
                ));
            }
            let claims = case.claim.as_ref().map(|claim| &claim.by);
            let accepted = handed.and_then(|(_, (_, by))| by.as_ref()).map(|by| &by.by);
            let from = handed.map(|(handover, _)| &handover.from);
            if let Some(name) = holder
                && ![claims, accepted, from].contains(&Some(name))
            {
                return Err(format!(
                    "{} of {} is shown as {name}'s, who never took it",
                    duty.duty, case.number
                ));
            }
            if let Some(claim) = &case.claim
                && view.now >= claim.last.plus(20 * MINUTE)
                && handed.is_none()
                && holder.is_some()
                && docket
                    .desk
                    .as_ref()
                    .is_some_and(|desk| !desk.settings.contains_key("claim.minutes"))
            {
                return Err(format!(
                    "{}'s claim on {} is old, and hides {}",
                    claim.by, case.number, duty.duty
                ));
            }
        }
        Ok(())
    }
}
