//! `porchlight do`: one JSON command a line in, one JSON result a line out. The same commands the screen sends.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use super::args::Common;
use super::knock::Way;
use super::open::{self, First};
use super::talk::Talk;
use super::{out, settings};
use crate::codec::command::{self, Bad, Line};
use crate::desk::commands;
use crate::desk::core::Input;
use crate::desk::local::LocalDesk;
use crate::desk::say;
use crate::env::clock::{Clock, Present, Real};
use crate::env::{disk, ids, origin, paths};
use crate::record::{Moment, Problem, SafeText, SessionId};
use crate::store::Log;
use crate::store::spool::Spool;
use crate::wire::{Ask, Outcome};

/// The longest line that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

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

/// Carries out each line and writes what came of it; `true` when none was refused.
///
/// # Errors
/// When the lines cannot be read or their results not be written, and what `carry` says.
fn each_result(
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    mut carry: impl FnMut(Result<&str, Bad>) -> Result<Done, Problem>,
) -> Result<bool, Problem> {
    let mut clean = true;
    let mut failed = None;
    let read = each_line(input, |number, text| {
        let result = carry(text).map_err(|problem| {
            failed = Some(problem);
            io::Error::other("the desk")
        })?;
        clean &= result.is_good();
        let line = result.json(number);
        writeln!(out, "{}", super::out::visible(&line)).and_then(|()| out.flush())
    });
    match (failed, read) {
        (Some(problem), _) => Err(problem),
        (None, Err(error)) => Err(Problem::machine(format!(
            "The lines or their results failed: {error}."
        ))),
        (None, Ok(())) => Ok(clean),
    }
}

/// Hands over each line with its number, from 1. Blank lines and comments are skipped, but counted.
fn each_line(
    input: &mut dyn BufRead,
    mut each: impl FnMut(usize, Result<&str, Bad>) -> io::Result<()>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        let read = io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        let whole = bytes.ends_with(b"\n") || (read as u64) < LONGEST;
        if !whole {
            let mut rest = Vec::new();
            while io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut rest)? as u64
                == LONGEST
                && !rest.ends_with(b"\n")
            {
                rest.clear();
            }
            each(number, Err(bad("The line is longer than 1 MiB.")))?;
            continue;
        }
        // A byte-order mark of a file from another system is no part of its first line.
        let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        match std::str::from_utf8(body) {
            Ok(text) if text.trim().is_empty() || text.trim_start().starts_with('#') => {}
            Ok(text) => each(number, Ok(text.trim()))?,
            Err(_) => each(number, Err(bad("The line is not UTF-8 text.")))?,
        }
    }
}

fn bad(sentence: &str) -> Bad {
    Bad {
        field: None,
        problem: Problem::operator(sentence),
    }
}

/// What came of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    /// Carried out.
    Good(Outcome),
    /// Refused; nothing was stored.
    Refused(Bad),
}

impl Done {
    /// Whether it was carried out.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Good(outcome) if !matches!(outcome, Outcome::Conflict(_)))
    }
    /// The result as one JSON line, without its end.
    pub fn json(&self, line: usize) -> String {
        match self {
            Self::Good(outcome) => command::good_line(line, outcome),
            Self::Refused(bad) => command::bad_line(line, bad),
        }
    }
}

/// Carries out lines one after the other, over any log.
pub struct Runner<'a, L: Log> {
    desk: &'a mut LocalDesk<L>,
    session: SessionId,
    operator: String,
    practice: bool,
    /// The pretended present stands until another is given.
    pretended: bool,
}

impl<'a, L: Log> Runner<'a, L> {
    /// A run in a session of its own, by this operator where a line names no other.
    ///
    /// # Errors
    /// When a present is pretended on a desk that is not for practice.
    pub fn new(
        desk: &'a mut LocalDesk<L>,
        session: SessionId,
        operator: &str,
        at: Option<&str>,
    ) -> Result<Self, Problem> {
        let practice = desk
            .core()
            .docket()
            .desk
            .as_ref()
            .is_some_and(|desk| desk.practice);
        let mut runner = Self {
            desk,
            session,
            operator: operator.to_owned(),
            practice,
            pretended: false,
        };
        if let Some(words) = at {
            runner.pretend(words)?;
        }
        Ok(runner)
    }

    /// Notes a line that was refused before it became a command.
    fn unread(&mut self, now: Moment) {
        self.desk.step(Input::Unread {
            session: self.session,
            operator: self.operator.clone(),
            now,
        });
    }

    fn pretend(&mut self, words: &str) -> Result<(), Problem> {
        if !self.practice {
            return Err(only_practice());
        }
        let zone = self
            .desk
            .core()
            .docket()
            .desk
            .as_ref()
            .map_or(crate::record::Zone::UTC, |desk| desk.zone);
        let at = say::any("The pretended now", words, self.desk.now(), zone)?;
        if at < self.desk.now() {
            return Err(Problem::operator(
                "The pretended now lies before the desk's present, which never runs backwards.",
            )
            .example(say::rfc3339(self.desk.now(), zone)));
        }
        self.pretended = true;
        self.desk.at(at);
        Ok(())
    }

    /// Carries out one line at a present, unless one is pretended.
    pub fn line(&mut self, text: Result<&str, Bad>, now: Moment) -> Done {
        let read = text.and_then(|text| command::read(text, commands::example));
        let line: Line = match read {
            Ok(line) => line,
            Err(bad) => {
                self.unread(now);
                return Done::Refused(bad);
            }
        };
        if let Some(words) = &line.at
            && let Err(problem) = self.pretend(words)
        {
            self.unread(now);
            return Done::Refused(Bad {
                field: Some("now".to_owned()),
                problem,
            });
        }
        if !self.pretended {
            self.desk.at(now);
        }
        let operator = line.operator.unwrap_or_else(|| self.operator.clone());
        if SafeText::line(&operator).is_empty() {
            self.unread(now);
            return Done::Refused(nobody_acts());
        }
        let field = command::blamed(&line.command);
        match self.desk.carry(self.session, &operator, line.command) {
            Ok(outcome) => Done::Good(outcome),
            Err(problem) => Done::Refused(Bad { field, problem }),
        }
    }
}

/// What is said when nobody is named.
fn nobody_acts() -> Bad {
    Bad {
        field: Some("operator".to_owned()),
        problem: Problem::operator("Who acts is not said.")
            .example("\"operator\":\"Priya Nair\"")
            .hint("Give --operator, set PORCHLIGHT_OPERATOR, or name it in the line."),
    }
}

/// What is said when a desk with real cases is to pretend another time.
fn only_practice() -> Problem {
    Problem::operator("A pretended now is for practice desks only; this one is real.")
        .hint("Leave it out, or open a practice desk.")
}

/// Carries out lines at a desk of its own process.
struct Remote {
    desk: Talk,
    operator: String,
}

impl Remote {
    fn reach(way: Way, operator: &str) -> Result<Self, Problem> {
        Ok(Self {
            desk: Talk::reach(way)?,
            operator: operator.to_owned(),
        })
    }

    /// Notes a line that was refused before it became a command.
    fn unread(&mut self, bad: Bad) -> Result<Done, Problem> {
        let operator = self.operator.clone();
        // Nothing is to be learned from the answer.
        let _ = self.desk.ask(&operator, Ask::Unread)?;
        Ok(Done::Refused(bad))
    }

    /// Carries out one line; an error when there is no desk any more.
    fn line(&mut self, text: Result<&str, Bad>) -> Result<Done, Problem> {
        let line: Line = match text.and_then(|text| command::read(text, commands::example)) {
            Ok(line) => line,
            Err(bad) => return self.unread(bad),
        };
        if line.at.is_some() {
            return self.unread(Bad {
                field: Some("now".to_owned()),
                problem: only_practice(),
            });
        }
        let operator = line.operator.unwrap_or_else(|| self.operator.clone());
        if SafeText::line(&operator).is_empty() {
            return self.unread(nobody_acts());
        }
        let field = command::blamed(&line.command);
        let result = self.desk.ask(&operator, Ask::Do(line.command))?;
        Ok(match result {
            Ok(outcome) => Done::Good(outcome),
            Err(problem) => Done::Refused(Bad { field, problem }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::founding::Founding;
    use crate::record::DeskId;
    use crate::store::MemoryLog;

    fn founding(practice: bool) -> Founding {
        Founding {
            desk: DeskId(1),
            agency: Some("Harlan County".into()),
            zone: Some("America/New_York".parse().unwrap()),
            machine_zone: None,
            practice,
            prefix: "A".into(),
        }
    }

    fn at(rfc3339: &str) -> Moment {
        Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
    }

    const NOW: &str = "2027-02-09T01:12:00-05:00";

    fn with_runner(practice: bool, act: impl FnOnce(&mut Runner<'_, MemoryLog>)) {
        let founding = founding(practice);
        let mut desk =
            LocalDesk::open_or_found(MemoryLog::new(), at(NOW), 1 << 64, &founding, "Priya")
                .unwrap();
        act(&mut Runner::new(&mut desk, SessionId(3), "Priya Nair", None).unwrap());
    }

    #[test]
    fn every_example_of_the_help_works_in_order_on_a_fresh_desk() {
        with_runner(false, |runner| {
            for row in commands::TABLE {
                for example in row.examples {
                    let done = runner.line(Ok(example), at(NOW));
                    assert!(done.is_good(), "{example}\n{}", done.json(0));
                }
            }
        });
    }

    #[test]
    fn a_bad_line_is_refused_and_the_rest_is_carried_out() {
        with_runner(false, |runner| {
            let mut out = Vec::new();
            let mut input = io::Cursor::new(
                "# a night\n\n{\"do\":\"open\",\"name\":\"Tanisha Okafor\"}\n{\"do\":\"opne\"}\n\
                 {\"do\":\"answer\",\"case\":\"last\",\"field\":\"look.height\",\"value\":\"banana\"}\n\
                 {\"do\":\"note\",\"case\":\"last\",\"text\":\"rings back\"}",
            );
            each_line(&mut input, |number, text| {
                out.push(runner.line(text, at(NOW)).json(number));
                Ok(())
            })
            .unwrap();
            assert_eq!(out.len(), 4);
            assert!(out[0].starts_with("{\"line\":3,\"ok\":true,"), "{}", out[0]);
            assert!(out[0].contains("\"case\":\"A-0001\""), "{}", out[0]);
            assert!(
                out[1].starts_with("{\"line\":4,\"ok\":false,\"field\":\"do\""),
                "{}",
                out[1]
            );
            assert!(out[2].contains("\"field\":\"look.height\""), "{}", out[2]);
            assert!(out[2].contains("\"example\":"), "{}", out[2]);
            assert!(out[3].contains("\"ok\":true"), "{}", out[3]);
        });
    }

    #[test]
    fn a_pretended_now_is_for_practice_desks() {
        let line = "{\"do\":\"open\",\"now\":\"2027-02-10T01:00:00-05:00\"}";
        with_runner(false, |runner| {
            let done = runner.line(Ok(line), at(NOW));
            assert!(!done.is_good() && done.json(1).contains("practice"));
        });
        with_runner(true, |runner| {
            assert!(runner.line(Ok(line), at(NOW)).is_good());
            assert_eq!(runner.desk.now(), at("2027-02-10T01:00:00-05:00"));
        });
    }
}
