//! One process a desk: the lock file, and who has it.
//!
//! The lock is the kernel's (`flock`), so it goes with its process whatever happens; the file's text only says
//! who that is.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use super::OpenError;
use crate::env::disk::{Disk, DiskFile, How};
use crate::record::{Moment, Problem};
use crate::wire::PROTOCOL;

/// The lock's file name in a desk's folder.
pub const FILE: &str = "desk.lock";

/// How often and how long a held lock is tried again: a killed process lets go only when its last thread is gone.
const TRIES: u32 = 40;
const BETWEEN: Duration = Duration::from_millis(20);

/// The lock of a desk, held until dropped.
pub struct DeskLock {
    file: Box<dyn DiskFile>,
    said: String,
}

/// Who has a desk, as its lock file says. Only words: whether anybody has it is the kernel's to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// The process.
    pub pid: Option<i32>,
    /// The protocol it speaks.
    pub protocol: Option<u32>,
    /// Where it answers.
    pub socket: Option<String>,
}

/// What a desk's lock file says of its holder.
pub fn holder(folder: &Path) -> Holder {
    let text = std::fs::read(folder.join(FILE)).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let number = |word: &str| says(&text, word)?.parse().ok();
    Holder {
        pid: number("pid"),
        protocol: says(&text, "protocol").and_then(|n| n.parse().ok()),
        socket: says(&text, "socket"),
    }
}

/// The sentence about who has a desk, as its lock file says.
pub fn in_use(folder: &Path) -> Problem {
    let text = std::fs::read(folder.join(FILE)).unwrap_or_default();
    held(folder, &String::from_utf8_lossy(&text))
}

/// Waits a little for something outside this process to change.
pub(super) fn breathe(time: Duration) {
    let (_keep, wait) = mpsc::channel::<()>();
    let _ = wait.recv_timeout(time);
}

fn account() -> String {
    ["USER", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
        .unwrap_or_else(|| format!("account {}", rustix::process::getuid().as_raw()))
}

fn host() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .map(|name| name.trim().to_owned())
        .unwrap_or_default()
}

/// What a lock file says: one word and its value a line.
fn says(text: &str, word: &str) -> Option<String> {
    let value = text
        .lines()
        .find_map(|line| line.strip_prefix(word)?.strip_prefix(' '))?;
    // The file may have been changed by anybody who may write here; its words go to a terminal.
    Some(crate::record::SafeText::line(value).as_str().to_owned())
}

impl DeskLock {
    /// Takes the lock, or says who has it and since when.
    ///
    /// # Errors
    /// [`OpenError::Held`] when another process has it.
    pub fn take(disk: &dyn Disk, folder: &Path, now: Moment) -> Result<Self, OpenError> {
        let path = folder.join(FILE);
        let cannot = |e: std::io::Error| {
            OpenError::Cannot(
                Problem::setup(format!("{} cannot be used as a lock: {e}.", path.display()))
                    .hint("The folder must belong to this account and be writable."),
            )
        };
        let mut file = disk.open(&path, How::Keep).map_err(cannot)?;
        let mut tries = 0;
        while !file.try_lock().map_err(cannot)? {
            tries += 1;
            if tries >= TRIES {
                let text = disk.read(&path).unwrap_or_default();
                return Err(OpenError::Held(held(
                    folder,
                    &String::from_utf8_lossy(&text),
                )));
            }
            breathe(BETWEEN);
        }
        let said = format!(
            "pid {}\nhost {}\nuser {}\nsince {}\nprotocol {PROTOCOL}\n",
            rustix::process::getpid(),
            host(),
            account(),
            now.0
        );
        let mut lock = Self { file, said };
        lock.write("");
        Ok(lock)
    }

    /// Says where the desk answers.
    pub fn answers_at(&mut self, socket: &Path) {
        self.write(&format!("socket {}\n", socket.display()));
    }

    /// The lock is held already. On a full disk nobody may be kept from reading for want of these words.
    fn write(&mut self, more: &str) {
        let text = format!("{}{more}", self.said);
        let _ = self
            .file
            .set_len(0)
            .and_then(|()| self.file.write_at(text.as_bytes(), 0));
    }
}

fn held(folder: &Path, text: &str) -> Problem {
    let word = |w: &str| says(text, w);
    let who = word("user").unwrap_or_else(|| "Somebody".to_owned());
    let pid = word("pid").map_or(String::new(), |p| format!(" (process {p})"));
    let on = word("host").map_or(String::new(), |h| format!(" on {h}"));
    let since = word("since")
        .and_then(|s| s.parse().ok())
        .map_or(String::new(), |at| {
            format!(" since {} UTC", Moment(at).utc().format("%Y-%m-%d %H:%M"))
        });
    Problem::setup(format!(
        "{who}{pid}{on} has the desk in {} open{since}.",
        folder.display()
    ))
    .hint("porchlight stop lets a running desk finish and end; a command at work ends by itself. list, show, duties, sheet and status work meanwhile.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_has_it() {
        let home = tempfile::tempdir().unwrap();
        let disk = crate::env::disk::Real::new();
        let at = Moment(1_794_000_000_000_000);
        let lock = DeskLock::take(&disk, home.path(), at).unwrap();
        let Err(OpenError::Held(problem)) = DeskLock::take(&disk, home.path(), at) else {
            panic!("the lock was given twice");
        };
        let pid = std::process::id().to_string();
        assert!(
            problem.sentence.contains(&format!("(process {pid})")),
            "{problem}"
        );
        assert!(
            problem.sentence.contains("since 2026-11-06 21:20 UTC"),
            "{problem}"
        );
        drop(lock);
        DeskLock::take(&disk, home.path(), at).unwrap();
    }

    #[test]
    fn a_lock_file_with_anything_in_it_still_makes_a_sentence() {
        for text in ["", "\0\0", "pid x\nsince y", "user \u{1b}[31mred\u{202e}"] {
            let sentence = held(Path::new("/desk"), text).sentence;
            assert!(
                sentence.contains("has the desk in /desk open"),
                "{sentence}"
            );
            assert!(!sentence.contains('\u{1b}') && !sentence.contains('\u{202e}'));
        }
    }
}
