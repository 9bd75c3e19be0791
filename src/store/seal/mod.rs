//! Sealing: a key for each record, wrapped by the desk key, outside the frames.
//!
//! | part | what it is |
//! |---|---|
//! | [`Vault`] | an opened desk key with the record keys under it |
//! | [`crypt`] | the few operations, from the one provider |
//! | [`ring`] | the keys file |
//! | [`unlock`] | what opens it: key file, passphrase, credential, recovery key |
//! | [`recovery`] | the printed key |
//!
//! A body is padded to a multiple of 256 bytes before it is sealed, so that its length tells little, and bound to
//! the desk, its stream, its place in it, its record, the key's version and the suite.

pub mod crypt;
pub mod recovery;
pub mod ring;
pub mod unlock;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use self::crypt::{Key, Nonce96};
use self::ring::{Kind, Ring, Slot, Wrapped};
use self::unlock::{Secret, Unlock};
use super::frame::stream_key;
use super::{LogError, OpenError};
use crate::env::disk::{Disk, How};
use crate::record::{Problem, SessionId, Stream};

/// The suite of sealed entries: AES-256-GCM, padded.
pub const SUITE: u8 = 1;
/// Bodies are padded to a multiple of this.
const STEP: usize = 256;

/// An opened desk key with the record keys under it.
pub struct Vault {
    keys: PathBuf,
    ring: Ring,
    desk: Key,
    records: BTreeMap<u128, (u32, Key)>,
    /// Records whose key is not in the file yet.
    fresh: Vec<u128>,
    /// The length of the keys files, to which new keys are appended.
    length: u64,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never a key.
        f.debug_struct("Vault")
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}

/// What an entry is bound to: its desk, place, record, key version and suite.
fn bound(id: u128, stream: Stream, seq: u64, record: u128, key: u32) -> Vec<u8> {
    let mut bytes = b"porchlight entry 1 ".to_vec();
    bytes.extend_from_slice(&id.to_be_bytes());
    bytes.extend_from_slice(&stream_key(stream));
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(&record.to_be_bytes());
    bytes.extend_from_slice(&key.to_be_bytes());
    bytes.push(SUITE);
    bytes
}

/// What a record's wrapped key is bound to.
fn bound_key(id: u128, desk: u32, record: u128, version: u32) -> Vec<u8> {
    let mut bytes = b"porchlight record key 1 ".to_vec();
    bytes.extend_from_slice(&id.to_be_bytes());
    bytes.extend_from_slice(&desk.to_be_bytes());
    bytes.extend_from_slice(&record.to_be_bytes());
    bytes.extend_from_slice(&version.to_be_bytes());
    bytes
}

fn pad(body: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut padded = Zeroizing::new(Vec::with_capacity(body.len() + 4 + STEP));
    padded.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
    padded.extend_from_slice(body);
    let length = padded.len().next_multiple_of(STEP);
    padded.resize(length, 0);
    padded
}

fn unpad(mut padded: Zeroizing<Vec<u8>>) -> Option<Zeroizing<Vec<u8>>> {
    let length: [u8; 4] = padded.get(..4)?.try_into().ok()?;
    let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
    if padded.len() < length.checked_add(4)? {
        return None;
    }
    padded.drain(..4);
    padded.truncate(length);
    Some(padded)
}

/// The keys folder of a desk.
pub fn folder(desk: &Path) -> PathBuf {
    desk.join(ring::FOLDER)
}

/// Whether a desk has keys: it is sealed then.
pub fn is_sealed(disk: &dyn Disk, desk: &Path) -> bool {
    ring::paths(&folder(desk))
        .iter()
        .any(|path| disk.exists(path))
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
        Ok(Self::of(keys, ring, desk_key, BTreeMap::new()))
    }

    fn of(keys: PathBuf, ring: Ring, desk: Key, records: BTreeMap<u128, (u32, Key)>) -> Self {
        Self {
            length: ring.to_text().len() as u64,
            keys,
            ring,
            desk,
            records,
            fresh: Vec::new(),
        }
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
        let (ring, said) = (found.ring, found.said);
        let key = open_desk_key(disk, desk, &ring, unlock)?;
        Ok(Some((Self::with(keys, ring, key)?, said)))
    }

    fn with(keys: PathBuf, ring: Ring, desk: Key) -> Result<Self, LogError> {
        let mut records = BTreeMap::new();
        for (record, wrapped) in &ring.records {
            let bound = bound_key(ring.id, ring.desk, *record, wrapped.version);
            let key = crypt::open(&desk, wrapped.nonce, &bound, &wrapped.wrapped)
                .and_then(|plain| plain.as_slice().try_into().ok())
                .ok_or_else(|| {
                    LogError::Damaged(format!(
                        "The key of record {record:032x} in {} is not the one that was written. Restore a backup",
                        keys.display()
                    ))
                })?;
            records.insert(*record, (wrapped.version, Zeroizing::new(key)));
        }
        Ok(Self::of(keys, ring, desk, records))
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
        match ring::find(disk, &self.keys)? {
            Some(found) if found.even => Ok(()),
            _ => ring::write(disk, &self.keys, &self.ring),
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
        let (version, secret) = self.records.get(&record)?;
        if *version != key {
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
        self.records.contains_key(&record)
    }

    fn key_for(&mut self, record: u128) -> Result<(u32, &Key), LogError> {
        use std::collections::btree_map::Entry;
        if self.ring.gone.contains(&record) {
            return Err(LogError::ReadOnly(
                "This record was purged; nothing can be added to it.".to_owned(),
            ));
        }
        let held = match self.records.entry(record) {
            Entry::Occupied(held) => held.into_mut(),
            Entry::Vacant(empty) => {
                let key = crypt::fresh_key()?;
                let bound = bound_key(self.ring.id, self.ring.desk, record, 1);
                let (nonce, wrapped) = crypt::seal(&self.desk, &bound, key.as_slice())?;
                self.ring.records.insert(
                    record,
                    Wrapped {
                        version: 1,
                        nonce,
                        wrapped,
                    },
                );
                self.fresh.push(record);
                empty.insert((1, key))
            }
        };
        Ok((held.0, &held.1))
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
        let (_, key) = self.records.get(&0)?;
        let id = self.ring.id.to_be_bytes();
        let key = crypt::derive(key.as_slice(), &id, b"porchlight drafts 1").ok()?;
        Some(DraftSeal::of(key))
    }

    /// Writes the keys files anew with other slots, or without a record's key.
    fn renew(&mut self, disk: &dyn Disk, mut ring: Ring) -> Result<(), LogError> {
        ring.turn = self.ring.turn + 1;
        ring::write(disk, &self.keys, &ring)?;
        self.length = ring.to_text().len() as u64;
        self.ring = ring;
        self.fresh.clear();
        Ok(())
    }

    /// Puts a secret's slot in the place of every slot of its kind.
    ///
    /// # Errors
    /// When the disk refuses; the old slots open then, or the new one does.
    pub fn set_slot(&mut self, disk: &dyn Disk, secret: &Secret) -> Result<(), LogError> {
        let slot = secret.wrap(&self.desk, self.ring.id, self.ring.desk)?;
        let mut ring = self.ring.clone();
        ring.slots.retain(|old| old.kind != secret.kind);
        ring.slots.push(slot);
        self.renew(disk, ring)
    }

    /// Takes away every slot of a kind.
    ///
    /// # Errors
    /// When it is the last one, or the disk refuses.
    pub fn drop_slot(&mut self, disk: &dyn Disk, kind: Kind) -> Result<(), LogError> {
        let mut ring = self.ring.clone();
        ring.slots.retain(|slot| slot.kind != kind);
        if ring.slots.is_empty() {
            return Err(LogError::ReadOnly(
                "That is the only way into this desk; add another one first.".to_owned(),
            ));
        }
        self.renew(disk, ring)
    }

    /// Makes a new desk key, wraps every record's key with it anew, and gives it to the slots of these secrets.
    ///
    /// A key file gets new contents: beside the old first, in its place once the keys file knows it. At every
    /// moment the old or the new opens the desk.
    ///
    /// # Errors
    /// When the disk refuses or the provider fails.
    pub fn rotate(
        &mut self,
        disk: &dyn Disk,
        unlock: &Unlock,
        others: &[Secret],
    ) -> Result<(), LogError> {
        let desk = crypt::fresh_key()?;
        let mut ring = self.ring.clone();
        ring.desk += 1;
        for (record, (version, key)) in &self.records {
            let bound = bound_key(ring.id, ring.desk, *record, *version);
            let (nonce, wrapped) = crypt::seal(&desk, &bound, key.as_slice())?;
            let row = Wrapped {
                version: *version,
                nonce,
                wrapped,
            };
            ring.records.insert(*record, row);
        }
        ring.slots.clear();
        let place = unlock.key_file(&self.keys);
        let next = unlock.key_file_next(&self.keys);
        let by_file = self.ring.slots.iter().any(|slot| slot.kind == Kind::File);
        if by_file {
            let secret = Secret {
                kind: Kind::File,
                bytes: fresh_file()?,
            };
            ring::replace(disk, &next, &secret.bytes)?;
            ring.slots.push(secret.wrap(&desk, ring.id, ring.desk)?);
        }
        for secret in others {
            ring.slots.push(secret.wrap(&desk, ring.id, ring.desk)?);
        }
        self.renew(disk, ring)?;
        self.desk = desk;
        if by_file {
            let old = disk.open(&place, How::Write).ok();
            disk.rename(&next, &place)
                .and_then(|()| place.parent().map_or(Ok(()), |f| disk.sync_folder(f)))
                .map_err(|e| {
                    LogError::io(format!("{} could not be put in place", place.display()), e)
                })?;
            if let Some(mut old) = old {
                let length = old
                    .len()
                    .ok()
                    .and_then(|n| usize::try_from(n).ok())
                    .unwrap_or(0);
                // Best effort: the keys file no longer knows it.
                let _ = old
                    .write_at(&vec![0; length], 0)
                    .and_then(|()| old.sync_data());
            }
        }
        Ok(())
    }

    /// Destroys a record's key, here and in both keys files.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn destroy(&mut self, disk: &dyn Disk, record: u128) -> Result<(), LogError> {
        let mut ring = self.ring.clone();
        ring.destroy(record);
        self.renew(disk, ring)?;
        self.records.remove(&record);
        Ok(())
    }

    /// The slots, in order.
    pub fn slots(&self) -> &[Slot] {
        &self.ring.slots
    }
}

/// What seals drafts, each bound to its session.
pub struct DraftSeal(Key);

impl DraftSeal {
    /// With this key.
    pub fn of(key: Key) -> Self {
        Self(key)
    }
    fn bound(session: SessionId) -> Vec<u8> {
        let mut bytes = b"porchlight draft 1 ".to_vec();
        bytes.extend_from_slice(&session.0.to_be_bytes());
        bytes
    }
    /// A draft's sealed bytes: nonce, then ciphertext.
    ///
    /// # Errors
    /// When the provider fails.
    pub fn close(&self, session: SessionId, body: &[u8]) -> std::io::Result<Vec<u8>> {
        let (nonce, sealed) = crypt::seal(&self.0, &Self::bound(session), &pad(body))
            .map_err(|e| std::io::Error::other(e.to_string()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }
    /// A draft's bytes; `None` when they are not what was sealed for this session.
    pub fn open(&self, session: SessionId, bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = bytes.split_first_chunk::<12>()?;
        let plain = crypt::open(&self.0, *nonce, &Self::bound(session), sealed)?;
        Some(unpad(plain)?.to_vec())
    }
}

/// The contents of a new key file: a line that says what it is, and the key.
fn fresh_file() -> Result<Zeroizing<Vec<u8>>, LogError> {
    let key = crypt::fresh_key()?;
    let mut bytes =
        Zeroizing::new(b"porchlight key file. Whoever has it opens the desk.\n".to_vec());
    bytes.extend_from_slice(recovery::print(&key).as_bytes());
    bytes.push(b'\n');
    Ok(bytes)
}

fn in_file(disk: &dyn Disk, path: &Path, kind: Kind) -> Result<Secret, LogError> {
    Secret::in_file(disk, path, kind).map_err(|why| {
        LogError::ReadOnly(format!(
            "{} cannot be used as a key: {why}.",
            path.display()
        ))
    })
}

/// The secret of a key file, which is made when it is not there.
///
/// # Errors
/// When it cannot be made or used.
pub fn key_file(disk: &dyn Disk, path: &Path) -> Result<Secret, LogError> {
    if !disk.exists(path) {
        ring::replace(disk, path, &fresh_file()?)?;
    }
    in_file(disk, path, Kind::File)
}

/// Opens the desk key by whatever is at hand, asking a person last.
fn open_desk_key(
    disk: &dyn Disk,
    desk: &Path,
    ring: &Ring,
    unlock: &Unlock,
) -> Result<Key, OpenError> {
    let keys = folder(desk);
    let opens = |secret: &Secret| {
        ring.slots
            .iter()
            .find_map(|slot| secret.open(slot, ring.id, ring.desk))
    };
    let has = |kind| ring.slots.iter().any(|slot| slot.kind == kind);
    let mut tried = Vec::new();
    let mut files = Vec::new();
    if has(Kind::File) {
        files.push((unlock.key_file(&keys), Kind::File, true));
        files.push((unlock.key_file_next(&keys), Kind::File, false));
        if unlock.key_file.is_some() {
            files.push((keys.join(ring::KEY_FILE), Kind::File, false));
        }
    }
    if let Some(path) = &unlock.credential
        && has(Kind::Credential)
    {
        files.push((path.clone(), Kind::Credential, true));
    }
    for (path, kind, named) in files {
        match Secret::in_file(disk, &path, kind) {
            Ok(secret) => {
                if let Some(key) = opens(&secret) {
                    return Ok(key);
                }
                tried.push(format!("{} is not its key", path.display()));
            }
            Err(why) if named => tried.push(format!("{}: {why}", path.display())),
            Err(_) => {}
        }
    }
    if (has(Kind::Passphrase) || has(Kind::Recovery))
        && let Some(ask) = unlock.ask
    {
        let words = ask().map_err(OpenError::Cannot)?;
        match Secret::of_words(&words) {
            Ok(secrets) => {
                if let Some(key) = secrets.iter().find_map(opens) {
                    return Ok(key);
                }
                tried.push(
                    "what was typed is neither its passphrase nor its recovery key".to_owned(),
                );
            }
            Err(why) => tried.push(why.trim_end_matches('.').to_owned()),
        }
    }
    let ways: Vec<&str> = ring.slots.iter().map(|slot| slot.kind.word()).collect();
    let why = if tried.is_empty() {
        String::new()
    } else {
        format!(": {}", tried.join("; "))
    };
    Err(OpenError::Cannot(
        Problem::setup(format!(
            "The desk in {} is sealed and no key opens it{why}. Nothing of it can be shown, and nothing is lost by that.",
            desk.display()
        ))
        .hint(format!(
            "It opens by: {}. Name the key file with --key-file or PORCHLIGHT_KEY_FILE, or type the passphrase or the recovery key where porchlight asks for it.",
            ways.join(", ")
        )),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::disk::Real;
    use crate::record::{CaseId, ChildId};

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
