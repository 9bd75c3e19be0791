//! Founding a desk: the first batch of its log.

use crate::record::desk::NAMELESS;
use crate::record::event::Event;
use crate::record::{Batch, DeskId, Moment, SafeText, Stream, Zone};
use crate::rules::pack::{FEDERAL, FEDERAL_TOML};

use super::core::OURS;

/// What a desk is founded with.
#[derive(Debug, Clone)]
pub struct Founding {
    /// Its own random id.
    pub desk: DeskId,
    /// The agency's name; `None` until somebody gives it.
    pub agency: Option<String>,
    /// The agency's zone, when somebody chose it.
    pub zone: Option<Zone>,
    /// The zone to assume meanwhile: the machine's own, where it has one.
    pub machine_zone: Option<Zone>,
    /// A throw-away desk with made-up cases.
    pub practice: bool,
    /// The letter before case numbers.
    pub prefix: String,
}

/// What is assumed until an agency names its zone: the zone most agencies are in.
pub const ASSUMED: Zone = Zone(chrono_tz::Tz::America__New_York);

/// The first batch: the desk founded, what was chosen, the federal pack adopted.
///
/// A zone that nobody chose is assumed, and the board says so until somebody sets it: what was chosen is
/// recorded as a setting, what was assumed is not.
pub fn batch(founding: &Founding, version: &str, operator: &SafeText, at: Moment) -> Batch {
    let chosen = founding.zone;
    let zone = chosen.or(founding.machine_zone).unwrap_or(ASSUMED);
    let agency = founding
        .agency
        .as_deref()
        .map(SafeText::line)
        .filter(|name| !name.is_empty());
    let mut events = vec![Event::DeskFounded {
        desk: founding.desk,
        agency: agency.clone().unwrap_or_else(|| SafeText::line(NAMELESS)),
        zone: zone.name().to_owned(),
        practice: founding.practice,
        prefix: founding.prefix.clone(),
    }];
    if let Some(value) = agency {
        events.push(Event::DeskSet {
            key: "agency".to_owned(),
            value,
        });
    }
    if chosen.is_some() {
        events.push(Event::DeskSet {
            key: "zone".to_owned(),
            value: SafeText::line(zone.name()),
        });
    }
    events.push(Event::PackAdopted {
        id: FEDERAL.to_owned(),
        version: version.to_owned(),
        sha256: sha256(FEDERAL_TOML),
        text: FEDERAL_TOML.to_owned(),
    });
    Batch {
        expected: vec![(Stream::Desk, 0)],
        events: events
            .into_iter()
            .map(|event| (Stream::Desk, event))
            .collect(),
        at,
        operator: operator.clone(),
        session: OURS,
        request: 0,
    }
}

/// SHA-256 of a text, in hexadecimal.
fn sha256(text: &str) -> String {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
