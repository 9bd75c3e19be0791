//! The power goes: images of the disk as a cut may leave it, of which each must open with everything saved.
//!
//! A run is recorded at the disk's seam: every write, sync, rename, and after which of them each batch was
//! acknowledged. An image is what may stand on the disk at a random one of these moments: all that was synced;
//! of what was not, for each sector of 512 bytes any of the states it went through, later writes with or
//! without earlier ones, torn in the middle; of names not synced, any of them or none. Each image is paired with a sled folder
//! that is missing, as it was at an earlier moment, or mixed from two such moments.
//!
//! `PORCHLIGHT_CUTS` says how many images, `PORCHLIGHT_SEED` repeats a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use porchlight::env::disk::Real;
use porchlight::env::faulty::{Call, Deed, Fault, Faulty};
use porchlight::record::Stream;
use porchlight::store::{Log, LogError, Store};

use super::make::{START, by_index, founding};
use super::scratch::{self, Dice, Files, batches, of_sled, put, script, shared, streams_agree};

const SIZE: u64 = 8192;
const SECTOR: usize = 512;

/// A run as it was recorded.
struct Run {
    /// What was on the disk before it.
    before: Files,
    deeds: Vec<Deed>,
    /// After how many deeds each batch was acknowledged.
    saved: Vec<(usize, u64)>,
    /// sled's folder as it was after so many deeds.
    sled: Vec<(usize, Files)>,
}

/// Records a run of so many batches over what is there already.
fn record(before: Files, first: u64, count: u64, dice: &mut Dice) -> Run {
    let home = scratch::scratch();
    let desk = home.path().join("desk");
    put(&desk, &before);
    let faulty = Faulty::over(Arc::new(Real::new()));
    let mut run = Run {
        before: before
            .into_iter()
            .filter(|(name, _)| !of_sled(name))
            .collect(),
        deeds: Vec::new(),
        saved: Vec::new(),
        sled: Vec::new(),
    };
    let take = |run: &mut Run| {
        take_in(&faulty, &desk, run);
    };
    let keep = |run: &mut Run| {
        // It writes once nothing is asked of it; an early look would find it empty each time.
        wait_for(|| take_in(&faulty, &desk, run));
        let sled = scratch::files(&desk)
            .into_iter()
            .filter(|(name, _)| of_sled(name));
        let sled = sled.collect();
        run.sled.push((run.deeds.len(), sled));
    };
    let mut store = Store::sized(&desk, Arc::new(faulty.clone()), START, SIZE)
        .unwrap()
        .store;
    keep(&mut run);
    for n in first..first + count {
        if dice.one_in(12) {
            let call = [Call::Sync, Call::Write, Call::Rename][dice.index(3)];
            faulty.order(Fault {
                call,
                after: 0,
                times: 1 + dice.roll(2),
                errno: 5,
                short: dice.index(900),
            });
        }
        let mut group = Vec::new();
        if store.head(Stream::Desk) == 0 {
            group.push(founding());
        }
        let begin = n * 4;
        group.extend((begin..=begin + dice.roll(3)).map(|n| script(n, 1500)));
        let founds = store.head(Stream::Desk) == 0;
        let results = store.append_all(&group);
        faulty.heal();
        take(&mut run);
        for (result, n) in results.into_iter().skip(usize::from(founds)).zip(begin..) {
            if result.is_ok() {
                run.saved.push((run.deeds.len(), n));
            }
        }
        if dice.one_in(3) {
            store.idle(START);
            take(&mut run);
        }
        if dice.one_in(6) {
            keep(&mut run);
        }
    }
    drop(store);
    take(&mut run);
    keep(&mut run);
    run
}

/// Takes in what was done since, and says whether sled was synced in it.
fn take_in(faulty: &Faulty, desk: &Path, run: &mut Run) -> bool {
    let mut flushed = false;
    for deed in faulty.take_deeds() {
        let deed = within(deed, desk);
        flushed |= matches!(&deed, Deed::Sync(path) if of_sled(path));
        if !about_sled(&deed) {
            run.deeds.push(deed);
        }
    }
    flushed
}

/// Waits for something that may also not come: at most half a second.
fn wait_for(mut holds: impl FnMut() -> bool) {
    let (_keep, wait) = std::sync::mpsc::channel::<()>();
    for _ in 0..50 {
        if holds() {
            return;
        }
        let _ = wait.recv_timeout(std::time::Duration::from_millis(10));
    }
}

fn within(deed: Deed, desk: &Path) -> Deed {
    let name = |path: PathBuf| path.strip_prefix(desk).map(Path::to_owned).unwrap_or(path);
    match deed {
        Deed::Open(p, how) => Deed::Open(name(p), how),
        Deed::Write(p, at, bytes) => Deed::Write(name(p), at, bytes),
        Deed::Sync(p) => Deed::Sync(name(p)),
        Deed::Length(p, len) => Deed::Length(name(p), len),
        Deed::Allocate(p, len) => Deed::Allocate(name(p), len),
        Deed::Rename(a, b) => Deed::Rename(name(a), name(b)),
        Deed::Remove(p) => Deed::Remove(name(p)),
        Deed::Folder(p) => Deed::Folder(name(p)),
        Deed::SyncFolder(p) => Deed::SyncFolder(name(p)),
    }
}

fn about_sled(deed: &Deed) -> bool {
    match deed {
        Deed::Open(p, _)
        | Deed::Write(p, ..)
        | Deed::Sync(p)
        | Deed::Length(p, _)
        | Deed::Allocate(p, _)
        | Deed::Rename(p, _)
        | Deed::Remove(p)
        | Deed::Folder(p)
        | Deed::SyncFolder(p) => of_sled(p),
    }
}

/// A file's bytes on the disk, and the states it went through since they were synced.
#[derive(Default, Clone)]
struct File {
    synced: Vec<u8>,
    /// The whole file after each change since.
    since: Vec<Vec<u8>>,
}

impl File {
    fn now(&self) -> &Vec<u8> {
        self.since.last().unwrap_or(&self.synced)
    }
    fn change(&mut self, act: impl FnOnce(&mut Vec<u8>)) {
        let mut next = self.now().clone();
        act(&mut next);
        self.since.push(next);
    }
    fn sync(&mut self) {
        self.synced = self.now().clone();
        self.since.clear();
    }
    /// What the disk may hold: every sector as it was after any of the changes since the sync.
    fn torn(&self, dice: &mut Dice, way: u64) -> Vec<u8> {
        let states = self.since.len() + 1;
        let state = |n: usize| {
            if n == 0 {
                &self.synced
            } else {
                &self.since[n - 1]
            }
        };
        // The length is one of those it had.
        let length = state(dice.index(states)).len().max(match way {
            0 => self.synced.len(),
            _ => 0,
        });
        let most = self
            .since
            .iter()
            .map(Vec::len)
            .max()
            .unwrap_or(0)
            .max(self.synced.len());
        let from = dice.index(most / SECTOR + 1);
        let mut bytes = vec![0; most];
        for (n, sector) in bytes.chunks_mut(SECTOR).enumerate() {
            let pick = match way {
                // Nothing of it, all of it, up to a sector, from a sector on, or any sectors.
                0 => 0,
                1 => states - 1,
                2 if n < from => states - 1,
                2 => 0,
                3 if n >= from => states - 1,
                3 => 0,
                _ => dice.index(states),
            };
            let whole = state(pick);
            for (byte, at) in sector.iter_mut().zip(n * SECTOR..) {
                *byte = whole.get(at).copied().unwrap_or(0);
            }
        }
        bytes.truncate(length);
        bytes
    }
}

/// The disk at one moment of a run.
#[derive(Default)]
struct Machine {
    files: Vec<File>,
    /// Names that would be there after a cut.
    names: BTreeMap<PathBuf, usize>,
    /// Names as the program sees them.
    seen: BTreeMap<PathBuf, usize>,
    /// What was done to names since their folder was synced.
    pending: Vec<Deed>,
}

impl Machine {
    fn at(run: &Run, cut: usize) -> Self {
        let mut machine = Self::default();
        for (name, bytes) in &run.before {
            machine.names.insert(name.clone(), machine.files.len());
            machine.files.push(File {
                synced: bytes.clone(),
                since: Vec::new(),
            });
        }
        machine.seen = machine.names.clone();
        for deed in &run.deeds[..cut] {
            machine.does(deed);
        }
        machine
    }
    /// The file that a deed is about; none where another took its name, since nothing finds it after a cut.
    fn change(&mut self, path: &Path, act: impl FnOnce(&mut File)) {
        if let Some(at) = self.seen.get(path) {
            act(&mut self.files[*at]);
        }
    }
    fn does(&mut self, deed: &Deed) {
        match deed {
            Deed::Open(path, _) => {
                if !self.seen.contains_key(path) {
                    self.seen.insert(path.clone(), self.files.len());
                    self.files.push(File::default());
                    self.pending.push(deed.clone());
                }
            }
            Deed::Write(path, at, bytes) => self.change(path, |file| {
                file.change(|file| {
                    let at = usize::try_from(*at).unwrap();
                    if file.len() < at + bytes.len() {
                        file.resize(at + bytes.len(), 0);
                    }
                    file[at..at + bytes.len()].copy_from_slice(bytes);
                });
            }),
            Deed::Length(path, len) => {
                let len = usize::try_from(*len).unwrap();
                self.change(path, |file| file.change(|f| f.resize(len, 0)));
            }
            Deed::Allocate(path, len) => {
                let len = usize::try_from(*len).unwrap();
                self.change(path, |file| {
                    file.change(|f| *f = vec![0; len]);
                    file.sync();
                });
            }
            Deed::Sync(path) => self.change(path, File::sync),
            Deed::Rename(from, to) => {
                if let Some(at) = self.seen.remove(from) {
                    self.seen.insert(to.clone(), at);
                }
                self.pending.push(deed.clone());
            }
            Deed::Remove(path) => {
                self.seen.remove(path);
                self.pending.push(deed.clone());
            }
            // Made durable by its own call.
            Deed::Folder(_) => {}
            Deed::SyncFolder(folder) => {
                let (synced, left): (Vec<_>, Vec<_>) = std::mem::take(&mut self.pending)
                    .into_iter()
                    .partition(|deed| named(deed).parent() == Some(folder));
                self.pending = left;
                for deed in synced {
                    let seen = self.seen.clone();
                    apply(&mut self.names, &seen, &deed);
                }
                // What was renamed twice since stands where the program sees it.
                for (name, at) in &self.seen {
                    if name.parent() == Some(folder.as_path()) && !self.waits(name) {
                        self.names.insert(name.clone(), *at);
                    }
                }
                let seen = &self.seen;
                let waits: BTreeSet<PathBuf> =
                    self.pending.iter().map(|d| named(d).to_owned()).collect();
                self.names.retain(|name, _| {
                    name.parent() != Some(folder.as_path())
                        || seen.contains_key(name)
                        || waits.contains(name)
                });
            }
        }
    }
    fn waits(&self, name: &Path) -> bool {
        self.pending.iter().any(|deed| named(deed) == name)
    }
    /// One of the states that the disk may be left in.
    fn image(&self, dice: &mut Dice) -> Files {
        let mut names = self.names.clone();
        let way = dice.roll(6);
        let names_way = dice.roll(3);
        for deed in &self.pending {
            if names_way == 0 || (names_way == 1 && dice.one_in(2)) {
                apply(&mut names, &self.seen, deed);
            }
        }
        names
            .iter()
            .map(|(name, at)| (name.clone(), self.files[*at].torn(dice, way)))
            .collect()
    }
}

/// The name that a deed about names is about.
fn named(deed: &Deed) -> &Path {
    match deed {
        Deed::Rename(_, to) => to,
        Deed::Open(path, _) | Deed::Remove(path) => path,
        _ => Path::new(""),
    }
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, seen: &BTreeMap<PathBuf, usize>, deed: &Deed) {
    match deed {
        Deed::Open(path, _) => {
            if let Some(at) = seen.get(path) {
                names.insert(path.clone(), *at);
            }
        }
        Deed::Rename(from, to) => {
            if let Some(at) = names.remove(from).or_else(|| seen.get(to).copied()) {
                names.insert(to.clone(), at);
            }
        }
        Deed::Remove(path) => {
            names.remove(path);
        }
        _ => {}
    }
}

/// A sled folder for an image: missing, stale, or mixed from two moments.
fn sled(run: &Run, cut: usize, dice: &mut Dice) -> (&'static str, Files) {
    let stale: Vec<&Files> = run
        .sled
        .iter()
        .filter(|(at, _)| *at <= cut)
        .map(|(_, files)| files)
        .collect();
    let Some(one) = (!stale.is_empty()).then(|| stale[dice.index(stale.len())]) else {
        return ("missing", Files::new());
    };
    match dice.roll(3) {
        0 => ("missing", Files::new()),
        1 => ("stale", one.clone()),
        _ => {
            let other = stale[dice.index(stale.len())];
            let mut mixed = one.clone();
            for (name, bytes) in other {
                let Some(mine) = mixed.get_mut(name) else {
                    if dice.one_in(2) {
                        mixed.insert(name.clone(), bytes.clone());
                    }
                    continue;
                };
                for (mine, theirs) in mine.chunks_mut(SECTOR).zip(bytes.chunks(SECTOR)) {
                    if dice.one_in(2) && mine.len() == theirs.len() {
                        mine.copy_from_slice(theirs);
                    }
                }
            }
            ("mixed", mixed)
        }
    }
}

#[derive(Default, Debug, Clone)]
struct Came {
    sled: &'static str,
    saved: u64,
    /// Batches that were never acknowledged and are there.
    more: u64,
    cut_and_said: bool,
    read_only: bool,
    aside: bool,
}

fn held(run: &Run, cut: usize, image: &Files, kind: &'static str, mut dice: Dice) -> Came {
    let home = scratch::scratch();
    let desk = home.path().join("desk");
    put(&desk, image);
    let saved: BTreeSet<u64> = run
        .saved
        .iter()
        .filter(|(at, _)| *at <= cut)
        .map(|(_, n)| *n)
        .collect();
    let before: u64 = saved.len() as u64;
    // As a start does, or by looking at everything: what was lost must not depend on an index that was not.
    let opened = match dice.one_in(2) {
        true => by_index(&desk),
        false => Store::sized(&desk, Arc::new(Real::new()), START, SIZE),
    };
    let mut opened = opened.unwrap_or_else(|e| panic!("it did not open: {e}"));
    opened.store.in_doubt();
    let there = batches(&mut opened.store).unwrap();
    let all: BTreeSet<u64> = there.iter().copied().collect();
    let lost: Vec<_> = saved.difference(&all).collect();
    assert!(
        lost.is_empty(),
        "acknowledged and lost: {lost:?}; {:?}",
        opened.said
    );
    assert!(opened.hurt.is_empty(), "{:?}", opened.said);
    streams_agree(&mut opened.store);
    let founded = opened.store.head(Stream::Desk) > 0;
    let next = script(1 << 40, 200);
    let appended = if founded {
        opened.store.append(&next)
    } else {
        opened.store.append(&founding())
    };
    let mut read_only = false;
    match appended {
        Ok(_) => {}
        Err(LogError::ReadOnly(why)) => {
            read_only = true;
            assert!(why.contains("porchlight heal"), "no way out: {why}");
        }
        Err(error) => panic!("a new batch was refused: {error}"),
    }
    let said = opened.said.join(" ") + &opened.store.notices().join(" ");
    // Sometimes all of it once more.
    if dice.one_in(4) && !read_only {
        drop(opened);
        let mut again = Store::sized(&desk, Arc::new(Real::new()), START, SIZE).unwrap();
        let there = batches(&mut again.store).unwrap();
        assert!(
            saved.iter().all(|n| there.contains(n)),
            "lost at the second open"
        );
        assert_eq!(again.store.trouble(), None);
    }
    Came {
        sled: kind,
        saved: before,
        more: all.difference(&saved).count() as u64,
        cut_and_said: said.contains("unfinished write"),
        read_only,
        aside: said.contains("built anew"),
    }
}

/// What the disk holds after a cut, with the runs before it.
fn runs(dice: &mut Dice) -> Vec<Run> {
    let mut runs = Vec::new();
    for _ in 0..3 {
        let first = record(Files::new(), 0, 20, dice);
        // The desk goes on over what a cut left, and the power goes again.
        let cut = first.deeds.len() / 2 + dice.index(first.deeds.len() / 2);
        let mut torn = Machine::at(&first, cut).image(dice);
        let (_, sled) = sled(&first, cut, dice);
        torn.extend(sled);
        let mut second = record(torn, 100, 20, dice);
        let kept = first.saved.iter().filter(|(at, _)| *at <= cut);
        second
            .saved
            .splice(0..0, kept.map(|(_, n)| (0, *n)).collect::<Vec<_>>());
        runs.push(first);
        runs.push(second);
    }
    runs
}

#[test]
fn no_cut_of_the_power_loses_what_was_acknowledged() {
    let cuts = scratch::number("PORCHLIGHT_CUTS", 1000);
    let seed = scratch::number("PORCHLIGHT_SEED", 0x11_2026);
    let runs = runs(&mut Dice::new(seed));
    let came = shared(cuts, |n| {
        let mut dice = Dice::new(seed.wrapping_add(n.wrapping_mul(7919)).wrapping_add(1));
        let run = &runs[dice.index(runs.len())];
        let cut = dice.index(run.deeds.len() + 1);
        let mut image = Machine::at(run, cut).image(&mut dice);
        let (kind, sled) = sled(run, cut, &mut dice);
        image.extend(sled);
        std::panic::catch_unwind(|| held(run, cut, &image, kind, dice.clone()))
            .unwrap_or_else(|_| panic!("image {n} of seed {seed}, cut {cut}, sled {kind}"))
    });
    let of = |kind| came.iter().filter(|c| c.sled == kind).count();
    let count = |of: fn(&Came) -> bool| came.iter().filter(|c| of(c)).count();
    println!(
        "power cuts: {cuts} images (seed {seed}) of {} runs with {} deeds; sled missing {}, stale {}, mixed {}; \
         {} acknowledged batches held against them, 0 lost; {} ended in an unfinished write that was cut and said, \
         {} opened read-only, {} set sled aside; {} unacknowledged batches were there",
        runs.len(),
        runs.iter().map(|r| r.deeds.len()).sum::<usize>(),
        of("missing"),
        of("stale"),
        of("mixed"),
        came.iter().map(|c| c.saved).sum::<u64>(),
        count(|c| c.cut_and_said),
        count(|c| c.read_only),
        count(|c| c.aside),
        came.iter().map(|c| c.more).sum::<u64>(),
    );
    // One image in forty or so does; of a few hundred it may be none.
    assert!(
        cuts < 500 || count(|c| c.cut_and_said) > 0,
        "no image tears anything"
    );
}

#[test]
fn a_store_that_skips_its_sync_is_caught() {
    let seed = 7;
    let mut runs = runs(&mut Dice::new(seed));
    for run in &mut runs {
        // As if the segments' syncs had never been asked for.
        let mut gone = vec![0];
        let mut kept = Vec::new();
        for deed in run.deeds.drain(..) {
            let skip =
                matches!(&deed, Deed::Sync(path) if path.extension().is_some_and(|e| e == "seg"));
            gone.push(gone.last().unwrap() + usize::from(skip));
            if !skip {
                kept.push(deed);
            }
        }
        run.deeds = kept;
        for (at, _) in &mut run.saved {
            *at -= gone[*at];
        }
        run.sled.clear();
    }
    let lost = (0..40).any(|n| {
        let mut dice = Dice::new(n);
        let run = &runs[dice.index(runs.len())];
        let cut = run.deeds.len() - dice.index(run.deeds.len() / 4);
        let home = scratch::scratch();
        put(home.path(), &Machine::at(run, cut).image(&mut dice));
        let there = Store::sized(home.path(), Arc::new(Real::new()), START, SIZE)
            .map_err(|e| e.to_string())
            .and_then(|mut opened| batches(&mut opened.store))
            .unwrap_or_default();
        let mut saved = run.saved.iter().filter(|(at, _)| *at <= cut);
        saved.any(|(_, n)| !there.contains(n))
    });
    assert!(
        lost,
        "the suite would not notice a store that does not sync"
    );
}
