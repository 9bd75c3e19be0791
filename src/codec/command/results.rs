//! The line that answers a line: what was done and how it was understood, or why it was refused.

use serde_json::Value;

use super::Bad;
use crate::wire::Outcome;

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
    pub(super) fn new(line: usize) -> Self {
        Self(format!("{{\"line\":{line}"))
    }
    fn put(&mut self, key: &str, value: Value) {
        self.0.push_str(&format!(",{}:{value}", Value::from(key)));
    }
    pub(super) fn words(&mut self, key: &str, words: Option<&str>) {
        if let Some(words) = words {
            self.put(key, Value::from(words));
        }
    }
    pub(super) fn line(mut self) -> String {
        self.0.push('}');
        self.0
    }
}
