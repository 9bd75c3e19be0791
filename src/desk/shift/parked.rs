//! Parked calls, as they stand among the drafts: a place that names the case, a text whose first line is for people.

use crate::record::{CaseId, SafeText};

/// What the place of a parked call begins with.
const PREFIX: &str = "parked case ";
/// The place of where a session is.
pub const HERE: &str = "here";
/// What the place of a word for an operator who is away begins with.
pub const TOLD: &str = "told ";

/// The case of a parked call; `None` when the place is another.
pub fn case_of(place: &str) -> Option<CaseId> {
    place.strip_prefix(PREFIX)?.trim().parse().ok()
}

/// What a parked call says to people: where it stopped and what comes next.
pub fn words_of(text: &str) -> SafeText {
    SafeText::line(text.lines().next().unwrap_or_default())
}

/// The case and the field that a draft's place names: `case <id> field <id> [<item>]`.
pub fn typed_in(place: &str) -> Option<(CaseId, Option<&str>)> {
    let rest = place.strip_prefix("case ")?;
    let (case, what) = rest.split_once(' ')?;
    let field = what
        .strip_prefix("field ")
        .and_then(|words| words.split(' ').next());
    Some((case.parse().ok()?, field))
}

/// Whether a place holds something a person typed, rather than where they were or what they are told.
pub fn is_typed(place: &str) -> bool {
    place != HERE && !place.starts_with(PREFIX) && !place.starts_with(TOLD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_say_what_they_are() {
        let id = CaseId(0x2a);
        assert_eq!(case_of(&format!("parked case {id}")), Some(id));
        assert_eq!(case_of(&format!("case {id} came-at")), None);
        let place = format!("case {id} field look.hair 0000000000000000000000000000000a");
        assert_eq!(typed_in(&place), Some((id, Some("look.hair"))));
        assert_eq!(typed_in(&format!("case {id} came-at")), Some((id, None)));
        assert_eq!(typed_in("here"), None);
        assert!(is_typed(&place) && !is_typed("here") && !is_typed("told x"));
        assert_eq!(
            words_of("stopped at Hair color\nspot x").as_str(),
            "stopped at Hair color"
        );
    }
}
