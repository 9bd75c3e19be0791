//! Space kept back on the desk's disk, given up when the disk is full, so that the last saves of a night still fit.
//!
//! A file of nothing beside the journal. It is made when there is room to spare and made again when there is room
//! again; while it is given up, that is the store's trouble, said on every screen.

use std::path::PathBuf;
use std::sync::Arc;

use super::LogError;
use crate::env::disk::{Disk, How};

/// Its name in the desk's folder.
pub const FILE: &str = "reserve";
/// What a desk of every day keeps back: 32 MiB, eight segments of its journal.
pub const USUAL: u64 = 32 << 20;
/// It is made only where it takes at most this part of what is free.
const PART: u64 = 8;
/// The least that is worth keeping.
const LEAST: u64 = 64 << 10;

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Not made yet, or not to be had.
    Wanting,
    /// There.
    Kept,
    /// Given up for the last saves.
    GivenUp,
}

/// The space kept back.
pub struct Reserve {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    most: u64,
    stands: Stands,
}

impl Reserve {
    /// In a desk's folder, at most so many bytes; nothing is made before [`Reserve::keep`].
    pub fn of(disk: Arc<dyn Disk>, desk: &std::path::Path, most: u64) -> Self {
        let path = desk.join(FILE);
        let stands = match disk.exists(&path) {
            true => Stands::Kept,
            false => Stands::Wanting,
        };
        Self {
            disk,
            path,
            most,
            stands,
        }
    }

    /// Makes it, where there is room to spare. On a small disk it is smaller; on a full one there is none.
    pub fn keep(&mut self) {
        if self.stands == Stands::Kept {
            return;
        }
        let Some(folder) = self.path.parent() else {
            return;
        };
        let free = self.disk.free(folder).unwrap_or(0);
        let size = self.most.min(free / PART);
        // What was given up comes back only with room for all of it: not byte by byte under the next save.
        if size < LEAST || (self.stands == Stands::GivenUp && free < self.most.saturating_mul(2)) {
            return;
        }
        let made = self
            .disk
            .open(&self.path, How::Keep)
            .and_then(|mut file| file.reserve(size));
        match made {
            Ok(()) => self.stands = Stands::Kept,
            // Half a reserve would stand in the way of a save.
            Err(_) => {
                let _ = self.disk.remove(&self.path);
            }
        }
    }

    /// Gives it up; `true` when there is room now that was not there before.
    pub fn give_up(&mut self) -> bool {
        let there = self.stands == Stands::Kept && self.disk.remove(&self.path).is_ok();
        if there {
            self.stands = Stands::GivenUp;
        }
        there
    }

    /// Whether it was given up and the disk still has no room for it.
    pub fn is_given_up(&self) -> bool {
        self.stands == Stands::GivenUp
    }

    /// What is said while it is given up.
    pub fn words(&self) -> String {
        format!(
            "The disk of {} is full. What was kept back for the last saves is being used: make room on it now, or saving stops.",
            self.path.display()
        )
    }
}

/// Whether an error is that of a full disk.
pub(super) fn is_full<T>(result: &Result<T, LogError>) -> bool {
    matches!(result, Err(LogError::Full))
}
