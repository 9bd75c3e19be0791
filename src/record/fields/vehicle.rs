//! The vehicle, in the fields police enter.

use crate::record::codes::List;
use crate::record::field::{Choice, Field, Group, Kind, Section};

const WHOSE: &[Choice] = &[
    Choice::new("companion", "a companion's", 'c'),
    Choice::new("abductor", "the abductor's", 'a'),
    Choice::new("child", "the child's", 'y'),
    Choice::new("stolen", "stolen", 's'),
    Choice::new("unknown", "not known whose", 'u'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Vehicle, id, label, kind)
        .in_group(Group::Vehicle)
        .both()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("vehicle.plate", "Plate", Kind::Line).ncic("LIC")
        .hint("Part of a plate helps too. \"Any letters or numbers of the plate?\"")
        .example("ABC1234").tags(&["plate", "lic"]),
    row("vehicle.plate_state", "Plate state", Kind::Code(List::NcicStates)).ncic("LIS")
        .hint("\"Which state's plate?\"").example("TX"),
    row("vehicle.color", "Colour", Kind::Code(List::VehicleColor)).ncic("VCO")
        .hint("\"What colour is it?\"").example("SIL").tags(&["veh"]),
    row("vehicle.year", "Year", Kind::Number).ncic("VYR")
        .hint("About.").example("2014"),
    row("vehicle.make", "Make", Kind::Line).ncic("VMA")
        .hint("\"What make?\"").example("Honda"),
    row("vehicle.model", "Model", Kind::Line).ncic("VMO")
        .hint("\"Which model?\"").example("CR-V"),
    row("vehicle.style", "Style", Kind::Code(List::VehicleStyle)).ncic("VST")
        .hint("Doors and body.").example("4D"),
    row("vehicle.plate_year", "Plate expires", Kind::Number).ncic("LIY")
        .hint("The year on the sticker.").example("2027"),
    row("vehicle.plate_type", "Plate type", Kind::Code(List::PlateType)).ncic("LIT")
        .hint("Passenger, truck, temporary.").example("PC"),
    row("vehicle.vin", "VIN", Kind::Line).ncic("VIN").never_public()
        .hint("From papers, 17 characters.").example("5J6RM4H50EL012345"),
    row("vehicle.words", "Marks and damage", Kind::Line)
        .hint("Dents, stickers, seats, anything odd.").example("dented rear door, child seat"),
    row("vehicle.whose", "Whose", Kind::Choice(WHOSE)).never_public()
        .hint("Companion's, abductor's, stolen.").example("companion"),
];
