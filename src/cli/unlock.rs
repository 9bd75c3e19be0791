//! The ways to a desk's key that the command line and a person give: a named key file, an open file with the
//! passphrase, or the terminal without echo. Never an argument: arguments are seen by everybody on the machine.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use rustix::termios::{self, LocalModes, OptionalActions};
use zeroize::Zeroizing;

use super::args::Common;
use super::out;
use crate::record::Problem;
use crate::store::seal::unlock::{Unlock, Words};

/// The open file the passphrase is read from; `u32::MAX` for none.
static FD: AtomicU32 = AtomicU32::new(u32::MAX);
/// The longest passphrase, in bytes.
const MOST: usize = 1024;

/// Says from which open file the passphrase is read.
pub fn use_fd(fd: Option<u32>) {
    FD.store(fd.unwrap_or(u32::MAX), Ordering::Relaxed);
}

/// The ways to the desk's key.
pub fn ways(common: &Common) -> Unlock {
    Unlock {
        ask: Some(|| ask("Passphrase or recovery key of this desk: ")),
        ..named(common)
    }
}

/// The same without asking anybody.
pub fn named(common: &Common) -> Unlock {
    let mut unlock = Unlock::of_process();
    if let Some(path) = &common.key_file {
        unlock.key_file = Some(path.clone());
    }
    unlock
}

/// Asks for words nobody may see: from the open file that was named, else at the terminal.
///
/// # Errors
/// When there is nobody to ask, with what to do.
pub fn ask(prompt: &str) -> Result<Words, Problem> {
    match FD.load(Ordering::Relaxed) {
        u32::MAX => at_terminal(prompt),
        fd => from_fd(fd),
    }
}

fn clean(mut words: Words) -> Result<Words, Problem> {
    while words.ends_with(['\n', '\r']) {
        words.pop();
    }
    if words.is_empty() {
        return Err(Problem::operator(
            "Nothing was typed, so nothing is opened.",
        ));
    }
    Ok(words)
}

/// Lines read from the named open file and not yet asked for.
static LINES: Mutex<Option<VecDeque<Words>>> = Mutex::new(None);

fn from_fd(fd: u32) -> Result<Words, Problem> {
    let failed = |e: io::Error| {
        Problem::setup(format!(
            "The passphrase cannot be read from open file {fd}: {e}."
        ))
        .example("porchlight --passphrase-fd 3 list 3< passphrase")
    };
    if fd == 0 {
        return clean(line(rustix::stdio::stdin()).map_err(failed)?);
    }
    let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    if lines.is_none() {
        let mut text = Zeroizing::new(String::new());
        std::fs::File::open(format!("/dev/fd/{fd}"))
            .and_then(|file| file.take(MOST as u64).read_to_string(&mut text))
            .map_err(failed)?;
        *lines = Some(text.lines().map(|l| Zeroizing::new(l.to_owned())).collect());
    }
    clean(
        lines
            .as_mut()
            .and_then(VecDeque::pop_front)
            .unwrap_or_default(),
    )
}

/// One line, byte by byte: what follows it belongs to somebody else.
fn line(from: impl AsFd) -> io::Result<Words> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST));
    let mut one = [0_u8; 1];
    while bytes.len() < MOST && rustix::io::read(&from, &mut one)? == 1 && one[0] != b'\n' {
        bytes.push(one[0]);
    }
    std::str::from_utf8(&bytes)
        .map(|text| Zeroizing::new(text.to_owned()))
        .map_err(io::Error::other)
}

/// Turns the terminal's echo off until dropped.
struct Quiet<'a>(&'a std::fs::File, termios::Termios);

impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        let _ = termios::tcsetattr(self.0, OptionalActions::Flush, &self.1);
    }
}

fn at_terminal(prompt: &str) -> Result<Words, Problem> {
    let nobody = || {
        Problem::setup("This desk opens by a passphrase or a recovery key, and there is no terminal to type it at.")
            .hint("Give it with --passphrase-fd, or name a key file with --key-file.")
    };
    // The terminal itself: standard input may be a file of commands.
    let tty = std::fs::File::open("/dev/tty").map_err(|_| nobody())?;
    let before = termios::tcgetattr(&tty).map_err(|_| nobody())?;
    let mut quiet = before.clone();
    quiet.local_modes.remove(LocalModes::ECHO);
    let guard = Quiet(&tty, before);
    termios::tcsetattr(&tty, OptionalActions::Flush, &quiet).map_err(|_| nobody())?;
    out::ask(prompt);
    let read = line(&tty);
    drop(guard);
    out::tell("");
    clean(read.map_err(|_| nobody())?)
}
