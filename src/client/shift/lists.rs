//! The supervisor's view and the handover: lists on top of a place, over what the desk sends of the shift.

use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::form::specs;
use crate::client::overlay::{Confirm, Overlay, ShiftList, Then};
use crate::record::text::same_person;
use crate::record::{Moment, Problem};
use crate::wire::shift::{ShiftDuty, ShiftView};
use crate::wire::{Ask, Command};

/// A line of the supervisor's view: its place in what the desk sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// An open duty.
    Duty(usize),
    /// A claim that lapsed, by its case.
    Lapsed(usize),
    /// A parked call.
    Parked(usize),
    /// A text whose session is gone.
    Orphan(usize),
}

/// The lines of the supervisor's view: duties by due instant, then what nobody looks after.
pub fn lines(view: &ShiftView, now: Moment) -> Vec<Line> {
    let lapsed = view.cases.iter().enumerate().filter(|(_, case)| {
        case.claim
            .as_ref()
            .is_some_and(|claim| claim.has_lapsed(now))
    });
    (0..view.duties.len())
        .map(Line::Duty)
        .chain(lapsed.map(|(at, _)| Line::Lapsed(at)))
        .chain((0..view.parked.len()).map(Line::Parked))
        .chain((0..view.orphans.len()).map(Line::Orphan))
        .collect()
}

/// The lines of the handover: what is handed over; while nothing is, everything that is owed.
pub fn handover_lines(view: &ShiftView) -> Vec<Line> {
    let handed: Vec<Line> = view
        .duties
        .iter()
        .enumerate()
        .filter(|(_, duty)| duty.handed.is_some())
        .map(|(at, _)| Line::Duty(at))
        .collect();
    if handed.is_empty() {
        (0..view.duties.len()).map(Line::Duty).collect()
    } else {
        handed
    }
}

/// Whether an operator can accept a duty: handed over by somebody else, and not accepted yet.
pub fn may_accept(duty: &ShiftDuty, operator: &str) -> bool {
    duty.handed.as_ref().is_some_and(|handed| {
        handed.accepted.is_none() && !same_person(handed.from.as_str(), operator)
    })
}

impl App {
    /// Opens the supervisor's view or the handover, over what the desk sends from now on.
    pub(in crate::client) fn open_shift(&mut self, handover: bool) {
        let overlay = |at| {
            if handover {
                Overlay::Handover(ShiftList { at })
            } else {
                Overlay::Shift(ShiftList { at })
            }
        };
        self.push(overlay(0));
        if !self.model.shift_watched {
            self.model.shift_watched = true;
            self.ask(Ask::WatchShift(true), Waiting::Watch);
        }
    }

    /// Ends watching once neither list lies open.
    pub(in crate::client) fn stop_watching_shift(&mut self) {
        let is_open = self
            .model
            .overlays
            .iter()
            .any(|overlay| matches!(overlay, Overlay::Shift(_) | Overlay::Handover(_)));
        if self.model.shift_watched && !is_open {
            self.model.shift_watched = false;
            self.model.shift = None;
            self.ask(Ask::WatchShift(false), Waiting::Watch);
        }
    }

    /// The form that starts a handover.
    pub(in crate::client) fn start_handover(&mut self) {
        self.open_form(&specs::HANDOVER, None, |_| {});
    }

    /// The sheet of the whole desk, as lines.
    pub(in crate::client) fn ask_handover_sheet(&mut self) {
        self.ask(Ask::Handover, Waiting::Lines);
    }

    /// How many lines the list on top has.
    pub(in crate::client) fn shift_len(&self) -> usize {
        let now = self.model.now().unwrap_or_default();
        match (&self.model.shift, self.model.top()) {
            (Some(view), Some(Overlay::Handover(_))) => handover_lines(view).len(),
            (Some(view), _) => lines(view, now).len(),
            (None, _) => 0,
        }
    }

    /// Enter on the supervisor's view: to the case; on a text left behind, whether to take it over.
    pub(in crate::client) fn accept_shift(&mut self, at: usize) {
        let now = self.model.now().unwrap_or_default();
        let Some(view) = &self.model.shift else {
            return;
        };
        let Some(line) = lines(view, now).get(at).copied() else {
            return;
        };
        let case = match line {
            Line::Duty(at) => view
                .duties
                .get(at)
                .and_then(|duty| view.cases.get(duty.case))
                .map(|case| case.case),
            Line::Lapsed(at) => view.cases.get(at).map(|case| case.case),
            Line::Parked(at) => view.parked.get(at).map(|parked| parked.case),
            Line::Orphan(at) => {
                let Some(orphan) = view.orphans.get(at).cloned() else {
                    return;
                };
                let opened = self.boot();
                self.push(Overlay::Confirm(Confirm {
                    question: format!(
                        "Take over what {} was typing: {} of {}?",
                        orphan.by, orphan.what, orphan.number
                    ),
                    lines: vec![format!(
                        "It stands in its field for you, unsaved. It is written down that you took it, and {} is told.",
                        orphan.by
                    )],
                    yes: "take it over".into(),
                    no: "leave it".into(),
                    opened,
                    then: Then::TakeDraft(Box::new(orphan)),
                }));
                return;
            }
        };
        if let Some(case) = case {
            self.model.overlays.clear();
            self.go_to_case(case);
        }
    }

    /// Enter on the handover: accepts the duty under the cursor, by this operator's name; else to its case.
    pub(in crate::client) fn accept_handover(&mut self, at: usize) {
        let Some(view) = &self.model.shift else {
            return;
        };
        let Some(Line::Duty(nth)) = handover_lines(view).get(at).copied() else {
            return;
        };
        let Some(duty) = view.duties.get(nth) else {
            return;
        };
        let Some(case) = view.cases.get(duty.case) else {
            return;
        };
        if !may_accept(duty, &self.model.operator) {
            let to = case.case;
            self.model.overlays.clear();
            self.go_to_case(to);
            return;
        }
        let command = Command::AcceptDuty {
            case: case.case.to_string(),
            duty: duty.duty.clone(),
            item: duty.item.map(|item| item.to_string()),
        };
        self.ask(Ask::Do(command), Waiting::Act("Accepted by you"));
        let last = self.shift_len().saturating_sub(1);
        if let Some(Overlay::Handover(list)) = self.model.overlays.last_mut() {
            list.at = (at + 1).min(last);
        }
    }

    /// Takes a colleague's text over: it comes back as this operator's own.
    pub(in crate::client) fn take_draft(&mut self, orphan: &crate::wire::shift::OrphanView) {
        let command = Command::TakeDraft {
            case: orphan.case.to_string(),
            from: orphan.by.as_str().to_owned(),
            place: orphan.place.clone(),
        };
        let waiting = Waiting::TakenOver(orphan.case, orphan.place.clone());
        self.ask(Ask::Do(command), waiting);
    }

    /// A colleague's text is this operator's now: it is fetched and stands in its field.
    pub(in crate::client) fn taken_over(
        &mut self,
        case: crate::record::CaseId,
        place: &str,
        result: Result<crate::wire::Outcome, Problem>,
    ) {
        match result {
            Ok(outcome) => {
                self.model.overlays.clear();
                self.go_to_case(case);
                self.go_to_place(place);
                self.ask(Ask::Drafts, Waiting::Drafts);
                self.say(crate::client::answers::words_of("Taken over", &outcome));
            }
            Err(problem) => self.refuse(problem),
        }
    }
}
