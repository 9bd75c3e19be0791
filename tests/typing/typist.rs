//! An operator at the keyboard of the real loop: burst hold, split keys and session as in a terminal, over a
//! desk in the same process. Counts every key and what it was for.

use porchlight::cli::screen::{Heard, Loop, Step};
use porchlight::client::app::App;
use porchlight::client::model::{CaseScreen, Model, Place, Saying, Spot};
use porchlight::client::overlay::Overlay;
use porchlight::codec::v1::keymap;
use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::input::Key;
use porchlight::input::key::{Code, parse_sequence};
use porchlight::record::{DeskId, Moment, SessionId, Zone, quick};
use porchlight::store::memory::MemoryLog;
use porchlight::term::Input;
use porchlight::wire::{Ask, Message, Request};
use ratatui::layout::Size;
use std::cell::RefCell;
use std::rc::Rc;

/// A practised hand: a key every 200 ms.
const BEAT: i64 = 200_000;

type Send = Box<dyn FnMut(Request) -> Result<(), String>>;

/// What the keys of a call were for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Every key pressed.
    pub keys: usize,
    /// Characters that ended in a fact, an outcome or a note.
    pub fact: usize,
    /// Things done: facts sent and lines of forms gone on from. Each costs a thought.
    pub thoughts: usize,
}

impl Count {
    /// Keys that are no character of a fact.
    pub fn overhead(&self) -> usize {
        self.keys - self.fact
    }
    /// Those for each character of a fact.
    pub fn ratio(&self) -> f64 {
        self.overhead() as f64 / self.fact as f64
    }
    /// Minutes by the keystroke-level model, at so many seconds a key and 1.2 s a thought.
    pub fn minutes(&self, a_key: f64) -> f64 {
        (self.keys as f64 * a_key + self.thoughts as f64 * 1.2) / 60.0
    }
}

/// The operator, the loop and the desk.
pub struct Typist {
    session: Loop<Send>,
    outbox: Rc<RefCell<Vec<Request>>>,
    /// The desk; sealed off from the session by requests and messages.
    pub desk: LocalDesk<MemoryLog>,
    id: SessionId,
    boot: i64,
    began: Moment,
    /// Between two keys, µs.
    pub beat: i64,
    /// What was pressed so far.
    pub count: Count,
    /// Steps the loop asked of its surroundings.
    pub steps: Vec<Step>,
}

/// A fresh desk at that instant (RFC 3339).
pub fn desk(at: &str, agency: &str, zone: &str) -> LocalDesk<MemoryLog> {
    let founding = Founding {
        desk: DeskId(1),
        agency: Some(agency.to_owned()),
        zone: Some(zone.parse::<Zone>().unwrap()),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    LocalDesk::found(MemoryLog::new(), moment(at), 1 << 100, &founding, "Priya").unwrap()
}

pub fn moment(rfc3339: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
}

impl Typist {
    /// Sits down at a desk.
    pub fn at(desk: LocalDesk<MemoryLog>) -> Self {
        let outbox: Rc<RefCell<Vec<Request>>> = Rc::default();
        let out = Rc::clone(&outbox);
        let id = SessionId(0x7);
        let app = App::new("Priya", id, keymap::preset("default").unwrap());
        let send: Send = Box::new(move |request| {
            out.borrow_mut().push(request);
            Ok(())
        });
        let mut typist = Self {
            session: Loop::new(app, false, send),
            outbox,
            began: desk.now(),
            desk,
            id,
            boot: 0,
            beat: BEAT,
            count: Count::default(),
            steps: Vec::new(),
        };
        let steps = typist.session.start(0, Size::new(100, 30));
        typist.steps.extend(steps);
        typist.speak();
        typist
    }

    /// Types what is written down: `n<Enter>Tanisha`.
    pub fn keys(&mut self, typing: &str) -> &mut Self {
        let keys = parse_sequence(typing).unwrap_or_else(|fault| panic!("{typing}: {fault:?}"));
        for key in keys {
            self.press(key);
        }
        self
    }

    /// Presses one key, a beat after the last.
    pub fn press(&mut self, key: Key) {
        self.pass(self.beat);
        let before = self.typed();
        let (was_quick, at) = (self.quick_line(), self.form_line());
        let sent = self.press_now(key);
        self.count.keys += 1;
        let after = self.typed();
        let grown = after.as_ref().map_or(0, |text| text.chars().count());
        let had = before.as_ref().map_or(0, |text| text.chars().count());
        if key.text().is_some() && grown == had + 1 {
            self.count.fact += 1;
        } else if key.code == Code::Backspace && grown + 1 == had {
            // The letter deleted was for nothing, too.
            self.count.fact -= 1;
        } else if before.is_some() && after.is_none() && sent == 0 {
            // Typed to find something; no fact came of it.
            self.count.fact -= had;
        }
        if let (Some(line), None) = (was_quick, self.quick_line())
            && sent > 0
        {
            // Tags route; they are no characters of a fact.
            let facts: usize = quick::route(&line)
                .iter()
                .map(|p| p.text.chars().count())
                .sum();
            self.count.fact -= line.chars().count().saturating_sub(facts);
        }
        self.count.thoughts += sent + usize::from(at.is_some() && at != self.form_line());
    }

    /// Presses a key at this very instant; how many commands it sent.
    pub fn press_now(&mut self, key: Key) -> usize {
        self.hear(Heard::Terminal(Input::Key(key), self.boot));
        self.settle(self.boot);
        self.speak()
    }

    /// Lets seconds pass.
    pub fn wait(&mut self, seconds: i64) -> &mut Self {
        self.pass(seconds * 1_000_000);
        self
    }

    /// Lets microseconds pass; the loop is woken whenever it wants to be.
    pub fn pass(&mut self, micros: i64) {
        let until = self.boot + micros;
        self.settle(until);
        self.boot = until;
        let now = self.began.plus(self.boot);
        for (to, message) in self.desk.at(now) {
            self.deliver(to, message);
        }
        self.settle(until);
        self.speak();
    }

    fn settle(&mut self, until: i64) {
        for _ in 0..10_000 {
            let Some(due) = self.session.deadline().filter(|due| *due <= until) else {
                return;
            };
            let steps = self.session.tick(due.max(self.boot));
            self.steps.extend(steps);
            self.speak();
        }
        panic!("the loop wants to be woken without end");
    }

    fn hear(&mut self, heard: Heard) {
        let steps = self.session.take(heard, self.boot);
        self.steps.extend(steps);
    }

    /// Carries what the session sent to the desk, and the answers back; how many commands it was.
    fn speak(&mut self) -> usize {
        let mut commands = 0;
        loop {
            let requests = std::mem::take(&mut *self.outbox.borrow_mut());
            if requests.is_empty() {
                return commands;
            }
            for request in requests {
                commands += usize::from(matches!(request.ask, Ask::Do(_)));
                for (to, message) in self.desk.request(request) {
                    self.deliver(to, message);
                }
            }
        }
    }

    fn deliver(&mut self, to: SessionId, message: Message) {
        if to == self.id {
            self.hear(Heard::Desk(message));
        }
    }

    // ---- what is seen ----

    pub fn model(&self) -> &Model {
        self.session.model()
    }
    pub fn case(&self) -> &CaseScreen {
        self.model().front().expect("no case in front")
    }
    pub fn in_script(&self) -> bool {
        matches!(self.model().place, Place::Script(..))
    }
    /// Where the cursor stands.
    pub fn spot(&self) -> &Spot {
        &self.case().at
    }
    /// What the bottom line says.
    pub fn said(&self) -> String {
        match &self.model().said {
            // A form says for itself why it was not sent.
            None => match self.model().top() {
                Some(Overlay::Form(form)) => form
                    .problem
                    .as_ref()
                    .map_or(String::new(), |why| why.to_string()),
                _ => String::new(),
            },
            Some(Saying::Done(words)) => words.clone(),
            Some(Saying::Problem(problem)) => problem.to_string(),
        }
    }
    /// The text of a fact that is being typed, if one is.
    fn typed(&self) -> Option<String> {
        match self.model().top() {
            Some(Overlay::Form(form)) => {
                let spec = form.spec.lines.get(form.at)?;
                let line = form.lines.get(form.at)?;
                use porchlight::client::form::LineKind;
                // The number once more proves the first; it says nothing new.
                (!matches!(spec.kind, LineKind::Choice(_) | LineKind::Again(_)) && !line.prefilled)
                    .then(|| line.text.as_str().to_owned())
            }
            Some(_) => self.quick_line(),
            None => {
                let edit = self.model().front()?.edit.as_ref()?;
                Some(edit.text.as_str().to_owned())
            }
        }
    }
    fn quick_line(&self) -> Option<String> {
        match self.model().top() {
            Some(Overlay::Quick(line)) => Some(line.text.as_str().to_owned()),
            _ => None,
        }
    }
    fn form_line(&self) -> Option<usize> {
        match self.model().top() {
            Some(Overlay::Form(form)) => Some(form.at),
            _ => None,
        }
    }
}
