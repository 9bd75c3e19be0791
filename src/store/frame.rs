//! The bytes of one batch in the journal, and their hashes.
//!
//! ```text
//! frame    magic 4 │ length 4 │ CRC-32 of length and payload 4 │ payload │ end mark 4
//! payload  first position 8 │ group 8 │ previous log hash 32 │ session 16 │ request 8 │ time 8 │ count 4 │ entries
//! entry    length 4 │ stream 1+16 │ sequence 8 │ previous stream hash 32 │ record 16 │ key version 4 │ suite 1 │ nonce 12 │ body
//! ```
//!
//! Numbers are big-endian. Hashes are SHA-256 over stored bytes: the log's over the payload, a stream's over
//! the entry. The operator's name stands in the body, which gets sealed, and not in the clear beside it.
//!
//! Session, request and time stand in the clear, by decision. They are random or counted numbers and the instant of
//! the save; none is about a child. A resend must be answered, the end of the log found and a lost end named (*the last
//! of 03:12*) before any key is at hand and after a record's key was destroyed, and the file's own times tell the
//! instants anyway. What they give to who holds the files is how busy the desk was when; names, places and what was
//! done stay sealed, padded to steps of 256 bytes.
//! Pure: bytes in, values out.

use aws_lc_rs::digest;

use crate::record::{CaseId, ChildId, Stream};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// How a frame begins.
pub const MAGIC: [u8; 4] = *b"PLf1";
/// How a frame ends; its absence tells an unfinished write from a damaged one.
const END: [u8; 4] = *b"1fLP";
/// Bytes before the payload.
pub const LEAD: usize = 12;
/// Bytes of an entry before its body.
const ENTRY_LEAD: usize = 17 + 8 + 32 + 16 + 4 + 1 + 12;
/// The most a payload may hold: 64 MiB.
pub const MOST: usize = 64 << 20;

/// The hash of some bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

/// What stands for the previous hash before anything was written.
pub fn root() -> Hash {
    sha256(b"porchlight journal, format 1")
}

/// One event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its stream.
    pub stream: Stream,
    /// Its place in the stream, from 1.
    pub seq: u64,
    /// The hash of the stream's entry before it; of the founding frame for the first.
    pub prev: Hash,
    /// Whose key seals it: the case, the child, or 0 for the desk.
    pub record: u128,
    /// The key's version; 0 is clear.
    pub key: u32,
    /// How it is sealed; 0 is clear.
    pub suite: u8,
    /// The nonce it is sealed with.
    pub nonce: [u8; 12],
    /// The event's bytes, sealed or clear.
    pub body: Vec<u8>,
}

/// One batch as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The position of its first entry in the whole log, from 0.
    pub first: u64,
    /// The first position of the group written with one sync: everything before it was durable already.
    pub group: u64,
    /// The log's hash before it.
    pub prev: Hash,
    /// From which screen.
    pub session: u128,
    /// Which request it answers; 0 when nobody asked.
    pub request: u64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Its events.
    pub entries: Vec<Entry>,
}

/// Takes numbers off the front of bytes.
pub(super) struct Take<'a>(pub &'a [u8]);

impl<'a> Take<'a> {
    pub fn bytes(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }
    pub fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_be_bytes)
    }
    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }
    pub fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }
    pub fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_be_bytes)
    }
    pub fn u128(&mut self) -> Option<u128> {
        self.array().map(u128::from_be_bytes)
    }
}

/// A stream as 17 bytes: a kind and an id. No name, nothing to learn from it.
pub fn stream_key(stream: Stream) -> [u8; 17] {
    let (kind, id) = match stream {
        Stream::Desk => (1, 0),
        Stream::Child(ChildId(id)) => (2, id),
        Stream::Case(CaseId(id)) => (3, id),
    };
    let mut key = [0; 17];
    key[0] = kind;
    key[1..].copy_from_slice(&id.to_be_bytes());
    key
}

/// The stream of 17 bytes.
pub fn stream_of(key: [u8; 17]) -> Option<Stream> {
    let mut take = Take(&key);
    let kind = take.u8()?;
    let id = take.u128()?;
    match kind {
        1 if id == 0 => Some(Stream::Desk),
        2 => Some(Stream::Child(ChildId(id))),
        3 => Some(Stream::Case(CaseId(id))),
        _ => None,
    }
}

impl Entry {
    /// Its stored bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(ENTRY_LEAD + self.body.len());
        out.extend_from_slice(&self.lead());
        out.extend_from_slice(&self.body);
        out
    }
    /// Its stored bytes before the body.
    fn lead(&self) -> [u8; ENTRY_LEAD] {
        let mut out = [0; ENTRY_LEAD];
        out[..17].copy_from_slice(&stream_key(self.stream));
        out[17..25].copy_from_slice(&self.seq.to_be_bytes());
        out[25..57].copy_from_slice(&self.prev);
        out[57..73].copy_from_slice(&self.record.to_be_bytes());
        out[73..77].copy_from_slice(&self.key.to_be_bytes());
        out[77] = self.suite;
        out[78..].copy_from_slice(&self.nonce);
        out
    }
    /// An entry from its stored bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut take = Take(bytes);
        Some(Self {
            stream: stream_of(take.array()?)?,
            seq: take.u64()?,
            prev: take.array()?,
            record: take.u128()?,
            key: take.u32()?,
            suite: take.u8()?,
            nonce: take.array()?,
            body: take.0.to_vec(),
        })
    }
    /// Its hash: the stream's head once it is written.
    pub fn hash(&self) -> Hash {
        let mut over = digest::Context::new(&digest::SHA256);
        over.update(&self.lead());
        over.update(&self.body);
        let mut hash = [0; 32];
        hash.copy_from_slice(over.finish().as_ref());
        hash
    }
}

impl Frame {
    /// The position after its last entry.
    pub fn end(&self) -> u64 {
        self.first + self.entries.len() as u64
    }
    fn payload(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        out.extend_from_slice(&self.first.to_be_bytes());
        out.extend_from_slice(&self.group.to_be_bytes());
        out.extend_from_slice(&self.prev);
        out.extend_from_slice(&self.session.to_be_bytes());
        out.extend_from_slice(&self.request.to_be_bytes());
        out.extend_from_slice(&self.at.to_be_bytes());
        out.extend_from_slice(&count(self.entries.len()));
        for entry in &self.entries {
            let bytes = entry.to_bytes();
            out.extend_from_slice(&count(bytes.len()));
            out.extend_from_slice(&bytes);
        }
        out
    }
    /// Appends its stored bytes, and gives the log's hash after it; `None` when it is larger than a frame may be.
    pub fn write(&self, into: &mut Vec<u8>) -> Option<Hash> {
        let payload = self.payload();
        if payload.len() > MOST {
            return None;
        }
        let length = count(payload.len());
        into.extend_from_slice(&MAGIC);
        into.extend_from_slice(&length);
        into.extend_from_slice(&crc(&length, &payload).to_be_bytes());
        into.extend_from_slice(&payload);
        into.extend_from_slice(&END);
        Some(sha256(&payload))
    }
    fn from_payload(payload: &[u8]) -> Option<Self> {
        let mut take = Take(payload);
        let mut frame = Self {
            first: take.u64()?,
            group: take.u64()?,
            prev: take.array()?,
            session: take.u128()?,
            request: take.u64()?,
            at: take.i64()?,
            entries: Vec::new(),
        };
        let entries = take.u32()?;
        for _ in 0..entries {
            let length = usize::try_from(take.u32()?).ok()?;
            frame.entries.push(Entry::from_bytes(take.bytes(length)?)?);
        }
        (take.0.is_empty() && !frame.entries.is_empty()).then_some(frame)
    }
}

/// A length that [`MOST`] keeps far below 32 bits; a longer one is cut here and refused there.
fn count(n: usize) -> [u8; 4] {
    u32::try_from(n).unwrap_or(u32::MAX).to_be_bytes()
}

fn crc(length: &[u8; 4], payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(length);
    hasher.update(payload);
    hasher.finalize()
}

/// A frame read from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The frame.
    pub frame: Frame,
    /// Its size in the file.
    pub size: usize,
    /// The log's hash after it.
    pub hash: Hash,
}

/// The size that the first 12 bytes of a frame claim for it.
pub fn claimed(lead: &[u8]) -> Option<usize> {
    let mut take = Take(lead);
    if take.array::<4>()? != MAGIC {
        return None;
    }
    let length = usize::try_from(take.u32()?).ok()?;
    (length <= MOST).then_some(LEAD + length + END.len())
}

/// The frame at the front of some bytes, if a whole one is there.
pub fn find(bytes: &[u8]) -> Option<Found> {
    let size = claimed(bytes.get(..LEAD)?)?;
    let whole = bytes.get(..size)?;
    let payload = &whole[LEAD..size - END.len()];
    if whole[size - END.len()..] != END
        || crc(&whole[4..8].try_into().ok()?, payload).to_be_bytes() != whole[8..12]
    {
        return None;
    }
    Some(Found {
        frame: Frame::from_payload(payload)?,
        size,
        hash: sha256(payload),
    })
}

/// The shortest run of zeros that only an unfinished write leaves inside a frame.
const GAP: usize = 64;
/// What a disk writes whole or not at all, or, where it is no good disk, from its front on.
const SECTOR: usize = 512;
/// The shortest run of zeros up to a sector's end that is taken for the part of it that was not written.
const REST: usize = 4;

/// Whether bytes at `offset` of a file that hold no whole frame look like a write that did not finish.
///
/// Space is zero before it is written, so an unfinished write leaves some of it zero: from a point to the
/// end, or whole sectors of the disk, or the rest of one. Damage to a finished frame leaves its end mark and no gap.
/// Where such damage looks like a gap all the same, sled still knows the frame, and nothing is cut.
pub fn unfinished(bytes: &[u8], offset: usize) -> bool {
    let used = bytes.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    let extent = match bytes.get(..LEAD).and_then(claimed) {
        Some(size) if size <= bytes.len() => size,
        Some(_) => return true,
        None => used,
    };
    if used < LEAD || extent == 0 || bytes[extent - 1] == 0 {
        return true;
    }
    let mut run = 0;
    for byte in &bytes[..used] {
        run = if *byte == 0 { run + 1 } else { 0 };
        if run >= GAP {
            return true;
        }
    }
    let mut piece = bytes[..extent].split_at((SECTOR - offset % SECTOR).min(extent));
    loop {
        let written = piece.0.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
        if written == 0 {
            return true;
        }
        if piece.1.is_empty() {
            return false;
        }
        if piece.0.len() - written >= REST {
            return true;
        }
        piece = piece.1.split_at(SECTOR.min(piece.1.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(body: &[u8]) -> Frame {
        let entry = |stream, seq| Entry {
            stream,
            seq,
            prev: root(),
            record: 9,
            key: 0,
            suite: 0,
            nonce: [0; 12],
            body: body.to_vec(),
        };
        Frame {
            first: 0,
            group: 0,
            prev: root(),
            session: 0,
            request: 0,
            at: 1,
            entries: vec![entry(Stream::Desk, 1), entry(Stream::Case(CaseId(7)), 1)],
        }
    }

    #[test]
    fn a_frame_comes_back_as_it_was() {
        for body in [&b""[..], b"x", &[b'{'; 5000]] {
            let frame = frame(body);
            let mut bytes = Vec::new();
            let hash = frame.write(&mut bytes).unwrap();
            let found = find(&bytes).unwrap();
            assert_eq!(
                found,
                Found {
                    frame,
                    size: bytes.len(),
                    hash
                }
            );
        }
    }

    #[test]
    fn every_flipped_bit_is_found_and_read_as_damage() {
        let mut bytes = Vec::new();
        frame(b"{\"a\":1}").write(&mut bytes).unwrap();
        let mut space = bytes.clone();
        space.extend_from_slice(&[0; 4096]);
        for bit in 0..bytes.len() * 8 {
            space[bit / 8] ^= 1 << (bit % 8);
            assert!(find(&space).is_none(), "bit {bit}");
            // A flip in the length or the mark itself can look like anything; elsewhere it is damage.
            if bit >= LEAD * 8 {
                assert!(!unfinished(&space, 64), "bit {bit}");
            }
            space[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[test]
    fn every_cut_reads_as_unfinished() {
        let mut bytes = Vec::new();
        frame(b"{\"a\":1}").write(&mut bytes).unwrap();
        for cut in 1..bytes.len() {
            let mut space = bytes[..cut].to_vec();
            space.resize(bytes.len() + 4096, 0);
            assert!(find(&space).is_none(), "cut at {cut}");
            assert!(unfinished(&space, 64), "cut at {cut}");
        }
    }

    #[test]
    fn every_lost_sector_reads_as_unfinished() {
        let mut bytes = Vec::new();
        frame(&[b'x'; 1000]).write(&mut bytes).unwrap();
        for offset in 0..SECTOR {
            let mut from = 0;
            while from < bytes.len() {
                let to = (from + SECTOR - (offset + from) % SECTOR).min(bytes.len());
                let mut space = bytes.clone();
                space[from..to].fill(0);
                space.resize(bytes.len() + 4096, 0);
                assert!(
                    unfinished(&space, offset),
                    "offset {offset}, lost {from} to {to}"
                );
                from = to;
            }
        }
    }

    #[test]
    fn a_sector_written_up_to_a_byte_reads_as_unfinished() {
        let mut bytes = Vec::new();
        frame(&[b'x'; 1000]).write(&mut bytes).unwrap();
        for offset in (0..SECTOR).step_by(5) {
            let mut begin = 0;
            while begin < bytes.len() {
                let end = (begin + SECTOR - (offset + begin) % SECTOR).min(bytes.len());
                for from in begin..=end.saturating_sub(REST).max(begin) {
                    let mut space = bytes.clone();
                    space[from..end].fill(0);
                    space.resize(bytes.len() + 4096, 0);
                    assert!(
                        unfinished(&space, offset),
                        "offset {offset}, {from} to {end} not written"
                    );
                }
                begin = end;
            }
        }
    }

    #[test]
    fn stream_keys_come_back() {
        for stream in [
            Stream::Desk,
            Stream::Child(ChildId(5)),
            Stream::Case(CaseId(u128::MAX)),
        ] {
            assert_eq!(stream_of(stream_key(stream)), Some(stream));
        }
        assert_eq!(stream_of([0; 17]), None);
    }
}
