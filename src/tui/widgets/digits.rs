//! Large digits, three columns by five rows, made of one shape.

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::style::Ink;

/// Rows a digit takes.
pub const HEIGHT: u16 = 5;

/// The dots of a digit, row by row, three bits each, the leftmost highest.
fn dots(c: char) -> Option<[u8; 5]> {
    Some(match c {
        '0' => [0b111, 0b101, 0b101, 0b101, 0b111],
        '1' => [0b010, 0b110, 0b010, 0b010, 0b111],
        '2' => [0b111, 0b001, 0b111, 0b100, 0b111],
        '3' => [0b111, 0b001, 0b111, 0b001, 0b111],
        '4' => [0b101, 0b101, 0b111, 0b001, 0b001],
        '5' => [0b111, 0b100, 0b111, 0b001, 0b111],
        '6' => [0b111, 0b100, 0b111, 0b101, 0b111],
        '7' => [0b111, 0b001, 0b001, 0b010, 0b010],
        '8' => [0b111, 0b101, 0b111, 0b101, 0b111],
        '9' => [0b111, 0b101, 0b111, 0b001, 0b111],
        ':' => [0b000, 0b010, 0b000, 0b010, 0b000],
        '-' => [0b000, 0b000, 0b111, 0b000, 0b000],
        '+' => [0b000, 0b010, 0b111, 0b010, 0b000],
        _ => return None,
    })
}

/// Columns that a text of digits takes.
pub fn width(text: &str) -> u16 {
    u16::try_from(text.chars().count() * 4)
        .unwrap_or(u16::MAX)
        .saturating_sub(1)
}

/// Draws a text of digits at the top left of an area; nothing where it does not fit.
pub fn draw(canvas: &mut Canvas, area: Rect, text: &str, ink: Ink) -> bool {
    if area.width < width(text) || area.height < HEIGHT {
        return false;
    }
    let dot = canvas.glyphs().dot;
    let mut x = area.x;
    for c in text.chars() {
        for (row, bits) in (0u16..).zip(dots(c).unwrap_or_default()) {
            for column in 0..3u16 {
                if bits & (0b100 >> column) != 0 {
                    canvas.put(x + column, area.y + row, 1, dot, ink);
                }
            }
        }
        x += 4;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_has_its_own_shape() {
        let mut seen: Vec<[u8; 5]> = "0123456789:-+".chars().filter_map(dots).collect();
        assert_eq!(seen.len(), 13);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 13);
    }
}
