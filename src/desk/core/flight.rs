//! Commands: which wait, which is in flight, what became of it, and what is remembered for a resend.

use super::{Core, OURS, Output, Unsaved, who};
use crate::desk::decide::{self, Decided, Refusal, Situation};
use crate::desk::shift::parked;
use crate::desk::who::gate;
use crate::desk::{say, trail, views};
use crate::record::audit::Why;
use crate::record::event::Event;
use crate::record::problem::Whose;
use crate::record::{
    Batch, CaseId, ItemId, Moment, Problem, Recorded, SafeText, SessionId, Stream, Zone, fields,
};
use crate::wire::{Command, Message, Outcome, Request};

/// How many answers of a session are kept for a resend.
const KEPT_ANSWERS: usize = 64;

/// How many requests of earlier sessions are remembered from the log, for a resend after a restart.
pub(super) const KEPT_REQUESTS: usize = 4096;

/// How often a batch is decided again when its streams keep moving, before it is given up in words.
const TRIES: u32 = 8;
/// A command that waits or is in flight.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) request: Request,
    pub(super) command: Command,
    pub(super) now: Moment,
    pub(super) fresh: u128,
    pub(super) tries: u32,
}

/// What is in flight: a command with what its answer will say, or something of the desk's own.
#[derive(Debug)]
pub(super) enum Flight {
    Command(Box<(Waiting, Decided)>),
    Ours,
    /// So many rows of the audit.
    Trail(usize),
    /// Something about who sits where.
    Who(Box<super::who::Flown>),
}

/// A request that an event in the log answered.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub(super) key: (SessionId, u64),
    pub(super) case: Option<CaseId>,
    /// What came to be, so that a resend is answered as the first was.
    pub(super) made: Option<ItemId>,
}

impl Core {
    /// Whether a command waits or is in flight: sent again meanwhile, one answer will do for both.
    pub(super) fn is_under_way(&self, request: &Request) -> bool {
        let key = (request.session, request.number);
        let is_same = |other: &Waiting| (other.request.session, other.request.number) == key;
        matches!(&self.flight, Some(Flight::Command(flying)) if is_same(&flying.0))
            || self.queue.iter().any(is_same)
    }

    pub(super) fn command(&mut self, waiting: Waiting, out: &mut Vec<Output>) {
        let key = (waiting.request.session, waiting.request.number);
        if let Some(found) = self.remembered.iter().find(|found| found.key == key) {
            let result = Ok(Outcome::Saved {
                case: found.case,
                case_number: found
                    .case
                    .and_then(|id| self.docket.case(id))
                    .map(|case| case.number.clone()),
                made: found.made.map(|id| id.to_string()),
                understood: None,
                notes: vec!["Saved before; sent again after a restart.".to_owned()],
            });
            self.reply(key.0, key.1, result, out);
            return;
        }
        self.queue.push_back(waiting);
        self.next_command(out);
    }

    /// Decides waiting commands until one has to be appended.
    pub(super) fn next_command(&mut self, out: &mut Vec<Output>) {
        self.next_meant(out);
        while self.flight.is_none()
            && !self.has_meant()
            && let Some(waiting) = self.queue.pop_front()
        {
            // Who it is comes into the log before what they do.
            if self.trail.is_owed(waiting.request.session) {
                self.queue.push_front(waiting);
                self.write_trail(out);
                return;
            }
            if !self.sees_cases(waiting.request.session) {
                // Let in when it was asked, and not any more.
                self.note_refusal(&waiting, Why::Refused);
                let (session, number) = (waiting.request.session, waiting.request.number);
                self.reply(session, number, Err(gate::sign_in_first()), out);
                continue;
            }
            self.decide(waiting, out);
        }
    }

    pub(super) fn decide(&mut self, waiting: Waiting, out: &mut Vec<Output>) {
        let session = waiting.request.session;
        let operator = SafeText::line(&waiting.request.operator);
        if operator.is_empty() {
            let problem = Problem::operator("Who is acting is needed: the operator's name.")
                .example("Priya Nair");
            self.note_refusal(&waiting, Why::Refused);
            self.reply(session, waiting.request.number, Err(problem), out);
            return;
        }
        if let Command::TakeDraft { from, place, .. } = &waiting.command
            && self.drafts.orphan(from, place, &self.live()).is_none()
        {
            let problem = Problem::operator(format!(
                "{} is typing there again, or the text is gone; nothing was taken over.",
                SafeText::line(from)
            ));
            self.note_refusal(&waiting, Why::Refused);
            self.reply(session, waiting.request.number, Err(problem), out);
            return;
        }
        let about = self.case_of(&waiting);
        if !self.may_write(session, waiting.command.verb().0, about) {
            self.note_refusal(&waiting, Why::Refused);
            self.reply(session, waiting.request.number, Err(who::not_yours()), out);
            return;
        }
        let situation = Situation {
            docket: &self.docket,
            packs: &self.packs,
            now: waiting.now.max(self.now),
            operator: &operator,
            session,
            last: self.sessions.get(&session).and_then(|s| s.last),
            fresh: waiting.fresh,
        };
        match decide::decide(&situation, &waiting.command) {
            Err(Refusal::Problem(problem)) => {
                self.note_refusal(&waiting, Why::Refused);
                let result = self.covered(session, Err(problem), about);
                self.reply(session, waiting.request.number, result, out);
            }
            Err(Refusal::Conflict(mut conflict)) => {
                if let Some(case) = about {
                    self.sight(session).conflict(case, &mut conflict);
                }
                let result = self.covered(session, Ok(Outcome::Conflict(conflict)), about);
                self.note_refusal(&waiting, Why::Conflict);
                self.reply(session, waiting.request.number, result, out);
            }
            Ok(decided) if decided.events.is_empty() => {
                self.note_refusal(&waiting, Why::Nothing);
                let result = self.covered(session, Ok(saved(&decided)), about);
                self.reply(session, waiting.request.number, result, out);
            }
            Ok(decided) => {
                out.push(Output::Append(Batch {
                    expected: decided.expected.clone(),
                    events: decided.events.clone(),
                    at: situation.now,
                    operator,
                    session,
                    request: waiting.request.number,
                }));
                self.flight = Some(Flight::Command(Box::new((waiting, decided))));
            }
        }
    }

    pub(super) fn appended(
        &mut self,
        result: Result<Vec<Recorded>, Unsaved>,
        out: &mut Vec<Output>,
    ) {
        let flight = self.flight.take();
        match result {
            Ok(recorded) => {
                for one in &recorded {
                    self.apply(one);
                }
                if let Some(Flight::Trail(count)) = flight {
                    self.trail.saved(count, self.now);
                    // A heap of refusals is written whole.
                    if count == trail::AT_ONCE {
                        self.write_trail(out);
                    }
                } else if let Some(Flight::Who(flown)) = flight {
                    self.who_done(*flown, out);
                } else if let Some(Flight::Command(flown)) = flight {
                    let (waiting, decided) = *flown;
                    if decided.opened
                        && let Some(session) = self.sessions.get_mut(&waiting.request.session)
                    {
                        session.last = decided.case;
                    }
                    let session = waiting.request.session;
                    if decided.opened
                        && let Some(case) = decided.case
                    {
                        self.begun(session, case);
                    }
                    let result = self.covered(session, Ok(saved(&decided)), decided.case);
                    self.reply(session, waiting.request.number, result, out);
                    for (operator, words) in &decided.tell {
                        self.tell(session, operator, words, out);
                    }
                    if let Command::TakeDraft { from, place, .. } = &waiting.command {
                        self.move_draft(&waiting.request, from, place, out);
                    }
                }
            }
            Err(_) if matches!(flight, Some(Flight::Trail(_))) => {
                if let Some(words) = self.trail.failed() {
                    self.tell_all(&words, out);
                }
            }
            Err(Unsaved::Moved(since)) => {
                for one in &since {
                    if one.seq > self.docket.head(one.stream) {
                        self.apply(one);
                    }
                }
                if let Some(Flight::Who(flown)) = flight {
                    let problem = Problem::machine("Not saved: the record moved meanwhile.")
                        .hint("Send it again.");
                    self.who_failed(*flown, problem, out);
                } else if let Some(Flight::Command(flown)) = flight {
                    let (mut waiting, _) = *flown;
                    waiting.tries += 1;
                    if waiting.tries < TRIES {
                        self.queue.push_front(waiting);
                    } else {
                        self.note_refusal(&waiting, Why::Failed);
                        let problem = Problem::machine(
                            "Not saved: the record kept changing under this command.",
                        )
                        .hint("Send it again.");
                        self.reply(
                            waiting.request.session,
                            waiting.request.number,
                            Err(problem),
                            out,
                        );
                    }
                }
            }
            Err(Unsaved::Failed(problem)) => {
                if let Some(Flight::Who(flown)) = flight {
                    self.who_failed(*flown, problem, out);
                } else if let Some(Flight::Command(flown)) = flight {
                    let (waiting, _) = *flown;
                    self.note_refusal(&waiting, Why::Failed);
                    self.reply(
                        waiting.request.session,
                        waiting.request.number,
                        Err(problem),
                        out,
                    );
                }
            }
        }
        self.refresh_touched();
        self.settle_seats(out);
        self.next_command(out);
        self.next_check(out);
        if self.flight.is_none() {
            self.show_changes(out);
        }
    }

    /// A text that was taken over goes to who took it; whose it was is told when they are back.
    fn move_draft(&mut self, request: &Request, from: &str, place: &str, out: &mut Vec<Output>) {
        let Some((session, text)) = self.drafts.orphan(from, place, &self.live()) else {
            return;
        };
        let by = SafeText::line(&request.operator);
        let zone = self
            .docket
            .desk
            .as_ref()
            .map_or(Zone::UTC, |desk| desk.zone);
        let at = say::time_words(self.now, zone);
        let what = parked::typed_in(place)
            .and_then(|(case, field)| {
                let number = &self.docket.case(case)?.number;
                let label = field
                    .and_then(fields::by_name)
                    .map_or("a text", |f| f.label);
                Some(format!("{label} of {number}"))
            })
            .unwrap_or_else(|| "a text".to_owned());
        let told = format!("{}{place}", parked::TOLD);
        let words = format!("{by} took over what you left unsaved, {at}: {what}.");
        self.put_draft(request.session, &request.operator, place, &text, out);
        self.put_draft(session, from, &told, &words, out);
        self.put_draft(session, from, place, "", out);
    }

    pub(super) fn reply(
        &mut self,
        session: SessionId,
        number: u64,
        result: Result<Outcome, Problem>,
        out: &mut Vec<Output>,
    ) {
        if let Some(known) = self.sessions.get_mut(&session) {
            // A failure of the machine may be gone at the next try; only decisions are remembered.
            let decided = !matches!(&result, Err(p) if p.whose != Whose::Operator);
            if decided {
                known.answered.insert(number, result.clone());
                while known.answered.len() > KEPT_ANSWERS {
                    known.answered.pop_first();
                }
            }
        }
        out.push(Output::Send(session, Message::Reply { number, result }));
    }

    pub(super) fn jumped(&mut self, by: i64, out: &mut Vec<Output>) {
        let words = format!(
            "The machine's clock was set {} {}. Every deadline goes on by elapsed time; none moved.",
            if by < 0 { "back by" } else { "forward by" },
            views::length(by.saturating_abs())
        );
        self.tell_all(&words, out);
        // Noted in the log when the line is free; a jump during an append is in the notice only until then.
        if self.flight.is_none() && self.docket.desk.is_some() {
            out.push(Output::Append(Batch {
                expected: vec![(Stream::Desk, self.docket.head(Stream::Desk))],
                events: vec![(Stream::Desk, Event::ClockJumped { by })],
                at: self.now,
                operator: SafeText::line("the desk"),
                session: OURS,
                request: 0,
            }));
            self.flight = Some(Flight::Ours);
        }
        self.board.tick(&self.docket, &self.packs, self.now);
        self.show_changes(out);
    }
}

fn saved(decided: &Decided) -> Outcome {
    Outcome::Saved {
        case: decided.case,
        case_number: decided.case_number.clone(),
        made: decided.made.map(|id| id.to_string()),
        understood: decided.understood.clone(),
        notes: decided.notes.clone(),
    }
}
