//! An entry of the numbers card as a TOML table: stored in the desk's stream, and read from a desk's file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::Problem;

/// An entry, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// `police`, `sheriff`, `watch commander`, `clearinghouse`, `fbi`, `on call`, `national`.
    pub kind: String,
    /// Whose number it is.
    pub name: String,
    /// The originating agency identifier, for police.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ori: Option<String>,
    /// Its zone, an IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Cities, counties and ZIP codes it answers for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub area: Vec<String>,
    /// When somebody last verified it, an ISO date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<String>,
    /// Anything else to know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Numbers by name (`dispatch`, `records`), as they would be dialled.
    #[serde(default)]
    pub numbers: BTreeMap<String, String>,
}

/// Writes an entry.
pub fn to_toml(entry: &Entry) -> String {
    // Strings only: nothing here can fail to be written.
    toml::to_string(entry).unwrap_or_default()
}

/// Reads an entry.
///
/// # Errors
/// In words, with the line.
pub fn from_toml(text: &str) -> Result<Entry, Problem> {
    toml::from_str(text).map_err(|error| {
        Problem::setup(format!(
            "The directory entry cannot be read: {}",
            error.message()
        ))
    })
}

/// Reads a whole directory file: one table an entry, by its key.
///
/// # Errors
/// In words.
pub fn file(text: &str) -> Result<BTreeMap<String, Entry>, Problem> {
    toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
        Problem::setup(format!(
            "The directory file cannot be read at line {line}: {}.",
            error.message()
        ))
        .example("[police.columbus]\nkind = \"police\"\nname = \"Columbus Police\"\nnumbers.dispatch = \"614-555-0100\"")
    })
}
