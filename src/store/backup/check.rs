//! Reading a backup whole.

use std::path::Path;

use super::{Backup, DIGESTS, hex};
use crate::env::disk::Disk;
use crate::store::frame::sha256;
use crate::store::seal::ring;
use crate::store::{LogError, journal};

/// Reads a backup whole and compares every file with its digest.
///
/// # Errors
/// Naming the file that is missing or not as it was written.
pub fn check(disk: &dyn Disk, folder: &Path) -> Result<Backup, LogError> {
    check_along(disk, folder, &mut |_, _| {})
}

/// The same, saying which of its files it is at.
pub(super) fn check_along(
    disk: &dyn Disk,
    folder: &Path,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Backup, LogError> {
    let bad = |name: &str| {
        LogError::Damaged(format!(
            "{} is not as it was written, so this backup cannot be trusted",
            folder.join(name).display()
        ))
    };
    let list = folder.join(DIGESTS);
    let text = disk.read(&list).map_err(|_| {
        LogError::Damaged(format!(
            "{} is not a finished backup: it has no list of digests",
            folder.display()
        ))
    })?;
    let text = String::from_utf8(text).map_err(|_| bad(DIGESTS))?;
    let (body, end) = text.rsplit_once("end ").ok_or_else(|| bad(DIGESTS))?;
    if end.trim_end() != hex(&sha256(body.as_bytes())) || !end.ends_with('\n') {
        return Err(bad(DIGESTS));
    }
    let mut lines = body.lines();
    let first: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
    let (entries, head) = match first.as_slice() {
        ["porchlight-backup", "1", _, entries, head] => (
            entries.parse().map_err(|_| bad(DIGESTS))?,
            (*head).to_owned(),
        ),
        _ => return Err(bad(DIGESTS)),
    };
    let mut sealed = false;
    let mut bytes_all = 0;
    let total = lines.clone().count();
    for (done, line) in lines.enumerate() {
        progress(done, total);
        let (digest, name) = line.split_once(' ').ok_or_else(|| bad(DIGESTS))?;
        if name.contains("..") || name.starts_with('/') {
            return Err(bad(DIGESTS));
        }
        let bytes = disk.read(&folder.join(name)).map_err(|_| bad(name))?;
        if hex(&sha256(&bytes)) != digest {
            return Err(bad(name));
        }
        sealed |= name.starts_with(ring::FOLDER);
        bytes_all += bytes.len() as u64;
    }
    let survey = journal::survey(disk, &folder.join(journal::FOLDER), &mut |_, _| {})?;
    if survey.chain.next != entries
        || hex(&survey.chain.hash) != head
        || !survey.holes.is_empty()
        || !survey.index.hurt.is_empty()
    {
        return Err(bad(journal::FOLDER));
    }
    Ok(Backup {
        folder: folder.to_owned(),
        entries,
        head: survey.chain.hash,
        bytes: bytes_all,
        sealed,
    })
}
