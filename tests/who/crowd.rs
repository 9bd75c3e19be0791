//! A desk with people: sessions that ask over the wire's bytes, and hear everything that is sent to them.

use std::collections::BTreeMap;

use porchlight::codec::wire as frames;
use porchlight::desk::core::Input;
use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::record::audit::{Audit, Origin};
use porchlight::record::{DeskId, Moment, Problem, Recorded, SessionId, Stream};
use porchlight::store::{Log, MemoryLog};
use porchlight::wire::who::{self, Change, Phrase, Standing};
use porchlight::wire::{Ask, Command, Message, Outcome, Request};

pub const SECOND: i64 = 1_000_000;
pub const MINUTE: i64 = 60 * SECOND;

/// Everybody's phrase.
pub fn phrase_of(name: &str) -> String {
    format!("the lamp of {name} burns")
}

pub struct Crowd {
    desk: Option<LocalDesk<MemoryLog>>,
    numbers: BTreeMap<SessionId, u64>,
    /// Everything ever sent, as bytes, by session.
    pub heard: BTreeMap<SessionId, Vec<(Message, Vec<u8>)>>,
    pub now: Moment,
    fresh: u128,
}

pub const START: &str = "2027-02-09T01:12:00-05:00";

pub fn at(rfc3339: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
}

impl Crowd {
    /// A desk without a roster.
    pub fn new() -> Self {
        let founding = Founding {
            desk: DeskId(1),
            agency: Some("Harlan County".into()),
            zone: Some("America/New_York".parse().unwrap()),
            machine_zone: None,
            practice: false,
            prefix: "A".into(),
        };
        let now = at(START);
        let desk = LocalDesk::found(MemoryLog::new(), now, 1 << 64, &founding, "setup").unwrap();
        Self {
            desk: Some(desk),
            numbers: BTreeMap::new(),
            heard: BTreeMap::new(),
            now,
            fresh: 1,
        }
    }

    /// A desk with Olga (supervisor), Ines (intake), Ravi (reviewer) and Aude (auditor), each with their phrase.
    pub fn staffed() -> Self {
        let mut crowd = Self::new();
        let setup = crowd.join(1000);
        crowd.add(setup, "Olga", "supervisor").unwrap();
        crowd.sign_in(setup, "Olga").unwrap();
        for (name, role) in [
            ("Ines", "intake"),
            ("Ravi", "reviewer"),
            ("Aude", "auditor"),
        ] {
            crowd.add(setup, name, role).unwrap();
        }
        crowd.who(setup, who::Ask::SignOut).unwrap();
        crowd
    }

    fn desk(&mut self) -> &mut LocalDesk<MemoryLog> {
        self.desk.as_mut().unwrap()
    }

    /// A session from an account.
    pub fn join(&mut self, uid: u32) -> SessionId {
        self.fresh += 1;
        let session = SessionId(0xabc0_0000 + self.fresh);
        self.heard.insert(session, Vec::new());
        let origin = Origin {
            account: porchlight::record::SafeText::line(&format!("{uid} desk")),
            operator: "desk".into(),
            terminal: "/dev/pts/3".into(),
            remote: "".into(),
        };
        self.desk().join(session, origin);
        session
    }

    /// The line of a session is gone.
    pub fn gone(&mut self, session: SessionId) {
        let sent = self.desk().step(Input::Gone(session));
        self.post(sent);
    }

    fn post(&mut self, sent: Vec<(SessionId, Message)>) {
        for (to, message) in sent {
            let bytes = frames::encode_message(&message);
            let message = frames::decode_message(&bytes).unwrap();
            if let Some(line) = self.heard.get_mut(&to) {
                line.push((message, bytes));
            }
        }
    }

    /// Asks; the answer.
    pub fn ask(&mut self, session: SessionId, ask: Ask) -> Result<Outcome, Problem> {
        let number = self.numbers.entry(session).or_insert(0);
        *number += 1;
        let number = *number;
        let request = Request {
            session,
            number,
            // A rogue states whatever it likes.
            operator: "Olga".to_owned(),
            ask,
        };
        let request = frames::decode_request(&frames::encode_request(&request)).unwrap();
        let sent = self.desk().request(request);
        self.post(sent);
        self.heard[&session]
            .iter()
            .rev()
            .find_map(|(message, _)| match message {
                Message::Reply { number: of, result } if *of == number => Some(result.clone()),
                _ => None,
            })
            .expect("every ask is answered")
    }

    pub fn does(&mut self, session: SessionId, command: Command) -> Result<Outcome, Problem> {
        self.ask(session, Ask::Do(command))
    }

    pub fn who(&mut self, session: SessionId, ask: who::Ask) -> Result<who::Outcome, Problem> {
        match self.ask(session, Ask::Who(ask))? {
            Outcome::Who(outcome) => Ok(outcome),
            other => panic!("{other:?}"),
        }
    }

    pub fn standing(&mut self, session: SessionId) -> Standing {
        match self.who(session, who::Ask::Hello).unwrap() {
            who::Outcome::Standing(standing) => *standing,
            other => panic!("{other:?}"),
        }
    }

    pub fn add(&mut self, by: SessionId, name: &str, role: &str) -> Result<who::Outcome, Problem> {
        self.who(
            by,
            who::Ask::Change(Change::Add {
                name: name.into(),
                role: role.into(),
                account: None,
                phrase: Some(Phrase::new(phrase_of(name))),
            }),
        )
    }

    pub fn try_phrase(
        &mut self,
        session: SessionId,
        name: &str,
        phrase: &str,
    ) -> Result<who::Outcome, Problem> {
        self.who(
            session,
            who::Ask::SignIn {
                name: name.into(),
                phrase: Phrase::new(phrase),
            },
        )
    }

    pub fn sign_in(&mut self, session: SessionId, name: &str) -> Result<who::Outcome, Problem> {
        self.try_phrase(session, name, &phrase_of(name))
    }

    /// Somebody signed in at a new session.
    pub fn seated(&mut self, name: &str) -> SessionId {
        let session = self.join(1000);
        self.sign_in(session, name).unwrap();
        session
    }

    /// Time passes by so many microseconds.
    pub fn pass(&mut self, by: i64) {
        self.now = self.now.plus(by);
        let now = self.now;
        let sent = self.desk().at(now);
        self.post(sent);
    }

    /// Opens a case; its number and id.
    pub fn open(&mut self, session: SessionId, name: &str) -> (String, porchlight::record::CaseId) {
        let open = Command::Open {
            key_at: None,
            name: Some(name.into()),
            child: None,
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        };
        match self.does(session, open).unwrap() {
            Outcome::Saved {
                case: Some(case),
                case_number: Some(number),
                ..
            } => (number, case),
            other => panic!("{other:?}"),
        }
    }

    pub fn answer(
        &mut self,
        session: SessionId,
        case: &str,
        field: &str,
        value: &str,
    ) -> Result<Outcome, Problem> {
        self.does(
            session,
            Command::Answer {
                case: case.into(),
                field: field.into(),
                item: None,
                said: porchlight::wire::Said::Value(value.into()),
                said_by: None,
                as_of: None,
                reason: None,
                saw: None,
            },
        )
    }

    /// What a session was sent since it was last asked about, as one text.
    pub fn bytes(&mut self, session: SessionId) -> String {
        let line = self.heard.get_mut(&session).unwrap();
        line.drain(..)
            .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The latest message of a kind.
    pub fn last<T>(&self, session: SessionId, pick: impl Fn(&Message) -> Option<T>) -> Option<T> {
        self.heard[&session]
            .iter()
            .rev()
            .find_map(|(message, _)| pick(message))
    }

    /// The desk is killed and started over its log.
    pub fn restart(&mut self) {
        let log = self.desk.take().unwrap().into_log();
        self.fresh += 1;
        let fresh = (1 << 100) + self.fresh * (1 << 64);
        self.desk = Some(LocalDesk::open(log, self.now, fresh).unwrap());
        self.heard.clear();
    }

    /// Everything in the log.
    pub fn log(&mut self) -> Vec<Recorded> {
        self.desk().quiet();
        let mut all = Vec::new();
        self.desk()
            .log_mut()
            .read_all(&mut |one| all.push(one))
            .unwrap();
        all
    }

    /// How many events there are outside the desk's own stream.
    pub fn facts(&mut self) -> usize {
        self.log()
            .iter()
            .filter(|one| one.stream != Stream::Desk)
            .count()
    }

    /// The audit: verb, operator, outcome.
    pub fn audit(&mut self) -> Vec<(String, String, &'static str)> {
        let mut audit = Audit::default();
        for one in self.log() {
            audit.take(&one);
        }
        audit
            .rows
            .into_iter()
            .map(|row| (row.verb, row.operator.to_string(), row.outcome))
            .collect()
    }

    pub fn has_row(&mut self, verb: &str, operator: &str, outcome: &str) -> bool {
        self.audit()
            .iter()
            .any(|(v, o, out)| v == verb && o == operator && *out == outcome)
    }
}
