//! The course of a case: its times corrected, triage, notes, links, entries, sources, closing and reopening.

use super::{choice, line, words};
use crate::client::form::{FormSpec, LineKind};

/// A correction of the instant the information was received.
pub static CORRECT: FormSpec = FormSpec {
    id: "received.correct",
    title: "Correct when the information was received",
    intro: &[
        "Both values stay. Earlier moves every clock at once.",
        "Later needs a second person; until then the earlier deadline governs.",
    ],
    lines: &[
        line("to", "Received at", LineKind::Time)
            .required()
            .example("22:10"),
        words("reason", "Why")
            .required()
            .example("the voicemail came at 22:10"),
    ],
};

/// The second person on a correction to later.
pub static SECOND: FormSpec = FormSpec {
    id: "received.confirm",
    title: "Second person on a later received time",
    intro: &["Not the person who made the correction."],
    lines: &[
        line(
            "agree",
            "Agreed",
            LineKind::Choice(&[
                choice("yes", "yes, it was received later", 'y'),
                choice("no", "no, the earlier time stands", 'n'),
            ]),
        )
        .required(),
        words("by", "By").required().example("supervisor R. Chen"),
        words("reason", "Why not").required().when(&["no"]),
    ],
};

const DECISION: LineKind = LineKind::Choice(&[
    choice("yes", "yes", 'y'),
    choice("no", "no", 'n'),
    choice("case by case", "case by case", 'c'),
]);

/// A triage decision.
pub static TRIAGE: FormSpec = FormSpec {
    id: "triage",
    title: "Triage: a person decides",
    intro: &[],
    lines: &[
        line("row", "Row", LineKind::Row)
            .required()
            .hint("A digit takes a proposed row.")
            .example("5"),
        line("police", "Report to police", DECISION).hint("As the row says when left."),
        line("ncmec", "Report to NCMEC", DECISION).hint("As the row says when left."),
        words("reason", "Why")
            .hint("Required where the decision differs from the row.")
            .example("school confirms attendance today 08:05"),
        words("verifier", "Verified by")
            .hint("Where the row says not missing: who saw the child, and how.")
            .example("school office, Ms Adler, saw him in class at 08:05"),
        line("again_at", "Verify again", LineKind::Later).example("tomorrow 08:30"),
    ],
};

/// Words for the file.
pub static NOTE: FormSpec = FormSpec {
    id: "note",
    title: "Note",
    intro: &[],
    lines: &[words("text", "Note").required()],
};

/// Another case of the same event.
pub static LINK: FormSpec = FormSpec {
    id: "case.link",
    title: "Link a case of the same event",
    intro: &[
        "One event, one case for each child. What was said of the event is taken over where it is blank.",
    ],
    lines: &[words("other", "Which case")
        .required()
        .hint("Its number, or the child's name.")
        .example("A-0412")],
};

/// Taking an entry out.
pub static REMOVE: FormSpec = FormSpec {
    id: "item.remove",
    title: "Remove the entry",
    intro: &["It stays in the history."],
    lines: &[words("reason", "Why").required().example("entered twice")],
};

/// Who gave an answer, and as of when.
pub static SAID_BY: FormSpec = FormSpec {
    id: "answer.said-by",
    title: "Who said it",
    intro: &[],
    lines: &[
        words("said_by", "Said by")
            .required()
            .example("foster mother"),
        line("as_of", "True as of", LineKind::Time)
            .hint("When that is not now.")
            .example("last month"),
    ],
};

/// Closing a case.
pub static CLOSE: FormSpec = FormSpec {
    id: "case.close",
    title: "Close the case",
    intro: &["What is still owed is listed; nothing closes in silence."],
    lines: &[
        line(
            "how",
            "How it ended",
            LineKind::Choice(&[
                choice("returned", "returned, everybody told", 'r'),
                choice("found before report", "found before any report", 'f'),
                choice("not missing", "not missing by triage", 'n'),
                choice("other", "another end", 'o'),
            ]),
        )
        .required(),
        words("reason", "Why").required(),
        words("verifier", "Verified by")
            .hint("Who saw the child.")
            .example("caregiver Rosa Bell, in person"),
        words("supervisor", "Supervisor")
            .hint("Where a duty is still open, or nothing was reported.")
            .example("R. Chen"),
    ],
};

/// Closing an intake begun by mistake.
pub static MISTAKEN: FormSpec = FormSpec {
    id: "case.mistaken",
    title: "Mistaken intake",
    intro: &["It stays in the log. A named child needs the triage screen instead."],
    lines: &[words("reason", "Why").required().example("wrong number")],
};

/// Opening a closed case again.
pub static REOPEN: FormSpec = FormSpec {
    id: "case.reopen",
    title: "Reopen the case",
    intro: &["No clock is reset. A new run is a new case, not this one."],
    lines: &[words("reason", "Why")
        .required()
        .example("closed on the wrong child")],
};
