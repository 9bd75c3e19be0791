//! The small forms, each declared once: what is asked, in which order, with which letters.
//!
//! | file | what it declares |
//! |---|---|
//! | `attempt` | how a call out went, and the refusal path |
//! | `heard` | what a caller says |
//! | `case` | the course of a case: its times, triage, closing, words and entries |
//! | `recovery` | found, returned, screened, interviewed |
//! | `who` | masked fields, the roster, what was flagged |
//! | `desk` | the numbers card and the desk's settings |

mod attempt;
mod case;
mod desk;
mod heard;
mod recovery;
mod who;

pub use attempt::{ATTEMPT, NCMEC, POLICE, REFUSAL, WITHDRAW};
pub use case::{CLOSE, CORRECT, LINK, MISTAKEN, NOTE, REMOVE, REOPEN, SAID_BY, SECOND, TRIAGE};
pub use desk::{DESK, DIRECTORY, HANDOVER};
pub use heard::{HEARD, HEARD_NCMEC, HEARD_POLICE};
pub use recovery::{FOUND, INTERVIEWED, RETURNED, SCREENED, VICTIM};
pub use who::{GLASS, OPERATOR, REVEAL, REVIEW};

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

/// A line of free words.
const fn words(id: &'static str, label: &'static str) -> LineSpec {
    line(id, label, LineKind::Words)
}

/// The number that a caller or a receiver gives.
const fn number(label: &'static str) -> LineSpec {
    line("number", label, LineKind::Number)
}

/// That number typed a second time.
const fn again(label: &'static str) -> LineSpec {
    line("again", label, LineKind::Again("number"))
}

/// How it ended, which every attempt says first.
const fn outcome(choices: &'static [Choice]) -> LineSpec {
    line("outcome", "Outcome", LineKind::Choice(choices)).required()
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

const TIME: LineSpec = line("at", "When", LineKind::Time)
    .prefill("now")
    .example("01:31");

const CHANNEL: LineSpec = line("channel", "By", CHANNELS)
    .prefill("phone")
    .example("phone");

/// Every form that becomes a command; those of `who` ask the desk something else.
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
    &HANDOVER,
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
            // Whoever has a phone at one ear types what was said first, and it must not land on a proposal.
            assert!(form.lines[0].prefill.is_empty(), "{}", form.id);
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
