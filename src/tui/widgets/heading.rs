//! What stands above a pane: the mark when it is in focus, its title, and which rows of it are shown.
//!
//! The mark is one cell: going to another pane changes two cells and no frame.

use ratatui::layout::Rect;

use crate::tui::canvas::{Canvas, columns, shown};
use crate::tui::style::Ink;

/// Draws the first row of a pane. `tail` stands at the right end.
pub fn draw(canvas: &mut Canvas, area: Rect, title: &str, focus: bool, tail: &str) {
    if area.is_empty() {
        return;
    }
    let glyphs = canvas.glyphs();
    if focus {
        canvas.put(area.x, area.y, 1, glyphs.focus, Ink::Strong);
    }
    let used = 2 + canvas.put(
        area.x + 2,
        area.y,
        area.width.saturating_sub(2),
        title,
        Ink::Strong,
    );
    let tail_wide = u16::try_from(columns(&shown(tail, canvas.caps()))).unwrap_or(area.width);
    let end = area.width.saturating_sub(if tail.is_empty() {
        0
    } else {
        tail_wide.saturating_add(1)
    });
    if end > used + 1 {
        canvas.rule(area.x + used + 1, area.y, end - used - 1, Ink::Quiet);
        canvas.put_right(area, area.y, tail, Ink::Quiet);
    }
}

/// `12–24 of 41`, empty when everything is shown.
pub fn range(from: usize, to: usize, of: usize) -> String {
    if from == 0 && to >= of {
        String::new()
    } else {
        format!("{}–{to} of {of}", from + 1)
    }
}
