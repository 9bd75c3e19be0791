//! `porchlight stop`: the desk finishes what was asked, tells its sessions, and ends. Works on a desk of any version.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::args::Common;
use super::knock::{self, Knock, Way, breathe};
use super::open::First;
use super::{out, settings};
use crate::env::clock::{Clock, Real};
use crate::env::disk::{self, Disk, How};
use crate::record::Problem;
use crate::store::lock;
use crate::wire::hello::{Answer, Want};

/// So long a desk may take to finish, in µs.
const FINISHING: i64 = 30_000_000;

/// Runs the command.
///
/// # Errors
/// When no desk answers, or it does not end.
pub fn run(common: &Common) -> Result<ExitCode, Problem> {
    let settings = settings::settings(common)?;
    let way = Way::of(common, &settings.operator, &First::default())?;
    match ask(&way, Want::Stop)? {
        true => {
            out::tell("porchlight: The desk has ended. Screens that were open keep what is typed.")
        }
        false => out::tell("porchlight: No desk is running there."),
    }
    Ok(ExitCode::SUCCESS)
}

/// Frees a desk for a command that needs the whole of it: a desk that a session started and nobody works on steps
/// aside.
///
/// # Errors
/// When somebody works on it, or it was served to stay: who, and what to do.
pub fn make_way(common: &Common) -> Result<(), Problem> {
    let way = Way::of(common, "", &First::default())?;
    ask(&way, Want::Yield).map(|_| ())
}

/// Ends a desk whoever works on it: screens keep what is typed and come back by themselves.
///
/// # Errors
/// When it does not end.
pub fn end(common: &Common) -> Result<(), Problem> {
    let way = Way::of(common, "", &First::default())?;
    ask(&way, Want::Stop).map(|_| ())
}

/// Asks the desk to end and waits for it; `false` when none answered.
fn ask(way: &Way, want: Want) -> Result<bool, Problem> {
    match knock::knock(way, want, 0) {
        Knock::Nobody => return Ok(false),
        Knock::No(problem) => return Err(problem),
        Knock::Open(_, Answer::Ending) => {}
        Knock::Open(..) => {
            return Err(Problem::machine(
                "The desk did not understand that it should end.",
            ));
        }
    }
    let end = Real.boot().saturating_add(FINISHING);
    while !is_free(&way.desk) {
        if Real.boot() >= end {
            let pid = lock::holder(&way.desk).pid;
            return Err(Problem::machine(format!(
                "The desk in {} has not ended yet.",
                way.desk.display()
            ))
            .hint(pid.map_or("Wait a little.".to_owned(), |pid| {
                format!("Wait a little; if its disk hangs, kill -TERM {pid} is what is left.")
            })));
        }
        breathe(Duration::from_millis(5));
    }
    Ok(true)
}

/// Whether nobody holds a desk's lock; what cannot be looked at is not waited for.
fn is_free(desk: &Path) -> bool {
    disk::Real::new()
        .open(&desk.join(lock::FILE), How::Read)
        .and_then(|mut file| file.try_lock())
        .unwrap_or(true)
}
