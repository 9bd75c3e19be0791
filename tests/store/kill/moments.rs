//! `kill -9` at random moments: while opening, appending, rotating, while sled is written.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use porchlight::env::disk::Real;
use porchlight::record::{CaseId, Moment, Recorded, Stream};
use porchlight::store::{JournalReader, Log};
use std::sync::Arc;

use super::works::opened;
use super::{DESK, half, seed};
use crate::store::make::{batch, founding, note, text_of};
use crate::store::scratch::{Dice, scratch, shared};

const FROM: &str = "PORCHLIGHT_KILL_FROM";
/// So many kills hit one desk, one after another.
const LIFE: u64 = 25;

#[test]
#[ignore = "runs only as the child of the kill suite"]
fn child() {
    let Ok(desk) = std::env::var(DESK) else {
        return;
    };
    let mut n: u64 = std::env::var(FROM).unwrap().parse().unwrap();
    let mut store = opened(Path::new(&desk));
    let mut out = std::io::stdout();
    if store.head(Stream::Desk) == 0 {
        store.append(&founding()).unwrap();
    }
    // The harness may stand in the middle of a line.
    writeln!(out, "\nopen").unwrap();
    let mut dice = Dice::new(n);
    loop {
        let parts = 1 + dice.roll(3);
        let filling = "x".repeat(dice.roll(3000) as usize);
        let events = (0..parts)
            .map(|k| {
                let stream = Stream::Case(CaseId(1 + u128::from(dice.roll(7))));
                (stream, note(&format!("{n} {k} {parts} {filling}")))
            })
            .collect();
        store.append(&batch(events)).unwrap();
        writeln!(out, "ack {n}").unwrap();
        out.flush().unwrap();
        if dice.roll(8) == 0 {
            store.idle(Moment(0));
        }
        if dice.roll(16) == 0 {
            store.read(Stream::Case(CaseId(1)), 0).unwrap();
        }
        n += 1;
    }
}

/// Batches found: how many of their parts, and how many they have.
#[derive(Default)]
struct Seen(BTreeMap<u64, (u64, u64)>);

impl Seen {
    fn take(&mut self, recorded: &Recorded) {
        if let Some(text) = text_of(recorded) {
            let mut words = text.split(' ').map(|w| w.parse::<u64>().unwrap_or(0));
            let (n, _, parts) = (words.next().unwrap(), words.next(), words.next().unwrap());
            let at = self.0.entry(n).or_insert((0, parts));
            at.0 += 1;
        }
    }
}

/// What one desk went through.
#[derive(Default)]
struct Life {
    acked: u64,
    early: u64,
    unacknowledged: u64,
    segments: usize,
}

#[test]
fn nothing_acknowledged_is_lost_by_kill_9() {
    let kills = half();
    let begun = std::time::Instant::now();
    let lives = shared(kills.div_ceil(LIFE), |n| {
        live(n, LIFE.min(kills - n * LIFE))
    });
    let took = begun.elapsed().as_secs_f64();
    let sum = |of: fn(&Life) -> u64| lives.iter().map(of).sum::<u64>();
    let acked = sum(|life| life.acked);
    println!(
        "kill -9 at random moments: {kills} kills (seed {}), {} before the desk was open, {acked} batches \
         acknowledged, 0 lost, 0 half-applied, 0 failed starts; {} unacknowledged ones were there; up to {} \
         segments; {:.1} kills a second",
        seed(),
        sum(|life| life.early),
        sum(|life| life.unacknowledged),
        lives.iter().map(|life| life.segments).max().unwrap_or(0),
        kills as f64 / took
    );
    assert!(acked > 0, "no child got as far as an acknowledgement");
}

fn live(number: u64, rounds: u64) -> Life {
    let mut dice = Dice::new(seed().wrapping_add(number << 8));
    let (_keep, clock) = mpsc::channel::<()>();
    let home = scratch();
    let desk = home.path().join("desk");
    let mut life = Life::default();
    let mut expected: Vec<u64> = Vec::new();
    let mut next = 1;
    for round in 0..rounds {
        let at = format!("desk {number}, kill {round}, seed {}", seed());
        let mut child = super::child("store::kill::moments::child", &desk)
            .env(FROM, next.to_string())
            .spawn()
            .unwrap();
        let lines = {
            let out = BufReader::new(child.stdout.take().unwrap());
            let (tell, lines) = mpsc::channel();
            std::thread::spawn(move || {
                for line in out.lines().map_while(Result::ok) {
                    if tell.send(line).is_err() {
                        break;
                    }
                }
            });
            lines
        };
        let mut heard: Vec<String> = Vec::new();
        // A third of the kills fall at any moment from the start on, the others at any moment from the open on;
        // most of them early, where a start is at work.
        let longest = if dice.one_in(4) { 120_000 } else { 25_000 };
        if dice.one_in(3) {
            let _ = clock.recv_timeout(Duration::from_micros(1000 + dice.roll(longest)));
        } else {
            while heard.last().is_none_or(|line| line != "open") {
                match lines.recv_timeout(Duration::from_secs(60)) {
                    Ok(line) => heard.push(line),
                    Err(_) => break,
                }
            }
            let _ = clock.recv_timeout(Duration::from_micros(dice.roll(longest)));
        }
        child.kill().unwrap();
        let status = child.wait().unwrap();
        let mut errors = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut errors).unwrap();
        assert!(
            status.code().is_none(),
            "{at}: the child ended by itself: {errors}"
        );
        let mut open = false;
        heard.extend(lines.iter());
        for line in heard {
            open |= line == "open";
            if let Some(n) = line.strip_prefix("ack ").and_then(|n| n.parse().ok()) {
                expected.push(n);
                life.acked += 1;
            }
        }
        life.early += u64::from(!open);
        let seen = look(&desk, round % 2 == 0 || !open, &at);
        for n in &expected {
            assert!(
                seen.0.contains_key(n),
                "{at}: batch {n} was acknowledged and is lost"
            );
        }
        for (n, (found, parts)) in &seen.0 {
            assert_eq!(found, parts, "{at}: batch {n} is half there");
        }
        life.unacknowledged += seen.0.keys().filter(|n| !expected.contains(n)).count() as u64;
        expected = seen.0.keys().copied().collect();
        next = expected.last().map_or(1, |n| n + 1);
        life.segments = life
            .segments
            .max(std::fs::read_dir(desk.join("journal")).map_or(0, Iterator::count));
    }
    life
}

/// What a kill left: by a start and by way of sled too, or by a reader without the lock.
fn look(desk: &Path, start: bool, at: &str) -> Seen {
    let mut seen = Seen::default();
    if start {
        let mut store = opened(desk);
        store.read_all(&mut |r| seen.take(&r)).unwrap();
        let mut kept = Seen::default();
        for case in 1..=7 {
            for r in store.read(Stream::Case(CaseId(case)), 0).unwrap() {
                kept.take(&r);
            }
        }
        assert_eq!(kept.0, seen.0, "{at}");
        assert_eq!(store.trouble(), None);
    } else {
        let mut reader = JournalReader::open(desk, Arc::new(Real::new())).unwrap();
        reader.read_all(&mut |r| seen.take(&r)).unwrap();
    }
    seen
}
