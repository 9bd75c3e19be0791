//! What rules add to the words for time: a rule's own length, and the form for other systems.

use crate::record::when::{HOUR, MINUTE};
use crate::record::{Moment, Zone};

pub use crate::record::time_words::{elapsed as length, left, moment as at};

/// An RFC 3339 form with the offset of the zone on that day, to the second, to the microsecond where it has some.
pub fn rfc3339(moment: Moment, zone: Zone) -> String {
    zone.local(moment)
        .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
}

/// A duration of a rule: `24 hours`, `30 minutes`, `7 days`.
pub fn span(micros: i64) -> String {
    let one_or_many = |count: i64, one: &str| {
        if count == 1 {
            format!("1 {one}")
        } else {
            format!("{count} {one}s")
        }
    };
    if micros % (24 * HOUR) == 0 && micros >= 48 * HOUR {
        one_or_many(micros / (24 * HOUR), "day")
    } else if micros % HOUR == 0 {
        one_or_many(micros / HOUR, "hour")
    } else {
        one_or_many(micros / MINUTE, "minute")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_as_people_say_them() {
        for (micros, words) in [
            (24 * HOUR, "24 hours"),
            (HOUR, "1 hour"),
            (30 * MINUTE, "30 minutes"),
            (7 * 24 * HOUR, "7 days"),
        ] {
            assert_eq!(span(micros), words);
        }
    }

    #[test]
    fn a_moment_is_said_with_day_year_and_zone() {
        let zone: Zone = "America/New_York".parse().unwrap();
        let moment =
            Moment::of(&chrono::DateTime::parse_from_rfc3339("2027-02-09T01:12:00-05:00").unwrap());
        assert_eq!(at(moment, zone), "Tue 9 Feb 2027 01:12 EST");
        assert_eq!(rfc3339(moment, zone), "2027-02-09T01:12:00-05:00");
    }
}
