//! The shape of each command, declared once: its name on the line, its keys with their types, the command they make.

use serde::de::Deserialize;
use serde_json::{Map, Value};

use super::Bad;
use super::values::{Facts, Pairs, Words};
use crate::record::{Problem, SafeText};
use crate::wire::command::{AttemptSaid, Command, HeardSaid, Said};

/// Restates the commands as lines take them: every key a word, `Option` where it may be left out.
///
/// Declares the shape of each command once: the name on the line, its keys with their types, and the command
/// they make.
macro_rules! lines {
    ($($name:literal => $shape:ident { $($key:ident : $type:ty),* $(,)? } => $make:expr;)+) => {
        mod shape {
            use super::{Facts, Pairs, Words};
            $(
                #[derive(serde::Deserialize)]
                #[serde(deny_unknown_fields)]
                pub(super) struct $shape { $(pub(super) $key: $type),* }
            )+
        }
        /// The names of the commands, and the keys that each takes.
        pub const COMMANDS: &[(&str, &[&str])] = &[$(($name, &[$(stringify!($key)),*])),+];

        pub(super) fn command(name: &str, object: Map<String, Value>) -> Option<Result<Command, Bad>> {
            match name {
                $($name => {
                    let made: fn(shape::$shape) -> Command = $make;
                    Some(shaped($name, &[$(stringify!($key)),*], object).map(made))
                })+
                _ => None,
            }
        }
    };
}

fn w(words: Option<Words>) -> Option<String> {
    words.map(|words| words.0)
}

lines! {
    "open" => Open { key_at: Option<Words>, name: Option<Words>, child: Option<Words>, channel: Option<Words>,
        came_at: Option<Words>, zone: Option<Words>, linked: Option<Vec<String>> }
        => |s| Command::Open { key_at: w(s.key_at), name: w(s.name), child: w(s.child), channel: w(s.channel),
            came_at: w(s.came_at), zone: w(s.zone), linked: s.linked.unwrap_or_default() };
    "came at" => CameAt { case: Words, channel: Words, at: Option<Words>, saw: Option<u64> }
        => |s| Command::CameAt { case: s.case.0, channel: s.channel.0, at: w(s.at), saw: s.saw };
    "first" => First { case: Words, question: Words, answer: Words, saw: Option<u64> }
        => |s| Command::First { case: s.case.0, question: s.question.0, answer: s.answer.0, saw: s.saw };
    "answer" => Answer { case: Words, field: Words, item: Option<Words>, value: Option<Words>, state: Option<Words>,
        said_by: Option<Words>, as_of: Option<Words>, reason: Option<Words>, saw: Option<u64> }
        => |s| Command::Answer { case: s.case.0, field: s.field.0, item: w(s.item), said: said(w(s.value), w(s.state)),
            said_by: w(s.said_by), as_of: w(s.as_of), reason: w(s.reason), saw: s.saw };
    "still true" => StillTrue { case: Words, field: Words, item: Option<Words> }
        => |s| Command::StillTrue { case: s.case.0, field: s.field.0, item: w(s.item) };
    "add" => Add { case: Words, group: Words, answers: Option<Pairs> }
        => |s| Command::Add { case: s.case.0, group: s.group.0, answers: s.answers.unwrap_or_default().0 };
    "remove" => Remove { case: Words, item: Words, reason: Words }
        => |s| Command::Remove { case: s.case.0, item: s.item.0, reason: s.reason.0 };
    "name child" => NameChild { case: Words, child: Words }
        => |s| Command::NameChild { case: s.case.0, child: s.child.0 };
    "link" => Link { case: Words, other: Words }
        => |s| Command::Link { case: s.case.0, other: s.other.0 };
    "attempt" => Attempt { case: Words, duty: Words, item: Option<Words>, at: Option<Words>, channel: Option<Words>,
        outcome: Words, office: Option<Words>, dialled: Option<Words>, person: Option<Words>, badge: Option<Words>,
        number: Option<Words>, words: Option<Words>, again_at: Option<Words> }
        => |s| Command::Attempt(Box::new(AttemptSaid { case: s.case.0, duty: s.duty.0, item: w(s.item), at: w(s.at),
            channel: w(s.channel), outcome: s.outcome.0, office: w(s.office), dialled: w(s.dialled), person: w(s.person),
            badge: w(s.badge), number: w(s.number), words: w(s.words), again_at: w(s.again_at) }));
    "withdraw" => Withdraw { case: Words, attempt: Words, reason: Words }
        => |s| Command::Withdraw { case: s.case.0, attempt: s.attempt.0, reason: s.reason.0 };
    "heard" => Heard { case: Words, from: Words, at: Option<Words>, channel: Option<Words>, who: Option<Words>,
        what: Words, number: Option<Words>, confirms: Option<Words> }
        => |s| Command::Heard(Box::new(HeardSaid { case: s.case.0, from: s.from.0, at: w(s.at), channel: w(s.channel),
            who: w(s.who), what: s.what.0, number: w(s.number), confirms: w(s.confirms) }));
    "triage" => Triage { case: Words, row: u8, police: Option<Words>, ncmec: Option<Words>, reason: Option<Words>,
        verifier: Option<Words>, again_at: Option<Words> }
        => |s| Command::Triage { case: s.case.0, row: s.row, police: w(s.police), ncmec: w(s.ncmec), reason: w(s.reason),
            verifier: w(s.verifier), again_at: w(s.again_at) };
    "note" => Note { case: Words, text: Words }
        => |s| Command::Note { case: s.case.0, text: s.text.0 };
    "correct received" => CorrectReceived { case: Words, to: Words, reason: Words }
        => |s| Command::CorrectReceived { case: s.case.0, to: s.to.0, reason: s.reason.0 };
    "confirm correction" => ConfirmCorrection { case: Words, by: Words }
        => |s| Command::ConfirmCorrection { case: s.case.0, by: s.by.0 };
    "deny correction" => DenyCorrection { case: Words, by: Words, reason: Words }
        => |s| Command::DenyCorrection { case: s.case.0, by: s.by.0, reason: s.reason.0 };
    "claim" => Claim { case: Words }
        => |s| Command::Claim { case: s.case.0 };
    "release" => Release { case: Words }
        => |s| Command::Release { case: s.case.0 };
    "hand over" => HandOver { case: Option<Words>, to: Option<Words> }
        => |s| Command::HandOver { case: w(s.case), to: w(s.to) };
    "accept" => AcceptDuty { case: Words, duty: Words, item: Option<Words> }
        => |s| Command::AcceptDuty { case: s.case.0, duty: s.duty.0, item: w(s.item) };
    "read out" => ReadOut { case: Words, sheet: Words, facts: Facts }
        => |s| Command::ReadOut { case: s.case.0, sheet: s.sheet.0, facts: s.facts.0 };
    "disclose" => Disclose { case: Words, sheet: Words, to: Words, authority: Option<Words> }
        => |s| Command::Disclose { case: s.case.0, sheet: s.sheet.0, to: s.to.0, authority: w(s.authority) };
    "locate" => Locate { case: Words, at: Option<Words>, place: Words, by: Words, verified: Option<Words> }
        => |s| Command::Locate { case: s.case.0, at: w(s.at), place: s.place.0, by: s.by.0, verified: w(s.verified) };
    "return" => Return { case: Words, at: Option<Words>, place: Words, by: Words }
        => |s| Command::Return { case: s.case.0, at: w(s.at), place: s.place.0, by: s.by.0 };
    "interview" => Interview { case: Words, at: Option<Words>, by: Words, factors: Words }
        => |s| Command::Interview { case: s.case.0, at: w(s.at), by: s.by.0, factors: s.factors.0 };
    "screen" => Screen { case: Words, at: Option<Words>, tool: Words, result: Words, by: Words, victim: Option<bool> }
        => |s| Command::Screen { case: s.case.0, at: w(s.at), tool: s.tool.0, result: s.result.0, by: s.by.0,
            victim: s.victim.unwrap_or(false) };
    "victim" => Victim { case: Words, at: Option<Words>, by: Words }
        => |s| Command::Victim { case: s.case.0, at: w(s.at), by: s.by.0 };
    "close" => Close { case: Words, how: Words, reason: Words, verifier: Option<Words>, supervisor: Option<Words> }
        => |s| Command::Close { case: s.case.0, how: s.how.0, reason: s.reason.0, verifier: w(s.verifier),
            supervisor: w(s.supervisor) };
    "reopen" => Reopen { case: Words, reason: Words }
        => |s| Command::Reopen { case: s.case.0, reason: s.reason.0 };
    "set desk" => SetDesk { key: Words, value: Words }
        => |s| Command::SetDesk { key: s.key.0, value: s.value.0 };
    "set directory" => SetDirectory { key: Words, entry: Option<Pairs> }
        => |s| Command::SetDirectory { key: s.key.0, entry: s.entry.unwrap_or_default().0 };
}

/// An answer's value, or the state that stands in place of one.
fn said(value: Option<String>, state: Option<String>) -> Said {
    match (value, state.as_deref().map(plain).as_deref()) {
        (Some(value), None) => Said::Value(value),
        (_, Some("unknown" | "asked and unknown")) => Said::Unknown,
        (_, Some("refused")) => Said::Refused,
        (_, Some("not applicable" | "n/a")) => Said::NotApplicable,
        (None, Some("blank") | None) => Said::Blank,
        // Not one of the states: the parser refuses it in words, since no field takes nothing.
        (Some(value), Some(_)) => Said::Value(value),
        (None, Some(_)) => Said::Blank,
    }
}

/// Lower case, spaces for `_` and `-`.
pub(super) fn plain(words: &str) -> String {
    words.trim().to_lowercase().replace(['_', '-'], " ")
}

/// Reads an object into the shape of a command.
fn shaped<'de, T: Deserialize<'de>>(
    name: &str,
    keys: &[&str],
    object: Map<String, Value>,
) -> Result<T, Bad> {
    if let Some(unknown) = object.keys().find(|key| !keys.contains(&key.as_str())) {
        let mut problem = Problem::operator(format!(
            "`{name}` takes no `{}`; it takes {}.",
            SafeText::line(unknown),
            keys.join(", ")
        ));
        if let Some(near) = nearest(unknown, keys.iter().copied()) {
            problem = problem.hint(format!("Did you mean `{near}`?"));
        }
        return Err(Bad {
            field: Some(unknown.clone()),
            problem,
        });
    }
    // A key that is given as null was left out.
    let object: Map<String, Value> = object
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .collect();
    serde_path_to_error::deserialize(Value::Object(object)).map_err(|error| {
        let path = error.path().to_string();
        let words = without_place(&crate::codec::quiet(&error.inner().to_string()));
        let missing = words
            .strip_prefix("missing field `")
            .and_then(|rest| rest.strip_suffix('`'));
        let (field, sentence) = match missing {
            Some(key) => (key.to_owned(), format!("`{key}` is missing.")),
            None if path == "." => (String::new(), capital(&words)),
            None => (path.clone(), format!("`{path}`: {words}.")),
        };
        Bad {
            field: (!field.is_empty()).then_some(field),
            problem: Problem::operator(sentence),
        }
    })
}

/// serde's words without `at line 1 column 9`.
pub(super) fn without_place(words: &str) -> String {
    words
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}

/// The nearest of some words, if any is near.
pub(super) fn nearest<'a>(word: &str, among: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    among
        .map(|other| (strsim::damerau_levenshtein(word, other), other))
        .filter(|(far, other)| *far <= 2.max(other.len() / 3))
        .min_by_key(|(far, _)| *far)
        .map(|(_, other)| other)
}
