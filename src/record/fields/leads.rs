//! Tips and sightings. Each has its own duty: pass to police.

use crate::record::field::{Choice, Field, Group, Kind, Section};

const KIND: &[Choice] = &[
    Choice::new("sighting", "sighting", 's'),
    Choice::new("tip", "tip", 't'),
    Choice::new("contact", "child made contact", 'c'),
    Choice::new("online", "seen online", 'o'),
    Choice::new("phone", "phone or card used", 'p'),
];

const fn lead(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Leads, id, label, kind)
        .in_group(Group::Lead)
        .police()
        .police_only()
        .never_public()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    lead("lead.what", "What", Kind::Prose)
        .hint("As told. It goes to police at once. \"What did you see, exactly?\"")
        .example("girl in black hoodie at the bus depot").tags(&["lead", "tip", "sighting"]),
    lead("lead.kind", "Kind", Kind::Choice(KIND))
        .hint("Sighting, tip, contact.").example("sighting"),
    lead("lead.from", "From whom", Kind::Line)
        .hint("Name, or that they would not say.").example("bus driver, no name"),
    lead("lead.phone", "Their phone", Kind::Phone)
        .hint("Police will call.").example("312-555-0166"),
    lead("lead.seen", "Seen when", Kind::When)
        .hint("When it happened, not when they called.").example("1h 40m ago"),
    lead("lead.came", "Came in at", Kind::When)
        .hint("When the desk got it.").example("1h 20m ago"),
    lead("lead.where", "Where", Kind::Line)
        .hint("Address, corner, route.").example("Main St depot, bay 4"),
    lead("lead.sure", "How sure", Kind::Line)
        .hint("How they know the child.").example("rides with the child daily"),
];
