//! The grammar of lengths of time: `2h ago`, `an hour and a half ago`, `in 20 min`.

use super::clock::number_words;
use super::lex::Token;
use super::said::is_about;
use super::{HOUR, MINUTE};

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
