//! In and out of the terminal: raw mode, alternate screen, bracketed paste; undone on every way out.

use super::tty::Tty;
use rustix::process::{Signal, kill_current_process_group};
use std::io::{self, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

/// Alternate screen, clear, bracketed paste. The clear is for terminals without an alternate screen.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[2J\x1b[?2004h";
/// The opposite, with the cursor shown, colours plain and a half-sent synchronised update ended. The alternate screen
/// is cleared before it is left, since any program may look at it again.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?2004l\x1b[m\x1b[2J\x1b[?25h\x1b[999;1H\x1b[?1049l";

/// Whether the terminal is ours at the moment.
static OURS: AtomicBool = AtomicBool::new(false);
/// The thread that owns the screen; a panic elsewhere must not draw on it.
static OWNER: Mutex<Option<ThreadId>> = Mutex::new(None);
/// Where in the source another thread fell; said once the screen is gone.
static FALLEN: Mutex<Option<String>> = Mutex::new(None);

/// Holds the terminal; giving it up, by any way out, brings the terminal back.
#[derive(Debug)]
pub struct Guard {
    _private: (),
}

impl Guard {
    /// Takes the terminal and sees to it that a panic gives it back.
    ///
    /// # Errors
    /// When the terminal does not take raw mode, or is gone.
    pub fn enter() -> io::Result<Self> {
        static HOOK: std::sync::Once = std::sync::Once::new();
        HOOK.call_once(install_hook);
        if let Ok(mut owner) = OWNER.lock() {
            *owner = Some(thread::current().id());
        }
        take()?;
        Ok(Self { _private: () })
    }

    /// Gives the terminal back to the shell, stops, and takes it again when the shell lets us go on.
    ///
    /// Under a shell without job control nothing stops: the system ignores the signal there.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&self) -> io::Result<()> {
        restore();
        let _ = kill_current_process_group(Signal::TSTP);
        take()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
        if let Some(at) = FALLEN.try_lock().ok().and_then(|mut at| at.take()) {
            say_fallen(&at);
        }
    }
}

fn take() -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    let entered = Tty.write_all(ENTER);
    if entered.is_err() {
        restore();
    }
    entered
}

/// Gives the terminal back; a second call does nothing. Errors are past helping here.
pub fn restore() {
    if OURS.swap(false, Ordering::SeqCst) {
        // Not through the locked standard output: the thread that holds it may be the one that fell.
        let _ = rustix::io::write(rustix::stdio::stdout(), LEAVE);
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

/// On a panic: the terminal back, one sentence, the place in the source. Never what the panic says, which may
/// hold what somebody typed.
fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        let at = info
            .location()
            .map(|l| format!("{}:{}", l.file(), l.line()))
            .unwrap_or_default();
        let owner = OWNER.try_lock().ok().and_then(|owner| *owner);
        if OURS.load(Ordering::SeqCst) && owner != Some(thread::current().id()) {
            // Another thread fell. Its work ends with a sentence through the inbox; the screen is not ours to spoil.
            if let Ok(mut fallen) = FALLEN.try_lock() {
                fallen.get_or_insert(at);
            }
            return;
        }
        restore();
        say_fallen(&at);
    }));
}

fn say_fallen(at: &str) {
    let words = format!(
        "porchlight: stopped by a fault of its own ({at}). What was saved is saved, and drafts are kept; start it again.\r\n"
    );
    let _ = rustix::io::write(rustix::stdio::stderr(), words.as_bytes());
}

/// The size of the terminal, without asking it: from the line, then `COLUMNS` and `LINES`, then 80×24.
pub fn size(var: impl Fn(&str) -> Option<String>) -> ratatui::layout::Size {
    let line = rustix::termios::tcgetwinsize(rustix::stdio::stdout())
        .ok()
        .filter(|s| s.ws_col > 0 && s.ws_row > 0)
        .map(|s| ratatui::layout::Size::new(s.ws_col, s.ws_row));
    let number = |name: &str| {
        var(name)
            .and_then(|text| text.parse::<u16>().ok())
            .filter(|n| *n > 0)
    };
    line.unwrap_or_else(|| {
        ratatui::layout::Size::new(
            number("COLUMNS").unwrap_or(80),
            number("LINES").unwrap_or(24),
        )
    })
}
