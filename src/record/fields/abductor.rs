//! Who took the child. In an abduction these are the first questions.

use crate::record::codes::List;
use crate::record::field::{Counts, Field, Group, Kind, Section};

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Abductor, id, label, kind)
        .in_group(Group::Abductor)
        .both()
}
/// Criminal data: police only.
const fn criminal(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Abductor, id, label, kind)
        .in_group(Group::Abductor)
        .police()
        .police_only()
        .never_public()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("abductor.name", "Name", Kind::Name).counts(Counts::Abduction)
        .hint("\"Who took the child? Full name, spelled.\"")
        .example("Elena Ruiz").tags(&["abd", "taker", "takenby"]),
    row("abductor.relation", "Relation to the child", Kind::Line)
        .hint("Parent without custody, relative, stranger.").example("mother, no custody"),
    row("abductor.aliases", "Other names", Kind::Line).never_public()
        .hint("Maiden name, spelling, nickname.").example("Elena Vargas"),
    row("abductor.dob", "Date of birth", Kind::Date).never_public()
        .hint("Finds the person in police files.").example("6/2/1996"),
    row("abductor.age", "Age", Kind::Number)
        .hint("About, when no birth date.").example("30"),
    row("abductor.sex", "Sex", Kind::Code(List::Sex))
        .hint("As seen.").example("F"),
    row("abductor.race", "Race", Kind::Code(List::Race))
        .hint("As seen.").example("W"),
    row("abductor.height", "Height", Kind::Height)
        .hint("About.").example("5'3\""),
    row("abductor.weight", "Weight", Kind::Weight)
        .hint("About.").example("140 lb"),
    row("abductor.eyes", "Eyes", Kind::Code(List::EyeColor))
        .hint("As seen.").example("BRO"),
    row("abductor.hair", "Hair", Kind::Code(List::HairColor))
        .hint("As seen.").example("BLK"),
    row("abductor.skin", "Skin", Kind::Code(List::SkinTone))
        .hint("As seen.").example("MED"),
    row("abductor.marks", "Marks and clothing", Kind::Line)
        .hint("What a camera would show.").example("grey coat, scar on chin"),
    row("abductor.photo", "Photo of them", Kind::Line).never_public()
        .hint("Where one is: file name, who has it.").example("visit log photo, in the file"),
    row("abductor.phone", "Phone", Kind::Phone).never_public()
        .hint("\"What number do they answer?\"").example("210-555-0163"),
    row("abductor.address", "Address", Kind::Line).never_public()
        .hint("Home, and where they may go.").example("77 Mesa Rd, San Antonio"),
    row("abductor.employer", "Employer", Kind::Line).never_public()
        .hint("Name and place.").example("Mesa Cleaning"),
    row("abductor.licence", "Licence number", Kind::Line).never_public().both()
        .hint("Driver licence.").example("TX 20113344"),
    row("abductor.licence_state", "Licence state", Kind::Code(List::NcicStates)).never_public().both()
        .hint("NCIC state code.").example("TX"),
    row("abductor.passport", "Passport or travel plans", Kind::Line).never_public()
        .hint("Leaving the country: the State Department's line is on the numbers card. \"Is there a passport, a ticket?\"")
        .example("Mexican passport, cousin in Monterrey"),
    row("abductor.order", "Custody or court order", Kind::Line).never_public()
        .hint("Number and court. Police need not wait for it, and it is no civil matter.")
        .example("2026-CI-0417, Bexar County"),
    row("abductor.threats", "Threats", Kind::Prose).never_public()
        .hint("What was said, to whom, when.").example("said she would never give him back"),
    criminal("abductor.weapons", "Weapons", Kind::Line)
        .hint("For the safety of officers.").example("pistol in the car"),
    criminal("abductor.record", "Criminal or violent past", Kind::Prose)
        .hint("What the file says.").example("assault, 2024"),
];
