//! The very end of the journal after a cut of the power, byte by byte: what was being written and reads as zeros is
//! cut at the last whole frame and said; the same zeros anywhere else are damage and stay damage.
//!
//! `PORCHLIGHT_TAILS` says how many bytes there are from one tear to the next; 1 tries every byte.

use std::path::Path;
use std::sync::Arc;

use porchlight::env::disk::Real;
use porchlight::record::Batch;
use porchlight::store::{Log, Opened, Store};

use super::make::{CASE, START, batch, by_index, everything, founding, note};
use super::scratch::{self, Files, files, put, shared};

const SECTOR: usize = 512;
const SEGMENT: &str = "journal/00000001.seg";

/// A desk before and after one write of the journal, which is between these bytes of its segment.
struct Written {
    what: &'static str,
    before: Files,
    after: Vec<u8>,
    from: usize,
    to: usize,
    /// Where its frames begin.
    frames: Vec<usize>,
}

/// Opens a desk by looking at everything; its segments are small, so that an image is.
fn desk(folder: &Path) -> Opened {
    Store::sized(folder, Arc::new(Real::new()), START, 32 << 10).unwrap()
}

fn said(n: usize) -> Batch {
    batch(vec![(CASE, note(&"w".repeat(n)))])
}

/// A step that is prime meets every place of a sector in time.
fn step() -> usize {
    usize::try_from(scratch::number("PORCHLIGHT_TAILS", 47))
        .unwrap()
        .max(1)
}

fn used(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1)
}

/// Desks whose last write was of one frame inside a sector, of one over many, and of several frames with one sync.
fn written() -> Vec<Written> {
    let writes = [
        ("one small frame", vec![said(20)]),
        ("one frame of many sectors", vec![said(1900)]),
        (
            "three frames, one sync",
            vec![said(300), said(700), said(90)],
        ),
    ];
    writes
        .into_iter()
        .map(|(what, batches)| {
            let home = scratch::scratch();
            let folder = home.path().join("desk");
            let mut store = desk(&folder).store;
            store.append(&founding()).unwrap();
            for n in 0..6 {
                store.append(&said(40 * n)).unwrap();
            }
            store.in_doubt();
            drop(store);
            let before = files(&folder);
            let mut store = desk(&folder).store;
            for result in store.append_all(&batches) {
                result.unwrap();
            }
            drop(store);
            let after = std::fs::read(folder.join(SEGMENT)).unwrap();
            let from = used(&before[Path::new(SEGMENT)]);
            let to = used(&after);
            let frames = (from..to)
                .filter(|at| after[*at..].starts_with(b"PLf1"))
                .collect();
            Written {
                what,
                before,
                after,
                from,
                to,
                frames,
            }
        })
        .collect()
}

/// How a desk came up with this segment.
struct Came {
    there: usize,
    said: String,
    takes: bool,
}

fn came(files: &Files, segment: Vec<u8>, listed: bool) -> Came {
    let home = scratch::scratch();
    let folder = home.path().join("desk");
    put(&folder, files);
    std::fs::write(folder.join(SEGMENT), segment).unwrap();
    let Opened {
        mut store, said, ..
    } = match listed {
        true => by_index(&folder).unwrap(),
        false => desk(&folder),
    };
    store.in_doubt();
    let there = everything(&mut store).len();
    let takes = store.append(&said_after()).is_ok();
    let said = said.join(" ") + &store.notices().join(" ");
    if takes {
        drop(store);
        let again = &mut desk(&folder).store;
        assert_eq!(everything(again).len(), there + 1, "after it went on");
        assert_eq!(again.trouble(), None);
    }
    Came { there, said, takes }
}

fn said_after() -> Batch {
    batch(vec![(CASE, note("after"))])
}

/// What was acknowledged before the write: the founding and six notes.
const KEPT: usize = 7;

/// Holds one image of an unfinished write to what must come of it.
fn cut_and_said(one: &Written, segment: Vec<u8>, how: &str, listed: bool) {
    let came = came(&one.before, segment, listed);
    let what = format!("{}, {how}: {}", one.what, came.said);
    assert!(came.takes, "read-only: {what}");
    assert!(came.there >= KEPT, "acknowledged and lost: {what}");
    assert!(
        came.said.contains("unfinished write") || came.there > KEPT || came.said.is_empty(),
        "{what}"
    );
}

#[test]
fn zeros_from_any_byte_of_the_last_write_on_are_cut_and_said() {
    let mut tried = 0;
    for one in written() {
        let points: Vec<usize> = (one.from..one.to).step_by(step()).collect();
        tried += points.len() * 2;
        shared(points.len() as u64 * 2, |n| {
            let (at, listed) = (points[usize::try_from(n / 2).unwrap()], n % 2 == 0);
            let mut segment = one.after.clone();
            segment[at..].fill(0);
            let whole = one.frames.iter().filter(|begin| **begin <= at).count() - 1;
            let came = came(&one.before, segment, listed);
            let what = format!("{}, zeros from byte {at} on: {}", one.what, came.said);
            assert!(came.takes, "read-only: {what}");
            // The whole frames before it may stay: each is a batch of its own.
            assert_eq!(came.there, KEPT + whole, "{what}");
            let clean = one.frames.contains(&at);
            assert_eq!(
                came.said.contains("unfinished write") && came.said.contains("it is cut after"),
                !clean,
                "{what}"
            );
        });
    }
    println!(
        "tails: {tried} images with zeros from a byte of the last write on, all cut and said, 0 acknowledged lost"
    );
}

#[test]
fn a_sector_that_was_written_in_part_is_cut_and_said() {
    let mut tried = 0;
    for one in written() {
        let mut images: Vec<(String, usize, usize)> = Vec::new();
        for sector in one.from / SECTOR..=(one.to - 1) / SECTOR {
            let (begin, end) = (sector * SECTOR, (sector + 1) * SECTOR);
            let (begin, end) = (begin.max(one.from), end.min(one.to));
            // The last bytes of a sector may be zeros that were written.
            for keep in (0..(end - begin).saturating_sub(3).max(1)).step_by(step()) {
                images.push((
                    format!("{keep} bytes of sector {sector}"),
                    begin + keep,
                    end,
                ));
            }
        }
        tried += images.len() * 2;
        shared(images.len() as u64 * 2, |n| {
            let (how, from, to) = &images[usize::try_from(n / 2).unwrap()];
            let mut segment = one.after.clone();
            segment[*from..*to].fill(0);
            cut_and_said(&one, segment, how, n % 2 == 0);
        });
    }
    println!(
        "tails: {tried} images with one sector of the last write torn, 0 read-only, 0 acknowledged lost"
    );
}

#[test]
fn zeros_before_the_last_write_stay_damage_and_are_healed() {
    let mut tried = 0;
    for one in written() {
        let home = scratch::scratch();
        let folder = home.path().join("desk");
        put(&folder, &one.before);
        let begins: Vec<usize> = (64..one.from)
            .filter(|at| one.after[*at..].starts_with(b"PLf1"))
            .collect();
        let images: Vec<(usize, usize)> = begins
            .windows(2)
            .flat_map(|ends| {
                // The whole of a frame, its front, its middle, its back; another stands behind it.
                let (from, to) = (ends[0], ends[1]);
                let third = (to - from) / 3;
                [
                    (from, to),
                    (from, from + third),
                    (from + third, to - third),
                    (to - third, to),
                ]
            })
            .collect();
        tried += images.len() * 2;
        shared(images.len() as u64 * 2, |n| {
            let (from, to) = images[usize::try_from(n / 2).unwrap()];
            let mut segment = one.before[Path::new(SEGMENT)].clone();
            segment[from..to].fill(0);
            let came = came(&one.before, segment, n % 2 == 0);
            let what = format!("{}, zeros from {from} to {to}: {}", one.what, came.said);
            assert!(!came.takes, "taken for an unfinished write: {what}");
            assert!(
                came.said.contains("is damaged at byte") && came.said.contains("porchlight heal"),
                "{what}"
            );
            assert_eq!(came.there, KEPT, "sled has them all: {what}");
        });
    }
    println!(
        "tails: {tried} images with zeros before the last write, all named as damage, 0 acknowledged lost"
    );
}

#[test]
fn zeros_over_the_last_write_that_sled_knows_are_no_unfinished_write() {
    for from in [0, 1, 30, 200] {
        let home = scratch::scratch();
        let folder = home.path().join("desk");
        let mut store = desk(&folder).store;
        store.append(&founding()).unwrap();
        for _ in 0..3 {
            store.append(&said(150)).unwrap();
        }
        store.in_doubt();
        drop(store);
        let segment = folder.join(SEGMENT);
        let mut bytes = std::fs::read(&segment).unwrap();
        let last = (64..used(&bytes)).rfind(|at| bytes[*at..].starts_with(b"PLf1"));
        bytes[last.unwrap() + from..].fill(0);
        std::fs::write(&segment, bytes).unwrap();
        let mut opened = desk(&folder);
        assert!(
            opened.store.in_doubt(),
            "from byte {from} of the last frame"
        );
        assert_eq!(everything(&mut opened.store).len(), 4, "shown from sled");
        assert!(
            opened.store.append(&said_after()).is_err(),
            "nothing is written over it"
        );
        opened.store.heal_from_sled().unwrap();
        opened.store.append(&said_after()).unwrap();
        assert_eq!(everything(&mut opened.store).len(), 5);
    }
}
