//! What a story types as lines: answers, entries of groups, tries.

use super::night::{Done, Night};
use serde_json::{Value, json};

/// The first case of a night.
pub const CASE: &str = "A-0001";

/// Answers a field of the first case.
pub fn answer(night: &mut Night, field: &str, value: &str) -> Done {
    line(
        night,
        json!({"do": "answer", "case": CASE, "field": field, "value": value}),
    )
}

/// Answers several fields.
pub fn answers(night: &mut Night, facts: &[(&str, &str)]) {
    for (field, value) in facts {
        answer(night, field, value);
    }
}

/// Marks a field as asked and unknown.
pub fn unknown(night: &mut Night, field: &str) -> Done {
    line(
        night,
        json!({"do": "answer", "case": CASE, "field": field, "state": "unknown"}),
    )
}

/// Adds an entry to a group.
pub fn add(night: &mut Night, group: &str, facts: &[(&str, &str)]) -> Done {
    let answers: serde_json::Map<String, Value> = facts
        .iter()
        .map(|(field, value)| ((*field).to_owned(), json!(value)))
        .collect();
    line(
        night,
        json!({"do": "add", "case": CASE, "group": group, "answers": answers}),
    )
}

/// Carries out a line given as JSON.
pub fn line(night: &mut Night, line: Value) -> Done {
    night.does(&line.to_string())
}

/// Police take the report of the first case now, by phone, with a number.
pub fn police_told(night: &mut Night, number: &str) -> Done {
    line(
        night,
        json!({"do": "attempt", "case": CASE, "duty": "police.report", "outcome": "confirmed", "channel": "phone",
            "person": "Ofc. Ruiz", "badge": "2207", "office": "Harlan City Police", "number": number}),
    )
}

/// NCMEC confirms the report of the first case now, by phone, with a reference.
pub fn ncmec_told(night: &mut Night, number: &str) -> Done {
    line(
        night,
        json!({"do": "attempt", "case": CASE, "duty": "ncmec.report", "outcome": "confirmed", "channel": "phone",
            "person": "specialist Kim", "number": number}),
    )
}

/// Holds that a text says something, wherever it breaks its lines.
pub fn says(text: &str, words: &str) {
    let run = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        run(text).contains(&run(words)),
        "“{words}” is not said in:\n{text}"
    );
}

/// Holds that a text does not say something.
pub fn says_no(text: &str, words: &str) {
    let run = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        !run(text).contains(&run(words)),
        "“{words}” is said in:\n{text}"
    );
}
