//! Beginning this program anew in its own process, so that nothing of what it held stays in memory.
//!
//! A locked screen does it: what comes up again knows a ticket, a random number that tells the desk which screen it
//! was, and nothing else.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::record::Problem;

/// The environment variable that holds the ticket; only this account can read it, and it says nothing of anybody.
const TICKET: &str = "PORCHLIGHT_TICKET";

/// The ticket this program was begun with, if it was begun anew.
pub fn ticket() -> Option<String> {
    std::env::var(TICKET)
        .ok()
        .filter(|ticket| ticket.len() == 32 && ticket.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Begins this program anew with a ticket. It comes back only where that failed.
pub fn begin(ticket: &str) -> Problem {
    let mut words = std::env::args_os();
    let mut again = Command::new("/proc/self/exe");
    if let Some(name) = words.next() {
        again.arg0(name);
    }
    let error = again.args(words).env(TICKET, ticket).exec();
    Problem::machine(format!(
        "The screen is locked, and the program could not begin anew ({error}), so it ended."
    ))
    .hint("Start porchlight again; what was typed is kept as drafts.")
}
