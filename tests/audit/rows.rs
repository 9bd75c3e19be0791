//! One row for each command and outcome. The commands come from the table: a new one is tested without a word here.

use std::ops::Range;

use porchlight::cli::do_cmd::Runner;
use porchlight::codec::command;
use porchlight::desk::commands;
use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::record::audit::{Audit, Origin, Row};
use porchlight::record::{Batch, DeskId, Moment, Recorded, SafeText, SessionId, Stream};
use porchlight::store::{Log, LogError, MemoryLog};
use porchlight::wire::{Ask, Request};

const NOW: &str = "2027-02-09T01:12:00.123456-05:00";
const SESSION: SessionId = SessionId(3);

fn at(rfc3339: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
}

/// A log that takes what it is told to take.
#[derive(Default)]
struct Moody {
    under: MemoryLog,
    /// No command is taken; the audit's own rows are.
    full: bool,
}

impl Log for Moody {
    fn append(&mut self, batch: &Batch) -> Result<Vec<Recorded>, LogError> {
        if self.full && batch.request > 0 {
            return Err(LogError::Full);
        }
        self.under.append(batch)
    }
    fn answered(&self, session: SessionId, request: u64) -> Option<Range<u64>> {
        self.under.answered(session, request)
    }
    fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Recorded>, LogError> {
        self.under.read(stream, after)
    }
    fn read_all(&mut self, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError> {
        self.under.read_all(each)
    }
    fn head(&self, stream: Stream) -> u64 {
        self.under.head(stream)
    }
    fn cases(&self) -> u64 {
        self.under.cases()
    }
    fn last_time(&self) -> Option<Moment> {
        self.under.last_time()
    }
    fn idle(&mut self, now: Moment) {
        self.under.idle(now);
    }
    fn trouble(&self) -> Option<String> {
        None
    }
}

fn desk() -> LocalDesk<Moody> {
    let founding = Founding {
        desk: DeskId(1),
        agency: Some("Harlan County".into()),
        zone: Some("America/New_York".parse().unwrap()),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    let mut desk =
        LocalDesk::open_or_found(Moody::default(), at(NOW), 1 << 64, &founding, "Priya").unwrap();
    desk.join(
        SESSION,
        Origin {
            account: SafeText::line("1000 priya"),
            operator: SafeText::line("Priya Nair"),
            terminal: SafeText::line("/dev/pts/3"),
            remote: SafeText::line("10.1.2.3 port 50022"),
        },
    );
    desk
}

/// The rows of a desk so far, without its founding.
fn audit(desk: &mut LocalDesk<Moody>) -> Audit {
    desk.quiet();
    let mut audit = Audit::default();
    desk.log_mut()
        .read_all(&mut |one| audit.take(&one))
        .unwrap();
    audit.rows.retain(|row| row.verb != "found desk");
    audit
}

/// What each line came to, by what the audit says: one row a line, in order.
fn told(desk: &mut LocalDesk<Moody>, lines: &[String]) -> Vec<Row> {
    let before = audit(desk).rows.len();
    for line in lines {
        // Quiet after each, so that a refusal stands where it happened.
        Runner::new(desk, SESSION, "Priya Nair", None)
            .unwrap()
            .line(Ok(line), at(NOW));
        desk.quiet();
    }
    let rows = audit(desk).rows.split_off(before);
    assert_eq!(
        rows.len(),
        lines.len(),
        "not one row a line:\n{lines:#?}\n{rows:#?}"
    );
    rows
}

fn examples() -> Vec<String> {
    commands::TABLE
        .iter()
        .flat_map(|row| row.examples)
        .map(|line| (*line).to_owned())
        .collect()
}

fn verb_of(line: &str) -> String {
    let line = command::read(line, commands::example).unwrap();
    line.command.verb().0.to_owned()
}

#[test]
fn every_command_goes_by_its_own_name() {
    for row in commands::TABLE {
        assert_eq!(verb_of(commands::example(row.name).unwrap()), row.name);
    }
}

#[test]
fn every_command_carried_out_is_one_row_under_its_name() {
    let mut desk = desk();
    let lines = examples();
    let rows = told(&mut desk, &lines);
    for (line, row) in lines.iter().zip(&rows) {
        assert_eq!(row.verb, verb_of(line), "{line}");
        assert!(row.outcome.starts_with("done"), "{line}: {row:?}");
        assert_eq!(row.session, SESSION);
        assert_eq!(row.at, at(NOW), "to the microsecond");
        let line = command::read(line, commands::example).unwrap();
        let who = line.operator.as_deref().unwrap_or("Priya Nair");
        assert_eq!(row.operator.as_str(), who);
    }
    let said = &audit(&mut desk).origins[&SESSION];
    assert_eq!(said.account.as_str(), "1000 priya");
    assert_eq!(said.terminal.as_str(), "/dev/pts/3");
    assert_eq!(said.remote.as_str(), "10.1.2.3 port 50022");
}

/// A line of each command that no desk would take.
fn refused_lines() -> Vec<String> {
    commands::TABLE
        .iter()
        .map(|row| match row.name {
            "open" => r#"{"do":"open","name":"Jane Roe","came_at":"banana"}"#.to_owned(),
            "set desk" => r#"{"do":"set desk","key":"banana","value":"Jane Roe"}"#.to_owned(),
            "set directory" => {
                r#"{"do":"set directory","key":"x","entry":{"banana":"Jane Roe"}}"#.to_owned()
            }
            name => {
                let example = commands::example(name).unwrap();
                let other = example
                    .replace("\"case\":\"last\"", "\"case\":\"A-9999\"")
                    .replace("\"case\":\"A-0001\"", "\"case\":\"A-9999\"");
                assert_ne!(other, example, "{name} names no case: say what refuses it");
                other
            }
        })
        .collect()
}

#[test]
fn every_command_refused_is_one_row_with_nothing_that_was_typed() {
    let mut desk = desk();
    let lines = refused_lines();
    let rows = told(&mut desk, &lines);
    for (line, row) in lines.iter().zip(&rows) {
        assert_eq!(
            (row.verb.as_str(), row.outcome),
            (verb_of(line).as_str(), "refused"),
            "{line}"
        );
    }
    let mut events = String::new();
    desk.log_mut()
        .read_all(&mut |one| {
            if one.event.is_trail() {
                events.push_str(&format!("{:?}", one.event));
            }
        })
        .unwrap();
    for typed in ["banana", "Jane", "A-9999", "Elm"] {
        assert!(!events.contains(typed), "{typed} stands in the audit");
    }
}

#[test]
fn every_command_that_the_disk_refuses_is_one_row_once_it_can_be_written() {
    for row in commands::TABLE {
        let mut desk = desk();
        let lines = examples();
        // Everything up to the first line of this command is done; that line then fails.
        let own = commands::example(row.name).unwrap();
        let place = lines.iter().position(|line| line == own).unwrap();
        told(&mut desk, &lines[..place]);
        desk.log_mut().full = true;
        let rows = told(&mut desk, &[own.to_owned()]);
        let outcome = rows[0].outcome;
        assert_eq!(rows[0].verb, row.name);
        assert!(
            outcome == "failed" || outcome == "done, nothing to change",
            "{}: {outcome}",
            row.name
        );
    }
}

#[test]
fn a_line_that_is_no_command_is_one_row() {
    let mut desk = desk();
    let lines = ["{\"do\":\"opne\"}", "Jane Roe", "{}"].map(str::to_owned);
    for row in told(&mut desk, &lines) {
        assert_eq!((row.verb.as_str(), row.outcome), ("line", "refused"));
    }
}

#[test]
fn every_look_is_a_row_and_the_same_look_soon_after_is_the_same_row() {
    let mut desk = desk();
    let lines = [commands::example("open").unwrap().to_owned()];
    let case = told(&mut desk, &lines)[0].cases[0];
    let before = audit(&mut desk).rows.len();
    let looks = || {
        [
            (Ask::WatchBoard, "board"),
            (Ask::WatchCase(Some(case)), "watch"),
            (
                Ask::Sheet {
                    case,
                    sheet: "police".into(),
                },
                "sheet police",
            ),
            (
                Ask::History {
                    case,
                    field: None,
                    item: None,
                },
                "history",
            ),
            (Ask::Find("Jane".into()), "search"),
            (Ask::Drafts, "drafts"),
        ]
    };
    for minutes in [0, 9, 11] {
        desk.at(at(NOW).plus(minutes * 60_000_000));
        for (ask, _) in looks() {
            desk.ask(SESSION, "Priya Nair", ask);
        }
    }
    let rows = audit(&mut desk).rows.split_off(before);
    let verbs: Vec<&str> = rows.iter().map(|row| row.verb.as_str()).collect();
    let once: Vec<&str> = looks().iter().map(|(_, verb)| *verb).collect();
    assert_eq!(verbs, [once.clone(), once].concat());
    assert!(rows.iter().all(|row| row.outcome == "shown"));
}

#[test]
fn who_it_is_stands_in_the_log_before_what_they_do() {
    let mut desk = desk();
    let line = commands::example("open").unwrap();
    Runner::new(&mut desk, SESSION, "Priya Nair", None)
        .unwrap()
        .line(Ok(line), at(NOW));
    // As a kill at this moment would leave it.
    let mut audit = Audit::default();
    desk.into_log()
        .read_all(&mut |one| audit.take(&one))
        .unwrap();
    assert!(audit.origins.contains_key(&SESSION));
    assert_eq!(audit.rows.last().map(|row| row.verb.as_str()), Some("open"));
}

#[test]
fn rows_of_looks_make_no_command_wait_or_conflict() {
    let mut desk = desk();
    let open = commands::example("open").unwrap().to_owned();
    told(&mut desk, &[open]);
    let watch = Request {
        session: SessionId(9),
        number: 1,
        operator: "Dan".into(),
        ask: Ask::WatchBoard,
    };
    desk.request(watch);
    desk.quiet();
    let set = commands::example("set desk").unwrap().to_owned();
    assert_eq!(told(&mut desk, &[set])[0].outcome, "done");
}
