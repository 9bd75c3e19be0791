//! The core as a machine: one batch in flight, commands in order, views only when something changed.

use super::*;
use crate::desk::founding::{self, Founding};
use crate::record::event::Event;
use crate::record::problem::Whose;
use crate::record::{Batch, DeskId, SafeText};
use crate::store::{Log, MemoryLog};
use crate::wire::{Ask, Command, Message, Outcome, Request};

const DAN: SessionId = SessionId(1);
const LENA: SessionId = SessionId(2);

fn at(rfc3339: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
}

/// A core and the log it would have, moved by hand.
fn founded() -> (Core, MemoryLog) {
    let now = at("2027-02-09T01:12:00-05:00");
    let founding = Founding {
        desk: DeskId(1),
        agency: Some("Harlan County".into()),
        zone: Some("America/New_York".parse().unwrap()),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    let mut log = MemoryLog::new();
    let batch = founding::batch(&founding, "2026-11", &SafeText::line("Priya"), now);
    let mut core = Core::new();
    for one in log.append(&batch).unwrap() {
        core.fold(&one);
    }
    core.ready(now).unwrap();
    (core, log)
}

fn ask(session: SessionId, number: u64, ask: Ask) -> Input {
    Input::Asked {
        request: Request {
            session,
            number,
            operator: "Dan".into(),
            ask,
        },
        now: at("2027-02-09T01:13:00-05:00"),
        fresh: (u128::from(number) << 64) | session.0,
    }
}

fn open() -> Ask {
    Ask::Do(Command::Open {
        key_at: None,
        name: None,
        child: None,
        channel: None,
        came_at: None,
        zone: None,
        linked: Vec::new(),
    })
}

fn note(words: &str) -> Ask {
    Ask::Do(Command::Note {
        case: "last".into(),
        text: words.into(),
    })
}

fn batch_of(out: &[Output]) -> Option<&Batch> {
    out.iter().find_map(|o| match o {
        Output::Append(batch) => Some(batch),
        _ => None,
    })
}

fn replies(out: &[Output]) -> Vec<(SessionId, u64, bool)> {
    out.iter()
        .filter_map(|o| match o {
            Output::Send(to, Message::Reply { number, result }) => {
                Some((*to, *number, result.is_ok()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn one_batch_is_in_flight_and_later_commands_wait_in_order() {
    let (mut core, mut log) = founded();
    let out = core.step(ask(DAN, 1, open()));
    let first = batch_of(&out).unwrap().clone();
    assert!(
        replies(&out).is_empty(),
        "nothing is said before it is saved"
    );
    assert_eq!(core.step(ask(DAN, 2, note("a"))), []);
    assert_eq!(
        core.step(ask(DAN, 2, note("a"))),
        [],
        "sent twice while it waits"
    );
    let out = core.step(Input::Appended(Ok(log.append(&first).unwrap())));
    assert_eq!(replies(&out), [(DAN, 1, true)]);
    let second = batch_of(&out).unwrap().clone();
    let out = core.step(Input::Appended(Ok(log.append(&second).unwrap())));
    assert_eq!(replies(&out), [(DAN, 2, true)]);
    assert!(batch_of(&out).is_none());
}

#[test]
fn a_failed_append_is_said_and_changes_nothing() {
    let (mut core, _) = founded();
    let before = core.docket().clone();
    core.step(ask(DAN, 1, open()));
    let failed = Problem::machine("NOT SAVED: the disk is full.");
    let out = core.step(Input::Appended(Err(Unsaved::Failed(failed))));
    assert_eq!(replies(&out), [(DAN, 1, false)]);
    assert_eq!(core.docket(), &before);
    // The same request may be tried again once the trouble is over.
    assert!(batch_of(&core.step(ask(DAN, 1, open()))).is_some());
}

#[test]
fn a_moved_stream_is_folded_and_the_command_decided_again() {
    let (mut core, mut log) = founded();
    let out = core.step(ask(DAN, 1, open()));
    let opened = batch_of(&out).unwrap().clone();
    core.step(Input::Appended(Ok(log.append(&opened).unwrap())));
    let out = core.step(ask(DAN, 2, note("mine")));
    let mine = batch_of(&out).unwrap().clone();
    // Somebody on another machine was first.
    let mut theirs = mine.clone();
    theirs.session = LENA;
    let since = log.append(&theirs).unwrap();
    assert!(log.append(&mine).is_err());
    let out = core.step(Input::Appended(Err(Unsaved::Moved(since))));
    let again = batch_of(&out).unwrap().clone();
    assert_eq!(again.expected[0].1, mine.expected[0].1 + 1);
    let out = core.step(Input::Appended(Ok(log.append(&again).unwrap())));
    assert_eq!(replies(&out), [(DAN, 2, true)]);
    assert_eq!(core.docket().cases().next().unwrap().notes.len(), 2);
}

#[test]
fn views_go_out_only_when_something_changed() {
    let (mut core, mut log) = founded();
    let boards = |out: &[Output]| {
        out.iter()
            .filter(|o| matches!(o, Output::Send(_, Message::Board(_))))
            .count()
    };
    assert_eq!(boards(&core.step(ask(LENA, 1, Ask::WatchBoard))), 1);
    assert_eq!(core.step(Input::Tick(at("2027-02-09T01:14:00-05:00"))), []);
    let out = core.step(ask(DAN, 1, open()));
    let batch = batch_of(&out).unwrap().clone();
    let out = core.step(Input::Appended(Ok(log.append(&batch).unwrap())));
    assert_eq!(boards(&out), 1);
    assert_eq!(core.step(Input::Tick(at("2027-02-09T01:15:00-05:00"))), []);
    // Due within the hour, then late: each is said once, by time alone.
    let due = at("2027-02-10T01:14:00-05:00");
    assert_eq!(
        boards(&core.step(Input::Tick(at("2027-02-10T00:20:00-05:00")))),
        1
    );
    assert_eq!(boards(&core.step(Input::Tick(due))), 0, "due is not late");
    assert_eq!(boards(&core.step(Input::Tick(due.plus(1)))), 1);
    assert_eq!(core.board().late, 2);
}

#[test]
fn a_refusal_of_the_operator_is_remembered_and_one_of_the_machine_is_not() {
    let (mut core, _) = founded();
    let first = core.step(ask(DAN, 1, note("no case yet")));
    assert_eq!(replies(&first), [(DAN, 1, false)]);
    assert_eq!(core.step(ask(DAN, 1, note("no case yet"))), first);
    let Output::Send(
        _,
        Message::Reply {
            result: Err(problem),
            ..
        },
    ) = &first[0]
    else {
        panic!("{first:?}");
    };
    assert_eq!(problem.whose, Whose::Operator);
}

#[test]
fn drafts_of_a_gone_session_are_found_by_the_next_of_the_same_operator() {
    let (mut core, _) = founded();
    let draft = |text: &str| Ask::Draft {
        place: "A-0001/seen.place".into(),
        text: text.into(),
    };
    core.step(ask(DAN, 1, draft("bus st")));
    let left = |out: &[Output]| match &out[0] {
        Output::Send(
            _,
            Message::Reply {
                result: Ok(Outcome::Drafts(drafts)),
                ..
            },
        ) => drafts.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        left(&core.step(ask(LENA, 1, Ask::Drafts))),
        0,
        "still being typed"
    );
    core.step(Input::Gone(DAN));
    assert_eq!(left(&core.step(ask(LENA, 2, Ask::Drafts))), 1);
    core.step(ask(LENA, 3, draft("")));
    assert_eq!(left(&core.step(ask(LENA, 4, Ask::Drafts))), 0);
}

#[test]
fn a_jump_of_the_clock_is_said_and_kept() {
    let (mut core, mut log) = founded();
    core.step(ask(LENA, 1, Ask::WatchBoard));
    let out = core.step(Input::Jumped {
        by: -2_400_000_000,
        now: at("2027-02-09T01:14:00-05:00"),
    });
    assert!(out.iter().any(
        |o| matches!(o, Output::Send(_, Message::Notice(words)) if words.contains("back by 40 min"))
    ));
    let batch = batch_of(&out).unwrap().clone();
    assert!(matches!(batch.events[0].1, Event::ClockJumped { .. }));
    core.step(Input::Appended(Ok(log.append(&batch).unwrap())));
    assert_eq!(core.now(), at("2027-02-09T01:14:00-05:00"));
}
