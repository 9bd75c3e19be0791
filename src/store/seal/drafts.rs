//! What seals drafts and the rows that readers leave: a key of its own, each text bound to its session.

use super::body::{pad, unpad};
use super::crypt::{self, Key};
use crate::record::SessionId;

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
