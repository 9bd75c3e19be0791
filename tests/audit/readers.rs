//! Looks past the desk, by the real binary: written down before anything is shown, and taken into the log.

use crate::cli::{Home, Ran, segment};

/// A home with a desk of one case that has a masked fact.
fn home() -> Home {
    let home = Home::new();
    home.opened(porchlight::record::Moment(1_790_000_000_000_000));
    let done = home.shell(
        "printf '%s\\n' '{\"do\":\"open\",\"name\":\"Tanisha Okafor\"}' \
         '{\"do\":\"answer\",\"case\":\"last\",\"field\":\"child.ssn\",\"value\":\"078-05-1120\"}' | $P do",
    );
    assert_eq!(done.code, 0, "{done:?}");
    // The next rows are left while no desk is there to take them.
    assert_eq!(home.run(&["stop"]).code, 0);
    home
}

fn rows(home: &Home) -> Vec<serde_json::Value> {
    let ran = home.run(&["audit", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.json()["rows"].as_array().unwrap().clone()
}

fn verbs(rows: &[serde_json::Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["verb"].as_str().unwrap())
        .collect()
}

fn waiting(home: &Home) -> usize {
    let folder = home.desk().join("audit");
    folder.read_dir().map_or(0, |files| files.count())
}

#[test]
fn a_look_past_the_desk_is_a_row_at_once_and_in_the_log_at_the_desks_next_start() {
    let home = home();
    let looked = home.shell("SSH_CONNECTION='10.1.2.3 50022 10.0.0.1 22' $P show A-0001");
    assert!(looked.out.contains("Tanisha Okafor"), "{looked:?}");
    let check = |rows: &[serde_json::Value]| {
        let row = rows.iter().find(|row| row["verb"] == "show").unwrap();
        assert_eq!(row["remote"], "10.1.2.3 port 50022");
        assert_eq!(row["cases"][0], "A-0001");
        assert_eq!(row["outcome"], "shown");
        assert!(row["at"].as_str().unwrap().len() > "2026-01-01T00:00:00.00Z".len());
        assert_eq!(rows.iter().filter(|row| row["verb"] == "show").count(), 1);
    };
    check(&rows(&home));
    assert!(waiting(&home) > 0);
    let before = segment(&home.desk());
    home.shell("$P do </dev/null; $P stop");
    assert_eq!(waiting(&home), 0, "taken into {}", before.display());
    check(&rows(&home));
}

#[test]
fn every_reader_that_shows_a_childs_record_is_a_row_and_the_counts_are_none() {
    let home = home();
    for (args, verb) in [
        (&["show", "A-0001"][..], Some("show")),
        (&["list", "--json"], Some("board")),
        (&["duties"], Some("duties")),
        (
            &["sheet", "A-0001", "--for", "police"],
            Some("sheet police"),
        ),
        (&["status"], None),
    ] {
        let before = waiting(&home);
        home.run(args);
        assert_eq!(
            waiting(&home) - before,
            usize::from(verb.is_some()),
            "{args:?}"
        );
        if let Some(verb) = verb {
            assert!(verbs(&rows(&home)).contains(&verb), "{verb}");
        }
    }
}

#[test]
fn where_a_look_cannot_be_written_down_nothing_is_shown() {
    let home = home();
    // A file where the folder should be: no reader can leave anything.
    std::fs::write(home.desk().join("audit"), "").unwrap();
    for args in [
        &["show", "A-0001"][..],
        &["list"],
        &["sheet", "A-0001", "--for", "ncmec"],
    ] {
        let Ran { code, out, err } = home.run(args);
        assert_ne!(code, 0);
        assert!(
            !out.contains("Okafor") && !err.contains("Okafor"),
            "{args:?}"
        );
        assert!(err.contains("cannot be written down"), "{err}");
    }
    assert!(home.run(&["status"]).out.contains("1 open"));
}

#[test]
fn rows_that_were_changed_are_said_and_kept() {
    let home = home();
    home.run(&["show", "A-0001"]);
    let folder = home.desk().join("audit");
    let path = folder.read_dir().unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    // Whoever comes to the desk is told, as soon as it has looked.
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let ran = home.shell("echo '{\"do\":\"nothing\"}' | $P do");
        if ran.err.contains("not as it was written") {
            break;
        }
        assert!(std::time::Instant::now() < end, "{ran:?}");
    }
    assert_eq!(home.run(&["stop"]).code, 0);
    assert!(verbs(&rows(&home)).contains(&"reader's rows"));
}

#[test]
fn masked_values_are_shown_for_a_reason_only_and_the_reason_is_a_row() {
    let home = home();
    const VALUE: &str = "1120";
    for args in [&["show", "A-0001"][..], &["show", "A-0001", "--json"]] {
        let ran = home.run(args);
        assert!(!ran.out.contains(VALUE), "{args:?}");
        assert!(ran.out.contains("masked"), "{args:?}");
    }
    assert!(!verbs(&rows(&home)).contains(&"reveal"));
    let empty = home.run(&["show", "A-0001", "--reveal", " "]);
    assert!(empty.code != 0 && !empty.out.contains(VALUE), "{empty:?}");
    let ran = home.run(&["show", "A-0001", "--reveal", "police ask for it"]);
    assert!(ran.out.contains(VALUE), "{ran:?}");
    assert!(verbs(&rows(&home)).contains(&"reveal"));
    let printed = home.run(&["audit", "--json"]).out;
    assert!(!printed.contains(VALUE) && !printed.contains("Okafor"));
}
