//! Who is where. Lives with the session: when that goes, so does its mark; no lock can be left behind.

use std::collections::BTreeMap;

use crate::record::{CaseId, SafeText, SessionId};
use crate::wire::shift::{Here, ParkedView, PersonHere, PresenceView};

/// A session that said where it is.
#[derive(Debug, Clone, PartialEq)]
struct Person {
    who: SafeText,
    here: Here,
}

/// Every session that said where it is.
#[derive(Debug, Default)]
pub struct Presence {
    people: BTreeMap<SessionId, Person>,
    version: u64,
}

impl Presence {
    /// A number that grows whenever somebody goes somewhere else.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Notes where a session is.
    pub fn at(&mut self, session: SessionId, operator: &str, here: Here) {
        let person = Person {
            who: SafeText::line(operator),
            here,
        };
        let shown = |person: &Person| {
            let here = &person.here;
            (person.who.clone(), here.case, here.field.clone(), here.item)
        };
        let before = self.people.get(&session).map(shown);
        if before != Some(shown(&person)) {
            self.version += 1;
        }
        self.people.insert(session, person);
    }

    /// A session is gone.
    pub fn gone(&mut self, session: SessionId) {
        if self.people.remove(&session).is_some() {
            self.version += 1;
        }
    }

    /// What one session is to be shown: the people on the board's cases, and those in the case it watches.
    pub fn view(
        &self,
        own: SessionId,
        board: bool,
        case: Option<CaseId>,
        parked: &[ParkedView],
    ) -> PresenceView {
        let others = || {
            self.people
                .iter()
                .filter(|(session, _)| **session != own)
                .map(|(_, person)| person)
        };
        let mut cases: BTreeMap<CaseId, Vec<SafeText>> = BTreeMap::new();
        if board {
            for person in others() {
                if let Some(case) = person.here.case {
                    let who = cases.entry(case).or_default();
                    if !who.contains(&person.who) {
                        who.push(person.who.clone());
                    }
                }
            }
        }
        let here = others()
            .filter(|person| case.is_some() && person.here.case == case)
            .map(|person| PersonHere {
                who: person.who.clone(),
                field: person.here.field.clone(),
                item: person.here.item,
            })
            .collect();
        PresenceView {
            cases: cases.into_iter().collect(),
            here,
            parked: if board { parked.to_vec() } else { Vec::new() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAN: SessionId = SessionId(1);
    const PRIYA: SessionId = SessionId(2);

    fn here(case: u128, field: &str) -> Here {
        Here {
            case: Some(CaseId(case)),
            field: Some(field.into()),
            item: None,
            back: String::new(),
        }
    }

    #[test]
    fn others_are_seen_where_they_are_and_nobody_sees_themselves() {
        let mut presence = Presence::default();
        presence.at(DAN, "Dan", here(3, "look.hair"));
        presence.at(PRIYA, "Priya", here(3, "look.eyes"));
        let view = presence.view(DAN, true, Some(CaseId(3)), &[]);
        assert_eq!(view.cases, [(CaseId(3), vec![SafeText::line("Priya")])]);
        assert_eq!(view.here.len(), 1);
        assert_eq!(view.here[0].field.as_deref(), Some("look.eyes"));
        // Who watches another case hears nothing of fields here.
        assert_eq!(
            presence.view(DAN, false, Some(CaseId(4)), &[]),
            PresenceView::default()
        );
        presence.gone(PRIYA);
        assert_eq!(
            presence.view(DAN, true, Some(CaseId(3)), &[]),
            PresenceView::default(),
            "no mark outlives its session"
        );
    }

    #[test]
    fn a_cursor_that_stays_in_its_field_changes_nothing_for_others() {
        let mut presence = Presence::default();
        presence.at(DAN, "Dan", here(3, "look.hair"));
        let before = presence.version();
        let mut moved = here(3, "look.hair");
        moved.back = "cursor 5".into();
        presence.at(DAN, "Dan", moved);
        assert_eq!(presence.version(), before);
        presence.at(DAN, "Dan", here(3, "look.eyes"));
        assert!(presence.version() > before);
    }
}
