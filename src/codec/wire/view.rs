//! Views on the wire.

use serde::{Deserialize, Serialize};

use crate::codec::v1::stored_as;
use crate::record::event::Receiver;
use crate::record::{CaseId, ChildId, Group, ItemId, Moment, SafeText, Zone};
use crate::rules::{Duty, DutyState};
use crate::wire::shift::ClaimView;
use crate::wire::view::*;

#[derive(Serialize, Deserialize)]
#[serde(remote = "BoardView", deny_unknown_fields)]
struct BoardViewDef {
    now: Moment,
    zone: Zone,
    agency: SafeText,
    #[serde(default)]
    phone24: Option<SafeText>,
    practice: bool,
    rows: Vec<BoardRow>,
    open: usize,
    late: usize,
    within_hour: usize,
    owed: usize,
    trouble: Option<String>,
    unset: Option<String>,
}
stored_as!(BoardView, BoardViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "BoardRow", deny_unknown_fields)]
struct BoardRowDef {
    case: CaseId,
    number: String,
    name: SafeText,
    age: Option<u32>,
    received: Moment,
    police: ClockView,
    ncmec: ClockView,
    next: Option<(String, Option<Moment>)>,
    blanks: usize,
    claim: Option<ClaimView>,
    flags: Vec<String>,
}
stored_as!(BoardRow, BoardRowDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ClockView", deny_unknown_fields)]
struct ClockViewDef {
    state: DutyState,
    due: Option<Moment>,
    done: Option<Moment>,
}
stored_as!(ClockView, ClockViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "CaseView", deny_unknown_fields)]
struct CaseViewDef {
    now: Moment,
    zone: Zone,
    case: CaseId,
    number: String,
    seq: u64,
    child: ChildId,
    name: SafeText,
    age: Option<u32>,
    received: ReceivedView,
    danger_now: Option<String>,
    called_911: Option<String>,
    #[serde(default)]
    first_seen: (u64, u64),
    facts: Vec<FactView>,
    items: Vec<(Group, ItemId)>,
    duties: Vec<Duty>,
    timeline: Vec<TimelineRow>,
    missing_police: Vec<String>,
    missing_ncmec: Vec<String>,
    triage: TriageView,
    linked: Vec<(CaseId, String, SafeText)>,
    claim: Option<ClaimView>,
    closed: Option<(Moment, String)>,
    flags: Vec<String>,
    agencies: Vec<DirectoryRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<EarlierEntry>,
}
stored_as!(CaseView, CaseViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "EarlierEntry", deny_unknown_fields)]
struct EarlierEntryDef {
    group: Group,
    from: String,
    answers: Vec<(String, String)>,
}
stored_as!(EarlierEntry, EarlierEntryDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ReceivedView", deny_unknown_fields)]
struct ReceivedViewDef {
    at: Moment,
    zone: Zone,
    channel: Option<String>,
    unconfirmed: Option<(Moment, SafeText, SafeText)>,
    former: Vec<String>,
    #[serde(default)]
    seen: u64,
}
stored_as!(ReceivedView, ReceivedViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "FactView", deny_unknown_fields)]
struct FactViewDef {
    field: String,
    item: Option<ItemId>,
    state: FactState,
    words: SafeText,
    typed: String,
    official: Option<String>,
    said_by: Option<SafeText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<SafeText>,
    as_of: Option<String>,
    at: Moment,
    operator: SafeText,
    seq: u64,
    carried: Option<String>,
    former: usize,
}
stored_as!(FactView, FactViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ConflictView", deny_unknown_fields)]
struct ConflictViewDef {
    case_number: String,
    field: String,
    item: Option<ItemId>,
    theirs: SafeText,
    by: SafeText,
    at: Moment,
    saw: u64,
    yours: SafeText,
}
stored_as!(ConflictView, ConflictViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "FactState", rename_all = "snake_case", deny_unknown_fields)]
enum FactStateDef {
    Known,
    Unknown,
    Refused,
    NotApplicable,
    Blank,
}
stored_as!(FactState, FactStateDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "TimelineRow", deny_unknown_fields)]
struct TimelineRowDef {
    at: Moment,
    recorded: Option<Moment>,
    way: String,
    words: SafeText,
    operator: SafeText,
    id: Option<ItemId>,
    withdrawn: Option<SafeText>,
}
stored_as!(TimelineRow, TimelineRowDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "TriageView", deny_unknown_fields)]
struct TriageViewDef {
    proposed: Vec<TriageRow>,
    decided: Option<String>,
    decided_row: Option<u8>,
}
stored_as!(TriageView, TriageViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "TriageRow", deny_unknown_fields)]
struct TriageRowDef {
    row: u8,
    situation: String,
    police: String,
    ncmec: String,
    note: String,
    because: String,
    citation: String,
}
stored_as!(TriageRow, TriageRowDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "SheetView", deny_unknown_fields)]
struct SheetViewDef {
    sheet: String,
    title: String,
    number: String,
    at: Moment,
    parts: Vec<SheetPart>,
}
stored_as!(SheetView, SheetViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "SheetPart", deny_unknown_fields)]
struct SheetPartDef {
    title: String,
    lines: Vec<SheetLine>,
}
stored_as!(SheetPart, SheetPartDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "SheetLine", deny_unknown_fields)]
struct SheetLineDef {
    label: String,
    words: SafeText,
    state: Option<FactState>,
    field: Option<String>,
    item: Option<ItemId>,
    spelled: Option<String>,
}
stored_as!(SheetLine, SheetLineDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "FoundRow", deny_unknown_fields)]
struct FoundRowDef {
    child: ChildId,
    name: SafeText,
    case: Option<(CaseId, String, bool)>,
    why: String,
    age: Option<u32>,
    last_run: Option<Moment>,
}
stored_as!(FoundRow, FoundRowDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "HistoryRow", deny_unknown_fields)]
struct HistoryRowDef {
    at: Moment,
    operator: SafeText,
    words: SafeText,
}
stored_as!(HistoryRow, HistoryRowDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "DirectoryRow", deny_unknown_fields)]
struct DirectoryRowDef {
    key: String,
    kind: String,
    name: SafeText,
    numbers: Vec<(String, SafeText)>,
    ori: Option<String>,
    zone: Option<Zone>,
    area: SafeText,
    verified: Option<String>,
    note: SafeText,
}
stored_as!(DirectoryRow, DirectoryRowDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "DutyState", rename_all = "snake_case", deny_unknown_fields)]
enum DutyStateDef {
    Waiting,
    Owed,
    Claimed,
    Tried,
    Told,
    Confirmed,
    Late,
    LateButTold,
    NotApplicable,
}
stored_as!(DutyState, DutyStateDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Duty", deny_unknown_fields)]
struct DutyDef {
    id: String,
    item: Option<ItemId>,
    title: String,
    receiver: Receiver,
    state: DutyState,
    late: bool,
    anchor: String,
    anchor_at: Option<Moment>,
    due: Option<Moment>,
    done: Option<Moment>,
    rule: String,
    citation: String,
    waiting_on: Option<String>,
    because: Option<String>,
    still_owed: Option<String>,
    again_at: Option<Moment>,
    reminder: bool,
    explanation: Vec<String>,
}
stored_as!(Duty, DutyDef);
