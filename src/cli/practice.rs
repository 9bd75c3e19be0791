//! `porchlight practice`: a throw-away desk with made-up cases, in a folder of its own.
//!
//! It starts afresh each time unless `--keep`. It is never in the folder that `--desk` or `PORCHLIGHT_DESK`
//! names, so it cannot come near real cases.

use std::path::Path;
use std::process::ExitCode;

use super::args::Common;
use super::open::{self, First};
use super::{list, made_up, out, reading, settings, start};
use crate::desk::founding;
use crate::desk::local::LocalDesk;
use crate::env::clock::{Clock, Real};
use crate::env::disk::{self, Disk};
use crate::env::{ids, paths};
use crate::record::when::MINUTE;
use crate::record::{Moment, Problem, SessionId};
use crate::store::{OpenError, Store, lock};

/// Who is said to have entered the made-up cases.
const NOBODY: &str = "practice";

/// How long before the present the practice desk was founded: before everything in the script.
const FOUNDED: i64 = 6 * 24 * 60 * MINUTE;

/// Runs the command.
///
/// # Errors
/// When the folder is in use or cannot be written.
pub fn run(common: &Common, keep: bool) -> Result<ExitCode, Problem> {
    let folder = paths::practice()?;
    // The variable is there all night and is passed over; a folder asked for by hand is not passed over in silence.
    let from_variable = std::env::var_os("PORCHLIGHT_DESK").map(std::path::PathBuf::from);
    if common.desk.is_some() && common.desk != from_variable {
        return Err(Problem::operator(
            "The practice desk has a folder of its own and is never opened in one that --desk names.",
        )
        .example("porchlight practice")
        .hint(format!("Its folder is {}; XDG_STATE_HOME moves it.", folder.display())));
    }
    let common = Common {
        desk: Some(folder.clone()),
        ..common.clone()
    };
    let settings = settings::settings(&common)?;
    let wall = Real.wall();
    let now = match &common.at {
        // In the zone that the desk will show it in.
        Some(words) => {
            let kept = reading::look(&common).ok().filter(|_| keep);
            let zone = kept
                .and_then(|look| look.docket.desk.map(|desk| desk.zone))
                .or_else(open::machine_zone)
                .unwrap_or(founding::ASSUMED);
            reading::pretended(words, wall, zone)?
        }
        None => wall,
    };
    let (store, said) = if keep && reading::look(&common).is_ok() {
        let opened = open::desk(&folder, &First::default(), &settings.operator, now)?;
        (opened.store, opened.said)
    } else {
        clear(&folder, wall)?;
        (fill(&folder, now)?, Vec::new())
    };
    let caps = start::caps(&settings);
    out::tell(&format!(
        "porchlight: PRACTICE, everybody is made up. The desk is in {}.",
        folder.display()
    ));
    if !caps.full_screen {
        drop(store);
        return list::run(&common, "due");
    }
    let pretended = common.at.is_some().then_some(now);
    start::screen(&folder, store, &said, &settings, caps, pretended)
}

/// Takes away the former practice desk.
fn clear(folder: &Path, now: Moment) -> Result<(), Problem> {
    let failed = |what: &Path, error: &std::io::Error| {
        Problem::setup(format!(
            "The former practice desk cannot be cleared: {}: {error}.",
            what.display()
        ))
    };
    paths::check(folder)?;
    let common = Common {
        desk: Some(folder.to_owned()),
        ..Common::default()
    };
    if let Ok(look) = reading::look(&common)
        && look.docket.desk.is_some_and(|desk| !desk.practice)
    {
        return Err(Problem::setup(format!(
            "{} holds a desk with real cases, so nothing in it is touched.",
            folder.display()
        ))
        .hint("Move it to another folder and name that with --desk."));
    }
    let disk = disk::Real::new();
    disk.make_folder(folder).map_err(|e| failed(folder, &e))?;
    // Nobody else may have it while it goes.
    let _held = lock::DeskLock::take(&disk, folder, now).map_err(OpenError::problem)?;
    for name in disk.list(folder).map_err(|e| failed(folder, &e))? {
        if name == lock::FILE {
            continue;
        }
        let path = folder.join(name);
        let gone = match path.symlink_metadata() {
            Ok(found) if found.is_dir() => std::fs::remove_dir_all(&path),
            _ => disk.remove(&path),
        };
        gone.map_err(|e| failed(&path, &e))?;
    }
    Ok(())
}

/// Founds a practice desk and tells it the made-up cases, each at its own time.
fn fill(folder: &Path, now: Moment) -> Result<Store, Problem> {
    let founded = now.plus(-FOUNDED);
    let first = First {
        agency: Some("Practice desk, made-up cases".to_owned()),
        practice: true,
        ..First::default()
    };
    let opened = open::desk(folder, &first, NOBODY, founded)?;
    let mut desk = LocalDesk::open(opened.store, founded, ids::fresh()?)?;
    let session = SessionId(ids::fresh()?);
    for step in made_up::script() {
        desk.at(now.plus(-step.ago * MINUTE));
        desk.carry(session, NOBODY, step.command)?;
    }
    Ok(desk.into_log())
}
