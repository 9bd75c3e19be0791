//! `porchlight heal`: writes a damaged or missing journal anew from sled's verbatim copies.
//!
//! Only a person chooses this: until then the desk is shown read-only from what is whole.

use std::process::ExitCode;
use std::sync::Arc;

use super::args::Common;
use super::progress::Progress;
use super::{noted, out};
use crate::env::clock::{Clock, Real};
use crate::env::{disk, paths};
use crate::record::Problem;
use crate::store::{Store, words};

/// Runs the command.
///
/// # Errors
/// When the desk cannot be opened, or sled does not hold what the journal lost; the desk is as it was then.
pub fn run(common: &Common) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    super::reading::must_be_there(&folder)?;
    let opened = Store::unlocked(
        &folder,
        Arc::new(disk::Real::new()),
        Real.wall(),
        &super::unlock::ways(common),
    )
    .map_err(|error| noted::shut(common, &folder, error))?;
    let mut store = opened.store;
    for sentence in &opened.said {
        out::tell(&format!("porchlight: {sentence}"));
    }
    if !store.in_doubt() {
        out::data("The journal is whole; there is nothing to heal.\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut bar = Progress::of(common, "heal");
    let healed = store
        .heal_along(&mut |done, of| bar.entries(done, of))
        .map_err(|error| {
            Problem::machine(format!("{error}")).hint(format!(
                "The desk is as it was. {}",
                words::offer(&disk::Real::new(), &folder)
            ))
        })?;
    bar.end();
    out::data(&format!("{healed}\n"))?;
    Ok(ExitCode::SUCCESS)
}
