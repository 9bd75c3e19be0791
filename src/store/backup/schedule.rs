//! When a backup is due and which are kept: pure, by times alone.

use std::collections::BTreeSet;

use crate::record::Moment;
use crate::record::when::{HOUR, MINUTE};

/// How long a change waits for its backup, unless the desk is set otherwise.
pub const EVERY: i64 = 15 * MINUTE;
/// A desk that has just started does other things first.
pub const BREATH: i64 = MINUTE;

/// What the desk's setting says: so many minutes, `Some(None)` for never; `None` when it says neither.
pub fn minutes(setting: &str) -> Option<Option<i64>> {
    match setting.trim() {
        "off" => Some(None),
        number => {
            let minutes: i64 = number.parse().ok()?;
            (5..=1440)
                .contains(&minutes)
                .then_some(Some(minutes * MINUTE))
        }
    }
}

/// So many are kept, of each stretch of time the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// How long a stretch is, in microseconds; 0 takes each as it is.
    pub stretch: i64,
    /// How many stretches that have a backup.
    pub most: usize,
    /// In words.
    pub words: &'static str,
}

/// How backups thin out as they age. What any row keeps is kept; the newest always is.
pub const KEPT: [Kept; 3] = [
    Kept {
        stretch: 0,
        most: 8,
        words: "the last 8",
    },
    Kept {
        stretch: 24 * HOUR,
        most: 14,
        words: "one a day for 14 days",
    },
    Kept {
        stretch: 7 * 24 * HOUR,
        most: 8,
        words: "one a week for 8 weeks",
    },
];

/// Those that no row keeps any more.
pub fn superfluous(all: &[Moment]) -> Vec<Moment> {
    let mut newest: Vec<Moment> = all.to_vec();
    newest.sort_unstable();
    newest.reverse();
    let mut kept = BTreeSet::new();
    for row in KEPT {
        let mut stretches = BTreeSet::new();
        for at in &newest {
            let stretch = match row.stretch {
                0 => at.0,
                long => at.0.div_euclid(long),
            };
            if stretches.len() < row.most && stretches.insert(stretch) {
                kept.insert(*at);
            }
        }
    }
    newest.retain(|at| !kept.contains(at));
    newest
}

/// When the next is due: so long after the first change that is in none, and so long after a try that failed.
/// `None` while there is no such change.
pub fn due(
    unsaved_since: Option<Moment>,
    tried: Option<Moment>,
    started: Moment,
    every: i64,
) -> Option<Moment> {
    let from = unsaved_since?.max(tried.unwrap_or(Moment(i64::MIN)));
    Some(from.plus(every).max(started.plus(BREATH)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 24 * HOUR;

    #[test]
    fn a_quiet_desk_owes_none_and_a_change_waits_its_time() {
        let at = |minutes: i64| Moment(minutes * MINUTE);
        assert_eq!(due(None, None, at(0), EVERY), None);
        assert_eq!(due(Some(at(5)), None, at(0), EVERY), Some(at(20)));
        // A failed try is repeated, not at once.
        assert_eq!(due(Some(at(5)), Some(at(20)), at(0), EVERY), Some(at(35)));
        // Long overdue at a start: after a breath.
        assert_eq!(due(Some(at(5)), None, at(900), EVERY), Some(at(901)));
    }

    #[test]
    fn a_year_of_quarter_hours_thins_out_to_the_table() {
        let mut all: Vec<Moment> = Vec::new();
        for n in 0..365 * 96 {
            all.push(Moment(n * 15 * MINUTE));
            let gone: BTreeSet<Moment> = superfluous(&all).into_iter().collect();
            all.retain(|at| !gone.contains(at));
        }
        let last = *all.last().unwrap();
        assert!(all.len() <= 8 + 14 + 8, "{}", all.len());
        for days in 0..13 {
            let (from, to) = ((days + 1) * DAY, days * DAY);
            assert!(
                all.iter()
                    .any(|at| (to..from + DAY).contains(&last.since(*at))),
                "none of {days} days ago"
            );
        }
        assert!(last.since(all[0]) >= 6 * 7 * DAY, "weeks back");
        assert!(last.since(all[0]) <= 9 * 7 * DAY, "and not for ever");
    }

    proptest! {
        #[test]
        fn the_newest_stays_and_twice_is_once(times in prop::collection::vec(0..400 * DAY, 1..200)) {
            let all: Vec<Moment> = times.into_iter().map(Moment).collect();
            let gone = superfluous(&all);
            let left: Vec<Moment> = all.iter().copied().filter(|at| !gone.contains(at)).collect();
            prop_assert!(left.contains(all.iter().max().unwrap()));
            prop_assert!(superfluous(&left).is_empty());
            let last: BTreeSet<Moment> = all.iter().copied().collect();
            for at in last.iter().rev().take(8) {
                prop_assert!(left.contains(at));
            }
        }
    }
}
