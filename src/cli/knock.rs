//! Reaching a desk: knocking at its socket, and starting it when nobody answers.
//!
//! A desk is started as this program again, `serve --auto`, away from the terminal. Several may be started at once:
//! the lock decides which one is the desk, and all knock at that.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use super::args::Common;
use super::open::First;
use super::unlock;
use crate::codec::frame;
use crate::codec::wire as bytes;
use crate::codec::wire::hello::{decode_welcome, encode_hello};
use crate::env::clock::{Clock, Real};
use crate::env::socket::{self, Folder};
use crate::env::{origin, paths};
use crate::record::Problem;
use crate::store::lock;
use crate::wire::hello::{Answer, Hello, Versions, Want};
use crate::wire::{Message, PROTOCOL};

/// A desk that is there answers a greeting within this time.
const GREETING: Duration = Duration::from_secs(2);
/// A desk that was started answers within this time: its journal may be long.
const START: i64 = 60_000_000;
/// So often a desk is started again that ended without a word.
const FALLS: u32 = 3;
/// Between two knocks.
const BETWEEN: Duration = Duration::from_millis(10);

/// What the program that starts a desk is told by it, a line each.
pub mod told {
    /// It answers now.
    pub const READY: &str = "ready";
    /// Another process has the desk.
    pub const HELD: &str = "held";
    /// It needs the passphrase.
    pub const ASK: &str = "ask";
    /// It could not; the problem follows as JSON.
    pub const NO: &str = "no ";
}

/// Where a desk is reached, and how it is started.
#[derive(Debug, Clone)]
pub struct Way {
    /// The desk's data folder.
    pub desk: PathBuf,
    /// The folder of its socket.
    pub socket: PathBuf,
    /// Whether it may be started from here: not where another account serves it.
    pub may_start: bool,
    /// Whether a person may be asked for a passphrase at this terminal.
    pub may_ask: bool,
    /// What a new desk is told about itself.
    pub first: First,
    key_file: Option<PathBuf>,
    operator: String,
}

impl Way {
    /// The way that the options name.
    ///
    /// # Errors
    /// When they name none.
    pub fn of(common: &Common, operator: &str, first: &First) -> Result<Self, Problem> {
        let desk = absolute(&paths::desk(common.desk.as_deref())?)?;
        let elsewhere = common.socket.as_deref().map(absolute).transpose()?;
        if elsewhere.is_none() {
            paths::check(&desk)?;
        }
        Ok(Self {
            may_start: elsewhere.is_none(),
            may_ask: true,
            socket: elsewhere.unwrap_or_else(|| desk.clone()),
            desk,
            first: first.clone(),
            key_file: common.key_file.as_deref().map(absolute).transpose()?,
            operator: operator.to_owned(),
        })
    }

    /// The same way for a screen that comes back: nothing is founded and nobody is asked.
    #[must_use]
    pub fn again(&self) -> Self {
        Self {
            may_ask: false,
            first: First::default(),
            ..self.clone()
        }
    }

    fn hello(&self, want: Want, secret: u128) -> Hello {
        let origin = origin::origin(&self.operator);
        Hello {
            versions: Versions::ours(),
            want,
            secret,
            operator: self.operator.clone(),
            terminal: origin.terminal.as_str().to_owned(),
            remote: origin.remote.as_str().to_owned(),
        }
    }
}

/// A path that does not depend on where a process stands.
///
/// # Errors
/// When this process does not know where it stands.
pub fn absolute(path: &Path) -> Result<PathBuf, Problem> {
    std::path::absolute(path).map_err(|e| {
        Problem::setup(format!(
            "{} cannot be found from here: {e}.",
            path.display()
        ))
    })
}

/// What came of a knock.
#[derive(Debug)]
pub enum Knock {
    /// Somebody answers.
    Open(UnixStream, Answer),
    /// Nobody does.
    Nobody,
    /// Somebody does not want us, or may not be believed.
    No(Problem),
}

/// Knocks once.
pub fn knock(way: &Way, want: Want, secret: u128) -> Knock {
    let folder = match Folder::open(&way.socket) {
        Ok(Some(folder)) => folder,
        Ok(None) => return Knock::Nobody,
        Err(problem) => return Knock::No(problem),
    };
    match at(&folder, PROTOCOL, &way.hello(want, secret)) {
        Knock::Nobody => others(&folder, way, want),
        knock => knock,
    }
}

/// A desk of another version, if one answers: it says what it speaks, or does what any version does.
fn others(folder: &Folder, way: &Way, want: Want) -> Knock {
    let asked = if want == Want::Session {
        Want::Look
    } else {
        want
    };
    for protocol in folder.protocols() {
        if protocol != PROTOCOL {
            match at(folder, protocol, &way.hello(asked, 0)) {
                Knock::Nobody => {}
                Knock::Open(_, Answer::In { .. }) => {
                    return Knock::No(Problem::ours(
                        "A desk of another version says that it speaks this one.",
                    ));
                }
                knock => return knock,
            }
        }
    }
    Knock::Nobody
}

fn at(folder: &Folder, protocol: u32, hello: &Hello) -> Knock {
    let name = socket::name(protocol);
    let shown = folder.path().join(&name);
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => Knock::Nobody,
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Knock::No(silent(folder.path())),
        io::ErrorKind::PermissionDenied => Knock::No(
            Problem::setup(format!(
                "The desk at {} was not used: {error}.",
                shown.display()
            ))
            .hint("If your account should work on this desk, it must be in the desk's group."),
        ),
        _ => Knock::No(Problem::machine(format!(
            "The desk at {} cannot be reached: {error}.",
            shown.display()
        ))),
    };
    let mut stream = match folder.connect(&name) {
        Ok(stream) => stream,
        Err(error) => return failed(error),
    };
    let greeted = stream
        .set_read_timeout(Some(GREETING))
        .and_then(|()| {
            // A desk that refuses an account says so and closes before it has read a byte: its word is there all the
            // same.
            let said = frame::write(&mut stream, &encode_hello(hello));
            match frame::read(&mut stream, frame::GREETING) {
                Ok(Some(welcome)) => Ok(Some(welcome)),
                other => said.and(other),
            }
        })
        .and_then(|welcome| stream.set_read_timeout(None).map(|()| welcome));
    match greeted {
        Ok(Some(welcome)) => match decode_welcome(&welcome) {
            Ok(welcome) => match welcome.answer {
                Answer::No(problem) => Knock::No(problem),
                answer => Knock::Open(stream, answer),
            },
            Err(error) => Knock::No(Problem::machine(format!(
                "What answers at {} is no desk of this program: {error}.",
                shown.display()
            ))),
        },
        // It ended in this moment: as good as nobody.
        Ok(None) => Knock::Nobody,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::ConnectionReset
                    | io::ErrorKind::BrokenPipe
                    | io::ErrorKind::UnexpectedEof
            ) =>
        {
            Knock::Nobody
        }
        Err(error) => failed(error),
    }
}

/// What is said of a desk that holds its socket and does not answer.
fn silent(folder: &Path) -> Problem {
    let pid = lock::holder(folder)
        .pid
        .map_or(String::new(), |pid| format!(" (process {pid})"));
    Problem::machine(format!(
        "The desk in {}{pid} does not answer.",
        folder.display()
    ))
    .hint("It may be stopped or waiting for its disk. porchlight list and show read past it.")
}

/// A line to a desk, and whether it was started for it.
pub struct Reached {
    /// The line, greeted.
    pub stream: UnixStream,
    /// It was started just now, from here.
    pub started: bool,
}

/// Reaches the desk, starting it when nobody answers.
///
/// # Errors
/// When it refuses, when it does not start, or when it may not be started from here; in words.
pub fn reach(way: &Way, secret: u128) -> Result<Reached, Problem> {
    let end = Real.boot().saturating_add(START);
    let mut started = false;
    let mut held = false;
    let mut fallen = 0;
    loop {
        match knock(way, Want::Session, secret) {
            Knock::Open(stream, Answer::In { .. }) => return Ok(Reached { stream, started }),
            Knock::No(problem) => return Err(problem),
            // One that ends is waited for: another takes its place.
            Knock::Open(..) => {}
            Knock::Nobody if !way.may_start => return Err(nobody(way)),
            // Who holds the lock may be about to answer; it may as well be a command that needs the whole desk.
            Knock::Nobody if held && Real.boot() >= end => return Err(lock::in_use(&way.desk)),
            Knock::Nobody => match start(way)? {
                // It said itself that it answers: nothing is waited for.
                Started::Answers if !started => {
                    started = true;
                    continue;
                }
                Started::Answers => {}
                Started::Fell if fallen >= FALLS => return Err(fell()),
                Started::Fell => fallen += 1,
                Started::Held => {
                    if !held && lock::holder(&way.desk).socket.is_none() {
                        // Not a desk but a command at work: it is told at once who, and not waited for long.
                        held = true;
                        if knock_for(way, secret, Duration::from_secs(2)) {
                            continue;
                        }
                        return Err(lock::in_use(&way.desk));
                    }
                    held = true;
                }
            },
        }
        if Real.boot() >= end {
            return Err(silent(&way.desk));
        }
        breathe(BETWEEN);
    }
}

/// Knocks until somebody answers or a time is over.
fn knock_for(way: &Way, secret: u128, time: Duration) -> bool {
    let end = Real
        .boot()
        .saturating_add(i64::try_from(time.as_micros()).unwrap_or(i64::MAX));
    while Real.boot() < end {
        if !matches!(knock(way, Want::Look, secret), Knock::Nobody) {
            return true;
        }
        breathe(BETWEEN);
    }
    false
}

fn nobody(way: &Way) -> Problem {
    Problem::setup(format!("No desk answers in {}.", way.socket.display()))
        .hint("It is served by another account or by systemd: ask whoever set it up to start it.")
}

/// Lets a little time pass for something outside this process.
pub fn breathe(time: Duration) {
    let (_keep, wait) = channel::<()>();
    let _ = wait.recv_timeout(time);
}

/// What came of a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Started {
    /// It answers.
    Answers,
    /// Somebody else has the desk.
    Held,
    /// It ended without a word: killed, most likely.
    Fell,
}

/// The first file that is none of the three standard ones.
const FIRST_FILE: i32 = 3;

/// What a started desk keeps of our surroundings: where things are, and whose; nothing of the terminal or the line.
const KEPT: [&str; 12] = [
    "HOME",
    "USER",
    "LOGNAME",
    "PATH",
    "LANG",
    "TZ",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
    "PORCHLIGHT_KEY_FILE",
    "CREDENTIALS_DIRECTORY",
];

/// Starts the desk, away from this terminal, and waits until it answers or says why not.
///
/// # Errors
/// What it says, or why it could not be started.
pub fn start(way: &Way) -> Result<Started, Problem> {
    let failed = |e: io::Error| Problem::machine(format!("The desk could not be started: {e}."));
    let program = std::env::current_exe().map_err(failed)?;
    let mut command = Command::new(program);
    command.arg("--desk").arg(&way.desk);
    if let Some(file) = &way.key_file {
        command.arg("--key-file").arg(file);
    }
    if let Some(agency) = &way.first.agency {
        command.arg("--agency").arg(agency);
    }
    if let Some(zone) = way.first.zone {
        command.arg("--zone").arg(zone.name());
    }
    // Files that we were given ourselves (a lock that a script holds, the end of a pipe) are not the desk's to keep
    // open: it outlives whoever gave them.
    close_fds::set_fds_cloexec(FIRST_FILE, &[]);
    let kept = KEPT
        .iter()
        .filter_map(|name| Some((name, std::env::var_os(name)?)));
    let mut child = command
        .args(["serve", "--auto"])
        .env_clear()
        .envs(kept)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let result = listen(&mut child, way);
    match result {
        Ok(Started::Answers) => {
            // It outlives us; if it ends before, nobody is to be left of it.
            let _ = std::thread::Builder::new()
                .name("desk's end".to_owned())
                .spawn(move || child.wait());
        }
        _ => {
            let _ = child.wait();
        }
    }
    result
}

/// Follows a start: what the new desk says, and what it asks.
fn listen(child: &mut Child, way: &Way) -> Result<Started, Problem> {
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Ok(Started::Fell);
    };
    let mut tell = |words: &str| to.write_all(format!("{words}\n").as_bytes()).is_ok();
    tell(&way.operator.replace('\n', " "));
    for line in BufReader::new(from).lines() {
        let Ok(line) = line else { break };
        match line.as_str() {
            told::READY => return Ok(Started::Answers),
            told::HELD => return Ok(Started::Held),
            told::ASK if !way.may_ask => {
                return Err(Problem::operator(
                    "the desk opens by its passphrase, and that is not asked for on this screen",
                )
                .hint("Start porchlight in another terminal, or leave and start it here; what is typed here stays until then."));
            }
            told::ASK => {
                let words = unlock::ask("Passphrase or recovery key of this desk: ")?;
                if !tell(&words) {
                    return Ok(Started::Fell);
                }
            }
            other => {
                let problem = other
                    .strip_prefix(told::NO)
                    .and_then(|json| bytes::decode_message(json.as_bytes()).ok());
                if let Some(Message::Reply {
                    result: Err(problem),
                    ..
                }) = problem
                {
                    return Err(problem);
                }
            }
        }
    }
    Ok(Started::Fell)
}

/// What is said of a desk that falls each time it starts.
fn fell() -> Problem {
    Problem::machine("The desk ended each time it started, and said nothing.")
        .hint("porchlight serve runs it in the foreground and shows what it says.")
}

/// A problem as a started desk tells it.
pub fn told_no(problem: &Problem) -> String {
    let message = Message::Reply {
        number: 0,
        result: Err(problem.clone()),
    };
    let json = bytes::encode_message(&message);
    format!("{}{}", told::NO, String::from_utf8_lossy(&json))
}
