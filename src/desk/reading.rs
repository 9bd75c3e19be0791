//! Reading and showing values until the record's own reader stands; replaced by it.

use crate::record::when::{self, Ctx};
use crate::record::{Field, Kind, Problem, SafeText, Value, names, time_words};

/// Reads what can be read already.
pub fn parse(field: &Field, words: &str, ctx: &Ctx) -> Result<Value, Problem> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Problem::operator("Nothing was typed.").example(field.example));
    }
    Ok(match field.kind {
        Kind::Name => Value::Name(names::parse(words)),
        Kind::When => Value::When(when::parse(words, ctx)?.instant),
        Kind::Choice(choices) => choices
            .iter()
            .find(|c| c.key.eq_ignore_ascii_case(words) || c.label.eq_ignore_ascii_case(words))
            .map(|c| Value::Choice(c.key.to_owned()))
            .ok_or_else(|| {
                Problem::operator("That is none of the choices.").example(field.example)
            })?,
        Kind::Code(_) => Value::Choice(words.to_uppercase()),
        Kind::YesNo => match words.to_lowercase().as_str() {
            "yes" | "y" => Value::Yes(true),
            "no" | "n" => Value::Yes(false),
            _ => return Err(Problem::operator("Yes or no.").example("yes")),
        },
        Kind::Number => Value::Number(
            words
                .parse()
                .map_err(|_| Problem::operator("That is not a number.").example(field.example))?,
        ),
        _ => Value::Text(SafeText::line(words)),
    })
}

/// Shows a value.
pub fn value(_field: &Field, value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Name(name) => name.typed.to_string(),
        Value::Choice(key) => key.clone(),
        Value::Many(keys) => keys.join(", "),
        Value::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::When(at) => time_words::instant(at),
        Value::Number(n) => n.to_string(),
        Value::Phone(phone) => phone.typed.to_string(),
        Value::Height(_) | Value::Weight(_) | Value::Date(_) => String::new(),
    }
}

/// As it would be typed again.
pub fn typed(field: &Field, shown: &Value) -> String {
    value(field, shown)
}

/// The official form.
pub fn official(_field: &Field, _value: &Value) -> Option<String> {
    None
}
