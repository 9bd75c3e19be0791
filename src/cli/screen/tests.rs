//! The loop without a terminal.

use super::*;
use crate::client::model::{Echo, Link, Place};
use crate::codec::v1::keymap::preset;
use crate::input::burst::HOLD;
use crate::input::key::parse_keys;
use crate::record::{Moment, SessionId, Zone};
use crate::wire::{Ask, BoardView, Command, Message};
use std::cell::RefCell;
use std::rc::Rc;

type Sent = Rc<RefCell<Vec<Request>>>;

/// A session with nobody at the other end; what it sends is kept.
fn session() -> (Loop<impl FnMut(Request) -> Result<(), String>>, Sent) {
    let sent: Sent = Rc::default();
    let keep = Rc::clone(&sent);
    let app = App::new("T. Okafor", SessionId(7), preset("default").unwrap());
    let mut session = Loop::new(app, false, move |request| {
        keep.borrow_mut().push(request);
        Ok(())
    });
    session.start(0, Size::new(80, 24));
    (session, sent)
}
fn board() -> BoardView {
    BoardView {
        now: Moment(1_795_000_000_000_000),
        zone: Zone::UTC,
        agency: "Night desk".into(),
        phone24: None,
        practice: false,
        rows: Vec::new(),
        open: 0,
        late: 0,
        within_hour: 0,
        owed: 0,
        trouble: None,
        unset: None,
    }
}
fn opened(sent: &Sent) -> usize {
    let is_open = |r: &&Request| matches!(r.ask, Ask::Do(Command::Open { .. }));
    sent.borrow().iter().filter(is_open).count()
}
fn type_at<S: FnMut(Request) -> Result<(), String>>(
    session: &mut Loop<S>,
    keys: &str,
    at: i64,
) -> Vec<Step> {
    parse_keys(keys)
        .unwrap()
        .into_iter()
        .flat_map(|key| session.take(Heard::Terminal(Input::Key(key), at), at))
        .collect()
}

#[test]
fn the_intake_key_waits_for_the_burst_hold_and_no_longer() {
    let (mut session, sent) = session();
    session.take(Heard::Desk(Message::Board(board())), 500);
    type_at(&mut session, "n", 1_000);
    assert!(matches!(session.model().place, Place::Board));
    let due = session.deadline().unwrap();
    assert!(due <= 1_000 + HOLD, "{due}");
    assert_eq!(opened(&sent), 0);
    session.tick(1_000 + HOLD);
    assert!(matches!(session.model().place, Place::Case(_)));
    assert_eq!(opened(&sent), 1);
    // What follows is text, in one piece and at once.
    type_at(&mut session, "J a n e space q u i t", 2_000 + HOLD);
    assert!(matches!(session.model().place, Place::Case(_)));
}

#[test]
fn prose_on_the_board_opens_nothing() {
    let (mut session, sent) = session();
    session.take(Heard::Desk(Message::Board(board())), 500);
    let prose = "n e w space q u i t space p m space r a n space o f f enter n n x";
    type_at(&mut session, prose, 1_000);
    let mut now = 1_000;
    while let Some(due) = session.deadline().filter(|due| *due < now + 1_000_000) {
        now = due;
        session.tick(now);
    }
    assert!(matches!(session.model().place, Place::Board));
    assert_eq!(opened(&sent), 0);
    assert!(session.model().top().is_some(), "the prose is offered");
}

#[test]
fn a_hang_up_ends_it_and_is_no_leaving() {
    let (mut session, sent) = session();
    let steps = session.take(Heard::Terminal(Input::HungUp, 5), 5);
    assert_eq!(steps, [Step::End(End::HungUp)]);
    assert!(!sent.borrow().iter().any(|r| r.ask == Ask::Bye));
}

#[test]
fn ctrl_c_twice_always_leaves() {
    let (mut session, _) = session();
    assert_eq!(type_at(&mut session, "ctrl-c", 10), []);
    assert_eq!(type_at(&mut session, "ctrl-c", 20), [Step::End(End::Left)]);
}

#[test]
fn a_desk_that_is_gone_is_said_and_ends_nothing() {
    let (mut session, _) = session();
    session.take(Heard::DeskGone("The desk stopped.".to_owned()), 9);
    assert!(matches!(session.model().link, Link::Lost { .. }));
    let app = App::new("T. Okafor", SessionId(7), preset("default").unwrap());
    let mut deaf = Loop::new(app, false, |_| Err("Nobody answers.".to_owned()));
    let steps = deaf.start(0, Size::new(80, 24));
    assert!(!steps.iter().any(|s| matches!(s, Step::End(_))));
    assert!(matches!(deaf.model().link, Link::Lost { .. }));
}

#[test]
fn control_keys_act_on_the_terminal() {
    let (mut session, _) = session();
    assert_eq!(type_at(&mut session, "ctrl-l", 10), [Step::Redraw]);
    assert_eq!(type_at(&mut session, "ctrl-z", 20), [Step::Suspend]);
    let resized = session.take(Heard::Terminal(Input::Resize(120, 40), 30), 30);
    assert_eq!(resized, [Step::Resized(Size::new(120, 40))]);
    assert_eq!(session.model().size, (120, 40));
}

#[test]
fn an_untouched_session_with_no_clock_never_wakes() {
    let (session, _) = session();
    assert_eq!(session.deadline(), None);
}

/// What the real screen costs on the line: an intake being typed, drawn by the real drawing code.
#[test]
fn a_letter_of_a_name_costs_itself_its_reading_waits_for_the_hand_and_no_change_is_none() {
    let (mut session, _) = session();
    session.take(Heard::Desk(Message::Board(board())), 500);
    let caps = Caps {
        colour: Colour::Sixteen,
        utf8: true,
        full_screen: true,
        ssh: false,
    };
    let mut terminal = Terminal::new(Screen::new(Vec::new(), Size::new(100, 30), caps)).unwrap();
    session.take(Heard::Terminal(Input::Resize(100, 30), 600), 600);
    let mut cost = |session: &Loop<_>| {
        terminal
            .draw(|frame| {
                if let Some(at) = draw(session.model(), caps, frame.buffer_mut()) {
                    frame.set_cursor_position(at);
                }
            })
            .unwrap();
        std::mem::take(terminal.backend_mut().out_mut())
    };
    let first = cost(&session).len();
    assert!(first <= 5_046, "the first frame takes {first} bytes");
    type_at(&mut session, "n", 1_000);
    session.tick(1_000 + HOLD);
    cost(&session);
    let mut letters: Vec<usize> = Vec::new();
    for (n, letter) in "J o r d a n space R e y e s".split(' ').enumerate() {
        type_at(&mut session, letter, 100_000 + n as i64);
        let sent = cost(&session);
        letters.push(sent.len());
    }
    letters.sort_unstable();
    let middle = letters[letters.len() / 2];
    assert_eq!(middle, 1, "a letter takes {middle} bytes: {letters:?}");
    assert_eq!(cost(&session).len(), 0);
    // The hand rests: now the line says how the name is read.
    let last = 100_000 + 11;
    let due = session.deadline().unwrap();
    assert!(due <= last + Echo::PAUSE, "{due}");
    session.tick(last + Echo::PAUSE);
    let reading = String::from_utf8(cost(&session)).unwrap();
    assert!(reading.contains("Reyes"), "{reading:?}");
    // About another text it says nothing.
    type_at(&mut session, "x", last + Echo::PAUSE + 1_000);
    let blank = cost(&session);
    assert!(blank.len() > 1, "{blank:?}");
    type_at(&mut session, "y", last + Echo::PAUSE + 2_000);
    assert_eq!(cost(&session), b"y");
}
