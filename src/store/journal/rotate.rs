//! The next segment: allocated ahead, begun when the last one is full.

use super::Journal;
use super::survey::Segment;
use crate::env::disk::How;
use crate::store::LogError;
use crate::store::reserve::is_full;
use crate::store::segment::{self, Header};
use crate::store::segment_index::SegmentIndex;

/// The next segment, allocated ahead.
const SPARE: &str = "spare.new";
impl Journal {
    /// Allocates the next segment ahead, so that space runs out here and not in the middle of a save.
    fn prepare(&mut self, size: u64) -> Result<(), LogError> {
        let path = self.folder.join(SPARE);
        let what = || format!("{} could not be allocated", path.display());
        self.disk
            .make_folder(&self.folder)
            .map_err(|e| LogError::io(format!("{} could not be made", self.folder.display()), e))?;
        if self.disk.exists(&path) {
            self.disk
                .remove(&path)
                .map_err(|e| LogError::io(what(), e))?;
        }
        let mut file = self
            .disk
            .open(&path, How::New)
            .map_err(|e| LogError::io(what(), e))?;
        if let Err(e) = file.allocate(size) {
            drop(file);
            // Give back what there was.
            let _ = self.disk.remove(&path);
            return Err(LogError::io(what(), e));
        }
        self.spare = Some(file);
        Ok(())
    }

    /// Begins the next segment.
    pub(super) fn rotate(&mut self, need: u64) -> Result<(), LogError> {
        let size = (need + segment::HEADER as u64)
            .div_ceil(self.size)
            .max(1)
            .saturating_mul(self.size);
        if size > self.size {
            self.spare = None;
        }
        if self.spare.is_none() {
            let mut made = self.prepare(size);
            if is_full(&made) && self.give_up_reserve() {
                made = self.prepare(size);
            }
            if let Err(error) = made {
                self.full = matches!(error, LogError::Full);
                return Err(error);
            }
        }
        let Some(mut file) = self.spare.take() else {
            return Err(LogError::Full);
        };
        let number = self.last() + 1;
        let header = Header {
            number,
            first: self.chain.next,
            prev: self.chain.hash,
        };
        let path = self.folder.join(segment::name(number));
        let what = || format!("NOT SAVED: {} could not be begun", path.display());
        file.write_at(&header.to_bytes(), 0)
            .and_then(|()| file.sync_data())
            .and_then(|()| self.disk.rename(&self.folder.join(SPARE), &path))
            .map_err(|e| LogError::io(what(), e))?;
        // From here on the segment is there, even if its name is not yet durable: the next try finds it.
        self.segments.push(Segment {
            number,
            path: path.clone(),
        });
        self.file = Some(file);
        self.end = segment::HEADER as u64;
        self.room = size;
        self.full = false;
        if let Err(e) = self.disk.sync_folder(&self.folder) {
            self.file = None;
            self.segments.pop();
            // An empty segment whose name may come and go with the power must not be written to.
            let _ = self.disk.remove(&path);
            self.reopen_end();
            return Err(LogError::io(what(), e));
        }
        let founding = self.index.founding;
        let begun = SegmentIndex::begin(number, self.chain, founding);
        self.due.extend(self.listing.replace(begun));
        Ok(())
    }

    /// Finds the end of the last segment again after a rotation that failed.
    fn reopen_end(&mut self) {
        // The segment before was full enough to be left; treat it as having no room, so that the next append rotates.
        self.end = 0;
        self.room = 0;
    }

    /// What can be done while nothing else is: cleaning up after a failure, the next segment ahead of need.
    pub fn idle(&mut self) {
        if self.secure().is_err() {
            return;
        }
        if self.unclean.is_some()
            && let Err(error) = self.clean()
        {
            self.failed = Some(format!("{error}."));
            return;
        }
        let low = !self.segments.is_empty() && self.end * 4 > self.room * 3;
        if (low || self.full) && self.spare.is_none() {
            match self.prepare(self.size) {
                Ok(()) => self.full = false,
                Err(LogError::Full) if self.full => {}
                // Room is only needed once this segment is full; the append that needs it will say so.
                Err(_) => {}
            }
        }
        if !self.full
            && let Some(reserve) = &mut self.reserve
        {
            reserve.keep();
        }
        self.list_one();
    }
}
