//! The field table: a row is the whole declaration of a field. Form, search, palette, sheets,
//! export, redaction and the lists of what is still missing are derived from the rows.

use std::fmt;

use super::codes::List;

/// The stable name of a field, such as `look.height`. Stored; never renamed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub &'static str);

impl fmt::Display for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
impl fmt::Debug for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The part of the form a field stands in, in the order the form shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Danger now, who is calling, when and where last seen, kind of episode: the call's first minute.
    Call,
    /// Who the child is.
    Child,
    /// Height, weight, eyes, hair and the rest of the look.
    Descriptors,
    /// Scars, marks, tattoos.
    Marks,
    /// What was worn, carried, left behind.
    Clothing,
    /// Phones and accounts.
    Online,
    /// Medical needs and dangers.
    Risks,
    /// Why, where to, what was tried.
    Circumstances,
    /// Who the child was last seen with.
    Companions,
    /// Who took the child.
    Abductor,
    /// The vehicle.
    Vehicle,
    /// Reporter, guardian, officers, everybody to be told.
    Parties,
    /// Where the child lived and under which order.
    Placement,
    /// Earlier runs.
    History,
    /// Photos and videos, as facts.
    Photos,
    /// Dental, prints, DNA: where they are.
    Biometrics,
    /// Found, returned, screened.
    Recovery,
    /// Tips and sightings.
    Leads,
}

/// Whose fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Stays true between runs; kept on the child's stream.
    Child,
    /// Of this run only; kept on the case's stream.
    Case,
}

/// A group of fields that repeats. Scope is that of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name says what one entry of it is")]
pub enum Group {
    Alias,
    Mark,
    Garment,
    Phone,
    Account,
    Medication,
    Companion,
    Abductor,
    Vehicle,
    Party,
    Officer,
    PriorRun,
    Lead,
    Photo,
    Video,
    Place,
    Number,
    Relative,
}

/// Who may see a field (`P0`, never public, is [`Field::never_public`] on top of a tier).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// P1: public after the guardian's recorded permission and talk with the investigating agency.
    PublicAfterPermission,
    /// P2: police and NCMEC.
    PoliceAndNcmec,
    /// P3: police only.
    PoliceOnly,
    /// P4: the agency only.
    AgencyOnly,
}

/// How much a report waits for a field. None of them ever blocks a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Needed to open a record at all.
    Open,
    /// Ask, do not wait.
    AskDoNotWait,
    /// Collected after the first reports.
    Later,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of words.
    Line,
    /// Several lines of words.
    Prose,
    /// A person's name.
    Name,
    /// One of a few choices, one key each.
    Choice(&'static [Choice]),
    /// One code of a list.
    Code(List),
    /// Several codes of a list.
    Codes(List),
    /// Yes or no; "asked and unknown" is an answer state, not a third choice.
    YesNo,
    /// Body height.
    Height,
    /// Body weight.
    Weight,
    /// A date, perhaps partial, in the past (birth) or near now.
    Date,
    /// An instant.
    When,
    /// A telephone number.
    Phone,
    /// A count.
    Number,
}

/// A choice of a field's own: the stored key, the words, and the letter that picks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Stored; never renamed.
    pub key: &'static str,
    /// Shown.
    pub label: &'static str,
    /// The letter that picks it.
    pub letter: char,
}

/// Who asks for a field: police (NCIC), NCMEC, the agency, state recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the receivers, by name")]
pub struct Asks {
    pub police: bool,
    pub ncmec: bool,
    pub agency: bool,
    pub state: bool,
}

/// A row of the field table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// The stable name.
    pub id: FieldId,
    /// What the form calls it.
    pub label: &'static str,
    /// Where it stands.
    pub section: Section,
    /// The repeatable group it belongs to, if any.
    pub group: Option<Group>,
    /// Whose fact it is.
    pub scope: Scope,
    /// What it takes.
    pub kind: Kind,
    /// Who may see it.
    pub tier: Tier,
    /// P0: never in anything public, whatever the tier.
    pub never_public: bool,
    /// Who asks for it.
    pub asks: Asks,
    /// How much a report waits for it.
    pub gate: Gate,
    /// In the set that police need before an NCIC entry can be made (34 USC 41308(3)): blanks are listed.
    pub police_set: bool,
    /// In the set that NCMEC asks for in every list found: blanks are listed.
    pub ncmec_set: bool,
    /// Place in the shortest set, 1 first; 0 when not in it.
    pub shortest: u8,
    /// The NCIC mnemonic it fills, such as `HGT`.
    pub ncic: Option<&'static str>,
    /// Why it is asked, and the words to say on the phone.
    pub hint: &'static str,
    /// An answer that would be accepted, as it would be typed.
    pub example: &'static str,
    /// Tags of the quick line that route to this field (`h`, `ht`); lower case.
    pub tags: &'static [&'static str],
    /// Masked on screen until shown.
    pub masked: bool,
}
