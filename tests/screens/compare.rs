//! A text against the file that is kept of it.

use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/screens")
}

/// Whether the text is the kept one; else both, row by row where they differ.
///
/// With `PORCHLIGHT_BLESS=1` the text becomes the kept one.
pub fn with_file(name: &str, text: &str) -> Result<(), String> {
    let path = folder().join(format!("{name}.txt"));
    let kept = fs::read_to_string(&path).unwrap_or_default();
    if kept == text {
        return Ok(());
    }
    if std::env::var_os("PORCHLIGHT_BLESS").is_some_and(|v| v == "1") {
        return fs::write(&path, text).map_err(|why| format!("{}: {why}", path.display()));
    }
    Err(format!("{name}: not as kept\n{}", difference(&kept, text)))
}

/// Names of the files that are kept.
pub fn kept() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".txt").map(str::to_owned))
        .collect();
    names.sort();
    names
}

fn difference(kept: &str, now: &str) -> String {
    let (kept, now): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), now.lines().collect());
    let mut out = String::new();
    for row in 0..kept.len().max(now.len()) {
        let (was, is) = (kept.get(row), now.get(row));
        if was != is {
            let show =
                |line: Option<&&str>| line.map_or("(no row)".to_owned(), |l| format!("{l:?}"));
            out.push_str(&format!(
                "row {row}\n  kept {}\n  now  {}\n",
                show(was),
                show(is)
            ));
        }
    }
    out
}

#[test]
fn a_difference_names_its_row() {
    assert_eq!(
        difference("same\nold\n", "same\nnew\nmore\n"),
        "row 1\n  kept \"old\"\n  now  \"new\"\nrow 2\n  kept (no row)\n  now  \"more\"\n"
    );
}
