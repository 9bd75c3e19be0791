//! Backup, restore and purge, through the program.

use std::fs;
use std::path::{Path, PathBuf};

use porchlight::desk::local::LocalDesk;
use porchlight::record::SessionId;
use porchlight::store::Store;
use porchlight::wire::Command as Ask;

use super::make::{desk, intake, intake_at, run};

pub fn only(folder: &Path) -> PathBuf {
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

pub fn close(desk: &mut LocalDesk<Store>, number: &str) {
    let close = Ask::Close {
        case: number.to_owned(),
        how: "other".to_owned(),
        reason: "opened twice for one call".to_owned(),
        verifier: None,
        supervisor: Some("Lena Ruiz".to_owned()),
    };
    desk.carry(SessionId(8), "Ruth Okafor", close).unwrap();
}

#[test]
fn a_backup_made_beside_an_open_desk_is_restored_with_every_digest() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let mut open = desk(&folder);
    intake(&mut open, "Tanisha Okafor");
    let backups = home.path().join("backups");
    let made = run(&folder, &["backup", backups.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(
        made.err.contains("key file, which is not in it"),
        "{}",
        made.err
    );
    intake(&mut open, "Jordan Reyes");
    drop(open);
    let from = only(&backups);
    let back = home.path().join("back");
    let key = folder.join("keys/desk.key");
    let words = [
        "restore",
        from.to_str().unwrap(),
        "--key-file",
        key.to_str().unwrap(),
    ];
    let restored = run(&back, &words);
    assert_eq!(
        (restored.code, restored.err.as_str()),
        (0, ""),
        "{}",
        restored.out
    );
    let list = run(&back, &["list", "--key-file", key.to_str().unwrap()]);
    assert!(
        list.out.contains("Tanisha") && !list.out.contains("Jordan"),
        "{}",
        list.out
    );
    let again = run(&back, &words);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("There is a desk in"), "{}", again.err);
}

#[test]
fn a_flip_anywhere_in_a_backup_is_found_and_nothing_is_put_in_place() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    intake(&mut desk(&folder), "Tanisha Okafor");
    let backups = home.path().join("backups");
    assert_eq!(run(&folder, &["backup", backups.to_str().unwrap()]).code, 0);
    let from = only(&backups);
    let mut flips = 0;
    for (path, good) in super::marks::files(&from) {
        for at in (0..good.len()).step_by(4096).chain([good.len() - 1]) {
            let mut bad = good.clone();
            bad[at] ^= 8;
            fs::write(&path, &bad).unwrap();
            let back = home.path().join(format!("back{flips}"));
            let said = run(&back, &["restore", from.to_str().unwrap()]);
            assert_eq!(said.code, 1, "{} byte {at}", path.display());
            assert!(said.err.contains("not as it was written"), "{}", said.err);
            assert!(!back.join("journal").exists());
            flips += 1;
        }
        fs::write(&path, &good).unwrap();
    }
    assert!(flips >= 6, "{flips}");
}

#[test]
fn a_purged_case_reads_as_purged_here_and_from_a_restored_backup() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let mut open = desk(&folder);
    let number = intake(&mut open, "Tanisha Okafor");
    intake(&mut open, "Jordan Reyes");
    drop(open);
    let purge = ["purge", &number, "--rule", "7 years after closing", "--yes"];
    let early = run(&folder, &purge);
    assert_eq!(early.code, 1);
    assert!(
        early.err.contains("only closed cases are purged"),
        "{}",
        early.err
    );

    let store = Store::open(
        &folder,
        std::sync::Arc::new(porchlight::env::disk::Real::new()),
        super::make::START,
    )
    .unwrap()
    .store;
    let mut open = LocalDesk::open(store, super::make::START, 5 << 64).unwrap();
    close(&mut open, &number);
    drop(open);
    let backups = home.path().join("backups");
    assert_eq!(run(&folder, &["backup", backups.to_str().unwrap()]).code, 0);
    let from = only(&backups);
    let purged = run(&folder, &purge);
    assert_eq!(purged.code, 0, "{}", purged.err);
    assert!(
        purged.out.contains(from.to_str().unwrap()),
        "the backup is named: {}",
        purged.out
    );
    assert!(purged.out.contains("still holds the key"), "{}", purged.out);
    let key = folder.join("keys/desk.key");
    let back = home.path().join("back");
    let restored = run(
        &back,
        &[
            "restore",
            from.to_str().unwrap(),
            "--key-file",
            key.to_str().unwrap(),
        ],
    );
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert!(
        restored
            .out
            .contains("1 records that were purged since stay purged"),
        "{}",
        restored.out
    );
    for place in [&folder, &back] {
        let with = ["--key-file", key.to_str().unwrap()];
        let show = run(place, &["show", &number, with[0], with[1]]);
        assert_eq!(show.code, 1, "{}", show.out);
        if place == &folder {
            assert!(
                show.err
                    .contains("was purged under rule \u{201c}7 years after closing\u{201d} on"),
                "{}",
                show.err
            );
        } else {
            // The backup knows nothing of the purge; what it cannot open is still called purged.
            assert!(
                show.err.contains("was purged: this desk came back"),
                "{}",
                show.err
            );
        }
        let list = run(place, &["list", with[0], with[1]]);
        assert_eq!(list.code, 0, "{}", list.err);
        assert!(
            list.out.contains("Jordan") && !list.out.contains(&number),
            "{}",
            list.out
        );
        let verify = run(place, &["verify", with[0], with[1]]);
        assert_eq!(verify.code, 0, "{}", verify.out);
        assert!(verify.out.contains("purged records"), "{}", verify.out);
    }
    // The desk opens for writing, sled is built, and the number is not given again.
    let store = Store::open(
        &folder,
        std::sync::Arc::new(porchlight::env::disk::Real::new()),
        super::make::START,
    )
    .unwrap()
    .store;
    let mut open = LocalDesk::open(store, super::make::START, 6 << 64).unwrap();
    assert_eq!(intake_at(&mut open, SessionId(9), "A third"), "A-0003");
}

#[test]
fn verify_names_the_place_of_a_change_and_of_two_sealed_bodies_swapped() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let mut open = desk(&folder);
    intake(&mut open, "Tanisha Okafor");
    drop(open);
    let whole = run(&folder, &["verify"]);
    assert_eq!(whole.code, 0, "{}", whole.out);
    let path = folder.join("journal/00000001.seg");
    let good = fs::read(&path).unwrap();
    let starts: Vec<usize> = (64..good.len())
        .filter(|at| good[*at..].starts_with(b"PLf1"))
        .collect();
    assert!(starts.len() >= 2);
    for start in &starts {
        let mut bad = good.clone();
        bad[start + 150] ^= 1;
        fs::write(&path, &bad).unwrap();
        let said = run(&folder, &["verify"]);
        assert_eq!(said.code, 1, "byte {start}: {}", said.out);
        assert!(
            said.out.contains(&format!("damaged at byte {start}")),
            "{}",
            said.out
        );
    }
    fs::write(&path, &good).unwrap();
    assert_eq!(run(&folder, &["verify"]).code, 0);
}

/// The number that the next case gets on a desk, by the program.
fn next_number(folder: &Path, key: &Path) -> String {
    let lines = folder.parent().unwrap().join("lines");
    fs::write(&lines, "{\"do\":\"open\",\"name\":\"Li Wei\"}\n").unwrap();
    let words = [
        "do",
        lines.to_str().unwrap(),
        "--key-file",
        key.to_str().unwrap(),
    ];
    let said = run(folder, &words);
    assert_eq!(said.code, 0, "{} {}", said.out, said.err);
    let line: serde_json::Value = serde_json::from_str(said.out.lines().next().unwrap()).unwrap();
    assert_eq!(run(folder, &["stop"]).code, 0);
    line["case"].as_str().unwrap().to_owned()
}

#[test]
fn no_number_is_given_twice_after_a_purge_and_a_restore() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let mut open = desk(&folder);
    intake(&mut open, "Tanisha Okafor");
    let highest = intake(&mut open, "Jordan Reyes");
    assert_eq!(highest, "A-0002");
    close(&mut open, &highest);
    drop(open);
    let backups = home.path().join("backups");
    assert_eq!(run(&folder, &["backup", backups.to_str().unwrap()]).code, 0);
    let purge = [
        "purge",
        &highest,
        "--rule",
        "7 years after closing",
        "--yes",
    ];
    let purged = run(&folder, &purge);
    assert_eq!(purged.code, 0, "{}", purged.err);
    let key = folder.join("keys/desk.key");
    // Here the tombstone knows the number.
    assert_eq!(next_number(&folder, &key), "A-0003");
    // In a restored backup nobody can read it, and A-0003 was given since.
    let back = home.path().join("back");
    let from = only(&backups);
    let (from, file) = (from.to_str().unwrap(), key.to_str().unwrap());
    let words = ["restore", from, "--key-file", file];
    let restored = run(&back, &words);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert!(
        restored
            .out
            .contains("1 records that were purged since stay purged"),
        "{}",
        restored.out
    );
    assert!(
        restored.out.contains("next free thousand"),
        "{}",
        restored.out
    );
    assert_eq!(next_number(&back, &key), "A-2001");
    assert_eq!(next_number(&back, &key), "A-2002");
    // And without that row, by what the chain counts: two were opened, one of which nobody can read.
    let bare = home.path().join("bare");
    let from = only(&backups);
    let disk = porchlight::env::disk::Real::new();
    let now = super::make::START;
    porchlight::store::backup::restore(&disk, &from, &bare, now, &mut |_, _| {}).unwrap();
    assert_eq!(next_number(&bare, &key), "A-0003");
}
