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

/// What can follow the keys pressed so far, right above the saying, in columns.
pub fn which_key(canvas: &mut Canvas, room: Rect, scene: &Scene) {
    let rows = &scene.model.ways;
    let caps = canvas.caps();
    let wide = |text: &str| columns(&shown(text, caps));
    let keys = rows.iter().map(|(keys, _)| wide(keys)).max().unwrap_or(0);
    let titles = rows.iter().map(|(_, title)| wide(title)).max().unwrap_or(0);
    let cell = u16::try_from(keys + titles + 4).unwrap_or(u16::MAX).max(8);
    let inside = room.width.saturating_sub(4);
    let across = (inside / cell).max(1);
    let down = u16::try_from(rows.len().div_ceil(usize::from(across))).unwrap_or(u16::MAX);
    let height = down.saturating_add(2).min(room.height);
    let width = (cell.saturating_mul(across.min(u16::try_from(rows.len()).unwrap_or(1))))
        .saturating_add(4)
        .min(room.width);
    let frame = Rect {
        y: room.bottom() - height,
        height,
        width,
        ..room
    };
    let title = scene.model.pending.join(" ");
    let air = Rect {
        width: width + 1,
        ..frame
    };
    canvas.clear(air.intersection(room));
    let inside = popup::frame(canvas, frame, &title, "");
    let down = inside.height.max(1);
    for (nth, (key, title)) in rows.iter().enumerate() {
        let Ok(nth) = u16::try_from(nth) else { return };
        let (x, y) = (inside.x + nth / down * cell, inside.y + nth % down);
        if x >= inside.right() || inside.height == 0 {
            return;
        }
        let room = inside.right() - x;
        canvas.put(x, y, room, key, Ink::Strong);
        let keys = u16::try_from(keys + 1).unwrap_or(u16::MAX);
        canvas.put(
            x.saturating_add(keys),
            y,
            room.saturating_sub(keys).min(cell.saturating_sub(keys + 1)),
            title,
            Ink::Plain,
        );
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
