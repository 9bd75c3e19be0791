//! Made-up cases, as many as wanted: nobody in them exists.

use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::record::{Batch, DeskId, Moment, Recorded, SessionId};
use porchlight::store::{Log, MemoryLog, Store};
use porchlight::wire::command::AttemptSaid;
use porchlight::wire::{Command, Outcome, Said};

pub const WHO: &str = "Ruth Okafor";
const FIRST: [&str; 12] = [
    "Tanisha", "Jordan", "Maya", "Elías", "Chloe", "Devon", "Amara", "Noah", "Zoë", "Marcus",
    "Lena", "Isaac",
];
const LAST: [&str; 11] = [
    "Okafor",
    "Reyes",
    "Whitfield",
    "Nguyen",
    "Castellano",
    "Brandt",
    "Osei",
    "Ruiz",
    "Haller",
    "Begay",
    "Kowalski",
];
/// Time over which the cases came in, in microseconds: a day and an hour, so that some are late.
const OVER: i64 = 25 * 3_600_000_000;

pub fn name(n: usize) -> String {
    format!(
        "{} {}{}",
        FIRST[n % FIRST.len()],
        LAST[n / FIRST.len() % LAST.len()],
        // Beyond those pairs names get a second part, so that search has something to tell apart.
        if n < 132 {
            String::new()
        } else {
            format!("-{}{}", LAST[n / 132 % LAST.len()], n / 1452)
        }
    )
}

pub fn founding() -> Founding {
    Founding {
        desk: DeskId(1),
        agency: Some("Lakeview County Children's Services".into()),
        zone: "America/Chicago".parse().ok(),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    }
}

/// A desk with so many open cases, the last of which came in at `now`.
pub fn desk(count: usize, now: Moment) -> LocalDesk<MemoryLog> {
    let begun = now.plus(-OVER);
    let mut desk =
        LocalDesk::found(MemoryLog::new(), begun, 1 << 100, &founding(), WHO).expect("a desk");
    let session = SessionId(2);
    for n in 0..count {
        let part = i64::try_from(n).unwrap_or(0) * (OVER / i64::try_from(count).unwrap_or(1));
        desk.at(begun.plus(part));
        let opened = desk
            .carry(
                session,
                WHO,
                Command::Open {
                    key_at: None,
                    name: Some(name(n)),
                    child: None,
                    channel: Some("phone".into()),
                    came_at: None,
                    zone: None,
                    linked: Vec::new(),
                },
            )
            .expect("an intake");
        let Outcome::Saved {
            case_number: Some(case),
            ..
        } = opened
        else {
            panic!("an intake without a number");
        };
        let born = format!("{}/{}/20{:02}", 1 + n % 12, 1 + n % 28, 9 + n % 8);
        for (field, value) in [
            ("child.dob", born.as_str()),
            ("look.height", "5'4\""),
            ("seen.place", "Lakeview Middle School, Wacker Drive"),
        ] {
            // The largest desks are made with fewer answers: each is a decision of its own, and making them is not measured.
            if count > 10_000 && n % 10 > 0 {
                break;
            }
            desk.carry(session, WHO, answer(&case, field, value))
                .expect("an answer");
        }
        // A proof is compared with those of all other cases, so the largest desks are made with fewer.
        if n % if count > 10_000 { 30 } else { 3 } == 0 {
            let told = AttemptSaid {
                case: case.clone(),
                duty: "police.report".into(),
                channel: Some("phone".into()),
                outcome: "confirmed".into(),
                office: Some("Lakeview Police, dispatch".into()),
                dialled: Some("312-555-0142".into()),
                person: Some("Sgt. Alvarez".into()),
                badge: Some("231".into()),
                number: Some(format!("26-{n:06}")),
                ..AttemptSaid::default()
            };
            desk.carry(session, WHO, Command::Attempt(Box::new(told)))
                .expect("an attempt");
        }
    }
    desk.at(now);
    desk
}

pub fn answer(case: &str, field: &str, value: &str) -> Command {
    Command::Answer {
        case: case.to_owned(),
        field: field.to_owned(),
        item: None,
        said: Said::Value(value.to_owned()),
        said_by: None,
        as_of: None,
        reason: None,
        saw: None,
    }
}

/// What a log holds, as the batches it was written in.
pub fn batches(log: &mut MemoryLog) -> Vec<Batch> {
    let mut all: Vec<Recorded> = Vec::new();
    log.read_all(&mut |recorded| all.push(recorded))
        .expect("the log");
    let mut batches: Vec<Batch> = Vec::new();
    for recorded in all {
        let key = (recorded.session, recorded.request);
        match batches.last_mut() {
            Some(batch) if (batch.session, batch.request) == key && batch.at == recorded.at => {
                batch.events.push((recorded.stream, recorded.event));
            }
            _ => batches.push(Batch {
                expected: Vec::new(),
                events: vec![(recorded.stream, recorded.event)],
                at: recorded.at,
                operator: recorded.operator,
                session: recorded.session,
                request: recorded.request,
            }),
        }
    }
    batches
}

/// Folders with a desk of so many cases each, made when first asked for and shared by the suites.
pub struct Folders {
    home: tempfile::TempDir,
    now: Moment,
    made: std::collections::BTreeSet<usize>,
}

impl Folders {
    pub fn new(home: tempfile::TempDir, now: Moment) -> Self {
        Self {
            home,
            now,
            made: std::collections::BTreeSet::new(),
        }
    }
    /// The folder they stand in.
    pub fn home(&self) -> &std::path::Path {
        self.home.path()
    }
    /// The folder of a desk with so many cases.
    pub fn of(&mut self, count: usize) -> std::path::PathBuf {
        let at = self.home.path().join(format!("desk-{count}"));
        if self.made.insert(count) {
            let begun = std::time::Instant::now();
            folder(&at, count, self.now);
            println!(
                "a desk of {count} cases written in {} s",
                begun.elapsed().as_secs()
            );
        }
        at
    }
    /// Another folder with the same desk, to be copied before anybody works on the first.
    pub fn copy(&mut self, count: usize) -> std::path::PathBuf {
        let from = self.of(count);
        let to = self.home.path().join(format!("desk-{count}-again"));
        copy(&from, &to);
        to
    }
}

/// Copies a folder and what is in it, but for sockets.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(to).expect("a folder");
    let only_us = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(to, only_us).expect("a folder of ours");
    for entry in std::fs::read_dir(from).expect("a folder to copy").flatten() {
        let kind = entry.file_type().expect("what it is");
        let to = to.join(entry.file_name());
        if kind.is_dir() {
            copy(&entry.path(), &to);
        } else if kind.is_file() {
            std::fs::copy(entry.path(), &to).expect("a file");
        }
    }
}

/// Writes a desk of so many cases into a folder, as the program keeps it, sled included.
pub fn folder(at: &std::path::Path, count: usize, now: Moment) {
    let batches = batches(desk(count, now).log_mut());
    let disk = std::sync::Arc::new(porchlight::env::disk::Real::new());
    let mut store = Store::open(at, disk, now).expect("a desk's folder").store;
    let (first, rest) = batches.split_first().expect("a founding");
    store.append(first).expect("the founding");
    for group in rest.chunks(64) {
        for result in store.append_all(group) {
            result.expect("a commit");
        }
    }
    // Until sled has followed, so that a start finds what it finds every day.
    for _ in 0..200 {
        store.idle(now);
        if store.keeps() && store.rebuilding().is_none() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
