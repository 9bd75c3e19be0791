//! What the program costs, beside what it may cost: `cargo bench` prints one table at its end.
//!
//! Each suite measures for real and takes turns with what it is compared to, so that a busy machine slows both.
//! Figures are medians unless a row says otherwise. Nothing here fails a build: a row says *met* or *missed*.
//! A word after `--` runs only the suites whose name holds it: `cargo bench -- commit`.
//! Set `PORCHLIGHT_BENCH_DIR` to measure another disk than the one of the temporary folder.
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark measures real time, prints it and stops when it cannot"
)]

/// Bytes and time a frame, through the program's own backend.
mod bytes;
/// The acknowledged commit beside a bare append.
mod commit;
/// The real program serving a desk, and a session's raw line to it.
#[path = "../history/desk.rs"]
#[allow(dead_code, reason = "the histories use the rest")]
mod desk;
/// Desks that were started, ended again.
mod desks;
/// Duties, board, folding and search over many cases.
mod many;
/// What a start is made of, part by part.
mod parts;
/// Made-up cases, as many as wanted.
mod people;
/// The real binary in a pseudo-terminal.
mod pty;
/// Many sessions on one desk.
mod shared;
/// Start-up, memory, keys and idling of the real binary, beside other programs.
mod start;
/// Figures beside targets.
mod table;

use porchlight::env::clock::{Clock, Real};
use table::Table;

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let begun = std::time::Instant::now();
    let mut table = Table::new(words);
    println!("machine: {}", table::machine());
    let mut folders = people::Folders::new(commit::home(), Real.wall());
    // A minute of doing nothing needs no attention, so it runs beside the rest.
    let idle = table.wants("idle").then(start::idle_begins);
    let shared_home = commit::home();
    let untouched = table
        .wants("shared")
        .then(|| shared::untouched_begins(shared_home.path()));
    if table.wants("bytes") {
        bytes::measure(&mut table);
    }
    if table.wants("start") {
        start::measure(&mut folders, &mut table);
    }
    if table.wants("parts") {
        parts::measure(&mut folders, &mut table);
    }
    if table.wants("keys") {
        start::keys(&mut folders, &mut table);
    }
    if table.wants("commit") {
        commit::measure(&mut table);
    }
    if table.wants("many") {
        many::measure(&mut folders, &mut table);
    }
    if table.wants("shared") {
        shared::measure(shared_home.path(), &mut table);
    }
    if let Some(untouched) = untouched {
        shared::untouched_ends(untouched, &mut table);
    }
    if let Some(idle) = idle {
        start::idle_ends(idle, &mut table);
    }
    table.print();
    println!("took {} s", begun.elapsed().as_secs());
}
