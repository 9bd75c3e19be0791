//! The grammar of spoken times: which day, which hour, which zone somebody named. Resolves nothing.

use chrono::{NaiveDate, Weekday};

use super::lex::Token;
use super::parse::Ctx;
use super::{HOUR, MINUTE, Zone, zone};

/// What was said, in parts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said {
    pub(super) day: Option<Day>,
    pub(super) time: Option<Time>,
    pub(super) part: Option<Part>,
    pub(super) zone: Option<Spoken>,
    /// `about`, `around`, `~`.
    pub(super) about: bool,
    /// `first` is `false`, `second` is `true`.
    pub(super) second: Option<bool>,
    /// `now`, `just now`.
    pub(super) now: bool,
    /// The date came as `2027-03-14`, after which hours are those of the 24-hour clock.
    pub(super) iso: bool,
}

/// A day as named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    On(NaiveDate),
    Yearless(u32, u32),
    Weekday(Weekday),
    LastWeekday(Weekday),
    Back(u64),
    Ahead(u64),
    Today,
    Tonight,
    LastNight,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// Whether an hour of the 24-hour clock lies in it.
    pub(super) fn has(self, hour: u32) -> bool {
        match self {
            Self::Morning => hour < 12,
            Self::Afternoon => (12..19).contains(&hour),
            Self::Evening => (15..24).contains(&hour),
            Self::Night => !(7..17).contains(&hour),
        }
    }
}

/// Which clock an hour was said by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// 24 hours: `2140`, `01:31`, `noon`.
    Whole,
    Am,
    Pm,
    /// `midnight`, which belongs to two days.
    Midnight,
    /// `9:40`: morning or evening.
    Unsaid,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    /// Microseconds of the second; only texts of machines have any.
    pub(super) micro: u32,
    pub(super) clock: Clock,
}

/// A zone as named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken {
    Named(Zone),
    /// With seconds east of UTC.
    Abbreviated(Zone, i32),
    /// Seconds east of UTC and no name.
    Fixed(i32),
}

/// The two ends of `between A and B` or `from A to B`.
pub(super) fn ends(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    let (first, rest) = tokens.split_first()?;
    let joints: &[&str] = match first.word()? {
        "between" | "btw" => &["and"],
        "from" => &["to", "until", "till"],
        _ => return None,
    };
    let joint = rest
        .iter()
        .position(|t| t.word().is_some_and(|w| joints.contains(&w)))?;
    Some((&rest[..joint], &rest[joint + 1..]))
}

// ---- elapsed times ----

/// `2h ago`, `an hour and a half ago`, `in 20 min`: signed microseconds, and whether it was "about".
pub(super) fn elapsed(tokens: &[Token]) -> Option<(i64, bool)> {
    let mut about = false;
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        if !is_about(first) {
            break;
        }
        about = true;
        rest = &rest[1..];
    }
    let (rest, sign) = match rest {
        [body @ .., last] if last.word() == Some("ago") => (body, -1),
        [first, body @ ..] if first.word() == Some("in") => (body, 1),
        [body @ .., from, now] if from.word() == Some("from") && now.word() == Some("now") => {
            (body, 1)
        }
        _ => return None,
    };
    let (micros, rough) = duration(rest)?;
    Some((sign * micros, about || rough))
}

fn unit(word: &str) -> Option<i64> {
    Some(match word {
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "s" | "sec" | "secs" | "second" | "seconds" => 1_000_000,
        "d" | "day" | "days" => 24 * HOUR,
        "w" | "wk" | "week" | "weeks" => 7 * 24 * HOUR,
        _ => return None,
    })
}

/// A length of time; rough when it was counted in days or as "a couple".
fn duration(tokens: &[Token]) -> Option<(i64, bool)> {
    const MOST: i64 = 400 * 24 * HOUR;
    let word = |i: usize| tokens.get(i).and_then(Token::word);
    let (mut i, mut total, mut rough, mut last) = (0, 0i64, false, None);
    while i < tokens.len() {
        if word(i) == Some("and") {
            i += 1;
        }
        // "half an hour", and the "a half" after "an hour and".
        let half_at = if word(i) == Some("a") && word(i + 1) == Some("half") {
            Some(i + 1)
        } else {
            (word(i) == Some("half")).then_some(i)
        };
        if let Some(half) = half_at {
            let next = if matches!(word(half + 1), Some("a" | "an")) {
                half + 2
            } else {
                half + 1
            };
            let (micros, used) = match (word(next).and_then(unit), last) {
                (Some(unit), _) => (unit, next + 1),
                (None, Some(unit)) => (unit, half + 1),
                (None, None) => return None,
            };
            total = total.checked_add(micros / 2)?;
            i = used;
            continue;
        }
        let (thousandths, next) = amount(tokens, i, &mut rough)?;
        let mut unit_at = next;
        let mut value = thousandths;
        if word(next) == Some("and")
            && word(next + 1) == Some("a")
            && word(next + 2) == Some("half")
        {
            value += 500;
            unit_at = next + 3;
        }
        let Some(size) = word(unit_at).and_then(unit) else {
            // "1h30": the minutes after hours need no word.
            if last == Some(HOUR) && unit_at == tokens.len() && value < 60_000 {
                total = total.checked_add(value.checked_mul(MINUTE / 1000)?)?;
                break;
            }
            return None;
        };
        rough |= size > HOUR;
        total = total.checked_add(value.checked_mul(size / 1000)?)?;
        last = Some(size);
        i = unit_at + 1;
    }
    (last.is_some() || total > 0).then_some(())?;
    (total <= MOST).then_some((total, rough))
}

/// An amount in thousandths: `2`, `1.5`, `an`, `a couple of`, `twenty five`.
fn amount(tokens: &[Token], i: usize, rough: &mut bool) -> Option<(i64, usize)> {
    match tokens.get(i)? {
        Token::Digits(digits) => {
            let whole: i64 = digits.parse().ok().filter(|n| *n < 1_000_000)?;
            if tokens.get(i + 1).is_some_and(|t| t.is('.'))
                && let Some(part) = tokens.get(i + 2).and_then(Token::digits)
            {
                let part: String = part.chars().chain("000".chars()).take(3).collect();
                return Some((whole * 1000 + part.parse::<i64>().ok()?, i + 3));
            }
            Some((whole * 1000, i + 1))
        }
        Token::Word(word) if matches!(word.as_str(), "a" | "an") => {
            if tokens.get(i + 1).and_then(Token::word) == Some("couple") {
                *rough = true;
                let of = tokens.get(i + 2).and_then(Token::word) == Some("of");
                return Some((2000, if of { i + 3 } else { i + 2 }));
            }
            Some((1000, i + 1))
        }
        Token::Word(_) => {
            let (value, next) = number_words(tokens, i)?;
            Some((i64::from(value) * 1000, next))
        }
        Token::Mark(_) => None,
    }
}

/// `one` to `fifty nine` in words.
fn number_words(tokens: &[Token], i: usize) -> Option<(u32, usize)> {
    const UP_TO_NINETEEN: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 4] = ["twenty", "thirty", "forty", "fifty"];
    let small = |i: usize| {
        let word = tokens.get(i)?.word()?;
        UP_TO_NINETEEN
            .iter()
            .position(|w| *w == word)
            .and_then(|n| u32::try_from(n).ok())
    };
    if let Some(n) = small(i) {
        return Some((n, i + 1));
    }
    let word = tokens.get(i)?.word()?;
    let tens = u32::try_from(TENS.iter().position(|w| *w == word)?).ok()? * 10 + 20;
    let after = if tokens.get(i + 1).is_some_and(|t| t.is('-')) {
        i + 2
    } else {
        i + 1
    };
    match small(after) {
        Some(n @ 1..=9) => Some((tens + n, after + 1)),
        _ => Some((tens, i + 1)),
    }
}

// ---- days and hours ----

fn is_about(token: &Token) -> bool {
    token.is('~')
        || token.word().is_some_and(|w| {
            matches!(
                w,
                "about"
                    | "around"
                    | "approx"
                    | "approximately"
                    | "roughly"
                    | "circa"
                    | "ca"
                    | "maybe"
                    | "abt"
                    | "near"
                    | "ish"
            )
        })
}

/// Everything that was said, or `None` where a piece is no part of a time.
pub(super) fn read(tokens: &[Token], ctx: &Ctx) -> Option<Said> {
    let mut said = Said::default();
    let mut i = 0;
    while i < tokens.len() {
        i = step(tokens, i, &mut said, ctx)?;
    }
    let anything = said.day.is_some() || said.time.is_some() || said.now;
    let now_alone = !said.now || (said.day.is_none() && said.time.is_none());
    (anything && now_alone).then_some(said)
}

/// Takes the next piece; returns where the one after begins.
fn step(tokens: &[Token], i: usize, said: &mut Said, ctx: &Ctx) -> Option<usize> {
    let word = |n: usize| tokens.get(n).and_then(Token::word);
    if is_about(&tokens[i]) {
        said.about = true;
        // "approx."
        return Some(if tokens.get(i + 1).is_some_and(|t| t.is('.')) {
            i + 2
        } else {
            i + 1
        });
    }
    match (word(i), word(i + 1)) {
        (Some("at" | "on" | "the" | "in" | "of" | "time"), Some(_)) => return Some(i + 1),
        (Some("at" | "on" | "the" | "in" | "t"), None) if i + 1 < tokens.len() => {
            return Some(i + 1);
        }
        (Some("just"), Some("now")) => {
            said.now = true;
            return Some(i + 2);
        }
        (Some("now"), _) => {
            said.now = true;
            return Some(i + 1);
        }
        _ => {}
    }
    if said.second.is_none() {
        let reading = match (word(i), tokens.get(i).and_then(Token::digits), word(i + 1)) {
            (Some("first" | "1st"), ..) => Some((false, 1)),
            (Some("second" | "2nd"), ..) => Some((true, 1)),
            (_, Some("1"), Some("st")) => Some((false, 2)),
            (_, Some("2"), Some("nd")) => Some((true, 2)),
            _ => None,
        };
        if let Some((second, used)) = reading {
            said.second = Some(second);
            return Some(i + used);
        }
    }
    if said.day.is_none()
        && let Some((day, part, iso, next)) = day(tokens, i)
    {
        said.day = Some(day);
        said.part = said.part.or(part);
        said.iso = iso;
        return Some(next);
    }
    if said.part.is_none()
        && let Some(part) = word(i).and_then(part)
    {
        said.part = Some(part);
        return Some(i + 1);
    }
    if said.time.is_none()
        && let Some((time, next)) = time(tokens, i)
    {
        said.time = Some(time);
        return Some(next);
    }
    if said.zone.is_none()
        && let Some((zone, next)) = spoken_zone(tokens, i, said, ctx)
    {
        said.zone = Some(zone);
        return Some(next);
    }
    None
}

fn part(word: &str) -> Option<Part> {
    Some(match word {
        "morning" => Part::Morning,
        "afternoon" => Part::Afternoon,
        "evening" => Part::Evening,
        "night" => Part::Night,
        _ => return None,
    })
}

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

fn number(tokens: &[Token], i: usize, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
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

fn day(tokens: &[Token], i: usize) -> Option<DayRead> {
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

fn time(tokens: &[Token], i: usize) -> Option<(Time, usize)> {
    let word = |n: usize| tokens.get(n).and_then(Token::word);
    let whole = |hour: u32, minute: u32| Time {
        hour,
        minute,
        second: 0,
        micro: 0,
        clock: Clock::Whole,
    };
    match word(i) {
        Some("noon" | "midday") => return Some((whole(12, 0), i + 1)),
        Some("midnight") => {
            let clock = Clock::Midnight;
            return Some((
                Time {
                    clock,
                    ..whole(0, 0)
                },
                i + 1,
            ));
        }
        Some(_) => return time_in_words(tokens, i),
        None => {}
    }
    let digits = tokens.get(i)?.digits()?;
    if let Some(found) = minutes_to_or_past(tokens, i) {
        return Some(found);
    }
    let value: u32 = digits.parse().ok()?;
    let (hour, minute, second, next, whole_clock) = match digits.len() {
        3 => (value / 100, value % 100, 0, i + 1, false),
        4 => (value / 100, value % 100, 0, i + 1, true),
        1 | 2 => {
            let colon = tokens.get(i + 1).is_some_and(|t| t.is(':') || t.is('.'));
            match (colon, number(tokens, i + 2, 2..=2)) {
                (true, Some(minute)) => {
                    let seconds = tokens.get(i + 3).is_some_and(|t| t.is(':'));
                    let second = if seconds {
                        number(tokens, i + 4, 2..=2)
                    } else {
                        None
                    };
                    let next = if second.is_some() { i + 5 } else { i + 3 };
                    (
                        value,
                        minute,
                        second.unwrap_or(0),
                        next,
                        digits.starts_with('0'),
                    )
                }
                _ => (
                    value,
                    0,
                    0,
                    i + 1,
                    digits.len() == 2 && digits.starts_with('0'),
                ),
            }
        }
        _ => return None,
    };
    let whole_clock = whole_clock || hour == 0 || hour > 12;
    let (micro, next) = fraction(tokens, next, digits.len() < 3);
    let (time, next) = finish(tokens, hour, minute, second, whole_clock, next)?;
    Some((Time { micro, ..time }, next))
}

/// `.123456` after seconds.
fn fraction(tokens: &[Token], i: usize, allowed: bool) -> (u32, usize) {
    let after_seconds = allowed && i >= 5 && tokens.get(i - 2).is_some_and(|t| t.is(':'));
    let digits = tokens.get(i + 1).and_then(Token::digits);
    match digits {
        Some(digits)
            if after_seconds && tokens.get(i).is_some_and(|t| t.is('.')) && digits.len() <= 6 =>
        {
            let padded: String = digits.chars().chain("000000".chars()).take(6).collect();
            (padded.parse().unwrap_or(0), i + 2)
        }
        _ => (0, i),
    }
}

/// Adds am or pm, `o'clock`, `hours`; checks the range.
fn finish(
    tokens: &[Token],
    hour: u32,
    minute: u32,
    second: u32,
    whole: bool,
    next: usize,
) -> Option<(Time, usize)> {
    let word = |n: usize| tokens.get(n).and_then(Token::word);
    let next = if matches!(word(next), Some("oclock" | "ish")) {
        next + 1
    } else {
        next
    };
    let (clock, next) = match word(next) {
        Some("am" | "a") => (Clock::Am, next + 1),
        Some("pm" | "p") => (Clock::Pm, next + 1),
        Some("h" | "hrs" | "hours") if whole => (Clock::Whole, next + 1),
        _ if whole => (Clock::Whole, next),
        _ => (Clock::Unsaid, next),
    };
    let right = match clock {
        Clock::Whole | Clock::Midnight => hour < 24,
        _ => (1..=12).contains(&hour),
    };
    (right && minute < 60 && second < 60).then_some((
        Time {
            hour,
            minute,
            second,
            micro: 0,
            clock,
        },
        next,
    ))
}

/// `half past nine`, `quarter to ten`, `one twenty`, `nine oh five`, `eleven`.
fn time_in_words(tokens: &[Token], i: usize) -> Option<(Time, usize)> {
    let word = |n: usize| tokens.get(n).and_then(Token::word);
    if let Some(found) = minutes_to_or_past(tokens, i) {
        return Some(found);
    }
    let (hour, mut next) = number_words(tokens, i)?;
    let mut minute = 0;
    if word(next) == Some("oh") || word(next) == Some("o") {
        let (value, after) = number_words(tokens, next + 1)?;
        (value < 10).then_some(())?;
        (minute, next) = (value, after);
    } else if let Some((value, after)) =
        number_words(tokens, next).filter(|(value, _)| (10..60).contains(value))
    {
        (minute, next) = (value, after);
    }
    finish(tokens, hour, minute, 0, hour > 12, next)
}

/// `half past nine`, `quarter to ten`, `20 past 9`.
fn minutes_to_or_past(tokens: &[Token], i: usize) -> Option<(Time, usize)> {
    let word = |n: usize| tokens.get(n).and_then(Token::word);
    let start = if word(i) == Some("a") { i + 1 } else { i };
    let (minutes, at) = match word(start) {
        Some("half") => (30, start + 1),
        Some("quarter") => (15, start + 1),
        Some(_) => number_words(tokens, start)?,
        None => (number(tokens, start, 1..=2)?, start + 1),
    };
    let at = if matches!(word(at), Some("minutes" | "min")) {
        at + 1
    } else {
        at
    };
    let past = match word(at)? {
        "past" | "after" => true,
        "to" | "before" | "till" | "til" => false,
        _ => return None,
    };
    let (hour, next) = match word(at + 1) {
        Some(_) => number_words(tokens, at + 1)?,
        None => (number(tokens, at + 1, 1..=2)?, at + 2),
    };
    (minutes < 60 && (1..=12).contains(&hour)).then_some(())?;
    let (hour, minute) = match (past, minutes) {
        (true, _) | (false, 0) => (hour, minutes),
        (false, _) => (if hour == 1 { 12 } else { hour - 1 }, 60 - minutes),
    };
    finish(tokens, hour, minute, 0, false, next)
}

fn spoken_zone(tokens: &[Token], i: usize, said: &Said, ctx: &Ctx) -> Option<(Spoken, usize)> {
    let word = |n: usize| tokens.get(n).and_then(Token::word);
    // +05:30, -0600 after a time
    if said.time.is_some() && (tokens[i].is('+') || tokens[i].is('-')) {
        let sign = if tokens[i].is('+') { 1 } else { -1 };
        let (h, m, next) = match (
            number(tokens, i + 1, 2..=2),
            tokens.get(i + 2).is_some_and(|t| t.is(':')),
            number(tokens, i + 3, 2..=2),
        ) {
            (Some(h), true, Some(m)) => (h, m, i + 4),
            _ => {
                let n = number(tokens, i + 1, 4..=4)?;
                (n / 100, n % 100, i + 2)
            }
        };
        (h < 15 && m < 60).then_some(())?;
        let seconds = i32::try_from(h * 3600 + m * 60).ok()?;
        return Some((Spoken::Fixed(sign * seconds), next));
    }
    let first = word(i)?;
    if let Some((zone, offset)) = zone::abbreviated(first, ctx.zone, ctx.now) {
        return Some((Spoken::Abbreviated(zone, offset), i + 1));
    }
    // "Eastern Standard Time" says as much as EST.
    if let Some(saving @ ("standard" | "daylight")) = word(i + 1) {
        let short = format!("{}{}t", first.get(..1)?, saving.get(..1)?);
        if Zone::called(first).is_some()
            && let Some((zone, offset)) = zone::abbreviated(&short, ctx.zone, ctx.now)
        {
            let next = if word(i + 2) == Some("time") {
                i + 3
            } else {
                i + 2
            };
            return Some((Spoken::Abbreviated(zone, offset), next));
        }
    }
    for length in (1..=3).rev() {
        let words: Option<Vec<&str>> = (i..i + length).map(word).collect();
        if let Some(zone) = words.and_then(|words| Zone::called(&words.join(" "))) {
            return Some((Spoken::Named(zone), i + length));
        }
    }
    None
}
