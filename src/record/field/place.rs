//! Where a field stands: the section of the form, whose fact it is, the group it repeats with.

use super::FieldId;

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

impl Section {
    /// The heading of the form.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Call => "The call",
            Self::Child => "The child",
            Self::Descriptors => "Descriptors",
            Self::Marks => "Scars, marks, tattoos",
            Self::Clothing => "Clothing and things carried",
            Self::Online => "Phones and online",
            Self::Risks => "Medical needs and dangers",
            Self::Circumstances => "Circumstances",
            Self::Companions => "Companions",
            Self::Abductor => "Abductor",
            Self::Vehicle => "Vehicle",
            Self::Parties => "Parties",
            Self::Placement => "Placement",
            Self::History => "Earlier runs",
            Self::Photos => "Photos and videos",
            Self::Biometrics => "Dental, prints, DNA",
            Self::Recovery => "Recovery",
            Self::Leads => "Tips and sightings",
        }
    }
}

/// Whose fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Stays true between runs; kept on the child's stream.
    Child,
    /// Of this run only; kept on the case's stream.
    Case,
}

impl Scope {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Case => "this run",
        }
    }
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

impl Group {
    /// What one entry is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Alias => "Alias",
            Self::Mark => "Mark",
            Self::Garment => "Garment",
            Self::Phone => "Phone",
            Self::Account => "Online account",
            Self::Medication => "Medication",
            Self::Companion => "Companion",
            Self::Abductor => "Abductor",
            Self::Vehicle => "Vehicle",
            Self::Party => "Party",
            Self::Officer => "Officer",
            Self::PriorRun => "Earlier run",
            Self::Lead => "Lead",
            Self::Photo => "Photo",
            Self::Video => "Video",
            Self::Place => "Place",
            Self::Number => "Number",
            Self::Relative => "Relative",
        }
    }
    /// The stored name, the part before the dot in the ids of its fields. Never renamed.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Alias => "alias",
            Self::Mark => "mark",
            Self::Garment => "garment",
            Self::Phone => "phone",
            Self::Account => "account",
            Self::Medication => "med",
            Self::Companion => "companion",
            Self::Abductor => "abductor",
            Self::Vehicle => "vehicle",
            Self::Party => "party",
            Self::Officer => "officer",
            Self::PriorRun => "prior",
            Self::Lead => "lead",
            Self::Photo => "photo",
            Self::Video => "video",
            Self::Place => "place",
            Self::Number => "number",
            Self::Relative => "relative",
        }
    }
    /// The field by which two entries are known to be the same; `None` where only a person can say so.
    pub const fn named_by(self) -> Option<FieldId> {
        match self {
            Self::Alias => Some(FieldId("alias.name")),
            Self::Phone => Some(FieldId("phone.number")),
            Self::Companion => Some(FieldId("companion.name")),
            Self::Abductor => Some(FieldId("abductor.name")),
            Self::Vehicle => Some(FieldId("vehicle.plate")),
            Self::Party => Some(FieldId("party.name")),
            _ => None,
        }
    }
    /// The group of a stored name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|group| group.key() == key)
    }
}
