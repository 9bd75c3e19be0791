//! What `doctor` says of a good desk and of bad ones: each line, how it stands, and what to do.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

use porchlight::env::clock::{Clock, Real};
use porchlight::record::SessionId;

use super::backups::only;
use super::make::{Said, command, desk, intake, run, said};

struct Home {
    temp: tempfile::TempDir,
    desk: PathBuf,
}

/// A desk with one case.
fn home() -> Home {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("desk");
    intake(&mut desk(&folder), "Tanisha Okafor");
    Home { temp, desk: folder }
}

fn doctor(folder: &Path) -> Said {
    run(folder, &["doctor"])
}

/// The line about something, which must be there once.
fn line<'a>(said: &'a Said, about: &str) -> &'a str {
    let mut found = said.out.lines().filter(|line| line[6..].starts_with(about));
    let line = found
        .next()
        .unwrap_or_else(|| panic!("nothing of {about}\n{}", said.out));
    assert_eq!(found.next(), None, "{about} twice");
    line
}

fn check(said: &Said, about: &str, grade: &str, words: &str) {
    let line = line(said, about);
    assert!(line.starts_with(grade), "{line}");
    assert!(line.contains(words), "no {words:?} in {line}");
    // Bad is a failure of the command, whatever else is well.
    assert!(grade != "BAD" || said.code == 1, "{}", said.code);
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_good_desk_has_every_line_once_and_nothing_bad() {
    let home = home();
    let said = doctor(&home.desk);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(!said.out.contains("BAD"), "{}", said.out);
    let lines = [
        ("place:", "ok", "this account's own"),
        ("permissions:", "ok", "for this account only"),
        ("lock:", "ok", "nobody has the desk open"),
        ("space:", "ok", "MiB free"),
        ("chain:", "ok", "entries whole, head "),
        ("clock:", "ok", "not behind"),
        ("keys:", "ok", "sealed; opens by"),
        ("key file:", "warn", "PORCHLIGHT_KEY_FILE"),
        ("recovery:", "warn", "porchlight key recovery"),
        ("roster:", "warn", "porchlight operator add"),
        ("backup:", "warn", "porchlight backup DIR"),
        ("cryptography:", "ok", "AWS-LC"),
        ("terminal:", "warn", "set TERM"),
        ("ptrace:", "", "ptrace"),
        ("terminal input:", "", "TIOCSTI"),
        ("core dumps:", "ok", "off"),
        ("memory:", "", "swap"),
    ];
    for (about, grade, words) in lines {
        let words = if about == "terminal input:" && !line(&said, about).contains(words) {
            "legacy_tiocsti"
        } else {
            words
        };
        check(&said, about, grade, words);
    }
    assert_eq!(said.out.lines().count(), lines.len(), "{}", said.out);
}

#[test]
fn what_was_warned_of_goes_away_once_it_is_done() {
    let home = home();
    let key = home.temp.path().join("desk.key");
    assert_eq!(run(&home.desk, &["key", "recovery"]).code, 0);
    fs::rename(home.desk.join("keys/desk.key"), &key).unwrap();
    let with = |words: &[&str]| {
        let mut command = command(&home.desk, words);
        command
            .env("PORCHLIGHT_KEY_FILE", &key)
            .env("TERM", "xterm");
        said(command.output().unwrap())
    };
    let backups = home.temp.path().join("backups");
    assert_eq!(with(&["backup", backups.to_str().unwrap()]).code, 0);
    let phrase = home.temp.path().join("phrase");
    fs::write(&phrase, "lamp on the porch\n").unwrap();
    let operator = |name: &str| {
        let file = phrase.to_str().unwrap();
        let mut words = vec!["operator", "add", "--name", name, "--role", "supervisor"];
        words.extend(["--new-phrase-file", file]);
        if name != "Lena Ortiz" {
            words.extend(["--phrase-file", file, "--operator", "Lena Ortiz"]);
        }
        let added = with(&words);
        assert_eq!(added.code, 0, "{}", added.err);
        assert_eq!(with(&["stop"]).code, 0);
    };
    operator("Lena Ortiz");
    check(
        &with(&["doctor"]),
        "roster:",
        "warn",
        "one more supervisor is wise",
    );
    operator("Marta Ruiz");
    let said = with(&["doctor"]);
    assert_eq!(said.code, 0, "{}", said.out);
    for gone in ["key file:", "recovery:"] {
        assert!(!said.out.contains(gone), "{}", said.out);
    }
    check(&said, "roster:", "ok", "2 on it, 2 who can release others");
    check(&said, "backup:", "ok", "read back whole");
    check(&said, "terminal:", "ok", "xterm");
}

#[test]
fn permissions_links_and_foreign_owners_are_named() {
    let home = home();
    let file = home.desk.join("journal/00000001.seg");
    mode(&file, 0o640);
    check(
        &doctor(&home.desk),
        "permissions:",
        "BAD",
        "chmod -R go-rwx",
    );
    mode(&file, 0o600);
    let link = home.desk.join("journal/link");
    symlink("/etc/hostname", &link).unwrap();
    check(&doctor(&home.desk), "permissions:", "BAD", "journal/link");
    fs::remove_file(&link).unwrap();
    check(
        &doctor(&home.desk),
        "permissions:",
        "ok",
        "this account only",
    );
    if rustix::process::geteuid().is_root() {
        chown(&file, Some(61_019), None).unwrap();
        check(
            &doctor(&home.desk),
            "permissions:",
            "BAD",
            "belong to others",
        );
        chown(&file, Some(0), None).unwrap();
        chown(&home.desk, Some(61_019), None).unwrap();
        check(
            &doctor(&home.desk),
            "place:",
            "BAD",
            "belongs to another account",
        );
    } else {
        println!("skipped: giving a file away needs root");
    }
}

#[test]
fn damage_and_a_clock_that_went_back_are_named() {
    let home = home();
    let file = home.desk.join("journal/00000001.seg");
    let good = fs::read(&file).unwrap();
    let mut bad = good.clone();
    bad[300] ^= 1;
    fs::write(&file, &bad).unwrap();
    let said = doctor(&home.desk);
    assert!(
        line(&said, "chain:").contains("porchlight heal"),
        "{}",
        said.out
    );
    check(&said, "chain:", "BAD", "");
    fs::write(&file, &good).unwrap();
    // The last thing was recorded two hours from now.
    let mut open = desk(&home.temp.path().join("ahead"));
    open.at(Real.wall().plus(2 * 3_600_000_000));
    let note = porchlight::wire::Command::SetDesk {
        key: "phone".into(),
        value: "614-555-0100".into(),
    };
    open.carry(SessionId(8), "Ruth Okafor", note).unwrap();
    drop(open);
    let said = doctor(&home.temp.path().join("ahead"));
    check(&said, "clock:", "BAD", "set the clock");
}

#[test]
fn keys_that_are_hurt_or_gone_are_named() {
    let home = home();
    let copy = home.desk.join("keys/records.copy");
    let good = fs::read(&copy).unwrap();
    let mut bad = good.clone();
    bad[40] ^= 1;
    fs::write(&copy, &bad).unwrap();
    check(
        &doctor(&home.desk),
        "keys:",
        "warn",
        "the next start mends it",
    );
    fs::write(&copy, &good).unwrap();
    fs::rename(
        home.desk.join("keys/desk.key"),
        home.temp.path().join("away"),
    )
    .unwrap();
    check(&doctor(&home.desk), "keys:", "BAD", "key");
    fs::rename(
        home.temp.path().join("away"),
        home.desk.join("keys/desk.key"),
    )
    .unwrap();
    fs::remove_dir_all(home.desk.join("keys")).unwrap();
    check(&doctor(&home.desk), "keys:", "BAD", "not sealed");
    check(&doctor(&home.desk), "chain:", "BAD", "keys");
}

#[test]
fn backups_that_are_hurt_or_gone_are_named_and_a_desk_at_work_is_no_fault() {
    let home = home();
    let backups = home.temp.path().join("backups");
    assert_eq!(
        run(&home.desk, &["backup", backups.to_str().unwrap()]).code,
        0
    );
    check(&doctor(&home.desk), "backup:", "ok", "read back whole");
    let file = only(&backups).join("journal/00000001.seg");
    let mut bytes = fs::read(&file).unwrap();
    bytes[300] ^= 1;
    fs::write(&file, bytes).unwrap();
    check(
        &doctor(&home.desk),
        "backup:",
        "BAD",
        "porchlight backup DIR",
    );
    fs::remove_dir_all(&backups).unwrap();
    check(
        &doctor(&home.desk),
        "backup:",
        "BAD",
        "none of 1 can be reached",
    );
    let set = home.temp.path().join("lines");
    fs::write(&set, "{\"do\":\"open\",\"name\":\"Li Wei\"}\n").unwrap();
    assert_eq!(run(&home.desk, &["do", set.to_str().unwrap()]).code, 0);
    let said = doctor(&home.desk);
    check(&said, "lock:", "ok", "since");
    assert_eq!(run(&home.desk, &["stop"]).code, 0);
}
