//! `porchlight backup` and `porchlight restore`.

use std::path::Path;
use std::process::ExitCode;

use super::args::Common;
use super::progress::Progress;
use super::{noted, out, unlock};
use crate::env::clock::{Clock, Real};
use crate::env::disk;
use crate::env::paths;
use crate::record::{Problem, Stream};
use crate::store::seal::{Vault, ring::Kind};
use crate::store::{JournalReader, backup};

/// Makes a backup.
///
/// # Errors
/// When the desk is damaged or a disk refuses; there is no new backup then.
pub fn make(common: &Common, dir: &Path) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    super::reading::must_be_there(&folder)?;
    if dir.starts_with(&folder) {
        return Err(
            Problem::operator("A backup inside the desk's own folder is lost with it.")
                .example("porchlight backup /srv/backups"),
        );
    }
    let disk = disk::Real::new();
    // In full, so that the list remembers where it is from anywhere.
    let dir =
        std::path::absolute(dir).map_err(|e| Problem::setup(format!("{}: {e}.", dir.display())))?;
    let mut bar = Progress::of(common, "backup");
    let made = backup::make(&disk, &folder, &dir, Real.wall(), &mut |done, of| {
        bar.at(done, of);
    })
    .map_err(|error| Problem::machine(format!("No backup was made: {error}.")))?;
    bar.end();
    out::data(&format!(
        "{}: {} entries, {} bytes, read back and compared.\n",
        made.folder.display(),
        made.entries,
        made.bytes
    ))?;
    if !made.sealed {
        out::tell(
            "porchlight: This desk is not sealed, and neither is the backup: whoever has it reads everything.",
        );
    } else if let Ok(Some((vault, _))) = Vault::open(&disk, &folder, &unlock::ways(common))
        && vault.slots().iter().all(|slot| slot.kind == Kind::File)
    {
        out::tell(
            "porchlight: The backup opens only by this desk's key file, which is not in it. Keep a copy of the key file elsewhere, or print a recovery key (porchlight key recovery) and back up again.",
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Restores a backup.
///
/// # Errors
/// When the place is not empty or the backup is not as it was written.
pub fn restore(common: &Common, from: &Path) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    paths::check(&folder)?;
    let disk = disk::Real::new();
    let mut bar = Progress::of(common, "restore");
    let (backup, buried) = backup::restore(&disk, from, &folder, Real.wall(), &mut |done, of| {
        bar.at(done, of);
    })
    .map_err(|error| noted::shut(common, &folder, error))?;
    bar.end();
    let mut text = format!(
        "The desk is in {}: {} entries, every digest as written.\n",
        folder.display(),
        backup.entries
    );
    if buried > 0 {
        text.push_str(&format!(
            "{buried} records that were purged since stay purged.\n"
        ));
    }
    text.push_str(
        "New cases get numbers from the next free thousand on: what was opened after the backup has some that are not known here.\n",
    );
    out::data(&text)?;
    let read = JournalReader::unlocked(&folder, std::sync::Arc::new(disk), &unlock::ways(common))
        .map_err(|error| noted::shut(common, &folder, error))
        .and_then(|mut reader| {
            reader
                .read(Stream::Desk, 0)
                .map_err(|e| Problem::machine(format!("{e}.")))
        });
    if let Err(problem) = read {
        out::tell(&format!(
            "porchlight: It is in place, but it does not open yet. {problem}"
        ));
    }
    Ok(ExitCode::SUCCESS)
}
