//! The tables that the program is made of, as text and as JSON.

use super::{Home, has};
use porchlight::record::{codes::List, fields};

#[test]
fn fields_tells_the_whole_table() {
    let home = Home::new();
    let json = home.run(&["fields", "--json"]).json();
    has(&json, "v fields");
    let rows = json["fields"].as_array().unwrap();
    assert_eq!(rows.len(), fields::all().count());
    for row in rows {
        has(
            row,
            "field label section group scope kind codes choices tier never_public asks gate \
             police_set ncmec_set shortest ncic hint example tags",
        );
    }
    let text = home.run(&["fields"]).out;
    for field in fields::all() {
        assert!(text.contains(field.id.0), "{}", field.id.0);
    }
}

#[test]
fn codes_tells_the_lists_and_each_list() {
    let home = Home::new();
    let json = home.run(&["codes", "--json"]).json();
    has(&json, "v lists");
    assert_eq!(json["lists"].as_array().unwrap().len(), List::ALL.len());
    has(
        &json["lists"][0],
        "list title ncic codes source licence version",
    );
    for name in ["EYE", "eye-color", "ncic_eye_color"] {
        let list = home.run(&["codes", name, "--json"]).json();
        has(&list, "v list title ncic source licence version codes");
        has(
            &list["codes"][0],
            "code label source_label category includes",
        );
        assert_eq!(list["list"], "ncic_eye_color");
    }
    let text = home.run(&["codes", "EYE"]).out;
    assert!(text.contains("BRO  Brown"), "{text}");
    assert!(text.contains("licence: "), "{text}");
}

#[test]
fn keys_tells_the_table() {
    let home = Home::new();
    let json = home.run(&["keys", "--json"]).json();
    has(&json, "v keymap leader text_leader keys");
    assert_eq!(home.run(&["keys", "check"]).code, 0);
}
