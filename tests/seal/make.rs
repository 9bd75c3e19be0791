//! Desks to look after, and the program to do it with.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::env::disk::Real;
use porchlight::record::{DeskId, Moment, SessionId};
use porchlight::store::Store;
use porchlight::wire::{Command as Ask, Outcome};

pub const START: Moment = Moment(1_794_000_000_000_000);
pub const SCREEN: SessionId = SessionId(7);

/// A founded desk, as a screen would have it.
pub fn desk(folder: &Path) -> LocalDesk<Store> {
    let store = Store::open(folder, Arc::new(Real::new()), START)
        .unwrap()
        .store;
    let founding = Founding {
        desk: DeskId(0xDE5C),
        agency: Some("Lakeview County Children's Services".into()),
        zone: Some("America/Chicago".parse().unwrap()),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    LocalDesk::found(store, START, 1 << 64, &founding, "Ruth Okafor").unwrap()
}

/// Begins an intake for a name; the case's number.
pub fn intake(desk: &mut LocalDesk<Store>, name: &str) -> String {
    intake_at(desk, SCREEN, name)
}

/// The same at another screen: one that was started anew counts its requests from 1.
pub fn intake_at(desk: &mut LocalDesk<Store>, screen: SessionId, name: &str) -> String {
    let open = Ask::Open {
        key_at: None,
        name: Some(name.into()),
        child: None,
        channel: None,
        came_at: None,
        zone: None,
        linked: Vec::new(),
    };
    match desk.carry(screen, "Ruth Okafor", open).unwrap() {
        Outcome::Saved { case_number, .. } => case_number.unwrap(),
        other => panic!("{other:?}"),
    }
}

/// The program on a desk, with no key and nothing else of this test's surroundings.
pub fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_porchlight"));
    command
        .args(words)
        .env_clear()
        .env("HOME", folder.parent().unwrap())
        .env("PORCHLIGHT_DESK", folder);
    command
}

/// What the program said and how it ended.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program to its end.
pub fn run(folder: &Path, words: &[&str]) -> Said {
    said(command(folder, words).output().unwrap())
}
