//! The commands: what a screen, `do` and other systems can have the desk do.
//!
//! Values are words as typed; the desk parses them with the same parsers the screen previews with,
//! and refuses with a sentence. `crate::desk::commands` is the table that describes each with an example.

/// How a field is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A value, as typed.
    Value(String),
    /// Asked; nobody could say.
    Unknown,
    /// Asked; would not say.
    Refused,
    /// Does not apply.
    NotApplicable,
    /// Back to blank.
    Blank,
}

/// One command. `case` is a number people see (`A-0413`), an id in hexadecimal, or `last`.
/// Instants and dates are words as typed (`01:31`, `last night 9:40pm`, RFC 3339).
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "the command table says what each takes, with an example that is run by a test"
)]
pub enum Command {
    /// Start an intake and its clock.
    Open {
        /// The instant the key was read, RFC 3339; the desk's present when absent. The screen sends it.
        key_at: Option<String>,
        name: Option<String>,
        /// A child on file, by id.
        child: Option<String>,
        channel: Option<String>,
        /// Earlier than now, when the information came in before it was typed.
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
        /// The sequence of the fact that the writer saw; a different one is a conflict.
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
        saw: Option<u64>,
    },
    CameAt {
        case: String,
        channel: String,
        at: Option<String>,
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
        /// `yes`, `no` or `case by case`; what the row says when absent.
        police: Option<String>,
        ncmec: Option<String>,
        reason: Option<String>,
        /// Who verified the whereabouts and how; needed where the row says that the child is not missing.
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
        /// `returned`, `found before report`, `not missing`, `mistaken`, `other`.
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
    /// Hand over what the operator has and what nobody has: of one case, or of the whole desk.
    HandOver {
        case: Option<String>,
        /// For whom; whoever comes when absent.
        to: Option<String>,
    },
    AcceptDuty {
        case: String,
        duty: String,
        item: Option<String>,
    },
    /// Take over a text whose session is gone.
    TakeDraft {
        case: String,
        /// Who typed it.
        from: String,
        /// Its place, as the desk named it.
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
        /// The entry's fields by name; empty removes it.
        entry: Vec<(String, String)>,
    },
}

impl Command {
    /// The command's name, as `do` and the audit call it, and the words that name its case.
    pub fn verb(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Open { .. } => ("open", None),
            Self::SetDesk { .. } => ("set desk", None),
            Self::SetDirectory { .. } => ("set directory", None),
            Self::Attempt(said) => ("attempt", Some(&said.case)),
            Self::Heard(said) => ("heard", Some(&said.case)),
            Self::Answer { case, .. } => ("answer", Some(case)),
            Self::StillTrue { case, .. } => ("still true", Some(case)),
            Self::Add { case, .. } => ("add", Some(case)),
            Self::Remove { case, .. } => ("remove", Some(case)),
            Self::First { case, .. } => ("first", Some(case)),
            Self::CameAt { case, .. } => ("came at", Some(case)),
            Self::CorrectReceived { case, .. } => ("correct received", Some(case)),
            Self::ConfirmCorrection { case, .. } => ("confirm correction", Some(case)),
            Self::DenyCorrection { case, .. } => ("deny correction", Some(case)),
            Self::Withdraw { case, .. } => ("withdraw", Some(case)),
            Self::Triage { case, .. } => ("triage", Some(case)),
            Self::Note { case, .. } => ("note", Some(case)),
            Self::Link { case, .. } => ("link", Some(case)),
            Self::NameChild { case, .. } => ("name child", Some(case)),
            Self::Locate { case, .. } => ("locate", Some(case)),
            Self::Return { case, .. } => ("return", Some(case)),
            Self::Interview { case, .. } => ("interview", Some(case)),
            Self::Screen { case, .. } => ("screen", Some(case)),
            Self::Victim { case, .. } => ("victim", Some(case)),
            Self::Close { case, .. } => ("close", Some(case)),
            Self::Reopen { case, .. } => ("reopen", Some(case)),
            Self::Claim { case } => ("claim", Some(case)),
            Self::Release { case } => ("release", Some(case)),
            Self::HandOver { case, .. } => ("hand over", case.as_deref()),
            Self::AcceptDuty { case, .. } => ("accept", Some(case)),
            Self::TakeDraft { case, .. } => ("take draft", Some(case)),
            Self::ReadOut { case, .. } => ("read out", Some(case)),
            Self::Disclose { case, .. } => ("disclose", Some(case)),
        }
    }
}

/// One try at a receiver, in words.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "as crate::record::event::Attempt, in words")]
pub struct AttemptSaid {
    pub case: String,
    /// The duty's id, such as `police.report`.
    pub duty: String,
    pub item: Option<String>,
    pub at: Option<String>,
    pub channel: Option<String>,
    /// `no answer`, `voicemail`, `sent`, `refused`, `declined`, `claimed`, `told`, `confirmed`, `excused`.
    pub outcome: String,
    pub office: Option<String>,
    pub dialled: Option<String>,
    pub person: Option<String>,
    pub badge: Option<String>,
    pub number: Option<String>,
    pub words: Option<String>,
    pub again_at: Option<String>,
}

/// A call that came in, in words.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(
    missing_docs,
    reason = "as crate::record::event::Event::Heard, in words"
)]
pub struct HeardSaid {
    pub case: String,
    /// `police`, `ncmec`, `tip`, `child`, `caregiver`, `other`.
    pub from: String,
    pub at: Option<String>,
    pub channel: Option<String>,
    pub who: Option<String>,
    pub what: String,
    pub number: Option<String>,
    /// The duty this call confirms, if it does.
    pub confirms: Option<String>,
}
