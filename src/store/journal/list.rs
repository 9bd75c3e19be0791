//! The indexes of segments, kept beside them: a finished segment's when there is time, the last one's at a clean
//! stop. Nothing depends on them but the time a start takes, so that a disk that refuses one is no trouble.

use super::Journal;
use crate::env::disk::How;
use crate::store::segment_index::{self, SegmentIndex};

impl Journal {
    /// Writes the index of one finished segment, if one is due.
    pub(super) fn list_one(&mut self) {
        if let Some(listing) = self.due.pop() {
            self.keep_listing(&listing);
        }
    }

    /// Writes every index that is due, the last segment's too. For the end: the next start then reads no segment.
    pub fn list_all(&mut self) {
        while !self.due.is_empty() {
            self.list_one();
        }
        if let Some(listing) = self.listing.take().filter(|listing| listing.last > 0) {
            self.keep_listing(&listing);
        }
    }

    /// Puts an index in place whole. The segment's frames are durable already; an index that is lost or torn is
    /// found out by its checksum and made anew.
    fn keep_listing(&self, listing: &SegmentIndex) {
        let path = self.folder.join(segment_index::name(listing.number));
        let bytes = listing.to_bytes();
        if self.disk.read(&path).is_ok_and(|there| there == bytes) {
            return;
        }
        let new = path.with_extension("idx.new");
        let _ = self
            .disk
            .open(&new, How::Keep)
            .and_then(|mut file| {
                file.set_len(0)?;
                file.write_at(&bytes, 0)?;
                file.sync_data()
            })
            .and_then(|()| self.disk.rename(&new, &path));
    }
}
