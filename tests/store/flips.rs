//! Damage to every file of a desk, page by page: a flipped bit, zeros, a cut, pages swapped or taken from an
//! earlier day. Each ends in everything shown, a list of what is hurt, or a refusal that says what to run.
//!
//! Every 64th page is hurt, and in a short file at least four of them. `PORCHLIGHT_PAGES` sets another step.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use porchlight::env::disk::Real;
use porchlight::record::Stream;
use porchlight::store::{Log, LogError, Store};

use super::make::{START, batch, by_index, founding, note, text_of};
use super::scratch::{self, Dice, Files, case, files, put, script, shared};

const SIZE: u64 = 96 << 10;
const PAGE: usize = 4096;
const BATCHES: u64 = 100;

/// What is done to a page.
#[derive(Debug, Clone, Copy)]
enum Hurt {
    Flip,
    Zero,
    Cut,
    Swap,
    Older,
}

const HURTS: [Hurt; 5] = [Hurt::Flip, Hurt::Zero, Hurt::Cut, Hurt::Swap, Hurt::Older];

/// Everything in a log: stream, sequence, text.
type Whole = Vec<(Stream, u64, String)>;

struct Desk {
    name: &'static str,
    files: Files,
    /// The same desk at an earlier moment.
    older: Files,
    whole: Whole,
}

fn whole(log: &mut dyn Log) -> Result<Whole, String> {
    let mut all = Vec::new();
    log.read_all(&mut |r| all.push((r.stream, r.seq, text_of(&r).unwrap_or("").to_owned())))
        .map_err(|e| e.to_string())?;
    Ok(all)
}

/// A desk that was closed, one that was copied while it was open and sled behind, and one without sled.
fn desks() -> Vec<Desk> {
    let home = scratch::scratch();
    let folder = home.path().join("desk");
    let open = || {
        Store::sized(&folder, Arc::new(Real::new()), START, SIZE)
            .unwrap()
            .store
    };
    let mut store = open();
    store.append(&founding()).unwrap();
    for n in 0..BATCHES / 2 {
        store.append(&script(n, 3000)).unwrap();
    }
    drop(store);
    let older = files(&folder);
    let mut store = open();
    for n in BATCHES / 2..BATCHES {
        store.append(&script(n, 3000)).unwrap();
        store.idle(START);
    }
    let unclean = files(&folder);
    let all = whole(&mut store).unwrap();
    drop(store);
    let clean = files(&folder);
    let desk = |name, files| Desk {
        name,
        files,
        older: older.clone(),
        whole: all.clone(),
    };
    // One whose sled is gone has nothing to fill a gap with.
    let alone = |files: &Files| {
        let own = files.iter().filter(|(name, _)| !scratch::of_sled(name));
        own.map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect()
    };
    let journal = alone(&clean);
    vec![
        desk("clean", clean),
        desk("unclean", unclean),
        desk("journal alone", journal),
    ]
}

fn hurt(desk: &Desk, path: &Path, page: usize, how: Hurt, dice: &mut Dice) -> Option<Vec<u8>> {
    let good = &desk.files[path];
    let mut bytes = good.clone();
    let range = page * PAGE..good.len().min((page + 1) * PAGE);
    match how {
        Hurt::Flip => {
            let at = range.start + dice.index(range.len());
            bytes[at] ^= 1 << dice.roll(8);
        }
        Hurt::Zero => bytes[range].fill(0),
        Hurt::Cut => bytes.truncate(range.start + dice.index(range.len())),
        Hurt::Swap => {
            let other = dice.index(good.len() / PAGE + 1) * PAGE;
            let length = range.len().min(good.len().saturating_sub(other));
            bytes[range.start..range.start + length].copy_from_slice(&good[other..other + length]);
            bytes[other..other + length].copy_from_slice(&good[range.start..range.start + length]);
        }
        Hurt::Older => {
            let old = desk.older.get(path)?.get(range.clone())?;
            bytes[range].copy_from_slice(old);
        }
    }
    (bytes != *good).then_some(bytes)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ended {
    /// Everything is shown, and new things are taken.
    Full,
    /// Everything is shown, nothing new is taken, and it says what to run.
    ReadOnly,
    /// What is missing is named, nothing new is taken, the rest is shown.
    Named,
    /// The end was cut as an unfinished write, and that is said.
    CutAndSaid,
    /// It did not open, and it says what to run.
    Refused,
}

/// Opens a hurt desk, as a start does or by looking at everything, and says how it ended; anything silent fails.
fn ended(desk: &Desk, path: &Path, bytes: Vec<u8>, listed: bool) -> Ended {
    let home = scratch::scratch();
    let folder = home.path().join("desk");
    put(&folder, &desk.files);
    std::fs::write(folder.join(path), bytes).unwrap();
    let opened = match listed {
        true => by_index(&folder),
        false => Store::sized(&folder, Arc::new(Real::new()), START, SIZE),
    };
    let mut opened = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let problem = error.problem().to_string();
            assert!(
                [
                    "Restore a backup",
                    "Name the key file",
                    "restore a backup",
                    "porchlight heal",
                    // The key file itself is hurt: the passphrase or the recovery key still opens.
                    "Name the key file with --key-file",
                    "with the version that wrote it"
                ]
                .iter()
                .any(|way| problem.contains(way)),
                "a refusal without a way out: {problem}"
            );
            return Ended::Refused;
        }
    };
    // sled has its say before anything new is taken.
    let refused = opened.store.in_doubt();
    let said = opened.said.join(" ") + " " + &opened.store.notices().join(" ");
    let found = whole(&mut opened.store).unwrap_or_default();
    let written: BTreeSet<_> = desk.whole.iter().cloned().collect();
    let shown: BTreeSet<_> = found.into_iter().collect();
    assert!(shown.is_subset(&written), "shown, and never written");
    let missing = written.len() - shown.len();
    let mut streams: BTreeMap<Stream, Vec<u64>> = BTreeMap::new();
    for (stream, seq, _) in &desk.whole {
        streams.entry(*stream).or_default().push(*seq);
    }
    let mut unreadable = 0;
    for (stream, seqs) in &streams {
        match opened.store.read(*stream, 0) {
            Ok(read) => {
                let shown: Vec<u64> = read.iter().map(|r| r.seq).collect();
                for row in &read {
                    let row = (row.stream, row.seq, text_of(row).unwrap_or("").to_owned());
                    assert!(written.contains(&row), "shown, and never written");
                }
                // Shorter is fine only where what is missing was said.
                let named = said.contains("after entry") || (refused && said.contains("missing"));
                assert!(
                    shown == *seqs || (missing > 0 && named),
                    "{stream:?} is shown short as if it were whole: {said}"
                );
            }
            Err(LogError::Damaged(why)) => {
                assert!(!why.is_empty());
                unreadable += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }
    let new = opened.store.append(&batch(vec![(case(2), note("new"))]));
    if missing == 0 && unreadable == 0 {
        return match new {
            Ok(_) => Ended::Full,
            Err(error) => {
                let words = format!("{error} {said}");
                assert!(
                    words.contains("porchlight heal") || words.contains("estore a backup"),
                    "{words}"
                );
                Ended::ReadOnly
            }
        };
    }
    if said.contains("unfinished write") && new.is_ok() {
        return Ended::CutAndSaid;
    }
    assert!(
        said.contains("missing") || !opened.hurt.is_empty(),
        "{missing} entries gone in silence: {said:?}"
    );
    assert!(
        new.is_err(),
        "{missing} entries gone, and new ones are taken: {said}"
    );
    assert!(
        said.contains("estore a backup") || said.contains("porchlight heal"),
        "{said}"
    );
    Ended::Named
}

#[test]
fn damage_to_any_file_is_never_silent() {
    let step = usize::try_from(scratch::number("PORCHLIGHT_PAGES", 64))
        .unwrap()
        .max(1);
    let seed = scratch::number("PORCHLIGHT_SEED", 0xDA_2026);
    let desks = desks();
    let mut tries: Vec<(&Desk, PathBuf, usize, Hurt)> = Vec::new();
    for desk in &desks {
        for (path, bytes) in &desk.files {
            let pages = bytes.len().div_ceil(PAGE);
            let step = step.min(pages.div_ceil(4)).max(1);
            for page in (0..pages).step_by(step) {
                tries.extend(HURTS.map(|how| (desk, path.clone(), page, how)));
            }
        }
    }
    let came = shared(tries.len() as u64, |n| {
        let (desk, path, page, how) = &tries[usize::try_from(n).unwrap()];
        let mut dice = Dice::new(seed.wrapping_add(n));
        let bytes = hurt(desk, path, *page, *how, &mut dice)?;
        Some(
            std::panic::catch_unwind(|| ended(desk, path, bytes, n % 2 == 0)).unwrap_or_else(
                |_| {
                    panic!(
                        "{} desk, {}, page {page}, {how:?}, seed {seed}",
                        desk.name,
                        path.display()
                    )
                },
            ),
        )
    });
    let mut counts: BTreeMap<Ended, usize> = BTreeMap::new();
    for end in came.into_iter().flatten() {
        *counts.entry(end).or_default() += 1;
    }
    println!(
        "damage: {} cases (seed {seed}) on {} files of a clean desk, an unclean one and one without sled: {counts:?}; silent: 0",
        counts.values().sum::<usize>(),
        desks.iter().map(|d| d.files.len()).sum::<usize>(),
    );
    assert!(counts.contains_key(&Ended::Full) && counts.len() > 1);
}
