//! The n-th write, sync, open, rename or allocation fails, once or from then on: nothing panics, nothing is
//! called saved that was not, and when the fault is over the store is whole.
//!
//! A run without faults counts the calls of each kind; then each of them fails in turn. `PORCHLIGHT_FAULTS`
//! says how many of the calls are passed over between two that fail (0: none).

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use porchlight::env::disk::{Disk, DiskFile, How, Real};
use porchlight::env::faulty::{Call, Deed, Fault, Faulty};
use porchlight::store::{Log, Store};

use super::make::{START, founding};
use super::scratch::{self, batches, case, script, shared, streams_agree};

const SIZE: u64 = 4096;
const BATCHES: u64 = 14;
const LONG: u64 = 900;

/// A disk of which only the journal's side fails: sled's calls come from another thread, and would make the
/// n-th call another one in each run.
#[derive(Clone)]
struct Beside(Faulty, Real);

impl Beside {
    fn of(&self, path: &Path) -> &dyn Disk {
        if scratch::of_sled(path) {
            &self.1
        } else {
            &self.0
        }
    }
}

impl Disk for Beside {
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>> {
        self.of(path).open(path, how)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.of(folder).list(folder)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.of(folder).make_folder(folder)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.of(from).rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.of(path).remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.of(folder).sync_folder(folder)
    }
    fn exists(&self, path: &Path) -> bool {
        self.1.exists(path)
    }
    fn free(&self, folder: &Path) -> io::Result<u64> {
        self.1.free(folder)
    }
}

/// What came of one run.
#[derive(Debug, Default, Clone, Copy)]
struct Came {
    saved: u64,
    refused: u64,
    /// Runs in which the desk did not open while the fault lasted.
    shut: u64,
    /// Runs in which saving was possible again only after the next open.
    next_open: u64,
    /// Batches that were refused and are there at the next open all the same.
    there: u64,
}

/// Whether an answer is a sentence for a person.
fn says(text: &str) {
    assert!(
        text.len() > 20 && !text.contains("Os {"),
        "no sentence: {text:?}"
    );
}

/// Whether what was just called saved had its sync: on the journal's side, nothing is written after the last one.
fn synced(deeds: &[Deed]) -> bool {
    let last = |of: fn(&Deed) -> Option<&Path>| {
        deeds
            .iter()
            .rposition(|d| of(d).is_some_and(|path| path.extension().is_some_and(|e| e == "seg")))
    };
    let wrote = last(|d| match d {
        Deed::Write(path, ..) => Some(path),
        _ => None,
    });
    let synced = last(|d| match d {
        Deed::Sync(path) => Some(path),
        _ => None,
    });
    wrote.is_some() && wrote < synced
}

/// One run of the script on a disk; which batches were called saved.
fn play(
    disk: &Arc<dyn Disk>,
    faulty: &Faulty,
    desk: &Path,
    came: &mut Came,
    deeds: &mut Vec<Deed>,
    meanwhile: impl Fn(),
) -> BTreeSet<u64> {
    let mut saved = BTreeSet::new();
    let opened = match Store::sized(desk, disk.clone(), START, SIZE) {
        Ok(opened) => opened,
        Err(error) => {
            says(&error.problem().sentence);
            came.shut += 1;
            faulty.heal();
            Store::sized(desk, disk.clone(), START, SIZE)
                .unwrap_or_else(|e| panic!("the fault is over and the desk does not open: {e}"))
        }
    };
    let mut store = opened.store;
    let mut founded = false;
    let mut refused = Vec::new();
    for n in 0..BATCHES {
        if !founded {
            founded = match store.append(&founding()) {
                Ok(_) => true,
                Err(error) => {
                    says(&error.to_string());
                    came.refused += 1;
                    // Refused in words, and yet it may be in the journal: then it is not written twice.
                    store.head(porchlight::record::Stream::Desk) > 0
                }
            };
        }
        deeds.append(&mut faulty.take_deeds());
        let appended = store.append(&script(n, LONG));
        let mut did = faulty.take_deeds();
        match appended {
            Ok(recorded) => {
                assert!(!recorded.is_empty());
                // A segment just begun is written under its first name; the write that counts comes after.
                assert!(
                    synced(&did),
                    "batch {n} is called saved without its sync: {did:?}"
                );
                saved.insert(n);
            }
            Err(error) => {
                says(&error.to_string());
                refused.push(n);
                came.refused += 1;
            }
        }
        deeds.append(&mut did);
        if n % 3 == 0 {
            store.idle(START);
        }
        // What is read while the disk fails is all that was saved, or an error; never less.
        match batches(&mut store) {
            Ok(there) => assert_eq!(
                there.into_iter().collect::<BTreeSet<_>>(),
                saved,
                "after batch {n}"
            ),
            Err(why) => says(&why),
        }
        if let Err(error) = store.read(case(n % 7), 0) {
            says(&error.to_string());
        }
    }
    meanwhile();
    store.idle(START);
    if !founded && store.append(&founding()).is_err() {
        founded = false;
    }
    let after = BATCHES + 1;
    if founded || store.head(porchlight::record::Stream::Desk) > 0 {
        match store.append(&script(after, LONG)) {
            Ok(_) => {
                assert_eq!(store.trouble(), None, "saved, and in trouble");
                saved.insert(after);
            }
            Err(error) => {
                says(&error.to_string());
                came.next_open += 1;
            }
        }
    }
    for notice in store.notices() {
        assert!(
            !notice.contains("failed inside"),
            "a panic in sled's thread: {notice}"
        );
    }
    came.saved += saved.len() as u64;
    saved
}

/// A fault, whether sled's calls meet it too, and whether it lasts until the desk is closed.
type Ordered = (Fault, bool, bool);

fn run(fault: Option<Ordered>) -> (Came, Vec<Deed>) {
    let home = scratch::scratch();
    let desk = home.path().join("desk");
    let mut came = Came::default();
    let faulty = Faulty::over(Arc::new(Real::new()));
    let disk: Arc<dyn Disk> = match fault {
        Some((_, true, _)) => Arc::new(faulty.clone()),
        _ => Arc::new(Beside(faulty.clone(), Real::new())),
    };
    if let Some((fault, _, _)) = fault {
        faulty.order(fault);
    }
    let mut deeds = Vec::new();
    let lasts = fault.is_some_and(|(.., lasts)| lasts);
    let saved = play(&disk, &faulty, &desk, &mut came, &mut deeds, || {
        if !lasts {
            faulty.heal();
        }
    });
    // At the next open everything that was called saved is there, and nothing is wrong.
    let mut opened = Store::sized(&desk, Arc::new(Real::new()), START, SIZE)
        .unwrap_or_else(|e| panic!("the next open failed: {e}"));
    assert!(opened.hurt.is_empty(), "{:?}", opened.said);
    let there: BTreeSet<u64> = batches(&mut opened.store).unwrap().into_iter().collect();
    let lost: Vec<_> = saved.difference(&there).collect();
    assert!(lost.is_empty(), "called saved and lost: {lost:?}");
    came.there = there.difference(&saved).count() as u64;
    streams_agree(&mut opened.store);
    assert_eq!(opened.store.trouble(), None, "{:?}", opened.said);
    if opened.store.head(porchlight::record::Stream::Desk) == 0 {
        opened.store.append(&founding()).unwrap();
    }
    opened.store.append(&script(BATCHES + 2, LONG)).unwrap();
    (came, deeds)
}

/// How many calls of a kind a run makes, counted from above: some deeds are two calls.
fn calls(deeds: &[Deed], call: Call) -> u64 {
    let count = |of: fn(&Deed) -> bool| deeds.iter().filter(|d| of(d)).count() as u64;
    match call {
        Call::Open => count(|d| matches!(d, Deed::Open(..))) + BATCHES * 3,
        Call::Write => count(|d| matches!(d, Deed::Write(..) | Deed::Length(..))),
        Call::Sync => count(|d| matches!(d, Deed::Sync(_) | Deed::SyncFolder(_))),
        Call::Rename => count(|d| matches!(d, Deed::Rename(..))),
        Call::Allocate => count(|d| matches!(d, Deed::Allocate(..))),
    }
}

#[test]
fn any_call_may_fail_and_nothing_is_called_saved_that_was_not() {
    let (clean, deeds) = run(None);
    assert_eq!((clean.refused, clean.shut, clean.there), (0, 0, 0));
    assert!(
        calls(&deeds, Call::Rename) > 2,
        "the script does not rotate: {} renames",
        calls(&deeds, Call::Rename)
    );
    let step = scratch::number("PORCHLIGHT_FAULTS", 1) + 1;
    let mut faults = Vec::new();
    for call in [
        Call::Open,
        Call::Write,
        Call::Sync,
        Call::Rename,
        Call::Allocate,
    ] {
        // Writes and syncs are many and alike; the others are all tried.
        let step = if matches!(call, Call::Rename | Call::Allocate) {
            1
        } else {
            step
        };
        for (which, after) in (0..=calls(&deeds, call))
            .step_by(usize::try_from(step).unwrap())
            .enumerate()
        {
            for (times, errno, short) in [
                (1, 5, 0),
                (1, 28, 0),
                (1, 5, 300),
                (2, 28, 13),
                (u64::MAX, 5, 0),
                (u64::MAX, 28, 100),
            ] {
                if short > 0 && call != Call::Write {
                    continue;
                }
                let fault = Fault {
                    call,
                    after,
                    times,
                    errno,
                    short,
                };
                // Every fifth time sled's calls fail too.
                faults.push((fault, which % 5 == 4, false));
                if times > 2 {
                    faults.push((fault, which % 5 == 3, true));
                }
            }
        }
    }
    let ran = shared(faults.len() as u64, |n| {
        let fault = faults[usize::try_from(n).unwrap()];
        std::panic::catch_unwind(|| run(Some(fault)))
            .unwrap_or_else(|_| panic!("with {fault:?}"))
            .0
    });
    let sum = |of: fn(&Came) -> u64| ran.iter().map(of).sum::<u64>();
    println!(
        "faults: {} runs, {} batches saved, {} refused in words, 0 called saved that were not; \
         {} runs opened only after the fault, {} saved again only after the next open; \
         {} refused batches were there at the next open; 0 panics",
        ran.len(),
        sum(|c| c.saved),
        sum(|c| c.refused),
        sum(|c| c.shut),
        sum(|c| c.next_open),
        sum(|c| c.there),
    );
    assert!(sum(|c| c.refused) > 0 && sum(|c| c.saved) > 0);
}
