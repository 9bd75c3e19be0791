//! What stands in one segment, in a file beside it, so that a start need not read the segment to know.
//!
//! Which streams have entries there, where, with which hash each begins and ends; which requests were answered. It
//! is bound to the segment by the log's hash before and after it, which commit to every frame in it, and to itself
//! by a checksum. One that does not fit is no index: the segment is read instead, and the index made anew. It may
//! end before its segment does; what follows is read.
//!
//! Pure: bytes in, values out. Ids and numbers only, nothing that a frame does not say in the clear.

use std::collections::BTreeMap;

use super::frame::{Found, Hash, Take, sha256, stream_key, stream_of};
use super::journal::Head;
use super::segment::{self, Chain};
use crate::record::Stream;

/// What this program writes; another number is made anew.
const FORMAT: u32 = 1;
const MAGIC: [u8; 8] = *b"PORCHIDX";

/// The file name of a segment's index.
pub fn name(number: u32) -> String {
    format!("{number:08}.idx")
}

/// The entries of one stream in a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The stream's head before the segment: sequence 0 with the founding's hash where it begins here.
    pub before: Head,
    /// Its last entry in the segment.
    pub head: Head,
    /// Its frames: the first sequence in each, and where it stands.
    pub frames: Vec<(u64, u32)>,
}

/// A request that was answered in a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The session that asked.
    pub session: u128,
    /// Its number.
    pub request: u64,
    /// The first position of its events in the log.
    pub first: u64,
    /// How many they are.
    pub count: u32,
    /// Where the frame stands.
    pub offset: u32,
}

/// What stands in one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentIndex {
    /// The segment's number.
    pub number: u32,
    /// Where the log stood before it.
    pub begins: Chain,
    /// Where the log stood after the last frame that is listed.
    pub ends: Chain,
    /// Where the next frame goes.
    pub end: u64,
    /// Where the last frame that is listed begins; 0 when there is none.
    pub last: u64,
    /// The time of that frame.
    pub last_at: i64,
    /// The hash of the founding frame.
    pub founding: Option<Hash>,
    /// Whether any entry is sealed.
    pub sealed: bool,
    /// The streams.
    pub streams: BTreeMap<Stream, Part>,
    /// The requests that were answered, in order.
    pub answers: Vec<Answer>,
}

impl SegmentIndex {
    /// Of a segment in which nothing stands yet.
    pub fn begin(number: u32, begins: Chain, founding: Option<Hash>) -> Self {
        Self {
            number,
            begins,
            ends: begins,
            end: segment::HEADER as u64,
            last: 0,
            last_at: 0,
            founding,
            sealed: false,
            streams: BTreeMap::new(),
            answers: Vec::new(),
        }
    }

    /// Takes in an entry of a frame at `offset`: the stream's head before it and after it.
    pub fn entry(&mut self, offset: u32, stream: Stream, before: Head, head: Head, sealed: bool) {
        let part = self.streams.entry(stream).or_insert_with(|| Part {
            before,
            head,
            frames: Vec::new(),
        });
        part.head = head;
        if part.frames.last().is_none_or(|(_, last)| *last != offset) {
            part.frames.push((head.seq, offset));
        }
        self.sealed |= sealed;
    }

    /// Takes in the frame at `offset`, whose entries were taken in.
    pub fn frame(&mut self, offset: u32, found: &Found) {
        let frame = &found.frame;
        if frame.request > 0 {
            self.answers.push(Answer {
                session: frame.session,
                request: frame.request,
                first: frame.first,
                count: u32::try_from(frame.entries.len()).unwrap_or(u32::MAX),
                offset,
            });
        }
        self.founding.get_or_insert(found.hash);
        self.last = u64::from(offset);
        self.last_at = frame.at;
        self.end = self.last + found.size as u64;
        self.ends.pass(found);
    }

    /// Its stored bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(256 + self.streams.len() * 160);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_be_bytes();
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&FORMAT.to_be_bytes());
        out.extend_from_slice(&self.number.to_be_bytes());
        for chain in [self.begins, self.ends] {
            out.extend_from_slice(&chain.next.to_be_bytes());
            out.extend_from_slice(&chain.hash);
        }
        out.extend_from_slice(&self.end.to_be_bytes());
        out.extend_from_slice(&self.last.to_be_bytes());
        out.extend_from_slice(&self.last_at.to_be_bytes());
        out.push(u8::from(self.founding.is_some()));
        out.extend_from_slice(&self.founding.unwrap_or([0; 32]));
        out.push(u8::from(self.sealed));
        out.extend_from_slice(&count(self.streams.len()));
        for (stream, part) in &self.streams {
            out.extend_from_slice(&stream_key(*stream));
            for head in [part.before, part.head] {
                out.extend_from_slice(&head.seq.to_be_bytes());
                out.extend_from_slice(&head.hash);
            }
            out.extend_from_slice(&count(part.frames.len()));
            for (seq, offset) in &part.frames {
                out.extend_from_slice(&seq.to_be_bytes());
                out.extend_from_slice(&offset.to_be_bytes());
            }
        }
        out.extend_from_slice(&count(self.answers.len()));
        for answer in &self.answers {
            out.extend_from_slice(&answer.session.to_be_bytes());
            out.extend_from_slice(&answer.request.to_be_bytes());
            out.extend_from_slice(&answer.first.to_be_bytes());
            out.extend_from_slice(&answer.count.to_be_bytes());
            out.extend_from_slice(&answer.offset.to_be_bytes());
        }
        let sum = sha256(&out);
        out.extend_from_slice(&sum);
        out
    }

    /// The index of stored bytes; `None` when they are not what was written.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
        if sha256(body) != sum {
            return None;
        }
        let mut take = Take(body);
        if take.array::<8>()? != MAGIC || take.u32()? != FORMAT {
            return None;
        }
        let number = take.u32()?;
        let chain = |take: &mut Take<'_>| {
            Some(Chain {
                next: take.u64()?,
                hash: take.array()?,
            })
        };
        let head = |take: &mut Take<'_>| {
            Some(Head {
                seq: take.u64()?,
                hash: take.array()?,
            })
        };
        let (begins, ends) = (chain(&mut take)?, chain(&mut take)?);
        let (end, last, last_at) = (take.u64()?, take.u64()?, take.i64()?);
        let founded = take.u8()? == 1;
        let founding = take.array()?;
        let sealed = take.u8()? == 1;
        let mut streams = BTreeMap::new();
        for _ in 0..take.u32()? {
            let stream = stream_of(take.array()?)?;
            let (before, head) = (head(&mut take)?, head(&mut take)?);
            let mut frames = Vec::new();
            for _ in 0..take.u32()? {
                frames.push((take.u64()?, take.u32()?));
            }
            streams.insert(
                stream,
                Part {
                    before,
                    head,
                    frames,
                },
            );
        }
        let mut answers = Vec::new();
        for _ in 0..take.u32()? {
            answers.push(Answer {
                session: take.u128()?,
                request: take.u64()?,
                first: take.u64()?,
                count: take.u32()?,
                offset: take.u32()?,
            });
        }
        take.0.is_empty().then_some(Self {
            number,
            begins,
            ends,
            end,
            last,
            last_at,
            founding: founded.then_some(founding),
            sealed,
            streams,
            answers,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::CaseId;
    use crate::store::frame::{self, Entry, Frame};
    use crate::store::journal::{Index, Spot};

    fn frame(first: u64, prev: Hash, streams: &[(Stream, u64, Hash)]) -> Found {
        let frame = Frame {
            first,
            group: first,
            prev,
            session: 5,
            request: first + 1,
            at: 77,
            entries: streams
                .iter()
                .map(|(stream, seq, prev)| Entry {
                    stream: *stream,
                    seq: *seq,
                    prev: *prev,
                    record: 9,
                    key: 1,
                    suite: 1,
                    nonce: [0; 12],
                    body: b"sealed".to_vec(),
                })
                .collect(),
        };
        let mut bytes = Vec::new();
        frame.write(&mut bytes).unwrap();
        frame::find(&bytes).unwrap()
    }

    fn two_frames() -> SegmentIndex {
        let case = Stream::Case(CaseId(7));
        let one = frame(0, frame::root(), &[(Stream::Desk, 1, frame::root())]);
        let two = frame(1, one.hash, &[(case, 1, one.hash), (case, 2, [3; 32])]);
        let mut index = SegmentIndex::begin(1, Chain::start(), None);
        let mut all = Index::default();
        let mut spot = Spot {
            segment: 1,
            offset: 64,
        };
        all.add(spot, &one, Some(&mut index));
        spot.offset += u32::try_from(one.size).unwrap();
        all.add(spot, &two, Some(&mut index));
        assert_eq!(index.ends.next, 3);
        assert_eq!(
            index.streams[&case].frames.len(),
            1,
            "one frame, two entries"
        );
        assert_eq!(index.streams[&case].before.hash, one.hash);
        index
    }

    #[test]
    fn it_comes_back_and_every_flip_and_cut_is_seen() {
        let index = two_frames();
        let bytes = index.to_bytes();
        assert_eq!(SegmentIndex::from_bytes(&bytes), Some(index));
        for bit in 0..bytes.len() * 8 {
            let mut bad = bytes.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(SegmentIndex::from_bytes(&bad), None, "bit {bit}");
        }
        for cut in 0..bytes.len() {
            assert_eq!(SegmentIndex::from_bytes(&bytes[..cut]), None, "cut {cut}");
        }
    }
}
