//! Drafts on the disk: an append-only file a session, beside the journal, synced soon after a key.
//!
//! A line is a frame of its own: length and checksum, then the draft. A torn end is cut at the last whole
//! line. A draft that was committed or forgotten is written as empty; when none stands any more the file is cut.

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
/// A file that has grown beyond this is written anew with what stands, in bytes.
const LARGE: u64 = 256 * 1024;

/// A session's file.
struct File {
    file: Box<dyn DiskFile>,
    path: PathBuf,
    end: u64,
    standing: BTreeMap<String, Draft>,
    unsynced: bool,
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
        let end = lines.end;
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
        self.files.insert(
            session,
            File {
                file,
                path: path.to_owned(),
                end,
                standing,
                unsynced: false,
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
        if let Err(error) = self.put(session, draft) {
            self.trouble = Some(format!(
                "What is being typed is kept in memory only: {error}."
            ));
            return;
        }
        self.waiting.get_or_insert(at);
    }

    fn put(&mut self, session: SessionId, draft: Draft) -> std::io::Result<()> {
        let file = match self.files.entry(session) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let path = self.folder.join(format!("{session}.draft"));
                let file = self.disk.open(&path, How::Keep)?;
                self.disk.sync_folder(&self.folder)?;
                entry.insert(File {
                    end: 0,
                    file,
                    path,
                    standing: BTreeMap::new(),
                    unsynced: false,
                })
            }
        };
        let seal = self.seal.as_ref();
        let close = |body: Vec<u8>| match seal {
            Some(seal) => seal.close(session, &body),
            None => Ok(body),
        };
        let line = draft::line(&draft, close)?;
        if draft.text.is_empty() {
            file.standing.remove(&draft.place);
        } else {
            file.standing.insert(draft.place.clone(), draft);
        }
        if file.standing.is_empty() {
            // Nothing stands: the file is cut, so that what was committed does not stay beside the journal.
            file.file.set_len(0)?;
            file.end = 0;
        } else if file.end > LARGE {
            let mut whole = Vec::new();
            for draft in file.standing.values() {
                whole.extend(draft::line(draft, close)?);
            }
            file.file.set_len(0)?;
            file.file.write_at(&whole, 0)?;
            file.end = whole.len() as u64;
        } else {
            file.file.write_at(&line, file.end)?;
            file.end += line.len() as u64;
        }
        file.unsynced = true;
        Ok(())
    }

    /// How long until something is due on the disk; `None` when nothing waits.
    pub fn due_in(&self) -> Option<Duration> {
        self.waiting.map(|_| SOON)
    }

    /// Syncs what has waited long enough, or everything at once.
    ///
    /// # Errors
    /// When the disk failed; what is typed stays in memory.
    pub fn sync(&mut self, now: Moment, at_once: bool) -> Result<(), Problem> {
        let Some(since) = self.waiting else {
            return Ok(());
        };
        let waited = now.since(since);
        if !at_once && waited < i64::try_from(SOON.as_micros()).unwrap_or(0) {
            return Ok(());
        }
        self.waiting = None;
        for file in self.files.values_mut().filter(|file| file.unsynced) {
            file.unsynced = false;
            if let Err(error) = file.file.sync_data() {
                let sentence = format!("What is being typed is kept in memory only: {error}.");
                self.trouble = Some(sentence.clone());
                return Err(Problem::machine(sentence));
            }
        }
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

    /// The disk's trouble, in one sentence, while there is one.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::disk::Real;

    const LATER: Moment = Moment(10_000_000);

    fn open(folder: &Path) -> DraftFiles {
        DraftFiles::open(Arc::new(Real::new()), folder).unwrap()
    }

    fn left(folder: &Path) -> Vec<(String, String)> {
        open(folder)
            .left_behind()
            .into_iter()
            .map(|draft| (draft.place, draft.text))
            .collect()
    }

    #[test]
    fn a_draft_survives_a_kill_and_a_torn_end_costs_only_the_last_key() {
        let folder = tempfile::tempdir().unwrap();
        let mut drafts = open(folder.path());
        drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "bus", Moment(0));
        drafts.keep(
            SessionId(1),
            "Priya",
            "A-0001/seen.place",
            "bus stop",
            Moment(0),
        );
        drafts.sync(LATER, false).unwrap();
        drop(drafts);
        let here = ("A-0001/seen.place".to_owned(), "bus stop".to_owned());
        assert_eq!(left(folder.path()), [here]);

        let path = folder
            .path()
            .join(FOLDER)
            .join(format!("{}.draft", SessionId(1)));
        let bytes = std::fs::read(&path).unwrap();
        let mut file = Real::new().open(&path, How::Write).unwrap();
        file.set_len(bytes.len() as u64 - 3).unwrap();
        let here = ("A-0001/seen.place".to_owned(), "bus".to_owned());
        assert_eq!(left(folder.path()), [here]);
    }

    #[test]
    fn what_was_committed_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let mut drafts = open(folder.path());
        drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "bus", Moment(0));
        drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "", Moment(0));
        drafts.sync(LATER, false).unwrap();
        assert_eq!(left(folder.path()), []);
        assert_eq!(
            std::fs::read_dir(folder.path().join(FOLDER))
                .unwrap()
                .count(),
            0
        );
    }

    #[test]
    fn on_a_sealed_desk_nothing_typed_stands_in_the_file_and_another_key_opens_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let open = |key: u8| {
            let seal = Some(DraftSeal::of([key; 32].into()));
            DraftFiles::sealed(Arc::new(Real::new()), folder.path(), seal).unwrap()
        };
        let mut drafts = open(1);
        drafts.keep(
            SessionId(1),
            "Priya",
            "A-0001/seen.place",
            "bus stop",
            Moment(0),
        );
        drafts.sync(LATER, true).unwrap();
        drop(drafts);
        let path = folder
            .path()
            .join(FOLDER)
            .join(format!("{}.draft", SessionId(1)));
        let bytes = std::fs::read(&path).unwrap();
        for word in ["bus", "Priya", "seen.place"] {
            assert!(!String::from_utf8_lossy(&bytes).contains(word), "{word}");
        }
        let mut other = open(2);
        assert!(other.left_behind().is_empty());
        assert!(other.trouble().unwrap().contains("cannot be opened"));
        drop(other);
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "left as it was");
        assert_eq!(open(1).left_behind()[0].text, "bus stop");
    }

    #[test]
    fn two_screens_of_one_operator_each_keep_their_text_until_one_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let mut drafts = open(folder.path());
        for (session, text) in [(1, "bus"), (2, "bus stop")] {
            drafts.keep(
                SessionId(session),
                "Priya",
                "A-0001/seen.place",
                text,
                Moment(0),
            );
        }
        drafts.sync(LATER, true).unwrap();
        drop(drafts);
        let here = |text: &str| ("A-0001/seen.place".to_owned(), text.to_owned());
        assert_eq!(left(folder.path()), [here("bus"), here("bus stop")]);
        let mut drafts = open(folder.path());
        drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "", Moment(0));
        drafts.sync(LATER, true).unwrap();
        drop(drafts);
        assert_eq!(left(folder.path()), [here("bus stop")]);
    }
}
