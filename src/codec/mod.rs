//! Bytes to values and back; the only room that knows serde.
//!
//! Stored bytes are decoded by frozen, versioned modules ([`v1`]); [`wire`] speaks between a session and the
//! desk; [`command`] reads the lines of `porchlight do`.

pub mod command;
pub mod frame;
pub mod printed;
pub mod v1;
pub mod wire;

/// Why bytes could not be turned back into a value. Never carries the bytes themselves.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A later Porchlight wrote it.
    #[error(
        "it was written by a newer Porchlight (format {found}, this one reads up to {known}); open the desk with that version"
    )]
    Newer {
        /// The format number found.
        found: u64,
        /// The newest this program reads.
        known: u64,
    },
    /// A kind of event or a field that this program does not know: again a later Porchlight, or damage.
    #[error("it holds something this Porchlight does not know: {0}")]
    Unknown(String),
    /// Not what was written.
    #[error("it cannot be read: {0}")]
    Broken(String),
}

impl DecodeError {
    /// Sorts serde's error by its words. The words name keys and positions, never a person's text.
    fn of(error: &serde_json::Error) -> Self {
        let words = quiet(&error.to_string());
        if words.starts_with("unknown") || words.starts_with("no field") {
            Self::Unknown(words)
        } else {
            Self::Broken(words)
        }
    }
}

/// Takes quoted values out of an error's words: `invalid type: string "Jane"` must not reach a log.
fn quiet(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut inside = false;
    for c in words.chars() {
        match (c, inside) {
            ('"', false) => {
                inside = true;
                out.push('…');
            }
            ('"', true) => inside = false,
            (_, true) => {}
            (c, false) => out.push(c),
        }
    }
    out
}
