//! Every parser and decoder over bytes that nobody would send: seeds, and seeds changed at random.
//!
//! `PORCHLIGHT_FUZZ` says how many changed inputs each target gets, or `PORCHLIGHT_FUZZ_SECONDS` for how long;
//! `PORCHLIGHT_SEED` repeats a run. Guided by coverage: the crate in `guided/`, on a nightly toolchain with
//! cargo-fuzz; this build knows nothing of it.

mod night;
mod targets;

use std::time::{Duration, Instant};

use crate::store::scratch::{Dice, number};
use targets::{TARGETS, Target, made};

/// Longest that one input may take: a parser that hangs stops the desk.
const LIMIT: Duration = Duration::from_secs(1);

/// Pieces that parsers stumble over.
const PIECES: [&[u8]; 16] = [
    b"\0",
    b"\xff",
    b"\x1b[",
    b"\xe2\x80\xae",
    b"\xcc\x81",
    b"\"",
    b"\\u0000",
    b"9999999999999999999",
    b"-1",
    b"{",
    b"[",
    b"\n",
    b"1e999",
    b"\xf0\x9f\x98\x80",
    b" ",
    b"PLf1",
];

fn changed(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.roll(4) {
        let at = dice.index(bytes.len() + 1);
        match dice.roll(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            1 if at < bytes.len() => bytes[at] = dice.roll(256) as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.splice(at..at, PIECES[dice.index(PIECES.len())].iter().copied())),
            4 if !other.is_empty() => {
                let from = dice.index(other.len());
                drop(bytes.splice(at.., other[from..].iter().copied()));
            }
            5 => {
                let end = (at + dice.index(9)).min(bytes.len());
                bytes.drain(at..end);
            }
            6 => {
                let end = (at + 1 + dice.index(20)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let times = 1 + dice.index(20);
                drop(bytes.splice(at..at, piece.repeat(times)));
            }
            _ => bytes.insert(at, b"0123456789 :/-.,'\"apm"[dice.index(21)]),
        }
    }
    bytes
}

/// Gives a target its seeds and so many changed ones; how many ran.
fn fuzz(target: &Target, times: u64, seed: u64) -> u64 {
    let mut corpus: Vec<Vec<u8>> = target.seeds.iter().map(|s| s.to_vec()).collect();
    corpus.extend(made(target.name));
    corpus.push(Vec::new());
    let mut dice = Dice::new(seed);
    let mut ran = 0;
    let begun = Instant::now();
    let mut one = |bytes: &[u8]| {
        let start = Instant::now();
        std::panic::catch_unwind(|| (target.run)(bytes)).unwrap_or_else(|_| {
            panic!(
                "{} with {:?} (seed {seed})",
                target.name,
                String::from_utf8_lossy(bytes)
            )
        });
        assert!(
            start.elapsed() < LIMIT,
            "{} hangs over {bytes:?}",
            target.name
        );
        ran += 1;
    };
    for seed in &corpus {
        one(seed);
    }
    let seconds = Duration::from_secs(number("PORCHLIGHT_FUZZ_SECONDS", 0));
    for _ in 0..if seconds.is_zero() { times } else { u64::MAX } {
        // A large seed is slow to read; each target has a second at most in a usual run.
        let enough = if times <= 2000 { LIMIT } else { Duration::MAX };
        if begun.elapsed() > if seconds.is_zero() { enough } else { seconds } {
            break;
        }
        let from = dice.index(corpus.len());
        let other = dice.index(corpus.len());
        let input = changed(&corpus[from], &corpus[other], &mut dice);
        one(&input);
        if dice.one_in(50) && input.len() < 4096 && corpus.len() < 400 {
            corpus.push(input);
        }
    }
    ran
}

#[test]
fn no_parser_panics_or_hangs_over_any_bytes() {
    let times = number("PORCHLIGHT_FUZZ", 2000);
    let seed = number("PORCHLIGHT_SEED", 0xF0_2026);
    assert!(TARGETS.len() >= 12);
    let ran: Vec<(&str, u64)> = TARGETS
        .iter()
        .map(|target| (target.name, fuzz(target, times, seed)))
        .collect();
    println!(
        "fuzz: {} targets, {} inputs (seed {seed}), 0 panics, 0 over a second: {ran:?}",
        ran.len(),
        ran.iter().map(|(_, n)| n).sum::<u64>()
    );
}
