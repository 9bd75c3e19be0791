//! A small form: an outcome, a correction, found, closed. Its lines, what stands beside it, why it was not sent.

use ratatui::layout::Rect;

use super::lists::number_row;
use crate::client::form::{Form, LineKind, LineSpec, specs};
use crate::client::model::{Place, Preview};
use crate::client::overlay::Beside;
use crate::tui::canvas::{Canvas, columns, wrap};
use crate::tui::style::Ink;
use crate::tui::widgets::{popup, text_line};
use crate::tui::{Scene, layout};

/// Lines that can always be seen, however much is to be said above them.
const LEAST_LINES: u16 = 4;
/// Columns a form takes at most.
const WIDTH: u16 = 92;

/// The case a form is about, when the head of the screen shows another one or none.
fn about_another(scene: &Scene, form: &Form) -> Option<String> {
    let slot = form.slot?;
    let shown = match scene.model.place {
        Place::Board => None,
        Place::Case(shown) | Place::Script(shown, _) => Some(shown),
    };
    if shown == Some(slot) {
        return None;
    }
    let screen = scene
        .model
        .cases
        .iter()
        .find(|screen| screen.slot == slot)?;
    Some(match &screen.view {
        Some(view) => format!("{} {}", view.number, view.name),
        None => match &screen.found_as {
            Some(name) => format!("{} {name}", screen.title()),
            None => screen.title().to_owned(),
        },
    })
}

/// What the duty is called that a form is about.
fn duty_of<'a>(scene: &Scene<'a>, form: &Form) -> Option<&'a str> {
    let view = scene.model.case(form.slot?)?.view.as_ref()?;
    let id = form.duty.as_ref()?;
    let duty = view.duties.iter().find(|duty| duty.id == *id)?;
    Some(&duty.title)
}

/// Draws the form over the whole body: nothing else is asked meanwhile.
pub fn draw(canvas: &mut Canvas, room: Rect, scene: &Scene, form: &Form) {
    // As wide as the pop-up will be: words are counted for the rows they really take.
    let width = WIDTH.min(room.width.saturating_sub(2));
    let caps = canvas.caps();
    let inner = width.saturating_sub(4);
    let intro: Vec<String> = form
        .spec
        .intro
        .iter()
        .flat_map(|words| wrap(words, inner, caps))
        .collect();
    let beside = beside_rows(form, inner, canvas);
    let asked = form.asked().count();
    let choices_rows = u16::try_from(packed(&choices_of(form), inner, canvas).len()).unwrap_or(2);
    let wanted = intro.len()
        + asked
        + usize::from(choices_rows.max(2))
        + 1
        + beside.len()
        + usize::from(!beside.is_empty());
    let mut title = form.spec.title.to_owned();
    if form.spec.id == specs::ATTEMPT.id
        && let Some(duty) = duty_of(scene, form)
    {
        title = format!("{title}: {duty}");
    }
    if let Some(about) = about_another(scene, form) {
        title.push_str(&format!(": {about}"));
    }
    if form.sending.is_some() {
        title.push_str(" (saving)");
    }
    let mut inside = popup::open(canvas, room, width, wanted, &title, "");
    let about = layout::take_bottom(&mut inside, choices_rows.max(2));
    draw_about(canvas, about, form);
    // What is to be said has the first claim while some lines can be seen (they page), then the lines, then
    // what stands beside.
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let intro_room =
        rows(intro.len()).min(inside.height.saturating_sub(LEAST_LINES.min(rows(asked))));
    let lines_rows = rows(asked).min(inside.height - intro_room);
    let beside_room = rows(beside.len()).min(inside.height - intro_room - lines_rows);
    let top = layout::take_top(&mut inside, intro_room);
    for (row, line) in (0u16..top.height).zip(&intro) {
        canvas.put(top.x, top.y + row, top.width, line, Ink::Plain);
    }
    let place = layout::take_bottom(&mut inside, beside_room);
    for (row, line) in (0u16..place.height).zip(&beside) {
        let line_place = Rect {
            y: place.y + row,
            height: 1,
            ..place
        };
        match line {
            BesideRow::Words(words, ink) => {
                canvas.put(line_place.x, line_place.y, line_place.width, words, *ink);
            }
            BesideRow::Number(nth, row) => {
                // The digit that takes it, as far as there are digits.
                if *nth <= 9 {
                    canvas.put(line_place.x, line_place.y, 1, &nth.to_string(), Ink::Plain);
                }
                let inside = Rect {
                    x: line_place.x + 3.min(line_place.width),
                    width: line_place.width.saturating_sub(3),
                    ..line_place
                };
                number_row(canvas, inside, row);
            }
        }
    }
    let (from, to) = draw_lines(canvas, inside, form);
    if to - from < asked {
        // Lines that are not shown are said in the frame's last row, or nobody would look for them.
        let words = format!("lines {} to {to} of {asked}", from + 1);
        canvas.put(about.x, about.bottom(), about.width, &words, Ink::Quiet);
    }
}

/// Draws the page of lines that holds the focus; from which to which it is.
fn draw_lines(canvas: &mut Canvas, area: Rect, form: &Form) -> (usize, usize) {
    let lines: Vec<_> = form.asked().collect();
    let focus = lines
        .iter()
        .position(|(at, _, _)| *at == form.at)
        .unwrap_or(0);
    let heights = vec![1; lines.len()];
    let (from, to) = layout::page(&heights, focus, area.height);
    let label = (area.width / 3).clamp(12, 26);
    for (row, (at, spec, line)) in (0u16..area.height).zip(lines.iter().take(to).skip(from)) {
        let y = area.y + row;
        let here = *at == form.at;
        if here {
            let mark = canvas.glyphs().focus;
            canvas.put(area.x, y, 1, mark, Ink::Strong);
        }
        let mut words = spec.label.to_owned();
        if spec.required && line.text.is_empty() {
            words.push_str(" *");
        }
        canvas.put(area.x + 2, y, label.saturating_sub(3), &words, Ink::Plain);
        let x = area.x + label;
        let room = area.right().saturating_sub(x);
        if let LineKind::Choice(choices) = spec.kind {
            let chosen = choices
                .iter()
                .find(|choice| choice.key == line.text.as_str());
            let words = match chosen {
                Some(choice) => choice.label.to_owned(),
                None if line.text.is_empty() => "____".to_owned(),
                None => line.text.as_str().to_owned(),
            };
            canvas.put(x, y, room, &words, Ink::Plain);
            if here {
                canvas.set_cursor(x, y);
            }
            continue;
        }
        let said = match &line.preview {
            Preview::Words { words, .. } if !here => format!("   = {words}"),
            Preview::Problem(_) if !here => "   ! cannot be read".to_owned(),
            _ if line.prefilled && !line.text.is_empty() => "   (from the file)".to_owned(),
            _ => String::new(),
        };
        if here {
            text_line::draw(canvas, x, y, room, &line.text);
        } else if line.text.is_empty() {
            canvas.put(x, y, room, "____", Ink::Plain);
        } else {
            let words = format!("{}{said}", line.text.as_str());
            canvas.put(x, y, room, whole_parts(&words, room), Ink::Plain);
        }
    }
    (from, to)
}

/// As many parts of a preview as there is room for, each whole.
fn whole_parts(words: &str, room: u16) -> &str {
    let mut left = words;
    while columns(left) > usize::from(room)
        && let Some((whole, _)) = left.rsplit_once(" · ")
    {
        left = whole;
    }
    left
}

/// Two rows under the lines: why it was not sent, else about the line in focus.
fn draw_about(canvas: &mut Canvas, area: Rect, form: &Form) {
    if let Some(problem) = &form.problem {
        canvas.paragraph(area, &format!("! {problem}"), Ink::Late);
        return;
    }
    let Some(spec) = form.spec.lines.get(form.at) else {
        return;
    };
    let line = form.lines.get(form.at);
    match line.map(|line| &line.preview) {
        Some(Preview::Problem(problem)) => {
            canvas.paragraph(area, &format!("! {problem}"), Ink::Late);
        }
        _ if matches!(spec.kind, LineKind::Choice(_)) => {
            let rows = packed(&choices_of(form), area.width, canvas);
            for (row, words) in (0u16..area.height).zip(&rows) {
                canvas.put(area.x, area.y + row, area.width, words, Ink::Plain);
            }
        }
        Some(Preview::Words { words, official }) => {
            let official = official.as_deref().unwrap_or_default();
            canvas.paragraph(area, &format!("= {words}   {official}"), Ink::Plain);
        }
        Some(Preview::Which { first, second }) => {
            let words = format!("? That hour comes twice: 1 {first}, or 2 {second}");
            canvas.paragraph(area, &words, Ink::Doubt);
        }
        Some(Preview::Nothing) | None => {
            canvas.paragraph(area, &about(spec), Ink::Plain);
        }
    }
}

/// The choices of the line in focus, letter and label; none for a line of another kind.
fn choices_of(form: &Form) -> Vec<String> {
    form.choices()
        .iter()
        .map(|row| {
            let letter = row.letter.map_or(String::new(), |c| format!("{c} "));
            format!("{letter}{}", row.label)
        })
        .collect()
}

/// Words side by side, as many as fit in a row; none is broken, since its letter would be read as another's.
fn packed(words: &[String], width: u16, canvas: &Canvas) -> Vec<String> {
    const BETWEEN: &str = "   ";
    let caps = canvas.caps();
    let mut rows: Vec<String> = Vec::new();
    for word in words {
        match rows.last_mut() {
            Some(row) if wrap(&format!("{row}{BETWEEN}{word}"), width, caps).len() <= 1 => {
                row.push_str(BETWEEN);
                row.push_str(word);
            }
            _ => rows.push(word.clone()),
        }
    }
    rows
}

fn about(spec: &LineSpec) -> String {
    if spec.example.is_empty() {
        spec.hint.to_owned()
    } else {
        format!("{} For example: {}", spec.hint, spec.example)
    }
}

enum BesideRow<'a> {
    Words(String, Ink),
    Number(usize, &'a crate::wire::view::DirectoryRow),
}

/// What stands beside the form, a row each.
fn beside_rows<'a>(form: &'a Form, width: u16, canvas: &Canvas) -> Vec<BesideRow<'a>> {
    let caps = canvas.caps();
    let between = canvas.glyphs().between;
    match &form.beside {
        Beside::Nothing => Vec::new(),
        Beside::Words(words) => words
            .iter()
            .flat_map(|words| wrap(words, width, caps))
            .map(|line| BesideRow::Words(line, Ink::Strong))
            .collect(),
        Beside::Numbers(rows) => (1..)
            .zip(rows)
            .map(|(nth, row)| BesideRow::Number(nth, row))
            .collect(),
        Beside::Triage(view) => {
            let mut out = Vec::new();
            if let Some(decided) = &view.decided {
                out.push(BesideRow::Words(format!("decided: {decided}"), Ink::Strong));
            }
            for (nth, row) in (1..).zip(&view.proposed) {
                let words = format!(
                    "{nth}  row {}: {}{between}police {}, NCMEC {}",
                    row.row, row.situation, row.police, row.ncmec
                );
                out.extend(
                    wrap(&words, width, caps)
                        .into_iter()
                        .map(|line| BesideRow::Words(line, Ink::Strong)),
                );
                let why = format!("{} {} ({})", row.because, row.note, row.citation);
                out.extend(
                    wrap(&why, width.saturating_sub(4), caps)
                        .into_iter()
                        .map(|line| BesideRow::Words(format!("    {line}"), Ink::Plain)),
                );
            }
            out
        }
        Beside::Choices(rows) => rows
            .iter()
            .map(|row| {
                let letter = row.letter.map_or(String::new(), |c| format!("{c}  "));
                BesideRow::Words(format!("{letter}{}", row.label), Ink::Plain)
            })
            .collect(),
        Beside::Next(sheet) => vec![BesideRow::Words(
            format!("then: the script for {}", sheet.title()),
            Ink::Strong,
        )],
    }
}
