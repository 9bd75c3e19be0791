//! Many clients over real sockets to the real program, which is killed and started again: every answer they were
//! given is held against the log.
//!
//! `PORCHLIGHT_HISTORIES` says how many seeds, `PORCHLIGHT_HISTORY_SEED` repeats one, `PORCHLIGHT_HISTORY_OPS` how
//! much each of the 32 clients does.

mod bad;
mod check;
mod desk;
mod record;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use porchlight::env::disk::Real;
use porchlight::record::{CaseId, Recorded, SessionId};
use porchlight::store::JournalReader;
use porchlight::wire::{Ask, Command, Message, Outcome};

use crate::store::scratch::{Dice, number, scratch};
use desk::{LONG, Line, Served, breathe, request};
use record::{Client, Lie};

const CLIENTS: u64 = 32;

/// What came of a run.
struct Run {
    wrong: Vec<String>,
    asked: usize,
    unknown: usize,
    kills: u64,
    cuts: u64,
    clients_killed: u64,
    slow: u64,
}

fn log_of(folder: &Path) -> Vec<Recorded> {
    let mut reader = JournalReader::open(folder, Arc::new(Real::new())).unwrap();
    let mut log = Vec::new();
    reader.read_all(&mut |one| log.push(one)).unwrap();
    log
}

/// Opens cases for everybody to meet in.
fn cases(socket: &Path, count: usize) -> (Vec<(CaseId, String)>, SessionId) {
    let mut line = Line::open(socket, 7, "Priya Nair").unwrap();
    let mut cases = Vec::new();
    for n in 1..=count as u64 {
        let open = Command::Open {
            key_at: None,
            name: Some("Tanisha Okafor".to_owned()),
            child: None,
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        };
        let ask = request(line.session, n, "Priya Nair", Ask::Do(open));
        line.send(&ask).unwrap();
        loop {
            let message = line.next(LONG).unwrap().expect("an answer");
            if let Message::Reply { result, .. } = message {
                let Ok(Outcome::Saved {
                    case: Some(case),
                    case_number: Some(number),
                    ..
                }) = result
                else {
                    panic!("{result:?}");
                };
                cases.push((case, number));
                break;
            }
        }
    }
    (cases, line.session)
}

fn run(seed: u64, ops: u64, kills: u64, lie: Option<Lie>) -> Run {
    let home = scratch();
    let folder = home.path().join("desk");
    let mut served = Served::start(&folder);
    let socket = served.socket();
    let (cases, opener) = cases(&socket, 3);
    let clock = Arc::new(AtomicU64::new(1));
    let mut dice = Dice::new(seed);
    let busy = Arc::new(AtomicU64::new(CLIENTS));
    let clients: Vec<std::thread::JoinHandle<Client>> = (0..CLIENTS)
        .map(|n| {
            let seed = seed * 1000 + n + 1;
            let name = format!("Operator {n}");
            let client = Client::new(&socket, Arc::clone(&clock), seed, name, lie);
            let (cases, busy) = (cases.clone(), Arc::clone(&busy));
            std::thread::spawn(move || {
                let client = client.works(&cases, ops);
                busy.fetch_sub(1, Ordering::SeqCst);
                client
            })
        })
        .collect();
    let mut killed = 0;
    while busy.load(Ordering::SeqCst) > 0 && clients.iter().any(|one| !one.is_finished()) {
        breathe(Duration::from_millis(40 + dice.roll(300)));
        if killed < kills && busy.load(Ordering::SeqCst) > 0 {
            let folder = served.kill();
            served = Served::start(&folder);
            killed += 1;
        }
    }
    let mut clients: Vec<Client> = clients
        .into_iter()
        .map(|one| {
            one.join()
                .unwrap_or_else(|_| panic!("a client of seed {seed} failed"))
        })
        .collect();
    let mut wrong = Vec::new();
    // Everybody looks once more; nothing changes now, so all see the same.
    let mut last = BTreeMap::new();
    for client in &mut clients {
        for (case, _) in &cases {
            let view = client.looks(*case);
            last.entry(*case).or_insert_with(Vec::new).push(view);
        }
    }
    drop(served);
    let log = log_of(&folder);
    for (case, views) in &last {
        for view in views {
            if !check::replica(&log, view) {
                wrong.push(format!(
                    "a screen shows {case} otherwise than the log at {}",
                    view.seq
                ));
            }
        }
    }
    let history: Vec<record::Done> = clients.iter().flat_map(|c| c.history.clone()).collect();
    for client in &clients {
        for line in &client.pushed {
            let mut at: BTreeMap<CaseId, u64> = BTreeMap::new();
            for (case, seq) in line {
                let before = at.insert(*case, *seq).unwrap_or(0);
                if before > *seq {
                    wrong.push(format!("a line was shown {seq} of {case} after {before}"));
                }
            }
        }
    }
    wrong.extend(check::check(&log, opener, &history));
    let of = |count: fn(&Client) -> u64| clients.iter().map(count).sum();
    Run {
        wrong,
        asked: history.len(),
        unknown: history
            .iter()
            .filter(|done| done.answered.is_none())
            .count(),
        kills: killed,
        cuts: of(|c| c.cuts),
        clients_killed: of(|c| c.kills),
        slow: of(|c| c.slow),
    }
}

#[test]
fn every_answer_fits_the_log_whatever_is_killed() {
    let ops = number("PORCHLIGHT_HISTORY_OPS", 15);
    let seeds: Vec<u64> = match std::env::var("PORCHLIGHT_HISTORY_SEED") {
        Ok(seed) => vec![seed.parse().unwrap()],
        Err(_) => (1..=number("PORCHLIGHT_HISTORIES", 2)).collect(),
    };
    let (mut asked, mut unknown, mut kills, mut cuts, mut clients, mut slow) = (0, 0, 0, 0, 0, 0);
    for seed in &seeds {
        let run = run(*seed, ops, 3, None);
        assert!(
            run.wrong.is_empty(),
            "seed {seed}: {} answers do not fit the log:\n  {}",
            run.wrong.len(),
            run.wrong[..run.wrong.len().min(10)].join("\n  ")
        );
        asked += run.asked;
        unknown += run.unknown;
        kills += run.kills;
        cuts += run.cuts;
        clients += run.clients_killed;
        slow += run.slow;
    }
    println!(
        "histories: {} of {CLIENTS} clients, {asked} questions, {unknown} never answered; {kills} desks and {clients} \
         clients killed, {cuts} lines cut, {slow} readers slow; every answer fits the log",
        seeds.len()
    );
    assert!(
        kills > 0 && cuts > 0 && clients > 0 && slow > 0,
        "nothing went wrong"
    );
}

#[test]
fn a_desk_that_lies_is_caught() {
    for lie in [Lie::Swallows, Lie::Replays, Lie::ShowsTheOld] {
        let run = run(9, 8, 0, Some(lie));
        assert!(!run.wrong.is_empty(), "{lie:?} was not seen");
        println!("{lie:?}: caught: {}", run.wrong[0]);
    }
}
