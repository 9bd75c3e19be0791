//! Who may see a field, and how much a report waits for it.

/// Who may see a field (`P0`, never public, is [`Field::never_public`](super::Field::never_public) on top of a tier).
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

impl Tier {
    /// The short name of the tier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PublicAfterPermission => "P1",
            Self::PoliceAndNcmec => "P2",
            Self::PoliceOnly => "P3",
            Self::AgencyOnly => "P4",
        }
    }
    /// Who may see it, in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PublicAfterPermission => "public after permission",
            Self::PoliceAndNcmec => "police and NCMEC",
            Self::PoliceOnly => "police only",
            Self::AgencyOnly => "agency only",
        }
    }
}

/// How much a report waits for a field. None of them ever blocks a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Needed to open a record at all.
    Open,
    /// Ask, do not wait.
    AskDoNotWait,
    /// Wanted before a photo or video is handed over; the report itself does not wait.
    BeforePhoto,
    /// Collected after the first reports.
    Later,
}

impl Gate {
    /// How much a report waits for it, in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "opens the record",
            Self::AskDoNotWait => "ask, do not wait",
            Self::BeforePhoto => "before a photo goes out",
            Self::Later => "after the first reports",
        }
    }
}
