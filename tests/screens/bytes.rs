//! What a key costs on the line, in bytes, through the program's own backend: at 100×30, in colour.

use porchlight::client::model::{Model, Spot};
use porchlight::client::panes::Pane;
use porchlight::term::caps::{Caps as TermCaps, Colour};
use porchlight::term::screen::Screen;
use porchlight::tui::{Caps, draw};
use ratatui::Terminal;
use ratatui::layout::Size;

use super::scene;

const SIZE: Size = Size::new(100, 30);

/// Bytes of the first frame, and of the second after it.
fn bytes(before: &Model, after: &Model) -> (usize, usize) {
    let caps = TermCaps {
        colour: Colour::Sixteen,
        utf8: true,
        full_screen: true,
        ssh: false,
    };
    let mut terminal = Terminal::new(Screen::new(Vec::new(), SIZE, caps)).unwrap();
    let mut lengths = Vec::new();
    for model in [before, after] {
        terminal
            .draw(|frame| {
                if let Some(at) = draw(model, Caps::colour(), frame.buffer_mut()) {
                    frame.set_cursor_position(at);
                }
            })
            .unwrap();
        lengths.push(terminal.backend_mut().out_mut().len());
        terminal.backend_mut().out_mut().clear();
    }
    (lengths[0], lengths[1])
}

fn check(what: &str, bytes: usize, most: usize) {
    println!("{what}: {bytes} bytes of {most}");
    assert!(bytes <= most, "{what}: {bytes} bytes, at most {most}");
}

#[test]
fn a_first_frame() {
    for name in [
        "board_many",
        "case_descriptors_one",
        "case_descriptors_many",
    ] {
        let model = scene(name).model;
        check(name, bytes(&model, &model).0, 5_046);
    }
}

#[test]
fn a_frame_that_changes_nothing() {
    let model = scene("case_editing").model;
    check("nothing changed", bytes(&model, &model).1, 0);
}

#[test]
fn a_typed_letter() {
    let before = scene("case_editing").model;
    let mut after = before.clone();
    if let Some(edit) = &mut after.cases[0].edit {
        edit.text.type_char('x');
    }
    check("a letter", bytes(&before, &after).1, 1);
}

#[test]
fn a_selection_move() {
    let before = scene("board_many").model;
    let mut after = before.clone();
    after.board.selected = Some(after.board.rows()[1].case);
    check("a move", bytes(&before, &after).1, 40);
}

#[test]
fn a_pane_switch() {
    let mut before = scene("case_descriptors_one").model;
    let mut after = before.clone();
    before.cases[0].at = Spot::Duty(0);
    before.cases[0].pane = Pane::by_id("duties").unwrap();
    after.cases[0].at = Spot::Event(4);
    after.cases[0].pane = Pane::by_id("timeline").unwrap();
    check("a pane switch", bytes(&before, &after).1, 200);
}

#[test]
fn a_minute_that_passes() {
    let mut before = scene("case_descriptors_one").model;
    before.clock.boot += 20_000_000;
    let mut after = before.clone();
    after.clock.boot += 60_000_000;
    // 2.5 bytes a second at most, and nothing between the minutes.
    check("a minute", bytes(&before, &after).1, 150);
    let mut second = before.clone();
    second.clock.boot += 1_000_000;
    check("a second", bytes(&before, &second).1, 0);
}

#[test]
fn a_pop_up() {
    for name in [
        "palette_many",
        "confirm",
        "call_in",
        "conflict",
        "find_empty",
        "parked",
    ] {
        let over = scene(name).model;
        let mut under = over.clone();
        under.overlays.clear();
        check(name, bytes(&under, &over).1, 750);
        check(&format!("{name}, closed"), bytes(&over, &under).1, 750);
    }
}
