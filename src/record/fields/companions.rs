//! Who the child was last seen with.

use crate::record::codes::List;
use crate::record::field::{Field, Group, Kind, Section};

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Companions, id, label, kind)
        .in_group(Group::Companion)
        .both()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("companion.name", "Name or description", Kind::Line)
        .hint("A first name or a look will do. \"Who is with the child?\"")
        .example("Jay").tags(&["comp"]),
    row("companion.age", "Age", Kind::Number)
        .hint("About; a much older companion changes the danger.").example("19"),
    row("companion.dob", "Date of birth", Kind::Date)
        .hint("If anyone knows it.").example("2007"),
    row("companion.sex", "Sex", Kind::Code(List::Sex))
        .hint("As seen.").example("M"),
    row("companion.race", "Race", Kind::Code(List::Race))
        .hint("As seen.").example("W"),
    row("companion.relation", "Relation to the child", Kind::Line)
        .hint("\"How do they know each other?\"").example("boyfriend, met online"),
    row("companion.height", "Height", Kind::Height)
        .hint("About.").example("6'0\""),
    row("companion.weight", "Weight", Kind::Weight)
        .hint("About.").example("170 lb"),
    row("companion.eyes", "Eyes", Kind::Code(List::EyeColor))
        .hint("As seen.").example("BLU"),
    row("companion.hair", "Hair", Kind::Code(List::HairColor))
        .hint("As seen.").example("BLN"),
    row("companion.skin", "Skin", Kind::Code(List::SkinTone))
        .hint("As seen.").example("LGT"),
    row("companion.marks", "Marks and clothing", Kind::Line)
        .hint("What a camera would show.").example("neck tattoo, red cap"),
    row("companion.phone", "Phone", Kind::Phone).never_public()
        .hint("A second number police can ask about.").example("312-555-0150"),
    row("companion.handles", "Handles", Kind::Line).never_public()
        .hint("Accounts by site.").example("Instagram jay.g19"),
    row("companion.vehicle", "Drives", Kind::Line)
        .hint("In a word; the details go under vehicle.").example("silver Civic"),
    row("companion.address", "Address", Kind::Line).never_public()
        .hint("Where police can knock.").example("apartment over the laundry on 5th"),
    row("companion.danger", "Danger from them", Kind::Line).never_public()
        .hint("Violence, weapon, record, exploitation.").example("known for selling pills"),
    row("companion.also_missing", "Also missing", Kind::YesNo).never_public()
        .hint("Each missing child is a case of its own; link them.").example("no"),
];
