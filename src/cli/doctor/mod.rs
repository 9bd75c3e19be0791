//! `porchlight doctor`: everything that keeps the desk safe, one line each: ok, warn or bad, and what to do.
//!
//! | part | what it looks at |
//! |---|---|
//! | this file | the desk: place, permissions, lock, chain, clock, keys, roster, backups |
//! | `machine` | what the machine and the way this was built give: space, cryptography, terminal, memory |

mod machine;

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::args::Common;
use super::progress::Progress;
use super::{out, unlock};
use crate::env::clock::{Clock, Real};
use crate::env::disk::{self, Disk};
use crate::env::paths;
use crate::record::Problem;
use crate::record::when::HOUR;
use crate::store::seal::{self, Vault, ring::Kind};
use crate::store::{DeskLock, JournalReader, OpenError, backup};

/// How a line came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Ok,
    Warn,
    Bad,
}

struct Line(Grade, String);

fn ok(words: impl Into<String>) -> Line {
    Line(Grade::Ok, words.into())
}
fn warn(words: impl Into<String>) -> Line {
    Line(Grade::Warn, words.into())
}
fn bad(words: impl Into<String>) -> Line {
    Line(Grade::Bad, words.into())
}

/// Runs the command. It exits with 1 when a line is bad.
///
/// # Errors
/// When there is no desk to look at, or the output cannot be written.
pub fn run(common: &Common) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    super::reading::must_be_there(&folder)?;
    let disk = disk::Real::new();
    let mut lines = vec![
        place(&folder),
        modes(&folder),
        lock(&disk, &folder),
        machine::room(disk.free(&folder)),
    ];
    lines.extend(chain(common, &folder));
    lines.extend(keys(common, &folder));
    lines.push(roster(common));
    lines.push(backups(&disk, &folder));
    lines.extend(machine::lines());
    let mut text = String::new();
    let mut worst = Grade::Ok;
    for Line(grade, words) in &lines {
        worst = worst.max(*grade);
        let word = match grade {
            Grade::Ok => "ok  ",
            Grade::Warn => "warn",
            Grade::Bad => "BAD ",
        };
        text.push_str(&format!("{word}  {words}\n"));
    }
    out::data(&text)?;
    Ok(match worst {
        Grade::Bad => ExitCode::FAILURE,
        Grade::Ok | Grade::Warn => ExitCode::SUCCESS,
    })
}

/// Who may act, as the desk itself knows it.
fn roster(common: &Common) -> Line {
    let Some(roster) = super::who::roster(common) else {
        return warn("roster: the desk cannot be read, so who may act is not known here");
    };
    if roster.is_empty() {
        return warn(
            "roster: nobody is on it, so everybody with this account's file rights may act; porchlight operator add",
        );
    }
    let waiting = match roster.unreviewed() {
        0 => String::new(),
        more => format!("; {more} flagged and not reviewed: porchlight operator flags"),
    };
    let words = format!(
        "roster: {} on it, {} who can release others{waiting}",
        roster.all().count(),
        roster.supervisors()
    );
    match roster.supervisors() {
        0 => bad(words),
        1 => warn(format!("{words}; one more supervisor is wise")),
        _ => ok(words),
    }
}

fn place(folder: &Path) -> Line {
    match paths::check(folder) {
        Ok(()) => ok(format!(
            "place: {} is this account's own, on a disk of this machine",
            folder.display()
        )),
        Err(problem) => bad(format!("place: {problem}")),
    }
}

fn modes(folder: &Path) -> Line {
    let own = rustix::process::getuid().as_raw();
    let mut left: Vec<PathBuf> = vec![folder.to_owned()];
    let mut wrong = Vec::new();
    let mut seen = 0;
    while let Some(path) = left.pop() {
        let Ok(found) = std::fs::symlink_metadata(&path) else {
            continue;
        };
        seen += 1;
        if found.mode() & 0o077 != 0 || found.uid() != own || found.is_symlink() {
            wrong.push(path.display().to_string());
        }
        if found.is_dir() {
            left.extend(
                std::fs::read_dir(&path)
                    .into_iter()
                    .flatten()
                    .flatten()
                    .map(|e| e.path()),
            );
        }
    }
    match wrong.as_slice() {
        [] => ok(format!(
            "permissions: {seen} files and folders are for this account only"
        )),
        [first, ..] => bad(format!(
            "permissions: {} of {seen} can be reached by others or belong to others, {first} among them: chmod -R go-rwx {}",
            wrong.len(),
            folder.display()
        )),
    }
}

fn lock(disk: &dyn Disk, folder: &Path) -> Line {
    match DeskLock::take(disk, folder, Real.wall()) {
        Ok(_) => ok("lock: nobody has the desk open"),
        Err(OpenError::Held(problem)) => ok(format!("lock: {}", problem.sentence)),
        Err(error) => bad(format!("lock: {}", error.problem())),
    }
}

fn chain(common: &Common, folder: &Path) -> Vec<Line> {
    let disk: Arc<dyn Disk> = Arc::new(disk::Real::new());
    let marks: Vec<(u64, String)> = backup::listed(disk.as_ref(), folder)
        .into_iter()
        .map(|backup| (backup.entries, backup.head))
        .collect();
    let mut reader = match JournalReader::unlocked(folder, disk, &unlock::ways(common)) {
        Ok(reader) => reader,
        Err(error) => return vec![bad(format!("chain: {}", error.problem()))],
    };
    let mut lines = Vec::new();
    let mut bar = Progress::of(common, "doctor");
    let walked = reader.verify(&marks, &mut |done, of| bar.entries(done, of));
    bar.end();
    lines.push(match walked {
        Ok(walk) if walk.wrong.is_empty() => ok(format!(
            "chain: {} entries whole, head {}",
            walk.entries,
            &backup::hex(&walk.head)[..16]
        )),
        Ok(walk) => bad(format!(
            "chain: {} places are not as written (porchlight verify names them): porchlight heal, or restore a backup",
            walk.wrong.len()
        )),
        Err(error) => bad(format!("chain: {error}")),
    });
    let wall = Real.wall();
    let ahead = reader.last_time().map_or(0, |last| last.since(wall));
    lines.push(if ahead > HOUR / 60 {
        bad(format!(
            "clock: the last entry is {} minutes ahead of this machine's clock: set the clock, and let a time server keep it",
            ahead / (HOUR / 60)
        ))
    } else {
        ok("clock: not behind what is recorded")
    });
    lines
}

fn keys(common: &Common, folder: &Path) -> Vec<Line> {
    let disk = disk::Real::new();
    if !seal::is_sealed(&disk, folder) {
        return vec![bad(
            "keys: this desk is not sealed: porchlight seal seals it",
        )];
    }
    let ways = unlock::ways(common);
    let vault = match Vault::open(&disk, folder, &ways) {
        Ok(Some((vault, said))) if said.is_empty() => vault,
        Ok(Some((_, said))) => {
            return vec![warn(format!(
                "keys: {} The other copy is whole; the next start mends it",
                said.join(" ")
            ))];
        }
        Ok(None) => return vec![bad("keys: gone")],
        Err(error) => return vec![bad(format!("keys: {}", error.problem()))],
    };
    let ways_in: Vec<&str> = vault.slots().iter().map(|slot| slot.kind.word()).collect();
    let mut lines = vec![ok(format!("keys: sealed; opens by {}", ways_in.join(", ")))];
    let inside =
        ways.key_file.is_none() && vault.slots().iter().any(|slot| slot.kind == Kind::File);
    if inside {
        lines.push(warn(
            "key file: it lies in the desk's own folder, so a copy of the folder holds lock and key: move it elsewhere and name it with PORCHLIGHT_KEY_FILE",
        ));
    }
    if !vault.slots().iter().any(|slot| slot.kind == Kind::Recovery) {
        lines.push(warn(
            "recovery: no recovery key: porchlight key recovery prints one",
        ));
    }
    lines
}

fn backups(disk: &dyn Disk, folder: &Path) -> Line {
    let listed = backup::listed(disk, folder);
    let Some(last) = listed.last() else {
        return warn("backup: none was ever made: porchlight backup DIR, on another disk");
    };
    let Some(good) = backup::newest_good(disk, folder) else {
        return bad(format!(
            "backup: none of {} can be reached and read whole from here, the last in {}: porchlight backup DIR, on another disk",
            listed.len(),
            last.folder.display()
        ));
    };
    let age = Real.wall().since(good.at);
    let words = format!(
        "backup: the last good one is {} old, read back whole, in {}",
        rough(age),
        good.folder.display()
    );
    let elsewhere = listed
        .iter()
        .any(|one| !one.folder.starts_with(folder) && disk.exists(&one.folder));
    if good.folder != last.folder {
        bad(format!(
            "{words}; a later one, in {}, is not whole",
            last.folder.display()
        ))
    } else if age > 24 * HOUR {
        warn(format!("{words}: make another"))
    } else if !elsewhere {
        warn(format!(
            "{words}: every one lies in the desk's own folder and is lost with it: porchlight backup DIR, on another disk, or the desk setting backup.folder"
        ))
    } else {
        ok(words)
    }
}

/// An age in its largest unit.
pub(super) fn rough(age: i64) -> String {
    match age / (HOUR / 60) {
        minutes if minutes < 120 => format!("{minutes} min"),
        minutes if minutes < 48 * 60 => format!("{} hours", minutes / 60),
        minutes => format!("{} days", minutes / (24 * 60)),
    }
}
