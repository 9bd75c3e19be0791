//! A desk's process in the simulation: the core over the real store and the real draft files on the simulated
//! disk. What the thread does in one go is cut in pieces here, so that anything can happen between them.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use porchlight::codec::command;
use porchlight::desk::commands;
use porchlight::desk::core::{Core, Input, Output, Unsaved};
use porchlight::desk::draft_file::DraftFiles;
use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::env::clock::{Clock, Movable, Present};
use porchlight::record::who::{Role, Verifier};
use porchlight::record::{Batch, DeskId, Moment, Problem, Recorded, SessionId, Stream};
use porchlight::record::{Event, OperatorId, SafeText};
use porchlight::store::{Log, LogError, Store};
use porchlight::wire::Outcome;
use porchlight::wire::who::Phrase;

use super::asks::Seen;
use super::disk::SimDisk;
use super::mind::{Fault, Mind};

/// Journal segments of this size rotate within one night.
const SEGMENT: u64 = 32 << 10;

/// Where the desk stands on its disk. Nothing on the machine's own disk has this name, and nothing can.
pub const FOLDER: &str = "/proc/porchlight-simulated/desk";

/// When the nights begin.
pub const START: Moment = Moment(1_794_000_000_000_000);

/// Who is on the roster of a desk that has one.
pub const ROSTER: &[(&str, Role)] = &[
    ("Dan Reyes", Role::Intake),
    ("Lena Ortiz", Role::Supervisor),
    ("Priya Nair", Role::Supervisor),
    ("Oscar Hale", Role::Reviewer),
];

/// Everybody's phrase.
pub fn phrase_of(name: &str) -> Phrase {
    Phrase::new(format!("the lamp of {name}"))
}

/// Stands in for the slow function, so that nights are many.
pub fn quick(phrase: &Phrase, salt: &[u8; 16]) -> [u8; 32] {
    let mut out = [7_u8; 32];
    let bytes = phrase.as_str().bytes().chain(salt.iter().copied());
    for (n, byte) in bytes.enumerate() {
        out[n % 32] = out[n % 32].rotate_left(3) ^ byte ^ (n as u8);
    }
    out
}

fn roster() -> Batch {
    let mut events = Vec::new();
    for (n, (name, role)) in ROSTER.iter().enumerate() {
        let id = OperatorId(n as u128 + 1);
        let salt = [n as u8; 16];
        events.push(Event::OperatorAdded {
            id,
            name: SafeText::line(name),
            role: *role,
            account: None,
        });
        let verifier = Verifier {
            rounds: 1,
            salt,
            check: quick(&phrase_of(name), &salt),
        };
        events.push(Event::PhraseSet { id, verifier });
    }
    Batch {
        expected: Vec::new(),
        events: events.into_iter().map(|e| (Stream::Desk, e)).collect(),
        at: START,
        operator: SafeText::line("Priya Nair"),
        session: SessionId(1 << 70),
        request: 0,
    }
}

/// The disks that nights begin on: a desk that knows nobody, and one with a roster.
pub struct Templates {
    pub open: (SimDisk, Seen),
    pub staffed: (SimDisk, Seen),
}

impl Templates {
    pub fn new() -> Self {
        Self {
            open: founded(false),
            staffed: founded(true),
        }
    }

    /// The one of a seed: every second night has a roster.
    pub fn of(&self, seed: u64) -> &(SimDisk, Seen) {
        match is_staffed(seed) {
            true => &self.staffed,
            false => &self.open,
        }
    }
}

/// Whether the desk of a night has a roster.
pub fn is_staffed(seed: u64) -> bool {
    seed % 2 == 1
}

/// A disk on which a desk was founded and two cases were opened, and those cases.
pub fn founded(staffed: bool) -> (SimDisk, Seen) {
    let disk = SimDisk::default();
    let store = opened(&disk, START).unwrap();
    let founding = Founding {
        desk: DeskId(1),
        agency: Some("Harlan County".into()),
        zone: Some("America/New_York".parse().unwrap()),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    let mut desk = LocalDesk::found(store, START, 1 << 90, &founding, "Priya Nair").unwrap();
    let mut seen = Seen::default();
    for line in [
        r#"{"do":"open","name":"Tanisha Okafor","channel":"phone"}"#,
        r#"{"do":"open","name":"Chidi Okafor","linked":["last"]}"#,
    ] {
        let line = command::read(line, commands::example).unwrap();
        let done = desk.carry(SessionId(1 << 70), "Priya Nair", line.command);
        let Ok(Outcome::Saved {
            case: Some(id),
            case_number: Some(number),
            ..
        }) = done
        else {
            panic!("{done:?}");
        };
        seen.cases.push((id, number));
    }
    let mut store = desk.into_log();
    if staffed {
        store.append(&roster()).unwrap();
    }
    drop(store);
    disk.heal();
    (disk, seen)
}

fn opened(disk: &SimDisk, now: Moment) -> Result<Store, String> {
    Store::sized(Path::new(FOLDER), Arc::new(disk.clone()), now, SEGMENT)
        .map(|opened| opened.store)
        .map_err(|error| error.problem().to_string())
}

/// A desk that runs.
pub struct Machine {
    pub mind: Mind,
    pub store: Store,
    pub drafts: DraftFiles,
    present: Present,
    /// The batch that went to the disk and has not come back.
    pub flight: Option<Batch>,
    /// Reads that have not come back.
    pub reads: VecDeque<(u64, Vec<Stream>)>,
    /// Phrases on their way through the slow function, and what will come out.
    pub phrases: VecDeque<(u64, [u8; 32])>,
    pub trouble: Option<String>,
}

/// A desk that was opened: what its log held, and which drafts were there.
pub struct Woken {
    pub machine: Machine,
    pub log: Vec<Recorded>,
    pub drafts: Vec<(SessionId, String, String)>,
}

impl Machine {
    /// Starts the desk on what the disk holds.
    pub fn start(disk: &SimDisk, clock: &Movable, fault: Option<Fault>) -> Result<Woken, String> {
        let mut store = opened(disk, clock.wall())?;
        let mut core = Core::new();
        let mut log = Vec::new();
        store
            .read_all(&mut |recorded| {
                core.fold(&recorded);
                log.push(recorded);
            })
            .map_err(|error| format!("the log cannot be read whole: {error}"))?;
        let mut present = Present::new(Box::new(clock.clone()), store.last_time());
        core.ready(present.read().now)
            .map_err(|problem| problem.to_string())?;
        let seal = store
            .draft_seal()
            .map_err(|error| format!("no seal for the drafts: {error}"))?;
        let mut drafts = DraftFiles::sealed(Arc::new(disk.clone()), Path::new(FOLDER), seal)
            .map_err(|problem| problem.to_string())?;
        let mut found = Vec::new();
        for draft in drafts.left_behind() {
            found.push((draft.session, draft.place.clone(), draft.text.clone()));
            core.step(Input::DraftFound {
                session: draft.session,
                operator: draft.operator,
                place: draft.place,
                text: draft.text,
            });
        }
        let machine = Self {
            mind: Mind::of(core, fault),
            store,
            drafts,
            present,
            flight: None,
            reads: VecDeque::new(),
            phrases: VecDeque::new(),
            trouble: None,
        };
        Ok(Woken {
            machine,
            log,
            drafts: found,
        })
    }

    /// The present, and by how much the wall clock was found to have jumped.
    pub fn now(&mut self) -> (Moment, Option<i64>) {
        let reading = self.present.read();
        (reading.now, reading.jumped)
    }

    /// Feeds the core; what it wants of the disk waits until it is taken up, the rest is given back.
    pub fn step(&mut self, input: Input) -> Result<Vec<Output>, String> {
        let mut out = Vec::new();
        for output in self.mind.step(input) {
            match output {
                Output::Append(batch) => {
                    if self.flight.is_some() {
                        return Err("a second batch went out before the first came back".into());
                    }
                    self.flight = Some(batch);
                }
                Output::Read { ticket, streams } => self.reads.push_back((ticket, streams)),
                Output::Derive {
                    ticket,
                    phrase,
                    salt,
                    ..
                } => self.phrases.push_back((ticket, quick(&phrase, &salt))),
                other => out.push(other),
            }
        }
        Ok(out)
    }

    /// The disk takes up the batch; what it says goes back to the core with [`Machine::step`].
    pub fn append(&mut self, batch: &Batch) -> Result<Vec<Recorded>, Unsaved> {
        match self.store.append(batch) {
            Ok(recorded) => Ok(recorded),
            Err(LogError::Moved) => {
                let mut since = Vec::new();
                for (stream, head) in &batch.expected {
                    match self.store.read(*stream, *head) {
                        Ok(events) => since.extend(events),
                        Err(error) => return Err(failed(&error)),
                    }
                }
                Err(Unsaved::Moved(since))
            }
            Err(error) => Err(failed(&error)),
        }
    }

    /// The disk answers a read.
    pub fn read(&mut self, streams: &[Stream]) -> Result<Vec<Recorded>, Problem> {
        let mut events = Vec::new();
        for stream in streams {
            let read = self.store.read(*stream, 0);
            events.extend(read.map_err(|error| Problem::machine(error.to_string()))?);
        }
        Ok(events)
    }
}

fn failed(error: &LogError) -> Unsaved {
    Unsaved::Failed(Problem::machine(format!("NOT SAVED: {error}.")))
}
