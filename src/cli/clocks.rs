//! `porchlight clocks`: the duties of a supposed case. Nothing is stored.

use crate::codec::v1::duty::duties_text;
use crate::codec::v1::pack::federal;
use crate::record::when::{self, Bias, Ctx};
use crate::record::{
    Answer, Field, Instant, Moment, Precision, Problem, Zone, fields, read, time_words,
};
use crate::rules::clocks::{Pseudo, Suppose, supposed};
use crate::rules::{Duty, DutyState};

/// What `porchlight clocks` was asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Args {
    /// When the agency received the information, as typed.
    pub received: String,
    /// The zone, an IANA name or what people call it.
    pub zone: String,
    /// `ID=VALUE`, as typed: fields of the field table, or what has happened ([`pseudo_help`]).
    pub facts: Vec<String>,
    /// A pretended present, as typed.
    pub at: Option<String>,
    /// Print JSON.
    pub json: bool,
}

/// The supposed case's duties, with the zone and present they are told in.
#[derive(Debug, Clone, PartialEq)]
pub struct Clocks {
    /// In the order to work them.
    pub duties: Vec<Duty>,
    /// The zone in which the information was received.
    pub zone: Zone,
    /// The present they are judged at.
    pub now: Moment,
    /// When the information was received, as understood.
    pub received: Instant,
    /// What was taken for granted or left open, in words.
    pub notes: Vec<String>,
}

/// Derives the duties and prints them as text or JSON.
///
/// # Errors
/// A sentence that names the argument, the reason and a right example.
pub fn run(args: &Args, now: Moment) -> Result<String, Problem> {
    let clocks = derive(args, now)?;
    Ok(if args.json {
        json(&clocks)
    } else {
        text(&clocks)
    })
}

/// Derives the duties of a supposed case.
///
/// Without a pretended present the present is the latest of the real one and everything supposed: a supposed
/// night of next year is looked at from that night.
///
/// # Errors
/// A sentence that names the argument, the reason and a right example.
pub fn derive(args: &Args, now: Moment) -> Result<Clocks, Problem> {
    let zone = Zone::called(&args.zone).ok_or_else(|| {
        Problem::operator(format!("\"{}\" is not a zone.", args.zone.trim()))
            .example("--zone America/Chicago")
            .hint("IANA names such as America/New_York, America/Denver, America/Phoenix.")
    })?;
    let around = Ctx::past(now, zone).with(Bias::Any);
    let pretended = match &args.at {
        Some(text) => Some(named("--at", when::parse(text, &around))?.instant.at),
        None => None,
    };
    let around = Ctx {
        now: pretended.unwrap_or(now),
        ..around
    };
    let received = named("--received", when::parse(&args.received, &around))?;
    let mut notes: Vec<String> = received.note.into_iter().collect();
    notes.extend(received.question.map(|question| question.sentence));
    let received = received.instant;
    // What happened to the supposed case is told from that night, not from today.
    let night = Ctx {
        now: received.at.max(around.now),
        zone: received.zone,
        bias: Bias::Any,
    };
    let mut supposes = Vec::new();
    for fact in &args.facts {
        supposes.push(suppose(fact, &night)?);
    }
    let latest = supposes.iter().filter_map(|suppose| match suppose {
        Suppose::Happened(_, at) => Some(at.at),
        Suppose::Fact(..) => None,
    });
    let now = pretended.unwrap_or_else(|| latest.fold(now.max(received.at), Moment::max));
    let packs = [federal()?];
    Ok(Clocks {
        duties: supposed(received, &supposes, &packs, now),
        zone: received.zone,
        now,
        received,
        notes,
    })
}

fn named<T>(argument: &str, result: Result<T, Problem>) -> Result<T, Problem> {
    result.map_err(|problem| Problem {
        sentence: format!("{argument}: {}", problem.sentence),
        ..problem
    })
}

fn suppose(fact: &str, ctx: &Ctx) -> Result<Suppose, Problem> {
    let Some((id, value)) = fact.split_once('=') else {
        return Err(
            Problem::operator(format!("--fact \"{fact}\" lacks a value."))
                .example("--fact child.dob=2011-06-01"),
        );
    };
    let (id, value) = (id.trim(), value.trim());
    let argument = format!("--fact {id}");
    if let Some(pseudo) = Pseudo::named(id) {
        let heard = named(&argument, when::parse(value, ctx))?;
        return Ok(Suppose::Happened(pseudo, heard.instant));
    }
    let Some(field) = fields::by_name(id) else {
        let near = fields::all()
            .map(|row| row.id.0)
            .chain(
                Pseudo::ALL
                    .iter()
                    .flat_map(|(names, ..)| names.iter().copied()),
            )
            .min_by_key(|known| strsim::damerau_levenshtein(known, id));
        let problem = Problem::operator(format!("--fact: no field is called \"{id}\"."));
        return Err(match near {
            Some(near) => problem.hint(format!(
                "Did you mean {near}? `porchlight fields` lists them all."
            )),
            None => problem,
        });
    };
    if field.group.is_some() {
        return Err(Problem::operator(format!(
            "{argument}: \"{}\" belongs to an entry of a list, and a supposed case has none.",
            field.label
        ))
        .hint("Lead: --fact lead=WHEN."));
    }
    let answer = named(&argument, answer(field, value, ctx))?;
    Ok(Suppose::Fact(field.id, answer))
}

/// One line a duty, in words.
pub fn text(clocks: &Clocks) -> String {
    let mut lines = vec![format!(
        "Supposed: received {} ({}), seen from {}. Nothing is stored.",
        time_words::precise(&clocks.received, clocks.zone),
        clocks.zone.name(),
        time_words::moment(clocks.now, clocks.zone)
    )];
    lines.extend(clocks.notes.iter().cloned());
    if matches!(clocks.received.precision, Precision::Either { .. }) && clocks.notes.is_empty() {
        lines.push("That hour came twice: the earlier governs.".into());
    }
    lines.push(String::new());
    lines.extend(
        clocks
            .duties
            .iter()
            .map(|duty| line(duty, clocks.zone, clocks.now)),
    );
    lines.push(String::new());
    lines.join("\n")
}

/// A duty in one line: what, where it stands, due when, how much is left, by which law.
pub fn line(duty: &Duty, zone: Zone, now: Moment) -> String {
    let mut parts = vec![format!("{}: {}", duty.title, duty.state.word())];
    match (duty.state, duty.due, duty.done) {
        (DutyState::Waiting, _, _) => {
            if let Some(waiting) = &duty.waiting_on {
                parts.push(format!("on {waiting}"));
            }
        }
        (DutyState::NotApplicable, _, _) => {}
        (DutyState::LateButTold, Some(due), Some(done)) => {
            parts.push(format!("due {}", time_words::moment(due, zone)));
            parts.extend(time_words::late_by(due, done));
        }
        (DutyState::Told | DutyState::Confirmed, _, Some(done)) => {
            parts.push(time_words::moment(done, zone));
        }
        // A reminder of the agency's own is never late.
        (_, Some(due), _) if duty.reminder && now > due => {
            parts.push(format!("since {}", time_words::moment(due, zone)));
        }
        (_, Some(due), _) => {
            parts.push(format!("due {}", time_words::moment(due, zone)));
            parts.push(time_words::left(due, now));
        }
        (_, None, _) => parts.push("promptly, no hour set".into()),
    }
    parts.extend(duty.because.clone());
    if let Some(owed) = &duty.still_owed {
        parts.push(format!("still owed: {owed}"));
    }
    format!("{} [{}; {}]", parts.join(", "), duty.id, duty.citation)
}

/// The duties as a JSON array.
pub fn json(clocks: &Clocks) -> String {
    duties_text(&clocks.duties, clocks.zone)
}

/// What can be supposed that is no field, one line each, for the help.
pub fn pseudo_help() -> String {
    Pseudo::ALL
        .iter()
        .map(|(names, _, what)| format!("  {}=WHEN  {what}", names.join("=WHEN or ")))
        .collect::<Vec<_>>()
        .join("\n")
}

/// An answer as typed: a value, or one of the states that are none.
fn answer(field: &Field, text: &str, ctx: &Ctx) -> Result<Answer, Problem> {
    Ok(match read::answer_word(text) {
        Some(state) => Answer::not_known(state),
        None => Answer::known(read::parse(field, text, ctx)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value as Json;

    fn args(line: &str) -> Args {
        let mut args = Args::default();
        for word in line.split('|').map(str::trim) {
            match word.split_once(' ').unwrap_or((word, "")) {
                ("--received", value) => args.received = value.into(),
                ("--zone", value) => args.zone = value.into(),
                ("--fact", value) => args.facts.push(value.into()),
                ("--at", value) => args.at = Some(value.into()),
                ("--json", _) => args.json = true,
                (other, _) => panic!("{other}"),
            }
        }
        args
    }
    /// The real present of these tests: long before the supposed nights.
    fn now() -> Moment {
        Moment::of(&chrono::DateTime::parse_from_rfc3339("2026-11-21T12:00:00-06:00").unwrap())
    }
    fn of(line: &str, id: &str) -> Json {
        let clocks =
            derive(&args(line), now()).unwrap_or_else(|problem| panic!("{line}: {problem}"));
        let Ok(Json::Array(duties)) = json(&clocks).parse() else {
            panic!("no array")
        };
        duties
            .into_iter()
            .find(|duty| duty["duty"] == id)
            .unwrap_or_else(|| panic!("no {id}"))
    }
    fn check(line: &str, id: &str, due: &str, state: &str) {
        let duty = of(line, id);
        assert_eq!(
            (
                duty["due"].as_str().unwrap_or("null"),
                duty["state"].as_str().unwrap()
            ),
            (due, state),
            "{line}"
        );
    }

    #[test]
    fn supposed_nights_come_out_right() {
        let spring = "--received 2027-03-13 22:40 | --zone America/Chicago";
        check(spring, "ncmec.report", "2027-03-14T23:40:00-05:00", "owed");
        let autumn = "--received 2027-11-06 23:15 | --zone America/New_York";
        check(autumn, "police.report", "2027-11-07T22:15:00-05:00", "owed");
        check(
            "--received 2027-03-13 23:00 | --zone America/Phoenix",
            "ncmec.report",
            "2027-03-14T23:00:00-07:00",
            "owed",
        );
        check(
            "--received 2026-12-31T23:50:00-06:00 | --zone America/Chicago",
            "ncmec.report",
            "2027-01-01T23:50:00-06:00",
            "owed",
        );
        // The hour that comes twice: the earlier governs until somebody says which.
        check(
            "--received 2027-11-07 01:20 | --zone America/New_York",
            "ncmec.report",
            "2027-11-08T00:20:00-05:00",
            "owed",
        );
        // Told late.
        check(
            &format!("{autumn} | --fact ncmec.told=2027-11-07 22:50 | --at 2027-11-07 23:00"),
            "ncmec.report",
            "2027-11-07T22:15:00-05:00",
            "late but told",
        );
        check(
            &format!("{autumn} | --at 2027-11-07 22:16"),
            "ncmec.report",
            "2027-11-07T22:15:00-05:00",
            "late",
        );
    }

    #[test]
    fn what_is_supposed_moves_the_follow_ups() {
        let told = "--received 2027-02-09 01:12 | --zone America/New_York | --fact police.told=2027-02-09 01:31";
        let police = of(told, "police.report");
        assert_eq!(
            (&police["state"], &police["still_owed"]),
            (&"told".into(), &"police case number".into())
        );
        assert_eq!(police["done"], "2027-02-09T01:31:00-05:00");
        check(told, "ncic.number", "2027-02-09T03:31:00-05:00", "owed");
        check(
            &format!("{told} | --fact ncic.entered=2027-02-09 02:30"),
            "police.update30",
            "2027-03-11T02:30:00-05:00",
            "owed",
        );
        check(
            &format!("{told} | --fact recovered=2027-02-09 05:00"),
            "recovery.police",
            "null",
            "owed",
        );
        check(
            &format!("{told} | --fact victim=2027-02-09 02:00"),
            "victim.police",
            "2027-02-10T02:00:00-05:00",
            "owed",
        );
        check(
            &format!("{told} | --fact lead=2027-02-09 02:00"),
            "lead.pass",
            "null",
            "owed",
        );
        check(told, "return.screen", "null", "waiting");
        let refused = "--received 2027-02-09 01:12 | --zone America/New_York | --fact police.refused=2027-02-09 01:31";
        check(refused, "police.retry", "2027-02-09T02:01:00-05:00", "owed");
        check(
            refused,
            "police.report",
            "2027-02-10T01:12:00-05:00",
            "tried",
        );
        // A field of the form.
        let born =
            "--received 2027-05-20 21:00 | --zone America/Chicago | --fact child.dob=2009-06-01";
        check(
            born,
            "child.turns18",
            "2027-06-02T00:00:00-05:00",
            "waiting",
        );
    }

    #[test]
    fn a_line_says_when_and_how_long_in_words() {
        let clocks = derive(
            &args("--received 2027-02-09 01:12 | --zone America/New_York | --at 2027-02-09 22:00"),
            now(),
        )
        .unwrap();
        let said = text(&clocks);
        assert!(said.contains("Report to NCMEC: owed, due Wed 10 Feb 2027 01:12 EST, 3 h 12 min left [ncmec.report; 42 USC 671(a)(35)(B)]"), "{said}");
        assert!(said.starts_with("Supposed: received Tue 9 Feb 2027 01:12 EST (America/New_York), seen from Tue 9 Feb 2027 22:00 EST."), "{said}");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_argument() {
        for (line, words) in [
            (
                "--received 2027-02-09 01:12 | --zone Chicgo",
                "\"Chicgo\" is not a zone. Example: --zone America/Chicago",
            ),
            (
                "--received soonish | --zone America/Chicago",
                "--received: ",
            ),
            (
                "--received 2027-03-14 02:15 | --zone America/Chicago",
                "--received: ",
            ),
            (
                "--received 2027-02-09 01:12 | --zone America/Chicago | --fact child.dbo=2009",
                "Did you mean child.dob?",
            ),
            (
                "--received 2027-02-09 01:12 | --zone America/Chicago | --fact child.dob",
                "lacks a value",
            ),
            (
                "--received 2027-02-09 01:12 | --zone America/Chicago | --fact look.height=purple",
                "--fact look.height: ",
            ),
            (
                "--received 2027-02-09 01:12 | --zone America/Chicago | --at blue",
                "--at: ",
            ),
        ] {
            let said = run(&args(line), now()).unwrap_err().to_string();
            assert!(said.contains(words), "{line}: {said}");
        }
    }
}
