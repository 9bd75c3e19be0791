//! What clients do: work on the cases, look at everything, sign in and out, lock, work unsigned, change the roster,
//! whether their role may or not.

use std::time::Instant;

use porchlight::record::CaseId;
use porchlight::wire::command::{AttemptSaid, Said};
use porchlight::wire::who::{self, Change, State};
use porchlight::wire::{Ask, CaseView, Command, Message, Request};

use super::client::{Client, answer_of};
use super::desk::{LONG, Line, request};
use super::record::{Answer, Done, Lie, Look, What};
use super::staff::{MOVED, PEOPLE, SITTING, phrase_of};

/// The fields that clients meet in, each with what its words begin with.
pub const FIELDS: &[(&str, &str)] = &[
    ("look.hair_words", "near"),
    ("seen.place", "near"),
    ("found.changes", "zqt4 near"),
];

impl Client {
    /// Does so many random things.
    pub fn works(mut self, count: u64) -> Self {
        for n in 0..count {
            self.ready();
            self.moves();
            let at = self.dice.index(self.cases.len());
            let (mut case, mut number) = (self.cases[at].case, self.cases[at].number.clone());
            if self.sat.state == State::Alone && !self.own.is_empty() && self.dice.one_in(2) {
                let own = self.dice.index(self.own.len());
                (case, number) = self.own[own].clone();
            }
            let unique = format!("{}s{}n{n}e", self.mark, self.sat.sitting);
            match self.dice.roll(20) {
                0..=4 => self.writes(case, &number, &unique),
                5 => {
                    let text = format!("note {unique}");
                    self.adds(
                        "note",
                        case,
                        text.clone(),
                        Command::Note { case: number, text },
                    );
                }
                6 => {
                    let words = format!("tried {unique}");
                    let said = AttemptSaid {
                        case: number,
                        duty: "police.report".to_owned(),
                        outcome: "no answer".to_owned(),
                        words: Some(words.clone()),
                        ..AttemptSaid::default()
                    };
                    self.adds("attempt", case, words, Command::Attempt(Box::new(said)));
                }
                7 => {
                    let words = format!("Jay {unique}");
                    let command = Command::Add {
                        case: number,
                        group: "companion".to_owned(),
                        answers: vec![("companion.name".to_owned(), words.clone())],
                    };
                    self.adds("add", case, words, command);
                }
                8 => self.does(case, What::Claim, Ask::Do(Command::Claim { case: number })),
                9..=12 => self.does(case, What::Read, Ask::WatchCase(Some(case))),
                13..=15 => self.looks_at(case),
                16 | 17 if self.is_staffed => self.changes(),
                18 if self.is_staffed => self.opens(case),
                _ => {
                    let setting = Command::SetDesk {
                        key: "phone".to_owned(),
                        value: "614-555-0199".to_owned(),
                    };
                    self.does(case, What::Setting, Ask::Do(setting));
                }
            }
        }
        self.doubted();
        self
    }

    fn adds(&mut self, verb: &'static str, case: CaseId, words: String, command: Command) {
        self.does(case, What::Add(verb, words), Ask::Do(command));
    }

    fn writes(&mut self, case: CaseId, number: &str, unique: &str) {
        let (field, begins) = FIELDS[self.dice.index(FIELDS.len())];
        let saw = match self.dice.one_in(3) {
            true => None,
            false => self
                .shown
                .as_ref()
                .filter(|view| view.case == case)
                .and_then(|view| view.facts.iter().find(|fact| fact.field == field))
                .map(|fact| fact.seq),
        };
        let value = format!("{begins} {unique}");
        let command = Command::Answer {
            case: number.to_owned(),
            field: field.to_owned(),
            item: None,
            said: Said::Value(value.clone()),
            said_by: None,
            as_of: None,
            reason: None,
            saw,
        };
        self.does(case, What::Write { field, value, saw }, Ask::Do(command));
    }

    fn looks_at(&mut self, case: CaseId) {
        let (look, ask) = match self.dice.roll(11) {
            0 | 1 => (Look::Board, Ask::WatchBoard),
            2 | 3 => {
                let sheet = ["police", "ncmec", "audit"][self.dice.index(3)].to_owned();
                (Look::Sheet, Ask::Sheet { case, sheet })
            }
            4 | 5 => (
                Look::History,
                Ask::History {
                    case,
                    field: None,
                    item: None,
                },
            ),
            6 => (Look::Find, Ask::Find("okafor".to_owned())),
            7 => (Look::Shift, Ask::WatchShift(true)),
            8 => (Look::Handover, Ask::Handover),
            9 => (Look::Numbers, Ask::Directory),
            _ if self.is_staffed && self.dice.one_in(2) => {
                (Look::Roster, Ask::Who(who::Ask::Roster))
            }
            _ if self.is_staffed => (Look::Flags, Ask::Who(who::Ask::Flags)),
            _ => (Look::Board, Ask::WatchBoard),
        };
        self.does(case, What::Look(look), ask);
    }

    /// Locks, unlocks, signs out and in, or works unsigned.
    fn moves(&mut self) {
        if !self.is_staffed {
            return;
        }
        match self.sat.state {
            State::In if self.dice.one_in(12) => {
                self.once(What::Own, Ask::Who(who::Ask::Lock));
            }
            State::In if self.dice.one_in(14) => {
                self.wish = None;
                self.once(What::Own, Ask::Who(who::Ask::SignOut));
                if self.dice.one_in(2) {
                    self.begins_alone();
                }
            }
            State::Locked | State::Out if self.dice.one_in(8) => {
                let nobodys = PEOPLE[SITTING].0;
                self.signs_in(nobodys, false);
            }
            State::Locked | State::Out if self.dice.one_in(3) => {
                let name = self.home.clone();
                self.wish = Some(name.clone());
                self.signs_in(&name, true);
            }
            State::Alone if self.dice.one_in(8) => {
                self.once(What::Own, Ask::Who(who::Ask::SignOut));
            }
            _ => {}
        }
    }

    fn begins_alone(&mut self) {
        let ask = who::Ask::Alone {
            name: self.home.clone(),
            reason: "phrase forgotten".to_owned(),
        };
        self.once(What::Alone, Ask::Who(ask));
        let case = self.cases[0].case;
        if self.sat.state == State::Alone {
            let open = Command::Open {
                key_at: None,
                name: None,
                child: None,
                channel: None,
                came_at: None,
                zone: None,
                linked: Vec::new(),
            };
            self.does(case, What::Begin, Ask::Do(open));
        }
    }

    /// Asks for what is masked, or breaks the glass.
    fn opens(&mut self, case: CaseId) {
        let (what, ask) = match self.dice.one_in(3) {
            true => (
                What::Glass,
                who::Ask::BreakGlass {
                    case,
                    reason: "seen with the man".to_owned(),
                },
            ),
            false => (
                What::Reveal,
                who::Ask::Reveal {
                    case,
                    fields: Vec::new(),
                    reason: "police ask for it".to_owned(),
                },
            ),
        };
        self.once_about(case, what, Ask::Who(ask));
        self.ready();
        self.does(case, What::Read, Ask::WatchCase(Some(case)));
    }

    fn changes(&mut self) {
        let name = MOVED[self.dice.index(MOVED.len())].to_owned();
        let reason = "on the night's orders".to_owned();
        let (word, change) = match self.dice.roll(6) {
            0 | 1 => ("suspend", Change::Suspend { name, reason }),
            2 | 3 => ("restore", Change::Restore { name, reason }),
            4 => ("release", Change::Release { name, reason }),
            _ => {
                let role = PEOPLE[self.dice.index(PEOPLE.len())].1.word().to_owned();
                ("role", Change::Role { name, role })
            }
        };
        self.once(What::Change(word), Ask::Who(who::Ask::Change(change)));
    }

    /// Signs in once more, and reads a case; `None` for who may not any more.
    pub fn looks(&mut self, case: CaseId) -> Option<Box<CaseView>> {
        self.lie = None;
        let begun = Instant::now();
        loop {
            assert!(begun.elapsed() < LONG, "{} is not shown", self.home);
            self.ready();
            if self.is_staffed && self.sat.state != State::In {
                self.once(What::Own, Ask::Who(who::Ask::SignOut));
                let name = self.home.clone();
                self.wish = Some(name.clone());
                match self.signs_in(&name, true) {
                    Answer::Unknown => continue,
                    Answer::Stands(State::In) => {}
                    _ => return None,
                }
            }
            self.does(case, What::Read, Ask::WatchCase(Some(case)));
            match self.history.last().map(|done| &done.answer) {
                Some(Answer::Shown(view)) => {
                    let view = view.clone();
                    self.doubted();
                    return Some(view);
                }
                Some(Answer::Refused(_)) => return None,
                _ => {}
            }
        }
    }

    // ---- desks that leak ----

    /// What a desk that leaks answers instead: what a supervisor is given who broke the glass.
    pub(super) fn leaky(&mut self, request: &Request, done: &Done, answer: Answer) -> Answer {
        let refused = match &answer {
            Answer::Refused(words) => words.as_str(),
            _ => "",
        };
        let leaks = match self.lie {
            Some(Lie::IgnoresTheRole) => refused.contains("Your role"),
            Some(Lie::AnswersTheSuspended) => {
                refused.contains("Sign in first") && self.wish.is_some()
            }
            Some(Lie::LetsNobodyRead) => !refused.is_empty() && self.sat.state == State::Out,
            Some(Lie::ShowsTheMasked) => matches!(answer, Answer::Shown(_)),
            _ => false,
        };
        if !leaks || matches!(request.ask, Ask::Do(_)) {
            return answer;
        }
        self.behind(done.case, request.ask.clone())
    }

    fn behind(&mut self, case: CaseId, ask: Ask) -> Answer {
        if self.back.is_none() {
            let secret = u128::from(self.dice.roll(u64::MAX)) << 40;
            let mut line = Line::open(&self.socket, secret, "behind").unwrap();
            self.backs.push(line.session);
            let sign = who::Ask::SignIn {
                name: PEOPLE[0].0.to_owned(),
                phrase: phrase_of(PEOPLE[0].0),
            };
            self.asks_behind(&mut line, 1, Ask::Who(sign), case);
            self.back = Some(line);
        }
        let Some(mut line) = self.back.take() else {
            return Answer::Unknown;
        };
        let number = self.dice.roll(1 << 40) + 10;
        if self.lie == Some(Lie::ShowsTheMasked) {
            let reason = "a desk that leaks".to_owned();
            let glass = Ask::Who(who::Ask::BreakGlass { case, reason });
            self.asks_behind(&mut line, number, glass, case);
        }
        let answer = self.asks_behind(&mut line, number + 1, ask, case);
        self.back = Some(line);
        answer
    }

    fn asks_behind(&mut self, line: &mut Line, number: u64, ask: Ask, case: CaseId) -> Answer {
        let is_read = matches!(ask, Ask::WatchCase(Some(_)));
        line.send(&request(line.session, number, "behind", ask))
            .unwrap();
        let mut replied = false;
        loop {
            let message = line.next(LONG).unwrap().expect("an answer from behind");
            let bytes = std::mem::take(&mut line.last);
            match &message {
                Message::Reply { number: of, result } if *of == number => {
                    self.judge(&message, &bytes);
                    if !is_read || result.is_err() {
                        return answer_of(result.clone());
                    }
                    replied = true;
                }
                Message::Case(view) if replied && view.case == case => {
                    self.judge(&message, &bytes);
                    return Answer::Shown(view.clone());
                }
                _ => {}
            }
        }
    }
}
