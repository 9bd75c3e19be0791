//! The rows of a pane that are not fields: first questions, duties, what happened, triage, agencies.

use ratatui::layout::Rect;

use crate::client::edit::{earlier, earlier_words};
use crate::client::model::{CaseScreen, Spot};
use crate::rules::DutyState;
use crate::tui::Scene;
use crate::tui::canvas::{Canvas, columns};
use crate::tui::clock;
use crate::tui::style::Ink;
use crate::tui::widgets::field_row;

/// What a spot with a label of its own is called.
fn label_of(spot: &Spot) -> &'static str {
    match spot {
        Spot::Danger => "Danger now?",
        Spot::Called911 => "911 called?",
        Spot::CameAt => "Came at",
        _ => "",
    }
}

/// Columns before the words of what happened: the time, and in or out.
const EVENT: u16 = 16;

/// Columns that the long words of a spot have in a row of this width.
pub fn long_room(width: u16, spot: &Spot) -> u16 {
    match spot {
        // Where there is room the title is whole.
        Spot::Duty(_) if width >= 76 => (width / 2).max(41),
        Spot::Duty(_) => width.saturating_sub((width * 2 / 5).max(12)),
        Spot::Event(_) => width.saturating_sub(EVENT),
        _ => width,
    }
}

/// Whether a duty waits for something to happen first: nothing is owed of it yet.
pub fn waits(screen: &CaseScreen, nth: usize) -> bool {
    screen
        .view
        .as_deref()
        .and_then(|view| view.duties.get(nth))
        .is_some_and(|duty| duty.state == DutyState::Waiting)
}

/// The words of a spot that may take several rows; `None` where one row is all it gets.
pub fn long_words(
    scene: &Scene,
    screen: &CaseScreen,
    spot: &Spot,
    between: &str,
) -> Option<String> {
    let view = screen.view.as_deref()?;
    match spot {
        Spot::Duty(nth) => {
            let duty = view.duties.get(*nth)?;
            let (state, mut words) = clock::duty(duty, scene.now, scene.zone);
            if let Some(due) = duty.due.filter(|_| state.is_open()) {
                let due = clock::time(due, scene.now, scene.zone);
                words.push_str(&format!("{between}due {due}"));
            }
            Some(words)
        }
        Spot::Event(nth) => {
            let event = view.timeline.get(*nth)?;
            let mut words = event.words.as_str().to_owned();
            if let Some(why) = &event.withdrawn {
                words = format!("WITHDRAWN ({why}): {words}");
            }
            if let Some(at) = event.recorded {
                let at = clock::time(at, scene.now, scene.zone);
                words.push_str(&format!("{between}recorded {at}"));
            }
            Some(words)
        }
        _ => None,
    }
}

/// A duty whose title is longer than its column, where title and words still fit a row; and one that waits, whose
/// words may be cut. The title, the column its words begin at, the words.
pub fn one_line(
    scene: &Scene,
    screen: &CaseScreen,
    nth: usize,
    width: u16,
    between: &str,
) -> Option<(String, u16, String)> {
    let duty = screen.view.as_deref()?.duties.get(nth)?;
    let spot = Spot::Duty(nth);
    let words = long_words(scene, screen, &spot, between)?;
    let (title, wide) = (columns(&duty.title), usize::from(width));
    let column = usize::from(width.saturating_sub(long_room(width, &spot)));
    let fits = title + columns(&words) + 4 <= wide;
    if title + 3 <= column || !(fits || waits(screen, nth)) {
        return None;
    }
    let from = u16::try_from((title + 4).min(wide)).ok()?;
    Some((duty.title.clone(), from, words))
}

/// Draws the long words of a spot at the right of its row.
fn long(
    canvas: &mut Canvas,
    place: Rect,
    scene: &Scene,
    screen: &CaseScreen,
    spot: &Spot,
    ink: Ink,
) {
    let between = canvas.glyphs().between;
    let room = long_room(place.width, spot);
    let words = long_words(scene, screen, spot, between).unwrap_or_default();
    let inside = Rect {
        x: place.right().saturating_sub(room),
        width: room,
        ..place
    };
    canvas.paragraph(inside, &words, ink);
}

/// Draws the label of a spot that is being typed in.
pub fn label(canvas: &mut Canvas, place: Rect, spot: &Spot) {
    let words = match spot {
        Spot::Add(group) => group.title(),
        other => label_of(other),
    };
    canvas.put(place.x, place.y, place.width, words, Ink::Plain);
}

/// Draws a spot. `whole` is the row, `place` what is left of it beside the mark.
pub fn draw(
    canvas: &mut Canvas,
    whole: Rect,
    place: Rect,
    scene: &Scene,
    screen: &CaseScreen,
    spot: &Spot,
) {
    let (x, y, width) = (place.x, place.y, place.width);
    let between = canvas.glyphs().between;
    let view = screen.view.as_deref();
    let answered = |canvas: &mut Canvas, words: &str, ink: Ink| {
        let at = field_row::value_column(whole.width);
        canvas.put(x, y, at.saturating_sub(4), label_of(spot), Ink::Plain);
        canvas.put(whole.x + at, y, whole.width.saturating_sub(at), words, ink);
    };
    if let Some(kept) = screen.kept.get(spot)
        && !label_of(spot).is_empty()
    {
        let (words, ink) = field_row::waiting(kept, false);
        answered(canvas, &words, ink);
        return;
    }
    match spot {
        Spot::Danger => {
            let said = view.and_then(|view| view.danger_now.as_deref());
            let ink = if said == Some("yes") {
                Ink::Late
            } else {
                Ink::Plain
            };
            answered(canvas, said.unwrap_or(field_row::BLANK), ink);
        }
        Spot::Called911 => {
            let said = view.and_then(|view| view.called_911.as_deref());
            answered(canvas, said.unwrap_or(field_row::BLANK), Ink::Plain);
        }
        Spot::CameAt => {
            let words = match (view, screen.key_at) {
                (Some(view), _) => {
                    let at = clock::time(view.received.at, scene.now, view.received.zone);
                    match &view.received.channel {
                        Some(channel) => format!("{channel}, {at}"),
                        None => format!("{} (at the key, {at})", field_row::BLANK),
                    }
                }
                (None, Some(at)) => {
                    let at = clock::time(at, scene.now, scene.zone);
                    format!("{} (at the key, {at})", field_row::BLANK)
                }
                (None, None) => field_row::BLANK.to_owned(),
            };
            answered(canvas, &words, Ink::Plain);
        }
        Spot::Field { .. } => {}
        Spot::Add(group) => {
            let words = format!("+ {}", group.title().to_lowercase());
            canvas.put(x, y, width, &words, Ink::Plain);
            // Proposed, in another column than what is entered.
            if let Some(entry) = earlier(screen, *group) {
                let at = field_row::value_column(whole.width);
                let words = format!("before: {}", earlier_words(entry));
                canvas.put(
                    whole.x + at,
                    y,
                    whole.width.saturating_sub(at),
                    &words,
                    Ink::Doubt,
                );
            }
        }
        Spot::Duty(nth) => {
            let Some(duty) = view.and_then(|view| view.duties.get(*nth)) else {
                return;
            };
            let state = clock::state_now(duty.state, duty.due, scene.now);
            if let Some(words) = one_line(scene, screen, *nth, width, between) {
                canvas.put(x, y, 1, canvas.glyphs().duty(state), clock::ink(state));
                canvas.put(x + 2, y, width.saturating_sub(2), &words.0, Ink::Plain);
                canvas.put(
                    x + words.1,
                    y,
                    width.saturating_sub(words.1),
                    &words.2,
                    clock::ink(state),
                );
                return;
            }
            let title = width.saturating_sub(long_room(width, spot));
            let ink = clock::ink(state);
            let shape = canvas.glyphs().duty(state);
            canvas.put(x, y, 1, shape, ink);
            canvas.put(x + 2, y, title.saturating_sub(3), &duty.title, Ink::Plain);
            long(canvas, place, scene, screen, spot, ink);
        }
        Spot::Event(nth) => {
            let Some(event) = view.and_then(|view| view.timeline.get(*nth)) else {
                return;
            };
            let at = clock::time(event.at, scene.now, scene.zone);
            let used = canvas.put(x, y, 12, &at, Ink::Plain).max(5) + 1;
            let left = EVENT.saturating_sub(used + 1);
            canvas.put(x + used, y, left.min(4), &event.way, Ink::Quiet);
            long(canvas, place, scene, screen, spot, Ink::Plain);
        }
        Spot::TriageRow(nth) => {
            let Some(triage) = view.map(|view| &view.triage) else {
                return;
            };
            let Some(row) = triage.proposed.get(*nth) else {
                return;
            };
            let decided = if triage.decided_row == Some(row.row) {
                "decided: "
            } else {
                ""
            };
            let words = format!(
                "triage {}: {decided}police {}, NCMEC {}{between}{}",
                row.row, row.police, row.ncmec, row.situation
            );
            canvas.put(x, y, width, &words, Ink::Plain);
        }
        Spot::Linked(nth) => {
            let Some((_, number, name)) = view.and_then(|view| view.linked.get(*nth)) else {
                return;
            };
            canvas.put(
                x,
                y,
                width,
                &format!("linked: {number}  {name}"),
                Ink::Plain,
            );
        }
        Spot::Agency(nth) => {
            let Some(row) = view.and_then(|view| view.agencies.get(*nth)) else {
                return;
            };
            let numbers: Vec<String> = row
                .numbers
                .iter()
                .map(|(what, number)| format!("{what} {number}"))
                .collect();
            let ori = row
                .ori
                .as_ref()
                .map_or(String::new(), |ori| format!("{between}ORI {ori}"));
            let words = format!("police here: {}  {}{ori}", row.name, numbers.join(between));
            canvas.put(x, y, width, &words, Ink::Plain);
        }
    }
}
