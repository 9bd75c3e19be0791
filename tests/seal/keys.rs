//! What opens a sealed desk, what does not, and changing it with a kill at any point.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use porchlight::env::disk::Real;
use porchlight::env::faulty::{Call, Fault, Faulty};
use porchlight::store::seal::ring::Kind;
use porchlight::store::seal::unlock::{Secret, Unlock};
use porchlight::store::seal::{Vault, crypt};
use porchlight::store::{JournalReader, Store};

use super::make::{START, Said, command, desk, intake, run, said};

/// Runs the program with lines on its standard input, read as passphrases.
pub fn typed(folder: &Path, words: &[&str], lines: &str) -> Said {
    let mut child = command(folder, words)
        .args(["--passphrase-fd", "0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    said(child.wait_with_output().unwrap())
}

fn moved_away(folder: &Path) {
    fs::rename(folder.join("keys/desk.key"), folder.join("../away.key")).unwrap();
}

#[test]
fn without_its_key_a_desk_is_never_empty_and_status_cannot_tell() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    intake(&mut desk(&folder), "Tanisha Okafor");
    let key = fs::read(folder.join("keys/desk.key")).unwrap();
    for wrong in ["missing", "another desk's"] {
        fs::remove_file(folder.join("keys/desk.key")).unwrap();
        if wrong != "missing" {
            let other = home.path().join("other");
            drop(desk(&other));
            fs::copy(other.join("keys/desk.key"), folder.join("keys/desk.key")).unwrap();
        }
        for words in [&["list"][..], &["show", "A-0001"], &["heal"], &["verify"]] {
            let said = run(&folder, words);
            assert_eq!(said.code, 1, "{wrong} {words:?}: {}", said.out);
            assert_eq!(said.out, "", "{wrong} {words:?}");
            assert!(
                said.err.contains("no key opens it"),
                "{wrong} {words:?}: {}",
                said.err
            );
            assert!(
                said.err.contains("--key-file"),
                "{wrong} {words:?}: {}",
                said.err
            );
        }
        assert_eq!(run(&folder, &["status"]).code, 4, "{wrong}");
        fs::write(folder.join("keys/desk.key"), &key).unwrap();
    }
    assert!(run(&folder, &["list"]).out.contains("A-0001"));
    fs::rename(folder.join("keys"), folder.join("../keys")).unwrap();
    let gone = run(&folder, &["list"]);
    assert_eq!((gone.code, gone.out.as_str()), (1, ""));
    assert!(gone.err.contains("its keys are not in"), "{}", gone.err);
    assert!(Store::open(&folder, Arc::new(Real::new()), START).is_err());
    assert!(
        !folder.join("keys").exists(),
        "no new keys over a sealed desk"
    );
}

#[test]
fn every_slot_opens_the_desk() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    intake(&mut desk(&folder), "Tanisha Okafor");
    let shown = |said: Said| {
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.contains("A-0001"), "{}", said.out);
    };
    let paper = run(&folder, &["key", "recovery"]);
    assert_eq!(paper.code, 0, "{}", paper.err);
    let key = paper
        .out
        .lines()
        .find(|l| l.starts_with("    "))
        .unwrap()
        .trim()
        .to_owned();
    let phrase = "four words that nobody says";
    let added = typed(
        &folder,
        &["key", "add-passphrase"],
        &format!("{phrase}\n{phrase}\n"),
    );
    assert_eq!(added.code, 0, "{}", added.err);
    let status = run(&folder, &["key", "status"]).out;
    for words in ["a key file", "a passphrase", "a printed recovery key"] {
        assert!(status.contains(words), "{status}");
    }
    moved_away(&folder);
    assert_eq!(run(&folder, &["list"]).code, 1);
    let away = home.path().join("away.key");
    shown(run(
        &folder,
        &["list", "--key-file", away.to_str().unwrap()],
    ));
    shown(said(
        command(&folder, &["list"])
            .env("PORCHLIGHT_KEY_FILE", &away)
            .output()
            .unwrap(),
    ));
    shown(typed(&folder, &["list"], &format!("{phrase}\n")));
    shown(typed(&folder, &["list"], &format!("{key}\n")));
    let wrong = typed(&folder, &["list"], "four words that somebody says\n");
    assert!(
        wrong
            .err
            .contains("neither its passphrase nor its recovery key"),
        "{}",
        wrong.err
    );
    let mut mistyped = key.clone();
    let other = if mistyped.starts_with('7') { "8" } else { "7" };
    mistyped.replace_range(0..1, other);
    let wrong = typed(&folder, &["list"], &format!("{mistyped}\n"));
    assert!(
        wrong
            .err
            .contains("Group 1 of the recovery key is mistyped"),
        "{}",
        wrong.err
    );

    let next = "another five words nobody says";
    let changed = typed(
        &folder,
        &["key", "change-passphrase"],
        &format!("{phrase}\n{phrase}\n{next}\n{next}\n"),
    );
    assert_eq!(changed.code, 0, "{}", changed.err);
    shown(typed(&folder, &["list"], &format!("{next}\n")));
    assert_eq!(typed(&folder, &["list"], &format!("{phrase}\n")).code, 1);
    for text in [phrase, next, &key] {
        assert!(
            !super::marks::anywhere(&folder, text),
            "a secret lies in the desk's folder"
        );
    }
}

#[test]
fn a_systemd_credential_opens_and_founds() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let credentials = home.path().join("credentials");
    fs::create_dir(&credentials).unwrap();
    fs::write(credentials.join("porchlight.key"), [7; 64]).unwrap();
    let do_it = |words: &[&str]| {
        let mut child = command(&folder, words)
            .env("CREDENTIALS_DIRECTORY", &credentials)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        child.stdout.append(&mut child.stderr);
        (
            child.status.code(),
            String::from_utf8(child.stdout).unwrap(),
        )
    };
    let made = do_it(&["do"]);
    assert_eq!(made.0, Some(0), "{}", made.1);
    assert!(!folder.join("keys/desk.key").exists());
    let shown = do_it(&["list"]);
    assert_eq!(shown.0, Some(0), "{}", shown.1);
    assert_eq!(run(&folder, &["list"]).code, 1, "not without it");
}

/// Tries something with the disk failing from every point on, as a kill there would; after each the desk opens by
/// one of the secrets, old or new.
fn killed_anywhere(
    what: &str,
    act: impl Fn(&mut Vault, &Faulty, &Unlock) -> Result<(), porchlight::store::LogError>,
    opens: impl Fn(&Path) -> bool,
) -> u64 {
    let mut points = 0;
    for call in [Call::Open, Call::Write, Call::Sync, Call::Rename] {
        for after in 0.. {
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("desk");
            intake(&mut desk(&folder), "Tanisha Okafor");
            let unlock = Unlock::default();
            let (mut vault, _) = Vault::open(&Real::new(), &folder, &unlock)
                .unwrap()
                .unwrap();
            let disk = Faulty::over(Arc::new(Real::new()));
            disk.order(Fault {
                call,
                after,
                times: u64::MAX,
                errno: 5,
                short: 7,
            });
            let done = act(&mut vault, &disk, &unlock).is_ok();
            drop(vault);
            assert!(
                opens(&folder),
                "{what}: {call:?} {after}: neither old nor new opens"
            );
            // The next start mends what was cut off, and everything is there.
            let mut store = Store::unlocked(&folder, Arc::new(Real::new()), START, &unlock)
                .unwrap()
                .store;
            let mut seen = 0;
            porchlight::store::Log::read_all(&mut store, &mut |_| seen += 1).unwrap();
            assert!(seen > 3, "{what}: {call:?} {after}: {seen}");
            drop(store);
            assert!(!folder.join("keys/desk.key-next").exists());
            points += 1;
            if done {
                break;
            }
        }
    }
    points
}

fn by_file(folder: &Path) -> bool {
    JournalReader::unlocked(folder, Arc::new(Real::new()), &Unlock::default()).is_ok()
}

#[test]
fn rotation_survives_a_kill_at_every_point() {
    let points = killed_anywhere(
        "rotate",
        |vault, disk, unlock| vault.rotate(disk, unlock, &[]),
        by_file,
    );
    println!("rotation: cut off at {points} points, old or new opened after each");
    assert!(points > 20, "{points}");
}

#[test]
fn a_change_of_slots_survives_a_kill_at_every_point() {
    let key = crypt::fresh_key().unwrap();
    let points = killed_anywhere(
        "slots",
        |vault, disk, _| vault.set_slot(disk, &Secret::recovery(&key)),
        by_file,
    );
    println!("slots: cut off at {points} points, old or new opened after each");
    assert!(points > 10, "{points}");
}

#[test]
fn a_rotated_key_makes_the_old_one_useless() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    intake(&mut desk(&folder), "Tanisha Okafor");
    let old = fs::read(folder.join("keys/desk.key")).unwrap();
    let rotated = run(&folder, &["key", "rotate"]);
    assert_eq!(rotated.code, 0, "{}", rotated.err);
    assert!(run(&folder, &["list"]).out.contains("A-0001"));
    let new = fs::read(folder.join("keys/desk.key")).unwrap();
    assert_ne!(old, new);
    fs::write(folder.join("keys/desk.key"), &old).unwrap();
    assert_eq!(run(&folder, &["list"]).code, 1);
    let (vault, _) = {
        fs::write(folder.join("keys/desk.key"), &new).unwrap();
        Vault::open(&Real::new(), &folder, &Unlock::default())
            .unwrap()
            .unwrap()
    };
    assert_eq!(vault.ring().desk, 2);
    assert!(vault.slots().iter().all(|slot| slot.kind == Kind::File));
}

#[test]
fn one_damaged_keys_file_costs_nothing_and_both_are_said() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    intake(&mut desk(&folder), "Tanisha Okafor");
    let paths = ["keys/records.keys", "keys/records.copy"].map(|name| folder.join(name));
    let good = fs::read(&paths[0]).unwrap();
    assert_eq!(fs::read(&paths[1]).unwrap(), good);
    for path in &paths {
        for at in (0..good.len()).step_by(61) {
            let mut bad = good.clone();
            bad[at] ^= 2;
            fs::write(path, &bad).unwrap();
            let mut reader = JournalReader::open(&folder, Arc::new(Real::new())).unwrap();
            let mut seen = 0;
            reader.read_all(&mut |_| seen += 1).unwrap();
            assert!(seen > 3);
        }
        fs::remove_file(path).unwrap();
        assert!(by_file(&folder));
        drop(Store::open(&folder, Arc::new(Real::new()), START).unwrap());
        let mended = paths.each_ref().map(|path| fs::read(path).unwrap());
        assert_eq!(mended[0].len(), good.len(), "mended at the next start");
        assert!(mended[0] == mended[1], "both say the same again");
    }
    for path in &paths {
        let mut bad = good.clone();
        bad[100] ^= 2;
        fs::write(path, &bad).unwrap();
    }
    let said = run(&folder, &["list"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(said.err.contains("Restore a backup"), "{}", said.err);
}
