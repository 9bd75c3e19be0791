//! What a desk remembers of its backups: when, how far, where; and thinning them out as they age.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::schedule::superfluous;
use super::{DIGESTS, LIST, LIST_BEFORE, PART, check, hex, io};
use crate::env::disk::Disk;
use crate::record::Moment;
use crate::store::seal::ring;
use crate::store::{LogError, journal};

/// A backup as the desk's list remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// When it was made.
    pub at: Moment,
    /// How many entries it holds.
    pub entries: u64,
    /// The log's hash at its end, in hexadecimal.
    pub head: String,
    /// Where it was put.
    pub folder: PathBuf,
}

/// The backups a desk remembers, oldest first.
pub fn listed(disk: &dyn Disk, desk: &Path) -> Vec<Listed> {
    let text = disk
        .read(&desk.join(LIST))
        .or_else(|_| disk.read(&desk.join(LIST_BEFORE)))
        .unwrap_or_default();
    String::from_utf8_lossy(&text)
        .lines()
        .filter_map(|line| {
            let mut words = line.splitn(4, ' ');
            Some(Listed {
                at: Moment(words.next()?.parse().ok()?),
                entries: words.next()?.parse().ok()?,
                head: words.next()?.to_owned(),
                folder: PathBuf::from(words.next()?),
            })
        })
        .collect()
}

fn write(disk: &dyn Disk, desk: &Path, all: &[Listed]) -> Result<(), LogError> {
    let text = all.iter().fold(String::new(), |mut text, one| {
        let _ = writeln!(
            text,
            "{} {} {} {}",
            one.at.0,
            one.entries,
            one.head,
            one.folder.display()
        );
        text
    });
    ring::replace(disk, &desk.join(LIST), text.as_bytes())?;
    let before = desk.join(LIST_BEFORE);
    if before.is_file() {
        disk.remove(&before).map_err(io("removed", &before))?;
    }
    Ok(())
}

pub(super) fn remember(
    disk: &dyn Disk,
    desk: &Path,
    now: Moment,
    survey: &journal::Survey,
    folder: &Path,
) -> Result<(), LogError> {
    let mut all = listed(disk, desk);
    all.push(Listed {
        at: now,
        entries: survey.chain.next,
        head: hex(&survey.chain.hash),
        folder: folder.to_owned(),
    });
    write(disk, desk, &all)
}

/// The newest backup that the desk remembers and that reads back whole.
pub fn newest_good(disk: &dyn Disk, desk: &Path) -> Option<Listed> {
    listed(disk, desk)
        .into_iter()
        .rev()
        .find(|one| check(disk, &one.folder).is_ok_and(|found| hex(&found.head) == one.head))
}

/// Takes away what the table of ages keeps no more, of this desk's backups in one folder, and what was left
/// unfinished there a day ago; gives how many.
///
/// # Errors
/// When the disk refuses; what is left is found again the next time.
pub fn thin_out(disk: &dyn Disk, desk: &Path, folder: &Path) -> Result<usize, LogError> {
    let mut all = listed(disk, desk);
    let here: Vec<Moment> = all
        .iter()
        .filter(|one| one.folder.parent() == Some(folder))
        .map(|one| one.at)
        .collect();
    let old = superfluous(&here);
    let mut gone = 0;
    for one in &all {
        if one.folder.parent() == Some(folder) && old.contains(&one.at) {
            take_away(disk, &one.folder)?;
            gone += 1;
        }
    }
    if gone > 0 {
        all.retain(|one| disk.exists(&one.folder) || one.folder.parent() != Some(folder));
        write(disk, desk, &all)?;
    }
    // A run that was cut off leaves its part; one that is under way is named after the newest or later.
    let newest = here.iter().max().map(|at| name_at(*at));
    for name in disk.list(folder).unwrap_or_default() {
        let cut_off = newest.as_ref().is_some_and(|newest| name < *newest);
        if cut_off && name.starts_with(NAME) && name.ends_with(&format!(".{PART}")) {
            take_away(disk, &folder.join(name))?;
        }
    }
    Ok(gone)
}

/// How a backup's folder begins.
pub(super) const NAME: &str = "porchlight-";

/// The name of a backup made then.
pub(super) fn name_at(at: Moment) -> String {
    format!("{NAME}{}", at.utc().format("%Y%m%d-%H%M%S"))
}

/// Removes a backup: its digests first, so that what is half gone is no backup.
fn take_away(disk: &dyn Disk, folder: &Path) -> Result<(), LogError> {
    let mut left = vec![folder.to_owned()];
    let mut folders = Vec::new();
    let digests = folder.join(DIGESTS);
    if disk.exists(&digests) {
        disk.remove(&digests)
            .and_then(|()| disk.sync_folder(folder))
            .map_err(io("removed", &digests))?;
    }
    while let Some(at) = left.pop() {
        for name in disk.list(&at).map_err(io("listed", &at))? {
            let path = at.join(name);
            if path.is_dir() && !path.is_symlink() {
                left.push(path);
            } else {
                disk.remove(&path).map_err(io("removed", &path))?;
            }
        }
        folders.push(at);
    }
    for at in folders.into_iter().rev() {
        disk.remove_folder(&at).map_err(io("removed", &at))?;
    }
    Ok(())
}
