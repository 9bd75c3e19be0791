//! Showing masked fields, breaking the glass, changing an operator, reviewing what was flagged.

use super::{choice, line, words};
use crate::client::form::{FormSpec, LineKind};

/// Masked fields are shown for a reason.
pub static REVEAL: FormSpec = FormSpec {
    id: "case.reveal",
    title: "Show masked fields",
    intro: &["Shown on this screen for 5 minutes. The reason stands in the log; no name in it."],
    lines: &[words("reason", "Why")
        .required()
        .example("police ask for the number")],
};

/// For a child in danger.
pub static GLASS: FormSpec = FormSpec {
    id: "case.glass",
    title: "Break the glass",
    intro: &[
        "For a child in danger: every masked field of this case opens on this screen.",
        "Everybody on the desk is told, and a supervisor reviews it.",
    ],
    lines: &[words("reason", "Why")
        .required()
        .example("caller saw the child with the man from the note")],
};

/// A change of somebody on the roster.
pub static OPERATOR: FormSpec = FormSpec {
    id: "desk.operator",
    title: "Change an operator",
    intro: &["A suspended person is out of every session at once."],
    lines: &[
        line(
            "what",
            "What",
            LineKind::Choice(&[
                choice("release", "let try again after a lock-out", 'l'),
                choice("suspend", "suspend", 's'),
                choice("restore", "let a suspended person act again", 'a'),
                choice("role", "another role", 'r'),
            ]),
        )
        .required(),
        words("name", "Who").required().example("Dan Wu"),
        line(
            "role",
            "Role",
            LineKind::Choice(&[
                choice("intake", "intake", 'i'),
                choice("reviewer", "reviewer", 'r'),
                choice("supervisor", "supervisor", 's'),
                choice("auditor", "auditor", 'a'),
            ]),
        )
        .required()
        .when(&["role"]),
        words("reason", "Why")
            .required()
            .when(&["release", "suspend", "restore"])
            .example("it was Dan; spoke with him"),
    ],
};

/// What was flagged was looked at.
pub static REVIEW: FormSpec = FormSpec {
    id: "desk.review",
    title: "Review what was flagged",
    intro: &["The oldest that nobody has reviewed."],
    lines: &[words("words", "What came of it")
        .required()
        .example("spoke with Dan; in order")],
};
