//! Frames on a socket: four bytes of length, then the body. Knows nothing of what a body says.
//!
//! A frame without a body is a heartbeat. A length above the reader's limit is an error before a byte of the body
//! is read or room for it is made.

use std::io::{self, Read, Write};

/// The longest frame a desk reads from a session: 1 MiB.
pub const FROM_SESSION: usize = 1024 * 1024;
/// The longest frame a session reads from its desk, whose account it has checked: 64 MiB.
pub const FROM_DESK: usize = 64 * 1024 * 1024;
/// The longest greeting either side reads: 16 KiB.
pub const GREETING: usize = 16 * 1024;

/// So much room is made before bytes have really come.
const STEP: usize = 64 * 1024;

/// The bytes of a frame, so that it can be written in one piece.
pub fn framed(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let mut bytes = Vec::with_capacity(body.len().saturating_add(4));
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(body);
    bytes
}

/// Writes a frame.
///
/// # Errors
/// The system's; `InvalidInput` for a body longer than [`FROM_DESK`].
pub fn write(to: &mut impl Write, body: &[u8]) -> io::Result<()> {
    if body.len() > FROM_DESK {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!(
                "a frame of {} bytes is longer than any reader takes",
                body.len()
            ),
        ));
    }
    to.write_all(&framed(body))?;
    to.flush()
}

/// Reads a frame; `None` when the other side has ended between frames.
///
/// # Errors
/// The system's; `UnexpectedEof` inside a frame; `InvalidData` for a frame longer than `limit` bytes.
pub fn read(from: &mut impl Read, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut head = [0_u8; 4];
    let mut got = 0;
    while got < head.len() {
        match from.read(&mut head[got..]) {
            Ok(0) if got == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n) => got += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    let length = usize::try_from(u32::from_be_bytes(head)).unwrap_or(usize::MAX);
    if length > limit {
        return Err(too_long(length, limit));
    }
    let mut body = Vec::with_capacity(length.min(STEP));
    let came = from.by_ref().take(length as u64).read_to_end(&mut body)?;
    if came < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(body))
}

/// Frames out of bytes that come in pieces.
#[derive(Debug, Default)]
pub struct Gather {
    bytes: Vec<u8>,
    at: usize,
}

impl Gather {
    /// Takes bytes as they came.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.at > 0 && self.at == self.bytes.len() {
            self.bytes.clear();
            self.at = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// The next frame that is there whole.
    ///
    /// # Errors
    /// `InvalidData` for a frame longer than `limit` bytes.
    pub fn next(&mut self, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let left = &self.bytes[self.at..];
        let Some((head, rest)) = left.split_first_chunk::<4>() else {
            return Ok(None);
        };
        let length = usize::try_from(u32::from_be_bytes(*head)).unwrap_or(usize::MAX);
        if length > limit {
            return Err(too_long(length, limit));
        }
        let Some(body) = rest.get(..length) else {
            return Ok(None);
        };
        let body = body.to_vec();
        self.at += 4 + length;
        if self.at == self.bytes.len() || self.at > STEP {
            self.bytes.drain(..self.at);
            self.at = 0;
        }
        Ok(Some(body))
    }
}

fn too_long(length: usize, limit: usize) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("a frame of {length} bytes, where {limit} is the most"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_giant_is_refused_by_its_length_alone() {
        let mut bytes: &[u8] = &[0xff, 0xff, 0xff, 0xff, b'{'];
        let error = read(&mut bytes, FROM_SESSION).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert!(error.to_string().contains("4294967295 bytes"), "{error}");
    }

    #[test]
    fn an_end_between_frames_is_an_end_and_one_inside_is_an_error() {
        assert_eq!(read(&mut &b""[..], 10).unwrap(), None);
        for torn in [&[0, 0][..], &[0, 0, 0, 3, b'a'][..]] {
            let error = read(&mut &*torn, 10).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..8)) {
            let mut line = Vec::new();
            for body in &bodies {
                write(&mut line, body).unwrap();
            }
            let mut from = &line[..];
            for body in &bodies {
                let read = read(&mut from, 300).unwrap();
                prop_assert_eq!(read.as_ref(), Some(body));
            }
            prop_assert_eq!(read(&mut from, 300).unwrap(), None);
        }

        #[test]
        fn pieces_of_any_size_make_the_same_frames(
            bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..8),
            piece in 1usize..50,
        ) {
            let line: Vec<u8> = bodies.iter().flat_map(|body| framed(body)).collect();
            let mut gather = Gather::default();
            let mut came = Vec::new();
            for bytes in line.chunks(piece) {
                gather.feed(bytes);
                while let Some(body) = gather.next(300).unwrap() {
                    came.push(body);
                }
            }
            prop_assert_eq!(came, bodies);
        }
    }
}
