//! Lines of a draft file: `length, checksum, JSON`, so that a torn end is seen.

use serde::{Deserialize, Serialize};

use crate::record::SessionId;

/// A draft as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The session that typed it; the file's name.
    pub session: SessionId,
    /// The operator.
    pub operator: String,
    /// Where it was typed.
    pub place: String,
    /// The text; empty when it was committed or forgotten.
    pub text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    v: u64,
    operator: String,
    place: String,
    text: String,
}

/// Length and checksum before a body, in bytes.
const HEAD: usize = 8;

/// One line, its body changed by `close` on the way (sealed, or as it is).
///
/// # Errors
/// `close`'s own.
pub fn line<E>(draft: &Draft, close: impl Fn(Vec<u8>) -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
    let body = serde_json::to_vec(&Body {
        v: super::VERSION,
        operator: draft.operator.clone(),
        place: draft.place.clone(),
        text: draft.text.clone(),
    })
    .unwrap_or_default();
    let body = close(body)?;
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let mut line = Vec::with_capacity(HEAD + body.len());
    line.extend(length.to_le_bytes());
    line.extend(crc32fast::hash(&body).to_le_bytes());
    line.extend(body);
    Ok(line)
}

/// The lines of a file.
#[derive(Debug, Default)]
pub struct Lines {
    /// What they say.
    pub drafts: Vec<Draft>,
    /// Where the last whole one ends. What follows is torn and is cut.
    pub end: u64,
    /// How many are whole and could not be opened.
    pub shut: usize,
}

/// The whole lines of a file, each body given back by `open` (opened, or as it is).
pub fn read(session: SessionId, bytes: &[u8], open: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Lines {
    let mut lines = Lines::default();
    let mut end = 0;
    while let Some((body, next)) = one(bytes, end) {
        match open(body).and_then(|body| draft_of(session, &body)) {
            Some(draft) => lines.drafts.push(draft),
            None => lines.shut += 1,
        }
        end = next;
    }
    lines.end = end as u64;
    lines
}

fn draft_of(session: SessionId, body: &[u8]) -> Option<Draft> {
    let body: Body = serde_json::from_slice(body).ok()?;
    (body.v == super::VERSION).then_some(Draft {
        session,
        operator: body.operator,
        place: body.place,
        text: body.text,
    })
}

fn one(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let word = |from: usize| -> Option<u32> {
        let four: [u8; 4] = bytes.get(from..from.checked_add(4)?)?.try_into().ok()?;
        Some(u32::from_le_bytes(four))
    };
    let length = usize::try_from(word(at)?).ok()?;
    let sum = word(at.checked_add(4)?)?;
    let from = at.checked_add(HEAD)?;
    let next = from.checked_add(length)?;
    let body = bytes.get(from..next)?;
    (crc32fast::hash(body) == sum && length > 0).then_some((body, next))
}
