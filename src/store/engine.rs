//! The log of a real desk: journal and keeper together, under one lock.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::journal::{self, DraftFrame, Hurt, Journal};
use super::lock::DeskLock;
use super::{Log, LogError, OpenError, cover, evidence, place, reader, same, words};
use crate::env::{disk::Disk, paths};
use crate::record::{Batch, Moment, Problem, Recorded, SessionId, Stream};

/// The log of a real desk.
pub struct Store {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    journal: Journal,
    /// Why nothing new is taken, if so.
    refused: Option<String>,
    /// Released last, so that nobody else opens while anything here is still at work.
    _lock: DeskLock,
}

/// A store as it was opened.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What must be said to the operator about what was found.
    pub said: Vec<String>,
    /// Streams of which entries are missing.
    pub hurt: Vec<Hurt>,
}

impl Store {
    /// Opens the desk in a folder, which is made if need be, and takes its lock.
    ///
    /// # Errors
    /// [`OpenError::Held`] when another process has it, [`OpenError::Cannot`] when it cannot be opened; the
    /// sentence names the file and what to do.
    pub fn open(folder: &Path, disk: Arc<dyn Disk>, now: Moment) -> Result<Opened, OpenError> {
        Self::sized(folder, disk, now, super::segment::SIZE)
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
        paths::check(folder).map_err(OpenError::Cannot)?;
        disk.make_folder(folder).map_err(|e| {
            OpenError::Cannot(
                Problem::setup(format!("{} cannot be made: {e}.", folder.display()))
                    .example("--desk /var/lib/porchlight"),
            )
        })?;
        let lock = DeskLock::take(disk.as_ref(), folder, now)?;
        let at = folder.join(journal::FOLDER);
        let survey = journal::survey(disk.as_ref(), &at, &mut |_, _| {})?;
        let said = words::holes(&at, &survey);
        let hurt = survey.index.hurt.clone();
        let refused = if !survey.holes.is_empty() || !hurt.is_empty() {
            Some(words::read_only(&at))
        } else {
            None
        };
        if survey.chain.next == 0 && evidence::of_a_desk(disk.as_ref(), folder) {
            return Err(evidence::absent(disk.as_ref(), folder));
        }
        if let Some(hash) = survey.index.founding
            && refused.is_none()
            && !disk.exists(&folder.join(evidence::MARK))
        {
            evidence::leave(disk.as_ref(), folder, &hash)?;
        }
        let journal = Journal::sized(disk.clone(), at, survey, size);
        Ok(Opened {
            store: Self {
                disk,
                folder: folder.to_owned(),
                journal,
                refused,
                _lock: lock,
            },
            said,
            hurt,
        })
    }

    /// The desk's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn answer(&mut self, batch: &Batch) -> Option<Result<Vec<Recorded>, LogError>> {
        let (_, spot) = self
            .journal
            .index()
            .answered(batch.session.0, batch.request)?;
        let was = self.journal.frame(spot).and_then(|found| {
            found
                .frame
                .entries
                .iter()
                .map(cover::open)
                .collect::<Result<Vec<_>, _>>()
        });
        Some(match was {
            Ok(was) if same(&was, batch) => Ok(was),
            Ok(_) => Err(LogError::Repeated),
            Err(error) => Err(error),
        })
    }
}

impl Log for Store {
    fn append(&mut self, batch: &Batch) -> Result<Vec<Recorded>, LogError> {
        self.append_all(std::slice::from_ref(batch))
            .pop()
            .unwrap_or(Err(LogError::Moved))
    }

    fn append_all(&mut self, batches: &[Batch]) -> Vec<Result<Vec<Recorded>, LogError>> {
        use std::collections::{BTreeMap, BTreeSet};

        if let Some(reason) = &self.refused {
            return batches
                .iter()
                .map(|_| Err(LogError::ReadOnly(reason.clone())))
                .collect();
        }
        let founding = self.journal.index().founding.is_none();
        let mut ahead: BTreeMap<Stream, u64> = BTreeMap::new();
        let mut asked: BTreeSet<(SessionId, u64)> = BTreeSet::new();
        let mut frames = Vec::new();
        let mut results = Vec::new();
        let mut pending = Vec::new();
        for batch in batches {
            if let Some(answer) = self.answer(batch) {
                results.push(answer);
                continue;
            }
            if batch.request > 0 && !asked.insert((batch.session, batch.request)) {
                results.push(Err(LogError::Repeated));
                continue;
            }
            let head = |stream| {
                ahead
                    .get(&stream)
                    .copied()
                    .unwrap_or_else(|| self.head(stream))
            };
            let closed = place(batch, founding && frames.is_empty(), head).and_then(|recorded| {
                let entries = recorded
                    .iter()
                    .map(cover::close)
                    .collect::<Result<Vec<_>, _>>()?;
                Ok((recorded, entries))
            });
            match closed {
                Ok((recorded, entries)) if !entries.is_empty() => {
                    for event in &recorded {
                        ahead.insert(event.stream, event.seq);
                    }
                    frames.push(DraftFrame {
                        session: batch.session.0,
                        request: batch.request,
                        at: batch.at.0,
                        entries,
                    });
                    pending.push(results.len());
                    results.push(Ok(recorded));
                }
                Ok(_) => results.push(Ok(Vec::new())),
                Err(error) => results.push(Err(error)),
            }
        }
        if frames.is_empty() {
            return results;
        }
        let written =
            self.journal
                .append(frames)
                .and_then(|_| match self.journal.index().founding {
                    Some(hash) if founding => {
                        evidence::leave(self.disk.as_ref(), &self.folder, &hash)
                    }
                    _ => Ok(()),
                });
        if let Err(error) = written {
            for at in pending {
                results[at] = Err(error.again());
            }
        }
        results
    }

    fn answered(&self, session: SessionId, request: u64) -> Option<Range<u64>> {
        Some(self.journal.index().answered(session.0, request)?.0)
    }

    fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Recorded>, LogError> {
        let entries = self.journal.read(stream, after)?;
        entries.iter().map(cover::open).collect()
    }

    fn read_all(&mut self, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError> {
        reader::all(&self.journal, each)
    }

    fn head(&self, stream: Stream) -> u64 {
        self.journal.index().head(stream).map_or(0, |head| head.seq)
    }

    fn last_time(&self) -> Option<Moment> {
        self.journal.index().last_at.map(Moment)
    }

    fn idle(&mut self, _now: Moment) {
        if self.refused.is_none() {
            self.journal.idle();
        }
    }

    fn trouble(&self) -> Option<String> {
        self.refused.clone().or_else(|| self.journal.trouble())
    }
}
