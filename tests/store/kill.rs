//! `kill -9` at random moments: while opening, appending, rotating, while sled is written.
//!
//! The child is this same test binary, told by an environment variable. `PORCHLIGHT_KILLS` says how often,
//! `PORCHLIGHT_SEED` repeats a run.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use porchlight::env::disk::Real;
use porchlight::record::{CaseId, Moment, Recorded, Stream};
use porchlight::store::{JournalReader, Log, Store};

use super::make::{START, batch, founding, note, text_of};

const DESK: &str = "PORCHLIGHT_KILL_DESK";
const FROM: &str = "PORCHLIGHT_KILL_FROM";
const SIZE: u64 = 64 << 10;

/// Random numbers that can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

fn opened(desk: &Path) -> Store {
    Store::sized(desk, Arc::new(Real::new()), START, SIZE)
        .unwrap_or_else(|e| panic!("a start failed: {e}"))
        .store
}

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
    let mut dice = Dice(n * 2 + 1);
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

#[test]
fn nothing_acknowledged_is_lost_by_kill_9() {
    let kills: u64 = std::env::var("PORCHLIGHT_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60);
    let seed: u64 = std::env::var("PORCHLIGHT_SEED")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0x5EED_CA5E);
    let mut dice = Dice(seed | 1);
    let (_keep, clock) = mpsc::channel::<()>();
    let mut home = tempfile::tempdir().unwrap();
    let (mut acked, mut early, mut unacknowledged, mut segments) = (0_u64, 0_u64, 0_u64, 0_usize);
    let mut expected: Vec<u64> = Vec::new();
    let mut next = 1;
    for round in 0..kills {
        if round % 25 == 0 {
            home = tempfile::tempdir().unwrap();
            expected.clear();
            next = 1;
        }
        let desk = home.path().join("desk");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::kill::child", "--ignored", "--nocapture"])
            .env(DESK, &desk)
            .env(FROM, next.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
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
        // A third of the kills fall at any moment from the start on, the others at any moment from the open on.
        if dice.roll(3) == 0 {
            let _ = clock.recv_timeout(Duration::from_millis(1 + dice.roll(120)));
        } else {
            while heard.last().is_none_or(|line| line != "open") {
                match lines.recv_timeout(Duration::from_secs(30)) {
                    Ok(line) => heard.push(line),
                    Err(_) => break,
                }
            }
            let _ = clock.recv_timeout(Duration::from_micros(dice.roll(120_000)));
        }
        child.kill().unwrap();
        let status = child.wait().unwrap();
        let mut errors = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut errors).unwrap();
        assert!(
            status.code().is_none(),
            "round {round}, seed {seed}: the child ended by itself: {errors}"
        );
        let mut open = false;
        heard.extend(lines.iter());
        for line in heard {
            open |= line == "open";
            if let Some(n) = line.strip_prefix("ack ").and_then(|n| n.parse().ok()) {
                expected.push(n);
                acked += 1;
            }
        }
        early += u64::from(!open);
        let mut seen = Seen::default();
        if round % 2 == 0 || !open {
            let mut store = opened(&desk);
            store.read_all(&mut |r| seen.take(&r)).unwrap();
            // Once more by way of sled.
            let mut kept = Seen::default();
            for case in 1..=7 {
                for r in store.read(Stream::Case(CaseId(case)), 0).unwrap() {
                    kept.take(&r);
                }
            }
            assert_eq!(kept.0, seen.0, "round {round}, seed {seed}");
            assert_eq!(store.trouble(), None);
        } else {
            let mut reader = JournalReader::open(&desk, Arc::new(Real::new())).unwrap();
            reader.read_all(&mut |r| seen.take(&r)).unwrap();
        }
        for n in &expected {
            assert!(
                seen.0.contains_key(n),
                "round {round}, seed {seed}: batch {n} was acknowledged and is lost"
            );
        }
        for (n, (found, parts)) in &seen.0 {
            assert_eq!(
                found, parts,
                "round {round}, seed {seed}: batch {n} is half there"
            );
        }
        unacknowledged += seen.0.keys().filter(|n| !expected.contains(n)).count() as u64;
        expected = seen.0.keys().copied().collect();
        next = expected.last().map_or(1, |n| n + 1);
        segments = segments.max(std::fs::read_dir(desk.join("journal")).map_or(0, Iterator::count));
    }
    println!(
        "kill -9: {kills} kills (seed {seed}), {early} before the desk was open, {acked} batches acknowledged, \
         0 lost, 0 half-applied, 0 failed starts; {unacknowledged} unacknowledged ones were there; \
         up to {segments} segments"
    );
    assert!(acked > 0, "no child got as far as an acknowledgement");
}
