//! A call that comes in: who is calling, about which case, and the form for what they say.

use crate::client::app::App;
use crate::client::form::specs;
use crate::client::model::{CaseScreen, Slot};
use crate::client::overlay::{CallIn, Overlay};
use crate::record::{CaseId, Problem};

/// Who calls in, by letter.
pub(super) const CALLERS: &[(char, &str)] = &[
    ('p', "police"),
    ('n', "ncmec"),
    ('t', "tip"),
    ('c', "child"),
    ('g', "caregiver"),
    ('o', "other"),
];

impl App {
    pub(in crate::client) fn open_call_in(&mut self) {
        self.push(Overlay::CallIn(CallIn::default()));
    }

    pub(super) fn accept_call_in(&mut self) {
        let Some(Overlay::CallIn(call)) = self.model.overlays.last() else {
            return;
        };
        let Some(from) = call.from else {
            self.refuse(Problem::operator(
                "Who is calling: p police, n NCMEC, t a tip, c the child, g a caregiver, o somebody else.",
            ));
            return;
        };
        let row = call.found.get(call.at);
        let name = row.map(|row| row.name.clone());
        let found = row.and_then(|row| row.case.clone());
        let typed = !call.query.as_str().trim().is_empty();
        let slot = match (found, typed) {
            (Some((case, number, _)), _) => self.slot_of(case, number),
            // Nothing typed: the call is about the case one is in.
            (None, false) => match self.slot() {
                Some(slot) => slot,
                None => {
                    self.refuse(Problem::operator(
                        "About which case? Type a name, or any number they give.",
                    ));
                    return;
                }
            },
            (None, true) => {
                self.refuse(
                    Problem::operator("No case was found for what is typed.")
                        .hint("Try another number or part of the name; the text stays. A child nobody here knows is a new intake."),
                );
                return;
            }
        };
        if let Some(screen) = self.screen(slot).filter(|screen| screen.view.is_none()) {
            screen.found_as = name;
        }
        self.model.overlays.pop();
        let spec = match from {
            "police" => &specs::HEARD_POLICE,
            "ncmec" => &specs::HEARD_NCMEC,
            _ => &specs::HEARD,
        };
        self.open_form(spec, Some(slot), |form| form.item = Some(from.to_owned()));
    }

    /// The screen of a case, kept in the background: the place does not change.
    pub(in crate::client) fn slot_of(&mut self, case: CaseId, number: String) -> Slot {
        if let Some(screen) = self.model.cases.iter().find(|s| s.case == Some(case)) {
            return screen.slot;
        }
        self.slots += 1;
        let slot = Slot(self.slots);
        let mut screen = CaseScreen::new(slot, Some(case));
        screen.number = Some(number);
        self.model.cases.push(screen);
        slot
    }
}
