//! Sheets as plain text, for paper, a pager or a pipe.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::record::Zone;
use crate::record::time_words as words;
use crate::wire::SheetView;
use crate::wire::view::FactState;

/// Columns of a printed sheet.
pub const WIDTH: usize = 78;
/// Columns of the label, with its gap.
const LABEL: usize = 26;

/// Prints a sheet, labels left, words right, wrapped.
///
/// A blank prints as a line to write on, never as nothing: an empty place on paper reads as "none".
pub fn print(sheet: &SheetView, zone: Zone) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", sheet.title);
    if sheet.number.is_empty() {
        let _ = writeln!(
            out,
            "blank sheet: note each time as spoken, enter it later with that time"
        );
    } else {
        let _ = writeln!(
            out,
            "case {} · composed {}",
            sheet.number,
            words::moment(sheet.at, zone)
        );
    }
    for part in &sheet.parts {
        let _ = writeln!(out, "\n{}", part.title.to_uppercase());
        for line in &part.lines {
            let said = match (line.words.is_empty(), line.state) {
                (false, _) => line.words.to_string(),
                (true, None) => String::new(),
                (true, Some(FactState::Blank)) => "____________________".to_owned(),
                (true, Some(_)) => String::new(),
            };
            if line.label.is_empty() {
                wrapped(&mut out, "", "", &said);
            } else {
                let mark = if line.state == Some(FactState::Blank) {
                    "[ ] "
                } else {
                    "    "
                };
                wrapped(&mut out, mark, &line.label, &said);
            }
            if let Some(spelled) = &line.spelled {
                wrapped(&mut out, "    ", "", &format!("({spelled})"));
            }
        }
    }
    out
}

/// A line with a label column, wrapped under its words.
fn wrapped(out: &mut String, mark: &str, label: &str, said: &str) {
    let head = if label.is_empty() && mark.is_empty() {
        String::new()
    } else {
        let label = format!("{mark}{label}");
        let pad = LABEL.saturating_sub(label.width()).max(1);
        format!("{label}{}", " ".repeat(pad))
    };
    let indent = " ".repeat(if head.is_empty() { 0 } else { LABEL });
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(&head)
        .subsequent_indent(&indent);
    if said.is_empty() {
        let _ = writeln!(out, "{}", head.trim_end());
        return;
    }
    for line in said.lines() {
        for row in textwrap::wrap(line, &options) {
            let _ = writeln!(out, "{row}");
        }
    }
}
