//! The real terminal code in a real pseudo-terminal: whatever ends the program, the terminal comes back.
//!
//! The program under test is this test binary itself, started again to run [`child`] alone: it takes the
//! terminal as the screen does, says *ready*, and does what `PORCHLIGHT_TERMINAL_TEST` names.

use porchlight::env::clock::{Clock, Real};
use porchlight::input::burst::Lands;
use porchlight::input::keyboard::{Keyboard, Typed};
use porchlight::term::{Guard, Input, Tty, reader};
mod escapes;
mod hygiene;
mod processes;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const ROLE: &str = "PORCHLIGHT_TERMINAL_TEST";
/// What ends a session on a terminal: bracketed paste off, cursor shown, the main screen back.
const RESTORED: [&str; 3] = ["\u{1b}[?2004l", "\u{1b}[?25h", "\u{1b}[?1049l"];

/// Not a test: the program that the others start.
#[test]
#[ignore = "started by the other tests, in a terminal of its own"]
fn child() {
    let Ok(role) = std::env::var(ROLE) else {
        return;
    };
    let guard = Guard::enter().unwrap();
    let (tell, inbox) = channel();
    let falls = role == "keys panic";
    reader::start(
        || Real.boot(),
        move |input, at| {
            if falls && matches!(input, Input::Key(_)) {
                panic!("Jane Doe ran away");
            }
            tell.send((input, at)).is_ok()
        },
    )
    .unwrap();
    Tty.write_all(b"Jane Doe, 15\r\nready\r\n").unwrap();
    if role == "panic" {
        panic!("Jane Doe ran away");
    }
    let mut keyboard = Keyboard::new(false);
    loop {
        let now = Real.boot();
        while let Some(Typed::Key(key, _)) = keyboard.next(now, |_| Lands::Text) {
            let _ = Tty.write_all(format!("<{key}>\r\n").as_bytes());
            if key.to_string() == "q" {
                return;
            }
            if key.to_string() == "ctrl-z" {
                guard.suspend().unwrap();
                let _ = Tty.write_all(b"back\r\n");
            }
        }
        let wait = keyboard
            .deadline()
            .map_or(60_000_000, |due| due - Real.boot());
        match inbox.recv_timeout(Duration::from_micros(wait.max(0) as u64)) {
            Ok((Input::Key(key), at)) => keyboard.feed(key, at),
            Ok((Input::Terminated | Input::HungUp, _)) => return,
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// A child in a pseudo-terminal, and everything it has written.
struct Session {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    seen: String,
}

impl Session {
    fn start(role: &str) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: 24,
                cols: 80,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["terminal::child", "--exact", "--ignored", "--nocapture"]);
        command.env(ROLE, role);
        command.env("TERM", "xterm");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (tell, output) = channel();
        let leaves = role == "gone";
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            let mut seen = Vec::new();
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                seen.extend_from_slice(&buffer[..n]);
                // The line is gone only when nobody holds its end, and this thread holds one.
                let enough = leaves && String::from_utf8_lossy(&seen).contains("ready");
                if tell.send(buffer[..n].to_vec()).is_err() || enough {
                    return;
                }
            }
        });
        let mut session = Self {
            master: Some(pair.master),
            keys: Some(keys),
            child,
            output,
            seen: String::new(),
        };
        session.wait_for("ready");
        session
    }
    /// Waits until the child has written `words`; at most ten seconds.
    fn wait_for(&mut self, words: &str) {
        let end = Instant::now() + Duration::from_secs(10);
        while !self.seen.contains(words) {
            match self
                .output
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(bytes) => self.seen += &String::from_utf8_lossy(&bytes),
                Err(_) => panic!("no {words:?} in {:?}", self.seen),
            }
        }
    }
    fn press(&mut self, bytes: &str) {
        let keys = self.keys.as_mut().unwrap();
        keys.write_all(bytes.as_bytes()).unwrap();
        keys.flush().unwrap();
    }
    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill")
            .args([&format!("-{name}"), &id])
            .status()
            .unwrap();
        assert!(sent.success());
    }
    /// Waits for the child's end; how long that took.
    fn ended(&mut self) -> Duration {
        let begun = Instant::now();
        let (tell, done) = channel();
        let mut killer = self.child.clone_killer();
        let watch = std::thread::spawn(move || {
            // A child that does not end is ended, so that the test fails and does not hang.
            if done.recv_timeout(Duration::from_secs(10)) == Err(RecvTimeoutError::Timeout) {
                let _ = killer.kill();
            }
        });
        self.child.wait().unwrap();
        let took = begun.elapsed();
        let _ = tell.send(());
        watch.join().unwrap();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.seen += &String::from_utf8_lossy(&bytes);
        }
        assert!(
            took < Duration::from_secs(9),
            "it did not end: {:?}",
            self.seen
        );
        took
    }
    fn is_restored(&self) {
        let after = self.seen.rsplit("ready").next().unwrap();
        for code in RESTORED {
            assert!(after.contains(code), "no {code:?} in {after:?}");
        }
        // Cleared while it is still the other screen, and nothing drawn on it since.
        let (gone, _) = after.split_once("\u{1b}[?1049l").unwrap();
        let (_, since) = gone.rsplit_once("\u{1b}[2J").expect("it is not cleared");
        assert!(
            since
                .chars()
                .all(|c| c == '\u{1b}' || "[?;0123456789hlHm".contains(c)),
            "drawn on after it was cleared: {since:?}"
        );
        if let Some(termios) = self.master.as_ref().and_then(|m| m.get_termios()) {
            let text = format!("{termios:?}");
            for flag in ["ICANON", "ECHO"] {
                assert!(text.contains(flag), "{flag} is off: {text}");
            }
        }
    }
}

#[test]
fn leaving_gives_the_terminal_back() {
    let mut session = Session::start("keys");
    session.press("q");
    session.ended();
    session.is_restored();
}

#[test]
fn a_term_signal_gives_the_terminal_back() {
    let mut session = Session::start("keys");
    session.signal("TERM");
    session.ended();
    session.is_restored();
}

#[test]
fn a_panic_gives_the_terminal_back_and_tells_nothing_of_a_child() {
    let mut session = Session::start("panic");
    session.ended();
    session.is_restored();
    assert!(
        session.seen.contains("fault of its own"),
        "{}",
        session.seen
    );
    let shown = session.seen.split("ready").nth(1).unwrap();
    assert!(!shown.contains("Jane"), "{shown}");
}

#[test]
fn a_thread_that_reads_keys_and_falls_ends_the_session_in_words() {
    let mut session = Session::start("keys panic");
    session.press("x");
    session.ended();
    session.is_restored();
    let (_, after) = session.seen.rsplit_once("\u{1b}[?1049l").unwrap();
    assert!(after.contains("fault of its own"), "{after:?}");
    assert!(!after.contains("Jane"), "{after:?}");
}

#[test]
fn a_line_that_is_gone_ends_it_at_once() {
    let mut session = Session::start("gone");
    session.keys = None;
    session.master = None;
    let took = session.ended();
    assert!(took < Duration::from_millis(500), "it took {took:?}");
}

#[test]
fn an_arrow_split_by_the_line_is_one_key_and_a_lone_esc_comes_in_time() {
    let mut session = Session::start("keys");
    session.press("\u{1b}");
    let pause = channel::<()>();
    let _ = pause.1.recv_timeout(Duration::from_millis(20));
    session.press("[A");
    session.wait_for("<up>");
    assert!(!session.seen.contains("<esc>") && !session.seen.contains("<[>"));
    let begun = Instant::now();
    session.press("\u{1b}");
    session.wait_for("<esc>");
    assert!(
        begun.elapsed() < Duration::from_millis(250),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn two_hundred_keys_at_once_all_arrive_in_order() {
    let mut session = Session::start("keys");
    let text: String = ('a'..='p').cycle().take(200).collect();
    session.press(&text);
    session.press("Z");
    session.wait_for("<Z>");
    let came: String = session
        .seen
        .split('<')
        .skip(1)
        .filter_map(|part| part.split_once('>').map(|(key, _)| key.to_owned()))
        .collect();
    assert_eq!(came, text + "Z");
}
