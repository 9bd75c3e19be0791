//! `porchlight verify`: walks the whole chain, opens every entry, and names the place of any change.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use super::args::Common;
use super::progress::Progress;
use super::{noted, out, unlock};
use crate::env::{disk, paths};
use crate::record::Problem;
use crate::store::{JournalReader, backup};

/// Runs the command.
///
/// # Errors
/// When the desk cannot be read at all.
pub fn run(common: &Common) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    let disk = disk::Real::new();
    let listed = backup::listed(&disk, &folder);
    let mut reader = JournalReader::unlocked(&folder, Arc::new(disk), &unlock::ways(common))
        .map_err(|error| noted::shut(common, &folder, error))?;
    let marks: Vec<(u64, String)> = listed
        .iter()
        .map(|backup| (backup.entries, backup.head.clone()))
        .collect();
    let mut bar = Progress::of(common, "verify");
    let walk = reader
        .verify(&marks, &mut |done, of| bar.entries(done, of))
        .map_err(|error| Problem::machine(format!("The chain cannot be walked: {error}.")))?;
    bar.end();
    let mut text = format!(
        "{} entries in {} frames; head {}\n",
        walk.entries,
        walk.frames,
        backup::hex(&walk.head)
    );
    if walk.purged > 0 {
        let _ = writeln!(
            text,
            "{} entries are of purged records; their bytes are in the chain as written.",
            walk.purged
        );
    }
    for wrong in &walk.wrong {
        let _ = writeln!(text, "CHANGED: {wrong}");
    }
    if walk.wrong.is_empty() {
        text.push_str("Every frame follows the one before, and every entry is what was sealed in its place.\n");
    }
    if let (false, Some(offer)) = (walk.wrong.is_empty(), &reader.offer) {
        let _ = writeln!(text, "{offer}");
    }
    out::data(&text)?;
    Ok(if walk.wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
