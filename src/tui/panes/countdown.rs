//! The countdown: large digits for each report that is still owed, words for the rest.

use ratatui::layout::Rect;

use crate::client::model::{CaseScreen, Sheet};
use crate::record::when::MINUTE;
use crate::rules::{Duty, DutyState};
use crate::tui::canvas::Canvas;
use crate::tui::clock;
use crate::tui::style::Ink;
use crate::tui::widgets::digits;
use crate::tui::{Scene, head, layout};

/// Draws both clocks above the duties where there is room; the rows used.
///
/// On a small screen nothing: the head says both in words on one row, and the duties need the rest.
pub fn draw(canvas: &mut Canvas, area: Rect, scene: &Scene, screen: &CaseScreen) -> u16 {
    let clocks: Vec<(Sheet, &Duty)> = [Sheet::Police, Sheet::Ncmec]
        .into_iter()
        .filter_map(|sheet| head::duty_of(screen, sheet).map(|duty| (sheet, duty)))
        .collect();
    let rows = digits::HEIGHT + 2;
    let runs = |duty: &Duty| duty.state.is_open() && duty.due.is_some();
    let small = canvas.area().height < layout::DIGITS_FROM;
    if small || area.height < rows + 4 || area.width < 46 || !clocks.iter().any(|(_, d)| runs(d)) {
        return 0;
    }
    let half = area.width / 2;
    for (nth, (sheet, duty)) in (0u16..).zip(&clocks) {
        let x = area.x + nth * half + 2;
        let place = Rect {
            x,
            width: half.saturating_sub(3),
            height: digits::HEIGHT,
            y: area.y + 1,
        };
        let (state, words) = label(sheet.title(), duty, scene);
        let ink = clock::ink(state);
        canvas.put(x, area.y, place.width, &words, ink);
        match duty.due.filter(|_| runs(duty)) {
            Some(due) => {
                digits::draw(canvas, place, &hours(due.since(scene.now)), ink);
            }
            None => {
                let words = clock::duty(duty, scene.now, scene.zone).1;
                let place = Rect {
                    y: place.y + 1,
                    height: 3,
                    ..place
                };
                canvas.paragraph(place, &words, Ink::Plain);
            }
        }
    }
    rows
}

/// What stands above the digits.
fn label(name: &str, duty: &Duty, scene: &Scene) -> (DutyState, String) {
    let state = clock::state_now(duty.state, duty.due, scene.now);
    let words = match (state, duty.due) {
        (DutyState::Late, Some(due)) => format!(
            "{name} late since {}",
            clock::time(due, scene.now, scene.zone)
        ),
        (state, Some(due)) if state.is_open() => {
            format!("{name} by {}", clock::time(due, scene.now, scene.zone))
        }
        (state, _) => format!("{name} {}", state.word()),
    };
    (state, words)
}

/// `03:12` left, cut to the minute; `+00:35` over, with the minute begun: as the words say it.
fn hours(left: i64) -> String {
    let sign = if left < 0 { "+" } else { "" };
    let begun = i64::from(left < 0 && left % MINUTE != 0);
    let minutes = (left / MINUTE).saturating_abs() + begun;
    let (hours, minutes) = (minutes / 60, minutes % 60);
    if hours > 99 {
        return format!("{sign}99:59");
    }
    format!("{sign}{hours:02}:{minutes:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::when::HOUR;

    #[test]
    fn digits_say_what_the_words_say() {
        for (left, expected) in [
            (24 * HOUR, "24:00"),
            (3 * HOUR + 12 * MINUTE + 59_999_999, "03:12"),
            (0, "00:00"),
            (-1, "+00:01"),
            (-35 * MINUTE, "+00:35"),
            (500 * HOUR, "99:59"),
        ] {
            assert_eq!(hours(left), expected);
        }
    }
}
