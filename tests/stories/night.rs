//! A night at the desk, in one process: the desk over a log in memory, a clock moved by hand, operators at
//! terminals that exist only as text.
//!
//! ```ignore
//! let mut night = Night::at("2027-02-09 01:12", "America/New_York");
//! let mut lena = night.operator("Lena", (80, 24));
//! lena.keys("nTanisha Okafor<Enter>").sees("NCMEC owed");
//! night.time("01:31");
//! night.does(r#"{"do":"attempt","case":"last","duty":"police.report","outcome":"told",…}"#);
//! ```
//!
//! Everything between a screen and the desk goes through the bytes of the wire. Keys go through the program's
//! own loop and keyboard, 300 ms apart, so that nothing is taken for a burst or a held-down key. Desk, clock and
//! screens share one room; screens hear the desk when they are next looked at or typed on.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{Days, NaiveDateTime, NaiveTime};
use porchlight::cli::screen::{Heard, Loop, Step};
use porchlight::client::app::App;
use porchlight::client::model::{CaseScreen, Model};
use porchlight::codec::v1::keymap;
use porchlight::codec::{command, wire as frames};
use porchlight::desk::core::{Core, Input};
use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::env::clock::{Clock, Movable, Present};
use porchlight::input::key::parse_sequence;
use porchlight::record::{
    Case, CaseId, DeskId, FieldId, ItemId, Moment, SessionId, Zone, fields, jump, time_words,
};
use porchlight::rules::{Duty, DutyState};
use porchlight::sheet::text;
use porchlight::store::MemoryLog;
use porchlight::term;
use porchlight::tui::{self, Caps};
use porchlight::wire::{Ask, BoardView, CaseView, Message, Outcome, Request, SheetView};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use serde_json::json;
use unicode_width::UnicodeWidthStr;

/// The hand's pace: microseconds between two keys.
const PACE: i64 = 300_000;

/// What desk and screens share.
struct Room {
    /// `None` only while it is killed.
    desk: Option<LocalDesk<MemoryLog>>,
    /// Which life of the desk this is; screens of an earlier one are dead.
    life: u32,
    clock: Movable,
    present: Present,
    /// Frames on their way to each session.
    lines: BTreeMap<SessionId, Vec<Vec<u8>>>,
    /// What the desk wanted kept of what is being typed: session, operator, place, text.
    drafts: Vec<(SessionId, String, String, String)>,
    sessions: u128,
}

impl Room {
    fn desk(&mut self) -> &mut LocalDesk<MemoryLog> {
        self.desk.as_mut().expect("the desk is down")
    }

    /// Reads the clock, as the desk's thread does before each turn.
    fn look_at_the_clock(&mut self) {
        let reading = self.present.read();
        if let Some(by) = reading.jumped {
            let now = reading.now;
            let sent = self.desk().step(Input::Jumped { by, now });
            self.post(sent);
        }
        let sent = self.desk().at(reading.now);
        self.post(sent);
    }

    fn request(&mut self, bytes: &[u8]) {
        self.look_at_the_clock();
        let request = frames::decode_request(bytes).expect("a request survives the wire");
        let sent = self.desk().request(request);
        self.post(sent);
        let drafts = self.desk().take_drafts();
        self.drafts.extend(drafts);
    }

    fn post(&mut self, sent: Vec<(SessionId, Message)>) {
        for (to, message) in sent {
            if let Some(line) = self.lines.get_mut(&to) {
                line.push(frames::encode_message(&message));
            }
        }
    }
}

/// A desk at night.
pub struct Night {
    room: Rc<RefCell<Room>>,
    zone: Zone,
    session: SessionId,
    number: u64,
}

/// What came of a command.
#[derive(Debug, Clone)]
pub struct Done {
    /// The number of the case it was about.
    pub case: String,
    /// The id of the item, attempt or call that came to be, as `item` of a later line.
    pub made: String,
    /// What the operator should know or do next.
    pub notes: String,
    /// How what was typed was understood.
    pub understood: String,
}

/// An instant, RFC 3339.
pub fn at(rfc3339: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).expect("RFC 3339"))
}

impl Night {
    /// A new desk of an agency in a zone, when its clocks show that date and time (RFC 3339 where a night has
    /// that time twice).
    pub fn at(when: &str, zone: &str) -> Self {
        let zone: Zone = zone.parse().expect("a zone");
        let now = read_time(when, zone, None);
        let founding = Founding {
            desk: DeskId(1),
            agency: Some("Harlan County Children Services".into()),
            zone: Some(zone),
            machine_zone: None,
            practice: false,
            prefix: "A".into(),
        };
        let desk = LocalDesk::found(MemoryLog::new(), now, 1 << 100, &founding, "Lena").unwrap();
        let clock = Movable::at(now);
        let session = SessionId(1);
        let room = Room {
            desk: Some(desk),
            life: 0,
            present: Present::new(Box::new(clock.clone()), None),
            clock,
            lines: BTreeMap::from([(session, Vec::new())]),
            drafts: Vec::new(),
            sessions: 10,
        };
        Self {
            room: Rc::new(RefCell::new(room)),
            zone,
            session,
            number: 0,
        }
    }

    /// Somebody sits down at a terminal of so many columns and rows.
    pub fn operator(&self, name: &str, (columns, rows): (u16, u16)) -> Screen {
        Screen::on(&self.room, name, Size::new(columns, rows))
    }

    // ---- time ----

    /// Moves the clock forward to the next time the agency's clocks show this (`01:31`, or with the date before
    /// it, or RFC 3339). A time within the present minute is now.
    pub fn time(&mut self, when: &str) -> &mut Self {
        let now = self.now();
        let to = read_time(when, self.zone, Some(now));
        assert!(
            to.plus(60_000_000) > now,
            "{when} is past; it is {}",
            time_words::moment(now, self.zone)
        );
        self.passes(to.since(now).max(0))
    }

    /// Lets minutes pass.
    pub fn minutes(&mut self, minutes: i64) -> &mut Self {
        self.passes(minutes * 60_000_000)
    }

    fn passes(&mut self, micros: i64) -> &mut Self {
        let mut room = self.room.borrow_mut();
        room.clock.pass(micros);
        room.look_at_the_clock();
        drop(room);
        self
    }

    /// Somebody sets the machine's clock by so many minutes; no time passes.
    pub fn machine_clock_jumps(&mut self, minutes: i64) -> &mut Self {
        let mut room = self.room.borrow_mut();
        let wall = room.clock.wall().plus(minutes * 60_000_000);
        room.clock.set_wall(wall);
        room.look_at_the_clock();
        drop(room);
        self
    }

    /// The desk's present.
    pub fn now(&self) -> Moment {
        let mut room = self.room.borrow_mut();
        room.look_at_the_clock();
        room.desk().now()
    }

    // ---- what is done ----

    /// Carries out a line of `porchlight do`; `last` is the case this session touched last.
    pub fn does(&mut self, line: &str) -> Done {
        let done = self.try_line(line);
        done.unwrap_or_else(|refused| panic!("{line}\nwas refused: {refused}"))
    }

    /// The sentence a line is refused with; nothing may be stored.
    pub fn refuses(&mut self, line: &str) -> String {
        let before = self.with(|core| core.docket().clone());
        let refused = match self.try_line(line) {
            Err(refused) => refused,
            Ok(done) => panic!("{line}\nwas not refused: {done:?}"),
        };
        let unchanged = self.with(|core| *core.docket() == before);
        assert!(unchanged, "{line}\nwas refused and yet stored something");
        refused
    }

    /// Opens a case at this instant; its number.
    pub fn opens(&mut self, name: &str) -> String {
        self.does(&json!({"do": "open", "name": name}).to_string())
            .case
    }

    /// Answers a field as it would be typed; how it was understood.
    pub fn answers(&mut self, case: &str, field: &str, words: &str) -> String {
        let line = json!({"do": "answer", "case": case, "field": field, "value": words});
        self.does(&line.to_string()).understood
    }

    /// Police take the report: an officer, a badge, the case number.
    pub fn police_take_it(&mut self, case: &str, when: &str, officer: &str, number: &str) -> Done {
        let line = json!({
            "do": "attempt", "case": case, "duty": "police.report", "outcome": "told", "at": when,
            "channel": "phone", "office": "Harlan City Police", "person": officer, "badge": "2207",
            "number": number,
        });
        self.does(&line.to_string())
    }

    /// NCMEC takes the report and gives its reference.
    pub fn ncmec_takes_it(&mut self, case: &str, when: &str, reference: &str) -> Done {
        let line = json!({
            "do": "attempt", "case": case, "duty": "ncmec.report", "outcome": "confirmed", "at": when,
            "channel": "phone", "person": "Dana", "number": reference,
        });
        self.does(&line.to_string())
    }

    /// Carries out several lines, one after the other.
    pub fn does_all(&mut self, lines: &str) -> Done {
        let mut done = None;
        for line in lines.lines().map(str::trim).filter(|l| !l.is_empty()) {
            done = Some(self.does(line));
        }
        done.expect("no line")
    }

    fn try_line(&mut self, line: &str) -> Result<Done, String> {
        let read = command::read(line, |_| None).map_err(|bad| bad.problem.to_string())?;
        let operator = read.operator.unwrap_or_else(|| "Lena".into());
        match self.ask(&operator, Ask::Do(read.command))? {
            Outcome::Saved {
                case_number,
                made,
                notes,
                understood,
                ..
            } => Ok(Done {
                case: case_number.unwrap_or_default(),
                made: made.unwrap_or_default(),
                notes: notes.join(" "),
                understood: understood.unwrap_or_default(),
            }),
            other => Err(format!("{other:?}")),
        }
    }

    fn ask(&mut self, operator: &str, ask: Ask) -> Result<Outcome, String> {
        self.number += 1;
        let request = Request {
            session: self.session,
            number: self.number,
            operator: operator.to_owned(),
            ask,
        };
        let mut room = self.room.borrow_mut();
        room.request(&frames::encode_request(&request));
        let heard = room.lines.get_mut(&self.session).map(std::mem::take);
        heard
            .unwrap_or_default()
            .iter()
            .map(|bytes| frames::decode_message(bytes).expect("a message survives the wire"))
            .find_map(|message| match message {
                Message::Reply { number, result } if number == self.number => Some(result),
                _ => None,
            })
            .expect("the desk answers")
            .map_err(|problem| problem.to_string())
    }

    // ---- what is there ----

    /// Looks into the desk.
    pub fn with<T>(&self, look: impl FnOnce(&mut Core) -> T) -> T {
        let mut room = self.room.borrow_mut();
        room.look_at_the_clock();
        look(room.desk().core_mut())
    }

    fn id(&self, case: &str) -> CaseId {
        self.with(|core| core.docket().number(case))
            .unwrap_or_else(|| panic!("there is no case {case}"))
    }

    /// A case as it is recorded.
    pub fn case(&self, case: &str) -> Case {
        let id = self.id(case);
        self.with(|core| core.docket().case(id).unwrap().clone())
    }

    /// A case as a screen is shown it.
    pub fn view(&self, case: &str) -> CaseView {
        let id = self.id(case);
        // A session of its own, which looks once and goes.
        let watcher = SessionId(2);
        let request = Request {
            session: watcher,
            number: 1,
            operator: "Lena".into(),
            ask: Ask::WatchCase(Some(id)),
        };
        let mut room = self.room.borrow_mut();
        room.lines.insert(watcher, Vec::new());
        room.request(&frames::encode_request(&request));
        let sent = room.lines.remove(&watcher).unwrap_or_default();
        room.desk().step(Input::Gone(watcher));
        sent.iter()
            .filter_map(|bytes| frames::decode_message(bytes).ok())
            .find_map(|message| match message {
                Message::Case(view) => Some(*view),
                _ => None,
            })
            .expect("a watched case is shown")
    }

    /// The board.
    pub fn board(&self) -> BoardView {
        self.with(Core::board)
    }

    /// Every duty of a case, in the order to work them.
    pub fn duties(&self, case: &str) -> Vec<Duty> {
        let id = self.id(case);
        self.with(|core| {
            let whole = core.docket().whole(id).expect("a case has a child");
            porchlight::rules::duties(whole, core.packs(), core.now())
        })
    }

    /// One duty of a case, by id.
    pub fn duty(&self, case: &str, duty: &str) -> Duty {
        let duties = self.duties(case);
        let ids: Vec<_> = duties.iter().map(|duty| duty.id.clone()).collect();
        duties
            .into_iter()
            .find(|one| one.id == duty)
            .unwrap_or_else(|| panic!("{case} has no duty {duty}, but {ids:?}"))
    }

    /// Where a duty stands.
    pub fn state(&self, case: &str, duty: &str) -> DutyState {
        self.duty(case, duty).state
    }

    /// When a duty is due, in the agency's words (`Wed 10 Feb 2027 01:12 EST`).
    pub fn due(&self, case: &str, duty: &str) -> String {
        match self.duty(case, duty).due {
            Some(due) => time_words::moment(due, self.zone),
            None => "no hour set".into(),
        }
    }

    /// A duty as a screen says it now (`NCMEC owed, 3 h 12 min left`).
    pub fn reads(&self, case: &str, duty: &str) -> String {
        tui::clock::duty(&self.duty(case, duty), self.now(), self.zone).1
    }

    /// A sheet, composed.
    pub fn sheet_view(&mut self, case: &str, sheet: &str) -> SheetView {
        let case = self.id(case);
        let sheet = sheet.to_owned();
        match self.ask("Lena", Ask::Sheet { case, sheet }) {
            Ok(Outcome::Sheet(sheet)) => *sheet,
            other => panic!("no sheet: {other:?}"),
        }
    }

    /// A sheet as it is printed.
    pub fn sheet(&mut self, case: &str, sheet: &str) -> String {
        text::print(&self.sheet_view(case, sheet), self.zone)
    }

    /// Cases and children found, each as `Aaliyah Grant · A-0001 · why`.
    pub fn finds(&mut self, words: &str) -> Vec<String> {
        match self.ask("Lena", Ask::Find(words.to_owned())) {
            Ok(Outcome::Found(rows)) => rows
                .iter()
                .map(|row| {
                    let number = row.case.as_ref().map_or("", |(_, number, _)| number);
                    format!("{} · {number} · {}", row.name, row.why)
                })
                .collect(),
            other => panic!("no answer: {other:?}"),
        }
    }

    /// The history of a case, or of one field of it, newest first: `operator: what`.
    pub fn history(&mut self, case: &str, field: Option<&str>) -> Vec<String> {
        let case = self.id(case);
        let field = field.map(str::to_owned);
        let item = None;
        match self.ask("Lena", Ask::History { case, field, item }) {
            Ok(Outcome::History(rows)) => rows
                .iter()
                .map(|row| format!("{}: {}", row.operator, row.words))
                .collect(),
            other => panic!("no history: {other:?}"),
        }
    }

    /// The desk is killed where it stands and started again from its log. Every screen on it dies.
    pub fn kill_and_restart(&mut self) -> &mut Self {
        let mut room = self.room.borrow_mut();
        let log = room.desk.take().expect("the desk is up").into_log();
        room.life += 1;
        room.lines.clear();
        let now = room.present.read().now;
        let fresh = (1 << 100) + (u128::from(room.life) << 80);
        let mut desk = LocalDesk::open(log, now, fresh).expect("the log opens again");
        for (session, operator, place, text) in room.drafts.clone() {
            desk.step(Input::DraftFound {
                session,
                operator,
                place,
                text,
            });
        }
        room.desk = Some(desk);
        room.sessions += 1;
        self.session = SessionId(room.sessions);
        let session = self.session;
        room.lines.insert(session, Vec::new());
        drop(room);
        self
    }
}

/// A time as a story writes it. Without a date: the next one at or after the present minute.
fn read_time(when: &str, zone: Zone, now: Option<Moment>) -> Moment {
    if let Ok(time) = chrono::DateTime::parse_from_rfc3339(when) {
        return Moment::of(&time);
    }
    let resolve = |wall: NaiveDateTime| {
        wall.and_local_timezone(zone.0)
            .single()
            .map(|time| Moment::of(&time))
            .unwrap_or_else(|| panic!("{wall} is not one instant in {}: write it out", zone.name()))
    };
    if let Ok(wall) = NaiveDateTime::parse_from_str(when, "%Y-%m-%d %H:%M") {
        return resolve(wall);
    }
    let time = NaiveTime::parse_from_str(when, "%H:%M").expect("a time such as 01:31");
    let now = now.expect("a night begins with a date");
    let today = zone.local(now).date_naive();
    let wall = today.and_time(time);
    let at = resolve(wall);
    if at.plus(60_000_000) > now {
        at
    } else {
        resolve(wall + Days::new(1))
    }
}

type Line = Box<dyn FnMut(Request) -> Result<(), String>>;

/// An operator at a terminal.
pub struct Screen {
    name: String,
    room: Rc<RefCell<Room>>,
    life: u32,
    session: SessionId,
    size: Size,
    looped: Loop<Line>,
    /// What the session asked of the terminal, apart from nothing.
    pub steps: Vec<Step>,
}

impl Screen {
    fn on(room: &Rc<RefCell<Room>>, name: &str, size: Size) -> Self {
        let (session, life, boot) = {
            let mut room = room.borrow_mut();
            room.sessions += 1;
            // Numbers apart from those of the night's own sessions.
            let session = SessionId(1000 + room.sessions);
            room.lines.insert(session, Vec::new());
            (session, room.life, room.clock.boot())
        };
        let app = App::new(name, session, keymap::preset("default").unwrap());
        let line = Rc::clone(room);
        let send: Line = Box::new(move |request| {
            line.borrow_mut().request(&frames::encode_request(&request));
            Ok(())
        });
        let mut screen = Self {
            name: name.to_owned(),
            room: Rc::clone(room),
            life,
            session,
            size,
            looped: Loop::new(app, false, send),
            steps: Vec::new(),
        };
        let steps = screen.looped.start(boot, size);
        screen.steps.extend(steps);
        screen.hears();
        screen
    }

    fn boot(&self) -> i64 {
        self.room.borrow().clock.boot()
    }

    /// Takes what the desk has sent, and what time has done.
    fn hears(&mut self) {
        assert_eq!(
            self.life,
            self.room.borrow().life,
            "the screen of {} died with the desk; sit down at a new one",
            self.name
        );
        self.room.borrow_mut().look_at_the_clock();
        loop {
            let frames = self
                .room
                .borrow_mut()
                .lines
                .get_mut(&self.session)
                .map(std::mem::take)
                .unwrap_or_default();
            if frames.is_empty() {
                break;
            }
            for bytes in frames {
                let message = frames::decode_message(&bytes).expect("a message survives the wire");
                let boot = self.boot();
                let steps = self.looped.take(Heard::Desk(message), boot);
                self.steps
                    .extend(steps.into_iter().filter(|s| *s != Step::Go));
            }
        }
        let boot = self.boot();
        self.steps.extend(self.looped.tick(boot));
    }

    /// Types what is written down, a key at a time: `n<Enter>Tanisha<ctrl-x>p`.
    pub fn keys(&mut self, typing: &str) -> &mut Self {
        for key in parse_sequence(typing).expect("keys") {
            self.hears();
            let boot = self.boot();
            let steps = self
                .looped
                .take(Heard::Terminal(term::Input::Key(key), boot), boot);
            self.steps.extend(steps);
            self.hears();
            self.room.borrow().clock.pass(PACE);
            self.hears();
        }
        self
    }

    /// Goes to a field with the three keys that lead there.
    pub fn goes_to(&mut self, field: &str) -> &mut Self {
        let id = fields::by_name(field).expect("no such field").id;
        let code = jump::code(jump::Jump::Field(id)).expect("no jump code");
        self.keys(&format!("<ctrl-f>{code}"))
    }

    /// Goes to a field, types and leaves it with Enter.
    pub fn answers(&mut self, field: &str, words: &str) -> &mut Self {
        self.goes_to(field).keys(words).keys("<Enter>")
    }

    /// The session's model.
    pub fn model(&mut self) -> &Model {
        self.hears();
        self.looped.model()
    }

    /// The case in front.
    pub fn front(&mut self) -> &CaseScreen {
        self.model().front().expect("no case in front")
    }

    /// What stands in a field of the case in front, in words.
    pub fn fact(&mut self, field: &str) -> String {
        self.fact_of(field, None)
    }

    /// What stands in a field of an entry.
    pub fn fact_of(&mut self, field: &str, item: Option<ItemId>) -> String {
        let id: FieldId = fields::by_name(field).expect("no such field").id;
        self.front()
            .fact(id, item)
            .map(|fact| fact.words.to_string())
            .unwrap_or_default()
    }

    /// The screen as text, in monochrome.
    pub fn screen(&mut self) -> String {
        self.hears();
        let area = Rect::new(0, 0, self.size.width, self.size.height);
        let mut buffer = Buffer::empty(area);
        tui::draw(self.looped.model(), Caps::mono(), &mut buffer);
        let mut rows = String::new();
        for y in 0..area.height {
            let mut row = String::new();
            let mut skip = 0;
            for x in 0..area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                skip = symbol.width().saturating_sub(1);
            }
            rows.push_str(row.trim_end());
            rows.push('\n');
        }
        rows
    }

    /// Holds that the screen says something; a phrase may run on over the rows of a pane or pop-up.
    pub fn sees(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(
            shows(&screen, words),
            "{} does not see “{words}” on:\n{screen}",
            self.name
        );
        self
    }

    /// Holds that the screen does not say something.
    pub fn sees_no(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(
            !shows(&screen, words),
            "{} sees “{words}” on:\n{screen}",
            self.name
        );
        self
    }

    /// The terminal gets another size.
    pub fn resizes(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.hears();
        self.size = Size::new(columns, rows);
        let boot = self.boot();
        let steps = self.looped.take(
            Heard::Terminal(term::Input::Resize(columns, rows), boot),
            boot,
        );
        self.steps.extend(steps);
        self.hears();
        self
    }

    /// The line is gone: the desk hears no more of this screen.
    pub fn line_drops(self) {
        let mut room = self.room.borrow_mut();
        room.lines.remove(&self.session);
        if room.life == self.life {
            let gone = self.session;
            let sent = room.desk().step(Input::Gone(gone));
            room.post(sent);
        }
    }
}

/// Whether a screen says something, also where the words run on over rows.
fn shows(screen: &str, words: &str) -> bool {
    let run = |text: &str| {
        text.replace(['│', '|'], " ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    screen.contains(words) || run(screen).contains(&run(words))
}
