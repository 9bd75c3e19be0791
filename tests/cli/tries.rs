//! Tries at a phrase are counted by the desk, whoever asks: a screen, `do`, a reader.

use porchlight::env::clock::{Clock, Real};
use porchlight::record::who::Roster;
use porchlight::record::{Batch, Event, SafeText, SessionId, Stream};
use porchlight::store::Log;

use super::operator::Desk;
use crate::desk_process::until;

#[test]
fn five_wrong_phrases_over_do_lock_out_until_a_supervisor_releases() {
    let desk = Desk::new();
    assert_eq!(desk.add("Olga", "supervisor", "olga").code, 0);
    assert_eq!(desk.add("Ines", "intake", "ines").code, 0);
    let note = desk.file(
        "line.jsonl",
        r#"{"do":"note","case":"A-0001","text":"rings back"}"#,
    );
    let line = note.to_str().unwrap();
    let notes = || {
        desk.by("Olga", "olga", &["show", "A-0001", "--json"])
            .out
            .matches("rings back")
            .count()
    };
    assert_eq!(desk.by("Ines", "ines", &["do", line]).code, 0);
    assert_eq!(notes(), 1);
    // Four wrong ones, a moment ago.
    desk.home.run(&["stop"]);
    let now = Real.wall();
    let mut store = desk.home.opened(now);
    let mut roster = Roster::default();
    for one in store.read(Stream::Desk, 0).unwrap() {
        roster.apply(&one);
    }
    let id = Some(roster.named("Ines").unwrap().id);
    let wrong = Event::SignInFailed {
        id,
        locked_out: false,
    };
    let batch = Batch {
        expected: Vec::new(),
        events: vec![(Stream::Desk, wrong); 4],
        at: now,
        operator: SafeText::line("Ines"),
        session: SessionId(77),
        request: 0,
    };
    store.append(&batch).unwrap();
    drop(store);
    // The right one has to wait as any other; then one wrong one is the fifth.
    let said = until("the fifth try to be taken", || {
        let ran = desk.by("Ines", "wrong", &["do", line]);
        assert_ne!(ran.code, 0, "{ran:?}");
        let words = format!("{}{}", ran.out, ran.err);
        (!words.contains("Wait")).then_some(words)
    });
    assert!(said.contains("locked out"), "{said}");
    for args in [&["do", line][..], &["list"], &["operator", "list"]] {
        let ran = desk.by("Ines", "ines", args);
        let words = format!("{}{}", ran.out, ran.err);
        assert!(
            ran.code != 0 && words.contains("locked out"),
            "{args:?}: {words}"
        );
    }
    assert_eq!(notes(), 1, "nothing was written");
    let release = ["operator", "release", "Ines", "--reason", "spoke with her"];
    assert!(desk.by("Ines", "ines", &release).code != 0);
    let released = desk.by("Olga", "olga", &release);
    assert_eq!(released.code, 0, "{released:?}");
    assert_eq!(desk.by("Ines", "ines", &["do", line]).code, 0);
    assert_eq!(notes(), 2);
}
