//! Finding a key that opens the desk key: the files that were named first, a person last.

use std::path::Path;

use zeroize::Zeroizing;

use super::crypt::{self, Key};
use super::ring::{self, Kind, Ring};
use super::unlock::{Secret, Unlock};
use super::{folder, recovery};
use crate::env::disk::Disk;
use crate::record::Problem;
use crate::store::{LogError, OpenError};

/// The contents of a new key file: a line that says what it is, and the key.
pub(super) fn fresh_file() -> Result<Zeroizing<Vec<u8>>, LogError> {
    let key = crypt::fresh_key()?;
    let mut bytes =
        Zeroizing::new(b"porchlight key file. Whoever has it opens the desk.\n".to_vec());
    bytes.extend_from_slice(recovery::print(&key).as_bytes());
    bytes.push(b'\n');
    Ok(bytes)
}

pub(super) fn in_file(disk: &dyn Disk, path: &Path, kind: Kind) -> Result<Secret, LogError> {
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
pub(super) fn open_desk_key(
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
        let words = ask().map_err(OpenError::Locked)?;
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
    Err(OpenError::Locked(
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
