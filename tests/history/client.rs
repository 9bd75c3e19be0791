//! A client of the desk: its line, who sits at it, what it heard; and lines that lie, and desks that leak.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use porchlight::record::problem::Whose;
use porchlight::record::{CaseId, SessionId};
use porchlight::wire::who::{self, Standing, State};
use porchlight::wire::{Ask, CaseView, Message, Outcome, Request};

use super::desk::{LONG, Line, breathe, request};
use super::record::{Answer, Done, Doubt, Heard, Lie, What};
use super::sat::Sat;
use super::staff::{Marked, phrase_of};
use crate::store::scratch::Dice;

/// A client of the desk.
pub struct Client {
    pub(super) socket: PathBuf,
    clock: Arc<AtomicU64>,
    secret: u128,
    /// Its mark in everything it types.
    pub(super) mark: String,
    /// The name that its requests state; on a desk with a roster it counts for nothing.
    pub(super) stated: String,
    /// As whom it signs in when its line comes back.
    pub(super) wish: Option<String>,
    pub(super) home: String,
    pub(super) is_staffed: bool,
    number: u64,
    line: Option<Line>,
    /// The line is new: nobody knows yet how the session stands.
    is_new: bool,
    /// The last right phrase that was given: for whom, and under which request.
    tried: Option<(String, (SessionId, u64))>,
    pub(super) dice: Dice,
    pub(super) lie: Option<Lie>,
    lied: u64,
    old: Option<Box<CaseView>>,
    pub(super) back: Option<Line>,
    pub(super) backs: Vec<SessionId>,
    pub(super) shown: Option<Box<CaseView>>,
    pub(super) sat: Sat,
    pub(super) cases: Vec<Marked>,
    pub(super) own: Vec<(CaseId, String)>,
    pub history: Vec<Done>,
    pub heard: Vec<Heard>,
    /// What may not be seen as it stood, until the desk says how it stands: a newer *stands so* goes behind an
    /// older view on a line that waits.
    doubts: Vec<Doubt>,
    /// What that did not explain.
    pub unexplained: Vec<Doubt>,
    /// When the desk last said how it stands.
    stands_since: u64,
    /// The sequences of the views pushed on one line, in the order they came.
    pub pushed: Vec<Vec<(CaseId, u64)>>,
    pub cuts: u64,
    pub kills: u64,
    pub slow: u64,
    /// How often it stood how when it asked.
    pub stood: BTreeMap<String, u64>,
    told: VecDeque<String>,
    line_since: u64,
}

impl Client {
    pub fn new(
        socket: &Path,
        clock: Arc<AtomicU64>,
        seed: u64,
        home: Option<&str>,
        cases: Vec<Marked>,
        lie: Option<Lie>,
    ) -> Self {
        let start = match home {
            Some(_) => State::Out,
            None => State::Open,
        };
        let stated = format!("Operator {seed:x}");
        Self {
            socket: socket.to_owned(),
            clock,
            secret: (u128::from(seed) << 64) | 1,
            mark: format!("zq{seed:x}"),
            wish: home.map(ToOwned::to_owned),
            home: home.map_or_else(|| stated.clone(), ToOwned::to_owned),
            stated,
            is_staffed: home.is_some(),
            number: 0,
            line: None,
            is_new: true,
            tried: None,
            dice: Dice::new(seed),
            lie,
            lied: 0,
            old: None,
            back: None,
            backs: Vec::new(),
            shown: None,
            sat: Sat::new(start),
            cases,
            own: Vec::new(),
            history: Vec::new(),
            heard: Vec::new(),
            doubts: Vec::new(),
            unexplained: Vec::new(),
            stands_since: 0,
            pushed: Vec::new(),
            cuts: 0,
            kills: 0,
            slow: 0,
            stood: BTreeMap::new(),
            told: VecDeque::new(),
            line_since: 0,
        }
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    /// Has a line, and has signed in on it where it was signed in before.
    pub(super) fn ready(&mut self) {
        let begun = Instant::now();
        loop {
            assert!(
                begun.elapsed() < LONG,
                "{} does not come in: {:?}",
                self.home,
                self.told
            );
            if self.line.is_none() {
                self.line_since = self.tick();
                self.line = Line::open(&self.socket, self.secret, &self.stated);
                self.is_new = true;
                if self.line.is_none() {
                    breathe(Duration::from_millis(5));
                    continue;
                }
                self.pushed.push(Vec::new());
            }
            if !self.is_new || !self.is_staffed {
                return;
            }
            let hello = self.once(What::Own, Ask::Who(who::Ask::Hello));
            if matches!(hello, Answer::Unknown) {
                continue;
            }
            if self.sat.state == State::Out
                && let Some(name) = self.wish.clone()
                && matches!(self.signs_in(&name, true), Answer::Unknown)
            {
                continue;
            }
            self.is_new = false;
            return;
        }
    }

    pub(super) fn signs_in(&mut self, name: &str, right: bool) -> Answer {
        let phrase = match right {
            true => phrase_of(name),
            false => who::Phrase::new("wrong every time"),
        };
        let ask = who::Ask::SignIn {
            name: name.to_owned(),
            phrase,
        };
        self.once(What::SignIn(name.to_owned(), right), Ask::Who(ask))
    }

    /// Asks once: what is about who sits there is never sent again by itself.
    pub(super) fn once(&mut self, what: What, ask: Ask) -> Answer {
        let case = self.cases[0].case;
        self.once_about(case, what, ask)
    }

    pub(super) fn once_about(&mut self, case: CaseId, what: What, ask: Ask) -> Answer {
        let Some(session) = self.line.as_ref().map(|line| line.session) else {
            return Answer::Unknown;
        };
        self.number += 1;
        let number = self.number;
        let mut done = self.begun(session, number, case, what);
        if let What::SignIn(name, true) = &done.what {
            self.tried = Some((name.clone(), (session, number)));
        }
        let request = request(session, number, &self.stated, ask);
        let sent = self.line.as_mut().is_some_and(|l| l.send(&request).is_ok());
        let answer = match sent {
            true => self.hears(number, case, false, done.asked, Instant::now()),
            false => None,
        };
        if answer.is_none() {
            self.line = None;
        }
        self.ended(&mut done, answer.unwrap_or(Answer::Unknown))
    }

    fn begun(&mut self, session: SessionId, number: u64, case: CaseId, what: What) -> Done {
        *self
            .stood
            .entry(match self.sat.role {
                Some(role) if self.sat.state == State::In => {
                    format!("{:?} {role}", self.sat.state).to_lowercase()
                }
                _ => format!("{:?}", self.sat.state).to_lowercase(),
            })
            .or_default() += 1;
        Done {
            session,
            number,
            operators: vec![self.name()],
            case,
            what,
            sats: vec![self.sat.clone()],
            asked: self.tick(),
            answered: None,
            answer: Answer::Unknown,
        }
    }

    /// The name under which it stands in the log now.
    fn name(&self) -> String {
        match self.is_staffed {
            true => self.sat.person.clone().unwrap_or_default(),
            false => self.stated.clone(),
        }
    }

    fn ended(&mut self, done: &mut Done, answer: Answer) -> Answer {
        done.answered = match answer {
            Answer::Unknown => None,
            _ => Some(self.tick()),
        };
        let about = done.case;
        match (&done.what, &answer) {
            (What::Reveal, Answer::Given) => {
                self.sat.shown.insert(about);
            }
            (What::Glass, Answer::Given) => {
                self.sat.glass.insert(about);
            }
            // It may have been done, and nobody knows.
            (What::Reveal | What::Glass, Answer::Unknown) => {
                self.sat.maybe.insert(about);
            }
            _ => {}
        }
        done.answer = answer.clone();
        self.history.push(done.clone());
        answer
    }

    /// Asks until it is answered, whatever becomes of the line and of the client.
    pub(super) fn does(&mut self, case: CaseId, what: What, ask: Ask) {
        self.ready();
        let Some(session) = self.line.as_ref().map(|line| line.session) else {
            return;
        };
        self.number += 1;
        let mut done = self.begun(session, self.number, case, what);
        let request = request(session, self.number, &self.stated.clone(), ask);
        // What may happen to this one.
        let fate = self.dice.roll(24);
        let answer = self.answered(&request, &mut done, fate);
        let answer = self.leaky(&request, &done, answer);
        if let Answer::Shown(view) = &answer {
            self.shown = Some(view.clone());
        }
        self.ended(&mut done, answer);
    }

    fn answered(&mut self, request: &Request, done: &mut Done, fate: u64) -> Answer {
        let begun = Instant::now();
        let is_read = matches!(done.what, What::Read);
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
            self.ready();
            if !first {
                done.sats.push(self.sat.clone());
                done.operators.push(self.name());
            }
            if self.line.as_mut().is_none_or(|l| l.send(request).is_err()) {
                self.line = None;
                first = false;
                continue;
            }
            if is_write && self.lie == Some(Lie::Replays) {
                let mut again = request.clone();
                again.number += 1_000_000;
                let _ = self.line.as_mut().map(|line| line.send(&again));
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
                    self.killed();
                    return Answer::Unknown;
                }
                // The reader does not read for a while.
                (true, 2) => {
                    self.slow += 1;
                    breathe(Duration::from_millis(30));
                }
                _ => {}
            }
            match self.hears(request.number, done.case, is_read, done.asked, begun) {
                Some(answer) => return answer,
                None => self.line = None,
            }
        }
    }

    fn killed(&mut self) {
        self.kills += 1;
        self.line = None;
        self.secret += 1;
        self.number = 0;
        self.shown = None;
        self.tried = None;
        self.own.clear();
        let state = match self.is_staffed {
            true => State::Out,
            false => State::Open,
        };
        self.doubted();
        self.sat = Sat {
            sitting: self.sat.sitting + 1,
            ..Sat::new(state)
        };
    }

    /// Reads until the request is answered; `None` when the line is gone.
    fn hears(
        &mut self,
        number: u64,
        case: CaseId,
        is_read: bool,
        asked: u64,
        begun: Instant,
    ) -> Option<Answer> {
        let mut replied = false;
        loop {
            assert!(begun.elapsed() < LONG, "never answered: {number}");
            let line = self.line.as_mut()?;
            let message = line.next(Duration::from_secs(1)).ok()?;
            let bytes = std::mem::take(&mut line.last);
            let Some(mut message) = message else { continue };
            if let Message::Case(shown) = &mut message {
                if let Some(pushed) = self.pushed.last_mut() {
                    pushed.push((shown.case, shown.seq));
                }
                if self.lie == Some(Lie::ShowsTheOld) {
                    match &self.old {
                        Some(old) if old.case == shown.case => *shown = old.clone(),
                        Some(_) => {}
                        None => self.old = Some(shown.clone()),
                    }
                }
            }
            self.judge(&message, &bytes);
            match message {
                Message::Reply { number: of, result } if of == number => {
                    replied = true;
                    if let Ok(Outcome::Who(who::Outcome::Standing(standing))) = &result {
                        self.stands(standing, asked);
                    }
                    if !is_read || result.is_err() {
                        if let Ok(Outcome::Saved {
                            case: Some(case),
                            case_number: Some(number),
                            ..
                        }) = &result
                            && self.sat.state == State::Alone
                            && !self.cases.iter().any(|known| known.case == *case)
                            && !self.sat.own.contains(case)
                        {
                            self.sat.own.insert(*case);
                            self.own.push((*case, number.clone()));
                        }
                        return Some(answer_of(result));
                    }
                }
                Message::Standing(standing) => {
                    self.stands(&standing, self.line_since);
                    let may_see = matches!(self.sat.state, State::In | State::Alone | State::Open);
                    if is_read && replied && !may_see {
                        // Let in when it asked, and not any more.
                        return Some(Answer::Unknown);
                    }
                }
                // One that was on its way before the answer may be older than the question.
                Message::Case(view) if is_read && replied && view.case == case => {
                    return Some(Answer::Shown(view));
                }
                Message::Notice(words) => {
                    self.told.push_back(words);
                    self.told.truncate(8);
                }
                _ => {}
            }
        }
    }

    /// The desk says how the session stands.
    fn stands(&mut self, standing: &Standing, from: u64) {
        self.sat.told(standing);
        if self.sat.state == State::In {
            self.sat.signed = self
                .tried
                .as_ref()
                .filter(|(name, _)| Some(name) == self.sat.person.as_ref())
                .map(|(_, key)| *key);
        }
        if let Some(session) = self.line.as_ref().map(|line| line.session) {
            self.heard.push(Heard {
                session,
                from,
                to: self.tick(),
                state: self.sat.state,
                person: self.sat.person.clone(),
                role: self.sat.role,
                signed: self.sat.signed,
            });
        }
        self.stands_since = self.tick();
        let (sat, to) = (self.sat.clone(), self.stands_since);
        for mut doubt in std::mem::take(&mut self.doubts) {
            if sat
                .leak(&self.mark, &self.cases, &doubt.message, &doubt.bytes)
                .is_some()
            {
                doubt.to = to;
                self.unexplained.push(doubt);
            }
        }
    }

    fn who(&self) -> String {
        format!(
            "{} ({:?}, {:?}) was sent",
            self.sat.person.as_deref().unwrap_or("nobody"),
            self.sat.state,
            self.sat.role
        )
    }

    pub(super) fn judge(&mut self, message: &Message, bytes: &[u8]) {
        let is_standing = matches!(
            message,
            Message::Standing(_)
                | Message::Reply {
                    result: Ok(Outcome::Who(_)),
                    ..
                }
        );
        if is_standing {
            return;
        }
        if let Some(words) = self.sat.leak(&self.mark, &self.cases, message, bytes) {
            self.doubts.push(Doubt {
                words: format!("{} {words}: {}", self.who(), around(bytes)),
                sat: self.sat.clone(),
                mark: self.mark.clone(),
                cases: self.cases.clone(),
                from: self.stands_since,
                to: u64::MAX,
                message: message.clone(),
                bytes: bytes.to_vec(),
            });
        }
    }

    /// Nothing more comes that could explain what was sent.
    pub fn doubted(&mut self) {
        self.unexplained.append(&mut self.doubts);
    }
}

pub(super) fn answer_of(result: Result<Outcome, porchlight::record::Problem>) -> Answer {
    match result {
        Ok(Outcome::Saved { .. }) => Answer::Saved,
        Ok(Outcome::Conflict(conflict)) => Answer::Conflict { saw: conflict.saw },
        Ok(Outcome::Who(who::Outcome::Standing(standing))) => Answer::Stands(standing.state),
        Ok(Outcome::Who(who::Outcome::ProveFirst { .. })) => {
            Answer::Refused("the phrase is wanted first".to_owned())
        }
        Ok(_) => Answer::Given,
        Err(problem) if problem.whose == Whose::Operator => Answer::Refused(problem.to_string()),
        Err(_) => Answer::Unknown,
    }
}

/// The bytes around the last mark in them.
fn around(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let at = text.to_lowercase().rfind("zq").unwrap_or(0);
    let begin: String = text.chars().take(60).collect();
    let before: String = text.chars().take(at).collect();
    let near: String = before
        .chars()
        .rev()
        .take(200)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let after: String = text.chars().skip(before.chars().count()).take(60).collect();
    format!("{begin} … {near}{after}")
}
