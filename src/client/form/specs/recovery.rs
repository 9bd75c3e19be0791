//! The child is found: where, back in care, the trafficking screen, the return interview.

use super::{TIME, YES_NO, line, words};
use crate::client::form::FormSpec;

/// Whereabouts became known.
pub static FOUND: FormSpec = FormSpec {
    id: "case.found",
    title: "Found",
    intro: &["Police first, if it was not police who found the child."],
    lines: &[
        words("place", "Where")
            .required()
            .example("asleep at his aunt's, 12 Elm Street"),
        words("by", "Found by").required().example("foster mother"),
        words("verified", "Verified by")
            .hint("Who saw the child, and how. Empty while somebody only says so.")
            .example("caregiver, in person"),
        TIME,
    ],
};

/// Back in an approved place.
pub static RETURNED: FormSpec = FormSpec {
    id: "case.returned",
    title: "Returned",
    intro: &[],
    lines: &[
        words("place", "To")
            .required()
            .example("the placement, 4 Oak Avenue"),
        words("by", "Received by")
            .required()
            .example("foster mother Denise Walker"),
        TIME,
    ],
};

/// The trafficking screen.
pub static SCREENED: FormSpec = FormSpec {
    id: "case.screened",
    title: "Trafficking screen",
    intro: &["Where there was none: tool \"none\", and why as the result."],
    lines: &[
        words("tool", "Tool").required().example("CSE-IT"),
        words("result", "Result")
            .required()
            .example("possible concern"),
        line("victim", "Identified victim", YES_NO)
            .required()
            .hint("Yes starts 24 hours to tell police."),
        words("by", "By")
            .required()
            .example("caseworker Lena Ortiz"),
        TIME,
    ],
};

/// The return interview.
pub static INTERVIEWED: FormSpec = FormSpec {
    id: "case.interviewed",
    title: "Return interview",
    intro: &[],
    lines: &[
        words("factors", "Why and what happened")
            .required()
            .hint("Why the child left, what happened away, what changes now.")
            .example("conflict over phone; stayed with cousin; new placement asked"),
        words("by", "By")
            .required()
            .example("caseworker Lena Ortiz"),
        TIME,
    ],
};

/// Information that the child is an identified victim.
pub static VICTIM: FormSpec = FormSpec {
    id: "case.victim",
    title: "Identified as a trafficking victim",
    intro: &["Police are owed this within 24 hours of the information."],
    lines: &[
        words("by", "By")
            .required()
            .example("caseworker Lena Ortiz"),
        TIME,
    ],
};
