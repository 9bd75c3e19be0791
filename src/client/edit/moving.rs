//! From row to row and from pane to pane; the cursor never jumps away from what is being typed.

use super::Leave;
use crate::client::app::App;
use crate::client::model::{CaseScreen, Mode, Place, Slot, Spot};
use crate::client::panes::{self, Pane, Row};
use crate::record::fields;
use crate::wire::view::FactState;

impl App {
    /// Leaves the spot in focus and goes to another.
    pub(in crate::client) fn focus(&mut self, slot: Slot, to: Spot, how: Leave) {
        self.leave(slot, how);
        if let Some(screen) = self.screen(slot) {
            screen.at = to;
        }
    }

    /// Goes on to the next row, past the end to what comes after.
    pub(in crate::client) fn go_on(&mut self, slot: Slot) {
        self.step(slot, true);
    }

    /// Goes to the next or the former row; past either end to the neighbouring pane.
    pub(in crate::client) fn step(&mut self, slot: Slot, forward: bool) {
        self.leave(slot, Leave::Save);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let all = spots(screen);
        let at = all.iter().position(|spot| *spot == screen.at);
        let next = match (at, forward) {
            (Some(at), true) => all.get(at + 1),
            (Some(at), false) => at.checked_sub(1).and_then(|at| all.get(at)),
            (None, _) => all.first(),
        };
        if let Some(next) = next {
            screen.at = next.clone();
        } else if screen.mode == Mode::Intake {
            if forward {
                screen.mode = Mode::Panes;
                self.go_to_pane(slot, Pane::FIRST, false);
            }
        } else {
            let count = Pane::all().count();
            let here = usize::from(screen.pane.0);
            let there = if forward { here + 1 } else { here + count - 1 } % count;
            let pane = Pane(u8::try_from(there).unwrap_or(0));
            self.go_to_pane(slot, pane, !forward);
        }
    }

    /// Goes to the first (or last) row of a pane.
    pub(in crate::client) fn go_to_pane(&mut self, slot: Slot, pane: Pane, last: bool) {
        self.leave(slot, Leave::Save);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        screen.mode = Mode::Panes;
        screen.pane = pane;
        let all = spots(screen);
        let there = if last { all.last() } else { all.first() };
        // A pane with no rows yet still takes the keys of lists.
        screen.at = there.cloned().unwrap_or(Spot::Event(0));
        self.model.place = Place::Case(slot);
    }

    /// Goes to a spot wherever it is shown.
    pub(in crate::client) fn jump_to(&mut self, slot: Slot, to: Spot) {
        self.leave(slot, Leave::Save);
        self.model.place = Place::Case(slot);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        if !spots(screen).contains(&to) {
            let section = match &to {
                Spot::Field { field, .. } => fields::get(*field).map(|row| row.section),
                Spot::Add(group) => panes::fields_of(*group).next().map(|row| row.section),
                _ => None,
            };
            let pane = match &to {
                Spot::Danger | Spot::Called911 | Spot::CameAt => Pane::by_id("call"),
                Spot::Duty(_) | Spot::TriageRow(_) => Pane::by_id("duties"),
                Spot::Event(_) => Pane::by_id("timeline"),
                _ => section.and_then(Pane::of),
            };
            if let Some(pane) = pane {
                screen.mode = Mode::Panes;
                screen.pane = pane;
            }
        }
        screen.at = to;
    }

    /// Goes to the next field nobody has answered: in the rows shown, then in the panes after.
    pub(in crate::client) fn go_to_next_blank(&mut self, slot: Slot) {
        self.leave(slot, Leave::Save);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let mut all = spots(screen);
        if screen.mode == Mode::Panes {
            let shown = screen.pane;
            for pane in Pane::all()
                .cycle()
                .skip(usize::from(shown.0) + 1)
                .take(Pane::all().count())
            {
                all.extend(spots_of(panes::rows(pane, screen)));
            }
        }
        let from = all
            .iter()
            .position(|spot| *spot == screen.at)
            .map_or(0, |at| at + 1);
        let blank = all.iter().skip(from).find(|spot| match spot {
            Spot::Field { field, item } => {
                screen
                    .fact(*field, *item)
                    .is_none_or(|fact| fact.state == FactState::Blank)
                    && !screen.kept.contains_key(*spot)
            }
            _ => false,
        });
        match blank.cloned() {
            Some(spot) => self.jump_to(slot, spot),
            None => self.say("No field is blank from here on."),
        }
    }

    /// Goes back to the intake's questions in the order of the call, at the first that is blank.
    pub(in crate::client) fn go_to_call_order(&mut self, slot: Slot) {
        self.leave(slot, Leave::Save);
        self.model.place = Place::Case(slot);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        screen.mode = Mode::Intake;
        screen.at = first_blank(screen).unwrap_or(Spot::Danger);
    }

    /// Goes to the first row under the next or former heading.
    pub(in crate::client) fn step_section(&mut self, slot: Slot, forward: bool) {
        self.leave(slot, Leave::Save);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let rows = screen.rows();
        let here = rows
            .iter()
            .position(|row| *row == Row::Spot(screen.at.clone()))
            .unwrap_or(0);
        let is_start = |at: usize| {
            matches!(rows.get(at), Some(Row::Spot(_)))
                && (at == 0 || matches!(rows.get(at - 1), Some(Row::Heading(_))))
        };
        let there = if forward {
            (here + 1..rows.len()).find(|at| is_start(*at))
        } else {
            (0..here).rev().find(|at| is_start(*at))
        };
        match there.and_then(|at| rows.get(at)) {
            Some(Row::Spot(spot)) => screen.at = spot.clone(),
            _ => self.step(slot, forward),
        }
    }

    /// After a view came: the cursor stays where it is; only if its row is gone it goes to the nearest.
    pub(in crate::client) fn keep_focus_on_a_row(&mut self, slot: Slot) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        if screen.edit.is_some() {
            return;
        }
        let all = spots(screen);
        if all.is_empty() || all.contains(&screen.at) {
            return;
        }
        let same_kind = all
            .iter()
            .rev()
            .find(|spot| std::mem::discriminant(*spot) == std::mem::discriminant(&screen.at));
        if let Some(spot) = same_kind.or(all.first()) {
            screen.at = spot.clone();
        }
    }

    /// Esc on a case: text being typed is kept and stays; else back to the board.
    pub(in crate::client) fn cancel_on_case(&mut self, slot: Slot) {
        let typing = self
            .model
            .case(slot)
            .is_some_and(|screen| screen.edit.is_some());
        if typing {
            self.leave(slot, Leave::Keep);
        } else {
            self.model.place = Place::Board;
        }
    }
}

/// The spots among the rows shown, in order.
pub(in crate::client) fn spots(screen: &CaseScreen) -> Vec<Spot> {
    spots_of(screen.rows())
}

fn spots_of(rows: Vec<Row>) -> Vec<Spot> {
    rows.into_iter()
        .filter_map(|row| match row {
            Row::Spot(spot) => Some(spot),
            Row::Heading(_) => None,
        })
        .collect()
}

/// The first of the rows shown that nobody has answered.
pub(in crate::client) fn first_blank(screen: &CaseScreen) -> Option<Spot> {
    let blank = |spot: &Spot| match spot {
        Spot::Field { field, item } => {
            screen
                .fact(*field, *item)
                .is_none_or(|fact| fact.state == FactState::Blank)
                && !screen.kept.contains_key(spot)
        }
        _ => false,
    };
    spots(screen).into_iter().find(blank)
}
