//! Words planted in every kind of field: none of them lies in any file of a sealed desk.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use porchlight::desk::draft_file::DraftFiles;
use porchlight::env::disk::Real;
use porchlight::record::fields;
use porchlight::record::{Moment, SessionId, Stream};
use porchlight::store::Log;
use porchlight::wire::Command as Ask;
use porchlight::wire::command::Said;

use super::make::{SCREEN, desk, intake, run};

/// Every file under a folder, with its bytes.
pub fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut left = vec![folder.to_owned()];
    let mut all = Vec::new();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else {
            all.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    all
}

/// Whether words stand in any file under a folder, or in any of their names.
pub fn anywhere(folder: &Path, words: &str) -> bool {
    files(folder).iter().any(|(path, bytes)| {
        path.to_string_lossy().contains(words)
            || bytes.windows(words.len()).any(|w| w == words.as_bytes())
    })
}

#[test]
fn nothing_typed_lies_in_any_file_of_the_desk_or_its_backup() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let mut desk = desk(&folder);
    let number = intake(&mut desk, "MARKnameZ Okafor");
    let mut planted = BTreeSet::from(["MARKnameZ".to_owned()]);
    let mut taken = 0;
    for field in fields::all().filter(|f| f.group.is_none()) {
        let mark = format!("MARK{}Z", field.id.0.replace(['.', '_'], ""));
        let answer = Ask::Answer {
            case: number.clone(),
            field: field.id.0.to_owned(),
            item: None,
            said: Said::Value(mark.clone()),
            said_by: Some(format!("MARKsource{}Z", field.id.0.len())),
            as_of: None,
            reason: None,
            saw: None,
        };
        if desk.carry(SCREEN, "Ruth MARKoperatorZ", answer).is_ok() {
            planted.insert(mark);
            planted.insert("MARKoperatorZ".to_owned());
            taken += 1;
        }
    }
    assert!(taken > 40, "only {taken} fields took free words");
    let mut store = desk.into_log();
    assert!(store.head(Stream::Desk) > 0);
    let seal = store.draft_seal().unwrap();
    let mut drafts = DraftFiles::sealed(Arc::new(Real::new()), &folder, seal).unwrap();
    drafts.keep(
        SessionId(9),
        "Ruth MARKoperatorZ",
        "A-0001/seen.place",
        "MARKdraftZ",
        Moment(0),
    );
    drafts.sync(Moment(1), true).unwrap();
    planted.insert("MARKdraftZ".to_owned());
    drop(drafts);
    drop(store);
    let backups = home.path().join("backups");
    let made = run(&folder, &["backup", backups.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    let mut all = files(&folder);
    all.extend(files(&backups));
    println!(
        "{} markers planted, {} files searched",
        planted.len(),
        all.len()
    );
    for (path, bytes) in &all {
        // Any marker: they all begin alike, and nothing else does.
        let found =
            bytes.windows(4).any(|w| w == b"MARK") || path.to_string_lossy().contains("MARK");
        assert!(!found, "a marker lies in {}", path.display());
    }
    assert!(
        all.iter()
            .any(|(path, _)| path.to_string_lossy().contains("sled-"))
    );
}
