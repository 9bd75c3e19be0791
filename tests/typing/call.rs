//! Written calls: what the caller says, what the operator types, what the desk must know in the end.
//!
//! A line each: `#` is a comment; `at`, `agency`, `zone` and `target` set the stage; `began` is when the desk was
//! founded, if earlier, and `do` a line of `porchlight do` that it carried out then; `"` is what is heard; `>` is typed, `<Enter>` for a key with a
//! name; `wait 30` lets seconds pass; `= look.height = 5 ft 4 in` must hold at the end (`= duty police.report =
//! confirmed`, `= look.eyes = unknown`); `still` before the field when it comes from the file and was asked again.

use porchlight::codec;
use porchlight::wire::Command;

/// A written call.
#[derive(Debug, Default)]
pub struct Call {
    pub name: String,
    pub at: String,
    /// When the desk was founded; empty when just before the call.
    pub began: String,
    pub agency: String,
    pub zone: String,
    pub target: usize,
    /// Commands of the time before, in order.
    pub before: Vec<Command>,
    /// The call itself.
    pub steps: Vec<Step>,
    /// What must hold at its end.
    pub facts: Vec<Fact>,
}

/// A step of the call.
#[derive(Debug, PartialEq)]
pub enum Step {
    Heard(String),
    Type(String),
    Wait(i64),
}

/// What must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// A field's id, or `duty` and a duty's id.
    pub of: String,
    /// Words of the value, or the word of a state.
    pub is: String,
    /// It stood on file, and was asked again.
    pub still: bool,
}

/// Reads `tests/calls/NAME.txt`.
pub fn read(name: &str) -> Call {
    let path = format!("{}/tests/calls/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut call = Call {
        name: name.replace('_', " "),
        ..Call::default()
    };
    for (nth, line) in text.lines().enumerate() {
        let line = line.trim_end();
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "" | "#" => {}
            "at" => call.at = rest.to_owned(),
            "began" => call.began = rest.to_owned(),
            "agency" => call.agency = rest.to_owned(),
            "zone" => call.zone = rest.to_owned(),
            "target" => call.target = rest.parse().unwrap(),
            "do" => call.before.push(command(rest)),
            "\"" => call.steps.push(Step::Heard(rest.to_owned())),
            ">" => call.steps.push(Step::Type(rest.to_owned())),
            "wait" => call.steps.push(Step::Wait(rest.parse().unwrap())),
            "=" => {
                let (still, rest) = match rest.strip_prefix("still ") {
                    Some(rest) => (true, rest),
                    None => (false, rest),
                };
                let (of, is) = rest.split_once(" = ").unwrap_or_else(|| {
                    panic!("{path}, line {}: a fact is `= field = words`", nth + 1)
                });
                call.facts.push(Fact {
                    of: of.to_owned(),
                    is: is.to_owned(),
                    still,
                });
            }
            _ => panic!("{path}, line {}: what is “{line}”?", nth + 1),
        }
    }
    call
}

/// A command from its `do` line, read as `porchlight do` reads it.
fn command(line: &str) -> Command {
    match codec::command::read(line, |_| None) {
        Ok(read) => read.command,
        Err(bad) => panic!("{line}: {:?}: {}", bad.field, bad.problem),
    }
}
