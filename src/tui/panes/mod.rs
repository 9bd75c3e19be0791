//! A pane: its heading and its rows. Which rows there are says `client::panes`; here each is drawn.

pub mod countdown;
pub mod spots;

use ratatui::layout::Rect;

use super::canvas::{Canvas, columns, wrap};
use super::layout;
use super::style::Ink;
use super::widgets::{field_row, heading, popup, text_line};
use super::{Scene, case};
use crate::client::model::{CaseScreen, Mode, Picker, Spot};
use crate::client::panes::{Pane, Row, Shows};
use crate::record::fields;

/// Draws a pane.
pub fn draw(
    canvas: &mut Canvas,
    area: Rect,
    scene: &Scene,
    screen: &CaseScreen,
    pane: Pane,
    rows: &[Row],
) {
    let focus = screen.mode == Mode::Panes && screen.pane == pane;
    let spec = pane.spec();
    let mut rest = area;
    if spec.shows.contains(&Shows::Duties) {
        let title = layout::take_top(&mut rest, 1);
        heading::draw(canvas, title, spec.title, focus, "");
        let taken = countdown::draw(canvas, rest, scene, screen);
        layout::take_top(&mut rest, taken);
        let list = list(canvas, rest, scene, screen, rows, focus);
        tail(canvas, title, list);
        return;
    }
    draw_rows(canvas, area, scene, screen, spec.title, rows, focus);
}

/// Draws a heading and rows under it, on the page that holds the focus.
pub fn draw_rows(
    canvas: &mut Canvas,
    area: Rect,
    scene: &Scene,
    screen: &CaseScreen,
    title: &str,
    rows: &[Row],
    focus: bool,
) {
    let mut rest = area;
    let top = layout::take_top(&mut rest, 1);
    heading::draw(canvas, top, title, focus, "");
    // A first section that is called as the pane is needs no second heading.
    let rows = match rows {
        [Row::Heading(words), rest @ ..] if words == title => rest,
        rows => rows,
    };
    let shown = list(canvas, rest, scene, screen, rows, focus);
    tail(canvas, top, shown);
}

/// Which rows of a list are shown, of how many.
type Shown = (usize, usize, usize);

fn tail(canvas: &mut Canvas, area: Rect, (from, to, of): Shown) {
    let words = heading::range(from, to, of);
    if !words.is_empty() && !area.is_empty() {
        let words = format!(" {words}");
        canvas.put_right(area, area.y, &words, Ink::Quiet);
    }
}

fn list(
    canvas: &mut Canvas,
    area: Rect,
    scene: &Scene,
    screen: &CaseScreen,
    rows: &[Row],
    focus: bool,
) -> Shown {
    if rows.is_empty() {
        let words = if screen.view.is_some() {
            "Nothing yet."
        } else {
            "Not here yet: the desk is opening the case."
        };
        canvas.put(
            area.x + 2,
            area.y,
            area.width.saturating_sub(2),
            words,
            Ink::Plain,
        );
        return (0, 0, 0);
    }
    let at = rows.iter().position(|row| case::is_focus(row, screen));
    let heights: Vec<u16> = rows
        .iter()
        .map(|row| height(canvas, area.width, scene, screen, row))
        .collect();
    // What happened last is what matters where nobody looks for a certain row.
    let newest = matches!(rows.last(), Some(Row::Spot(Spot::Event(_))));
    let rest_at = if newest { rows.len() - 1 } else { 0 };
    let (from, to) = layout::page(
        &heights,
        at.filter(|_| focus).unwrap_or(rest_at),
        area.height,
    );
    let mut beneath = None;
    let mut rest = area;
    for (nth, (row, height)) in rows.iter().zip(&heights).enumerate().take(to).skip(from) {
        let place = layout::take_top(&mut rest, *height);
        if place.is_empty() {
            break;
        }
        let marked = focus && at == Some(nth);
        draw_row(canvas, place, scene, screen, row, marked);
        if marked {
            beneath = screen
                .edit
                .as_ref()
                .and_then(|edit| edit.picker.as_ref())
                .map(|picker| (place, picker));
        }
    }
    if let Some((place, picker)) = beneath {
        draw_picker(canvas, area, place, picker);
    }
    (from, to, rows.len())
}

/// Rows that a row of a pane takes: long words get up to three, so that they can be read where they stand.
fn height(canvas: &Canvas, width: u16, scene: &Scene, screen: &CaseScreen, row: &Row) -> u16 {
    let (words, room) = match row {
        Row::Heading(_) => return 1,
        Row::Spot(Spot::Field { field, item }) => {
            let known = screen
                .fact(*field, *item)
                .filter(|_| fields::get(*field).is_some_and(|f| !f.masked || screen.unmasked));
            match known {
                Some(fact) => {
                    let room = width.saturating_sub(field_row::value_column(width));
                    let words = fact.words.as_str();
                    let carried = fact.carried.as_deref().unwrap_or_default();
                    let wide = columns(words) + columns(carried) + 1;
                    if !carried.is_empty() && wide > usize::from(room) {
                        return 2;
                    }
                    (words.to_owned(), room)
                }
                None => return 1,
            }
        }
        // On a small screen what only waits keeps to one row, so that what is owed is seen at once.
        Row::Spot(Spot::Duty(nth))
            if canvas.area().height < layout::DIGITS_FROM && spots::waits(screen, *nth) =>
        {
            return 1;
        }
        Row::Spot(Spot::Duty(nth))
            if spots::one_line(
                scene,
                screen,
                *nth,
                width.saturating_sub(2),
                canvas.glyphs().between,
            )
            .is_some() =>
        {
            return 1;
        }
        Row::Spot(spot) => {
            let between = canvas.glyphs().between;
            match spots::long_words(scene, screen, spot, between) {
                Some(words) => (words, spots::long_room(width.saturating_sub(2), spot)),
                None => return 1,
            }
        }
    };
    let lines = wrap(&words, room, canvas.caps()).len();
    u16::try_from(lines.clamp(1, 3)).unwrap_or(1)
}

fn draw_row(
    canvas: &mut Canvas,
    area: Rect,
    scene: &Scene,
    screen: &CaseScreen,
    row: &Row,
    focus: bool,
) {
    match row {
        Row::Heading(words) => {
            canvas.put(
                area.x + 2,
                area.y,
                area.width.saturating_sub(2),
                words,
                Ink::Strong,
            );
        }
        Row::Spot(Spot::Field { field, item }) => {
            let Some(spec) = fields::get(*field) else {
                return;
            };
            let spot = Spot::Field {
                field: *field,
                item: *item,
            };
            let beside = scene.model.beside(screen.case, *field, *item);
            let row = field_row::Row {
                field: spec,
                fact: screen.fact(*field, *item),
                edit: screen.edit.as_ref().filter(|_| focus),
                kept: screen.kept.get(&spot),
                beside: beside.as_deref(),
                unmasked: screen.unmasked,
                focus,
            };
            field_row::draw(canvas, area, &row);
        }
        Row::Spot(spot) => {
            if focus {
                let mark = canvas.glyphs().focus;
                canvas.put(area.x, area.y, 1, mark, Ink::Strong);
                canvas.set_cursor(area.x, area.y);
            }
            let place = Rect {
                x: area.x + 2.min(area.width),
                width: area.width.saturating_sub(2),
                ..area
            };
            if let Some(edit) = screen.edit.as_ref().filter(|_| focus) {
                let at = field_row::value_column(area.width);
                spots::label(canvas, place, spot);
                text_line::draw(
                    canvas,
                    area.x + at,
                    area.y,
                    area.width.saturating_sub(at),
                    &edit.text,
                );
                return;
            }
            spots::draw(canvas, area, place, scene, screen, spot);
        }
    }
}

/// Choices that fit what is typed, right under the line or above it, without moving any row.
fn draw_picker(canvas: &mut Canvas, area: Rect, line: Rect, picker: &Picker) {
    if picker.rows.is_empty() {
        return;
    }
    let below = area.bottom().saturating_sub(line.bottom());
    let above = line.y.saturating_sub(area.y);
    let most = below.max(above).min(10);
    if most < 3 {
        return;
    }
    let room = usize::from(most - 2);
    let page = picker.at / room.max(1) * room.max(1);
    let count = picker.rows.len().min(room);
    let height = u16::try_from(count).unwrap_or(most) + 2;
    let x = area.x + field_row::value_column(area.width).saturating_sub(2);
    let frame = Rect {
        x,
        y: if below >= above {
            line.bottom()
        } else {
            line.y.saturating_sub(height)
        },
        width: area.right().saturating_sub(x).min(44),
        height,
    };
    let title = if picker.taken.is_empty() {
        String::new()
    } else {
        format!("taken: {}", picker.taken.join(", "))
    };
    let more = heading::range(
        page,
        (page + room).min(picker.rows.len()),
        picker.rows.len(),
    );
    let cursor = canvas.cursor();
    let inside = popup::frame(canvas, frame, &title, &more);
    for (nth, row) in picker.rows.iter().enumerate().skip(page).take(room) {
        let Ok(offset) = u16::try_from(nth - page) else {
            break;
        };
        if offset >= inside.height {
            break;
        }
        let y = inside.y + offset;
        if nth == picker.at {
            let mark = canvas.glyphs().focus;
            canvas.put(inside.x, y, 1, mark, Ink::Strong);
        }
        let letter = row.letter.map_or(String::new(), |c| format!("{c}  "));
        let taken = if picker.taken.contains(&row.key) {
            canvas.glyphs().ticked
        } else {
            ""
        };
        let words = format!("{letter}{} {taken}", row.label);
        canvas.put(
            inside.x + 2,
            y,
            inside.width.saturating_sub(2),
            &words,
            Ink::Plain,
        );
    }
    if let Some(cursor) = cursor {
        canvas.set_cursor(cursor.x, cursor.y);
    }
}
