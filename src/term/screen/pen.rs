//! Colours and attributes: what this terminal can show, and the numbers that lead from one pen to another.

use ratatui::style::{Color, Modifier};

use crate::term::caps::Colour;

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) line: Color,
    pub(super) modifier: Modifier,
}

pub(super) const PLAIN: Pen = Pen {
    fg: Color::Reset,
    bg: Color::Reset,
    line: Color::Reset,
    modifier: Modifier::empty(),
};

/// Whether blanks written with this pen can be seen.
pub(super) fn marks_blanks(pen: Pen) -> bool {
    pen.modifier
        .intersects(Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT)
}

/// Whether two blanks look the same.
pub(super) fn blank_like(one: Pen, other: Pen) -> bool {
    one == other || (one.bg == other.bg && !marks_blanks(one) && !marks_blanks(other))
}

/// A colour as this terminal can show it.
pub(super) fn shade(color: Color, most: Colour) -> Color {
    match (color, most) {
        (_, Colour::Mono) => Color::Reset,
        (Color::Rgb(..) | Color::Indexed(16..), Colour::Sixteen) => Color::Reset,
        (Color::Rgb(..), Colour::Indexed) => Color::Reset,
        (color, _) => color,
    }
}

/// The numbers that lead from one pen to another.
pub(super) fn codes(old: Pen, new: Pen) -> String {
    const ATTRIBUTES: [(Modifier, u8, u8); 8] = [
        (Modifier::BOLD, 1, 22),
        (Modifier::DIM, 2, 22),
        (Modifier::ITALIC, 3, 23),
        (Modifier::UNDERLINED, 4, 24),
        (Modifier::SLOW_BLINK, 5, 25),
        (Modifier::REVERSED, 7, 27),
        (Modifier::HIDDEN, 8, 28),
        (Modifier::CROSSED_OUT, 9, 29),
    ];
    let mut numbers: Vec<String> = Vec::new();
    let gone = old.modifier - new.modifier;
    let mut come = new.modifier - old.modifier;
    for (attribute, _, off) in ATTRIBUTES {
        if gone.contains(attribute) && !numbers.contains(&off.to_string()) {
            numbers.push(off.to_string());
        }
    }
    // One number takes both bold and dim away.
    if gone.intersects(Modifier::BOLD | Modifier::DIM) {
        come |= new.modifier & (Modifier::BOLD | Modifier::DIM);
    }
    for (attribute, on, _) in ATTRIBUTES {
        if come.contains(attribute) {
            numbers.push(on.to_string());
        }
    }
    if old.fg != new.fg {
        numbers.push(colour_code(new.fg, 30, 90, "38", "39"));
    }
    if old.bg != new.bg {
        numbers.push(colour_code(new.bg, 40, 100, "48", "49"));
    }
    if old.line != new.line {
        numbers.push(colour_code(new.line, 0, 0, "58", "59"));
    }
    numbers.join(";")
}

fn colour_code(color: Color, dark: u8, light: u8, wide: &str, reset: &str) -> String {
    let index = match color {
        Color::Reset => return reset.to_owned(),
        Color::Rgb(r, g, b) => return format!("{wide};2;{r};{g};{b}"),
        Color::Indexed(n) => n,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    match index {
        n @ 0..=7 if dark > 0 => (dark + n).to_string(),
        n @ 8..=15 if light > 0 => (light + n - 8).to_string(),
        n => format!("{wide};5;{n}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_way_to_a_pen_is_taken() {
        let pen = |fg, modifier| Pen {
            fg,
            modifier,
            ..PLAIN
        };
        for (old, new, expected) in [
            (PLAIN, pen(Color::Red, Modifier::empty()), "31"),
            (PLAIN, pen(Color::LightRed, Modifier::BOLD), "1;91"),
            (
                pen(Color::Red, Modifier::BOLD),
                pen(Color::Red, Modifier::empty()),
                "22",
            ),
            (
                pen(Color::Red, Modifier::BOLD),
                pen(Color::Red, Modifier::DIM),
                "22;2",
            ),
            (
                PLAIN,
                pen(Color::Indexed(200), Modifier::empty()),
                "38;5;200",
            ),
            (
                PLAIN,
                pen(Color::Rgb(1, 2, 3), Modifier::empty()),
                "38;2;1;2;3",
            ),
        ] {
            assert_eq!(codes(old, new), expected);
        }
    }
}
