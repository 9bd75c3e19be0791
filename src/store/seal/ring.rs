//! The keys file: every record's key, wrapped by the desk key, and the slots that hold the desk key.
//!
//! Lines of text, each with its own checksum. Nothing in it is secret without a slot's own secret, and nothing in
//! it names anybody. New records are appended; anything else replaces the file whole. It stands twice in the
//! desk's folder, so that one damaged file costs nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::crypt::Nonce96;
use crate::env::disk::{Disk, How};
use crate::store::LogError;

/// The folder of keys in a desk's folder.
pub const FOLDER: &str = "keys";
/// The two keys files in it.
pub const FILES: [&str; 2] = ["records.keys", "records.copy"];
/// The key file of a new desk, in the same folder.
pub const KEY_FILE: &str = "desk.key";

/// How a slot holds the desk key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// By a file with a random key.
    File,
    /// By a passphrase.
    Passphrase,
    /// By a systemd credential.
    Credential,
    /// By a printed recovery key.
    Recovery,
}

impl Kind {
    /// Its word in the file and in `key status`.
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Passphrase => "passphrase",
            Self::Credential => "credential",
            Self::Recovery => "recovery",
        }
    }
    fn of(word: &str) -> Option<Self> {
        [
            Self::File,
            Self::Passphrase,
            Self::Credential,
            Self::Recovery,
        ]
        .into_iter()
        .find(|kind| kind.word() == word)
    }
}

/// The desk key, wrapped by one slot's own key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// How.
    pub kind: Kind,
    /// The salt of its derivation.
    pub salt: [u8; 16],
    /// The rounds of its derivation; 1 where the secret is random.
    pub rounds: u32,
    /// The nonce of the wrapping.
    pub nonce: Nonce96,
    /// The wrapped desk key.
    pub wrapped: Vec<u8>,
}

/// A record's key, wrapped by the desk key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// Its version.
    pub version: u32,
    /// The nonce of the wrapping.
    pub nonce: Nonce96,
    /// The wrapped key.
    pub wrapped: Vec<u8>,
}

/// What the keys file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ring {
    /// The desk's own random id, to which everything sealed is bound.
    pub id: u128,
    /// How often the file was replaced.
    pub turn: u64,
    /// The version of the desk key.
    pub desk: u32,
    /// Its slots.
    pub slots: Vec<Slot>,
    /// Every record's key.
    pub records: BTreeMap<u128, Wrapped>,
    /// Records whose key was destroyed.
    pub gone: BTreeSet<u128>,
}

/// Thousands of keys are read at every start, so that digits go by hand and not by the formatter.
fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from(if n < 10 { b'0' + n } else { b'a' - 10 + n });
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    rest.is_empty().then_some(())?;
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect()
}

fn line(words: &str) -> String {
    format!("{words} {:08x}\n", crc32fast::hash(words.as_bytes()))
}

/// The line of one record's key.
pub fn record_line(record: u128, key: &Wrapped) -> String {
    line(&format!(
        "record {record:032x} {} {} {}",
        key.version,
        hex(&key.nonce),
        hex(&key.wrapped)
    ))
}

impl Ring {
    /// The whole file.
    pub fn to_text(&self) -> String {
        let mut text = line(&format!(
            "porchlight-keys 1 {:032x} {} {}",
            self.id, self.turn, self.desk
        ));
        for slot in &self.slots {
            text.push_str(&line(&format!(
                "slot {} {} {} {} {}",
                slot.kind.word(),
                hex(&slot.salt),
                slot.rounds,
                hex(&slot.nonce),
                hex(&slot.wrapped)
            )));
        }
        for record in &self.gone {
            text.push_str(&line(&format!("gone {record:032x}")));
        }
        for (record, key) in &self.records {
            text.push_str(&record_line(*record, key));
        }
        text
    }

    /// What a file says, and whether all of it could be read; an unfinished last line counts as never written.
    pub fn from_text(text: &str) -> Option<(Self, bool)> {
        let mut ring = Self::default();
        let mut whole = true;
        let end = text.rfind('\n').map_or(0, |at| at + 1);
        for (n, row) in text[..end].lines().enumerate() {
            let taken = row
                .rsplit_once(' ')
                .filter(|(words, sum)| {
                    u32::from_str_radix(sum, 16) == Ok(crc32fast::hash(words.as_bytes()))
                })
                .and_then(|(words, _)| ring.take(words));
            match taken {
                Some(()) => {}
                None if n == 0 => return None,
                None => whole = false,
            }
        }
        (ring.id != 0).then_some((ring, whole))
    }

    fn take(&mut self, words: &str) -> Option<()> {
        let id = |text: &str| u128::from_str_radix(text, 16).ok();
        let words: Vec<&str> = words.split(' ').collect();
        match words.as_slice() {
            ["porchlight-keys", "1", own, turn, desk] => {
                self.id = id(own)?;
                self.turn = turn.parse().ok()?;
                self.desk = desk.parse().ok()?;
            }
            ["slot", kind, salt, rounds, nonce, wrapped] => self.slots.push(Slot {
                kind: Kind::of(kind)?,
                salt: unhex(salt)?.try_into().ok()?,
                rounds: rounds.parse().ok()?,
                nonce: unhex(nonce)?.try_into().ok()?,
                wrapped: unhex(wrapped)?,
            }),
            ["record", record, version, nonce, wrapped] => {
                let key = Wrapped {
                    version: version.parse().ok()?,
                    nonce: unhex(nonce)?.try_into().ok()?,
                    wrapped: unhex(wrapped)?,
                };
                self.records.insert(id(record)?, key);
            }
            ["gone", record] => {
                self.gone.insert(id(record)?);
            }
            _ => return None,
        }
        Some(())
    }

    /// Destroys a record's key in what will be written.
    pub fn destroy(&mut self, record: u128) {
        self.records.remove(&record);
        self.gone.insert(record);
    }
}

/// What was found of the two keys files.
pub struct FoundRing {
    /// The better of the two.
    pub ring: Ring,
    /// Whether both say the same, to the byte.
    pub even: bool,
    /// How long each is, once they are even.
    pub length: u64,
    /// What must be said about them.
    pub said: Vec<String>,
}

/// The paths of the two keys files.
pub fn paths(keys: &Path) -> [PathBuf; 2] {
    FILES.map(|name| keys.join(name))
}

/// Reads the keys files in a folder; `None` when neither is there.
///
/// # Errors
/// When what is there cannot be read or is damaged in both.
pub fn find(disk: &dyn Disk, keys: &Path) -> Result<Option<FoundRing>, LogError> {
    let mut best: Option<(Ring, bool)> = None;
    let mut texts: Vec<Option<Vec<u8>>> = Vec::new();
    let mut said = Vec::new();
    let mut there = false;
    for path in paths(keys) {
        let bytes = match disk.read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                texts.push(None);
                continue;
            }
            Err(e) => {
                return Err(LogError::io(
                    format!("{} cannot be read", path.display()),
                    e,
                ));
            }
        };
        there = true;
        if best.is_some() && texts.contains(&Some(bytes.clone())) {
            // The copy: what it says is known.
            texts.push(Some(bytes));
            continue;
        }
        match Ring::from_text(&String::from_utf8_lossy(&bytes)) {
            Some((ring, whole)) => {
                if !whole {
                    said.push(format!("The keys file {} is damaged.", path.display()));
                }
                let better = best.as_ref().is_none_or(|(was, was_whole)| {
                    (whole, ring.turn, ring.records.len())
                        > (*was_whole, was.turn, was.records.len())
                });
                if better {
                    best = Some((ring, whole));
                }
            }
            None => said.push(format!("The keys file {} is damaged.", path.display())),
        }
        texts.push(Some(bytes));
    }
    match best {
        Some((ring, true)) => {
            // New keys are appended in the order they were made; only a line for each thing and likeness count.
            let rows = 1 + ring.slots.len() + ring.gone.len() + ring.records.len();
            let whole = |text: &Option<Vec<u8>>| {
                text.as_ref().is_some_and(|text| {
                    text.ends_with(b"\n") && text.iter().filter(|b| **b == b'\n').count() == rows
                })
            };
            let even = texts.iter().all(|t| *t == texts[0]) && whole(&texts[0]);
            let length = match &texts[0] {
                Some(text) if even => text.len(),
                _ => ring.to_text().len(),
            };
            Ok(Some(FoundRing {
                ring,
                even,
                length: length as u64,
                said,
            }))
        }
        Some((_, false)) | None if there => Err(LogError::Damaged(format!(
            "Both keys files in {} are damaged. Restore a backup",
            keys.display()
        ))),
        _ => Ok(None),
    }
}

fn what(path: &Path) -> String {
    format!("{} could not be written", path.display())
}

/// Replaces a small file whole: the old or the new is there at every moment. What the old one held is overwritten
/// in place afterwards, as far as the disk does that.
///
/// # Errors
/// When the disk refuses; the old one stands then.
pub fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), LogError> {
    let fresh = path.with_extension("new");
    let old = disk.open(path, How::Write).ok();
    (|| {
        if disk.exists(&fresh) {
            disk.remove(&fresh)?;
        }
        let mut file = disk.open(&fresh, How::New)?;
        file.write_at(bytes, 0)?;
        file.sync_data()?;
        disk.rename(&fresh, path)?;
        path.parent()
            .map_or(Ok(()), |folder| disk.sync_folder(folder))
    })()
    .map_err(|e| LogError::io(what(path), e))?;
    if let Some(mut old) = old {
        // Best effort: the new one is durable already.
        let length = old
            .len()
            .ok()
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0);
        let _ = old
            .write_at(&vec![0; length], 0)
            .and_then(|()| old.sync_data());
    }
    Ok(())
}

/// Writes both keys files anew, one after the other.
///
/// # Errors
/// When the disk refuses; at least one of them is whole then.
pub fn write(disk: &dyn Disk, keys: &Path, ring: &Ring) -> Result<(), LogError> {
    let text = ring.to_text();
    for path in paths(keys) {
        replace(disk, &path, text.as_bytes())?;
    }
    Ok(())
}

/// Appends lines to both keys files, durably.
///
/// # Errors
/// When the disk refuses; the keys do not count then.
pub fn append(disk: &dyn Disk, keys: &Path, at: u64, lines: &str) -> Result<(), LogError> {
    for path in paths(keys) {
        disk.open(&path, How::Write)
            .and_then(|mut file| {
                // An append that failed may have left something.
                file.set_len(at)?;
                file.write_at(lines.as_bytes(), at)?;
                file.sync_data()
            })
            .map_err(|e| LogError::io(format!("NOT SAVED: {}", what(&path)), e))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> Ring {
        let key = |n| Wrapped {
            version: 1,
            nonce: [n; 12],
            wrapped: vec![n; 48],
        };
        Ring {
            id: 0xF00D,
            turn: 3,
            desk: 2,
            slots: vec![Slot {
                kind: Kind::Passphrase,
                salt: [7; 16],
                rounds: 600_000,
                nonce: [1; 12],
                wrapped: vec![2; 48],
            }],
            records: [(0, key(4)), (u128::MAX, key(5))].into(),
            gone: [9].into(),
        }
    }

    #[test]
    fn it_comes_back_and_a_torn_end_is_never_a_key() {
        let text = ring().to_text();
        assert_eq!(Ring::from_text(&text), Some((ring(), true)));
        let last = text[..text.len() - 1].rfind('\n').unwrap() + 1;
        for cut in last..text.len() {
            let (found, whole) = Ring::from_text(&text[..cut]).unwrap();
            assert!(whole, "cut at {cut}");
            assert_eq!(found.records.len(), 1, "cut at {cut}");
        }
    }

    #[test]
    fn every_flipped_bit_is_seen() {
        let text = ring().to_text().into_bytes();
        for bit in 0..text.len() * 8 {
            let mut bad = text.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let bad = String::from_utf8_lossy(&bad).into_owned();
            // The last line end makes the last line an unfinished one: then its key is missing, not wrong.
            if let Some((found, true)) = Ring::from_text(&bad) {
                assert!(
                    found == ring() || found.records.len() < ring().records.len(),
                    "bit {bit}"
                );
            }
        }
    }
}
