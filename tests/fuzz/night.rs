//! Bytes to begin from for what a session and the desk say to each other: every command of the table asked of a desk
//! in memory, and everything that it answers.

use porchlight::codec::{command, wire};
use porchlight::desk::commands;
use porchlight::desk::founding::Founding;
use porchlight::desk::local::LocalDesk;
use porchlight::record::{DeskId, Moment, SessionId};
use porchlight::store::MemoryLog;
use porchlight::wire::{Ask, Request};

const SESSION: SessionId = SessionId(3);

/// Requests and messages, encoded.
pub struct Said {
    pub requests: Vec<Vec<u8>>,
    pub messages: Vec<Vec<u8>>,
}

/// What is said in a night of every command and every look.
pub fn said() -> Said {
    let founding = Founding {
        desk: DeskId(1),
        agency: Some("Harlan County".into()),
        zone: Some("America/New_York".parse().unwrap()),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    let now = Moment(1_802_153_520_000_000);
    let mut desk =
        LocalDesk::open_or_found(MemoryLog::new(), now, 1 << 64, &founding, "Priya").unwrap();
    let mut said = Said {
        requests: Vec::new(),
        messages: Vec::new(),
    };
    let mut asks = vec![Ask::WatchBoard];
    for row in commands::TABLE {
        for line in row.examples {
            asks.extend(
                command::read(line, commands::example)
                    .ok()
                    .map(|line| Ask::Do(line.command)),
            );
        }
    }
    asks.extend([Ask::Find("Jane".into()), Ask::Drafts]);
    let mut number = 0;
    let mut ask = |desk: &mut LocalDesk<MemoryLog>, ask: Ask, said: &mut Said| {
        number += 1;
        let request = Request {
            session: SESSION,
            number,
            operator: "Priya".into(),
            ask,
        };
        said.requests.push(wire::encode_request(&request));
        for (_, message) in desk.request(request) {
            said.messages.push(wire::encode_message(&message));
        }
    };
    for one in asks {
        ask(&mut desk, one, &mut said);
    }
    let cases: Vec<_> = desk.core().docket().cases().map(|case| case.id).collect();
    for case in cases {
        for one in [
            Ask::WatchCase(Some(case)),
            Ask::Sheet {
                case,
                sheet: "police".into(),
            },
            Ask::Sheet {
                case,
                sheet: "ncmec".into(),
            },
            Ask::History {
                case,
                field: None,
                item: None,
            },
        ] {
            ask(&mut desk, one, &mut said);
        }
    }
    said
}
