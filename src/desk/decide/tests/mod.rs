//! The rules that decisions hold, one test each, on a desk in New York.

mod instants;
mod proof;
mod triage;

use crate::desk::founding::Founding;
use crate::desk::local::LocalDesk;
use crate::record::case::Standing;
use crate::record::event::{Decision, Outcome};
use crate::record::{Case, CaseId, DeskId, Moment, Problem, SessionId};
use crate::rules::DutyState;
use crate::store::MemoryLog;
use crate::wire::command::{AttemptSaid, HeardSaid};
use crate::wire::{self, Command, Said};

const PRIYA: SessionId = SessionId(7);

/// A moment of the story: `2027-02-09T01:12:00-05:00`.
fn at(rfc3339: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
}

/// A desk in New York at a moment, with Priya on it.
struct Night(LocalDesk<MemoryLog>);

impl Night {
    fn begins(now: &str) -> Self {
        let founding = Founding {
            desk: DeskId(1),
            agency: Some("Harlan County Children Services".into()),
            zone: Some("America/New_York".parse().unwrap()),
            machine_zone: None,
            practice: true,
            prefix: "A".into(),
        };
        Self(LocalDesk::found(MemoryLog::new(), at(now), 1 << 64, &founding, "Priya Nair").unwrap())
    }
    fn at(&mut self, now: &str) -> &mut Self {
        self.0.at(at(now));
        self
    }
    fn does(&mut self, command: Command) -> wire::Outcome {
        self.0.carry(PRIYA, "Priya Nair", command).unwrap()
    }
    fn refuses(&mut self, command: Command) -> String {
        let before = self.0.core().docket().clone();
        let problem: Problem = self.0.carry(PRIYA, "Priya Nair", command).unwrap_err();
        assert_eq!(&before, self.0.core().docket(), "a refusal stores nothing");
        problem.to_string()
    }
    fn opens(&mut self, name: &str) -> CaseId {
        let outcome = self.does(Command::Open {
            key_at: None,
            name: (!name.is_empty()).then(|| name.to_owned()),
            child: None,
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        });
        case_of(&outcome)
    }
    fn case(&self, id: CaseId) -> &Case {
        self.0.core().docket().case(id).unwrap()
    }
    fn state(&self, id: CaseId, duty: &str) -> DutyState {
        let core = self.0.core();
        let whole = core.docket().whole(id).unwrap();
        let duties = crate::rules::duties(whole, core.packs(), self.0.now());
        duties.iter().find(|d| d.id == duty).unwrap().state
    }
}

fn case_of(outcome: &wire::Outcome) -> CaseId {
    match outcome {
        wire::Outcome::Saved { case, .. } => case.unwrap(),
        other => panic!("not saved: {other:?}"),
    }
}

fn notes_of(outcome: &wire::Outcome) -> String {
    match outcome {
        wire::Outcome::Saved { notes, .. } => notes.join(" "),
        other => panic!("not saved: {other:?}"),
    }
}

fn last() -> String {
    "last".into()
}

fn answer(field: &str, words: &str) -> Command {
    Command::Answer {
        case: last(),
        field: field.into(),
        item: None,
        said: Said::Value(words.into()),
        said_by: None,
        as_of: None,
        reason: None,
        saw: None,
    }
}

fn attempt(duty: &str, outcome: &str, when: &str, person: &str, number: &str) -> Command {
    let some = |words: &str| (!words.is_empty()).then(|| words.to_owned());
    Command::Attempt(Box::new(AttemptSaid {
        case: last(),
        duty: duty.into(),
        outcome: outcome.into(),
        at: some(when),
        channel: Some("phone".into()),
        person: some(person),
        number: some(number),
        ..Default::default()
    }))
}
