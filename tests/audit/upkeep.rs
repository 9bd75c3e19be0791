//! Looking after a desk, by the real binary: each command, done or refused, is exactly one row under its verb. The
//! verbs come from the program's own answer for every command, so that none is left out here in silence.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use porchlight::cli::args::{Args, command};
use porchlight::cli::noted::{Noted, SHUT_OUT, noted};
use porchlight::env::disk::Real;
use porchlight::store::Store;

use crate::seal::backups::{close, only};
use crate::seal::clear::clear;
use crate::seal::keys::typed;
use crate::seal::make::{START, Said, desk, intake, run, said};

/// The rows of a desk: verb and outcome, with who and from where.
fn rows(folder: &Path, key: Option<&Path>) -> Vec<serde_json::Value> {
    let mut words = vec!["audit", "--json"];
    if let Some(key) = key {
        words.extend(["--key-file", key.to_str().unwrap()]);
    }
    let ran = run(folder, &words);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    json["rows"].as_array().unwrap().clone()
}

fn counted(rows: &[serde_json::Value], verb: &str, outcome: &str) -> usize {
    let fits = |row: &&serde_json::Value| {
        row["verb"] == verb && row["outcome"].as_str().unwrap().starts_with(outcome)
    };
    rows.iter().filter(fits).count()
}

/// What was tried: the verbs met with each outcome.
#[derive(Default)]
struct Met(BTreeSet<(String, &'static str)>);

impl Met {
    /// One run, and that it left one row of that verb and outcome, and no other of that verb.
    fn one(
        &mut self,
        folder: &Path,
        verb: &str,
        outcome: &'static str,
        ran: impl FnOnce() -> Said,
    ) {
        self.by(folder, None, verb, outcome, ran);
    }
    fn by(
        &mut self,
        folder: &Path,
        key: Option<&Path>,
        verb: &str,
        outcome: &'static str,
        ran: impl FnOnce() -> Said,
    ) {
        let before = rows(folder, key);
        let ran = ran();
        let after = rows(folder, key);
        assert_eq!(
            ran.code == 0,
            outcome == "done",
            "{verb}: {} {}",
            ran.out,
            ran.err
        );
        let all = |rows: &[serde_json::Value]| counted(rows, verb, "");
        assert_eq!(
            (
                counted(&after, verb, outcome) - counted(&before, verb, outcome),
                all(&after) - all(&before)
            ),
            (1, 1),
            "{verb} {outcome}: {after:#?}"
        );
        let row = after.iter().rfind(|row| row["verb"] == verb).unwrap();
        assert!(
            !row["account"].as_str().unwrap_or_default().is_empty(),
            "{verb}: who: {row:#?}"
        );
        self.0.insert((verb.to_owned(), outcome));
    }
}

#[test]
fn every_command_that_looks_after_a_desk_is_one_row_done_or_refused() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let mut open = desk(&folder);
    let number = intake(&mut open, "Tanisha Okafor");
    close(&mut open, &number);
    let second = intake(&mut open, "Jordan Reyes");
    drop(open);
    let mut met = Met::default();
    let phrase = "four words that nobody says";
    let twice = format!("{phrase}\n{phrase}\n");
    let next = format!("{phrase}\nfive more words than before\nfive more words than before\n");
    let at = |words: &'static [&'static str]| run(&folder, words);
    met.one(&folder, "key status", "done", || at(&["key", "status"]));
    met.one(&folder, "key recovery", "done", || at(&["key", "recovery"]));
    met.one(&folder, "key rotate", "done", || at(&["key", "rotate"]));
    met.one(&folder, "key change-passphrase", "refused", || {
        typed(&folder, &["key", "change-passphrase"], &twice)
    });
    met.one(&folder, "key add-passphrase", "done", || {
        typed(&folder, &["key", "add-passphrase"], &twice)
    });
    met.one(&folder, "key add-passphrase", "refused", || {
        typed(&folder, &["key", "add-passphrase"], &twice)
    });
    met.one(&folder, "key change-passphrase", "done", || {
        typed(&folder, &["key", "change-passphrase"], &next)
    });
    met.one(&folder, "verify", "done", || at(&["verify"]));
    met.one(&folder, "doctor", "done", || at(&["doctor"]));
    met.one(&folder, "heal", "done", || at(&["heal"]));
    let backups = home.path().join("backups");
    met.one(&folder, "backup", "done", || {
        run(&folder, &["backup", backups.to_str().unwrap()])
    });
    met.one(&folder, "backup", "refused", || {
        run(&folder, &["backup", folder.join("x").to_str().unwrap()])
    });
    let from = only(&backups);
    met.one(&folder, "restore", "refused", || {
        run(&folder, &["restore", from.to_str().unwrap()])
    });
    let back = home.path().join("back");
    let key = folder.join("keys/desk.key");
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
    assert_eq!(counted(&rows(&back, Some(&key)), "restore", "done"), 1);
    met.0.insert(("restore".into(), "done"));
    met.one(&folder, "purge", "refused", || {
        run(&folder, &["purge", &second, "--rule", "7 years", "--yes"])
    });
    met.one(&folder, "purge", "done", || {
        run(&folder, &["purge", &number, "--rule", "7 years", "--yes"])
    });
    met.one(&folder, "seal", "refused", || at(&["seal"]));
    let old = home.path().join("old");
    fs::create_dir(&old).unwrap();
    let made = clear(&old);
    met.one(&made, "seal", "done", || run(&made, &["seal"]));

    // Whoever has no key: one row that they were shut out, and one of what they tried.
    let away = home.path().join("away.key");
    fs::rename(&key, &away).unwrap();
    let tries: [(&str, &[&str]); 6] = [
        ("key status", &["key", "status"]),
        ("key recovery", &["key", "recovery"]),
        ("key rotate", &["key", "rotate"]),
        ("verify", &["verify"]),
        ("heal", &["heal"]),
        (SHUT_OUT, &["show", "A-0001"]),
    ];
    for (verb, words) in tries {
        let shut = counted(&rows(&folder, Some(&away)), SHUT_OUT, "refused");
        met.by(&folder, Some(&away), verb, "refused", || {
            run(&folder, words)
        });
        let now = counted(&rows(&folder, Some(&away)), SHUT_OUT, "refused");
        assert_eq!(now, shut + 1, "{verb}");
    }
    // A desk started by somebody with the key takes them all into the chain.
    let before = rows(&folder, Some(&away)).len();
    fs::rename(&away, &key).unwrap();
    let store = Store::open(&folder, Arc::new(Real::new()), START)
        .unwrap()
        .store;
    drop(store);
    let started = run(&folder, &["do", "/dev/null"]);
    assert_eq!(started.code, 0, "{}", started.err);
    assert_eq!(run(&folder, &["stop"]).code, 0);
    let left: Vec<_> = fs::read_dir(folder.join("audit")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(rows(&folder, None).len() >= before);
    met.all_verbs();
}

impl Met {
    /// Every verb that the program says it writes down was met, done and refused.
    fn all_verbs(&self) {
        use clap::Parser;
        let mut lines = Vec::new();
        for sub in command().get_subcommands() {
            let name = sub.get_name();
            let mut inner = sub.get_subcommands().peekable();
            let args = match name {
                "purge" => "A-1 --rule x",
                "backup" | "restore" => "/x",
                "show" => "A-1",
                "sheet" => "A-1 --for police",
                "clocks" => "--received 01:31 --zone UTC",
                _ => "",
            };
            if name != "keys" && inner.peek().is_some() {
                lines.extend(inner.map(|sub| {
                    let args = match (name, sub.get_name()) {
                        ("operator", "add") => "--name Lena --role intake",
                        ("operator", "role") => "Lena intake",
                        // By the recovery key it is a row of its own: `cli::recover` holds it.
                        ("operator", "suspend" | "restore" | "release") => "Lena --reason x",
                        ("operator", "phrase") => "Lena",
                        ("operator", "review") => "0a --words x",
                        (_, "import") => "/x",
                        ("generate", "completions") => "bash",
                        _ => "",
                    };
                    format!("porchlight {name} {} {args}", sub.get_name())
                }));
            } else {
                lines.push(format!("porchlight {name} {args}"));
            }
        }
        let mut verbs = 0;
        for line in lines {
            let args = Args::try_parse_from(line.split_whitespace())
                .unwrap_or_else(|e| panic!("{line}: say what it is given here: {e}"));
            if let Noted::AsUpkeep(verb) | Noted::AsChange(verb) = noted(args.command.as_ref()) {
                verbs += 1;
                for outcome in ["done", "refused"] {
                    // A look at everything that keeps the desk safe is never refused; what is bad it says.
                    if (verb, outcome) != ("doctor", "refused") {
                        assert!(
                            self.0.contains(&(verb.to_owned(), outcome)),
                            "{verb} was never {outcome} here"
                        );
                    }
                }
            }
        }
        println!("upkeep: {verbs} verbs, each outcome one row");
        assert!(verbs >= 12, "{verbs}");
    }
}

#[test]
fn ending_the_desk_is_one_row_of_who_ended_it() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    intake(&mut desk(&folder), "Tanisha Okafor");
    let lines = home.path().join("lines");
    fs::write(&lines, "{\"do\":\"open\",\"name\":\"Li Wei\"}\n").unwrap();
    for times in 1..=2 {
        assert_eq!(run(&folder, &["do", lines.to_str().unwrap()]).code, 0);
        assert_eq!(run(&folder, &["stop"]).code, 0);
        let rows = rows(&folder, None);
        assert_eq!(counted(&rows, "stop", "done"), times);
        assert_eq!(counted(&rows, "stop", ""), times);
        let row = rows.iter().rfind(|row| row["verb"] == "stop").unwrap();
        assert!(!row["account"].as_str().unwrap().is_empty(), "{row:#?}");
    }
}

#[test]
fn what_is_left_without_a_key_says_nothing_of_any_record() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    drop(desk(&folder));
    fs::rename(folder.join("keys/desk.key"), home.path().join("away.key")).unwrap();
    let shown = said(
        crate::seal::make::command(&folder, &["show", "MARKname", "--operator", "Ruth"])
            .output()
            .unwrap(),
    );
    assert_eq!(shown.code, 1);
    assert!(!crate::seal::marks::anywhere(&folder, "MARKname"));
    let left = fs::read_dir(folder.join("audit")).unwrap().count();
    assert_eq!(left, 1);
}
