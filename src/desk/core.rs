//! The core: inputs in, outputs out, nothing else. No I/O, no clock, no randomness of its own.
//!
//! One batch is in flight at most; commands that come meanwhile wait in order. What was appended is folded
//! before the answer goes out, so that whoever was told *saved* sees it in the next view.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::board::Board;
use super::decide::{self, Decided, Refusal, Situation};
use super::directory;
use super::docket::Docket;
use super::drafts::Drafts;
use super::trail::Trail;
use super::{find, views};
use crate::record::audit::{Origin, Why};
use crate::record::event::Event;
use crate::record::{
    Batch, CaseId, Moment, Problem, Recorded, SafeText, SessionId, Stream, fields,
};
use crate::rules::Pack;
use crate::wire::{Ask, BoardView, CaseView, Command, Message, Outcome, Request};

/// What reaches the core.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A session asks.
    Asked {
        /// What.
        request: Request,
        /// The desk's present.
        now: Moment,
        /// Fresh randomness: ids are made from `fresh`, `fresh + 1` …
        fresh: u128,
    },
    /// The store answered the batch in flight.
    Appended(Result<Vec<Recorded>, Unsaved>),
    /// The store answered a read.
    Read {
        /// Which.
        ticket: u64,
        /// The events of the streams asked for, each stream in order.
        result: Result<Vec<Recorded>, Problem>,
    },
    /// Time passed; views whose words changed are sent again.
    Tick(Moment),
    /// The machine's clock jumped by so many microseconds against elapsed time.
    Jumped {
        /// By how much.
        by: i64,
        /// The desk's present, which did not jump.
        now: Moment,
    },
    /// The store's trouble, in one sentence; `None` when it is over.
    Trouble(Option<String>),
    /// The store says something once that every operator must know.
    Said(String),
    /// A session's line is gone.
    Gone(SessionId),
    /// A session says where it comes from, before it asks anything.
    Joined {
        /// Which.
        session: SessionId,
        /// From where.
        origin: Origin,
        /// The desk's present.
        now: Moment,
    },
    /// A line that was no command was refused before it reached the desk.
    Unread {
        /// Which session sent it.
        session: SessionId,
        /// The operator.
        operator: String,
        /// The desk's present.
        now: Moment,
    },
    /// Rows of the audit that a reader without the lock left beside the log.
    Left(Vec<Event>),
    /// A quiet moment: what waits for the audit is written.
    Quiet(Moment),
    /// A draft that was on the disk at start.
    DraftFound {
        /// The session that typed it.
        session: SessionId,
        /// The operator.
        operator: String,
        /// Where it was typed.
        place: String,
        /// The text.
        text: String,
    },
}

/// Why a batch was not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Unsaved {
    /// Streams moved on; here is what they hold beyond the heads that were expected. Decide again.
    Moved(Vec<Recorded>),
    /// The store would not, in words. Nothing was saved.
    Failed(Problem),
}

/// What the core wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Append this batch; its result comes back as [`Input::Appended`]. One is in flight at most.
    Append(Batch),
    /// Read every event of these streams; they come back as [`Input::Read`].
    Read {
        /// The number to answer with.
        ticket: u64,
        /// Which.
        streams: Vec<Stream>,
    },
    /// Send this to a session.
    Send(SessionId, Message),
    /// Keep or forget a draft of a session.
    Draft {
        /// Whose.
        session: SessionId,
        /// The operator, so that a later session can take it up.
        operator: String,
        /// Where it is typed.
        place: String,
        /// The text; empty forgets.
        text: String,
    },
}

/// The session of what the desk itself records (a clock jump).
pub const OURS: SessionId = SessionId(0);

/// How many answers of a session are kept for a resend.
const KEPT_ANSWERS: usize = 64;

/// How many requests of earlier sessions are remembered from the log, for a resend after a restart.
const KEPT_REQUESTS: usize = 4096;

/// How often a batch is decided again when its streams keep moving, before it is given up in words.
const TRIES: u32 = 8;

/// A session as the core knows it.
#[derive(Debug, Default)]
struct Session {
    board: bool,
    board_sent: Option<BoardView>,
    /// The board's version and the desk's sequence that `board_sent` was made of.
    board_seen: Option<(u64, u64, Option<String>)>,
    case: Option<CaseId>,
    case_sent: Option<Box<CaseView>>,
    last: Option<CaseId>,
    answered: BTreeMap<u64, Result<Outcome, Problem>>,
}

/// A command that waits or is in flight.
#[derive(Debug, Clone)]
struct Waiting {
    request: Request,
    command: Command,
    now: Moment,
    fresh: u128,
    tries: u32,
}

/// What is in flight: a command with what its answer will say, or something of the desk's own.
#[derive(Debug)]
enum Flight {
    Command(Box<(Waiting, Decided)>),
    Ours,
    /// So many rows of the audit.
    Trail(usize),
}

/// Who waits for a read.
#[derive(Debug, Clone)]
struct Reading {
    session: SessionId,
    number: u64,
    case: CaseId,
    field: Option<String>,
    item: Option<String>,
}

/// A request that an event in the log answered.
#[derive(Debug, Clone)]
struct Answered {
    key: (SessionId, u64),
    case: Option<CaseId>,
}

/// The desk's core.
#[derive(Debug, Default)]
pub struct Core {
    docket: Docket,
    packs: Vec<Pack>,
    board: Board,
    finder: find::Finder,
    now: Moment,
    sessions: BTreeMap<SessionId, Session>,
    queue: VecDeque<Waiting>,
    flight: Option<Flight>,
    readings: BTreeMap<u64, Reading>,
    next_ticket: u64,
    drafts: Drafts,
    trouble: Option<String>,
    notices: Vec<String>,
    remembered: VecDeque<Answered>,
    touched: BTreeSet<CaseId>,
    trail: Trail,
    /// How many settings, packs and directory entries were folded in: the board shows some of them.
    settings: u64,
}

impl Core {
    /// A core over nothing; [`Core::fold`] what the log holds, then [`Core::ready`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Folds an event of the log in, at start.
    pub fn fold(&mut self, recorded: &Recorded) {
        self.apply(recorded);
    }

    /// Everything is folded in and this is the present.
    ///
    /// # Errors
    /// When a pack that this desk adopted cannot be read: no duty could be trusted then.
    pub fn ready(&mut self, now: Moment) -> Result<(), Problem> {
        self.now = self.now.max(now);
        self.adopt_packs()?;
        self.board.rebuild(&self.docket, &self.packs, self.now);
        self.touched.clear();
        Ok(())
    }

    /// Everything the desk knows.
    pub fn docket(&self) -> &Docket {
        &self.docket
    }

    /// The packs in force.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// The desk's present.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// The board now.
    pub fn board(&mut self) -> BoardView {
        self.board.tick(&self.docket, &self.packs, self.now);
        self.board
            .view(&self.docket, self.now, self.trouble.clone())
    }

    /// The next instant at which something visible changes by time alone.
    pub fn next_change(&self) -> Option<Moment> {
        self.board.next_change()
    }

    /// Whether rows of the audit wait to be written.
    pub fn has_trail(&self) -> bool {
        !self.trail.is_empty()
    }

    /// Whether any session watches, so that ticks matter.
    pub fn is_watched(&self) -> bool {
        self.sessions
            .values()
            .any(|session| session.board || session.case.is_some())
    }

    /// Takes one input and says what is to be done.
    pub fn step(&mut self, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Asked {
                request,
                now,
                fresh,
            } => {
                self.now = self.now.max(now);
                self.asked(request, fresh, &mut out);
            }
            Input::Appended(result) => self.appended(result, &mut out),
            Input::Read { ticket, result } => self.read(ticket, result, &mut out),
            Input::Tick(now) => {
                self.now = self.now.max(now);
                self.board.tick(&self.docket, &self.packs, self.now);
                self.show_changes(&mut out);
                self.finder.gather(&self.docket);
            }
            Input::Jumped { by, now } => {
                self.now = self.now.max(now);
                self.jumped(by, &mut out);
            }
            Input::Trouble(trouble) => {
                if self.trouble != trouble {
                    self.trouble = trouble;
                    if let Some(words) = self.trouble.clone() {
                        self.tell_all(&words, &mut out);
                    }
                    self.show_changes(&mut out);
                }
            }
            Input::Said(words) => self.tell_all(&words, &mut out),
            Input::Gone(session) => {
                self.sessions.remove(&session);
                self.trail.gone(session);
            }
            Input::Joined {
                session,
                origin,
                now,
            } => {
                self.now = self.now.max(now);
                self.trail.opened(session, origin, self.now);
            }
            Input::Unread {
                session,
                operator,
                now,
            } => {
                self.now = self.now.max(now);
                self.trail
                    .refused(session, &operator, None, "line", Why::Refused, self.now);
            }
            Input::Left(rows) => self.trail.found(rows),
            Input::Quiet(now) => {
                self.now = self.now.max(now);
                self.write_trail(&mut out);
            }
            Input::DraftFound {
                session,
                operator,
                place,
                text,
            } => self.drafts.keep(session, &operator, &place, &text),
        }
        out
    }

    /// Notes who looks at what. A change is noted by its own events, a refusal where it is decided.
    fn note_look(&mut self, request: &Request) {
        let (case, what) = match &request.ask {
            Ask::Do(_) | Ask::Draft { .. } | Ask::Directory | Ask::Bye | Ask::WatchCase(None) => {
                return;
            }
            Ask::WatchBoard => (None, "board".to_owned()),
            Ask::WatchCase(Some(case)) => (Some(*case), "watch".to_owned()),
            Ask::Sheet { case, sheet } => match crate::sheet::SHEETS.contains(&sheet.as_str()) {
                true => (Some(*case), format!("sheet {sheet}")),
                false => (None, "sheet".to_owned()),
            },
            Ask::Find(_) => (None, "search".to_owned()),
            Ask::History { case, .. } => (Some(*case), "history".to_owned()),
            Ask::Drafts => (None, "drafts".to_owned()),
        };
        let is_there = match case {
            Some(case) => self.docket.cases.contains_key(&case),
            None => what != "sheet",
        };
        let (session, operator) = (request.session, &request.operator);
        if is_there {
            self.trail.viewed(session, operator, case, &what, self.now);
        } else {
            self.trail
                .refused(session, operator, None, &what, Why::Refused, self.now);
        }
    }

    /// Writes the rows of the audit that wait, when nothing is in flight.
    fn write_trail(&mut self, out: &mut Vec<Output>) {
        if self.flight.is_none()
            && self.docket.desk.is_some()
            && let Some(batch) = self.trail.batch(self.now)
        {
            self.flight = Some(Flight::Trail(batch.events.len()));
            out.push(Output::Append(batch));
        }
    }

    /// Notes that a command came to nothing.
    fn note_refusal(&mut self, waiting: &Waiting, why: Why) {
        let request = &waiting.request;
        let (verb, words) = waiting.command.verb();
        let last = self.sessions.get(&request.session).and_then(|s| s.last);
        let case = words.and_then(|words| match words.trim().eq_ignore_ascii_case("last") {
            true => last,
            false => self.docket.number(words).or_else(|| words.parse().ok()),
        });
        let case = case.filter(|id| self.docket.cases.contains_key(id));
        self.trail.refused(
            request.session,
            &request.operator,
            case,
            verb,
            why,
            self.now,
        );
    }

    fn asked(&mut self, request: Request, fresh: u128, out: &mut Vec<Output>) {
        let (session, number) = (request.session, request.number);
        let known = self.sessions.entry(session).or_default();
        if let Some(answer) = known.answered.get(&number) {
            let result = answer.clone();
            out.push(Output::Send(session, Message::Reply { number, result }));
            return;
        }
        self.note_look(&request);
        let known = self.sessions.entry(session).or_default();
        let outcome = match request.ask.clone() {
            Ask::Do(command) => {
                self.command(
                    Waiting {
                        now: self.now,
                        request,
                        command,
                        fresh,
                        tries: 0,
                    },
                    out,
                );
                return;
            }
            Ask::WatchBoard => {
                known.board = true;
                known.board_sent = None;
                self.board.tick(&self.docket, &self.packs, self.now);
                Ok(Outcome::Fine)
            }
            Ask::WatchCase(case) => {
                known.case = case;
                known.case_sent = None;
                match case {
                    Some(id) if !self.docket.cases.contains_key(&id) => {
                        known.case = None;
                        Err(Problem::operator("That case is not on this desk."))
                    }
                    _ => Ok(Outcome::Fine),
                }
            }
            Ask::Sheet { case, sheet } => {
                views::sheet(&self.docket, &self.packs, self.now, case, &sheet)
                    .map(|sheet| Outcome::Sheet(Box::new(sheet)))
            }
            Ask::Find(words) => Ok(Outcome::Found(self.finder.find(
                &self.docket,
                &words,
                self.now,
            ))),
            Ask::History { case, field, item } => {
                if let Err(problem) = self.history(
                    Reading {
                        session,
                        number,
                        case,
                        field,
                        item,
                    },
                    out,
                ) {
                    Err(problem)
                } else {
                    return;
                }
            }
            Ask::Draft { place, text } => {
                self.drafts.keep(session, &request.operator, &place, &text);
                out.push(Output::Draft {
                    session,
                    operator: request.operator.clone(),
                    place,
                    text,
                });
                Ok(Outcome::Fine)
            }
            Ask::Drafts => {
                let live: BTreeSet<SessionId> = self.sessions.keys().copied().collect();
                Ok(Outcome::Drafts(self.drafts.left_behind(
                    &request.operator,
                    session,
                    &live,
                )))
            }
            Ask::Directory => Ok(Outcome::Directory(directory::card(&self.docket))),
            Ask::Bye => {
                out.push(Output::Send(
                    session,
                    Message::Reply {
                        number,
                        result: Ok(Outcome::Fine),
                    },
                ));
                self.sessions.remove(&session);
                return;
            }
        };
        out.push(Output::Send(
            session,
            Message::Reply {
                number,
                result: outcome,
            },
        ));
        self.show_changes(out);
    }

    // ---- commands ----

    fn command(&mut self, waiting: Waiting, out: &mut Vec<Output>) {
        let key = (waiting.request.session, waiting.request.number);
        let is_same = |other: &Waiting| (other.request.session, other.request.number) == key;
        let flying = matches!(&self.flight, Some(Flight::Command(flying)) if is_same(&flying.0));
        if flying || self.queue.iter().any(is_same) {
            // Sent twice while the first still waits: one answer will do for both.
            return;
        }
        if let Some(found) = self.remembered.iter().find(|found| found.key == key) {
            let result = Ok(Outcome::Saved {
                case: found.case,
                case_number: found
                    .case
                    .and_then(|id| self.docket.cases.get(&id))
                    .map(|case| case.number.clone()),
                made: None,
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
    fn next_command(&mut self, out: &mut Vec<Output>) {
        while self.flight.is_none()
            && let Some(waiting) = self.queue.pop_front()
        {
            // Who it is comes into the log before what they do.
            if self.trail.is_owed(waiting.request.session) {
                self.queue.push_front(waiting);
                self.write_trail(out);
                return;
            }
            self.decide(waiting, out);
        }
    }

    fn decide(&mut self, waiting: Waiting, out: &mut Vec<Output>) {
        let session = waiting.request.session;
        let operator = SafeText::line(&waiting.request.operator);
        if operator.is_empty() {
            let problem = Problem::operator("Who is acting is needed: the operator's name.")
                .example("Priya Nair");
            self.note_refusal(&waiting, Why::Refused);
            self.reply(session, waiting.request.number, Err(problem), out);
            return;
        }
        let situation = Situation {
            docket: &self.docket,
            packs: &self.packs,
            now: waiting.now.max(self.now),
            operator: &operator,
            last: self.sessions.get(&session).and_then(|s| s.last),
            fresh: waiting.fresh,
        };
        match decide::decide(&situation, &waiting.command) {
            Err(Refusal::Problem(problem)) => {
                self.note_refusal(&waiting, Why::Refused);
                self.reply(session, waiting.request.number, Err(problem), out);
            }
            Err(Refusal::Conflict(conflict)) => {
                let result = Ok(Outcome::Conflict(conflict));
                self.note_refusal(&waiting, Why::Conflict);
                self.reply(session, waiting.request.number, result, out);
            }
            Ok(decided) if decided.events.is_empty() => {
                self.note_refusal(&waiting, Why::Nothing);
                let result = Ok(saved(&decided));
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

    fn appended(&mut self, result: Result<Vec<Recorded>, Unsaved>, out: &mut Vec<Output>) {
        let flight = self.flight.take();
        match result {
            Ok(recorded) => {
                for one in &recorded {
                    self.apply(one);
                }
                if let Some(Flight::Trail(count)) = flight {
                    self.trail.saved(count);
                    // A heap of refusals is written whole.
                    if count == super::trail::AT_ONCE {
                        self.write_trail(out);
                    }
                } else if let Some(Flight::Command(flown)) = flight {
                    let (waiting, decided) = *flown;
                    if decided.opened
                        && let Some(session) = self.sessions.get_mut(&waiting.request.session)
                    {
                        session.last = decided.case;
                    }
                    let result = Ok(saved(&decided));
                    self.reply(waiting.request.session, waiting.request.number, result, out);
                }
            }
            Err(_) if matches!(flight, Some(Flight::Trail(_))) => self.trail.failed(),
            Err(Unsaved::Moved(since)) => {
                for one in &since {
                    if one.seq > self.docket.head(one.stream) {
                        self.apply(one);
                    }
                }
                if let Some(Flight::Command(flown)) = flight {
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
                if let Some(Flight::Command(flown)) = flight {
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
        self.next_command(out);
        if self.flight.is_none() {
            self.show_changes(out);
        }
    }

    fn reply(
        &mut self,
        session: SessionId,
        number: u64,
        result: Result<Outcome, Problem>,
        out: &mut Vec<Output>,
    ) {
        if let Some(known) = self.sessions.get_mut(&session) {
            // A failure of the machine may be gone at the next try; only decisions are remembered.
            let decided =
                !matches!(&result, Err(p) if p.whose != crate::record::problem::Whose::Operator);
            if decided {
                known.answered.insert(number, result.clone());
                while known.answered.len() > KEPT_ANSWERS {
                    known.answered.pop_first();
                }
            }
        }
        out.push(Output::Send(session, Message::Reply { number, result }));
    }

    // ---- state ----

    fn apply(&mut self, recorded: &Recorded) {
        self.now = self.now.max(recorded.at);
        self.docket.apply(recorded);
        self.trail.apply(recorded);
        self.finder.apply(&self.docket, recorded);
        match recorded.stream {
            Stream::Case(id) => {
                self.touched.insert(id);
                if let Event::CaseOpened { linked, .. } = &recorded.event {
                    self.touched.extend(linked);
                }
            }
            Stream::Child(id) => {
                let runs: Vec<CaseId> = self.docket.runs(id).map(|case| case.id).collect();
                self.touched.extend(runs);
            }
            Stream::Desk if recorded.event.is_trail() => {}
            Stream::Desk => self.settings += 1,
        }
        if recorded.request > 0 {
            let key = (recorded.session, recorded.request);
            if self.remembered.back().is_none_or(|last| last.key != key) {
                let case = match recorded.stream {
                    Stream::Case(id) => Some(id),
                    _ => None,
                };
                self.remembered.push_back(Answered { key, case });
                if self.remembered.len() > KEPT_REQUESTS {
                    self.remembered.pop_front();
                }
            } else if let (Some(last), Stream::Case(id)) =
                (self.remembered.back_mut(), recorded.stream)
            {
                last.case.get_or_insert(id);
            }
        }
        if matches!(recorded.event, Event::PackAdopted { .. }) && !self.packs.is_empty() {
            // A pack adopted while running comes into force at once; at start `ready` reads them all.
            if let Err(problem) = self.adopt_packs() {
                self.trouble = Some(problem.sentence);
            }
            self.board.rebuild(&self.docket, &self.packs, self.now);
        }
    }

    fn adopt_packs(&mut self) -> Result<(), Problem> {
        let (packs, problems) = super::packs::of(&self.docket)?;
        self.packs = packs;
        if let Some(problem) = problems.first() {
            self.trouble = Some(problem.to_string());
        }
        Ok(())
    }

    fn refresh_touched(&mut self) {
        for id in std::mem::take(&mut self.touched) {
            self.board.refresh(&self.docket, &self.packs, self.now, id);
        }
    }

    // ---- what sessions see ----

    /// Sends every watcher what changed for it since it was last sent.
    fn show_changes(&mut self, out: &mut Vec<Output>) {
        self.refresh_touched();
        let mut board: Option<BoardView> = None;
        let seen = (self.board.version(), self.settings, self.trouble.clone());
        for (id, session) in &mut self.sessions {
            // Most requests change no row: then nothing is built to be compared.
            if session.board
                && (session.board_sent.is_none() || session.board_seen.as_ref() != Some(&seen))
            {
                session.board_seen = Some(seen.clone());
                let view = board.get_or_insert_with(|| {
                    self.board
                        .view(&self.docket, self.now, self.trouble.clone())
                });
                let is_new = session
                    .board_sent
                    .as_ref()
                    .is_none_or(|sent| !views::same_board(sent, view));
                if is_new {
                    session.board_sent = Some(view.clone());
                    out.push(Output::Send(*id, Message::Board(view.clone())));
                }
            }
            if let Some(case) = session.case
                && let Some(view) = views::case(&self.docket, &self.packs, self.now, case)
            {
                let is_new = session
                    .case_sent
                    .as_ref()
                    .is_none_or(|sent| !views::same_case(sent, &view));
                if is_new {
                    let view = Box::new(view);
                    session.case_sent = Some(view.clone());
                    out.push(Output::Send(*id, Message::Case(view)));
                }
            }
        }
    }

    fn tell_all(&mut self, words: &str, out: &mut Vec<Output>) {
        self.notices.push(words.to_owned());
        for id in self.sessions.keys() {
            out.push(Output::Send(*id, Message::Notice(words.to_owned())));
        }
    }

    fn jumped(&mut self, by: i64, out: &mut Vec<Output>) {
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

    // ---- history ----

    fn history(&mut self, reading: Reading, out: &mut Vec<Output>) -> Result<(), Problem> {
        let Some(case) = self.docket.cases.get(&reading.case) else {
            return Err(Problem::operator("That case is not on this desk."));
        };
        if let Some(field) = &reading.field
            && fields::by_name(field).is_none()
        {
            return Err(Problem::operator(format!(
                "There is no field `{}`.",
                SafeText::line(field)
            )));
        }
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        out.push(Output::Read {
            ticket,
            streams: vec![Stream::Case(case.id), Stream::Child(case.child)],
        });
        self.readings.insert(ticket, reading);
        Ok(())
    }

    fn read(&mut self, ticket: u64, result: Result<Vec<Recorded>, Problem>, out: &mut Vec<Output>) {
        let Some(reading) = self.readings.remove(&ticket) else {
            return;
        };
        let result = result.map(|events| {
            Outcome::History(views::history(
                &self.docket,
                reading.case,
                reading.field.as_deref(),
                reading.item.as_deref(),
                &events,
            ))
        });
        out.push(Output::Send(
            reading.session,
            Message::Reply {
                number: reading.number,
                result,
            },
        ));
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

#[cfg(test)]
#[path = "core_tests.rs"]
mod tests;
