//! Making sure that the disk has what the system shows of the journal's end.
//!
//! After a sync that failed, the system may count what was written as clean: it shows it to whoever reads, and no
//! later sync writes it. A process that could not take it out either and then ended leaves a frame that the next
//! process reads as whole and the power takes away, with everything that was appended behind it. Only the frames
//! written last can be so, and the header and the name of the segment they stand in: these are written once more
//! where they stand, byte for byte, and synced. (Rebello et al., *Can Applications Recover from fsync Failures?*,
//! USENIX ATC 2020.)

use super::Journal;
use crate::store::{LogError, segment};

impl Journal {
    /// Writes the header and the latest frames of the last segment again and syncs them with its name; once, before
    /// anything is appended.
    ///
    /// # Errors
    /// When the disk refuses; nothing may be appended then, and it is tried again.
    pub fn secure(&mut self) -> Result<(), LogError> {
        let Some(from) = self.unsure.filter(|_| !self.segments.is_empty()) else {
            self.unsure = None;
            return Ok(());
        };
        let path = self.path();
        let (end, folder, disk) = (self.end, self.folder.clone(), self.disk.clone());
        let file = self.open_last()?;
        let mut again = |from: u64, to: u64| {
            let length = usize::try_from(to.saturating_sub(from)).unwrap_or(0);
            let mut bytes = vec![0; length];
            file.read_at(&mut bytes, from)?;
            file.write_at(&bytes, from)
        };
        let result = again(0, segment::HEADER as u64)
            .and_then(|()| again(from, end))
            .and_then(|()| file.sync_data())
            .and_then(|()| disk.sync_folder(&folder));
        match result {
            Ok(()) => {
                self.unsure = None;
                self.failed = None;
                Ok(())
            }
            Err(e) => {
                self.file = None;
                let what = format!(
                    "NOT SAVED: the end of {} could not be made sure",
                    path.display()
                );
                let error = LogError::io(what, e);
                self.failed = Some(format!("{error}."));
                Err(error)
            }
        }
    }
}
