//! An opened desk key with the record keys under it: what seals and opens bodies.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use zeroize::Zeroizing;

use super::body::{bound, bound_key, pad, unpad};
use super::crypt::{self, Key, Nonce96};
use super::drafts::DraftSeal;
use super::folder;
use super::opening::{in_file, key_file, open_desk_key};
use super::ring::{self, Kind, Ring, Slot, Wrapped};
use super::unlock::{Secret, Unlock};
use crate::env::disk::Disk;
use crate::record::Stream;
use crate::store::{LogError, OpenError};

/// An opened desk key with the record keys under it.
pub struct Vault {
    pub(super) keys: PathBuf,
    pub(super) ring: Ring,
    pub(super) desk: Key,
    /// The record keys that were needed so far, unwrapped.
    opened: BTreeMap<u128, OnceLock<Key>>,
    /// Whether both keys files said the same when they were read.
    even: bool,
    /// Records whose key is not in the file yet.
    pub(super) fresh: Vec<u128>,
    /// The length of the keys files, to which new keys are appended.
    pub(super) length: u64,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never a key.
        f.debug_struct("Vault")
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// Makes the keys of a new desk: one slot by the credential where there is one, else by a key file, which is
    /// made when it is not there.
    ///
    /// # Errors
    /// When the disk refuses, or a key file that was named cannot be used.
    pub fn found(disk: &dyn Disk, desk: &Path, unlock: &Unlock) -> Result<Self, LogError> {
        let keys = folder(desk);
        disk.make_folder(&keys)
            .map_err(|e| LogError::io(format!("{} could not be made", keys.display()), e))?;
        let secret = match &unlock.credential {
            Some(path) => in_file(disk, path, Kind::Credential)?,
            None => key_file(disk, &unlock.key_file(&keys))?,
        };
        let mut ring = Ring {
            id: u128::from_be_bytes(crypt::random()?) | 1,
            turn: 1,
            desk: 1,
            ..Ring::default()
        };
        let desk_key = crypt::fresh_key()?;
        ring.slots.push(secret.wrap(&desk_key, ring.id, ring.desk)?);
        ring::write(disk, &keys, &ring)?;
        disk.sync_folder(desk)
            .map_err(|e| LogError::io(format!("{} could not be synced", desk.display()), e))?;
        let length = ring.to_text().len() as u64;
        Ok(Self {
            keys,
            ring,
            desk: desk_key,
            opened: BTreeMap::new(),
            even: true,
            fresh: Vec::new(),
            length,
        })
    }

    /// Opens a desk's keys; `None` when it has none. Changes nothing.
    ///
    /// # Errors
    /// In words, with what to do, when no slot opens or a file is damaged.
    pub fn open(
        disk: &dyn Disk,
        desk: &Path,
        unlock: &Unlock,
    ) -> Result<Option<(Self, Vec<String>)>, OpenError> {
        let keys = folder(desk);
        let Some(found) = ring::find(disk, &keys)? else {
            return Ok(None);
        };
        let desk = open_desk_key(disk, desk, &found.ring, unlock)?;
        let vault = Self {
            keys,
            opened: found
                .ring
                .records
                .keys()
                .map(|record| (*record, OnceLock::new()))
                .collect(),
            ring: found.ring,
            desk,
            even: found.even,
            fresh: Vec::new(),
            length: found.length,
        };
        Ok(Some((vault, found.said)))
    }

    /// A record's key with its version, unwrapped when it is first needed: most are not, from one start to the
    /// next. `None` when it is not here, or not the one that was wrapped.
    pub(super) fn key_of(&self, record: u128) -> Option<(u32, &Key)> {
        let wrapped = self.ring.records.get(&record)?;
        let held = self.opened.get(&record)?;
        if let Some(key) = held.get() {
            return Some((wrapped.version, key));
        }
        let bound = bound_key(self.ring.id, self.ring.desk, record, wrapped.version);
        let plain = crypt::open(&self.desk, wrapped.nonce, &bound, &wrapped.wrapped)?;
        let key = Zeroizing::new(plain.as_slice().try_into().ok()?);
        Some((wrapped.version, held.get_or_init(|| key)))
    }

    /// Unwraps every record's key, before the desk key goes.
    ///
    /// # Errors
    /// Naming the record whose key is not the one that was written.
    pub(super) fn unwrap_all(&self) -> Result<(), LogError> {
        for record in self.ring.records.keys() {
            self.key_of(*record)
                .ok_or_else(|| self.not_its_key(*record))?;
        }
        Ok(())
    }

    fn not_its_key(&self, record: u128) -> LogError {
        LogError::Damaged(format!(
            "The key of record {record:032x} in {} is not the one that was written. Restore a backup",
            self.keys.display()
        ))
    }

    /// Forgets a record's key.
    pub(super) fn forget(&mut self, record: u128) {
        self.opened.remove(&record);
    }

    /// Makes both keys files say the same, and finishes a rotation that was cut off. Needs the desk's lock.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn mend(&self, disk: &dyn Disk, unlock: &Unlock) -> Result<(), LogError> {
        let next = unlock.key_file_next(&self.keys);
        if disk.exists(&next) {
            let opens = Secret::in_file(disk, &next, Kind::File)
                .is_ok_and(|secret| self.opened_by(&secret));
            let place = unlock.key_file(&self.keys);
            if opens {
                disk.rename(&next, &place)
            } else {
                disk.remove(&next)
            }
            .and_then(|()| place.parent().map_or(Ok(()), |f| disk.sync_folder(f)))
            .map_err(|e| {
                LogError::io(format!("{} could not be put in place", next.display()), e)
            })?;
        }
        match self.even {
            true => Ok(()),
            false => ring::write(disk, &self.keys, &self.ring),
        }
    }

    /// Whether a secret opens one of the slots.
    pub fn opened_by(&self, secret: &Secret) -> bool {
        self.ring
            .slots
            .iter()
            .any(|slot| secret.open(slot, self.ring.id, self.ring.desk).is_some())
    }

    /// What the keys file says.
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// Seals the body of an entry: the key's version, the nonce, the sealed body.
    ///
    /// # Errors
    /// When the record's key was destroyed, or the provider fails.
    pub fn close(
        &mut self,
        stream: Stream,
        seq: u64,
        record: u128,
        body: &[u8],
    ) -> Result<(u32, Nonce96, Vec<u8>), LogError> {
        let id = self.ring.id;
        let (version, key) = self.key_for(record)?;
        let (nonce, body) = crypt::seal(key, &bound(id, stream, seq, record, version), &pad(body))?;
        Ok((version, nonce, body))
    }

    /// Opens the body of an entry.
    pub fn open_body(
        &self,
        stream: Stream,
        seq: u64,
        record: u128,
        key: u32,
        nonce: Nonce96,
        body: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let (version, secret) = self.key_of(record)?;
        if version != key {
            return None;
        }
        let bound = bound(self.ring.id, stream, seq, record, key);
        unpad(crypt::open(secret, nonce, &bound, body)?)
    }

    /// Whether a record's key was destroyed.
    pub fn is_gone(&self, record: u128) -> bool {
        self.ring.gone.contains(&record)
    }

    /// Whether a record's key is here.
    pub fn has(&self, record: u128) -> bool {
        self.ring.records.contains_key(&record)
    }

    fn key_for(&mut self, record: u128) -> Result<(u32, &Key), LogError> {
        if self.ring.gone.contains(&record) {
            return Err(LogError::ReadOnly(
                "This record was purged; nothing can be added to it.".to_owned(),
            ));
        }
        if !self.ring.records.contains_key(&record) {
            let key = crypt::fresh_key()?;
            let bound = bound_key(self.ring.id, self.ring.desk, record, 1);
            let (nonce, wrapped) = crypt::seal(&self.desk, &bound, key.as_slice())?;
            let row = Wrapped {
                version: 1,
                nonce,
                wrapped,
            };
            self.ring.records.insert(record, row);
            self.opened.insert(record, OnceLock::from(key));
            self.fresh.push(record);
        }
        self.key_of(record).ok_or_else(|| self.not_its_key(record))
    }

    /// Makes the keys of new records durable. Before that nothing sealed with them may be acknowledged.
    ///
    /// # Errors
    /// When the disk refuses; nothing sealed with them counts as saved.
    pub fn keep(&mut self, disk: &dyn Disk) -> Result<(), LogError> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let lines: String = self
            .fresh
            .iter()
            .filter_map(|record| Some(ring::record_line(*record, self.ring.records.get(record)?)))
            .collect();
        ring::append(disk, &self.keys, self.length, &lines)?;
        self.length += lines.len() as u64;
        self.fresh.clear();
        Ok(())
    }

    /// What seals drafts: a key of its own, from the desk's own record key.
    ///
    /// # Errors
    /// When the provider fails or the disk refuses.
    pub fn drafts(&mut self, disk: &dyn Disk) -> Result<DraftSeal, LogError> {
        let id = self.ring.id;
        let key = {
            let (_, key) = self.key_for(0)?;
            crypt::derive(key.as_slice(), &id.to_be_bytes(), b"porchlight drafts 1")?
        };
        self.keep(disk)?;
        Ok(DraftSeal::of(key))
    }

    /// The same for a reader, which makes no key; `None` when the desk has none of its own yet.
    pub fn reading(&self) -> Option<DraftSeal> {
        let (_, key) = self.key_of(0)?;
        let id = self.ring.id.to_be_bytes();
        let key = crypt::derive(key.as_slice(), &id, b"porchlight drafts 1").ok()?;
        Some(DraftSeal::of(key))
    }

    /// The slots, in order.
    pub fn slots(&self) -> &[Slot] {
        &self.ring.slots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::disk::Real;
    use crate::record::{CaseId, ChildId};
    use crate::store::seal::body::STEP;

    #[test]
    fn a_sealed_body_opens_only_in_its_own_place() {
        let home = tempfile::tempdir().unwrap();
        let mut vault = Vault::found(&Real::new(), home.path(), &Unlock::default()).unwrap();
        let case = Stream::Case(CaseId(7));
        let (key, nonce, body) = vault.close(case, 3, 7, b"seen at the bus stop").unwrap();
        let open = |stream, seq, record, nonce, body: &[u8]| {
            vault
                .open_body(stream, seq, record, key, nonce, body)
                .map(|b| b.to_vec())
        };
        assert_eq!(
            open(case, 3, 7, nonce, &body).unwrap(),
            b"seen at the bus stop"
        );
        assert_eq!(body.len(), STEP + 16, "padded");
        // Another place, another stream with the same id, another record.
        assert!(open(case, 4, 7, nonce, &body).is_none());
        assert!(open(Stream::Child(ChildId(7)), 3, 7, nonce, &body).is_none());
        assert!(open(case, 3, 0, nonce, &body).is_none());
        let mut swapped = Vault::found(&Real::new(), home.path(), &Unlock::default()).unwrap();
        let (_, other_nonce, other) = swapped.close(case, 3, 7, b"seen at the bus stop").unwrap();
        assert!(
            open(case, 3, 7, other_nonce, &other).is_none(),
            "another desk's"
        );
    }

    #[test]
    fn two_bodies_of_one_record_cannot_be_swapped() {
        let home = tempfile::tempdir().unwrap();
        let mut vault = Vault::found(&Real::new(), home.path(), &Unlock::default()).unwrap();
        let case = Stream::Case(CaseId(7));
        let all: Vec<_> = (1..=8)
            .map(|seq| {
                vault
                    .close(case, seq, 7, format!("entry {seq}").as_bytes())
                    .unwrap()
            })
            .collect();
        for (seq, _) in (1..).zip(&all) {
            for (from, (key, nonce, body)) in (1..).zip(&all) {
                let opened = vault.open_body(case, seq, 7, *key, *nonce, body);
                assert_eq!(
                    opened.is_some(),
                    seq == from,
                    "{from} in the place of {seq}"
                );
            }
        }
    }

    #[test]
    fn padding_comes_off_and_hides_small_differences() {
        for length in [0, 1, 251, 252, 253, 1000] {
            let body = vec![b'x'; length];
            let padded = pad(&body);
            assert_eq!(padded.len() % STEP, 0);
            assert_eq!(*unpad(padded).unwrap(), body);
        }
        assert_eq!(pad(b"a").len(), pad(&[b'a'; 200]).len());
    }
}
