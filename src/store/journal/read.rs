//! Reading what a journal holds: one frame, one stream, everything.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use super::Journal;
use super::index::{Spot, whole};
use super::survey::{Kept, Segment};
use crate::env::disk::{Disk, How};
use crate::record::Stream;
use crate::store::LogError;
use crate::store::frame::{self, Entry, Found, Hash};
use crate::store::segment::{self, Chain};

impl Journal {
    /// The frame at a spot.
    ///
    /// # Errors
    /// When it cannot be read or is damaged.
    pub fn frame(&mut self, spot: Spot) -> Result<Found, LogError> {
        let path = self.folder.join(segment::name(spot.segment));
        if self
            .reading
            .as_ref()
            .is_none_or(|(n, _)| *n != spot.segment)
        {
            let file = self
                .disk
                .open(&path, How::Read)
                .map_err(|e| LogError::io(format!("{} cannot be read", path.display()), e))?;
            self.reading = Some((spot.segment, file));
        }
        let damaged = || {
            LogError::Damaged(format!(
                "{} is damaged at byte {}: what stands there cannot be read.",
                path.display(),
                spot.offset
            ))
        };
        let Some((_, file)) = &self.reading else {
            return Err(damaged());
        };
        let read = |n: usize| -> Result<Vec<u8>, LogError> {
            let mut bytes = vec![0; n];
            file.read_at(&mut bytes, u64::from(spot.offset))
                .map_err(|e| LogError::io(format!("{} cannot be read", path.display()), e))?;
            Ok(bytes)
        };
        let size = frame::claimed(&read(frame::LEAD)?).ok_or_else(damaged)?;
        frame::find(&read(size)?).ok_or_else(damaged)
    }

    /// Every entry of a stream after `seq`, its chain verified up to the head.
    ///
    /// # Errors
    /// When they cannot be read whole.
    pub fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Entry>, LogError> {
        let Some((head, spots)) = self.index.streams.get(&stream) else {
            return Ok(Vec::new());
        };
        let head = *head;
        let from = spots
            .partition_point(|(seq, _)| *seq <= after + 1)
            .saturating_sub(1);
        let spots: Vec<Spot> = spots[from..].iter().map(|(_, spot)| *spot).collect();
        let mut entries = Vec::new();
        for spot in spots {
            let found = self.frame(spot)?;
            entries.extend(
                found
                    .frame
                    .entries
                    .into_iter()
                    .filter(|e| e.stream == stream && e.seq > after),
            );
        }
        if whole(&entries, after, head) {
            Ok(entries)
        } else {
            Err(LogError::Damaged(format!(
                "Some of what was written is missing from {}: entries {} to {} are not all there.",
                self.folder.display(),
                after + 1,
                head.seq
            )))
        }
    }

    pub(super) fn take_kept(&self) -> Kept {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut kept, Kept::none())
    }

    /// Every frame, in the order written, up to what was acknowledged.
    ///
    /// # Errors
    /// When a file cannot be read. Damaged stretches are passed over: the survey named them.
    pub fn read_all(&self, each: &mut dyn FnMut(&Found)) -> Result<(), LogError> {
        self.pass().over(&mut |found| each(&found)).map(|_| ())
    }

    /// One reading of everything, which another thread may make.
    pub fn pass(&self) -> Pass {
        Pass {
            disk: self.disk.clone(),
            segments: self.segments.clone(),
            kept: self.take_kept(),
            next: self.chain.next,
            heads: self.unread.then(|| Heads {
                wanted: self.index.heads().map(|(s, head)| (s, head.seq)).collect(),
                found: BTreeMap::new(),
            }),
        }
    }

    /// Whether something was taken from an index and not read since.
    pub fn is_unread(&self) -> bool {
        self.unread
    }

    /// Whether everything that was read is as the indexes said; from here on it counts as read.
    pub fn agrees(&mut self, walked: &Walked) -> bool {
        let agrees = !walked.damaged
            && walked.chain == self.chain
            && walked.heads.as_ref().is_none_or(|heads| {
                heads.len() == self.index.streams.len()
                    && heads.iter().all(|(stream, hash)| {
                        self.index.head(*stream).map(|h| h.hash) == Some(*hash)
                    })
            });
        self.unread &= !agrees;
        agrees
    }
}

/// One reading of everything that was acknowledged when it was asked for.
pub struct Pass {
    disk: Arc<dyn Disk>,
    segments: Vec<Segment>,
    kept: Kept,
    next: u64,
    /// The end of each stream, where they are to be compared.
    heads: Option<Heads>,
}

/// The last entry of each stream as an index has it, and the hash of that entry as it was read. Only the last is
/// hashed anew: the log's own hash commits to all before it.
struct Heads {
    wanted: BTreeMap<Stream, u64>,
    found: BTreeMap<Stream, Hash>,
}

/// What a reading of everything found.
#[derive(Debug, Clone)]
pub struct Walked {
    /// Where the log stood after the last frame that was acknowledged.
    pub chain: Chain,
    /// Whether a stretch was not what was written.
    pub damaged: bool,
    /// The hash of each stream's last entry, where they were asked for.
    pub heads: Option<BTreeMap<Stream, Hash>>,
}

impl Pass {
    /// Gives every frame, in the order written.
    ///
    /// # Errors
    /// As [`Journal::read_all`].
    pub fn over(mut self, each: &mut dyn FnMut(Found)) -> Result<Walked, LogError> {
        let next = self.next;
        let mut heads = self.heads.take();
        let mut longer = false;
        let last = self.segments.last().map_or(0, |s| s.number);
        let mut chain = self.kept.chain;
        let mut walked = Walked {
            chain: Chain::start(),
            damaged: false,
            heads: None,
        };
        let mut take = |found: Found| {
            if found.frame.end() > next {
                return;
            }
            walked.chain = Chain {
                next: found.frame.end(),
                hash: found.hash,
            };
            if let Some(heads) = &mut heads {
                for entry in &found.frame.entries {
                    match heads.wanted.get(&entry.stream) {
                        Some(last) if entry.seq < *last => {}
                        Some(last) if entry.seq == *last => {
                            heads.found.insert(entry.stream, entry.hash());
                        }
                        // More than the index knows.
                        _ => longer = true,
                    }
                }
            }
            each(found);
        };
        self.kept.frames.into_iter().for_each(&mut take);
        let mut holes = Vec::new();
        for segment in self.segments.iter().skip(self.kept.segments) {
            let bytes = self.disk.read(&segment.path).map_err(|e| {
                LogError::io(format!("{} cannot be read", segment.path.display()), e)
            })?;
            segment::walk(
                &bytes,
                segment::HEADER,
                segment.number,
                segment.number == last,
                &mut chain,
                &mut holes,
                &mut |_, found| take(found),
            );
        }
        walked.damaged = longer || !holes.is_empty();
        walked.heads = heads.map(|heads| heads.found);
        Ok(walked)
    }
}
