//! README.md says what is so: its pictures are kept screens, its keys and roles are the tables'.
//!
//! With `PORCHLIGHT_BLESS=1` those parts are written anew.

use std::path::PathBuf;

use super::Home;
use porchlight::cli::keys::table_text;
use porchlight::codec::v1::keymap;
use porchlight::record::codes::List;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn readme() -> String {
    std::fs::read_to_string(path("README.md")).unwrap()
}

/// What stands between a marker and the next `<!-- end -->`.
fn between<'a>(text: &'a str, marker: &str) -> &'a str {
    let (_, rest) = text
        .split_once(marker)
        .unwrap_or_else(|| panic!("no {marker}"));
    rest.split_once("<!-- end -->").unwrap().0
}

/// The parts that come from elsewhere: marker, and what belongs there.
fn parts() -> Vec<(String, String)> {
    let fenced = |text: &str| format!("\n```text\n{}\n```\n", text.trim_end());
    let mut parts: Vec<(String, String)> = ["board_many_80x24", "case_descriptors_one_80x24"]
        .into_iter()
        .map(|name| {
            let kept = std::fs::read_to_string(path(&format!("tests/screens/{name}.txt"))).unwrap();
            let screen: Vec<&str> = kept.lines().take(24).collect();
            (
                format!("<!-- picture {name} -->"),
                fenced(&screen.join("\n")),
            )
        })
        .collect();
    let map = keymap::preset("default").unwrap();
    parts.push(("<!-- keys -->".to_owned(), fenced(&table_text(&map))));
    let roles = porchlight::record::who::acts::markdown();
    parts.push((
        "<!-- roles -->".to_owned(),
        format!("\n{}\n", roles.trim_end()),
    ));
    parts
}

#[test]
fn pictures_and_keys_are_the_programs_own() {
    let mut text = readme();
    for (marker, expected) in parts() {
        let found = between(&text, &marker).to_owned();
        if found == expected {
            continue;
        }
        if std::env::var_os("PORCHLIGHT_BLESS").is_some_and(|v| v == "1") {
            text = text.replacen(
                &format!("{marker}{found}<!-- end -->"),
                &format!("{marker}{expected}<!-- end -->"),
                1,
            );
            std::fs::write(path("README.md"), &text).unwrap();
        } else {
            panic!("{marker} is not as it should be; PORCHLIGHT_BLESS=1 cargo test writes it");
        }
    }
}

#[test]
fn every_command_stands_in_it() {
    let text = readme();
    let help = Home::new().run(&["--help"]).out;
    let listed = help.split_once("Commands:").unwrap().1;
    let listed = listed.split_once("Options:").unwrap().0;
    let names: Vec<&str> = listed
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() >= 11, "{names:?}");
    let table = between(
        &text.replace("### Exit codes", "<!-- end -->"),
        "## The command line",
    )
    .to_owned();
    for name in names {
        assert!(table.contains(name), "{name}");
    }
}

#[test]
fn the_keys_of_every_shape_stand_in_it() {
    let text = readme();
    let home = Home::new();
    home.run(&["practice"]);
    let desk = home.practice();
    let desk = desk.to_str().unwrap();
    for args in [
        &["list"][..],
        &["show", "last"],
        &["status"],
        &["sheet", "last", "--for", "audit"],
        &["fields"],
        &["codes"],
    ] {
        let json = home
            .run(&[args, &["--json", "--desk", desk]].concat())
            .json();
        let row = text
            .lines()
            .find(|line| line.starts_with(&format!("| `{}` | `v`", args[0])))
            .unwrap_or_else(|| panic!("{args:?}"));
        for key in super::keys(&json) {
            assert!(row.contains(&format!("`{key}`")), "{args:?}: {key}");
        }
    }
}

#[test]
fn the_examples_of_the_files_are_right() {
    let text = readme();
    let toml = |after: &str| {
        let rest = text.split_once(after).unwrap().1;
        rest.split_once("```toml\n")
            .unwrap()
            .1
            .split_once("```")
            .unwrap()
            .0
            .to_owned()
    };
    let (_, faults) = porchlight::codec::v1::config::read(&toml("`config.toml`"), "README.md");
    assert!(faults.is_empty(), "{faults:?}");
    keymap::user(&toml("`keymap.toml` names"), "README.md", "default").unwrap();
}

#[test]
fn licences_are_named_where_the_data_is() {
    for list in List::ALL {
        // The message keys are facts of the FBI's own manual and nobody's property.
        let known = ["CC BY 4.0 (OASIS Open", "US government facts"];
        assert!(
            known
                .iter()
                .any(|licence| list.licence().starts_with(licence)),
            "{}",
            list.name()
        );
    }
    for name in ["LICENSE", "README.md"] {
        let text = std::fs::read_to_string(path(name)).unwrap();
        for words in ["CC BY 4.0", "OASIS Open", "MIT", "Apache"] {
            assert!(text.contains(words), "{name}: {words}");
        }
    }
}
