//! The plain form of what is sealed: padded, so that its length tells little, and bound to its place.

use zeroize::Zeroizing;

use crate::record::Stream;
use crate::store::frame::stream_key;

/// The suite of sealed entries: AES-256-GCM, padded.
pub const SUITE: u8 = 1;
/// Bodies are padded to a multiple of this.
pub(super) const STEP: usize = 256;

/// What an entry is bound to: its desk, place, record, key version and suite.
pub(super) fn bound(id: u128, stream: Stream, seq: u64, record: u128, key: u32) -> Vec<u8> {
    let mut bytes = b"porchlight entry 1 ".to_vec();
    bytes.extend_from_slice(&id.to_be_bytes());
    bytes.extend_from_slice(&stream_key(stream));
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(&record.to_be_bytes());
    bytes.extend_from_slice(&key.to_be_bytes());
    bytes.push(SUITE);
    bytes
}

/// What a record's wrapped key is bound to.
pub(super) fn bound_key(id: u128, desk: u32, record: u128, version: u32) -> Vec<u8> {
    let mut bytes = b"porchlight record key 1 ".to_vec();
    bytes.extend_from_slice(&id.to_be_bytes());
    bytes.extend_from_slice(&desk.to_be_bytes());
    bytes.extend_from_slice(&record.to_be_bytes());
    bytes.extend_from_slice(&version.to_be_bytes());
    bytes
}

pub(super) fn pad(body: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut padded = Zeroizing::new(Vec::with_capacity(body.len() + 4 + STEP));
    padded.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
    padded.extend_from_slice(body);
    let length = padded.len().next_multiple_of(STEP);
    padded.resize(length, 0);
    padded
}

pub(super) fn unpad(mut padded: Zeroizing<Vec<u8>>) -> Option<Zeroizing<Vec<u8>>> {
    let length: [u8; 4] = padded.get(..4)?.try_into().ok()?;
    let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
    if padded.len() < length.checked_add(4)? {
        return None;
    }
    padded.drain(..4);
    padded.truncate(length);
    Some(padded)
}
