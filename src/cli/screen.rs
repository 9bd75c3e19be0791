//! The screen's loop: one inbox for terminal and desk, a frame when nothing waits, sleep until a shown word
//! changes.
//!
//! [`Loop`] is the part without a terminal: it turns what comes in into messages for the session and carries
//! effects out. [`run_screen`] puts it between the real terminal and a desk.

use crate::client::app::{App, Effect, Msg};
use crate::client::model::Model;
use crate::env::clock::Clock;
use crate::input::keyboard::{Keyboard, Typed};
use crate::record::Problem;
use crate::term::{Caps, Colour, Guard, Input, Screen, Tty, guard, reader};
use crate::tui;
use crate::wire::{Message, Request};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// What reaches the loop.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// The terminal said something, at this boot µs.
    Terminal(Input, i64),
    /// The desk said something.
    Desk(Message),
    /// The desk is gone; why, in one sentence.
    DeskGone(String),
    /// The line is there and nothing was heard by it since this boot µs.
    DeskSilent(i64),
    /// A desk that was silent gives a sign of life.
    DeskHere,
    /// There is a line again; the desk at its end knows nothing of what this session watches.
    DeskBack,
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The operator left.
    Left,
    /// The system asked for it.
    Terminated,
    /// The line is gone.
    HungUp,
}

impl End {
    /// The exit code a shell expects: 0, or 128 and the signal's number.
    pub fn code(self) -> ExitCode {
        match self {
            End::Left => ExitCode::SUCCESS,
            End::Terminated => ExitCode::from(128 + 15),
            End::HungUp => ExitCode::from(128 + 1),
        }
    }
}

/// What the loop's surroundings must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Go,
    /// The terminal has a new size.
    Resized(Size),
    /// Ring, if the operator wants it.
    Bell,
    /// Draw the whole screen again, whatever the terminal shows.
    Redraw,
    /// Leave the terminal, stop, and come back.
    Suspend,
    /// Keep nothing of what was shown; with the ticket of a locked screen.
    Forget(Option<String>),
    /// The end.
    End(End),
}

/// The session with its keyboard and its way to the desk.
pub struct Loop<S: FnMut(Request) -> Result<(), String>> {
    app: App,
    keyboard: Keyboard,
    send: S,
}

impl<S: FnMut(Request) -> Result<(), String>> Loop<S> {
    /// A loop around a session. `send` hands a request to the desk, or says why it cannot.
    pub fn new(app: App, over_ssh: bool, send: S) -> Self {
        Self {
            app,
            keyboard: Keyboard::new(over_ssh),
            send,
        }
    }
    /// What is drawn.
    pub fn model(&self) -> &Model {
        &self.app.model
    }
    /// The session begins: it asks for its views.
    pub fn start(&mut self, now: i64, size: Size) -> Vec<Step> {
        let mut steps = self.update(Msg::Resize(size.width, size.height), now);
        let effects = self.app.start();
        steps.extend(self.carry_out(effects, now));
        steps
    }
    /// Takes one thing in, at boot µs `now`.
    pub fn take(&mut self, heard: Heard, now: i64) -> Vec<Step> {
        match heard {
            Heard::Terminal(Input::Key(key), at) => {
                self.keyboard.feed(key, at);
                self.type_on(now)
            }
            Heard::Terminal(Input::Paste(text), boot) => {
                let mut steps = Vec::new();
                for typed in self.keyboard.flush() {
                    steps.extend(self.typed(typed, now));
                }
                steps.extend(self.update(Msg::Paste { text, boot }, now));
                steps
            }
            Heard::Terminal(Input::Resize(columns, rows), _) => {
                let mut steps = vec![Step::Resized(Size::new(columns, rows))];
                steps.extend(self.update(Msg::Resize(columns, rows), now));
                steps
            }
            // The loop looks at the terminal's size before each frame; this only wakes it.
            Heard::Terminal(Input::Sized, _) => Vec::new(),
            Heard::Terminal(Input::Continued, _) => vec![Step::Redraw],
            Heard::Terminal(Input::Terminated, _) => self.leave(End::Terminated, now),
            Heard::Terminal(Input::HungUp, _) => self.leave(End::HungUp, now),
            Heard::Desk(message) => self.update(Msg::FromDesk { message, boot: now }, now),
            Heard::DeskGone(why) => self.update(Msg::Lost { why, boot: now }, now),
            Heard::DeskSilent(since) => self.update(Msg::Silent { since, boot: now }, now),
            Heard::DeskHere => self.update(
                Msg::Back {
                    new: false,
                    boot: now,
                },
                now,
            ),
            Heard::DeskBack => self.update(
                Msg::Back {
                    new: true,
                    boot: now,
                },
                now,
            ),
        }
    }
    /// Time has come to `now`: what was held is let go, what shows the time is told.
    pub fn tick(&mut self, now: i64) -> Vec<Step> {
        let mut steps = self.type_on(now);
        if self.app.next_wake().is_some_and(|at| at <= now) {
            steps.extend(self.update(Msg::Tick(now), now));
        }
        steps
    }
    /// When [`Loop::tick`] is next needed, boot µs; `None` when nothing shown will change by itself.
    pub fn deadline(&self) -> Option<i64> {
        [self.keyboard.deadline(), self.app.next_wake()]
            .into_iter()
            .flatten()
            .min()
    }

    fn type_on(&mut self, now: i64) -> Vec<Step> {
        let mut steps = Vec::new();
        // Asked again for each key: carrying one out may change where the next one lands.
        while let Some(typed) = self.keyboard.next(now, |key| self.app.lands(key)) {
            steps.extend(self.typed(typed, now));
        }
        steps
    }
    fn typed(&mut self, typed: Typed, now: i64) -> Vec<Step> {
        let msg = match typed {
            Typed::Key(key, boot) => Msg::Key { key, boot },
            Typed::Prose(text, boot) => Msg::Burst { text, boot },
        };
        self.update(msg, now)
    }
    fn update(&mut self, msg: Msg, now: i64) -> Vec<Step> {
        let effects = self.app.update(msg);
        self.carry_out(effects, now)
    }
    fn carry_out(&mut self, effects: Vec<Effect>, now: i64) -> Vec<Step> {
        let mut steps = Vec::new();
        for effect in effects {
            match effect {
                Effect::Send(request) => {
                    if let Err(why) = (self.send)(request) {
                        let more = self.app.update(Msg::Lost { why, boot: now });
                        // A lost desk cannot be told anything; all else still counts.
                        let others = more
                            .into_iter()
                            .filter(|e| !matches!(e, Effect::Send(_)))
                            .collect();
                        steps.extend(self.carry_out(others, now));
                    }
                }
                Effect::Quit => steps.push(Step::End(End::Left)),
                Effect::Suspend => steps.push(Step::Suspend),
                Effect::Bell => steps.push(Step::Bell),
                Effect::Redraw => steps.push(Step::Redraw),
                Effect::Forget(ticket) => steps.push(Step::Forget(ticket)),
            }
        }
        steps
    }
    /// The end by somebody else's wish: texts that are being typed go to the desk first.
    fn leave(&mut self, end: End, now: i64) -> Vec<Step> {
        for typed in self.keyboard.flush() {
            self.typed(typed, now);
        }
        let effects = self.app.hang_up();
        self.carry_out(effects, now);
        vec![Step::End(end)]
    }
}

/// Draws what the session shows, and says where the cursor goes.
pub fn draw(model: &Model, caps: Caps, buffer: &mut Buffer) -> Option<Position> {
    let caps = tui::Caps {
        colour: caps.colour > Colour::Mono,
        utf8: caps.utf8,
    };
    tui::draw(model, caps, buffer)
}

/// Everything the loop runs between.
pub struct Around<S: FnMut(Request) -> Result<(), String>> {
    /// The session.
    pub app: App,
    /// The way to the desk.
    pub send: S,
    /// The one inbox, which the desk's messages come into as well.
    pub inbox: Receiver<Heard>,
    /// Its other end, for the terminal.
    pub into_inbox: Sender<Heard>,
    /// What the terminal can do.
    pub caps: Caps,
    /// Whether the bell may ring.
    pub bell: bool,
    /// Begins this program anew with a ticket, where its desk runs in another process; comes back only to say why
    /// it could not.
    pub anew: Option<fn(&str) -> Problem>,
}

/// Runs a session on the real terminal until it ends. The terminal is given back on every way out.
///
/// # Errors
/// When the terminal cannot be taken or written to.
pub fn run_screen<S, C>(around: Around<S>, clock: C) -> Result<End, Problem>
where
    S: FnMut(Request) -> Result<(), String>,
    C: Clock + Clone + 'static,
{
    let Around {
        app,
        send,
        inbox,
        into_inbox,
        caps,
        bell,
        anew,
    } = around;
    let no_terminal = |e: io::Error| Problem::machine(format!("The terminal cannot be used: {e}."));
    let size = || guard::size(|name| std::env::var(name).ok());
    let guard = Guard::enter().map_err(no_terminal)?;
    let reading = clock.clone();
    reader::start(
        move || reading.boot(),
        move |input, at| into_inbox.send(Heard::Terminal(input, at)).is_ok(),
    )
    .map_err(no_terminal)?;
    let mut shown = size();
    let mut terminal = Terminal::new(Screen::new(Tty, shown, caps)).map_err(no_terminal)?;
    let mut session = Loop::new(app, caps.ssh, send);
    let mut steps = session.start(clock.boot(), shown);
    loop {
        for step in std::mem::take(&mut steps) {
            match step {
                Step::Go => {}
                Step::Resized(size) => terminal.backend_mut().set_size(size),
                Step::Bell if bell => terminal.backend_mut().bell(),
                Step::Bell => {}
                Step::Redraw => repaint(&mut terminal, size())?,
                Step::Suspend => {
                    guard.suspend().map_err(no_terminal)?;
                    repaint(&mut terminal, size())?;
                }
                Step::Forget(ticket) => {
                    if let (Some(anew), Some(ticket)) = (&anew, &ticket) {
                        // The terminal is given back whole and its other screen cleared; what comes next is
                        // another program in the same process, which knows the ticket and nothing else.
                        repaint(&mut terminal, size())?;
                        drop(guard);
                        return Err(anew(ticket));
                    }
                    repaint(&mut terminal, size())?;
                }
                Step::End(end) => return Ok(end),
            }
        }
        // A frame only when nothing waits: a slow line never falls behind by more than one.
        match inbox.try_recv() {
            Ok(heard) => {
                steps = session.take(heard, clock.boot());
                continue;
            }
            Err(_) => {
                // Asked before each frame: a size that was said may be old, and a signal may get lost.
                let now = size();
                if now != shown {
                    shown = now;
                    let resized = Input::Resize(now.width, now.height);
                    steps = session.take(Heard::Terminal(resized, clock.boot()), clock.boot());
                    continue;
                }
                let drawn = terminal.draw(|frame| {
                    let at = draw(session.model(), caps, frame.buffer_mut());
                    if let Some(at) = at {
                        frame.set_cursor_position(at);
                    }
                });
                if drawn.is_err() {
                    // Nobody reads what we write: the same as a line that is gone.
                    session.take(Heard::Terminal(Input::HungUp, clock.boot()), clock.boot());
                    return Ok(End::HungUp);
                }
            }
        }
        let now = clock.boot();
        let heard = match session.deadline() {
            Some(due) => {
                let wait = u64::try_from(due.saturating_sub(now)).unwrap_or(0);
                inbox.recv_timeout(Duration::from_micros(wait))
            }
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        steps = match heard {
            Ok(heard) => session.take(heard, clock.boot()),
            Err(RecvTimeoutError::Timeout) => session.tick(clock.boot()),
            // Neither terminal nor desk: there is nobody left.
            Err(RecvTimeoutError::Disconnected) => vec![Step::End(End::HungUp)],
        };
    }
}

/// Draws everything again on a terminal that may hold anything.
fn repaint<W: Write>(terminal: &mut Terminal<Screen<W>>, size: Size) -> Result<(), Problem> {
    terminal.backend_mut().set_size(size);
    terminal
        .clear()
        .map_err(|e| Problem::machine(format!("The terminal cannot be used: {e}.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::model::{Echo, Link, Place};
    use crate::codec::v1::keymap::preset;
    use crate::input::burst::HOLD;
    use crate::input::key::parse_keys;
    use crate::record::{Moment, SessionId, Zone};
    use crate::wire::{Ask, BoardView, Command};
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
    fn a_hang_up_ends_it_and_says_bye() {
        let (mut session, sent) = session();
        let steps = session.take(Heard::Terminal(Input::HungUp, 5), 5);
        assert_eq!(steps, [Step::End(End::HungUp)]);
        assert!(sent.borrow().iter().any(|r| r.ask == Ask::Bye));
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
        let mut terminal =
            Terminal::new(Screen::new(Vec::new(), Size::new(100, 30), caps)).unwrap();
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
}
