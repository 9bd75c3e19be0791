//! What shows that a desk was here before, so that a lost journal never looks like a new desk.

use std::path::Path;

use super::{LogError, OpenError, keeper};
use crate::env::disk::{Disk, How};
use crate::record::Problem;

/// Written once, when the founding is on the disk: the founding frame's hash in hexadecimal.
pub const MARK: &str = "desk.founded";

/// Whether the desk's mark or a keeper's folder is there.
pub fn of_a_desk(disk: &dyn Disk, folder: &Path) -> bool {
    disk.exists(&folder.join(MARK)) || keeper::newest(disk, folder).is_some()
}

/// Leaves the mark, durably. Called before the founding is acknowledged.
///
/// # Errors
/// When the disk refuses; the founding does not count then.
pub fn leave(disk: &dyn Disk, folder: &Path, founding: &[u8; 32]) -> Result<(), LogError> {
    let path = folder.join(MARK);
    let mut text: String = founding.iter().map(|b| format!("{b:02x}")).collect();
    text.push('\n');
    disk.open(&path, How::Keep)
        .and_then(|mut file| {
            file.set_len(0)?;
            file.write_at(text.as_bytes(), 0)?;
            file.sync_data()
        })
        .and_then(|()| disk.sync_folder(folder))
        .map_err(|e| {
            LogError::io(
                format!("NOT SAVED: {} could not be written", path.display()),
                e,
            )
        })
}

/// What is said when there is no journal to read.
pub fn absent(disk: &dyn Disk, folder: &Path) -> OpenError {
    if of_a_desk(disk, folder) {
        OpenError::Cannot(
            Problem::machine(format!(
                "The journal of the desk in {} is gone, so nothing can be shown.",
                folder.display()
            ))
            .hint("Open the desk to see what sled still holds; porchlight heal writes the journal anew from it; or restore a backup."),
        )
    } else {
        OpenError::Absent(
            Problem::setup(format!("There is no desk in {}.", folder.display()))
                .hint("Start porchlight there once, or name another folder with --desk."),
        )
    }
}

/// What is said when a desk was here and neither journal nor sled can be read.
pub fn lost(folder: &Path, why: &str) -> OpenError {
    OpenError::Cannot(
        Problem::machine(format!(
            "The journal of the desk in {} is gone, and {why}; no new desk is made over it.",
            folder.display()
        ))
        .hint(
            "Restore a backup into an empty folder. Blank scripts and the numbers card still work.",
        ),
    )
}
