//! The grammar of hours: `2140`, `9:40pm`, `noon`, `half past nine`, `one twenty`.

use super::day::number;
use super::lex::Token;
use super::said::{Clock, Time};

pub(super) fn time(tokens: &[Token], i: usize) -> Option<(Time, usize)> {
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

/// `one` to `fifty nine` in words.
pub(super) fn number_words(tokens: &[Token], i: usize) -> Option<(u32, usize)> {
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
