//! Lines of `porchlight do`: one JSON command a line, `{"do":"open","name":"Jane Roe"}`.
//!
//! Unknown keys are refused. A refusal names the key, the reason and a right example. Beside the command stand
//! `operator` (who acts) and `at` (a pretended now, on practice desks only).
//!
//! | file | what it is |
//! |---|---|
//! | `shapes` | the shape of each command, declared once: its keys with their types |
//! | `values` | what may stand under a key: words, pairs, lists of facts |
//! | `results` | the line that answers a line |

mod results;
mod shapes;
mod values;

pub use results::{bad_line, good_line};
pub use shapes::COMMANDS;

use serde_json::Value;
use shapes::{command, nearest, plain, without_place};

use crate::record::{Problem, SafeText};
use crate::wire::command::Command;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::command::Said;

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
