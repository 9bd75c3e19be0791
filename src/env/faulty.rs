//! A disk for tests: it writes through to another disk, keeps a list of what was done and fails on order.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::disk::{Disk, DiskFile, How};

/// What follows the name of an open file whose name another file took.
pub const REPLACED: &str = " (replaced)";

/// What was done to the disk. Reading is not recorded. An open file that is renamed is known by its new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A file was opened.
    Open(PathBuf, How),
    /// Bytes were written.
    Write(PathBuf, u64, Vec<u8>),
    /// A file's data was made durable.
    Sync(PathBuf),
    /// A file got another length.
    Length(PathBuf, u64),
    /// Space was reserved and zero-filled, durably.
    Allocate(PathBuf, u64),
    /// A name changed.
    Rename(PathBuf, PathBuf),
    /// A file was removed.
    Remove(PathBuf),
    /// A folder was made.
    Folder(PathBuf),
    /// A folder's names were made durable.
    SyncFolder(PathBuf),
}

/// A kind of call that can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the calls by name")]
pub enum Call {
    Open,
    Write,
    Sync,
    Rename,
    Allocate,
}

/// An ordered failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Which call fails.
    pub call: Call,
    /// How many such calls succeed first.
    pub after: u64,
    /// How many then fail.
    pub times: u64,
    /// With which system error number (`EIO` 5, `ENOSPC` 28).
    pub errno: i32,
    /// For a write: how many bytes reach the file all the same.
    pub short: usize,
}

#[derive(Default)]
struct Plan {
    deeds: Vec<Deed>,
    faults: Vec<Fault>,
    /// The names of open files.
    open: Vec<Weak<Mutex<PathBuf>>>,
}

/// A disk that records and fails on order. Copies share their record and their orders.
#[derive(Clone)]
pub struct Faulty {
    under: Arc<dyn Disk>,
    plan: Arc<Mutex<Plan>>,
}

impl Faulty {
    /// A disk that writes through to `under`.
    pub fn over(under: Arc<dyn Disk>) -> Self {
        Self {
            under,
            plan: Arc::default(),
        }
    }
    fn with<T>(&self, act: impl FnOnce(&mut Plan) -> T) -> T {
        act(&mut self.plan.lock().unwrap_or_else(PoisonError::into_inner))
    }
    /// Orders a failure.
    pub fn order(&self, fault: Fault) {
        self.with(|p| p.faults.push(fault));
    }
    /// Takes all orders back.
    pub fn heal(&self) {
        self.with(|p| p.faults.clear());
    }
    /// Everything done so far, which is forgotten here.
    pub fn take_deeds(&self) -> Vec<Deed> {
        self.with(|p| std::mem::take(&mut p.deeds))
    }
    fn done(&self, deed: Deed) {
        self.with(|p| p.deeds.push(deed));
    }
    /// The files open under a name have lost it: what is written to them from now on reaches no name.
    fn unnamed(&self, path: &Path) {
        self.with(|p| {
            for name in p.open.iter().filter_map(Weak::upgrade) {
                let mut name = name.lock().unwrap_or_else(PoisonError::into_inner);
                if *name == path {
                    *name = PathBuf::new();
                }
            }
        });
    }
    /// The fault that this call meets, if one is due.
    fn due(&self, call: Call) -> Option<Fault> {
        self.with(|p| {
            let mut met = None;
            for fault in p.faults.iter_mut().filter(|f| f.call == call) {
                if fault.after > 0 {
                    fault.after -= 1;
                } else if fault.times > 0 && met.is_none() {
                    fault.times -= 1;
                    met = Some(*fault);
                }
            }
            met
        })
    }
    fn check(&self, call: Call) -> io::Result<()> {
        self.due(call)
            .map_or(Ok(()), |f| Err(io::Error::from_raw_os_error(f.errno)))
    }
}

struct FaultyFile {
    disk: Faulty,
    path: Arc<Mutex<PathBuf>>,
    file: Box<dyn DiskFile>,
}

impl FaultyFile {
    fn path(&self) -> PathBuf {
        let path = self.path.lock().unwrap_or_else(PoisonError::into_inner);
        path.clone()
    }
    /// Records a deed, unless the file has no name any more.
    fn done(&self, deed: impl FnOnce(PathBuf) -> Deed) {
        let path = self.path();
        if !path.as_os_str().is_empty() {
            self.disk.done(deed(path));
        }
    }
}

impl DiskFile for FaultyFile {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        self.file.read_at(into, offset)
    }
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        if let Some(fault) = self.disk.due(Call::Write) {
            let part = &bytes[..fault.short.min(bytes.len())];
            self.file.write_at(part, offset)?;
            self.done(|path| Deed::Write(path, offset, part.to_vec()));
            return Err(io::Error::from_raw_os_error(fault.errno));
        }
        self.done(|path| Deed::Write(path, offset, bytes.to_vec()));
        self.file.write_at(bytes, offset)
    }
    fn sync_data(&mut self) -> io::Result<()> {
        self.disk.check(Call::Sync)?;
        self.file.sync_data()?;
        self.done(Deed::Sync);
        Ok(())
    }
    fn set_len(&mut self, len: u64) -> io::Result<()> {
        self.disk.check(Call::Write)?;
        self.done(|path| Deed::Length(path, len));
        self.file.set_len(len)
    }
    fn allocate(&mut self, len: u64) -> io::Result<()> {
        self.disk.check(Call::Allocate)?;
        self.file.allocate(len)?;
        self.done(|path| Deed::Allocate(path, len));
        Ok(())
    }
    fn reserve(&mut self, len: u64) -> io::Result<()> {
        self.disk.check(Call::Allocate)?;
        self.file.reserve(len)?;
        self.done(|path| Deed::Allocate(path, len));
        Ok(())
    }
    fn try_lock(&mut self) -> io::Result<bool> {
        self.file.try_lock()
    }
}

impl Disk for Faulty {
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>> {
        self.check(Call::Open)?;
        let file = self.under.open(path, how)?;
        if how != How::Read {
            self.done(Deed::Open(path.to_owned(), how));
        }
        let name = Arc::new(Mutex::new(path.to_owned()));
        self.with(|p| {
            p.open.retain(|one| one.strong_count() > 0);
            p.open.push(Arc::downgrade(&name));
        });
        Ok(Box::new(FaultyFile {
            disk: self.clone(),
            path: name,
            file,
        }))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.under.list(folder)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.under.make_folder(folder)?;
        self.done(Deed::Folder(folder.to_owned()));
        Ok(())
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check(Call::Rename)?;
        self.under.rename(from, to)?;
        self.unnamed(to);
        self.with(|p| {
            for name in p.open.iter().filter_map(Weak::upgrade) {
                let mut name = name.lock().unwrap_or_else(PoisonError::into_inner);
                if *name == to {
                    // Still open, and no longer what has that name.
                    name.as_mut_os_string().push(REPLACED);
                } else if let Ok(rest) = name.strip_prefix(from) {
                    *name = if rest.as_os_str().is_empty() {
                        to.to_owned()
                    } else {
                        to.join(rest)
                    };
                }
            }
        });
        self.done(Deed::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.under.remove(path)?;
        self.unnamed(path);
        self.done(Deed::Remove(path.to_owned()));
        Ok(())
    }
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.under.remove_folder(folder)?;
        self.done(Deed::Remove(folder.to_owned()));
        Ok(())
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.check(Call::Sync)?;
        self.under.sync_folder(folder)?;
        self.done(Deed::SyncFolder(folder.to_owned()));
        Ok(())
    }
    fn exists(&self, path: &Path) -> bool {
        self.under.exists(path)
    }
    fn free(&self, folder: &Path) -> io::Result<u64> {
        self.under.free(folder)
    }
}
