//! Opening a desk for writing, and founding it the first time.

use std::path::Path;
use std::sync::Arc;

use crate::desk::founding::{self, Founding};
use crate::env::{disk, ids};
use crate::record::{DeskId, Moment, Problem, SafeText, Stream, Zone};
use crate::store::seal::unlock::Unlock;
use crate::store::{Log, Store, reserve};

/// What a desk is told about itself at its first start.
#[derive(Debug, Clone, Default)]
pub struct First {
    /// The agency's name.
    pub agency: Option<String>,
    /// The agency's zone.
    pub zone: Option<Zone>,
    /// A throw-away desk with made-up cases.
    pub practice: bool,
}

/// A desk opened for writing: founded, locked, ours.
pub struct Opened {
    /// Its store.
    pub store: Store,
    /// What must be said about what was found.
    pub said: Vec<String>,
    /// It was founded just now.
    pub founded: bool,
}

/// Opens the desk in a folder; an empty folder becomes a desk.
///
/// # Errors
/// When somebody else has it, when it cannot be opened or founded, and when a founded desk is told again who
/// it is: that is a setting by then.
pub fn desk(folder: &Path, first: &First, operator: &str, now: Moment) -> Result<Opened, Problem> {
    unlocked(folder, first, operator, now, &Unlock::of_process())
}

/// The same, with other ways to the desk's key.
///
/// # Errors
/// As [`desk`], and when no key opens a sealed desk.
pub fn unlocked(
    folder: &Path,
    first: &First,
    operator: &str,
    now: Moment,
    unlock: &Unlock,
) -> Result<Opened, Problem> {
    let opened = Store::open_by_index(folder, Arc::new(disk::Real::new()), now, unlock)
        .map_err(|error| super::noted::shut_out(folder, operator, error))
        .map_err(with_blank_sheets)?;
    let mut store = opened.store;
    store.keep_reserve(reserve::USUAL);
    let founded = store.head(Stream::Desk) == 0;
    if founded {
        found(&mut store, first, operator, now)?;
    } else if first.agency.is_some() || first.zone.is_some() {
        return Err(founded_already(folder));
    }
    Ok(Opened {
        store,
        said: opened.said,
        founded,
    })
}

/// What is said when a founded desk is told again who it is.
pub fn founded_already(folder: &Path) -> Problem {
    Problem::operator(format!(
        "The desk in {} is founded already; --agency and --zone are for the first start.",
        folder.display()
    ))
    .example(
        "echo '{\"do\":\"set desk\",\"key\":\"zone\",\"value\":\"America/Chicago\"}' | porchlight do",
    )
}

/// The sentence of a desk that did not open, with what works all the same.
fn with_blank_sheets(problem: Problem) -> Problem {
    let blank = "porchlight sheet --blank --for police prints a blank script and the numbers card.";
    let hint = match &problem.hint {
        Some(hint) => format!("{hint} {blank}"),
        None => blank.to_owned(),
    };
    problem.hint(hint)
}

fn found(store: &mut Store, first: &First, operator: &str, now: Moment) -> Result<(), Problem> {
    let federal = crate::codec::v1::pack::federal()?;
    let founding = Founding {
        desk: DeskId(ids::fresh()?),
        agency: first.agency.clone(),
        zone: first.zone,
        machine_zone: machine_zone(),
        practice: first.practice,
        prefix: if first.practice { "P" } else { "A" }.to_owned(),
    };
    let batch = founding::batch(&founding, &federal.version, &SafeText::line(operator), now);
    store
        .append(&batch)
        .map(|_| ())
        .map_err(|error| Problem::machine(format!("The desk was not founded: {error}.")))
}

/// The machine's own zone: `TZ`, else what the system's files name.
pub(super) fn machine_zone() -> Option<Zone> {
    let named = |text: &str| text.trim().trim_start_matches(':').parse::<Zone>().ok();
    std::env::var("TZ")
        .ok()
        .and_then(|tz| named(&tz))
        .or_else(|| named(&std::fs::read_to_string("/etc/timezone").ok()?))
        .or_else(|| {
            let link = std::fs::read_link("/etc/localtime").ok()?;
            named(link.to_str()?.split_once("zoneinfo/")?.1)
        })
        // A server that keeps UTC says nothing about where its agency is.
        .filter(|zone| {
            *zone != Zone::UTC && zone.name().contains('/') && !zone.name().starts_with("Etc/")
        })
}
