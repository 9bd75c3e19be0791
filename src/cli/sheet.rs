//! `porchlight sheet`: what leaves the desk for one receiver, and the blank sheet for a night without a desk.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::Common;
use super::{out, reading};
use crate::codec::printed;
use crate::desk::docket::Docket;
use crate::desk::{directory, shift, views};
use crate::env::clock::{Clock, Real};
use crate::env::paths;
use crate::record::{Problem, Zone};
use crate::sheet;
use crate::wire::view::DirectoryRow;

/// Prints the sheet of a case.
///
/// # Errors
/// When the desk cannot be read or has no such case.
pub fn run(common: &Common, case: &str, whom: &str) -> Result<ExitCode, Problem> {
    let look = reading::look(common)?;
    let end = look.end();
    let id = look.case(case)?.id;
    let mut view = views::sheet(&look.docket, &look.packs, look.now, id, whom)?;
    look.note(common, Some(id), &format!("sheet {whom}"))?
        .sheet(Some(id), &mut view);
    if common.json {
        out::data(&printed::sheet(&view, look.zone))?;
    } else {
        out::data(&sheet::text::print(&view, look.zone))?;
    }
    Ok(end)
}

/// Prints the handover sheet of the whole desk.
///
/// # Errors
/// When the desk cannot be read.
pub fn handover(common: &Common) -> Result<ExitCode, Problem> {
    let look = reading::look(common)?;
    let end = look.end();
    let mut view = shift::handover::sheet(&look.docket, &look.packs, look.now)?;
    look.note(common, None, "handover")?.sheet(None, &mut view);
    if common.json {
        out::data(&printed::sheet(&view, look.zone))?;
    } else {
        out::data(&sheet::text::print(&view, look.zone))?;
    }
    Ok(end)
}

/// Prints an empty sheet and the numbers card, whether or not there is a desk.
///
/// # Errors
/// When there is no such blank sheet.
pub fn blank(common: &Common, whom: &str) -> Result<ExitCode, Problem> {
    if common.at.is_some() {
        return Err(reading::at_refused());
    }
    let view = sheet::blank(whom, Real.wall()).ok_or_else(|| {
        Problem::operator(format!("There is no blank sheet for {whom}."))
            .example("porchlight sheet --blank --for police")
    })?;
    // The desk's own numbers, when they can be had; a desk that cannot be opened is no reason for no sheet.
    let (docket, zone) = match reading::look(common) {
        Ok(look) => {
            look.end();
            (look.docket, look.zone)
        }
        Err(problem) => {
            let folder = paths::desk(common.desk.as_deref()).ok();
            if folder.is_none_or(|folder| folder.exists()) {
                out::tell(&format!("porchlight: {problem}"));
            }
            out::tell("porchlight: Only the national numbers are on this card.");
            (Docket::default(), Zone::UTC)
        }
    };
    let card = directory::card(&docket);
    if common.json {
        out::data(&printed::blank(&view, &card, zone))?;
    } else {
        out::data(&format!(
            "{}\n{}",
            sheet::text::print(&view, zone),
            numbers(&card)
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The numbers card as lines.
fn numbers(card: &[DirectoryRow]) -> String {
    let mut text = "NUMBERS\n".to_owned();
    for row in card {
        let _ = write!(text, "\n{}", row.name);
        if row.kind != "national" {
            let _ = write!(text, " ({})", row.kind);
        }
        text.push('\n');
        for (name, number) in &row.numbers {
            let _ = writeln!(text, "  {name}: {number}");
        }
        if let Some(ori) = &row.ori {
            let _ = writeln!(text, "  ORI: {ori}");
        }
        if !row.area.is_empty() {
            let _ = writeln!(text, "  for: {}", row.area);
        }
        if !row.note.is_empty() {
            let _ = writeln!(text, "  {}", row.note);
        }
        let _ = match &row.verified {
            Some(day) => writeln!(text, "  verified {day}"),
            None => writeln!(text, "  never verified"),
        };
    }
    text
}
