//! What was worn, carried and left behind in this run.

use crate::record::codes::List;
use crate::record::field::{Choice, Field, Group, Kind, Section};

const USE: &[Choice] = &[
    Choice::new("worn", "worn", 'w'),
    Choice::new("carried", "carried", 'c'),
    Choice::new("left", "left behind", 'l'),
];

const TAKEN: &[Choice] = &[
    Choice::new("bag", "bag or backpack", 'b'),
    Choice::new("clothes", "spare clothes", 'c'),
    Choice::new("phone", "phone", 'p'),
    Choice::new("charger", "charger", 'h'),
    Choice::new("money", "money", 'm'),
    Choice::new("bus_card", "bus card", 'u'),
    Choice::new("medication", "medication", 'd'),
    Choice::new("documents", "documents", 'o'),
    Choice::new("jewelry", "jewelry", 'j'),
    Choice::new("infant_supplies", "things for an infant", 'i'),
    Choice::new("weapon", "a weapon", 'w'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Clothing, id, label, kind)
}
const fn garment(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind).in_group(Group::Garment)
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    garment("garment.item", "Item", Kind::Line).both().ncic("MIS").public()
        .hint("One entry for each piece. \"What did the child have on, from the head down?\"")
        .example("hoodie").tags(&["cl", "wear", "wearing"]),
    garment("garment.color", "Colour", Kind::Line).both().ncic("MIS").public()
        .hint("In plain words.").example("black"),
    garment("garment.brand", "Brand or logo", Kind::Line).both().ncic("MIS").public()
        .hint("What a camera would show.").example("Nike, white logo on chest"),
    garment("garment.size", "Size", Kind::Line).both()
        .hint("From the label of a like piece.").example("M"),
    garment("garment.use", "Worn or carried", Kind::Choice(USE)).both()
        .hint("Worn, carried along, or left behind.").example("worn"),
    garment("garment.detail", "Distinctive", Kind::Line).both()
        .hint("Tear, stain, patch, writing.").example("torn left cuff"),
    garment("garment.jewelry", "Jewelry type", Kind::Code(List::Jewelry)).police().ncic("JWT")
        .hint("Only for jewelry and the like: the NCIC type.").example("NE"),
    row("carried.what", "Things taken", Kind::Choices(TAKEN)).both().never_public()
        .hint("What is gone says how long the child means to stay away. \"What is missing from the room?\"")
        .example("bag").tags(&["carry"]).jump("tk"),
    row("carried.words", "Things taken, in words", Kind::Line).both().never_public()
        .hint("Bag colour, how much money, which documents.")
        .example("grey backpack, about $40, birth certificate"),
    row("carried.weapon", "Weapon carried", Kind::Line).police().police_only().never_public()
        .hint("For the safety of officers. \"Could the child have a weapon? What kind?\"").example("pocket knife"),
    row("left.behind", "Left behind", Kind::Line).police().never_public()
        .hint("Phone, medicine, shoes left behind change the danger. \"What did the child leave?\"")
        .example("phone, inhaler").tags(&["behind"]).jump("lb"),
];
