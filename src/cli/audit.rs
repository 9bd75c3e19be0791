//! `porchlight audit`: who did what, in order. No value of any field, nothing that was typed.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::Common;
use super::{out, reading};
use crate::codec::printed::{self, AuditLine};
use crate::record::audit::Row;
use crate::record::{CaseId, Moment, Problem, Zone};

/// Runs the command.
///
/// # Errors
/// When the desk cannot be read, or has no such case.
pub fn run(common: &Common, case: Option<&str>) -> Result<ExitCode, Problem> {
    let look = reading::look(common)?;
    let end = look.end();
    let wanted = case.map(|words| look.case(words)).transpose()?;
    look.note(common, wanted.map(|case| case.id), "audit")?;
    let concerns = |row: &Row| {
        wanted.is_none_or(|case| row.cases.contains(&case.id) || row.children.contains(&case.child))
    };
    let lines: Vec<AuditLine<'_>> = look
        .audit
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| concerns(row))
        .map(|(place, row)| AuditLine {
            place: place + 1,
            row,
            origin: look.audit.origins.get(&row.session),
            about: about(&look, row),
        })
        .collect();
    if common.json {
        out::data(&printed::audit(&lines))?;
    } else {
        out::data(&text(&lines, look.zone))?;
    }
    for sentence in &look.odd {
        out::tell(&format!("porchlight: {sentence}"));
    }
    Ok(match look.odd.is_empty() {
        true => end,
        false => ExitCode::FAILURE,
    })
}

/// The numbers of the cases a row is about; of a child's own record, the numbers of its cases.
fn about(look: &reading::Look, row: &Row) -> Vec<String> {
    let number = |id: &CaseId| match look.docket.case(*id) {
        Some(case) => case.number.clone(),
        None => id.to_string(),
    };
    if !row.cases.is_empty() {
        return row.cases.iter().map(number).collect();
    }
    row.children
        .iter()
        .flat_map(|child| look.docket.runs(*child))
        .map(|case| case.number.clone())
        .collect()
}

fn text(lines: &[AuditLine<'_>], zone: Zone) -> String {
    let mut text = String::new();
    for line in lines {
        let row = line.row;
        let _ = write!(
            text,
            "{:>6}  {}  {}",
            line.place,
            hundredths(row.at, zone),
            row.operator
        );
        if let Some(origin) = line.origin {
            let _ = write!(text, " (account {}", origin.account);
            for (what, said) in [("", &origin.terminal), ("from ", &origin.remote)] {
                if !said.is_empty() {
                    let _ = write!(text, ", {what}{said}");
                }
            }
            text.push(')');
        }
        let _ = write!(text, "  {}", row.verb);
        if !line.about.is_empty() {
            let _ = write!(text, " {}", line.about.join(", "));
        }
        let _ = writeln!(text, ": {}", row.outcome);
    }
    text
}

/// A time to the hundredth of a second, with its offset.
fn hundredths(at: Moment, zone: Zone) -> String {
    let local = zone.local(at);
    let hundredths = at.0.rem_euclid(1_000_000) / 10_000;
    format!(
        "{}.{hundredths:02} {}",
        local.format("%Y-%m-%d %H:%M:%S"),
        local.format("%:z")
    )
}
