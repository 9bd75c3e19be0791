//! A disk that exists only in memory and behaves as disks do: what was written is seen at once and is safe only
//! after a sync, sector by sector; a failed sync throws the writes away and calls them clean; names are safe when
//! their folder was synced. It can be full, fail on order, and lose its power.
//!
//! Nothing under a keeper's folder (`sled-…`) can be made here, so that no second thread takes part: the store
//! runs on its journal alone. The keeper has suites of its own on real files.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use porchlight::env::disk::{Disk, DiskFile, How};
use porchlight::env::faulty::{Call, Fault};

use crate::store::scratch::{Dice, of_sled};

const SECTOR: usize = 512;
const ENOSPC: i32 = 28;

/// A file's bytes as the program sees them, and as they are safe.
#[derive(Clone, Default)]
struct File {
    now: Vec<u8>,
    safe: Vec<u8>,
    /// Sectors written since the last sync.
    dirty: BTreeSet<usize>,
    locked: bool,
}

impl File {
    fn mark(&mut self, from: usize, to: usize) {
        self.dirty.extend(from / SECTOR..to.div_ceil(SECTOR));
    }

    fn sync(&mut self) {
        self.safe.resize(self.now.len(), 0);
        for sector in std::mem::take(&mut self.dirty) {
            let from = (sector * SECTOR).min(self.now.len());
            let to = (from + SECTOR).min(self.now.len());
            self.safe[from..to].copy_from_slice(&self.now[from..to]);
        }
    }

    /// What the power leaves of it; whether anything was lost.
    fn cut(&mut self, dice: &mut Dice) -> bool {
        let is_clean = self.dirty.is_empty() && self.now.len() == self.safe.len();
        self.locked = false;
        if is_clean {
            // After a failed sync the program saw more than was ever safe.
            let lost = self.now != self.safe;
            self.now.clone_from(&self.safe);
            return lost;
        }
        let way = dice.roll(4);
        let length = match dice.roll(2) {
            0 => self.safe.len(),
            _ => self.now.len(),
        };
        let edge = dice.index(self.dirty.len() + 1);
        let mut left = self.safe.clone();
        left.resize(length, 0);
        let mut lost = length != self.now.len();
        for (n, sector) in std::mem::take(&mut self.dirty).into_iter().enumerate() {
            let stays = match way {
                0 => false,
                1 => n < edge,
                2 => n >= edge,
                _ => dice.one_in(2),
            };
            let from = (sector * SECTOR).min(length).min(self.now.len());
            let to = (from + SECTOR).min(length).min(self.now.len());
            if stays {
                left[from..to].copy_from_slice(&self.now[from..to]);
            } else {
                lost = true;
            }
        }
        self.safe.clone_from(&left);
        self.now = left;
        lost
    }
}

/// A change of names that no sync of its folder has made safe yet.
#[derive(Clone)]
enum Named {
    Made(PathBuf, usize),
    Moved(PathBuf, PathBuf, usize),
    Gone(PathBuf),
}

impl Named {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Made(path, _) | Self::Moved(_, path, _) | Self::Gone(path) => path.parent(),
        }
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Made(path, file) => {
                names.insert(path.clone(), *file);
            }
            Self::Moved(from, to, file) => {
                names.remove(from);
                names.insert(to.clone(), *file);
            }
            Self::Gone(path) => {
                names.remove(path);
            }
        }
    }
}

/// What happened to the calls of a desk.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub struct Fired {
    /// Ordered failures met, by call.
    pub ordered: BTreeMap<Call, u64>,
    /// Calls that a full disk refused.
    pub full: u64,
}

#[derive(Clone, Default)]
struct State {
    files: Vec<File>,
    names: BTreeMap<PathBuf, usize>,
    safe: BTreeMap<PathBuf, usize>,
    pending: Vec<Named>,
    folders: BTreeSet<PathBuf>,
    orders: Vec<Fault>,
    full: bool,
    fired: Fired,
}

/// The disk. Copies are the same disk; [`SimDisk::another`] is another with the same content.
#[derive(Clone, Default)]
pub struct SimDisk(Arc<Mutex<State>>);

/// What a power cut took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Bytes that had been written.
    pub bytes: bool,
    /// Names that had been given, changed or taken.
    pub names: bool,
}

impl SimDisk {
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A disk of its own with the same content.
    pub fn another(&self) -> Self {
        Self(Arc::new(Mutex::new(self.with(|s| s.clone()))))
    }

    /// Orders a failure.
    pub fn order(&self, fault: Fault) {
        self.with(|s| s.orders.push(fault));
    }

    /// Nothing more can be made or grow, or it can again.
    pub fn fill(&self, full: bool) {
        self.with(|s| s.full = full);
    }

    /// Takes all orders back and makes room.
    pub fn heal(&self) {
        self.with(|s| {
            s.orders.clear();
            s.full = false;
        });
    }

    /// What failed since the last time this was asked.
    pub fn take_fired(&self) -> Fired {
        self.with(|s| std::mem::take(&mut s.fired))
    }

    /// The process is killed: its locks go, what it wrote stays with the system.
    pub fn kill(&self) {
        self.with(|s| {
            for file in &mut s.files {
                file.locked = false;
            }
        });
    }

    /// The power goes: what was not synced is there or not, sector by sector, name by name in order.
    pub fn cut(&self, dice: &mut Dice) -> Cut {
        self.with(|s| {
            let mut took = Cut {
                bytes: false,
                names: false,
            };
            let mut left: BTreeMap<Option<PathBuf>, usize> = BTreeMap::new();
            for change in std::mem::take(&mut s.pending) {
                // Of each folder's changes a first part has reached the disk.
                let folder = change.folder().map(Path::to_owned);
                let more = left.entry(folder).or_insert_with(|| dice.index(4));
                if *more > 0 {
                    *more -= 1;
                    change.apply(&mut s.safe);
                } else {
                    took.names = true;
                }
            }
            s.names = s.safe.clone();
            for file in &mut s.files {
                took.bytes |= file.cut(dice);
            }
            took
        })
    }

    fn check(&self, call: Call) -> io::Result<()> {
        match self.with(|s| s.due(call)) {
            Some(fault) => Err(io::Error::from_raw_os_error(fault.errno)),
            None => Ok(()),
        }
    }
}

impl State {
    fn due(&mut self, call: Call) -> Option<Fault> {
        let mut met = None;
        for fault in self.orders.iter_mut().filter(|f| f.call == call) {
            if fault.after > 0 {
                fault.after -= 1;
            } else if fault.times > 0 && met.is_none() {
                fault.times -= 1;
                met = Some(*fault);
            }
        }
        self.orders.retain(|f| f.times > 0);
        if met.is_some() {
            *self.fired.ordered.entry(call).or_default() += 1;
        }
        met
    }

    fn no_room(&mut self) -> io::Error {
        self.fired.full += 1;
        io::Error::from_raw_os_error(ENOSPC)
    }
}

struct SimFile {
    disk: SimDisk,
    file: usize,
    locks: bool,
}

impl SimFile {
    fn with<T>(&self, act: impl FnOnce(&mut File) -> T) -> T {
        self.disk.with(|s| act(&mut s.files[self.file]))
    }
}

impl Drop for SimFile {
    fn drop(&mut self) {
        if self.locks {
            self.with(|f| f.locked = false);
        }
    }
}

impl DiskFile for SimFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.with(|f| f.now.len() as u64))
    }
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        let from = usize::try_from(offset).unwrap();
        self.with(|f| match f.now.get(from..from + into.len()) {
            Some(bytes) => {
                into.copy_from_slice(bytes);
                Ok(())
            }
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        })
    }
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let from = usize::try_from(offset).unwrap();
        let at = self.file;
        self.disk.with(|s| {
            let fault = s.due(Call::Write);
            let mut part = match fault {
                // A system writes whole sectors, and stops between two of them.
                Some(fault) => {
                    let to = (from + fault.short.min(bytes.len())) / SECTOR * SECTOR;
                    &bytes[..to.saturating_sub(from)]
                }
                None => bytes,
            };
            let mut failed = fault.map(|f| io::Error::from_raw_os_error(f.errno));
            let length = s.files[at].now.len();
            if s.full && failed.is_none() && from + part.len() > length {
                part = &part[..length.saturating_sub(from).min(part.len())];
                failed = Some(s.no_room());
            }
            let file = &mut s.files[at];
            let to = from + part.len();
            if file.now.len() < to {
                file.now.resize(to, 0);
            }
            file.now[from..to].copy_from_slice(part);
            file.mark(from, to);
            failed.map_or(Ok(()), Err)
        })
    }
    fn sync_data(&mut self) -> io::Result<()> {
        let at = self.file;
        self.disk.with(|s| match s.due(Call::Sync) {
            Some(fault) => {
                // The system has tried, and counts the pages as clean: no later sync writes them.
                s.files[at].dirty.clear();
                Err(io::Error::from_raw_os_error(fault.errno))
            }
            None => {
                s.files[at].sync();
                Ok(())
            }
        })
    }
    fn set_len(&mut self, len: u64) -> io::Result<()> {
        self.disk.check(Call::Write)?;
        let len = usize::try_from(len).unwrap();
        let at = self.file;
        self.disk.with(|s| {
            if s.full && len > s.files[at].now.len() {
                return Err(s.no_room());
            }
            let file = &mut s.files[at];
            let before = file.now.len();
            file.now.resize(len, 0);
            file.mark(before.min(len), before.max(len));
            Ok(())
        })
    }
    fn allocate(&mut self, len: u64) -> io::Result<()> {
        self.disk.check(Call::Allocate)?;
        let len = usize::try_from(len).unwrap();
        let at = self.file;
        self.disk.with(|s| {
            if s.full {
                return Err(s.no_room());
            }
            let file = &mut s.files[at];
            file.now = vec![0; len];
            file.safe = vec![0; len];
            file.dirty.clear();
            Ok(())
        })
    }
    fn try_lock(&mut self) -> io::Result<bool> {
        let free = self.with(|f| !std::mem::replace(&mut f.locked, true));
        self.locks |= free;
        Ok(free)
    }
}

impl Disk for SimDisk {
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>> {
        if of_sled(path) {
            return Err(io::Error::from_raw_os_error(ENOSPC));
        }
        self.check(Call::Open)?;
        let file = self.with(|s| match (s.names.get(path).copied(), how) {
            (Some(_), How::New) => Err(io::ErrorKind::AlreadyExists.into()),
            (Some(file), _) => Ok(file),
            (None, How::Read | How::Write) => Err(io::ErrorKind::NotFound.into()),
            (None, How::New | How::Keep) if s.full => Err(s.no_room()),
            (None, How::New | How::Keep) => {
                let file = s.files.len();
                s.files.push(File::default());
                s.names.insert(path.to_owned(), file);
                s.pending.push(Named::Made(path.to_owned(), file));
                Ok(file)
            }
        })?;
        Ok(Box::new(SimFile {
            disk: self.clone(),
            file,
            locks: false,
        }))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.with(|s| {
            if !s.folders.contains(folder) {
                return Err(io::ErrorKind::NotFound.into());
            }
            let names = s.names.keys().chain(&s.folders);
            let mut names: Vec<String> = names
                .filter(|path| path.parent() == Some(folder))
                .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
                .collect();
            names.sort();
            Ok(names)
        })
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        if of_sled(folder) {
            return Err(io::Error::from_raw_os_error(ENOSPC));
        }
        self.with(|s| {
            if s.full && !s.folders.contains(folder) {
                return Err(s.no_room());
            }
            s.folders.extend(folder.ancestors().map(Path::to_owned));
            Ok(())
        })
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check(Call::Rename)?;
        self.with(|s| match s.names.remove(from) {
            Some(file) => {
                s.names.insert(to.to_owned(), file);
                s.pending
                    .push(Named::Moved(from.to_owned(), to.to_owned(), file));
                Ok(())
            }
            None => Err(io::ErrorKind::NotFound.into()),
        })
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.with(|s| match s.names.remove(path) {
            Some(_) => {
                s.pending.push(Named::Gone(path.to_owned()));
                Ok(())
            }
            None => Err(io::ErrorKind::NotFound.into()),
        })
    }
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.with(|s| s.folders.remove(folder));
        Ok(())
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if !of_sled(folder) {
            self.check(Call::Sync)?;
        }
        self.with(|s| {
            for change in std::mem::take(&mut s.pending) {
                if change.folder() == Some(folder) {
                    change.apply(&mut s.safe);
                } else {
                    s.pending.push(change);
                }
            }
        });
        Ok(())
    }
    fn exists(&self, path: &Path) -> bool {
        self.with(|s| s.names.contains_key(path) || s.folders.contains(path))
    }
    fn free(&self, _folder: &Path) -> io::Result<u64> {
        Ok(if self.with(|s| s.full) { 0 } else { 1 << 30 })
    }
}
