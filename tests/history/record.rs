//! What clients do, and what they write down of it: when they asked, when they were answered, and with what.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use porchlight::record::{CaseId, SessionId};
use porchlight::wire::command::{AttemptSaid, Said};
use porchlight::wire::{Ask, CaseView, Command, Message, Outcome, Request};

use super::desk::{LONG, Line, breathe, request};
use crate::store::scratch::Dice;

/// The fields that clients meet in: words of the case's own.
pub const FIELDS: &[&str] = &["look.hair_words", "seen.place"];

/// What a client did.
#[derive(Debug, Clone)]
pub struct Done {
    pub session: SessionId,
    pub number: u64,
    pub operator: String,
    pub case: CaseId,
    pub what: What,
    /// When it was asked and answered, on a clock that all clients share.
    pub asked: u64,
    pub answered: Option<u64>,
    pub answer: Answer,
}

#[derive(Debug, Clone)]
pub enum What {
    Write {
        field: &'static str,
        value: String,
        saw: Option<u64>,
    },
    /// Words that nobody else writes: a note, a try, an entry.
    Add(String),
    Claim,
    Read,
}

#[derive(Debug, Clone)]
pub enum Answer {
    Saved,
    Conflict {
        saw: u64,
    },
    Refused(String),
    /// The case as it was shown.
    Shown(Box<CaseView>),
    /// Nobody knows: the client was killed before it was answered, or the machine failed.
    Unknown,
}

/// How a line between a client and the desk lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// A write is answered with *saved* and never reaches the desk.
    Swallows,
    /// A write reaches the desk again under another number.
    Replays,
    /// An old view is shown for the present one.
    ShowsTheOld,
}

/// A client of the desk.
pub struct Client {
    socket: PathBuf,
    clock: Arc<AtomicU64>,
    secret: u128,
    operator: String,
    number: u64,
    line: Option<Line>,
    dice: Dice,
    lie: Option<Lie>,
    lied: u64,
    old: Option<Box<CaseView>>,
    shown: Option<Box<CaseView>>,
    pub history: Vec<Done>,
    /// The sequences of the views pushed on one line, in the order they came.
    pub pushed: Vec<Vec<(CaseId, u64)>>,
    pub cuts: u64,
    pub kills: u64,
    pub slow: u64,
    told: VecDeque<String>,
}

impl Client {
    pub fn new(
        socket: &Path,
        clock: Arc<AtomicU64>,
        seed: u64,
        operator: String,
        lie: Option<Lie>,
    ) -> Self {
        Self {
            socket: socket.to_owned(),
            clock,
            secret: (u128::from(seed) << 64) | 1,
            operator,
            number: 0,
            line: None,
            dice: Dice::new(seed),
            lie,
            lied: 0,
            old: None,
            shown: None,
            history: Vec::new(),
            pushed: Vec::new(),
            cuts: 0,
            kills: 0,
            slow: 0,
            told: VecDeque::new(),
        }
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    fn connected(&mut self) -> &mut Line {
        let begun = Instant::now();
        while self.line.is_none() {
            assert!(
                begun.elapsed() < LONG,
                "{} does not come in: {:?}",
                self.operator,
                self.told
            );
            self.line = Line::open(&self.socket, self.secret, &self.operator);
            if self.line.is_none() {
                breathe(Duration::from_millis(5));
            } else {
                self.pushed.push(Vec::new());
            }
        }
        self.line.as_mut().unwrap()
    }

    /// Does so many random things to the cases.
    pub fn works(mut self, cases: &[(CaseId, String)], count: u64) -> Self {
        for n in 0..count {
            let at = self.dice.index(cases.len());
            let (case, number) = &cases[at];
            let unique = format!("{:x} {n}", self.secret >> 64);
            let (what, ask) = match self.dice.roll(10) {
                0..=3 => {
                    let field = FIELDS[self.dice.index(FIELDS.len())];
                    let saw = match self.dice.one_in(3) {
                        true => None,
                        false => self
                            .shown
                            .as_ref()
                            .filter(|view| view.case == *case)
                            .and_then(|view| view.facts.iter().find(|fact| fact.field == field))
                            .map(|fact| fact.seq),
                    };
                    let value = format!("near {unique}");
                    let command = Command::Answer {
                        case: number.clone(),
                        field: field.to_owned(),
                        item: None,
                        said: Said::Value(value.clone()),
                        said_by: None,
                        as_of: None,
                        reason: None,
                        saw,
                    };
                    (What::Write { field, value, saw }, Ask::Do(command))
                }
                4 => {
                    let words = format!("note {unique}");
                    let command = Command::Note {
                        case: number.clone(),
                        text: words.clone(),
                    };
                    (What::Add(words), Ask::Do(command))
                }
                5 => {
                    let words = format!("tried {unique}");
                    let command = Command::Attempt(Box::new(AttemptSaid {
                        case: number.clone(),
                        duty: "police.report".to_owned(),
                        outcome: "no answer".to_owned(),
                        words: Some(words.clone()),
                        ..AttemptSaid::default()
                    }));
                    (What::Add(words), Ask::Do(command))
                }
                6 => {
                    let words = format!("Jay {unique}");
                    let command = Command::Add {
                        case: number.clone(),
                        group: "companion".to_owned(),
                        answers: vec![("companion.name".to_owned(), words.clone())],
                    };
                    (What::Add(words), Ask::Do(command))
                }
                7 => {
                    let command = Command::Claim {
                        case: number.clone(),
                    };
                    (What::Claim, Ask::Do(command))
                }
                _ => (What::Read, Ask::WatchCase(Some(*case))),
            };
            self.does(*case, what, ask);
        }
        self
    }

    /// Reads a case once more and keeps what is shown.
    pub fn looks(&mut self, case: CaseId) -> Box<CaseView> {
        self.does(case, What::Read, Ask::WatchCase(Some(case)));
        match &self.history.last().unwrap().answer {
            Answer::Shown(view) => view.clone(),
            other => panic!("{} was shown nothing: {other:?}", self.operator),
        }
    }

    fn does(&mut self, case: CaseId, what: What, ask: Ask) {
        self.connected();
        self.number += 1;
        let (number, operator) = (self.number, self.operator.clone());
        let session = self.line.as_ref().unwrap().session;
        let request = request(session, number, &operator, ask);
        let asked = self.tick();
        let is_read = matches!(what, What::Read);
        // What may happen to this one.
        let fate = self.dice.roll(24);
        let answer = self.answered(&request, case, is_read, fate);
        let answered = match answer {
            Answer::Unknown => None,
            _ => Some(self.tick()),
        };
        if let Answer::Shown(view) = &answer {
            self.shown = Some(view.clone());
        }
        self.history.push(Done {
            session,
            number,
            operator,
            case,
            what,
            asked,
            answered,
            answer,
        });
    }

    fn answered(&mut self, request: &Request, case: CaseId, is_read: bool, fate: u64) -> Answer {
        let begun = Instant::now();
        let is_write = matches!(request.ask, Ask::Do(_));
        if is_write && self.lie == Some(Lie::Swallows) {
            self.lied += 1;
            if self.lied.is_multiple_of(5) {
                return Answer::Saved;
            }
        }
        let mut first = true;
        loop {
            assert!(begun.elapsed() < LONG, "never answered: {request:?}");
            if self.connected().send(request).is_err() {
                self.line = None;
                continue;
            }
            if is_write && self.lie == Some(Lie::Replays) {
                let mut again = request.clone();
                again.number += 1_000_000;
                let _ = self.connected().send(&again);
            }
            match (std::mem::take(&mut first), fate) {
                // The line is cut with the request on it; it is sent again on the next.
                (true, 0) => {
                    self.cuts += 1;
                    self.line = None;
                    continue;
                }
                // The client is killed, and another one begins.
                (true, 1) => {
                    self.kills += 1;
                    self.line = None;
                    self.secret += 1;
                    self.number = 0;
                    self.shown = None;
                    return Answer::Unknown;
                }
                // The reader does not read for a while.
                (true, 2) => {
                    self.slow += 1;
                    breathe(Duration::from_millis(30));
                }
                _ => {}
            }
            match self.hears(request.number, case, is_read, begun) {
                Some(answer) => return answer,
                None => self.line = None,
            }
        }
    }

    /// Reads until the request is answered; `None` when the line is gone.
    fn hears(
        &mut self,
        number: u64,
        case: CaseId,
        is_read: bool,
        begun: Instant,
    ) -> Option<Answer> {
        let mut replied = false;
        let mut view: Option<Box<CaseView>> = None;
        loop {
            assert!(begun.elapsed() < LONG, "never answered: {number}");
            let message = self.line.as_mut()?.next(Duration::from_secs(1)).ok()?;
            match message {
                Some(Message::Reply { number: of, result }) if of == number => {
                    replied = true;
                    if !is_read || result.is_err() {
                        return Some(match result {
                            Ok(Outcome::Saved { .. }) => Answer::Saved,
                            Ok(Outcome::Conflict(conflict)) => {
                                Answer::Conflict { saw: conflict.saw }
                            }
                            Ok(other) => Answer::Refused(format!("{other:?}")),
                            Err(problem)
                                if problem.whose
                                    == porchlight::record::problem::Whose::Operator =>
                            {
                                Answer::Refused(problem.to_string())
                            }
                            Err(_) => Answer::Unknown,
                        });
                    }
                }
                Some(Message::Case(mut shown)) => {
                    if let Some(pushed) = self.pushed.last_mut() {
                        pushed.push((shown.case, shown.seq));
                    }
                    if self.lie == Some(Lie::ShowsTheOld) {
                        match &self.old {
                            Some(old) if old.case == shown.case => shown = old.clone(),
                            Some(_) => {}
                            None => self.old = Some(shown.clone()),
                        }
                    }
                    // One that was on its way before the answer may be older than the question.
                    if shown.case == case && replied {
                        view = Some(shown);
                    }
                }
                Some(Message::Notice(words)) => {
                    self.told.push_back(words);
                    self.told.truncate(8);
                }
                _ => {}
            }
            if is_read
                && replied
                && let Some(view) = view.take()
            {
                return Some(Answer::Shown(view));
            }
        }
    }
}
