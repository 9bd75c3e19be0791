//! Ten thousand and a hundred thousand cases: duties, board, folding, search.

use std::time::Instant;

use porchlight::desk::board::Board;
use porchlight::desk::core::Core;
use porchlight::record::{CaseId, Moment, SessionId};
use porchlight::rules::duties_brief;
use porchlight::store::JournalReader;
use porchlight::wire::Ask;

use crate::people::{self, Folders, WHO, answer};
use crate::table::{Anchor, Table, Target, median, millis, percentile};

const NOW: Moment = Moment(1_794_000_000_000_000);

pub fn measure(folders: &mut Folders, table: &mut Table) {
    ten_thousand(table);
    hundred_thousand(table);
    folding(folders, table);
}

fn ten_thousand(table: &mut Table) {
    let mut desk = people::desk(10_000, NOW);
    let ids: Vec<CaseId> = desk.core().docket().case_ids().collect();
    // The duties and the board's row of the case that changed, among all the others.
    let mut board = Board::default();
    board.rebuild(desk.core().docket(), desk.core().packs(), NOW);
    let mut one = Vec::new();
    for id in ids.iter().take(500) {
        let begun = Instant::now();
        board.refresh(desk.core().docket(), desk.core().packs(), NOW, *id);
        one.push(millis(begun.elapsed()));
    }
    table.row(
        "10,000 cases: duties and order after one event, p50 of 500",
        median(&one),
        "ms",
        Target::Most(1.0),
        &Anchor::None,
    );
    desk.ask(SessionId(9), WHO, Ask::WatchBoard);
    let mut whole = Vec::new();
    for n in 0..100_usize {
        let case = format!("A-{:04}", 1 + n * 97 % 10_000);
        let command = answer(&case, "look.hair_words", "brown, to the shoulder");
        let begun = Instant::now();
        let _ = desk.ask(SessionId(9), WHO, Ask::Do(command));
        whole.push(millis(begun.elapsed()));
    }
    table.row(
        "10,000 cases: an answer decided, folded and shown, p50 of 100",
        median(&whole),
        "ms",
        Target::None,
        &Anchor::None,
    );
    let mut typed = Vec::new();
    for words in [
        "tanisha okafor",
        "marguerite",
        "312-555",
        "zoe haller",
        "26-009",
    ] {
        for end in 1..=words.chars().count() {
            let part: String = words.chars().take(end).collect();
            let begun = Instant::now();
            desk.ask(SessionId(9), WHO, Ask::Find(part));
            typed.push(millis(begun.elapsed()));
        }
    }
    table.row(
        "search as typed over 10,000 children, p99",
        percentile(&typed, 99),
        "ms",
        Target::Most(16.0),
        &Anchor::None,
    );
    table.absent(
        "search as typed over 1,000,000 children, p99",
        "≤ 16 ms",
        "this desk keeps no such number in memory yet",
    );
}

fn hundred_thousand(table: &mut Table) {
    let made = Instant::now();
    let mut desk = people::desk(100_000, NOW);
    println!("100,000 cases made in {} s", made.elapsed().as_secs());
    let mut all = Vec::new();
    for _ in 0..3 {
        let docket = desk.core().docket();
        let begun = Instant::now();
        let mut count = 0;
        for id in docket.case_ids() {
            if let Some(whole) = docket.whole(id) {
                count += duties_brief(whole, desk.core().packs(), NOW).len();
            }
        }
        all.push(millis(begun.elapsed()));
        assert!(count > 0, "no duties");
    }
    table.row(
        "100,000 cases: all duties from nothing",
        median(&all) / 1e3,
        "s",
        Target::Most(1.0),
        &Anchor::None,
    );
    let begun = Instant::now();
    let mut board = Board::default();
    board.rebuild(desk.core().docket(), desk.core().packs(), NOW);
    table.row(
        "100,000 cases: the whole board from nothing",
        begun.elapsed().as_secs_f64(),
        "s",
        Target::None,
        &Anchor::None,
    );
    let (mut after, mut views) = (Vec::new(), Vec::new());
    let ids: Vec<CaseId> = desk.core().docket().case_ids().take(500).collect();
    for id in ids {
        let begun = Instant::now();
        board.refresh(desk.core().docket(), desk.core().packs(), NOW, id);
        after.push(millis(begun.elapsed()));
    }
    for _ in 0..20 {
        let begun = Instant::now();
        let view = desk.core_mut().board();
        views.push(millis(begun.elapsed()));
        assert!(view.open == 100_000, "{} open", view.open);
    }
    table.row(
        "100,000 cases: duties and order after one event, p50 of 500",
        median(&after),
        "ms",
        Target::Most(1.0),
        &Anchor::None,
    );
    table.row(
        "100,000 cases: the board's view for a screen, p50 of 20",
        median(&views),
        "ms",
        Target::None,
        &Anchor::None,
    );
    let mut minute = Vec::new();
    for n in 1..=10 {
        let begun = Instant::now();
        desk.at(NOW.plus(n * 60_000_000));
        minute.push(millis(begun.elapsed()));
    }
    table.row(
        "100,000 cases: what a minute changes, p50 of 10",
        median(&minute),
        "ms",
        Target::None,
        &Anchor::None,
    );
}

fn folding(folders: &mut Folders, table: &mut Table) {
    for count in [1_000, 10_000] {
        let at = folders.of(count);
        let mut times = Vec::new();
        let mut events = 0_u64;
        for _ in 0..3 {
            let disk = std::sync::Arc::new(porchlight::env::disk::Real::new());
            let begun = Instant::now();
            let mut reader = JournalReader::open(&at, disk).expect("the journal");
            let mut core = Core::new();
            events = 0;
            reader
                .read_all(&mut |recorded| {
                    core.fold(&recorded);
                    events += 1;
                })
                .expect("the journal");
            core.ready(NOW).expect("a desk");
            times.push(millis(begun.elapsed()));
        }
        table.row(
            &format!("a journal of {count} cases ({events} events) read, checked, folded"),
            median(&times),
            "ms",
            Target::None,
            &Anchor::None,
        );
    }
}
