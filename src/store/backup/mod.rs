//! Backups: a copy of a desk as it is stored, sealed, with digests; and putting one into an empty place.
//!
//! What is copied are the journal's whole frames and the keys file with its wrapped keys; a key file is never
//! copied along. Made while the desk runs, without its lock, since whole frames never change.
//!
//! | part | what it is |
//! |---|---|
//! | `make` | copying, reading back, comparing |
//! | `check` | every file against its digest |
//! | `list` | what a desk remembers of its backups, and thinning them out |
//! | `restore` | putting one into an empty place, tombstones first |
//! | `schedule` | when one is due and which are kept. Pure |

mod check;
mod list;
mod make;
mod restore;
pub mod schedule;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::LogError;
use super::frame::Hash;
use crate::env::disk::{Disk, How};

pub use self::check::check;
pub use self::list::{Listed, listed, newest_good, thin_out};
pub use self::make::{make, size};
pub use self::restore::{bury, restore};

/// The list of digests in a backup; written last, so that a backup without it is unfinished.
pub const DIGESTS: &str = "digests";
/// Records purged after a backup was made; applied before anything of it is put in place.
pub const TOMBSTONES: &str = "purged";
/// What an unfinished backup's folder ends in.
pub const PART: &str = "part";
/// The list of backups in a desk's folder.
pub const LIST: &str = "backups.list";
/// What that list was called first.
const LIST_BEFORE: &str = "backups";
/// The folder of scheduled backups in a desk's folder, where no other is set.
pub const FOLDER: &str = "backups";

/// A backup as it was made or found.
#[derive(Debug, Clone)]
pub struct Backup {
    /// Its folder.
    pub folder: PathBuf,
    /// How many entries it holds.
    pub entries: u64,
    /// The log's hash at its end.
    pub head: Hash,
    /// How many bytes.
    pub bytes: u64,
    /// Whether it is sealed.
    pub sealed: bool,
}

/// A hash in hexadecimal.
pub fn hex(hash: &[u8]) -> String {
    hash.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn io(what: &str, path: &Path) -> impl FnOnce(std::io::Error) -> LogError {
    let what = format!("{} could not be {what}", path.display());
    move |error| LogError::io(what, error)
}

fn put(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), LogError> {
    disk.open(path, How::New)
        .and_then(|mut file| {
            file.write_at(bytes, 0)?;
            file.sync_data()
        })
        .map_err(io("written", path))
}
