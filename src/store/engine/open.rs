//! Opening a desk's folder: lock, journal, keys, keeper, and what must be said about what was found.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::standing::{Standing, expect};
use super::{Opened, Reads, Store};
use crate::env::disk::Disk;
use crate::env::paths;
use crate::record::{Moment, Problem};
use crate::store::cover::Cover;
use crate::store::journal::{self, Journal};
use crate::store::keeper::{self, Begin, Keeper};
use crate::store::lock::DeskLock;
use crate::store::seal::{self, Vault, unlock::Unlock};
use crate::store::{OpenError, evidence, reseal, segment, words};

/// How long an open waits for sled, unless it is told to open at once.
const PATIENCE: Duration = Duration::from_secs(1);

impl Store {
    /// Opens the desk in a folder, which is made if need be, and takes its lock.
    ///
    /// # Errors
    /// [`OpenError::Held`] when another process has it, [`OpenError::Cannot`] when it cannot be opened; the
    /// sentence names the file and what to do.
    pub fn open(folder: &Path, disk: Arc<dyn Disk>, now: Moment) -> Result<Opened, OpenError> {
        Self::unlocked(folder, disk, now, &Unlock::of_process())
    }

    /// The same, with other ways to the desk's key.
    ///
    /// # Errors
    /// As [`Store::open`], and when no key opens a sealed desk.
    pub fn unlocked(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        unlock: &Unlock,
    ) -> Result<Opened, OpenError> {
        Self::patient(folder, disk, now, segment::SIZE, (PATIENCE, unlock))
    }

    /// The same without waiting for sled, so that a board can be drawn from the journal at once. What sled's
    /// opening has to say comes later, by [`crate::store::Log::notices`]; nothing is appended before it has had its say.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_at_once(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        unlock: &Unlock,
    ) -> Result<Opened, OpenError> {
        Self::patient(folder, disk, now, segment::SIZE, (Duration::ZERO, unlock))
    }

    /// The same by the indexes of the journal's segments, where they fit: what stands in the segments is read and
    /// held against them by the first [`Log::read_all`](crate::store::Log::read_all), which may say
    /// [`LogError::Again`](crate::store::LogError::Again).
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_by_index(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        unlock: &Unlock,
    ) -> Result<Opened, OpenError> {
        Self::looked(
            folder,
            disk,
            now,
            segment::SIZE,
            (Duration::ZERO, unlock),
            true,
        )
    }

    /// The same, with journal segments of another size: for tests of rotation.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn sized(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        size: u64,
    ) -> Result<Opened, OpenError> {
        Self::patient(folder, disk, now, size, (PATIENCE, &Unlock::of_process()))
    }

    fn patient(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        size: u64,
        how: (Duration, &Unlock),
    ) -> Result<Opened, OpenError> {
        Self::looked(folder, disk, now, size, how, false)
    }

    /// A desk that does not open says which backup there is.
    fn looked(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        size: u64,
        how: (Duration, &Unlock),
        by_index: bool,
    ) -> Result<Opened, OpenError> {
        Self::begun(folder, disk.clone(), now, size, how, by_index)
            .map_err(|error| words::with_offer(disk.as_ref(), folder, error))
    }

    fn begun(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        size: u64,
        (patience, unlock): (Duration, &Unlock),
        by_index: bool,
    ) -> Result<Opened, OpenError> {
        paths::check(folder).map_err(OpenError::Cannot)?;
        disk.make_folder(folder).map_err(|e| {
            OpenError::Cannot(
                Problem::setup(format!("{} cannot be made: {e}.", folder.display()))
                    .example("--desk /var/lib/porchlight"),
            )
        })?;
        let lock = DeskLock::take(disk.as_ref(), folder, now)?;
        let at = folder.join(journal::FOLDER);
        let finished = reseal::finish(disk.as_ref(), folder)?;
        let listed = match by_index {
            true => journal::by_index(disk.as_ref(), &at)?,
            false => None,
        };
        let survey = match listed {
            Some(survey) => survey,
            None => journal::survey(disk.as_ref(), &at, &mut |_, _| {})?,
        };
        let mut said = words::holes(&at, &survey);
        let mut hurt = survey.index.hurt.clone();
        let gone = survey.chain.next == 0 && evidence::of_a_desk(disk.as_ref(), folder);
        if gone && keeper::newest(disk.as_ref(), folder).is_none() {
            return Err(evidence::lost(folder, "there is no sled folder either"));
        }
        let (cover, spoken) = uncover(
            disk.as_ref(),
            folder,
            unlock,
            survey.chain.next == 0 && !gone,
            survey.sealed,
        )?;
        said.extend(spoken);
        if finished {
            said.push(words::sealed_now(folder));
        }
        let damaged = !survey.holes.is_empty() || !hurt.is_empty();
        let founding = survey.index.founding;
        let open_ended = survey.holes.last().is_some_and(|hole| hole.to.is_none());
        let journal = Journal::sized(disk.clone(), at.clone(), survey, size);
        // sled is made only once a desk is founded, so that a sled folder shows that there was one. Where nobody
        // waits for it, it begins with the first idle time or the first append, so that a start has the processor.
        let later = patience.is_zero() && !gone && !damaged;
        let keeper = if later || (founding.is_none() && !gone) {
            Standing::Down {
                again: 0,
                suspect: false,
            }
        } else {
            Standing::Opening(Keeper::start(
                disk.clone(),
                folder.to_owned(),
                at.clone(),
                if gone || damaged {
                    Begin::Frozen
                } else {
                    Begin::Follow(expect(&journal))
                },
            )?)
        };
        let mut store = Self {
            disk,
            folder: folder.to_owned(),
            journal,
            size,
            cover,
            keeper,
            failures: 0,
            settled: false,
            refused: None,
            open_ended,
            rescue: None,
            rebuilding: None,
            reads: Reads::default(),
            said: Vec::new(),
            lock,
        };
        if gone || damaged {
            store.hear(keeper::LIMIT);
            let rescued = store.doubt(words::read_only(&at));
            match rescued {
                Ok(()) => {
                    hurt.clear();
                    said.push(words::rescued(&at));
                    said.extend(store.behind());
                }
                Err(why) if gone => return Err(evidence::lost(folder, &why)),
                Err(why) => said.push(words::not_rescued(&why)),
            }
            said.push(words::offer(store.disk.as_ref(), folder));
        } else {
            if let Some(hash) = founding
                && !store.disk.exists(&folder.join(evidence::MARK))
            {
                // Left by the founding, lost since. A full disk is no reason not to open; the next open tries again.
                let _ = evidence::leave(store.disk.as_ref(), folder, &hash);
            }
            // What an earlier process left may be shown by the system and not be on the disk. Said as trouble, and
            // nothing is appended, until it is.
            let _ = store.journal.secure();
            store.hear(patience);
        }
        said.append(&mut store.said);
        Ok(Opened { store, said, hurt })
    }
}

/// A desk's keys, opened; those of a new desk are made.
fn uncover(
    disk: &dyn Disk,
    folder: &Path,
    unlock: &Unlock,
    new: bool,
    sealed: bool,
) -> Result<(Cover, Vec<String>), OpenError> {
    if let Some((vault, said)) = Vault::open(disk, folder, unlock)? {
        // On a full disk nobody is kept from reading; the next open mends.
        let _ = vault.mend(disk, unlock);
        return Ok((Cover::Sealed(Box::new(vault)), said));
    }
    if sealed {
        return Err(keyless(folder));
    }
    if new {
        let vault = Vault::found(disk, folder, unlock)?;
        return Ok((Cover::Sealed(Box::new(vault)), Vec::new()));
    }
    Ok((Cover::Clear, vec![words::clear(folder)]))
}

/// What is said when everything is sealed and the keys are gone.
pub(in crate::store) fn keyless(folder: &Path) -> OpenError {
    OpenError::Cannot(
        Problem::setup(format!(
            "The desk in {} is sealed, and its keys are not in {}. Nothing of it can be shown.",
            folder.display(),
            seal::folder(folder).display()
        ))
        .hint("Put the keys folder back from where it went, or restore a backup. Blank scripts and the numbers card still work."),
    )
}
