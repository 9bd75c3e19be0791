//! sled behind its fences, following the journal on its own thread.

use std::path::{Path, PathBuf};

use crate::env::disk::Disk;

/// The number in a keeper's folder name (`sled-0001`).
fn generation(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("sled-")?;
    (digits.len() == 4).then(|| digits.parse().ok())?
}

/// The newest keeper's folder in a desk's folder.
pub fn newest(disk: &dyn Disk, folder: &Path) -> Option<(u32, PathBuf)> {
    let names = disk.list(folder).ok()?;
    let number = names.iter().filter_map(|n| generation(n)).max()?;
    Some((number, folder.join(format!("sled-{number:04}"))))
}
