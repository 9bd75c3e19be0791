//! `porchlight duties [CASE]`: what is owed, to whom, by when.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::Common;
use super::{clocks, out, reading};
use crate::codec::printed;
use crate::record::{CaseId, Problem};
use crate::rules::{self, Duty};

/// Runs the command.
///
/// With a case every duty it has is told, done ones too; without one, text tells what is open and JSON tells
/// every duty of every case on the board.
///
/// # Errors
/// When the desk cannot be read or has no such case.
pub fn run(common: &Common, case: Option<&str>) -> Result<ExitCode, Problem> {
    let look = reading::look(common)?;
    let end = look.end();
    let wanted: Vec<CaseId> = match case {
        Some(words) => vec![look.case(words)?.id],
        None => look.board().rows().map(|row| row.case).collect(),
    };
    look.note(common, case.and(wanted.first().copied()), "duties")?;
    let told: Vec<_> = wanted
        .iter()
        .filter_map(|id| look.docket.whole(*id))
        .map(|whole| {
            let duties = rules::duties(whole, &look.packs, look.now);
            (whole.case, duties)
        })
        .collect();
    if common.json {
        let rows = told.iter().flat_map(|(of, duties)| {
            duties
                .iter()
                .map(|duty| (of.number.as_str(), duty, of.received.at.zone))
        });
        out::data(&printed::duties_of_cases(rows))?;
        return Ok(end);
    }
    let mut text = String::new();
    for (of, duties) in &told {
        let shown: Vec<&Duty> = duties
            .iter()
            .filter(|duty| case.is_some() || duty.state.is_open())
            .collect();
        if shown.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}", of.number);
        for duty in shown {
            let _ = writeln!(
                text,
                "  {}",
                clocks::line(duty, of.received.at.zone, look.now)
            );
        }
    }
    if text.is_empty() && look.whole() {
        text.push_str("Nothing is owed.\n");
    }
    out::data(&text)?;
    Ok(end)
}
