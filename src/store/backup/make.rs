//! Making a backup: every file copied as it is stored, read back and compared before it counts.

use std::fmt::Write as _;
use std::path::Path;

use super::check::check_along;
use super::list::{name_at, remember};
use super::{Backup, DIGESTS, PART, hex, io, put};
use crate::env::disk::Disk;
use crate::record::Moment;
use crate::store::frame::{Hash, sha256};
use crate::store::seal::{self, ring};
use crate::store::{LogError, journal};

/// Copies a desk into a new folder below `into`, reads the copy back and compares it.
///
/// # Errors
/// When the desk is damaged (what would be copied then is not a backup), or a disk refuses.
pub fn make(
    disk: &dyn Disk,
    desk: &Path,
    into: &Path,
    now: Moment,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Backup, LogError> {
    let survey = whole(disk, desk)?;
    let base = name_at(now);
    let part_of = |folder: &Path| folder.with_added_extension(PART);
    let mut folder = into.join(&base);
    let mut n = 1;
    // What another run left unfinished, or is at, is nothing to build on.
    while disk.exists(&folder) || disk.exists(&part_of(&folder)) {
        n += 1;
        folder = into.join(format!("{base}-{n}"));
    }
    let part = part_of(&folder);
    let inside = part.join(journal::FOLDER);
    disk.make_folder(&inside).map_err(io("made", &inside))?;
    let files = survey.files();
    let mut names: Vec<(String, Hash)> = Vec::new();
    let mut bytes_all = 0;
    // Every file is copied, then read back, with the keys beside them.
    let copied = files.len() + 1;
    let total = 2 * copied;
    for (done, (path, end)) in files.into_iter().enumerate() {
        progress(done, total);
        let mut bytes = disk.read(&path).map_err(io("read", &path))?;
        if let Some(end) = end {
            bytes.truncate(usize::try_from(end).unwrap_or(usize::MAX));
        }
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        put(disk, &inside.join(&name), &bytes)?;
        bytes_all += bytes.len() as u64;
        names.push((format!("{}/{name}", journal::FOLDER), sha256(&bytes)));
    }
    disk.sync_folder(&inside).map_err(io("synced", &inside))?;
    // After the journal: every key a frame needs is durable before the frame.
    let keys = ring::find(disk, &seal::folder(desk))?;
    let sealed = keys.is_some();
    if let Some(found) = keys {
        let folder = part.join(ring::FOLDER);
        disk.make_folder(&folder).map_err(io("made", &folder))?;
        let text = found.ring.to_text();
        put(disk, &folder.join(ring::FILES[0]), text.as_bytes())?;
        disk.sync_folder(&folder).map_err(io("synced", &folder))?;
        names.push((
            format!("{}/{}", ring::FOLDER, ring::FILES[0]),
            sha256(text.as_bytes()),
        ));
    }
    let mut text = format!(
        "porchlight-backup 1 {} {} {}\n",
        now.0,
        survey.chain.next,
        hex(&survey.chain.hash)
    );
    for (name, hash) in &names {
        let _ = writeln!(text, "{} {name}", hex(hash));
    }
    let _ = writeln!(text, "end {}", hex(&sha256(text.as_bytes())));
    put(disk, &part.join(DIGESTS), text.as_bytes())?;
    disk.sync_folder(&part).map_err(io("synced", &part))?;
    let backup = check_along(disk, &part, &mut |done, _| progress(copied + done, total))?;
    disk.rename(&part, &folder)
        .and_then(|()| disk.sync_folder(into))
        .map_err(io("put in place", &folder))?;
    progress(total, total);
    remember(disk, desk, now, &survey, &folder)?;
    Ok(Backup {
        folder,
        bytes: bytes_all,
        sealed,
        ..backup
    })
}

fn whole(disk: &dyn Disk, desk: &Path) -> Result<journal::Survey, LogError> {
    let at = desk.join(journal::FOLDER);
    let mut survey = journal::survey(disk, &at, &mut |_, _| {})?;
    for _ in 0..2 {
        if survey.holes.is_empty() {
            break;
        }
        // It may have been written to just then.
        survey = journal::survey(disk, &at, &mut |_, _| {})?;
    }
    if survey.chain.next == 0 {
        return Err(LogError::Damaged(format!(
            "There is no journal in {}",
            at.display()
        )));
    }
    if !survey.holes.is_empty() || !survey.index.hurt.is_empty() {
        return Err(LogError::Damaged(format!(
            "The journal in {} is damaged, and a copy of damage is no backup. porchlight heal mends it from sled, or restore an earlier backup",
            at.display()
        )));
    }
    Ok(survey)
}

/// How many bytes a backup of a desk takes, at most.
///
/// # Errors
/// When the desk cannot be looked at.
pub fn size(disk: &dyn Disk, desk: &Path) -> Result<u64, LogError> {
    let mut bytes = 0;
    for folder in [desk.join(journal::FOLDER), seal::folder(desk)] {
        for name in disk.list(&folder).map_err(io("listed", &folder))? {
            let path = folder.join(name);
            bytes += std::fs::metadata(&path).map_or(0, |found| found.len());
        }
    }
    Ok(bytes)
}
