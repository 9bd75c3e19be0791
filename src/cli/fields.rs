//! `porchlight fields`: the field table itself.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::Common;
use super::out;
use crate::codec::printed;
use crate::record::{Field, Problem, fields};

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(common: &Common) -> Result<ExitCode, Problem> {
    if common.json {
        out::data(&printed::fields())?;
    } else {
        out::data(&text())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn text() -> String {
    let mut text = String::new();
    let mut section = None;
    for field in fields::all() {
        if section != Some(field.section) {
            section = Some(field.section);
            let _ = writeln!(text, "\n{}", field.section.title());
        }
        let _ = writeln!(text, "  {:30} {}", field.id.0, line(field));
    }
    text.push_str(
        "\nP1 public after permission, P2 police and NCMEC, P3 police only, P4 agency only; never public: P0 on top.\n\
         * in the shortest set; NAME.field belongs to an entry of a list.\n",
    );
    text
}

fn line(field: &Field) -> String {
    let mut line = format!("{} [{}", field.label, field.kind.label());
    if let Some(list) = printed::list_of(field.kind) {
        let _ = write!(line, " of {}", list.name());
    }
    let choices: Vec<&str> = field.kind.choices().iter().map(|c| c.key).collect();
    if !choices.is_empty() {
        let _ = write!(line, ": {}", choices.join(", "));
    }
    let _ = write!(line, "] {}", field.tier.code());
    if field.never_public {
        line.push_str(" P0");
    }
    if field.shortest > 0 {
        line.push_str(" *");
    }
    if let Some(ncic) = field.ncic {
        let _ = write!(line, " {ncic}");
    }
    line
}
