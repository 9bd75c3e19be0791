//! Our own words for codes. The source's stay beside them; these are what people see and say.

use super::{List, smt};

/// Labels that are ours because the source's is unfit, unclear or too long to say.
const OWN: &[(List, &str, &str)] = &[
    (List::EyeColor, "XXX", "Not known"),
    (List::HairColor, "XXX", "Not known, or completely bald"),
    (List::SkinTone, "ALB", "Albinism"),
    (List::SkinTone, "YEL", "Yellowish"),
    (List::Race, "A", "Asian or Pacific Islander"),
    (List::Race, "I", "American Indian or Alaska Native"),
    (List::Race, "U", "Not known"),
    (List::Sex, "U", "Not known (unidentified persons only)"),
    (List::Ethnicity, "N", "Not Hispanic or Latino"),
    (List::Cmc, "20", "Known drug use"),
    (List::Cmc, "25", "May run from custody"),
    (List::Cmc, "30", "Sexually violent predator"),
    (List::Cmc, "55", "Alcohol dependence"),
    (List::Cmc, "85", "Hemophilia"),
    (List::Cmc, "90", "Diabetes"),
    (List::Mpc, "F", "Adult under 21 (Suzanne's Law entry)"),
    (List::PhoneType, "Y", "Other"),
    (
        List::LocateResult,
        "7",
        "Released: no follow-up possible, or the parents would not take custody",
    ),
    (List::Jewelry, "BP", "Brooch or pin"),
    (List::Jewelry, "WB", "Charm or ID bracelet"),
    (List::VehicleStyle, "4D", "4-door sedan or pickup"),
    (List::VehicleStyle, "2D", "2-door sedan"),
    (List::VehicleStyle, "3D", "3-door"),
    (List::VehicleStyle, "LL", "SUV or multipurpose vehicle"),
    (List::VehicleStyle, "BZ", "Biohazard vehicle"),
    (List::VehicleStyle, "HA", "Hot air balloon"),
    (List::PlateType, "PC", "Regular passenger"),
    (List::PlateType, "TX", "Taxi"),
    (List::CanadaProvinces, "XN", "Nunavut"),
    (List::CanadaProvinces, "NF", "Newfoundland and Labrador"),
    (List::CanadaProvinces, "YT", "Yukon"),
    (List::VehicleColor, "MUL/COL", "Multicolored"),
    (List::Countries, "MM", "Mexico (state not known)"),
    (List::Countries, "YY", "A country not listed"),
    (List::Countries, "XX", "Not known"),
    (List::Countries, "BP", "Bosnia and Herzegovina"),
    (List::Countries, "HC", "Bosnia and Herzegovina (older code)"),
    (List::Countries, "SS", "Scotland"),
    (List::Countries, "NO", "Papua New Guinea"),
    (List::Countries, "NR", "Nauru"),
    (List::Countries, "TR", "Turks and Caicos Islands"),
    (List::Countries, "SA", "Sierra Leone"),
    (List::Countries, "FR", "French Southern and Antarctic Lands"),
    (List::Countries, "RA", "Russia (older code)"),
    (List::Build, "POT_BELLY", "Round belly"),
    (List::Build, "OBESE", "Very heavy"),
    (List::HairStyle, "BUTCH", "Butch cut"),
    (List::HairStyle, "GREASY", "Oily"),
    (List::HairStyle, "PUNKY", "Punk"),
    (
        List::Relationship,
        "HOMOSEXUAL_RELATIONSHIP",
        "Same-sex partner",
    ),
    (List::Relationship, "BABYSITTEE", "Child babysat"),
    (
        List::Relationship,
        "DECLARATION_PERSON",
        "Person who made a declaration",
    ),
    (List::NameCategory, "AKA", "Also known as (AKA)"),
    (List::NameCategory, "FKA", "Formerly known as (FKA)"),
    (List::NameCategory, "DBA", "Doing business as (DBA)"),
    (List::NameCategory, "MONIKER", "Street name"),
    (
        List::PlacementLocation,
        "Fictive Kin",
        "Fictive kin (close to the family, not related)",
    ),
    (List::NcicStates, "DC", "District of Columbia"),
    (List::Smt, "DEAF MUTE", "Deaf and does not speak"),
    (List::Smt, "HUMPBACKED", "Curved upper spine"),
    (List::Smt, "MUTE", "Does not speak"),
    (List::Smt, "HERMAPHR", "Intersex"),
    (List::Smt, "TRANSSXL", "Transgender"),
    (List::Smt, "TRANSVST", "Cross-dresses"),
    (List::Smt, "STUTTERS", "Stutter"),
    (List::Smt, "MC ALCOHOL", "Alcohol dependence"),
    (List::Smt, "MC DRUGAB", "Drug dependence"),
    (List::Smt, "MC DIABTIC", "Diabetes"),
    (List::Smt, "MC DOWNSYN", "Down syndrome"),
    (List::Smt, "MC PARPLGC", "Paraplegia"),
    (List::Smt, "MC QUADPLG", "Quadriplegia"),
    (List::Smt, "MC PREGNAN", "Pregnant now"),
    (List::Smt, "MC PASTPRE", "Pregnant in the past"),
    (List::Smt, "MC BLOOD", "Blood disease"),
    (List::Smt, "MC TOURETE", "Tourette syndrome"),
    (List::Smt, "MC ALZHMRS", "Alzheimer disease"),
    (List::Smt, "MC OTHER", "Other medical condition"),
    (List::Smt, "TD OTHER", "Takes: another medicine"),
    (List::Smt, "TD CARDIAC", "Takes: heart medicine"),
    (List::Smt, "DA OTHER", "Drug use: another drug"),
    (List::Smt, "BRAC TEETH", "Braces on the teeth"),
    (List::Smt, "GRILL", "Teeth grill"),
    (List::Smt, "IDENT TWIN", "Identical twin"),
];

/// Words that keep their capitals.
const CAPITALS: &[&str] = &[
    "AMBER", "NCIC", "US", "U.S.", "SUV", "MPV", "ATV", "ID", "RCMP", "AB", "A", "B", "O", "UK",
    "USA", "FPS",
];

/// Our label of a code.
pub(super) fn label(list: List, code: &str, source: &str) -> String {
    if let Some((.., own)) = OWN.iter().find(|(l, c, _)| *l == list && *c == code) {
        return (*own).to_owned();
    }
    match list {
        List::Smt => smt::label(code, source),
        List::NcicStates
        | List::NcicTerritories
        | List::CanadaProvinces
        | List::MexicoStates
        | List::Countries => title(source),
        List::BloodType => {
            let (group, sign) = source.split_once(' ').unwrap_or((source, ""));
            match sign {
                "" => sentence(source),
                "UNKNOWN" => format!("{group}, sign not known"),
                _ => format!("{group} {}", sign.to_lowercase()),
            }
        }
        _ if source.chars().any(char::is_lowercase) => source.to_owned(),
        _ => sentence(source),
    }
}

/// `BLOND OR STRAWBERRY` as `Blond or strawberry`.
pub(super) fn sentence(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for (i, word) in source.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        if CAPITALS.contains(&bare) && (bare.len() > 1) {
            out.push_str(word);
        } else if i == 0 {
            capital(&mut out, word);
        } else {
            out.push_str(&word.to_lowercase());
        }
    }
    out
}

/// `BAHAMAS, THE` as `Bahamas, the`: every word capital but the small ones.
pub(super) fn title(source: &str) -> String {
    const SMALL: &[&str] = &["of", "and", "the", "or", "un", "for"];
    let mut out = String::with_capacity(source.len());
    for (i, word) in source.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let lower = word.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        if CAPITALS.contains(&word) && word.len() > 1 {
            out.push_str(word);
        } else if i > 0 && SMALL.contains(&bare) {
            out.push_str(&lower);
        } else {
            let mut start = true;
            for c in lower.chars() {
                if start && c.is_alphabetic() {
                    out.extend(c.to_uppercase());
                } else {
                    out.push(c);
                }
                start = !c.is_alphanumeric() && c != '\'';
            }
        }
    }
    out
}

fn capital(out: &mut String, word: &str) {
    let mut done = false;
    for c in word.to_lowercase().chars() {
        if !done && c.is_alphabetic() {
            out.extend(c.to_uppercase());
            done = true;
        } else {
            out.push(c);
            done |= c.is_alphanumeric();
        }
    }
}
