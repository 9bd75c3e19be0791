//! Finds the code that somebody means.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::{Code, List, states};
use crate::record::names::fold;

/// What a search for one code came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Exactly this.
    One(&'static Code),
    /// Any of these, the likelier first.
    Several(Vec<&'static Code>),
    /// Nothing.
    None,
}

/// What people say, and the code they mean by it.
const SAID: &[(List, &str, &str)] = &[
    (List::EyeColor, "grey", "GRY"),
    (List::EyeColor, "multi", "MUL"),
    (List::EyeColor, "two colors", "MUL"),
    (List::EyeColor, "unknown", "XXX"),
    (List::EyeColor, "dark brown", "BRO"),
    (List::EyeColor, "light brown", "BRO"),
    (List::EyeColor, "light blue", "BLU"),
    (List::EyeColor, "dark blue", "BLU"),
    (List::HairColor, "blonde", "BLN"),
    (List::HairColor, "dirty blond", "BLN"),
    (List::HairColor, "dirty blonde", "BLN"),
    (List::HairColor, "dark brown", "BRO"),
    (List::HairColor, "light brown", "BRO"),
    (List::HairColor, "jet black", "BLK"),
    (List::HairColor, "strawberry blond", "BLN"),
    (List::HairColor, "strawberry blonde", "BLN"),
    (List::HairColor, "brunette", "BRO"),
    (List::HairColor, "auburn", "RED"),
    (List::HairColor, "ginger", "RED"),
    (List::HairColor, "grey", "GRY"),
    (List::HairColor, "bald", "XXX"),
    (List::HairColor, "wht", "WHI"),
    (List::HairColor, "gre", "GRN"),
    (List::SkinTone, "tan", "MED"),
    (List::SkinTone, "brown", "MBR"),
    (List::SkinTone, "pale", "FAR"),
    (List::Sex, "girl", "F"),
    (List::Sex, "boy", "M"),
    (List::Sex, "woman", "F"),
    (List::Sex, "man", "M"),
    (List::Race, "african american", "B"),
    (List::Race, "caucasian", "W"),
    (List::Race, "native", "I"),
    (List::Race, "native american", "I"),
    (List::Race, "indian", "I"),
    (List::Race, "alaska native", "I"),
    (List::Race, "pacific islander", "A"),
    (List::Ethnicity, "latina", "H"),
    (List::Ethnicity, "latino", "H"),
    (List::Ethnicity, "hispanic", "H"),
    (List::Ethnicity, "non hispanic", "N"),
    (List::Ethnicity, "not hispanic", "N"),
    (List::PhoneType, "mobile", "C"),
    (List::PhoneType, "cellphone", "C"),
    (List::PhoneType, "landline", "H"),
    (List::Mpc, "family abduction", "N"),
    (List::Mpc, "ran away", "R"),
    (List::Mpc, "stranger", "S"),
    (List::VehicleColor, "grey", "GRY"),
    (List::VehicleColor, "navy", "DBL"),
    (List::VehicleColor, "burgundy", "MAR"),
    (List::VehicleColor, "multicolored", "MUL/COL"),
    (List::VehicleStyle, "suv", "LL"),
    (List::VehicleStyle, "crossover", "LL"),
    (List::VehicleStyle, "minivan", "VN"),
    (List::VehicleStyle, "truck", "PK"),
    (List::VehicleStyle, "pick up", "PK"),
    (List::VehicleStyle, "pickup truck", "PK"),
    (List::VehicleStyle, "four door", "4D"),
    (List::VehicleStyle, "4 door", "4D"),
    (List::VehicleStyle, "two door", "2D"),
    (List::VehicleStyle, "2 door", "2D"),
    (List::VehicleStyle, "coupe", "2D"),
    (List::VehicleStyle, "scooter", "MS"),
    (List::VehicleStyle, "rv", "MH"),
    (List::PlateType, "passenger", "PC"),
    (List::PlateType, "temp", "TM"),
    (List::PlateType, "paper", "TM"),
    (List::Countries, "united states", "US"),
    (List::Countries, "america", "US"),
    (List::Countries, "mexico", "MM"),
    (List::Countries, "russia", "RF"),
    (List::Countries, "china", "RC"),
    (List::Countries, "north korea", "KN"),
    (List::Countries, "eswatini", "SW"),
    (List::Countries, "drc", "ZR"),
    (List::Handedness, "l", "LEFT"),
    (List::Handedness, "r", "RIGHT"),
    (List::Eyewear, "no", "NONE"),
    (List::HairLength, "medium", "MEDIUM-SHOULDER_LENGTH"),
    (List::HairLength, "shoulder", "MEDIUM-SHOULDER_LENGTH"),
    (List::HairStyle, "braids", "BRAIDED"),
    (List::HairStyle, "locs", "DREADLOCKS"),
    (List::HairStyle, "dreads", "DREADLOCKS"),
    (List::HairStyle, "ponytail", "PONY_TAIL"),
    (List::HairStyle, "wig", "WIG-HAIR_PIECE"),
    (List::HairStyle, "shaved", "SHAVED_HEAD"),
    (List::Relationship, "aunt", "FAMILY_MEMBER-AUNT"),
    (List::Relationship, "uncle", "FAMILY_MEMBER-UNCLE"),
    (List::Relationship, "mother", "FAMILY_MEMBER-PARENT"),
    (List::Relationship, "father", "FAMILY_MEMBER-PARENT"),
    (List::Relationship, "brother", "FAMILY_MEMBER-SIBLING"),
    (List::Relationship, "sister", "FAMILY_MEMBER-SIBLING"),
    (List::NameCategory, "gamertag", "HANDLE"),
    (List::NameCategory, "street name", "MONIKER"),
];

/// Single words that stand for others inside a longer search.
const WORDS: &[(&str, &[&str])] = &[
    ("tat", &["tattoo"]),
    ("tattoos", &["tattoo"]),
    ("scars", &["scar"]),
    ("l", &["left"]),
    ("lt", &["left"]),
    ("r", &["right"]),
    ("rt", &["right"]),
    ("forearm", &["lower", "arm"]),
    ("bicep", &["upper", "arm"]),
    ("pierced", &["piercing"]),
    ("birthmark", &["discoloration"]),
    ("stomach", &["abdomen"]),
    ("belly", &["abdomen"]),
    ("navel", &["abdomen"]),
    ("grey", &["gray"]),
    ("colour", &["color"]),
    ("asthma", &["asthma"]),
];

pub(super) fn find(list: List, text: &str) -> Found {
    let folded = key(text);
    if folded.is_empty() {
        return Found::None;
    }
    let typed = text.trim();
    if let Some(code) = list
        .codes()
        .iter()
        .find(|entry| entry.code.eq_ignore_ascii_case(typed))
    {
        return Found::One(code);
    }
    if let Some((.., code)) = SAID
        .iter()
        .find(|(l, said, _)| *l == list && *said == folded)
        && let Some(code) = list.get(code)
    {
        return Found::One(code);
    }
    if list == List::NcicStates
        && let Some(code) = states::ncic_of_usps(typed).and_then(|ncic| list.get(ncic))
    {
        return Found::One(code);
    }
    let words = words(&folded);
    let exact = |keys: &Keys| keys.exact.contains(&folded);
    let same = |keys: &Keys| keys.words == words;
    let begins = |keys: &Keys| keys.begins(&folded);
    let all = |keys: &Keys| keys.has_all(&words);
    let tiers: [&dyn Fn(&Keys) -> bool; 4] = [&exact, &same, &begins, &all];
    for tier in tiers {
        let mut hits: Vec<Keyed> = keyed(list).filter(|(_, keys)| tier(keys)).collect();
        hits.sort_by_key(|(_, keys)| keys.words.len());
        match hits[..] {
            [] => {}
            [(one, _)] => return Found::One(one),
            _ => return Found::Several(hits.into_iter().map(|(code, _)| code).collect()),
        }
    }
    Found::None
}

pub(super) fn search(list: List, text: &str) -> Vec<&'static Code> {
    let folded = key(text);
    if folded.is_empty() {
        return list.codes().iter().collect();
    }
    let words = words(&folded);
    let best = match find(list, text) {
        Found::One(code) => Some(code.code),
        _ => None,
    };
    let is_best = |code: &Code| Some(code.code) == best;
    let mut hits: Vec<Keyed> = keyed(list)
        .filter(|(code, keys)| is_best(code) || keys.begins(&folded) || keys.has_all(&words))
        .collect();
    hits.sort_by_key(|(code, keys)| (!is_best(code), !keys.begins(&folded), keys.words.len()));
    hits.into_iter().map(|(code, _)| code).collect()
}

type Keyed = (&'static Code, &'static Keys);

static KEYS: [OnceLock<Vec<Keys>>; List::ALL.len()] = [const { OnceLock::new() }; List::ALL.len()];

/// Every code with what it is found by; folded on the first search, since most screens never search.
fn keyed(list: List) -> impl Iterator<Item = Keyed> {
    let keys = KEYS
        .get(list as usize)
        .map(|cell| cell.get_or_init(|| list.codes().iter().map(Keys::of).collect()));
    list.codes().iter().zip(keys.into_iter().flatten())
}

/// Folded, with every mark as a space: `Blond/Strawberry` is `blond strawberry`.
fn key(text: &str) -> String {
    let spaced: String = fold(text)
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(folded: &str) -> BTreeSet<String> {
    folded
        .split(' ')
        .flat_map(|word| match WORDS.iter().find(|(said, _)| *said == word) {
            Some((_, meant)) => meant.iter().map(|w| (*w).to_owned()).collect(),
            None => vec![word.to_owned()],
        })
        .collect()
}

/// What a code is found by.
struct Keys {
    /// The code, our label, the source's label.
    exact: [String; 3],
    /// The words of our label, without what stands in parentheses.
    words: BTreeSet<String>,
    /// Every word of it, to be begun by what is typed.
    hay: BTreeSet<String>,
}

impl Keys {
    fn of(code: &Code) -> Self {
        let bare = code.label.replace("(s)", "");
        let bare = bare.split(" (").next().unwrap_or_default();
        let split = |text: &str| key(text).split(' ').map(str::to_owned).collect();
        let all = format!(
            "{} {} {} {}",
            code.label, code.source_label, code.category, code.includes
        );
        Self {
            exact: [key(code.code), key(&code.label), key(&code.source_label)],
            words: split(bare),
            hay: split(&all),
        }
    }
    fn begins(&self, folded: &str) -> bool {
        self.exact.iter().any(|key| key.starts_with(folded))
    }
    fn has_all(&self, words: &BTreeSet<String>) -> bool {
        words.iter().all(|word| {
            let next = self.hay.range(word.clone()..).next();
            next.is_some_and(|have| have.starts_with(word.as_str()))
        })
    }
}
