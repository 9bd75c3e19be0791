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
use std::time::Duration;

/// How long after pasted text, and after whatever comes with it, something still belongs to it.
const TAIL: Duration = Duration::from_millis(100);

/// One thing the terminal said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key, as the reader gave it; split sequences are not joined yet.
    Key(Key),
    /// Text pasted between brackets, just as it came, with what came at its heels.
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
            // A session that hears no key any more must not stay, whatever ended this thread.
            let (clock, tell) = (now.clone(), send.clone());
            let _last = Last(move || {
                tell(Input::HungUp, clock());
            });
            loop {
                let told = match crossterm::event::read() {
                    Ok(Event::Paste(text)) => {
                        let at = now();
                        send(Input::Paste(with_tail(text, next_within)), at)
                    }
                    Ok(event) => match input_of(event) {
                        Some(input) => send(input, now()),
                        None => true,
                    },
                    // The reader would spin on a line that is gone.
                    Err(_) => false,
                };
                if !told {
                    return;
                }
            }
        })?;
    Ok(())
}

/// Does something when it goes, also when a panic takes it along.
struct Last<F: Fn()>(F);

impl<F: Fn()> Drop for Last<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// What comes within so long; `None` when nothing does, or the line is gone, which the next reading finds.
///
/// It waits at the line itself: what lies there already is found however late this thread gets its turn.
fn next_within(wait: Duration) -> Option<Event> {
    let there = crossterm::event::poll(wait).unwrap_or(false);
    there.then(|| crossterm::event::read().ok()).flatten()
}

/// Pasted text with what came at its heels.
///
/// Text that holds the mark of a paste's end itself would go on as keys, and run as commands. No hand is that quick
/// after a paste: what comes within [`TAIL`] is text too.
fn with_tail(mut text: String, mut next: impl FnMut(Duration) -> Option<Event>) -> String {
    while let Some(event) = next(TAIL) {
        match event {
            Event::Paste(more) => text.push_str(&more),
            Event::Key(key) => text.extend(key_of(key).and_then(char_of)),
            _ => {}
        }
    }
    text
}

/// The character that a terminal sends for a key; `None` for one that no text holds.
fn char_of(key: Key) -> Option<char> {
    match key.code {
        Code::Char(c) if key.ctrl && c.is_ascii() => Some(char::from(c as u8 & 0x1f)),
        Code::Char(c) => Some(c),
        Code::Enter => Some('\n'),
        Code::Tab => Some('\t'),
        Code::Esc => Some('\u{1b}'),
        _ => None,
    }
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

    #[test]
    fn what_comes_at_the_heels_of_a_paste_is_text() {
        let key = |code, held| Event::Key(KeyEvent::new(code, held));
        let mut more = vec![
            key(KeyCode::Char('x'), KeyModifiers::CONTROL),
            key(KeyCode::Char('q'), KeyModifiers::NONE),
            key(KeyCode::Enter, KeyModifiers::NONE),
            key(KeyCode::Up, KeyModifiers::NONE),
            Event::FocusLost,
            Event::Paste("and this".to_owned()),
            key(KeyCode::Esc, KeyModifiers::NONE),
            key(KeyCode::Char('Ż'), KeyModifiers::SHIFT),
        ]
        .into_iter();
        let text = with_tail("ran away".to_owned(), |wait| {
            assert_eq!(wait, TAIL);
            more.next()
        });
        assert_eq!(text, "ran away\u{18}q\nand this\u{1b}Ż");
        assert_eq!(with_tail("alone".to_owned(), |_| None), "alone");
    }
}
