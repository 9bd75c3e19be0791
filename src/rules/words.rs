//! Instants and spans in words, the same everywhere a clock is explained.

use crate::record::when::{HOUR, MINUTE};
use crate::record::{Moment, Zone};

/// A moment with day name, date, year, time and zone: `Tue 2027-02-09 01:12 EST`.
pub fn at(moment: Moment, zone: Zone) -> String {
    let local = zone.local(moment);
    let seconds = if moment.0.rem_euclid(MINUTE) == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    format!(
        "{} {} {}",
        local.format("%a %Y-%m-%d"),
        local.format(seconds),
        local.format("%Z")
    )
}

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

/// A length of time, rounded down to the minute: `3 h 12 min`, `35 min`, `2 d 4 h`.
pub fn length(micros: i64) -> String {
    let minutes = micros.max(0) / MINUTE;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "less than a minute".into(),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) if hours < 72 => format!("{hours} h {minutes} min"),
        (hours, _) => format!("{} d {} h", hours / 24, hours % 24),
    }
}

/// How much is left until `due`, or by how much it is late: `3 h 12 min left`, `late by 35 min`.
///
/// Time left is rounded down and lateness is never rounded to nothing.
pub fn left(due: Moment, now: Moment) -> String {
    let left = due.since(now);
    if left < 0 {
        format!("late by {}", length(-left))
    } else {
        format!("{} left", length(left))
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
    fn time_left_is_rounded_down_and_lateness_is_said() {
        let due = Moment(10 * HOUR);
        for (now, words) in [
            (Moment(10 * HOUR - 192 * MINUTE), "3 h 12 min left"),
            (Moment(10 * HOUR - 192 * MINUTE + 1), "3 h 11 min left"),
            (due, "less than a minute left"),
            (due.plus(1), "late by less than a minute"),
            (due.plus(35 * MINUTE), "late by 35 min"),
            (due.plus(-80 * HOUR), "3 d 8 h left"),
        ] {
            assert_eq!(left(due, now), words);
        }
    }

    #[test]
    fn a_moment_is_said_with_day_year_and_zone() {
        let zone: Zone = "America/New_York".parse().unwrap();
        let moment =
            Moment::of(&chrono::DateTime::parse_from_rfc3339("2027-02-09T01:12:00-05:00").unwrap());
        assert_eq!(at(moment, zone), "Tue 2027-02-09 01:12 EST");
        assert_eq!(rfc3339(moment, zone), "2027-02-09T01:12:00-05:00");
    }
}
