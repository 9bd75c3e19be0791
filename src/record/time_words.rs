//! Time in words: how long is left, how late, how long ago, and instants as people read them.
//!
//! Rounding never flatters. Time left is cut to whole minutes, lateness counts the minute begun:
//! 59 seconds before the hour reads *less than 1 min left*, one second after it *late by 1 min*.

use super::when::{HOUR, Instant, MINUTE, Moment, Precision, Zone};

const SECOND: i64 = 1_000_000;
/// Up to so many hours a length of time is told in hours; beyond it, in days and hours.
const MOST_HOURS: i64 = 72;

/// A length of time cut to whole minutes: `46 min`, `3 h 12 min`, `71 h 5 min`, `4 d 2 h 10 min`.
pub fn elapsed(micros: i64) -> String {
    minutes(micros.max(0) / MINUTE)
}

fn minutes(minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match hours {
        0 => format!("{rest} min"),
        hours if hours <= MOST_HOURS => format!("{hours} h {rest} min"),
        hours => format!("{} d {} h {rest} min", hours / 24, hours % 24),
    }
}

/// Where `now` stands to a deadline: `3 h 12 min left`, `less than 1 min left`, `due now`, `late by 35 min`.
pub fn left(due: Moment, now: Moment) -> String {
    match due.since(now) {
        0 => "due now".to_owned(),
        late @ ..0 => format!("late by {}", minutes(begun(late))),
        short @ ..MINUTE if short > 0 => "less than 1 min left".to_owned(),
        rest => format!("{} left", elapsed(rest)),
    }
}

/// As [`left`], but under a minute in seconds: `42 s left`, cut to whole seconds.
pub fn left_to_the_second(due: Moment, now: Moment) -> String {
    match due.since(now) {
        rest @ 1..MINUTE => format!("{} s left", rest / SECOND),
        _ => left(due, now),
    }
}

/// How late something was that was done at `done`: `late by 35 min`; `None` when it was in time.
pub fn late_by(due: Moment, done: Moment) -> Option<String> {
    (done > due).then(|| left(due, done))
}

/// Minutes begun in a negative length of time.
fn begun(late: i64) -> i64 {
    let late = late.saturating_neg();
    late / MINUTE + i64::from(late % MINUTE > 0)
}

/// How far a moment lies from now: `4 h 35 min ago`, `in 20 min`, `now`.
pub fn distance(at: Moment, now: Moment) -> String {
    match now.since(at) {
        gone if gone.abs() < MINUTE => "now".to_owned(),
        gone if gone > 0 => format!("{} ago", elapsed(gone)),
        ahead => format!("in {}", elapsed(ahead.saturating_neg())),
    }
}

/// Weekday, date, 24-hour time and zone: `Tue 9 Feb 2027 01:12 EST`.
pub fn moment(at: Moment, zone: Zone) -> String {
    format!(
        "{} {}",
        zone.local(at).format("%a %-d %b %Y %H:%M"),
        zone.abbreviation(at)
    )
}

/// The 24-hour time alone: `01:12`.
pub fn clock(at: Moment, zone: Zone) -> String {
    zone.local(at).format("%H:%M").to_string()
}

/// Weekday and date alone: `Tue 9 Feb 2027`.
pub fn day(at: Moment, zone: Zone) -> String {
    zone.local(at).format("%a %-d %b %Y").to_string()
}

/// Time of day as both clocks show it: `21:40 (9:40 pm)`.
fn both_clocks(at: Moment, zone: Zone) -> String {
    zone.local(at).format("%H:%M (%-I:%M %P)").to_string()
}

/// An instant with its precision, in the zone in which it was spoken.
///
/// `about Fri 20 Nov 2026 21:00 EST`; `between … and …`; an unsettled reading names both.
pub fn instant(instant: &Instant) -> String {
    precise(instant, instant.zone)
}

/// An instant with its precision, in another zone (the desk's, the receiver's).
pub fn precise(instant: &Instant, zone: Zone) -> String {
    let at = moment(instant.at, zone);
    match instant.precision {
        Precision::Exact => at,
        Precision::About => format!("about {at}"),
        Precision::Between { until } if day(instant.at, zone) == day(until, zone) => format!(
            "between {} {} and {} {}",
            zone.local(instant.at).format("%a %-d %b %Y %H:%M"),
            zone.abbreviation(instant.at),
            clock(until, zone),
            zone.abbreviation(until)
        ),
        Precision::Between { until } => format!("between {at} and {}", moment(until, zone)),
        Precision::Either { or } => format!(
            "{at} or {} {} (not settled; the earlier governs)",
            clock(or, zone),
            zone.abbreviation(or)
        ),
    }
}

/// What is shown under a typed time: `Fri 20 Nov 2026 21:40 (9:40 pm) EST · 4 h 35 min ago`.
pub fn echo(heard: &Instant, now: Moment) -> String {
    let zone = heard.zone;
    let far = distance(heard.at, now);
    match heard.precision {
        Precision::Exact | Precision::About => {
            let about = if heard.precision == Precision::About {
                "about "
            } else {
                ""
            };
            format!(
                "{about}{} {} {} · {far}",
                day(heard.at, zone),
                both_clocks(heard.at, zone),
                zone.abbreviation(heard.at)
            )
        }
        Precision::Between { .. } | Precision::Either { .. } => {
            format!("{} · {far}", precise(heard, zone))
        }
    }
}

/// `left`, `late`, `ago` and the rest never disagree about an hour.
const _: () = assert!(HOUR == 60 * MINUTE);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::of(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
    }
    fn new_york() -> Zone {
        "America/New_York".parse().unwrap()
    }

    #[test]
    fn rounding_never_flatters() {
        let due = Moment(100 * HOUR);
        for (now, expected) in [
            (due.plus(-(3 * HOUR + 12 * MINUTE)), "3 h 12 min left"),
            (
                due.plus(-(3 * HOUR + 12 * MINUTE + 59 * SECOND)),
                "3 h 12 min left",
            ),
            (due.plus(-(72 * HOUR)), "72 h 0 min left"),
            (due.plus(-(73 * HOUR + 5 * MINUTE)), "3 d 1 h 5 min left"),
            (due.plus(-59 * SECOND), "less than 1 min left"),
            (due.plus(-MINUTE), "1 min left"),
            (due, "due now"),
            (due.plus(1), "late by 1 min"),
            (due.plus(35 * MINUTE), "late by 35 min"),
            (due.plus(35 * MINUTE + 1), "late by 36 min"),
            (due.plus(26 * HOUR), "late by 26 h 0 min"),
        ] {
            assert_eq!(left(due, now), expected);
        }
        assert_eq!(
            left_to_the_second(due, due.plus(-42 * SECOND - 1)),
            "42 s left"
        );
        assert_eq!(late_by(due, due), None);
        assert_eq!(
            left(Moment(i64::MIN), Moment(i64::MAX)).split(' ').next(),
            Some("late")
        );
    }

    #[test]
    fn an_instant_says_weekday_date_clock_and_zone() {
        let got = at("2027-02-09T01:12:00-05:00");
        assert_eq!(moment(got, new_york()), "Tue 9 Feb 2027 01:12 EST");
        let heard = Instant::exact(at("2026-11-20T21:40:00-05:00"), new_york());
        assert_eq!(
            echo(&heard, at("2026-11-21T02:15:00-05:00")),
            "Fri 20 Nov 2026 21:40 (9:40 pm) EST · 4 h 35 min ago"
        );
        let either = Instant {
            precision: Precision::Either {
                or: at("2027-11-07T01:20:00-05:00"),
            },
            ..Instant::exact(at("2027-11-07T01:20:00-04:00"), new_york())
        };
        assert_eq!(
            instant(&either),
            "Sun 7 Nov 2027 01:20 EDT or 01:20 EST (not settled; the earlier governs)"
        );
    }

    #[test]
    fn a_night_of_46_minutes() {
        let (from, to) = (
            at("2027-02-09T01:12:00-05:00"),
            at("2027-02-09T01:58:00-05:00"),
        );
        assert_eq!(elapsed(to.since(from)), "46 min");
        assert_eq!(distance(from, to), "46 min ago");
        assert_eq!(distance(to, from), "in 46 min");
        assert_eq!(distance(to, to.plus(30 * SECOND)), "now");
    }

    proptest::proptest! {
        #[test]
        fn time_left_is_never_told_longer_than_it_is(rest in 1i64..1000 * HOUR) {
            let words = left(Moment(rest), Moment(0));
            let mut told = 0;
            let parts: Vec<&str> = words.split(' ').collect();
            for pair in parts.windows(2) {
                if let Ok(n) = pair[0].parse::<i64>() {
                    told += n * match pair[1] { "d" => 24 * HOUR, "h" => HOUR, _ => MINUTE };
                }
            }
            proptest::prop_assert!(words.starts_with("less") || (told <= rest && rest - told < MINUTE), "{words}");
        }
    }
}
