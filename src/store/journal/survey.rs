//! Looking at every segment of a journal, changing nothing: what is whole, what is torn, what is damaged.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::index::{Index, Spot};
use crate::env::disk::{Disk, How};
use crate::store::LogError;
use crate::store::frame::{self, Found};
use crate::store::segment::{self, BadHeader, Chain, Header, Hole};
use crate::store::segment_index::{self, SegmentIndex};

/// As many bytes of frames as a survey keeps for the first reading, in whole segments: a desk of every day is read
/// and checked once, and a large one does not stand in memory twice.
const KEEP: usize = 6 << 20;

/// One file of the journal.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) number: u32,
    pub(super) path: PathBuf,
}

/// What was found when the journal was looked at.
#[derive(Debug, Clone)]
pub struct Survey {
    pub(super) segments: Vec<Segment>,
    /// Where everything stands.
    pub index: Index,
    /// What the next frame continues.
    pub chain: Chain,
    /// Where the next frame goes in the last segment.
    pub(super) end: u64,
    /// The length of the last segment.
    pub(super) size: u64,
    /// Where the frames that were written last, with one sync, begin in the last segment; its end when it has none.
    pub(super) latest: u64,
    /// An unfinished write at the end, in the last segment.
    pub torn: Option<Range<u64>>,
    /// Stretches that are not what was written.
    pub holes: Vec<Hole>,
    /// Whether any entry is sealed.
    pub sealed: bool,
    /// The frames of the first segments.
    pub(super) kept: Kept,
    /// The index of the last segment.
    pub(super) listing: Option<SegmentIndex>,
    /// Indexes that are not on the disk as they should be.
    pub(super) due: Vec<SegmentIndex>,
    /// Whether a segment was taken from its index, unread.
    pub(super) unread: bool,
}

/// Frames that were read and checked, of so many segments from the first on, and where the log stood after them.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) frames: Vec<Found>,
    pub(super) segments: usize,
    pub(super) chain: Chain,
}

impl Kept {
    pub(super) fn none() -> Self {
        Self {
            frames: Vec::new(),
            segments: 0,
            chain: Chain::start(),
        }
    }
}

impl Survey {
    fn nothing() -> Self {
        Self {
            segments: Vec::new(),
            index: Index::default(),
            chain: Chain::start(),
            end: 0,
            size: 0,
            latest: 0,
            torn: None,
            holes: Vec::new(),
            sealed: false,
            kept: Kept::none(),
            listing: None,
            due: Vec::new(),
            unread: false,
        }
    }
    /// Its files, each with how much of it counts: all of it, or up to the end of the last frame.
    pub fn files(&self) -> Vec<(PathBuf, Option<u64>)> {
        let last = self.segments.len();
        (1..)
            .zip(&self.segments)
            .map(|(n, segment)| (segment.path.clone(), (n == last).then_some(self.end)))
            .collect()
    }
}

/// Looks at every segment of a journal and changes nothing.
///
/// # Errors
/// When the folder or a file cannot be read, or is of another format.
pub fn survey(
    disk: &dyn Disk,
    folder: &Path,
    each: &mut dyn FnMut(Spot, &Found),
) -> Result<Survey, LogError> {
    let mut out = Survey::nothing();
    let mut kept = 0_usize;
    let numbers = numbers(disk, folder)?;
    for (i, number) in numbers.iter().copied().enumerate() {
        let path = folder.join(segment::name(number));
        let bytes = read(disk, &path)?;
        out.header(&path, number, &bytes)?;
        let mut frames = std::mem::take(&mut out.kept.frames);
        let keeps = kept < KEEP;
        let listing = SegmentIndex::begin(number, out.chain, out.index.founding);
        out.walk(
            (number, path, &bytes),
            (segment::HEADER, listing),
            i + 1 == numbers.len(),
            &mut |spot, found| {
                each(spot, &found);
                if keeps {
                    kept += found.size;
                    frames.push(found);
                }
            },
        );
        out.kept.frames = frames;
        if keeps {
            out.kept.segments = i + 1;
            out.kept.chain = out.chain;
        }
    }
    if !out.holes.is_empty() || !out.index.hurt.is_empty() {
        // What is damaged is looked at whole each time.
        out.listing = None;
        out.due.clear();
    }
    Ok(out)
}

/// Looks at a journal by the indexes of its segments and reads only what none of them tells; `None` when anything
/// is not as they say, so that every segment must be looked at.
///
/// What a segment holds is not read here: whoever reads it later holds it against what its index said.
///
/// # Errors
/// As [`survey`].
pub fn by_index(disk: &dyn Disk, folder: &Path) -> Result<Option<Survey>, LogError> {
    let mut out = Survey::nothing();
    let numbers = numbers(disk, folder)?;
    for (i, number) in numbers.iter().copied().enumerate() {
        let path = folder.join(segment::name(number));
        let last = i + 1 == numbers.len();
        let listing = listed(disk, folder, number, out.chain);
        let known = listing.is_some();
        let listing = match listing {
            Some(listing) if out.index.take(&listing) => {
                out.sealed |= listing.sealed;
                out.chain = listing.ends;
                out.unread |= listing.last > 0;
                listing
            }
            Some(_) => return Ok(None),
            None => SegmentIndex::begin(number, out.chain, out.index.founding),
        };
        let after = numbers.get(i + 1).copied();
        if known && after.is_some_and(|next| begins(disk, folder, next) == Some(out.chain)) {
            out.segments.push(Segment { number, path });
            continue;
        }
        let from = usize::try_from(listing.end).unwrap_or(usize::MAX);
        let bytes = match known {
            true => read_from(disk, &path, from)?,
            false => read(disk, &path)?,
        };
        if !known {
            out.header(&path, number, &bytes)?;
        }
        out.walk(
            (number, path, &bytes),
            (from, listing),
            last,
            &mut |_, _| {},
        );
        if !out.holes.is_empty() || !out.index.hurt.is_empty() {
            return Ok(None);
        }
    }
    Ok(Some(out))
}

impl Survey {
    /// Holds a segment's header against where the log stands.
    fn header(&mut self, path: &Path, number: u32, bytes: &[u8]) -> Result<(), LogError> {
        let hole = |chain: &Chain, to| Hole {
            segment: number,
            offset: 0,
            from: chain.next,
            to,
        };
        match Header::from_bytes(bytes) {
            Ok(header) if header.number == number => {
                if header.first != self.chain.next || header.prev != self.chain.hash {
                    // The end of the segment before is gone, or a whole one.
                    self.holes
                        .push(hole(&self.chain, Some(header.first.max(self.chain.next))));
                    if header.first >= self.chain.next {
                        self.chain = Chain {
                            next: header.first,
                            hash: header.prev,
                        };
                    }
                }
            }
            Err(BadHeader::Format(format)) => {
                return Err(LogError::ReadOnly(format!(
                    "{} is of journal format {format}, and this Porchlight reads format {}. Open the desk with the version that wrote it.",
                    path.display(),
                    segment::FORMAT
                )));
            }
            Ok(_) | Err(BadHeader::Damaged) => {
                self.holes.push(hole(&self.chain, Some(self.chain.next)))
            }
        }
        Ok(())
    }

    /// Walks over the frames of a segment from a place on.
    fn walk(
        &mut self,
        (number, path, bytes): (u32, PathBuf, &[u8]),
        (from, mut listing): (usize, SegmentIndex),
        last: bool,
        each: &mut dyn FnMut(Spot, Found),
    ) {
        let before = listing.end;
        let index = &mut self.index;
        let sealed = &mut self.sealed;
        let mut latest: Option<(u64, u64)> = None;
        let ending = segment::walk(
            bytes,
            from,
            number,
            last,
            &mut self.chain,
            &mut self.holes,
            &mut |offset, found| {
                let spot = Spot {
                    segment: number,
                    offset: u32::try_from(offset).unwrap_or(u32::MAX),
                };
                if latest.is_none_or(|(group, _)| group != found.frame.group) {
                    latest = Some((found.frame.group, u64::from(spot.offset)));
                }
                *sealed |= found.frame.entries.iter().any(|entry| entry.suite != 0);
                index.add(spot, &found, Some(&mut listing));
                each(spot, found);
            },
        );
        self.end = ending.end;
        self.latest = latest.map_or(ending.end, |(_, from)| from);
        self.size = bytes.len() as u64;
        self.torn = ending.torn.map(|to| ending.end..to);
        self.segments.push(Segment { number, path });
        if last {
            self.listing = Some(listing);
        } else if listing.end != before {
            self.due.push(listing);
        }
    }
}

fn numbers(disk: &dyn Disk, folder: &Path) -> Result<Vec<u32>, LogError> {
    if !disk.exists(folder) {
        return Ok(Vec::new());
    }
    let names = disk
        .list(folder)
        .map_err(|e| LogError::io(format!("{} cannot be listed", folder.display()), e))?;
    Ok(names.iter().filter_map(|n| segment::number(n)).collect())
}

fn read(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, LogError> {
    disk.read(path)
        .map_err(|e| LogError::io(format!("{} cannot be read", path.display()), e))
}

/// A file from a place on; before it stand zeroes, which cost nothing until they are looked at.
fn read_from(disk: &dyn Disk, path: &Path, from: usize) -> Result<Vec<u8>, LogError> {
    let tail = || {
        let file = disk.open(path, How::Read)?;
        let size = usize::try_from(file.len()?).unwrap_or(usize::MAX);
        let mut bytes = vec![0; size];
        if let Some(rest) = bytes.get_mut(from..) {
            file.read_at(rest, from as u64)?;
        }
        Ok(bytes)
    };
    tail().map_err(|e| LogError::io(format!("{} cannot be read", path.display()), e))
}

/// Where a segment says that the log stood before it.
fn begins(disk: &dyn Disk, folder: &Path, number: u32) -> Option<Chain> {
    let file = disk
        .open(&folder.join(segment::name(number)), How::Read)
        .ok()?;
    let mut header = [0; segment::HEADER];
    file.read_at(&mut header, 0).ok()?;
    let header = Header::from_bytes(&header).ok()?;
    (header.number == number).then_some(Chain {
        next: header.first,
        hash: header.prev,
    })
}

/// The index of a segment, where it fits the log so far and the segment's own first and last frame.
fn listed(disk: &dyn Disk, folder: &Path, number: u32, chain: Chain) -> Option<SegmentIndex> {
    let bytes = disk.read(&folder.join(segment_index::name(number))).ok()?;
    let listing = SegmentIndex::from_bytes(&bytes)?;
    if listing.number != number || listing.begins != chain {
        return None;
    }
    if begins(disk, folder, number)? != chain {
        return None;
    }
    if listing.last == 0 {
        return (listing.ends == chain && listing.end == segment::HEADER as u64).then_some(listing);
    }
    let file = disk
        .open(&folder.join(segment::name(number)), How::Read)
        .ok()?;
    let size = usize::try_from(listing.end.checked_sub(listing.last)?).ok()?;
    if listing.end > file.len().ok()? {
        return None;
    }
    let mut bytes = vec![0; size];
    file.read_at(&mut bytes, listing.last).ok()?;
    let found = frame::find(&bytes)?;
    let ends = Chain {
        next: found.frame.end(),
        hash: found.hash,
    };
    (found.size == size && ends == listing.ends).then_some(listing)
}
