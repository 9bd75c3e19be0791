//! Reading what people type and saying what was understood: the desk's way into the parsers of the record.

use super::decide::Noted;
use crate::record::event::Channel;
use crate::record::value::Value;
use crate::record::when::{self, Bias, Ctx, MINUTE};
use crate::record::{Answer, Field, Instant, Moment, Precision, Problem, SafeText, State, Zone};
use crate::record::{read, show, time_words};

/// An instant as it was understood, with what has to be asked.
pub struct Heard {
    /// The instant.
    pub instant: Instant,
    notes: Vec<String>,
    unsettled: bool,
}

impl Heard {
    /// Puts what was taken for granted, and the question about a repeated hour, into a reply.
    pub fn ask_into(&self, reply: &mut impl Noted) {
        for note in &self.notes {
            reply.say(note.clone());
        }
        if self.unsettled {
            reply.say(
                "Until somebody says which, the earlier governs and the entry is flagged."
                    .to_owned(),
            );
        }
    }
}

fn ctx(now: Moment, zone: Zone) -> Ctx {
    Ctx::past(now, zone)
}

/// Reads an instant that has happened.
///
/// # Errors
/// In words that begin with what it is.
pub fn instant(what: &str, words: &str, now: Moment, zone: Zone) -> Result<Heard, Problem> {
    heard(what, words, &ctx(now, zone))
}

/// Reads an instant still to come.
///
/// # Errors
/// In words that begin with what it is.
pub fn coming(what: &str, words: &str, now: Moment, zone: Zone) -> Result<Heard, Problem> {
    heard(what, words, &ctx(now, zone).with(Bias::Future))
}

/// Reads an instant on either side of the present.
///
/// # Errors
/// In words that begin with what it is.
pub fn any(what: &str, words: &str, now: Moment, zone: Zone) -> Result<Moment, Problem> {
    heard(what, words, &ctx(now, zone).with(Bias::Any)).map(|heard| heard.instant.at)
}

fn heard(what: &str, words: &str, ctx: &Ctx) -> Result<Heard, Problem> {
    let heard = when::parse(words, ctx).map_err(|problem| named(what, problem))?;
    let mut notes = Vec::new();
    notes.extend(heard.note);
    let unsettled = heard.question.is_some();
    notes.extend(heard.question.map(|question| question.sentence));
    Ok(Heard {
        instant: heard.instant,
        notes,
        unsettled,
    })
}

/// The same problem, begun with the name of what was typed.
fn named(what: &str, problem: Problem) -> Problem {
    Problem {
        sentence: format!("{what}: {}", problem.sentence),
        ..problem
    }
}

/// Reads an instant of a machine, RFC 3339 with an offset.
///
/// # Errors
/// In words that begin with what it is.
pub fn stamp(what: &str, words: &str) -> Result<Moment, Problem> {
    chrono::DateTime::parse_from_rfc3339(words.trim())
        .map(|at| Moment::of(&at))
        .map_err(|_| {
            Problem::operator(format!("{what} is not an RFC 3339 instant."))
                .example("2027-02-09T01:12:00-05:00")
        })
}

/// Reads a zone.
///
/// # Errors
/// In words that begin with what it is.
pub fn zone(what: &str, words: &str) -> Result<Zone, Problem> {
    words.trim().parse().map_err(|problem| named(what, problem))
}

/// Reads a channel.
///
/// # Errors
/// In words, with the channels there are.
pub fn channel(words: &str) -> Result<Channel, Problem> {
    Channel::from_word(words).ok_or_else(|| {
        Problem::operator(format!(
            "`{}` is not a channel; the channels are {}.",
            SafeText::line(words),
            Channel::choices()
        ))
        .example("phone")
    })
}

/// Reads a value of a field.
///
/// # Errors
/// In words that begin with the field's label.
pub fn value(field: &Field, words: &str, now: Moment, zone: Zone) -> Result<Value, Problem> {
    read::parse(field, words, &ctx(now, zone)).map_err(|problem| {
        if problem.sentence.contains(field.label) {
            problem
        } else {
            named(field.label, problem)
        }
    })
}

/// Holds words to be a telephone number.
///
/// # Errors
/// In words that begin with what it is.
pub fn phone(what: &str, words: &str) -> Result<(), Problem> {
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let letters = words.chars().filter(char::is_ascii_alphabetic).count();
    // Short codes (911, 311) and numbers with letters are numbers too.
    if digits >= 3 && digits + letters <= 24 {
        return Ok(());
    }
    Err(Problem::operator(format!("{what} is not a telephone number.")).example("614-555-0100"))
}

/// An answer in words.
pub fn answer_words(field: &Field, answer: &Answer) -> String {
    match &answer.state {
        State::Known(value) => show::value(field, value),
        State::Unknown => "asked, unknown".to_owned(),
        State::Refused => "asked, refused".to_owned(),
        State::NotApplicable => "not applicable".to_owned(),
    }
}

/// The question about an instant that is one of two readings.
pub fn ask_which(what: &str, instant: &Instant) -> String {
    let Precision::Either { or } = instant.precision else {
        return String::new();
    };
    format!(
        "{what}: that hour came twice. First ({}) or second ({})? Until it is answered the earlier governs.",
        time_words(instant.at, instant.zone),
        time_words(or, instant.zone)
    )
}

/// A count with its noun: `1 duty`, `4 duties`.
pub fn count(count: usize, one: &str, more: &str) -> String {
    let noun = if count == 1 { one } else { more };
    format!("{count} {noun}")
}

/// The minute a moment lies in.
pub fn minute(at: Moment) -> i64 {
    at.0.div_euclid(MINUTE)
}

/// A moment in words, in a zone: `Tue 9 Feb 2027 01:12 EST`.
pub fn time_words(at: Moment, zone: Zone) -> String {
    time_words::moment(at, zone)
}

/// An instant in words, in the zone it was spoken in.
pub fn instant_words(instant: &Instant) -> String {
    time_words::instant(instant)
}

/// A moment as RFC 3339 with the zone's offset.
pub fn rfc3339(at: Moment, zone: Zone) -> String {
    zone.local(at)
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}
