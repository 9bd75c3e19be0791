//! A ratatui backend that remembers what the terminal already has, and sends only what differs.
//!
//! A letter typed where the cursor stands is one byte; a key that changes nothing is none; a frame is one
//! `write`. Cursor place and visibility, colours and attributes are remembered, never asked for.
//!
//! | file | what it is |
//! |---|---|
//! | `way` | the cheapest way of the cursor to a cell |
//! | `pen` | colours and attributes, and the numbers that lead from one to another |

mod pen;
mod way;

use std::io::{self, Write};

use pen::{PLAIN, Pen, blank_like, codes, marks_blanks, shade};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;
use way::{At, sure_of_width};

use super::ascii::swept;
use super::caps::Caps;

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

#[cfg(test)]
mod tests;
