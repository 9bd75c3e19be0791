//! What is being typed and not yet saved: kept by the desk for the operator, whichever screen they come back on.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::SessionId;

/// Every draft, by operator and place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drafts {
    kept: BTreeMap<(String, String), (SessionId, String)>,
}

impl Drafts {
    /// Keeps a draft; empty text forgets it.
    pub fn keep(&mut self, session: SessionId, operator: &str, place: &str, text: &str) {
        let key = (name(operator), place.to_owned());
        if text.is_empty() {
            self.kept.remove(&key);
        } else {
            self.kept.insert(key, (session, text.to_owned()));
        }
    }

    /// The drafts of an operator that no live session but their own is typing: place and text.
    pub fn left_behind(
        &self,
        operator: &str,
        own: SessionId,
        live: &BTreeSet<SessionId>,
    ) -> Vec<(String, String)> {
        let operator = name(operator);
        self.kept
            .iter()
            .filter(|((who, _), (session, _))| {
                *who == operator && (*session == own || !live.contains(session))
            })
            .map(|((_, place), (_, text))| (place.clone(), text.clone()))
            .collect()
    }
}

/// An operator's name as two spellings of it are told to be one.
fn name(operator: &str) -> String {
    operator
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
