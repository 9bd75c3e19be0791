//! What lies on top, drawn from the stack: only the topmost, since one thing at a time is asked.
//!
//! Pop-ups lie on the body. The head with both clocks and the keys below stay in sight.

mod ask;
mod form;
mod lists;
mod shift;

use ratatui::layout::Rect;

use super::Scene;
use super::canvas::{Canvas, columns, shown};
use super::style::Ink;
use super::widgets::{heading, popup};
use crate::client::overlay::Overlay;

/// Draws the topmost pop-up, if there is one.
pub fn draw(canvas: &mut Canvas, room: Rect, scene: &Scene) {
    let Some(top) = scene.model.top() else { return };
    match top {
        Overlay::Palette(palette) => lists::palette(canvas, room, palette),
        Overlay::Help(help) => lists::help(canvas, room, help),
        Overlay::Confirm(confirm) => ask::confirm(canvas, room, confirm),
        Overlay::Conflict(conflict) => ask::conflict(canvas, room, scene, conflict),
        Overlay::Explain(explain) => lists::explain(canvas, room, explain),
        Overlay::Numbers(numbers) => lists::numbers(canvas, room, numbers),
        Overlay::Quick(quick) => ask::quick(canvas, room, quick),
        Overlay::Jump(jump) => lists::jump(canvas, room, jump),
        Overlay::Which(which) => ask::which(canvas, room, which),
        Overlay::Held(held) => ask::held(canvas, room, held),
        Overlay::History(history) => lists::history(canvas, room, scene, history),
        Overlay::Parked(parked) => lists::parked(canvas, room, parked),
        Overlay::Shift(list) => shift::supervisor(canvas, room, scene, list),
        Overlay::Handover(list) => shift::handover(canvas, room, scene, list),
        Overlay::CallIn(call) => ask::call_in(canvas, room, scene, call),
        Overlay::Find(find) => {
            lists::find(
                canvas,
                room,
                scene,
                "Find",
                &find.query,
                &find.found,
                find.at,
            );
        }
        Overlay::Form(form) => form::draw(canvas, room, scene, form),
    }
}

/// What can follow the keys pressed so far, right above the saying, in columns; every way on, however small the
/// screen: rather a title is cut than a way left out.
pub fn which_key(canvas: &mut Canvas, room: Rect, scene: &Scene) {
    let ways = &scene.model.ways;
    let caps = canvas.caps();
    let wide = |text: &str| columns(&shown(text, caps));
    let keys = ways.iter().map(|(keys, _)| wide(short(keys))).max();
    let titles = ways.iter().map(|(_, title)| wide(title)).max();
    let as_u16 = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let (keys, count) = (as_u16(keys.unwrap_or(0)), as_u16(ways.len().max(1)));
    let most = (
        room.width.saturating_sub(4),
        room.height.saturating_sub(2).max(1),
    );
    let natural = (keys + as_u16(titles.unwrap_or(0)) + 3).max(8);
    let across = (most.0 / natural)
        .max(count.div_ceil(most.1))
        .clamp(1, count);
    let cell = natural.min(most.0 / across);
    let down = count.div_ceil(across);
    let frame = Rect {
        y: room.bottom().saturating_sub(down + 2),
        height: (down + 2).min(room.height),
        width: (cell * across + 4).min(room.width),
        ..room
    };
    let title = scene.model.pending.join(" ");
    let air = Rect {
        width: frame.width + 1,
        ..frame
    };
    canvas.clear(air.intersection(room));
    let inside = popup::frame(canvas, frame, &title, "");
    for (nth, (key, title)) in (0u16..).zip(ways) {
        let (x, y) = (inside.x + nth / down * cell, inside.y + nth % down);
        if x >= inside.right() || y >= inside.bottom() {
            return;
        }
        canvas.put(x, y, keys, short(key), Ink::Strong);
        let left = cell.saturating_sub(keys + 2);
        canvas.put(x + keys + 1, y, left, title, Ink::Plain);
    }
}

/// A key's name where many stand side by side.
fn short(key: &str) -> &str {
    match key {
        "backspace" => "bksp",
        "delete" => "del",
        "minus" => "-",
        other => other,
    }
}

/// A list in a pop-up: the page that holds the focus, its mark, each row by `row`.
fn rows<T>(
    canvas: &mut Canvas,
    area: Rect,
    all: &[T],
    at: usize,
    mut row: impl FnMut(&mut Canvas, Rect, &T),
) {
    let room = usize::from(area.height);
    if room == 0 {
        return;
    }
    let page = at / room * room;
    for (nth, item) in all.iter().enumerate().skip(page).take(room) {
        let Ok(offset) = u16::try_from(nth - page) else {
            return;
        };
        let y = area.y + offset;
        if nth == at {
            let mark = canvas.glyphs().focus;
            canvas.put(area.x, y, 1, mark, Ink::Strong);
            if canvas.cursor().is_none() {
                canvas.set_cursor(area.x, y);
            }
        }
        let place = Rect {
            x: area.x + 2,
            y,
            width: area.width.saturating_sub(2),
            height: 1,
        };
        row(canvas, place, item);
    }
}

/// Lines that scroll: as many as fit from `scroll` on; what stands at the frame's foot.
fn scrolled(canvas: &mut Canvas, area: Rect, lines: &[String], scroll: usize) -> String {
    let room = usize::from(area.height);
    let from = scroll.min(lines.len().saturating_sub(room.min(lines.len())));
    for (row, line) in (0u16..).zip(lines.iter().skip(from).take(room)) {
        canvas.put(area.x, area.y + row, area.width, line, Ink::Plain);
    }
    heading::range(from, (from + room).min(lines.len()), lines.len())
}
