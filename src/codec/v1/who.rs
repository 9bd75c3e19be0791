//! Roles and verifiers in format 1.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::stored_as;
use crate::record::who::{How, Locked, Role, Verifier};

#[derive(Serialize, Deserialize)]
#[serde(remote = "Role", rename_all = "snake_case")]
enum RoleDef {
    Intake,
    Reviewer,
    Supervisor,
    Auditor,
}
stored_as!(Role, RoleDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "How", rename_all = "snake_case")]
enum HowDef {
    Phrase,
    Unlock,
    Proof,
    Account,
}
stored_as!(How, HowDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Locked", rename_all = "snake_case")]
enum LockedDef {
    ByKey,
    Idle,
    TooLong,
}
stored_as!(Locked, LockedDef);

/// The function's name stands in the bytes, so that another one can follow.
const FUNCTION: &str = "pbkdf2-hmac-sha512";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VerifierWords {
    function: String,
    rounds: u32,
    salt: String,
    check: String,
}

impl Serialize for Verifier {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        VerifierWords {
            function: FUNCTION.to_owned(),
            rounds: self.rounds,
            salt: hex(&self.salt),
            check: hex(&self.check),
        }
        .serialize(to)
    }
}

impl<'de> Deserialize<'de> for Verifier {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let words = VerifierWords::deserialize(from)?;
        if words.function != FUNCTION {
            return Err(D::Error::custom(format!(
                "a phrase is kept by the function `{}`, which is not known here",
                words.function
            )));
        }
        let bad = || D::Error::custom("a phrase's verifier is not whole");
        Ok(Self {
            rounds: words.rounds,
            salt: bytes(&words.salt).ok_or_else(bad)?,
            check: bytes(&words.check).ok_or_else(bad)?,
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes<const N: usize>(words: &str) -> Option<[u8; N]> {
    if words.len() != 2 * N || !words.is_ascii() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(words.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
