//! Backups: a copy of a desk as it is stored, sealed, with digests; and putting one into an empty place.
//!
//! What is copied are the journal's whole frames and the keys file with its wrapped keys; a key file is never
//! copied along. Made while the desk runs, without its lock, since whole frames never change.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::frame::{Hash, sha256};
use super::lock::DeskLock;
use super::seal::{self, ring};
use super::{LogError, OpenError, evidence, journal, keeper, segment};
use crate::env::disk::{Disk, How};
use crate::record::{Moment, Problem};

/// The list of digests in a backup; written last, so that a backup without it is unfinished.
pub const DIGESTS: &str = "digests";
/// Records purged after a backup was made; applied before anything of it is put in place.
pub const TOMBSTONES: &str = "purged";
/// What an unfinished backup's folder ends in.
pub const PART: &str = "part";
/// The list of backups in a desk's folder.
pub const LIST: &str = "backups";

/// A backup as it was made or found.
#[derive(Debug, Clone)]
pub struct Backup {
    /// Its folder.
    pub folder: PathBuf,
    /// How many entries it holds.
    pub entries: u64,
    /// The log's hash at its end.
    pub head: Hash,
    /// How many bytes.
    pub bytes: u64,
    /// Whether it is sealed.
    pub sealed: bool,
}

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

/// A hash in hexadecimal.
pub fn hex(hash: &[u8]) -> String {
    hash.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn io(what: &str, path: &Path) -> impl FnOnce(std::io::Error) -> LogError {
    let what = format!("{} could not be {what}", path.display());
    move |error| LogError::io(what, error)
}

fn put(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), LogError> {
    disk.open(path, How::New)
        .and_then(|mut file| {
            file.write_at(bytes, 0)?;
            file.sync_data()
        })
        .map_err(io("written", path))
}

/// The backups a desk remembers, oldest first.
pub fn listed(disk: &dyn Disk, desk: &Path) -> Vec<Listed> {
    let text = disk.read(&desk.join(LIST)).unwrap_or_default();
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
    let base = format!("porchlight-{}", now.utc().format("%Y%m%d-%H%M%S"));
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
    let total = files.len() + 1;
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
    let backup = check(disk, &part)?;
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

fn remember(
    disk: &dyn Disk,
    desk: &Path,
    now: Moment,
    survey: &journal::Survey,
    folder: &Path,
) -> Result<(), LogError> {
    let path = desk.join(LIST);
    let line = format!(
        "{} {} {} {}\n",
        now.0,
        survey.chain.next,
        hex(&survey.chain.hash),
        folder.display()
    );
    disk.open(&path, How::Keep)
        .and_then(|mut file| {
            let end = file.len()?;
            file.write_at(line.as_bytes(), end)?;
            file.sync_data()
        })
        .map_err(io("written", &path))
}

/// Reads a backup whole and compares every file with its digest.
///
/// # Errors
/// Naming the file that is missing or not as it was written.
pub fn check(disk: &dyn Disk, folder: &Path) -> Result<Backup, LogError> {
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
    for line in lines {
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
) -> Result<(Backup, usize), OpenError> {
    let backup = check(disk, from)?;
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
    for name in disk.list(&source).map_err(io("listed", &source))? {
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
