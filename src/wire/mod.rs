//! What a session and the desk say to each other, as values. Pure; `codec` turns them into bytes.
//!
//! A session asks; the desk answers and pushes changed views. A session holds views, never the log.

pub mod command;
pub mod hello;
pub mod shift;
pub mod view;
pub mod who;

pub use command::{Command, Said};
pub use view::{BoardView, CaseView, SheetView};

use crate::record::{CaseId, Moment, Problem, SessionId};

/// The protocol's number; it is part of the socket's name.
pub const PROTOCOL: u32 = 1;

/// From a session to the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Which screen or `do` run.
    pub session: SessionId,
    /// Counts up from 1 within the session. A command sent twice under one number acts once.
    pub number: u64,
    /// The operator's name, as it will stand in the log.
    pub operator: String,
    /// What is asked.
    pub ask: Ask,
}

/// What a session can ask.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Carry out a command.
    Do(Command),
    /// Send the board now and whenever it changes.
    WatchBoard,
    /// Send this case now and whenever it changes; `None` ends watching.
    WatchCase(Option<CaseId>),
    /// Compose a sheet.
    Sheet {
        /// Of which case.
        case: CaseId,
        /// Which sheet (`police`, `ncmec`, `audit`).
        sheet: String,
    },
    /// Find cases and children by name, number, phone, plate; as typed.
    Find(String),
    /// Every value a field has had.
    History {
        /// Of which case.
        case: CaseId,
        /// The field's id; `None` for the whole case.
        field: Option<String>,
        /// The item, for a field of a group, in hexadecimal.
        item: Option<String>,
    },
    /// Keep what is being typed, so that a dropped line or a kill loses nothing.
    Draft {
        /// Where it is being typed: case number, field, item, as one key of the session's making.
        place: String,
        /// The text so far; empty forgets the draft.
        text: String,
    },
    /// The drafts a former session of the same operator left behind.
    Drafts,
    /// The numbers card.
    Directory,
    /// Note that a line was refused before it became a command.
    Unread,
    /// Say where the session is. It is shown to others, and kept so that a dropped line resumes there.
    Here(shift::Here),
    /// Send the whole desk's open duties now and whenever they change; `false` ends it.
    WatchShift(bool),
    /// Compose the handover sheet of the whole desk.
    Handover,
    /// Signing in, locking, the roster.
    Who(who::Ask),
    /// The session ends.
    Bye,
}

/// From the desk to a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// What became of request `number`.
    Reply {
        /// The request's number.
        number: u64,
        /// What came of it, or a refusal in words.
        result: Result<Outcome, Problem>,
    },
    /// The board as it is now.
    Board(BoardView),
    /// The watched case as it is now.
    Case(Box<CaseView>),
    /// Who else is where, for a session that watches.
    Presence(shift::PresenceView),
    /// Every open duty of the desk, for a session that watches the shift.
    Shift(Box<shift::ShiftView>),
    /// How the session stands now: signed in, locked, signed out.
    Standing(Box<who::Standing>),
    /// Something every screen must say (clock jump, store trouble, rebuilt).
    Notice(String),
    /// The line was slow: what comes now is the newest, and what was shown before was old for so long.
    Lagged {
        /// Microseconds.
        by: i64,
    },
    /// The desk finishes what was asked, and ends.
    Ending {
        /// Why, in one sentence.
        why: String,
        /// Whether a session may start it again by itself.
        again: bool,
    },
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Saved: on the disk and folded in.
    Saved {
        /// The case it was about, if one.
        case: Option<CaseId>,
        /// The case's number.
        case_number: Option<String>,
        /// The id of the item, attempt or call that came to be, in hexadecimal.
        made: Option<String>,
        /// How what was typed was understood, in words, where that is worth saying.
        understood: Option<String>,
        /// What the operator should know or do next, in words (a question left open, a conflict).
        notes: Vec<String>,
    },
    /// Not saved: somebody else changed the same fact to something else since the writer saw it.
    Conflict(Box<view::ConflictView>),
    /// Nothing to save (a watch began, a draft is kept).
    Fine,
    /// A sheet.
    Sheet(Box<SheetView>),
    /// Cases and children found, best first.
    Found(Vec<view::FoundRow>),
    /// Values a field has had, or everything that happened to a case, newest first.
    History(Vec<view::HistoryRow>),
    /// Drafts left behind: place and text.
    Drafts(Vec<(String, String)>),
    /// The numbers card.
    Directory(Vec<view::DirectoryRow>),
    /// Of signing in, locking, the roster.
    Who(who::Outcome),
}

/// The desk's present, sent with every view, so that a countdown runs on the desk's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskTime(pub Moment);
