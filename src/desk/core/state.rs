//! What the core holds: an event folded in, packs adopted, rows of the board built anew.

use super::Core;
use super::flight::{Answered, KEPT_REQUESTS};
use crate::desk::{packs, shift};
use crate::record::event::Event;
use crate::record::{CaseId, ItemId, Problem, Recorded, Stream};

impl Core {
    pub(super) fn apply(&mut self, recorded: &Recorded) {
        self.now = self.now.max(recorded.at);
        // A row that says that a backup was made is no reason for another.
        if !matches!(recorded.event, Event::Maintained { .. }) {
            self.changed = Some(recorded.at);
        }
        self.docket.apply(recorded);
        self.trail.apply(recorded);
        self.finder.apply(&self.docket, recorded);
        match recorded.stream {
            Stream::Case(id) => {
                self.touched.insert(id);
                if let Event::CaseOpened { linked, .. } = &recorded.event {
                    self.touched.extend(linked);
                }
            }
            Stream::Child(id) => {
                let runs: Vec<CaseId> = self.docket.runs(id).map(|case| case.id).collect();
                self.touched.extend(runs);
            }
            Stream::Desk if recorded.event.is_trail() => {}
            Stream::Desk => self.settings += 1,
        }
        if let Event::DeskSet { key, .. } = &recorded.event
            && shift::SETTINGS.iter().any(|minutes| minutes.key == key)
        {
            // Every row says until when its claim holds.
            let claimed = self.docket.cases().filter(|case| case.claim.is_some());
            self.touched.extend(claimed.map(|case| case.id));
        }
        if recorded.request > 0 {
            let key = (recorded.session, recorded.request);
            if self.remembered.back().is_none_or(|last| last.key != key) {
                let case = match recorded.stream {
                    Stream::Case(id) => Some(id),
                    _ => None,
                };
                let made = made(&recorded.event);
                self.remembered.push_back(Answered { key, case, made });
                if self.remembered.len() > KEPT_REQUESTS {
                    self.remembered.pop_front();
                }
            } else if let Some(last) = self.remembered.back_mut() {
                if let Stream::Case(id) = recorded.stream {
                    last.case.get_or_insert(id);
                }
                last.made = last.made.or_else(|| made(&recorded.event));
            }
        }
        if matches!(recorded.event, Event::PackAdopted { .. }) && !self.packs.is_empty() {
            // A pack adopted while running comes into force at once; at start `ready` reads them all.
            if let Err(problem) = self.adopt_packs() {
                self.trouble = Some(problem.sentence);
            }
            self.board.rebuild(&self.docket, &self.packs, self.now);
        }
    }

    pub(super) fn adopt_packs(&mut self) -> Result<(), Problem> {
        let (packs, problems) = packs::of(&self.docket)?;
        self.packs = packs;
        if let Some(problem) = problems.first() {
            self.trouble = Some(problem.to_string());
        }
        Ok(())
    }

    pub(super) fn refresh_touched(&mut self) {
        for id in std::mem::take(&mut self.touched) {
            self.board.refresh(&self.docket, &self.packs, self.now, id);
        }
    }
}

/// The entry, attempt, call or handover that an event brings into being.
fn made(event: &Event) -> Option<ItemId> {
    match event {
        Event::ItemAdded { item, .. } => Some(*item),
        Event::Attempted(attempt) => Some(attempt.id),
        Event::Heard { id, .. } => Some(*id),
        Event::HandedOver { handover, .. } => Some(*handover),
        _ => None,
    }
}
