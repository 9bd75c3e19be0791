//! A journal that is gone or hurt: shown read-only, and healed when somebody asks for it.

use std::fs;

use super::make::{desk, intake, run};

#[test]
fn a_journal_that_is_gone_is_healed_by_command_and_only_then() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let mut desk = desk(&folder);
    let number = intake(&mut desk, "Tanisha Okafor");
    drop(desk);
    let before = run(&folder, &["list"]);
    assert_eq!(before.code, 0, "{}", before.err);
    assert!(before.out.contains(&number), "{}", before.out);
    fs::remove_dir_all(folder.join("journal")).unwrap();

    let gone = run(&folder, &["list"]);
    assert_eq!(gone.code, 1);
    assert!(
        gone.err.contains("is gone") && gone.err.contains("porchlight heal"),
        "{}",
        gone.err
    );
    assert_eq!(run(&folder, &["status"]).code, 4, "never all clear");
    assert!(!folder.join("journal").exists(), "looking heals nothing");

    let healed = run(&folder, &["heal"]);
    assert_eq!(healed.code, 0, "{}", healed.err);
    assert!(healed.out.contains("healed from sled"), "{}", healed.out);
    let after = run(&folder, &["list"]);
    assert_eq!((after.code, after.out), (0, before.out));
}

#[test]
fn a_flip_in_the_middle_is_healed_and_the_hurt_journal_kept() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let mut desk = desk(&folder);
    intake(&mut desk, "Tanisha Okafor");
    intake(&mut desk, "Jordan Reyes");
    drop(desk);
    let before = run(&folder, &["list"]).out;
    let path = folder.join("journal/00000001.seg");
    let mut bytes = fs::read(&path).unwrap();
    let frame = (64..bytes.len())
        .filter(|at| bytes[*at..].starts_with(b"PLf1"))
        .nth(1)
        .unwrap();
    bytes[frame + 100] ^= 4;
    fs::write(&path, bytes).unwrap();
    assert_eq!(run(&folder, &["status"]).code, 4);
    let healed = run(&folder, &["heal"]);
    assert_eq!(healed.code, 0, "{}", healed.err);
    assert!(healed.err.contains("damaged at byte"), "{}", healed.err);
    assert!(folder.join("journal.damaged-1").exists());
    assert_eq!(run(&folder, &["list"]).out, before);
    let again = run(&folder, &["heal"]);
    assert_eq!(
        (again.code, again.out.as_str()),
        (0, "The journal is whole; there is nothing to heal.\n")
    );
}

#[test]
fn with_neither_journal_nor_sled_it_says_restore_and_makes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    drop(desk(&folder));
    fs::remove_dir_all(folder.join("journal")).unwrap();
    fs::remove_dir_all(folder.join("sled-0001")).unwrap();
    let said = run(&folder, &["heal"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("Restore a backup"), "{}", said.err);
    assert!(!folder.join("journal").exists());

    let nowhere = home.path().join("nowhere");
    let said = run(&nowhere, &["heal"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("There is no desk"), "{}", said.err);
    assert!(!nowhere.exists());
}
