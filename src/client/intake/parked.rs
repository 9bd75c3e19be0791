//! Several calls at once: cases open here, and how to go from one to the other.

use crate::client::app::App;
use crate::client::model::{CaseScreen, Place, Slot, Why};
use crate::client::overlay::{Overlay, Parked, ParkedRow};
use crate::client::shift::stopped;
use crate::record::Problem;

impl App {
    /// Goes to the next case open in this session; each keeps its text and its cursor.
    pub(in crate::client) fn next_case(&mut self) {
        let slots: Vec<Slot> = self
            .model
            .cases
            .iter()
            .filter(|screen| {
                screen
                    .view
                    .as_ref()
                    .is_none_or(|view| view.closed.is_none())
            })
            .map(|screen| screen.slot)
            .collect();
        let here = self
            .slot()
            .and_then(|slot| slots.iter().position(|other| *other == slot));
        let next = match here {
            Some(at) => slots.get((at + 1) % slots.len().max(1)),
            None => slots.last(),
        };
        match next {
            Some(slot) if Some(*slot) != self.slot() => self.go_to_slot(*slot),
            _ => self.refuse(Problem::operator("No other case is open on this screen.")),
        }
    }

    /// Goes to a case open in this session, as it was left.
    pub(in crate::client) fn go_to_slot(&mut self, slot: Slot) {
        // Text being typed stays in its field with its cursor: the case is parked as it is.
        self.put_aside(Some(slot));
        let sheet = self.screen(slot).and_then(|screen| screen.script.take());
        self.model.place = match sheet {
            Some(sheet) => Place::Script(slot, sheet),
            None => Place::Case(slot),
        };
        self.take_up_call(slot);
        self.watch_front();
        let name = self
            .model
            .case(slot)
            .map(|screen| format!("{}: {}.", screen.title(), stopped(screen)));
        if let Some(name) = name {
            self.say(name);
        }
    }

    /// The list of cases open in this session and where each stopped.
    pub(in crate::client) fn parked(&self) -> Parked {
        let is_open = |screen: &&CaseScreen| {
            screen
                .view
                .as_ref()
                .is_none_or(|view| view.closed.is_none())
        };
        let rows = self
            .model
            .cases
            .iter()
            .filter(is_open)
            .map(|screen| ParkedRow {
                slot: screen.slot,
                number: screen.title().to_owned(),
                name: screen.view.as_ref().map_or_else(
                    || "not yet named".to_owned(),
                    |view| view.name.as_str().to_owned(),
                ),
                stopped: stopped(screen),
                unsaved: screen
                    .kept
                    .values()
                    .filter(|kept| !matches!(kept.why, Why::Sending(_)))
                    .count()
                    + usize::from(screen.edit.is_some()),
            })
            .collect();
        Parked { rows, at: 0 }
    }

    /// Opens the list of cases open in this session.
    pub(in crate::client) fn show_parked(&mut self) {
        let parked = self.parked();
        if parked.rows.is_empty() {
            self.refuse(Problem::operator("No case is open on this screen."));
        } else {
            self.push(Overlay::Parked(parked));
        }
    }
}
