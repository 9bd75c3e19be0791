//! What is sent for a letter, for nothing, for a frame; and that differences come to the same screen.

use super::*;
use crate::term::Colour;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

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

/// Sets a text as whoever draws has to: nothing is left of a wide character that is half overwritten.
fn set(buffer: &mut Buffer, (x, y, text, style): &(u16, u16, String, Style)) {
    buffer.set_string(*x, *y, text, *style);
    if *x > 0 && buffer[(*x - 1, *y)].symbol().width() > 1 {
        buffer[(*x - 1, *y)].set_symbol(" ");
    }
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
                for string in strings {
                    set(frame.buffer_mut(), string);
                }
                frame.set_cursor_position((3, 2));
            }).unwrap();
            seen.process(&std::mem::take(&mut t.backend_mut().out_mut().bytes));
            let mut fresh = Terminal::new(Screen::new(Wire::default(), size, CAPS)).unwrap();
            fresh.draw(|frame| {
                for string in strings {
                    set(frame.buffer_mut(), string);
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
