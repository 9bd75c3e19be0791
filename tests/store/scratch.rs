//! What the fault, power and damage suites share: random numbers that repeat, folders held in memory, batches
//! that tell of themselves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use porchlight::record::{Batch, CaseId, Event, Stream};
use porchlight::store::Log;

use super::make::{batch, note, text_of};

/// Random numbers that can be repeated.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        // Small seeds must not begin alike.
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..8 {
            dice.roll(2);
        }
        dice
    }
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
    pub fn index(&mut self, below: usize) -> usize {
        usize::try_from(self.roll(below as u64)).unwrap()
    }
    pub fn one_in(&mut self, n: u64) -> bool {
        self.roll(n) == 0
    }
}

/// A number from the environment, or what is usual.
pub fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(usual)
}

/// A folder that goes at the end, in memory where the machine has such a place: these suites judge what was
/// synced by their own record, so nothing has to reach a real disk.
pub fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// Every file below a folder, by its path from there.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

pub fn files(folder: &Path) -> Files {
    let mut all = Files::new();
    let mut left = vec![folder.to_owned()];
    while let Some(at) = left.pop() {
        let Ok(entries) = std::fs::read_dir(&at) else {
            continue;
        };
        for entry in entries.map_while(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                left.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                // What goes while it is looked at, as sled's snapshots do, is not there.
                all.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
            }
        }
    }
    all
}

pub fn put(folder: &Path, files: &Files) {
    std::fs::create_dir_all(folder).unwrap();
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Whether a path is inside a keeper's folder.
pub fn of_sled(path: &Path) -> bool {
    path.iter()
        .any(|part| part.to_string_lossy().starts_with("sled-"))
}

/// The batch number `n` of a script: one to three notes on seven cases, each saying which part of what it is.
pub fn script(n: u64, long: u64) -> Batch {
    let mut dice = Dice::new(n + 1);
    let parts = 1 + dice.roll(3);
    let filling = "x".repeat(dice.index(usize::try_from(long).unwrap().max(1)));
    batch(
        (0..parts)
            .map(|part| (case(dice.roll(7)), told(n, part, parts, &filling)))
            .collect(),
    )
}

pub fn case(n: u64) -> Stream {
    Stream::Case(CaseId(u128::from(n) + 1))
}

fn told(n: u64, part: u64, parts: u64, filling: &str) -> Event {
    note(&format!("{n} {part} {parts} {filling}"))
}

/// The scripted batches of a log that are there, whole, in the order written.
///
/// # Panics
/// When one is half there, or not as it was written.
pub fn batches(log: &mut dyn Log) -> Result<Vec<u64>, String> {
    let mut seen: Vec<(u64, u64, u64)> = Vec::new();
    log.read_all(&mut |recorded| {
        let Some(text) = text_of(&recorded) else {
            return;
        };
        let mut words = text.split(' ');
        let mut number = || words.next().and_then(|w| w.parse::<u64>().ok());
        let (Some(n), Some(part), Some(parts)) = (number(), number(), number()) else {
            panic!("a note that nobody wrote: {text:.40}");
        };
        match seen.last_mut() {
            Some(last) if last.0 == n && part > 0 => last.1 += 1,
            _ => {
                assert_eq!(part, 0, "batch {n} begins in its middle");
                seen.push((n, 1, parts));
            }
        }
    })
    .map_err(|e| e.to_string())?;
    for (n, found, parts) in &seen {
        assert_eq!(found, parts, "batch {n} is half there");
    }
    Ok(seen.into_iter().map(|(n, _, _)| n).collect())
}

/// Holds what every case's stream gives to what the whole log gives.
pub fn streams_agree(log: &mut dyn Log) {
    let mut whole: BTreeMap<Stream, Vec<u64>> = BTreeMap::new();
    log.read_all(&mut |r| whole.entry(r.stream).or_default().push(r.seq))
        .unwrap();
    for (stream, seqs) in whole {
        let read: Vec<u64> = log.read(stream, 0).unwrap().iter().map(|r| r.seq).collect();
        assert_eq!(read, seqs, "{stream:?}");
        assert_eq!(log.head(stream), *seqs.last().unwrap(), "{stream:?}");
    }
}

/// Does work on as many threads as the machine has cores, numbered pieces, results in order.
pub fn shared<T: Send>(pieces: u64, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU64, Ordering};

    let next = AtomicU64::new(0);
    let done = Mutex::new(BTreeMap::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from) * 2;
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::SeqCst);
                    if n >= pieces {
                        return;
                    }
                    let result = work(n);
                    done.lock().unwrap().insert(n, result);
                }
            });
        }
    });
    done.into_inner().unwrap().into_values().collect()
}
