//! What a caller says: police, NCMEC, anybody else.

use super::{TIME, again, choice, line, number, words};
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
        number("Number")
            .example("M123456789")
            .when(&["ncic.number", "police.report"]),
        again("Number once more").when(&["ncic.number", "police.report"]),
        words("who", "Who")
            .required()
            .example("Ofc. Ruiz, badge 2207"),
        words("what", "What was said").example("entered in NCIC at 02:40"),
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
        number("Reference")
            .example("NC-778120")
            .when(&["ncmec.report"]),
        again("Reference once more").when(&["ncmec.report"]),
        words("who", "Who")
            .required()
            .example("case manager Dana Ortiz"),
        words("what", "What was said").example("asks for a photo of this year"),
        TIME,
    ],
};

/// A call in from anybody else.
pub static HEARD: FormSpec = FormSpec {
    id: "heard",
    title: "Call in",
    intro: &[],
    lines: &[
        words("what", "What was said")
            .required()
            .hint("In their words. A tip is owed to police at once.")
            .example("saw her at the Greyhound station at 03:10"),
        words("who", "Who").example("a cousin, Ana"),
        words("number", "Their number").example("614-555-0199"),
        TIME,
    ],
};
