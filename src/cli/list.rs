//! `porchlight list`: open cases, and closed ones that still owe something, by what is due next.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::Common;
use super::reading::{self, Look};
use super::{out, status};
use crate::codec::printed;
use crate::record::{Moment, Problem, names, time_words};
use crate::rules::DutyState;
use crate::wire::BoardView;
use crate::wire::view::{BoardRow, ClockView};

/// Runs the command.
///
/// # Errors
/// When the desk cannot be read.
pub fn run(common: &Common, by: &str) -> Result<ExitCode, Problem> {
    let look = reading::look(common)?;
    let end = look.end();
    look.note(common, None, "board")?;
    let mut view = look.board().view(&look.docket, look.now, None);
    view.rows = look.board().rows().cloned().collect();
    if by == "name" {
        by_name(&mut view.rows);
    }
    if common.json {
        out::data(&printed::board(&view))?;
    } else {
        out::data(&text(&look, &view))?;
    }
    Ok(end)
}

/// Puts rows in the order of the children's names, however these are spelled.
pub fn by_name(rows: &mut [BoardRow]) {
    rows.sort_by_cached_key(|row| names::sort_key(row.name.as_str()));
}

/// The board as lines.
pub fn text(look: &Look, view: &BoardView) -> String {
    let mut text = format!(
        "{} · {}\n{}",
        view.agency,
        time_words::moment(view.now, view.zone),
        status::line(view, look.whole())
    );
    if view.practice {
        text.insert_str(0, "PRACTICE: everybody here is made up.\n");
    }
    if view.rows.is_empty() {
        // Only a desk that was read whole may say that there is nothing.
        if look.whole() {
            text.push_str("\nNo open cases, and nothing is owed.\n");
        }
        return text;
    }
    for row in &view.rows {
        text.push('\n');
        text.push_str(&case(row, view));
    }
    text
}

fn case(row: &BoardRow, view: &BoardView) -> String {
    let mut text = format!("{}  {}", row.number, row.name);
    if let Some(age) = row.age {
        let _ = write!(text, ", {age}");
    }
    if let Some(claim) = &row.claim {
        let words = if claim.has_lapsed(view.now) {
            "nobody has it; it was with"
        } else {
            "with"
        };
        let _ = write!(
            text,
            "  ({words} {}, last entry {})",
            claim.by,
            time_words::distance(claim.last, view.now)
        );
    }
    text.push('\n');
    let _ = writeln!(
        text,
        "  received {}",
        time_words::moment(row.received, view.zone)
    );
    let _ = writeln!(
        text,
        "  police {} · NCMEC {}",
        clock(&row.police, view),
        clock(&row.ncmec, view)
    );
    if let Some((title, due)) = &row.next {
        let _ = writeln!(text, "  next: {title}, {}", due_words(*due, view.now));
    }
    if row.blanks > 0 {
        let _ = writeln!(text, "  {} still to ask", row.blanks);
    }
    for flag in &row.flags {
        let _ = writeln!(text, "  ! {flag}");
    }
    text
}

/// `owed, 3 h 12 min left`, `told 01:31`.
fn clock(clock: &ClockView, view: &BoardView) -> String {
    let word = clock.state.word();
    match (clock.state, clock.done) {
        (DutyState::Told | DutyState::Confirmed | DutyState::LateButTold, Some(done)) => {
            format!("{word} {}", time_words::moment(done, view.zone))
        }
        (state, _) if state.is_open() => format!("{word}, {}", due_words(clock.due, view.now)),
        _ => word.to_owned(),
    }
}

fn due_words(due: Option<Moment>, now: Moment) -> String {
    due.map_or_else(
        || "promptly, no hour set".to_owned(),
        |due| time_words::left(due, now),
    )
}
