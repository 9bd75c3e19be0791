//! The only way onto the screen: text by columns, filtered once more, cut on grapheme borders.
//!
//! Views carry [`SafeText`](crate::record::SafeText) and finished sentences. Whatever arrives here
//! passes the same filter a second time, so that no control, bidirectional or invisible character
//! can stand in a cell. Where the locale is not UTF-8 every character is folded to ASCII.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Caps;
use super::glyphs::Glyphs;
use super::style::Ink;
use crate::record::text::is_hidden;

/// A buffer to draw on, with what the terminal can show and where the cursor goes.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    caps: Caps,
    cursor: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// A canvas over a buffer.
    pub fn new(buffer: &'a mut Buffer, caps: Caps) -> Self {
        Self {
            buffer,
            caps,
            cursor: None,
        }
    }
    /// The whole of it.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }
    /// What the terminal can show.
    pub fn caps(&self) -> Caps {
        self.caps
    }
    /// The glyphs of this terminal.
    pub fn glyphs(&self) -> &'static Glyphs {
        Glyphs::of(self.caps)
    }
    /// Where the terminal's own cursor goes.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }
    /// Puts the terminal's own cursor somewhere; later calls win.
    pub fn set_cursor(&mut self, x: u16, y: u16) {
        if self.buffer.area.contains(Position { x, y }) {
            self.cursor = Some(Position { x, y });
        }
    }

    /// Writes one line of at most `width` columns, with an ellipsis where it does not fit; the columns used.
    pub fn put(&mut self, x: u16, y: u16, width: u16, text: &str, ink: Ink) -> u16 {
        let shown = shown(text, self.caps);
        if columns(&shown) <= usize::from(width) {
            return self.write(x, y, width, &shown, ink);
        }
        let ellipsis = self.glyphs().ellipsis;
        let room = usize::from(width).saturating_sub(columns(ellipsis));
        let mut cut = head(&shown, room).trim_end().to_owned();
        cut.push_str(ellipsis);
        self.write(x, y, width, &cut, ink)
    }

    /// As [`Canvas::put`], ending at the right border of `area`; the columns used.
    pub fn put_right(&mut self, area: Rect, y: u16, text: &str, ink: Ink) -> u16 {
        let wide = columns(&shown(text, self.caps)).min(usize::from(area.width));
        let wide = u16::try_from(wide).unwrap_or(area.width);
        self.put(area.right().saturating_sub(wide), y, wide, text, ink)
    }

    /// Writes words over several rows of an area, breaking between words; the rows used.
    pub fn paragraph(&mut self, area: Rect, text: &str, ink: Ink) -> u16 {
        let lines = wrap(text, area.width, self.caps);
        for (row, line) in (0..area.height).zip(&lines) {
            let y = area.y + row;
            match lines.get(usize::from(row) + 1) {
                // The last visible row says that there is more.
                Some(next) if row + 1 == area.height => {
                    self.put(area.x, y, area.width, &format!("{line} {next}"), ink);
                }
                _ => {
                    self.write(area.x, y, area.width, line, ink);
                }
            }
        }
        u16::try_from(lines.len())
            .unwrap_or(u16::MAX)
            .min(area.height)
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.rows().map(|row| row.y) {
            self.free(area.x, y);
        }
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
            }
        }
    }

    /// Draws a horizontal rule.
    pub fn rule(&mut self, x: u16, y: u16, width: u16, ink: Ink) {
        let line = self.glyphs().horizontal;
        for x in x..x.saturating_add(width) {
            self.write(x, y, 1, line, ink);
        }
    }

    /// Draws a vertical rule.
    pub fn column(&mut self, x: u16, y: u16, height: u16, ink: Ink) {
        let line = self.glyphs().vertical;
        for y in y..y.saturating_add(height) {
            self.write(x, y, 1, line, ink);
        }
    }

    /// Blanks a wide character that reaches into this column from the left: half of it would hide what
    /// is put here, on the screen though not in the buffer.
    fn free(&mut self, x: u16, y: u16) {
        if x > self.buffer.area.left()
            && let Some(cell) = self.buffer.cell_mut((x - 1, y))
            && cell.symbol().width() > 1
        {
            cell.set_symbol(" ");
        }
    }

    fn write(&mut self, x: u16, y: u16, width: u16, text: &str, ink: Ink) -> u16 {
        let style = ink.style(self.caps);
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() {
            return 0;
        }
        let end = x.saturating_add(width).min(area.right());
        let mut at = x;
        if end > x {
            self.free(x, y);
        }
        for grapheme in text.graphemes(true) {
            let wide = u16::try_from(grapheme.width()).unwrap_or(u16::MAX);
            if wide == 0 {
                continue;
            }
            if at.saturating_add(wide) > end {
                break;
            }
            if let Some(cell) = self.buffer.cell_mut((at, y)) {
                cell.reset();
                cell.set_symbol(grapheme).set_style(style);
            }
            for under in 1..wide {
                if let Some(cell) = self.buffer.cell_mut((at + under, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
            at += wide;
        }
        at.saturating_sub(x)
    }
}

/// What of a text can be drawn: hidden characters out, line breaks as spaces, ASCII where it must be.
pub fn shown(text: &str, caps: Caps) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' '..='~' => out.push(c),
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_hidden(c) => {}
            c if caps.utf8 => out.push(c),
            '·' => out.push('-'),
            '…' => out.push_str("..."),
            '–' | '—' => out.push('-'),
            '→' => out.push_str("->"),
            c => match deunicode::deunicode_char(c) {
                Some(plain) => out.extend(plain.chars().filter(|c| matches!(c, ' '..='~'))),
                None => out.push('?'),
            },
        }
    }
    out
}

/// How many columns a text takes, as it is drawn grapheme by grapheme.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The longest beginning that takes at most `room` columns.
pub fn head(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > room {
            return &text[..at];
        }
    }
    text
}

/// Breaks words into lines of at most `width` columns; a word that is wider is cut on grapheme borders.
pub fn wrap(text: &str, width: u16, caps: Caps) -> Vec<String> {
    let room = usize::from(width);
    let mut lines = Vec::new();
    if room == 0 {
        return lines;
    }
    for part in text.split('\n') {
        let part = shown(part, caps);
        let mut line = String::new();
        let mut used = 0;
        for word in part.split(' ') {
            let mut word = word;
            let wide = columns(word);
            if used > 0 && used + 1 + wide > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            while columns(word) > room {
                let mut first = head(word, room);
                if first.is_empty() {
                    // A character wider than the line: nothing of it can be shown.
                    first = word.graphemes(true).next().unwrap_or(word);
                    word = &word[first.len()..];
                    continue;
                }
                lines.push(first.to_owned());
                word = &word[first.len()..];
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += columns(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const UTF8: Caps = Caps::colour();
    const ASCII: Caps = Caps::plain();

    fn row(width: u16, text: &str, caps: Caps) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width + 2, 1));
        let mut canvas = Canvas::new(&mut buffer, caps);
        canvas.put(width, 0, 2, "||", Ink::Plain);
        canvas.put(0, 0, width, text, Ink::Plain);
        let mut out = String::new();
        let mut skip = 0;
        for cell in buffer.content() {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            out.push_str(cell.symbol());
            skip = cell.symbol().width().saturating_sub(1);
        }
        out
    }

    #[test]
    fn what_is_put_over_half_of_a_wide_character_is_seen() {
        let area = Rect::new(0, 0, 8, 2);
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut buffer, UTF8);
        canvas.put(0, 0, 8, "漢字漢", Ink::Plain);
        canvas.put(0, 1, 8, "漢字漢", Ink::Plain);
        canvas.put(3, 0, 1, "│", Ink::Plain);
        canvas.clear(Rect::new(3, 1, 2, 1));
        let row = |y| -> Vec<&str> { (0..6).map(|x| buffer[(x, y)].symbol()).collect() };
        assert_eq!(row(0), ["漢", " ", " ", "│", "漢", " "]);
        assert_eq!(row(1), ["漢", " ", " ", " ", " ", " "]);
    }

    #[test]
    fn a_text_never_leaves_its_columns() {
        for (text, expected) in [
            ("Jay", "Jay     ||"),
            ("Jaylen Ortiz", "Jaylen… ||"),
            ("山田太郎花子", "山田太… ||"),
            (
                "e\u{301}e\u{301}e\u{301}",
                "e\u{301}e\u{301}e\u{301}     ||",
            ),
            ("a\u{1b}[31mb\u{202e}c", "a[31mbc ||"),
        ] {
            assert_eq!(row(8, text, UTF8), expected, "{text:?}");
        }
    }

    #[test]
    fn without_utf8_only_ascii_is_left() {
        assert_eq!(row(8, "José", ASCII), "Jose    ||");
        assert_eq!(row(8, "1 · 2 – 3", ASCII), "1 - 2...||");
        assert!(shown("Ngũgĩ 山田 \u{1F600} \u{10FFFF}", ASCII).is_ascii());
    }

    #[test]
    fn words_wrap_and_long_words_are_cut() {
        assert_eq!(
            wrap("left the house at night", 10, UTF8),
            ["left the", "house at", "night"]
        );
        assert_eq!(wrap("abcdefghij", 4, UTF8), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("山", 1, UTF8), [""]);
    }
}
