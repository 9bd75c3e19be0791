//! The numbers card as a file: read in entry by entry, printed again, proposed by the place last seen.

use porchlight::desk::directory::proposals;
use porchlight::desk::local::LocalDesk;
use porchlight::env::clock::{Clock, Real};

use super::{Home, Ran, intake};

/// Two agencies, a person on call, and three entries with a mistake each.
const FILE: &str = r#"# numbers of the county, kept by the day side

[police.columbus]
kind = "police"
name = "Columbus Police"
ori = "OHCOP0000"
area = ["Columbus", "43215"]
verified = "2026-11-01"
numbers.dispatch = "614-555-0145"
numbers.records = "614-555-0146"

[police.typo]
kind = "polis"
name = "Typo Police"
numbers.dispatch = "614-555-0147"

[sheriff.franklin]
kind = "sheriff"
name = "Franklin County Sheriff"
area = ["Franklin County"]
[sheriff.franklin.numbers]
dispatch = "614-555-0148"

[police.numberless]
kind = "police"
name = "Numberless Police"

[on-call.chen]
kind = "on call"
name = "R. Chen"
numbers.mobile = "614-555-0149"

[police.broken]
kind = "police
name = "Broken Police"
"#;

fn import(home: &Home, text: &str, more: &str) -> Ran {
    std::fs::write(home.path().join("agencies.toml"), text).unwrap();
    home.shell(&format!(
        "\"$P\" directory import {more} \"$HOME/agencies.toml\""
    ))
}

fn keys(home: &Home) -> Vec<String> {
    let listed = home.run(&["directory", "list", "--json"]).json();
    let entries = listed["entries"].as_array().unwrap().clone();
    let key = |entry: &serde_json::Value| entry["key"].as_str().unwrap().to_owned();
    entries
        .iter()
        .map(key)
        .filter(|key| !key.starts_with("national."))
        .collect()
}

#[test]
fn a_file_is_taken_entry_by_entry_and_printed_again() {
    let home = Home::new();
    home.made(&[(5, intake("Wren Halloran"))]);

    let dry = import(&home, FILE, "--dry-run");
    assert_eq!(dry.code, 1, "{dry:?}");
    assert!(
        dry.out
            .contains("new      police.columbus: Columbus Police (police)"),
        "{dry:?}"
    );
    assert!(dry.err.contains("3 would be set, 3 refused"), "{dry:?}");
    assert_eq!(
        keys(&home),
        Vec::<String>::new(),
        "a dry run changes nothing"
    );

    let ran = import(&home, FILE, "");
    assert_eq!(ran.code, 1, "{ran:?}");
    for words in [
        "police.typo: Line 12: The kind of a directory entry is one of",
        "police.numberless: Line 24: A directory entry needs a number.",
        "police.broken: Line 34: ",
        "3 set, 3 refused and left as they were",
    ] {
        assert!(ran.err.contains(words), "no {words} in {}", ran.err);
    }
    assert_eq!(
        keys(&home),
        ["police.columbus", "sheriff.franklin", "on-call.chen"]
    );

    // Each is a row of the log, like one typed on the screen.
    let audit = home.run(&["audit"]);
    assert_eq!(audit.out.matches("directory").count(), 3, "{}", audit.out);

    // What is printed is read again and is the same; from standard input too.
    let same = home.shell("\"$P\" directory export | \"$P\" directory import -");
    assert_eq!(same.code, 0, "{same:?}");
    assert!(
        same.out.lines().all(|line| line.starts_with("same ")),
        "{same:?}"
    );
    assert_eq!(same.out.lines().count(), 3, "{same:?}");

    let changed = FILE
        .replace("614-555-0146", "614-555-0199")
        .replace("verified = \"2026-11-01\"\n", "");
    let ran = import(&home, &changed, "");
    assert!(
        ran.out.contains(
            "changed  police.columbus: records: 614-555-0146 becomes 614-555-0199; verified: 2026-11-01 is taken out"
        ),
        "{ran:?}"
    );
    assert!(ran.out.contains("same     sheriff.franklin"), "{ran:?}");
    assert!(
        home.run(&["directory", "list"])
            .out
            .contains("614-555-0199")
    );
}

#[test]
fn who_answers_for_the_place_last_seen_is_proposed_first() {
    let home = Home::new();
    home.made(&[(5, intake("Wren Halloran"))]);
    assert_eq!(import(&home, FILE, "").code, 1);
    let answer = |place: &str| {
        let line =
            format!(r#"{{"do":"answer","case":"A-0001","field":"seen.place","value":"{place}"}}"#);
        let said = home.shell(&format!("printf '%s\\n' '{line}' | \"$P\" do"));
        assert_eq!(said.code, 0, "{said:?}");
    };
    for (place, first) in [
        ("bus stop, Franklin County", "Franklin County Sheriff"),
        ("5th St, 43215", "Columbus Police"),
    ] {
        answer(place);
        // The running desk has the journal; it ends, and what it kept is looked at.
        assert_eq!(home.run(&["stop"]).code, 0);
        let now = Real.wall();
        let desk = LocalDesk::open(home.opened(now), now, 9 << 64).unwrap();
        let docket = desk.core().docket();
        let id = docket.case_ids().next().unwrap();
        let rows = proposals(docket, &docket.whole(id).unwrap());
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names.first(), Some(&first), "{place}: {names:?}");
        assert_eq!(names.len(), 2, "{names:?}");
    }
}

#[test]
fn a_file_that_cannot_be_one_is_said() {
    let home = Home::new();
    home.made(&[(5, intake("Wren Halloran"))]);
    for (text, words) in [
        ("", "There is no entry"),
        ("kind = \"police\"\n", "Line 1: this belongs to no entry"),
    ] {
        let ran = import(&home, text, "");
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains(words), "{ran:?}");
    }
    let ran = home.run(&["directory", "import", "/nowhere/agencies.toml"]);
    assert!(
        ran.code == 1 && ran.err.contains("cannot be read"),
        "{ran:?}"
    );
    std::fs::write(home.path().join("agencies.toml"), [0xff, 0xfe]).unwrap();
    let ran = home.shell("\"$P\" directory import \"$HOME/agencies.toml\"");
    assert!(ran.err.contains("not UTF-8"), "{ran:?}");
}
