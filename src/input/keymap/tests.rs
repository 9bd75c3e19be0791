//! What a press means in each place, and that every hint does what it says.

use super::*;
use crate::codec::v1::keymap::{preset, user};
use crate::input::actions::ACTIONS;
use crate::input::key::parse_keys;
use Context::{Board, Case, Form, List, Palette, Script, Text};

/// What a run of keys comes to in a place, written as words.
fn pressed(map: &Keymap, layers: &[Context], keys: &str) -> String {
    let mut chord = Chord::default();
    parse_keys(keys)
        .unwrap()
        .into_iter()
        .map(|key| match chord.press(map, layers, key) {
            Press::Run(act) => act.to_string(),
            Press::Text(c) => format!("{c:?}"),
            Press::Wait => "…".to_owned(),
            Press::Ended(keys) => format!("ended after {}", spell(&keys)),
            Press::Unbound(key) => format!("nothing on {key}"),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

const ON_BOARD: &[Context] = &[Board, List];
const IN_FIELD: &[Context] = &[Text, Form, Case];

#[test]
fn what_a_press_means_depends_on_the_place() {
    let map = preset("default").unwrap();
    let check = |layers, keys, expected| {
        assert_eq!(pressed(&map, layers, keys), expected, "{layers:?} {keys}");
    };
    check(ON_BOARD, "n", "case.new");
    check(IN_FIELD, "n ? : space", "'n' '?' ':' ' '");
    check(&[Palette], "q", "'q'");
    check(ON_BOARD, "space p", "… script.police");
    check(ON_BOARD, "ctrl-x p", "… script.police");
    check(IN_FIELD, "ctrl-x p", "… script.police");
    check(IN_FIELD, "ctrl-x m", "… script.ncmec");
    check(IN_FIELD, "ctrl-x ?", "… help");
    check(IN_FIELD, "ctrl-x d y", "… … danger.yes");
    check(IN_FIELD, "ctrl-r", "call.in");
    check(ON_BOARD, "ctrl-k", "numbers.card");
    check(&[Script, List], "ctrl-k", "numbers.card");
    check(&[Script, List], "enter", "script.tick");
    check(ON_BOARD, "?", "help");
    check(ON_BOARD, "ctrl-e", "nothing on ctrl-e");
    // Esc leaves a prefix and does nothing else; an unbound key ends it and says so.
    check(ON_BOARD, "space esc j", "… ended after leader list.down");
    check(ON_BOARD, "space v", "… ended after leader v");
}

#[test]
fn a_prefix_shows_the_ways_on() {
    let map = preset("default").unwrap();
    let mut chord = Chord::default();
    assert_eq!(chord.press(&map, IN_FIELD, Key::ctrl('x')), Press::Wait);
    let ways = map.continuations(IN_FIELD, chord.pending());
    let find = |key: &str| ways.iter().find(|w| w.key == key).map(|w| w.title.as_str());
    assert_eq!(find("p"), Some("Police script"));
    assert_eq!(find("d"), Some("Danger now?"));
    assert_eq!(find("c"), Some("Case"));
    let mut keys: Vec<_> = ways.iter().map(|w| &w.key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), ways.len(), "a key is shown twice");
}

#[test]
fn a_hint_spells_a_key_that_works_here() {
    let map = preset("default").unwrap();
    let key = |layers, act| map.key_for(layers, act);
    assert_eq!(key(ON_BOARD, Act::Help).as_deref(), Some("?"));
    assert_eq!(key(IN_FIELD, Act::Help).as_deref(), Some("ctrl-x ?"));
    assert_eq!(key(ON_BOARD, Act::CaseNew).as_deref(), Some("n"));
    assert_eq!(
        key(&[Script, List], Act::CaseNew).as_deref(),
        Some("space n")
    );
    assert_eq!(key(ON_BOARD, Act::TextClear), None);
}

/// Every key that any hint shows does what the hint says, in every place.
#[test]
fn hints_and_presses_agree() {
    for name in crate::codec::v1::keymap::preset_names() {
        let map = preset(name).unwrap();
        let places: [&[Context]; 7] = [
            ON_BOARD,
            IN_FIELD,
            &[Form, Case],
            &[List, Case],
            &[Script, List],
            &[Palette],
            &[Context::Confirm, Context::Overlay],
        ];
        for layers in places {
            for action in ACTIONS {
                for keys in map.keys_for(layers, action.act) {
                    let came = pressed(&map, layers, &keys);
                    assert!(
                        came.ends_with(action.name),
                        "{name}: {layers:?}: {keys} is shown for {} but came to {came}",
                        action.name
                    );
                }
            }
        }
    }
}

#[test]
fn every_action_has_a_key_in_every_preset() {
    for name in crate::codec::v1::keymap::preset_names() {
        let map = preset(name).unwrap();
        let table = map.table();
        for action in ACTIONS {
            assert!(
                table.iter().any(|row| row.action.act == action.act),
                "{name}: {} has no key",
                action.name
            );
        }
    }
}

#[test]
fn a_user_binding_beats_the_inherited_one_wholly() {
    let check = |file: &str, layers, keys, expected: &str| {
        let map = user(file, "keymap.toml", "default").unwrap();
        assert_eq!(pressed(&map, layers, keys), expected, "{file}");
    };
    check("[keys.board]\n\"n\" = \"quit\"", ON_BOARD, "n", "quit");
    check(
        "[keys.board]\n\"n\" = \"none\"",
        ON_BOARD,
        "n",
        "nothing on n",
    );
    // “none” in an inner layer stops the fall to the layers behind.
    check(
        "[keys.board]\n\"j\" = \"none\"",
        ON_BOARD,
        "j",
        "nothing on j",
    );
    // A command takes the place of everything that went on from it, and the other way round.
    check(
        "[keys.case]\n\"leader d\" = \"quit\"",
        IN_FIELD,
        "ctrl-x d",
        "… quit",
    );
    check(
        "[keys.board]\n\"n n\" = \"quit\"",
        ON_BOARD,
        "n n",
        "… quit",
    );
    check(
        "[keys.board]\ninherit = false\n\"x\" = \"quit\"",
        &[Board],
        "n x",
        "nothing on n quit",
    );
    check(
        "text-leader = \"ctrl-v\"",
        IN_FIELD,
        "ctrl-v p",
        "… script.police",
    );
    check("inherits = \"vim\"", ON_BOARD, "g g", "… list.first");
    let map = user(
        "[keys.board]\n\"x\" = { run = \"case.new\", title = \"Ring\" }",
        "keymap.toml",
        "default",
    )
    .unwrap();
    assert_eq!(map.keys_for(ON_BOARD, Act::CaseNew), ["x", "n", "space n"]);
    assert!(map.table().iter().any(|row| row.title == "Ring"));
}

#[test]
fn text_is_text_whatever_a_keymap_says() {
    let map = user("[keys.text]\n\"n\" = \"quit\"\n", "keymap.toml", "default").unwrap();
    assert_eq!(pressed(&map, IN_FIELD, "n"), "'n'");
}
