//! Where the child lived and under which order. Never public.

use crate::record::codes::List;
use crate::record::field::{Choice, Counts, Field, Kind, Section};

const STATUS: &[Choice] = &[
    Choice::new("dependency", "in custody, dependency", 'd'),
    Choice::new("delinquency", "in custody, delinquency", 'q'),
    Choice::new("dual", "both", 'b'),
    Choice::new("trial_home", "trial home visit", 't'),
    Choice::new("in_home", "open in-home case", 'h'),
    Choice::new("guardianship_order", "18+, court-ordered guardianship", 'g'),
    Choice::new("voluntary_extended", "18+, voluntary extended care", 'v'),
    Choice::new("third_party", "not in our custody", 'n'),
    Choice::new("icpc", "another state's child (ICPC)", 'i'),
    Choice::new("none", "no case", 'o'),
];

const PAPERS: &[Choice] = &[
    Choice::new("seen", "seen", 's'),
    Choice::new("not_at_hand", "exist, not at hand", 'n'),
    Choice::new("none", "there are none", 'o'),
];

const AUTHORITY: &[Choice] = &[
    Choice::new("approved", "approved", 'a'),
    Choice::new("unapproved", "not approved", 'u'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Placement, id, label, kind)
        .of_child()
        .never_public()
        .agency()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("legal.status", "Legal status", Kind::Choice(STATUS)).both().state()
        .hint("Decides who owes what; at 18 it decides with NCMEC. \"Under which order is the child in care?\"")
        .example("dependency").tags(&["legal"]).jump("lg"),
    row("legal.custodian", "Who holds custody", Kind::Line).both()
        .hint("In law, tonight. \"Who has legal custody, by which order?\"").example("Harlan County Children's Services"),
    row("legal.guardianship", "Guardianship papers", Kind::Choice(PAPERS)).ncmec_set().counts(Counts::Adult)
        .hint("From 18 NCMEC asks for a court-ordered guardianship. Never wait for the paper.")
        .example("not_at_hand"),
    row("legal.court", "Court of the order", Kind::Line).ncmec_set().police().counts(Counts::Adult)
        .hint("Which court made the order.").example("Harlan County Juvenile Court"),
    row("legal.number", "Order number", Kind::Line).ncmec().police()
        .hint("As on the order.").example("JD-2024-00312"),
    row("legal.date", "Order date", Kind::Date).ncmec_set().counts(Counts::Adult)
        .hint("When the order was made.").example("2024-11-05"),
    row("legal.incapacity", "Needs a decision-maker", Kind::Line).both()
        .hint("From 18: why the court appointed one.").example("intellectual disability"),
    row("legal.pickup", "Pick-up or custody order", Kind::Line).police()
        .hint("Police may not wait for one before a report; if there is one, its number helps.")
        .example("pick-up order 26-0091"),
    row("legal.home_state", "Home state (ICPC)", Kind::Code(List::UspsStates)).both().state()
        .hint("Another state's child: its worker is told too.").example("OH"),
    row("legal.home_worker", "Home state's worker", Kind::Line).state()
        .hint("Name and night number.").example("K. Dunn, 614-555-0175"),
    row("legal.extended", "Chose extended care", Kind::YesNo)
        .hint("Voluntary care after 18 is decided case by case, by a person.").example("no"),
    row("placement.setting", "Placement setting", Kind::Code(List::PlacementSetting)).both()
        .hint("Kind of home in law.").example("Group Home").jump("pl"),
    row("placement.location", "Placed with", Kind::Code(List::PlacementLocation)).both()
        .hint("Kind of caregiver.").example("Foster Home"),
    row("placement.name", "Home or facility", Kind::Line).both()
        .hint("Never on a public sheet.").example("Willow Street House").jump("ph"),
    row("placement.address", "Placement address", Kind::Line).both()
        .hint("Police start there.").example("240 Willow St, Harlan"),
    row("placement.phone", "Placement phone", Kind::Phone).both()
        .hint("The night line.").example("312-555-0145"),
    row("placement.caregiver", "Caregiver", Kind::Name).both()
        .hint("Who answers for the child tonight.").example("Denise Walker"),
    row("placement.since", "Placed since", Kind::Date)
        .hint("A new placement is a common reason to run.").example("2026-09-28"),
    row("placement.approved", "Placement approved", Kind::Choice(AUTHORITY)).state()
        .hint("Known whereabouts in an unapproved home is a matter of its own; some states call it missing.")
        .example("approved"),
    row("ward.statement", "Custody statement", Kind::Line).police().ncmec()
        .hint("Said to police, entered in the miscellaneous field, never published.")
        .example("Ward of Harlan County; return to agency, call 24 h line"),
];
