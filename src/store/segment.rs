//! One file of the journal: a header, then frames, then zeros.
//!
//! Pure: bytes in, findings out. What an unreadable stretch means is decided here: an unfinished write at the
//! very end was never acknowledged and may be cut; anything else is damage and is named.

use super::frame::{self, Found, Hash, Take};

/// The number of this format. Not frozen until sealing has landed; an older journal is refused in words.
pub const FORMAT: u32 = 1;
/// A segment's usual size: 4 MiB.
pub const SIZE: u64 = 4 << 20;
/// Where frames begin.
pub const HEADER: usize = 64;
const MAGIC: [u8; 8] = *b"PORCHLOG";

/// What a segment says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Its number, from 1.
    pub number: u32,
    /// The position of its first entry in the whole log.
    pub first: u64,
    /// The log's hash before it.
    pub prev: Hash,
}

/// Why a header is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadHeader {
    /// Another format number, in a header that is whole.
    Format(u32),
    /// Damaged.
    Damaged,
}

impl Header {
    /// Its stored bytes.
    pub fn to_bytes(self) -> [u8; HEADER] {
        let mut out = Vec::with_capacity(HEADER);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&FORMAT.to_be_bytes());
        out.extend_from_slice(&self.number.to_be_bytes());
        out.extend_from_slice(&self.first.to_be_bytes());
        out.extend_from_slice(&self.prev);
        out.extend_from_slice(&crc32fast::hash(&out).to_be_bytes());
        out.resize(HEADER, 0);
        let mut bytes = [0; HEADER];
        bytes.copy_from_slice(&out);
        bytes
    }
    /// The header at the front of a segment.
    ///
    /// # Errors
    /// When it is of another format or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadHeader> {
        Self::parse(bytes).unwrap_or(Err(BadHeader::Damaged))
    }
    fn parse(bytes: &[u8]) -> Option<Result<Self, BadHeader>> {
        let mut take = Take(bytes.get(..HEADER)?);
        if take.array::<8>()? != MAGIC {
            return None;
        }
        let format = take.u32()?;
        let header = Self {
            number: take.u32()?,
            first: take.u64()?,
            prev: take.array()?,
        };
        if take.u32()? != crc32fast::hash(&bytes[..56]) {
            return None;
        }
        Some(if format == FORMAT {
            Ok(header)
        } else {
            Err(BadHeader::Format(format))
        })
    }
}

/// The file name of a segment.
pub fn name(number: u32) -> String {
    format!("{number:08}.seg")
}

/// The number in a segment's file name.
pub fn number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".seg")?;
    (digits.len() == 8).then(|| digits.parse().ok())?
}

/// Where the log stands: what the next frame must continue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// The position of the next entry.
    pub next: u64,
    /// The log's hash so far.
    pub hash: Hash,
}

impl Chain {
    /// The chain of an empty log.
    pub fn start() -> Self {
        Self {
            next: 0,
            hash: frame::root(),
        }
    }
    /// Whether a frame continues it.
    pub fn takes(&self, found: &Found) -> bool {
        found.frame.first == self.next && found.frame.prev == self.hash
    }
    /// Moves past a frame.
    pub fn pass(&mut self, found: &Found) {
        self.next = found.frame.end();
        self.hash = found.hash;
    }
}

/// A stretch of a segment that is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// The segment's number.
    pub segment: u32,
    /// Where in its file it begins.
    pub offset: u64,
    /// The first position of the log that is missing.
    pub from: u64,
    /// The first position after it that is there again; `None` when nothing follows.
    pub to: Option<u64>,
}

/// How a segment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Where the next frame goes.
    pub end: u64,
    /// Where an unfinished write ends, if one stands there: from `end` to here it was never acknowledged.
    pub torn: Option<u64>,
}

/// How many bytes there are before the zeros at the end. A fresh segment is megabytes of them, so that they are
/// looked at a page at a time.
fn used(bytes: &[u8]) -> usize {
    const PAGE: usize = 4096;
    let mut end = bytes.len();
    while end > 0 {
        let start = end.saturating_sub(PAGE);
        let page = &bytes[start..end];
        if page.iter().fold(0, |any, byte| any | byte) != 0 {
            let last = page.iter().rposition(|byte| *byte != 0);
            return last.map_or(start, |at| start + at + 1);
        }
        end = start;
    }
    0
}

/// Walks over a segment's frames from a place on, giving each whole one with its offset.
///
/// `last` says that no segment follows, so that its end may be an unfinished write.
pub fn walk(
    bytes: &[u8],
    from: usize,
    number: u32,
    last: bool,
    chain: &mut Chain,
    holes: &mut Vec<Hole>,
    each: &mut dyn FnMut(u64, Found),
) -> Ending {
    // What stands before has been read, or is known by an index and not even here.
    let used = from + used(bytes.get(from..).unwrap_or_default());
    let mut at = from;
    while at < used {
        match frame::find(&bytes[at..]) {
            Some(found) if chain.takes(&found) => {
                chain.pass(&found);
                let size = found.size;
                each(at as u64, found);
                at += size;
            }
            Some(found) => {
                // Whole, but not the one that belongs here: a page from another time, or a gap before it.
                holes.push(Hole {
                    segment: number,
                    offset: at as u64,
                    from: chain.next,
                    to: Some(found.frame.first.max(chain.next)),
                });
                let size = found.size;
                if found.frame.first >= chain.next {
                    chain.pass(&found);
                    each(at as u64, found);
                }
                at += size;
            }
            None => {
                let next = later(bytes, at + 1, used);
                // A later frame of the same unsynced group proves nothing: none of the group was acknowledged.
                let later_proves = next
                    .as_ref()
                    .is_some_and(|(_, found)| found.frame.group > chain.next);
                if last && !later_proves && (next.is_some() || frame::unfinished(&bytes[at..], at))
                {
                    return Ending {
                        end: at as u64,
                        torn: Some(used as u64),
                    };
                }
                holes.push(Hole {
                    segment: number,
                    offset: at as u64,
                    from: chain.next,
                    to: next.as_ref().map(|(_, found)| found.frame.first),
                });
                match next {
                    Some((offset, found)) => {
                        if found.frame.first >= chain.next {
                            chain.next = found.frame.first;
                            chain.hash = found.frame.prev;
                        }
                        at = offset;
                    }
                    None => at = used,
                }
            }
        }
    }
    Ending {
        end: at as u64,
        torn: None,
    }
}

/// The next whole frame from `from` on.
fn later(bytes: &[u8], from: usize, used: usize) -> Option<(usize, Found)> {
    (from..used).find_map(|at| {
        bytes[at..].starts_with(&frame::MAGIC).then_some(())?;
        Some((at, frame::find(&bytes[at..])?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_comes_back_and_every_flip_is_seen() {
        let header = Header {
            number: 3,
            first: 77,
            prev: frame::root(),
        };
        let bytes = header.to_bytes();
        assert_eq!(Header::from_bytes(&bytes), Ok(header));
        for bit in 0..60 * 8 {
            let mut bad = bytes;
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                Header::from_bytes(&bad),
                Err(BadHeader::Damaged),
                "bit {bit}"
            );
        }
        let mut older = bytes;
        older[8..12].copy_from_slice(&0_u32.to_be_bytes());
        let crc = crc32fast::hash(&older[..56]).to_be_bytes();
        older[56..60].copy_from_slice(&crc);
        assert_eq!(Header::from_bytes(&older), Err(BadHeader::Format(0)));
    }

    #[test]
    fn the_zeros_at_the_end_are_not_used() {
        for (len, last) in [
            (0, None),
            (9, None),
            (9, Some(8)),
            (9_000, Some(0)),
            (9_000, Some(4_095)),
            (9_000, Some(4_903)),
            (9_000, Some(4_904)),
            (9_000, Some(8_999)),
        ] {
            let mut bytes = vec![0_u8; len];
            if let Some(at) = last {
                bytes[at] = 7;
            }
            assert_eq!(used(&bytes), last.map_or(0, |at| at + 1), "{len} {last:?}");
        }
    }

    #[test]
    fn names_and_numbers() {
        assert_eq!(name(12), "00000012.seg");
        assert_eq!(number("00000012.seg"), Some(12));
        for odd in [
            "12.seg",
            "spare.new",
            "0000001x.seg",
            "00000012.seg.damaged-1",
        ] {
            assert_eq!(number(odd), None, "{odd}");
        }
    }
}
