//! The segments in order: append, sync, rotate, read. The commit point of the desk.
//!
//! Knows frames and disk, not events. What is in memory of it: where each stream's frames stand, the heads, and
//! which requests were answered.
//!
//! | part | what it is |
//! |---|---|
//! | [`Journal`] | open for appending: append, clean up after a failure |
//! | [`index`] | where everything stands |
//! | [`mod@survey`] | looking at every segment, changing nothing |
//! | `read` | one frame, one stream, everything |
//! | `list` | the indexes of segments, kept beside them |
//! | `rotate` | the next segment, allocated ahead |

pub mod index;
mod list;
mod read;
mod rotate;
mod secure;
pub mod survey;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

pub use self::index::{Head, Hurt, Index, Spot, whole};
pub use self::read::{Pass, Walked};
pub use self::survey::{Survey, by_index, survey};

use self::survey::{Kept, Segment};
use super::LogError;
use super::frame::{self, Entry, Found, Frame};
use super::reserve::Reserve;
use super::segment::{self, Chain};
use super::segment_index::SegmentIndex;
use crate::env::disk::{Disk, DiskFile, How};
use crate::record::Stream;

/// The folder of the journal inside a desk's folder.
pub const FOLDER: &str = "journal";

/// One event to be written; the journal stamps sequence and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its stream.
    pub stream: Stream,
    /// Whose key seals it.
    pub record: u128,
    /// The key's version.
    pub key: u32,
    /// How it is sealed.
    pub suite: u8,
    /// The nonce.
    pub nonce: [u8; 12],
    /// The bytes.
    pub body: Vec<u8>,
}

/// One batch to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFrame {
    /// From which screen.
    pub session: u128,
    /// Which request it answers.
    pub request: u64,
    /// When.
    pub at: i64,
    /// Its events.
    pub entries: Vec<Draft>,
}

/// The segments in order, open for appending.
pub struct Journal {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    size: u64,
    segments: Vec<Segment>,
    index: Index,
    chain: Chain,
    /// The last segment, where appending goes on.
    file: Option<Box<dyn DiskFile>>,
    /// Where the next frame goes in it.
    end: u64,
    /// Its length.
    room: u64,
    /// What must be zeroed before anything is written: bytes that were never acknowledged.
    unclean: Option<Range<u64>>,
    /// From where on it is not known whether the disk has what the system shows: an earlier process may have ended
    /// after a sync that failed.
    unsure: Option<u64>,
    spare: Option<Box<dyn DiskFile>>,
    full: bool,
    failed: Option<String>,
    reading: Option<(u32, Box<dyn DiskFile>)>,
    /// What the survey kept, until it is read or something is appended.
    kept: Mutex<Kept>,
    /// The index of the last segment.
    listing: Option<SegmentIndex>,
    /// Indexes to be written when there is time.
    due: Vec<SegmentIndex>,
    /// Whether anything was taken from an index and not read since.
    unread: bool,
    /// Space kept back for the last saves.
    reserve: Option<Reserve>,
}

impl Journal {
    /// A journal to append to, where a survey found it. Nothing is written until [`Journal::secure`] or the first append.
    pub fn new(disk: Arc<dyn Disk>, folder: PathBuf, survey: Survey) -> Self {
        Self::sized(disk, folder, survey, segment::SIZE)
    }
    /// The same, with segments of another size: for tests of rotation.
    pub fn sized(disk: Arc<dyn Disk>, folder: PathBuf, survey: Survey, size: u64) -> Self {
        Self {
            disk,
            folder,
            size,
            segments: survey.segments,
            index: survey.index,
            chain: survey.chain,
            file: None,
            end: survey.end,
            room: survey.size,
            unclean: survey.torn,
            unsure: Some(survey.latest),
            spare: None,
            full: false,
            failed: None,
            reading: None,
            kept: Mutex::new(survey.kept),
            listing: survey.listing,
            due: survey.due,
            unread: survey.unread,
            reserve: None,
        }
    }
    /// Where everything stands.
    pub fn index(&self) -> &Index {
        &self.index
    }
    /// What the next frame continues.
    pub fn chain(&self) -> Chain {
        self.chain
    }
    /// The journal's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    /// The journal's trouble, in one sentence.
    pub fn trouble(&self) -> Option<String> {
        if self.full {
            return Some(format!(
                "The disk of {} is full: nothing new can be SAVED until there is room. What is on the desk can still be read.",
                self.folder.display()
            ));
        }
        let low = self.reserve.as_ref().filter(|r| r.is_given_up());
        self.failed.clone().or_else(|| low.map(Reserve::words))
    }
    /// Keeps space back for the last saves from now on.
    pub fn set_reserve(&mut self, reserve: Option<Reserve>) {
        self.reserve = reserve;
    }
    /// Takes the reserve out, for the journal that comes after this one.
    pub fn take_reserve(&mut self) -> Option<Reserve> {
        self.reserve.take()
    }
    /// Gives up the space kept back; `true` when there is room now that was not there before.
    pub fn give_up_reserve(&mut self) -> bool {
        self.reserve.as_mut().is_some_and(Reserve::give_up)
    }
    /// Whether the disk is so full that only saves may take room.
    pub fn is_low(&self) -> bool {
        self.full || self.reserve.as_ref().is_some_and(Reserve::is_given_up)
    }

    /// Writes frames one after another with one sync. When it returns well, all of them are on the disk.
    ///
    /// # Errors
    /// [`LogError::Full`], [`LogError::TooLarge`] or [`LogError::Io`]; none of them counts as written then, and
    /// what reached the file is taken out before anything else is written.
    pub fn append(&mut self, drafts: Vec<DraftFrame>) -> Result<Vec<Found>, LogError> {
        self.secure()?;
        self.clean()?;
        self.take_kept();
        let (found, bytes, chain) = self.compose(drafts)?;
        if found.is_empty() {
            return Ok(found);
        }
        if self.segments.is_empty() || self.end + bytes.len() as u64 > self.room {
            self.rotate(bytes.len() as u64)?;
        }
        let start = self.end;
        let stop = start + bytes.len() as u64;
        let segment = self.last();
        let path = self.path();
        let file = self.open_last()?;
        let result = file
            .write_at(&bytes, start)
            .map_err(|e| {
                LogError::io(
                    format!("NOT SAVED: {} could not be written", path.display()),
                    e,
                )
            })
            .and_then(|()| {
                file.sync_data().map_err(|e| {
                    LogError::io(
                        format!("NOT SAVED: {} could not be synced", path.display()),
                        e,
                    )
                })
            });
        if let Err(error) = result {
            // What a failed sync wrote may be on the disk or not. Never sync it again and call it good:
            // open the file anew and take it out.
            self.unclean = Some(start..stop);
            self.file = None;
            self.failed = Some(format!("{error}."));
            if self.clean().is_ok() {
                self.failed = None;
            }
            return Err(error);
        }
        let mut at = start;
        for one in &found {
            let spot = Spot {
                segment,
                offset: u32::try_from(at).unwrap_or(u32::MAX),
            };
            self.index.add(spot, one, self.listing.as_mut());
            at += one.size as u64;
        }
        self.end = stop;
        self.chain = chain;
        Ok(found)
    }

    fn compose(&self, drafts: Vec<DraftFrame>) -> Result<(Vec<Found>, Vec<u8>, Chain), LogError> {
        let mut chain = self.chain;
        let mut founding = self.index.founding;
        let mut heads: BTreeMap<Stream, Head> = BTreeMap::new();
        let mut bytes = Vec::new();
        let mut out = Vec::new();
        for draft in drafts {
            let mut frame = Frame {
                first: chain.next,
                group: self.chain.next,
                prev: chain.hash,
                session: draft.session,
                request: draft.request,
                at: draft.at,
                entries: Vec::with_capacity(draft.entries.len()),
            };
            for event in draft.entries {
                let before = heads
                    .get(&event.stream)
                    .copied()
                    .or_else(|| self.index.head(event.stream))
                    .unwrap_or(Head {
                        seq: 0,
                        hash: founding.unwrap_or_else(frame::root),
                    });
                let entry = Entry {
                    stream: event.stream,
                    seq: before.seq + 1,
                    prev: before.hash,
                    record: event.record,
                    key: event.key,
                    suite: event.suite,
                    nonce: event.nonce,
                    body: event.body,
                };
                heads.insert(
                    entry.stream,
                    Head {
                        seq: entry.seq,
                        hash: entry.hash(),
                    },
                );
                frame.entries.push(entry);
            }
            let start = bytes.len();
            let hash = frame.write(&mut bytes).ok_or_else(|| {
                LogError::TooLarge(
                    "That is more than can be saved at once (64 MiB): nothing was saved."
                        .to_owned(),
                )
            })?;
            let found = Found {
                size: bytes.len() - start,
                frame,
                hash,
            };
            chain.pass(&found);
            founding.get_or_insert(hash);
            out.push(found);
        }
        Ok((out, bytes, chain))
    }

    fn last(&self) -> u32 {
        self.segments.last().map_or(0, |s| s.number)
    }
    fn path(&self) -> PathBuf {
        self.folder.join(segment::name(self.last()))
    }
    fn open_last(&mut self) -> Result<&mut Box<dyn DiskFile>, LogError> {
        if self.file.is_none() {
            let path = self.path();
            let file = self
                .disk
                .open(&path, How::Write)
                .map_err(|e| LogError::io(format!("{} cannot be opened", path.display()), e))?;
            self.file = Some(file);
        }
        // Just put there.
        self.file
            .as_mut()
            .ok_or_else(|| LogError::ReadOnly("The journal is not open.".to_owned()))
    }

    /// Takes out what was written and never acknowledged, and reads the end again.
    ///
    /// # Errors
    /// When the disk refuses; nothing may be written then.
    pub fn clean(&mut self) -> Result<(), LogError> {
        let Some(range) = self.unclean.clone() else {
            return Ok(());
        };
        let path = self.path();
        let what = || {
            format!(
                "NOT SAVED: the end of {} could not be cleaned",
                path.display()
            )
        };
        let length = usize::try_from(range.end - range.start).unwrap_or(0);
        self.file = None;
        let file = self.open_last()?;
        let mut back = vec![0; length];
        let result = file
            .write_at(&back, range.start)
            .and_then(|()| file.sync_data())
            .and_then(|()| file.read_at(&mut back, range.start));
        if let Err(e) = result {
            self.file = None;
            return Err(LogError::io(what(), e));
        }
        if back.iter().any(|b| *b != 0) {
            self.file = None;
            return Err(LogError::Damaged(format!("{}.", what())));
        }
        self.unclean = None;
        self.failed = None;
        Ok(())
    }
}
