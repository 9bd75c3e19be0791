//! The grammar of days: `4/12`, `2027-03-14`, `12 Apr`, `last friday`, `yesterday`.

use chrono::{NaiveDate, Weekday};

use super::lex::Token;
use super::said::{Day, Part, part};

fn weekday(word: &str) -> Option<Weekday> {
    let known = matches!(
        word,
        "mon"
            | "tue"
            | "tues"
            | "wed"
            | "thu"
            | "thur"
            | "thurs"
            | "fri"
            | "sat"
            | "sun"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
    );
    known.then(|| word.get(..3)?.parse().ok()).flatten()
}

/// The number of a month by its name: `apr`, `april`, `sept`.
pub(crate) fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word.len() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|month| month.starts_with(word))?;
    u32::try_from(at + 1).ok()
}

pub(super) fn number(
    tokens: &[Token],
    i: usize,
    digits: std::ops::RangeInclusive<usize>,
) -> Option<u32> {
    let text = tokens.get(i)?.digits()?;
    digits.contains(&text.len()).then(|| text.parse().ok())?
}

/// A year of four digits, or two that mean this century.
fn year(tokens: &[Token], i: usize) -> Option<i32> {
    let text = tokens.get(i)?.digits()?;
    let value: i32 = text.parse().ok()?;
    match text.len() {
        2 => Some(2000 + value),
        4 if (1900..2200).contains(&value) => Some(value),
        _ => None,
    }
}

type DayRead = (Day, Option<Part>, bool, usize);

pub(super) fn day(tokens: &[Token], i: usize) -> Option<DayRead> {
    let word = |n: usize| tokens.get(n).and_then(Token::word);
    let mark = |n: usize, c: char| tokens.get(n).is_some_and(|t| t.is(c));
    if let Some(first) = word(i) {
        let plain = |day: Day, used: usize| Some((day, None, false, i + used));
        return match (first, word(i + 1)) {
            ("today", _) => plain(Day::Today, 1),
            ("tonight", _) => plain(Day::Tonight, 1),
            ("yesterday", _) => plain(Day::Back(1), 1),
            ("tomorrow", _) => plain(Day::Ahead(1), 1),
            ("last", Some("night")) => plain(Day::LastNight, 2),
            ("last", Some("evening")) => Some((Day::Back(1), Some(Part::Evening), false, i + 2)),
            ("this", Some(next)) => match (part(next), weekday(next)) {
                (Some(Part::Night), _) => plain(Day::Tonight, 2),
                (Some(part), _) => Some((Day::Today, Some(part), false, i + 2)),
                (_, Some(weekday)) => plain(Day::Weekday(weekday), 2),
                _ => None,
            },
            ("last", Some(next)) => plain(Day::LastWeekday(weekday(next)?), 2),
            ("next", Some(next)) => plain(Day::Weekday(weekday(next)?), 2),
            ("day", Some("before")) if word(i + 2) == Some("yesterday") => plain(Day::Back(2), 3),
            (first, _) => {
                if let Some(weekday) = weekday(first) {
                    // "Fri 12 Mar": the date that follows says it all.
                    let dot = usize::from(mark(i + 1, '.'));
                    return match day(tokens, i + 1 + dot) {
                        Some(dated @ (Day::On(_) | Day::Yearless(..), ..)) => Some(dated),
                        _ => plain(Day::Weekday(weekday), 1),
                    };
                }
                month_first(tokens, i)
            }
        };
    }
    // 2027-03-14
    if let (Some(y), Some(m), Some(d)) = (
        number(tokens, i, 4..=4),
        number(tokens, i + 2, 1..=2),
        number(tokens, i + 4, 1..=2),
    ) && ((mark(i + 1, '-') && mark(i + 3, '-')) || (mark(i + 1, '/') && mark(i + 3, '/')))
    {
        let date = NaiveDate::from_ymd_opt(i32::try_from(y).ok()?, m, d)?;
        return Some((Day::On(date), None, true, i + 5));
    }
    // 20270314
    if let Some(n) = number(tokens, i, 8..=8) {
        let date =
            NaiveDate::from_ymd_opt(i32::try_from(n / 10_000).ok()?, n / 100 % 100, n % 100)?;
        return Some((Day::On(date), None, true, i + 1));
    }
    let m = number(tokens, i, 1..=2)?;
    // 4/12, 4/12/2027, 4-12-2027
    if let Some(d) = number(tokens, i + 2, 1..=2) {
        let slash = mark(i + 1, '/');
        if (slash && mark(i + 3, '/')) || (mark(i + 1, '-') && mark(i + 3, '-')) {
            let date = NaiveDate::from_ymd_opt(year(tokens, i + 4)?, m, d)?;
            return Some((Day::On(date), None, false, i + 5));
        }
        if slash {
            return month_day(m, d, i + 3);
        }
    }
    day_first(tokens, i)
}

fn month_day(m: u32, d: u32, next: usize) -> Option<DayRead> {
    // 2024 is a leap year, so that 29 February may be said.
    NaiveDate::from_ymd_opt(2024, m, d)?;
    Some((Day::Yearless(m, d), None, false, next))
}

/// `12 Apr`, `12th of April 2027`.
fn day_first(tokens: &[Token], i: usize) -> Option<DayRead> {
    let word = |n: usize| tokens.get(n).and_then(Token::word);
    let d = number(tokens, i, 1..=2)?;
    let mut at = i + 1;
    while matches!(word(at), Some("st" | "nd" | "rd" | "th" | "of")) {
        at += 1;
    }
    let m = month(word(at)?)?;
    dated(tokens, m, d, at + 1)
}

/// `Apr 12`, `April 12th, 2027`.
fn month_first(tokens: &[Token], i: usize) -> Option<DayRead> {
    let m = month(tokens.get(i)?.word()?)?;
    let dot = usize::from(tokens.get(i + 1).is_some_and(|t| t.is('.')));
    let d = number(tokens, i + 1 + dot, 1..=2)?;
    let mut at = i + 2 + dot;
    if matches!(
        tokens.get(at).and_then(Token::word),
        Some("st" | "nd" | "rd" | "th")
    ) {
        at += 1;
    }
    dated(tokens, m, d, at)
}

fn dated(tokens: &[Token], m: u32, d: u32, at: usize) -> Option<DayRead> {
    let four = tokens
        .get(at)
        .and_then(Token::digits)
        .is_some_and(|text| text.len() == 4);
    // "12 Apr 2140" is a quarter past nine and more only when it cannot be a year of our time.
    match (four, year(tokens, at)) {
        (true, Some(year)) if (2000..2100).contains(&year) => Some((
            Day::On(NaiveDate::from_ymd_opt(year, m, d)?),
            None,
            false,
            at + 1,
        )),
        _ => month_day(m, d, at),
    }
}
