//! The grammar of spoken times: which day, which hour, which zone somebody named. Resolves nothing.

use chrono::{NaiveDate, Weekday};

use super::clock::time;
use super::day::{day, number};
use super::lex::Token;
use super::parse::Ctx;
use super::{Zone, zone};

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

pub(super) fn is_about(token: &Token) -> bool {
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

pub(super) fn part(word: &str) -> Option<Part> {
    Some(match word {
        "morning" => Part::Morning,
        "afternoon" => Part::Afternoon,
        "evening" => Part::Evening,
        "night" => Part::Night,
        _ => return None,
    })
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
