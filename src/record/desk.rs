//! The desk's own record: who it is, its settings, packs and directory.

use std::collections::BTreeMap;

use super::event::{Event, Recorded};
use super::who::Roster;
use super::{DeskId, SafeText, Zone};

/// What stands in place of an agency's name that nobody has given.
pub const NAMELESS: &str = "this agency";

/// A pack as adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// Its version.
    pub version: String,
    /// SHA-256 of its text, in hexadecimal.
    pub sha256: String,
    /// The whole text.
    pub text: String,
}

/// The desk's own record.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// Its id.
    pub id: DeskId,
    /// The agency's name.
    pub agency: SafeText,
    /// The agency's zone.
    pub zone: Zone,
    /// Made-up cases only.
    pub practice: bool,
    /// The letter before case numbers.
    pub prefix: String,
    /// Settings by key.
    pub settings: BTreeMap<String, SafeText>,
    /// Packs by id, the one in force last.
    pub packs: BTreeMap<String, Vec<Adopted>>,
    /// Directory entries by key, each a TOML table.
    pub directory: BTreeMap<String, String>,
    /// Who may act, and what a supervisor still has to review.
    pub roster: Roster,
    /// The sequence of the last event folded in.
    pub seq: u64,
}

impl Desk {
    /// The desk that its first event founds; `None` when that is another event or names no zone we know.
    pub fn found(recorded: &Recorded) -> Option<Self> {
        let Event::DeskFounded {
            desk,
            agency,
            zone,
            practice,
            prefix,
        } = &recorded.event
        else {
            return None;
        };
        Some(Self {
            id: *desk,
            agency: agency.clone(),
            zone: zone.parse().ok()?,
            practice: *practice,
            prefix: prefix.clone(),
            settings: BTreeMap::new(),
            packs: BTreeMap::new(),
            directory: BTreeMap::new(),
            roster: Roster::default(),
            seq: recorded.seq,
        })
    }

    /// Folds one event in.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        match &recorded.event {
            Event::DeskSet { key, value } => {
                match key.as_str() {
                    "agency" => self.agency = value.clone(),
                    "zone" => {
                        if let Ok(zone) = value.as_str().parse() {
                            self.zone = zone;
                        }
                    }
                    _ => {}
                }
                self.settings.insert(key.clone(), value.clone());
            }
            Event::PackAdopted {
                id,
                version,
                sha256,
                text,
            } => {
                self.packs.entry(id.clone()).or_default().push(Adopted {
                    version: version.clone(),
                    sha256: sha256.clone(),
                    text: text.clone(),
                });
            }
            Event::DirectorySet { key, entry } => match entry {
                Some(entry) => {
                    self.directory.insert(key.clone(), entry.clone());
                }
                None => {
                    self.directory.remove(key);
                }
            },
            _ => self.roster.apply(recorded),
        }
    }
}
