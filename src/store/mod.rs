//! The journal that proves, the sled that keeps, and the trait in front of both.

use crate::record::{Batch, Moment, Recorded, Stream};

/// What stands behind the desk: an append-only log of streams.
///
/// The seam to other engines: nothing above it may assume one machine.
pub trait Log: Send {
    /// Appends batches, each whole or not at all, and makes them durable before returning.
    ///
    /// # Errors
    /// [`LogError::Moved`] when a stream's head is not the expected one; nothing of that batch was written.
    fn append(&mut self, batch: &Batch) -> Result<Vec<Recorded>, LogError>;
    /// Every event of a stream after `seq`, in order.
    ///
    /// # Errors
    /// [`LogError::Damaged`] when they cannot be read whole.
    fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Recorded>, LogError>;
    /// Every event of every stream, in the order written.
    ///
    /// # Errors
    /// [`LogError::Damaged`] when they cannot be read whole.
    fn read_all(&mut self, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError>;
    /// The sequence of a stream's last event, 0 when it has none.
    fn head(&self, stream: Stream) -> u64;
    /// Work to be done while nothing else is (write to sled, flush). Called when idle and at least once a second.
    fn idle(&mut self, now: Moment);
    /// The store's trouble, in one sentence, while there is one.
    fn trouble(&self) -> Option<String>;
}

/// Why the log would not.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A stream moved on since it was read.
    #[error("the record moved on while this was being decided")]
    Moved,
    /// No space left.
    #[error("the disk is full: nothing was saved")]
    Full,
    /// The disk failed.
    #[error("{what}: {source}")]
    Io {
        /// What was being done, with the file.
        what: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Stored bytes are not what was written.
    #[error("{0}")]
    Damaged(String),
    /// Read-only until the operator decides.
    #[error("{0}")]
    ReadOnly(String),
}
