//! The command line, by the real binary.

mod clocks;
mod desks;
mod directory;
mod do_lines;
mod operator;
mod readers;
mod readme;
mod recover;
mod tables;
mod tries;
mod usage;

use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output, Stdio};

use porchlight::cli::open::{self, First};
use porchlight::desk::local::LocalDesk;
use porchlight::env::clock::{Clock, Real};
use porchlight::record::when::MINUTE;
use porchlight::record::{Moment, SessionId};
use porchlight::store::Store;
use porchlight::wire::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");

/// A home of its own for the program: nothing of the account that runs the tests.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Drop for Home {
    fn drop(&mut self) {
        // A desk that was started ends before its folder goes.
        self.run(&["stop"]);
    }
}

/// What a run said.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
    /// Where this home's desk lies when nothing else is said.
    pub fn desk(&self) -> PathBuf {
        self.path().join("data/porchlight")
    }
    /// Where its practice desk lies.
    pub fn practice(&self) -> PathBuf {
        self.path().join("state/porchlight/practice")
    }
    /// A process of the program, or of a shell around it, in this home.
    pub fn process(&self, program: &str) -> Process {
        let mut process = Process::new(program);
        process
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path())
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_STATE_HOME", self.path().join("state"))
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("TZ", "America/New_York")
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm-256color")
            .env("USER", "tester")
            .stdin(Stdio::null());
        process
    }
    pub fn run(&self, args: &[&str]) -> Ran {
        ran(self.process(PROGRAM).args(args).output().unwrap())
    }
    /// Runs a line of shell in which `$P` is the program.
    pub fn shell(&self, line: &str) -> Ran {
        ran(self
            .process("sh")
            .args(["-c", line])
            .env("P", PROGRAM)
            .output()
            .unwrap())
    }
    /// Opens this home's desk for writing, as the program would, and founds it the first time.
    pub fn opened(&self, now: Moment) -> Store {
        let first = First {
            agency: Some("Harlan County".into()),
            zone: Some("America/New_York".parse().unwrap()),
            practice: false,
        };
        let first = if self.desk().exists() {
            First::default()
        } else {
            first
        };
        open::desk(&self.desk(), &first, "Priya", now)
            .unwrap()
            .store
    }
    /// Makes a desk of commands, each with the minutes ago at which it was given.
    pub fn made(&self, commands: &[(i64, Command)]) {
        let now = Real.wall();
        let start = now.plus(-30 * 24 * 60 * MINUTE);
        let mut desk = LocalDesk::open(self.opened(start), start, 7 << 64).unwrap();
        for (ago, command) in commands {
            desk.at(now.plus(-ago * MINUTE));
            desk.carry(SessionId(7), "Priya", command.clone()).unwrap();
        }
    }
}

fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

impl Ran {
    /// What was printed, as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|why| panic!("{why}: {self:?}"))
    }
}

/// An intake of a name.
pub fn intake(name: &str) -> Command {
    Command::Open {
        key_at: None,
        name: Some(name.into()),
        child: None,
        channel: None,
        came_at: None,
        zone: None,
        linked: Vec::new(),
    }
}

/// The keys of a JSON object, sorted.
pub fn keys(value: &serde_json::Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"))
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

/// Holds an object to exactly these keys, in any order.
pub fn has(value: &serde_json::Value, expected: &str) {
    let mut expected: Vec<&str> = expected.split_whitespace().collect();
    expected.sort_unstable();
    assert_eq!(keys(value), expected);
}

/// The journal's first segment of a desk.
pub fn segment(desk: &Path) -> PathBuf {
    let folder = desk.join("journal");
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "seg"))
        .collect();
    names.sort();
    names.remove(0)
}
