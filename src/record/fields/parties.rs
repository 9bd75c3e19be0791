//! The guardian, everybody to be told, and the officers.

use crate::record::field::{Choice, Counts, Field, Group, Kind, Section};

const ROLE: &[Choice] = &[
    Choice::new("supervisor", "supervisor on call", 's'),
    Choice::new("caseworker", "caseworker", 'w'),
    Choice::new("caregiver", "caregiver", 'c'),
    Choice::new("mother", "mother", 'm'),
    Choice::new("father", "father", 'f'),
    Choice::new("guardian", "guardian", 'g'),
    Choice::new("relative", "other relative", 'r'),
    Choice::new("attorney", "child's attorney", 'a'),
    Choice::new("gal", "guardian ad litem or CASA", 'l'),
    Choice::new("agency_attorney", "agency attorney", 'y'),
    Choice::new("court", "court", 'o'),
    Choice::new("probation", "probation", 'p'),
    Choice::new("tribe", "tribe", 't'),
    Choice::new("unit", "special unit", 'u'),
    Choice::new("clearinghouse", "state clearinghouse", 'h'),
    Choice::new("ncmec", "NCMEC case manager", 'n'),
    Choice::new("other", "someone else", 'e'),
];

const RIGHTS: &[Choice] = &[
    Choice::new("hold", "rights hold", 'h'),
    Choice::new("terminated", "terminated", 't'),
    Choice::new("relinquished", "relinquished", 'r'),
    Choice::new("restricted", "restricted by order", 'o'),
];

const TELL: &[Choice] = &[
    Choice::new("yes", "may be told", 'y'),
    Choice::new("no", "must not be told", 'n'),
    Choice::new("ask", "ask the supervisor first", 'a'),
    Choice::new("unlocated", "cannot be found", 'c'),
];

const OFFICER: &[Choice] = &[
    Choice::new("took_report", "took the report", 't'),
    Choice::new("investigates", "investigates", 'i'),
    Choice::new("commander", "watch commander", 'w'),
    Choice::new("records", "records", 'r'),
    Choice::new("other", "another officer", 'o'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Parties, id, label, kind).never_public()
}
const fn party(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind)
        .of_child()
        .in_group(Group::Party)
        .agency()
        .state()
}
const fn officer(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind)
        .in_group(Group::Officer)
        .agency()
        .ncmec()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("guardian.agency", "Guardian agency", Kind::Line).of_child().ncmec_set().police().shortest(11)
        .hint("Who holds custody, as it is said to police and NCMEC. \"Harlan County Children's Services has custody.\"")
        .example("Harlan County Children's Services").tags(&["guard"]).jump("ga"),
    row("guardian.phone24", "Agency phone, 24 hours", Kind::Phone).of_child().police_set().ncmec_set().shortest(11)
        .hint("Police ring it when the child is found at 4 a.m.; somebody must answer. \"Our 24-hour number is …\"")
        .example("312-555-0100").tags(&["p24"]).jump("gp"),
    row("guardian.name", "Legal guardian's name", Kind::Name).of_child().ncmec_set()
        .hint("Usually the assigned worker. \"Who is the child's worker?\"")
        .example("Ruth Chen").tags(&["worker"]).jump("gn"),
    row("guardian.phone", "Guardian's phone", Kind::Phone).of_child().ncmec_set()
        .hint("The number the worker answers.").example("312-555-0111").jump("gt"),
    row("guardian.phones", "Guardian's other phones", Kind::Line).of_child().ncmec()
        .hint("NCMEC asks for every number: desk, cell, after hours.")
        .example("desk 312-555-0112, cell 312-555-0113"),
    row("guardian.email", "Guardian's e-mail", Kind::Line).of_child().ncmec_set()
        .hint("For the case manager's questions.").example("rchen@harlan.example").jump("ge"),
    row("thirdparty.parent", "Parent's name", Kind::Name).of_child().ncmec_set().counts(Counts::NotInCustody)
        .hint("Not in our custody: the parent should make or join the report.").example("Lucia Ferrante"),
    row("thirdparty.contact", "Parent's full contact", Kind::Line).of_child().ncmec_set().counts(Counts::NotInCustody)
        .hint("Every phone, e-mail and the address.").example("312-555-0161, l.ferrante@mail.example, 9 Ash St"),
    row("thirdparty.authorised", "Parent agrees to posters", Kind::YesNo).ncmec().agency().counts(Counts::NotInCustody)
        .hint("Without it no poster of a child who is not in our custody.").example("no"),
    party("party.role", "Role", Kind::Choice(ROLE))
        .hint("Whom the law or the agency wants told.").example("mother").tags(&["party"]),
    party("party.name", "Name", Kind::Name)
        .hint("As in the file.").example("Sofia Ortiz"),
    party("party.agency", "Agency or office", Kind::Line)
        .hint("Firm, court, department.").example("Legal Aid of Harlan"),
    party("party.phone", "Phone", Kind::Phone)
        .hint("The number that answers at night, if any.").example("312-555-0119"),
    party("party.phones", "Other phones", Kind::Line)
        .hint("Every other number, with when it answers.").example("work 312-555-0120 until 5pm"),
    party("party.email", "E-mail", Kind::Line)
        .hint("For notices in writing.").example("s.ortiz@mail.example"),
    party("party.address", "Address", Kind::Line)
        .hint("Also a place the child may go.").example("1180 Larch Ave, Gary"),
    party("party.relation", "Relation to the child", Kind::Line)
        .hint("In words.").example("mother"),
    party("party.rights", "Parental rights", Kind::Choice(RIGHTS))
        .hint("Some notices end with the rights.").example("hold"),
    party("party.tell", "May be told", Kind::Choice(TELL))
        .hint("A restriction comes before every notice.").example("yes"),
    party("party.restriction", "Restriction, in words", Kind::Line)
        .hint("Order, reason, who decided.").example("no contact order of 2026-03-02"),
    officer("officer.name", "Officer", Kind::Line)
        .hint("\"Your name, please, and how is it spelled?\"").example("Ofc. Ruiz").tags(&["officer", "ofc"]),
    officer("officer.badge", "Badge", Kind::Line)
        .hint("\"And your badge number?\"").example("4417"),
    officer("officer.agency", "Agency", Kind::Line)
        .hint("As they answer the phone.").example("Harlan City Police"),
    officer("officer.phone", "Phone", Kind::Phone)
        .hint("A number that reaches a person.").example("312-555-0190"),
    officer("officer.role", "Role", Kind::Choice(OFFICER))
        .hint("Took the report, investigates, commands the watch.").example("took_report"),
    officer("officer.email", "E-mail", Kind::Line)
        .hint("Where a photo may be sent.").example("desk@harlanpd.example"),
    row("police.dispatch", "Police dispatch phone", Kind::Phone).agency().ncmec()
        .hint("From the directory; NCMEC asks how to reach them.").example("312-555-0180"),
    row("police.records", "Police records phone", Kind::Phone).agency()
        .hint("For the number that comes later.").example("312-555-0181"),
    row("police.ori", "ORI", Kind::Line).agency().ncmec().ncic("ORI")
        .hint("The agency's nine-character NCIC name.").example("IL0160000"),
    row("police.county", "Agency county and state", Kind::Line).agency().ncmec()
        .hint("Two towns may share a name.").example("Cook County, Illinois"),
    row("ncmec.manager", "NCMEC case manager", Kind::Line).agency()
        .hint("Whom to tell what is new, and that the child is found.").example("T. Alvarez").jump("nm"),
    row("ncmec.manager_phone", "Case manager's phone", Kind::Phone).agency()
        .hint("The direct line, with extension.").example("800-843-5678 x4410"),
    row("ncmec.manager_email", "Case manager's e-mail", Kind::Line).agency()
        .hint("For supplements and photos.").example("talvarez@ncmec.example"),
    row("clearinghouse.contact", "State clearinghouse", Kind::Line).agency().state()
        .hint("When police refuse: who, number.").example("State clearinghouse, 800-555-0199"),
];
