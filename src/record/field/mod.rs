//! The field table: a row is the whole declaration of a field. Form, search, palette, sheets,
//! export, redaction and the lists of what is still missing are derived from the rows.
//!
//! | file | what it is |
//! |---|---|
//! | `place` | where a field stands: section, scope, group |
//! | `tier` | who may see it, and how much a report waits for it |
//! | `kind` | what it takes |

mod kind;
mod place;
mod tier;

pub use kind::{Choice, Kind};
pub use place::{Group, Scope, Section};
pub use tier::{Gate, Tier};

use std::fmt;

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

/// Who asks for a field: police (NCIC), NCMEC, the agency, state recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the receivers, by name")]
pub struct Asks {
    pub police: bool,
    pub ncmec: bool,
    pub agency: bool,
    pub state: bool,
}

/// In which cases a field counts among the blanks of its set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counts {
    /// In every case.
    #[default]
    Always,
    /// Only for a youth of 18 or over on the day the information came.
    Adult,
    /// Only for a child who is not in the agency's custody.
    NotInCustody,
    /// Only in an abduction.
    Abduction,
    /// Unless it was said that there is no photo.
    WithPhoto,
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
    /// In which cases its blank counts.
    pub counts: Counts,
    /// A date or instant that may still lie ahead; all others have happened.
    pub ahead: bool,
    /// Its jump code, where the rule of [`crate::record::jump`] is not to choose one.
    pub jump: Option<&'static str>,
}

/// The builder of a row: [`Field::new`], then what differs from the plain case.
///
/// A plain row is of this run, for police and NCMEC to see, asked and not waited for, in no set.
impl Field {
    /// A row of this run.
    pub const fn new(section: Section, id: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            id: FieldId(id),
            label,
            section,
            group: None,
            scope: Scope::Case,
            kind,
            tier: Tier::PoliceAndNcmec,
            never_public: false,
            asks: Asks {
                police: false,
                ncmec: false,
                agency: false,
                state: false,
            },
            gate: Gate::AskDoNotWait,
            police_set: false,
            ncmec_set: false,
            shortest: 0,
            ncic: None,
            hint: "",
            example: "",
            tags: &[],
            masked: false,
            counts: Counts::Always,
            ahead: false,
            jump: None,
        }
    }
    /// Stays true between runs.
    pub const fn of_child(mut self) -> Self {
        self.scope = Scope::Child;
        self
    }
    /// Belongs to a repeatable group.
    pub const fn in_group(mut self, group: Group) -> Self {
        self.group = Some(group);
        self
    }
    /// Why it is asked, and the words to say.
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
    /// An answer that would be accepted.
    pub const fn example(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }
    /// The tags of the quick line.
    pub const fn tags(mut self, tags: &'static [&'static str]) -> Self {
        self.tags = tags;
        self
    }
    /// Police ask for it.
    pub const fn police(mut self) -> Self {
        self.asks.police = true;
        self
    }
    /// NCMEC asks for it.
    pub const fn ncmec(mut self) -> Self {
        self.asks.ncmec = true;
        self
    }
    /// Police and NCMEC ask for it.
    pub const fn both(self) -> Self {
        self.police().ncmec()
    }
    /// The agency asks for it.
    pub const fn agency(mut self) -> Self {
        self.asks.agency = true;
        self
    }
    /// State recipients ask for it.
    pub const fn state(mut self) -> Self {
        self.asks.state = true;
        self
    }
    /// In the set police need for an NCIC entry.
    pub const fn police_set(mut self) -> Self {
        self.police_set = true;
        self.police()
    }
    /// In the set NCMEC asks for in every list found.
    pub const fn ncmec_set(mut self) -> Self {
        self.ncmec_set = true;
        self.ncmec()
    }
    /// Its place in the shortest set.
    pub const fn shortest(mut self, place: u8) -> Self {
        self.shortest = place;
        self
    }
    /// The NCIC mnemonic it fills.
    pub const fn ncic(mut self, mnemonic: &'static str) -> Self {
        self.ncic = Some(mnemonic);
        self
    }
    /// P1: may become public after permission.
    pub const fn public(mut self) -> Self {
        self.tier = Tier::PublicAfterPermission;
        self
    }
    /// P3: police only, so NCMEC is not told.
    pub const fn police_only(mut self) -> Self {
        self.tier = Tier::PoliceOnly;
        self.asks.ncmec = false;
        self
    }
    /// P4: the agency only, and never public.
    pub const fn agency_only(mut self) -> Self {
        self.tier = Tier::AgencyOnly;
        self.never_public = true;
        self.asks.police = false;
        self.asks.ncmec = false;
        self.agency()
    }
    /// P0: never in anything public.
    pub const fn never_public(mut self) -> Self {
        self.never_public = true;
        self
    }
    /// Needed to open a record at all.
    pub const fn opens(mut self) -> Self {
        self.gate = Gate::Open;
        self
    }
    /// Collected after the first reports.
    pub const fn later(mut self) -> Self {
        self.gate = Gate::Later;
        self
    }
    /// Wanted before a photo or video is handed over.
    pub const fn before_photo(mut self) -> Self {
        self.gate = Gate::BeforePhoto;
        self
    }
    /// Masked on screen.
    pub const fn masked(mut self) -> Self {
        self.masked = true;
        self
    }
    /// Counts among the blanks only in these cases.
    pub const fn counts(mut self, counts: Counts) -> Self {
        self.counts = counts;
        self
    }
    /// May still lie ahead.
    pub const fn ahead(mut self) -> Self {
        self.ahead = true;
        self
    }
    /// Its jump code, two lower-case letters.
    pub const fn jump(mut self, code: &'static str) -> Self {
        self.jump = Some(code);
        self
    }
}
