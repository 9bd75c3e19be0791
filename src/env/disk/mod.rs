//! The disk as the store sees it: few calls, each of which can be recorded, made to fail or torn.
//!
//! Files are 0600 and folders 0700 whatever the umask; a symbolic link in the last place of a path is
//! refused. Nothing here knows what a journal is.

mod real;

use std::io;
use std::path::{Path, PathBuf};

pub use self::real::Real;

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// To read only; it must exist.
    Read,
    /// To read and write; it must exist.
    Write,
    /// To read and write; it must not exist yet.
    New,
    /// To read and write; made when it does not exist.
    Keep,
}

/// An open file.
pub trait DiskFile: Send {
    /// Its length in bytes.
    ///
    /// # Errors
    /// The system's.
    fn len(&self) -> io::Result<u64>;
    /// Whether it has no bytes.
    ///
    /// # Errors
    /// The system's.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
    /// Fills the whole buffer from `offset`.
    ///
    /// # Errors
    /// The system's, or `UnexpectedEof`.
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()>;
    /// Writes all bytes at `offset`.
    ///
    /// # Errors
    /// The system's; part of the bytes may have been written.
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Makes what was written durable (`fdatasync`).
    ///
    /// # Errors
    /// The system's; what was written since the last success may be lost then, even if a later call succeeds.
    fn sync_data(&mut self) -> io::Result<()>;
    /// Cuts or extends the file.
    ///
    /// # Errors
    /// The system's.
    fn set_len(&mut self, len: u64) -> io::Result<()>;
    /// Reserves and zero-fills so many bytes from the start, so that a later write needs neither space nor
    /// a change of the file's map.
    ///
    /// # Errors
    /// The system's; `StorageFull` when there is no room.
    fn allocate(&mut self, len: u64) -> io::Result<()>;
    /// Reserves so many bytes from the start, without filling them: for space that is kept back and never read.
    ///
    /// # Errors
    /// The system's; `StorageFull` when there is no room.
    fn reserve(&mut self, len: u64) -> io::Result<()> {
        self.allocate(len)
    }
    /// Takes the file's lock if nobody has it.
    ///
    /// # Errors
    /// The system's.
    fn try_lock(&mut self) -> io::Result<bool>;
}

/// Files and folders.
pub trait Disk: Send + Sync {
    /// Opens a file.
    ///
    /// # Errors
    /// The system's.
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>>;
    /// The names in a folder, sorted.
    ///
    /// # Errors
    /// The system's.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// Makes a folder of mode 0700, with its parents; fine when it exists.
    ///
    /// # Errors
    /// The system's.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Renames, replacing what has the new name.
    ///
    /// # Errors
    /// The system's.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    ///
    /// # Errors
    /// The system's.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    ///
    /// # Errors
    /// The system's.
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        std::fs::remove_dir(folder)
    }
    /// Makes names made, renamed and removed in a folder durable.
    ///
    /// # Errors
    /// The system's.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Whether something has that name.
    fn exists(&self, path: &Path) -> bool;
    /// Bytes free for us on the file system of a folder.
    ///
    /// # Errors
    /// The system's.
    fn free(&self, folder: &Path) -> io::Result<u64>;
    /// The whole of a file.
    ///
    /// # Errors
    /// The system's.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = self.open(path, How::Read)?;
        let mut bytes = vec![0; usize::try_from(file.len()?).map_err(io::Error::other)?];
        file.read_at(&mut bytes, 0)?;
        Ok(bytes)
    }
}

/// The first free name of the form `base.damaged-N` beside `path`.
pub fn aside(disk: &dyn Disk, path: &Path) -> PathBuf {
    let mut n = 1_u32;
    loop {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".damaged-{n}"));
        let candidate = PathBuf::from(name);
        if !disk.exists(&candidate) {
            return candidate;
        }
        n = n.saturating_add(1);
    }
}
