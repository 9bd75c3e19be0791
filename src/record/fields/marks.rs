//! Scars, marks, tattoos, piercings and devices: a code, a side, and words, always together.

use crate::record::codes::List;
use crate::record::field::{Choice, Field, Group, Kind, Section};

/// Sides of the body.
pub(super) const SIDE: &[Choice] = &[
    Choice::new("left", "left", 'l'),
    Choice::new("right", "right", 'r'),
    Choice::new("both", "both", 'b'),
    Choice::new("middle", "middle", 'm'),
    Choice::new("front", "front", 'f'),
    Choice::new("back", "back", 'k'),
];

const fn mark(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Marks, id, label, kind)
        .of_child()
        .in_group(Group::Mark)
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    mark("mark.words", "What it looks like", Kind::Line).both().ncic("MIS")
        .hint("Code and words go together. \"Any scar, tattoo, birthmark, piercing? What and where?\"")
        .example("small rose, black ink").tags(&["mark", "tat", "tattoo", "scar", "smt", "piercing"]),
    mark("mark.code", "Code", Kind::Code(List::Smt)).both().ncic("SMT")
        .hint("The NCIC code for kind and place on the body.").example("TAT L ARM"),
    mark("mark.side", "Side", Kind::Choice(SIDE)).both()
        .hint("The child's own left and right.").example("left"),
    mark("mark.visible", "Seen in daily life", Kind::YesNo).both()
        .hint("Only marks that anyone can see may ever be published.").example("yes"),
    mark("mark.public_words", "Words for the public", Kind::Line).ncmec().public()
        .hint("Short, neutral, for a mark seen in daily life.").example("rose tattoo on left forearm"),
    mark("mark.since", "Since when", Kind::Date).both()
        .hint("A mark newer than the photo must be said.").example("2026-08"),
    mark("mark.unexplained", "Will not explain it", Kind::YesNo).both().never_public()
        .hint("A name or brand the child will not explain can be a sign of exploitation. It proves nothing.")
        .example("no"),
];
