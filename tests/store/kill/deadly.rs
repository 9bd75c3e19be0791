//! A disk on which a process dies at a named point: at the n-th pass of one kind of call on one kind of file,
//! before the call, in its middle, after it, or a little later while other threads are at work.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use porchlight::env::disk::{Disk, DiskFile, How, Real};

/// When in the pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Before,
    /// Half of what is written reaches the file.
    Torn,
    After,
    /// So many microseconds after it began, wherever the process is then.
    Soon(u64),
}

impl When {
    pub fn word(self) -> String {
        match self {
            Self::Before => "before".to_owned(),
            Self::Torn => "torn".to_owned(),
            Self::After => "after".to_owned(),
            Self::Soon(micros) => micros.to_string(),
        }
    }
    pub fn of(word: &str) -> Self {
        match word {
            "before" => Self::Before,
            "torn" => Self::Torn,
            "after" => Self::After,
            micros => Self::Soon(micros.parse().unwrap()),
        }
    }
}

/// Where the process is to die.
#[derive(Debug, Clone)]
pub struct Order {
    pub point: String,
    /// At which pass, from 1.
    pub pass: u64,
    pub when: When,
}

#[derive(Default)]
struct Plan {
    armed: bool,
    order: Option<Order>,
    passed: BTreeMap<String, u64>,
}

/// The disk. Nothing counts before it is armed.
#[derive(Clone)]
pub struct Deadly {
    under: Real,
    plan: Arc<Mutex<Plan>>,
}

/// What `kill -9` would do, from within.
fn die() -> ! {
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    loop {
        std::thread::park();
    }
}

impl Deadly {
    pub fn new(order: Option<Order>) -> Self {
        Self {
            under: Real::new(),
            plan: Arc::new(Mutex::new(Plan {
                order,
                ..Plan::default()
            })),
        }
    }
    pub fn arm(&self) {
        self.plan.lock().unwrap().armed = true;
    }
    /// The points passed, and how often each.
    pub fn passed(&self) -> BTreeMap<String, u64> {
        self.plan.lock().unwrap().passed.clone()
    }
    fn due(&self, point: &str) -> Option<When> {
        let mut plan = self.plan.lock().unwrap();
        if !plan.armed {
            return None;
        }
        let pass = plan.passed.entry(point.to_owned()).or_insert(0);
        *pass += 1;
        let pass = *pass;
        let order = plan.order.as_ref()?;
        (order.point == point && order.pass == pass).then_some(order.when)
    }
    fn pass<T>(&self, point: &str, torn: impl FnOnce(), act: impl FnOnce() -> T) -> T {
        match self.due(point) {
            None => act(),
            Some(When::Before) => die(),
            Some(When::Torn) => {
                torn();
                die()
            }
            Some(When::After) => {
                act();
                die()
            }
            Some(When::Soon(micros)) => {
                std::thread::spawn(move || {
                    let begun = std::time::Instant::now();
                    while begun.elapsed().as_micros() < u128::from(micros) {
                        std::hint::spin_loop();
                    }
                    die()
                });
                act()
            }
        }
    }
}

/// The keeper's own thread.
fn of_keeper() -> bool {
    std::thread::current()
        .name()
        .is_some_and(|name| name.starts_with("porchlight-keeper"))
}

/// What a path is, in words that do not depend on where the desk lies.
pub fn place(path: &Path) -> &'static str {
    let last = path.file_name().unwrap_or_default().to_string_lossy();
    let any = |of: &str| {
        path.iter()
            .any(|part| part.to_string_lossy().starts_with(of))
    };
    match last.as_ref() {
        "ready" => return "mark that the sealed copy is whole",
        "desk.founded" => return "founding mark",
        "desk.lock" => return "lock",
        "spare.new" => return "next segment",
        "digests" => return "backup's digests",
        _ => {}
    }
    if any("journal.healing") {
        "healed journal"
    } else if any("journal.restoring") {
        "restored journal"
    } else if any("journal.clear") {
        "clear journal"
    } else if any("porchlight-") {
        "backup"
    } else if any("sealing") {
        "sealed copy"
    } else if last.starts_with("records.") {
        "keys file"
    } else if last.starts_with("desk.") || last.starts_with("away.") {
        "key file"
    } else if any("journal") {
        "journal"
    } else if any("sled-") {
        "sled"
    } else if any("keys") {
        "keys"
    } else if any("drafts") {
        "drafts"
    } else if last == "backups" {
        "backups"
    } else {
        "desk"
    }
}

struct DeadlyFile {
    disk: Deadly,
    place: &'static str,
    file: Box<dyn DiskFile>,
}

impl DiskFile for DeadlyFile {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        if of_keeper() && self.place == "journal" {
            // What it reads here it writes to sled next; that goes past this disk.
            return self
                .disk
                .pass("sled write", || {}, || self.file.read_at(into, offset));
        }
        self.file.read_at(into, offset)
    }
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let disk = self.disk.clone();
        let file = std::cell::RefCell::new(&mut self.file);
        disk.pass(
            &format!("{} written", self.place),
            || {
                let _ = file
                    .borrow_mut()
                    .write_at(&bytes[..bytes.len() / 2], offset);
            },
            || file.borrow_mut().write_at(bytes, offset),
        )
    }
    fn sync_data(&mut self) -> io::Result<()> {
        let disk = self.disk.clone();
        disk.pass(
            &format!("{} synced", self.place),
            || {},
            || self.file.sync_data(),
        )
    }
    fn set_len(&mut self, len: u64) -> io::Result<()> {
        let disk = self.disk.clone();
        disk.pass(
            &format!("{} cut", self.place),
            || {},
            || self.file.set_len(len),
        )
    }
    fn allocate(&mut self, len: u64) -> io::Result<()> {
        let disk = self.disk.clone();
        let file = std::cell::RefCell::new(&mut self.file);
        disk.pass(
            &format!("{} allocated", self.place),
            || {
                let _ = file.borrow_mut().allocate(len / 2);
            },
            || file.borrow_mut().allocate(len),
        )
    }
    fn try_lock(&mut self) -> io::Result<bool> {
        self.file.try_lock()
    }
}

impl Disk for Deadly {
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>> {
        let place = place(path);
        let open = || self.under.open(path, how);
        let file = if how == How::New {
            self.pass(&format!("{place} made"), || {}, open)?
        } else if how == How::Read && place == "sled" {
            // sled's own flush is done; ours follows.
            self.pass("sled flush", || {}, open)?
        } else {
            open()?
        };
        Ok(Box::new(DeadlyFile {
            disk: self.clone(),
            place,
            file,
        }))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.under.list(folder)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        if self.exists(folder) {
            return self.under.make_folder(folder);
        }
        self.pass(
            &format!("{} folder made", place(folder)),
            || {},
            || self.under.make_folder(folder),
        )
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass(
            &format!("{} renamed", place(from)),
            || {},
            || self.under.rename(from, to),
        )
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.pass(
            &format!("{} removed", place(path)),
            || {},
            || self.under.remove(path),
        )
    }
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass(
            &format!("{} folder removed", place(folder)),
            || {},
            || self.under.remove_folder(folder),
        )
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass(
            &format!("{} folder synced", place(folder)),
            || {},
            || self.under.sync_folder(folder),
        )
    }
    fn exists(&self, path: &Path) -> bool {
        self.under.exists(path)
    }
    fn free(&self, folder: &Path) -> io::Result<u64> {
        self.under.free(folder)
    }
}
