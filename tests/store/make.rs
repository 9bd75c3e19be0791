//! Batches to write, and desks to write them to.

use std::path::Path;
use std::sync::Arc;

use porchlight::env::disk::Real;
use porchlight::record::{
    Batch, CaseId, DeskId, Event, Moment, Recorded, SafeText, SessionId, Stream,
};
use porchlight::store::seal::unlock::Unlock;
use porchlight::store::{Log, OpenError, Opened, Store};

pub const START: Moment = Moment(1_794_000_000_000_000);
pub const CASE: Stream = Stream::Case(CaseId(0xCA5E));
pub const OTHER: Stream = Stream::Case(CaseId(0x07E4));

/// A batch of events with no expectation, asked by nobody.
pub fn batch(events: Vec<(Stream, Event)>) -> Batch {
    Batch {
        expected: Vec::new(),
        events,
        at: START,
        operator: SafeText::line("Ruth Okafor"),
        session: SessionId(1),
        request: 0,
    }
}

pub fn founding() -> Batch {
    batch(vec![(
        Stream::Desk,
        Event::DeskFounded {
            desk: DeskId(0xDE5C),
            agency: SafeText::line("Lakeview County Children's Services"),
            zone: "America/Chicago".to_owned(),
            practice: false,
            prefix: "A".to_owned(),
        },
    )])
}

pub fn note(text: &str) -> Event {
    Event::Noted {
        text: SafeText::line(text),
    }
}

pub fn text_of(recorded: &Recorded) -> Option<&str> {
    match &recorded.event {
        Event::Noted { text } => Some(text.as_str()),
        _ => None,
    }
}

pub fn open(folder: &Path) -> Opened {
    Store::open(folder, Arc::new(Real::new()), START).unwrap()
}

/// Opens a desk as a start does: by the indexes of its journal.
pub fn by_index(folder: &Path) -> Result<Opened, OpenError> {
    let disk = Arc::new(Real::new());
    Store::open_by_index(folder, disk, START, &Unlock::of_process())
}

/// A desk with its founding and so many notes, one a batch, on two cases in turn.
pub fn filled(folder: &Path, notes: u64) -> Store {
    let mut store = open(folder).store;
    store.append(&founding()).unwrap();
    for n in 0..notes {
        let stream = if n % 2 == 0 { CASE } else { OTHER };
        store
            .append(&batch(vec![(stream, note(&format!("note {n}")))]))
            .unwrap();
    }
    store
}

/// Everything in a log, as (stream, sequence, text).
pub fn everything(log: &mut dyn Log) -> Vec<(Stream, u64, String)> {
    let mut all = Vec::new();
    log.read_all(&mut |r| {
        all.push((r.stream, r.seq, text_of(&r).unwrap_or("").to_owned()));
    })
    .unwrap();
    all
}
