//! Events in format 1: `{"v":1,"at":…,"operator":…,"session":…,"request":…,"event":{…}}`.
//!
//! A mirror of `record::event` on purpose, and as long as it: this is the stored shape, frozen apart from the types the
//! program thinks with, so that those can change and the bytes cannot.

use serde::{Deserialize, Serialize};

use super::{VERSION, stored_as};
use crate::codec::DecodeError;
use crate::record::audit::Why;
use crate::record::event::{
    Attempt, Caller, Channel, Closing, Decision, DutyKey, Event, FactKey, FirstQuestion, Outcome,
    Receiver, YesNoUnknown,
};
use crate::record::who::{How, Locked, Role, Verifier};
use crate::record::{
    Answer, CaseId, ChildId, DeskId, FieldId, Group, Instant, ItemId, Moment, OperatorId, Recorded,
    SafeText, SessionId, Stream,
};

/// Everything of a recorded event that its place in the journal does not say: what gets sealed.
#[derive(Serialize)]
struct Out<'a> {
    v: u64,
    at: Moment,
    operator: &'a SafeText,
    session: SessionId,
    request: u64,
    event: &'a Event,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct In {
    v: u64,
    at: Moment,
    operator: SafeText,
    session: SessionId,
    request: u64,
    event: Event,
}

/// Only the version, whatever else stands there.
#[derive(Deserialize)]
struct Version {
    v: u64,
}

/// The stored body of a recorded event. Its stream and sequence are the journal's to keep.
pub fn to_bytes(recorded: &Recorded) -> Vec<u8> {
    body(
        recorded.at,
        &recorded.operator,
        recorded.session,
        recorded.request,
        &recorded.event,
    )
}

/// The stored body of an event about to be recorded.
pub fn body(
    at: Moment,
    operator: &SafeText,
    session: SessionId,
    request: u64,
    event: &Event,
) -> Vec<u8> {
    let out = Out {
        v: VERSION,
        at,
        operator,
        session,
        request,
        event,
    };
    // Strings, integers and ordered structs only: nothing here can fail to be written.
    serde_json::to_vec(&out).unwrap_or_default()
}

/// A recorded event from its stored body, and its place as the journal has it.
///
/// # Errors
/// In words, when it is damaged or was written by a later version. An event is never skipped.
pub fn from_bytes(stream: Stream, seq: u64, bytes: &[u8]) -> Result<Recorded, DecodeError> {
    let body: In = match serde_json::from_slice::<In>(bytes) {
        Ok(body) if body.v == VERSION => body,
        read => {
            // What cannot be read may be of a later version, whose words are not known here.
            let version: Version =
                serde_json::from_slice(bytes).map_err(|error| DecodeError::of(&error))?;
            if version.v != VERSION {
                return Err(DecodeError::Newer {
                    found: version.v,
                    known: VERSION,
                });
            }
            read.map_err(|error| DecodeError::of(&error))?
        }
    };
    Ok(Recorded {
        stream,
        seq,
        at: body.at,
        operator: body.operator,
        session: body.session,
        request: body.request,
        event: body.event,
    })
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FactKey", deny_unknown_fields)]
struct FactKeyDef {
    field: FieldId,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
}
stored_as!(FactKey, FactKeyDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "DutyKey", deny_unknown_fields)]
struct DutyKeyDef {
    duty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
}
stored_as!(DutyKey, DutyKeyDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Why", rename_all = "snake_case")]
enum WhyDef {
    Refused,
    Conflict,
    Nothing,
    Failed,
}
stored_as!(Why, WhyDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Channel", rename_all = "snake_case")]
enum ChannelDef {
    Phone,
    Email,
    Fax,
    Voicemail,
    Web,
    SystemToSystem,
    InPerson,
    Text,
}
stored_as!(Channel, ChannelDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Receiver", rename_all = "snake_case")]
enum ReceiverDef {
    Police,
    Ncmec,
    Agency,
    Clearinghouse,
    Supervisor,
    Court,
    Attorney,
    Parent,
    Tribe,
    Hhs,
}
stored_as!(Receiver, ReceiverDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Outcome", rename_all = "snake_case")]
enum OutcomeDef {
    NoAnswer,
    Voicemail,
    Sent,
    Refused,
    Declined,
    Claimed,
    Told,
    Confirmed,
    Excused,
}
stored_as!(Outcome, OutcomeDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Caller", rename_all = "snake_case")]
enum CallerDef {
    Police,
    Ncmec,
    Tip,
    Child,
    Caregiver,
    Other,
}
stored_as!(Caller, CallerDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "FirstQuestion", rename_all = "snake_case")]
enum FirstQuestionDef {
    DangerNow,
    // Spelled out: serde's rule would write `called911`.
    #[serde(rename = "called_911")]
    Called911,
}
stored_as!(FirstQuestion, FirstQuestionDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "YesNoUnknown", rename_all = "snake_case")]
enum YesNoUnknownDef {
    Yes,
    No,
    Unknown,
}
stored_as!(YesNoUnknown, YesNoUnknownDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Decision", rename_all = "snake_case")]
enum DecisionDef {
    Yes,
    No,
    CaseByCase,
}
stored_as!(Decision, DecisionDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Closing", rename_all = "snake_case")]
enum ClosingDef {
    Returned,
    FoundBeforeReport,
    NotMissing,
    Mistaken,
    Other,
}
stored_as!(Closing, ClosingDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Attempt", deny_unknown_fields)]
struct AttemptDef {
    id: ItemId,
    duty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
    receiver: Receiver,
    at: Instant,
    channel: Channel,
    outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<SafeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dialled: Option<SafeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<SafeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    badge: Option<SafeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<SafeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<SafeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    again_at: Option<Moment>,
}
stored_as!(Attempt, AttemptDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Event", rename_all = "snake_case", deny_unknown_fields)]
enum EventDef {
    DeskFounded {
        desk: DeskId,
        agency: SafeText,
        zone: String,
        practice: bool,
        prefix: String,
    },
    DeskSet {
        key: String,
        value: SafeText,
    },
    PackAdopted {
        id: String,
        version: String,
        sha256: String,
        text: String,
    },
    DirectorySet {
        key: String,
        entry: Option<String>,
    },
    ClockJumped {
        by: i64,
    },
    Sealed {
        old_head: String,
        new_head: String,
    },
    Purged {
        #[serde(skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        child: Option<ChildId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        rule: SafeText,
    },
    SessionOpened {
        session: SessionId,
        at: Moment,
        account: SafeText,
        operator: SafeText,
        terminal: SafeText,
        remote: SafeText,
    },
    Viewed {
        session: SessionId,
        at: Moment,
        operator: SafeText,
        #[serde(skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        what: String,
    },
    Refused {
        session: SessionId,
        at: Moment,
        operator: SafeText,
        #[serde(skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        verb: String,
        why: Why,
    },
    Revealed {
        session: SessionId,
        at: Moment,
        operator: SafeText,
        case: CaseId,
        fields: Vec<FieldId>,
        reason: SafeText,
    },
    Maintained {
        session: SessionId,
        at: Moment,
        operator: SafeText,
        verb: String,
    },
    OperatorAdded {
        id: OperatorId,
        name: SafeText,
        role: Role,
        #[serde(skip_serializing_if = "Option::is_none")]
        account: Option<u32>,
    },
    PhraseSet {
        id: OperatorId,
        verifier: Verifier,
    },
    RoleSet {
        id: OperatorId,
        role: Role,
    },
    OperatorSuspended {
        id: OperatorId,
        reason: SafeText,
    },
    OperatorRestored {
        id: OperatorId,
        reason: SafeText,
    },
    OperatorReleased {
        id: OperatorId,
        reason: SafeText,
    },
    SignedIn {
        id: OperatorId,
        how: How,
    },
    SignInFailed {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<OperatorId>,
        locked_out: bool,
    },
    GlassBroken {
        flag: ItemId,
        case: CaseId,
        reason: SafeText,
    },
    AloneBegun {
        flag: ItemId,
        reason: SafeText,
    },
    OperatorRecovered {
        flag: ItemId,
        id: OperatorId,
        reason: SafeText,
    },
    Reviewed {
        flag: ItemId,
        words: SafeText,
    },
    ScreenLocked {
        session: SessionId,
        at: Moment,
        operator: SafeText,
        why: Locked,
    },
    SignedOut {
        session: SessionId,
        at: Moment,
        operator: SafeText,
    },
    ChildAdded,
    Answered {
        key: FactKey,
        answer: Option<Answer>,
    },
    ItemAdded {
        group: Group,
        item: ItemId,
    },
    ItemRemoved {
        group: Group,
        item: ItemId,
        reason: SafeText,
    },
    CaseOpened {
        number: String,
        child: ChildId,
        child_seq: u64,
        received: Instant,
        linked: Vec<CaseId>,
    },
    ChildNamed {
        child: ChildId,
        child_seq: u64,
    },
    StillTrue {
        key: FactKey,
    },
    FirstAsked {
        question: FirstQuestion,
        answer: YesNoUnknown,
    },
    CameAt {
        channel: Channel,
        at: Option<Instant>,
    },
    ReceivedCorrected {
        to: Instant,
        reason: SafeText,
    },
    CorrectionConfirmed {
        by: SafeText,
    },
    CorrectionDenied {
        by: SafeText,
        reason: SafeText,
    },
    Attempted(Attempt),
    AttemptWithdrawn {
        attempt: ItemId,
        reason: SafeText,
    },
    Heard {
        id: ItemId,
        from: Caller,
        at: Instant,
        channel: Channel,
        who: Option<SafeText>,
        what: SafeText,
        number: Option<SafeText>,
    },
    TriageDecided {
        row: u8,
        police: Decision,
        ncmec: Decision,
        reason: Option<SafeText>,
        overridden: bool,
        verifier: Option<SafeText>,
        again_at: Option<Moment>,
    },
    Noted {
        text: SafeText,
    },
    Linked {
        case: CaseId,
    },
    Located {
        at: Instant,
        place: SafeText,
        by: SafeText,
        verified: Option<SafeText>,
    },
    Returned {
        at: Instant,
        place: SafeText,
        by: SafeText,
    },
    Screened {
        at: Instant,
        tool: SafeText,
        result: SafeText,
        by: SafeText,
        victim: bool,
    },
    Interviewed {
        at: Instant,
        by: SafeText,
        factors: SafeText,
    },
    VictimIdentified {
        at: Instant,
        by: SafeText,
    },
    Closed {
        how: Closing,
        reason: SafeText,
        verifier: Option<SafeText>,
        supervisor: Option<SafeText>,
        open_duties: Vec<String>,
    },
    Reopened {
        reason: SafeText,
    },
    Claimed {
        by: SafeText,
    },
    Released {
        by: SafeText,
    },
    HandedOver {
        handover: ItemId,
        to: Option<SafeText>,
        duties: Vec<DutyKey>,
    },
    HandoverAccepted {
        handover: ItemId,
        duty: DutyKey,
        from: SafeText,
    },
    DraftTaken {
        from: SafeText,
        field: Option<FieldId>,
    },
    Disclosed {
        sheet: String,
        to: SafeText,
        authority: Option<SafeText>,
    },
    ReadOut {
        sheet: String,
        keys: Vec<FactKey>,
    },
}
stored_as!(Event, EventDef);
