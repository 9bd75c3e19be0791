//! A log of a thousand rows, changed at every row in every way: each change is found, with its place.

use porchlight::record::Stream;
use porchlight::store::frame::{Entry, Frame, root};
use porchlight::store::segment::{Chain, HEADER, Header, walk};

const ROWS: usize = 1_000;

/// How many rows after a change are looked at beside it; every so many rows the whole log is.
const NEAR: usize = 20;
const WHOLE: usize = 100;

/// A log with one row a frame, and the chain before each row and at the end.
fn log() -> (Vec<Vec<u8>>, Vec<Chain>) {
    let (mut prev, mut entry_prev) = (root(), root());
    let (mut frames, mut chains) = (Vec::new(), Vec::new());
    for row in 0..ROWS as u64 {
        chains.push(Chain {
            next: row,
            hash: prev,
        });
        let entry = Entry {
            stream: Stream::Desk,
            seq: row + 1,
            prev: entry_prev,
            record: 0,
            key: 0,
            suite: 0,
            nonce: [0; 12],
            body: format!("row {row} of who did what").into_bytes(),
        };
        entry_prev = entry.hash();
        let frame = Frame {
            first: row,
            group: row,
            prev,
            session: 7,
            request: 0,
            at: row as i64,
            entries: vec![entry],
        };
        let mut bytes = Vec::new();
        prev = frame.write(&mut bytes).unwrap();
        frames.push(bytes);
    }
    chains.push(Chain {
        next: ROWS as u64,
        hash: prev,
    });
    (frames, chains)
}

/// The first place at which frames are not what the head kept elsewhere (in sled, in a backup) says they were.
fn first_wrong(frames: &[Vec<u8>], before: &Chain, kept: &Chain) -> Option<u64> {
    let header = Header {
        number: 0,
        first: before.next,
        prev: before.hash,
    };
    let mut bytes = header.to_bytes().to_vec();
    assert_eq!(bytes.len(), HEADER);
    bytes.extend(frames.concat());
    let mut chain = Chain { ..*before };
    let mut holes = Vec::new();
    let ending = walk(
        &bytes,
        HEADER,
        0,
        true,
        &mut chain,
        &mut holes,
        &mut |_, _| {},
    );
    let hole = holes.first().map(|hole| hole.from);
    let torn = ending.torn.map(|_| chain.next);
    let short = (chain.next < kept.next).then_some(chain.next);
    let other = (chain.hash != kept.hash).then_some(kept.next - 1);
    [hole, torn, short, other].into_iter().flatten().min()
}

/// Changes the log at every row; what is found lies at that row, or at the one after it where the row itself is
/// well made and only the next one shows that it is not the old one.
///
/// What stands far from a change is not touched by it, so that mostly its neighbours are walked; the whole log now
/// and then shows that the distance makes no difference.
fn check(what: &str, change: impl Fn(&mut Vec<Vec<u8>>, usize), late: u64) {
    let (frames, chains) = log();
    assert_eq!(first_wrong(&frames, &chains[0], &chains[ROWS]), None);
    for row in 0..ROWS {
        let (from, to) = match row % WHOLE {
            0 => (0, ROWS),
            _ => (row.saturating_sub(1), ROWS.min(row + NEAR)),
        };
        let mut changed = frames[from..to].to_vec();
        change(&mut changed, row - from);
        if changed == frames[from..to] {
            assert_eq!(row + 1, ROWS, "{what} changed nothing at row {row}");
            continue;
        }
        let found = first_wrong(&changed, &chains[from], &chains[to])
            .unwrap_or_else(|| panic!("{what} at row {row} was not seen"));
        let row = row as u64;
        assert!(
            (row..=row + late).contains(&found),
            "{what} at row {row} was found at {found}"
        );
    }
}

#[test]
fn a_flipped_bit_is_found_at_its_row() {
    check(
        "a flip",
        |log, row| {
            let at = (row * 31) % log[row].len();
            log[row][at] ^= 1 << (row % 8);
        },
        0,
    );
}

#[test]
fn a_row_deleted_is_found_at_its_row() {
    check("a deletion", |log, row| drop(log.remove(row)), 0);
}

#[test]
fn a_row_inserted_is_found_at_its_row() {
    check(
        "an insertion",
        |log, row| {
            let copy = log[if row == 0 { 1 } else { row - 1 }].clone();
            log.insert(row, copy);
        },
        0,
    );
}

#[test]
fn rows_swapped_are_found_at_the_first() {
    check(
        "a swap",
        |log, row| {
            if row + 1 < log.len() {
                log.swap(row, row + 1);
            }
        },
        0,
    );
}

#[test]
fn a_log_cut_short_is_found_where_it_ends() {
    check("a cut", |log, row| log.truncate(row), 0);
    check(
        "a cut inside a row",
        |log, row| {
            log.truncate(row + 1);
            let half = log[row].len() / 2;
            log[row].truncate(half);
        },
        0,
    );
}

#[test]
fn a_row_written_anew_by_somebody_who_knows_the_format_is_found_at_the_next() {
    check(
        "a forgery",
        |log, row| {
            let mut frame = porchlight::store::frame::find(&log[row]).unwrap().frame;
            frame.entries[0].body = b"nobody looked".to_vec();
            let mut bytes = Vec::new();
            frame.write(&mut bytes).unwrap();
            log[row] = bytes;
        },
        1,
    );
}
