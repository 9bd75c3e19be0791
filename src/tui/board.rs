//! The board: what is owed, to whom, by when, late first; and the line that says when all is clear.

use ratatui::layout::Rect;

use super::canvas::{Canvas, columns};
use super::clock;
use super::layout::{self, Parts};
use super::style::Ink;
use super::{Scene, head};
use crate::client::model::Link;
use crate::record::Moment;
use crate::record::when::HOUR;
use crate::rules::DutyState;
use crate::wire::view::{BoardRow, BoardView};

/// Draws the board.
pub fn draw(canvas: &mut Canvas, area: Rect, scene: &Scene) -> Parts {
    let warnings = head::warnings(scene, None);
    let most = if area.height < 30 { 2 } else { 4 };
    let rows = u16::try_from(warnings.len().min(most)).unwrap_or(0);
    let parts = layout::parts(area, 3 + rows, 2);
    draw_head(canvas, parts.head, scene);
    let below = Rect {
        y: parts.head.y + 2,
        height: rows,
        ..parts.head
    };
    head::draw_warnings(canvas, below, &warnings);
    draw_rows(canvas, parts.body, scene);
    let (words, ink) = next_line(scene);
    canvas.paragraph(
        Rect {
            y: parts.detail.y + 1,
            height: parts.detail.height.saturating_sub(1),
            ..parts.detail
        },
        &words,
        ink,
    );
    parts
}

fn draw_head(canvas: &mut Canvas, area: Rect, scene: &Scene) {
    let Some(view) = &scene.model.board.view else {
        canvas.put(area.x, area.y, area.width, "Porchlight", Ink::Strong);
        return;
    };
    let time = clock::long(scene.now, scene.zone);
    let used = canvas.put_right(area, area.y, &time, Ink::Plain) + 2;
    let room = area.width.saturating_sub(used);
    canvas.put(area.x, area.y, room, view.agency.as_str(), Ink::Strong);
    let between = canvas.glyphs().between;
    let late = late(view, scene.now);
    let sure = scene.model.link == Link::Live && view.trouble.is_none();
    let before = if sure { "" } else { "as last heard: " };
    let words = [
        format!("{before}{} open", view.open),
        format!("{} owed", view.owed),
        format!("{} within the hour", view.within_hour),
        format!("{late} late"),
    ]
    .join(between);
    let ink = if late > 0 { Ink::Late } else { Ink::Plain };
    canvas.put(area.x, area.y + 1, area.width, &words, ink);
    canvas.put_right(area, area.y + 1, &scene.model.operator, Ink::Plain);
}

/// How many are late: as the desk counted, or as the rows show since, whichever is more.
fn late(view: &BoardView, now: Moment) -> usize {
    let is_late = |row: &&BoardRow| {
        let clocks = [&row.police, &row.ncmec]
            .iter()
            .any(|clock| clock::state_now(clock.state, clock.due, now) == DutyState::Late);
        let next = row.next.as_ref().and_then(|(_, due)| *due);
        clocks || next.is_some_and(|due| due < now)
    };
    view.late.max(view.rows.iter().filter(is_late).count())
}

fn draw_rows(canvas: &mut Canvas, area: Rect, scene: &Scene) {
    let Some(view) = &scene.model.board.view else {
        let words =
            "The desk has not sent its board yet. Until it does, count every report as owed.";
        canvas.paragraph(layout::inset(area, 2), words, Ink::Strong);
        return;
    };
    if view.rows.is_empty() {
        let words = if view.trouble.is_some() || scene.model.link != Link::Live {
            "No case can be shown now. That does not mean that none is open.".to_owned()
        } else if view.open == 0 {
            "No open case.".to_owned()
        } else {
            format!("{} open, and none of them sent to this screen.", view.open)
        };
        canvas.paragraph(layout::inset(area, 2), &words, Ink::Plain);
        canvas.set_cursor(area.x, area.y);
        return;
    }
    // The clocks of rows beyond the page are not even put into words.
    let mut heights: Vec<u16> = Vec::new();
    let focus = scene.model.board.index().unwrap_or(0);
    let mut rest = area;
    let tall = |at: usize| {
        let tall = (view.rows.get(at)).map_or(2, |row| height(row, area.width, scene));
        heights.push(tall);
        tall
    };
    let (from, to) = layout::page_of(view.rows.len(), tall, focus, area.height);
    for (nth, row) in view.rows.iter().enumerate().take(to).skip(from) {
        let place = layout::take_top(&mut rest, heights.get(nth).copied().unwrap_or(2));
        let focus = scene.model.board.selected == Some(row.case);
        draw_row(canvas, place, row, focus, scene);
    }
    if from > 0 || to < view.open.max(view.rows.len()) {
        let words = format!("{}–{to} of {}", from + 1, view.open.max(view.rows.len()));
        let y = area.y.saturating_sub(1);
        canvas.put_right(
            Rect {
                y,
                height: 1,
                ..area
            },
            y,
            &words,
            Ink::Quiet,
        );
    }
}

/// Rows of a case: its name, its clocks (each its own row where the words need it), its flags.
fn height(row: &BoardRow, width: u16, scene: &Scene) -> u16 {
    let stacked = !fits(&clocks(row, scene), half(width));
    2 + u16::from(stacked) + u16::from(!flags(row, scene).is_empty())
}

/// What must be said beside a row: the desk's flags, a claim that has lapsed, a call that is parked.
fn flags(row: &BoardRow, scene: &Scene) -> Vec<String> {
    let mut flags = row.flags.clone();
    if let Some(claim) = &row.claim
        && claim.has_lapsed(scene.now)
    {
        flags.push(head::lapsed(claim, scene));
    }
    let parked = &scene.model.presence.parked;
    for parked in parked.iter().filter(|parked| parked.case == row.case) {
        let alone = if parked.alone { ", who is gone" } else { "" };
        flags.push(format!(
            "call parked by {}{alone}: {}",
            parked.by, parked.words
        ));
    }
    flags
}

/// Who else is in the case, in one short mark.
fn present(row: &BoardRow, scene: &Scene) -> Option<String> {
    let (_, people) = scene
        .model
        .presence
        .cases
        .iter()
        .find(|(case, _)| *case == row.case)?;
    let names: Vec<&str> = people.iter().map(|who| who.as_str()).collect();
    Some(format!("@{}", names.join(" @")))
}

fn clocks(row: &BoardRow, scene: &Scene) -> [(DutyState, String); 2] {
    [("police", &row.police), ("NCMEC", &row.ncmec)]
        .map(|(name, view)| clock::clock(name, view, scene.now, scene.zone))
}

/// Columns that each of two clocks on one row has.
fn half(width: u16) -> u16 {
    (width.saturating_sub(4) / 2).min(56)
}

/// Whether both clocks can be read whole in so many columns each, with shape and gap.
pub(super) fn fits(clocks: &[(DutyState, String); 2], half: u16) -> bool {
    clocks
        .iter()
        .all(|(_, words)| columns(words) + 4 <= usize::from(half))
}

fn draw_row(canvas: &mut Canvas, area: Rect, row: &BoardRow, focus: bool, scene: &Scene) {
    if area.is_empty() {
        return;
    }
    let between = canvas.glyphs().between;
    if focus {
        let mark = canvas.glyphs().focus;
        canvas.put(area.x, area.y, 1, mark, Ink::Strong);
        canvas.set_cursor(area.x, area.y);
    }
    let (now, zone) = (scene.now, scene.zone);
    let mut tail: Vec<String> = present(row, scene).into_iter().collect();
    // The two reports stand below in words; only another duty is worth its columns here.
    let said = |due: &Option<Moment>| {
        [&row.police, &row.ncmec]
            .iter()
            .any(|clock| clock.state.is_open() && due.is_some() && clock.due == *due)
    };
    if let Some((title, due)) = row.next.as_ref().filter(|(_, due)| !said(due)) {
        tail.push(match due {
            Some(due) if *due < now => format!("next: {title}, overdue"),
            Some(due) => format!("next: {title} by {}", clock::time(*due, now, zone)),
            None => format!("next: {title}"),
        });
    }
    tail.push(match row.blanks {
        0 => "no blanks".to_owned(),
        1 => "1 blank".to_owned(),
        n => format!("{n} blanks"),
    });
    tail.push(match &row.claim {
        Some(claim) if !claim.has_lapsed(now) => {
            format!("{} {}", claim.by, clock::time(claim.at, now, zone))
        }
        _ => "unclaimed".to_owned(),
    });
    let number = canvas
        .put(area.x + 2, area.y, 9, &row.number, Ink::Strong)
        .max(7);
    let x = area.x + 2 + number + 1;
    let age = row.age.map_or(String::new(), |age| format!(", {age}"));
    let name_room = (area.width * 2 / 5).saturating_sub(number + 3).max(12);
    let name_room = name_room.saturating_sub(u16::try_from(age.len()).unwrap_or(0));
    let used = canvas.put(x, area.y, name_room, row.name.as_str(), Ink::Strong);
    canvas.put(x + used, area.y, 5, &age, Ink::Plain);
    let from = x + name_room + u16::try_from(age.len()).unwrap_or(0) + 2;
    canvas.put(
        from,
        area.y,
        area.right().saturating_sub(from),
        &tail.join(between),
        Ink::Plain,
    );
    if area.height < 2 {
        return;
    }
    let room = area.width.saturating_sub(4);
    let half = half(area.width);
    let clocks = clocks(row, scene);
    let stacked = !fits(&clocks, half) && area.height > 2;
    for (nth, (state, words)) in (0u16..).zip(&clocks) {
        let (x, y, wide) = if stacked {
            (0, nth, room)
        } else {
            (nth * half, 0, half)
        };
        clock::put(
            canvas,
            area.x + 4 + x,
            area.y + 1 + y,
            wide.saturating_sub(2),
            *state,
            words,
        );
    }
    let below = 2 + u16::from(stacked);
    let received = format!("received {}", clock::time(row.received, now, zone));
    if room > 2 * half + 24 {
        canvas.put(
            area.x + 4 + 2 * half,
            area.y + 1,
            room - 2 * half,
            &received,
            Ink::Plain,
        );
    }
    let flags = flags(row, scene);
    if area.height > below && !flags.is_empty() {
        let words = format!("! {}", flags.join(between));
        canvas.put(area.x + 4, area.y + below, room, &words, Ink::Doubt);
    }
}

/// The line that says what comes next, or that all is clear; never the latter without the desk's word.
fn next_line(scene: &Scene) -> (String, Ink) {
    let model = scene.model;
    let Some(view) = &model.board.view else {
        return (String::new(), Ink::Plain);
    };
    if model.link != Link::Live {
        return (
            "What is shown may be old. Count as owed what you cannot prove.".to_owned(),
            Ink::Late,
        );
    }
    if view.trouble.is_some() {
        return (
            "Nothing here can be called all clear until that is settled.".to_owned(),
            Ink::Late,
        );
    }
    let open = match view.open {
        1 => "1 open".to_owned(),
        n => format!("{n} open"),
    };
    let due = view
        .rows
        .iter()
        .filter_map(|row| row.next.as_ref().map(|next| (row, next)))
        .filter_map(|(row, (title, due))| due.map(|due| (due, row, title)))
        .min_by_key(|(due, _, _)| *due);
    let late = late(view, scene.now);
    if late > 0 {
        let first = view.rows.iter().find_map(|row| {
            let (title, due) = row.next.as_ref()?;
            due.filter(|due| *due < scene.now)?;
            Some(format!("{}, {title}", row.number))
        });
        let late = match (late, first) {
            (1, Some(first)) => format!("late: {first}"),
            (1, None) => "1 report or notice is late".to_owned(),
            (n, Some(first)) => format!("{n} are late, first {first}"),
            (n, None) => format!("{n} reports or notices are late"),
        };
        return (format!("{late}; {open}"), Ink::Late);
    }
    let prompt = view
        .rows
        .iter()
        .filter_map(|row| row.next.as_ref().map(|next| (row, next)))
        .find(|(_, (_, due))| due.is_none());
    match due {
        // What has no hour is owed now: a line that spoke of the next hour alone would read as rest.
        Some((due, ..)) if prompt.is_some_and(|_| due.since(scene.now) > HOUR) => {
            let at = clock::time(due, scene.now, scene.zone);
            let (row, title) = prompt.map_or(("", ""), |(row, (title, _))| (&row.number, title));
            (
                format!("owed promptly: {row}, {title}; else nothing due before {at}; {open}"),
                Ink::Owed,
            )
        }
        Some((due, row, title)) => {
            let at = clock::time(due, scene.now, scene.zone);
            (
                format!(
                    "nothing due before {at}; {open}. Next: {}, {title}",
                    row.number
                ),
                Ink::Plain,
            )
        }
        None if view.owed > 0 => (
            format!(
                "nothing with an hour is due; {} owed promptly; {open}",
                view.owed
            ),
            Ink::Owed,
        ),
        None => (format!("all clear: nothing owed; {open}"), Ink::Plain),
    }
}
