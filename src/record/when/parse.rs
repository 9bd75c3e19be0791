//! Reads a time as staff type it on a call: `last night 9:40pm`, `2h ago`, `2140`, `about 9pm`.
//!
//! Three rules stand above the grammar. A time is sought in the past, since a child *was* seen
//! before now; only [`Bias::Future`] looks ahead. An hour that the clock jumped over is refused
//! with the reason. An hour that came twice is kept as [`Precision::Either`], the earlier one
//! governing, until somebody says which.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike, Weekday};

use super::elapsed::elapsed;
use super::lex;
use super::range::{between, whole_part};
use super::refuse::{
    has_passed, morning_or_evening, never_was, not_in_force, still_to_come, unclear, which_midnight,
};
use super::said::{self, Clock, Day, Part, Said, Spoken, Time};
use super::zone::Local;
use super::{Instant, MINUTE, Moment, Precision, Zone};
use crate::record::Problem;

/// How far past the present a time may be and still count as not in the future: clocks differ.
pub const SLACK: i64 = 5 * MINUTE;

/// On which side of the present a time is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bias {
    /// It has happened. A time that is still to come is refused.
    Past,
    /// It is still to come (`call back at 3`). A time that has passed is refused.
    Future,
    /// As said: a full date may lie on either side; without one, the past is meant.
    Any,
}

/// What typed words are understood against.
#[derive(Debug, Clone, Copy)]
pub struct Ctx {
    /// The present.
    pub now: Moment,
    /// The zone in which times are spoken unless one is named.
    pub zone: Zone,
    /// On which side of the present a time is sought.
    pub bias: Bias,
}

impl Ctx {
    /// Times that have happened.
    pub fn past(now: Moment, zone: Zone) -> Self {
        Self {
            now,
            zone,
            bias: Bias::Past,
        }
    }
    /// The same with another bias.
    #[must_use]
    pub fn with(self, bias: Bias) -> Self {
        Self { bias, ..self }
    }
    pub(crate) fn today(&self) -> NaiveDate {
        self.zone.local(self.now).date_naive()
    }
    pub(super) fn is_future(&self, at: Moment) -> bool {
        at.since(self.now) > SLACK
    }
    pub(super) fn is_past(&self, at: Moment) -> bool {
        at.since(self.now) < -SLACK
    }
}

/// One reading of a repeated hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The moment.
    pub at: Moment,
    /// In words: `first 01:20 (EDT)`.
    pub words: String,
    /// What to type to say so.
    pub typed: String,
}

/// Which of two readings was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The sentence to ask.
    pub sentence: String,
    /// The earlier, which governs until answered.
    pub first: Reading,
    /// The later.
    pub second: Reading,
}

/// What was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The instant.
    pub instant: Instant,
    /// What must be asked, when the hour came twice.
    pub question: Option<Question>,
    /// What was taken for granted, in words, when something was (`9:40 read as 21:40`).
    pub note: Option<String>,
}

impl Heard {
    pub(super) fn sure(instant: Instant) -> Self {
        Self {
            instant,
            question: None,
            note: None,
        }
    }
}

/// Reads a typed instant.
///
/// # Errors
/// A [`Problem`] with a right example when the words are not a time, when it lies on the wrong
/// side of the present, or when the clock jumped over it. "Unknown" is an answer state, not an
/// instant, and is refused here.
pub fn parse(text: &str, ctx: &Ctx) -> Result<Heard, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(unclear());
    }
    let (rest, zone) = take_zone(text);
    if let Some(at) = rfc3339(&rest) {
        let instant = Instant::exact(at, zone.unwrap_or(ctx.zone));
        return on_the_right_side(instant, ctx).map(Heard::sure);
    }
    let ctx = zone.map_or(*ctx, |zone| Ctx { zone, ..*ctx });
    let tokens = lex::split(&rest).ok_or_else(unclear)?;
    if let Some(words) = said::ends(&tokens) {
        return between(words.0, words.1, &ctx);
    }
    if let Some((micros, about)) = elapsed(&tokens) {
        let instant = Instant {
            precision: if about {
                Precision::About
            } else {
                Precision::Exact
            },
            ..Instant::exact(ctx.now.plus(micros), ctx.zone)
        };
        return on_the_right_side(instant, &ctx).map(Heard::sure);
    }
    let said = said::read(&tokens, &ctx).ok_or_else(unclear)?;
    resolve(&said, &ctx)
}

/// An IANA name (or any one word with a slash that is one) anywhere in the text, and the rest.
fn take_zone(text: &str) -> (String, Option<Zone>) {
    let named = text.split_whitespace().find_map(|word| {
        let has_form = word.contains('/') && word.chars().any(char::is_alphabetic);
        let zone = if has_form { Zone::called(word) } else { None }?;
        Some((word, zone))
    });
    match named {
        Some((word, zone)) => (text.replacen(word, " ", 1).trim().to_owned(), Some(zone)),
        None => (text.to_owned(), None),
    }
}

fn rfc3339(text: &str) -> Option<Moment> {
    chrono::DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|at| Moment::of(&at))
}

fn on_the_right_side(instant: Instant, ctx: &Ctx) -> Result<Instant, Problem> {
    match ctx.bias {
        Bias::Past if ctx.is_future(instant.at) => Err(still_to_come()),
        Bias::Future if ctx.is_past(instant.at) => Err(has_passed()),
        _ => Ok(instant),
    }
}

// ---- one time ----

pub(super) fn resolve(said: &Said, ctx: &Ctx) -> Result<Heard, Problem> {
    let home = ctx.zone;
    let (zone, offset) = match said.zone {
        None => (home, None),
        Some(Spoken::Named(zone)) => (zone, None),
        Some(Spoken::Abbreviated(zone, offset)) => (zone, Some(offset)),
        Some(Spoken::Fixed(offset)) => {
            return fixed_offset(said, offset, ctx);
        }
    };
    let ctx = &Ctx { zone, ..*ctx };
    if said.now {
        return Ok(Heard::sure(precise(
            Instant::exact(ctx.now, zone),
            said.about,
        )));
    }
    let Some(time) = said.time else {
        return whole_part(said, ctx);
    };
    let day_of_two = !matches!(
        said.day,
        None | Some(Day::Today | Day::Tonight | Day::LastNight)
    );
    if time.clock == Clock::Midnight && day_of_two && said.part != Some(Part::Night) {
        return Err(which_midnight());
    }
    let hours = hours(time, said)?;
    let dated = said.day.is_some();
    let mut jumped = None;
    let mut wrong_side = false;
    let mut found: Vec<(u32, Heard)> = Vec::new();
    for (date, hour) in walls(said, &hours, ctx) {
        let Some(wall) = NaiveTime::from_hms_micro_opt(hour, time.minute, time.second, time.micro)
            .map(|t| date.and_time(t))
        else {
            return Err(unclear());
        };
        let heard = match zone.resolve(wall) {
            Local::One(at) => {
                if offset.is_some_and(|offset| offset != zone.offset_at(at)) {
                    if suits(at, said, ctx) {
                        return Err(not_in_force(zone, at));
                    }
                    wrong_side = true;
                    continue;
                }
                Some(Heard::sure(Instant::exact(at, zone)))
            }
            Local::Two(first, second) => twice(first, second, said, offset, ctx),
            Local::Gap(before, after) => {
                if suits(before, said, ctx) || suits(after, said, ctx) {
                    jumped.get_or_insert((before, after, wall.date()));
                    if found.is_empty() {
                        break;
                    }
                } else {
                    wrong_side = true;
                }
                continue;
            }
        };
        match heard.filter(|heard| suits(heard.instant.at, said, ctx)) {
            Some(heard) => {
                found.push((hour, heard));
                if !dated || hours.len() == 1 {
                    break;
                }
            }
            None => wrong_side = true,
        }
    }
    if let (Some((before, after, date)), true) = (jumped, found.is_empty()) {
        return Err(never_was(
            zone,
            before,
            after,
            date != ctx.today() || said.day.is_some(),
        ));
    }
    if hours.len() > 1 && dated && found.len() > 1 {
        return Err(morning_or_evening(time));
    }
    let Some((hour, mut heard)) = found.into_iter().next() else {
        return Err(match (wrong_side, ctx.bias) {
            (true, Bias::Future) => has_passed(),
            (true, _) => still_to_come(),
            (false, _) => unclear(),
        });
    };
    if hours.len() > 1 {
        heard.note = Some(format!(
            "{}:{:02} read as {:02}:{:02}; say am or pm to be sure.",
            time.hour, time.minute, hour, time.minute
        ));
    }
    heard.instant = precise(heard.instant, said.about);
    Ok(heard)
}

fn fixed_offset(said: &Said, offset: i32, ctx: &Ctx) -> Result<Heard, Problem> {
    let (Some(Day::On(date)), Some(time)) = (said.day, said.time) else {
        return Err(unclear());
    };
    let [hour] = hours(time, said)?[..] else {
        return Err(morning_or_evening(time));
    };
    let wall = NaiveTime::from_hms_micro_opt(hour, time.minute, time.second, time.micro)
        .map(|time| date.and_time(time))
        .ok_or_else(unclear)?;
    let at = Moment::of(&wall.and_utc()).plus(-i64::from(offset) * 1_000_000);
    let instant = precise(Instant::exact(at, ctx.zone), said.about);
    on_the_right_side(instant, ctx).map(Heard::sure)
}

fn precise(instant: Instant, about: bool) -> Instant {
    match instant.precision {
        Precision::Exact if about => Instant {
            precision: Precision::About,
            ..instant
        },
        _ => instant,
    }
}

/// Whether a moment may be meant at all, by the bias and by whether a full date was said.
pub(super) fn suits(at: Moment, said: &Said, ctx: &Ctx) -> bool {
    match ctx.bias {
        Bias::Past => !ctx.is_future(at),
        Bias::Future => !ctx.is_past(at),
        Bias::Any => matches!(said.day, Some(Day::On(_) | Day::Ahead(_))) || !ctx.is_future(at),
    }
}

/// The hours of the day that a time may mean, after `this morning`, `tonight` and the like.
pub(super) fn hours(time: Time, said: &Said) -> Result<Vec<u32>, Problem> {
    let part = said.part.or(match said.day {
        Some(Day::Tonight | Day::LastNight) => Some(Part::Night),
        _ => None,
    });
    let (am, pm) = (time.hour % 12, time.hour % 12 + 12);
    let hours = match time.clock {
        Clock::Whole | Clock::Midnight => vec![time.hour],
        Clock::Am => vec![am],
        Clock::Pm => vec![pm],
        Clock::Unsaid if said.iso => vec![time.hour],
        Clock::Unsaid => vec![am, pm],
    };
    let Some(part) = part else { return Ok(hours) };
    let left: Vec<u32> = hours.into_iter().filter(|hour| part.has(*hour)).collect();
    if left.is_empty() {
        return Err(
            Problem::operator("The hour and the part of the day do not go together.")
                .example("last night 9:40pm"),
        );
    }
    Ok(left)
}

/// Dates and hours to try, the preferred first.
pub(super) fn walls(said: &Said, hours: &[u32], ctx: &Ctx) -> Vec<(NaiveDate, u32)> {
    let today = ctx.today();
    let ahead = ctx.bias == Bias::Future;
    let back = |n: u64| today.checked_sub_days(Days::new(n)).unwrap_or(today);
    let on = |n: u64| today.checked_add_days(Days::new(n)).unwrap_or(today);
    let early = ctx.zone.local(ctx.now).hour() < 8;
    let mut days: Vec<NaiveDate> = match said.day {
        // One day more on the near side covers clocks that differ across midnight.
        None if ahead => (0..3).map(on).collect(),
        None => (0..4u64)
            .map(|n| on(1).checked_sub_days(Days::new(n)).unwrap_or(today))
            .collect(),
        Some(Day::On(date)) => vec![date],
        Some(Day::Back(n)) => vec![back(n)],
        Some(Day::Ahead(n)) => vec![on(n)],
        // Past midnight "this evening" is still the evening before.
        Some(Day::Today)
            if early && !ahead && matches!(said.part, Some(Part::Afternoon | Part::Evening)) =>
        {
            vec![back(1)]
        }
        Some(Day::Today) => vec![today],
        Some(Day::Tonight) if ahead => vec![back(1), today],
        Some(Day::Tonight) if early => vec![back(1)],
        Some(Day::Tonight) => vec![today],
        // "Last night 3am", said at two, was the night before.
        Some(Day::LastNight) => vec![back(1), back(2)],
        Some(Day::Yearless(month, day)) => {
            let years: Vec<i32> = if ahead {
                (0..9).map(|n| today.year() + n).collect()
            } else {
                (-1..8).map(|n| today.year() - n).collect()
            };
            years
                .into_iter()
                .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                .collect()
        }
        Some(Day::Weekday(weekday)) => weekdays(weekday, today, ahead),
        Some(Day::LastWeekday(weekday)) => weekdays(weekday, back(1), false)
            .into_iter()
            .take(1)
            .collect(),
    };
    days.dedup();
    let night = matches!(said.day, Some(Day::Tonight | Day::LastNight))
        || (said.part == Some(Part::Night) && said.day.is_some());
    let mut out: Vec<(NaiveDate, u32)> = days
        .iter()
        .flat_map(|day| {
            hours.iter().map(move |hour| {
                // The small hours of a night belong to the next calendar day.
                let next = night && *hour < 12;
                (
                    if next {
                        day.succ_opt().unwrap_or(*day)
                    } else {
                        *day
                    },
                    *hour,
                )
            })
        })
        .collect();
    if said.day.is_none() {
        out.sort();
        if !ahead {
            out.reverse();
        }
    }
    out
}

fn weekdays(weekday: Weekday, from: NaiveDate, ahead: bool) -> Vec<NaiveDate> {
    (0..15u64)
        .filter_map(|n| {
            let n = Days::new(n);
            if ahead {
                from.checked_add_days(n)
            } else {
                from.checked_sub_days(n)
            }
        })
        .filter(|date| date.weekday() == weekday)
        .collect()
}

/// An hour that came twice: settled by `first`/`second`, by an abbreviation, or because the second has not come yet.
fn twice(
    first: Moment,
    second: Moment,
    said: &Said,
    offset: Option<i32>,
    ctx: &Ctx,
) -> Option<Heard> {
    let zone = ctx.zone;
    if let Some(offset) = offset {
        return [first, second]
            .into_iter()
            .find(|at| zone.offset_at(*at) == offset)
            .map(|at| Heard::sure(Instant::exact(at, zone)));
    }
    if let Some(second_meant) = said.second {
        let at = if second_meant { second } else { first };
        return Some(Heard::sure(Instant::exact(at, zone)));
    }
    if ctx.bias != Bias::Future && said_undated_past(said, ctx) && ctx.is_future(second) {
        return Some(Heard::sure(Instant::exact(first, zone)));
    }
    if ctx.bias == Bias::Future && ctx.is_past(first) {
        return Some(Heard::sure(Instant::exact(second, zone)));
    }
    let instant = Instant {
        precision: Precision::Either { or: second },
        ..Instant::exact(first, zone)
    };
    Some(Heard {
        instant,
        question: Some(question(first, second, zone)),
        note: None,
    })
}

fn said_undated_past(said: &Said, ctx: &Ctx) -> bool {
    ctx.bias == Bias::Past || !matches!(said.day, Some(Day::On(_)))
}

/// The question about an hour that came twice.
pub(super) fn question(first: Moment, second: Moment, zone: Zone) -> Question {
    let reading = |at: Moment, word: &str| {
        let local = zone.local(at);
        Reading {
            at,
            words: format!(
                "{word} {} ({})",
                local.format("%H:%M"),
                zone.abbreviation(at)
            ),
            typed: format!("{} {word}", local.format("%Y-%m-%d %H:%M")),
        }
    };
    let (one, two) = (reading(first, "first"), reading(second, "second"));
    Question {
        sentence: format!(
            "That hour came twice on {}: {} or {}? The earlier governs until you say.",
            zone.local(first).format("%a %-d %b %Y"),
            one.words,
            two.words
        ),
        first: one,
        second: two,
    }
}
