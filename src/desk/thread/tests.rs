//! The desk's thread with screens on it, over a log in memory and a clock that tests move.

use std::sync::mpsc;
use std::time::Duration;

use super::*;
use crate::codec::wire;
use crate::desk::founding::{self, Founding};
use crate::env::clock::Movable;
use crate::record::{DeskId, Moment, SafeText, SessionId};
use crate::store::MemoryLog;
use crate::wire::{Ask, Command, Message, Outcome, Request};

fn at(rfc3339: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
}

fn desk(clock: &Movable) -> Desk {
    let mut log = MemoryLog::new();
    let founding = Founding {
        desk: DeskId(1),
        agency: Some("Harlan County".into()),
        zone: Some("America/New_York".parse().unwrap()),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    let operator = SafeText::line("Priya");
    log.append(&founding::batch(
        &founding,
        "2026-11",
        &operator,
        clock.wall(),
    ))
    .unwrap();
    start(Parts {
        log: Box::new(log),
        clock: Box::new(clock.clone()),
        drafts: None,
        spool: None,
    })
    .unwrap()
}

struct Screen {
    session: Session,
    messages: mpsc::Receiver<Message>,
    number: u64,
}

impl Screen {
    fn on(desk: &Desk, id: u128) -> Self {
        let (to, messages) = mpsc::channel();
        let session = desk.join(SessionId(id), move |bytes| {
            to.send(wire::decode_message(&bytes).unwrap()).is_ok()
        });
        Self {
            session,
            messages,
            number: 0,
        }
    }
    fn asks(&mut self, ask: Ask) {
        self.number += 1;
        self.session
            .send(&Request {
                session: self.session.id(),
                number: self.number,
                operator: "Priya".into(),
                ask,
            })
            .unwrap();
    }
    /// Waits for a message that fits.
    fn hears<T>(&self, fits: impl Fn(&Message) -> Option<T>) -> T {
        loop {
            let message = self.messages.recv_timeout(Duration::from_secs(20)).unwrap();
            if let Some(found) = fits(&message) {
                return found;
            }
        }
    }
}

fn open() -> Ask {
    Ask::Do(Command::Open {
        key_at: None,
        name: Some("Tanisha Okafor".into()),
        child: None,
        channel: None,
        came_at: None,
        zone: None,
        linked: Vec::new(),
    })
}

#[test]
fn two_screens_see_one_board() {
    let clock = Movable::at(at("2027-02-09T01:12:00-05:00"));
    let desk = desk(&clock);
    let mut dan = Screen::on(&desk, 1);
    let mut lena = Screen::on(&desk, 2);
    lena.asks(Ask::WatchBoard);
    dan.asks(open());
    let number = dan.hears(|m| match m {
        Message::Reply {
            result: Ok(Outcome::Saved { case_number, .. }),
            ..
        } => case_number.clone(),
        _ => None,
    });
    assert_eq!(number, "A-0001");
    let row = lena.hears(|m| match m {
        Message::Board(board) => board.rows.first().cloned(),
        _ => None,
    });
    assert_eq!(row.name.as_str(), "Tanisha Okafor");
    desk.stop();
}

#[test]
fn a_clock_set_back_gives_no_time_and_is_said() {
    let clock = Movable::at(at("2027-02-09T01:12:00-05:00"));
    let desk = desk(&clock);
    let mut screen = Screen::on(&desk, 1);
    screen.asks(Ask::WatchBoard);
    screen.hears(|m| matches!(m, Message::Board(_)).then_some(()));
    clock.set_wall(at("2027-02-09T00:32:00-05:00"));
    screen.asks(open());
    let words = screen.hears(|m| match m {
        Message::Notice(words) => Some(words.clone()),
        _ => None,
    });
    assert!(words.contains("back by 40 min"), "{words}");
    let received = screen.hears(|m| match m {
        Message::Board(board) => board.rows.first().map(|row| row.received),
        _ => None,
    });
    assert!(received >= at("2027-02-09T01:12:00-05:00"));
    desk.stop();
}

#[test]
fn a_frame_that_is_none_is_answered_in_words() {
    let clock = Movable::at(at("2027-02-09T01:12:00-05:00"));
    let desk = desk(&clock);
    let screen = Screen::on(&desk, 1);
    screen
        .session
        .frame(b"{\"no".to_vec(), None)
        .then_some(())
        .unwrap();
    let words = screen.hears(|m| match m {
        Message::Notice(words) => Some(words.clone()),
        _ => None,
    });
    assert!(words.contains("could not be read"), "{words}");
}
