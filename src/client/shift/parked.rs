//! Calls put aside for another: each keeps its place, and the desk keeps them all.

use crate::client::app::App;
use crate::client::edit;
use crate::client::model::{CaseScreen, Mode, Place, Slot};
use crate::client::words;
use crate::wire::Ask;

use super::here;

/// What the place of a parked call begins with.
const PREFIX: &str = "parked case ";

impl App {
    /// The case in front is left for another: a call in progress is parked, exactly as it stands.
    pub(in crate::client) fn put_aside(&mut self, next: Option<Slot>) {
        let Some(slot) = self.slot().filter(|slot| Some(*slot) != next) else {
            return;
        };
        let sheet = match self.model.place {
            Place::Script(_, sheet) => Some(sheet),
            _ => None,
        };
        if let Some(screen) = self.screen(slot) {
            screen.script = sheet;
        }
        let Some(screen) = self.model.case(slot).filter(|screen| is_call(screen)) else {
            return;
        };
        if let Some(case) = screen.case {
            let text = format!("{}\n{}", stopped(screen), self.way_back(screen));
            self.draft(Some(format!("{PREFIX}{case}")), &text);
            self.send_drafts();
        }
    }

    /// A parked call is gone on with.
    pub(in crate::client) fn take_up_call(&mut self, slot: Slot) {
        if let Some(case) = self.model.case(slot).and_then(|screen| screen.case) {
            self.forget_place(&format!("{PREFIX}{case}"));
        }
    }

    /// Calls that a former screen of the operator had parked: each is open here again, as it was left.
    pub(in crate::client) fn parked_came(&mut self, parked: &[(String, String)]) {
        for (place, text) in parked {
            let Some((case, back, _)) = text.lines().nth(1).and_then(here::read) else {
                continue;
            };
            if self
                .model
                .cases
                .iter()
                .any(|screen| screen.case == Some(case))
            {
                continue;
            }
            self.slots += 1;
            let slot = Slot(self.slots);
            let mut screen = CaseScreen::new(slot, Some(case));
            let rows = self.model.board.rows();
            screen.number = rows
                .iter()
                .find(|row| row.case == case)
                .map(|row| row.number.clone());
            screen.at = back.at.clone();
            screen.mode = if back.pane.is_some() {
                Mode::Panes
            } else {
                Mode::Intake
            };
            screen.resume = Some(back);
            self.model.cases.push(screen);
            // It is this screen's now, so that it goes when the call is taken up.
            self.draft(Some(place.clone()), text);
        }
    }

    /// Forgets what the desk keeps of a place, whoever sent it there.
    pub(in crate::client) fn forget_place(&mut self, place: &str) {
        if self.drafts.forget(place) {
            let (place, text) = (place.to_owned(), String::new());
            self.ask(
                Ask::Draft { place, text },
                crate::client::ask::Waiting::Draft,
            );
        }
    }
}

/// Whether a place among the drafts is a parked call's.
pub(in crate::client) fn is_parked(place: &str) -> bool {
    place.starts_with(PREFIX)
}

/// Whether a case is a call in progress: an intake that was begun here and is not over.
fn is_call(screen: &CaseScreen) -> bool {
    let is_open = screen
        .view
        .as_ref()
        .is_none_or(|view| view.closed.is_none());
    is_open && (screen.key_at.is_some() || screen.mode == Mode::Intake)
}

/// Where a call stopped and what comes next, in words.
pub(in crate::client) fn stopped(screen: &CaseScreen) -> String {
    let spots = edit::spots(screen);
    let next = spots
        .iter()
        .position(|spot| *spot == screen.at)
        .and_then(|at| spots.get(at + 1));
    let at = words::spot(&screen.at);
    match next {
        Some(next) => format!("stopped at {at}; next: {}", words::spot(next)),
        None => format!("stopped at {at}"),
    }
}
