//! The program in a pseudo-terminal, and a terminal emulator that shows what its operator sees.

use porchlight::input::Key;
use porchlight::input::key::{Code, parse_sequence};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");
/// What a terminal is sent before everything is drawn again.
const CLEAR: &[u8] = b"\x1b[2J";
/// Longest that anything seen on the screen is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A home of its own for the program: nothing of the account that runs the tests.
pub struct Home {
    folder: tempfile::TempDir,
    env: Vec<(String, String)>,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let env = [
            ("HOME", folder.path().display().to_string()),
            ("XDG_DATA_HOME", path("data")),
            ("XDG_STATE_HOME", path("state")),
            ("XDG_CONFIG_HOME", path("config")),
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("USER", "priya".into()),
            ("TZ", "America/New_York".into()),
            ("LANG", "C.UTF-8".into()),
            ("TERM", "xterm-256color".into()),
        ];
        let env = env.map(|(name, value)| (name.to_owned(), value)).into();
        Self { folder, env }
    }
    /// The same home, with one variable set otherwise.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.env.retain(|(known, _)| known != name);
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
    pub fn desk(&self) -> PathBuf {
        self.path().join("data/porchlight")
    }
    /// The process of the desk that answers, if one does.
    pub fn desk_process(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.desk().join("desk.lock")).ok()?;
        let pid = text.lines().find_map(|line| line.strip_prefix("pid "))?;
        text.contains("socket ").then(|| pid.parse().ok())?
    }
    /// Ends the desk as a power cut would.
    pub fn kill_desk(&self) {
        if let Some(pid) = self.desk_process() {
            let sent = Command::new("kill").args(["-9", &pid.to_string()]).status();
            assert!(sent.unwrap().success());
        }
    }
    /// Runs the program on pipes.
    pub fn run(&self, args: &[&str], input: &str) -> Output {
        let mut child = Command::new(PROGRAM)
            .args(args)
            .env_clear()
            .envs(self.env.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // One that reads nothing has closed its end already.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().unwrap()
    }
    /// What a command that must succeed prints.
    pub fn prints(&self, args: &[&str]) -> String {
        let ran = self.run(args, "");
        let err = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.code().is_some(), "{args:?}: {err}");
        assert!(!ran.stdout.is_empty(), "{args:?} says nothing: {err}");
        String::from_utf8(ran.stdout).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // The desk that a screen started ends before its folder goes.
        self.run(&["stop"], "");
    }
}

/// A session on the screen.
pub struct Screen {
    child: Box<dyn Child + Send + Sync>,
    /// The terminal's own end and the way into it, until it is gone.
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    reader: Option<JoinHandle<()>>,
    /// The reader gives its end up after what it reads next.
    leaves: Arc<AtomicBool>,
    output: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
    /// Every byte the program wrote.
    pub bytes: Vec<u8>,
}

impl Screen {
    /// Starts the program in a terminal of 100 by 30.
    pub fn start(home: &Home, args: &[&str]) -> Self {
        Self::sized(home, args, 30, 100)
    }
    pub fn sized(home: &Home, args: &[&str], rows: u16, cols: u16) -> Self {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(args);
        Self::of(home, command, rows, cols)
    }
    /// Runs a line of shell in the terminal, in which `$P` is the program.
    pub fn shell(home: &Home, line: &str) -> Self {
        let mut command = CommandBuilder::new("sh");
        // A terminal that is let go types the end of a file by itself where there is a key for it; nobody pressed one.
        command.args(["-c", &format!("stty eof undef; {line}")]);
        Self::of(home, command, 30, 100)
    }
    fn of(home: &Home, mut command: CommandBuilder, rows: u16, cols: u16) -> Self {
        let pair = native_pty_system().openpty(size(rows, cols)).unwrap();
        command.env_clear();
        command.env("P", PROGRAM);
        for (name, value) in &home.env {
            command.env(name, value);
        }
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tell, output) = channel();
        let leaves = Arc::new(AtomicBool::new(false));
        let leave = Arc::clone(&leaves);
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if tell.send(buffer[..n].to_vec()).is_err() || leave.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        Self {
            child,
            keys: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            reader: Some(reader),
            leaves,
            output,
            terminal: vt100::Parser::new(some(rows), some(cols), 0),
            bytes: Vec::new(),
        }
    }

    /// What is on the screen now.
    pub fn shows(&self) -> String {
        self.terminal.screen().contents()
    }

    /// Waits until the screen fulfils a condition.
    pub fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        loop {
            while let Ok(bytes) = self.output.try_recv() {
                self.feed(&bytes);
            }
            if holds(&self.shows()) {
                return self;
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.feed(&bytes),
                Err(_) => panic!(
                    "waited in vain for {what}; the screen shows\n{}",
                    self.shows()
                ),
            }
        }
    }
    /// Waits until these words stand on the screen.
    pub fn see(&mut self, words: &str) -> &mut Self {
        self.until(&format!("“{words}”"), |shown| shown.contains(words))
    }
    /// Presses keys until these words are gone: a question just opened takes no key for a moment.
    pub fn press_until_gone(&mut self, typing: &str, words: &str) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while self.shows().contains(words) {
            assert!(Instant::now() < end, "“{words}” stays:\n{}", self.shows());
            self.keys(typing);
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
                self.feed(&bytes);
            }
        }
        self
    }
    /// Has the whole screen drawn again, and waits for that: all keys before it have been carried out.
    pub fn redrawn(&mut self) -> &mut Self {
        let from = self.bytes.len();
        self.keys("<ctrl-l>");
        let end = Instant::now() + PATIENCE;
        while !self.bytes[from..]
            .windows(CLEAR.len())
            .any(|seen| seen == CLEAR)
        {
            match self
                .output
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(bytes) => self.feed(&bytes),
                Err(_) => panic!("not drawn again:\n{}", self.shows()),
            }
        }
        self
    }
    fn feed(&mut self, bytes: &[u8]) {
        self.terminal.process(bytes);
        self.bytes.extend_from_slice(bytes);
    }

    /// Presses keys as a terminal sends them: `n<Enter>Tanisha`.
    pub fn keys(&mut self, typing: &str) -> &mut Self {
        self.raw(bytes_of(typing).as_bytes())
    }
    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        let keys = self.keys.as_mut().unwrap();
        keys.write_all(bytes).unwrap();
        keys.flush().unwrap();
        self
    }
    /// The terminal goes away: nobody holds its other end any more.
    pub fn hang_up(&mut self) {
        self.leaves.store(true, Ordering::SeqCst);
        // One thread holds an end too, and waits for something to read.
        self.keys("<ctrl-l>");
        self.reader.take().unwrap().join().unwrap();
        self.keys = None;
        self.master = None;
    }
    /// Presses Esc and takes in what comes of it, so that the next key is not read as one with Alt.
    pub fn leave(&mut self) -> &mut Self {
        self.keys("<esc>");
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.feed(&bytes);
        }
        self
    }
    /// Gives the terminal another size.
    pub fn resize(&mut self, rows: u16, cols: u16) -> &mut Self {
        self.terminal.screen_mut().set_size(some(rows), some(cols));
        self.master
            .as_ref()
            .unwrap()
            .resize(size(rows, cols))
            .unwrap();
        self
    }

    /// The program's process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }
    /// Ends the program as a power cut would: no warning, no last word.
    pub fn kill(mut self) {
        let id = self.child.process_id().unwrap().to_string();
        let sent = Command::new("kill").args(["-9", &id]).status().unwrap();
        assert!(sent.success());
        self.child.wait().unwrap();
    }
    /// Waits for the program's own end; its exit code.
    pub fn ended(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            match self
                .output
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(bytes) => self.feed(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it goes on:\n{}", self.shows()),
            }
        }
        self.child.wait().unwrap().exit_code()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn some(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).unwrap()
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// What a terminal sends for keys: `n<Enter>Tanisha`.
pub fn bytes_of(typing: &str) -> String {
    parse_sequence(typing)
        .unwrap()
        .into_iter()
        .map(sent)
        .collect()
}

/// What a terminal sends for a key.
fn sent(key: Key) -> String {
    match key.code {
        Code::Char(c) if key.ctrl => char::from((c as u8) & 0x1f).to_string(),
        Code::Char(c) => c.to_string(),
        Code::Enter => "\r".into(),
        Code::Esc => "\u{1b}".into(),
        Code::Tab => "\t".into(),
        Code::Backspace => "\u{7f}".into(),
        Code::Up => "\u{1b}[A".into(),
        Code::Down => "\u{1b}[B".into(),
        other => panic!("no bytes for {other:?}"),
    }
}
