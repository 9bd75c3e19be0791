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

/// One line.
pub fn line(draft: &Draft) -> Vec<u8> {
    let body = serde_json::to_vec(&Body {
        v: super::VERSION,
        operator: draft.operator.clone(),
        place: draft.place.clone(),
        text: draft.text.clone(),
    })
    .unwrap_or_default();
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let mut line = Vec::with_capacity(HEAD + body.len());
    line.extend(length.to_le_bytes());
    line.extend(crc32fast::hash(&body).to_le_bytes());
    line.extend(body);
    line
}

/// The whole lines of a file, and where they end. What follows the first that is torn is cut.
pub fn read(session: SessionId, bytes: &[u8]) -> (Vec<Draft>, u64) {
    let mut drafts = Vec::new();
    let mut end = 0;
    while let Some((draft, next)) = one(session, bytes, end) {
        drafts.push(draft);
        end = next;
    }
    (drafts, end as u64)
}

fn one(session: SessionId, bytes: &[u8], at: usize) -> Option<(Draft, usize)> {
    let word = |from: usize| -> Option<u32> {
        let four: [u8; 4] = bytes.get(from..from.checked_add(4)?)?.try_into().ok()?;
        Some(u32::from_le_bytes(four))
    };
    let length = usize::try_from(word(at)?).ok()?;
    let sum = word(at.checked_add(4)?)?;
    let from = at.checked_add(HEAD)?;
    let next = from.checked_add(length)?;
    let body = bytes.get(from..next)?;
    if crc32fast::hash(body) != sum {
        return None;
    }
    let body: Body = serde_json::from_slice(body).ok()?;
    let draft = Draft {
        session,
        operator: body.operator,
        place: body.place,
        text: body.text,
    };
    (body.v == super::VERSION).then_some((draft, next))
}
