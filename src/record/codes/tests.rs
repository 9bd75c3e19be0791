use std::collections::BTreeSet;

use super::*;

#[test]
fn every_list_is_whole() {
    for list in List::ALL {
        let codes = list.codes();
        assert_eq!(codes.len(), list.rows(), "{}", list.name());
        let unique: BTreeSet<&str> = codes.iter().map(|code| code.code).collect();
        assert_eq!(unique.len(), codes.len(), "{}", list.name());
        let stated = csv::header(list.text(), "rows: ").and_then(|n| n.parse::<usize>().ok());
        assert_eq!(
            stated,
            Some(codes.len()),
            "{}: the header's own count",
            list.name()
        );
        for code in codes {
            assert!(
                !code.code.trim().is_empty() && !code.label.trim().is_empty(),
                "{} {code:?}",
                list.name()
            );
            assert!(!code.code.contains('"'), "codes are never quoted: {code:?}");
        }
        assert_ne!(list.source(), "not stated", "{}", list.name());
        assert_ne!(list.licence(), "not stated", "{}", list.name());
        assert_eq!(List::from_name(list.name()), Some(*list));
    }
}

#[test]
fn labels_are_fit_to_say() {
    let unfit = [
        "crippl",
        "hermaph",
        "transvest",
        "transsex",
        "humpback",
        "mute",
        "deform",
        "albino",
        "alcoholic",
        "diabetic",
        "hemophiliac",
    ];
    for list in List::ALL {
        for code in list.codes() {
            let label = code.label.to_lowercase();
            assert!(
                !unfit.iter().any(|word| label.contains(word)),
                "{}: {}",
                list.name(),
                code.label
            );
            let letters: Vec<char> = code.label.chars().filter(|c| c.is_alphabetic()).collect();
            let shouted = letters.len() > 5 && letters.iter().all(|c| c.is_uppercase());
            assert!(!shouted, "{}: {}", list.name(), code.label);
        }
    }
}

#[test]
fn labels_read_like_words() {
    for (list, code, label) in [
        (List::EyeColor, "BRO", "Brown"),
        (List::HairColor, "BLN", "Blond or strawberry"),
        (List::Smt, "TAT L WRS", "Tattoo: left wrist"),
        (List::Smt, "TAT WRS", "Tattoo: wrist (side not given)"),
        (List::Smt, "TAT UL ARM", "Tattoo: left upper arm"),
        (List::Smt, "TAT L FGR", "Tattoo: finger(s) of left hand"),
        (
            List::Smt,
            "CRIP L ARM",
            "Limited use or limb difference: left arm",
        ),
        (List::Smt, "ART L EYE", "Artificial: left eye"),
        (List::Smt, "TD INSULIN", "Takes: insulin"),
        (List::Smt, "PRCD NOSE", "Piercing: nose"),
        (List::Smt, "MC PREGNAN", "Pregnant now"),
        (List::NcicStates, "NB", "Nebraska"),
        (List::NcicStates, "DC", "District of Columbia"),
        (List::BloodType, "ABNEG", "AB negative"),
        (List::BloodType, "UNKWN", "Unknown"),
        (List::VehicleColor, "MUL/COL", "Multicolored"),
        (List::Mnp, "AA", "AMBER alert"),
    ] {
        assert_eq!(list.label(code), label, "{code}");
    }
}

fn found(list: List, text: &str) -> String {
    match list.find(text) {
        Found::One(code) => code.code.to_owned(),
        Found::Several(codes) => format!(
            "? {}",
            codes.iter().map(|c| c.code).collect::<Vec<_>>().join(" ")
        ),
        Found::None => "none".to_owned(),
    }
}

#[test]
fn what_people_say_finds_the_code() {
    for (list, text, expected) in [
        (List::HairColor, "brown", "BRO"),
        (List::HairColor, "bro", "BRO"),
        (List::HairColor, "Blond", "BLN"),
        (List::HairColor, "blonde", "BLN"),
        (List::HairColor, "bl", "? BLK BLU BLN"),
        (List::HairColor, "gray", "GRY"),
        (List::EyeColor, "haz", "HAZ"),
        (List::EyeColor, "h", "HAZ"),
        (List::EyeColor, "plaid", "none"),
        (List::EyeColor, "", "none"),
        (List::Sex, "girl", "F"),
        (List::Sex, "f", "F"),
        (List::Race, "black", "B"),
        (List::Race, "asian", "A"),
        (List::VehicleColor, "silver", "SIL"),
        (List::VehicleStyle, "suv", "LL"),
        (List::Smt, "tattoo left wrist", "TAT L WRS"),
        (List::Smt, "tat wrist left", "TAT L WRS"),
        (List::Smt, "tat l wrs", "TAT L WRS"),
        (List::Smt, "scar chin", "SC CHIN"),
        (List::Smt, "pierced nose", "PRCD NOSE"),
        (List::Smt, "braces", "BRAC TEETH"),
        (List::Smt, "insulin", "TD INSULIN"),
        (List::Smt, "autism", "MC BEHAVIO"),
        (List::NcicStates, "Nebraska", "NB"),
        (List::NcicStates, "NE", "NB"),
        (List::NcicStates, "new y", "NY"),
        (List::Countries, "mexico", "MM"),
        (List::Relationship, "boyfriend", "BOYFRIEND"),
        (List::PlacementSetting, "group home", "Group Home"),
    ] {
        assert_eq!(found(list, text), expected, "{} {text:?}", list.name());
    }
}

#[test]
fn a_picker_narrows_with_the_likeliest_first() {
    let first = |text: &str| List::Smt.search(text).first().map(|code| code.code);
    assert_eq!(first("tattoo left wrist"), Some("TAT L WRS"));
    assert!(List::Smt.search("left wrist").len() > 3);
    assert_eq!(List::Smt.search("").len(), 939);
}

#[test]
fn nebraska_is_not_the_netherlands() {
    assert_eq!(states::ncic_of_usps("NE"), Some("NB"));
    assert_eq!(states::usps_of_ncic("NB"), Some("NE"));
    assert_eq!(states::ncic_of_usps("OH"), Some("OH"));
    assert_eq!(states::ncic_of_usps("GU"), Some("GM"));
    assert_eq!(states::ncic_of_usps("AA"), None);
    assert_eq!(states::misread_as("NE").as_deref(), Some("Netherlands"));
    assert_eq!(states::misread_as("OH"), None);
    for code in List::UspsStates.codes() {
        if let Some(ncic) = states::ncic_of_usps(code.code) {
            assert_eq!(states::usps_of_ncic(ncic), Some(code.code));
        }
    }
}

#[test]
fn the_version_is_the_sources() {
    assert_eq!(List::EyeColor.version(), "6.0-ps01");
    assert_eq!(List::from_name("EYE"), Some(List::EyeColor));
    assert_eq!(List::from_name("eye-color"), Some(List::EyeColor));
    assert_eq!(List::from_name("nothing"), None);
}

proptest::proptest! {
    #[test]
    fn no_search_panics(text in "\\PC*") {
        for list in [List::Smt, List::EyeColor, List::Countries, List::NcicStates] {
            let _ = (list.find(&text), list.search(&text));
        }
    }
}
