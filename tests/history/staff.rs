//! A desk with people on its roster, founded once and copied for every run, and what its cases hold for whom.
//!
//! The phrases go through few rounds, so that many can sign in within a second; everything else is as anywhere.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use porchlight::codec::command;
use porchlight::desk::commands;
use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::desk::phrases;
use porchlight::env::disk::Real;
use porchlight::record::who::{Role, Verifier};
use porchlight::record::{
    Batch, CaseId, DeskId, Event, Moment, OperatorId, SafeText, SessionId, Stream,
};
use porchlight::store::{Log, Store};
use porchlight::wire::Outcome;
use porchlight::wire::who::Phrase;

use crate::store::scratch::scratch;

/// Who is on the roster. The last of them is never at a screen: whoever tries that name does not know the phrase.
pub const PEOPLE: &[(&str, Role)] = &[
    ("Olga Brandt", Role::Supervisor),
    ("Sven Ekberg", Role::Supervisor),
    ("Ines Mora", Role::Intake),
    ("Dan Wu", Role::Intake),
    ("Mia Tran", Role::Intake),
    ("Joan Pike", Role::Intake),
    ("Ravi Shah", Role::Reviewer),
    ("Rosa Lindt", Role::Reviewer),
    ("Aude Blanc", Role::Auditor),
    ("Abel Frost", Role::Auditor),
    ("Wanda Kay", Role::Intake),
];

/// How many of them sit at screens.
pub const SITTING: usize = PEOPLE.len() - 1;

/// Whom supervisors suspend, restore and give other roles.
pub const MOVED: &[&str] = &["Mia Tran", "Joan Pike", "Rosa Lindt", "Abel Frost"];

/// The session that made the cases, before there was a roster.
pub const OPENER: SessionId = SessionId(1 << 70);

const AT: Moment = Moment(1_794_000_000_000_000);

/// A case: its id, its number, and what is masked in it.
#[derive(Debug, Clone)]
pub struct Marked {
    pub case: CaseId,
    pub number: String,
    pub masked: String,
}

/// Everybody's phrase.
pub fn phrase_of(name: &str) -> Phrase {
    Phrase::new(format!("the lamp of {name}"))
}

/// A folder with a desk in it, and its cases.
pub struct Desk {
    _home: tempfile::TempDir,
    pub cases: Vec<Marked>,
}

static STAFFED: OnceLock<Desk> = OnceLock::new();
static OPEN: OnceLock<Desk> = OnceLock::new();

/// Puts a copy of the desk into a folder: with its roster, or one that has none.
pub fn put(folder: &Path, staffed: bool) -> Vec<Marked> {
    let desk = match staffed {
        true => STAFFED.get_or_init(|| made(true)),
        false => OPEN.get_or_init(|| made(false)),
    };
    copy(&desk._home.path().join("desk"), folder);
    desk.cases.clone()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o700)).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &there),
            false => {
                std::fs::copy(entry.path(), there).unwrap();
            }
        }
    }
}

fn made(staffed: bool) -> Desk {
    let home = scratch();
    let store = Store::open(&home.path().join("desk"), Arc::new(Real::new()), AT)
        .map_err(|error| error.problem())
        .unwrap()
        .store;
    let founding = Founding {
        desk: DeskId(1),
        agency: Some("Harlan County".into()),
        zone: Some("America/New_York".parse().unwrap()),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    let mut desk = LocalDesk::found(store, AT, 1 << 90, &founding, "Priya Nair").unwrap();
    let mut cases = Vec::new();
    for n in 1..=3 {
        let mut carry = |line: String| {
            let line = command::read(&line, commands::example).unwrap();
            desk.carry(OPENER, "Priya Nair", line.command).unwrap()
        };
        let opened = carry(r#"{"do":"open","name":"Zqopen Okafor","channel":"phone"}"#.into());
        let Outcome::Saved {
            case: Some(case),
            case_number: Some(number),
            ..
        } = opened
        else {
            panic!("{opened:?}");
        };
        let masked = format!("987-65-432{n}");
        for (field, value) in [
            ("child.ssn", masked.as_str()),
            ("carried.weapon", "zqt3 kitchen knife"),
            ("found.changes", "zqt4 another foster home"),
            ("seen.wearing", "zqopen black hoodie"),
        ] {
            carry(format!(
                r#"{{"do":"answer","case":"{number}","field":"{field}","value":"{value}"}}"#
            ));
        }
        cases.push(Marked {
            case,
            number,
            masked,
        });
    }
    let mut store = desk.into_log();
    if staffed {
        store.append(&roster()).unwrap();
    }
    drop(store);
    Desk { _home: home, cases }
}

fn roster() -> Batch {
    let mut events = Vec::new();
    for (n, (name, role)) in PEOPLE.iter().enumerate() {
        let id = OperatorId(n as u128 + 1);
        let salt = [n as u8 + 1; 16];
        let verifier = Verifier {
            rounds: 3,
            salt,
            check: phrases::derive(&phrase_of(name), &salt, 3),
        };
        events.push(Event::OperatorAdded {
            id,
            name: SafeText::line(name),
            role: *role,
            account: None,
        });
        events.push(Event::PhraseSet { id, verifier });
    }
    Batch {
        expected: Vec::new(),
        events: events.into_iter().map(|e| (Stream::Desk, e)).collect(),
        at: AT.plus(1_000_000),
        operator: SafeText::line("Priya Nair"),
        session: OPENER,
        request: 0,
    }
}
