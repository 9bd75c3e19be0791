//! A disk that runs full: the reserve takes the last saves, nothing is called saved that is not, reading goes on,
//! and saving resumes by itself.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use porchlight::env::disk::{Disk, DiskFile, How, Real};
use porchlight::store::{Log, LogError, Store, reserve};

use super::make::{CASE, START, batch, everything, founding, note};
use super::scratch::scratch;

const SEGMENT: u64 = 16 << 10;
const KEPT_BACK: u64 = 128 << 10;

/// A disk with so much room for everything but sled, which writes by itself.
struct Small {
    under: Real,
    folder: PathBuf,
    room: AtomicU64,
}

impl Small {
    fn used(&self) -> u64 {
        fn below(folder: &Path) -> u64 {
            let Ok(entries) = std::fs::read_dir(folder) else {
                return 0;
            };
            entries
                .map_while(Result::ok)
                .filter(|e| !e.file_name().to_string_lossy().starts_with("sled-"))
                .map(|e| match e.file_type() {
                    Ok(kind) if kind.is_dir() => below(&e.path()),
                    _ => e.metadata().map_or(0, |m| m.len()),
                })
                .sum()
        }
        below(&self.folder)
    }
    fn check(&self, more: u64) -> io::Result<()> {
        if self.used() + more > self.room.load(Ordering::SeqCst) {
            return Err(io::Error::from_raw_os_error(28));
        }
        Ok(())
    }
}

struct SmallFile {
    disk: Arc<Small>,
    file: Box<dyn DiskFile>,
}

impl SmallFile {
    fn grow(&self, to: u64) -> io::Result<()> {
        let more = to.saturating_sub(self.file.len()?);
        if more > 0 {
            self.disk.check(more)?;
        }
        Ok(())
    }
}

impl DiskFile for SmallFile {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        self.file.read_at(into, offset)
    }
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.grow(offset + bytes.len() as u64)?;
        self.file.write_at(bytes, offset)
    }
    fn sync_data(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }
    fn set_len(&mut self, len: u64) -> io::Result<()> {
        self.grow(len)?;
        self.file.set_len(len)
    }
    fn allocate(&mut self, len: u64) -> io::Result<()> {
        self.grow(len)?;
        self.file.allocate(len)
    }
    fn try_lock(&mut self) -> io::Result<bool> {
        self.file.try_lock()
    }
}

struct Shared(Arc<Small>);

impl Disk for Shared {
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>> {
        let file = self.0.under.open(path, how)?;
        Ok(Box::new(SmallFile {
            disk: self.0.clone(),
            file,
        }))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.0.under.list(folder)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.under.make_folder(folder)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.under.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.under.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.under.sync_folder(folder)
    }
    fn exists(&self, path: &Path) -> bool {
        self.0.under.exists(path)
    }
    fn free(&self, _: &Path) -> io::Result<u64> {
        let room = self.0.room.load(Ordering::SeqCst);
        Ok(room.saturating_sub(self.0.used()))
    }
}

/// Fills until nothing more is taken; what was acknowledged.
fn fill(store: &mut Store, saved: &mut Vec<String>) -> (bool, LogError) {
    let mut warned = false;
    for _ in 0..20_000 {
        let text = format!("{} {}", saved.len(), "x".repeat(400));
        match store.append(&batch(vec![(CASE, note(&text))])) {
            Ok(_) => saved.push(text),
            Err(error) => return (warned, error),
        }
        store.idle(START);
        warned |= store
            .trouble()
            .is_some_and(|t| t.contains("kept back for the last saves"));
    }
    panic!("the disk never ran full");
}

fn texts(store: &mut Store) -> Vec<String> {
    everything(store)
        .into_iter()
        .filter(|(stream, _, _)| *stream == CASE)
        .map(|(_, _, text)| text)
        .collect()
}

#[test]
fn the_reserve_takes_the_last_saves_and_saving_resumes_by_itself() {
    let home = scratch();
    let small = Arc::new(Small {
        under: Real::new(),
        folder: home.path().to_owned(),
        room: AtomicU64::new(2 << 20),
    });
    let disk: Arc<dyn Disk> = Arc::new(Shared(small.clone()));
    let mut store = Store::sized(home.path(), disk.clone(), START, SEGMENT)
        .unwrap()
        .store;
    store.keep_reserve(KEPT_BACK);
    store.append(&founding()).unwrap();
    store.idle(START);
    let file = home.path().join(reserve::FILE);
    assert_eq!(std::fs::metadata(&file).unwrap().len(), KEPT_BACK);
    // Somebody else fills the disk.
    let mut saved = Vec::new();
    small
        .room
        .store(small.used() + SEGMENT / 2, Ordering::SeqCst);
    let (warned, error) = fill(&mut store, &mut saved);
    assert!(matches!(error, LogError::Full), "{error}");
    assert!(warned, "the screens were told while the reserve was used");
    assert!(!file.exists());
    let bytes: usize = saved.iter().map(String::len).sum();
    println!(
        "saved into the reserve of {KEPT_BACK} bytes: {} notes, {bytes} bytes",
        saved.len()
    );
    assert!(bytes as u64 > KEPT_BACK / 3, "{bytes}");
    let trouble = store.trouble().unwrap();
    assert!(trouble.contains("nothing new can be SAVED"), "{trouble}");
    // Reading goes on, and what was called saved is there.
    assert_eq!(texts(&mut store), saved);
    // There is room again: nobody restarts anything.
    small.room.store(8 << 20, Ordering::SeqCst);
    store.idle(START);
    assert_eq!(store.trouble(), None);
    assert!(file.exists(), "kept back again");
    store.append(&batch(vec![(CASE, note("and on"))])).unwrap();
    saved.push("and on".to_owned());
    drop(store);
    let mut store = Store::open(home.path(), disk, START).unwrap().store;
    assert_eq!(texts(&mut store), saved);
}

#[test]
fn a_small_disk_keeps_less_back_and_a_full_one_nothing() {
    let home = scratch();
    let small = Arc::new(Small {
        under: Real::new(),
        folder: home.path().to_owned(),
        room: AtomicU64::new(800 << 10),
    });
    let disk: Arc<dyn Disk> = Arc::new(Shared(small.clone()));
    let mut kept = reserve::Reserve::of(disk.clone(), home.path(), 32 << 20);
    kept.keep();
    let size = std::fs::metadata(home.path().join(reserve::FILE))
        .unwrap()
        .len();
    assert_eq!(size, 100 << 10, "an eighth of what is free");
    assert!(kept.give_up());
    assert!(!kept.give_up(), "once");
    small.room.store(100 << 10, Ordering::SeqCst);
    let mut none = reserve::Reserve::of(disk, home.path(), 32 << 20);
    none.keep();
    assert!(!home.path().join(reserve::FILE).exists());
    assert!(!none.is_given_up());
}

/// A file system of a few MiB, where the machine lets us have one.
struct Tmpfs(tempfile::TempDir);

impl Tmpfs {
    fn mount(size: &str) -> Option<Self> {
        let at = tempfile::tempdir().ok()?;
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", size, "tmpfs"])
            .arg(at.path())
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        mounted.then_some(Self(at))
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(self.0.path())
            .status();
    }
}

#[test]
fn on_a_real_small_file_system_nothing_saved_is_lost() {
    let Some(at) = Tmpfs::mount("size=12m") else {
        println!("skipped: this machine lets us mount no file system of a few MiB");
        return;
    };
    let home = at.0.path().join("desk");
    let ballast = at.0.path().join("ballast");
    let mut store = Store::sized(&home, Arc::new(Real::new()), START, 64 << 10)
        .unwrap()
        .store;
    store.keep_reserve(512 << 10);
    store.append(&founding()).unwrap();
    store.idle(START);
    std::fs::write(&ballast, vec![7; 2 << 20]).unwrap();
    let mut saved = Vec::new();
    let (_, error) = fill(&mut store, &mut saved);
    assert!(matches!(error, LogError::Full), "{error}");
    assert_eq!(texts(&mut store), saved);
    std::fs::remove_file(&ballast).unwrap();
    store.idle(START);
    assert_eq!(store.trouble(), None);
    store.append(&batch(vec![(CASE, note("and on"))])).unwrap();
    saved.push("and on".to_owned());
    drop(store);
    let mut store = Store::open(&home, Arc::new(Real::new()), START)
        .unwrap()
        .store;
    assert_eq!(texts(&mut store), saved);
    println!(
        "a file system of 12 MiB filled: {} notes saved, none lost",
        saved.len()
    );
}
