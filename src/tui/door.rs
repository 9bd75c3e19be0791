//! The door: signing in, the locked screen with its clocks and no names, a phrase being typed.
//!
//! Nothing of what stood on the screen before is on it.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::style::Ink;
use super::widgets::text_line;
use super::{Scene, clock, layout};
use crate::client::model::{Door, DoorMode, Entry, Link};
use crate::record::time_words;
use crate::wire::who::State;

/// Columns of the labels.
const LABELS: u16 = 18;

/// Draws the page.
pub fn draw(canvas: &mut Canvas, area: Rect, scene: &Scene, door: &Door) {
    let area = layout::inset(area, 2);
    let mut rest = area;
    let head = layout::take_top(&mut rest, 2);
    let standing = scene.model.standing.as_ref();
    let agency = standing.map_or("Porchlight", |standing| standing.agency.as_str());
    let between = canvas.glyphs().between;
    if scene.model.now().is_some() {
        let time = clock::long(scene.now, scene.zone);
        canvas.put_right(head, head.y, &time, Ink::Plain);
    }
    canvas.put(
        head.x,
        head.y,
        head.width,
        &format!("Porchlight{between}{agency}"),
        Ink::Strong,
    );
    let keys = layout::take_bottom(&mut rest, 1);
    footer(canvas, keys, door);
    let title = layout::take_top(&mut rest, 1);
    canvas.put(title.x, title.y, title.width, &door.title(), Ink::Strong);
    for words in words(scene, door) {
        let used = canvas.paragraph(rest, &words, Ink::Plain);
        layout::take_top(&mut rest, used);
    }
    layout::take_top(&mut rest, 1);
    for (at, line) in door.lines.iter().enumerate() {
        let row = layout::take_top(&mut rest, 1);
        if row.is_empty() {
            break;
        }
        let focus = at == door.at;
        let mark = if focus { ">" } else { " " };
        let ink = if focus { Ink::Strong } else { Ink::Plain };
        canvas.put(row.x, row.y, 2, mark, ink);
        canvas.put(row.x + 2, row.y, LABELS, line.label, ink);
        let (x, width) = (row.x + 2 + LABELS, row.width.saturating_sub(2 + LABELS));
        match &line.entry {
            Entry::Shown(text) if focus => text_line::draw(canvas, x, row.y, width, text),
            Entry::Shown(text) => {
                canvas.put(x, row.y, width, text.as_str(), Ink::Plain);
            }
            // The same whatever is typed: not even its length is told.
            Entry::Hidden(_) => {
                canvas.put(x, row.y, width, "(not shown while you type)", Ink::Quiet);
                if focus {
                    canvas.set_cursor(x, row.y);
                }
            }
            Entry::Way => {
                let words = "begin an intake all the same; a supervisor reviews it";
                canvas.put(x, row.y, width, words, Ink::Quiet);
                if focus {
                    canvas.set_cursor(row.x, row.y);
                }
            }
        }
    }
    layout::take_top(&mut rest, 1);
    if door.sent {
        let row = layout::take_top(&mut rest, 1);
        canvas.put(row.x, row.y, row.width, "Being checked.", Ink::Plain);
    }
    if let Some(problem) = &door.problem {
        let used = canvas.paragraph(rest, &problem.to_string(), Ink::Late);
        layout::take_top(&mut rest, used + 1);
    }
    if standing.is_some_and(|standing| standing.state == State::Locked) {
        clocks(canvas, rest, scene);
    }
}

/// What is said above the lines.
fn words(scene: &Scene, door: &Door) -> Vec<String> {
    let mut words = Vec::new();
    if let Link::Lost { why, .. } = &scene.model.link {
        words.push(format!("The desk is not heard: {why}"));
    }
    let standing = scene.model.standing.as_ref();
    match &door.mode {
        DoorMode::SignIn => {
            if let Some(notice) = standing.and_then(|standing| standing.notice.as_ref()) {
                words.push(format!("{notice} Who signs in has read this and agrees."));
                words.push(String::new());
            }
            let said = standing.and_then(|standing| standing.words.clone());
            words.extend(said);
            match standing.map(|standing| standing.state) {
                Some(State::Locked) => words.push(
                    "Give the phrase to go on where it was; somebody else may sign in instead. Drafts are kept."
                        .to_owned(),
                ),
                _ => words.push(
                    "Each person signs in by name, on a shared account too. Nothing of a child is shown before."
                        .to_owned(),
                ),
            }
        }
        DoorMode::Alone => words.push(
            "The clock starts and calls are recorded; you see only what is typed here. Everybody on the desk is told, and a supervisor reviews it."
                .to_owned(),
        ),
        DoorMode::Prove { .. } => {
            words.push("Your last proof is older than a few minutes.".to_owned());
        }
        DoorMode::NewPhrase => words.push(
            "At least 8 characters, 12 or more are better; at most 128 bytes. Spaces count."
                .to_owned(),
        ),
        DoorMode::Add => words.push(
            "Roles: intake, reviewer, supervisor, auditor. The first on the roster is a supervisor; from then on everybody signs in. The phrase: at least 8 characters."
                .to_owned(),
        ),
    }
    if let Some(crate::client::model::Saying::Done(said)) = &scene.model.said {
        words.push(said.clone());
    }
    words
}

fn footer(canvas: &mut Canvas, area: Rect, door: &Door) {
    let leave = if door.can_be_left() {
        "  Esc back"
    } else {
        "  Ctrl-C twice leaves"
    };
    let words = format!("Enter goes on  Tab next line{leave}");
    canvas.put(area.x, area.y, area.width, &words, Ink::Quiet);
}

/// The board by numbers and clocks.
fn clocks(canvas: &mut Canvas, area: Rect, scene: &Scene) {
    let Some(view) = &scene.model.board.view else {
        return;
    };
    let mut rest = area;
    let head = layout::take_top(&mut rest, 1);
    let between = canvas.glyphs().between;
    let words = format!(
        "{} open{between}{} owed{between}{} within the hour{between}{} late",
        view.open, view.owed, view.within_hour, view.late
    );
    canvas.put(head.x, head.y, head.width, &words, Ink::Plain);
    for row in &view.rows {
        let line = layout::take_top(&mut rest, 1);
        if line.is_empty() {
            break;
        }
        let half = line.width.saturating_sub(10) / 2;
        canvas.put(line.x, line.y, 9, &row.number, Ink::Plain);
        for (at, (name, one)) in [("police", &row.police), ("NCMEC", &row.ncmec)]
            .into_iter()
            .enumerate()
        {
            let (state, words) = clock::clock(name, one, scene.now, scene.zone);
            let x = line.x + 10 + if at == 0 { 0 } else { half };
            clock::put(canvas, x, line.y, half.saturating_sub(1), state, &words);
        }
    }
}

/// What is said on every screen before it locks or before the phrase is wanted again; `None` while both are far.
pub fn countdown(scene: &Scene) -> Option<String> {
    let standing = scene.model.standing.as_ref()?;
    let until = |at: Option<crate::record::Moment>, before: i64| {
        let left = at?.since(scene.now);
        (0 < left && left <= before).then_some(left)
    };
    if let Some(left) = until(standing.locks_at, crate::client::door::COUNTDOWN) {
        let seconds = (left + 999_999) / 1_000_000;
        return Some(format!(
            "No key for a while: this screen locks in {seconds} s. Any key keeps it open."
        ));
    }
    until(standing.ends_at, crate::client::door::WARNING).map(|left| {
        format!(
            "Your phrase is wanted again in {}; what is typed is kept.",
            time_words::elapsed(left)
        )
    })
}
