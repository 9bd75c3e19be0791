//! Commands on the wire.

use serde::{Deserialize, Serialize};

use crate::codec::v1::stored_as;
use crate::wire::command::{AttemptSaid, Command, HeardSaid, Said};

#[derive(Serialize, Deserialize)]
#[serde(remote = "Said", rename_all = "snake_case", deny_unknown_fields)]
enum SaidDef {
    Value(String),
    Unknown,
    Refused,
    NotApplicable,
    Blank,
}
stored_as!(Said, SaidDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Command", rename_all = "snake_case", deny_unknown_fields)]
enum CommandDef {
    Open {
        key_at: Option<String>,
        name: Option<String>,
        child: Option<String>,
        channel: Option<String>,
        came_at: Option<String>,
        zone: Option<String>,
        linked: Vec<String>,
    },
    Answer {
        case: String,
        field: String,
        item: Option<String>,
        said: Said,
        said_by: Option<String>,
        as_of: Option<String>,
        reason: Option<String>,
        saw: Option<u64>,
    },
    StillTrue {
        case: String,
        field: String,
        item: Option<String>,
    },
    Add {
        case: String,
        group: String,
        answers: Vec<(String, String)>,
    },
    Remove {
        case: String,
        item: String,
        reason: String,
    },
    First {
        case: String,
        question: String,
        answer: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        saw: Option<u64>,
    },
    CameAt {
        case: String,
        channel: String,
        at: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        saw: Option<u64>,
    },
    CorrectReceived {
        case: String,
        to: String,
        reason: String,
    },
    ConfirmCorrection {
        case: String,
        by: String,
    },
    DenyCorrection {
        case: String,
        by: String,
        reason: String,
    },
    Attempt(Box<AttemptSaid>),
    Withdraw {
        case: String,
        attempt: String,
        reason: String,
    },
    Heard(Box<HeardSaid>),
    Triage {
        case: String,
        row: u8,
        police: Option<String>,
        ncmec: Option<String>,
        reason: Option<String>,
        verifier: Option<String>,
        again_at: Option<String>,
    },
    Note {
        case: String,
        text: String,
    },
    Link {
        case: String,
        other: String,
    },
    NameChild {
        case: String,
        child: String,
    },
    Locate {
        case: String,
        at: Option<String>,
        place: String,
        by: String,
        verified: Option<String>,
    },
    Return {
        case: String,
        at: Option<String>,
        place: String,
        by: String,
    },
    Interview {
        case: String,
        at: Option<String>,
        by: String,
        factors: String,
    },
    Screen {
        case: String,
        at: Option<String>,
        tool: String,
        result: String,
        by: String,
        victim: bool,
    },
    Victim {
        case: String,
        at: Option<String>,
        by: String,
    },
    Close {
        case: String,
        how: String,
        reason: String,
        verifier: Option<String>,
        supervisor: Option<String>,
    },
    Reopen {
        case: String,
        reason: String,
    },
    Claim {
        case: String,
    },
    Release {
        case: String,
    },
    HandOver {
        case: Option<String>,
        to: Option<String>,
    },
    AcceptDuty {
        case: String,
        duty: String,
        item: Option<String>,
    },
    TakeDraft {
        case: String,
        from: String,
        place: String,
    },
    ReadOut {
        case: String,
        sheet: String,
        facts: Vec<(String, Option<String>)>,
    },
    Disclose {
        case: String,
        sheet: String,
        to: String,
        authority: Option<String>,
    },
    SetDesk {
        key: String,
        value: String,
    },
    SetDirectory {
        key: String,
        entry: Vec<(String, String)>,
    },
}
stored_as!(Command, CommandDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "AttemptSaid", deny_unknown_fields)]
struct AttemptSaidDef {
    case: String,
    duty: String,
    item: Option<String>,
    at: Option<String>,
    channel: Option<String>,
    outcome: String,
    office: Option<String>,
    dialled: Option<String>,
    person: Option<String>,
    badge: Option<String>,
    number: Option<String>,
    words: Option<String>,
    again_at: Option<String>,
}
stored_as!(AttemptSaid, AttemptSaidDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "HeardSaid", deny_unknown_fields)]
struct HeardSaidDef {
    case: String,
    from: String,
    at: Option<String>,
    channel: Option<String>,
    who: Option<String>,
    what: String,
    number: Option<String>,
    confirms: Option<String>,
}
stored_as!(HeardSaid, HeardSaidDef);
