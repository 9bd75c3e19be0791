//! A script: what is read to the receiver on the phone, in that receiver's order.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use super::canvas::{Canvas, wrap};
use super::layout::{self, Parts};
use super::style::Ink;
use super::widgets::{field_row, heading};
use super::{Scene, clock, head};
use crate::client::model::{CaseScreen, Script, Sheet};
use crate::record::fields;
use crate::wire::view::{FactState, SheetLine};

/// A row of the body: a part's heading, or a line with its number over all parts.
enum Item<'a> {
    Part(&'a str),
    Line(usize, &'a SheetLine),
}

/// Draws a script.
pub fn draw(
    canvas: &mut Canvas,
    area: Rect,
    scene: &Scene,
    screen: &CaseScreen,
    sheet: Sheet,
) -> Parts {
    let lacks = lacking(screen, sheet);
    let lacks_rows = match &lacks {
        Some(words) => wrap(words, area.width, canvas.caps()).len().min(3),
        None => 0,
    };
    let lacks_rows = u16::try_from(lacks_rows).unwrap_or(0);
    let mut parts = layout::parts(area, head::height(scene, screen, area), 3 + lacks_rows);
    if let Some(words) = &lacks {
        let panel = layout::take_top(&mut parts.detail, lacks_rows);
        canvas.paragraph(panel, words, Ink::Doubt);
    }
    head::draw(canvas, parts.head, scene, screen);
    let top = layout::take_top(&mut parts.body, 1);
    let title = format!("Script for {}", sheet.title());
    let Some(script) = screen.scripts.get(&sheet) else {
        heading::draw(canvas, top, &title, true, "");
        waiting(canvas, parts.body);
        return parts;
    };
    let Some(view) = &script.view else {
        heading::draw(canvas, top, &title, true, "");
        waiting(canvas, parts.body);
        return parts;
    };
    // What is blank is asked, not read.
    let blank: BTreeSet<usize> = script.blanks().collect();
    let count = script.lines().count() - blank.len();
    let tail = format!(
        "{} of {count} read, as of {}",
        script.ticked.difference(&blank).count(),
        clock::time(view.at, scene.now, scene.zone)
    );
    heading::draw(canvas, top, &view.title, true, &tail);
    let mut body = parts.body;
    if area.width >= 110 {
        let side = Rect {
            x: body.right() - body.width / 3,
            width: body.width / 3,
            ..body
        };
        body.width -= side.width + 1;
        canvas.column(body.right(), body.y, body.height, Ink::Quiet);
        let inside = Rect {
            x: side.x + 1,
            width: side.width.saturating_sub(1),
            ..side
        };
        draw_side(canvas, inside, script);
    }
    draw_lines(canvas, body, script);
    draw_detail(canvas, parts.detail, script);
    parts
}

fn waiting(canvas: &mut Canvas, area: Rect) {
    let words = "The desk is composing the script. The clocks above run on; nothing blank holds up the call.";
    canvas.paragraph(layout::inset(area, 2), words, Ink::Plain);
}

fn items(script: &Script) -> Vec<Item<'_>> {
    let mut out = Vec::new();
    let mut nth = 0;
    for part in script.view.iter().flat_map(|view| &view.parts) {
        if !part.title.is_empty() {
            out.push(Item::Part(&part.title));
        }
        for line in &part.lines {
            out.push(Item::Line(nth, line));
            nth += 1;
        }
    }
    out
}

/// The words of a line as they are read.
fn words(line: &SheetLine) -> &str {
    match line.state {
        Some(FactState::Blank) if line.words.is_empty() => field_row::BLANK,
        _ => line.words.as_str(),
    }
}

fn draw_lines(canvas: &mut Canvas, area: Rect, script: &Script) {
    let items = items(script);
    let at = field_row::value_column(area.width) + 2;
    let caps = canvas.caps();
    let room = |line: &SheetLine| {
        if line.label.is_empty() {
            area.width.saturating_sub(4)
        } else {
            area.width.saturating_sub(at)
        }
    };
    let heights: Vec<u16> = items
        .iter()
        .map(|item| match item {
            Item::Part(_) => 1,
            Item::Line(_, line) => {
                u16::try_from(wrap(words(line), room(line), caps).len().max(1)).unwrap_or(1)
            }
        })
        .collect();
    let focus = items
        .iter()
        .position(|item| matches!(item, Item::Line(nth, _) if *nth == script.at))
        .unwrap_or(0);
    let (from, to) = layout::page(&heights, focus, area.height);
    let mut rest = area;
    let glyphs = canvas.glyphs();
    for (item, height) in items.iter().zip(&heights).take(to).skip(from) {
        let place = layout::take_top(&mut rest, *height);
        match item {
            Item::Part(title) => {
                canvas.put(
                    place.x + 2,
                    place.y,
                    place.width.saturating_sub(2),
                    title,
                    Ink::Strong,
                );
            }
            Item::Line(nth, line) => {
                if *nth == script.at {
                    canvas.put(place.x, place.y, 1, glyphs.focus, Ink::Strong);
                    canvas.set_cursor(place.x, place.y);
                }
                let tick = if script.ticked.contains(nth) {
                    glyphs.ticked
                } else {
                    glyphs.unticked
                };
                canvas.put(place.x + 2, place.y, 1, tick, Ink::Plain);
                let x = if line.label.is_empty() {
                    place.x + 4
                } else {
                    let label = at.saturating_sub(6);
                    canvas.put(place.x + 4, place.y, label, &line.label, Ink::Plain);
                    place.x + at
                };
                let inside = Rect {
                    x,
                    width: place.right().saturating_sub(x),
                    ..place
                };
                canvas.paragraph(inside, words(line), Ink::Plain);
            }
        }
    }
}

/// What the receiver's own set still lacks: without it the two hours of an NCIC entry may not even begin.
fn lacking(screen: &CaseScreen, sheet: Sheet) -> Option<String> {
    let view = screen.view.as_ref()?;
    let (ids, who) = match sheet {
        Sheet::Police => (&view.missing_police, "the NCIC entry lacks"),
        Sheet::Ncmec => (&view.missing_ncmec, "NCMEC's set lacks"),
    };
    let labels: Vec<&str> = ids
        .iter()
        .filter_map(|id| fields::by_name(id))
        // `Surname, asked apart`: what it is, without when it is asked.
        .map(|field| field.label.split(',').next().unwrap_or(field.label))
        .collect();
    (!labels.is_empty()).then(|| {
        format!(
            "{who} {}: {}. Ask, or mark as asked; it holds up no report.",
            labels.len(),
            labels.join(", ")
        )
    })
}

/// Labels of the lines that are blank.
fn blanks(script: &Script) -> Vec<&str> {
    let lines: Vec<&SheetLine> = script.lines().map(|(_, line)| line).collect();
    script
        .blanks()
        .filter_map(|nth| lines.get(nth).map(|line| line.label.as_str()))
        .collect()
}

/// Beside the script where there is room: the blanks, one a row.
fn draw_side(canvas: &mut Canvas, area: Rect, script: &Script) {
    let blanks = blanks(script);
    let title = match blanks.len() {
        0 => "No blanks".to_owned(),
        1 => "1 blank: ask, do not wait".to_owned(),
        n => format!("{n} blanks: ask, do not wait"),
    };
    canvas.put(area.x, area.y, area.width, &title, Ink::Strong);
    let room = usize::from(area.height.saturating_sub(1));
    let all = blanks.len() <= room;
    let shown = if all { room } else { room.saturating_sub(1) };
    let width = area.width.saturating_sub(2);
    for (row, label) in (1u16..).zip(blanks.iter().take(shown)) {
        canvas.put(area.x + 2, area.y + row, width, label, Ink::Plain);
    }
    if !all && area.height > 1 {
        let more = format!("and {} more", blanks.len() - shown);
        canvas.put(area.x + 2, area.bottom() - 1, width, &more, Ink::Plain);
    }
}

/// Beneath the script: the line in focus spelled for read-back, and the blanks.
fn draw_detail(canvas: &mut Canvas, area: Rect, script: &Script) {
    let mut rest = area;
    let spelled = script
        .lines()
        .nth(script.at)
        .and_then(|(_, line)| line.spelled.as_deref());
    let blanks = blanks(script);
    let last = layout::take_bottom(&mut rest, 1);
    if !blanks.is_empty() {
        let words = format!("{} blank: {}", blanks.len(), blanks.join(", "));
        canvas.put(last.x, last.y, last.width, &words, Ink::Doubt);
    } else if !last.is_empty() {
        canvas.put(last.x, last.y, last.width, "no blanks", Ink::Plain);
    }
    if let Some(spelled) = spelled {
        canvas.paragraph(rest, &format!("read back: {spelled}"), Ink::Strong);
    }
}
