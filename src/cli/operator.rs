//! `porchlight operator`: the roster from the command line. Phrases are typed without echo or read from a file.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use super::args::{Common, OperatorAbout, Why};
use super::knock::Way;
use super::open::First;
use super::talk::Talk;
use super::{out, settings, who};
use crate::codec::printed;
use crate::env::paths;
use crate::record::who::acts;
use crate::record::{Problem, SafeText, Zone, time_words};
use crate::wire::who::{Ask, Change, FlagRow, OperatorRow, Outcome, Phrase};

/// Runs the command.
///
/// # Errors
/// When the desk cannot be opened, whoever asks may not, or the change cannot be.
pub fn run(common: &Common, about: &OperatorAbout) -> Result<ExitCode, Problem> {
    if let OperatorAbout::Roles = about {
        out::data(&acts::markdown())?;
        return Ok(ExitCode::SUCCESS);
    }
    if let OperatorAbout::Release {
        why: Why { name, reason },
        recovery: true,
        new_phrase_file,
    } = about
    {
        return super::recover::run(common, name, reason, new_phrase_file.as_deref());
    }
    let settings = settings::settings(common)?;
    super::reading::must_be_there(&paths::desk(common.desk.as_deref())?)?;
    let way = Way::of(common, &settings.operator, &First::default())?;
    let mut desk = Talk::reach(way)?;
    let operator = settings.operator.as_str();
    over(common, about, operator, &mut |ask| {
        desk.ask(operator, ask)?
    })
}

fn over(
    common: &Common,
    about: &OperatorAbout,
    operator: &str,
    ask: &mut dyn FnMut(crate::wire::Ask) -> Result<crate::wire::Outcome, Problem>,
) -> Result<ExitCode, Problem> {
    who::sign_in(common, operator, ask)?;
    let zone = match ask(crate::wire::Ask::Who(Ask::Hello))? {
        crate::wire::Outcome::Who(Outcome::Standing(standing)) => standing.zone,
        _ => Zone::UTC,
    };
    let mut ask = |one| match ask(crate::wire::Ask::Who(one))? {
        crate::wire::Outcome::Who(outcome) => Ok(outcome),
        _ => Err(Problem::ours("The desk answered something else.")),
    };
    let outcome = match about {
        OperatorAbout::Roles => return Ok(ExitCode::SUCCESS),
        OperatorAbout::List => ask(Ask::Roster)?,
        OperatorAbout::Flags => ask(Ask::Flags)?,
        OperatorAbout::Review { flag, words } => ask(Ask::Review {
            flag: flag.clone(),
            words: words.clone(),
        })?,
        OperatorAbout::Add {
            name,
            role,
            account,
            new_phrase_file,
        } => ask(Ask::Change(Change::Add {
            name: name.clone(),
            role: role.clone(),
            account: *account,
            phrase: match account {
                Some(_) => None,
                None => Some(new_phrase(new_phrase_file.as_deref(), name)?),
            },
        }))?,
        OperatorAbout::Phrase {
            name,
            new_phrase_file,
        } => ask(Ask::Change(Change::Phrase {
            name: name.clone(),
            phrase: new_phrase(new_phrase_file.as_deref(), name)?,
        }))?,
        OperatorAbout::Role { name, role } => ask(Ask::Change(Change::Role {
            name: name.clone(),
            role: role.clone(),
        }))?,
        OperatorAbout::Suspend(Why { name, reason }) => ask(Ask::Change(Change::Suspend {
            name: name.clone(),
            reason: reason.clone(),
        }))?,
        OperatorAbout::Restore(Why { name, reason }) => ask(Ask::Change(Change::Restore {
            name: name.clone(),
            reason: reason.clone(),
        }))?,
        OperatorAbout::Release {
            why: Why { name, reason },
            ..
        } => ask(Ask::Change(Change::Release {
            name: name.clone(),
            reason: reason.clone(),
        }))?,
    };
    match outcome {
        Outcome::Roster(rows) if common.json => out::data(&printed::roster(&rows, zone))?,
        Outcome::Roster(rows) => out::data(&roster(&rows, zone))?,
        Outcome::Flags(rows) if common.json => out::data(&printed::flags(&rows, zone))?,
        Outcome::Flags(rows) => out::data(&flags(&rows, zone))?,
        Outcome::Done(words) => out::data(&format!("{words}\n"))?,
        Outcome::Standing(_) | Outcome::ProveFirst { .. } => {
            return Err(Problem::ours("The desk answered something else."));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A new phrase: from a file, else typed twice.
pub(super) fn new_phrase(file: Option<&Path>, name: &str) -> Result<Phrase, Problem> {
    let name = SafeText::line(name);
    let first = who::phrase(file, &format!("New unlock phrase of {name}: "))?;
    if file.is_none() {
        let again = who::phrase(None, "Once more: ")?;
        if first != again {
            return Err(Problem::operator(
                "The two were not the same; nothing was changed.",
            ));
        }
    }
    Ok(first)
}

fn roster(rows: &[OperatorRow], zone: Zone) -> String {
    if rows.is_empty() {
        return "Nobody is on the roster: everybody with the account's file rights may act.\n\
                porchlight operator add --name \"Lena Ortiz\" --role supervisor puts the first on it.\n"
            .to_owned();
    }
    let mut text = String::new();
    for row in rows {
        let last = row.last.map_or_else(
            || "never signed in".to_owned(),
            |at| format!("last signed in {}", time_words::moment(at, zone)),
        );
        let machine = row
            .account
            .map(|uid| format!(", machine of account {uid}"))
            .unwrap_or_default();
        let _ = writeln!(
            text,
            "{}  {}{machine}  {}  {last}",
            row.name, row.role, row.state
        );
    }
    text
}

fn flags(rows: &[FlagRow], zone: Zone) -> String {
    if rows.is_empty() {
        return "Nothing was flagged.\n".to_owned();
    }
    let mut text = String::new();
    for row in rows {
        let cases = match row.cases.is_empty() {
            true => String::new(),
            false => format!(" ({})", row.cases.join(", ")),
        };
        let _ = writeln!(
            text,
            "{}  {} {}{cases}: {}",
            time_words::moment(row.at, zone),
            row.operator,
            row.what,
            row.reason
        );
        match &row.reviewed {
            Some(words) => {
                let _ = writeln!(text, "  reviewed by {words}");
            }
            None => {
                let _ = writeln!(
                    text,
                    "  not reviewed: porchlight operator review {}",
                    row.id
                );
            }
        }
    }
    text
}
