//! Why, where to, and what was tried before the call.

use crate::record::codes::List;
use crate::record::field::{Choice, Field, Group, Kind, Section};

const SEARCHED: &[Choice] = &[
    Choice::new("house", "house and grounds", 'h'),
    Choice::new("belongings", "belongings", 'b'),
    Choice::new("phone", "child's phone rung", 'p'),
    Choice::new("accounts", "accounts looked at", 'a'),
    Choice::new("friends", "friends asked", 'f'),
    Choice::new("family", "family asked", 'm'),
    Choice::new("places", "usual places", 'u'),
    Choice::new("school", "school asked", 's'),
    Choice::new("employer", "employer asked", 'e'),
    Choice::new("hospitals", "hospitals asked", 'i'),
];

const MODE: &[Choice] = &[
    Choice::new("foot", "on foot", 'f'),
    Choice::new("bicycle", "bicycle", 'b'),
    Choice::new("car", "car", 'c'),
    Choice::new("ride", "ride-share or taxi", 'r'),
    Choice::new("bus", "bus", 'u'),
    Choice::new("train", "train", 't'),
    Choice::new("plane", "plane", 'p'),
];

const PLACE: &[Choice] = &[
    Choice::new("destination", "possible destination", 'd'),
    Choice::new("hangout", "hang-out", 'h'),
    Choice::new("relative", "relative's home", 'r'),
    Choice::new("friend", "friend's home", 'f'),
    Choice::new("prior_address", "earlier address", 'e'),
    Choice::new("prior_placement", "earlier placement", 'p'),
    Choice::new("found_before", "found there before", 'b'),
];

const ALERT: &[Choice] = &[
    Choice::new("asked", "asked, no decision yet", 'a'),
    Choice::new("issued", "issued", 'i'),
    Choice::new("declined", "declined", 'd'),
    Choice::new("not_asked", "not asked", 'n'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Circumstances, id, label, kind).both()
}
const fn place(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind)
        .of_child()
        .in_group(Group::Place)
        .never_public()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("run.story", "What happened", Kind::Prose).agency().never_public()
        .hint("In the caller's order. \"Tell me what happened today.\"")
        .example("argued about the phone, left by the back door").tags(&["story"]).jump("wt"),
    row("run.intent", "Said or wrote", Kind::Prose).agency().never_public()
        .hint("A note, a message, a plan. \"Did the child say or write anything before?\"")
        .example("note: gone to see mom").tags(&["intent"]),
    row("run.trigger", "Trigger", Kind::Line).agency().never_public()
        .hint("An argument, a visit, bad news. The agency must later find the factors.")
        .example("visit with father cancelled"),
    row("run.upcoming", "Coming up", Kind::Line).agency().never_public()
        .hint("Court date, move, birthday.").example("court on Monday"),
    row("run.direction", "Direction", Kind::Line).police()
        .hint("\"Which way did the child go?\"").example("north on Elm").tags(&["dir"]).jump("dr"),
    row("run.mode", "Travels by", Kind::Choice(MODE)).police()
        .hint("\"On foot, by bus, in a car?\"").example("foot").tags(&["mode"]).jump("mo"),
    row("run.transit", "Ticket, card or ride", Kind::Line).police().never_public()
        .hint("Line, card number, ride-share account.").example("Route 22 bus card"),
    row("run.money", "Money at hand", Kind::Line).police().never_public()
        .hint("How far the child can get.").example("about $60"),
    place("place.name", "Place", Kind::Line)
        .hint("\"Where might the child go? Where was the child found before?\"")
        .example("grandmother's house").tags(&["dest", "hangout"]),
    place("place.kind", "Kind of place", Kind::Choice(PLACE))
        .hint("Destination, hang-out, earlier address.").example("hangout"),
    place("place.address", "Address", Kind::Line)
        .hint("Street and number as far as known.").example("1180 Larch Ave, Gary"),
    place("place.state", "State of the place", Kind::Code(List::UspsStates))
        .hint("Another state brings other rules.").example("IN"),
    place("place.who", "Who is there", Kind::Line)
        .hint("Name and phone of whoever lives there.").example("Rosa Ortiz, 219-555-0121"),
    place("place.checked", "Checked", Kind::Line)
        .hint("By whom, when, with what result.").example("police at 01:10, nobody home"),
    row("search.done", "Search done", Kind::Choices(SEARCHED)).state().agency().never_public()
        .hint("Some states list what a caregiver looks at first. \"What have you checked so far?\"")
        .example("house").tags(&["searched"]).jump("sd"),
    row("search.from", "Search began", Kind::When).state().agency()
        .hint("Times count where a state allows a search window.").example("last night 10:20pm"),
    row("search.until", "Search ended", Kind::When).state().agency()
        .hint("Still going on: leave blank.").example("last night 11pm"),
    row("search.found", "Search found", Kind::Line).agency().police().never_public()
        .hint("Gone bag, open window, a name.").example("window open, bag gone"),
    row("school.name", "School", Kind::Line).police().agency().never_public()
        .hint("Attendance can verify whereabouts.").example("Harlan High"),
    row("school.last", "Last attended", Kind::When).police().agency()
        .hint("\"Was the child in school today?\"").example("yesterday 8:05am"),
    row("work.name", "Employer", Kind::Line).police().agency().never_public()
        .hint("Name and phone.").example("Dairy Barn, 312-555-0134"),
    row("work.next", "Next shift", Kind::When).police().agency().ahead()
        .hint("A child may turn up there.").example("tomorrow 4pm"),
    row("alert.state", "AMBER or advisory", Kind::Choice(ALERT)).police().agency()
        .hint("Police decide. \"Please evaluate an AMBER alert or an endangered advisory.\"")
        .example("asked").jump("am"),
    row("alert.at", "Alert decided at", Kind::When).police().agency()
        .hint("When police decided.").example("25 min ago"),
    row("alert.by", "Alert decided by", Kind::Line).agency().never_public()
        .hint("Who, and the reason given.").example("Sgt. Bell: no plate, no AMBER"),
    row("ncic.category", "NCIC category chosen", Kind::Code(List::MessageKey)).agency().never_public().ncic("MKE")
        .hint("Police choose it; danger, abduction or disability lift it above juvenile. \"Under which category?\"")
        .example("EME").jump("nc"),
    row("ncic.type", "NCIC type", Kind::Code(List::Mnp)).agency().never_public().ncic("MNP")
        .hint("Missing person, child abduction, alert, disaster.").example("MP"),
    row("ncic.circumstances", "NCIC circumstance", Kind::Code(List::Mpc)).agency().never_public().ncic("MPC")
        .hint("Runaway, or abducted by whom. There is no code for lost or unknown.").example("R"),
    row("ncic.suggested", "Category we suggested", Kind::Code(List::MessageKey)).agency().never_public()
        .hint("What the desk asked for, and what police made of it, both stay on file.").example("EME"),
];
