//! The few operations that sealing is made of, all from the one provider: AES-256-GCM with nonces made by the
//! module itself, HKDF-SHA-256, PBKDF2-HMAC-SHA-512.

use std::num::NonZeroU32;

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::{hkdf, pbkdf2, rand};
use zeroize::Zeroizing;

use crate::store::LogError;

/// A 256-bit key, wiped when it is dropped.
pub type Key = Zeroizing<[u8; 32]>;
/// A nonce of 96 bits.
pub type Nonce96 = [u8; 12];

/// Whether this build was asked for the FIPS module.
pub const FIPS: bool = cfg!(feature = "fips");

/// Whether it is the FIPS module that runs, by the module's own word and not by how this was built.
pub fn is_fips() -> bool {
    aws_lc_rs::try_fips_mode().is_ok()
}

/// What does all of it, in words.
pub fn provider() -> &'static str {
    if is_fips() {
        "AWS-LC, its FIPS module"
    } else {
        "AWS-LC, not its FIPS module"
    }
}

fn failed() -> LogError {
    LogError::ReadOnly(
        "The machine's cryptography failed, so nothing can be sealed; nothing was saved."
            .to_owned(),
    )
}

/// Random bytes.
///
/// # Errors
/// When the machine gives none; nothing may be sealed then.
pub fn random<const N: usize>() -> Result<[u8; N], LogError> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| failed())?;
    Ok(bytes)
}

/// A fresh random key.
///
/// # Errors
/// As [`random`].
pub fn fresh_key() -> Result<Key, LogError> {
    Ok(Zeroizing::new(random()?))
}

/// Seals bytes; what comes back is the nonce and the ciphertext with its tag.
///
/// # Errors
/// When the provider fails.
pub fn seal(key: &Key, bound: &[u8], plain: &[u8]) -> Result<(Nonce96, Vec<u8>), LogError> {
    let cipher = RandomizedNonceKey::new(&AES_256_GCM, key.as_slice()).map_err(|_| failed())?;
    let mut body = Vec::with_capacity(plain.len() + AES_256_GCM.tag_len());
    body.extend_from_slice(plain);
    let nonce = cipher
        .seal_in_place_append_tag(Aad::from(bound), &mut body)
        .map_err(|_| failed())?;
    Ok((*nonce.as_ref(), body))
}

/// Opens bytes; `None` when the key, the nonce, what they are bound to or a single bit is not the one sealed.
pub fn open(key: &Key, nonce: Nonce96, bound: &[u8], body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = RandomizedNonceKey::new(&AES_256_GCM, key.as_slice()).ok()?;
    let mut plain = Zeroizing::new(body.to_vec());
    let length = cipher
        .open_in_place(Nonce::from(&nonce), Aad::from(bound), &mut plain)
        .ok()?
        .len();
    plain.truncate(length);
    Some(plain)
}

struct Length;

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

/// A key from a secret that is random already.
///
/// # Errors
/// When the provider fails.
pub fn derive(secret: &[u8], salt: &[u8], purpose: &[u8]) -> Result<Key, LogError> {
    let mut key = Zeroizing::new([0; 32]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(secret)
        .expand(&[purpose], Length)
        .and_then(|okm| okm.fill(key.as_mut_slice()))
        .map_err(|_| failed())?;
    Ok(key)
}

/// A key from words that a person remembers: slow on purpose.
pub fn stretch(words: &[u8], salt: &[u8], rounds: NonZeroU32) -> Key {
    let mut key = Zeroizing::new([0; 32]);
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA512,
        rounds,
        salt,
        words,
        key.as_mut_slice(),
    );
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_and_every_change_is_refused() {
        let key = fresh_key().unwrap();
        let (nonce, body) = seal(&key, b"place 1", b"seen at the bus stop").unwrap();
        assert_eq!(
            open(&key, nonce, b"place 1", &body).unwrap().as_slice(),
            b"seen at the bus stop"
        );
        assert!(open(&key, nonce, b"place 2", &body).is_none());
        assert!(open(&fresh_key().unwrap(), nonce, b"place 1", &body).is_none());
        for bit in 0..body.len() * 8 {
            let mut bad = body.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&key, nonce, b"place 1", &bad).is_none(), "bit {bit}");
        }
        let mut other = nonce;
        other[0] ^= 1;
        assert!(open(&key, other, b"place 1", &body).is_none());
    }

    #[test]
    fn the_module_is_the_one_that_was_asked_for() {
        assert_eq!(is_fips(), FIPS);
        assert_eq!(provider() == "AWS-LC, its FIPS module", FIPS);
    }

    #[test]
    fn nonces_do_not_repeat() {
        let key = fresh_key().unwrap();
        let nonces: std::collections::BTreeSet<_> = (0..1000)
            .map(|_| seal(&key, b"", b"x").unwrap().0)
            .collect();
        assert_eq!(nonces.len(), 1000);
    }

    #[test]
    fn stretching_agrees_with_a_published_answer() {
        // PBKDF2-HMAC-SHA-512, "password", "salt", 1 round: the first 32 bytes.
        let key = stretch(b"password", b"salt", NonZeroU32::MIN);
        let hex: String = key.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            hex,
            "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
        );
    }
}
