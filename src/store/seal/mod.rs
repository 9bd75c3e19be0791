//! Sealing: a key for each record, wrapped by the desk key, outside the frames.
//!
//! | part | what it is |
//! |---|---|
//! | `vault` | an opened desk key with the record keys under it |
//! | `renew` | changing what opens the desk, and destroying a record's key |
//! | `body` | padding, and what everything sealed is bound to |
//! | `drafts` | what seals drafts and readers' rows |
//! | `opening` | finding a key that opens the desk key |
//! | `crypt` | the few operations, from the one provider |
//! | `ring` | the keys file |
//! | `unlock` | what opens it: key file, passphrase, credential, recovery key |
//! | `recovery` | the printed key |
//!
//! A body is padded to a multiple of 256 bytes before it is sealed, so that its length tells little, and bound to
//! the desk, its stream, its place in it, its record, the key's version and the suite.

mod body;
pub mod crypt;
mod drafts;
mod opening;
pub mod recovery;
mod renew;
pub mod ring;
pub mod unlock;
mod vault;

use std::path::{Path, PathBuf};

use crate::env::disk::Disk;

pub use self::body::SUITE;
pub use self::drafts::DraftSeal;
pub use self::opening::key_file;
pub use self::vault::Vault;

/// The keys folder of a desk.
pub fn folder(desk: &Path) -> PathBuf {
    desk.join(ring::FOLDER)
}

/// Whether a desk has keys: it is sealed then.
pub fn is_sealed(disk: &dyn Disk, desk: &Path) -> bool {
    ring::paths(&folder(desk))
        .iter()
        .any(|path| disk.exists(path))
}
