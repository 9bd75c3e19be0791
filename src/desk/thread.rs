//! The desk's thread: the core over a real log, a real clock and a real disk, spoken to in wire frames.
//!
//! One inbox, one loop, a total order. It wakes for what is asked, for what time changes on a watched screen,
//! for drafts that are due on the disk, for chores that are due, and otherwise sleeps.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::chores::{Chore, Chores};
use super::core::{Core, Input, Output};
use super::draft_file::DraftFiles;
use super::idle::Idle;
use super::local::{append, folded, read};
use super::outbox::{Kind, Parcel, Ticket};
use super::phrases::Phrases;
use crate::codec::wire;
use crate::env::clock::{Clock, Present};
use crate::env::ids;
use crate::record::audit::Origin;
use crate::record::event::Event;
use crate::record::{Moment, Problem, SessionId};
use crate::store::Log;
use crate::store::spool::Spool;
use crate::wire::{Message, Request};

/// What reaches the thread.
enum Letter {
    /// A session joins; its messages go to this line.
    Join(SessionId, Turn, Option<Origin>, Line),
    /// A request, encoded, with its place at the desk.
    Frame(SessionId, Turn, Vec<u8>, Option<Ticket>),
    /// A session's line wants to know that the desk is there.
    Beat(SessionId, Turn),
    /// A session's line is gone.
    Gone(SessionId, Turn),
    /// Write these rows into the audit.
    Note(Vec<Event>),
    /// Say this to every session.
    Tell(Message),
    /// A chore is done.
    Done(usize, Result<Option<String>, Problem>),
    /// Say that the thread is alive.
    Alive(Sender<()>),
    /// Whoever was told that nobody is there stays all the same.
    Stay,
    /// The slow function of a phrase answered.
    Derived(u64, [u8; 32]),
    /// Finish what was asked and end.
    Stop,
}

/// Which of a session's lines: a session that comes back has a new one, and the old one's end must not end it.
type Turn = u64;

/// Where a session's messages go; `false` when nobody listens any more.
type Line = Box<dyn FnMut(Parcel) -> bool + Send>;

/// A running desk.
pub struct Desk {
    way: Way,
    thread: Option<JoinHandle<()>>,
}

/// The way to a running desk's thread; copies lead to the same.
#[derive(Clone)]
pub struct Way {
    inbox: Sender<Letter>,
    turns: Arc<AtomicU64>,
}

/// A session's end of the line to the desk.
pub struct Session {
    id: SessionId,
    turn: Turn,
    inbox: Sender<Letter>,
}

/// What a desk runs over.
pub struct Parts {
    /// The log, founded.
    pub log: Box<dyn Log>,
    /// The clocks.
    pub clock: Box<dyn Clock>,
    /// Where drafts are kept; `None` keeps them in memory only.
    pub drafts: Option<DraftFiles>,
    /// Where readers without the lock leave who they are and what they saw.
    pub spool: Option<Spool>,
}

/// What a desk does beside answering.
#[derive(Default)]
pub struct Beside {
    /// Work that comes due by time.
    pub chores: Vec<Box<dyn Chore>>,
    /// Who is told when nobody needs the desk any more; without it the desk stays until it is stopped.
    pub idle: Option<Idle>,
    /// What was found at the start and every operator must know.
    pub said: Vec<String>,
}

/// Starts a desk over a founded log.
///
/// # Errors
/// When the log cannot be read whole, holds no desk, or no thread can be had.
pub fn start(parts: Parts) -> Result<Desk, Problem> {
    start_with(parts, Beside::default())
}

/// The same, with work beside.
///
/// # Errors
/// As [`start`].
pub fn start_with(mut parts: Parts, beside: Beside) -> Result<Desk, Problem> {
    let mut core = folded(parts.log.as_mut())?;
    if core.docket().desk.is_none() {
        return Err(Problem::setup("This folder holds no desk yet."));
    }
    let mut present = Present::new(parts.clock, parts.log.last_time());
    core.ready(present.read().now)?;
    if let Some(drafts) = &mut parts.drafts {
        for draft in drafts.left_behind() {
            core.step(Input::DraftFound {
                session: draft.session,
                operator: draft.operator,
                place: draft.place,
                text: draft.text,
            });
        }
    }
    let (inbox, letters) = channel();
    let way = Way {
        inbox,
        turns: Arc::default(),
    };
    let done = way.clone();
    let derived = way.clone();
    let shell = Shell {
        phrases: Phrases::new(move |ticket, check| {
            // A desk that has ended needs no answer.
            let _ = derived.inbox.send(Letter::Derived(ticket, check));
        }),
        chores: Chores::new(beside.chores, move |nth, result| {
            let _ = done.inbox.send(Letter::Done(nth, result));
        }),
        idle: beside.idle,
        last_sent: None,
        standing: beside
            .said
            .into_iter()
            .map(|words| (present.read().now, words))
            .collect(),
        core,
        log: parts.log,
        present,
        drafts: parts.drafts,
        spool: parts.spool,
        lines: BTreeMap::new(),
        trouble: None,
        idle_in: Some(QUIET),
    };
    let thread = std::thread::Builder::new()
        .name("desk".to_owned())
        .spawn(move || shell.run(&letters))
        .map_err(|error| Problem::machine(format!("No thread for the desk: {error}.")))?;
    Ok(Desk {
        way,
        thread: Some(thread),
    })
}

impl Desk {
    /// Joins a session. Its messages are handed, encoded, to `line`, on the desk's thread: pass them on and return
    /// at once; `false` ends the session.
    pub fn join(
        &self,
        id: SessionId,
        mut line: impl FnMut(Vec<u8>) -> bool + Send + 'static,
    ) -> Session {
        self.way
            .join(id, None, Box::new(move |parcel| line(parcel.body.to_vec())))
    }

    /// The same, saying where the session comes from: it stands in the log before anything the session does.
    pub fn join_from(
        &self,
        id: SessionId,
        origin: Origin,
        mut line: impl FnMut(Vec<u8>) -> bool + Send + 'static,
    ) -> Session {
        self.way.join(
            id,
            Some(origin),
            Box::new(move |parcel| line(parcel.body.to_vec())),
        )
    }

    /// The way to its thread.
    pub fn way(&self) -> Way {
        self.way.clone()
    }

    /// Finishes what was asked, writes what is not yet written, and ends.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.way.inbox.send(Letter::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.end();
    }
}

impl Way {
    /// Joins a session whose messages go to `line` with their kinds. A session that joins again takes the place of
    /// its former line.
    pub fn join(
        &self,
        id: SessionId,
        origin: Option<Origin>,
        line: Box<dyn FnMut(Parcel) -> bool + Send>,
    ) -> Session {
        let turn = self.turns.fetch_add(1, Ordering::Relaxed);
        // A desk that has ended answers nothing; the session learns it when it asks.
        let _ = self.inbox.send(Letter::Join(id, turn, origin, line));
        Session {
            id,
            turn,
            inbox: self.inbox.clone(),
        }
    }

    /// Writes rows into the audit, at the desk's next quiet moment or its end.
    pub fn note(&self, rows: Vec<Event>) {
        let _ = self.inbox.send(Letter::Note(rows));
    }

    /// Says something to every session.
    pub fn tell(&self, message: Message) {
        let _ = self.inbox.send(Letter::Tell(message));
    }

    /// Whether the desk's thread answers within a time.
    pub fn is_alive(&self, within: Duration) -> bool {
        let (tell, told) = channel();
        self.inbox.send(Letter::Alive(tell)).is_ok() && told.recv_timeout(within).is_ok()
    }

    /// Answers [`Idle`]: the desk is needed after all.
    pub fn stay(&self) {
        let _ = self.inbox.send(Letter::Stay);
    }
}

impl Session {
    /// Which session.
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// Sends a request.
    ///
    /// # Errors
    /// When the desk has ended.
    pub fn send(&self, request: &Request) -> Result<(), Problem> {
        if self.frame(wire::encode_request(request), None) {
            return Ok(());
        }
        Err(Problem::machine("NOT SAVED: the desk has ended.")
            .hint("What was typed is on the screen; start porchlight again."))
    }

    /// Hands over a request as it came, with its place at the desk; `false` when the desk has ended.
    pub fn frame(&self, body: Vec<u8>, ticket: Option<Ticket>) -> bool {
        let letter = Letter::Frame(self.id, self.turn, body, ticket);
        self.inbox.send(letter).is_ok()
    }

    /// Asks for a heartbeat; `false` when the desk has ended.
    pub fn beat(&self) -> bool {
        self.inbox.send(Letter::Beat(self.id, self.turn)).is_ok()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.inbox.send(Letter::Gone(self.id, self.turn));
    }
}

/// Quiet for so long, and the log gets its idle time.
const QUIET: Duration = Duration::from_millis(20);
/// The log gets its idle time at least so often while there is work, and so long after it.
const BUSY: Duration = Duration::from_secs(1);
/// Without anything to wait for, the clocks are looked at so often while a screen watches.
const LOOK: Duration = Duration::from_secs(30);

/// What was said to everybody is said to whoever joins so much later.
const SHIFT: i64 = 12 * 60 * crate::record::when::MINUTE;
/// So many of those sentences are kept.
const STANDING: usize = 16;

struct Shell {
    core: Core,
    phrases: Phrases,
    log: Box<dyn Log>,
    present: Present,
    drafts: Option<DraftFiles>,
    spool: Option<Spool>,
    lines: BTreeMap<SessionId, (Turn, Line)>,
    chores: Chores,
    idle: Option<Idle>,
    /// The last view sent and its bytes: the next session is often sent the same.
    last_sent: Option<(Message, Arc<[u8]>)>,
    /// What was said to everybody, and when: whoever joins within a shift hears it too.
    standing: VecDeque<(Moment, String)>,
    trouble: Option<String>,
    /// How long until the log gets its idle time; `None` when it has had it and nothing happened since.
    idle_in: Option<Duration>,
}

impl Shell {
    fn run(mut self, letters: &Receiver<Letter>) {
        let mut stopping = false;
        let mut last_idle = self.now();
        while !stopping {
            let letter = match self.wait() {
                Some(longest) => match letters.recv_timeout(longest) {
                    Ok(letter) => Some(letter),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => break,
                },
                None => match letters.recv() {
                    Ok(letter) => Some(letter),
                    Err(_) => break,
                },
            };
            let now = self.now();
            let quiet = letter.is_none();
            match letter {
                Some(letter) => {
                    stopping = self.take(letter, now);
                    self.idle_in = Some(QUIET);
                }
                None => self.step(Input::Tick(now)),
            }
            let overdue = now.since(last_idle) >= micros(BUSY);
            if self.idle_in.is_some() && (quiet || overdue) {
                self.step(Input::Quiet(now));
                self.take_left(now);
                self.log.idle(now);
                last_idle = now;
                // Once more after a second, for what the first found still under way; then not before work.
                self.idle_in = match (quiet, self.idle_in == Some(BUSY)) {
                    (true, true) => None,
                    _ => Some(BUSY),
                };
            }
            self.sync_drafts(now, stopping);
            self.look_for_trouble();
            self.chores.start_due(&self.core, now);
            if let Some(idle) = &mut self.idle {
                let busy = !self.lines.is_empty() || self.chores.is_busy(&self.core, now);
                idle.look(&self.core, now, busy);
            }
        }
        let now = self.now();
        self.step(Input::Quiet(now));
        self.take_left(now);
        self.log.idle(now);
        self.sync_drafts(now, true);
    }

    /// Takes into the log what readers left beside it.
    fn take_left(&mut self, now: Moment) {
        let Some(spool) = self.spool.take() else {
            return;
        };
        for left in spool.left() {
            if let Some(words) = super::local::take_left(
                &spool,
                left,
                |input| {
                    self.step(input);
                    self.core.has_trail()
                },
                now,
            ) {
                self.say(words);
            }
        }
        self.spool = Some(spool);
    }

    /// How long to sleep at most; `None` for ever.
    fn wait(&mut self) -> Option<Duration> {
        let mut longest: Option<Duration> = None;
        let mut at_most = |wait: Duration| {
            longest = Some(longest.map_or(wait, |other| other.min(wait)));
        };
        if let Some(idle) = self.idle_in {
            at_most(idle);
        }
        if self.trouble.is_some() {
            at_most(BUSY);
        }
        if let Some(drafts) = &self.drafts
            && let Some(due) = drafts.due_in()
        {
            at_most(due);
        }
        let now = self.core.now();
        if let Some(due) = self.chores.due_in(&self.core, now) {
            at_most(due);
        }
        if let Some(left) = self.idle.as_ref().and_then(|idle| idle.due_in(now)) {
            at_most(left);
        }
        if self.core.is_watched() {
            at_most(LOOK);
            if let Some(next) = self.core.next_change() {
                let left = next.since(self.core.now()).max(0);
                at_most(Duration::from_micros(u64::try_from(left).unwrap_or(0)).max(QUIET));
            }
        }
        longest
    }

    /// The present; a jump of the machine's clock is told to the core.
    fn now(&mut self) -> Moment {
        let reading = self.present.read();
        if let Some(by) = reading.jumped {
            self.step(Input::Jumped {
                by,
                now: reading.now,
            });
        }
        reading.now
    }

    /// Takes a letter; `true` when it was the last.
    fn take(&mut self, letter: Letter, now: Moment) -> bool {
        match letter {
            Letter::Join(session, turn, origin, line) => {
                if self.lines.insert(session, (turn, line)).is_some() {
                    // The same session by a new line: it watches nothing until it asks again.
                    self.step(Input::Gone(session));
                }
                if let Some(origin) = origin {
                    self.step(Input::Joined {
                        session,
                        origin,
                        now,
                    });
                }
                let standing: Vec<String> = self
                    .standing
                    .iter()
                    .filter(|(at, _)| now.since(*at) < SHIFT)
                    .map(|(_, words)| words.clone())
                    .collect();
                for words in standing {
                    self.send(session, &Message::Notice(words));
                }
            }
            Letter::Gone(id, turn) => {
                if self.is_line(id, turn) {
                    self.lines.remove(&id);
                    self.step(Input::Gone(id));
                }
            }
            Letter::Frame(id, turn, bytes, ticket) => {
                if self.is_line(id, turn) {
                    self.frame(id, &bytes, now);
                }
                // Only now may the session's next request come.
                drop(ticket);
            }
            Letter::Beat(id, turn) => {
                if self.is_line(id, turn) {
                    self.put(
                        id,
                        Parcel {
                            kind: Kind::Beat,
                            body: Arc::default(),
                        },
                    );
                }
            }
            Letter::Note(rows) => self.step(Input::Left(rows)),
            Letter::Tell(message) => {
                let everybody: Vec<SessionId> = self.lines.keys().copied().collect();
                for id in everybody {
                    self.send(id, &message);
                }
            }
            Letter::Done(nth, result) => {
                let name = self.chores.done(nth);
                match result {
                    Ok(None) => {}
                    Ok(Some(words)) => self.say(words),
                    Err(problem) => self.say(format!("{name}: {problem}")),
                }
            }
            Letter::Alive(tell) => {
                let _ = tell.send(());
            }
            Letter::Stay => {
                if let Some(idle) = &mut self.idle {
                    idle.begin_again(now);
                }
            }
            Letter::Derived(ticket, check) => self.step(Input::Derived { ticket, check, now }),
            Letter::Stop => return true,
        }
        false
    }

    fn frame(&mut self, id: SessionId, bytes: &[u8], now: Moment) {
        let request = match wire::decode_request(bytes) {
            // A session speaks for itself only.
            Ok(request) if request.session == id => request,
            Ok(_) => {
                self.send(
                    id,
                    &Message::Notice("A request of another session was refused.".into()),
                );
                return;
            }
            Err(error) => {
                self.send(
                    id,
                    &Message::Notice(format!(
                        "A request could not be read: {error}. Nothing was saved."
                    )),
                );
                return;
            }
        };
        match ids::fresh() {
            Ok(fresh) => self.step(Input::Asked {
                request,
                now,
                fresh,
            }),
            Err(problem) => {
                let number = request.number;
                let result = Err(problem);
                self.send(id, &Message::Reply { number, result });
            }
        }
    }

    /// Feeds one input and carries out what the core wants, until it wants nothing more.
    fn step(&mut self, input: Input) {
        let mut inputs = std::collections::VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for output in self.core.step(input) {
                match output {
                    Output::Append(batch) => {
                        let result = append(self.log.as_mut(), &batch);
                        inputs.push_back(Input::Appended(result));
                    }
                    Output::Derive {
                        ticket,
                        phrase,
                        salt,
                        rounds,
                    } => self.phrases.derive(ticket, phrase, salt, rounds),
                    Output::Read { ticket, streams } => {
                        let result = read(self.log.as_mut(), &streams);
                        inputs.push_back(Input::Read { ticket, result });
                    }
                    Output::Send(to, message) => self.send(to, &message),
                    Output::Draft {
                        session,
                        operator,
                        place,
                        text,
                    } => {
                        let at = self.core.now();
                        if let Some(drafts) = &mut self.drafts {
                            drafts.keep(session, &operator, &place, &text, at);
                        }
                    }
                }
            }
        }
    }

    /// Says something to everybody who is there, and to whoever joins within a shift.
    fn say(&mut self, words: String) {
        let now = self.core.now();
        self.standing.push_back((now, words.clone()));
        while self.standing.len() > STANDING {
            self.standing.pop_front();
        }
        self.step(Input::Said(words));
    }

    /// Whether this is the session's present line.
    fn is_line(&self, id: SessionId, turn: Turn) -> bool {
        self.lines
            .get(&id)
            .is_some_and(|(present, _)| *present == turn)
    }

    fn send(&mut self, to: SessionId, message: &Message) {
        if !self.lines.contains_key(&to) {
            return;
        }
        let kind = Kind::of(message);
        let is_view = matches!(kind, Kind::State(_)) && self.lines.len() > 1;
        let body = match &self.last_sent {
            Some((last, body)) if is_view && last == message => Arc::clone(body),
            _ => Arc::from(wire::encode_message(message)),
        };
        if is_view {
            self.last_sent = Some((message.clone(), Arc::clone(&body)));
        }
        self.put(to, Parcel { kind, body });
    }

    fn put(&mut self, to: SessionId, parcel: Parcel) {
        if let Some((_, line)) = self.lines.get_mut(&to)
            && !line(parcel)
        {
            self.lines.remove(&to);
            // Its watches would cost work for nobody; its drafts stay.
            self.step(Input::Gone(to));
        }
    }

    fn sync_drafts(&mut self, now: Moment, at_once: bool) {
        let Some(drafts) = &mut self.drafts else {
            return;
        };
        if let Err(problem) = drafts.sync(now, at_once) {
            // Said once, by the trouble line; what is typed stays on the screen and in memory.
            let sentence = problem.sentence;
            if self.trouble.as_ref() != Some(&sentence) {
                self.trouble = Some(sentence.clone());
                self.step(Input::Trouble(Some(sentence)));
            }
        }
    }

    fn look_for_trouble(&mut self) {
        for words in self.log.notices() {
            self.say(words);
        }
        let trouble = self
            .log
            .trouble()
            .or_else(|| self.drafts.as_ref().and_then(DraftFiles::trouble));
        if trouble != self.trouble {
            self.trouble.clone_from(&trouble);
            self.step(Input::Trouble(trouble));
        }
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::desk::founding::{self, Founding};
    use crate::env::clock::Movable;
    use crate::record::{DeskId, SafeText};
    use crate::store::MemoryLog;
    use crate::wire::{Ask, Command, Outcome};

    fn at(rfc3339: &str) -> Moment {
        Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
    }

    fn desk(clock: &Movable) -> Desk {
        let mut log = MemoryLog::new();
        let founding = Founding {
            desk: DeskId(1),
            agency: Some("Harlan County".into()),
            zone: Some("America/New_York".parse().unwrap()),
            machine_zone: None,
            practice: false,
            prefix: "A".into(),
        };
        let operator = SafeText::line("Priya");
        log.append(&founding::batch(
            &founding,
            "2026-11",
            &operator,
            clock.wall(),
        ))
        .unwrap();
        start(Parts {
            log: Box::new(log),
            clock: Box::new(clock.clone()),
            drafts: None,
            spool: None,
        })
        .unwrap()
    }

    struct Screen {
        session: Session,
        messages: mpsc::Receiver<Message>,
        number: u64,
    }

    impl Screen {
        fn on(desk: &Desk, id: u128) -> Self {
            let (to, messages) = mpsc::channel();
            let session = desk.join(SessionId(id), move |bytes| {
                to.send(wire::decode_message(&bytes).unwrap()).is_ok()
            });
            Self {
                session,
                messages,
                number: 0,
            }
        }
        fn asks(&mut self, ask: Ask) {
            self.number += 1;
            self.session
                .send(&Request {
                    session: self.session.id(),
                    number: self.number,
                    operator: "Priya".into(),
                    ask,
                })
                .unwrap();
        }
        /// Waits for a message that fits.
        fn hears<T>(&self, fits: impl Fn(&Message) -> Option<T>) -> T {
            loop {
                let message = self.messages.recv_timeout(Duration::from_secs(20)).unwrap();
                if let Some(found) = fits(&message) {
                    return found;
                }
            }
        }
    }

    fn open() -> Ask {
        Ask::Do(Command::Open {
            key_at: None,
            name: Some("Tanisha Okafor".into()),
            child: None,
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        })
    }

    #[test]
    fn two_screens_see_one_board() {
        let clock = Movable::at(at("2027-02-09T01:12:00-05:00"));
        let desk = desk(&clock);
        let mut dan = Screen::on(&desk, 1);
        let mut lena = Screen::on(&desk, 2);
        lena.asks(Ask::WatchBoard);
        dan.asks(open());
        let number = dan.hears(|m| match m {
            Message::Reply {
                result: Ok(Outcome::Saved { case_number, .. }),
                ..
            } => case_number.clone(),
            _ => None,
        });
        assert_eq!(number, "A-0001");
        let row = lena.hears(|m| match m {
            Message::Board(board) => board.rows.first().cloned(),
            _ => None,
        });
        assert_eq!(row.name.as_str(), "Tanisha Okafor");
        desk.stop();
    }

    #[test]
    fn a_clock_set_back_gives_no_time_and_is_said() {
        let clock = Movable::at(at("2027-02-09T01:12:00-05:00"));
        let desk = desk(&clock);
        let mut screen = Screen::on(&desk, 1);
        screen.asks(Ask::WatchBoard);
        screen.hears(|m| matches!(m, Message::Board(_)).then_some(()));
        clock.set_wall(at("2027-02-09T00:32:00-05:00"));
        screen.asks(open());
        let words = screen.hears(|m| match m {
            Message::Notice(words) => Some(words.clone()),
            _ => None,
        });
        assert!(words.contains("back by 40 min"), "{words}");
        let received = screen.hears(|m| match m {
            Message::Board(board) => board.rows.first().map(|row| row.received),
            _ => None,
        });
        assert!(received >= at("2027-02-09T01:12:00-05:00"));
        desk.stop();
    }

    #[test]
    fn a_frame_that_is_none_is_answered_in_words() {
        let clock = Movable::at(at("2027-02-09T01:12:00-05:00"));
        let desk = desk(&clock);
        let screen = Screen::on(&desk, 1);
        screen
            .session
            .frame(b"{\"no".to_vec(), None)
            .then_some(())
            .unwrap();
        let words = screen.hears(|m| match m {
            Message::Notice(words) => Some(words.clone()),
            _ => None,
        });
        assert!(words.contains("could not be read"), "{words}");
    }
}
