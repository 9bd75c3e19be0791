//! By what a desk's key is opened: a key file, a passphrase, a systemd credential, a printed recovery key.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::crypt::{self, Key};
use super::recovery;
use super::ring::{KEY_FILE, Kind, Slot};
use crate::env::disk::Disk;
use crate::record::Problem;
use crate::store::LogError;

/// The environment variable that names a key file outside the desk's folder.
pub const KEY_FILE_VARIABLE: &str = "PORCHLIGHT_KEY_FILE";
/// The credential's name in systemd's folder of credentials.
const CREDENTIAL: &str = "porchlight.key";
/// The rounds of a new passphrase slot: PBKDF2-HMAC-SHA-512.
pub const ROUNDS: u32 = 600_000;
/// The fewest bytes of a key file.
const LEAST: usize = 32;
/// The most rounds that are believed of a file, so that a changed number cannot hang the desk.
const ROUNDS_MOST: u32 = 100_000_000;

/// What a person typed to open a desk.
pub type Words = Zeroizing<String>;

/// Where the secrets that open a desk come from.
#[derive(Debug, Clone, Default)]
pub struct Unlock {
    /// A key file named outside the desk's folder.
    pub key_file: Option<PathBuf>,
    /// A systemd credential.
    pub credential: Option<PathBuf>,
    /// Asks a person for the passphrase or the recovery key; only called when nothing else opens.
    pub ask: Option<fn() -> Result<Words, Problem>>,
}

impl Unlock {
    /// What the process was started with; nobody is asked.
    pub fn of_process() -> Self {
        let named = |name: &str| {
            std::env::var_os(name)
                .filter(|v| !v.is_empty())
                .map(PathBuf::from)
        };
        Self {
            key_file: named(KEY_FILE_VARIABLE),
            credential: named("CREDENTIALS_DIRECTORY")
                .map(|folder| folder.join(CREDENTIAL))
                .filter(|path| path.exists()),
            ask: None,
        }
    }

    /// The key file that a desk's folder would have.
    pub fn key_file(&self, keys: &Path) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| keys.join(KEY_FILE))
    }

    /// The key file that a rotation was about to put in place.
    pub fn key_file_next(&self, keys: &Path) -> PathBuf {
        self.key_file(keys).with_extension("key-next")
    }
}

/// A slot's own secret.
#[derive(Clone)]
pub struct Secret {
    /// Which kind of slot it opens.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Secret {
    /// Of a passphrase: its bytes as typed.
    pub fn passphrase(words: &str) -> Self {
        Self {
            kind: Kind::Passphrase,
            bytes: Zeroizing::new(words.as_bytes().to_vec()),
        }
    }
    /// Of a recovery key.
    pub fn recovery(key: &Key) -> Self {
        Self {
            kind: Kind::Recovery,
            bytes: Zeroizing::new(key.to_vec()),
        }
    }
    /// What a person typed, as every kind it could be.
    ///
    /// # Errors
    /// When it looks like a recovery key and is mistyped: the group is named.
    pub fn of_words(words: &str) -> Result<Vec<Self>, String> {
        let mut secrets = vec![Self::passphrase(words)];
        if recovery::looks_like(words) {
            secrets.insert(0, Self::recovery(&recovery::read(words)?));
        }
        Ok(secrets)
    }
    /// The secret in a key file or credential.
    ///
    /// # Errors
    /// In words.
    pub fn in_file(disk: &dyn Disk, path: &Path, kind: Kind) -> Result<Self, String> {
        let bytes = Zeroizing::new(disk.read(path).map_err(|e| e.to_string())?);
        if bytes.len() < LEAST {
            return Err(format!("it holds fewer than {LEAST} bytes"));
        }
        Ok(Self { kind, bytes })
    }

    fn key(&self, salt: &[u8; 16], rounds: u32) -> Result<Key, LogError> {
        match (self.kind, NonZeroU32::new(rounds)) {
            (Kind::Passphrase, Some(rounds)) => Ok(crypt::stretch(&self.bytes, salt, rounds)),
            _ => crypt::derive(&self.bytes, salt, b"porchlight slot 1"),
        }
    }

    /// Wraps a desk key into a new slot.
    ///
    /// # Errors
    /// When the provider fails.
    pub fn wrap(&self, desk: &Key, id: u128, version: u32) -> Result<Slot, LogError> {
        let mut slot = Slot {
            kind: self.kind,
            salt: crypt::random()?,
            rounds: if self.kind == Kind::Passphrase {
                ROUNDS
            } else {
                1
            },
            nonce: [0; 12],
            wrapped: Vec::new(),
        };
        let key = self.key(&slot.salt, slot.rounds)?;
        (slot.nonce, slot.wrapped) =
            crypt::seal(&key, &bound(&slot, id, version), desk.as_slice())?;
        Ok(slot)
    }

    /// The desk key in a slot, if this is its secret.
    pub fn open(&self, slot: &Slot, id: u128, version: u32) -> Option<Key> {
        if slot.kind != self.kind || slot.rounds > ROUNDS_MOST {
            return None;
        }
        let key = self.key(&slot.salt, slot.rounds).ok()?;
        let plain = crypt::open(&key, slot.nonce, &bound(slot, id, version), &slot.wrapped)?;
        Some(Zeroizing::new(plain.as_slice().try_into().ok()?))
    }
}

/// What a slot is bound to.
fn bound(slot: &Slot, id: u128, version: u32) -> Vec<u8> {
    let mut bytes = b"porchlight slot 1 ".to_vec();
    bytes.extend_from_slice(slot.kind.word().as_bytes());
    bytes.extend_from_slice(&slot.salt);
    bytes.extend_from_slice(&slot.rounds.to_be_bytes());
    bytes.extend_from_slice(&id.to_be_bytes());
    bytes.extend_from_slice(&version.to_be_bytes());
    bytes
}
