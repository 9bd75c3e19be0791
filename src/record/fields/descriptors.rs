//! Height, weight, eyes, hair and the rest of the look.

use crate::record::codes::List;
use crate::record::field::{Choice, Field, Kind, Section};

const MEASURED: &[Choice] = &[
    Choice::new("measured", "measured", 'm'),
    Choice::new("estimated", "estimated", 'e'),
    Choice::new("told", "as told", 't'),
];

const GLASSES: &[Choice] = &[
    Choice::new("worn", "wears them now", 'w'),
    Choice::new("with_child", "has them along", 'a'),
    Choice::new("left", "left them behind", 'l'),
    Choice::new("none", "has none", 'n'),
];

const CIRCUMCISED: &[Choice] = &[
    Choice::new("c", "was", 'w'),
    Choice::new("n", "was not", 'n'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Descriptors, id, label, kind).of_child()
}
/// How the child looked when this run began.
const fn now(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Descriptors, id, label, kind)
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("look.height", "Height", Kind::Height).police_set().ncmec_set().shortest(5).ncic("HGT").public()
        .hint("An estimate beats a blank: police may not enter without it. \"How tall? Compared with you?\"")
        .example("5'4\"").tags(&["h", "ht", "hgt"]).jump("he"),
    row("look.weight", "Weight", Kind::Weight).police_set().ncmec_set().shortest(6).ncic("WGT").public()
        .hint("An estimate will do. \"About what weight: slim, medium, heavy?\"")
        .example("118 lb").tags(&["w", "wt", "wgt"]).jump("wg"),
    row("look.eyes", "Eyes", Kind::Code(List::EyeColor)).police_set().ncmec().shortest(7).ncic("EYE").public()
        .hint("\"What colour are the eyes?\"").example("BRO").tags(&["eyes", "eye"]).jump("ey"),
    row("look.hair", "Hair", Kind::Code(List::HairColor)).police_set().ncmec().shortest(8).ncic("HAI").public()
        .hint("The colour now, dyed or not. \"What colour is the hair today?\"")
        .example("BRO").tags(&["hair", "hai"]).jump("ha"),
    row("look.hair_length", "Hair length", Kind::Code(List::HairLength)).both().public()
        .hint("\"Long, shoulder, short?\"").example("LONG").tags(&["hlen"]).jump("hl"),
    row("look.hair_style", "Hair style", Kind::Code(List::HairStyle)).both().public()
        .hint("Braids, locs, shaved sides.").example("BRAIDED").tags(&["hsty"]).jump("hs"),
    row("look.hair_words", "Hair in words", Kind::Line).both()
        .hint("Dyed over what, wig, extensions, a cut of last week.").example("dyed red over brown, wig possible"),
    row("look.skin", "Skin", Kind::Code(List::SkinTone)).both().ncic("SKN").public()
        .hint("Complexion as police code it.").example("MED").tags(&["skin"]).jump("sk"),
    row("look.build", "Build", Kind::Code(List::Build)).both()
        .hint("\"Slim, medium, heavy?\"").example("MEDIUM").tags(&["build"]).jump("bu"),
    row("look.facial_hair", "Facial hair", Kind::Code(List::FacialHair)).both()
        .hint("For older youths.").example("CLEAN_SHAVEN"),
    row("look.eyewear", "Eyewear", Kind::Code(List::Eyewear)).both()
        .hint("\"Glasses or contacts?\"").example("GLASSES").tags(&["specs"]),
    now("look.eyewear_now", "Glasses now", Kind::Choice(GLASSES)).both()
        .hint("Some children see little without them.").example("worn"),
    row("look.prescription", "Lens prescription", Kind::Line).police().ncic("VRX").never_public().later()
        .hint("From the optician, for the long-term pack.").example("-2.25 / -2.50"),
    row("look.teeth", "Teeth", Kind::Line).both().never_public()
        .hint("Braces, retainer, gold or silver, missing.")
        .example("braces, upper front chipped").tags(&["teeth"]),
    row("look.shoe", "Shoe size", Kind::Line).both().ncic("MIS")
        .hint("Print searches use it.").example("8 women's").tags(&["shoe"]),
    row("look.hand", "Handedness", Kind::Code(List::Handedness)).both().ncic("MIS")
        .hint("Left- or right-handed.").example("LEFT"),
    row("look.gait", "Gait", Kind::Line).both().never_public()
        .hint("How the child walks.").example("slight limp on the left"),
    row("look.speech", "Speech", Kind::Line).both().never_public()
        .hint("Stammer, accent, voice.").example("speaks softly, lisp"),
    row("look.abilities", "Abilities or limits", Kind::Prose).both().never_public()
        .hint("Swims, climbs, cannot run, uses a chair: changes where people search.")
        .example("strong swimmer, afraid of dogs"),
    row("look.other", "Anything else seen", Kind::Prose).both().ncic("MIS").never_public()
        .hint("Words for the NCIC miscellaneous field.").example("bites nails, always wears a hood"),
    row("look.as_of", "Height and weight as of", Kind::Date).both()
        .hint("An old measure of a growing child misleads.").example("2026-09"),
    row("look.measured", "Height and weight were", Kind::Choice(MEASURED)).both()
        .hint("Measured at the doctor's, or guessed.").example("estimated"),
    now("look.changed", "Changed lately", Kind::Line).both()
        .hint("What no photo shows yet. \"Anything different about the child since the photo?\"")
        .example("cut hair short last week"),
    row("look.blood", "Blood type", Kind::Code(List::BloodType)).police().ncic("BLT").police_only().never_public().later()
        .hint("For the long-term pack.").example("OPOS"),
    row("look.circumcised", "Circumcised", Kind::Choice(CIRCUMCISED)).police().ncic("CRC").police_only().never_public().later()
        .hint("For the long-term pack only, from medical records.").example("c"),
];
