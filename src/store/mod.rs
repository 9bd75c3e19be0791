//! The journal that proves, the sled that keeps, and the trait in front of both.
//!
//! | part | what it is |
//! |---|---|
//! | [`Log`] | what the desk sees: append with expected heads, read. The seam to other engines |
//! | [`MemoryLog`] | a log that forgets at the end: for tests |
//! | [`Store`] | the log of a real desk: journal and keeper together, under one lock |
//! | [`JournalReader`] | the journal without the lock, while somebody else writes |
//! | [`cover`] | what stands between an event and its stored body |
//! | [`seal`] | keys: a key for each record, the desk key over them, and what opens it |
//! | [`journal`] | the segments in order: append, sync, rotate, read. The commit point |
//! | [`segment`] | one file of the journal: header, frames, and where they end |
//! | [`segment_index`] | what stands in one segment, in a file beside it |
//! | [`frame`] | the bytes of one batch, and their hashes |
//! | [`follow`] | reading a journal behind its writer |
//! | [`keeper`] | sled behind its fences, following the journal on its own thread |
//! | [`heal`] | the journal from sled's verbatim copies |
//! | [`backup`] | copies of a desk as it is stored, with digests; putting one into an empty place |
//! | [`reseal`] | sealing a desk that was made in the clear |
//! | [`reserve`] | space kept back for the last saves on a full disk |
//! | [`lock`] | one process a desk |
//! | [`evidence`] | what shows that a desk was here before |
//! | [`words`] | what is said about damage |

pub mod backup;
pub mod cover;
pub mod engine;
pub mod evidence;
pub mod follow;
pub mod frame;
pub mod heal;
pub mod journal;
pub mod keeper;
pub mod lock;
pub mod memory;
pub mod reader;
pub mod reseal;
pub mod reserve;
pub mod seal;
pub mod segment;
pub mod segment_index;
pub mod spool;
pub mod words;

use std::ops::Range;

use crate::record::{Batch, Moment, Problem, Recorded, SessionId, Stream};

pub use engine::{Opened, Reads, Store};
pub use lock::DeskLock;
pub use memory::MemoryLog;
pub use reader::JournalReader;

/// What stands behind the desk: an append-only log of streams.
///
/// The seam to other engines: nothing above it may assume one machine.
///
/// The first event of a new log is `DeskFounded` on the desk's stream; nothing else is taken before it.
pub trait Log: Send {
    /// Appends a batch, whole or not at all, and makes it durable before returning.
    ///
    /// A batch that answers a request (number above 0) which was already answered with the same events is
    /// not written again: what was recorded then is returned.
    ///
    /// # Errors
    /// [`LogError::Moved`] when a stream's head is not the expected one, [`LogError::Repeated`] when its
    /// request was answered with other events; nothing of that batch was written. On any other error
    /// nothing counts as saved.
    fn append(&mut self, batch: &Batch) -> Result<Vec<Recorded>, LogError>;
    /// Appends batches in order, each whole or not at all, all durable before returning; one result each.
    fn append_all(&mut self, batches: &[Batch]) -> Vec<Result<Vec<Recorded>, LogError>> {
        batches.iter().map(|batch| self.append(batch)).collect()
    }
    /// The positions in the whole log of the events that answered a request, if it was answered.
    fn answered(&self, session: SessionId, request: u64) -> Option<Range<u64>>;
    /// Every event of a stream after `seq`, in order.
    ///
    /// # Errors
    /// [`LogError::Damaged`] when they cannot be read whole.
    fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Recorded>, LogError>;
    /// Every event of every stream, in the order written.
    ///
    /// # Errors
    /// [`LogError::Damaged`] when they cannot be read whole, [`LogError::Again`] when they must be read once more
    /// from the beginning.
    fn read_all(&mut self, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError>;
    /// The same without some streams.
    ///
    /// # Errors
    /// As [`Log::read_all`]; [`LogError::Again`] when what was given is not to be relied on.
    fn read_but(
        &mut self,
        pass_over: &(dyn Fn(Stream) -> bool + Sync),
        each: &mut dyn FnMut(Recorded),
    ) -> Result<(), LogError> {
        self.read_all(&mut |recorded| {
            if !pass_over(recorded.stream) {
                each(recorded);
            }
        })
    }
    /// The sequence of a stream's last event, 0 when it has none.
    fn head(&self, stream: Stream) -> u64;
    /// How many cases have anything in it, those that nobody can read any more among them.
    fn cases(&self) -> u64;
    /// The time of the last thing recorded: the floor of the desk's present.
    fn last_time(&self) -> Option<Moment>;
    /// Work to be done while nothing else is (the next segment, a retry). Called when idle and at least once a second.
    fn idle(&mut self, now: Moment);
    /// The store's trouble, in one sentence, while there is one.
    fn trouble(&self) -> Option<String>;
    /// What every screen should say once, since the last time this was asked.
    fn notices(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// How many of some streams are cases.
fn cases_among(streams: impl Iterator<Item = Stream>) -> u64 {
    streams
        .filter(|stream| matches!(stream, Stream::Case(_)))
        .count() as u64
}

/// Why the log would not.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A stream moved on since it was read.
    #[error("the record moved on while this was being decided")]
    Moved,
    /// The request was answered before, with other events.
    #[error("this request was answered before with something else: nothing was saved now")]
    Repeated,
    /// No space left.
    #[error("the disk is full: nothing was saved")]
    Full,
    /// More than one frame can hold.
    #[error("{0}")]
    TooLarge(String),
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
    /// What was given is not what the indexes said, and every segment was looked at since: forget it and read once
    /// more from the beginning.
    #[error("the indexes of the journal were wrong, and it must be read again")]
    Again,
}

/// Why a desk did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error("{0}")]
    Held(Problem),
    /// No desk was ever there.
    #[error("{0}")]
    Absent(Problem),
    /// It is there and cannot be opened.
    #[error("{0}")]
    Cannot(Problem),
    /// It is sealed, and nothing at hand opens it.
    #[error("{0}")]
    Locked(Problem),
}

impl OpenError {
    /// The words.
    pub fn problem(self) -> Problem {
        match self {
            Self::Held(p) | Self::Absent(p) | Self::Cannot(p) | Self::Locked(p) => p,
        }
    }
}

impl From<LogError> for OpenError {
    fn from(error: LogError) -> Self {
        let words = error.to_string();
        let end = if words.ends_with('.') { "" } else { "." };
        Self::Cannot(Problem::machine(format!("{words}{end}")))
    }
}

impl LogError {
    /// A disk error, with what was being done; no space has its own words.
    pub(crate) fn io(what: impl Into<String>, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io {
                what: what.into(),
                source,
            },
        }
    }
    /// The same error again, for the other batches of a group that failed with it.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Moved => Self::Moved,
            Self::Repeated => Self::Repeated,
            Self::Full => Self::Full,
            Self::TooLarge(text) => Self::TooLarge(text.clone()),
            Self::Io { what, source } => Self::Io {
                what: what.clone(),
                source: source
                    .raw_os_error()
                    .map_or_else(|| source.kind().into(), std::io::Error::from_raw_os_error),
            },
            Self::Damaged(text) => Self::Damaged(text.clone()),
            Self::ReadOnly(text) => Self::ReadOnly(text.clone()),
            Self::Again => Self::Again,
        }
    }
}

/// What is said when something comes before the founding.
pub(crate) const UNFOUNDED: &str =
    "The first thing a desk records is its founding: nothing was saved.";

/// The events of a batch with their places, if the heads are as expected.
///
/// `head` gives the present head of a stream; `first` says that the log is empty.
pub(crate) fn place(
    batch: &Batch,
    first: bool,
    mut head: impl FnMut(Stream) -> u64,
) -> Result<Vec<Recorded>, LogError> {
    use crate::record::Event;

    for (stream, seq) in &batch.expected {
        if head(*stream) != *seq {
            return Err(LogError::Moved);
        }
    }
    if first
        && !matches!(
            batch.events.first(),
            Some((Stream::Desk, Event::DeskFounded { .. }))
        )
    {
        return Err(LogError::ReadOnly(UNFOUNDED.to_owned()));
    }
    let mut heads = std::collections::BTreeMap::new();
    Ok(batch
        .events
        .iter()
        .map(|(stream, event)| {
            let seq = heads.entry(*stream).or_insert_with(|| head(*stream));
            *seq += 1;
            Recorded {
                stream: *stream,
                seq: *seq,
                at: batch.at,
                operator: batch.operator.clone(),
                session: batch.session,
                request: batch.request,
                event: event.clone(),
            }
        })
        .collect())
}

/// Whether what was recorded is what a batch asks for: a resend, whose time may be another.
pub(crate) fn same(recorded: &[Recorded], batch: &Batch) -> bool {
    recorded.len() == batch.events.len()
        && recorded
            .iter()
            .zip(&batch.events)
            .all(|(was, (stream, event))| was.stream == *stream && was.event == *event)
}
