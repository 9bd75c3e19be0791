//! A clock in words and with its shape: the state word always, the colour never alone.
//!
//! Whole minutes only: a session wakes once a minute, and a second that stands still would be a lie.

use chrono::Datelike;

use super::canvas::Canvas;
use super::style::Ink;
use crate::record::{Moment, Zone, time_words};
use crate::rules::{Duty, DutyState};
use crate::wire::view::ClockView;

/// A time of day, with the weekday or the date where it is not today's.
pub fn time(at: Moment, now: Moment, zone: Zone) -> String {
    let (local, today) = (zone.local(at), zone.local(now));
    let days = local
        .date_naive()
        .signed_duration_since(today.date_naive())
        .num_days();
    match days {
        // At the turn of a year neither the day nor the year goes without saying.
        -6..=6 if local.year() != today.year() => local.format("%a %-d %b %Y %H:%M").to_string(),
        0 => local.format("%H:%M").to_string(),
        -6..=6 => local.format("%a %H:%M").to_string(),
        -180..=180 => local.format("%-d %b %H:%M").to_string(),
        _ => local.format("%-d %b %Y %H:%M").to_string(),
    }
}

/// The head's date and time: `Thu 21 Jan 2027 02:14 CST`.
pub fn long(at: Moment, zone: Zone) -> String {
    time_words::moment(at, zone)
}

/// Where a duty stands, in words: `owed, 3 h 12 min left`, `told 01:31`, `late by 35 min`.
///
/// What the views say of lateness and what the present says may differ for a moment; the worse wins.
pub fn standing(
    state: DutyState,
    due: Option<Moment>,
    done: Option<Moment>,
    now: Moment,
    zone: Zone,
) -> String {
    let done_at = || done.map_or(String::new(), |at| format!(" {}", time(at, now, zone)));
    match state {
        DutyState::Told => format!("told{}", done_at()),
        DutyState::Confirmed => format!("confirmed{}", done_at()),
        DutyState::LateButTold => match (due, done) {
            (Some(due), Some(at)) => match time_words::late_by(due, at) {
                Some(late) => format!("late but told{}, {late}", done_at()),
                None => format!("late but told{}", done_at()),
            },
            _ => format!("late but told{}", done_at()),
        },
        DutyState::Waiting => "waiting".to_owned(),
        DutyState::NotApplicable => "not applicable".to_owned(),
        DutyState::Owed | DutyState::Claimed | DutyState::Tried | DutyState::Late => {
            // At 80 columns half a line must hold the word and the whole time left; time left says "owed".
            let word = match state {
                DutyState::Claimed => "only claimed",
                DutyState::Tried => "tried, owed",
                _ => "owed",
            };
            match due {
                Some(due) if now > due => {
                    let tried = match state {
                        DutyState::Tried => ", tried",
                        DutyState::Claimed => ", only claimed",
                        _ => "",
                    };
                    format!("{}{tried}", time_words::left(due, now))
                }
                Some(due) => format!("{word}, {}", time_words::left(due, now)),
                None if state == DutyState::Late => "late".to_owned(),
                None => format!("{word} promptly, no hour set"),
            }
        }
    }
}

/// The state as it is at this moment: owed turns late without a word from the desk.
pub fn state_now(state: DutyState, due: Option<Moment>, now: Moment) -> DutyState {
    if state.is_open() && due.is_some_and(|due| now > due) {
        DutyState::Late
    } else {
        state
    }
}

/// The ink of a state.
pub fn ink(state: DutyState) -> Ink {
    match state {
        DutyState::Late => Ink::Late,
        DutyState::Owed | DutyState::Claimed | DutyState::Tried => Ink::Owed,
        _ => Ink::Plain,
    }
}

/// A clock of a board row or a head, with its name: shape, ink and words.
pub fn clock(name: &str, clock: &ClockView, now: Moment, zone: Zone) -> (DutyState, String) {
    let state = state_now(clock.state, clock.due, now);
    let words = standing(clock.state, clock.due, clock.done, now, zone);
    (state, format!("{name} {words}"))
}

/// A duty without its title: where it stands, what it waits on, what is still missing.
pub fn duty(duty: &Duty, now: Moment, zone: Zone) -> (DutyState, String) {
    let state = state_now(duty.state, duty.due, now);
    let mut words = standing(duty.state, duty.due, duty.done, now, zone);
    if duty.state == DutyState::Waiting
        && let Some(on) = &duty.waiting_on
    {
        words = format!("waiting on {on}");
    }
    if duty.state == DutyState::NotApplicable
        && let Some(because) = &duty.because
    {
        words = format!("not applicable: {because}");
    }
    if let Some(owed) = &duty.still_owed {
        words.push_str(&format!(", {owed} owed"));
    }
    if state.is_open()
        && let Some(again) = duty.again_at
    {
        words.push_str(&format!(", again at {}", time(again, now, zone)));
    }
    if duty.reminder {
        words.push_str(" (agency reminder, not law)");
    }
    (state, words)
}

/// Draws a shape and words; the columns used.
pub fn put(canvas: &mut Canvas, x: u16, y: u16, width: u16, state: DutyState, words: &str) -> u16 {
    let ink = ink(state);
    let shape = canvas.glyphs().duty(state);
    canvas.put(x, y, width.min(1), shape, ink);
    2 + canvas.put(x + 2, y, width.saturating_sub(2), words, ink)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::when::{HOUR, MINUTE};

    const NOW: Moment = Moment(1_800_000_000_000_000);

    fn owed(left: i64) -> String {
        standing(DutyState::Owed, Some(NOW.plus(left)), None, NOW, Zone::UTC)
    }

    #[test]
    fn owed_and_late_in_words() {
        for (left, expected) in [
            (24 * HOUR, "owed, 24 h 0 min left"),
            (3 * HOUR + 12 * MINUTE, "owed, 3 h 12 min left"),
            (HOUR - 1, "owed, 59 min left"),
            (MINUTE - 1, "owed, less than 1 min left"),
            (0, "owed, due now"),
            (-1, "late by 1 min"),
            (-35 * MINUTE, "late by 35 min"),
            (-100 * HOUR, "late by 4 d 4 h 0 min"),
        ] {
            assert_eq!(owed(left), expected);
        }
    }

    #[test]
    fn no_two_states_read_the_same() {
        let states = [
            DutyState::Waiting,
            DutyState::Owed,
            DutyState::Claimed,
            DutyState::Tried,
            DutyState::Told,
            DutyState::Confirmed,
            DutyState::Late,
            DutyState::LateButTold,
            DutyState::NotApplicable,
        ];
        for due in [None, Some(NOW.plus(HOUR)), Some(NOW.plus(-HOUR))] {
            let mut words: Vec<_> = states
                .iter()
                .filter(|state| {
                    // Past due, owed is late; before it, nothing is.
                    !matches!((due, state), (Some(due), DutyState::Owed) if due < NOW)
                        && !matches!((due, state), (Some(due), DutyState::Late) if due > NOW)
                })
                .map(|state| standing(*state, due, Some(NOW), NOW, Zone::UTC))
                .collect();
            let count = words.len();
            words.sort();
            words.dedup();
            assert_eq!(words.len(), count, "{words:?}");
        }
    }
}
