//! What stands between an event and its stored body: sealed where the desk has keys, clear where it has none.
//! Above every engine, so that each of them shares it.

use super::LogError;
use super::frame::Entry;
use super::journal::Draft;
use super::seal::{SUITE, Vault};
use crate::codec::v1;
use crate::env::disk::Disk;
use crate::record::{CaseId, ChildId, Recorded, Stream};

/// Whose key seals a stream: the case, the child, or 0 for the desk.
pub fn record_of(stream: Stream) -> u128 {
    match stream {
        Stream::Desk => 0,
        Stream::Child(ChildId(id)) | Stream::Case(CaseId(id)) => id,
    }
}

/// How a desk's bodies are stored.
#[derive(Debug)]
pub enum Cover {
    /// As they are: a desk made before there was sealing.
    Clear,
    /// Sealed.
    Sealed(Box<Vault>),
}

impl Cover {
    /// The keys, where there are any.
    pub fn vault(&self) -> Option<&Vault> {
        match self {
            Self::Clear => None,
            Self::Sealed(vault) => Some(vault),
        }
    }

    /// The keys, to change them.
    pub fn vault_mut(&mut self) -> Option<&mut Vault> {
        match self {
            Self::Clear => None,
            Self::Sealed(vault) => Some(vault),
        }
    }

    /// The stored form of an event.
    ///
    /// # Errors
    /// When it cannot be written down or sealed; nothing may be saved then.
    pub fn close(&mut self, recorded: &Recorded) -> Result<Draft, LogError> {
        let body = v1::event::to_bytes(recorded);
        if body.is_empty() {
            return Err(LogError::TooLarge(
                "This entry cannot be written down: nothing was saved.".to_owned(),
            ));
        }
        let mut draft = Draft {
            stream: recorded.stream,
            record: record_of(recorded.stream),
            key: 0,
            suite: 0,
            nonce: [0; 12],
            body,
        };
        if let Self::Sealed(vault) = self {
            let body = zeroize::Zeroizing::new(std::mem::take(&mut draft.body));
            (draft.key, draft.nonce, draft.body) =
                vault.close(draft.stream, recorded.seq, draft.record, &body)?;
            draft.suite = SUITE;
        }
        Ok(draft)
    }

    /// Makes the keys of new records durable; before that nothing sealed with them may be acknowledged.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(&mut self, disk: &dyn Disk) -> Result<(), LogError> {
        match self {
            Self::Clear => Ok(()),
            Self::Sealed(vault) => vault.keep(disk),
        }
    }

    /// Whether an entry can no longer be read since its record's key was destroyed.
    pub fn is_gone(&self, entry: &Entry) -> bool {
        self.vault()
            .is_some_and(|vault| vault.is_gone(entry.record))
    }

    /// The event of a stored entry.
    ///
    /// # Errors
    /// When its key is not here, or it is not what was sealed in its place, or its body cannot be read.
    pub fn open(&self, entry: &Entry) -> Result<Recorded, LogError> {
        let place = || {
            let kind = match entry.stream {
                Stream::Desk => "the desk's own record",
                Stream::Child(_) => "a child's record",
                Stream::Case(_) => "a case",
            };
            format!("Entry {} of {kind} ({:032x})", entry.seq, entry.record)
        };
        let read = |bytes: &[u8]| {
            v1::event::from_bytes(entry.stream, entry.seq, bytes)
                .map_err(|e| LogError::Damaged(format!("{} is not readable: {e}.", place())))
        };
        match (entry.suite, entry.key, self) {
            // On a sealed desk a clear entry is one that somebody put there.
            (0, 0, Self::Clear) => read(&entry.body),
            (0, 0, Self::Sealed(_)) => Err(LogError::Damaged(format!(
                "{} is not sealed, and everything on this desk is. It was not written by Porchlight.",
                place()
            ))),
            (SUITE, _, Self::Sealed(vault)) => {
                if vault.is_gone(entry.record) {
                    return Err(LogError::Damaged(format!("{} was purged.", place())));
                }
                if !vault.has(entry.record) {
                    return Err(LogError::Damaged(format!(
                        "The key of {} is not in the keys file. Restore a backup.",
                        place()
                    )));
                }
                let body = vault
                    .open_body(
                        entry.stream,
                        entry.seq,
                        entry.record,
                        entry.key,
                        entry.nonce,
                        &entry.body,
                    )
                    .ok_or_else(|| {
                        LogError::Damaged(format!(
                            "{} is not what was sealed in its place. Restore a backup.",
                            place()
                        ))
                    })?;
                read(&body)
            }
            (SUITE, _, Self::Clear) => Err(LogError::Damaged(format!(
                "{} is sealed, and the desk's keys are gone. Put its keys folder back, or restore a backup.",
                place()
            ))),
            _ => Err(LogError::Damaged(format!(
                "{} is sealed in a way this Porchlight does not know. Open the desk with the version that wrote it.",
                place()
            ))),
        }
    }
}
