//! The acknowledged commit beside a bare append with fdatasync to a preallocated file on the same disk.
//!
//! The two take turns, so that a busy disk or machine slows both.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use porchlight::env::disk::{Disk, DiskFile, How, Real};
use porchlight::record::{Batch, CaseId, DeskId, Event, Moment, SafeText, SessionId, Stream};
use porchlight::store::{Log, Store};

use crate::table::{Anchor, Table, Target, median, percentile};

const ROUNDS: usize = 1000;
const WARM: usize = 50;
const CASES: u128 = 40;

fn batch(stream: Stream, event: Event) -> Batch {
    Batch {
        expected: Vec::new(),
        events: vec![(stream, event)],
        at: Moment(1_794_000_000_000_000),
        operator: SafeText::line("Ruth Okafor"),
        session: SessionId(1),
        request: 0,
    }
}

fn founding() -> Batch {
    batch(
        Stream::Desk,
        Event::DeskFounded {
            desk: DeskId(1),
            agency: SafeText::line("Lakeview County Children's Services"),
            zone: "America/Chicago".to_owned(),
            practice: false,
            prefix: "A".to_owned(),
        },
    )
}

/// What is typed between two saves: a line of notes.
fn note(n: usize) -> Batch {
    batch(
        Stream::Case(CaseId(1 + n as u128 % CASES)),
        Event::Noted {
            text: SafeText::line(&format!(
                "{n}: caregiver says she left by the back door after supper, with the blue rucksack, and did not take her inhaler"
            )),
        },
    )
}

fn bare(disk: &Real, folder: &Path) -> Box<dyn DiskFile> {
    let mut file = disk
        .open(&folder.join("bare"), How::New)
        .expect("the bare file");
    file.allocate(4 << 20).expect("space for the bare file");
    file
}

/// The size of a frame on the disk, so that both write as much.
fn frame_size(folder: &Path) -> usize {
    let bytes = std::fs::read(folder.join("desk/journal/00000001.seg")).expect("the journal");
    let used = bytes.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    let starts: Vec<usize> = (0..used)
        .filter(|at| bytes[*at..].starts_with(b"PLf1"))
        .collect();
    used - starts.last().copied().unwrap_or(0)
}

/// A temporary folder on the disk to be measured.
pub fn home() -> tempfile::TempDir {
    match std::env::var_os("PORCHLIGHT_BENCH_DIR") {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    }
    .expect("a temporary folder")
}

/// Measures both in turn.
pub fn measure(table: &mut Table) {
    let home = home();
    let disk = Real::new();
    let mut store = Store::open(&home.path().join("desk"), Arc::new(disk), Moment(0))
        .expect("a desk")
        .store;
    store.append(&founding()).expect("the founding");
    store.append(&note(0)).expect("a note");
    let frame = vec![0xA5_u8; frame_size(home.path())];
    let mut file = bare(&disk, home.path());
    let mut end = 0_u64;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for n in 1..=WARM + ROUNDS {
        let batch = note(n);
        let start = Instant::now();
        file.write_at(&frame, end).expect("a bare write");
        file.sync_data().expect("a bare sync");
        let bare = start.elapsed();
        end += frame.len() as u64;
        let start = Instant::now();
        store.append(&batch).expect("a commit");
        let commit = start.elapsed();
        if n > WARM {
            theirs.push(bare.as_secs_f64() * 1e6);
            ours.push(commit.as_secs_f64() * 1e6);
        }
    }
    let group: Vec<Batch> = (0..64).map(note).collect();
    let mut grouped = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        for result in store.append_all(&group) {
            result.expect("a commit of a group");
        }
        grouped.push(start.elapsed().as_secs_f64() * 1e6 / 64.0);
    }
    println!(
        "commits: {ROUNDS} of each in turn, {} bytes a frame",
        frame.len()
    );
    let beside = |percent| Anchor::Ran("append + fdatasync", percentile(&theirs, percent));
    table.row(
        "acknowledged commit, p50",
        percentile(&ours, 50),
        "µs",
        Target::Times(1.3),
        &beside(50),
    );
    table.row(
        "acknowledged commit, p99",
        percentile(&ours, 99),
        "µs",
        Target::None,
        &beside(99),
    );
    table.row(
        "a commit in a group of 64, p50",
        median(&grouped),
        "µs",
        Target::None,
        &beside(50),
    );
}
