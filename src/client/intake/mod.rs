//! An intake: the clock runs from its key; the first line never stops the typing; calls can be parked.
//!
//! | file | what it is |
//! |---|---|
//! | `first_line` | danger now, 911 called: one letter answers and goes on |
//! | `came_at` | how the information came, and when if earlier |
//! | `on_file` | a child on file whose name is being typed |
//! | `parked` | several calls at once |

mod came_at;
mod first_line;
mod on_file;
mod parked;

pub(super) use came_at::came_at_preview;

use super::app::App;
use super::ask::Waiting;
use super::edit::Leave;
use super::model::{CaseScreen, Mode, Place, Slot, Spot};
use super::panes;
use crate::record::{CaseId, ChildId, Moment, Problem, Zone};
use crate::rules;
use crate::wire::view::FactState;
use crate::wire::{Ask, Command, Outcome};

impl App {
    /// Starts an intake. Its clock runs from the boot time of the key that asked for it.
    pub(super) fn start_intake(&mut self, child: Option<ChildId>) {
        // A second ring: the first call stays exactly as it stands.
        self.put_aside(None);
        self.slots += 1;
        let slot = Slot(self.slots);
        let key_at = self.model.now();
        let zone = self.model.zone();
        let mut screen = CaseScreen::new(slot, None);
        screen.mode = Mode::Intake;
        screen.key_at = key_at;
        self.model.cases.push(screen);
        self.model.place = Place::Case(slot);
        self.model.overlays.clear();
        let command = Command::Open {
            key_at: key_at.map(|at| rfc3339(at, zone)),
            name: None,
            child: child.map(|child| child.to_string()),
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        };
        self.ask(Ask::Do(command), Waiting::Open(slot));
    }

    /// The desk opened the intake, or would not.
    pub(super) fn opened(&mut self, slot: Slot, result: Result<Outcome, Problem>) {
        match result {
            Ok(Outcome::Saved {
                case: Some(case),
                case_number,
                ..
            }) => {
                if let Some(screen) = self.screen(slot) {
                    screen.case = Some(case);
                    screen.number = case_number;
                }
                self.watch_front();
                self.send_held(slot);
                // What is being typed can be kept on the desk from now on.
                self.case_text_changed(slot);
            }
            Ok(_) => self.refuse(Problem::ours(
                "The desk did not say which case it opened; what was typed is still here.",
            )),
            Err(problem) => {
                self.refuse(
                    problem
                        .hint("The call is not recorded yet: write the time down, then try again."),
                );
            }
        }
    }

    /// Goes to a case the desk knows.
    pub(super) fn go_to_case(&mut self, case: CaseId) {
        let before = self.slot();
        let known = self
            .model
            .cases
            .iter()
            .find(|screen| screen.case == Some(case))
            .map(|screen| screen.slot);
        if before != known {
            if let Some(slot) = before
                && self
                    .model
                    .case(slot)
                    .is_some_and(|screen| screen.key_at.is_none())
            {
                self.leave(slot, Leave::Save);
            }
            self.put_aside(known);
        }
        let slot = known.unwrap_or_else(|| {
            self.slots += 1;
            let slot = Slot(self.slots);
            let mut screen = CaseScreen::new(slot, Some(case));
            screen.number = self
                .model
                .board
                .rows()
                .iter()
                .find(|row| row.case == case)
                .map(|row| row.number.clone());
            self.model.cases.push(screen);
            self.go_to_pane(slot, panes::Pane::FIRST, false);
            slot
        });
        self.model.place = Place::Case(slot);
        self.take_up_call(slot);
        self.model.board.selected = Some(case);
        self.watch_front();
        self.take_up_drafts(slot);
    }

    /// Has the desk send the case in front whenever it changes.
    fn watch_front(&mut self) {
        let front = self.model.front().and_then(|screen| screen.case);
        if front.is_some() && front != self.watched {
            self.watched = front;
            self.model.watched = front;
            self.model.presence.here.clear();
            self.ask(Ask::WatchCase(front), Waiting::Watch);
        }
    }
}

/// Whether a case just come upon is an intake that was cut off: nothing was reported and no pane was chosen yet, and
/// of what an intake asks something is blank.
pub(super) fn unfinished(screen: &CaseScreen) -> bool {
    let Some(view) = &screen.view else {
        return false;
    };
    let nothing_told = ["police.report", "ncmec.report"].iter().all(|id| {
        view.duties
            .iter()
            .any(|duty| duty.id == *id && duty.state.is_open() && duty.done.is_none())
    });
    let untouched = screen.mode == Mode::Panes
        && screen.pane == panes::Pane::FIRST
        && screen.edit.is_none()
        && screen.key_at.is_none();
    let blank = panes::intake_rows(screen).into_iter().any(|row| {
        matches!(row, panes::Row::Spot(Spot::Field { field, item })
            if screen.fact(field, item).is_none_or(|fact| fact.state == FactState::Blank))
    });
    view.closed.is_none() && nothing_told && untouched && blank
}

/// RFC 3339 in a zone, to the microsecond where it has some.
pub(super) fn rfc3339(at: Moment, zone: Zone) -> String {
    rules::words::rfc3339(at, zone)
}
