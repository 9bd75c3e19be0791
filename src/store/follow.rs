//! Reading a journal behind its writer: frame by frame up to what is known to be durable.

use std::path::PathBuf;
use std::sync::Arc;

use super::LogError;
use super::frame::{self, Found};
use super::segment::{self, Chain, Header};
use crate::env::disk::{Disk, DiskFile, How};

/// A place in a journal that moves on frame by frame, each checked against the chain.
pub struct Follower {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    /// What the next frame must continue.
    pub chain: Chain,
    segment: u32,
    file: Option<(Box<dyn DiskFile>, u64)>,
    offset: u64,
}

impl Follower {
    /// At the beginning of a journal.
    pub fn start(disk: Arc<dyn Disk>, folder: PathBuf) -> Self {
        Self {
            disk,
            folder,
            chain: Chain::start(),
            segment: 1,
            file: None,
            offset: segment::HEADER as u64,
        }
    }
    /// At a place where it stood before; `None` when the journal does not have that place.
    pub fn at(disk: Arc<dyn Disk>, folder: PathBuf, chain: Chain) -> Option<Self> {
        let mut at = Self::start(disk, folder);
        if chain.next == 0 {
            return (at.chain == chain).then_some(at);
        }
        // The last segment that begins at or before the place.
        let mut numbers: Vec<u32> = at
            .disk
            .list(&at.folder)
            .ok()?
            .iter()
            .filter_map(|n| segment::number(n))
            .collect();
        numbers.reverse();
        for number in numbers {
            let header = at.open(number).ok()?;
            if header.first <= chain.next {
                at.chain = Chain {
                    next: header.first,
                    hash: header.prev,
                };
                break;
            }
        }
        while at.chain.next < chain.next {
            at.step().ok()?;
        }
        (at.chain == chain).then_some(at)
    }

    fn damaged(&self) -> LogError {
        LogError::Damaged(format!(
            "{} is damaged at byte {}.",
            self.folder.join(segment::name(self.segment)).display(),
            self.offset
        ))
    }

    fn open(&mut self, number: u32) -> Result<Header, LogError> {
        let path = self.folder.join(segment::name(number));
        let what = || format!("{} cannot be read", path.display());
        let file = self
            .disk
            .open(&path, How::Read)
            .map_err(|e| LogError::io(what(), e))?;
        let length = file.len().map_err(|e| LogError::io(what(), e))?;
        let mut header = [0; segment::HEADER];
        file.read_at(&mut header, 0)
            .map_err(|e| LogError::io(what(), e))?;
        self.segment = number;
        self.offset = segment::HEADER as u64;
        self.file = Some((file, length));
        Header::from_bytes(&header).map_err(|_| self.damaged())
    }

    fn peek(&self) -> Option<Found> {
        let (file, length) = self.file.as_ref()?;
        let mut lead = [0; frame::LEAD];
        file.read_at(&mut lead, self.offset).ok()?;
        let size = frame::claimed(&lead)?;
        if self.offset + size as u64 > *length {
            return None;
        }
        let mut bytes = vec![0; size];
        file.read_at(&mut bytes, self.offset).ok()?;
        frame::find(&bytes)
    }

    /// The next frame. Ask only while one is known to be there.
    ///
    /// # Errors
    /// When it is not the one that belongs there.
    pub fn step(&mut self) -> Result<Found, LogError> {
        if self.file.is_none() {
            self.open(self.segment)?;
        }
        let mut found = self.peek();
        if found.is_none() {
            let header = self.open(self.segment + 1)?;
            if header.first != self.chain.next || header.prev != self.chain.hash {
                return Err(self.damaged());
            }
            found = self.peek();
        }
        match found {
            Some(found) if self.chain.takes(&found) => {
                self.chain.pass(&found);
                self.offset += found.size as u64;
                Ok(found)
            }
            _ => Err(self.damaged()),
        }
    }
}
