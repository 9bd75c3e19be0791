//! What a session and the desk say to each other, as bytes: JSON, one value a frame.
//!
//! Both sides are of one version of the program (the protocol's number is part of the socket's name), so this
//! is not frozen as stored bytes are.

mod command;
pub mod hello;
mod shift;
mod view;
mod who;

use serde::{Deserialize, Serialize};

use super::DecodeError;
use super::v1::stored_as;
use crate::record::problem::Whose;
use crate::record::{CaseId, Problem, SessionId};
use crate::wire::shift::{Here, PresenceView, ShiftView};
use crate::wire::view::{ConflictView, DirectoryRow, FoundRow, HistoryRow};
use crate::wire::who as who_words;
use crate::wire::{Ask, BoardView, CaseView, Command, Message, Outcome, Request, SheetView};

/// The bytes of a request.
pub fn encode_request(request: &Request) -> Vec<u8> {
    // Strings, integers and ordered structs only: nothing here can fail to be written.
    serde_json::to_vec(request).unwrap_or_default()
}

/// The bytes of a message.
pub fn encode_message(message: &Message) -> Vec<u8> {
    serde_json::to_vec(message).unwrap_or_default()
}

/// A request from its bytes.
///
/// # Errors
/// When they are not a request of this protocol.
pub fn decode_request(bytes: &[u8]) -> Result<Request, DecodeError> {
    serde_json::from_slice(bytes).map_err(|error| DecodeError::of(&error))
}

/// A message from its bytes.
///
/// # Errors
/// When they are not a message of this protocol.
pub fn decode_message(bytes: &[u8]) -> Result<Message, DecodeError> {
    serde_json::from_slice(bytes).map_err(|error| DecodeError::of(&error))
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Request", deny_unknown_fields)]
struct RequestDef {
    session: SessionId,
    number: u64,
    operator: String,
    ask: Ask,
}
stored_as!(Request, RequestDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Ask", rename_all = "snake_case", deny_unknown_fields)]
enum AskDef {
    Do(Command),
    WatchBoard,
    WatchCase(Option<CaseId>),
    Sheet {
        case: CaseId,
        sheet: String,
    },
    Find(String),
    History {
        case: CaseId,
        field: Option<String>,
        item: Option<String>,
    },
    Draft {
        place: String,
        text: String,
    },
    Drafts,
    Directory,
    Unread,
    Here(Here),
    WatchShift(bool),
    Handover,
    Who(who_words::Ask),
    Bye,
}
stored_as!(Ask, AskDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Message", rename_all = "snake_case", deny_unknown_fields)]
enum MessageDef {
    Reply {
        number: u64,
        result: Result<Outcome, Problem>,
    },
    Board(BoardView),
    Case(Box<CaseView>),
    Presence(PresenceView),
    Shift(Box<ShiftView>),
    Standing(Box<who_words::Standing>),
    Notice(String),
    Lagged {
        by: i64,
    },
    Ending {
        why: String,
        again: bool,
    },
}
stored_as!(Message, MessageDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Outcome", rename_all = "snake_case", deny_unknown_fields)]
enum OutcomeDef {
    Saved {
        case: Option<CaseId>,
        case_number: Option<String>,
        made: Option<String>,
        understood: Option<String>,
        notes: Vec<String>,
    },
    Conflict(Box<ConflictView>),
    Fine,
    Sheet(Box<SheetView>),
    Found(Vec<FoundRow>),
    History(Vec<HistoryRow>),
    Drafts(Vec<(String, String)>),
    Directory(Vec<DirectoryRow>),
    Who(who_words::Outcome),
}
stored_as!(Outcome, OutcomeDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Whose", rename_all = "snake_case", deny_unknown_fields)]
enum WhoseDef {
    Operator,
    Setup,
    Machine,
    Ours,
}
stored_as!(Whose, WhoseDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Problem", deny_unknown_fields)]
struct ProblemDef {
    whose: Whose,
    sentence: String,
    example: Option<String>,
    hint: Option<String>,
}
stored_as!(Problem, ProblemDef);
