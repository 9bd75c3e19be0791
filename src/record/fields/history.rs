//! Earlier runs and how each ended. NCMEC calls recovery details of an earlier run essential.

use crate::record::field::{Choice, Field, Group, Kind, Section};

const ENDED: &[Choice] = &[
    Choice::new("self", "came back alone", 's'),
    Choice::new("police", "found by police", 'p'),
    Choice::new("family", "found by family", 'f'),
    Choice::new("agency", "found by the agency", 'a'),
    Choice::new("tip", "found by a tip", 't'),
    Choice::new("other", "another way", 'o'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::History, id, label, kind)
        .of_child()
        .never_public()
        .both()
}
const fn prior(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind).in_group(Group::PriorRun)
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("prior.any", "Ran before", Kind::YesNo)
        .hint("\"Has the child been missing before? Where was the child found?\"")
        .example("yes").tags(&["ranbefore"]).jump("rb"),
    row("prior.count", "Earlier runs, how many", Kind::Number)
        .hint("About.").example("3"),
    row("prior.pattern", "Pattern", Kind::Line)
        .hint("Same place, same person, same day of the week.").example("always to the grandmother in Gary"),
    row("prior.team", "Former NCMEC team", Kind::Line)
        .hint("NCMEC gives a child's next case to the same people.").example("case manager T. Alvarez, 2025"),
    prior("prior.left", "Left", Kind::When)
        .hint("When that run began.").example("2026-03-08 6pm").tags(&["prior"]),
    prior("prior.back", "Ended", Kind::When)
        .hint("When it ended.").example("2026-03-11 2am"),
    prior("prior.long", "How long", Kind::Line)
        .hint("When the dates are not known.").example("about 3 days"),
    prior("prior.place", "Found where", Kind::Line)
        .hint("Address, town, kind of place.").example("motel on Route 9, Gary IN"),
    prior("prior.by", "Found by", Kind::Choice(ENDED))
        .hint("Who ended it.").example("police"),
    prior("prior.by_words", "Found by, in words", Kind::Line)
        .hint("Name and agency.").example("Gary police, Ofc. Dent"),
    prior("prior.with", "With whom", Kind::Line)
        .hint("Names, ages, relation.").example("Jay, 19"),
    prior("prior.condition", "Condition", Kind::Line)
        .hint("Health, injuries.").example("tired, bruise on arm"),
    prior("prior.marks", "New marks", Kind::Line)
        .hint("Tattoos or scars that run left.").example("name tattooed on wrist"),
    prior("prior.signs", "Trafficking signs", Kind::Line)
        .hint("What was seen or screened.").example("two phones, would not say whose"),
    prior("prior.police_number", "Police number then", Kind::Line).agency()
        .hint("Of that run only. It never counts for this one.").example("26-031188"),
    prior("prior.ncmec_number", "NCMEC number then", Kind::Line).agency()
        .hint("Of that run only. It never counts for this one.").example("1345520"),
];
