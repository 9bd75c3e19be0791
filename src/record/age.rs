//! Ages and birthdays. Age is a matter of the day asked about, never stored.

use chrono::{Months, NaiveDate};

use super::value::PartialDate;
use super::when::{Moment, Zone};

/// The day on which somebody born then reaches an age; where only month or year are known, the earliest it can be.
///
/// Born on 29 February: 1 March in a common year.
pub fn birthday(born: PartialDate, age: u32) -> Option<NaiveDate> {
    let year = born.year.checked_add(i32::try_from(age).ok()?)?;
    let (month, day) = (born.month.unwrap_or(1), born.day.unwrap_or(1));
    NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// The latest day on which that age can be reached.
fn latest_birthday(born: PartialDate, age: u32) -> Option<NaiveDate> {
    let first = birthday(born, age)?;
    let next = match (born.month, born.day) {
        (Some(_), Some(_)) => return Some(first),
        (Some(_), None) => first.checked_add_months(Months::new(1)),
        _ => first.checked_add_months(Months::new(12)),
    };
    next?.pred_opt()
}

/// The moment at which that age is reached: midnight in the zone as the day begins.
pub fn turns(born: PartialDate, age: u32, zone: Zone) -> Option<Moment> {
    birthday(born, age).map(|day| zone.day_begins(day))
}

/// Age on a day in whole years: the youngest and the oldest it can be, equal when the date is known enough.
///
/// `None` before birth.
pub fn range_on(born: PartialDate, day: NaiveDate) -> Option<(u32, u32)> {
    let reached = |of: fn(PartialDate, u32) -> Option<NaiveDate>| {
        let years = (0..200u32)
            .take_while(|age| of(born, *age).is_some_and(|reached| reached <= day))
            .count();
        u32::try_from(years).ok()
    };
    let oldest = reached(birthday)?.checked_sub(1)?;
    let youngest = reached(latest_birthday)?.saturating_sub(1);
    Some((youngest, oldest))
}

/// Age on a day where it is certain.
pub fn on(born: PartialDate, day: NaiveDate) -> Option<u32> {
    range_on(born, day).and_then(|(young, old)| (young == old).then_some(young))
}

/// Age in words: `15`, `15 or 16`; `None` before birth.
pub fn words_on(born: PartialDate, day: NaiveDate) -> Option<String> {
    range_on(born, day).map(|(young, old)| {
        if young == old {
            young.to_string()
        } else {
            format!("{young} or {old}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn born(year: i32, month: Option<u32>, day: Option<u32>) -> PartialDate {
        PartialDate { year, month, day }
    }

    #[test]
    fn age_is_that_of_the_day() {
        for (from, day, words) in [
            (born(2009, Some(6), Some(1)), "2027-05-31", "17"),
            (born(2009, Some(6), Some(1)), "2027-06-01", "18"),
            (born(2009, Some(6), None), "2027-06-15", "17 or 18"),
            (born(2009, Some(6), None), "2027-06-30", "18"),
            (born(2009, Some(6), None), "2027-07-01", "18"),
            (born(2009, None, None), "2027-06-15", "17 or 18"),
            (born(2009, None, None), "2027-12-31", "18"),
            (born(2008, Some(2), Some(29)), "2026-02-28", "17"),
            (born(2008, Some(2), Some(29)), "2026-03-01", "18"),
            (born(2026, Some(9), Some(2)), "2027-04-02", "0"),
            (born(2027, None, None), "2027-04-02", "0"),
        ] {
            assert_eq!(
                words_on(from, day.parse().unwrap()).as_deref(),
                Some(words),
                "{from:?} on {day}"
            );
        }
        assert_eq!(
            words_on(born(2030, None, None), "2027-01-01".parse().unwrap()),
            None
        );
    }

    #[test]
    fn eighteen_comes_at_local_midnight() {
        let kiara = born(2009, Some(6), Some(1));
        let zone: Zone = "America/Chicago".parse().unwrap();
        let at = turns(kiara, 18, zone).unwrap();
        assert_eq!(zone.local(at).to_rfc3339(), "2027-06-01T00:00:00-05:00");
    }
}
