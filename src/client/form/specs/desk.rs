//! The numbers card and what the desk says of itself.

use super::{choice, line};
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
        line("name", "Name", LineKind::Words)
            .required()
            .when(KEPT)
            .example("Columbus Police"),
        line(
            "dispatch",
            "Dispatch, or the number to call",
            LineKind::Words,
        )
        .when(KEPT)
        .example("614-555-0145"),
        line("area", "Answers for", LineKind::Words)
            .when(POLICING)
            .hint("Cities, counties, ZIP codes, with commas between.")
            .example("Columbus, Franklin County, 43215"),
        line("records", "Records", LineKind::Words)
            .when(POLICING)
            .example("614-555-0146"),
        line("other", "Other numbers", LineKind::Words)
            .when(KEPT)
            .hint("What it is, then the number; commas between.")
            .example("supervisor 614-555-0147, e-mail desk@cpd.example"),
        line("ori", "ORI", LineKind::Words)
            .when(POLICING)
            .example("OH0250000"),
        line("zone", "Zone", LineKind::Words)
            .when(POLICING)
            .hint("Where it differs from the desk's.")
            .example("America/Chicago"),
        line("verified", "Verified on", LineKind::Words)
            .when(KEPT)
            .hint("The day somebody dialled it.")
            .example("2027-02-01"),
        line("note", "Note", LineKind::Words).when(KEPT),
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
        line("value", "Is", LineKind::Words)
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
        line("to", "To whom", LineKind::Words)
            .hint("Empty for whoever comes.")
            .example("Oscar Hale"),
        line("case", "Only case", LineKind::Words)
            .hint("Empty for the whole desk.")
            .example("A-0413"),
    ],
};
