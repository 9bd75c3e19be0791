//! The machine's own disk: the one place that opens, makes, renames and syncs files.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{FallocateFlags, FlockOperation, Mode};

use super::{Disk, DiskFile, How};

/// The machine's disk.
#[derive(Debug, Clone, Copy)]
pub struct Real(());

impl Real {
    /// The machine's disk; from here on this process makes no file that others can read.
    pub fn new() -> Self {
        // sled makes its files by itself, so the modes that we set one by one are not enough.
        rustix::process::umask(Mode::from_raw_mode(0o077));
        Self(())
    }
}

impl Default for Real {
    fn default() -> Self {
        Self::new()
    }
}

struct RealFile(File);

static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];

impl DiskFile for RealFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        self.0.read_exact_at(into, offset)
    }
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.0.write_all_at(bytes, offset)
    }
    fn sync_data(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
    fn set_len(&mut self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }
    fn allocate(&mut self, len: u64) -> io::Result<()> {
        // Space first, in one piece; then real zeros, since reserved blocks that were never written are
        // turned into written ones by the first write, which costs a commit of the file system's journal.
        match rustix::fs::fallocate(&self.0, FallocateFlags::empty(), 0, len) {
            Ok(()) | Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => {}
            Err(e) => return Err(e.into()),
        }
        let mut at = 0;
        while at < len {
            let n = ZEROS
                .len()
                .min(usize::try_from(len - at).unwrap_or(ZEROS.len()));
            self.0.write_all_at(&ZEROS[..n], at)?;
            at += n as u64;
        }
        self.0.sync_all()
    }
    fn reserve(&mut self, len: u64) -> io::Result<()> {
        match rustix::fs::fallocate(&self.0, FallocateFlags::empty(), 0, len) {
            Ok(()) => self.0.sync_all(),
            // A file system that reserves nothing has to be filled.
            Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => self.allocate(len),
            Err(e) => Err(e.into()),
        }
    }
    fn try_lock(&mut self) -> io::Result<bool> {
        match rustix::fs::flock(&self.0, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(false),
            Err(e) => Err(e.into()),
        }
    }
}

/// O_NOFOLLOW: a link planted in the last place of a path is an error, not a way out of the folder.
fn no_follow() -> i32 {
    rustix::fs::OFlags::NOFOLLOW.bits().cast_signed()
}

impl Disk for Real {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that opens files"
    )]
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).custom_flags(no_follow()).mode(0o600);
        match how {
            How::Read => {}
            How::Write => {
                options.write(true);
            }
            How::New => {
                options.write(true).create_new(true);
            }
            How::Keep => {
                options.write(true).create(true).truncate(false);
            }
        }
        let file = options.open(path)?;
        if matches!(how, How::New | How::Keep) {
            rustix::fs::fchmod(&file, Mode::from_raw_mode(0o600))?;
        }
        Ok(Box::new(RealFile(file)))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        use std::os::unix::fs::DirBuilderExt;
        if std::fs::symlink_metadata(folder).is_ok_and(|m| m.is_dir()) {
            return Ok(());
        }
        let parent = folder.parent().filter(|p| !p.as_os_str().is_empty());
        if let Some(parent) = parent
            && !parent.is_dir()
        {
            self.make_folder(parent)?;
        }
        match std::fs::DirBuilder::new().mode(0o700).create(folder) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => return Ok(()),
            other => other?,
        }
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        if let Some(parent) = parent {
            self.sync_folder(parent)?;
        }
        Ok(())
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that renames files"
    )]
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        open_folder(folder)?.sync_all()
    }
    fn exists(&self, path: &Path) -> bool {
        std::fs::symlink_metadata(path).is_ok()
    }
    fn free(&self, folder: &Path) -> io::Result<u64> {
        let stat = rustix::fs::statvfs(folder)?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a folder is opened only to sync it"
)]
fn open_folder(folder: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folders_are_0700_and_files_0600() {
        let home = tempfile::tempdir().unwrap();
        let disk = Real::new();
        let folder = home.path().join("a/b");
        disk.make_folder(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        let file = folder.join("f");
        disk.open(&file, How::New).unwrap();
        assert_eq!(mode(&file), 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        disk.open(&file, How::Keep).unwrap();
        assert_eq!(mode(&file), 0o600);
    }

    #[test]
    fn a_planted_link_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let disk = Real::new();
        let target = home.path().join("target");
        disk.open(&target, How::New).unwrap();
        let link = home.path().join("link");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        for how in [How::Read, How::Write, How::Keep, How::New] {
            assert!(disk.open(&link, how).is_err(), "{how:?}");
        }
    }

    #[test]
    fn a_lock_is_held_once() {
        let home = tempfile::tempdir().unwrap();
        let disk = Real::new();
        let path = home.path().join("lock");
        let mut one = disk.open(&path, How::Keep).unwrap();
        let mut two = disk.open(&path, How::Keep).unwrap();
        assert!(one.try_lock().unwrap());
        assert!(!two.try_lock().unwrap());
        drop(one);
        assert!(two.try_lock().unwrap());
    }

    #[test]
    fn allocated_space_is_zero_and_counted() {
        let home = tempfile::tempdir().unwrap();
        let disk = Real::new();
        let mut file = disk.open(&home.path().join("seg"), How::New).unwrap();
        file.allocate(200_000).unwrap();
        assert_eq!(file.len().unwrap(), 200_000);
        let mut all = vec![1; 200_000];
        file.read_at(&mut all, 0).unwrap();
        assert!(all.iter().all(|b| *b == 0));
    }
}
