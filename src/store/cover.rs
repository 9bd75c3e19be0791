//! What stands between an event and its stored body. Today clear (suite 0); sealing comes in here, above every
//! engine, so that each of them shares it.

use super::LogError;
use super::frame::Entry;
use super::journal::Draft;
use crate::codec::v1;
use crate::record::{CaseId, ChildId, Recorded, Stream};

/// Whose key seals a stream: the case, the child, or 0 for the desk.
pub fn record_of(stream: Stream) -> u128 {
    match stream {
        Stream::Desk => 0,
        Stream::Child(ChildId(id)) | Stream::Case(CaseId(id)) => id,
    }
}

/// The stored form of an event.
///
/// # Errors
/// When it cannot be written down; nothing may be saved then.
pub fn close(recorded: &Recorded) -> Result<Draft, LogError> {
    let body = v1::event::to_bytes(recorded);
    if body.is_empty() {
        return Err(LogError::TooLarge(
            "This entry cannot be written down: nothing was saved.".to_owned(),
        ));
    }
    Ok(Draft {
        stream: recorded.stream,
        record: record_of(recorded.stream),
        key: 0,
        suite: 0,
        nonce: [0; 12],
        body,
    })
}

/// The event of a stored entry.
///
/// # Errors
/// When it is sealed in a way this program does not know, or its body cannot be read.
pub fn open(entry: &Entry) -> Result<Recorded, LogError> {
    let place = || {
        let kind = match entry.stream {
            Stream::Desk => "the desk's own record",
            Stream::Child(_) => "a child's record",
            Stream::Case(_) => "a case",
        };
        format!("Entry {} of {kind} ({:032x})", entry.seq, entry.record)
    };
    if entry.suite != 0 || entry.key != 0 {
        return Err(LogError::Damaged(format!(
            "{} is sealed, and this Porchlight cannot open sealed entries. Open the desk with the version that wrote it.",
            place()
        )));
    }
    v1::event::from_bytes(entry.stream, entry.seq, &entry.body)
        .map_err(|e| LogError::Damaged(format!("{} is not readable: {e}.", place())))
}
