//! Rows of the audit that readers without the lock leave beside the journal, until the desk takes them in.
//!
//! A reader writes one file, whole and synced, before it shows anything: length, hash and body of each row, each
//! hash over the one before. Sealed where the desk is sealed. A file that is not as it was written is put aside and
//! said; it is never taken as nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::frame::{self, Hash};
use super::seal::DraftSeal;
use crate::codec::v1::event;
use crate::env::disk::{self, Disk, How};
use crate::record::event::Event;
use crate::record::{Moment, SafeText, SessionId, Stream};

/// The folder beside the journal.
pub const FOLDER: &str = "audit";
const END: &str = ".rows";
/// The same of whoever had no key of a sealed desk: who, when, and which command; nothing else is taken from it.
const OPEN: &str = ".open";
/// So many of those wait at most.
const OPEN_MOST: usize = 256;

/// The place of the rows, and what seals them.
pub struct Spool {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    seal: Option<DraftSeal>,
}

/// What one reader left.
#[derive(Debug)]
pub struct Left {
    /// The reader's session.
    pub session: SessionId,
    /// Its rows; `None` when the file is not as it was written.
    pub rows: Option<Vec<Event>>,
}

impl Spool {
    /// The rows beside the journal of a desk's folder.
    pub fn of(disk: Arc<dyn Disk>, desk: &Path, seal: Option<DraftSeal>) -> Self {
        Self {
            disk,
            folder: desk.join(FOLDER),
            seal,
        }
    }

    fn path(&self, session: SessionId) -> PathBuf {
        self.folder.join(format!("{session}{END}"))
    }

    fn path_open(&self, session: SessionId) -> PathBuf {
        self.folder.join(format!("{session}{OPEN}"))
    }

    /// Leaves a reader's rows, durable before this returns.
    ///
    /// # Errors
    /// The system's; nothing may be shown then.
    pub fn leave(&self, session: SessionId, rows: &[Event]) -> io::Result<()> {
        self.put(&self.path(session), session, rows, self.seal.as_ref())
    }

    /// Leaves rows of somebody for whom the desk did not open: in the clear, since there is no key to seal them with.
    /// So many wait at most; whoever tries more often stands there already.
    ///
    /// # Errors
    /// The system's.
    pub fn leave_open(&self, session: SessionId, rows: &[Event]) -> io::Result<()> {
        let waiting = self.disk.list(&self.folder).unwrap_or_default();
        if waiting.iter().filter(|name| name.ends_with(OPEN)).count() >= OPEN_MOST {
            return Ok(());
        }
        self.put(&self.path_open(session), session, rows, None)
    }

    fn put(
        &self,
        path: &Path,
        session: SessionId,
        rows: &[Event],
        seal: Option<&DraftSeal>,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut prev = first(session);
        for row in rows {
            let body = event::body(Moment(0), &SafeText::default(), session, 0, row);
            let body = match seal {
                Some(seal) => seal.close(session, &body)?,
                None => body,
            };
            prev = next(prev, &body);
            let length = u32::try_from(body.len()).map_err(io::Error::other)?;
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(&prev);
            bytes.extend_from_slice(&body);
        }
        self.disk.make_folder(&self.folder)?;
        // Under another name until it is whole: the desk takes only what is.
        let new = path.with_extension("new");
        let mut file = self.disk.open(&new, How::New)?;
        file.write_at(&bytes, 0)?;
        file.sync_data()?;
        self.disk.rename(&new, path)?;
        self.disk.sync_folder(&self.folder)
    }

    /// What readers left, in the order of its names.
    pub fn left(&self) -> Vec<Left> {
        // No folder is the usual case: nobody read past the desk.
        let names = self.disk.list(&self.folder).unwrap_or_default();
        names
            .iter()
            .filter_map(|name| {
                let sealed = name.ends_with(END);
                let session = name
                    .strip_suffix(if sealed { END } else { OPEN })?
                    .parse()
                    .ok()?;
                let bytes = self.disk.read(&self.folder.join(name)).ok();
                let rows = bytes.and_then(|bytes| match sealed {
                    true => self.rows(session, &bytes, self.seal.as_ref()),
                    false => self
                        .rows(session, &bytes, None)
                        .filter(|rows| rows.iter().all(tells_no_record)),
                });
                Some(Left { session, rows })
            })
            .collect()
    }

    /// The rows of a file; `None` when it is not as it was written.
    fn rows(
        &self,
        session: SessionId,
        bytes: &[u8],
        seal: Option<&DraftSeal>,
    ) -> Option<Vec<Event>> {
        let mut take = frame::Take(bytes);
        let mut prev = first(session);
        let mut rows = Vec::new();
        while !take.0.is_empty() {
            let length = usize::try_from(take.u32()?).ok()?;
            let hash: Hash = take.array()?;
            let body = take.bytes(length)?;
            prev = next(prev, body);
            if prev != hash {
                return None;
            }
            let clear = match seal {
                Some(seal) => seal.open(session, body)?,
                None => body.to_vec(),
            };
            rows.push(event::from_bytes(Stream::Desk, 1, &clear).ok()?.event);
        }
        (!rows.is_empty()).then_some(rows)
    }

    fn there(&self, session: SessionId) -> PathBuf {
        let open = self.path_open(session);
        if self.disk.exists(&open) {
            open
        } else {
            self.path(session)
        }
    }

    /// Takes a file away whose rows stand in the log.
    ///
    /// # Errors
    /// The system's; it is found again then, and known.
    pub fn forget(&self, session: SessionId) -> io::Result<()> {
        self.disk.remove(&self.there(session))
    }

    /// Puts a file aside that is not as it was written; gives its new name.
    ///
    /// # Errors
    /// The system's.
    pub fn set_aside(&self, session: SessionId) -> io::Result<PathBuf> {
        let path = self.there(session);
        let aside = disk::aside(self.disk.as_ref(), &path);
        self.disk.rename(&path, &aside)?;
        Ok(aside)
    }
}

/// Whether a row is of nobody's record, so that it may lie in the clear.
fn tells_no_record(row: &Event) -> bool {
    matches!(
        row,
        Event::SessionOpened { .. } | Event::Maintained { .. } | Event::Refused { case: None, .. }
    )
}

/// What the first row's hash is made over.
fn first(session: SessionId) -> Hash {
    frame::sha256(&[b"porchlight audit 1 ".as_slice(), &session.0.to_be_bytes()].concat())
}

fn next(prev: Hash, body: &[u8]) -> Hash {
    frame::sha256(&[prev.as_slice(), body].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(what: &str) -> Event {
        Event::Viewed {
            session: SessionId(9),
            at: Moment(5),
            operator: SafeText::line("Priya"),
            case: None,
            what: what.to_owned(),
        }
    }

    #[test]
    fn rows_come_back_as_left_and_any_change_is_seen() {
        let at = tempfile::tempdir().unwrap();
        let spool = Spool::of(Arc::new(disk::Real::new()), at.path(), None);
        assert!(spool.left().is_empty());
        let rows = vec![row("show"), row("board")];
        spool.leave(SessionId(9), &rows).unwrap();
        assert_eq!(spool.left()[0].rows.as_ref(), Some(&rows));
        let path = spool.path(SessionId(9));
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            assert_eq!(spool.rows(SessionId(9), &flipped, None), None, "byte {at}");
        }
        assert_eq!(
            spool.rows(SessionId(8), &whole, None),
            None,
            "another session's"
        );
        assert_eq!(spool.rows(SessionId(9), &[], None), None);
        spool.forget(SessionId(9)).unwrap();
        assert!(spool.left().is_empty());
    }

    #[test]
    fn without_a_key_only_rows_of_nobodys_record_are_left_and_taken() {
        let at = tempfile::tempdir().unwrap();
        let key = crate::store::seal::crypt::fresh_key().unwrap();
        let spool = Spool::of(
            Arc::new(disk::Real::new()),
            at.path(),
            Some(DraftSeal::of(key)),
        );
        let refused = Event::Refused {
            session: SessionId(9),
            at: Moment(5),
            operator: SafeText::line("Priya"),
            case: None,
            verb: "open desk".to_owned(),
            why: crate::record::audit::Why::Refused,
        };
        spool
            .leave_open(SessionId(9), std::slice::from_ref(&refused))
            .unwrap();
        assert_eq!(spool.left()[0].rows.as_ref(), Some(&vec![refused.clone()]));
        spool.forget(SessionId(9)).unwrap();
        assert!(spool.left().is_empty());
        spool.leave_open(SessionId(8), &[row("show")]).unwrap();
        assert!(
            spool.left()[0].rows.is_none(),
            "a look lies sealed or not at all"
        );
        for n in 0..OPEN_MOST + 9 {
            spool
                .leave_open(SessionId(100 + n as u128), std::slice::from_ref(&refused))
                .unwrap();
        }
        assert_eq!(spool.left().len(), OPEN_MOST, "bounded");
    }
}
