//! `porchlight status`: one line for a prompt or a tmux bar, and an exit code for scripts. No child's data.

use std::process::ExitCode;

use super::args::Common;
use super::{out, reading};
use crate::codec::printed;
use crate::env::disk;
use crate::record::Problem;
use crate::store::backup;
use crate::wire::BoardView;

/// What cannot be told exits with this.
pub const CANNOT_TELL: u8 = 4;

/// Runs the command.
///
/// # Errors
/// When the desk cannot be read: the caller exits with [`CANNOT_TELL`].
pub fn run(common: &Common) -> Result<ExitCode, Problem> {
    let look = reading::look(common)?;
    let view = look.board().view(&look.docket, look.now, None);
    let code = if look.whole() {
        code(&view)
    } else {
        CANNOT_TELL
    };
    look.end();
    let backup = backup::listed(&disk::Real::new(), &look.folder).pop();
    let backup = backup.map(|one| one.at);
    if common.json {
        out::data(&printed::status(&view, code, backup, look.zone))?;
    } else {
        let backup = match backup {
            Some(at) => format!("backup {} ago", super::doctor::rough(look.now.since(at))),
            None => "no backup yet".to_owned(),
        };
        let line = line(&view, look.whole());
        out::data(&format!("{} · {backup}\n", line.trim_end()))?;
    }
    Ok(ExitCode::from(code))
}

/// 0 nothing owed, 1 owed, 2 owed within an hour, 3 late.
pub fn code(view: &BoardView) -> u8 {
    match view {
        view if view.late > 0 => 3,
        view if view.within_hour > 0 => 2,
        view if view.owed > 0 => 1,
        _ => 0,
    }
}

/// The line: always with the counts.
pub fn line(view: &BoardView, whole: bool) -> String {
    let name = if view.practice {
        "porchlight practice"
    } else {
        "porchlight"
    };
    let damaged = if whole {
        ""
    } else {
        "CANNOT TELL, damaged · at least "
    };
    format!(
        "{name}: {damaged}{} open · {} late · {} due within the hour · {} owed\n",
        view.open, view.late, view.within_hour, view.owed
    )
}
