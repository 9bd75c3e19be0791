//! Drafts on disks that tear, refuse and forget.

use super::*;
use crate::env::disk::Real;
use crate::env::faulty::{Call, Fault, Faulty};

const LATER: Moment = Moment(10_000_000);

fn open(folder: &Path) -> DraftFiles {
    DraftFiles::open(Arc::new(Real::new()), folder).unwrap()
}

fn left(folder: &Path) -> Vec<(String, String)> {
    open(folder)
        .left_behind()
        .into_iter()
        .map(|draft| (draft.place, draft.text))
        .collect()
}

#[test]
fn a_draft_survives_a_kill_and_a_torn_end_costs_only_the_last_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut drafts = open(folder.path());
    drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "bus", Moment(0));
    drafts.keep(
        SessionId(1),
        "Priya",
        "A-0001/seen.place",
        "bus stop",
        Moment(0),
    );
    drafts.sync(LATER, false).unwrap();
    drop(drafts);
    let here = ("A-0001/seen.place".to_owned(), "bus stop".to_owned());
    assert_eq!(left(folder.path()), [here]);

    let path = folder
        .path()
        .join(FOLDER)
        .join(format!("{}.draft", SessionId(1)));
    let bytes = std::fs::read(&path).unwrap();
    let mut file = Real::new().open(&path, How::Write).unwrap();
    file.set_len(bytes.len() as u64 - 3).unwrap();
    let here = ("A-0001/seen.place".to_owned(), "bus".to_owned());
    assert_eq!(left(folder.path()), [here]);
}

#[test]
fn what_the_disk_refused_is_said_until_it_is_there() {
    for call in [Call::Open, Call::Write, Call::Sync] {
        let folder = tempfile::tempdir().unwrap();
        let disk = Faulty::over(Arc::new(Real::new()));
        let mut drafts = DraftFiles::open(Arc::new(disk.clone()), folder.path()).unwrap();
        drafts.keep(SessionId(2), "Dan", "A-0002/note", "rings back", Moment(0));
        drafts.sync(Moment(0), true).unwrap();
        disk.order(Fault {
            call,
            after: 0,
            times: 1,
            errno: 5,
            short: 7,
        });
        drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "bus", Moment(0));
        let failed = drafts.sync(Moment(0), true).is_err() || drafts.trouble().is_some();
        assert!(
            failed || left(folder.path()).len() == 2,
            "{call:?}: neither kept nor said"
        );
        // Another screen's key and its sync do not make it good by themselves.
        drafts.keep(
            SessionId(2),
            "Dan",
            "A-0002/note",
            "rings back at 3",
            Moment(0),
        );
        assert!(drafts.due_in().is_some(), "{call:?}: not tried again");
        drafts.sync(LATER, true).unwrap();
        assert_eq!(drafts.trouble(), None);
        let mut there = left(folder.path());
        there.sort();
        let place = |place: &str, text: &str| (place.to_owned(), text.to_owned());
        assert_eq!(
            there,
            [
                place("A-0001/seen.place", "bus"),
                place("A-0002/note", "rings back at 3"),
            ],
            "{call:?}"
        );
    }
}

#[test]
fn what_a_killed_desk_left_to_the_system_is_written_anew_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut drafts = open(folder.path());
    drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "bus", Moment(0));
    drop(drafts);
    let disk = Faulty::over(Arc::new(Real::new()));
    let mut drafts = DraftFiles::open(Arc::new(disk.clone()), folder.path()).unwrap();
    assert_eq!(drafts.left_behind().len(), 1);
    drafts.sync(LATER, false).unwrap();
    let deeds = disk.take_deeds();
    let synced = |deed: &crate::env::faulty::Deed| matches!(deed, crate::env::faulty::Deed::Sync(path) if path.extension().is_some_and(|e| e == NEW));
    let named = |deed: &crate::env::faulty::Deed| matches!(deed, crate::env::faulty::Deed::Rename(_, to) if to.extension().is_some_and(|e| e == "draft"));
    assert!(deeds.iter().any(synced) && deeds.iter().any(named));
    assert_eq!(left(folder.path())[0].1, "bus");
}

#[test]
fn a_file_that_grew_is_written_anew_beside_itself() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Faulty::over(Arc::new(Real::new()));
    let mut drafts = DraftFiles::open(Arc::new(disk.clone()), folder.path()).unwrap();
    let long = "bus stop ".repeat(12_000);
    for text in [
        long.clone(),
        long.clone() + "a",
        long.clone() + "b",
        long.clone() + "c",
    ] {
        drafts.keep(SessionId(1), "Priya", "A-0001/note", &text, Moment(0));
        drafts.sync(LATER, true).unwrap();
    }
    let size = |name: &str| {
        std::fs::metadata(folder.path().join(FOLDER).join(name)).map(|data| data.len())
    };
    let name = format!("{}.draft", SessionId(1));
    assert!(size(&name).unwrap() < LARGE, "it grew without end");
    assert!(size(&format!("{name}.{NEW}")).is_err(), "left behind");
    assert!(
        disk.take_deeds().iter().all(|deed| !matches!(
            deed,
            crate::env::faulty::Deed::Length(path, 0) if !path.ends_with(format!("{name}.{NEW}"))
        )),
        "what was safe was cut before the new was"
    );
    assert_eq!(left(folder.path())[0].1, long + "c");
}

#[test]
fn what_was_committed_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut drafts = open(folder.path());
    drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "bus", Moment(0));
    drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "", Moment(0));
    drafts.sync(LATER, false).unwrap();
    assert_eq!(left(folder.path()), []);
    assert_eq!(
        std::fs::read_dir(folder.path().join(FOLDER))
            .unwrap()
            .count(),
        0
    );
}

#[test]
fn on_a_sealed_desk_nothing_typed_stands_in_the_file_and_another_key_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let open = |key: u8| {
        let seal = Some(DraftSeal::of([key; 32].into()));
        DraftFiles::sealed(Arc::new(Real::new()), folder.path(), seal).unwrap()
    };
    let mut drafts = open(1);
    drafts.keep(
        SessionId(1),
        "Priya",
        "A-0001/seen.place",
        "bus stop",
        Moment(0),
    );
    drafts.sync(LATER, true).unwrap();
    drop(drafts);
    let path = folder
        .path()
        .join(FOLDER)
        .join(format!("{}.draft", SessionId(1)));
    let bytes = std::fs::read(&path).unwrap();
    for word in ["bus", "Priya", "seen.place"] {
        assert!(!String::from_utf8_lossy(&bytes).contains(word), "{word}");
    }
    let mut other = open(2);
    assert!(other.left_behind().is_empty());
    assert!(other.trouble().unwrap().contains("cannot be opened"));
    drop(other);
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "left as it was");
    assert_eq!(open(1).left_behind()[0].text, "bus stop");
}

#[test]
fn two_screens_of_one_operator_each_keep_their_text_until_one_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let mut drafts = open(folder.path());
    for (session, text) in [(1, "bus"), (2, "bus stop")] {
        drafts.keep(
            SessionId(session),
            "Priya",
            "A-0001/seen.place",
            text,
            Moment(0),
        );
    }
    drafts.sync(LATER, true).unwrap();
    drop(drafts);
    let here = |text: &str| ("A-0001/seen.place".to_owned(), text.to_owned());
    assert_eq!(left(folder.path()), [here("bus"), here("bus stop")]);
    let mut drafts = open(folder.path());
    drafts.keep(SessionId(1), "Priya", "A-0001/seen.place", "", Moment(0));
    drafts.sync(LATER, true).unwrap();
    drop(drafts);
    assert_eq!(left(folder.path()), [here("bus stop")]);
}
