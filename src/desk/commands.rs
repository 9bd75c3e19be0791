//! The table of commands: what each does, what it takes, and lines that work as they stand.
//!
//! `porchlight do --help` is printed from it. The examples, run in order on a fresh desk, all work: a test runs
//! them. The keys are declared by the reader of the lines; a test holds the two together.

use std::fmt::Write as _;

/// A command.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its name: the value of `do`.
    pub name: &'static str,
    /// What it does, in one line.
    pub does: &'static str,
    /// What it takes, and what each means. A name ending in `?` may be left out.
    pub takes: &'static [(&'static str, &'static str)],
    /// Lines that work as they stand.
    pub examples: &'static [&'static str],
}

const CASE: (&str, &str) = (
    "case",
    "its number (A-0413), its id, or `last`: opened latest in this run",
);
const SAW: (&str, &str) = (
    "saw?",
    "the sequence of the answer that the writer saw, 0 for none; another one is a conflict",
);
const REASON: (&str, &str) = ("reason", "why; kept for the auditor");
const AT: (&str, &str) = (
    "at?",
    "when, as spoken (01:31, last night 9:40pm, RFC 3339); now when left out",
);
const ITEM: (&str, &str) = (
    "item?",
    "which entry of the group: its id, or `last`; may be left out when there is one",
);

/// The commands, in the order a night takes them.
pub const TABLE: &[Row] = &[
    Row {
        name: "set desk",
        does: "Change a setting of the desk: agency, zone, phone, state, ncmec.account, supervisor.",
        takes: &[("key", "which setting"), ("value", "its new value")],
        examples: &[r#"{"do":"set desk","key":"phone","value":"614-555-0199"}"#],
    },
    Row {
        name: "set directory",
        does: "Add or change an entry of the numbers card; without `entry` it is taken out.",
        takes: &[
            ("key", "the entry's stable key"),
            (
                "entry?",
                "kind, name, ori, zone, area, verified, note, and numbers by name",
            ),
        ],
        examples: &[
            r#"{"do":"set directory","key":"police.columbus","entry":{"kind":"police","name":"Columbus Police","dispatch":"614-555-0100","ori":"OH0250000","area":"Columbus, Franklin County, 43215","verified":"2026-11-21"}}"#,
        ],
    },
    Row {
        name: "open",
        does: "Begin an intake and its clock.",
        takes: &[
            (
                "key_at?",
                "when the intake key was read, RFC 3339; now when left out",
            ),
            ("name?", "the child's name, as spelled"),
            (
                "child?",
                "a child on file: its id, or the number of a former case",
            ),
            (
                "channel?",
                "phone, email, fax, voicemail, web, system to system, in person, text",
            ),
            ("came_at?", "when it came in, if before the key"),
            (
                "zone?",
                "the zone of the call, an IANA name; the agency's when left out",
            ),
            ("linked?", "cases of the same event, a list"),
        ],
        examples: &[
            r#"{"do":"open","name":"Tanisha Okafor","channel":"phone"}"#,
            r#"{"do":"open","name":"Chidi Okafor","linked":["last"]}"#,
        ],
    },
    Row {
        name: "came at",
        does: "Say how the information came, and when, if before the intake key. No correction.",
        takes: &[
            CASE,
            ("channel", "as in open"),
            ("at?", "when it came in, not later than the key"),
            SAW,
        ],
        examples: &[
            r#"{"do":"came at","case":"last","channel":"voicemail","at":"20 minutes ago"}"#,
        ],
    },
    Row {
        name: "first",
        does: "Answer a first question: danger now, called 911.",
        takes: &[
            CASE,
            ("question", "`danger now` or `called 911`"),
            ("answer", "yes, no or unknown"),
            SAW,
        ],
        examples: &[r#"{"do":"first","case":"last","question":"danger now","answer":"no"}"#],
    },
    Row {
        name: "answer",
        does: "Answer a field, or say why there is no answer.",
        takes: &[
            CASE,
            ("field", "the field's id; `porchlight fields` lists them"),
            ITEM,
            ("value?", "the answer, as one would type it"),
            (
                "state?",
                "in place of a value: unknown, refused, not applicable, blank",
            ),
            ("said_by?", "who said it"),
            ("as_of?", "as of when it is true"),
            ("reason?", "why a former answer is changed"),
            (
                "saw?",
                "the sequence of the fact that the writer saw; another one is a conflict",
            ),
        ],
        examples: &[
            r#"{"do":"answer","case":"last","field":"look.height","value":"5'4\"","said_by":"foster mother"}"#,
            r#"{"do":"answer","case":"last","field":"child.dob","state":"unknown"}"#,
        ],
    },
    Row {
        name: "still true",
        does: "Say that a fact carried over from an earlier run still holds.",
        takes: &[CASE, ("field", "the field's id"), ITEM],
        examples: &[r#"{"do":"still true","case":"last","field":"look.height"}"#],
    },
    Row {
        name: "add",
        does: "Add an entry to a group: companion, mark, phone, garment, vehicle, lead …",
        takes: &[
            CASE,
            ("group", "which group"),
            ("answers?", "its first answers, field to value"),
        ],
        examples: &[
            r#"{"do":"add","case":"last","group":"companion","answers":{"companion.name":"Jay"}}"#,
        ],
    },
    Row {
        name: "remove",
        does: "Take an entry out; its facts stay in the history.",
        takes: &[CASE, ("item", "the entry's id, or `last`"), REASON],
        examples: &[r#"{"do":"remove","case":"last","item":"last","reason":"entered twice"}"#],
    },
    Row {
        name: "name child",
        does: "Say that the case is about a child on file.",
        takes: &[
            CASE,
            ("child", "the child's id, or the number of a former case"),
        ],
        examples: &[r#"{"do":"name child","case":"last","child":"last"}"#],
    },
    Row {
        name: "link",
        does: "Link two cases of the same event.",
        takes: &[CASE, ("other", "the other case")],
        examples: &[r#"{"do":"link","case":"A-0001","other":"A-0002"}"#],
    },
    Row {
        name: "triage",
        does: "Decide a row of the triage table.",
        takes: &[
            CASE,
            ("row", "its number, 1 to 30"),
            (
                "police?",
                "yes, no or case by case; what the row says when left out",
            ),
            ("ncmec?", "the same for NCMEC"),
            (
                "reason?",
                "needed where it differs from the row, and case by case",
            ),
            (
                "verifier?",
                "who verified the whereabouts and how; needed for not missing",
            ),
            ("again_at?", "when they are verified again"),
        ],
        examples: &[r#"{"do":"triage","case":"last","row":1}"#],
    },
    Row {
        name: "claim",
        does: "I have it.",
        takes: &[CASE],
        examples: &[r#"{"do":"claim","case":"last"}"#],
    },
    Row {
        name: "attempt",
        does: "Record a try at a receiver, whatever came of it.",
        takes: &[
            CASE,
            (
                "duty",
                "the duty's id: police.report, ncmec.report, ncic.number, lead.pass …",
            ),
            ("item?", "the lead it is about"),
            AT,
            ("channel?", "as in open; told and confirmed need it"),
            (
                "outcome",
                "no answer, voicemail, sent, refused, declined, claimed, told, confirmed, excused",
            ),
            ("office?", "the agency or office reached"),
            ("dialled?", "the number dialled"),
            ("person?", "who was spoken to; told needs it"),
            ("badge?", "the officer's badge"),
            ("number?", "the number given; confirmed needs it"),
            (
                "words?",
                "what they said; refused, declined and excused need it",
            ),
            ("again_at?", "when to try again"),
        ],
        examples: &[
            r#"{"do":"attempt","case":"last","duty":"police.report","outcome":"told","channel":"phone","person":"Ofc. Ruiz","badge":"2207","office":"Columbus Police","number":"27-004411"}"#,
            r#"{"do":"attempt","case":"last","duty":"ncmec.report","outcome":"confirmed","channel":"phone","person":"specialist Kim","number":"NC-778120"}"#,
            r#"{"do":"attempt","case":"last","duty":"police.contact","outcome":"no answer"}"#,
        ],
    },
    Row {
        name: "withdraw",
        does: "Say that an attempt was recorded wrongly; it no longer counts.",
        takes: &[CASE, ("attempt", "its id, or `last`"), REASON],
        examples: &[
            r#"{"do":"withdraw","case":"last","attempt":"last","reason":"that was the other case"}"#,
        ],
    },
    Row {
        name: "heard",
        does: "Record a call that came in; with a number it can confirm a duty, and a tip becomes a lead.",
        takes: &[
            CASE,
            ("from", "police, ncmec, tip, child, caregiver, other"),
            AT,
            ("channel?", "as in open; phone when left out"),
            ("who?", "the caller's name, badge or title"),
            ("what", "what was said"),
            ("number?", "a number given"),
            (
                "confirms?",
                "the duty that it confirms; found from who called when left out",
            ),
        ],
        examples: &[
            r#"{"do":"heard","case":"last","from":"police","who":"Ofc. Ruiz","what":"entered in NCIC","number":"M123456789"}"#,
        ],
    },
    Row {
        name: "note",
        does: "Write words for the file.",
        takes: &[CASE, ("text", "the words")],
        examples: &[r#"{"do":"note","case":"last","text":"caller rings back after 03:00"}"#],
    },
    Row {
        name: "correct received",
        does: "Correct when the information came in; later needs a second person.",
        takes: &[CASE, ("to", "the right time"), REASON],
        examples: &[
            r#"{"do":"correct received","case":"last","to":"15 minutes ago","reason":"the phone log says so"}"#,
        ],
    },
    Row {
        name: "confirm correction",
        does: "The second person agrees to a correction to later; it governs from then on.",
        takes: &[CASE, ("by", "who; not the one who gave it")],
        examples: &[r#"{"do":"confirm correction","case":"last","by":"Lena Ortiz"}"#],
    },
    Row {
        name: "deny correction",
        does: "The second person does not agree; the earlier time stays.",
        takes: &[CASE, ("by", "who; not the one who gave it"), REASON],
        examples: &[
            r#"{"do":"correct received","case":"last","to":"10 minutes ago","reason":"the caller thinks so"}"#,
            r#"{"do":"deny correction","case":"last","by":"Lena Ortiz","reason":"the phone log says otherwise"}"#,
        ],
    },
    Row {
        name: "read out",
        does: "Tick lines of a script as read to the receiver.",
        takes: &[
            CASE,
            ("sheet", "police, ncmec"),
            ("facts", "a list of fields, or of {field, item}"),
        ],
        examples: &[r#"{"do":"read out","case":"last","sheet":"police","facts":["child.name"]}"#],
    },
    Row {
        name: "disclose",
        does: "Record that a sheet left the desk.",
        takes: &[
            CASE,
            ("sheet", "police, ncmec, audit"),
            ("to", "to whom"),
            ("authority?", "on what authority"),
        ],
        examples: &[
            r#"{"do":"disclose","case":"last","sheet":"police","to":"Columbus Police, Ofc. Ruiz"}"#,
        ],
    },
    Row {
        name: "victim",
        does: "Record that the child is an identified trafficking victim: police within 24 hours.",
        takes: &[CASE, AT, ("by", "who identified it")],
        examples: &[r#"{"do":"victim","case":"last","by":"Lena Ortiz"}"#],
    },
    Row {
        name: "locate",
        does: "Record where the child is; without `verified` it is a claim and everything stays owed.",
        takes: &[
            CASE,
            AT,
            ("place", "where"),
            ("by", "who says so"),
            ("verified?", "who verified it and how"),
        ],
        examples: &[
            r#"{"do":"locate","case":"last","place":"the aunt's, 14 Elm St","by":"caregiver","verified":"caregiver, in person"}"#,
        ],
    },
    Row {
        name: "return",
        does: "Record that the child is back in an approved place.",
        takes: &[
            CASE,
            AT,
            ("place", "where"),
            ("by", "who received the child"),
        ],
        examples: &[
            r#"{"do":"return","case":"last","place":"the foster home","by":"foster mother"}"#,
        ],
    },
    Row {
        name: "interview",
        does: "Record the return interview.",
        takes: &[
            CASE,
            AT,
            ("by", "who held it"),
            ("factors", "why the child left and what changes"),
        ],
        examples: &[
            r#"{"do":"interview","case":"last","by":"Lena Ortiz","factors":"argument about the phone; visit with the brother set for Friday"}"#,
        ],
    },
    Row {
        name: "screen",
        does: "Record the trafficking screen.",
        takes: &[
            CASE,
            AT,
            ("tool", "which tool, or why none"),
            ("result", "what it showed"),
            ("by", "who screened"),
            ("victim?", "true when the child is identified as a victim"),
        ],
        examples: &[
            r#"{"do":"screen","case":"last","tool":"CSE-IT","result":"no concern","by":"Lena Ortiz"}"#,
        ],
    },
    Row {
        name: "close",
        does: "Close a case; open duties need the supervisor who decides to close over them.",
        takes: &[
            CASE,
            (
                "how",
                "returned, found before report, not missing, mistaken, other",
            ),
            REASON,
            ("verifier?", "who verified that the child is found"),
            ("supervisor?", "who decided"),
        ],
        examples: &[
            r#"{"do":"close","case":"last","how":"returned","reason":"back since the morning","supervisor":"Oscar Hale"}"#,
        ],
    },
    Row {
        name: "reopen",
        does: "Open a closed case again; no clock is reset. A new run is a new case.",
        takes: &[CASE, REASON],
        examples: &[r#"{"do":"reopen","case":"last","reason":"closed by mistake"}"#],
    },
    Row {
        name: "release",
        does: "I no longer have it.",
        takes: &[CASE],
        examples: &[r#"{"do":"release","case":"last"}"#],
    },
    Row {
        name: "hand over",
        does: "Hand over the open duties that you have and that nobody has. Each stays yours until it is accepted.",
        takes: &[
            ("case?", "of one case; of the whole desk when left out"),
            ("to?", "to whom; whoever comes when left out"),
        ],
        examples: &[
            r#"{"do":"open","name":"Dana Whitfield"}"#,
            r#"{"do":"hand over","case":"last","to":"Oscar Hale"}"#,
        ],
    },
    Row {
        name: "accept",
        does: "Accept one duty that somebody else handed over, under your own name.",
        takes: &[
            CASE,
            ("duty", "the duty's id"),
            ("item?", "the lead it is about"),
        ],
        examples: &[
            r#"{"do":"accept","operator":"Oscar Hale","case":"last","duty":"ncmec.report"}"#,
        ],
    },
];

/// The first example of a command.
pub fn example(name: &str) -> Option<&'static str> {
    let row = TABLE.iter().find(|row| row.name == name)?;
    // The last line of a row is the command's own; one before it may only set the scene.
    row.examples
        .iter()
        .find(|line| line.contains(&format!("{{\"do\":\"{name}\"")))
        .copied()
}

/// The help of `porchlight do`.
pub fn help() -> String {
    let mut help = String::from(
        "One JSON object a line; blank lines and lines that begin with # are skipped. Each line is answered with one\n\
         JSON line: {\"line\":1,\"ok\":true,\"case\":\"A-0001\",…} or {\"line\":2,\"ok\":false,\"field\":…,\"problem\":…,\"example\":…}.\n\
         A bad line is refused and the rest carried out. Exit code 0: all done; 1: some refused.\n\
         Beside any command: \"operator\" (who acts) and, on a practice desk only, \"now\" (a pretended present; \"at\" does\n\
         the same for commands that take no \"at\" of their own).\n\
         The examples work as they stand, in this order, on a fresh desk.\n",
    );
    for row in TABLE {
        // Writing to a string cannot fail.
        let _ = writeln!(help, "\n{}\n  {}", row.name, row.does);
        for (key, meaning) in row.takes {
            let _ = writeln!(help, "    {key:<12} {meaning}");
        }
        for example in row.examples {
            let _ = writeln!(help, "  {example}");
        }
    }
    help
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::command;

    #[test]
    fn the_table_and_the_reader_name_the_same_commands_and_keys() {
        let read: std::collections::BTreeMap<&str, Vec<&str>> = command::COMMANDS
            .iter()
            .map(|(name, keys)| (*name, keys.to_vec()))
            .collect();
        let told: std::collections::BTreeMap<&str, Vec<&str>> = TABLE
            .iter()
            .map(|row| {
                let keys = row.takes.iter().map(|(key, _)| key.trim_end_matches('?'));
                (row.name, keys.collect())
            })
            .collect();
        assert_eq!(read, told);
    }

    #[test]
    fn every_command_has_an_example_of_itself() {
        for row in TABLE {
            assert!(example(row.name).is_some(), "{}", row.name);
            assert!(help().contains(row.does), "{}", row.name);
        }
    }
}
