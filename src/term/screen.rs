//! A ratatui backend that remembers what the terminal already has, and sends only what differs.
//!
//! A letter typed where the cursor stands is one byte; a key that changes nothing is none; a frame is one
//! `write`. Cursor place and visibility, colours and attributes are remembered, never asked for.

use super::ascii::swept;
use super::caps::{Caps, Colour};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Above this many bytes a frame is sent as a synchronised update, so that it cannot be seen half drawn.
/// Below, the sixteen bytes of its marks would cost more than they give.
const SYNC_ABOVE: usize = 1024;
/// A run of blanks at least this long is erased and not written.
const ERASE_FROM: usize = 8;

/// The terminal, as far as this program has brought it.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    frame: Vec<u8>,
    size: Size,
    caps: Caps,
    /// Where the terminal's cursor is.
    at: At,
    /// Whether it is shown; `None` when that is not known.
    shown: Option<bool>,
    pen: Option<Pen>,
    want_shown: bool,
    want_at: Position,
    written: u64,
    /// What stands in each cell, as far as erasing and wide characters need to know.
    cells: Vec<Holds>,
}

/// What a cell of the terminal holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// A blank on the plain ground: erasing it again changes nothing.
    Plain,
    /// Anything else of one column, or the first column of something wider.
    Other,
    /// The second column of a wide character, which the terminal blanks when the first is overwritten.
    Tail,
}

/// Where the terminal's cursor is, as far as one can know without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Unknown,
    /// The row is sure; the column is not, after a character whose width terminals disagree about.
    Row(u16),
    Cell(u16, u16),
}

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    line: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen {
    fg: Color::Reset,
    bg: Color::Reset,
    line: Color::Reset,
    modifier: Modifier::empty(),
};

impl<W: Write> Screen<W> {
    /// A terminal of this size that was just entered: cleared, cursor anywhere.
    pub fn new(out: W, size: Size, caps: Caps) -> Self {
        Self {
            out,
            frame: Vec::with_capacity(8 * 1024),
            size,
            caps,
            at: At::Unknown,
            shown: None,
            pen: None,
            want_shown: false,
            want_at: Position::ORIGIN,
            written: 0,
            cells: vec![Holds::Plain; usize::from(size.width) * usize::from(size.height)],
        }
    }
    /// Takes a new size; the next frame is drawn whole.
    pub fn set_size(&mut self, size: Size) {
        self.size = size;
        self.cells = vec![Holds::Other; usize::from(size.width) * usize::from(size.height)];
        self.forget();
    }
    /// Forgets everything about the terminal: after a suspension, or when something else wrote on it.
    pub fn forget(&mut self) {
        self.at = At::Unknown;
        self.shown = None;
        self.pen = None;
        self.cells.fill(Holds::Other);
    }
    fn holds(&self, x: u16, y: u16) -> Option<Holds> {
        if x >= self.size.width {
            return None;
        }
        let at = usize::from(y) * usize::from(self.size.width) + usize::from(x);
        self.cells.get(at).copied()
    }
    fn put(&mut self, x: u16, y: u16, holds: Holds) {
        let at = usize::from(y) * usize::from(self.size.width) + usize::from(x);
        if x < self.size.width
            && let Some(cell) = self.cells.get_mut(at)
        {
            *cell = holds;
        }
    }
    /// Whether erasing the cells `from..to` of a row changes nothing.
    fn all_plain(&self, from: u16, to: u16, y: u16) -> bool {
        (from..to).all(|x| self.holds(x, y) == Some(Holds::Plain))
    }
    /// Bytes sent so far.
    pub fn written(&self) -> u64 {
        self.written
    }
    /// What it writes to.
    pub fn out_mut(&mut self) -> &mut W {
        &mut self.out
    }
    /// Rings the bell, with the next frame.
    pub fn bell(&mut self) {
        self.frame.push(0x07);
    }

    /// The cheapest way for the cursor to a cell.
    fn go(&mut self, x: u16, y: u16) {
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

    /// Brings colours and attributes to `pen`, by the shorter of changing and starting afresh.
    fn set_pen(&mut self, pen: Pen) {
        if self.pen == Some(pen) {
            return;
        }
        let afresh = codes(PLAIN, pen);
        let mut best = if afresh.is_empty() {
            String::new()
        } else {
            format!("0;{afresh}")
        };
        if let Some(old) = self.pen {
            let change = codes(old, pen);
            if change.len() < best.len() {
                best = change;
            }
        }
        self.frame.extend_from_slice(b"\x1b[");
        self.frame.extend_from_slice(best.as_bytes());
        self.frame.push(b'm');
        self.pen = Some(pen);
    }

    fn pen_of(&self, cell: &Cell) -> Pen {
        let colour = |color| shade(color, self.caps.colour);
        Pen {
            fg: colour(cell.fg),
            bg: colour(cell.bg),
            line: colour(cell.underline_color),
            modifier: cell.modifier,
        }
    }
    /// Writes blanks in a row, or erases them where that is shorter.
    fn blanks(&mut self, x: u16, y: u16, count: u16, pen: Pen) {
        let end = x + count;
        // A blank looks the same in every colour of writing, so the pen may stay what it is.
        let keeps = self
            .pen
            .is_some_and(|old| old.bg == pen.bg && !marks_blanks(old))
            && !marks_blanks(pen);
        // Terminals disagree about the colour that erasing leaves, so only the plain ground is erased.
        let plain = pen.bg == Color::Reset && !marks_blanks(pen);
        let to_end = end >= self.size.width;
        let rest_plain = to_end || self.all_plain(end, self.size.width, y);
        let tail = self.holds(end, y) == Some(Holds::Tail);
        self.go(x, y);
        if !keeps {
            self.set_pen(pen);
        }
        for column in x..end {
            self.put(column, y, if plain { Holds::Plain } else { Holds::Other });
        }
        if plain && rest_plain && count > 3 {
            self.frame.extend_from_slice(b"\x1b[K");
        } else if plain && usize::from(count) >= ERASE_FROM {
            self.frame
                .extend_from_slice(format!("\x1b[{count}X").as_bytes());
        } else {
            self.frame
                .extend(std::iter::repeat_n(b' ', usize::from(count)));
            self.at = if to_end {
                At::Unknown
            } else {
                At::Cell(end, y)
            };
        }
        if tail {
            self.mend(end, y);
        }
    }
    /// A wide character lost its first column: what the terminal leaves in the second differs, so say it.
    fn mend(&mut self, x: u16, y: u16) {
        self.put(x, y, Holds::Other);
        self.blanks(x, y, 1, PLAIN);
    }
    fn glyph(&mut self, x: u16, y: u16, cell: &Cell, pen: Pen) {
        self.go(x, y);
        self.set_pen(pen);
        let text = swept(cell.symbol(), self.caps.utf8);
        self.frame.extend_from_slice(text.as_bytes());
        let width = u16::try_from(text.width().max(1)).unwrap_or(1);
        let tail = self.holds(x + width, y) == Some(Holds::Tail);
        self.put(x, y, Holds::Other);
        for column in x + 1..x + width {
            self.put(column, y, Holds::Tail);
        }
        self.at = if x + width >= self.size.width {
            // At the edge terminals wait with the line break, each in its own way.
            At::Unknown
        } else if sure_of_width(&text) {
            At::Cell(x + width, y)
        } else {
            At::Row(y)
        };
        if tail {
            self.mend(x + width, y);
        }
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
fn sure_of_width(text: &str) -> bool {
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

/// Whether blanks written with this pen can be seen.
fn marks_blanks(pen: Pen) -> bool {
    pen.modifier
        .intersects(Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT)
}

/// A colour as this terminal can show it.
fn shade(color: Color, most: Colour) -> Color {
    match (color, most) {
        (_, Colour::Mono) => Color::Reset,
        (Color::Rgb(..) | Color::Indexed(16..), Colour::Sixteen) => Color::Reset,
        (Color::Rgb(..), Colour::Indexed) => Color::Reset,
        (color, _) => color,
    }
}

/// The numbers that lead from one pen to another.
fn codes(old: Pen, new: Pen) -> String {
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

impl<W: Write> Backend for Screen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut cells = content.peekable();
        while let Some((x, y, cell)) = cells.next() {
            let pen = self.pen_of(cell);
            if cell.symbol() != " " {
                self.glyph(x, y, cell, pen);
                continue;
            }
            let mut count = 1;
            let plain = pen.bg == Color::Reset && !marks_blanks(pen);
            while let Some((nx, ny, next)) = cells.peek()
                && *ny == y
                && *nx >= x + count
                && next.symbol() == " "
                && blank_like(self.pen_of(next), pen)
                // Over blanks that stand there already the run goes on.
                && (*nx == x + count || (plain && self.all_plain(x + count, *nx, y)))
            {
                count = *nx - x + 1;
                cells.next();
            }
            self.blanks(x, y, count, pen);
        }
        Ok(())
    }
    fn hide_cursor(&mut self) -> io::Result<()> {
        self.want_shown = false;
        Ok(())
    }
    fn show_cursor(&mut self) -> io::Result<()> {
        self.want_shown = true;
        Ok(())
    }
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.want_at)
    }
    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.want_at = position.into();
        Ok(())
    }
    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }
    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.set_pen(PLAIN);
        let at = self.want_at;
        let code: &[u8] = match region {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        };
        if region != ClearType::All {
            self.go(at.x, at.y);
        }
        self.frame.extend_from_slice(code);
        match region {
            ClearType::All => self.cells.fill(Holds::Plain),
            _ => self.cells.fill(Holds::Other),
        }
        Ok(())
    }
    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }
    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }
    fn flush(&mut self) -> io::Result<()> {
        if self.want_shown {
            let Position { x, y } = self.want_at;
            self.go(
                x.min(self.size.width.saturating_sub(1)),
                y.min(self.size.height.saturating_sub(1)),
            );
        }
        if self.shown != Some(self.want_shown) {
            self.frame.extend_from_slice(if self.want_shown {
                b"\x1b[?25h"
            } else {
                b"\x1b[?25l"
            });
            self.shown = Some(self.want_shown);
        }
        if self.frame.is_empty() {
            return Ok(());
        }
        if self.frame.len() > SYNC_ABOVE {
            self.frame.splice(0..0, *b"\x1b[?2026h");
            self.frame.extend_from_slice(b"\x1b[?2026l");
        }
        self.written += self.frame.len() as u64;
        let sent = self
            .out
            .write_all(&self.frame)
            .and_then(|()| self.out.flush());
        self.frame.clear();
        if sent.is_err() {
            self.forget();
        }
        sent
    }
}

/// Whether two blanks look the same.
fn blank_like(one: Pen, other: Pen) -> bool {
    one == other || (one.bg == other.bg && !marks_blanks(one) && !marks_blanks(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::style::Style;

    const CAPS: Caps = Caps {
        colour: Colour::Sixteen,
        utf8: true,
        full_screen: true,
        ssh: false,
    };

    /// Counts the writes as well as the bytes.
    #[derive(Debug, Default)]
    struct Wire {
        bytes: Vec<u8>,
        writes: usize,
    }
    impl Write for Wire {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.writes += 1;
            self.bytes.extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// One line being typed into, under a heading and over a footer.
    fn typing(terminal: &mut Terminal<Screen<Wire>>, text: &str) {
        terminal
            .draw(|frame| {
                let buffer = frame.buffer_mut();
                buffer.set_string(0, 0, "Porchlight", Style::new().fg(Color::Yellow));
                buffer.set_string(2, 5, text, Style::new());
                buffer.set_string(0, 23, "esc back", Style::new().add_modifier(Modifier::DIM));
                let x = 2 + u16::try_from(text.width()).unwrap();
                frame.set_cursor_position((x, 5));
            })
            .unwrap();
    }
    fn terminal() -> Terminal<Screen<Wire>> {
        Terminal::new(Screen::new(Wire::default(), Size::new(80, 24), CAPS)).unwrap()
    }
    /// The bytes a step costs, escapes shown.
    fn cost(
        terminal: &mut Terminal<Screen<Wire>>,
        step: impl FnOnce(&mut Terminal<Screen<Wire>>),
    ) -> String {
        terminal.backend_mut().out_mut().bytes.clear();
        step(terminal);
        let bytes = std::mem::take(&mut terminal.backend_mut().out_mut().bytes);
        String::from_utf8(bytes).unwrap().escape_debug().to_string()
    }

    #[test]
    fn a_typed_letter_is_one_byte_and_no_change_is_none() {
        let mut t = terminal();
        typing(&mut t, "J");
        // The first letter puts the pen back to plain.
        assert_eq!(cost(&mut t, |t| typing(t, "Ja")), "\\u{1b}[ma");
        assert_eq!(cost(&mut t, |t| typing(t, "Jan")), "n");
        assert_eq!(cost(&mut t, |t| typing(t, "Jane")), "e");
        assert_eq!(cost(&mut t, |t| typing(t, "Jane")), "");
        // Backspace: the last letter goes, the cursor goes back.
        assert_eq!(cost(&mut t, |t| typing(t, "Jan")), "\\u{8} \\u{8}");
    }

    #[test]
    fn a_frame_is_one_write() {
        let mut t = terminal();
        typing(&mut t, "J");
        assert_eq!(t.backend_mut().out_mut().writes, 1);
        typing(&mut t, "J");
        assert_eq!(t.backend_mut().out_mut().writes, 1, "nothing changed");
        typing(&mut t, "Jane");
        assert_eq!(t.backend_mut().out_mut().writes, 2);
    }

    #[test]
    fn only_large_frames_are_synchronised() {
        let mut t = terminal();
        let small = cost(&mut t, |t| typing(t, "J"));
        assert!(!small.contains("2026"));
        let large = cost(&mut t, |t| {
            t.draw(|frame| {
                for y in 0..24 {
                    frame
                        .buffer_mut()
                        .set_string(0, y, "x".repeat(80), Style::new());
                }
            })
            .unwrap();
        });
        assert!(large.starts_with("\\u{1b}[?2026h") && large.ends_with("\\u{1b}[?2026l"));
    }

    #[test]
    fn after_a_letter_of_doubtful_width_the_column_is_named() {
        let mut t = terminal();
        typing(&mut t, "ab");
        assert_eq!(cost(&mut t, |t| typing(t, "ab漢")), "\\u{1b}[m漢\\u{1b}[7G");
        assert_eq!(cost(&mut t, |t| typing(t, "ab漢x")), "x");
    }

    #[test]
    fn blanks_to_the_end_are_erased_and_colours_of_blanks_cost_nothing() {
        let mut t = terminal();
        typing(&mut t, "a line that is long enough to erase");
        assert_eq!(
            cost(&mut t, |t| typing(t, "a")),
            "\\u{1b}[5G\\u{1b}[K\\u{8}"
        );
    }

    #[test]
    fn nothing_is_ever_asked_of_the_terminal() {
        let mut t = terminal();
        let sent = cost(&mut t, |t| {
            typing(t, "x");
            t.clear().unwrap();
            typing(t, "x");
            t.backend_mut().set_size(Size::new(100, 30));
            typing(t, "x");
        });
        for question in ["[6n", "[c", "[>", "]1", "[?u", "[5n", "$p"] {
            assert!(!sent.contains(question), "{question} in {sent}");
        }
    }

    #[test]
    fn without_colour_and_utf8_only_attributes_and_ascii_are_sent() {
        let caps = Caps {
            colour: Colour::Mono,
            utf8: false,
            ..CAPS
        };
        let mut t = Terminal::new(Screen::new(Wire::default(), Size::new(40, 3), caps)).unwrap();
        let sent = cost(&mut t, |t| {
            t.draw(|frame| {
                frame.buffer_mut().set_string(
                    0,
                    0,
                    "┌─ José ✓ ─┐",
                    Style::new()
                        .fg(Color::Red)
                        .bg(Color::Blue)
                        .add_modifier(Modifier::BOLD),
                );
            })
            .unwrap();
        });
        assert!(sent.is_ascii() && sent.contains("+- Jose x -+"), "{sent}");
        assert!(
            sent.contains("[0;1m") && !sent.contains("31") && !sent.contains("44"),
            "{sent}"
        );
    }

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

    fn parser() -> vt100::Parser {
        let size = |n| std::num::NonZeroU16::new(n).unwrap();
        vt100::Parser::new(size(6), size(40), 0)
    }
    fn styles() -> impl Strategy<Value = Style> {
        let colour = proptest::sample::select(vec![
            Color::Reset,
            Color::Red,
            Color::LightCyan,
            Color::Gray,
        ]);
        // Not dim: written over bold it is both, and this emulator keeps whichever came last.
        let modifier = proptest::sample::select(vec![
            Modifier::empty(),
            Modifier::BOLD,
            Modifier::UNDERLINED,
            Modifier::REVERSED,
        ]);
        (colour.clone(), colour, modifier)
            .prop_map(|(fg, bg, m)| Style::new().fg(fg).bg(bg).add_modifier(m))
    }

    proptest! {
        /// A terminal that is fed only the differences shows what one that is drawn afresh shows.
        #[test]
        fn differences_come_to_the_same_screen(
            frames in proptest::collection::vec(
                proptest::collection::vec((0u16..36, 0u16..6, "[a-c 漢é─]{1,12}", styles()), 0..8),
                1..6,
            ),
        ) {
            let size = Size::new(40, 6);
            let mut t = Terminal::new(Screen::new(Wire::default(), size, CAPS)).unwrap();
            let mut seen = parser();
            for strings in &frames {
                t.draw(|frame| {
                    for (x, y, text, style) in strings {
                        frame.buffer_mut().set_string(*x, *y, text, *style);
                    }
                    frame.set_cursor_position((3, 2));
                }).unwrap();
                seen.process(&std::mem::take(&mut t.backend_mut().out_mut().bytes));
                let mut fresh = Terminal::new(Screen::new(Wire::default(), size, CAPS)).unwrap();
                fresh.draw(|frame| {
                    for (x, y, text, style) in strings {
                        frame.buffer_mut().set_string(*x, *y, text, *style);
                    }
                    frame.set_cursor_position((3, 2));
                }).unwrap();
                let mut expected = parser();
                expected.process(&fresh.backend_mut().out_mut().bytes);
                for y in 0..6 {
                    for x in 0..40 {
                        let (a, b) = (seen.screen().cell(y, x).unwrap(), expected.screen().cell(y, x).unwrap());
                        let text = |c: &vt100::Cell| if c.has_contents() { c.contents().to_owned() } else { " ".to_owned() };
                        prop_assert_eq!(text(a), text(b), "cell {},{}", x, y);
                        prop_assert_eq!(a.bgcolor(), b.bgcolor());
                        prop_assert_eq!((a.inverse(), a.underline()), (b.inverse(), b.underline()));
                        if text(a) != " " {
                            prop_assert_eq!((a.fgcolor(), a.bold(), a.dim()), (b.fgcolor(), b.bold(), b.dim()));
                        }
                    }
                }
                prop_assert_eq!(seen.screen().cursor_position(), (2, 3));
            }
        }
    }
}
