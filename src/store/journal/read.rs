//! Reading what a journal holds: one frame, one stream, everything.

use std::sync::{Arc, PoisonError};

use super::Journal;
use super::index::{Spot, whole};
use super::survey::{Kept, Segment};
use crate::env::disk::{Disk, How};
use crate::record::Stream;
use crate::store::LogError;
use crate::store::frame::{self, Entry, Found};
use crate::store::segment;

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
        self.pass().over(each)
    }

    /// One reading of everything, which another thread may make.
    pub fn pass(&self) -> Pass {
        Pass {
            disk: self.disk.clone(),
            segments: self.segments.clone(),
            kept: self.take_kept(),
            next: self.chain.next,
        }
    }
}

/// One reading of everything that was acknowledged when it was asked for.
pub struct Pass {
    disk: Arc<dyn Disk>,
    segments: Vec<Segment>,
    kept: Kept,
    next: u64,
}

impl Pass {
    /// Gives every frame, in the order written.
    ///
    /// # Errors
    /// As [`Journal::read_all`].
    pub fn over(self, each: &mut dyn FnMut(&Found)) -> Result<(), LogError> {
        let next = self.next;
        let last = self.segments.last().map_or(0, |s| s.number);
        let mut chain = self.kept.chain;
        for found in self.kept.frames {
            if found.frame.end() <= next {
                each(&found);
            }
        }
        for segment in self.segments.iter().skip(self.kept.segments) {
            let bytes = self.disk.read(&segment.path).map_err(|e| {
                LogError::io(format!("{} cannot be read", segment.path.display()), e)
            })?;
            segment::walk(
                &bytes,
                segment.number,
                segment.number == last,
                &mut chain,
                &mut Vec::new(),
                &mut |_, found| {
                    if found.frame.end() <= next {
                        each(&found);
                    }
                },
            );
        }
        Ok(())
    }
}
