//! Where everything stands in a journal: the head of each stream, its frames, which requests were answered.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::record::Stream;
use crate::store::frame::{self, Entry, Found, Hash};
use crate::store::segment_index::SegmentIndex;

/// Where a frame stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Which segment.
    pub segment: u32,
    /// Where in its file.
    pub offset: u32,
}

/// The last entry of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its sequence.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// A stream whose entries are not all there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hurt {
    /// Which stream.
    pub stream: Stream,
    /// The sequences that are missing.
    pub missing: Range<u64>,
}

/// Where everything stands.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(super) streams: BTreeMap<Stream, (Head, Vec<(u64, Spot)>)>,
    answered: BTreeMap<(u128, u64), (Range<u64>, Spot)>,
    /// The hash of the founding frame: the first of all.
    pub founding: Option<Hash>,
    /// The time of the last frame.
    pub last_at: Option<i64>,
    /// Streams with missing entries.
    pub hurt: Vec<Hurt>,
}

impl Index {
    /// Takes a frame in, where it stands; `listing` is the index of its segment, which takes it in too.
    pub fn add(&mut self, spot: Spot, found: &Found, mut listing: Option<&mut SegmentIndex>) {
        let frame = &found.frame;
        for entry in &frame.entries {
            let before = self.streams.get(&entry.stream).map(|(head, _)| *head);
            let (seq, hash) = match before {
                Some(head) => (head.seq, head.hash),
                None => (0, self.founding.unwrap_or_else(frame::root)),
            };
            if entry.seq != seq + 1 || entry.prev != hash {
                self.hurt.push(Hurt {
                    stream: entry.stream,
                    missing: seq + 1..entry.seq.max(seq + 1),
                });
            }
            let head = Head {
                seq: entry.seq,
                hash: entry.hash(),
            };
            if let Some(listing) = &mut listing {
                let before = Head { seq, hash };
                listing.entry(spot.offset, entry.stream, before, head, entry.suite != 0);
            }
            let (at, spots) = self
                .streams
                .entry(entry.stream)
                .or_insert_with(|| (head, Vec::new()));
            *at = head;
            if spots.last().is_none_or(|(_, last)| *last != spot) {
                spots.push((entry.seq, spot));
            }
        }
        if frame.request > 0 {
            self.answered.insert(
                (frame.session, frame.request),
                (frame.first..frame.end(), spot),
            );
        }
        if let Some(listing) = listing {
            listing.frame(spot.offset, found);
        }
        if self.founding.is_none() {
            self.founding = Some(found.hash);
        }
        self.last_at = Some(frame.at);
    }
    /// Takes in what the index of the next segment says; `false` when it does not continue what is here.
    pub fn take(&mut self, listing: &SegmentIndex) -> bool {
        if self.founding.is_some() && self.founding != listing.founding {
            return false;
        }
        let root = self
            .founding
            .or(listing.founding)
            .unwrap_or_else(frame::root);
        for (stream, part) in &listing.streams {
            let before = self.head(*stream).unwrap_or(Head { seq: 0, hash: root });
            // What the founding frame itself begins hangs on nothing yet.
            let first = self.founding.is_none()
                && part.before
                    == Head {
                        seq: 0,
                        hash: frame::root(),
                    };
            if part.before != before && !first {
                return false;
            }
        }
        let segment = listing.number;
        for (stream, part) in &listing.streams {
            let (head, spots) = self
                .streams
                .entry(*stream)
                .or_insert_with(|| (part.head, Vec::new()));
            *head = part.head;
            spots.extend(part.frames.iter().map(|(seq, offset)| {
                (
                    *seq,
                    Spot {
                        segment,
                        offset: *offset,
                    },
                )
            }));
        }
        for answer in &listing.answers {
            let spot = Spot {
                segment,
                offset: answer.offset,
            };
            self.answered.insert(
                (answer.session, answer.request),
                (answer.first..answer.first + u64::from(answer.count), spot),
            );
        }
        if listing.last > 0 {
            self.founding = listing.founding;
            self.last_at = Some(listing.last_at);
        }
        true
    }
    /// The last entry of a stream.
    pub fn head(&self, stream: Stream) -> Option<Head> {
        self.streams.get(&stream).map(|(head, _)| *head)
    }
    /// The last entry of every stream.
    pub fn heads(&self) -> impl Iterator<Item = (Stream, Head)> {
        self.streams
            .iter()
            .map(|(stream, (head, _))| (*stream, *head))
    }
    /// Where the answer to a request stands.
    pub fn answered(&self, session: u128, request: u64) -> Option<(Range<u64>, Spot)> {
        self.answered.get(&(session, request)).cloned()
    }
}

/// Whether entries after `after` run without a gap up to a head, each hash following the one before.
pub fn whole(entries: &[Entry], after: u64, head: Head) -> bool {
    let mut seq = after;
    let mut prev: Option<Hash> = None;
    for entry in entries {
        seq += 1;
        if entry.seq != seq || prev.is_some_and(|p| p != entry.prev) {
            return false;
        }
        prev = Some(entry.hash());
    }
    match prev {
        Some(hash) => seq == head.seq && hash == head.hash,
        None => after >= head.seq,
    }
}
