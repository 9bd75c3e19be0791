//! Dental, prints, DNA: not the data, but who holds it. For the long-term pack.

use crate::record::field::{Choice, Field, Group, Kind, Section};

const XRAYS: &[Choice] = &[
    Choice::new("full", "of the whole body", 'w'),
    Choice::new("part", "of a part", 'p'),
    Choice::new("none", "none", 'n'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Biometrics, id, label, kind)
        .of_child()
        .police()
        .police_only()
        .never_public()
        .later()
}
const fn relative(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind).in_group(Group::Relative)
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("dental.dentist", "Dentist", Kind::Line)
        .hint("For the 30-day update. \"Who is the child's dentist?\"")
        .example("Dr. Amin, Harlan Dental").jump("dn"),
    row("dental.phone", "Dentist's phone", Kind::Phone)
        .hint("Office number.").example("312-555-0170"),
    row("dental.xrays", "Dental X-rays exist", Kind::YesNo).ncic("DXR")
        .hint("Police ask for them at 30 days.").example("yes"),
    row("dental.release", "Dental release obtained", Kind::YesNo).agency()
        .hint("Signed by whom, under who said so.").example("no"),
    row("dental.coded", "Dental coding done by", Kind::Line).ncic("DCH")
        .hint("A dentist codes the FBI form; the desk does not.").example("Dr. Amin, 2026-12-01"),
    row("medical.doctor", "Doctor or clinic", Kind::Line)
        .hint("Who holds medical records.").example("Harlan Family Clinic"),
    row("medical.phone", "Doctor's phone", Kind::Phone)
        .hint("Office number.").example("312-555-0171"),
    row("medical.release", "Medical release obtained", Kind::YesNo).agency()
        .hint("Signed by whom, under who said so.").example("no"),
    row("xrays.body", "Body X-rays held by", Kind::Line).ncic("BXR")
        .hint("Hospital and year.").example("St. Anne, 2024, left wrist"),
    row("xrays.extent", "Body X-rays are", Kind::Choice(XRAYS)).ncic("BXR")
        .hint("All of the body, part of it, or none.").example("part"),
    row("prints.fingers", "Fingerprints held by", Kind::Line).ncic("FPC")
        .hint("Police classify; we say where they are.").example("county juvenile intake"),
    row("prints.feet", "Footprints available", Kind::YesNo).ncic("FPA")
        .hint("Often taken at birth.").example("no"),
    row("prints.feet_by", "Footprints held by", Kind::Line)
        .hint("Hospital of birth.").example("Mercy Hospital"),
    row("dna.on_file", "DNA sample on file", Kind::YesNo).ncic("DNA")
        .hint("Of the child.").example("no"),
    row("dna.where", "DNA held by", Kind::Line).ncic("DLO")
        .hint("Laboratory or agency.").example("state police laboratory"),
    row("dna.items", "Items with child's DNA", Kind::Line)
        .hint("Toothbrush, hairbrush: keep in paper bags.").example("toothbrush kept in a paper bag"),
    row("known.last", "Last known address", Kind::Line)
        .hint("Kept as a plain fact.").example("1180 Larch Ave, Gary"),
    row("known.image", "Last known image held by", Kind::Line).hint("Kept as a plain fact.").example("school portal, 2026"),
    row("namus.number", "NamUs number", Kind::Line)
        .hint("Once entered there.").example("MP112233"),
    row("forensic.contact", "NCMEC forensic contact", Kind::Line)
        .hint("Name and number at the forensic unit.").example("forensic desk, 800-843-5678"),
    relative("relative.name", "Relative", Kind::Name)
        .hint("A biological relative who could give a sample.").example("Sofia Ortiz"),
    relative("relative.relation", "Relation", Kind::Line)
        .hint("Mother's side or father's side.").example("mother"),
    relative("relative.phone", "Phone", Kind::Phone)
        .hint("Asked by police, not by the desk at night.").example("312-555-0119"),
    relative("relative.given", "Sample given", Kind::YesNo)
        .hint("To whom, under who said so.").example("no"),
];
