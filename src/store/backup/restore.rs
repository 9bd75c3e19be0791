//! Putting a backup into an empty place, and the records that were purged after it was made.

use std::path::Path;

use super::check::check_along;
use super::{Backup, DIGESTS, TOMBSTONES, io, put};
use crate::env::disk::{Disk, How};
use crate::record::{Moment, Problem};
use crate::store::lock::DeskLock;
use crate::store::seal::{self, ring};
use crate::store::{LogError, OpenError, evidence, journal, keeper, segment};

/// Adds a purged record to the tombstones beside a backup.
///
/// # Errors
/// When the backup is not reachable.
pub fn bury(disk: &dyn Disk, folder: &Path, record: u128) -> Result<(), LogError> {
    let path = folder.join(TOMBSTONES);
    if !disk.exists(&folder.join(DIGESTS)) {
        return Err(LogError::Damaged(format!(
            "{} cannot be reached",
            folder.display()
        )));
    }
    disk.open(&path, How::Keep)
        .and_then(|mut file| {
            let end = file.len()?;
            file.write_at(format!("{record:032x}\n").as_bytes(), end)?;
            file.sync_data()
        })
        .map_err(io("written", &path))
}

fn tombstones(disk: &dyn Disk, folder: &Path) -> Vec<u128> {
    let text = disk.read(&folder.join(TOMBSTONES)).unwrap_or_default();
    String::from_utf8_lossy(&text)
        .lines()
        .filter_map(|line| u128::from_str_radix(line, 16).ok())
        .collect()
}

/// Puts a backup into an empty place: digests compared, tombstones applied, and only then the journal.
///
/// # Errors
/// When something is there already, the backup is not as it was written, or a disk refuses.
pub fn restore(
    disk: &dyn Disk,
    from: &Path,
    desk: &Path,
    now: Moment,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(Backup, usize), OpenError> {
    // Every file is read and compared, then copied.
    let backup = check_along(disk, from, &mut |done, of| progress(done, 2 * of))?;
    disk.make_folder(desk).map_err(io("made", desk))?;
    let _lock = DeskLock::take(disk, desk, now)?;
    let journal = desk.join(journal::FOLDER);
    if disk.exists(&journal)
        || evidence::of_a_desk(disk, desk)
        || keeper::newest(disk, desk).is_some()
    {
        return Err(OpenError::Cannot(
            Problem::setup(format!(
                "There is a desk in {} already; a backup goes only into an empty place.",
                desk.display()
            ))
            .example("porchlight restore BACKUP --desk /var/lib/porchlight-restored"),
        ));
    }
    let mut buried = 0;
    if let Some(found) = ring::find(disk, &from.join(ring::FOLDER))? {
        let mut ring = found.ring;
        for record in tombstones(disk, from) {
            buried += usize::from(ring.records.contains_key(&record));
            ring.destroy(record);
        }
        ring.turn += 1;
        let keys = seal::folder(desk);
        disk.make_folder(&keys).map_err(io("made", &keys))?;
        ring::write(disk, &keys, &ring)?;
    }
    let fresh = desk.join("journal.restoring");
    for name in disk.list(&fresh).unwrap_or_default() {
        disk.remove(&fresh.join(&name))
            .map_err(io("cleared", &fresh))?;
    }
    disk.make_folder(&fresh).map_err(io("made", &fresh))?;
    let source = from.join(journal::FOLDER);
    let names = disk.list(&source).map_err(io("listed", &source))?;
    let of = names.len();
    for (done, name) in names.into_iter().enumerate() {
        progress(of + done, 2 * of);
        if segment::number(&name).is_some() {
            let bytes = disk
                .read(&source.join(&name))
                .map_err(io("read", &source))?;
            put(disk, &fresh.join(&name), &bytes)?;
        }
    }
    disk.sync_folder(&fresh).map_err(io("synced", &fresh))?;
    let back = journal::survey(disk, &fresh, &mut |_, _| {})?;
    if back.chain.hash != backup.head || !back.holes.is_empty() {
        return Err(OpenError::Cannot(Problem::machine(format!(
            "{} did not read back as it was written; nothing was put in place.",
            fresh.display()
        ))));
    }
    disk.rename(&fresh, &journal)
        .and_then(|()| disk.sync_folder(desk))
        .map_err(io("put in place", &journal))?;
    if let Some(hash) = back.index.founding {
        evidence::leave(disk, desk, &hash)?;
    }
    Ok((backup, buried))
}
