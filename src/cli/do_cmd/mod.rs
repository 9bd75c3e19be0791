//! `porchlight do`: one JSON command a line in, one JSON result a line out. The same commands the screen sends.

mod lines;
mod runner;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub use lines::Done;
use lines::each_result;
use runner::Remote;
pub use runner::Runner;

use super::args::Common;
use super::knock::Way;
use super::open::{self, First};
use super::{out, settings};
use crate::desk::local::LocalDesk;
use crate::env::clock::{Clock, Present, Real};
use crate::env::{disk, ids, origin, paths};
use crate::record::{Problem, SessionId};
use crate::store::Log;
use crate::store::spool::Spool;
use crate::wire::{Ask, Outcome};

/// What was refused is in the log at most so many microseconds late.
const SECOND: i64 = 1_000_000;

/// Runs the command: 0 when every line was carried out, 1 when some were refused.
///
/// # Errors
/// When the file or the desk cannot be opened, or the results cannot be written.
pub fn run(common: &Common, file: Option<&Path>) -> Result<ExitCode, Problem> {
    // The file first: a desk is not founded for a name mistyped.
    let mut input: Box<dyn BufRead> = match file.filter(|path| *path != Path::new("-")) {
        None => Box::new(io::stdin().lock()),
        Some(path) => Box::new(io::BufReader::new(std::fs::File::open(path).map_err(
            |error| {
                Problem::setup(format!("{} cannot be read: {error}.", path.display()))
                    .example("porchlight do commands.jsonl")
            },
        )?)),
    };
    let clean = feed(common, input.as_mut(), &mut io::stdout().lock())?;
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Carries out lines on the desk named, running or started for it; `true` when none was refused.
///
/// # Errors
/// When the desk cannot be opened or reached, or the results cannot be written.
pub fn feed(
    common: &Common,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<bool, Problem> {
    let settings = settings::settings(common)?;
    let folder = paths::desk(common.desk.as_deref())?;
    if common.at.is_some() || is_practice(&folder) {
        return alone(common, &folder, &settings.operator, input, out);
    }
    let way = Way::of(common, &settings.operator, &First::default())?;
    let mut desk = Remote::reach(way, &settings.operator)?;
    let operator = &settings.operator;
    super::who::sign_in(common, operator, &mut |ask| desk.desk.ask(operator, ask)?)?;
    each_result(input, out, |text| desk.line(text))
}

/// Whether this is the place of practice desks, whose present may be pretended.
fn is_practice(folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    paths::practice().is_ok_and(|practice| real(&practice) == real(folder))
}

/// Carries out lines with the whole desk in this process, which can pretend a present.
fn alone(
    common: &Common,
    folder: &Path,
    operator: &str,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<bool, Problem> {
    super::stop::make_way(common)?;
    let opened = open::unlocked(
        folder,
        &First::default(),
        operator,
        Real.wall(),
        &super::unlock::ways(common),
    )?;
    for sentence in &opened.said {
        out::tell(&format!("porchlight: {sentence}"));
    }
    let mut store = opened.store;
    let seal = store
        .draft_seal()
        .map_err(|error| Problem::machine(format!("The desk's key cannot be used: {error}.")))?;
    let spool = Spool::of(Arc::new(disk::Real::new()), folder, seal);
    carry_out(
        store,
        Some(&spool),
        Box::new(Real),
        Actor {
            name: operator,
            let_in: &mut |ask| super::who::sign_in(common, operator, ask),
        },
        common.at.as_deref(),
        input,
        out,
    )
}

/// Lets a session in at a desk that answers what it asks.
type LetIn<'a> =
    dyn FnMut(&mut dyn FnMut(Ask) -> Result<Outcome, Problem>) -> Result<(), Problem> + 'a;

/// Who acts, and how they are let in.
pub struct Actor<'a> {
    /// The name.
    pub name: &'a str,
    /// Signs the session in, where the desk has a roster.
    pub let_in: &'a mut LetIn<'a>,
}

/// Carries out lines over a founded log; `true` when none was refused.
///
/// # Errors
/// When the log cannot be read, a present is pretended on a real desk, or the results cannot be written.
pub fn carry_out(
    log: impl Log,
    spool: Option<&Spool>,
    clock: Box<dyn Clock>,
    actor: Actor<'_>,
    at: Option<&str>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<bool, Problem> {
    let last = log.last_time();
    let mut present = Present::new(clock, last);
    let now = present.read().now;
    // From the last recorded time, so that a practice desk can be told of a night before today.
    let mut desk = LocalDesk::open(log, last.unwrap_or(now), ids::fresh()?)?;
    let session = SessionId(ids::fresh()?);
    for words in spool.map(|spool| desk.take_left(spool)).unwrap_or_default() {
        super::out::tell(&format!("porchlight: {words}"));
    }
    let operator = actor.name;
    desk.join(session, origin::origin(operator));
    (actor.let_in)(&mut |ask| desk.answer(session, operator, ask))?;
    let mut runner = Runner::new(&mut desk, session, operator, at)?;
    let mut written = present.read().now;
    let clean = each_result(input, out, |text| {
        let now = present.read().now;
        let result = runner.line(text, now);
        if now.since(written) >= SECOND {
            runner.desk.quiet();
            written = now;
        }
        Ok(result)
    });
    // Whatever ended the lines, what was refused stands in the log.
    desk.quiet();
    let now = present.read().now;
    desk.log_mut().idle(now);
    clean
}
