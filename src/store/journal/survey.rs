//! Looking at every segment of a journal, changing nothing: what is whole, what is torn, what is damaged.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::index::{Index, Spot};
use crate::env::disk::Disk;
use crate::store::LogError;
use crate::store::frame::Found;
use crate::store::segment::{self, BadHeader, Chain, Header, Hole};

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
    /// An unfinished write at the end, in the last segment.
    pub torn: Option<Range<u64>>,
    /// Stretches that are not what was written.
    pub holes: Vec<Hole>,
    /// Whether any entry is sealed.
    pub sealed: bool,
    /// The frames of the first segments.
    pub(super) kept: Kept,
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
    let mut out = Survey {
        segments: Vec::new(),
        index: Index::default(),
        chain: Chain::start(),
        end: 0,
        size: 0,
        torn: None,
        holes: Vec::new(),
        sealed: false,
        kept: Kept::none(),
    };
    let mut kept = 0_usize;
    if !disk.exists(folder) {
        return Ok(out);
    }
    let names = disk
        .list(folder)
        .map_err(|e| LogError::io(format!("{} cannot be listed", folder.display()), e))?;
    let numbers: Vec<u32> = names.iter().filter_map(|n| segment::number(n)).collect();
    for (i, number) in numbers.iter().copied().enumerate() {
        let path = folder.join(segment::name(number));
        let bytes = disk
            .read(&path)
            .map_err(|e| LogError::io(format!("{} cannot be read", path.display()), e))?;
        let hole = |chain: &Chain, to| Hole {
            segment: number,
            offset: 0,
            from: chain.next,
            to,
        };
        match Header::from_bytes(&bytes) {
            Ok(header) if header.number == number => {
                if header.first != out.chain.next || header.prev != out.chain.hash {
                    // The end of the segment before is gone, or a whole one.
                    out.holes
                        .push(hole(&out.chain, Some(header.first.max(out.chain.next))));
                    if header.first >= out.chain.next {
                        out.chain = Chain {
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
                out.holes.push(hole(&out.chain, Some(out.chain.next)))
            }
        }
        let index = &mut out.index;
        let sealed = &mut out.sealed;
        let frames = &mut out.kept.frames;
        let keeps = kept < KEEP;
        let ending = segment::walk(
            &bytes,
            number,
            i + 1 == numbers.len(),
            &mut out.chain,
            &mut out.holes,
            &mut |offset, found| {
                let spot = Spot {
                    segment: number,
                    offset: u32::try_from(offset).unwrap_or(u32::MAX),
                };
                *sealed |= found.frame.entries.iter().any(|entry| entry.suite != 0);
                index.add(spot, &found);
                each(spot, &found);
                if keeps {
                    kept += found.size;
                    frames.push(found);
                }
            },
        );
        if keeps {
            out.kept.segments = i + 1;
            out.kept.chain = out.chain;
        }
        out.end = ending.end;
        out.size = bytes.len() as u64;
        out.torn = ending.torn.map(|to| ending.end..to);
        out.segments.push(Segment { number, path });
    }
    Ok(out)
}
