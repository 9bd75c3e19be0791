//! The small forms, each declared once: what is asked, in which order, with which letters.

use super::{FormSpec, LineKind, LineSpec};
use crate::record::field::Choice;

const fn choice(key: &'static str, label: &'static str, letter: char) -> Choice {
    Choice { key, label, letter }
}

const fn line(id: &'static str, label: &'static str, kind: LineKind) -> LineSpec {
    LineSpec {
        id,
        label,
        kind,
        required: false,
        prefill: "",
        hint: "",
        example: "",
        when: &[],
        passed: &[],
    }
}

impl LineSpec {
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }
    const fn prefill(mut self, text: &'static str) -> Self {
        self.prefill = text;
        self
    }
    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
    const fn example(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }
    const fn passed(mut self, choices: &'static [&'static str]) -> Self {
        self.passed = choices;
        self
    }
    const fn when(mut self, choices: &'static [&'static str]) -> Self {
        self.when = choices;
        self
    }
}

const CHANNELS: LineKind = LineKind::Choice(&[
    choice("phone", "phone", 'p'),
    choice("email", "e-mail", 'e'),
    choice("fax", "fax", 'f'),
    choice("voicemail", "voicemail", 'v'),
    choice("web", "web", 'w'),
    choice("system to system", "system to system", 's'),
    choice("in person", "in person", 'i'),
    choice("text", "text message", 't'),
]);

const YES_NO: LineKind = LineKind::Choice(&[choice("yes", "yes", 'y'), choice("no", "no", 'n')]);

const DECISION: LineKind = LineKind::Choice(&[
    choice("yes", "yes", 'y'),
    choice("no", "no", 'n'),
    choice("case by case", "case by case", 'c'),
]);

const NO_ANSWER: Choice = choice("no answer", "no answer", 'n');
const VOICEMAIL: Choice = choice("voicemail", "left a message; stops nothing", 'v');
const REFUSED: Choice = choice("refused", "refused to take it", 'r');
const TOLD: Choice = choice("told", "told a named person", 't');
const CONFIRMED: Choice = choice("confirmed", "confirmed, with the number", 'c');
const CLAIMED: Choice = choice("claimed", "somebody says it was done; stays owed", 'l');
const DECLINED: Choice = choice("declined", "took the call, declined the case", 'd');
const SENT: Choice = choice("sent", "sent, nothing came back; stops nothing", 's');
const EXCUSED: Choice = choice("excused", "decided that it is not to be done", 'x');

const TIME: LineSpec = line("at", "When", LineKind::Time)
    .prefill("now")
    .example("01:31");
const CHANNEL: LineSpec = line("channel", "By", CHANNELS)
    .prefill("phone")
    .example("phone");

const SPOKEN: &[&str] = &["told", "confirmed", "refused", "claimed", "declined"];
/// A named person proves these; the number dialled is then no more than a help.
const PROVEN: &[&str] = &["told", "confirmed"];
const TAKEN: &[&str] = &["told", "confirmed", "claimed"];
const NOT_TAKEN: &[&str] = &["refused", "declined", "excused"];
const AGAIN: &[&str] = &["no answer", "voicemail", "refused", "sent"];

const PERSON: LineSpec = line("person", "Person", LineKind::Words)
    .hint("Name and rank. \"Who am I speaking with?\"")
    .example("Ofc. Ruiz")
    .when(SPOKEN);
const BADGE: LineSpec = line("badge", "Badge", LineKind::Words)
    .hint("\"And your badge number?\"")
    .example("2207")
    .when(SPOKEN);
const NUMBER_AGAIN: LineSpec = line("again", "Number once more", LineKind::Again("number"))
    .hint("Typed again while it is read back; the two must match.")
    .when(TAKEN);
const WORDS: LineSpec = line("words", "Their words", LineKind::Words)
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
        line(
            "outcome",
            "Outcome",
            LineKind::Choice(&[
                NO_ANSWER, VOICEMAIL, REFUSED, TOLD, CONFIRMED, CLAIMED, SENT, EXCUSED,
            ]),
        )
        .required()
        .example("told"),
        PERSON,
        BADGE,
        line("number", "Police case number", LineKind::Number)
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
        line("dialled", "Number dialled", LineKind::Words)
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
        line(
            "outcome",
            "Outcome",
            LineKind::Choice(&[
                NO_ANSWER, VOICEMAIL, DECLINED, TOLD, CONFIRMED, CLAIMED, SENT, EXCUSED,
            ]),
        )
        .required()
        .example("confirmed"),
        line("person", "Person", LineKind::Words)
            .example("call taker Dana")
            .when(SPOKEN),
        line("number", "NCMEC reference", LineKind::Number)
            .hint("\"What is the reference number of this report?\"")
            .example("NC-778120")
            .when(TAKEN),
        NUMBER_AGAIN,
        WORDS,
        AGAIN_AT,
        TIME,
        CHANNEL,
        line("dialled", "Number dialled", LineKind::Words)
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
        line(
            "outcome",
            "Outcome",
            LineKind::Choice(&[
                NO_ANSWER, VOICEMAIL, REFUSED, TOLD, CONFIRMED, CLAIMED, DECLINED, SENT, EXCUSED,
            ]),
        )
        .required()
        .example("told"),
        PERSON,
        BADGE,
        line("number", "Number given", LineKind::Number)
            .example("M123456789")
            .when(TAKEN),
        NUMBER_AGAIN,
        WORDS,
        AGAIN_AT,
        TIME,
        CHANNEL,
        line("office", "Office", LineKind::Office).example("county court, night clerk"),
        line("dialled", "Number dialled", LineKind::Words)
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
        line("person", "Who refused", LineKind::Words)
            .required()
            .hint("Name and rank. \"May I have your name for the record?\"")
            .example("desk sergeant Hall"),
        line("words", "Their words", LineKind::Words)
            .required()
            .example("he's a habitual, call after 24 hours"),
        line("badge", "Badge", LineKind::Words).example("118"),
        line("office", "Agency", LineKind::Office).example("Columbus Police"),
        line("dialled", "Number dialled", LineKind::Words).example("614-555-0145"),
        TIME,
        CHANNEL,
        line("again_at", "Try again", LineKind::Later)
            .prefill("in 30 min")
            .example("in 30 min"),
    ],
};

/// A call in from police.
pub static HEARD_POLICE: FormSpec = FormSpec {
    id: "heard.police",
    title: "Police on the phone",
    intro: &[],
    lines: &[
        line(
            "confirms",
            "They give",
            LineKind::Choice(&[
                choice("ncic.number", "the NCIC number", 'n'),
                choice("police.report", "the case number", 'c'),
                choice("", "something else", 'o'),
            ]),
        ),
        line("number", "Number", LineKind::Number)
            .example("M123456789")
            .when(&["ncic.number", "police.report"]),
        line("again", "Number once more", LineKind::Again("number"))
            .when(&["ncic.number", "police.report"]),
        line("who", "Who", LineKind::Words)
            .required()
            .example("Ofc. Ruiz, badge 2207"),
        line("what", "What was said", LineKind::Words).example("entered in NCIC at 02:40"),
        TIME,
    ],
};

/// A call in from NCMEC.
pub static HEARD_NCMEC: FormSpec = FormSpec {
    id: "heard.ncmec",
    title: "NCMEC on the phone",
    intro: &[],
    lines: &[
        line(
            "confirms",
            "They give",
            LineKind::Choice(&[
                choice("ncmec.report", "the reference", 'r'),
                choice("", "something else", 'o'),
            ]),
        ),
        line("number", "Reference", LineKind::Number)
            .example("NC-778120")
            .when(&["ncmec.report"]),
        line("again", "Reference once more", LineKind::Again("number")).when(&["ncmec.report"]),
        line("who", "Who", LineKind::Words)
            .required()
            .example("case manager Dana Ortiz"),
        line("what", "What was said", LineKind::Words).example("asks for a photo of this year"),
        TIME,
    ],
};

/// A call in from anybody else.
pub static HEARD: FormSpec = FormSpec {
    id: "heard",
    title: "Call in",
    intro: &[],
    lines: &[
        line("what", "What was said", LineKind::Words)
            .required()
            .hint("In their words. A tip is owed to police at once.")
            .example("saw her at the Greyhound station at 03:10"),
        line("who", "Who", LineKind::Words).example("a cousin, Ana"),
        line("number", "Their number", LineKind::Words).example("614-555-0199"),
        TIME,
    ],
};

/// A correction of the instant the information was received.
pub static CORRECT: FormSpec = FormSpec {
    id: "received.correct",
    title: "Correct when the information was received",
    intro: &[
        "Both values stay. Earlier moves every clock at once.",
        "Later needs a second person; until then the earlier deadline governs.",
    ],
    lines: &[
        line("to", "Received at", LineKind::Time)
            .required()
            .example("22:10"),
        line("reason", "Why", LineKind::Words)
            .required()
            .example("the voicemail came at 22:10"),
    ],
};

/// The second person on a correction to later.
pub static SECOND: FormSpec = FormSpec {
    id: "received.confirm",
    title: "Second person on a later received time",
    intro: &["Not the person who made the correction."],
    lines: &[
        line(
            "agree",
            "Agreed",
            LineKind::Choice(&[
                choice("yes", "yes, it was received later", 'y'),
                choice("no", "no, the earlier time stands", 'n'),
            ]),
        )
        .required(),
        line("by", "By", LineKind::Words)
            .required()
            .example("supervisor R. Chen"),
        line("reason", "Why not", LineKind::Words)
            .required()
            .when(&["no"]),
    ],
};

/// A triage decision.
pub static TRIAGE: FormSpec = FormSpec {
    id: "triage",
    title: "Triage: a person decides",
    intro: &[],
    lines: &[
        line("row", "Row", LineKind::Row)
            .required()
            .hint("A digit takes a proposed row.")
            .example("5"),
        line("police", "Report to police", DECISION).hint("As the row says when left."),
        line("ncmec", "Report to NCMEC", DECISION).hint("As the row says when left."),
        line("reason", "Why", LineKind::Words)
            .hint("Required where the decision differs from the row.")
            .example("school confirms attendance today 08:05"),
        line("verifier", "Verified by", LineKind::Words)
            .hint("Where the row says not missing: who saw the child, and how.")
            .example("school office, Ms Adler, saw him in class at 08:05"),
        line("again_at", "Verify again", LineKind::Later).example("tomorrow 08:30"),
    ],
};

/// Whereabouts became known.
pub static FOUND: FormSpec = FormSpec {
    id: "case.found",
    title: "Found",
    intro: &["Police first, if it was not police who found the child."],
    lines: &[
        TIME,
        line("place", "Where", LineKind::Words)
            .required()
            .example("asleep at his aunt's, 12 Elm Street"),
        line("by", "Found by", LineKind::Words)
            .required()
            .example("foster mother"),
        line("verified", "Verified by", LineKind::Words)
            .hint("Who saw the child, and how. Empty while somebody only says so.")
            .example("caregiver, in person"),
    ],
};

/// Back in an approved place.
pub static RETURNED: FormSpec = FormSpec {
    id: "case.returned",
    title: "Returned",
    intro: &[],
    lines: &[
        TIME,
        line("place", "To", LineKind::Words)
            .required()
            .example("the placement, 4 Oak Avenue"),
        line("by", "Received by", LineKind::Words)
            .required()
            .example("foster mother Denise Walker"),
    ],
};

/// The trafficking screen.
pub static SCREENED: FormSpec = FormSpec {
    id: "case.screened",
    title: "Trafficking screen",
    intro: &["Where there was none: tool \"none\", and why as the result."],
    lines: &[
        line("tool", "Tool", LineKind::Words)
            .required()
            .example("CSE-IT"),
        line("result", "Result", LineKind::Words)
            .required()
            .example("possible concern"),
        line("victim", "Identified victim", YES_NO)
            .required()
            .hint("Yes starts 24 hours to tell police."),
        line("by", "By", LineKind::Words)
            .required()
            .example("caseworker Lena Ortiz"),
        TIME,
    ],
};

/// The return interview.
pub static INTERVIEWED: FormSpec = FormSpec {
    id: "case.interviewed",
    title: "Return interview",
    intro: &[],
    lines: &[
        line("factors", "Why and what happened", LineKind::Words)
            .required()
            .hint("Why the child left, what happened away, what changes now.")
            .example("conflict over phone; stayed with cousin; new placement asked"),
        line("by", "By", LineKind::Words)
            .required()
            .example("caseworker Lena Ortiz"),
        TIME,
    ],
};

/// Information that the child is an identified victim.
pub static VICTIM: FormSpec = FormSpec {
    id: "case.victim",
    title: "Identified as a trafficking victim",
    intro: &["Police are owed this within 24 hours of the information."],
    lines: &[
        line("by", "By", LineKind::Words)
            .required()
            .example("caseworker Lena Ortiz"),
        TIME,
    ],
};

/// Closing a case.
pub static CLOSE: FormSpec = FormSpec {
    id: "case.close",
    title: "Close the case",
    intro: &["What is still owed is listed; nothing closes in silence."],
    lines: &[
        line(
            "how",
            "How it ended",
            LineKind::Choice(&[
                choice("returned", "returned, everybody told", 'r'),
                choice("found before report", "found before any report", 'f'),
                choice("not missing", "not missing by triage", 'n'),
                choice("other", "another end", 'o'),
            ]),
        )
        .required(),
        line("reason", "Why", LineKind::Words).required(),
        line("verifier", "Verified by", LineKind::Words)
            .hint("Who saw the child.")
            .example("caregiver Rosa Bell, in person"),
        line("supervisor", "Supervisor", LineKind::Words)
            .hint("Where a duty is still open, or nothing was reported.")
            .example("R. Chen"),
    ],
};

/// Closing an intake begun by mistake.
pub static MISTAKEN: FormSpec = FormSpec {
    id: "case.mistaken",
    title: "Mistaken intake",
    intro: &["It stays in the log. A named child needs the triage screen instead."],
    lines: &[line("reason", "Why", LineKind::Words)
        .required()
        .example("wrong number")],
};

/// Opening a closed case again.
pub static REOPEN: FormSpec = FormSpec {
    id: "case.reopen",
    title: "Reopen the case",
    intro: &["No clock is reset. A new run is a new case, not this one."],
    lines: &[line("reason", "Why", LineKind::Words)
        .required()
        .example("closed on the wrong child")],
};

/// Words for the file.
pub static NOTE: FormSpec = FormSpec {
    id: "note",
    title: "Note",
    intro: &[],
    lines: &[line("text", "Note", LineKind::Words).required()],
};

/// Another case of the same event.
pub static LINK: FormSpec = FormSpec {
    id: "case.link",
    title: "Link a case of the same event",
    intro: &[],
    lines: &[line("other", "Case number", LineKind::Words)
        .required()
        .example("A-0412")],
};

/// Taking an entry out.
pub static REMOVE: FormSpec = FormSpec {
    id: "item.remove",
    title: "Remove the entry",
    intro: &["It stays in the history."],
    lines: &[line("reason", "Why", LineKind::Words)
        .required()
        .example("entered twice")],
};

/// An attempt recorded wrongly.
pub static WITHDRAW: FormSpec = FormSpec {
    id: "attempt.withdraw",
    title: "Withdraw what was recorded",
    intro: &["It no longer counts; it stays in the history."],
    lines: &[line("reason", "Why", LineKind::Words)
        .required()
        .example("was about another child")],
};

/// Who gave an answer, and as of when.
pub static SAID_BY: FormSpec = FormSpec {
    id: "answer.said-by",
    title: "Who said it",
    intro: &[],
    lines: &[
        line("said_by", "Said by", LineKind::Words)
            .required()
            .example("foster mother"),
        line("as_of", "True as of", LineKind::Time)
            .hint("When that is not now.")
            .example("last month"),
    ],
};

/// Kinds of entries that stay on the card.
const KEPT: &[&str] = &[
    "police",
    "sheriff",
    "watch commander",
    "clearinghouse",
    "fbi",
    "on call",
    "national",
];

/// Kinds of entries that answer for a place.
const POLICING: &[&str] = &["police", "sheriff", "watch commander"];

/// An entry of the numbers card.
pub static DIRECTORY: FormSpec = FormSpec {
    id: "directory",
    title: "Entry of the numbers card",
    intro: &["A police agency is proposed for the places that it answers for."],
    lines: &[
        line(
            "kind",
            "Kind",
            LineKind::Choice(&[
                choice("police", "police", 'p'),
                choice("sheriff", "sheriff", 's'),
                choice("watch commander", "watch commander", 'w'),
                choice("clearinghouse", "state clearinghouse", 'c'),
                choice("fbi", "FBI", 'f'),
                choice("on call", "person on call", 'o'),
                choice("national", "national number", 'n'),
                choice("remove", "take it off the card", 'x'),
            ]),
        )
        .required(),
        line("name", "Name", LineKind::Words)
            .required()
            .when(KEPT)
            .example("Columbus Police"),
        line(
            "dispatch",
            "Dispatch, or the number to call",
            LineKind::Words,
        )
        .when(KEPT)
        .example("614-555-0145"),
        line("area", "Answers for", LineKind::Words)
            .when(POLICING)
            .hint("Cities, counties, ZIP codes, with commas between.")
            .example("Columbus, Franklin County, 43215"),
        line("records", "Records", LineKind::Words)
            .when(POLICING)
            .example("614-555-0146"),
        line("other", "Other numbers", LineKind::Words)
            .when(KEPT)
            .hint("What it is, then the number; commas between.")
            .example("supervisor 614-555-0147, e-mail desk@cpd.example"),
        line("ori", "ORI", LineKind::Words)
            .when(POLICING)
            .example("OH0250000"),
        line("zone", "Zone", LineKind::Words)
            .when(POLICING)
            .hint("Where it differs from the desk's.")
            .example("America/Chicago"),
        line("verified", "Verified on", LineKind::Words)
            .when(KEPT)
            .hint("The day somebody dialled it.")
            .example("2027-02-01"),
        line("note", "Note", LineKind::Words).when(KEPT),
    ],
};

/// A setting of the desk.
pub static DESK: FormSpec = FormSpec {
    id: "desk.set",
    title: "Desk settings",
    intro: &["What the desk says of itself on the phone, and proposes in a new case."],
    lines: &[
        line(
            "key",
            "Setting",
            LineKind::Choice(&[
                choice("agency", "the agency's name", 'a'),
                choice("phone", "its phone, day and night", 'p'),
                choice("zone", "its time zone", 'z'),
                choice("state", "its state", 's'),
                choice("ncmec.account", "whose account on the NCMEC web form", 'n'),
                choice("supervisor", "the supervisor on call", 'c'),
            ]),
        )
        .required(),
        line("value", "Is", LineKind::Words)
            .required()
            .hint("A name, a phone number, a zone like America/Phoenix, two letters of a state."),
    ],
};

/// Every form.
pub static ALL: &[&FormSpec] = &[
    &POLICE,
    &NCMEC,
    &ATTEMPT,
    &REFUSAL,
    &HEARD_POLICE,
    &HEARD_NCMEC,
    &HEARD,
    &CORRECT,
    &SECOND,
    &TRIAGE,
    &FOUND,
    &RETURNED,
    &SCREENED,
    &INTERVIEWED,
    &VICTIM,
    &CLOSE,
    &MISTAKEN,
    &REOPEN,
    &NOTE,
    &LINK,
    &REMOVE,
    &WITHDRAW,
    &SAID_BY,
    &DIRECTORY,
    &DESK,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::event::{Channel, Decision, Outcome};
    use std::collections::BTreeSet;

    #[test]
    fn forms_and_lines_have_names_of_their_own() {
        let mut forms = BTreeSet::new();
        for form in ALL {
            assert!(forms.insert(form.id), "{} stands twice", form.id);
            let mut lines = BTreeSet::new();
            for line in form.lines {
                assert!(
                    lines.insert(line.id),
                    "{}: {} stands twice",
                    form.id,
                    line.id
                );
                if let LineKind::Again(of) = line.kind {
                    assert!(form.lines.iter().any(|l| l.id == of), "{}: {of}", form.id);
                }
                if let LineKind::Choice(choices) = line.kind {
                    let letters: BTreeSet<char> = choices.iter().map(|c| c.letter).collect();
                    assert_eq!(letters.len(), choices.len(), "{}: {}", form.id, line.id);
                }
            }
        }
    }

    #[test]
    fn every_choice_is_a_word_the_desk_understands() {
        for form in ALL {
            for line in form.lines {
                let LineKind::Choice(choices) = line.kind else {
                    continue;
                };
                for c in choices {
                    let known = match line.id {
                        "outcome" => Outcome::from_word(c.key).is_some(),
                        "channel" => Channel::from_word(c.key).is_some(),
                        "police" | "ncmec" => Decision::from_word(c.key).is_some(),
                        _ => true,
                    };
                    assert!(known, "{}: {}: {}", form.id, line.id, c.key);
                }
            }
        }
    }

    #[test]
    fn lines_that_wait_for_a_choice_name_one_of_the_first_line() {
        for form in ALL {
            for line in form.lines {
                for when in line.when {
                    let LineKind::Choice(choices) = form.lines[0].kind else {
                        panic!("{}: the first line is no choice", form.id);
                    };
                    assert!(
                        choices.iter().any(|c| c.key == *when)
                            || ALL.len() > 1 && *when == "declined"
                            || *when == "refused",
                        "{}: {}: {when}",
                        form.id,
                        line.id
                    );
                }
            }
        }
    }
}
