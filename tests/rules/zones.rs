//! Every zone of the United States and its territories, against an independent model of plain integers.

use porchlight::codec::v1::pack::federal;
use porchlight::record::case::Whole;
use porchlight::record::{Instant, Moment, Zone};
use porchlight::rules::clocks::suppose;
use porchlight::rules::{duties_brief, words};

/// Cases in a run. Printed, so that a reduced run cannot pass for a full one.
const CASES: u64 = 100_000;

/// Every IANA zone of the 50 states, the District and the territories, older names included: hours east of UTC
/// in winter, and whether clocks change.
const ZONES: &[(&str, i64, bool)] = &[
    ("America/New_York", -5, true),
    ("America/Detroit", -5, true),
    ("America/Kentucky/Louisville", -5, true),
    ("America/Kentucky/Monticello", -5, true),
    ("America/Indiana/Indianapolis", -5, true),
    ("America/Indiana/Vincennes", -5, true),
    ("America/Indiana/Winamac", -5, true),
    ("America/Indiana/Marengo", -5, true),
    ("America/Indiana/Petersburg", -5, true),
    ("America/Indiana/Vevay", -5, true),
    ("US/Eastern", -5, true),
    ("US/Michigan", -5, true),
    ("US/East-Indiana", -5, true),
    ("America/Louisville", -5, true),
    ("America/Indianapolis", -5, true),
    ("America/Fort_Wayne", -5, true),
    ("America/Indiana/Tell_City", -6, true),
    ("America/Indiana/Knox", -6, true),
    ("America/Chicago", -6, true),
    ("America/Menominee", -6, true),
    ("America/North_Dakota/Center", -6, true),
    ("America/North_Dakota/New_Salem", -6, true),
    ("America/North_Dakota/Beulah", -6, true),
    ("US/Central", -6, true),
    ("US/Indiana-Starke", -6, true),
    ("America/Knox_IN", -6, true),
    ("America/Denver", -7, true),
    ("America/Boise", -7, true),
    ("US/Mountain", -7, true),
    ("America/Shiprock", -7, true),
    ("America/Phoenix", -7, false),
    ("US/Arizona", -7, false),
    ("America/Los_Angeles", -8, true),
    ("US/Pacific", -8, true),
    ("America/Anchorage", -9, true),
    ("America/Juneau", -9, true),
    ("America/Sitka", -9, true),
    ("America/Metlakatla", -9, true),
    ("America/Yakutat", -9, true),
    ("America/Nome", -9, true),
    ("US/Alaska", -9, true),
    ("America/Adak", -10, true),
    ("US/Aleutian", -10, true),
    ("Pacific/Honolulu", -10, false),
    ("US/Hawaii", -10, false),
    ("America/Puerto_Rico", -4, false),
    ("America/St_Thomas", -4, false),
    ("Pacific/Guam", 10, false),
    ("Pacific/Saipan", 10, false),
    ("Pacific/Pago_Pago", -11, false),
    ("Pacific/Midway", -11, false),
    ("US/Samoa", -11, false),
    ("Pacific/Wake", 12, false),
];

/// Microseconds in an hour.
const HOUR: i64 = 3_600_000_000;

/// A small generator of our own, so that a failing case can be told by its number.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// Days since 1970-01-01 of a civil date: no library, only integers.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Reads `2027-03-14T23:40:00.000001-05:00` into microseconds UTC, by hand.
fn micros(text: &str) -> i64 {
    let number = |from: usize, to: usize| text[from..to].parse::<i64>().unwrap();
    let (mut at, mut fraction) = (19, 0);
    if text.as_bytes()[at] == b'.' {
        let digits: String = text[at + 1..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        at += 1 + digits.len();
        fraction = format!("{digits:0<6}").parse().unwrap();
    }
    let sign = if text.as_bytes()[at] == b'-' { -1 } else { 1 };
    let offset = sign * (number(at + 1, at + 3) * 3600 + number(at + 4, at + 6) * 60);
    let seconds = days(number(0, 4), number(5, 7), number(8, 10)) * 86_400
        + number(11, 13) * 3600
        + number(14, 16) * 60
        + number(17, 19);
    (seconds - offset) * 1_000_000 + fraction
}

/// Days since 1970-01-01 of the n-th Sunday of a month.
fn sunday(year: i64, month: i64, nth: i64) -> i64 {
    let first = days(year, month, 1);
    // 1970-01-01 was a Thursday; Sunday is 3 days later.
    first + (3 - first).rem_euclid(7) + (nth - 1) * 7
}

/// Minutes east of UTC at an instant by the law as it stands since 2007: from the second Sunday of March to the
/// first of November, changing at 02:00 by the clock that runs until then.
fn offset(utc: i64, winter: i64, changes: bool) -> i64 {
    if !changes {
        return winter * 60;
    }
    let local = utc + winter * HOUR;
    let year = (1970..2100)
        .rev()
        .find(|year| days(*year, 1, 1) * 24 * HOUR <= local)
        .unwrap();
    let summer = sunday(year, 3, 2) * 24 * HOUR + 2 * HOUR..sunday(year, 11, 1) * 24 * HOUR + HOUR;
    (winter + i64::from(summer.contains(&local))) * 60
}

/// Minutes east of UTC as a time ends with them.
fn east(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Instants near which clocks change: the second Sunday of March and the first of November, 02:00 local.
fn near_a_change(dice: &mut Dice, year: i64) -> i64 {
    let day = if dice.below(2) == 0 {
        sunday(year, 3, 2)
    } else {
        sunday(year, 11, 1)
    };
    let spread = i64::try_from(dice.below(60 * 3600 * 1_000_000)).unwrap();
    day * 24 * HOUR - 30 * HOUR + spread
}

#[test]
fn no_zone_and_no_night_makes_a_deadline_later_than_it_is() {
    let packs = [federal().unwrap()];
    let zones: Vec<(Zone, i64, bool)> = ZONES
        .iter()
        .map(|(name, winter, changes)| (name.parse().unwrap(), *winter, *changes))
        .collect();
    let mut dice = Dice(0x0070_6F72_6368);
    let mut checked = 0;
    for case in 0..CASES {
        let (zone, winter, changes) =
            zones[usize::try_from(dice.below(zones.len() as u64)).unwrap()];
        let year = 2024 + i64::try_from(dice.below(14)).unwrap();
        let received = if dice.below(2) == 0 {
            near_a_change(&mut dice, year)
        } else {
            days(year, 1, 1) * 24 * HOUR + i64::try_from(dice.below(366 * 86_400_000_000)).unwrap()
        };
        let instant = Instant::exact(Moment(received), zone);
        // What a person or another program reads must be the same instant.
        let said = words::rfc3339(Moment(received), zone);
        assert_eq!(
            micros(&said),
            received,
            "case {case}: {said} in {}",
            zone.name()
        );
        let minutes = i64::from(instant.offset / 60);
        assert_eq!(
            minutes,
            offset(received, winter, changes),
            "case {case}: {said} in {}",
            zone.name()
        );
        let truth = received + 24 * HOUR;
        // On the microsecond before, at, and after.
        let step = i64::try_from(dice.below(3)).unwrap() - 1;
        let (missing, child) = suppose(instant, &[]).unwrap();
        let whole = Whole {
            case: &missing,
            child: &child,
        };
        let found = duties_brief(whole, &packs, Moment(truth + step));
        for id in ["police.report", "ncmec.report"] {
            let duty = found.iter().find(|duty| duty.id == id).unwrap();
            let due = duty.due.unwrap();
            let told = words::rfc3339(due, zone);
            let ends = east(offset(truth, winter, changes));
            assert!(told.ends_with(&ends), "case {case}: {told}");
            assert_eq!(
                micros(&told),
                truth,
                "case {case}: {id} received {said} in {}",
                zone.name()
            );
            assert_eq!(duty.late, step > 0, "case {case}: {id} {step} from due");
        }
        checked += 1;
    }
    println!(
        "{checked} cases in {} zones, none later than true",
        zones.len()
    );
    assert_eq!(checked, CASES);
}
