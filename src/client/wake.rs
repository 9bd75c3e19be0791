//! When the session must look at the clock again: only when a shown word changes.

use super::app::App;
use super::model::Place;
use crate::record::Moment;
use crate::record::when::MINUTE;

impl App {
    /// The next boot time at which something shown changes or a text must be sent; `None` when nothing will.
    ///
    /// Clocks are shown in whole minutes, so a countdown wakes the session once a minute.
    pub fn next_wake(&self) -> Option<i64> {
        let words = self
            .model
            .now()
            .and_then(|now| {
                // Deadlines count down, the rest tells how long ago something was; so does the wall clock.
                let mut shown: Vec<Moment> = Vec::new();
                let mut past: Vec<Moment> = vec![Moment(0)];
                let mut turning: Vec<Moment> = Vec::new();
                match self.model.place {
                    Place::Board => {
                        // A row takes two lines at least, so none farther away stands on the page. Of those only
                        // the lateness is shown, in the count, and of all the next that is due.
                        let reach = usize::from(self.model.size.1) / 2;
                        let focus = self.model.board.index().unwrap_or(0);
                        let rows = self.model.board.rows();
                        shown.extend(rows.iter().filter_map(|row| row.next.as_ref()?.1).min());
                        for (nth, row) in rows.iter().enumerate() {
                            let dues = [row.police.due, row.ncmec.due].into_iter().flatten();
                            if nth.abs_diff(focus) > reach {
                                turning.extend(dues.filter(|due| *due >= now));
                                continue;
                            }
                            past.push(row.received);
                            shown.extend(dues);
                            shown.extend(row.claim.as_ref().map(|claim| claim.until.plus(-1)));
                        }
                    }
                    Place::Case(_) | Place::Script(..) => {
                        let screen = self.model.front()?;
                        past.extend(screen.key_at);
                        if let Some(view) = &screen.view {
                            past.push(view.received.at);
                            shown.extend(view.duties.iter().filter_map(|duty| duty.due));
                            shown.extend(view.duties.iter().filter_map(|duty| duty.again_at));
                        }
                    }
                }
                let since = |at: Moment| MINUTE - now.since(at).rem_euclid(MINUTE);
                shown
                    .into_iter()
                    .map(|at| to_next_word(at, now))
                    .chain(past.into_iter().map(since))
                    .chain(turning.into_iter().map(|due| due.since(now) + 1))
                    .min()
            })
            .map(|micros| self.boot().saturating_add(micros));
        let echo = self
            .model
            .front()
            .and_then(|screen| screen.edit.as_ref())
            .and_then(|edit| edit.echo.due());
        let ways = self.model.ways_due.filter(|due| *due > self.boot());
        [
            words,
            echo,
            ways,
            self.drafts.due,
            self.here.due,
            self.silence_due(),
            self.door_wake(),
        ]
        .into_iter()
        .flatten()
        .min()
    }
}

/// Microseconds from `now` until the words about `at` change: `3 h 12 min left`, `due now`, `late by 35 min`.
fn to_next_word(at: Moment, now: Moment) -> i64 {
    match at.since(now) {
        // Less than a minute is left: the next word is *due now*.
        left @ 1..MINUTE => left,
        // Time left is rounded down: the word holds until the microsecond after the minute.
        left @ 0.. => left % MINUTE + 1,
        // Lateness is rounded up.
        late => {
            let late = -late;
            (late + MINUTE - 1) / MINUTE * MINUTE + 1 - late
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::app::Msg;
    use crate::codec::v1::keymap::preset;
    use crate::record::time_words::left;
    use crate::record::{CaseId, SafeText, SessionId, Zone};
    use crate::rules::DutyState;
    use crate::wire::view::{BoardRow, ClockView};
    use crate::wire::{BoardView, Message};

    #[test]
    fn the_words_change_exactly_then() {
        for apart in [
            0,
            1,
            MINUTE - 1,
            MINUTE,
            90 * MINUTE + 17,
            -1,
            -MINUTE,
            -35 * MINUTE - 5,
        ] {
            let now = Moment(50 * MINUTE * 60);
            let due = now.plus(apart);
            let wake = to_next_word(due, now);
            assert_eq!(
                left(due, now),
                left(due, now.plus(wake - 1)),
                "{apart}: too late"
            );
            assert_ne!(
                left(due, now),
                left(due, now.plus(wake)),
                "{apart}: too early"
            );
        }
    }

    /// A board of so many rows, whose reports are due as told.
    fn board(dues: &[Moment], now: Moment) -> BoardView {
        let clock = |due| ClockView {
            state: DutyState::Owed,
            due: Some(due),
            done: None,
        };
        let rows = (1..).zip(dues).map(|(n, due)| BoardRow {
            case: CaseId(n),
            number: format!("A-{n:04}"),
            name: SafeText::line("Jordan Reyes"),
            age: None,
            // On the minute, as the wall clock is.
            received: now,
            police: clock(*due),
            ncmec: clock(*due),
            next: Some(("Report to police".to_owned(), Some(*due))),
            blanks: 0,
            claim: None,
            flags: Vec::new(),
        });
        BoardView {
            now,
            zone: Zone::UTC,
            agency: SafeText::line("Night desk"),
            phone24: None,
            practice: false,
            rows: rows.collect(),
            open: dues.len(),
            late: 0,
            within_hour: 0,
            owed: dues.len(),
            trouble: None,
            unset: None,
        }
    }

    #[test]
    fn rows_far_from_the_page_wake_nobody_before_they_are_late() {
        let now = Moment(60_000 * MINUTE);
        let second = 1_000_000;
        let wake = |dues: &[Moment]| {
            let mut app = App::new("T. Okafor", SessionId(7), preset("default").unwrap());
            app.update(Msg::Resize(80, 24));
            let message = Message::Board(board(dues, now));
            app.update(Msg::FromDesk { message, boot: 0 });
            app.next_wake().unwrap()
        };
        // Those on the page turn with the minute; the words about the others would turn sooner.
        let mut dues: Vec<Moment> = (0..150)
            .map(|n| match n {
                0..=12 => now.plus(600 * MINUTE + 40 * second),
                n => now.plus(700 * MINUTE + (20 + n % 10) * second),
            })
            .collect();
        assert_eq!(wake(&dues), 40 * second + 1);
        // Of one that becomes late the count speaks.
        if let Some(last) = dues.last_mut() {
            *last = now.plus(5 * second);
        }
        assert_eq!(wake(&dues), 5 * second);
        dues[149] = now.plus(600 * MINUTE + 30 * second);
        assert_eq!(wake(&dues), 30 * second + 1, "the next of all is spoken of");
    }
}
