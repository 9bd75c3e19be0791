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
                match self.model.place {
                    Place::Board => {
                        for row in self.model.board.rows() {
                            past.push(row.received);
                            shown.extend(row.police.due);
                            shown.extend(row.ncmec.due);
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
    use crate::record::time_words::left;

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
}
