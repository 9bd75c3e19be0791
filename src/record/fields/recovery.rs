//! Found, returned, screened: what goes beyond those events.

use crate::record::field::{Choice, Field, Kind, Section};

const HOW: &[Choice] = &[
    Choice::new("self", "came back alone", 's'),
    Choice::new("police", "found by police", 'p'),
    Choice::new("family", "found by family", 'f'),
    Choice::new("caregiver", "found by the caregiver", 'c'),
    Choice::new("agency", "found by the agency", 'a'),
    Choice::new("tip", "found by a tip", 't'),
    Choice::new("deceased", "found deceased", 'd'),
    Choice::new("other", "another way", 'o'),
];

const WHERE: &[Choice] = &[
    Choice::new("home", "a home", 'h'),
    Choice::new("placement", "the placement", 'p'),
    Choice::new("street", "street", 's'),
    Choice::new("hotel", "hotel or motel", 't'),
    Choice::new("hospital", "hospital", 'i'),
    Choice::new("detention", "detention or jail", 'd'),
    Choice::new("station", "police station", 'l'),
    Choice::new("school", "school", 'c'),
    Choice::new("other", "another place", 'o'),
];

const SERVICE: &[Choice] = &[
    Choice::new("asked", "asked for", 'a'),
    Choice::new("offered", "offered", 'o'),
    Choice::new("accepted", "accepted", 'c'),
    Choice::new("declined", "declined", 'd'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Recovery, id, label, kind)
        .never_public()
        .later()
        .agency()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("found.how", "How found", Kind::Choice(HOW)).both()
        .hint("Both receivers ask how the run ended.").example("police").jump("fh"),
    row("found.place_type", "Found in", Kind::Choice(WHERE)).both()
        .hint("Kind of place.").example("home"),
    row("found.city", "Found in city", Kind::Line).both()
        .hint("City and state.").example("Gary, Indiana"),
    row("found.with", "Found with", Kind::Line).both()
        .hint("Names and ages; a lead for the next run.").example("Jay Gorman, 19"),
    row("found.condition", "Condition", Kind::Line).both()
        .hint("\"How is the child?\"").example("tired, unhurt").jump("fc"),
    row("found.injuries", "Injuries", Kind::Line).police()
        .hint("What and since when; police if a crime.").example("bruise on left arm"),
    row("found.exam", "Medical exam", Kind::Line)
        .hint("Where, when, offered or done.").example("St. Anne, tonight"),
    row("found.pregnancy", "Pregnancy on return", Kind::YesNo)
        .hint("As the child or the doctor says.").example("no"),
    row("found.substances", "Substances on return", Kind::Line)
        .hint("What, when; tell the doctor.").example("none seen"),
    row("found.marks", "New marks", Kind::Line).both()
        .hint("Tattoos, piercings, scars that were not there.").example("new piercing, left ear").jump("fm"),
    row("found.photo", "Recovery photo taken", Kind::YesNo)
        .hint("For the file and for a later run; some states want it each time.").example("yes"),
    row("found.photo_date", "Recovery photo taken on", Kind::Date)
        .hint("The day.").example("2026-11-24"),
    row("found.survived", "How the child got by", Kind::Prose)
        .hint("Where slept, who fed, what was asked in return.").example("slept on a friend's couch"),
    row("found.reason", "Reason for leaving", Kind::Prose)
        .hint("In the child's words. The agency must find and answer the factors.")
        .example("wanted to see mother"),
    row("found.factors", "Factors", Kind::Prose)
        .hint("What the agency concludes.").example("cancelled visits, new placement"),
    row("found.changes", "Placement changes", Kind::Prose).agency_only()
        .hint("So that the next weeks answer the reason.").example("weekly call with mother"),
    row("found.disclosed", "Crime disclosed", Kind::Prose).police_only().police()
        .hint("As said. Police only; an identified trafficking victim starts 24 hours of its own.")
        .example("a man took pictures"),
    row("found.placement", "Placed now", Kind::Line)
        .hint("Where the child sleeps tonight.").example("back at Willow Street House"),
    row("found.safety", "Safety plan", Kind::Prose)
        .hint("Who watches, whom to call, what to look for.").example("staff check hourly, phone kept"),
    row("screen.tool", "Screening tool", Kind::Line)
        .hint("Name and version of the tool.").example("CSE-IT"),
    row("screen.refused", "Child refused the screen", Kind::YesNo)
        .hint("A refusal is not a negative result; plan a second try.").example("no"),
    row("cleared.by", "NCIC cleared, says", Kind::Line)
        .hint("Who at police confirmed, name and badge.").example("records clerk Hale"),
    row("cleared.at", "NCIC cleared at", Kind::When)
        .hint("When they confirmed.").example("10 min ago"),
    row("services.team", "NCMEC recovery team", Kind::Choice(SERVICE)).ncmec()
        .hint("Recovery planning where trafficking is suspected.").example("offered"),
    row("services.family", "NCMEC family advocacy", Kind::Choice(SERVICE)).ncmec()
        .hint("Support for family and caregivers.").example("offered"),
    row("services.prevention", "NCMEC prevention plan", Kind::Choice(SERVICE)).ncmec()
        .hint("A plan against the next run.").example("asked"),
    row("services.by", "Services: by whom, when", Kind::Line).ncmec()
        .hint("Who offered or declined, when.").example("T. Alvarez, 25 Nov"),
    row("unreported.reason", "Why no report was made", Kind::Prose)
        .hint("Only when found before any report: reason and who decided.")
        .example("back within 40 minutes, supervisor Chen"),
];
