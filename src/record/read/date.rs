//! Calendar dates of which only the year may be known: births, expiries, days that photos were taken.

use chrono::{Datelike, Days, NaiveDate};

use crate::record::value::PartialDate;
use crate::record::when::{Ctx, month};
use crate::record::{Field, Problem};

/// Whether a field takes a date of birth, in which an age may be typed and which cannot lie ahead.
pub fn is_birth(field: &Field) -> bool {
    field.ncic == Some("DOB") || field.id.0.ends_with(".dob") || field.id.0.ends_with(".born")
}

/// Reads a date: `2011`, `3/2011`, `3/14/2011`, `14 Mar 2011`, `2011-03-14`, `today`; for a birth also `about 12`.
///
/// An age becomes the likelier of the two years of birth: that of the day so many years and six months ago.
///
/// # Errors
/// When it is no date of the calendar, lacks its year, or lies ahead where somebody was born.
pub fn parse(text: &str, birth: bool, ctx: &Ctx) -> Result<PartialDate, Problem> {
    let today = ctx.today();
    let wrong =
        || {
            let problem = Problem::operator("That is not a date that can be read.")
                .example(if birth { "3/14/2011" } else { "2026-03-14" });
            problem.hint(if birth {
                "The year alone will do, or an age: about 12."
            } else {
                "Month and year, or the year alone, will do."
            })
        };
    let text = text.trim().to_lowercase();
    if birth && let Some(years) = age(&text) {
        let middle = i64::from(years) * 12 + 6;
        let back = chrono::Months::new(u32::try_from(middle).unwrap_or(u32::MAX));
        let year = today.checked_sub_months(back).ok_or_else(wrong)?.year();
        return Ok(PartialDate {
            year,
            month: None,
            day: None,
        });
    }
    let date = word(&text, today)
        .or_else(|| written(&text, birth, today))
        .ok_or_else(wrong)?;
    let whole = (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1));
    let Some(first) = NaiveDate::from_ymd_opt(whole.0, whole.1, whole.2) else {
        return Err(Problem::operator("The calendar has no such day.").example("2/28/2011"));
    };
    if !(1900..2200).contains(&date.year) {
        return Err(Problem::operator("A year is from 1900 to 2199.").example("2011"));
    }
    // A day of slack: the caller may be where it is tomorrow already.
    if birth
        && today
            .checked_add_days(Days::new(1))
            .is_some_and(|tomorrow| first > tomorrow)
    {
        return Err(
            Problem::operator("A date of birth cannot be still to come.").example("3/14/2011"),
        );
    }
    Ok(date)
}

/// `12`, `about 12`, `12 yo`, `12 years old`, `age 12`.
fn age(text: &str) -> Option<u32> {
    let mut rest = text;
    for word in [
        "about ", "around ", "approx ", "maybe ", "~", "age ", "aged ",
    ] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim();
    }
    for word in [
        "years old",
        "year old",
        "yrs old",
        "yrs",
        "years",
        "y/o",
        "yo",
    ] {
        rest = rest.strip_suffix(word).unwrap_or(rest).trim();
    }
    let digits = !rest.is_empty() && rest.len() <= 3 && rest.bytes().all(|b| b.is_ascii_digit());
    digits
        .then(|| rest.parse().ok())
        .flatten()
        .filter(|years| *years <= 120)
}

fn word(text: &str, today: NaiveDate) -> Option<PartialDate> {
    let date = match text {
        "today" => Some(today),
        "yesterday" => today.pred_opt(),
        "tomorrow" => today.succ_opt(),
        _ => None,
    }?;
    Some(PartialDate {
        year: date.year(),
        month: Some(date.month()),
        day: Some(date.day()),
    })
}

fn written(text: &str, birth: bool, today: NaiveDate) -> Option<PartialDate> {
    let text = text
        .replace([',', '.'], " ")
        .replace(['\u{2010}', '\u{2013}'], "-");
    let words: Vec<&str> = text
        .split([' ', '/', '-'])
        .filter(|word| !word.is_empty() && *word != "of")
        .collect();
    let number = |word: &str| -> Option<u32> {
        (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok())?
    };
    let day = |word: &str| {
        let bare = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|end| word.strip_suffix(end))
            .unwrap_or(word);
        number(bare).filter(|_| bare.len() <= 2)
    };
    let year = |word: &str| -> Option<i32> {
        let value = i32::try_from(number(word)?).ok()?;
        match word.len() {
            4 => Some(value),
            // Two digits: a birth lies behind, anything else in this century.
            2 if birth && 2000 + value > today.year() => Some(1900 + value),
            2 => Some(2000 + value),
            _ => None,
        }
    };
    let name = |word: &str| {
        word.chars()
            .all(|c| c.is_ascii_lowercase())
            .then(|| month(word))
            .flatten()
    };
    let date = |year: i32, month: Option<u32>, day: Option<u32>| {
        let in_year = month.is_none_or(|month| (1..=12).contains(&month));
        in_year.then_some(PartialDate { year, month, day })
    };
    match words[..] {
        [y] if y.len() == 4 => date(year(y)?, None, None),
        [whole] if whole.len() == 8 && whole.bytes().all(|b| b.is_ascii_digit()) => date(
            whole[..4].parse().ok()?,
            Some(whole[4..6].parse().ok()?),
            Some(whole[6..].parse().ok()?),
        ),
        [y, m] if y.len() == 4 && number(y).is_some() => {
            date(year(y)?, Some(day(m).or_else(|| name(m))?), None)
        }
        [m, y] if y.len() == 4 => date(year(y)?, Some(day(m).or_else(|| name(m))?), None),
        [y, m, d] if y.len() == 4 && number(y).is_some() => {
            date(year(y)?, Some(day(m).or_else(|| name(m))?), Some(day(d)?))
        }
        [a, b, y] => match (name(a), name(b)) {
            (Some(m), _) => date(year(y)?, Some(m), Some(day(b)?)),
            (_, Some(m)) => date(year(y)?, Some(m), Some(day(a)?)),
            _ => date(year(y)?, Some(day(a)?), Some(day(b)?)),
        },
        // "Mon 14 Mar 2011"
        [weekday, ref rest @ ..]
            if rest.len() == 3
                && weekday.len() >= 3
                && weekday.bytes().all(|b| b.is_ascii_lowercase()) =>
        {
            let known: Result<chrono::Weekday, _> = weekday.parse();
            known.ok()?;
            written(&rest.join(" "), birth, today)
        }
        _ => None,
    }
}
