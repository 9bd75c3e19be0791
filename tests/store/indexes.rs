//! The indexes of segments: a start by them gives what a start by the segments gives, whatever stands in them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use porchlight::env::disk::Real;
use porchlight::record::{SessionId, Stream};
use porchlight::store::segment_index::SegmentIndex;
use porchlight::store::{Log, LogError, Opened, Store};

use super::make::{self, CASE, OTHER, START, batch, founding, note, text_of};
use super::scratch::{Dice, files, number, put, scratch};

/// Small segments, so that there are several.
const SIZE: u64 = 8 << 10;

fn made(folder: &Path, notes: u64) {
    let disk = Arc::new(Real::new());
    let mut store = Store::sized(folder, disk, START, SIZE).unwrap().store;
    store.append(&founding()).unwrap();
    more(&mut store, 0, notes);
}

fn more(store: &mut Store, from: u64, to: u64) {
    for n in from..to {
        let stream = if n % 3 == 0 { CASE } else { OTHER };
        let mut one = batch(vec![(stream, note(&format!("note {n}")))]);
        (one.session, one.request) = (SessionId(7), n + 1);
        store.append(&one).unwrap();
        store.idle(START);
    }
}

fn by_index(folder: &Path) -> Opened {
    make::by_index(folder).unwrap()
}

type All = Vec<(Stream, u64, String)>;

/// Everything, as a desk reads it: once more where it must, and how often that was.
fn all(store: &mut Store) -> Result<(All, u32), LogError> {
    let mut again = 0;
    loop {
        let mut all = Vec::new();
        let read = store.read_all(&mut |r| {
            all.push((r.stream, r.seq, text_of(&r).unwrap_or("").to_owned()));
        });
        match read {
            Ok(()) => return Ok((all, again)),
            Err(LogError::Again) => again += 1,
            Err(error) => return Err(error),
        }
        assert!(again < 2, "a second look must be the last");
    }
}

fn indexes(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder.join("journal"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "idx"))
        .collect();
    found.sort();
    found
}

fn truth(folder: &Path) -> (All, u64) {
    let mut store = Store::sized(folder, Arc::new(Real::new()), START, SIZE)
        .unwrap()
        .store;
    let all = all(&mut store).unwrap().0;
    let answered = (1..=200)
        .filter(|n| store.answered(SessionId(7), *n).is_some())
        .count();
    (all, answered as u64)
}

fn same_as(folder: &Path, truth: &(All, u64), what: &str) -> u32 {
    let mut store = by_index(folder).store;
    for stream in [CASE, OTHER, Stream::Desk] {
        let count = truth.0.iter().filter(|(s, _, _)| *s == stream).count() as u64;
        assert_eq!(store.head(stream), count, "{what}: {stream:?}");
        assert_eq!(store.read(stream, 0).unwrap().len() as u64, count, "{what}");
    }
    let answered = (1..=200)
        .filter(|n| store.answered(SessionId(7), *n).is_some())
        .count();
    assert_eq!(answered as u64, truth.1, "{what}");
    let (all, again) = all(&mut store).unwrap();
    assert_eq!(all, truth.0, "{what}");
    assert!(!store.in_doubt(), "{what}");
    again
}

#[test]
fn a_start_by_indexes_gives_what_the_segments_give_and_goes_on() {
    let home = scratch();
    made(home.path(), 120);
    let segments = std::fs::read_dir(home.path().join("journal"))
        .unwrap()
        .filter(|e| {
            e.as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|e| e == "seg")
        })
        .count();
    assert!(segments > 3, "{segments} segments");
    assert_eq!(indexes(home.path()).len(), segments, "one beside each");
    let before = truth(home.path());
    assert_eq!(same_as(home.path(), &before, "as left"), 0);
    // On from there, and killed: the last segment's index ends before its segment.
    let mut store = by_index(home.path()).store;
    more(&mut store, 120, 150);
    let image = files(home.path());
    drop(store);
    let killed = scratch();
    put(killed.path(), &image);
    let after = truth(killed.path());
    assert_eq!(after.0.len(), before.0.len() + 30);
    put(killed.path(), &image);
    assert_eq!(same_as(killed.path(), &after, "killed"), 0);
}

#[test]
fn an_index_that_is_missing_damaged_or_another_is_not_trusted() {
    let home = scratch();
    made(home.path(), 120);
    let truth = truth(home.path());
    let image = files(home.path());
    let names = indexes(home.path());
    let stride = usize::try_from(number("PORCHLIGHT_DAMAGE_STRIDE", 97)).unwrap();
    let mut tried = 0;
    for (n, path) in names.iter().enumerate() {
        let whole = std::fs::read(path).unwrap();
        let mut bad: Vec<(String, Vec<u8>)> = (0..whole.len())
            .step_by(stride)
            .map(|at| {
                let mut flipped = whole.clone();
                flipped[at] ^= 0x10;
                (format!("flip at {at}"), flipped)
            })
            .collect();
        bad.push(("cut".into(), whole[..whole.len() / 2].to_vec()));
        bad.push(("empty".into(), Vec::new()));
        bad.push(("zeros".into(), vec![0; whole.len()]));
        let other = &names[(n + 1) % names.len()];
        bad.push(("another's".into(), std::fs::read(other).unwrap()));
        for (what, bytes) in bad {
            put(home.path(), &image);
            std::fs::write(path, bytes).unwrap();
            same_as(
                home.path(),
                &truth,
                &format!("{what} in {}", path.display()),
            );
            tried += 1;
        }
        put(home.path(), &image);
        std::fs::remove_file(path).unwrap();
        same_as(home.path(), &truth, "missing");
        assert!(path.exists(), "made anew");
        tried += 1;
    }
    println!("indexes spoiled: {tried}, silent wrong starts: 0");
}

#[test]
fn an_index_that_lies_with_a_right_checksum_is_found_out_by_the_first_reading() {
    let home = scratch();
    made(home.path(), 120);
    let truth = truth(home.path());
    let image = files(home.path());
    for path in indexes(home.path()) {
        let mut index = SegmentIndex::from_bytes(&std::fs::read(&path).unwrap()).unwrap();
        let Some(part) = index.streams.get_mut(&CASE) else {
            continue;
        };
        // As if the last entry of the case in this segment had never been.
        part.head.seq -= 1;
        part.head.hash[0] ^= 1;
        std::fs::write(&path, index.to_bytes()).unwrap();
        let mut store = by_index(home.path()).store;
        let (all, _) = all(&mut store).unwrap();
        assert_eq!(all, truth.0, "{}", path.display());
        drop(store);
        put(home.path(), &image);
    }
}

#[test]
fn damage_in_a_segment_whose_index_is_whole_is_seen_by_the_first_reading() {
    let home = scratch();
    made(home.path(), 120);
    let truth = truth(home.path());
    let image = files(home.path());
    let segments: Vec<PathBuf> = indexes(home.path())
        .iter()
        .map(|path| path.with_extension("seg"))
        .collect();
    let mut dice = Dice::new(11);
    let (mut noticed, mut tried) = (0, 0);
    for path in &segments {
        let whole = std::fs::read(path).unwrap();
        let used = whole.iter().rposition(|b| *b != 0).unwrap();
        for _ in 0..number("PORCHLIGHT_DAMAGE_FLIPS", 4) {
            put(home.path(), &image);
            let at = 64 + dice.index(used - 64);
            let mut bad = whole.clone();
            bad[at] ^= 1 << dice.roll(8);
            std::fs::write(path, &bad).unwrap();
            assert!(
                by_index(home.path()).store.in_doubt(),
                "asked before any reading"
            );
            put(home.path(), &image);
            std::fs::write(path, &bad).unwrap();
            let opened = by_index(home.path());
            let mut said = opened.said;
            let mut store = opened.store;
            let (all, _) = all(&mut store).unwrap();
            said.extend(store.notices());
            let said = said.join(" ");
            assert!(
                said.contains("damaged") && store.in_doubt(),
                "flip at {at} of {}: {said}",
                path.display()
            );
            // sled has it all, and shows it.
            assert_eq!(all, truth.0, "flip at {at} of {}", path.display());
            assert!(store.append(&batch(vec![(CASE, note("no"))])).is_err());
            tried += 1;
            noticed += 1;
        }
    }
    println!("segments damaged behind their indexes: {tried}, noticed: {noticed}");
}
