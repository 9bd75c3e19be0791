//! A line being typed, with the terminal's own cursor in it.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::client::text::Text;
use crate::tui::canvas::{Canvas, columns, shown};
use crate::tui::style::Ink;

/// Draws the text in so many columns, scrolled so that the cursor shows, and puts the cursor there.
pub fn draw(canvas: &mut Canvas, x: u16, y: u16, width: u16, text: &Text) {
    if width == 0 {
        return;
    }
    let caps = canvas.caps();
    let whole = text.as_str();
    let before: String = whole.chars().take(text.cursor()).collect();
    let cursor = columns(&shown(&before, caps));
    let shown = shown(whole, caps);
    // One column stays free for the cursor after the last letter.
    let room = usize::from(width).saturating_sub(1);
    let mut skipped = 0;
    let mut rest = shown.as_str();
    if cursor > room {
        // Scroll by half a line, so that typing at the end costs a letter and not a line each time.
        let step = (room / 2).max(1);
        let wanted = (cursor - room).div_ceil(step) * step;
        for (at, grapheme) in shown.grapheme_indices(true) {
            if skipped >= wanted {
                rest = &shown[at..];
                break;
            }
            skipped += grapheme.width();
            rest = "";
        }
    }
    let fitting = crate::tui::canvas::head(rest, usize::from(width));
    canvas.put(x, y, width, fitting, Ink::Plain);
    let column = u16::try_from(cursor.saturating_sub(skipped)).unwrap_or(width);
    canvas.set_cursor(x + column.min(width - 1), y);
}
