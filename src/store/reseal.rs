//! Sealing a desk that was made in the clear: its journal is copied, sealed, beside the old one, read back and
//! compared, and only then put in its place. The clear copies are destroyed last.
//!
//! A kill anywhere leaves the clear desk whole, or a sealed one that the next start finishes. The step between is
//! the mark `sealing/ready`, written once everything beside it is durable.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cover::Cover;
use super::frame::Hash;
use super::journal::{self, Draft, DraftFrame, Journal};
use super::lock::DeskLock;
use super::seal::{self, Vault, ring, unlock::Unlock};
use super::{LogError, OpenError, backup, evidence, keeper, segment};
use crate::env::disk::{Disk, How};
use crate::record::event::Event;
use crate::record::{Moment, Problem, Recorded, SafeText, SessionId, Stream};

/// Where the sealed copy is made.
const FOLDER: &str = "sealing";
/// Says that the copy is whole.
const READY: &str = "ready";
/// The clear journal, while it is being destroyed.
const CLEAR: &str = "journal.clear";

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub struct Sealed {
    /// The log's hash at the end of the clear journal.
    pub old: Hash,
    /// The log's hash at the end of the sealed copy.
    pub new: Hash,
    /// How many entries were copied.
    pub entries: u64,
}

fn io(what: &str, path: &Path) -> impl FnOnce(std::io::Error) -> LogError {
    let what = format!("{} could not be {what}", path.display());
    move |error| LogError::io(what, error)
}

/// Whether a sealed copy is whole and waits to be put in place.
pub fn is_ready(disk: &dyn Disk, desk: &Path) -> bool {
    disk.exists(&desk.join(FOLDER).join(READY)) || disk.exists(&desk.join(CLEAR))
}

/// Seals a clear desk.
///
/// # Errors
/// When it is sealed already, damaged, in use, or a disk refuses. Until the copy is whole the clear desk stays.
pub fn seal_clear(
    disk: &Arc<dyn Disk>,
    desk: &Path,
    unlock: &Unlock,
    now: Moment,
    (operator, session): (&SafeText, SessionId),
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Sealed, OpenError> {
    let lock = DeskLock::take(disk.as_ref(), desk, now)?;
    finish(disk.as_ref(), desk)?;
    if seal::is_sealed(disk.as_ref(), desk) {
        return Err(OpenError::Cannot(Problem::operator(format!(
            "The desk in {} is sealed already.",
            desk.display()
        ))));
    }
    let at = desk.join(journal::FOLDER);
    let mut frames = Vec::new();
    let survey = journal::survey(disk.as_ref(), &at, &mut |_, found| {
        frames.push(found.clone())
    })?;
    if survey.chain.next == 0 {
        return Err(evidence::absent(disk.as_ref(), desk));
    }
    if !survey.holes.is_empty() || !survey.index.hurt.is_empty() {
        return Err(OpenError::Cannot(
            Problem::machine(format!(
                "The journal in {} is damaged; it is sealed only whole.",
                at.display()
            ))
            .hint("porchlight heal mends it from sled, or restore a backup."),
        ));
    }
    let old = survey.chain.hash;
    let side = desk.join(FOLDER);
    clear_out(disk.as_ref(), &side)?;
    disk.make_folder(&side).map_err(io("made", &side))?;
    let vault = Vault::found(disk.as_ref(), &side, unlock)?;
    let mut cover = Cover::Sealed(Box::new(vault));
    let fresh = side.join(journal::FOLDER);
    let empty = journal::survey(disk.as_ref(), &fresh, &mut |_, _| {})?;
    let mut copy = Journal::sized(disk.clone(), fresh.clone(), empty, segment::SIZE);
    let total = frames.len();
    for (n, found) in frames.iter().enumerate() {
        if n % 256 == 0 {
            progress(n, total);
        }
        let recorded = opened(&Cover::Clear, &found.frame.entries)?;
        append(
            disk.as_ref(),
            &mut copy,
            &mut cover,
            &recorded,
            (found.frame.session, found.frame.request, found.frame.at),
        )?;
    }
    let new = copy.chain().hash;
    let seq = survey.index.head(Stream::Desk).map_or(0, |head| head.seq);
    let event = Recorded {
        stream: Stream::Desk,
        seq: seq + 1,
        at: Moment(survey.index.last_at.unwrap_or(now.0)).max(now),
        operator: operator.clone(),
        session,
        request: 0,
        event: Event::Sealed {
            old_head: backup::hex(&old),
            new_head: backup::hex(&new),
        },
    };
    let when = event.at.0;
    append(disk.as_ref(), &mut copy, &mut cover, &[event], (0, 0, when))?;
    compare(disk.as_ref(), &fresh, &cover, &frames)?;
    disk.sync_folder(&fresh).map_err(io("synced", &fresh))?;
    disk.sync_folder(&side).map_err(io("synced", &side))?;
    // From here on the sealed copy is the desk.
    let ready = side.join(READY);
    disk.open(&ready, How::Keep)
        .and_then(|mut file| file.sync_data())
        .and_then(|()| disk.sync_folder(&side))
        .map_err(io("written", &ready))?;
    finish(disk.as_ref(), desk)?;
    progress(total, total);
    drop(lock);
    Ok(Sealed {
        old,
        new,
        entries: survey.chain.next,
    })
}

fn opened(cover: &Cover, entries: &[super::frame::Entry]) -> Result<Vec<Recorded>, LogError> {
    entries.iter().map(|entry| cover.open(entry)).collect()
}

fn append(
    disk: &dyn Disk,
    copy: &mut Journal,
    cover: &mut Cover,
    recorded: &[Recorded],
    (session, request, at): (u128, u64, i64),
) -> Result<(), LogError> {
    let entries = recorded
        .iter()
        .map(|event| cover.close(event))
        .collect::<Result<Vec<Draft>, LogError>>()?;
    cover.keep(disk)?;
    copy.append(vec![DraftFrame {
        session,
        request,
        at,
        entries,
    }])
    .map(|_| ())
}

/// Reads the sealed copy back from the disk and holds every event against the clear one.
fn compare(
    disk: &dyn Disk,
    fresh: &Path,
    cover: &Cover,
    frames: &[super::frame::Found],
) -> Result<(), LogError> {
    let mut wrong = None;
    let mut at = 0;
    let survey = journal::survey(disk, fresh, &mut |_, found| {
        let same = match frames.get(at) {
            Some(old) => {
                opened(cover, &found.frame.entries).ok()
                    == opened(&Cover::Clear, &old.frame.entries).ok()
            }
            None => at == frames.len() && opened(cover, &found.frame.entries).is_ok(),
        };
        if !same {
            wrong.get_or_insert(at);
        }
        at += 1;
    })?;
    if wrong.is_some()
        || at != frames.len() + 1
        || !survey.holes.is_empty()
        || !survey.index.hurt.is_empty()
    {
        return Err(LogError::Damaged(format!(
            "{} did not read back as it was written; the desk is as it was",
            fresh.display()
        )));
    }
    Ok(())
}

/// Puts a whole sealed copy in place and destroys the clear one. Needs the desk's lock. Does nothing otherwise.
///
/// # Errors
/// When the disk refuses; the next start goes on.
pub fn finish(disk: &dyn Disk, desk: &Path) -> Result<bool, LogError> {
    if !is_ready(disk, desk) {
        return Ok(false);
    }
    let side = desk.join(FOLDER);
    let step = |from: &Path, to: &Path| -> Result<(), LogError> {
        disk.rename(from, to)
            .and_then(|()| disk.sync_folder(desk))
            .map_err(io("put in place", to))
    };
    let (place, clear) = (desk.join(journal::FOLDER), desk.join(CLEAR));
    let (copy, keys) = (side.join(journal::FOLDER), side.join(ring::FOLDER));
    if disk.exists(&keys) {
        step(&keys, &seal::folder(desk))?;
    }
    if disk.exists(&copy) {
        if disk.exists(&place) {
            step(&place, &clear)?;
        }
        step(&copy, &place)?;
    }
    // The founding frame has another hash now.
    let survey = journal::survey(disk, &place, &mut |_, _| {})?;
    if let Some(hash) = survey.index.founding {
        evidence::leave(disk, desk, &hash)?;
    }
    // Everything in the clear, the journal last: while it is there, the next start comes back here.
    let drafts = desk.join("drafts");
    for name in disk.list(&drafts).unwrap_or_default() {
        shred(disk, &drafts.join(name))?;
    }
    while let Some((_, folder)) = keeper::newest(disk, desk) {
        clear_out(disk, &folder)?;
    }
    for name in disk.list(desk).unwrap_or_default() {
        if name.contains(".damaged-") {
            clear_out(disk, &desk.join(name))?;
        }
    }
    clear_out(disk, &side)?;
    clear_out(disk, &clear)?;
    disk.sync_folder(desk).map_err(io("synced", desk))?;
    Ok(true)
}

/// Overwrites a file with zeros, as far as the disk does that in place, and takes it away.
fn shred(disk: &dyn Disk, path: &Path) -> Result<(), LogError> {
    if let Ok(mut file) = disk.open(path, How::Write) {
        let length = file.len().map_err(io("read", path))?;
        let zeros = vec![0; 1 << 16];
        let mut at = 0;
        while at < length {
            let n = usize::try_from(length - at)
                .unwrap_or(zeros.len())
                .min(zeros.len());
            file.write_at(&zeros[..n], at)
                .map_err(io("overwritten", path))?;
            at += n as u64;
        }
        file.sync_data().map_err(io("overwritten", path))?;
    }
    disk.remove(path).map_err(io("removed", path))
}

/// Destroys a folder with what is in it; fine when it is not there.
fn clear_out(disk: &dyn Disk, folder: &Path) -> Result<(), LogError> {
    if !disk.exists(folder) {
        return Ok(());
    }
    let mut names: Vec<PathBuf> = disk
        .list(folder)
        .map_err(io("listed", folder))?
        .into_iter()
        .map(|name| folder.join(name))
        .collect();
    // A mark goes first: what is half gone must not look whole.
    names.sort_by_key(|path| !path.ends_with(READY));
    for path in names {
        if path.is_dir() {
            clear_out(disk, &path)?;
        } else {
            shred(disk, &path)?;
        }
    }
    disk.remove_folder(folder).map_err(io("removed", folder))
}
