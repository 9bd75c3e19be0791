//! The log of a real desk: journal and keeper together, under one lock.
//!
//! | part | what it is |
//! |---|---|
//! | [`Store`] | the log: append, read, idle |
//! | `open` | opening a desk's folder, with what was found in it |
//! | `standing` | how the keeper stands: opening, up, down, to be tried again |
//! | `doubt` | a journal in doubt: read-only from sled's copies, healed when the operator says so |

mod doubt;
mod open;
mod standing;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub(super) use self::open::keyless;
use self::standing::Standing;
use super::cover::Cover;
use super::heal::Rescue;
use super::journal::{DraftFrame, Hurt, Index, Journal, whole};
use super::lock::DeskLock;
use super::reserve::{Reserve, is_full};
use super::seal::{self, Vault};
use super::{Log, LogError, evidence, place, reader, same};
use crate::env::disk::Disk;
use crate::record::{Batch, Moment, Recorded, SessionId, Stream};

/// Where streams were read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reads {
    /// From sled, verified against the journal's heads.
    pub sled: u64,
    /// From the journal.
    pub journal: u64,
}

/// The log of a real desk.
pub struct Store {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    journal: Journal,
    size: u64,
    cover: Cover,
    keeper: Standing,
    /// How often the keeper failed in a row.
    failures: u32,
    /// Whether sled had its say before the first append: it may know more than a journal that lost its end.
    settled: bool,
    /// Why nothing new is taken, if so.
    refused: Option<String>,
    /// Whether the journal's last stretch is damaged, so that it does not say where the log ended.
    open_ended: bool,
    /// The whole log from sled, while the journal is in doubt.
    rescue: Option<Rescue>,
    /// How far sled is rebuilt, while it is.
    rebuilding: Option<(u64, u64)>,
    reads: Reads,
    said: Vec<String>,
    /// Released last, so that nobody else opens while anything here is still at work.
    lock: DeskLock,
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

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("folder", &self.store.folder)
            .field("said", &self.said)
            .field("hurt", &self.hurt)
            .finish_non_exhaustive()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let down = Standing::Down {
            again: 0,
            suspect: false,
        };
        if self.refused.is_none() {
            self.journal.list_all();
        }
        match std::mem::replace(&mut self.keeper, down) {
            // One that was not heard of may be hung; it is given its time, not more.
            Standing::Up(keeper) | Standing::Opening(keeper) => {
                if self.refused.is_none() && !self.journal.is_low() {
                    keeper.upto(self.journal.chain().next);
                }
                keeper.close();
            }
            Standing::Down { .. } => {}
        }
    }
}

impl Store {
    /// How far sled is being rebuilt: entries done, entries in all.
    pub fn rebuilding(&self) -> Option<(u64, u64)> {
        self.rebuilding
    }

    /// Where streams were read from since the open.
    pub fn reads(&self) -> Reads {
        self.reads
    }

    /// Whether sled is open and serves reads.
    pub fn keeps(&self) -> bool {
        matches!(self.keeper, Standing::Up(_))
    }

    fn index(&self) -> &Index {
        match &self.rescue {
            Some(rescue) => &rescue.index,
            None => self.journal.index(),
        }
    }

    /// Keeps at most so many bytes back on the disk for the last saves, from the next idle time on.
    pub fn keep_reserve(&mut self, most: u64) {
        let reserve = Reserve::of(self.disk.clone(), &self.folder, most);
        self.journal.set_reserve(Some(reserve));
    }

    /// How bodies are stored, and with which keys.
    pub fn cover(&self) -> &Cover {
        &self.cover
    }

    /// What seals this desk's drafts; `None` on a desk that is not sealed.
    ///
    /// # Errors
    /// When the key cannot be made or kept.
    pub fn draft_seal(&mut self) -> Result<Option<seal::DraftSeal>, LogError> {
        let disk = self.disk.clone();
        self.cover
            .vault_mut()
            .map(|vault| vault.drafts(disk.as_ref()))
            .transpose()
    }

    /// The desk's keys and the disk they lie on, to change them: the lock is held here.
    pub fn keys(&mut self) -> Option<(&mut Vault, &dyn Disk)> {
        let disk = self.disk.as_ref();
        self.cover.vault_mut().map(|vault| (vault, disk))
    }

    /// Says in the lock file where the desk answers.
    pub fn answers_at(&mut self, socket: &Path) {
        self.lock.answers_at(socket);
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
        let cover = &self.cover;
        let was = self.journal.frame(spot).and_then(|found| {
            found
                .frame
                .entries
                .iter()
                .map(|entry| cover.open(entry))
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

        self.settle();
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
            let placed = place(batch, founding && frames.is_empty(), head);
            let cover = &mut self.cover;
            let closed = placed.and_then(|recorded| {
                let entries = recorded
                    .iter()
                    .map(|event| cover.close(event))
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
        let mut kept = self.cover.keep(self.disk.as_ref());
        if is_full(&kept) && self.journal.give_up_reserve() {
            kept = self.cover.keep(self.disk.as_ref());
        }
        let written = kept
            .and_then(|()| self.journal.append(frames))
            .and_then(|_| match self.journal.index().founding {
                Some(hash) if founding => evidence::leave(self.disk.as_ref(), &self.folder, &hash),
                _ => Ok(()),
            });
        if let Err(error) = written {
            for at in pending {
                results[at] = Err(error.again());
            }
        } else if self.journal.is_low() {
            // What room is left is for saves; sled follows when there is more.
        } else if let Standing::Up(keeper) = &self.keeper {
            keeper.upto(self.journal.chain().next);
        } else if founding {
            self.start_again();
        }
        results
    }

    fn answered(&self, session: SessionId, request: u64) -> Option<Range<u64>> {
        Some(self.index().answered(session.0, request)?.0)
    }

    fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Recorded>, LogError> {
        if let Some(rescue) = &self.rescue {
            return rescue
                .frames
                .iter()
                .flat_map(|f| &f.frame.entries)
                .filter(|e| e.stream == stream && e.seq > after)
                .map(|entry| self.cover.open(entry))
                .collect();
        }
        let Some(head) = self.journal.index().head(stream) else {
            return Ok(Vec::new());
        };
        self.hear(Duration::ZERO);
        if let Standing::Up(keeper) = &self.keeper {
            match keeper.read(stream, after) {
                Some(answer) => match answer.entries {
                    Ok(entries) if whole(&entries, after, head) => {
                        self.failures = 0;
                        self.reads.sled += 1;
                        return entries.iter().map(|entry| self.cover.open(entry)).collect();
                    }
                    // It follows behind the journal; that is no fault.
                    Ok(_) if answer.upto < self.journal.chain().next => {}
                    Ok(_) => self.distrust("did not hold what the journal holds"),
                    Err(why) => self.distrust(&format!("could not be read ({why})")),
                },
                None => self.distrust("did not answer in 10 seconds"),
            }
        }
        self.reads.journal += 1;
        let entries = self.journal.read(stream, after)?;
        entries.iter().map(|entry| self.cover.open(entry)).collect()
    }

    fn read_all(&mut self, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError> {
        self.read_but(&|_| false, each)
    }

    fn read_but(
        &mut self,
        pass_over: &(dyn Fn(Stream) -> bool + Sync),
        each: &mut dyn FnMut(Recorded),
    ) -> Result<(), LogError> {
        if let Some(rescue) = &self.rescue {
            for entry in rescue.frames.iter().flat_map(|f| &f.frame.entries) {
                if !self.cover.is_gone(entry) && !pass_over(entry.stream) {
                    each(self.cover.open(entry)?);
                }
            }
            return Ok(());
        }
        let read = reader::all(&self.journal, &self.cover, pass_over, each);
        if !self.journal.is_unread() {
            return read.map(|_| ());
        }
        // What the indexes said at the start is held against what stands there.
        match read {
            Ok(walked) if self.journal.agrees(&walked) => Ok(()),
            _ => {
                self.look_again()?;
                Err(LogError::Again)
            }
        }
    }

    fn head(&self, stream: Stream) -> u64 {
        self.index().head(stream).map_or(0, |head| head.seq)
    }

    fn cases(&self) -> u64 {
        super::cases_among(self.index().heads().map(|(stream, _)| stream))
    }

    fn last_time(&self) -> Option<Moment> {
        self.index().last_at.map(Moment)
    }

    fn idle(&mut self, _now: Moment) {
        self.hear(Duration::ZERO);
        self.start_again();
        self.settled |= !matches!(self.keeper, Standing::Opening(_));
        // An unfinished end is only cut once sled has said that it holds no more.
        if self.refused.is_none() && self.settled {
            let low = self.journal.is_low();
            self.journal.idle();
            if low
                && !self.journal.is_low()
                && let Standing::Up(keeper) = &self.keeper
            {
                keeper.upto(self.journal.chain().next);
            }
        }
    }

    fn trouble(&self) -> Option<String> {
        self.refused.clone().or_else(|| self.journal.trouble())
    }

    fn notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }
}
