//! The field table: what holds for every row.

mod missing;

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::record::field::{Counts, Kind, Tier};
use crate::record::when::{self, Bias, Ctx};
use crate::record::{Moment, Zone};

const RECEIVED: Moment = Moment(1_795_000_000_000_000); // 2026-11-18 in every US zone

fn ids(fields: impl Iterator<Item = &'static Field>) -> Vec<&'static str> {
    fields.map(|field| field.id.0).collect()
}

/// Every value stands once; says which does not.
#[track_caller]
fn once<T: Ord + std::fmt::Debug>(what: &str, values: impl IntoIterator<Item = T>) {
    let mut seen = BTreeSet::new();
    for value in values {
        let shown = format!("{value:?}");
        assert!(seen.insert(value), "{what} {shown} stands twice");
    }
}

#[test]
fn ids_are_stored_so_none_is_renamed() {
    let golden: Vec<&str> = include_str!("../ids.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let now: BTreeSet<_> = ids(all()).into_iter().collect();
    for id in &golden {
        assert!(
            now.contains(id),
            "{id} is gone: ids are stored in journals, so a field keeps its id for ever"
        );
    }
    let known: BTreeSet<_> = golden.iter().copied().collect();
    let new: Vec<_> = now.difference(&known).collect();
    assert!(
        new.is_empty(),
        "new ids are stored from now on: write them at the end of src/record/fields/ids.txt: {new:?}"
    );
}

#[test]
fn ids_labels_and_tags_stand_once() {
    once("the id", ids(all()));
    once("the tag", all().flat_map(|field| field.tags));
    for section in Section::ALL {
        let labels = of_section(*section).map(|field| (field.group, field.label));
        once("in its section the label", labels);
    }
}

#[test]
fn ids_are_a_room_a_dot_and_a_name() {
    for field in all() {
        let (room, name) = field.id.0.split_once('.').unwrap_or_default();
        let plain = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        assert!(plain(room) && plain(name), "{}", field.id);
        if let Some(group) = field.group {
            assert_eq!(
                room,
                group.key(),
                "{}: begins with its group's key",
                field.id
            );
        }
    }
}

#[test]
fn every_row_says_why_and_shows_an_example() {
    for field in all() {
        assert!(
            !field.label.is_empty() && !field.hint.is_empty() && !field.example.is_empty(),
            "{}",
            field.id
        );
        assert!(
            field.label.chars().count() <= 24,
            "{}: cut on a screen of 80 columns: {}",
            field.id,
            field.label
        );
        assert!(
            field.hint.ends_with(['.', '"']),
            "{}: a hint is a sentence: {}",
            field.id,
            field.hint
        );
        let asked = field.asks;
        assert!(
            asked.police || asked.ncmec || asked.agency || asked.state,
            "{}: nobody asks for it",
            field.id
        );
    }
}

#[test]
fn choices_have_their_own_keys_and_letters_and_the_example_is_one() {
    for field in all() {
        let choices = field.kind.choices();
        once(field.id.0, choices.iter().map(|choice| choice.key));
        once(field.id.0, choices.iter().map(|choice| choice.letter));
        once(field.id.0, choices.iter().map(|choice| choice.label));
        for choice in choices {
            assert!(
                choice.letter.is_ascii_lowercase(),
                "{}: {}",
                field.id,
                choice.letter
            );
        }
        if !choices.is_empty() {
            assert!(
                choices.iter().any(|choice| choice.key == field.example),
                "{}: {}",
                field.id,
                field.example
            );
        }
    }
}

#[test]
fn the_example_of_a_code_is_in_its_list() {
    for field in all() {
        if let Kind::Code(list) | Kind::Codes(list) = field.kind {
            let found = list.get(field.example);
            assert!(
                found.is_some(),
                "{}: {} is not in {}",
                field.id,
                field.example,
                list.name()
            );
        }
    }
}

/// At any hour of a night: an example that only parses in the evening is none.
#[test]
fn the_example_of_an_instant_is_read_at_any_hour() {
    for hour in 0..24 {
        let now = RECEIVED.plus(hour * crate::record::when::HOUR);
        for field in all().filter(|field| field.kind == Kind::When) {
            let bias = if field.ahead { Bias::Any } else { Bias::Past };
            let ctx = Ctx {
                now,
                zone: Zone::UTC,
                bias,
            };
            if let Err(problem) = when::parse(field.example, &ctx) {
                panic!("{}: {} at hour {hour}: {problem}", field.id, field.example);
            }
        }
    }
}

#[test]
fn a_group_is_of_one_scope_and_one_section_and_none_is_empty() {
    for group in Group::ALL {
        let first = group
            .first_field()
            .unwrap_or_else(|| panic!("{group:?} has no fields"));
        for field in of_group(*group) {
            assert_eq!(
                (field.scope, field.section),
                (first.scope, first.section),
                "{}",
                field.id
            );
        }
        assert_eq!(Group::from_key(group.key()), Some(*group));
    }
    assert_eq!(Group::from_key("no such group"), None);
}

#[test]
fn every_section_is_used_and_stands_in_order() {
    let sections: Vec<_> = all().map(|field| field.section).collect();
    assert!(sections.is_sorted(), "the table is in the form's order");
    assert_eq!(
        sections.into_iter().collect::<BTreeSet<_>>(),
        Section::ALL.iter().copied().collect()
    );
}

#[test]
fn the_shortest_set_comes_first_in_every_section() {
    for section in Section::ALL {
        let rest: Vec<_> = of_section(*section)
            .skip_while(|field| field.shortest > 0)
            .collect();
        for field in rest {
            assert_eq!(
                field.shortest, 0,
                "{} stands after other fields of its section",
                field.id
            );
        }
    }
    assert_eq!(
        ids(shortest()),
        [
            "child.name",
            "child.dob",
            "child.sex",
            "child.race",
            "look.height",
            "look.weight",
            "look.eyes",
            "look.hair",
            "seen.at",
            "seen.place",
            "call.kind",
            "guardian.agency",
            "guardian.phone24",
            "police.agency",
            "police.number",
            "photos.any",
            "photos.taken",
        ]
    );
    assert_eq!(
        shortest()
            .map(|field| field.shortest)
            .collect::<BTreeSet<_>>(),
        (1..=12).collect()
    );
}

#[test]
fn what_police_need_for_an_entry() {
    let mut set = ids(police_set());
    set.sort_unstable();
    assert_eq!(
        set,
        [
            "call.kind",
            "child.dob",
            "child.name",
            "child.race",
            "child.sex",
            "guardian.phone24",
            "look.eyes",
            "look.hair",
            "look.height",
            "look.weight",
            "seen.at",
            "seen.place",
        ]
    );
    assert!(police_set().all(|field| field.group.is_none() && field.asks.police));
    assert!(ncmec_set().all(|field| field.group.is_none() && field.asks.ncmec));
}

/// 4.2: what is never public, and what may become so.
#[test]
fn tiers_keep_what_must_stay_inside() {
    for field in all() {
        let id = field.id;
        if field.tier == Tier::PublicAfterPermission {
            assert!(!field.never_public, "{id}: public and never public");
            assert!(
                field.kind != Kind::Prose,
                "{id}: free text never becomes public"
            );
        }
        if field.tier == Tier::PoliceOnly {
            assert!(
                !field.asks.ncmec,
                "{id}: police only, and asked for by NCMEC"
            );
        }
        let inside = matches!(
            field.section,
            Section::Risks
                | Section::Placement
                | Section::History
                | Section::Recovery
                | Section::Parties
                | Section::Online
                | Section::Biometrics
                | Section::Leads
        );
        assert!(
            !inside || field.never_public,
            "{id}: this section is never public"
        );
        assert!(
            field.kind != Kind::Phone || field.never_public,
            "{id}: phone numbers are never public"
        );
        assert!(
            !field.masked || field.never_public,
            "{id}: masked and public"
        );
    }
    let public: BTreeSet<_> = ids(all().filter(|f| f.tier == Tier::PublicAfterPermission))
        .into_iter()
        .collect();
    let allowed = [
        "child.age",
        "child.name",
        "child.race",
        "child.sex",
        "garment.brand",
        "garment.color",
        "garment.item",
        "look.eyes",
        "look.hair",
        "look.hair_length",
        "look.hair_style",
        "look.height",
        "look.skin",
        "look.weight",
        "mark.public_words",
        "seen.city",
        "seen.state",
    ];
    assert_eq!(
        public,
        allowed.into_iter().collect(),
        "the public sheet takes these and nothing else"
    );
    let masked = ids(all().filter(|field| field.masked));
    assert_eq!(masked, ["child.ssn"]);
}

#[test]
fn fields_are_found_by_id() {
    assert_eq!(
        by_name("look.height").map(|field| field.ncic),
        Some(Some("HGT"))
    );
    assert_eq!(
        get(FieldId("child.dob")).map(|field| field.scope),
        Some(Scope::Child)
    );
    assert_eq!(by_name("look.heigth"), None);
    assert_eq!(by_name(""), None);
    assert!(all().all(|field| get(field.id) == Some(field)));
}
