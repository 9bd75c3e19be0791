//! One desk and many sessions over its real socket: commands a second, how long a change takes to another screen,
//! and what an untouched screen is sent.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use porchlight::record::CaseId;
use porchlight::wire::{Ask, Command, Message, Outcome};

use crate::desk::{LONG, Line, Served, request};
use crate::table::{Anchor, Table, Target, percentile};

const WHO: &str = "Dan Reyes";
const MINUTE: Duration = Duration::from_secs(60);

fn resident(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let kib: f64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0.0);
    kib / 1024.0
}

fn note(case: &str, text: String) -> Ask {
    Ask::Do(Command::Note {
        case: case.to_owned(),
        text,
    })
}

/// Asks and waits for the answer.
fn ask(line: &mut Line, number: u64, what: Ask) -> Outcome {
    let asked = request(line.session, number, WHO, what);
    line.send(&asked).expect("a line");
    loop {
        let message = line.next(LONG).expect("a line").expect("an answer in time");
        if let Message::Reply { number: of, result } = message
            && of == number
        {
            return result.expect("an answer that is no refusal");
        }
    }
}

pub fn measure(home: &Path, table: &mut Table) {
    for sessions in [1_u64, 8, 32, 200] {
        let folder = tempfile::tempdir_in(home).expect("a folder");
        let served = Served::start(&folder.path().join("desk"));
        let socket = served.socket();
        let mut first = Line::open(&socket, 1 << 70, WHO).expect("a line");
        let mut cases: Vec<(CaseId, String)> = Vec::new();
        for n in 1..=8 {
            let open = Command::Open {
                key_at: None,
                name: Some("Tanisha Okafor".to_owned()),
                child: None,
                channel: None,
                came_at: None,
                zone: None,
                linked: Vec::new(),
            };
            if let Outcome::Saved {
                case: Some(case),
                case_number: Some(number),
                ..
            } = ask(&mut first, n, Ask::Do(open))
            {
                cases.push((case, number));
            }
        }
        let empty = resident(served.pid());
        let each = (1600 / sessions).clamp(8, 200);
        let (begin, done) = (
            Arc::new(Barrier::new(sessions as usize + 1)),
            Arc::new(AtomicU64::new(0)),
        );
        let workers: Vec<_> = (0..sessions)
            .map(|n| {
                let (socket, begin, done) = (socket.clone(), Arc::clone(&begin), Arc::clone(&done));
                let case = cases[(n as usize) % cases.len()].1.clone();
                std::thread::spawn(move || {
                    let mut line =
                        Line::open(&socket, (1 << 71) + u128::from(n), WHO).expect("a line");
                    begin.wait();
                    for n in 1..=each {
                        ask(&mut line, n, note(&case, format!("rings back {n}")));
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                    line
                })
            })
            .collect();
        begin.wait();
        let begun = Instant::now();
        let lines: Vec<Line> = workers
            .into_iter()
            .map(|one| one.join().expect("a session"))
            .collect();
        let rate = done.load(Ordering::SeqCst) as f64 / begun.elapsed().as_secs_f64();
        table.row(
            &format!("{sessions} sessions: commands saved a second"),
            rate,
            "/s",
            Target::None,
            &Anchor::None,
        );
        table.row(
            &format!("{sessions} sessions: the desk's memory for each"),
            (resident(served.pid()) - empty).max(0.0) / sessions as f64,
            "MB",
            Target::None,
            &Anchor::None,
        );
        spread(&cases[0], &mut first, lines, sessions, table);
    }
}

/// A change of one session on the screens of all others.
fn spread(
    (case, number): &(CaseId, String),
    writer: &mut Line,
    lines: Vec<Line>,
    sessions: u64,
    table: &mut Table,
) {
    let begun = Instant::now();
    let changes = 60;
    let sent: Arc<Vec<AtomicU64>> = Arc::new((0..=changes).map(|_| AtomicU64::new(0)).collect());
    let begin = Arc::new(Barrier::new(lines.len() + 1));
    let readers: Vec<_> = lines
        .into_iter()
        .map(|mut line| {
            let (sent, begin, case) = (Arc::clone(&sent), Arc::clone(&begin), *case);
            std::thread::spawn(move || {
                ask(&mut line, 9_000, Ask::WatchCase(Some(case)));
                begin.wait();
                let mut late = Vec::new();
                let mut next = 1;
                while next <= changes {
                    let message = line.next(LONG).expect("a line").expect("a view in time");
                    if let Message::Case(view) = message {
                        let now = begun.elapsed().as_micros() as u64;
                        while next <= changes
                            && view
                                .timeline
                                .iter()
                                .any(|row| row.words.as_str().ends_with(&format!("change {next}.")))
                        {
                            let at = sent[next as usize].load(Ordering::SeqCst);
                            late.push((now - at) as f64 / 1e3);
                            next += 1;
                        }
                    }
                }
                late
            })
        })
        .collect();
    begin.wait();
    for n in 1..=changes {
        sent[n as usize].store(begun.elapsed().as_micros() as u64, Ordering::SeqCst);
        ask(writer, 10_000 + n, note(number, format!("change {n}.")));
    }
    let mut late = Vec::new();
    for reader in readers {
        late.extend(reader.join().expect("a session"));
    }
    for percent in [50, 99] {
        table.row(
            &format!("{sessions} sessions: a change on another screen, p{percent}"),
            percentile(&late, percent),
            "ms",
            if percent == 99 && sessions <= 32 {
                Target::Most(100.0)
            } else {
                Target::None
            },
            &Anchor::None,
        );
    }
}

/// A minute in which nothing happens, on a thread of its own: how many bytes the desk sends to a screen.
pub fn untouched_begins(home: &Path) -> JoinHandle<usize> {
    let folder = tempfile::tempdir_in(home).expect("a folder");
    std::thread::spawn(move || {
        let served = Served::start(&folder.path().join("desk"));
        let mut line = Line::open(&served.socket(), 3, WHO).expect("a line");
        ask(&mut line, 1, Ask::WatchBoard);
        // What the watch itself brings.
        while line.next(Duration::from_secs(2)).expect("a line").is_some() {}
        let begun = Instant::now();
        let mut bytes = 0_usize;
        while let Some(left) = MINUTE.checked_sub(begun.elapsed()) {
            if let Ok(Some(message)) = line.next(left) {
                bytes += porchlight::codec::wire::encode_message(&message).len();
            }
        }
        bytes
    })
}

/// Takes up what the untouched screen was sent.
pub fn untouched_ends(begun: JoinHandle<usize>, table: &mut Table) {
    let what = "an untouched screen: bytes sent to it in a minute";
    match begun.join() {
        Ok(bytes) => table.row(what, bytes as f64, "B", Target::Most(0.0), &Anchor::None),
        Err(_) => table.absent(what, "≤ 0 B", "its thread fell"),
    }
}
