//! Official code lists as versioned data, with our own neutral labels.
//!
//! Each list is one CSV file beside this one, with its source and licence in its header, compiled
//! in and parsed on first use. A code is stored and sent as it stands; the label that people see is
//! ours, since some of the source's words are no longer fit to say of a child.

use std::sync::OnceLock;

mod csv;
mod find;
mod labels;
pub mod smt;
pub mod states;
#[cfg(test)]
mod tests;

pub use find::Found;

/// One code of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// As stored and sent: `BRO`, `TAT L WRS`.
    pub code: &'static str,
    /// Our words for it, in human case: `Brown`.
    pub label: String,
    /// The source's words: `BROWN`.
    pub source_label: String,
    /// The source's category, where the list has any.
    pub category: String,
    /// What else it covers, in words for search.
    pub includes: String,
}

macro_rules! lists {
    ($($name:ident, $file:literal, $mnemonic:expr, $rows:literal;)*) => {
        /// A code list. The file `src/record/codes/<name>.csv` is its data, with its source in the header.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the lists by NCIC mnemonic or name")]
        pub enum List { $($name),* }

        impl List {
            /// Every list.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stem of its file, such as `ncic_eye_color`. Stored; never renamed.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $file),* }
            }
            /// The NCIC field that it fills, such as `EYE`.
            pub fn ncic_mnemonic(self) -> Option<&'static str> {
                match self { $(Self::$name => $mnemonic),* }
            }
            /// How many codes its file has to have.
            #[cfg(test)]
            fn rows(self) -> usize {
                match self { $(Self::$name => $rows),* }
            }
            fn text(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!($file, ".csv"))),* }
            }
        }
    };
}

lists! {
    EyeColor, "ncic_eye_color", Some("EYE"), 10;
    HairColor, "ncic_hair_color", Some("HAI"), 13;
    SkinTone, "ncic_skin_tone", Some("SKN"), 13;
    Race, "ncic_race", Some("RAC"), 5;
    Sex, "ncic_sex", Some("SEX"), 3;
    Ethnicity, "ncic_ethnicity", Some("ETN"), 2;
    Smt, "ncic_smt", Some("SMT"), 939;
    Cmc, "ncic_cmc", Some("CMC"), 18;
    Mnp, "ncic_mnp", Some("MNP"), 4;
    Mpc, "ncic_mpc", Some("MPC"), 4;
    MessageKey, "ncic_message_key_missing", Some("MKE"), 6;
    Jewelry, "ncic_jewelry", Some("JWT"), 19;
    BloodType, "ncic_blood_type", Some("BLT"), 13;
    ImageType, "ncic_image_type", Some("IMT"), 5;
    PhoneType, "ncic_phone_type", Some("TNT"), 4;
    AddressType, "ncic_address_type", Some("ADD"), 11;
    IdNumberType, "ncic_id_number_type", Some("MNU"), 18;
    LocateResult, "ncic_locate_result", Some("HIT"), 9;
    RemovalReason, "ncic_removal_reason_person", Some("RPS"), 16;
    VehicleColor, "ncic_vehicle_color", Some("VCO"), 32;
    VehicleStyle, "ncic_vehicle_style", Some("VST"), 146;
    PlateType, "ncic_plate_type", Some("LIT"), 67;
    NcicStates, "ncic_us_states", Some("LIS"), 51;
    NcicTerritories, "ncic_us_territories", None, 16;
    CanadaProvinces, "ncic_canada_provinces", None, 13;
    MexicoStates, "ncic_mexico_states", None, 32;
    Countries, "ncic_countries", Some("POB"), 267;
    UspsStates, "usps_states", None, 62;
    Build, "ndex_build", None, 14;
    Handedness, "ndex_handedness", None, 4;
    Eyewear, "ndex_eyewear", None, 6;
    HairLength, "ndex_hair_length", None, 6;
    HairStyle, "ndex_hair_style", None, 26;
    FacialHair, "ndex_facial_hair", None, 18;
    Relationship, "justice_relationship", None, 75;
    NameCategory, "justice_name_category", None, 13;
    PlacementSetting, "hs_placement_setting", None, 8;
    PlacementLocation, "hs_placement_location", None, 12;
}

static PARSED: [OnceLock<Vec<Code>>; List::ALL.len()] =
    [const { OnceLock::new() }; List::ALL.len()];

impl List {
    /// The list by its name (`ncic_eye_color`, `eye_color`, `eye-color`) or NCIC mnemonic (`EYE`).
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace(['-', ' '], "_");
        Self::ALL.iter().copied().find(|list| {
            let whole = list.name();
            let short = whole.split_once('_').map_or(whole, |(_, rest)| rest);
            name == whole
                || name == short
                || list
                    .ncic_mnemonic()
                    .is_some_and(|m| m.eq_ignore_ascii_case(&name))
        })
    }
    /// What the list is, from the first line of its file.
    pub fn title(self) -> &'static str {
        csv::header(self.text(), "").unwrap_or(self.name())
    }
    /// Where the codes come from.
    pub fn source(self) -> &'static str {
        csv::header(self.text(), "source: ").unwrap_or("not stated")
    }
    /// Under which licence, with the attribution.
    pub fn licence(self) -> &'static str {
        csv::header(self.text(), "licence: ").unwrap_or("not stated")
    }
    /// The tag of the source's release, such as `6.0-ps01`.
    pub fn version(self) -> &'static str {
        self.source()
            .split_once("tag ")
            .and_then(|(_, rest)| rest.split([' ', ',']).next())
            .unwrap_or("undated")
    }
    /// Every code, in the file's order.
    pub fn codes(self) -> &'static [Code] {
        // The position in ALL is the discriminant: both come from one list of names.
        match PARSED.get(self as usize) {
            Some(cell) => cell.get_or_init(|| self.parse()),
            None => &[],
        }
    }
    /// The code, when the list has exactly that one (case as stored).
    pub fn get(self, code: &str) -> Option<&'static Code> {
        self.codes().iter().find(|entry| entry.code == code)
    }
    /// Our words for a code; the code itself when the list no longer has it.
    pub fn label(self, code: &str) -> &str {
        self.get(code).map_or(code, |entry| entry.label.as_str())
    }
    /// The code that somebody means by a code, a label, a word of it or a by-name (`brown`, `bro`, `blond`).
    pub fn find(self, text: &str) -> Found {
        find::find(self, text)
    }
    /// Codes in the order of how well they fit the words so far, for a picker that narrows.
    pub fn search(self, text: &str) -> Vec<&'static Code> {
        find::search(self, text)
    }

    fn parse(self) -> Vec<Code> {
        let (columns, rows) = csv::table(self.text());
        let column = |name: &str| columns.iter().position(|c| c == name);
        let (category, label, includes) = (column("category"), column("label"), column("includes"));
        let text = |row: &csv::Row, at: Option<usize>| {
            at.and_then(|at| row.get(at)).cloned().unwrap_or_default()
        };
        rows.into_iter()
            .map(|(code, row)| {
                let (category, source_label) = (text(&row, category), text(&row, label));
                let includes = text(&row, includes);
                let label = labels::label(self, code, &source_label);
                Code {
                    code,
                    label,
                    source_label,
                    category,
                    includes,
                }
            })
            .collect()
    }
}
