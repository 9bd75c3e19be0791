//! What the terminal says: keys, pastes, sizes, signals and hang-up, as values for one inbox.
//!
//! Three threads that only wait: crossterm's reader, a watch for the line's end, and the signals. None
//! wakes by itself.

use crate::input::{Code, Key};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

/// One thing the terminal said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key, as the reader gave it; split sequences are not joined yet.
    Key(Key),
    /// Text pasted between brackets, just as it came.
    Paste(String),
    /// A new size: columns, rows.
    Resize(u16, u16),
    /// The size may have changed; what it is now says the terminal itself.
    Sized,
    /// We go on after a stop; the screen may hold anything.
    Continued,
    /// The system asks us to end.
    Terminated,
    /// The line is gone: nobody can read us any more.
    HungUp,
}

/// Starts the threads. `send` gets each input and the boot µs it came at, and says `false` when nobody listens.
///
/// # Errors
/// When a thread or a signal handler cannot be had.
pub fn start(
    now: impl Fn() -> i64 + Send + Clone + 'static,
    send: impl Fn(Input, i64) -> bool + Send + Clone + 'static,
) -> io::Result<()> {
    // A second TERM ends the process at once, even when a stalled line holds the first one up.
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGHUP] {
        signal_hook::flag::register_conditional_default(signal, Arc::clone(&asked))?;
    }
    for signal in [SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&asked))?;
    }
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGWINCH])?;
    let (clock, tell) = (now.clone(), send.clone());
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                let input = match signal {
                    SIGCONT => Input::Continued,
                    SIGWINCH => Input::Sized,
                    SIGHUP => Input::HungUp,
                    _ => Input::Terminated,
                };
                if !tell(input, clock()) {
                    return;
                }
            }
        })?;
    let (clock, tell) = (now.clone(), send.clone());
    thread::Builder::new()
        .name("line".to_owned())
        .spawn(move || {
            wait_for_hang_up();
            tell(Input::HungUp, clock());
        })?;
    thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || {
            loop {
                let told = match crossterm::event::read() {
                    Ok(event) => match input_of(event) {
                        Some(input) => send(input, now()),
                        None => true,
                    },
                    // The reader would spin on a line that is gone.
                    Err(_) => {
                        send(Input::HungUp, now());
                        false
                    }
                };
                if !told {
                    return;
                }
            }
        })?;
    Ok(())
}

/// Waits until the other end of the terminal is gone. Asks for no event, so that only its end wakes us.
fn wait_for_hang_up() {
    let stdin = rustix::stdio::stdin();
    loop {
        let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) => {
                if watched[0]
                    .revents()
                    .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
                {
                    return;
                }
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// What an event of crossterm is to us.
fn input_of(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        // Of sizes only the signal counts: one that waited in a queue may be an old one.
        _ => None,
    }
}

/// A key of crossterm under the name a keymap knows it by.
fn key_of(event: KeyEvent) -> Option<Key> {
    let held = |modifier| event.modifiers.contains(modifier);
    let (mut ctrl, alt, mut shift) = (
        held(KeyModifiers::CONTROL),
        held(KeyModifiers::ALT),
        held(KeyModifiers::SHIFT),
    );
    let code = match event.code {
        // Older terminals send Ctrl-H for Backspace.
        KeyCode::Char('h') if ctrl => {
            ctrl = false;
            Code::Backspace
        }
        KeyCode::Char(c) => {
            // The character already says that shift was held.
            shift &= ctrl;
            Code::Char(c)
        }
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        KeyCode::Null => {
            ctrl = true;
            Code::Char(' ')
        }
        _ => return None,
    };
    Some(Key::new(code, ctrl, alt, shift))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: KeyCode, modifiers: KeyModifiers, expected: &str) {
        let got = key_of(KeyEvent::new(code, modifiers)).map(|k| k.to_string());
        assert_eq!(got.as_deref(), Some(expected), "{code:?} {modifiers:?}");
    }

    #[test]
    fn keys_come_under_the_names_of_the_keymap() {
        use KeyModifiers as M;
        check(KeyCode::Char('a'), M::NONE, "a");
        check(KeyCode::Char('A'), M::SHIFT, "A");
        check(KeyCode::Char('?'), M::SHIFT, "?");
        check(KeyCode::Char('x'), M::CONTROL, "ctrl-x");
        check(KeyCode::Char('h'), M::CONTROL, "backspace");
        check(KeyCode::Char(' '), M::CONTROL, "ctrl-space");
        check(KeyCode::Char('4'), M::CONTROL, "ctrl-4");
        check(KeyCode::BackTab, M::SHIFT, "shift-tab");
        check(KeyCode::BackTab, M::NONE, "shift-tab");
        check(KeyCode::Up, M::CONTROL, "ctrl-up");
        check(KeyCode::F(5), M::NONE, "f5");
        assert_eq!(input_of(Event::FocusGained), None);
    }
}
