//! Pop-ups that are lists: palette, help, explanation, numbers card, jump, history, parked calls, find.

use ratatui::layout::Rect;

use super::{rows, scrolled};
use crate::client::overlay::{Explain, Help, History, Jump, Numbers, Palette, Parked};
use crate::client::text::Text;
use crate::tui::canvas::{Canvas, wrap};
use crate::tui::style::Ink;
use crate::tui::widgets::{heading, popup, text_line};
use crate::tui::{Scene, clock, layout};
use crate::wire::view::{DirectoryRow, FoundRow};

/// Columns of a pop-up that lists things.
const WIDTH: u16 = 76;

/// A line to type in at the top of a pop-up.
fn query(canvas: &mut Canvas, area: &mut Rect, label: &str, text: &Text) {
    let line = layout::take_top(area, 1);
    if line.is_empty() {
        return;
    }
    let used = canvas.put(line.x, line.y, line.width, label, Ink::Plain) + 1;
    text_line::draw(
        canvas,
        line.x + used,
        line.y,
        line.width.saturating_sub(used),
        text,
    );
}

/// Every action by name, with its keys, or why it cannot run now.
pub fn palette(canvas: &mut Canvas, room: Rect, palette: &Palette) {
    // Small on purpose: typing narrows it, and each row costs bytes when it opens and when it closes.
    let count = palette.rows.len().clamp(1, 8) + 1;
    let reason = palette
        .rows
        .get(palette.at)
        .and_then(|row| row.reason.as_ref())
        .map_or(String::new(), |why| format!("not now: {why}"));
    let mut inside = popup::open(canvas, room, 58, count, "Palette", &reason);
    query(canvas, &mut inside, ":", &palette.filter);
    if palette.rows.is_empty() {
        canvas.put(
            inside.x,
            inside.y,
            inside.width,
            "no action is called that",
            Ink::Plain,
        );
    }
    rows(
        canvas,
        inside,
        &palette.rows,
        palette.at,
        |canvas, area, row| {
            let used = canvas.put(area.x, area.y, area.width, &row.title, Ink::Plain) + 2;
            let rest = Rect {
                x: area.x + used.min(area.width),
                width: area.width.saturating_sub(used),
                ..area
            };
            let tail = match &row.reason {
                Some(why) => format!("not now: {why}"),
                None => row.keys.clone(),
            };
            canvas.put_right(rest, area.y, &tail, Ink::Quiet);
        },
    );
}

/// The keys of the place one is in: names side by side, and about the one in focus a sentence below. Small on
/// purpose, as the palette is.
pub fn help(canvas: &mut Canvas, room: Rect, help: &Help) {
    let count = help.rows.len().clamp(1, 8) + 3;
    let title = format!("Keys: {}", help.about);
    let mut inside = popup::open(canvas, room, 58, count, &title, "");
    query(canvas, &mut inside, "/", &help.filter);
    let about = layout::take_bottom(&mut inside, 2);
    let at = help.scroll.min(help.rows.len().saturating_sub(1));
    let keys = 16.min(inside.width / 3);
    rows(
        canvas,
        inside,
        &help.rows,
        at,
        |canvas, area, (key, words)| {
            let title = words
                .split_once(": ")
                .map_or(words.as_str(), |(title, _)| title);
            canvas.put(area.x, area.y, keys, key, Ink::Strong);
            canvas.put(
                area.x + keys + 1,
                area.y,
                area.width.saturating_sub(keys + 1),
                title,
                Ink::Plain,
            );
        },
    );
    let words = help.rows.get(at).map(|(_, words)| words.as_str());
    let sentence = words
        .and_then(|words| words.split_once(": "))
        .map_or("", |(_, sentence)| sentence);
    canvas.paragraph(about, sentence, Ink::Plain);
    let page = usize::from(inside.height.max(1));
    let from = at / page * page;
    let range = heading::range(from, (from + page).min(help.rows.len()), help.rows.len());
    if !range.is_empty() {
        let line = Rect {
            y: about.bottom(),
            height: 1,
            ..about
        };
        canvas.put_right(line, line.y, &range, Ink::Quiet);
    }
}

/// Scrolled lines, and at the right of the row above the first which of them are shown.
fn foot(canvas: &mut Canvas, _room: Rect, inside: Rect, lines: &[String], scroll: usize) {
    let range = scrolled(canvas, inside, lines, scroll);
    if !range.is_empty() && inside.y > 0 {
        let bottom = inside.bottom();
        let line = Rect {
            y: bottom,
            height: 1,
            ..inside
        };
        canvas.put_right(line, bottom, &range, Ink::Quiet);
    }
}

/// What a clock says when asked.
pub fn explain(canvas: &mut Canvas, room: Rect, explain: &Explain) {
    let width = WIDTH.min(room.width.saturating_sub(2));
    let caps = canvas.caps();
    let lines: Vec<String> = explain
        .lines
        .iter()
        .flat_map(|line| wrap(line, width.saturating_sub(4), caps))
        .collect();
    let inside = popup::open(canvas, room, width, lines.len(), &explain.title, "");
    foot(canvas, room, inside, &lines, explain.scroll);
    canvas.set_cursor(inside.x, inside.y);
}

/// The numbers card.
pub fn numbers(canvas: &mut Canvas, room: Rect, numbers: &Numbers) {
    // No larger than what stands on it: each row costs bytes when it opens and when it closes.
    let count = numbers.fitting().count().clamp(2, 12) + 3;
    let mut inside = popup::open(canvas, room, WIDTH, count, "Numbers card", "");
    query(canvas, &mut inside, "/", &numbers.filter);
    let Some(_) = &numbers.rows else {
        canvas.paragraph(
            inside,
            "911 for danger now. NCMEC 1-800-843-5678 (1-800-THE-LOST). The rest of the card is on its way from the desk.",
            Ink::Strong,
        );
        return;
    };
    let fitting: Vec<&DirectoryRow> = numbers.fitting().collect();
    if fitting.is_empty() {
        canvas.put(
            inside.x,
            inside.y,
            inside.width,
            "no entry fits",
            Ink::Plain,
        );
    }
    let detail = layout::take_bottom(&mut inside, 2);
    rows(canvas, inside, &fitting, numbers.at, |canvas, area, row| {
        number_row(canvas, area, row);
    });
    if let Some(row) = fitting.get(numbers.at) {
        let mut words = vec![row.area.as_str().to_owned(), row.note.as_str().to_owned()];
        // Its row has room for the first; here stand all.
        if row.numbers.len() > 1 {
            words.insert(0, numbers_of(row).join(canvas.glyphs().between));
        }
        if let Some(ori) = &row.ori {
            words.push(format!("ORI {ori}"));
        }
        words.push(match &row.verified {
            Some(day) => format!("verified {day}"),
            None => "never verified".to_owned(),
        });
        words.retain(|word| !word.is_empty());
        let between = canvas.glyphs().between;
        canvas.paragraph(detail, &words.join(between), Ink::Plain);
    }
}

/// An entry of the card on one row: whose, then its numbers.
pub fn number_row(canvas: &mut Canvas, area: Rect, row: &DirectoryRow) {
    let name = area.width / 2;
    let words = if row.kind.is_empty() || row.kind == "national" {
        row.name.as_str().to_owned()
    } else {
        format!("{} ({})", row.name, row.kind)
    };
    canvas.put(area.x, area.y, name.saturating_sub(2), &words, Ink::Plain);
    let between = canvas.glyphs().between;
    canvas.put(
        area.x + name,
        area.y,
        area.width.saturating_sub(name),
        &numbers_of(row).join(between),
        Ink::Strong,
    );
}

/// Every number of an entry, with what it is.
fn numbers_of(row: &DirectoryRow) -> Vec<String> {
    row.numbers
        .iter()
        .map(|(what, number)| {
            if what.is_empty() {
                number.as_str().to_owned()
            } else {
                format!("{what} {number}")
            }
        })
        .collect()
}

/// Two letters go to any field.
pub fn jump(canvas: &mut Canvas, room: Rect, jump: &Jump) {
    let cell = 26;
    let across = (room.width.saturating_sub(6) / cell).max(1);
    let down = jump.rows.len().div_ceil(usize::from(across));
    let title = format!("Go to: {}", jump.typed);
    let inside = popup::open(canvas, room, across * cell + 4, down.max(1), &title, "");
    if jump.rows.is_empty() {
        canvas.put(
            inside.x,
            inside.y,
            inside.width,
            "no field has these letters",
            Ink::Plain,
        );
    }
    let down = inside.height.max(1);
    for (nth, (code, label)) in jump.rows.iter().enumerate() {
        let Ok(nth) = u16::try_from(nth) else { return };
        let (x, y) = (
            inside.x + (nth / down).saturating_mul(cell),
            inside.y + nth % down,
        );
        if inside.height == 0 || x.saturating_add(6) > inside.right() {
            return;
        }
        let used = canvas.put(x, y, 4, code, Ink::Strong).max(2) + 1;
        let left = (inside.right() - x).min(cell - 1).saturating_sub(used);
        canvas.put(x + used, y, left, label, Ink::Plain);
    }
    canvas.set_cursor(inside.x, inside.y.saturating_sub(1));
}

/// What a field or a case went through.
pub fn history(canvas: &mut Canvas, room: Rect, scene: &Scene, history: &History) {
    let width = (WIDTH + 20).min(room.width.saturating_sub(2));
    let caps = canvas.caps();
    let lines: Vec<String> = match &history.rows {
        None => vec!["The desk is looking it up.".to_owned()],
        Some(rows) if rows.is_empty() => vec!["Nothing has happened here.".to_owned()],
        Some(rows) => rows
            .iter()
            .flat_map(|row| {
                let at = clock::time(row.at, scene.now, scene.zone);
                let words = format!("{at}  {}: {}", row.operator, row.words);
                wrap(&words, width.saturating_sub(4), caps)
            })
            .collect(),
    };
    let inside = popup::open(canvas, room, width, lines.len(), &history.title, "");
    foot(canvas, room, inside, &lines, history.scroll);
    canvas.set_cursor(inside.x, inside.y);
}

/// Open intakes and where each stopped.
pub fn parked(canvas: &mut Canvas, room: Rect, parked: &Parked) {
    let inside = popup::open(
        canvas,
        room,
        WIDTH,
        parked.rows.len().max(1),
        "Open here",
        "",
    );
    if parked.rows.is_empty() {
        canvas.put(
            inside.x,
            inside.y,
            inside.width,
            "No case is open on this screen.",
            Ink::Plain,
        );
    }
    rows(
        canvas,
        inside,
        &parked.rows,
        parked.at,
        |canvas, area, row| {
            let unsaved = match row.unsaved {
                0 => String::new(),
                1 => ", 1 text unsaved".to_owned(),
                n => format!(", {n} texts unsaved"),
            };
            let words = format!("{}  {}: {}{unsaved}", row.number, row.name, row.stopped);
            canvas.put(area.x, area.y, area.width, &words, Ink::Plain);
        },
    );
}

/// Cases and children that fit what is typed.
pub fn find(
    canvas: &mut Canvas,
    room: Rect,
    scene: &Scene,
    title: &str,
    text: &Text,
    found: &[FoundRow],
    at: usize,
) {
    let count = found.len().clamp(1, 12) + 1;
    let mut inside = popup::open(canvas, room, WIDTH, count, title, "");
    query(canvas, &mut inside, "/", text);
    if found.is_empty() {
        let words = if text.is_empty() {
            "name, case number, police number, NCIC number, phone, plate"
        } else {
            "nothing found"
        };
        canvas.put(inside.x, inside.y, inside.width, words, Ink::Plain);
    }
    rows(canvas, inside, found, at, |canvas, area, row| {
        found_row(canvas, area, scene, row);
    });
}

fn found_row(canvas: &mut Canvas, area: Rect, scene: &Scene, row: &FoundRow) {
    let between = canvas.glyphs().between;
    let age = row.age.map_or(String::new(), |age| format!(", {age}"));
    let case = match &row.case {
        Some((_, number, true)) => format!("{between}{number}, open"),
        Some((_, number, false)) => format!("{between}{number}, closed"),
        None => format!("{between}no case"),
    };
    let last = row.last_run.map_or(String::new(), |at| {
        format!(
            "{between}last run {}",
            clock::time(at, scene.now, scene.zone)
        )
    });
    let used = canvas.put(
        area.x,
        area.y,
        area.width / 3,
        row.name.as_str(),
        Ink::Strong,
    );
    let why = if row.why.as_str().ends_with(row.name.as_str()) {
        String::new()
    } else {
        format!("{between}{}", row.why)
    };
    let words = format!("{age}{case}{last}{why}");
    canvas.put(
        area.x + used,
        area.y,
        area.width.saturating_sub(used),
        &words,
        Ink::Plain,
    );
}
