//! Lines of `porchlight do`: one JSON command a line, `{"do":"open","name":"Jane Roe"}`.
//!
//! Unknown keys are refused. A refusal names the key, the reason and a right example. Beside the command stand
//! `operator` (who acts) and `at` (a pretended now, on practice desks only).

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::record::{Problem, SafeText};
use crate::wire::Outcome;
use crate::wire::command::{AttemptSaid, Command, HeardSaid, Said};

/// A line, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Who acts, when the line says so.
    pub operator: Option<String>,
    /// A pretended now, in words.
    pub at: Option<String>,
    /// The command.
    pub command: Command,
}

/// What is wrong with a line: the key, where one is to blame, and the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The key.
    pub field: Option<String>,
    /// Why, with a right example.
    pub problem: Problem,
}

/// A value as typed: a string, or a number or yes/no that another system wrote bare.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Words(String);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Words;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("words in quotes, a number, true or false")
            }
            fn visit_str<E: de::Error>(self, words: &str) -> Result<Words, E> {
                Ok(Words(words.to_owned()))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Words, E> {
                Ok(Words(number.to_string()))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Words, E> {
                Ok(Words(number.to_string()))
            }
            fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Words, E> {
                Ok(Words(if yes { "yes" } else { "no" }.to_owned()))
            }
        }
        from.deserialize_any(Any)
    }
}

/// An object of words, in the order written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Pairs;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of field and value")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some((key, Words(value))) = map.next_entry::<String, Words>()? {
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Any)
    }
}

/// A list of fields: `"look.height"`, or `{"field":"companion.name","item":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Facts(Vec<(String, Option<String>)>);

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum One {
            Field(String),
            Of { field: String, item: Option<String> },
        }
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Facts;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of fields")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Facts, A::Error> {
                let mut facts = Vec::new();
                while let Some(one) = list.next_element()? {
                    facts.push(match one {
                        One::Field(field) => (field, None),
                        One::Of { field, item } => (field, item),
                    });
                }
                Ok(Facts(facts))
            }
        }
        from.deserialize_seq(Any)
    }
}

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

        fn command(name: &str, object: Map<String, Value>) -> Option<Result<Command, Bad>> {
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
    "came at" => CameAt { case: Words, channel: Words, at: Option<Words> }
        => |s| Command::CameAt { case: s.case.0, channel: s.channel.0, at: w(s.at) };
    "first" => First { case: Words, question: Words, answer: Words }
        => |s| Command::First { case: s.case.0, question: s.question.0, answer: s.answer.0 };
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
fn plain(words: &str) -> String {
    words.trim().to_lowercase().replace(['_', '-'], " ")
}

/// Reads a line.
///
/// # Errors
/// What is wrong with it, by key, with a right example where `example` gives one for the command.
pub fn read(text: &str, example: impl Fn(&str) -> Option<&'static str>) -> Result<Line, Bad> {
    let bad = |field: Option<&str>, problem: Problem| Bad {
        field: field.map(str::to_owned),
        problem,
    };
    let some = || example("open").unwrap_or("{\"do\":\"open\"}");
    let mut object = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) => {
            return Err(bad(
                None,
                Problem::operator("A line is one JSON object.").example(some()),
            ));
        }
        Err(error) => {
            return Err(bad(
                None,
                Problem::operator(format!(
                    "This is not JSON: {} at column {}.",
                    without_place(&error.to_string()),
                    error.column()
                ))
                .example(some()),
            ));
        }
    };
    let mut take = |key: &str| -> Result<Option<String>, Bad> {
        match object.remove(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(words)) => Ok(Some(words)),
            Some(_) => Err(bad(
                Some(key),
                Problem::operator(format!("`{key}` takes words in quotes.")),
            )),
        }
    };
    let operator = take("operator")?;
    let name = take("do")?.ok_or_else(|| {
        bad(
            Some("do"),
            Problem::operator("Which command is not said: `do` is missing.").example(some()),
        )
    })?;
    let name = plain(&name);
    let Some((known, keys)) = COMMANDS.iter().find(|(known, _)| *known == name) else {
        let nearest = nearest(&name, COMMANDS.iter().map(|(known, _)| *known));
        return Err(bad(
            Some("do"),
            Problem::operator(format!("There is no command `{}`.", SafeText::line(&name)))
                .example(nearest.and_then(&example).unwrap_or_else(some))
                .hint("`porchlight do --help` lists them all."),
        ));
    };
    // Commands that take a time of their own call it `at`; there the pretended now is `now`.
    let at = match keys.contains(&"at") {
        true => take("now")?,
        false => match take("now")? {
            Some(now) => Some(now),
            None => take("at")?,
        },
    };
    if let (true, Some(Value::String(state))) = (*known == "answer", object.get("state"))
        && !matches!(
            plain(state).as_str(),
            "unknown" | "asked and unknown" | "refused" | "not applicable" | "n/a" | "blank"
        )
    {
        return Err(bad(
            Some("state"),
            Problem::operator(
                "`state` is unknown, refused, not applicable or blank; a known answer is `value`.",
            )
            .example("{\"do\":\"answer\",\"case\":\"last\",\"field\":\"child.dob\",\"state\":\"unknown\"}"),
        ));
    }
    if *known == "answer" {
        match (object.contains_key("value"), object.contains_key("state")) {
            (true, true) => {
                return Err(bad(
                    Some("state"),
                    Problem::operator("An answer has a `value` or a `state`, not both."),
                ));
            }
            (false, false) => {
                return Err(bad(
                    Some("value"),
                    Problem::operator("`value` is missing, or `state` in its place.")
                        .example(example("answer").unwrap_or_else(some)),
                ));
            }
            _ => {}
        }
    }
    let command = match command(known, object) {
        Some(Ok(command)) => command,
        Some(Err(mut wrong)) => {
            if wrong.problem.example.is_none() {
                wrong.problem.example = example(known).map(str::to_owned);
            }
            return Err(wrong);
        }
        None => {
            return Err(bad(
                Some("do"),
                Problem::ours(format!("The command `{known}` has no reader.")),
            ));
        }
    };
    Ok(Line {
        operator,
        at,
        command,
    })
}

/// The key of a command that a refusal by the desk is most likely about: the field answered, else none.
pub fn blamed(command: &Command) -> Option<String> {
    match command {
        Command::Answer { field, .. } | Command::StillTrue { field, .. } => Some(field.clone()),
        Command::Add { group, .. } => Some(group.clone()),
        Command::Attempt(said) => Some(said.duty.clone()),
        Command::SetDesk { key, .. } | Command::SetDirectory { key, .. } => Some(key.clone()),
        _ => None,
    }
}

/// The result of a line that was carried out: `line`, `ok`, `case`, `case_id`, `made`, `understood`, `notes`; what
/// there is not is left out. A conflict is `"ok":false` with both values.
pub fn good_line(line: usize, outcome: &Outcome) -> String {
    let mut object = Ordered::new(line);
    match outcome {
        Outcome::Saved {
            case,
            case_number,
            made,
            understood,
            notes,
        } => {
            object.put("ok", Value::Bool(true));
            object.words("case", case_number.as_deref());
            object.words("case_id", case.map(|id| id.to_string()).as_deref());
            object.words("made", made.as_deref());
            object.words("understood", understood.as_deref());
            if !notes.is_empty() {
                object.put("notes", Value::from(notes.clone()));
            }
        }
        Outcome::Conflict(conflict) => {
            object.put("ok", Value::Bool(false));
            object.words("field", Some(&conflict.field));
            object.words(
                "problem",
                Some("Somebody else changed this since you saw it; nothing was saved. Answer again with `saw` to decide."),
            );
            object.words("case", Some(&conflict.case_number));
            object.words("theirs", Some(conflict.theirs.as_str()));
            object.words("by", Some(conflict.by.as_str()));
            object.put("saw", Value::from(conflict.saw));
            object.words("yours", Some(conflict.yours.as_str()));
        }
        _ => object.put("ok", Value::Bool(true)),
    }
    object.line()
}

/// The result of a line that was refused: `line`, `ok`, `field`, `problem`, `example`, `hint`.
pub fn bad_line(line: usize, bad: &Bad) -> String {
    let mut object = Ordered::new(line);
    object.put("ok", Value::Bool(false));
    object.words("field", bad.field.as_deref());
    object.words("problem", Some(&bad.problem.sentence));
    object.words("example", bad.problem.example.as_deref());
    object.words("hint", bad.problem.hint.as_deref());
    object.line()
}

/// A JSON object whose keys stand in the order they were put.
struct Ordered(String);

impl Ordered {
    fn new(line: usize) -> Self {
        Self(format!("{{\"line\":{line}"))
    }
    fn put(&mut self, key: &str, value: Value) {
        self.0.push_str(&format!(",{}:{value}", Value::from(key)));
    }
    fn words(&mut self, key: &str, words: Option<&str>) {
        if let Some(words) = words {
            self.put(key, Value::from(words));
        }
    }
    fn line(mut self) -> String {
        self.0.push('}');
        self.0
    }
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
        let words = without_place(&super::quiet(&error.inner().to_string()));
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
fn without_place(words: &str) -> String {
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
fn nearest<'a>(word: &str, among: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    among
        .map(|other| (strsim::damerau_levenshtein(word, other), other))
        .filter(|(far, other)| *far <= 2.max(other.len() / 3))
        .min_by_key(|(far, _)| *far)
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_bad(text: &str, field: Option<&str>, words: &str) {
        let bad = read(text, |name| (name == "open").then_some("{\"do\":\"open\"}")).unwrap_err();
        assert_eq!(bad.field.as_deref(), field, "{text}: {bad:?}");
        assert!(
            bad.problem.to_string().contains(words),
            "{text}: {}",
            bad.problem
        );
    }

    #[test]
    fn a_bad_line_is_refused_by_key_with_the_reason() {
        check_bad("{\"do\":", None, "not JSON");
        check_bad("[1]", None, "one JSON object");
        check_bad("{\"name\":\"x\"}", Some("do"), "`do` is missing");
        check_bad("{\"do\":\"opne\"}", Some("do"), "no command `opne`");
        check_bad("{\"do\":7}", Some("do"), "words in quotes");
        check_bad(
            "{\"do\":\"open\",\"nam\":\"x\"}",
            Some("nam"),
            "Did you mean `name`?",
        );
        check_bad(
            "{\"do\":\"note\",\"case\":\"last\"}",
            Some("text"),
            "`text` is missing",
        );
        check_bad(
            "{\"do\":\"note\",\"case\":\"last\",\"text\":[1]}",
            Some("text"),
            "words in quotes",
        );
        check_bad(
            "{\"do\":\"triage\",\"case\":\"last\",\"row\":\"one\"}",
            Some("row"),
            "row",
        );
        check_bad(
            "{\"do\":\"answer\",\"case\":\"last\",\"field\":\"x\"}",
            Some("value"),
            "missing",
        );
        check_bad(
            "{\"do\":\"answer\",\"case\":\"last\",\"field\":\"x\",\"state\":\"dunno\"}",
            Some("state"),
            "unknown, refused",
        );
    }

    #[test]
    fn values_may_be_bare_numbers_and_yes_or_no() {
        let line = read(
            "{\"do\":\"answer\",\"case\":\"last\",\"field\":\"child.age\",\"value\":15,\"operator\":\"Dan\",\"at\":\"01:12\"}",
            |_| None,
        )
        .unwrap();
        assert_eq!(line.operator.as_deref(), Some("Dan"));
        assert_eq!(line.at.as_deref(), Some("01:12"));
        assert!(matches!(line.command, Command::Answer { said: Said::Value(v), .. } if v == "15"));
    }

    #[test]
    fn a_commands_own_time_is_not_the_pretended_now() {
        let line = read(
            "{\"do\":\"victim\",\"case\":\"last\",\"by\":\"Lena\",\"at\":\"01:12\",\"now\":\"02:00\"}",
            |_| None,
        )
        .unwrap();
        assert_eq!(line.at.as_deref(), Some("02:00"));
        assert!(matches!(line.command, Command::Victim { at: Some(at), .. } if at == "01:12"));
    }
}
