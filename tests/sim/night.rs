//! One night in the simulation: operators, lines, the desk's machine and its disk, moved by one dice.

use std::collections::{BTreeMap, VecDeque};

use porchlight::codec::wire as frames;
use porchlight::desk::core::{Input, Output, Unsaved};
use porchlight::desk::views;
use porchlight::env::clock::{Clock, Movable};
use porchlight::env::faulty::{Call, Fault as DiskFault};
use porchlight::record::audit::Origin;
use porchlight::record::{Batch, CaseId, Event, Moment, SafeText, SessionId, Stream};
use porchlight::store::Log;
use porchlight::wire::shift::ShiftView;
use porchlight::wire::{Ask, BoardView, CaseView, Message, Outcome, Request};

use super::asks::{self, Seen};
use super::check::{Check, Held};
use super::disk::SimDisk;
use super::machine::{Machine, START, Templates, is_staffed};
use super::mind::{self, Fault};
use super::people;
use super::seating::Sits;
use crate::store::scratch::Dice;

/// How many steps of a night are remembered to be told.
const TOLD: usize = 100;

/// A line between a session and the desk.
#[derive(Default)]
struct Line {
    up: VecDeque<Vec<u8>>,
    down: VecDeque<Message>,
    /// The reader does not read.
    slow: bool,
}

/// An operator at a screen.
struct Person {
    name: &'static str,
    session: SessionId,
    number: u64,
    line: Option<Line>,
    /// What was asked and not answered, by number.
    waiting: BTreeMap<u64, Request>,
    watches_board: bool,
    watches: Option<CaseId>,
    board: Option<BoardView>,
    case: Option<CaseView>,
    shift: Option<ShiftView>,
    /// So many wrong phrases are still to come.
    wrong: u64,
    seen: Seen,
}

/// A night.
pub struct Night<'a> {
    dice: Dice,
    clock: Movable,
    disk: SimDisk,
    machine: Option<Machine>,
    people: Vec<Person>,
    /// Lines that ended and of which the desk has not heard.
    gone: VecDeque<SessionId>,
    check: Check,
    fault: Option<Fault>,
    sessions: u128,
    fresh: u128,
    /// How often each kind of fault came about.
    pub fired: BTreeMap<&'static str, u64>,
    /// How often each command of the table was asked.
    pub verbs: BTreeMap<&'static str, u64>,
    pub steps: u64,
    /// A digest of everything that went out, to tell two nights apart.
    pub trace: u64,
    told: VecDeque<String>,
    rates: Rates,
    /// What everybody knows from before the night.
    before: &'a Seen,
    /// Everybody signs in.
    is_staffed: bool,
    /// Texts that went with what was just fed: whose, where, what.
    emptied: Vec<(SessionId, String, String)>,
}

/// How rough this night is: one in so many steps.
struct Rates {
    line: u64,
    disk: u64,
    machine: u64,
    clock: u64,
}

/// What came of a night.
#[derive(Default, Clone)]
pub struct Came {
    pub fired: BTreeMap<&'static str, u64>,
    pub verbs: BTreeMap<&'static str, u64>,
    pub steps: u64,
    pub acts: u64,
    pub views: u64,
    pub trace: u64,
}

const NAMES: &[&str] = &["Dan Reyes", "Lena Ortiz", "Priya Nair", "Oscar Hale"];

impl<'a> Night<'a> {
    /// Runs a night by its seed.
    pub fn run(
        templates: &'a Templates,
        seed: u64,
        steps: u64,
        fault: Option<Fault>,
    ) -> Result<Came, String> {
        let (template, seen) = templates.of(seed);
        let mut dice = Dice::new(seed);
        let people = 2 + dice.index(3);
        let rates = Rates {
            line: 8 + dice.roll(60),
            disk: 15 + dice.roll(120),
            machine: 25 + dice.roll(120),
            clock: 8 + dice.roll(60),
        };
        // A desk that falls over is empty for a while: where people sign in, nights are calmer.
        let rates = match is_staffed(seed) {
            true => Rates {
                machine: 4 * rates.machine,
                clock: 3 * rates.clock,
                ..rates
            },
            false => rates,
        };
        let clock = Movable::at(START.plus(60_000_000));
        let disk = template.another();
        let woken = Machine::start(&disk, &clock, fault)?;
        let mut night = Self {
            check: Check::new(&woken.log),
            dice,
            clock,
            disk,
            machine: Some(woken.machine),
            people: Vec::new(),
            gone: VecDeque::new(),
            fault,
            sessions: 0,
            fresh: 1,
            fired: BTreeMap::new(),
            verbs: BTreeMap::new(),
            steps: 0,
            trace: 0xcbf2_9ce4_8422_2325,
            told: VecDeque::new(),
            rates,
            before: seen,
            is_staffed: is_staffed(seed),
            emptied: Vec::new(),
        };
        for name in &NAMES[..people] {
            let session = night.next_session();
            night.people.push(Person {
                name,
                session,
                number: 0,
                line: None,
                waiting: BTreeMap::new(),
                watches_board: false,
                watches: None,
                board: None,
                case: None,
                shift: None,
                wrong: 0,
                seen: seen.clone(),
            });
        }
        let held = night.through(steps);
        match held {
            Ok(()) => Ok(Came {
                fired: {
                    let mut fired = night.fired;
                    fired.append(&mut night.check.seating.fired);
                    fired
                },
                verbs: night.verbs,
                steps: night.steps,
                acts: night.check.acts,
                views: night.check.views,
                trace: night.trace,
            }),
            Err(why) => Err(format!(
                "seed {seed}, step {}: {why}\nthe last steps:\n  {}",
                night.steps,
                night
                    .told
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join("\n  ")
            )),
        }
    }

    fn through(&mut self, steps: u64) -> Held {
        for who in 0..self.people.len() {
            self.connect(who)?;
            if !self.dice.one_in(4) {
                self.ask(who, Ask::WatchBoard)?;
            }
        }
        for _ in 0..steps {
            self.steps += 1;
            self.one()?;
        }
        self.settle()?;
        self.last_look()
    }

    fn next_session(&mut self) -> SessionId {
        self.sessions += 1;
        SessionId(self.sessions)
    }

    fn fire(&mut self, what: &'static str) {
        *self.fired.entry(what).or_default() += 1;
    }

    fn tell(&mut self, words: impl Into<String>) {
        let words = words.into();
        self.traced(words.as_bytes());
        self.told.push_back(format!("{} {words}", self.steps));
        if self.told.len() > TOLD {
            self.told.pop_front();
        }
    }

    fn traced(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.trace = (self.trace ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    // ---- one step ----

    fn one(&mut self) -> Held {
        if self.machine.is_none() {
            // A desk that is down is started again by whoever comes next.
            return match self.dice.roll(3) {
                0 => {
                    let pass = i64::try_from(self.dice.roll(600)).unwrap_or(0) * 1_000_000;
                    self.clock.pass(pass);
                    Ok(())
                }
                _ => self.start(),
            };
        }
        if self.dice.one_in(self.rates.machine) {
            return self.machine_fault();
        }
        if self.dice.one_in(self.rates.disk) {
            return self.disk_fault();
        }
        if self.dice.one_in(self.rates.line) {
            return self.line_fault();
        }
        if self.dice.one_in(self.rates.clock) {
            return self.clock_fault();
        }
        // Whatever can happen next may: what is under way more often than what is new.
        let (flying, reading, deriving) =
            self.machine.as_ref().map_or((false, false, false), |m| {
                (
                    m.flight.is_some(),
                    !m.reads.is_empty(),
                    !m.phrases.is_empty(),
                )
            });
        match self.dice.roll(16) {
            0..=4 => self.act(),
            5..=8 => self.deliver_up(),
            9..=11 if flying => self.disk_answers(),
            9 if reading => self.disk_reads(),
            10 | 11 if deriving => self.phrase_answers(),
            9..=11 => self.deliver_up(),
            12 | 13 => self.deliver_down(),
            14 if self.dice.one_in(2) => self.pass(),
            14 => self.idle(),
            _ => self.reconnect(),
        }
    }

    fn who(&mut self) -> usize {
        self.dice.index(self.people.len())
    }

    // ---- people ----

    fn act(&mut self) -> Held {
        let who = self.who();
        if self.people[who].line.is_none() {
            return self.reconnect();
        }
        if self.people[who].waiting.len() > 3 {
            return self.deliver_up();
        }
        let now = self.clock.wall();
        let seen = self.people[who].seen.clone();
        if self.is_staffed
            && let Some(ask) = self.of_people(who, &seen)
        {
            return self.ask(who, ask);
        }
        let ask = match self.dice.roll(12) {
            _ if self.people[who].watches.is_none()
                && !seen.cases.is_empty()
                && self.dice.one_in(3) =>
            {
                Ask::WatchCase(Some(seen.cases[self.dice.index(seen.cases.len())].0))
            }
            0 | 1 => asks::look(&mut self.dice, &seen),
            2 => asks::draft(&mut self.dice, &seen),
            _ => {
                let (verb, command) = asks::command(&mut self.dice, &seen, now);
                *self.verbs.entry(verb).or_default() += 1;
                match command {
                    Some(command) => Ask::Do(command),
                    None => {
                        self.fire("a line that is no command");
                        return Ok(());
                    }
                }
            }
        };
        self.ask(who, ask)
    }

    /// Something about who sits where, or of the shift.
    fn of_people(&mut self, who: usize, seen: &Seen) -> Option<Ask> {
        let session = self.people[who].session;
        let sits = self.check.seating.sits(session);
        let role = self.check.seating.role(&self.check.shadow, session);
        let is_in = matches!(sits, Sits::In(_));
        // The shift changes: the first goes home in the middle of a text, the second looks at what was left.
        let shift = self.people[who].shift.as_ref();
        if let Some(ask) = people::relief(&mut self.dice, who, self.steps, is_in, seen, shift) {
            return Some(ask);
        }
        if is_in && self.dice.one_in(2) {
            return match self.dice.one_in(2) {
                true => people::draft(&mut self.dice, seen),
                false => None,
            };
        }
        let person = &mut self.people[who];
        if person.wrong == 0 && self.dice.one_in(20) {
            person.wrong = 1 + self.dice.roll(30);
        }
        let ask = people::ask(
            &mut self.dice,
            &sits,
            role,
            person.name,
            person.wrong > 0,
            seen,
            person.shift.as_ref(),
        );
        if matches!(
            ask,
            Some(Ask::Who(porchlight::wire::who::Ask::SignIn { .. }))
        ) {
            person.wrong = person.wrong.saturating_sub(1);
        }
        ask
    }

    fn ask(&mut self, who: usize, ask: Ask) -> Held {
        let person = &mut self.people[who];
        match &ask {
            Ask::WatchBoard => {
                person.watches_board = true;
                if !self.is_staffed {
                    person.board = None;
                }
            }
            Ask::WatchCase(case) => {
                person.watches = *case;
                if !self.is_staffed {
                    person.case = None;
                }
            }
            _ => {}
        }
        person.number += 1;
        let request = mind::request(person.session, person.number, person.name, ask);
        person.waiting.insert(person.number, request.clone());
        self.check.asked(&request);
        self.tell(format!(
            "{} asks {}: {:.160}",
            self.people[who].name,
            request.number,
            format!("{:?}", request.ask)
        ));
        self.put(who, &request);
        Ok(())
    }

    fn put(&mut self, who: usize, request: &Request) {
        if let Some(line) = &mut self.people[who].line {
            line.up.push_back(frames::encode_request(request));
        }
    }

    fn connect(&mut self, who: usize) -> Held {
        let session = self.people[who].session;
        // The desk hears of the end of a line before it hears of its next beginning.
        if let Some(at) = self.gone.iter().position(|gone| *gone == session) {
            self.gone.remove(at);
            self.says_gone(session)?;
        }
        self.people[who].line = Some(Line::default());
        let origin = Origin {
            account: SafeText::line("1000 night"),
            operator: SafeText::line(self.people[who].name),
            terminal: SafeText::line("pts/1"),
            remote: SafeText::default(),
        };
        let (now, _) = self.present()?;
        self.feed(Input::Joined {
            session,
            origin,
            now,
        })?;
        // What was never answered is sent again under its number; a phrase is not.
        self.people[who]
            .waiting
            .retain(|_, request| !matches!(request.ask, Ask::Who(_)));
        let again: Vec<Request> = self.people[who].waiting.values().cloned().collect();
        for request in again {
            self.fire("a request sent again on a new line");
            self.check.resends((request.session, request.number));
            self.put(who, &request);
        }
        if self.people[who].watches_board {
            self.ask(who, Ask::WatchBoard)?;
        }
        if let Some(case) = self.people[who].watches {
            self.ask(who, Ask::WatchCase(Some(case)))?;
        }
        Ok(())
    }

    fn reconnect(&mut self) -> Held {
        let first = self.who();
        let all = self.people.len();
        let mut others = (0..all).map(|n| (first + n) % all);
        if let Some(who) = others.find(|who| self.people[*who].line.is_none()) {
            self.tell(format!("{} is back", self.people[who].name));
            self.fire("a session back on a new line");
            self.connect(who)?;
        }
        Ok(())
    }

    /// The session reads one message.
    fn deliver_down(&mut self) -> Held {
        let who = self.who();
        let Some(line) = &mut self.people[who].line else {
            return Ok(());
        };
        if line.slow {
            if self.dice.one_in(4) {
                line.slow = false;
            }
            return Ok(());
        }
        for _ in 0..1 + self.dice.index(6) {
            if let Some(line) = &mut self.people[who].line
                && let Some(message) = line.down.pop_front()
            {
                self.hear(who, message);
            }
        }
        Ok(())
    }

    fn hear(&mut self, who: usize, message: Message) {
        let person = &mut self.people[who];
        match message {
            Message::Reply { number, result } => {
                person.waiting.remove(&number);
                if let Ok(Outcome::Saved {
                    case,
                    case_number,
                    made,
                    ..
                }) = result
                {
                    if let (Some(id), Some(number)) = (case, case_number)
                        && !person.seen.cases.iter().any(|(known, _)| *known == id)
                    {
                        person.seen.cases.push((id, number));
                    }
                    person.seen.made.extend(made);
                }
            }
            Message::Board(view) => {
                for row in &view.rows {
                    if !person
                        .seen
                        .cases
                        .iter()
                        .any(|(known, _)| *known == row.case)
                    {
                        person.seen.cases.push((row.case, row.number.clone()));
                    }
                }
                person.board = Some(view);
            }
            Message::Case(view) => {
                let facts = view.facts.iter();
                person.seen.facts = facts
                    .map(|f| (f.field.clone(), f.item.map(|i| i.to_string()), f.seq))
                    .collect();
                person.seen.duties = view.duties.iter().map(|duty| duty.id.clone()).collect();
                person.case = Some(*view);
            }
            Message::Shift(view) => person.shift = Some(*view),
            _ => {}
        }
    }

    // ---- the desk ----

    fn present(&mut self) -> Result<(Moment, Option<i64>), String> {
        let Some(machine) = &mut self.machine else {
            return Ok((self.clock.wall(), None));
        };
        let (now, jumped) = machine.now();
        if let Some(by) = jumped {
            self.tell(format!("the desk sees its clock jump by {by}"));
            self.feed(Input::Jumped { by, now })?;
        }
        Ok((now, None))
    }

    /// A frame reaches the desk.
    fn deliver_up(&mut self) -> Held {
        let first = self.who();
        let waits = |who: &usize| {
            let line = self.people[*who].line.as_ref();
            line.is_some_and(|line| !line.up.is_empty())
        };
        let all = self.people.len();
        let Some(who) = (0..all).map(|n| (first + n) % all).find(waits) else {
            return Ok(());
        };
        let Some(bytes) = self.people[who]
            .line
            .as_mut()
            .and_then(|line| line.up.pop_front())
        else {
            return Ok(());
        };
        let session = self.people[who].session;
        let (now, _) = self.present()?;
        match frames::decode_request(&bytes) {
            Ok(request) if request.session == session => {
                self.fresh += 1 << 32;
                let fresh = self.fresh;
                self.tell(format!("{session:?} {} arrives", request.number));
                self.feed(Input::Asked {
                    request,
                    now,
                    fresh,
                })
            }
            Ok(_) => {
                self.fire("a request in another's name");
                Ok(())
            }
            Err(_) => {
                self.fire("a frame that is none");
                Ok(())
            }
        }
    }

    /// Feeds the core and looks at everything that comes of it.
    fn feed(&mut self, input: Input) -> Held {
        let Some(machine) = &mut self.machine else {
            return Ok(());
        };
        let had = machine.flight.is_some();
        self.check.seating.before(&self.check.shadow, &input);
        let by = match &input {
            Input::Asked { request, .. } => Some(request.clone()),
            _ => None,
        };
        let out = machine.step(input)?;
        let now = machine.mind.core().now();
        if !had && let Some(batch) = machine.flight.clone() {
            self.tell(format!(
                "to the disk: ({:?}, {}) {} events",
                batch.session,
                batch.request,
                batch.events.len()
            ));
            self.check.goes_to_disk(&batch, now)?;
        }
        for output in out {
            self.comes(output, now)?;
        }
        for (session, place, text) in std::mem::take(&mut self.emptied) {
            // Whoever types there, or goes elsewhere, has it in hand.
            let own = by.as_ref().is_some_and(|request| match &request.ask {
                Ask::Draft { place: at, .. } => *at == place,
                Ask::Here(_) | Ask::Bye => {
                    request.session == session || self.same_person(request.session, session)
                }
                _ => false,
            });
            if !own {
                self.check.still_somewhere(&place, &text)?;
            }
        }
        Ok(())
    }

    fn same_person(&self, one: SessionId, other: SessionId) -> bool {
        let name = |session| {
            self.people
                .iter()
                .find(|person| person.session == session)
                .map(|person| person.name)
        };
        // A former session of somebody is nobody's now.
        name(other).is_none() || name(one) == name(other)
    }

    fn comes(&mut self, output: Output, now: Moment) -> Held {
        match output {
            Output::Send(to, message) => self.sends(to, message, now),
            Output::Draft {
                session,
                operator,
                place,
                text,
            } => {
                if let Some(before) = self.check.typed(session, &place, &text) {
                    self.emptied.push((session, place.clone(), before));
                }
                if let Some(machine) = &mut self.machine {
                    machine.drafts.keep(session, &operator, &place, &text, now);
                }
                Ok(())
            }
            other => Err(format!("nobody takes {other:?}")),
        }
    }

    fn sends(&mut self, to: SessionId, message: Message, now: Moment) -> Held {
        let closely = self.dice.one_in(4);
        match &message {
            Message::Reply { number, result } => {
                self.tell(format!(
                    "{to:?} {number} is answered: {:.100}",
                    format!("{result:?}")
                ));
                self.check.answered(to, *number, result, now)?;
            }
            Message::Board(view) => self.check.shows_board(to, view, closely)?,
            Message::Case(view) => self.check.shows_case(to, view, closely)?,
            Message::Shift(view) => self.check.shows_shift(view, closely)?,
            _ => {}
        }
        self.check.seating.sends(&self.check.shadow, to, &message)?;
        // Some cross as bytes, as all do on a real line.
        let message = match self.dice.one_in(8) {
            true => {
                let bytes = frames::encode_message(&message);
                self.traced(&bytes);
                let back = frames::decode_message(&bytes).map_err(|e| e.to_string())?;
                if back != message {
                    return Err(format!("the wire changed {message:?} to {back:?}"));
                }
                back
            }
            false => message,
        };
        if let Some(person) = self.people.iter_mut().find(|person| person.session == to)
            && let Some(line) = &mut person.line
        {
            line.down.push_back(message);
        }
        Ok(())
    }

    /// The disk takes up the batch in flight.
    fn disk_answers(&mut self) -> Held {
        let Some(machine) = &mut self.machine else {
            return Ok(());
        };
        let Some(batch) = machine.flight.take() else {
            return Ok(());
        };
        let result = machine.append(&batch);
        self.check.lands(&batch);
        self.note_fired();
        let now = self.clock_now();
        match &result {
            Ok(recorded) => {
                self.tell("the disk keeps it");
                self.check.keeps(recorded, now)?;
            }
            Err(Unsaved::Moved(since)) => {
                self.fire("a head that moved");
                self.tell("the head moved");
                self.foreign(since)?;
            }
            Err(Unsaved::Failed(problem)) => {
                self.fire("an append that failed");
                self.tell(format!("the disk refuses: {problem}"));
            }
        }
        self.check
            .seating
            .lands(&self.check.shadow, &batch, &result, now);
        self.feed(Input::Appended(result))?;
        self.look_for_trouble()
    }

    /// The slow function answers.
    fn phrase_answers(&mut self) -> Held {
        let Some((ticket, check)) = self.machine.as_mut().and_then(|m| m.phrases.pop_front())
        else {
            return Ok(());
        };
        let (now, _) = self.present()?;
        self.feed(Input::Derived { ticket, check, now })
    }

    /// Events the core is told of that came another way than through it.
    fn foreign(&mut self, since: &[porchlight::record::Recorded]) -> Held {
        let now = self.clock_now();
        let mut batches: Vec<Vec<porchlight::record::Recorded>> = Vec::new();
        for one in since {
            match batches.last_mut() {
                Some(last) if (last[0].session, last[0].request) == (one.session, one.request) => {
                    last.push(one.clone());
                }
                _ => batches.push(vec![one.clone()]),
            }
        }
        for batch in batches {
            self.check.keeps(&batch, now)?;
        }
        Ok(())
    }

    fn clock_now(&self) -> Moment {
        self.machine
            .as_ref()
            .map_or_else(|| self.clock.wall(), |m| m.mind.core().now())
    }

    fn disk_reads(&mut self) -> Held {
        let Some(machine) = &mut self.machine else {
            return Ok(());
        };
        let Some((ticket, streams)) = machine.reads.pop_front() else {
            return Ok(());
        };
        let result = machine.read(&streams);
        self.note_fired();
        self.feed(Input::Read { ticket, result })
    }

    fn note_fired(&mut self) {
        let fired = self.disk.take_fired();
        for (call, times) in fired.ordered {
            let what = match call {
                Call::Open => "an open that failed",
                Call::Write => "a write that failed, or was cut short",
                Call::Sync => "a sync that failed",
                Call::Rename => "a rename that failed",
                Call::Allocate => "space that was refused",
            };
            *self.fired.entry(what).or_default() += times;
        }
        if fired.full > 0 {
            *self.fired.entry("a full disk").or_default() += fired.full;
        }
    }

    fn look_for_trouble(&mut self) -> Held {
        let Some(machine) = &mut self.machine else {
            return Ok(());
        };
        machine.store.notices();
        let trouble = machine.store.trouble().or_else(|| machine.drafts.trouble());
        if trouble != machine.trouble {
            machine.trouble.clone_from(&trouble);
            self.feed(Input::Trouble(trouble))?;
        }
        Ok(())
    }

    /// Time passes, and the desk does what it does by time.
    fn pass(&mut self) -> Held {
        let micros = match self.dice.roll(6) {
            0 => self.dice.roll(4 * 3600) * 1_000_000,
            1 | 2 => self.dice.roll(120) * 1_000_000,
            _ => self.dice.roll(400_000),
        };
        self.clock.pass(i64::try_from(micros).unwrap_or(0));
        self.tick()
    }

    fn tick(&mut self) -> Held {
        let (now, _) = self.present()?;
        self.feed(Input::Tick(now))?;
        self.check.time(now)?;
        self.sync_drafts(now, false)
    }

    fn sync_drafts(&mut self, now: Moment, at_once: bool) -> Held {
        if let Some(machine) = &mut self.machine {
            let synced = machine.drafts.sync(now, at_once).is_ok();
            let all = machine.drafts.due_in().is_none() && machine.drafts.trouble().is_none();
            if synced && all {
                self.check.typed_is_safe();
            }
            self.note_fired();
        }
        self.look_for_trouble()
    }

    fn idle(&mut self) -> Held {
        let (now, _) = self.present()?;
        self.feed(Input::Quiet(now))?;
        if let Some(machine) = &mut self.machine
            && machine.flight.is_none()
        {
            machine.store.idle(now);
            self.note_fired();
        }
        if let Some(gone) = self.gone.pop_front() {
            self.says_gone(gone)?;
        }
        self.look_for_trouble()
    }

    fn says_gone(&mut self, session: SessionId) -> Held {
        self.check.forgets_last(Some(session));
        self.feed(Input::Gone(session))
    }

    // ---- what goes wrong ----

    fn line_fault(&mut self) -> Held {
        let who = self.who();
        let session = self.people[who].session;
        match self.dice.roll(7) {
            0 | 1 => {
                if self.people[who].line.take().is_some() {
                    self.fire("a line cut");
                    self.tell(format!("{}'s line is cut", self.people[who].name));
                    if self.dice.one_in(2) {
                        self.says_gone(session)?;
                    } else {
                        self.fire("an end the desk hears of late");
                        self.gone.push_back(session);
                    }
                }
                Ok(())
            }
            2 => {
                let Some(line) = &mut self.people[who].line else {
                    return Ok(());
                };
                line.slow = true;
                self.fire("a slow reader");
                Ok(())
            }
            3 => {
                // The same frame twice.
                let again = self.people[who].waiting.values().find(|request| {
                    // A second watch would end a later one; no line carries it twice.
                    !matches!(request.ask, Ask::WatchCase(_) | Ask::Who(_))
                });
                if let (Some(request), true) = (again.cloned(), self.people[who].line.is_some()) {
                    self.fire("a request twice on one line");
                    self.put(who, &request);
                }
                Ok(())
            }
            4 => {
                if let Some(line) = &mut self.people[who].line {
                    line.up.push_back(b"{\"session\":12".to_vec());
                }
                Ok(())
            }
            5 => {
                let other = self.people[(who + 1) % self.people.len()].session;
                let number = 900_000 + self.steps;
                let request = mind::request(other, number, "Mallory", Ask::Drafts);
                self.put(who, &request);
                Ok(())
            }
            _ => {
                // The client is killed and started anew: another session, which knows nothing.
                self.fire("a client killed");
                self.tell(format!("{}'s client is killed", self.people[who].name));
                if self.people[who].line.take().is_some() {
                    self.gone.push_back(session);
                }
                let session = self.next_session();
                let person = &mut self.people[who];
                person.session = session;
                person.number = 0;
                person.waiting.clear();
                person.board = None;
                person.case = None;
                person.seen = self.before.clone();
                self.connect(who)
            }
        }
    }

    fn disk_fault(&mut self) -> Held {
        let errno = if self.dice.one_in(2) { 5 } else { 28 };
        let fault = |call| DiskFault {
            call,
            after: 0,
            times: 1,
            errno,
            short: 0,
        };
        let mut fault = match self.dice.roll(8) {
            0 => fault(Call::Write),
            1 => fault(Call::Sync),
            2 => fault(Call::Allocate),
            3 => fault(Call::Open),
            4 => {
                self.disk.fill(true);
                self.tell("the disk is full");
                return Ok(());
            }
            _ => {
                self.disk.heal();
                self.tell("the disk is well");
                return Ok(());
            }
        };
        fault.after = self.dice.roll(3);
        fault.times = 1 + self.dice.roll(3);
        fault.short = self.dice.index(1500);
        self.tell(format!("the disk is to fail: {fault:?}"));
        self.disk.order(fault);
        Ok(())
    }

    fn clock_fault(&mut self) -> Held {
        match self.dice.roll(4) {
            0 => {
                self.fire("a clock set forward");
                let by = i64::try_from(self.dice.roll(3 * 3600)).unwrap_or(0) * 1_000_000;
                self.clock.set_wall(self.clock.wall().plus(by));
            }
            1 => {
                self.fire("a clock set back");
                let by = i64::try_from(self.dice.roll(30 * 3600)).unwrap_or(0) * 1_000_000;
                self.clock.set_wall(self.clock.wall().plus(-by));
            }
            2 => {
                self.fire("a long sleep");
                self.clock.pass(9 * 3_600_000_000);
            }
            _ => {
                self.fire("a clock that drifts");
                self.clock.set_wall(self.clock.wall().plus(1_500_000));
            }
        }
        self.tick()
    }

    fn machine_fault(&mut self) -> Held {
        match self.dice.roll(6) {
            0 | 1 => self.kill(false),
            2 | 3 => self.kill(true),
            _ => self.another_writer(),
        }
    }

    /// The desk's process ends at once, or the whole machine does.
    fn kill(&mut self, power: bool) -> Held {
        let Some(mut machine) = self.machine.take() else {
            return Ok(());
        };
        // The batch in flight may have reached the disk, and nobody was told.
        if let Some(batch) = machine.flight.take()
            && self.dice.one_in(2)
        {
            let result = machine.append(&batch);
            self.note_fired();
            if let Ok(recorded) = &result {
                self.fire("a desk that ends between disk and answer");
                let now = machine.mind.core().now();
                self.check.keeps(recorded, now)?;
            }
        }
        if !machine.reads.is_empty() {
            self.fire("a desk that ends under a read");
        }
        if !machine.phrases.is_empty() {
            self.fire("a desk that ends under a phrase");
        }
        drop(machine);
        self.check.seating.all_gone();
        self.disk.kill();
        // The next desk may find its disk well again.
        self.disk.heal();
        if power {
            self.fire("a power cut");
            let took = self.disk.cut(&mut self.dice);
            if took.bytes {
                self.fire("bytes lost with the power");
            }
            if took.names {
                self.fire("names lost with the power");
            }
            self.clock.reboot();
            self.tell(format!("the power is cut: {took:?}"));
        } else {
            self.fire("a desk killed");
            self.tell("the desk is killed");
        }
        for person in &mut self.people {
            person.line = None;
        }
        self.gone.clear();
        self.check.forgets_last(None);
        Ok(())
    }

    fn start(&mut self) -> Held {
        let woken = Machine::start(&self.disk, &self.clock, self.fault)
            .map_err(|why| format!("the desk does not start: {why}"))?;
        self.fire("a desk started again");
        self.tell(format!("the desk starts with {} events", woken.log.len()));
        self.check.restarted(&woken.log)?;
        self.check.drafts_found(&woken.drafts)?;
        self.machine = Some(woken.machine);
        Ok(())
    }

    /// Something else writes into the log beside the core, as another server's desk would.
    fn another_writer(&mut self) -> Held {
        let Some(machine) = &mut self.machine else {
            return Ok(());
        };
        let Some(id) = self.check.shadow.case_ids().next() else {
            return Ok(());
        };
        let at = machine.store.last_time().unwrap_or(START);
        let session = SessionId(1 << 64);
        let number = self.steps + 1;
        let text = "from the other server";
        let batch = Batch {
            expected: Vec::new(),
            events: vec![(
                Stream::Case(id),
                Event::Noted {
                    text: SafeText::line(text),
                },
            )],
            at,
            operator: SafeText::line("another desk"),
            session,
            request: number,
        };
        self.check.asked(&mind::request(
            session,
            number,
            "another desk",
            Ask::Do(porchlight::wire::Command::Note {
                case: id.to_string(),
                text: text.to_owned(),
            }),
        ));
        self.check.goes_to_disk(&batch, at).ok();
        if machine.store.append(&batch).is_ok() {
            self.tell("another writer was first");
            self.fire("another writer");
        }
        self.note_fired();
        Ok(())
    }

    // ---- the end of the night ----

    /// Everything is well again, and everybody gets what is theirs.
    fn settle(&mut self) -> Held {
        self.disk.heal();
        if self.machine.is_none() {
            self.start()?;
        }
        while let Some(gone) = self.gone.pop_front() {
            self.says_gone(gone)?;
        }
        for who in 0..self.people.len() {
            if self.people[who].line.is_none() {
                self.connect(who)?;
            }
            if let Some(line) = &mut self.people[who].line {
                line.slow = false;
            }
        }
        for _ in 0..40 {
            for who in 0..self.people.len() {
                while self.people[who]
                    .line
                    .as_ref()
                    .is_some_and(|line| !line.up.is_empty())
                {
                    self.deliver_up_of(who)?;
                }
            }
            self.disk_answers()?;
            self.disk_reads()?;
            self.phrase_answers()?;
            self.idle()?;
            self.clock.pass(400_000);
            self.tick()?;
            for who in 0..self.people.len() {
                while let Some(message) = self.people[who]
                    .line
                    .as_mut()
                    .and_then(|line| line.down.pop_front())
                {
                    self.hear(who, message);
                }
            }
            let quiet = self.machine.as_ref().is_none_or(|m| {
                m.flight.is_none()
                    && m.reads.is_empty()
                    && m.phrases.is_empty()
                    && !m.mind.core().has_trail()
            });
            if quiet && self.people.iter().all(|person| person.waiting.is_empty()) {
                return Ok(());
            }
        }
        let left: Vec<String> = self
            .people
            .iter()
            .flat_map(|p| p.waiting.values())
            .map(|r| {
                format!(
                    "({:?}, {}) {:.80}",
                    r.session,
                    r.number,
                    format!("{:?}", r.ask)
                )
            })
            .collect();
        Err(format!("never answered: {left:?}"))
    }

    fn deliver_up_of(&mut self, who: usize) -> Held {
        let Some(bytes) = self.people[who]
            .line
            .as_mut()
            .and_then(|line| line.up.pop_front())
        else {
            return Ok(());
        };
        if let Ok(request) = frames::decode_request(&bytes)
            && request.session == self.people[who].session
        {
            let (now, _) = self.present()?;
            self.fresh += 1 << 32;
            let fresh = self.fresh;
            self.feed(Input::Asked {
                request,
                now,
                fresh,
            })?;
        }
        Ok(())
    }

    /// What everybody sees at the end is what the log says; the log is what the disk says; and all of it outlives
    /// the power.
    fn last_look(&mut self) -> Held {
        let now = self.clock_now();
        let trouble = self.machine.as_ref().and_then(|m| m.trouble.clone());
        let board = self.check.board(now, trouble);
        for person in &self.people {
            let Some(sight) = self
                .check
                .seating
                .sight(&self.check.shadow, person.session, now)
            else {
                continue;
            };
            let (watches_board, watches) = match self.is_staffed {
                true => self.check.seating.watches(person.session),
                false => (person.watches_board, person.watches),
            };
            let mut board = board.clone();
            sight.board(&mut board);
            if watches_board {
                match &person.board {
                    Some(held) if views::same_board(held, &board) => {}
                    held => {
                        return Err(format!(
                            "{}'s board is not the desk's: {:?}",
                            person.name,
                            held.as_ref().map(|b| (b.open, b.late, b.owed))
                        ));
                    }
                }
            }
            if let Some(id) = watches
                && let Some(right) = self.check.case_for(person.session, now, id)
            {
                match &person.case {
                    Some(held) if views::same_case(held, &right) => {}
                    held => {
                        return Err(format!(
                            "{}'s case {} is not the desk's: {}",
                            person.name,
                            right.number,
                            apart(&format!("{held:?}"), &format!("{:?}", Some(&right)))
                        ));
                    }
                }
            }
        }
        let Some(machine) = &self.machine else {
            return Ok(());
        };
        if machine.mind.core().docket() != &self.check.shadow {
            return Err("the core's fold is not the log's".to_owned());
        }
        self.sync_drafts(now, true)?;
        self.kill(true)?;
        self.start()?;
        if let Some(machine) = &self.machine
            && machine.mind.core().docket() != &self.check.shadow
        {
            return Err("after a power cut the core's fold is not the log's".to_owned());
        }
        Ok(())
    }
}

/// Where two texts part.
fn apart(a: &str, b: &str) -> String {
    let at = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| {
        text.chars()
            .skip(at.saturating_sub(160))
            .take(400)
            .collect::<String>()
    };
    format!("…{}… and …{}…", near(a), near(b))
}
