//! What is said about signing in and the roster.
//!
//! A mirror of `wire::who` on purpose: this is the spoken shape, which two versions of the program must agree on.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::v1::stored_as;
use crate::record::who::Role;
use crate::record::{CaseId, Moment, SafeText, Zone};
use crate::wire::who::{Ask, Change, FlagRow, OperatorRow, Outcome, Phrase, Standing, State};

impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}
impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Phrase::new)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Ask", rename_all = "snake_case", deny_unknown_fields)]
enum AskDef {
    Hello,
    SignIn {
        name: String,
        phrase: Phrase,
    },
    SignInByAccount,
    Prove {
        phrase: Phrase,
    },
    Lock,
    Resume {
        ticket: String,
    },
    Active,
    SignOut,
    Reveal {
        case: CaseId,
        fields: Vec<String>,
        reason: String,
    },
    BreakGlass {
        case: CaseId,
        reason: String,
    },
    Alone {
        name: String,
        reason: String,
    },
    Blank {
        sheet: String,
    },
    Roster,
    Change(Change),
    Flags,
    Review {
        flag: String,
        words: String,
    },
}
stored_as!(Ask, AskDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Change", rename_all = "snake_case", deny_unknown_fields)]
enum ChangeDef {
    Add {
        name: String,
        role: String,
        account: Option<u32>,
        phrase: Option<Phrase>,
    },
    Phrase {
        name: String,
        phrase: Phrase,
    },
    Role {
        name: String,
        role: String,
    },
    Suspend {
        name: String,
        reason: String,
    },
    Restore {
        name: String,
        reason: String,
    },
    Release {
        name: String,
        reason: String,
    },
}
stored_as!(Change, ChangeDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Outcome", rename_all = "snake_case", deny_unknown_fields)]
enum OutcomeDef {
    Standing(Box<Standing>),
    ProveFirst { what: String },
    Roster(Vec<OperatorRow>),
    Flags(Vec<FlagRow>),
    Done(String),
}
stored_as!(Outcome, OutcomeDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "State", rename_all = "snake_case", deny_unknown_fields)]
enum StateDef {
    Open,
    Out,
    In,
    Locked,
    Alone,
}
stored_as!(State, StateDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Standing", deny_unknown_fields)]
struct StandingDef {
    now: Moment,
    zone: Zone,
    state: State,
    operator: Option<SafeText>,
    role: Option<Role>,
    locks_at: Option<Moment>,
    ends_at: Option<Moment>,
    ticket: Option<String>,
    case: Option<CaseId>,
    words: Option<String>,
    flags: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<SafeText>,
    agency: SafeText,
    practice: bool,
}
stored_as!(Standing, StandingDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "OperatorRow", deny_unknown_fields)]
struct OperatorRowDef {
    name: SafeText,
    role: Role,
    account: Option<u32>,
    state: SafeText,
    last: Option<Moment>,
    sessions: usize,
}
stored_as!(OperatorRow, OperatorRowDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "FlagRow", deny_unknown_fields)]
struct FlagRowDef {
    id: String,
    at: Moment,
    operator: SafeText,
    what: SafeText,
    cases: Vec<String>,
    reason: SafeText,
    reviewed: Option<SafeText>,
}
stored_as!(FlagRow, FlagRowDef);
