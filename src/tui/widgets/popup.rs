//! The frame of a pop-up: corners and sides only. Rules above and below would cost more bytes than
//! what stands in it.

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::layout;
use crate::tui::style::Ink;

/// Clears a place for a pop-up with room for so many rows, draws its title and keys; the room inside.
pub fn open(
    canvas: &mut Canvas,
    screen: Rect,
    width: u16,
    rows: usize,
    title: &str,
    keys: &str,
) -> Rect {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    let area = layout::popup(screen, width, rows);
    // A column of air on both sides.
    let air = Rect {
        x: area.x.saturating_sub(1).max(screen.x),
        width: area.width + 2,
        ..area
    };
    canvas.clear(air.intersection(screen));
    frame(canvas, area, title, keys)
}

/// Clears an area, draws its frame, title and keys; the room inside.
pub fn frame(canvas: &mut Canvas, area: Rect, title: &str, keys: &str) -> Rect {
    canvas.clear(area);
    if area.width < 4 || area.height < 3 {
        canvas.put(area.x, area.y, area.width, title, Ink::Strong);
        return Rect { height: 0, ..area };
    }
    let glyphs = canvas.glyphs();
    let [top_left, top_right, bottom_left, bottom_right] = glyphs.corners;
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    canvas.put(area.x, area.y, 1, top_left, Ink::Quiet);
    canvas.put(right, area.y, 1, top_right, Ink::Quiet);
    canvas.put(area.x, bottom, 1, bottom_left, Ink::Quiet);
    canvas.put(right, bottom, 1, bottom_right, Ink::Quiet);
    canvas.column(area.x, area.y + 1, area.height - 2, Ink::Quiet);
    canvas.column(right, area.y + 1, area.height - 2, Ink::Quiet);
    canvas.put(area.x + 2, area.y, area.width - 4, title, Ink::Strong);
    canvas.put(area.x + 2, bottom, area.width - 4, keys, Ink::Quiet);
    Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width - 4,
        height: area.height - 2,
    }
}
