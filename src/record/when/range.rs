//! Times with two ends: `between 9pm and 10pm`, and days or parts of days with no hour said.

use chrono::{NaiveDateTime, NaiveTime};

use super::lex::Token;
use super::parse::{Bias, Ctx, Heard, hours, resolve, suits, walls};
use super::refuse::{has_passed, never_was, not_in_force, still_to_come, unclear};
use super::said::{self, Clock, Day, Part, Said, Spoken, Time};
use super::zone::Local;
use super::{Instant, Moment, Precision, Zone};
use crate::record::Problem;

/// A day, or a part of one, with no hour said: from its first minute to its last.
pub(super) fn whole_part(said: &Said, ctx: &Ctx) -> Result<Heard, Problem> {
    let (Some(_), zone) = (said.day, ctx.zone) else {
        return Err(unclear());
    };
    let part = said.part.or(match said.day {
        Some(Day::Tonight | Day::LastNight) => Some(Part::Night),
        _ => None,
    });
    let (from, until) = match part {
        None => (0, 23),
        Some(Part::Morning) => (0, 11),
        Some(Part::Afternoon) => (12, 17),
        Some(Part::Evening) => (18, 23),
        Some(Part::Night) => (18, 5),
    };
    for (date, hour) in walls(said, &[from], ctx) {
        let start = NaiveTime::from_hms_opt(hour, 0, 0)
            .map(|time| date.and_time(time))
            .ok_or_else(unclear)?;
        let last = if until < from {
            date.succ_opt().unwrap_or(date)
        } else {
            date
        };
        let end = NaiveTime::from_hms_opt(until, 59, 0)
            .map(|time| last.and_time(time))
            .ok_or_else(unclear)?;
        let (start, end) = (earliest(zone, start), latest(zone, end));
        if ctx.bias == Bias::Future && ctx.is_past(end)
            || ctx.bias != Bias::Future && !suits(start, said, ctx)
        {
            continue;
        }
        return span(start, end, ctx).map(Heard::sure);
    }
    Err(if ctx.bias == Bias::Future {
        has_passed()
    } else {
        still_to_come()
    })
}

fn earliest(zone: Zone, wall: NaiveDateTime) -> Moment {
    match zone.resolve(wall) {
        Local::One(at) | Local::Two(at, _) | Local::Gap(_, at) => at,
    }
}
fn latest(zone: Zone, wall: NaiveDateTime) -> Moment {
    match zone.resolve(wall) {
        Local::One(at) | Local::Two(_, at) | Local::Gap(at, _) => at,
    }
}

fn span(at: Moment, until: Moment, ctx: &Ctx) -> Result<Instant, Problem> {
    let (mut at, mut until) = (at, until);
    match ctx.bias {
        Bias::Past if ctx.is_future(at) => return Err(still_to_come()),
        Bias::Past if ctx.is_future(until) => until = ctx.now.max(at),
        Bias::Future if ctx.is_past(until) => return Err(has_passed()),
        Bias::Future if ctx.is_past(at) => at = ctx.now.min(until),
        _ => {}
    }
    if until < at {
        return Err(Problem::operator("The second time is before the first.")
            .example("between 9pm and 10pm"));
    }
    Ok(Instant {
        precision: Precision::Between { until },
        ..Instant::exact(at, ctx.zone)
    })
}

pub(super) fn between(from: &[Token], to: &[Token], ctx: &Ctx) -> Result<Heard, Problem> {
    let mut a = said::read(from, ctx).ok_or_else(unclear)?;
    let mut b = said::read(to, ctx).ok_or_else(unclear)?;
    share(&mut a, &mut b);
    let low = resolve(&a, ctx)?;
    let zone = low.instant.zone;
    let high = match (b.day, b.time) {
        (None, Some(time)) => following(&low.instant, time, &b, ctx)?,
        _ => {
            let bias = if ctx.bias == Bias::Future {
                Bias::Future
            } else {
                Bias::Any
            };
            let heard = resolve(
                &b,
                &Ctx {
                    zone,
                    ..ctx.with(bias)
                },
            )?;
            match heard.instant.precision {
                Precision::Between { until } => until,
                Precision::Either { or } => or,
                _ => heard.instant.at,
            }
        }
    };
    let instant = span(low.instant.at, high, &Ctx { zone, ..*ctx })?;
    Ok(Heard {
        instant,
        question: None,
        note: low.note,
    })
}

/// What one end of a range leaves unsaid because the other says it: the zone, the day, am or pm.
fn share(a: &mut Said, b: &mut Said) {
    let plain = |zone: Option<Spoken>| match zone {
        Some(Spoken::Abbreviated(zone, _)) => Some(Spoken::Named(zone)),
        other => other,
    };
    a.zone = a.zone.or(plain(b.zone));
    b.zone = b.zone.or(plain(a.zone));
    if a.day.is_none() && b.day.is_some() {
        (a.day, a.iso) = (b.day, b.iso);
        a.part = a.part.or(b.part);
        b.day = None;
    }
    if let (Some(left), Some(right)) = (&mut a.time, b.time)
        && left.clock == Clock::Unsaid
        && matches!(right.clock, Clock::Am | Clock::Pm)
    {
        let minutes = |time: Time| time.hour % 12 * 60 + time.minute;
        let same = minutes(*left) <= minutes(right);
        left.clock = match (right.clock, same) {
            (Clock::Am, true) | (Clock::Pm, false) => Clock::Am,
            _ => Clock::Pm,
        };
    }
}

/// The first time after the range's start at which a clock shows `time`.
fn following(low: &Instant, time: Time, said: &Said, ctx: &Ctx) -> Result<Moment, Problem> {
    let (zone, offset) = match said.zone {
        Some(Spoken::Abbreviated(zone, offset)) => (zone, Some(offset)),
        Some(Spoken::Named(zone)) => (zone, None),
        _ => (low.zone, None),
    };
    let hours = hours(
        time,
        &Said {
            part: said.part,
            ..Said::default()
        },
    )?;
    let date = zone.local(low.at).date_naive();
    let mut walls: Vec<NaiveDateTime> = [Some(date), date.succ_opt()]
        .into_iter()
        .flatten()
        .flat_map(|date| {
            hours.iter().filter_map(move |hour| {
                NaiveTime::from_hms_micro_opt(*hour, time.minute, time.second, time.micro)
                    .map(|t| date.and_time(t))
            })
        })
        .collect();
    walls.sort();
    for wall in walls {
        let at = match zone.resolve(wall) {
            Local::One(at)
                if offset.is_some_and(|offset| offset != zone.offset_at(at)) && at >= low.at =>
            {
                return Err(not_in_force(zone, at));
            }
            Local::One(at) => at,
            Local::Two(first, second) => match (offset, said.second) {
                (Some(offset), _) if zone.offset_at(first) == offset => first,
                (None, Some(false)) => first,
                _ => second,
            },
            Local::Gap(before, after) if after > low.at => {
                return Err(never_was(zone, before, after, wall.date() != ctx.today()));
            }
            Local::Gap(..) => continue,
        };
        if at >= low.at {
            return Ok(at);
        }
    }
    Err(unclear())
}
