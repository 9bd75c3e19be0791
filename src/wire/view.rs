//! Views: what the desk shows a session. Words are finished; numbers that tick are instants.

use crate::record::{CaseId, ChildId, Group, ItemId, Moment, SafeText, Section, Zone};
use crate::rules::{Duty, DutyState};
use crate::wire::shift::ClaimView;

/// The board: open cases by next due instant, and what the whole desk owes.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardView {
    /// The desk's present when the view was made.
    pub now: Moment,
    /// The agency's zone.
    pub zone: Zone,
    /// The agency's name.
    pub agency: SafeText,
    /// The number at which the agency answers day and night, where it is set.
    pub phone24: Option<SafeText>,
    /// A practice desk.
    pub practice: bool,
    /// Rows in order: late first, then by due instant (what is owed promptly as if due in a day), then nothing owed.
    pub rows: Vec<BoardRow>,
    /// Open cases in all (rows may be a window of them).
    pub open: usize,
    /// Duties late, due within an hour, and owed in all (late ones included).
    pub late: usize,
    /// See [`BoardView::late`].
    pub within_hour: usize,
    /// See [`BoardView::late`].
    pub owed: usize,
    /// How the store is: empty when all is well, else one sentence for the bottom line.
    pub trouble: Option<String>,
    /// What nobody has set yet (agency, zone), in one sentence for the board; hides nothing.
    pub unset: Option<String>,
}

/// One case on the board.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardRow {
    /// Which case.
    pub case: CaseId,
    /// `A-0413`.
    pub number: String,
    /// The child's name as spelled, or `not yet named`.
    pub name: SafeText,
    /// Age in years on the desk's present day, where the birth date is known enough.
    pub age: Option<u32>,
    /// When the agency received the information.
    pub received: Moment,
    /// The report to police.
    pub police: ClockView,
    /// The report to NCMEC.
    pub ncmec: ClockView,
    /// The next duty that is owed: title and due.
    pub next: Option<(String, Option<Moment>)>,
    /// How many fields of the police and NCMEC sets are blank.
    pub blanks: usize,
    /// Who has it, and since when.
    pub claim: Option<ClaimView>,
    /// Anything that must be said beside the row (`received time unconfirmed`).
    pub flags: Vec<String>,
}

/// One clock, enough to be put into words at any moment.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockView {
    /// Where the duty stands.
    pub state: DutyState,
    /// When it is due; `None` when it has no hour.
    pub due: Option<Moment>,
    /// When it was told or confirmed.
    pub done: Option<Moment>,
}

/// A whole case, as one session may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView {
    /// The desk's present when the view was made.
    pub now: Moment,
    /// The agency's zone.
    pub zone: Zone,
    /// Which case.
    pub case: CaseId,
    /// `A-0413`.
    pub number: String,
    /// The sequence of the case's stream.
    pub seq: u64,
    /// The child.
    pub child: ChildId,
    /// The child's name as spelled, or `not yet named`.
    pub name: SafeText,
    /// Age on the desk's present day.
    pub age: Option<u32>,
    /// T-INFO: when, in which zone, in words, and whether a correction waits for a second person.
    pub received: ReceivedView,
    /// Danger now? (`yes`, `no`, `unknown`; `None` not asked)
    pub danger_now: Option<String>,
    /// 911 called?
    pub called_911: Option<String>,
    /// The sequences of those two answers, 0 where there is none: what a writer states as seen.
    pub first_seen: (u64, u64),
    /// Every fact that was ever touched or carried over.
    pub facts: Vec<FactView>,
    /// Entries of groups, in order.
    pub items: Vec<(Group, ItemId)>,
    /// Every duty, in the order to work them.
    pub duties: Vec<Duty>,
    /// What happened, oldest first: calls out, calls in, decisions, corrections, found, returned.
    pub timeline: Vec<TimelineRow>,
    /// Fields of the police set that are blank, by id.
    pub missing_police: Vec<String>,
    /// Fields of the NCMEC set that are blank, by id.
    pub missing_ncmec: Vec<String>,
    /// The triage row proposed: number, title, the fact that decided it, citation.
    pub triage: TriageView,
    /// Linked cases: id, number, name.
    pub linked: Vec<(CaseId, String, SafeText)>,
    /// Who has it, and since when.
    pub claim: Option<ClaimView>,
    /// When and why it was closed.
    pub closed: Option<(Moment, String)>,
    /// Anything that must be said in the header.
    pub flags: Vec<String>,
    /// The police agencies proposed from the last-seen place, best first.
    pub agencies: Vec<DirectoryRow>,
    /// Entries of earlier runs that this one does not have: proposed, never entered by themselves.
    pub earlier: Vec<EarlierEntry>,
}

/// An entry of an earlier run of the same child.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlierEntry {
    /// Of which group.
    pub group: Group,
    /// From which run: `A-0413, 12 Mar 2027`.
    pub from: String,
    /// What was known of it, in the form's order: field, and the words as they would be typed.
    pub answers: Vec<(String, String)>,
}

/// T-INFO on a screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedView {
    /// What governs.
    pub at: Moment,
    /// The zone it was spoken in.
    pub zone: Zone,
    /// How it came (`phone`), once asked.
    pub channel: Option<String>,
    /// A correction to later that awaits a second person: the instant, who gave it, why.
    pub unconfirmed: Option<(Moment, SafeText, SafeText)>,
    /// Former values, newest first, in words.
    pub former: Vec<String>,
    /// The sequence of what was said of it last, 0 for nothing: what a writer states as seen.
    pub seen: u64,
}

/// A fact on a screen.
#[derive(Debug, Clone, PartialEq)]
pub struct FactView {
    /// The field's id.
    pub field: String,
    /// The item, for a field of a group.
    pub item: Option<ItemId>,
    /// Where it stands.
    pub state: FactState,
    /// The value in words, as understood (`5 ft 4 in · 163 cm`); empty when not known.
    pub words: SafeText,
    /// The value as it would be typed again, for editing.
    pub typed: String,
    /// What the receiver's form wants, where that differs (`HGT 504`).
    pub official: Option<String>,
    /// Who said it.
    pub said_by: Option<SafeText>,
    /// Why a former answer was changed, or from which case it came.
    pub reason: Option<SafeText>,
    /// As of when it is true, in words, where that was said.
    pub as_of: Option<String>,
    /// When it was recorded.
    pub at: Moment,
    /// Who typed it.
    pub operator: SafeText,
    /// The sequence to state as seen when changing it.
    pub seq: u64,
    /// Carried over from an earlier run and not yet looked at: in words (`from 12 Mar 2027, confirm`).
    pub carried: Option<String>,
    /// How many former values there are.
    pub former: usize,
}

/// Two answers to one field. Nothing was saved; the operator chooses, and answers again with `saw`.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictView {
    /// The case's number.
    pub case_number: String,
    /// The field's id.
    pub field: String,
    /// The item, for a field of a group.
    pub item: Option<ItemId>,
    /// What is saved now, in words.
    pub theirs: SafeText,
    /// Who saved it.
    pub by: SafeText,
    /// When.
    pub at: Moment,
    /// The sequence to state as seen when answering again.
    pub saw: u64,
    /// What was typed, as understood, in words.
    pub yours: SafeText,
}

/// Where a fact stands on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the four answers and blank")]
pub enum FactState {
    Known,
    Unknown,
    Refused,
    NotApplicable,
    Blank,
}

/// Something that happened, for the reporting timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// When it happened, as said.
    pub at: Moment,
    /// When it was recorded, if more than a minute apart.
    pub recorded: Option<Moment>,
    /// `out`, `in`, `case`: a call out, a call in, or something about the case.
    pub way: String,
    /// What, in words.
    pub words: SafeText,
    /// Who recorded it.
    pub operator: SafeText,
    /// The attempt or call, so that it can be pointed at.
    pub id: Option<ItemId>,
    /// It was withdrawn: why.
    pub withdrawn: Option<SafeText>,
}

/// Triage on a screen.
#[derive(Debug, Clone, PartialEq)]
pub struct TriageView {
    /// Rows of the table that fit the facts, best first.
    pub proposed: Vec<TriageRow>,
    /// The decision that stands, in words, with who and when; `None` while nobody has decided.
    pub decided: Option<String>,
    /// The decided row.
    pub decided_row: Option<u8>,
}

/// A triage row on a screen.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the columns of the table, in words")]
pub struct TriageRow {
    pub row: u8,
    pub situation: String,
    pub police: String,
    pub ncmec: String,
    pub note: String,
    /// The fact that decided it, in words.
    pub because: String,
    pub citation: String,
}

/// A sheet, composed: what is said to one receiver, in that receiver's order.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetView {
    /// `police`, `ncmec`, `audit`.
    pub sheet: String,
    /// Its title.
    pub title: String,
    /// The case's number; empty for a blank sheet.
    pub number: String,
    /// When it was composed.
    pub at: Moment,
    /// Its parts, in order.
    pub parts: Vec<SheetPart>,
}

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetPart {
    /// Its heading.
    pub title: String,
    /// Its lines, in order.
    pub lines: Vec<SheetLine>,
}

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetLine {
    /// What it is (`Height (HGT)`); empty for words to say.
    pub label: String,
    /// What to say or send (`5 ft 4 in (504)`, `unknown – asked at 02:14`, empty when blank).
    pub words: SafeText,
    /// Where the fact stands; `None` for words to say.
    pub state: Option<FactState>,
    /// The field, so that a blank can be jumped to.
    pub field: Option<String>,
    /// The item, for a field of a group.
    pub item: Option<ItemId>,
    /// Names and numbers spelled for read-back.
    pub spelled: Option<String>,
}

/// A case or child found.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundRow {
    /// The child.
    pub child: ChildId,
    /// The child's name.
    pub name: SafeText,
    /// The child's latest case, if any, with its number and whether it is open.
    pub case: Option<(CaseId, String, bool)>,
    /// What matched, in words (`police number 27-004411`).
    pub why: String,
    /// Age on the desk's present day.
    pub age: Option<u32>,
    /// When the child's latest run was received, if any.
    pub last_run: Option<Moment>,
}

/// A former value, or an event of a case, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    /// When it was recorded.
    pub at: Moment,
    /// By whom.
    pub operator: SafeText,
    /// What, in words.
    pub words: SafeText,
}

/// An entry of the numbers card.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectoryRow {
    /// The entry's stable key.
    pub key: String,
    /// `national`, `police`, `sheriff`, `watch commander`, `clearinghouse`, `fbi`, `on call`.
    pub kind: String,
    /// Whose number it is.
    pub name: SafeText,
    /// The numbers, by name (`dispatch`, `records`), as they would be dialled.
    pub numbers: Vec<(String, SafeText)>,
    /// The originating agency identifier, for police.
    pub ori: Option<String>,
    /// Its zone.
    pub zone: Option<Zone>,
    /// The places it answers for, in words.
    pub area: SafeText,
    /// When somebody last verified it, an ISO date.
    pub verified: Option<String>,
    /// Anything else to know (web log-on and whose account).
    pub note: SafeText,
}

/// The section a field stands in, so that wire users need not look it up.
pub fn section_of(field: &str) -> Option<Section> {
    crate::record::fields::by_name(field).map(|f| f.section)
}
