//! The journal without the lock, for looking while somebody else writes. Changes nothing, makes nothing.

use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use super::cover::Cover;
use super::frame::{Entry, Found, Hash};
use super::journal::{self, Hurt, Journal, Pass, Survey, Walked};
use super::seal::{Vault, unlock::Unlock};
use super::{LogError, OpenError, backup, engine, evidence, reseal, words};
use crate::env::disk::Disk;
use crate::record::{CaseId, Moment, Recorded, Stream};

/// How often a look is repeated when what it saw was being written just then.
const LOOKS: u32 = 3;

/// What a walk along the chain found.
#[derive(Debug, Clone)]
pub struct Walk {
    /// How many entries there are.
    pub entries: u64,
    /// In how many frames.
    pub frames: u64,
    /// How many are of records whose key was destroyed.
    pub purged: u64,
    /// The log's hash at its end.
    pub head: Hash,
    /// What is not as it was written, with its place. Empty when all is well.
    pub wrong: Vec<String>,
}

/// How many events are handed over at once, and how many such hands may wait.
const CHUNK: usize = 128;
const CHUNKS: usize = 16;

/// A look at a journal: what was whole when it was opened.
pub struct JournalReader {
    journal: Journal,
    cover: Cover,
    /// What must be said about what was found.
    pub said: Vec<String>,
    /// Where something is not as it was written: the backup to go back to.
    pub offer: Option<String>,
    /// Streams that are not all there.
    pub hurt: Vec<Hurt>,
}

impl JournalReader {
    /// Looks at the journal of the desk in a folder.
    ///
    /// # Errors
    /// [`OpenError::Absent`] when no desk was ever there, [`OpenError::Cannot`] when it cannot be read.
    pub fn open(folder: &Path, disk: Arc<dyn Disk>) -> Result<Self, OpenError> {
        Self::unlocked(folder, disk, &Unlock::of_process())
    }

    /// The same, with other ways to the desk's key.
    ///
    /// # Errors
    /// As [`JournalReader::open`], and when no key opens a sealed desk.
    pub fn unlocked(
        folder: &Path,
        disk: Arc<dyn Disk>,
        unlock: &Unlock,
    ) -> Result<Self, OpenError> {
        if reseal::is_ready(disk.as_ref(), folder) {
            return Err(OpenError::Cannot(words::sealing(folder)));
        }
        let at = folder.join(journal::FOLDER);
        let mut survey = look(disk.as_ref(), &at)?;
        for _ in 1..LOOKS {
            if survey.holes.is_empty() {
                break;
            }
            survey = look(disk.as_ref(), &at)?;
        }
        if survey.chain.next == 0 {
            let absent = evidence::absent(disk.as_ref(), folder);
            return Err(words::with_offer(disk.as_ref(), folder, absent));
        }
        let mut said = words::holes(&at, &survey);
        // An unfinished end is somebody writing just now, or was never acknowledged: no damage.
        said.truncate(survey.holes.len());
        let hurt = survey.index.hurt.clone();
        let offer =
            (!said.is_empty() || !hurt.is_empty()).then(|| words::offer(disk.as_ref(), folder));
        // After the journal: a record's key is durable before the record, so every key is there by now.
        let opened = Vault::open(disk.as_ref(), folder, unlock)
            .map_err(|error| words::with_offer(disk.as_ref(), folder, error))?;
        let cover = match opened {
            Some((vault, spoken)) => {
                said.extend(spoken);
                Cover::Sealed(Box::new(vault))
            }
            None if survey.sealed => return Err(engine::keyless(folder)),
            None => Cover::Clear,
        };
        Ok(Self {
            cover,
            journal: Journal::new(disk, at, survey),
            said,
            offer,
            hurt,
        })
    }
    /// How bodies are stored.
    pub fn cover(&self) -> &Cover {
        &self.cover
    }
    /// Every event of a stream after `seq`.
    ///
    /// # Errors
    /// When they cannot be read whole.
    pub fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Recorded>, LogError> {
        let entries = self.journal.read(stream, after)?;
        entries.iter().map(|entry| self.cover.open(entry)).collect()
    }
    /// Every event of every stream, in the order written.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn read_all(&mut self, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError> {
        all(&self.journal, &self.cover, &|_| false, each).map(|_| ())
    }
    /// Walks the whole chain: every frame follows the one before, every entry opens, and the hash at each mark
    /// (a position, and the hash that a backup remembered there) is the one remembered.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn verify(
        &mut self,
        marks: &[(u64, String)],
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Walk, LogError> {
        let mut walk = Walk {
            entries: self.journal.chain().next,
            frames: 0,
            purged: 0,
            head: self.journal.chain().hash,
            wrong: self.said.clone(),
        };
        for hurt in &self.hurt {
            walk.wrong.push(format!(
                "Of {} the entries {} to {} are missing.",
                words::stream(hurt.stream),
                hurt.missing.start,
                hurt.missing.end.saturating_sub(1).max(hurt.missing.start)
            ));
        }
        let cover = &self.cover;
        let end = self.journal.chain().next;
        self.journal.read_all(&mut |found: &Found| {
            walk.frames += 1;
            progress(found.frame.end(), end);
            for (position, entry) in (found.frame.first + 1..).zip(&found.frame.entries) {
                if cover.is_gone(entry) {
                    walk.purged += 1;
                } else if let Err(error) = cover.open(entry) {
                    walk.wrong.push(format!("Entry {position} of the log: {error}"));
                }
            }
            for (at, hash) in marks.iter().filter(|(at, _)| *at == found.frame.end()) {
                if *hash != backup::hex(&found.hash) {
                    walk.wrong.push(format!(
                        "Entry {at} of the log or one before it is not what it was when a backup was made."
                    ));
                }
            }
        })?;
        for (at, _) in marks.iter().filter(|(at, _)| *at > end) {
            walk.wrong.push(format!(
                "The log ends at entry {end}, but a backup holds {at}: its end was lost."
            ));
        }
        Ok(walk)
    }
    /// The cases in the journal whose key was destroyed.
    pub fn gone_cases(&self) -> impl Iterator<Item = CaseId> + '_ {
        self.journal
            .index()
            .heads()
            .filter_map(|(stream, _)| match stream {
                Stream::Case(id) if self.cover.vault().is_some_and(|v| v.is_gone(id.0)) => Some(id),
                _ => None,
            })
    }
    /// The time of the last thing recorded.
    pub fn last_time(&self) -> Option<Moment> {
        self.journal.index().last_at.map(Moment)
    }
}

fn look(disk: &dyn Disk, folder: &Path) -> Result<Survey, OpenError> {
    journal::survey(disk, folder, &mut |_, _| {}).map_err(OpenError::from)
}

/// Every event of a journal, opened, but those of streams that are passed over.
///
/// One thread reads and checks, one opens, in the order written, while this one takes them in: a start waits for all
/// three.
pub(super) fn all(
    journal: &Journal,
    cover: &Cover,
    pass_over: &(dyn Fn(Stream) -> bool + Sync),
    each: &mut dyn FnMut(Recorded),
) -> Result<Walked, LogError> {
    // Of a purged record the chain stays and the words are gone; the desk's own record says so.
    let wanted = |entry: &Entry| !cover.is_gone(entry) && !pass_over(entry.stream);
    let (give, stored) = sync_channel::<Vec<Entry>>(CHUNKS);
    let (hand, opened) = sync_channel::<Vec<Recorded>>(CHUNKS);
    std::thread::scope(|scope| {
        let opening = std::thread::Builder::new()
            .name("opening".to_owned())
            .spawn_scoped(scope, move || {
                for chunk in stored {
                    let open = chunk.iter().map(|entry| cover.open(entry));
                    // Whoever takes them in waits until the end.
                    let _ = hand.send(open.collect::<Result<_, _>>()?);
                }
                Ok(())
            });
        let pass = journal.pass();
        let reading = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn_scoped(scope, move || {
                let mut chunk = Vec::with_capacity(CHUNK);
                let walked = pass.over(&mut |found| {
                    for entry in found.frame.entries {
                        if wanted(&entry) {
                            chunk.push(entry);
                        }
                        if chunk.len() == CHUNK {
                            let full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK));
                            // Nobody takes it when one could not be opened: that is said below.
                            let _ = give.send(full);
                        }
                    }
                });
                let _ = give.send(chunk);
                walked
            });
        let (Ok(opening), Ok(reading)) = (opening, reading) else {
            // Threads are not to be had: alone, then. What was begun ends with nobody listening.
            drop(opened);
            return alone(journal.pass(), cover, &wanted, each);
        };
        for chunk in opened {
            chunk.into_iter().for_each(&mut *each);
        }
        let opened = opening.join().unwrap_or_else(|panic| resume_unwind(panic));
        let walked = reading.join().unwrap_or_else(|panic| resume_unwind(panic));
        opened.and(walked)
    })
}

fn alone(
    pass: Pass,
    cover: &Cover,
    wanted: &dyn Fn(&Entry) -> bool,
    each: &mut dyn FnMut(Recorded),
) -> Result<Walked, LogError> {
    let mut failed = None;
    let walked = pass.over(&mut |found| {
        for entry in found.frame.entries.iter().filter(|entry| wanted(entry)) {
            match cover.open(entry) {
                _ if failed.is_some() => return,
                Ok(recorded) => each(recorded),
                Err(error) => failed = Some(error),
            }
        }
    })?;
    failed.map_or(Ok(walked), Err)
}
