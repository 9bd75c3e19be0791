//! The journal without the lock, for looking while somebody else writes. Changes nothing, makes nothing.

use std::path::Path;
use std::sync::Arc;

use super::frame::Found;
use super::journal::{self, Hurt, Journal, Survey};
use super::{LogError, OpenError, cover, evidence, words};
use crate::env::disk::Disk;
use crate::record::{Moment, Recorded, Stream};

/// How often a look is repeated when what it saw was being written just then.
const LOOKS: u32 = 3;

/// A look at a journal: what was whole when it was opened.
pub struct JournalReader {
    journal: Journal,
    /// What must be said about what was found.
    pub said: Vec<String>,
    /// Streams that are not all there.
    pub hurt: Vec<Hurt>,
}

impl JournalReader {
    /// Looks at the journal of the desk in a folder.
    ///
    /// # Errors
    /// [`OpenError::Absent`] when no desk was ever there, [`OpenError::Cannot`] when it cannot be read.
    pub fn open(folder: &Path, disk: Arc<dyn Disk>) -> Result<Self, OpenError> {
        let at = folder.join(journal::FOLDER);
        let mut survey = look(disk.as_ref(), &at)?;
        for _ in 1..LOOKS {
            if survey.holes.is_empty() {
                break;
            }
            survey = look(disk.as_ref(), &at)?;
        }
        if survey.chain.next == 0 {
            return Err(evidence::absent(disk.as_ref(), folder));
        }
        let mut said = words::holes(&at, &survey);
        // An unfinished end is somebody writing just now, or was never acknowledged: no damage.
        said.truncate(survey.holes.len());
        let hurt = survey.index.hurt.clone();
        Ok(Self {
            journal: Journal::new(disk, at, survey),
            said,
            hurt,
        })
    }
    /// Every event of a stream after `seq`.
    ///
    /// # Errors
    /// When they cannot be read whole.
    pub fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Recorded>, LogError> {
        let entries = self.journal.read(stream, after)?;
        entries.iter().map(cover::open).collect()
    }
    /// Every event of every stream, in the order written.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn read_all(&mut self, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError> {
        all(&self.journal, each)
    }
    /// The time of the last thing recorded.
    pub fn last_time(&self) -> Option<Moment> {
        self.journal.index().last_at.map(Moment)
    }
}

fn look(disk: &dyn Disk, folder: &Path) -> Result<Survey, OpenError> {
    journal::survey(disk, folder, &mut |_, _| {}).map_err(OpenError::from)
}

/// Every event of a journal, opened.
pub(super) fn all(journal: &Journal, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError> {
    let mut failed = None;
    journal.read_all(&mut |found: &Found| {
        for entry in &found.frame.entries {
            if failed.is_some() {
                return;
            }
            match cover::open(entry) {
                Ok(recorded) => each(recorded),
                Err(error) => failed = Some(error),
            }
        }
    })?;
    failed.map_or(Ok(()), Err)
}
