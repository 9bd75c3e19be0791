//! Pop-ups that ask: confirm, conflict, held text, the quick line, a call that comes in.

use ratatui::layout::Rect;

use super::lists;
use crate::client::overlay::{CallIn, Confirm, Conflict, Held, Quick, Which};
use crate::record::Problem;
use crate::tui::canvas::{Canvas, columns, wrap};
use crate::tui::style::Ink;
use crate::tui::widgets::{popup, text_line};
use crate::tui::{Scene, clock, layout};

/// Columns of a pop-up that asks.
const WIDTH: u16 = 66;

/// Words in a pop-up, wrapped, with their inks.
fn words(canvas: &mut Canvas, room: Rect, width: u16, title: &str, said: &[(String, Ink)]) -> Rect {
    let width = width.min(room.width);
    let caps = canvas.caps();
    let lines: Vec<(String, Ink)> = said
        .iter()
        .flat_map(|(words, ink)| {
            wrap(words, width.saturating_sub(4), caps)
                .into_iter()
                .map(|line| (line, *ink))
        })
        .collect();
    // As wide as its words.
    let widest = lines.iter().map(|(line, _)| columns(line)).max();
    let widest = widest.unwrap_or(0).max(columns(title)) + 4;
    let width = u16::try_from(widest).unwrap_or(width).min(width);
    let inside = popup::open(canvas, room, width, lines.len(), title, "");
    // What is asked stands last: when room is short, the beginning gives way.
    let skip = lines.len().saturating_sub(usize::from(inside.height));
    for (row, (line, ink)) in (0u16..).zip(lines.iter().skip(skip)) {
        canvas.put(inside.x, inside.y + row, inside.width, line, *ink);
    }
    canvas.set_cursor(inside.x, inside.bottom().saturating_sub(1).max(inside.y));
    inside
}

/// A question before something that cannot be taken back.
pub fn confirm(canvas: &mut Canvas, room: Rect, confirm: &Confirm) {
    let mut said: Vec<(String, Ink)> = confirm
        .lines
        .iter()
        .map(|line| (line.clone(), Ink::Plain))
        .collect();
    said.push((format!("yes: {}", confirm.yes), Ink::Strong));
    said.push((format!("no: {}", confirm.no), Ink::Strong));
    words(canvas, room, WIDTH, &confirm.question, &said);
}

/// Both values of one field, who and when; never the last writer silently.
pub fn conflict(canvas: &mut Canvas, room: Rect, scene: &Scene, conflict: &Conflict) {
    let view = &conflict.view;
    let at = clock::time(view.at, scene.now, scene.zone);
    let said = [
        (
            "Somebody answered this while you were typing. Nothing of yours is saved or lost yet."
                .to_owned(),
            Ink::Plain,
        ),
        (
            format!("theirs: {} ({}, {at})", view.theirs, view.by),
            Ink::Strong,
        ),
        (format!("yours:  {}", view.yours), Ink::Strong),
        (
            "m keeps yours · t keeps theirs · b keeps theirs, yours as a note · Esc: a draft"
                .to_owned(),
            Ink::Plain,
        ),
    ];
    let title = format!("Two answers: {} {}", view.case_number, conflict.label);
    words(canvas, room, WIDTH, &title, &said);
}

/// Text that came where no text can go.
pub fn held(canvas: &mut Canvas, room: Rect, held: &Held) {
    let said = [
        (
            "This came as text where keys are commands. None of it was run; it is kept.".to_owned(),
            Ink::Plain,
        ),
        (held.text.clone(), Ink::Strong),
        (
            "n makes a note of it · q puts it into the quick line · k keeps it above · d lets it go"
                .to_owned(),
            Ink::Plain,
        ),
    ];
    words(canvas, room, WIDTH, "Held text", &said);
}

/// An hour that comes twice that night: which one was meant.
pub fn which(canvas: &mut Canvas, room: Rect, which: &Which) {
    let said = [
        (
            format!(
                "“{}” comes twice that night. \"Was that before or after the clocks went back?\"",
                which.text
            ),
            Ink::Plain,
        ),
        (format!("1  {}", which.first), Ink::Strong),
        (format!("2  {}", which.second), Ink::Strong),
        (
            "Enter when nobody knows: the earlier one governs, and the entry says so.".to_owned(),
            Ink::Plain,
        ),
    ];
    words(canvas, room, WIDTH, "Which of the two?", &said);
}

fn problem(problem: &Problem) -> String {
    format!("! {problem}")
}

/// The quick line: what is typed, and where each piece will land.
pub fn quick(canvas: &mut Canvas, room: Rect, quick: &Quick) {
    let rows = quick.pieces.len().max(1) + 1;
    let mut inside = popup::open(
        canvas,
        room,
        room.width,
        rows,
        "Quick line: type what you hear",
        "",
    );
    let line = layout::take_top(&mut inside, 1);
    text_line::draw(canvas, line.x, line.y, line.width, &quick.text);
    if quick.pieces.is_empty() {
        let example = "h504 w118 hair bro cl black hoodie comp Jay 19 silver civic";
        canvas.put(
            inside.x,
            inside.y,
            inside.width,
            &format!("for example: {example}"),
            Ink::Quiet,
        );
    }
    let label = 22.min(inside.width / 3);
    let typed = (inside.width / 3).min(28);
    let room = usize::from(inside.height);
    let skip = quick.pieces.len().saturating_sub(room);
    for (row, piece) in (0u16..).zip(quick.pieces.iter().skip(skip).take(room)) {
        let y = inside.y + row;
        canvas.put(
            inside.x,
            y,
            typed.saturating_sub(2),
            &piece.typed,
            Ink::Plain,
        );
        let (home, ink) = match &piece.label {
            Some(label) => (label.as_str(), Ink::Strong),
            None => ("stays in the line", Ink::Doubt),
        };
        canvas.put(inside.x + typed, y, label.saturating_sub(1), home, ink);
        let x = inside.x + typed + label;
        let left = inside.right().saturating_sub(x);
        match &piece.problem {
            Some(why) => canvas.put(x, y, left, &problem(why), Ink::Late),
            None => canvas.put(x, y, left, &piece.words, Ink::Plain),
        };
    }
}

/// Who is calling in, then about which case.
pub fn call_in(canvas: &mut Canvas, room: Rect, scene: &Scene, call: &CallIn) {
    match call.from {
        None => {
            let said: Vec<(String, Ink)> = [
                ("p", "police: a number, a question"),
                ("n", "NCMEC: the case manager"),
                ("t", "a tip or a sighting"),
                ("c", "the child"),
                ("g", "the caregiver or facility"),
                ("o", "somebody else"),
            ]
            .iter()
            .map(|(key, who)| (format!("{key}  {who}"), Ink::Plain))
            .collect();
            words(canvas, room, WIDTH, "Call in: who is it?", &said);
        }
        Some(from) => {
            let title = format!("Call in from {}: about whom?", caller(from));
            lists::find(
                canvas,
                room,
                scene,
                &title,
                &call.query,
                &call.found,
                call.at,
            );
        }
    }
}

fn caller(from: &str) -> &str {
    match from {
        "ncmec" => "NCMEC",
        "tip" => "somebody with a tip",
        "child" => "the child",
        "caregiver" => "the caregiver",
        "other" => "somebody else",
        other => other,
    }
}
