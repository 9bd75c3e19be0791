//! Many clients over real sockets to the real program, which is killed and started again: every answer they were
//! given is held against the log, and against what whoever asked may have.
//!
//! `PORCHLIGHT_HISTORIES` says how many seeds, `PORCHLIGHT_HISTORY_SEED` repeats one, `PORCHLIGHT_HISTORY_OPS` how
//! much each of the 32 clients does.

mod access;
mod bad;
mod check;
mod client;
mod desk;
mod record;
mod sat;
mod staff;
mod works;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use porchlight::env::disk::Real;
use porchlight::record::{CaseId, Recorded, SessionId};
use porchlight::store::JournalReader;
use porchlight::wire::{Ask, Command, Message, Outcome};

use crate::store::scratch::{Dice, number, scratch};
use client::Client;
use desk::{LONG, Line, Served, breathe, request};
use record::{Answer, Done, Heard, Lie};

const CLIENTS: u64 = 32;

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

/// What came of a run.
struct Run {
    wrong: Vec<String>,
    asked: usize,
    unknown: usize,
    kills: u64,
    cuts: u64,
    clients_killed: u64,
    slow: u64,
    stood: BTreeMap<String, u64>,
    refused: usize,
}

fn run(seed: u64, ops: u64, kills: u64, lie: Option<Lie>) -> Run {
    let home = scratch();
    let folder = home.path().join("desk");
    // Now and then a desk that knows nobody, as before there was a roster.
    let staffed = !seed.is_multiple_of(5);
    let cases = staff::put(&folder, staffed);
    let mut served = Served::start(&folder);
    let socket = served.socket();
    let clock = Arc::new(AtomicU64::new(1));
    let mut dice = Dice::new(seed);
    let clients: Vec<std::thread::JoinHandle<Client>> = (0..CLIENTS)
        .map(|n| {
            let seed = seed * 1000 + n + 1;
            let at = usize::try_from(n).unwrap_or(0) % staff::SITTING;
            let sits = staffed.then_some(staff::PEOPLE[at].0);
            let client = Client::new(&socket, Arc::clone(&clock), seed, sits, cases.clone(), lie);
            std::thread::spawn(move || client.works(ops))
        })
        .collect();
    let mut killed = 0;
    while clients.iter().any(|one| !one.is_finished()) {
        breathe(Duration::from_millis(40 + dice.roll(300)));
        if killed < kills && clients.iter().any(|one| !one.is_finished()) {
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
    let mut last = Vec::new();
    for client in &mut clients {
        for one in &cases {
            if let Some(view) = client.looks(one.case) {
                last.push((client.sat.clone(), view));
            }
        }
    }
    drop(served);
    let log = log_of(&folder);
    for (sat, view) in &last {
        if !check::replica(&log, view, sat) {
            wrong.push(format!(
                "a screen ({:?}) shows {} otherwise than the log at {}",
                sat.role, view.number, view.seq
            ));
        }
    }
    let mut doubts = Vec::new();
    for client in &mut clients {
        client.doubted();
        doubts.append(&mut client.unexplained);
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
    let history: Vec<Done> = clients.iter().flat_map(|c| c.history.clone()).collect();
    let heard: Vec<Heard> = clients.iter().flat_map(|c| c.heard.clone()).collect();
    let mut others: Vec<SessionId> = clients.iter().flat_map(|c| c.backs.clone()).collect();
    others.push(staff::OPENER);
    wrong.extend(check::check(&log, &others, &history));
    if staffed {
        wrong.extend(access::check(&log, &history, &heard, doubts));
    } else {
        wrong.extend(doubts.into_iter().map(|doubt| doubt.words));
    }
    let of = |count: fn(&Client) -> u64| clients.iter().map(count).sum();
    let mut stood = BTreeMap::new();
    for (how, times) in clients.iter().flat_map(|client| &client.stood) {
        *stood.entry(how.clone()).or_default() += times;
    }
    Run {
        wrong,
        asked: history.len(),
        unknown: history
            .iter()
            .filter(|done| done.answered.is_none())
            .count(),
        refused: history
            .iter()
            .filter(|done| matches!(done.answer, Answer::Refused(_)))
            .count(),
        kills: killed,
        cuts: of(|c| c.cuts),
        clients_killed: of(|c| c.kills),
        slow: of(|c| c.slow),
        stood,
    }
}

#[test]
fn every_answer_fits_the_log_and_who_asked_whatever_is_killed() {
    let ops = number("PORCHLIGHT_HISTORY_OPS", 12);
    let seeds: Vec<u64> = match std::env::var("PORCHLIGHT_HISTORY_SEED") {
        Ok(seed) => vec![seed.parse().unwrap()],
        Err(_) => (1..=number("PORCHLIGHT_HISTORIES", 2)).collect(),
    };
    let (mut asked, mut unknown, mut refused) = (0, 0, 0);
    let (mut kills, mut cuts, mut clients, mut slow) = (0, 0, 0, 0);
    let mut stood = BTreeMap::<String, u64>::new();
    for seed in &seeds {
        let run = run(*seed, ops, 3, None);
        assert!(
            run.wrong.is_empty(),
            "seed {seed}: {} answers do not fit the log or who asked:\n  {}",
            run.wrong.len(),
            run.wrong[..run.wrong.len().min(10)].join("\n  ")
        );
        asked += run.asked;
        unknown += run.unknown;
        refused += run.refused;
        kills += run.kills;
        cuts += run.cuts;
        clients += run.clients_killed;
        slow += run.slow;
        for (how, times) in run.stood {
            *stood.entry(how).or_default() += times;
        }
    }
    println!(
        "histories: {} of {CLIENTS} clients, {asked} questions, {refused} refused, {unknown} never answered; {kills} \
         desks and {clients} clients killed, {cuts} lines cut, {slow} readers slow; every answer fits the log and who \
         asked; they stood {stood:?}",
        seeds.len()
    );
    assert!(
        kills > 0 && cuts > 0 && clients > 0 && slow > 0,
        "nothing went wrong"
    );
    if seeds.len() >= 2 {
        for how in [
            "in intake",
            "in reviewer",
            "in supervisor",
            "in auditor",
            "out",
            "locked",
        ] {
            assert!(stood.contains_key(how), "nobody ever stood {how}");
        }
    }
}

/// A desk that lies is seen by the log; one that leaks, by who asked.
#[test]
fn a_desk_that_lies_or_leaks_is_caught() {
    for (lie, seen_by) in [
        (Lie::Swallows, "lost"),
        (Lie::Replays, "never asked"),
        (Lie::ShowsTheOld, "was shown"),
        (Lie::IgnoresTheRole, "may not be"),
        (Lie::ShowsTheMasked, "may not be seen"),
        (Lie::AnswersTheSuspended, "may not be"),
        (Lie::LetsNobodyRead, "nobody has signed in"),
    ] {
        let caught = (6..9).find_map(|seed| {
            let run = run(seed, 12, 0, Some(lie));
            run.wrong.into_iter().find(|words| words.contains(seen_by))
        });
        match caught {
            Some(words) => println!("{lie:?}: caught: {words}"),
            None => panic!("{lie:?} was not seen"),
        }
    }
}
