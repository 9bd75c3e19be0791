//! The numbers card and what the desk says of itself.

use super::{choice, line, words};
use crate::client::form::{FormSpec, LineKind};

/// Kinds of entries that stay on the card.
const KEPT: &[&str] = &[
    "police",
    "sheriff",
    "watch commander",
    "clearinghouse",
    "fbi",
    "on call",
    "national",
];

/// Kinds of entries that answer for a place.
const POLICING: &[&str] = &["police", "sheriff", "watch commander"];

/// An entry of the numbers card.
pub static DIRECTORY: FormSpec = FormSpec {
    id: "directory",
    title: "Entry of the numbers card",
    intro: &["A police agency is proposed for the places that it answers for."],
    lines: &[
        line(
            "kind",
            "Kind",
            LineKind::Choice(&[
                choice("police", "police", 'p'),
                choice("sheriff", "sheriff", 's'),
                choice("watch commander", "watch commander", 'w'),
                choice("clearinghouse", "state clearinghouse", 'c'),
                choice("fbi", "FBI", 'f'),
                choice("on call", "person on call", 'o'),
                choice("national", "national number", 'n'),
                choice("remove", "take it off the card", 'x'),
            ]),
        )
        .required(),
        words("name", "Name")
            .required()
            .when(KEPT)
            .example("Columbus Police"),
        words("dispatch", "Dispatch, or the number to call")
            .when(KEPT)
            .example("614-555-0145"),
        words("area", "Answers for")
            .when(POLICING)
            .hint("Cities, counties, ZIP codes, with commas between.")
            .example("Columbus, Franklin County, 43215"),
        words("records", "Records")
            .when(POLICING)
            .example("614-555-0146"),
        words("other", "Other numbers")
            .when(KEPT)
            .hint("What it is, then the number; commas between.")
            .example("supervisor 614-555-0147, e-mail desk@cpd.example"),
        words("ori", "ORI").when(POLICING).example("OH0250000"),
        words("zone", "Zone")
            .when(POLICING)
            .hint("Where it differs from the desk's.")
            .example("America/Chicago"),
        words("verified", "Verified on")
            .when(KEPT)
            .hint("The day somebody dialled it.")
            .example("2027-02-01"),
        words("note", "Note").when(KEPT),
    ],
};

/// A setting of the desk.
pub static DESK: FormSpec = FormSpec {
    id: "desk.set",
    title: "Desk settings",
    intro: &["What the desk says of itself on the phone, and proposes in a new case."],
    lines: &[
        line(
            "key",
            "Setting",
            LineKind::Choice(&[
                choice("agency", "the agency's name", 'a'),
                choice("phone", "its phone, day and night", 'p'),
                choice("zone", "its time zone", 'z'),
                choice("state", "its state", 's'),
                choice("ncmec.account", "whose account on the NCMEC web form", 'n'),
                choice("supervisor", "the supervisor on call", 'c'),
                choice(
                    "lock.minutes",
                    "minutes without a key until a screen locks",
                    'l',
                ),
            ]),
        )
        .required(),
        words("value", "Is")
            .required()
            .hint("A name, a phone number, a zone like America/Phoenix, two letters of a state."),
    ],
};

/// Handing over to the next shift.
pub static HANDOVER: FormSpec = FormSpec {
    id: "handover.start",
    title: "Hand over",
    intro: &[
        "Open duties that you have and that nobody has. Each stays yours until somebody accepts it by name.",
    ],
    lines: &[
        words("to", "To whom")
            .hint("Empty for whoever comes.")
            .example("Oscar Hale"),
        words("case", "Only case")
            .hint("Empty for the whole desk.")
            .example("A-0413"),
    ],
};
