//! Enter, Esc and the arrows, where no text is typed: on the board, on a script, in the panes.

use crate::client::app::App;
use crate::client::edit::Leave;
use crate::client::form::specs;
use crate::client::model::{Mode, Place, Slot, Spot};
use crate::client::panes::Pane;
use crate::wire::Said;

impl App {
    /// Enter: takes what is under the cursor, or saves what is typed and goes on.
    pub(super) fn accept(&mut self) {
        let Some(slot) = self.slot() else {
            if let Some(case) = self.model.board.selected {
                self.go_to_case(case);
            }
            return;
        };
        if matches!(self.model.place, Place::Script(..)) {
            self.script_tick();
            return;
        }
        let Some(screen) = self.model.case(slot) else {
            return;
        };
        match screen.at.clone() {
            Spot::Duty(_) => self.open_outcome(),
            Spot::Event(at) => self.open_withdraw(slot, at),
            Spot::TriageRow(at) => {
                let row = screen
                    .view
                    .as_ref()
                    .and_then(|view| view.triage.proposed.get(at))
                    .map(|row| row.row.to_string());
                self.open_form(&specs::TRIAGE, Some(slot), |form| {
                    if let Some(row) = row {
                        form.set_named("row", &row);
                        form.at = 1;
                    }
                });
            }
            Spot::Linked(at) => {
                let case = screen
                    .view
                    .as_ref()
                    .and_then(|view| view.linked.get(at))
                    .map(|(case, ..)| *case);
                if let Some(case) = case {
                    self.go_to_case(case);
                }
            }
            Spot::Agency(at) => {
                let name = screen
                    .view
                    .as_ref()
                    .and_then(|view| view.agencies.get(at))
                    .map(|row| row.name.as_str().to_owned());
                let field = crate::record::fields::by_name("police.agency").map(|row| row.id);
                if let (Some(name), Some(field)) = (name, field) {
                    self.answer_spot(slot, &Spot::field(field), Said::Value(name.clone()), &name);
                }
                self.go_on(slot);
            }
            Spot::CameAt => {
                self.came_by_phone(slot);
                self.go_on(slot);
            }
            _ => self.go_on(slot),
        }
    }

    /// Esc: closes the top thing, leaves a field and keeps its text, or goes back.
    pub(super) fn cancel(&mut self) {
        match self.model.place {
            Place::Board => {
                // The notices were read.
                self.model.notices.clear();
            }
            Place::Script(slot, _) => self.model.place = Place::Case(slot),
            Place::Case(slot) => self.cancel_on_case(slot),
        }
    }

    pub(super) fn move_list(&mut self, by: isize) {
        match self.model.place {
            Place::Board => {
                let rows = self.model.board.rows();
                let at = self.model.board.index().unwrap_or(0);
                let to = at
                    .saturating_add_signed(by)
                    .min(rows.len().saturating_sub(1));
                self.model.board.selected = rows.get(to).map(|row| row.case);
            }
            Place::Script(..) => self.script_move(by),
            Place::Case(slot) => {
                let steps = by.unsigned_abs().min(200);
                if steps == 200 {
                    // To an end of the rows shown.
                    if let Some(screen) = self.model.case(slot) {
                        let all = crate::client::edit::spots(screen);
                        let to = if by < 0 { all.first() } else { all.last() };
                        if let Some(to) = to.cloned() {
                            self.focus(slot, to, Leave::Save);
                        }
                    }
                    return;
                }
                for _ in 0..steps {
                    self.step(slot, by > 0);
                }
            }
        }
    }

    pub(super) fn step_pane(&mut self, slot: Slot, by: isize) {
        let Some(screen) = self.model.case(slot) else {
            return;
        };
        // The order of the call stands before the first pane and after the last.
        let count = Pane::all().count() + 1;
        let here = match screen.mode {
            Mode::Intake => 0,
            Mode::Panes => usize::from(screen.pane.0) + 1,
        };
        match ((here + count).saturating_add_signed(by) % count).checked_sub(1) {
            None => self.go_to_call_order(slot),
            Some(there) => {
                let pane = Pane(u8::try_from(there).unwrap_or(0));
                self.go_to_pane(slot, pane, false);
            }
        }
    }
}
