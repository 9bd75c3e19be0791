//! Reads what people type into typed values, and says what was understood.
//!
//! [`parse`] dispatches on a field's [`Kind`]. Text that is not understood is refused with the
//! reason and a right example; what was typed is the caller's to keep. Showing is
//! [`super::show`]'s work.

use super::codes::{Found, List};
use super::field::Choice;
use super::value::Value;
use super::when::{self, Bias, Ctx, Heard};
use super::{Field, Kind, Problem, SafeText, State, age, names, show, time_words};

mod date;
mod measure;
mod phone;
#[cfg(test)]
mod tests;

pub use date::{is_birth, parse as date};
pub(crate) use measure::{
    g_of_whole_pounds as grams, inches_of_mm as inches, mm_of_whole_inches as mm,
    pounds_of_g as pounds,
};
pub use measure::{height, weight};
pub use phone::parse as phone;

/// The answer state that a word stands for: `?`, `unknown`, `refused`, `n/a`. Not a value.
pub fn answer_word(text: &str) -> Option<State> {
    let text = text.trim().to_lowercase().replace('\u{2019}', "'");
    Some(match text.trim_end_matches('.') {
        "?" | "??" | "unknown" | "unk" | "not known" | "don't know" | "dont know"
        | "asked, unknown" => State::Unknown,
        "refused" | "won't say" | "wont say" | "asked, refused" => State::Refused,
        "n/a" | "not applicable" | "does not apply" => State::NotApplicable,
        _ => return None,
    })
}

/// Reads an instant for a field: in the past, unless its row says that it may lie ahead.
///
/// There `4pm` is the next one to come, while a full date may lie on either side.
///
/// # Errors
/// As [`when::parse`].
pub fn instant(field: &Field, text: &str, ctx: &Ctx) -> Result<Heard, Problem> {
    if !field.ahead || ctx.bias != Bias::Past {
        return when::parse(text, ctx);
    }
    when::parse(text, &ctx.with(Bias::Future)).or_else(|_| when::parse(text, &ctx.with(Bias::Any)))
}

/// Reads a value of a field. Look for an [`answer_word`] first.
///
/// # Errors
/// A sentence with the reason, an example that would be accepted, and where there are several
/// candidates their names.
pub fn parse(field: &Field, text: &str, ctx: &Ctx) -> Result<Value, Problem> {
    let safe = SafeText::prose(text);
    if safe.is_empty() {
        return Err(
            Problem::operator(format!("{}: nothing was typed.", field.label))
                .example(field.example)
                .hint("If nobody knows, type ?"),
        );
    }
    let line = SafeText::line(text);
    let text = line.as_str();
    match field.kind {
        Kind::Line => Ok(Value::Text(line)),
        Kind::Prose => Ok(Value::Text(safe)),
        // A date or a number typed one row too early is no name, and would stand there as one.
        Kind::Name if !text.chars().any(char::is_alphabetic) => Err(Problem::operator(format!(
            "{}: there is no letter in it.",
            field.label
        ))),
        Kind::Name => Ok(Value::Name(names::parse(text))),
        Kind::Choice(choices) => choice(choices, text).map(|key| Value::Choice(key.to_owned())),
        Kind::Choices(choices) => {
            several(text, |part| choice(choices, part).map(str::to_owned)).map(Value::Many)
        }
        Kind::Code(list) => code(list, text).map(|code| Value::Choice(code.to_owned())),
        Kind::Codes(list) => {
            several(text, |part| code(list, part).map(str::to_owned)).map(Value::Many)
        }
        Kind::YesNo => yes_no(text).map(Value::Yes),
        Kind::Height => height(text).map(Value::Height),
        Kind::Weight => weight(text).map(Value::Weight),
        Kind::Date => date(text, is_birth(field), ctx).map(Value::Date),
        Kind::When => instant(field, text, ctx).map(|heard| Value::When(heard.instant)),
        Kind::Phone => phone(text).map(Value::Phone),
        Kind::Number => number(text).map(Value::Number),
    }
    .map_err(|problem| match problem.example {
        Some(_) => problem,
        None => problem.example(field.example),
    })
}

/// What was understood, for the line under a field: `5 ft 4 in · 163 cm · NCIC 504`.
pub fn understood(field: &Field, value: &Value, ctx: &Ctx) -> String {
    let mut out = match value {
        Value::When(instant) => time_words::echo(instant, ctx.now),
        Value::Name(name) => {
            let parts = [
                ("family", &name.family),
                ("given", &name.given),
                ("middle", &name.middle),
                ("suffix", &name.suffix),
            ];
            let said: Vec<String> = parts
                .iter()
                .filter(|(_, part)| !part.is_empty())
                .map(|(word, part)| format!("{word} {part}"))
                .collect();
            said.join(" · ")
        }
        value => show::words(field, value, ctx.zone).as_str().to_owned(),
    };
    if let (Value::Date(born), true) = (value, is_birth(field))
        && let Some(age) = age::words_on(*born, ctx.today())
    {
        out.push_str(&format!(" · age {age}"));
    }
    match show::official_or_why(field, value) {
        Ok(official) => out.push_str(&format!(" · NCIC {official}")),
        Err(Some(why)) => out.push_str(&format!(" · {why}")),
        Err(None) => {}
    }
    out
}

// ---- choices and codes ----

fn choice(choices: &'static [Choice], text: &str) -> Result<&'static str, Problem> {
    let typed = text.trim();
    let folded = names::fold(typed);
    let by_key = |c: &&Choice| c.key.eq_ignore_ascii_case(typed) || names::fold(c.label) == folded;
    let by_letter = |c: &&Choice| {
        let mut chars = typed.chars();
        chars
            .next()
            .is_some_and(|first| first.eq_ignore_ascii_case(&c.letter))
            && chars.next().is_none()
    };
    let words = |c: &Choice| names::fold(&c.label.replace(['-', '/', '(', ','], " "));
    let by_start = |c: &&Choice| {
        names::fold(c.label).starts_with(&folded) || c.key.starts_with(&folded.replace(' ', "_"))
    };
    let by_word = |c: &&Choice| {
        folded
            .split(' ')
            .all(|typed| words(c).split(' ').any(|word| word.starts_with(typed)))
    };
    if folded.is_empty() {
        return Err(none_of(choices));
    }
    let tiers: [&dyn Fn(&&Choice) -> bool; 4] = [&by_key, &by_letter, &by_start, &by_word];
    for tier in tiers {
        let hits: Vec<&Choice> = choices.iter().filter(tier).collect();
        match hits[..] {
            [] => {}
            [one] => return Ok(one.key),
            [first, ..] => {
                let labels: Vec<&str> = hits.iter().map(|c| c.label).collect();
                return Err(Problem::operator(format!("That could be {}.", or(&labels)))
                    .example(first.label));
            }
        }
    }
    Err(none_of(choices))
}

fn none_of(choices: &[Choice]) -> Problem {
    let labels: Vec<&str> = choices.iter().map(|c| c.label).collect();
    let problem = Problem::operator(format!("That is none of the choices: {}.", or(&labels)));
    match labels.first() {
        Some(first) => problem.example(*first),
        None => problem,
    }
}

/// At most so many candidates are named in a sentence.
const NAMED: usize = 6;

fn or(words: &[&str]) -> String {
    let shown = &words[..words.len().min(NAMED)];
    let rest = words.len() - shown.len();
    if rest > 0 {
        return format!("{} or {rest} more", shown.join(", "));
    }
    match shown {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

fn code(list: List, text: &str) -> Result<&'static str, Problem> {
    match list.find(text) {
        Found::One(code) => Ok(code.code),
        Found::Several(codes) => {
            let named: Vec<String> = codes
                .iter()
                .map(|c| format!("{} ({})", c.label, c.code))
                .collect();
            let named: Vec<&str> = named.iter().map(String::as_str).collect();
            let problem = Problem::operator(format!("That could be {}.", or(&named)));
            Err(match codes.first() {
                Some(first) => problem.example(first.code),
                None => problem,
            })
        }
        Found::None => {
            let codes = list.codes();
            let problem = if codes.len() <= 20 {
                let labels: Vec<String> = codes
                    .iter()
                    .map(|c| format!("{} {}", c.code, c.label))
                    .collect();
                Problem::operator(format!("That is not in the list: {}.", labels.join(", ")))
            } else {
                Problem::operator("Nothing in the list fits those words.").hint(
                    "Fewer or simpler words find more; what does not fit goes into the notes.",
                )
            };
            Err(problem)
        }
    }
}

/// Several answers parted by commas, semicolons or `and`; each once, in the order given.
fn several(
    text: &str,
    one: impl Fn(&str) -> Result<String, Problem>,
) -> Result<Vec<String>, Problem> {
    let mut out: Vec<String> = Vec::new();
    let mut add = |found: String| {
        if !out.contains(&found) {
            out.push(found);
        }
    };
    // The whole may be one label with commas or "and" in it.
    if let Ok(found) = one(text) {
        return Ok(vec![found]);
    }
    for part in text
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        match one(part) {
            Ok(found) => add(found),
            Err(problem) => {
                let halves: Vec<&str> = part.split(" and ").collect();
                if halves.len() < 2 {
                    return Err(problem);
                }
                for half in halves {
                    add(one(half)?);
                }
            }
        }
    }
    if out.is_empty() {
        Err(Problem::operator("Nothing was named."))
    } else {
        Ok(out)
    }
}

fn yes_no(text: &str) -> Result<bool, Problem> {
    match text.trim().to_lowercase().as_str() {
        "y" | "yes" | "yeah" | "yep" | "true" | "1" | "on" | "si" | "sí" => Ok(true),
        "n" | "no" | "nope" | "false" | "0" | "off" => Ok(false),
        _ => Err(Problem::operator("That is neither yes nor no.")
            .example("yes")
            .hint("If nobody knows, type ?")),
    }
}

fn number(text: &str) -> Result<i64, Problem> {
    let text = text.trim().to_lowercase();
    let bare = text
        .trim_start_matches("about ")
        .trim_start_matches('~')
        .trim()
        .replace(',', "");
    bare.parse::<i64>()
        .ok()
        .filter(|n| (0..=1_000_000_000).contains(n) && !bare.starts_with('+'))
        .ok_or_else(|| Problem::operator("That is not a whole number.").example("3"))
}
