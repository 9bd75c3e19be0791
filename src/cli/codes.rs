//! `porchlight codes [LIST]`: the official code lists with our neutral labels.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::Common;
use super::out;
use crate::codec::printed;
use crate::record::codes::List;
use crate::record::{Problem, SafeText};

/// Runs the command.
///
/// # Errors
/// When no list has that name.
pub fn run(common: &Common, name: Option<&str>) -> Result<ExitCode, Problem> {
    let text = match name {
        None if common.json => printed::lists(),
        None => lists(),
        Some(name) => {
            let list = List::from_name(name).ok_or_else(|| unknown(name))?;
            if common.json {
                printed::codes(list)
            } else {
                codes(list)
            }
        }
    };
    out::data(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(name: &str) -> Problem {
    let wanted = name.trim().to_lowercase().replace(['-', ' '], "_");
    let near = List::ALL
        .iter()
        .map(|list| list.name())
        .min_by_key(|known| {
            let short = known.split_once('_').map_or(*known, |(_, rest)| rest);
            strsim::damerau_levenshtein(known, &wanted)
                .min(strsim::damerau_levenshtein(short, &wanted))
        })
        .unwrap_or("ncic_eye_color");
    Problem::operator(format!("There is no code list “{}”.", SafeText::line(name)))
        .example(format!("porchlight codes {near}"))
        .hint("porchlight codes lists them all.")
}

fn lists() -> String {
    let mut text = String::new();
    for list in List::ALL {
        let _ = writeln!(
            text,
            "{:28} {:5} {:4} codes  {}",
            list.name(),
            list.ncic_mnemonic().unwrap_or("-"),
            list.codes().len(),
            list.title()
        );
    }
    text
}

fn codes(list: List) -> String {
    let mut text = format!(
        "{}\nsource: {}\nlicence: {}\n\n",
        list.title(),
        list.source(),
        list.licence()
    );
    let width = list
        .codes()
        .iter()
        .map(|code| code.code.chars().count())
        .max()
        .unwrap_or(0);
    for code in list.codes() {
        let _ = writeln!(text, "{:width$}  {}", code.code, code.label);
    }
    text
}
