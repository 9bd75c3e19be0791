//! The child's phones and accounts, and what is known of contacts online.

use crate::record::codes::List;
use crate::record::field::{Choice, Field, Group, Kind, Section};

const POWER: &[Choice] = &[
    Choice::new("on", "on", 'o'),
    Choice::new("off", "off", 'f'),
    Choice::new("ringing", "rings, no answer", 'r'),
    Choice::new("voicemail", "straight to voicemail", 'v'),
];

const ACCOUNT: &[Choice] = &[
    Choice::new("social", "social site", 's'),
    Choice::new("email", "e-mail", 'e'),
    Choice::new("chat", "chat", 'c'),
    Choice::new("gaming", "gaming", 'g'),
    Choice::new("dating", "dating", 'd'),
    Choice::new("ads", "advertisement site", 'a'),
    Choice::new("payment", "payment or ride app", 'p'),
    Choice::new("site", "site visited", 'v'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Online, id, label, kind).never_public()
}
const fn phone(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind)
        .of_child()
        .in_group(Group::Phone)
        .both()
}
const fn account(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind)
        .of_child()
        .in_group(Group::Account)
        .both()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    phone("phone.number", "Number", Kind::Phone).ncic("TNO")
        .hint("Police can ask the carrier to locate it. \"What is the child's number?\"")
        .example("312-555-0188").tags(&["ph", "cell"]),
    phone("phone.kind", "Kind of phone", Kind::Code(List::PhoneType)).ncic("TNT")
        .hint("Cell, home, work.").example("C"),
    phone("phone.power", "On or off", Kind::Choice(POWER))
        .hint("\"Have you rung it? Does it ring or go to voicemail?\"").example("off"),
    phone("phone.carrier", "Carrier", Kind::Line)
        .hint("The company that police will ask.").example("T-Mobile prepaid"),
    phone("phone.device", "Device", Kind::Line)
        .hint("Make, colour, case.").example("cracked iPhone, purple case"),
    phone("phone.last", "Last contact by it", Kind::When)
        .hint("Last call or message, and with whom under notes.").example("yesterday 7:20pm"),
    phone("phone.sharing", "Location sharing", Kind::Line)
        .hint("Who can see where the phone is. \"Does anyone share location with the child?\"")
        .example("sister sees it in Life360"),
    account("account.platform", "Platform or site", Kind::Line)
        .hint("A site without a handle is a full answer. \"Which apps does the child use?\"")
        .example("Instagram").tags(&["acct", "insta", "snap", "tiktok", "discord"]),
    account("account.handle", "Handle or address", Kind::Line)
        .hint("As it is spelled on the screen.").example("jay_ortiz11"),
    account("account.kind", "Kind of account", Kind::Choice(ACCOUNT))
        .hint("What the account is for.").example("social"),
    account("account.last", "Last active", Kind::When)
        .hint("Last post or sign-in anyone saw.").example("yesterday 11pm"),
    row("online.contacts", "Contacts online", Kind::Prose).police()
        .hint("People the child met online; names, handles, where. Goes to police.")
        .example("\"Rico\" from a game chat, says he is 17"),
    row("online.sites", "Sites visited", Kind::Line).both()
        .hint("Last sites or searches somebody saw.").example("bus tickets to Memphis"),
    row("online.secured", "Devices kept, unsearched", Kind::YesNo).agency().police()
        .hint("Keep devices charged and safe for police; do not search them. \"Please put the tablet aside as it is.\"")
        .example("yes").jump("ds"),
];
