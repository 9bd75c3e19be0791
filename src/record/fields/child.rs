//! Who the child is: what stays true between runs.

use crate::record::codes::List;
use crate::record::field::{Choice, Field, Group, Kind, Section};

const TRIBE: &[Choice] = &[
    Choice::new("member", "enrolled or eligible", 'm'),
    Choice::new("maybe", "reason to believe", 'r'),
    Choice::new("no", "no", 'n'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Child, id, label, kind).of_child()
}
const fn alias(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind).in_group(Group::Alias)
}
const fn number(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind).in_group(Group::Number).never_public()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("child.name", "Full name", Kind::Name).police_set().ncmec_set().shortest(1).ncic("NAM").public().opens()
        .hint("As spelled in the file; the NCIC form is proposed beside it. \"Full legal name, and please spell the surname.\"")
        .example("Jayden Marcus Ortiz").tags(&["name", "nam"]).jump("na"),
    // The public sheet shows the age on the day; the date itself is for police and NCMEC.
    row("child.dob", "Date of birth", Kind::Date).police_set().ncmec_set().shortest(2).ncic("DOB")
        .hint("Age decides the rules and NCIC needs the date. \"Date of birth? The year alone helps too.\"")
        .example("4/12/2011").tags(&["dob", "born"]).jump("db"),
    row("child.sex", "Sex", Kind::Code(List::Sex)).police_set().ncmec().shortest(3).ncic("SEX").public()
        .hint("The NCIC code, apart from how the child names themself. \"Male or female on the record?\"")
        .example("M").tags(&["sex"]).jump("sx"),
    row("child.race", "Race", Kind::Code(List::Race)).police_set().ncmec().shortest(4).ncic("RAC").public()
        .hint("NCIC takes one code. \"What race is on the record?\"")
        .example("B").tags(&["race", "rac"]).jump("rc"),
    row("child.surname", "Surname, asked apart", Kind::Line).both()
        .hint("Only while the name above has none: mark it asked and unknown here. \"Do you know the surname?\"")
        .example("Ortiz"),
    row("child.age", "Age, as guessed", Kind::Number).both().public()
        .hint("When nobody has the birth date. \"About how old?\"").example("12").tags(&["age"]).jump("ag"),
    row("child.latin", "Name in Latin letters", Kind::Name).police().ncic("NAM")
        .hint("For a name in another script: how the papers spell it in Latin letters.")
        .example("Nurlan Abilkassymov"),
    row("child.nam", "NCIC name, agreed", Kind::Line).police()
        .hint("The form proposed beside the name, as agreed with police: FAMILY, GIVEN MIDDLE in plain letters.")
        .example("NUNEZ-OSTER, ZOE"),
    row("child.called", "Name the child uses", Kind::Line).both().never_public()
        .hint("What the child answers to. \"What do friends call the child?\"").example("Jay").tags(&["called"]),
    row("child.pronouns", "Pronouns and gender", Kind::Line).ncmec().agency().never_public()
        .hint("So that people who find the child speak rightly. Apart from the NCIC sex code.")
        .example("they, nonbinary"),
    row("child.ethnicity", "Ethnicity", Kind::Code(List::Ethnicity)).both().ncic("ETN")
        .hint("In the federal content list. \"Hispanic or Latino?\"").example("H").tags(&["eth"]).jump("et"),
    row("child.birthplace", "Place of birth", Kind::Line).police().ncic("POB").never_public()
        .hint("State or country. Ask, do not wait.").example("Chicago, Illinois").tags(&["pob"]),
    row("child.citizenship", "Citizenship", Kind::Code(List::Countries)).police().ncic("CTZ").never_public()
        .hint("Matters when a border is near.").example("US"),
    row("child.ssn", "Social Security number", Kind::Line).police().state().ncic("SOC").never_public().masked()
        .hint("Masked on screen. From the file rather than over the phone.").example("987-65-4321"),
    row("child.licence", "Licence or ID number", Kind::Line).police().ncic("OLN").never_public()
        .hint("Driver licence or state ID.").example("O632-4471-1102"),
    row("child.licence_state", "Licence state", Kind::Code(List::NcicStates)).police().ncic("OLS").never_public()
        .hint("NCIC state codes differ from postal ones for some states.").example("IL"),
    row("child.licence_year", "Licence expires", Kind::Number).police().ncic("OLY").never_public()
        .hint("The year of expiry.").example("2028"),
    row("child.fbi", "FBI number", Kind::Line).police().ncic("FBI").police_only().never_public().later()
        .hint("Only from the file.").example("123456AB7"),
    row("child.printed", "Ever fingerprinted", Kind::YesNo).police().police_only().never_public().later()
        .hint("\"Has the child ever been fingerprinted, by school or by police?\"").example("yes"),
    row("child.printed_by", "Fingerprinted by", Kind::Line).police().police_only().never_public().later()
        .hint("Who holds the prints.").example("county juvenile intake"),
    row("child.tribe", "Tribe", Kind::Choice(TRIBE)).state().both().never_public()
        .hint("A tribe may have to be told within 24 hours. \"Is the child a member of a tribe, or may be?\"")
        .example("maybe").tags(&["tribe"]).jump("tr"),
    row("child.tribe_name", "Which tribe", Kind::Line).state().both().never_public()
        .hint("Name of the tribe or nation.").example("Oglala Sioux Tribe"),
    row("child.tribe_contact", "Tribe's contact", Kind::Line).state().never_public()
        .hint("The tribe's child welfare or police contact.").example("ICWA office, 605-555-0110"),
    row("child.languages", "Languages", Kind::Line).both()
        .hint("\"Which language does the child speak best?\"").example("Spanish, some English").tags(&["lang"]),
    row("child.communication", "How child communicates", Kind::Line).both().never_public()
        .hint("Speech, signs, device, pictures.").example("few words, points, uses a tablet"),
    row("child.interpreter", "Interpreter needed", Kind::YesNo).both().never_public()
        .hint("For whoever finds the child.").example("no"),
    row("child.agency_person", "Agency person number", Kind::Line).ncmec().agency().never_public()
        .hint("Our own number for the child.").example("P-204471"),
    row("child.agency_case", "Agency case number", Kind::Line).ncmec_set().agency().never_public()
        .hint("NCMEC asks for it; it finds the file by day.").example("CW-2026-00871").tags(&["acase"]),
    row("child.emancipated", "Emancipated on", Kind::Date).police().ahead().ncic("DOE").never_public().later()
        .hint("The date of the order, if there is one.").example("2026-05-14"),
    alias("alias.name", "Alias", Kind::Line).both().never_public()
        .hint("Every other name, street name or spelling. \"Any nickname or other name?\"")
        .example("Jay-O").tags(&["aka", "alias", "nick"]),
    alias("alias.kind", "Kind of alias", Kind::Code(List::NameCategory)).both().never_public()
        .hint("Nickname, former name, handle.").example("NICKNAME"),
    alias("alias.used", "Used where", Kind::Line).both().never_public()
        .hint("Among whom or on which site the name is used.").example("at school"),
    number("number.kind", "Kind of number", Kind::Code(List::IdNumberType)).police().ncic("MNU")
        .hint("Passport, alien registration and the like.").example("PP"),
    number("number.value", "Number", Kind::Line).police().ncic("MNU")
        .hint("As printed on the document.").example("C01234567"),
    number("number.issuer", "Issued by", Kind::Line).police()
        .hint("The country or office.").example("Mexico"),
    number("number.with_child", "Document with the child", Kind::YesNo).police()
        .hint("A passport that is gone says something.").example("no"),
];
