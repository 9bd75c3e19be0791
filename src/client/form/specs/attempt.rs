//! How a call out went: who was reached, with which proof; the refusal path; an attempt taken back.

use super::{CHANNEL, TIME, again, choice, line, number, outcome, words};
use crate::client::form::{FormSpec, LineKind, LineSpec};
use crate::record::field::Choice;

const NO_ANSWER: Choice = choice("no answer", "no answer", 'n');
const VOICEMAIL: Choice = choice("voicemail", "left a message; stops nothing", 'v');
const REFUSED: Choice = choice("refused", "refused to take it", 'r');
const TOLD: Choice = choice("told", "told a named person", 't');
const CONFIRMED: Choice = choice("confirmed", "confirmed, with the number", 'c');
const CLAIMED: Choice = choice("claimed", "somebody says it was done; stays owed", 'l');
const DECLINED: Choice = choice("declined", "took the call, declined the case", 'd');
const SENT: Choice = choice("sent", "sent, nothing came back; stops nothing", 's');
const EXCUSED: Choice = choice("excused", "decided that it is not to be done", 'x');

const SPOKEN: &[&str] = &["told", "confirmed", "refused", "claimed", "declined"];

/// A named person proves these; the number dialled is then no more than a help.
const PROVEN: &[&str] = &["told", "confirmed"];
const TAKEN: &[&str] = &["told", "confirmed", "claimed"];
const NOT_TAKEN: &[&str] = &["refused", "declined", "excused"];
const AGAIN: &[&str] = &["no answer", "voicemail", "refused", "sent"];

const PERSON: LineSpec = words("person", "Person")
    .hint("Name and rank. \"Who am I speaking with?\"")
    .example("Ofc. Ruiz")
    .when(SPOKEN);

const BADGE: LineSpec = words("badge", "Badge")
    .hint("\"And your badge number?\"")
    .example("2207")
    .when(SPOKEN);

const NUMBER_AGAIN: LineSpec = again("Number once more")
    .hint("Typed again while it is read back; the two must match.")
    .when(TAKEN);

const WORDS: LineSpec = words("words", "Their words")
    .required()
    .hint("As they said it.")
    .when(NOT_TAKEN);

const AGAIN_AT: LineSpec = line("again_at", "Try again", LineKind::Later)
    .example("in 30 min")
    .when(AGAIN);

/// How the call to police went.
pub static POLICE: FormSpec = FormSpec {
    id: "attempt.police",
    title: "How the police call went",
    intro: &["Acceptance by a named officer stops the 24 hours; a missing number stays owed."],
    lines: &[
        outcome(&[
            NO_ANSWER, VOICEMAIL, REFUSED, TOLD, CONFIRMED, CLAIMED, SENT, EXCUSED,
        ])
        .example("told"),
        PERSON,
        BADGE,
        number("Police case number")
            .hint("\"What is the case number, please?\" May stay empty: it is then still owed.")
            .example("27-004411")
            .when(TAKEN),
        NUMBER_AGAIN,
        WORDS,
        AGAIN_AT,
        TIME,
        CHANNEL,
        line("office", "Agency", LineKind::Office)
            .hint("A digit takes a proposed agency.")
            .example("Columbus Police"),
        words("dialled", "Number dialled")
            .example("614-555-0145")
            .when(&[
                "no answer",
                "voicemail",
                "refused",
                "told",
                "confirmed",
                "sent",
            ])
            .passed(PROVEN),
    ],
};

/// How the call to NCMEC went.
pub static NCMEC: FormSpec = FormSpec {
    id: "attempt.ncmec",
    title: "How the NCMEC report went",
    intro: &["Only their reference, or an explicit confirmation, stops the 24 hours."],
    lines: &[
        outcome(&[
            NO_ANSWER, VOICEMAIL, DECLINED, TOLD, CONFIRMED, CLAIMED, SENT, EXCUSED,
        ])
        .example("confirmed"),
        words("person", "Person")
            .example("call taker Dana")
            .when(SPOKEN),
        number("NCMEC reference")
            .hint("\"What is the reference number of this report?\"")
            .example("NC-778120")
            .when(TAKEN),
        NUMBER_AGAIN,
        WORDS,
        AGAIN_AT,
        TIME,
        CHANNEL,
        words("dialled", "Number dialled")
            .prefill("1-800-843-5678")
            .example("1-800-843-5678")
            .when(&["no answer", "voicemail", "told", "confirmed", "declined"]),
    ],
};

/// How any other duty was met, or tried.
pub static ATTEMPT: FormSpec = FormSpec {
    id: "attempt",
    title: "How it went",
    intro: &[],
    lines: &[
        outcome(&[
            NO_ANSWER, VOICEMAIL, REFUSED, TOLD, CONFIRMED, CLAIMED, DECLINED, SENT, EXCUSED,
        ])
        .example("told"),
        PERSON,
        BADGE,
        number("Number given").example("M123456789").when(TAKEN),
        NUMBER_AGAIN,
        WORDS,
        AGAIN_AT,
        TIME,
        CHANNEL,
        line("office", "Office", LineKind::Office).example("county court, night clerk"),
        words("dialled", "Number dialled")
            .when(&[
                "no answer",
                "voicemail",
                "refused",
                "told",
                "confirmed",
                "sent",
            ])
            .passed(PROVEN),
    ],
};

/// The refusal path: who, when, in which words; the rule to quote; the next number; the retry.
pub static REFUSAL: FormSpec = FormSpec {
    id: "refusal",
    title: "Police refused",
    intro: &[
        "34 USC 41308: no waiting period; NCIC entry within 2 hours of the report.",
        "Then ask in turn: watch commander, county sheriff, clearinghouse, FBI.",
        "NCMEC does not wait for police: report now and state the refusal.",
    ],
    lines: &[
        words("person", "Who refused")
            .required()
            .hint("Name and rank. \"May I have your name for the record?\"")
            .example("desk sergeant Hall"),
        words("words", "Their words")
            .required()
            .example("he's a habitual, call after 24 hours"),
        words("badge", "Badge").example("118"),
        line("office", "Agency", LineKind::Office).example("Columbus Police"),
        words("dialled", "Number dialled").example("614-555-0145"),
        TIME,
        CHANNEL,
        line("again_at", "Try again", LineKind::Later)
            .prefill("in 30 min")
            .example("in 30 min"),
    ],
};

/// An attempt recorded wrongly.
pub static WITHDRAW: FormSpec = FormSpec {
    id: "attempt.withdraw",
    title: "Withdraw what was recorded",
    intro: &["It no longer counts; it stays in the history."],
    lines: &[words("reason", "Why")
        .required()
        .example("was about another child")],
};
