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
use porchlight::record::{Batch, DeskId, Moment, Problem, Recorded, SessionId, Stream};
use porchlight::store::{Log, LogError, Store};
use porchlight::wire::Outcome;

use super::asks::Seen;
use super::disk::SimDisk;
use super::mind::{Fault, Mind};

/// Journal segments of this size rotate within one night.
const SEGMENT: u64 = 32 << 10;

/// Where the desk stands on its disk. Nothing on the machine's own disk has this name, and nothing can.
pub const FOLDER: &str = "/proc/porchlight-simulated/desk";

/// When the nights begin.
pub const START: Moment = Moment(1_794_000_000_000_000);

/// A disk on which a desk was founded and two cases were opened, and those cases.
pub fn founded() -> (SimDisk, Seen) {
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
    drop(desk.into_log());
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
