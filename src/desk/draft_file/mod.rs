//! Drafts on the disk: an append-only file a session, beside the journal, synced soon after a key.
//!
//! A line is a frame of its own: length and checksum, then the draft. A torn end is cut at the last whole
//! line. A draft that was committed or forgotten is written as empty; when none stands any more the file is cut.
//!
//! What the disk refused is not given up: everything that stands is written into a new file, which takes the old
//! one's name once it is on the disk, and the trouble is said until then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::codec::v1::draft::{self, Draft};
use crate::env::disk::{Disk, DiskFile, How};
use crate::record::{Moment, Problem, SessionId};
use crate::store::seal::DraftSeal;

/// The folder of drafts beside the journal.
pub const FOLDER: &str = "drafts";

/// A key is on the disk within this time.
const SOON: Duration = Duration::from_millis(300);
/// After a failure the disk is tried again in so long.
const AGAIN: Duration = Duration::from_secs(1);
/// A file that has grown beyond this is written anew with what stands, in bytes.
const LARGE: u64 = 256 * 1024;
/// What follows the name of a file that is being written to take another's place.
const NEW: &str = "new";

/// A session's file.
struct File {
    /// `None` while the disk would not give one.
    file: Option<Box<dyn DiskFile>>,
    path: PathBuf,
    end: u64,
    standing: BTreeMap<String, Draft>,
    unsynced: bool,
    /// The file does not hold what stands: a write or a sync of it failed.
    stale: bool,
}

/// The drafts of a desk.
pub struct DraftFiles {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    files: BTreeMap<SessionId, File>,
    found: Vec<Draft>,
    /// Since when something waits to be synced.
    waiting: Option<Moment>,
    trouble: Option<String>,
    /// With what they are sealed; `None` on a desk that is not.
    seal: Option<DraftSeal>,
}

impl DraftFiles {
    /// Opens the drafts of a desk's folder that is not sealed and reads what was left behind.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(disk: Arc<dyn Disk>, desk: &Path) -> Result<Self, Problem> {
        Self::sealed(disk, desk, None)
    }

    /// Opens the drafts of a desk's folder, sealed like its records, and reads what was left behind.
    ///
    /// A file that cannot be opened is left as it is and said.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn sealed(
        disk: Arc<dyn Disk>,
        desk: &Path,
        seal: Option<DraftSeal>,
    ) -> Result<Self, Problem> {
        let folder = desk.join(FOLDER);
        let failed = |error: std::io::Error| {
            Problem::machine(format!(
                "The drafts in {} cannot be read: {error}.",
                folder.display()
            ))
        };
        disk.make_folder(&folder).map_err(failed)?;
        let mut files = Self {
            folder: folder.clone(),
            files: BTreeMap::new(),
            found: Vec::new(),
            waiting: None,
            trouble: None,
            seal,
            disk,
        };
        let names = files.disk.list(&folder).map_err(failed)?;
        for name in names {
            if name.ends_with(&format!(".draft.{NEW}")) {
                // Never took its place: what it was to replace is there.
                let _ = files.disk.remove(&folder.join(&name));
                continue;
            }
            let Some(session) = name
                .strip_suffix(".draft")
                .and_then(|id| id.parse::<SessionId>().ok())
            else {
                continue;
            };
            files.adopt(session, &folder.join(&name)).map_err(failed)?;
        }
        Ok(files)
    }

    /// Reads a former session's file; one without drafts is taken away.
    fn adopt(&mut self, session: SessionId, path: &Path) -> std::io::Result<()> {
        let file = self.disk.open(path, How::Write)?;
        let length = usize::try_from(file.len()?).unwrap_or(usize::MAX);
        let mut bytes = vec![0; length];
        file.read_at(&mut bytes, 0)?;
        let seal = self.seal.as_ref();
        let lines = draft::read(session, &bytes, |body| match seal {
            Some(seal) => seal.open(session, body),
            None => Some(body.to_vec()),
        });
        if lines.shut > 0 {
            self.trouble = Some(format!(
                "The drafts in {} cannot be opened with this desk's key and are left as they are.",
                path.display()
            ));
            return Ok(());
        }
        let mut standing = BTreeMap::new();
        for line in lines.drafts {
            if line.text.is_empty() {
                standing.remove(&line.place);
            } else {
                standing.insert(line.place.clone(), line);
            }
        }
        if standing.is_empty() {
            drop(file);
            return self.disk.remove(path);
        }
        self.found.extend(standing.values().cloned());
        self.waiting = Some(Moment(0));
        self.files.insert(
            session,
            File {
                file: Some(file),
                path: path.to_owned(),
                end: lines.end,
                standing,
                // A desk that was killed may have left it to the system. After a failed sync the system shows what
                // is not on the disk and counts it as clean, so only writing it anew makes sure. Behind a torn end
                // may stand older lines that a new one must not join.
                unsynced: true,
                stale: true,
            },
        );
        Ok(())
    }

    /// What former sessions left behind; once.
    pub fn left_behind(&mut self) -> Vec<Draft> {
        std::mem::take(&mut self.found)
    }

    /// Keeps or forgets a draft of a session. It is on the disk after the next [`DraftFiles::sync`].
    pub fn keep(
        &mut self,
        session: SessionId,
        operator: &str,
        place: &str,
        text: &str,
        at: Moment,
    ) {
        self.write(session, operator, place, text, at);
    }

    fn write(&mut self, session: SessionId, operator: &str, place: &str, text: &str, at: Moment) {
        if text.is_empty()
            && !self
                .files
                .get(&session)
                .is_some_and(|file| file.standing.contains_key(place))
        {
            return;
        }
        let draft = Draft {
            session,
            operator: operator.to_owned(),
            place: place.to_owned(),
            text: text.to_owned(),
        };
        self.waiting.get_or_insert(at);
        if let Err(error) = self.put(session, draft) {
            self.failed(&error);
        }
    }

    fn failed(&mut self, error: &std::io::Error) -> String {
        let sentence = format!("What is being typed is kept in memory only: {error}.");
        self.trouble = Some(sentence.clone());
        sentence
    }

    fn put(&mut self, session: SessionId, draft: Draft) -> std::io::Result<()> {
        let path = self.folder.join(format!("{session}.draft"));
        let file = self.files.entry(session).or_insert_with(|| File {
            end: 0,
            file: None,
            path,
            standing: BTreeMap::new(),
            unsynced: false,
            stale: false,
        });
        let seal = self.seal.as_ref();
        let line = draft::line(&draft, |body| closed(seal, session, body));
        if draft.text.is_empty() {
            file.standing.remove(&draft.place);
        } else {
            file.standing.insert(draft.place.clone(), draft);
        }
        file.unsynced = true;
        if file.stale {
            // Written anew at the next sync.
            return Ok(());
        }
        let written = line.and_then(|line| {
            if file.file.is_none() {
                file.file = Some(self.disk.open(&file.path, How::Keep)?);
                self.disk.sync_folder(&self.folder)?;
            }
            let Some(open) = &mut file.file else {
                return Ok(());
            };
            if file.standing.is_empty() {
                // Nothing stands: the file is cut, so that what was committed does not stay beside the journal.
                open.set_len(0)?;
                file.end = 0;
            } else if file.end > LARGE {
                file.stale = true;
            } else {
                open.write_at(&line, file.end)?;
                file.end += line.len() as u64;
            }
            Ok(())
        });
        file.stale |= written.is_err();
        written
    }

    /// Writes everything of a session that stands into a new file, which takes the old one's place once it is on
    /// the disk.
    fn write_anew(&mut self, session: SessionId) -> std::io::Result<()> {
        let Some(file) = self.files.get_mut(&session) else {
            return Ok(());
        };
        let seal = self.seal.as_ref();
        let mut whole = Vec::new();
        for draft in file.standing.values() {
            whole.extend(draft::line(draft, |body| closed(seal, session, body))?);
        }
        let path = file.path.with_extension(format!("draft.{NEW}"));
        let mut new = self.disk.open(&path, How::Keep)?;
        new.set_len(0)?;
        new.write_at(&whole, 0)?;
        new.sync_data()?;
        self.disk.rename(&path, &file.path)?;
        // From here on it is what has the name, whether the name is on the disk yet or not.
        file.file = Some(new);
        file.end = whole.len() as u64;
        self.disk.sync_folder(&self.folder)?;
        file.stale = false;
        file.unsynced = false;
        Ok(())
    }

    /// How long until something is due on the disk; `None` when nothing waits.
    pub fn due_in(&self) -> Option<Duration> {
        self.waiting.map(|_| match self.trouble {
            Some(_) => AGAIN,
            None => SOON,
        })
    }

    /// Syncs what has waited long enough, or everything at once.
    ///
    /// # Errors
    /// When the disk failed; what is typed stays in memory and the disk is tried again.
    pub fn sync(&mut self, now: Moment, at_once: bool) -> Result<(), Problem> {
        let Some(since) = self.waiting else {
            return Ok(());
        };
        let waited = now.since(since);
        let due = self.due_in().unwrap_or(SOON);
        if !at_once && waited < i64::try_from(due.as_micros()).unwrap_or(0) {
            return Ok(());
        }
        let unsynced: Vec<SessionId> = self
            .files
            .iter()
            .filter(|(_, file)| file.unsynced)
            .map(|(id, _)| *id)
            .collect();
        let mut failed = None;
        for id in unsynced {
            if let Err(error) = self.sync_one(id) {
                failed = Some(error);
            }
        }
        if let Some(error) = failed {
            self.waiting = Some(now);
            let sentence = self.failed(&error);
            return Err(Problem::machine(sentence));
        }
        self.waiting = None;
        self.trouble = None;
        // Files of sessions that left nothing are taken away.
        let empty: Vec<SessionId> = self
            .files
            .iter()
            .filter(|(_, file)| file.standing.is_empty())
            .map(|(id, _)| *id)
            .collect();
        for id in empty {
            if let Some(file) = self.files.remove(&id) {
                let _ = self.disk.remove(&file.path);
            }
        }
        Ok(())
    }

    fn sync_one(&mut self, session: SessionId) -> std::io::Result<()> {
        let Some(file) = self.files.get_mut(&session) else {
            return Ok(());
        };
        if file.stale {
            return self.write_anew(session);
        }
        let synced = match &mut file.file {
            Some(open) => open.sync_data(),
            None => Ok(()),
        };
        // What a failed sync was to keep may be gone, and no later one brings it back.
        file.stale = synced.is_err();
        file.unsynced = synced.is_err();
        synced
    }

    /// The disk's trouble, in one sentence, while there is one.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.clone()
    }
}

/// The bytes of a draft as they stand in its file.
fn closed(seal: Option<&DraftSeal>, session: SessionId, body: Vec<u8>) -> std::io::Result<Vec<u8>> {
    match seal {
        Some(seal) => seal.close(session, &body),
        None => Ok(body),
    }
}

#[cfg(test)]
mod tests;
