//! The layers of the house: which room may name which. Reads every file under `src`.

use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms it may name. A room may always name itself.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("record", &[]),
    ("rules", &["record"]),
    ("wire", &["record", "rules"]),
    ("codec", &["record", "rules", "wire", "input"]),
    ("sheet", &["record", "rules", "wire"]),
    ("env", &["record"]),
    ("store", &["record", "rules", "wire", "codec", "env"]),
    (
        "desk",
        &["record", "rules", "wire", "codec", "sheet", "store", "env"],
    ),
    ("input", &["record"]),
    ("client", &["record", "rules", "wire", "input"]),
    ("tui", &["record", "rules", "wire", "input", "client"]),
    ("term", &["record", "input"]),
    (
        "cli",
        &[
            "record", "rules", "wire", "codec", "sheet", "env", "store", "desk", "input", "client",
            "tui", "term",
        ],
    ),
];

/// Rooms that do no I/O, read no clock and know no terminal: words that must not stand in them.
const PURE: &[&str] = &["record", "rules", "wire", "sheet", "client", "tui", "input"];
const IMPURE_WORDS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::thread",
    "std::process",
    "std::env",
    "SystemTime",
    "rustix::",
    "sled::",
    "crossterm::",
];

fn files(under: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(under)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The part of a file before its test module: tests may reach further.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    text[..end]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test_file(path: &Path) -> bool {
    path.iter()
        .any(|part| part == "tests" || part == "tests.rs")
}

fn rooms() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&src, &mut found);
    found
        .into_iter()
        .filter(|path| !is_test_file(path.strip_prefix(&src).unwrap()))
        .filter_map(|path| {
            let inside = path.strip_prefix(&src).unwrap().to_path_buf();
            let room = inside.components().next()?.as_os_str().to_str()?.to_owned();
            (!room.ends_with(".rs")).then(|| (room, path.clone(), code_of(&path)))
        })
        .collect()
}

#[test]
fn every_room_names_only_rooms_below_it() {
    let mut wrong = Vec::new();
    for (room, path, code) in rooms() {
        let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!(
                "{}: the room `{room}` is not on the map",
                path.display()
            ));
            continue;
        };
        for (number, line) in code.lines().enumerate() {
            for named in line.split("crate::").skip(1) {
                let other: String = named
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let is_room = MAY_NAME.iter().any(|(name, _)| *name == other);
                if is_room && other != room && !allowed.contains(&other.as_str()) {
                    wrong.push(format!(
                        "{}:{}: `{room}` names `{other}`",
                        path.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for (room, path, code) in rooms() {
        let core = path.components().any(|part| part.as_os_str() == "core") && room == "desk";
        if !PURE.contains(&room.as_str()) && !core {
            continue;
        }
        for word in IMPURE_WORDS {
            if code.contains(word) {
                wrong.push(format!("{}: names `{word}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_codec_knows_serde() {
    let mut wrong = Vec::new();
    for (room, path, code) in rooms() {
        if room == "codec" {
            continue;
        }
        for word in [
            "serde::",
            "serde_json::",
            "derive(Serialize",
            "derive(Deserialize",
            "toml::",
        ] {
            if code.contains(word) {
                wrong.push(format!("{}: names `{word}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
