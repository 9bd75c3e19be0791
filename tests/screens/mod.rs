//! Every screen as text: snapshot files beside this one, and what must hold on all of them.
//!
//! A scene is a model built from plain values with a fixed present. `PORCHLIGHT_BLESS=1` rewrites
//! the files; read the difference before keeping it.

mod bytes;
mod compare;
mod door;
mod fixtures;
mod minutes;

use std::collections::BTreeSet;

use porchlight::client::model::{Model, Place, Slot, Spot};
use porchlight::client::panes::Pane;
use porchlight::record::text::is_hidden;
use porchlight::tui::{Caps, draw};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use fixtures::{Scene, scenes};

/// A drawn screen.
pub struct Drawn {
    buffer: Buffer,
    cursor: Option<Position>,
}

fn drawn(model: &Model, caps: Caps, width: u16, height: u16) -> Drawn {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = draw(model, caps, &mut buffer);
    Drawn { buffer, cursor }
}

impl Drawn {
    /// The rows as a terminal shows them.
    fn rows(&self) -> Vec<String> {
        let area = self.buffer.area;
        (0..area.height)
            .map(|y| {
                let mut row = String::new();
                let mut skip = 0;
                for x in 0..area.width {
                    if skip > 0 {
                        skip -= 1;
                        continue;
                    }
                    let symbol = self.buffer[(x, y)].symbol();
                    row.push_str(symbol);
                    skip = symbol.width().saturating_sub(1);
                }
                row
            })
            .collect()
    }
    /// The rows as one text, with the cursor's place.
    fn text(&self) -> String {
        let mut out = String::new();
        for row in self.rows() {
            out.push_str(row.trim_end());
            out.push('\n');
        }
        match self.cursor {
            Some(at) => out.push_str(&format!("cursor at column {}, row {}\n", at.x, at.y)),
            None => out.push_str("no cursor\n"),
        }
        out
    }
}

#[test]
fn the_footer_offers_the_script_that_is_owed_next() {
    let by_row = fixtures::hints_by_row();
    let scripts: Vec<(&str, Vec<&str>)> = by_row
        .iter()
        .map(|(number, hints)| {
            let scripts = hints.iter().map(String::as_str);
            (
                number.as_str(),
                scripts.filter(|title| title.ends_with("script")).collect(),
            )
        })
        .collect();
    assert_eq!(
        scripts,
        [
            ("A-0413", vec!["Police script"]),
            ("A-0414", vec!["NCMEC script"]),
            ("A-0415", vec!["NCMEC script"]),
            ("A-0416", vec![]),
        ]
    );
}

#[test]
fn screens_look_as_kept() {
    let mut wrong = Vec::new();
    for scene in scenes() {
        let sizes: &[(u16, u16)] = if scene.wide {
            &[(80, 24), (120, 40), (200, 60)]
        } else {
            &[(80, 24), (120, 40)]
        };
        for (width, height) in sizes {
            let name = format!("{}_{width}x{height}", scene.name);
            let text = drawn(&scene.model, Caps::mono(), *width, *height).text();
            if let Err(difference) = compare::with_file(&name, &text) {
                wrong.push(difference);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_screen_without_utf8_looks_as_kept() {
    for scene in scenes().iter().filter(|s| s.ascii) {
        let text = drawn(&scene.model, Caps::plain(), 80, 24).text();
        let name = format!("{}_ascii_80x24", scene.name);
        compare::with_file(&name, &text).unwrap_or_else(|difference| panic!("{difference}"));
    }
}

#[test]
fn no_snapshot_is_left_over() {
    let mut wanted = BTreeSet::new();
    for scene in scenes() {
        wanted.insert(format!("{}_80x24", scene.name));
        wanted.insert(format!("{}_120x40", scene.name));
        if scene.wide {
            wanted.insert(format!("{}_200x60", scene.name));
        }
        if scene.ascii {
            wanted.insert(format!("{}_ascii_80x24", scene.name));
        }
    }
    let left: Vec<String> = compare::kept()
        .into_iter()
        .filter(|name| !wanted.contains(name))
        .collect();
    assert!(left.is_empty(), "no scene draws these: {left:?}");
}

/// What must hold on every screen of every terminal.
fn check_cells(name: &str, drawn: &Drawn, caps: Caps) {
    let area = drawn.buffer.area;
    for y in 0..area.height {
        for x in 0..area.width {
            let symbol = drawn.buffer[(x, y)].symbol();
            assert!(
                !symbol.chars().any(is_hidden),
                "{name}: a hidden character at {x},{y}: {symbol:?}"
            );
            assert!(
                caps.utf8 || symbol.is_ascii(),
                "{name}: {symbol:?} at {x},{y} is not ASCII"
            );
            assert!(
                usize::from(x) + symbol.width() <= usize::from(area.width),
                "{name}: {symbol:?} leaves the screen at {x},{y}"
            );
        }
    }
    if let Some(at) = drawn.cursor {
        assert!(area.contains(at), "{name}: the cursor is off the screen");
    }
}

#[test]
fn nothing_hidden_is_drawn_and_ascii_stays_ascii() {
    for scene in scenes() {
        for caps in [Caps::colour(), Caps::mono(), Caps::plain()] {
            for (width, height) in [(80, 24), (60, 16), (120, 40), (200, 60)] {
                let drawn = drawn(&scene.model, caps, width, height);
                check_cells(scene.name, &drawn, caps);
            }
        }
    }
}

#[test]
fn colour_says_nothing_that_words_do_not() {
    for scene in scenes() {
        let mono = drawn(&scene.model, Caps::mono(), 120, 40);
        let colour = drawn(&scene.model, Caps::colour(), 120, 40);
        assert_eq!(mono.rows(), colour.rows(), "{}", scene.name);
    }
}

/// Borders stand where they stand with plain names: rules and frames never move.
#[test]
fn wide_and_combining_names_never_shift_what_follows() {
    let plain = scene("case_descriptors_one");
    let hostile = scene("case_descriptors_hostile");
    for (width, height) in [(120, 40), (200, 60)] {
        let columns = |scene: &Scene| -> Vec<Vec<u16>> {
            let drawn = drawn(&scene.model, Caps::mono(), width, height);
            (10..height - 5)
                .map(|y| {
                    (0..width)
                        .filter(|x| drawn.buffer[(*x, y)].symbol() == "│")
                        .collect()
                })
                .collect()
        };
        assert_eq!(columns(&plain), columns(&hostile));
    }
}

fn scene(name: &str) -> Scene {
    scenes()
        .iter()
        .find(|scene| scene.name == name)
        .cloned()
        .unwrap_or_else(|| panic!("no scene is called {name}"))
}

#[test]
fn in_mono_every_state_of_a_duty_reads_differently() {
    let scene = scene("case_duties_all_states");
    let rows = drawn(&scene.model, Caps::mono(), 80, 24).rows();
    for words in [
        "! ",
        "late by 35 min",
        "* ",
        "owed, 3 h 12 min left",
        "only claimed, ",
        "tried, owed, ",
        "told 01:31",
        "confirmed 01:40",
        "late but told",
        "waiting on",
        "not applicable: ",
        "promptly, no hour set",
    ] {
        assert!(
            rows.iter().any(|row| row.contains(words)),
            "{words:?} is not on the screen:\n{}",
            rows.join("\n")
        );
    }
}

#[test]
fn the_other_clock_stays_in_sight_under_every_pop_up() {
    for scene in scenes() {
        let in_case = matches!(scene.model.place, Place::Case(_) | Place::Script(..));
        if !in_case {
            continue;
        }
        for (width, height) in [(80, 24), (60, 16)] {
            let rows = drawn(&scene.model, Caps::mono(), width, height).rows();
            let has = |word: &str| rows.iter().take(4).any(|row| row.contains(word));
            assert!(
                has("police ") && has("NCMEC "),
                "{}: {:?}",
                scene.name,
                &rows[..4]
            );
        }
    }
}

#[test]
fn nothing_reads_as_all_clear_without_the_desks_word() {
    for name in ["board_opening", "board_lost", "board_trouble", "board_many"] {
        let rows = drawn(&scene(name).model, Caps::mono(), 80, 24).rows();
        let text = rows.join("\n").to_lowercase();
        assert!(!text.contains("all clear:"), "{name}\n{text}");
        assert!(!text.contains("nothing due"), "{name}\n{text}");
    }
    let rows = drawn(&scene("board_clear").model, Caps::mono(), 80, 24).rows();
    assert!(
        rows.iter()
            .any(|row| row.contains("all clear: nothing owed; 1 open"))
    );
}

#[test]
fn a_practice_desk_says_so_on_every_screen() {
    for scene in scenes() {
        let mut scene = scene.clone();
        if let Some(view) = &mut scene.model.board.view {
            view.practice = true;
            let rows = drawn(&scene.model, Caps::mono(), 80, 24).rows();
            assert!(rows[0].contains("PRACTICE") && rows[23].contains("PRACTICE"));
            assert!(
                rows.iter()
                    .all(|row| row.starts_with('#') && row.ends_with('#'))
            );
        }
    }
}

#[test]
fn too_small_says_the_size_needed() {
    let scene = scene("board_one");
    for (width, height) in [(1, 1), (40, 10), (59, 16), (60, 15)] {
        let drawn = drawn(&scene.model, Caps::mono(), width, height);
        check_cells("too small", &drawn, Caps::mono());
        if width >= 40 {
            assert!(drawn.text().contains("60x16"), "{}", drawn.text());
        }
    }
}

/// Changed cells between two screens, and how many stretches of them: what a backend has to send.
fn changed(before: &Model, after: &Model, width: u16, height: u16) -> (usize, usize) {
    let before = drawn(before, Caps::mono(), width, height);
    let after = drawn(after, Caps::mono(), width, height);
    let cells: Vec<(u16, u16)> = before
        .buffer
        .diff(&after.buffer)
        .into_iter()
        .map(|(x, y, _)| (x, y))
        .collect();
    let stretches = cells
        .iter()
        .enumerate()
        .filter(|(nth, (x, y))| *nth == 0 || cells[nth - 1] != (x.wrapping_sub(1), *y))
        .count();
    (cells.len(), stretches)
}

#[test]
fn a_selection_move_changes_two_marks() {
    let before = scene("board_many").model;
    let mut after = before.clone();
    let rows = after.board.rows();
    after.board.selected = Some(rows[1].case);
    assert_eq!(changed(&before, &after, 100, 30), (2, 2));
}

#[test]
fn a_pane_switch_changes_marks_and_what_is_said_of_the_focus() {
    let mut before = scene("case_descriptors_one").model;
    let mut after = before.clone();
    // Both spots say about as much, so that what is counted is the switch.
    before.cases[0].at = Spot::Duty(0);
    before.cases[0].pane = Pane::by_id("duties").unwrap();
    after.cases[0].at = Spot::Event(4);
    after.cases[0].pane = Pane::by_id("timeline").unwrap();
    let (cells, stretches) = changed(&before, &after, 100, 30);
    // A stretch costs about 8 bytes to reach, a cell 1 to 3.
    let bytes = stretches * 8 + cells;
    assert!(bytes <= 200, "{cells} cells in {stretches} stretches");
}

#[test]
fn a_typed_letter_changes_one_cell() {
    let before = scene("case_editing").model;
    let mut after = before.clone();
    if let Some(edit) = &mut after.cases[0].edit {
        edit.text.type_char('x');
    }
    assert_eq!(changed(&before, &after, 100, 30), (1, 1));
}

#[test]
fn a_minute_that_passes_changes_little() {
    let mut before = scene("case_descriptors_one").model;
    // Not on the full minute, where a second would change the minute shown.
    before.clock.boot += 20_000_000;
    let mut after = before.clone();
    after.clock.boot += 60_000_000;
    let (cells, _) = changed(&before, &after, 80, 24);
    assert!((1..=16).contains(&cells), "{cells} cells");
    let mut second = before.clone();
    second.clock.boot += 1_000_000;
    assert_eq!(
        changed(&before, &second, 80, 24),
        (0, 0),
        "no second is shown"
    );
}

#[test]
fn every_pane_is_drawn_somewhere() {
    let names: Vec<&str> = scenes().iter().map(|scene| scene.name).collect();
    for pane in Pane::all() {
        let wanted = format!("case_{}_", pane.spec().id);
        assert!(
            names.iter().any(|name| name.starts_with(&wanted)),
            "no scene for the pane {}",
            pane.spec().id
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_size_is_drawn(width in 1u16..=250, height in 1u16..=80, which in 0usize..1000, caps in 0usize..3) {
        let scenes = scenes();
        let scene = &scenes[which % scenes.len()];
        let caps = [Caps::colour(), Caps::mono(), Caps::plain()][caps];
        let drawn = drawn(&scene.model, caps, width, height);
        check_cells(scene.name, &drawn, caps);
    }

    #[test]
    fn any_name_is_drawn(name in ".{0,60}", words in ".{0,200}", pane in 0u8..9) {
        let mut model = scene("case_descriptors_one").model;
        let case = &mut model.cases[0];
        case.pane = Pane(pane);
        if let Some(view) = &mut case.view {
            // The screen must hold even if a view carried what SafeText keeps out.
            view.flags = vec![words.clone()];
            view.name = name.as_str().into();
            for fact in &mut view.facts {
                fact.official = Some(words.clone());
                fact.words = words.as_str().into();
            }
        }
        for caps in [Caps::mono(), Caps::plain()] {
            let drawn = drawn(&model, caps, 80, 24);
            check_cells("any name", &drawn, caps);
        }
        let _ = Slot(0);
    }
}
