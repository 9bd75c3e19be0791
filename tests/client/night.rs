//! One operator at one desk in one process: keys in, the model and the desk's record out.
//!
//! Time stands still between keys unless a test moves it. Keys written down are read by
//! `input::key::parse_sequence`: `n<Enter>Tanisha`.

use porchlight::client::app::{App, Effect, Msg};
use porchlight::client::model::{CaseScreen, Model, Saying, Spot};
use porchlight::client::overlay::Overlay;
use porchlight::codec::v1::keymap;
use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::input::key::parse_sequence;
use porchlight::record::when::MINUTE;
use porchlight::record::{DeskId, Moment, SessionId, fields, jump};
use porchlight::rules::Duty;
use porchlight::store::memory::MemoryLog;
use porchlight::wire::view::FactView;
use porchlight::wire::{Message, Request};

/// An operator's night.
pub struct Night {
    pub app: App,
    pub desk: LocalDesk<MemoryLog>,
    pub session: SessionId,
    /// Every request the session sent, in order.
    pub sent: Vec<Request>,
    /// Effects other than requests, in order.
    pub effects: Vec<Effect>,
    boot: i64,
    began: Moment,
    /// Answers that have not reached the session yet: the line is slow.
    pub slow: Option<Vec<Message>>,
}

pub fn moment(text: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
}

impl Night {
    /// A fresh desk at that instant (RFC 3339), and a screen on it.
    pub fn at(text: &str) -> Self {
        let now = moment(text);
        let founding = Founding {
            desk: DeskId(1),
            agency: Some("Franklin County Children Services".into()),
            zone: Some("America/New_York".parse().unwrap()),
            machine_zone: None,
            practice: false,
            prefix: "A".into(),
        };
        let desk = LocalDesk::found(MemoryLog::new(), now, 1 << 100, &founding, "Priya").unwrap();
        Self::on(desk, SessionId(7), "Priya")
    }

    /// The line drops: the desk hears no more of this screen, and is handed back.
    pub fn dropped(mut self) -> LocalDesk<MemoryLog> {
        let number = self.sent.last().map_or(1, |request| request.number + 1);
        self.desk.request(Request {
            session: self.session,
            number,
            operator: self.app.model.operator.clone(),
            ask: porchlight::wire::Ask::Bye,
        });
        self.desk
    }

    /// A screen on a desk that is there already.
    pub fn on(desk: LocalDesk<MemoryLog>, session: SessionId, operator: &str) -> Self {
        let now = desk.now();
        let mut night = Self {
            app: App::new(operator, session, keymap::preset("default").unwrap()),
            desk,
            session,
            sent: Vec::new(),
            effects: Vec::new(),
            boot: 1_000_000,
            began: now.plus(-1_000_000),
            slow: None,
        };
        let effects = night.app.start();
        night.carry_out(effects);
        night
    }

    /// Types what is written down, a key at a time.
    pub fn keys(&mut self, typing: &str) -> &mut Self {
        for key in parse_sequence(typing).unwrap() {
            let boot = self.boot;
            self.feed(Msg::Key { key, boot });
        }
        self
    }

    /// Goes to a field with the three keys that lead there.
    pub fn jump(&mut self, field: &str) -> &mut Self {
        let field = fields::by_name(field).expect("no such field").id;
        let code = jump::code(jump::Jump::Field(field)).expect("no jump code");
        self.keys(&format!("<ctrl-f>{code}"))
    }

    /// Lets minutes pass.
    pub fn wait(&mut self, minutes: i64) -> &mut Self {
        self.pass(minutes * MINUTE)
    }

    /// Lets microseconds pass.
    pub fn pass(&mut self, micros: i64) -> &mut Self {
        self.boot += micros;
        let now = self.began.plus(self.boot);
        for (to, message) in self.desk.at(now) {
            self.hear(to, message);
        }
        let boot = self.boot;
        self.feed(Msg::Tick(boot));
        self
    }

    pub fn feed(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(request) => {
                    self.sent.push(request.clone());
                    for (to, message) in self.desk.request(request) {
                        self.hear(to, message);
                    }
                }
                other => self.effects.push(other),
            }
        }
    }

    fn hear(&mut self, to: SessionId, message: Message) {
        if to != self.session {
            return;
        }
        if let Some(slow) = &mut self.slow {
            slow.push(message);
            return;
        }
        let boot = self.boot;
        self.feed(Msg::FromDesk { message, boot });
    }

    /// The slow line delivers everything it held.
    pub fn deliver(&mut self) -> &mut Self {
        for message in self.slow.take().unwrap_or_default() {
            let boot = self.boot;
            self.feed(Msg::FromDesk { message, boot });
        }
        self
    }

    pub fn boot(&self) -> i64 {
        self.boot
    }
    pub fn model(&self) -> &Model {
        &self.app.model
    }
    pub fn screen(&self) -> &CaseScreen {
        self.model().front().expect("no case in front")
    }
    pub fn fact(&self, field: &str) -> &FactView {
        let field = fields::by_name(field).expect("no such field");
        self.screen()
            .fact(field.id, None)
            .unwrap_or_else(|| panic!("{} is blank; {:?}", field.id, self.said()))
    }
    pub fn duty(&self, id: &str) -> &Duty {
        let view = self.screen().view.as_ref().expect("no view yet");
        view.duties
            .iter()
            .find(|duty| duty.id == id)
            .unwrap_or_else(|| panic!("no duty {id}"))
    }
    pub fn at_field(&self) -> &str {
        match &self.screen().at {
            Spot::Field { field, .. } => field.0,
            Spot::Danger => "danger",
            Spot::Called911 => "911",
            Spot::CameAt => "came at",
            other => panic!("{other:?}"),
        }
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
    pub fn top(&self) -> &'static str {
        match self.model().top() {
            None => "nothing",
            Some(Overlay::Palette(_)) => "palette",
            Some(Overlay::Help(_)) => "help",
            Some(Overlay::Confirm(_)) => "confirm",
            Some(Overlay::Conflict(_)) => "conflict",
            Some(Overlay::Which(_)) => "which",
            Some(Overlay::Explain(_)) => "explain",
            Some(Overlay::Numbers(_)) => "numbers",
            Some(Overlay::Quick(_)) => "quick",
            Some(Overlay::Jump(_)) => "jump",
            Some(Overlay::Held(_)) => "held",
            Some(Overlay::History(_)) => "history",
            Some(Overlay::Parked(_)) => "parked",
            Some(Overlay::Shift(_)) => "shift",
            Some(Overlay::Handover(_)) => "handover",
            Some(Overlay::CallIn(_)) => "call in",
            Some(Overlay::Find(_)) => "find",
            Some(Overlay::Form(form)) => form.spec.id,
        }
    }
}
