//! The call's first minute: when and where last seen, kind of episode, who is calling, who was told.
//!
//! *Danger now* and *911 called* are events of their own, and so are the received instant and every
//! attempt at police or NCMEC: they are not fields.

use crate::record::codes::List;
use crate::record::field::{Choice, Field, Kind, Section};

const KIND: &[Choice] = &[
    Choice::new("runaway", "ran away", 'r'),
    Choice::new("family_abduction", "taken by family", 'f'),
    Choice::new("nonfamily_abduction", "taken by someone else", 'n'),
    Choice::new("lost", "lost or wandered off", 'l'),
    Choice::new("disaster", "lost in a disaster", 'd'),
    Choice::new("other", "missing, reason unknown", 'o'),
];

const ROLE: &[Choice] = &[
    Choice::new("foster_parent", "foster parent", 'f'),
    Choice::new("relative", "relative caregiver", 'r'),
    Choice::new("facility", "group home or facility staff", 'g'),
    Choice::new("caseworker", "caseworker", 'c'),
    Choice::new("parent", "parent", 'p'),
    Choice::new("police", "police", 'l'),
    Choice::new("school", "school", 's'),
    Choice::new("hospital", "hospital", 'h'),
    Choice::new("other", "someone else", 'o'),
];

const WHEREABOUTS: &[Choice] = &[
    Choice::new("unknown", "nobody knows", 'u'),
    Choice::new("claimed", "somebody says where, not verified", 'c'),
    Choice::new("known", "known and verified", 'k'),
];

const KNOWN_AT: &[Choice] = &[
    Choice::new("school_or_work", "school or work", 's'),
    Choice::new("unapproved_home", "a home we did not approve", 'u'),
    Choice::new("relative", "a relative's home", 'r'),
    Choice::new("approved_visit", "an approved visit", 'v'),
    Choice::new("police", "police custody", 'p'),
    Choice::new("hospital", "hospital", 'h'),
    Choice::new("detention", "detention", 'd'),
    Choice::new("other_state", "another state", 't'),
    Choice::new("other", "another place", 'o'),
];

const PLACE_TYPE: &[Choice] = &[
    Choice::new("placement", "the placement", 'p'),
    Choice::new("school", "school", 's'),
    Choice::new("work", "work", 'w'),
    Choice::new("visit", "a visit", 'v'),
    Choice::new("home", "a family home", 'h'),
    Choice::new("street", "street or park", 't'),
    Choice::new("shop", "shop or mall", 'm'),
    Choice::new("transit", "bus, train or station", 'b'),
    Choice::new("hospital", "hospital", 'i'),
    Choice::new("court", "court or office", 'c'),
    Choice::new("other", "another place", 'o'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Call, id, label, kind)
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    // The public sheet shows the day alone; the instant itself is for police and NCMEC.
    row("seen.at", "Last seen", Kind::When).police_set().ncmec_set().shortest(9).ncic("DLC").opens()
        .hint("NCIC wants the date of last contact. \"When did anyone last see or speak with the child?\"")
        .example("last night 9:40pm").tags(&["seen", "ls"]).jump("sa"),
    row("seen.place", "Last seen at", Kind::Line).police_set().ncmec_set().shortest(9)
        .hint("Decides which police agency takes the report. \"Where exactly: address, corner, door?\"")
        .example("bus stop at 4th and Pine").tags(&["loc", "lsat"]).jump("sp"),
    row("call.kind", "Kind of episode", Kind::Choice(KIND)).police_set().ncmec_set().shortest(10).ncic("MPC")
        .hint("Danger, abduction or disability change the NCIC category. \"Did the child leave, get taken, or get lost?\"")
        .example("runaway").tags(&["kind"]).jump("ki"),
    row("police.agency", "Police agency", Kind::Line).ncmec_set().agency().shortest(12)
        .hint("NCMEC asks which agency has the report. \"Which police department took it?\"")
        .example("Harlan City Police").tags(&["pd"]).jump("pa"),
    row("police.number", "Police number, as told", Kind::Line).ncmec_set().agency().never_public().shortest(12)
        .hint("What a caller says counts as claimed until police confirm it for this run. \"Did they give you a case number?\"")
        .example("26-114832").tags(&["pdno"]).jump("pn"),
    row("call.callback", "Call-back number", Kind::Phone).both().agency().never_public().opens()
        .hint("The line may drop. \"What number can I call you back on?\"")
        .example("312-555-0142").tags(&["cb", "callback"]).jump("cb"),
    row("reporter.name", "Caller's name", Kind::Name).police().ncmec_set().never_public()
        .hint("Both reports name who reported. \"And your full name, please?\"")
        .example("Denise Walker").tags(&["caller", "rep"]).jump("rn"),
    row("reporter.role", "Caller is", Kind::Choice(ROLE)).police().ncmec_set().never_public()
        .hint("NCMEC asks how the reporter knows the child. \"What are you to the child?\"")
        .example("foster_parent").tags(&["role"]).jump("rr"),
    row("reporter.agency", "Caller's agency", Kind::Line).police().ncmec_set().never_public()
        .hint("Facility, school or department. \"Which agency or home are you calling from?\"")
        .example("Willow Street House").jump("ra"),
    row("reporter.phone", "Caller's own phone", Kind::Phone).police().ncmec_set().never_public()
        .hint("Police and NCMEC call the reporter back, often the next day. \"And your own number tomorrow?\"")
        .example("312-555-0177 x12").jump("rp"),
    row("reporter.email", "Caller's e-mail", Kind::Line).ncmec_set().never_public()
        .hint("NCMEC sends the upload link for photos there. \"What e-mail do you read at night?\"")
        .example("dwalker@willow.example").jump("re"),
    row("seen.by", "Last seen by", Kind::Line).both().never_public()
        .hint("The witness police speak to first. \"Who saw the child last, and how do we reach them?\"")
        .example("night staff, Omar P.").tags(&["lsby"]).jump("sb"),
    row("seen.with", "Last seen with", Kind::Line).both()
        .hint("A first word; details go under companions. \"Was anybody with the child?\"")
        .example("an older boy in a grey car").tags(&["lswith"]).jump("sw"),
    row("seen.city", "Missing from city", Kind::Line).ncmec_set().police().public()
        .hint("Both NCMEC lists and posters want the city. \"Which city is that?\"")
        .example("Harlan").tags(&["city"]).jump("ci"),
    row("seen.state", "Missing from state", Kind::Code(List::UspsStates)).ncmec_set().police().public()
        .hint("With the city it says which police agency is first. \"Which state?\"")
        .example("IL").tags(&["state"]).jump("st"),
    row("seen.county", "Missing from county", Kind::Line).both()
        .hint("Outside a town the sheriff takes the report.").example("Cook County").tags(&["county"]),
    row("seen.zip", "Missing from ZIP", Kind::Line).both()
        .hint("Settles the jurisdiction when two towns meet.").example("60614").tags(&["zip"]),
    row("seen.place_name", "Name of the place", Kind::Line).both().never_public()
        .hint("Home, school or shop by name; never on a public sheet. \"Does the place have a name?\"")
        .example("Willow Street House"),
    row("seen.place_type", "Type of place", Kind::Choice(PLACE_TYPE)).both().never_public()
        .hint("NCMEC asks what kind of place the child left.").example("placement"),
    row("seen.wearing", "Wearing, in one line", Kind::Line).both()
        .hint("The first call's question; single garments go under clothing. \"What was the child wearing?\"")
        .example("black hoodie, blue jeans, white shoes").jump("we"),
    row("police.called", "Police called already", Kind::YesNo).both().agency()
        .hint("The agency still owes its own report. \"Has anyone called the police? Who, and when?\"")
        .example("yes").tags(&["pdcalled"]).jump("pc"),
    row("police.called_by", "Who called police", Kind::Line).both().agency().never_public()
        .hint("So that police can find the first entry.").example("foster mother"),
    row("police.called_at", "Police called at", Kind::When).both().agency()
        .hint("Shown beside our own report, never in place of it.").example("2h ago"),
    row("ncmec.called", "NCMEC called already", Kind::YesNo).ncmec().agency()
        .hint("Only a reference or NCMEC's own word counts. \"Has anyone called NCMEC?\"").example("no"),
    row("noticed.at", "First thought missing", Kind::When).agency().state().police()
        .hint("Some states count a search window from here. \"When did you first think the child was missing?\"")
        .example("last night 10:15pm").tags(&["noticed"]).jump("no"),
    row("determined.at", "Judged missing", Kind::When).agency().state()
        .hint("Some states count from the decision that the child is missing. The federal 24 hours do not.")
        .example("last night 11:05pm"),
    row("determined.by", "Judged missing by", Kind::Line).agency().state().never_public()
        .hint("Who decided, by name and title.").example("on-call supervisor R. Chen"),
    row("call.why", "Why thought missing", Kind::Line).both().agency().never_public()
        .hint("\"What makes you think the child is missing, and what has been checked?\"")
        .example("not back from school, phone off").jump("wy"),
    row("call.overdue", "Only late so far", Kind::YesNo).agency().state()
        .hint("Late from work or curfew, not yet judged missing. Our own clock may run already.").example("no"),
    row("whereabouts.state", "Whereabouts", Kind::Choice(WHEREABOUTS)).agency().both().never_public()
        .hint("A text, a rumour or a dot on a map is not verified. \"Does anyone say where the child is?\"")
        .example("unknown").jump("wh"),
    row("whereabouts.place", "Said to be at", Kind::Line).both().never_public()
        .hint("Where somebody says the child is.").example("a friend's flat on Oak Street"),
    row("whereabouts.kind", "Kind of whereabouts", Kind::Choice(KNOWN_AT)).agency().both().never_public()
        .hint("Where somebody says the child is, or was verified to be: it decides whether the child is missing at all.")
        .example("school_or_work"),
    row("whereabouts.verified_by", "Verified by", Kind::Line).agency().never_public()
        .hint("Who saw or spoke with the child: name, office.").example("school secretary L. Pratt"),
    row("whereabouts.verified_how", "Verified how", Kind::Line).agency().never_public()
        .hint("Seen, spoken with, attendance list.").example("in class by attendance list"),
    row("whereabouts.verified_at", "Verified at", Kind::When).agency()
        .hint("A verification ages: the next school day or shift asks again.").example("yesterday 8:05am"),
];
