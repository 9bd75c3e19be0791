//! Events: past-tense facts about one case, one child or the desk. State changes only when one is applied.
//!
//! [`Event`] is one enum and this file's whole idea, so it is long: everything that can ever have happened stands
//! in one place, by stream. Its stored shape is `codec::v1::event`, frozen apart from it.

mod words;

pub use words::{
    Attempt, Caller, Channel, Closing, Decision, FirstQuestion, Outcome, Receiver, YesNoUnknown,
};

use super::audit::Why;
use super::id::{CaseId, ChildId, DeskId, ItemId, OperatorId, SessionId, Stream};
use super::when::{Instant, Moment};
use super::who::{How, Locked, Role, Verifier};
use super::{Answer, FieldId, Group, SafeText};

/// An event with its place, time and author.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The stream it belongs to.
    pub stream: Stream,
    /// Its place in the stream, from 1.
    pub seq: u64,
    /// When the desk recorded it (the desk's time, never running backwards).
    pub at: Moment,
    /// Which operator.
    pub operator: SafeText,
    /// From which screen.
    pub session: SessionId,
    /// The number of the request it answers within that session, so that a resend is answered and not
    /// repeated even after a restart; 0 when nobody asked.
    pub request: u64,
    /// What happened.
    pub event: Event,
}

/// The key of a fact: a field, and the item when the field belongs to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactKey {
    /// Which field.
    pub field: FieldId,
    /// Which entry of its group.
    pub item: Option<ItemId>,
}

/// A duty of a case: its id in the pack, and the item where each has its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DutyKey {
    /// Its id in the pack (`police.report`).
    pub duty: String,
    /// The lead or other item it is about.
    pub item: Option<ItemId>,
}

/// A past-tense fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    // ---- the desk's stream ----
    /// The first event of all; its hash roots the chain.
    DeskFounded {
        /// The desk's own id.
        desk: DeskId,
        /// The agency's name, as it introduces itself on the phone.
        agency: SafeText,
        /// The agency's zone, an IANA name.
        zone: String,
        /// A throw-away desk with made-up cases.
        practice: bool,
        /// The letter before case numbers.
        prefix: String,
    },
    /// A setting of the desk changed (agency name, zone, 24-hour phone …).
    DeskSet {
        /// Which setting.
        key: String,
        /// Its new value.
        value: SafeText,
    },
    /// A rule pack came into force on this desk.
    PackAdopted {
        /// The pack's id.
        id: String,
        /// Its version.
        version: String,
        /// SHA-256 of its text, in hexadecimal.
        sha256: String,
        /// The whole text.
        text: String,
    },
    /// An entry of the numbers card was added, changed or (empty) removed.
    DirectorySet {
        /// The entry's stable key.
        key: String,
        /// The entry as a TOML table, or `None` when removed.
        entry: Option<String>,
    },
    /// The machine's clock jumped; the desk's time went on.
    ClockJumped {
        /// By how many microseconds the wall clock moved against elapsed time (negative: back).
        by: i64,
    },
    /// A desk kept in the clear was copied to a sealed journal; the clear one was destroyed.
    Sealed {
        /// The log's hash at the end of the clear journal, in hexadecimal.
        old_head: String,
        /// The log's hash at the end of the sealed copy, before this event, in hexadecimal.
        new_head: String,
    },
    /// The key of a case or a child was destroyed: what was written of it can no longer be read.
    Purged {
        /// The case, if it was one.
        case: Option<CaseId>,
        /// The child, if it was one.
        child: Option<ChildId>,
        /// The case's number.
        number: Option<String>,
        /// Under which retention rule.
        rule: SafeText,
    },

    // ---- who did what, on the desk's stream ----
    /// A session said where it comes from. Everything it does names the session.
    SessionOpened {
        /// Which.
        session: SessionId,
        /// When.
        at: Moment,
        /// The account's number and name on the machine.
        account: SafeText,
        /// The operator's name, as given.
        operator: SafeText,
        /// The terminal; empty when there is none.
        terminal: SafeText,
        /// The address it came from by SSH; empty when it is local.
        remote: SafeText,
    },
    /// A record was looked at.
    Viewed {
        /// From which session.
        session: SessionId,
        /// When.
        at: Moment,
        /// By whom.
        operator: SafeText,
        /// Which case; `None` for what shows many (the board, a search).
        case: Option<CaseId>,
        /// What of it: `watch`, `history`, `sheet police` … Never anything that was typed.
        what: String,
    },
    /// Something asked came to nothing.
    Refused {
        /// From which session.
        session: SessionId,
        /// When.
        at: Moment,
        /// Who asked.
        operator: SafeText,
        /// About which case, where it is one.
        case: Option<CaseId>,
        /// The command's name.
        verb: String,
        /// Of what class the reason is.
        why: Why,
    },

    /// Masked facts were shown. No value is in it.
    Revealed {
        /// From which session.
        session: SessionId,
        /// When.
        at: Moment,
        /// To whom.
        operator: SafeText,
        /// Of which case.
        case: CaseId,
        /// Which fields.
        fields: Vec<FieldId>,
        /// Why.
        reason: SafeText,
    },

    /// The desk was looked after: a backup, a check, a change of keys. What came to nothing is [`Event::Refused`].
    Maintained {
        /// From which run.
        session: SessionId,
        /// When.
        at: Moment,
        /// By whom.
        operator: SafeText,
        /// The command's name.
        verb: String,
    },

    // ---- who may act, on the desk's stream ----
    /// Somebody came onto the roster.
    OperatorAdded {
        /// The id, never used again.
        id: OperatorId,
        /// The name, as it will stand in the log.
        name: SafeText,
        /// What for.
        role: Role,
        /// The account (uid) of a machine that signs in by it; `None` for a person.
        account: Option<u32>,
    },
    /// An operator's unlock phrase was set. The phrase is not in it.
    PhraseSet {
        /// Whose.
        id: OperatorId,
        /// What it is checked against.
        verifier: Verifier,
    },
    /// An operator is there for something else now.
    RoleSet {
        /// Who.
        id: OperatorId,
        /// What for.
        role: Role,
    },
    /// An operator may not act any more; all sessions ended at once.
    OperatorSuspended {
        /// Who.
        id: OperatorId,
        /// Why.
        reason: SafeText,
    },
    /// A suspended operator may act again.
    OperatorRestored {
        /// Who.
        id: OperatorId,
        /// Why.
        reason: SafeText,
    },
    /// An operator who was locked out may try again.
    OperatorReleased {
        /// Who.
        id: OperatorId,
        /// Why.
        reason: SafeText,
    },
    /// Somebody proved who they are.
    SignedIn {
        /// Who.
        id: OperatorId,
        /// How.
        how: How,
    },
    /// A try to sign in failed. Neither the name nor the phrase that was typed is in it.
    SignInFailed {
        /// Whose phrase was not given; `None` where the name is nobody's.
        id: Option<OperatorId>,
        /// It was the last: the operator is locked out.
        locked_out: bool,
    },
    /// The masked fields of a case were opened for a child in danger.
    GlassBroken {
        /// Its own id, under which it is reviewed.
        flag: ItemId,
        /// Which case.
        case: CaseId,
        /// Why.
        reason: SafeText,
    },
    /// Somebody who could not sign in began to work: sees only what was typed in that session.
    AloneBegun {
        /// Its own id, under which it is reviewed.
        flag: ItemId,
        /// Why.
        reason: SafeText,
    },
    /// Somebody who could not sign in was let in again by the printed recovery key: released, and not suspended any
    /// more. It is reviewed like everything loud.
    OperatorRecovered {
        /// Its own id, under which it is reviewed.
        flag: ItemId,
        /// Who.
        id: OperatorId,
        /// Why.
        reason: SafeText,
    },
    /// A supervisor looked at something loud.
    Reviewed {
        /// Which.
        flag: ItemId,
        /// What came of it.
        words: SafeText,
    },
    /// A screen was locked.
    ScreenLocked {
        /// Which.
        session: SessionId,
        /// When.
        at: Moment,
        /// Whose.
        operator: SafeText,
        /// Why.
        why: Locked,
    },
    /// Somebody signed out, or was signed out by a suspension.
    SignedOut {
        /// At which session.
        session: SessionId,
        /// When.
        at: Moment,
        /// Who.
        operator: SafeText,
    },

    // ---- a child's stream ----
    /// A child became known to the desk.
    ChildAdded,

    // ---- answers: child's or case's stream, by the field's scope ----
    /// A field was answered, or cleared back to blank (`None`).
    Answered {
        /// Which fact.
        key: FactKey,
        /// The answer.
        answer: Option<Answer>,
    },
    /// An entry of a repeatable group was added.
    ItemAdded {
        /// Which group.
        group: Group,
        /// Its id.
        item: ItemId,
    },
    /// An entry was taken out, with a reason; its facts stay in the history.
    ItemRemoved {
        /// Which group.
        group: Group,
        /// Its id.
        item: ItemId,
        /// Why.
        reason: SafeText,
    },

    // ---- a case's stream ----
    /// An intake began, at the instant its key was read.
    CaseOpened {
        /// The number people see (`A-0413`).
        number: String,
        /// The child.
        child: ChildId,
        /// The sequence of the child's stream that was seen.
        child_seq: u64,
        /// When the intake key was read: T-INFO until stated otherwise.
        received: Instant,
        /// Other children of the same event.
        linked: Vec<CaseId>,
    },
    /// The case was found to be about a child already on file (or another child).
    ChildNamed {
        /// The child on file.
        child: ChildId,
        /// The sequence of the child's stream that was seen.
        child_seq: u64,
    },
    /// A child's fact from an earlier run was looked at and still holds.
    StillTrue {
        /// Which fact.
        key: FactKey,
    },
    /// Danger now? 911 called?
    FirstAsked {
        /// Which question.
        question: FirstQuestion,
        /// What was said.
        answer: YesNoUnknown,
    },
    /// How and when the information came, said during the opening: no correction.
    CameAt {
        /// By what way.
        channel: Channel,
        /// When, if earlier than the intake key.
        at: Option<Instant>,
    },
    /// The received instant was corrected. Later needs a second person.
    ReceivedCorrected {
        /// The new instant.
        to: Instant,
        /// Why.
        reason: SafeText,
    },
    /// The second person confirmed a correction to later.
    CorrectionConfirmed {
        /// Who.
        by: SafeText,
    },
    /// The second person did not agree; the earlier instant stays.
    CorrectionDenied {
        /// Who.
        by: SafeText,
        /// Why.
        reason: SafeText,
    },
    /// A try at a receiver.
    Attempted(Attempt),
    /// An attempt was recorded wrongly; it no longer counts.
    AttemptWithdrawn {
        /// Which.
        attempt: ItemId,
        /// Why.
        reason: SafeText,
    },
    /// Somebody called in.
    Heard {
        /// Its own id.
        id: ItemId,
        /// Who.
        from: Caller,
        /// When.
        at: Instant,
        /// By what way.
        channel: Channel,
        /// The caller's name, and badge or title.
        who: Option<SafeText>,
        /// What was said.
        what: SafeText,
        /// A number given.
        number: Option<SafeText>,
    },
    /// A person decided a row of the triage table.
    TriageDecided {
        /// The row shown, 1 to 30.
        row: u8,
        /// Report to police?
        police: Decision,
        /// Report to NCMEC?
        ncmec: Decision,
        /// Why, always kept; required where it differs from the table.
        reason: Option<SafeText>,
        /// Whether it differs from the row.
        overridden: bool,
        /// Who verified the whereabouts and how, for a verified "not missing".
        verifier: Option<SafeText>,
        /// When whereabouts must be verified again, for a verified "not missing".
        again_at: Option<Moment>,
    },
    /// Words for the file.
    Noted {
        /// The words.
        text: SafeText,
    },
    /// Another case is about the same event.
    Linked {
        /// Which.
        case: CaseId,
    },
    /// Whereabouts became known.
    Located {
        /// When.
        at: Instant,
        /// Where.
        place: SafeText,
        /// By whom.
        by: SafeText,
        /// Verified by whom and how; `None` while only claimed.
        verified: Option<SafeText>,
    },
    /// Back in an approved place.
    Returned {
        /// When.
        at: Instant,
        /// Where.
        place: SafeText,
        /// Who received the child.
        by: SafeText,
    },
    /// The trafficking screen, or why there was none.
    Screened {
        /// When.
        at: Instant,
        /// The tool.
        tool: SafeText,
        /// What it showed.
        result: SafeText,
        /// By whom.
        by: SafeText,
        /// The child was identified as a sex-trafficking victim.
        victim: bool,
    },
    /// The return interview: why the child left, what happened, what changes.
    Interviewed {
        /// When.
        at: Instant,
        /// By whom.
        by: SafeText,
        /// The factors found.
        factors: SafeText,
    },
    /// The agency received information that the child is an identified victim (F5).
    VictimIdentified {
        /// When the information was received.
        at: Instant,
        /// By whom.
        by: SafeText,
    },
    /// The case was closed.
    Closed {
        /// How.
        how: Closing,
        /// Why, always.
        reason: SafeText,
        /// Who verified, where someone had to.
        verifier: Option<SafeText>,
        /// Which supervisor decided, where one had to.
        supervisor: Option<SafeText>,
        /// Duties still open at the closing, by id.
        open_duties: Vec<String>,
    },
    /// A closed case was opened again. No clock is reset.
    Reopened {
        /// Why.
        reason: SafeText,
    },
    /// "I have it."
    Claimed {
        /// Who.
        by: SafeText,
    },
    /// "I no longer have it."
    Released {
        /// Who.
        by: SafeText,
    },
    /// Duties of the case were handed to the next shift. Whoever hands them over keeps each until somebody
    /// accepts it.
    HandedOver {
        /// The handover; cases handed over together share it.
        handover: ItemId,
        /// To whom; `None` for whoever comes.
        to: Option<SafeText>,
        /// Which duties.
        duties: Vec<DutyKey>,
    },
    /// One duty handed over was accepted, by name.
    HandoverAccepted {
        /// The handover.
        handover: ItemId,
        /// Which duty.
        duty: DutyKey,
        /// From whom.
        from: SafeText,
    },
    /// What a colleague had been typing and left behind was taken over. No text is in it.
    DraftTaken {
        /// From whom.
        from: SafeText,
        /// Where it was being typed; `None` outside a field.
        field: Option<FieldId>,
    },
    /// A sheet left the desk, or was read out.
    Disclosed {
        /// Which sheet.
        sheet: String,
        /// To whom.
        to: SafeText,
        /// On what authority.
        authority: Option<SafeText>,
    },
    /// Lines of a script were read out, by fact.
    ReadOut {
        /// Which sheet.
        sheet: String,
        /// Which facts.
        keys: Vec<FactKey>,
    },
}

impl Event {
    /// Whether it only says who looked or was refused: it changes nothing, and no retry is judged by it.
    pub const fn is_trail(&self) -> bool {
        matches!(
            self,
            Self::SessionOpened { .. }
                | Self::Viewed { .. }
                | Self::Refused { .. }
                | Self::Revealed { .. }
                | Self::Maintained { .. }
                | Self::ScreenLocked { .. }
                | Self::SignedOut { .. }
        )
    }
}
