//! What police might enter: category (MKE) and circumstances (MPC), suggested from the facts.
//!
//! Police choose. The desk says what it would suggest and which fact suggests it; a juvenile entry
//! is what is left when no fact on danger, disability or abduction stands.

use crate::record::case::Whole;
use crate::record::{FieldId, Value};

/// A suggested code with the fact behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The code (`EME`).
    pub code: &'static str,
    /// What it stands for.
    pub label: &'static str,
    /// The fact that suggests it.
    pub because: String,
}

/// Facts that make an entry *endangered*, each a yes-or-no field of the record.
pub const ENDANGERING: &[&str] = &[
    "risk.suicidal",
    "risk.trafficking",
    "risk.medication",
    "risk.pregnant",
    "risk.enticement",
    "risk.gang",
    "risk.violence",
];

fn is_yes(whole: &Whole<'_>, field: &'static str) -> bool {
    match whole.value(FieldId(field)) {
        Some(Value::Yes(yes)) => *yes,
        Some(Value::Choice(key)) => matches!(key.as_str(), "yes" | "known" | "suspected"),
        _ => false,
    }
}

/// The kind of episode, by its stored key.
pub fn kind<'a>(whole: &Whole<'a>) -> Option<&'a str> {
    match whole.value(FieldId("call.kind")) {
        Some(Value::Choice(key)) => Some(key),
        _ => None,
    }
}

/// The category of the NCIC entry.
pub fn category(whole: &Whole<'_>) -> Suggestion {
    if let Some(kind @ ("family_abduction" | "nonfamily_abduction")) = kind(whole) {
        return Suggestion {
            code: "EMI",
            label: "involuntary",
            because: format!("kind of episode: {}", kind.replace('_', " ")),
        };
    }
    if is_yes(whole, "risk.disability") {
        return Suggestion {
            code: "EMD",
            label: "disability",
            because: "a disability is known".into(),
        };
    }
    if whole.case.danger_now == Some(crate::record::event::YesNoUnknown::Yes) {
        return Suggestion {
            code: "EME",
            label: "endangered",
            because: "the caller says danger now".into(),
        };
    }
    for field in ENDANGERING {
        if is_yes(whole, field) {
            let label = crate::record::fields::by_name(field).map_or(*field, |f| f.label);
            return Suggestion {
                code: "EME",
                label: "endangered",
                because: label.to_lowercase(),
            };
        }
    }
    Suggestion {
        code: "EMJ",
        label: "juvenile",
        because: "no fact of danger, disability or abduction stands".into(),
    }
}

/// The circumstances code, where one exists. There is none for lost or unknown.
pub fn circumstances(whole: &Whole<'_>) -> Option<Suggestion> {
    let (code, label) = match kind(whole)? {
        "runaway" => ("R", "runaway"),
        "family_abduction" => ("N", "abducted by a parent without custody"),
        "nonfamily_abduction" => ("S", "abducted by a stranger"),
        _ => return None,
    };
    Some(Suggestion {
        code,
        label,
        because: "kind of episode".into(),
    })
}
