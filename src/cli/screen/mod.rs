//! The screen's loop: one inbox for terminal and desk, a frame when nothing waits, sleep until a shown word
//! changes.
//!
//! [`Loop`] is the part without a terminal: it turns what comes in into messages for the session and carries
//! effects out. [`run_screen`] puts it between the real terminal and a desk.

mod pure;
#[cfg(test)]
mod tests;

pub use pure::{End, Heard, Loop, Step};

use crate::client::app::App;
use crate::client::model::Model;
use crate::env::clock::Clock;
use crate::record::Problem;
use crate::term::{Caps, Colour, Guard, Input, Screen, Tty, guard, reader};
use crate::tui;
use crate::wire::Request;
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// The first frame waits for the desk's first view so long, in µs: one frame instead of two, and no flash of an empty
/// screen, where the desk answers at once.
const FIRST_VIEW: i64 = 30_000;

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
    let mut shown = size();
    // Asked first of all: the desk makes its views while the terminal is taken.
    let mut session = Loop::new(app, caps.ssh, send);
    let mut steps = session.start(clock.boot(), shown);
    let mut blank_until = Some(clock.boot().saturating_add(FIRST_VIEW));
    let guard = Guard::enter().map_err(no_terminal)?;
    let reading = clock.clone();
    reader::start(
        move || reading.boot(),
        move |input, at| into_inbox.send(Heard::Terminal(input, at)).is_ok(),
    )
    .map_err(no_terminal)?;
    let mut terminal = Terminal::new(Screen::new(Tty, shown, caps)).map_err(no_terminal)?;
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
            Err(_)
                if blank_until.is_some_and(|until| until > clock.boot() && session.is_blank()) =>
            {
                let wait = blank_until.map_or(0, |until| until.saturating_sub(clock.boot()));
                let wait = Duration::from_micros(u64::try_from(wait).unwrap_or(0));
                match inbox.recv_timeout(wait) {
                    Ok(heard) => steps = session.take(heard, clock.boot()),
                    Err(_) => blank_until = None,
                }
                continue;
            }
            Err(_) => {
                blank_until = None;
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
