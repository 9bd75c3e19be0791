//! Changing what opens the desk, and destroying a record's key: each one replacement of the keys files.

use super::body::bound_key;
use super::crypt;
use super::opening::fresh_file;
use super::ring::{self, Kind, Ring, Wrapped};
use super::unlock::{Secret, Unlock};
use super::vault::Vault;
use crate::env::disk::{Disk, How};
use crate::store::LogError;

impl Vault {
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
        self.unwrap_all()?;
        for record in self.ring.records.keys() {
            let Some((version, key)) = self.key_of(*record) else {
                continue;
            };
            let bound = bound_key(ring.id, ring.desk, *record, version);
            let (nonce, wrapped) = crypt::seal(&desk, &bound, key.as_slice())?;
            let row = Wrapped {
                version,
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
        self.forget(record);
        Ok(())
    }
}
