//! Tries, waits, lock-outs and idle locks against a small model: random steps, a desk that is killed and started
//! between any two of them. The slow function is replaced by a quick one, so that the steps are many.

use std::collections::BTreeMap;

use porchlight::desk::core::{Core, Input, Output, Unsaved};
use porchlight::desk::founding::{self, Founding};
use porchlight::record::{DeskId, Moment, Problem, SafeText, SessionId};
use porchlight::store::{Log, MemoryLog};
use porchlight::wire::who::{self, Change, Phrase, State};
use porchlight::wire::{Ask, Message, Outcome, Request};
use proptest::prelude::*;

use super::crowd::{MINUTE, SECOND, START, at};

struct Quick {
    core: Core,
    log: MemoryLog,
    now: Moment,
    number: u64,
    fresh: u128,
    sent: Vec<(SessionId, Message)>,
    /// How many phrases went through the slow function.
    derived: usize,
}

fn quick(phrase: &Phrase, salt: &[u8; 16]) -> [u8; 32] {
    let mut out = [7_u8; 32];
    for (n, byte) in phrase
        .as_str()
        .bytes()
        .chain(salt.iter().copied())
        .enumerate()
    {
        out[n % 32] = out[n % 32].rotate_left(3) ^ byte ^ (n as u8);
    }
    out
}

impl Quick {
    fn new() -> Self {
        let mut log = MemoryLog::new();
        let founding = Founding {
            desk: DeskId(1),
            agency: Some("Harlan County".into()),
            zone: Some("America/New_York".parse().unwrap()),
            machine_zone: None,
            practice: false,
            prefix: "A".into(),
        };
        let now = at(START);
        let version = porchlight::codec::v1::pack::federal().unwrap().version;
        log.append(&founding::batch(
            &founding,
            &version,
            &SafeText::line("setup"),
            now,
        ))
        .unwrap();
        let mut desk = Self {
            core: Core::new(),
            log,
            now,
            number: 0,
            fresh: 1 << 64,
            sent: Vec::new(),
            derived: 0,
        };
        desk.load();
        desk
    }

    fn load(&mut self) {
        let mut core = Core::new();
        self.log.read_all(&mut |one| core.fold(&one)).unwrap();
        core.ready(self.now).unwrap();
        self.core = core;
    }

    fn restart(&mut self) {
        self.load();
    }

    fn step(&mut self, input: Input) {
        let mut inputs = std::collections::VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for output in self.core.step(input) {
                match output {
                    Output::Append(batch) => inputs.push_back(Input::Appended(
                        self.log
                            .append(&batch)
                            .map_err(|error| Unsaved::Failed(Problem::machine(error.to_string()))),
                    )),
                    Output::Derive {
                        ticket,
                        phrase,
                        salt,
                        ..
                    } => {
                        self.derived += 1;
                        inputs.push_back(Input::Derived {
                            ticket,
                            check: quick(&phrase, &salt),
                            now: self.now,
                        });
                    }
                    Output::Send(to, message) => self.sent.push((to, message)),
                    Output::Read { .. } | Output::Draft { .. } => {}
                }
            }
        }
    }

    fn ask(&mut self, session: u128, ask: who::Ask) -> Result<who::Outcome, String> {
        self.number += 1;
        self.fresh += 1 << 32;
        let (number, session) = (self.number, SessionId(session));
        self.step(Input::Asked {
            request: Request {
                session,
                number,
                operator: "x".into(),
                ask: Ask::Who(ask),
            },
            now: self.now,
            fresh: self.fresh,
        });
        let result = std::mem::take(&mut self.sent)
            .into_iter()
            .find_map(|(_, message)| match message {
                Message::Reply { number: of, result } if of == number => Some(result),
                _ => None,
            });
        match result {
            Some(Ok(Outcome::Who(outcome))) => Ok(outcome),
            Some(Ok(other)) => panic!("{other:?}"),
            Some(Err(problem)) => Err(problem.to_string()),
            None => panic!("no answer"),
        }
    }

    fn change(&mut self, change: Change) -> Result<(), String> {
        // Each change at a screen of its own, with a proof that is fresh.
        let session = 0x5000 + u128::from(self.number);
        if self.number > 0 {
            self.sign_in(session, "Olga", "a lamp for Olga")?;
        }
        self.ask(session, who::Ask::Change(change)).map(|_| ())
    }

    fn sign_in(&mut self, session: u128, name: &str, phrase: &str) -> Result<(), String> {
        self.ask(
            session,
            who::Ask::SignIn {
                name: name.into(),
                phrase: Phrase::new(phrase),
            },
        )
        .map(|_| ())
    }

    fn state(&mut self, session: u128) -> State {
        match self.ask(session, who::Ask::Hello) {
            Ok(who::Outcome::Standing(standing)) => standing.state,
            other => panic!("{other:?}"),
        }
    }
}

/// What the model knows of one operator.
#[derive(Default, Clone)]
struct Known {
    wrong: Vec<i64>,
    locked: bool,
    suspended: bool,
}

#[derive(Debug, Clone)]
enum Step {
    Try { who: usize, right: bool },
    Pass(i64),
    Restart,
    Release(usize),
    Suspend(usize),
    Restore(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (0..2_usize, prop::bool::weighted(0.25)).prop_map(|(who, right)| Step::Try { who, right }),
        4 => (1..20_i64).prop_map(|s| Step::Pass(s * SECOND)),
        2 => (1..20_i64).prop_map(|m| Step::Pass(m * MINUTE)),
        1 => Just(Step::Restart),
        1 => (0..2_usize).prop_map(Step::Release),
        1 => (0..2_usize).prop_map(Step::Suspend),
        1 => (0..2_usize).prop_map(Step::Restore),
    ];
    prop::collection::vec(step, 40)
}

const NAMES: [&str; 2] = ["Dan", "Ines"];

fn staffed() -> Quick {
    let mut desk = Quick::new();
    for (name, role) in [
        ("Olga", "supervisor"),
        ("Dan", "intake"),
        ("Ines", "intake"),
    ] {
        desk.change(Change::Add {
            name: name.into(),
            role: role.into(),
            account: None,
            phrase: Some(Phrase::new(format!("a lamp for {name}"))),
        })
        .unwrap();
    }
    desk
}

fn cases() -> u32 {
    std::env::var("PORCHLIGHT_WHO_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(250)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// Each try is let in, refused, made to wait or locked out exactly as the model says, whatever happened before.
    #[test]
    fn tries_wait_and_lock_as_the_model_says(steps in steps()) {
        let mut desk = staffed();
        let mut known = [Known::default(), Known::default()];
        let mut session = 0x9000_u128;
        for step in steps {
            let now = desk.now.0;
            match step {
                Step::Pass(by) => desk.now = desk.now.plus(by),
                Step::Restart => desk.restart(),
                Step::Release(n) => {
                    let may = known[n].locked || !known[n].wrong.is_empty();
                    let did = desk.change(Change::Release { name: NAMES[n].into(), reason: "asked".into() });
                    prop_assert_eq!(did.is_ok(), may, "release: {:?}", did);
                    if may {
                        known[n] = Known { suspended: known[n].suspended, ..Known::default() };
                    }
                }
                Step::Suspend(n) => {
                    let did = desk.change(Change::Suspend { name: NAMES[n].into(), reason: "asked".into() });
                    prop_assert_eq!(did.is_ok(), !known[n].suspended);
                    known[n].suspended = true;
                }
                Step::Restore(n) => {
                    let did = desk.change(Change::Restore { name: NAMES[n].into(), reason: "asked".into() });
                    prop_assert_eq!(did.is_ok(), known[n].suspended);
                    known[n].suspended = false;
                }
                Step::Try { who: n, right } => {
                    session += 1;
                    let phrase = format!("a lamp for {}", if right { NAMES[n] } else { "nobody" });
                    let before = desk.derived;
                    let did = desk.sign_in(session, NAMES[n], &phrase);
                    let one = &mut known[n];
                    let count = one.wrong.iter().filter(|at| now - **at < 15 * MINUTE).count();
                    let wait = match count {
                        0..=2 => 0,
                        3 => 2 * SECOND,
                        _ => 4 * SECOND,
                    };
                    let waits = one.wrong.last().is_some_and(|last| now < last + wait) && count > 2;
                    let expected = if one.suspended {
                        "suspended"
                    } else if one.locked {
                        "locked out"
                    } else if waits {
                        "Wait"
                    } else if right {
                        one.wrong.clear();
                        "in"
                    } else {
                        one.wrong.retain(|at| now - *at < 15 * MINUTE);
                        one.wrong.push(now);
                        one.locked = count + 1 >= 5;
                        if one.locked { "locked out" } else { "not right" }
                    };
                    match did {
                        Ok(()) => {
                            prop_assert_eq!(expected, "in");
                            prop_assert_eq!(desk.state(session), State::In);
                        }
                        Err(words) => {
                            prop_assert!(words.contains(expected), "{} where {}", words, expected);
                            prop_assert_eq!(desk.state(session), State::Out);
                        }
                    }
                    // What may not be tried costs nothing.
                    let tried = !matches!(expected, "suspended" | "Wait") && desk.derived > before;
                    prop_assert!(tried || expected != "in");
                }
            }
        }
    }

    /// A screen locks exactly when no key came for the desk's minutes, or twelve hours after the phrase, and not
    /// a microsecond before; keys that come afterwards open nothing.
    #[test]
    fn screens_lock_as_the_model_says(
        gaps in prop::collection::vec(prop_oneof![
            3 => 1..(11 * MINUTE),
            1 => (10 * MINUTE - 2)..(10 * MINUTE + 2),
            1 => Just(30 * SECOND),
        ], 60)
    ) {
        let mut desk = staffed();
        let session = 0x77;
        desk.sign_in(session, "Dan", "a lamp for Dan").unwrap();
        let mut active = desk.now;
        let mut ends = desk.now.plus(12 * 60 * MINUTE);
        let mut locked = false;
        for gap in gaps {
            desk.now = desk.now.plus(gap);
            let now = desk.now;
            desk.step(Input::Tick(now));
            locked |= now >= active.plus(10 * MINUTE) || now >= ends;
            let state = desk.state(session);
            prop_assert_eq!(state == State::Locked, locked, "after {} s", gap / SECOND);
            let _ = desk.ask(session, who::Ask::Active);
            if !locked {
                active = now;
            } else if gap % 2 == 0 {
                desk.sign_in(session, "Dan", "a lamp for Dan").unwrap();
                (active, ends, locked) = (now, now.plus(12 * 60 * MINUTE), false);
            }
        }
    }
}

/// A thousand tries at once from as many lines: three go through the slow function, the rest would have to wait.
#[test]
fn tries_at_once_from_many_lines_are_counted_one_by_one() {
    let mut desk = staffed();
    let mut waiting = BTreeMap::new();
    let before = desk.derived;
    // The function does not answer until all have asked.
    let mut held = Vec::new();
    for n in 0..1_000_u64 {
        let session = SessionId(0x10_0000 + u128::from(n));
        let request = Request {
            session,
            number: 1,
            operator: "x".into(),
            ask: Ask::Who(who::Ask::SignIn {
                name: "Dan".into(),
                phrase: Phrase::new("wrong every time"),
            }),
        };
        let outputs = desk.core.step(Input::Asked {
            request,
            now: desk.now,
            fresh: u128::from(n) << 70,
        });
        for output in outputs {
            match output {
                Output::Derive {
                    ticket,
                    phrase,
                    salt,
                    ..
                } => held.push((ticket, phrase, salt)),
                Output::Send(_, Message::Reply { result, .. }) => {
                    waiting.insert(session, result.is_err());
                }
                _ => {}
            }
        }
    }
    let mut rounds = 0;
    while let Some((ticket, phrase, salt)) = held.pop() {
        rounds += 1;
        // Past every wait, so that only the count stops them.
        desk.now = desk.now.plus(10 * SECOND);
        let mut inputs = std::collections::VecDeque::from([Input::Derived {
            ticket,
            check: quick(&phrase, &salt),
            now: desk.now,
        }]);
        while let Some(input) = inputs.pop_front() {
            for output in desk.core.step(input) {
                match output {
                    Output::Append(batch) => {
                        inputs.push_back(Input::Appended(Ok(desk.log.append(&batch).unwrap())));
                    }
                    Output::Derive {
                        ticket,
                        phrase,
                        salt,
                        ..
                    } => held.push((ticket, phrase, salt)),
                    _ => {}
                }
            }
        }
    }
    assert_eq!(desk.derived, before);
    // The fourth has to wait, and none of those that came at once did.
    assert_eq!(rounds, 3, "wrong phrases were tried");
}
