//! The desk's thread: the core over a real log, a real clock and a real disk, spoken to in wire frames.
//!
//! One inbox, one loop, a total order. It wakes for what is asked, for what time changes on a watched screen,
//! for drafts that are due on the disk, for chores that are due, and otherwise sleeps.
//!
//! [`way`] is what a session holds of it, `letters` what reaches it, `shell` its loop, `lines` what it says.

mod letters;
mod lines;
mod shell;
#[cfg(test)]
mod tests;
pub mod way;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::channel;

use letters::Letter;
use shell::{QUIET, Shell};
pub use way::{Desk, Session, Way};

use super::chores::{Chore, Chores};
use super::core::Input;
use super::draft_file::DraftFiles;
use super::idle::Idle;
use super::local::folded;
use super::phrases::Phrases;
use crate::env::clock::{Clock, Present};
use crate::record::Problem;
use crate::store::Log;
use crate::store::spool::Spool;

/// What a desk runs over.
pub struct Parts {
    /// The log, founded.
    pub log: Box<dyn Log>,
    /// The clocks.
    pub clock: Box<dyn Clock>,
    /// Where drafts are kept; `None` keeps them in memory only.
    pub drafts: Option<DraftFiles>,
    /// Where readers without the lock leave who they are and what they saw.
    pub spool: Option<Spool>,
}

/// What a desk does beside answering.
#[derive(Default)]
pub struct Beside {
    /// Work that comes due by time.
    pub chores: Vec<Box<dyn Chore>>,
    /// Who is told when nobody needs the desk any more; without it the desk stays until it is stopped.
    pub idle: Option<Idle>,
    /// What was found at the start and every operator must know.
    pub said: Vec<String>,
}

/// Starts a desk over a founded log.
///
/// # Errors
/// When the log cannot be read whole, holds no desk, or no thread can be had.
pub fn start(parts: Parts) -> Result<Desk, Problem> {
    start_with(parts, Beside::default())
}

/// The same, with work beside.
///
/// # Errors
/// As [`start`].
pub fn start_with(mut parts: Parts, beside: Beside) -> Result<Desk, Problem> {
    let mut core = folded(parts.log.as_mut())?;
    if core.docket().desk.is_none() {
        return Err(Problem::setup("This folder holds no desk yet."));
    }
    let mut present = Present::new(parts.clock, parts.log.last_time());
    core.ready(present.read().now)?;
    if let Some(drafts) = &mut parts.drafts {
        for draft in drafts.left_behind() {
            core.step(Input::DraftFound {
                session: draft.session,
                operator: draft.operator,
                place: draft.place,
                text: draft.text,
            });
        }
    }
    let (inbox, letters) = channel();
    let way = Way {
        inbox,
        turns: Arc::default(),
    };
    let done = way.clone();
    let derived = way.clone();
    let shell = Shell {
        phrases: Phrases::new(move |ticket, check| {
            // A desk that has ended needs no answer.
            let _ = derived.inbox.send(Letter::Derived(ticket, check));
        }),
        chores: Chores::new(beside.chores, move |nth, result| {
            let _ = done.inbox.send(Letter::Done(nth, result));
        }),
        idle: beside.idle,
        last_sent: None,
        standing: beside
            .said
            .into_iter()
            .map(|words| (present.read().now, words))
            .collect(),
        core,
        log: parts.log,
        present,
        drafts: parts.drafts,
        spool: parts.spool,
        lines: BTreeMap::new(),
        trouble: None,
        idle_in: Some(QUIET),
    };
    let thread = std::thread::Builder::new()
        .name("desk".to_owned())
        .spawn(move || shell.run(&letters))
        .map_err(|error| Problem::machine(format!("No thread for the desk: {error}.")))?;
    Ok(Desk {
        way,
        thread: Some(thread),
    })
}
