//! The cheapest way of the cursor to a cell, and where it stands after a character.

use std::io::Write;

use unicode_width::UnicodeWidthChar;

use super::Screen;

/// Where the terminal's cursor is, as far as one can know without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Unknown,
    /// The row is sure; the column is not, after a character whose width terminals disagree about.
    Row(u16),
    Cell(u16, u16),
}

impl<W: Write> Screen<W> {
    /// The cheapest way for the cursor to a cell.
    pub(super) fn go(&mut self, x: u16, y: u16) {
        if self.at == At::Cell(x, y) {
            return;
        }
        let mut best = match (x, y) {
            (0, 0) => "\x1b[H".to_owned(),
            (0, y) => format!("\x1b[{}H", y + 1),
            (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
        };
        let mut offer = |way: String| {
            if way.len() < best.len() {
                best = way;
            }
        };
        let row = match self.at {
            At::Unknown => None,
            At::Row(row) | At::Cell(_, row) => Some(row),
        };
        if let Some(row) = row {
            // Down by line feeds: in raw mode they keep the column, and the last row is never passed.
            let down = usize::from(y.saturating_sub(row));
            if y >= row && down <= 3 {
                let feeds = "\n".repeat(down);
                if x == 0 {
                    offer(format!("\r{feeds}"));
                }
                if let At::Cell(at, _) = self.at {
                    let side = sideways(at, x);
                    offer(format!("{feeds}{side}"));
                }
                offer(format!("{feeds}\x1b[{}G", x + 1));
            }
            if y < row
                && let At::Cell(at, _) = self.at
                && at == x
            {
                offer(match row - y {
                    1 => "\x1b[A".to_owned(),
                    n => format!("\x1b[{n}A"),
                });
            }
        }
        self.frame.extend_from_slice(best.as_bytes());
        self.at = At::Cell(x, y);
    }
}

/// Left or right within a row.
fn sideways(from: u16, to: u16) -> String {
    match (from, to) {
        (from, to) if from == to => String::new(),
        (_, 0) => "\r".to_owned(),
        (from, to) if to < from && from - to <= 3 => "\x08".repeat(usize::from(from - to)),
        (from, to) if to > from => match to - from {
            1 => "\x1b[C".to_owned(),
            n => format!("\x1b[{n}C"),
        },
        (_, to) => format!("\x1b[{}G", to + 1),
    }
}

/// Shapes and punctuation the screens themselves are written with. A terminal set to draw these wide draws the
/// boxes wide as well and is lost in any case, so they count as one column.
const OURS: [char; 13] = [
    '·', '…', '►', '√', '×', '•', '–', '—', '‘', '’', '“', '”', '°',
];

/// Whether every terminal agrees how many columns this takes.
pub(super) fn sure_of_width(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => {
            // Frames are drawn in boxes; a terminal that draws those wide is lost in any case.
            c.is_ascii()
                || matches!(c, '\u{2500}'..='\u{259F}')
                || OURS.contains(&c)
                || (c.width() == Some(1) && c.width_cjk() == Some(1))
        }
        _ => text.is_ascii(),
    }
}
