//! What a caller says: police, NCMEC, anybody else.

use super::{TIME, choice, line};
use crate::client::form::{FormSpec, LineKind};

/// A call in from police.
pub static HEARD_POLICE: FormSpec = FormSpec {
    id: "heard.police",
    title: "Police on the phone",
    intro: &[],
    lines: &[
        line(
            "confirms",
            "They give",
            LineKind::Choice(&[
                choice("ncic.number", "the NCIC number", 'n'),
                choice("police.report", "the case number", 'c'),
                choice("", "something else", 'o'),
            ]),
        ),
        line("number", "Number", LineKind::Number)
            .example("M123456789")
            .when(&["ncic.number", "police.report"]),
        line("again", "Number once more", LineKind::Again("number"))
            .when(&["ncic.number", "police.report"]),
        line("who", "Who", LineKind::Words)
            .required()
            .example("Ofc. Ruiz, badge 2207"),
        line("what", "What was said", LineKind::Words).example("entered in NCIC at 02:40"),
        TIME,
    ],
};

/// A call in from NCMEC.
pub static HEARD_NCMEC: FormSpec = FormSpec {
    id: "heard.ncmec",
    title: "NCMEC on the phone",
    intro: &[],
    lines: &[
        line(
            "confirms",
            "They give",
            LineKind::Choice(&[
                choice("ncmec.report", "the reference", 'r'),
                choice("", "something else", 'o'),
            ]),
        ),
        line("number", "Reference", LineKind::Number)
            .example("NC-778120")
            .when(&["ncmec.report"]),
        line("again", "Reference once more", LineKind::Again("number")).when(&["ncmec.report"]),
        line("who", "Who", LineKind::Words)
            .required()
            .example("case manager Dana Ortiz"),
        line("what", "What was said", LineKind::Words).example("asks for a photo of this year"),
        TIME,
    ],
};

/// A call in from anybody else.
pub static HEARD: FormSpec = FormSpec {
    id: "heard",
    title: "Call in",
    intro: &[],
    lines: &[
        line("what", "What was said", LineKind::Words)
            .required()
            .hint("In their words. A tip is owed to police at once.")
            .example("saw her at the Greyhound station at 03:10"),
        line("who", "Who", LineKind::Words).example("a cousin, Ana"),
        line("number", "Their number", LineKind::Words).example("614-555-0199"),
        TIME,
    ],
};
