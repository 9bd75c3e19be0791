//! What is being typed and not yet saved: kept by the desk for the operator, whichever screen they come back on.
//!
//! Beside texts stand where a session was and the calls it parked, so that a dropped line resumes there. A text
//! whose session is gone is an orphan: a colleague sees that it is there, not what it says, and can take it over.

use std::collections::BTreeMap;

use super::docket::Docket;
use super::shift::parked;
use crate::record::text::{folded_name, same_person};
use crate::record::{Moment, SafeText, SessionId, fields};
use crate::wire::shift::{OrphanView, ParkedView};

/// The sessions that are connected, each with its operator.
pub type Live = BTreeMap<SessionId, String>;

/// Whether an operator has no screen connected.
fn is_away(operator: &str, live: &Live) -> bool {
    !live.values().any(|who| same_person(who, operator))
}

/// A draft.
#[derive(Debug, Clone, PartialEq)]
struct Kept {
    /// The name as it was given.
    operator: String,
    text: String,
    /// When it was last changed, or when its session went.
    at: Moment,
}

/// Every draft, by operator, place and session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drafts {
    kept: BTreeMap<(String, String, SessionId), Kept>,
    version: u64,
}

impl Drafts {
    /// A number that grows whenever a text comes or goes, and not while one is typed on.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Keeps a draft; empty text forgets it.
    pub fn keep(
        &mut self,
        session: SessionId,
        operator: &str,
        place: &str,
        text: &str,
        at: Moment,
    ) {
        let key = (folded_name(operator), place.to_owned(), session);
        if text.is_empty() {
            self.version += u64::from(self.kept.remove(&key).is_some());
            return;
        }
        let kept = Kept {
            operator: operator.to_owned(),
            text: text.to_owned(),
            at,
        };
        let before = self.kept.insert(key, kept);
        // Where somebody was matters to nobody else; that a call stands elsewhere does.
        let is_same =
            before.is_some_and(|before| parked::case_of(place).is_none() || before.text == text);
        self.version += u64::from(!is_same && place != parked::HERE);
    }

    /// A session is gone: its texts are alone from now on.
    pub fn gone(&mut self, session: SessionId, at: Moment) {
        for ((_, _, by), kept) in &mut self.kept {
            if *by == session {
                kept.at = at;
                self.version += 1;
            }
        }
    }

    /// The drafts of an operator that no live session but their own is typing: place and text.
    pub fn left_behind(
        &self,
        operator: &str,
        own: SessionId,
        live: &Live,
    ) -> Vec<(String, String)> {
        let operator = folded_name(operator);
        self.kept
            .iter()
            .filter(|((who, _, session), _)| {
                *who == operator && (*session == own || !live.contains_key(session))
            })
            .map(|((_, place, _), kept)| (place.clone(), kept.text.clone()))
            .collect()
    }

    /// The sessions, no longer alive, that left a draft of this operator at this place.
    pub fn dead_at(&self, operator: &str, place: &str, live: &Live) -> Vec<SessionId> {
        let operator = folded_name(operator);
        self.kept
            .keys()
            .filter(|(who, at, session)| {
                *who == operator && at == place && !live.contains_key(session)
            })
            .map(|(_, _, session)| *session)
            .collect()
    }

    /// The text and session of an orphan; `None` when there is none such.
    pub fn orphan(&self, operator: &str, place: &str, live: &Live) -> Option<(SessionId, String)> {
        let operator = folded_name(operator);
        self.kept
            .iter()
            .find(|((who, at, session), _)| {
                *who == operator
                    && at == place
                    && parked::is_typed(place)
                    && !live.contains_key(session)
                    && is_away(who, live)
            })
            .map(|((_, _, session), kept)| (*session, kept.text.clone()))
    }

    /// Texts in cases whose session is gone, and their operator with it.
    pub fn orphans(&self, docket: &Docket, live: &Live) -> Vec<OrphanView> {
        self.kept
            .iter()
            .filter(|((who, place, session), _)| {
                parked::is_typed(place) && !live.contains_key(session) && is_away(who, live)
            })
            .filter_map(|((_, place, _), kept)| {
                let (case, field) = parked::typed_in(place)?;
                let case = docket.case(case)?;
                let what = field
                    .and_then(fields::by_name)
                    .map_or("a text", |field| field.label);
                Some(OrphanView {
                    by: SafeText::line(&kept.operator),
                    place: place.clone(),
                    case: case.id,
                    number: case.number.clone(),
                    what: what.to_owned(),
                    at: kept.at,
                })
            })
            .collect()
    }

    /// Calls that are parked, the longest first.
    pub fn parked(&self, docket: &Docket, live: &Live) -> Vec<ParkedView> {
        let mut out: Vec<ParkedView> = self
            .kept
            .iter()
            .filter_map(|((_, place, session), kept)| {
                let case = docket.case(parked::case_of(place)?)?;
                let alone = !live.contains_key(session) && is_away(&kept.operator, live);
                case.closed.is_none().then(|| ParkedView {
                    case: case.id,
                    number: case.number.clone(),
                    by: SafeText::line(&kept.operator),
                    at: kept.at,
                    words: parked::words_of(&kept.text),
                    alone,
                })
            })
            .collect();
        out.sort_by_key(|parked| (parked.at, parked.case));
        out.dedup_by_key(|parked| parked.case);
        out
    }
}
