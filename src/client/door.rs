//! The door: signing in, the locked screen, and what the desk says about who sits here.
//!
//! A screen that is locked or signed out keeps nothing of what it was: the session is emptied, and where the program
//! runs in a process of its own, that process begins anew.

use super::app::{App, Effect};
use super::ask::Waiting;
use super::model::{Door, DoorMode, Entry, Link, Model};
use super::text::TextEdit;
use crate::input::Act;
use crate::record::{CaseId, Problem};
use crate::wire::who::{self, Change, Phrase, Standing, State};
use crate::wire::{Ask, Outcome};

/// Keys are reported to the desk at most so often, in microseconds.
const REPORT: i64 = 30_000_000;

/// What a screen begins anew with that goes on from no other: no ticket of any desk.
const NO_TICKET: &str = "00000000000000000000000000000000";

/// What is shown in words before the screen locks, in microseconds.
pub const COUNTDOWN: i64 = 60_000_000;

/// What is said before the phrase is wanted again after hours, in microseconds.
pub const WARNING: i64 = 15 * 60_000_000;

impl App {
    /// The screen goes on from one that was locked, where there is a ticket of one.
    #[must_use]
    pub fn going_on(mut self, ticket: Option<String>) -> Self {
        self.ticket = ticket;
        self
    }

    /// Asks the desk how this session stands.
    pub(super) fn ask_standing(&mut self) {
        let ask = match self.ticket.take() {
            Some(ticket) => who::Ask::Resume { ticket },
            None => who::Ask::Hello,
        };
        self.ask(Ask::Who(ask), Waiting::Who(None));
    }

    /// The desk says how this session stands.
    pub(super) fn stands(&mut self, standing: Standing) {
        let boot = self.boot();
        self.model.clock.hear(standing.now, boot);
        let before = self.model.standing.as_ref().map(|standing| standing.state);
        let state = standing.state;
        let former = self.model.operator.clone();
        if let Some(operator) = &standing.operator {
            self.model.operator = operator.as_str().to_owned();
        }
        let case = standing.case;
        let ticket = standing.ticket.clone();
        self.model.standing = Some(standing);
        match state {
            State::Open => {
                self.model.door = None;
                self.let_in_again();
            }
            State::In | State::Alone => {
                let was_shut = matches!(before, None | Some(State::Out | State::Locked));
                let shut_page = self
                    .model
                    .door
                    .as_ref()
                    .is_none_or(|door| matches!(door.mode, DoorMode::SignIn | DoorMode::Alone));
                if was_shut && shut_page {
                    // What an earlier desk had shown stays for the one who was shown it, and for nobody else.
                    if before.is_some() && former != self.model.operator && self.has_anything() {
                        self.empty(None);
                    }
                    self.model.door = None;
                    self.let_in(case.filter(|_| state == State::In));
                } else {
                    self.let_in_again();
                }
            }
            State::Out | State::Locked => {
                // A desk that was started anew knows nobody: what was being typed waits behind the page.
                let anew = state == State::Out
                    && before == Some(State::In)
                    && !std::mem::take(&mut self.leaving_seat)
                    && self
                        .model
                        .standing
                        .as_ref()
                        .is_some_and(|standing| standing.words.is_none());
                let had = matches!(before, Some(State::In | State::Alone));
                if !anew && (had || self.has_anything()) {
                    self.empty(Some(ticket.unwrap_or_else(|| NO_TICKET.to_owned())));
                }
                if self
                    .model
                    .door
                    .as_ref()
                    .is_none_or(|door| door.mode != DoorMode::Alone)
                {
                    let name = match (state, &self.model.standing) {
                        (State::Locked, Some(standing)) => standing
                            .operator
                            .as_ref()
                            .map(|name| name.as_str().to_owned()),
                        _ => None,
                    };
                    let fits = |door: &Door| door.mode == DoorMode::SignIn;
                    if !self.model.door.as_ref().is_some_and(fits) {
                        self.model.door =
                            Some(Door::new(DoorMode::SignIn, &name.unwrap_or_default()));
                    }
                }
                if state == State::Locked {
                    // The board goes on, without names.
                    self.ask(Ask::WatchBoard, Waiting::Watch);
                }
            }
        }
    }

    /// Whether somebody works here without having signed in.
    pub(super) fn is_alone(&self) -> bool {
        self.model
            .standing
            .as_ref()
            .is_some_and(|standing| standing.state == State::Alone)
    }

    fn has_anything(&self) -> bool {
        !self.model.cases.is_empty()
            || self.model.board.view.is_some()
            || !self.model.overlays.is_empty()
    }

    /// Somebody is let in: the views are asked for, and what was in front before the lock.
    fn let_in(&mut self, case: Option<CaseId>) {
        self.reported = Some(self.boot());
        self.ask(Ask::WatchBoard, Waiting::Watch);
        // A screen that goes on has every text it had.
        let goes_on = self.let_in_again() && !self.model.cases.is_empty();
        if !goes_on {
            self.ask(Ask::Drafts, Waiting::Drafts);
        }
        if let Some(case) = case {
            self.go_to_case(case);
        }
    }

    /// Forgets everything that was shown and typed; typed text is a draft at the desk by now.
    fn empty(&mut self, ticket: Option<String>) {
        let fresh = Self::new("", self.session, self.keymap.clone());
        let old = std::mem::replace(self, fresh);
        self.numbers = old.numbers;
        self.out = old.out;
        self.leaving = old.leaving;
        self.model = Model {
            size: old.model.size,
            clock: old.model.clock,
            link: Link::Live,
            standing: old.model.standing,
            operator: old.model.operator,
            pretended: old.model.pretended,
            ..Model::new("")
        };
        self.out.push(Effect::Forget(ticket));
    }

    /// A key was pressed: the desk is told now and then, so that it does not lock a screen that is used.
    pub(super) fn report_key(&mut self) {
        let is_in = self
            .model
            .standing
            .as_ref()
            .is_some_and(|standing| matches!(standing.state, State::In | State::Alone));
        let boot = self.boot();
        if is_in
            && self
                .reported
                .is_none_or(|last| boot.saturating_sub(last) >= REPORT)
        {
            self.reported = Some(boot);
            self.ask(Ask::Who(who::Ask::Active), Waiting::Who(None));
        } else if is_in {
            self.unreported = true;
        }
    }

    /// When keys that were not reported yet have to be, so that the desk does not lock under a hand that just
    /// rested; and when the words of a countdown change.
    pub(super) fn door_wake(&self) -> Option<i64> {
        let standing = self.model.standing.as_ref()?;
        let now = self.model.now()?;
        let report = self
            .reported
            .filter(|_| self.unreported)
            .map(|last| last.saturating_add(REPORT));
        let ahead = |at: crate::record::Moment, before: i64| {
            let left = at.since(now);
            let wait = match left {
                ..=0 => return None,
                left if left > before => left - before,
                left => (left - 1) % 1_000_000 + 1,
            };
            Some(self.boot().saturating_add(wait))
        };
        let lock = standing.locks_at.and_then(|at| ahead(at, COUNTDOWN));
        let ends = standing
            .ends_at
            .filter(|at| at.since(now) > WARNING)
            .and_then(|at| ahead(at, WARNING));
        [report, lock, ends].into_iter().flatten().min()
    }

    /// Reports keys that wait to be reported.
    pub(super) fn report_due(&mut self) {
        let since = self
            .reported
            .map_or(0, |last| self.boot().saturating_sub(last));
        if self.unreported && since >= 2 * REPORT {
            // The machine slept: those keys were long ago and keep nothing open.
            self.unreported = false;
        } else if self.unreported && since >= REPORT {
            self.unreported = false;
            self.reported = Some(self.boot());
            self.ask(Ask::Who(who::Ask::Active), Waiting::Who(None));
        }
    }

    // ---- keys at the page ----

    /// What an action does at the page.
    pub(super) fn run_at_door(&mut self, act: Act) {
        let Some(door) = &mut self.model.door else {
            return;
        };
        match act {
            Act::Accept => self.door_enter(),
            Act::FieldNext | Act::ListDown => door.at = (door.at + 1) % door.lines.len().max(1),
            Act::FieldPrevious | Act::ListUp => {
                door.at = door.at.checked_sub(1).unwrap_or(door.lines.len() - 1);
            }
            Act::Cancel => self.door_leave(),
            Act::TextDeleteBack => self.door_edit(TextEdit::Backspace),
            Act::TextDelete => self.door_edit(TextEdit::Delete),
            Act::TextDeleteWord => self.door_edit(TextEdit::DeleteWord),
            Act::TextClear => self.door_edit(TextEdit::DeleteToStart),
            Act::TextLeft => self.door_edit(TextEdit::Left),
            Act::TextRight => self.door_edit(TextEdit::Right),
            Act::TextStart => self.door_edit(TextEdit::Start),
            Act::TextEnd => self.door_edit(TextEdit::End),
            Act::Redraw => self.out.push(Effect::Redraw),
            Act::Suspend => self.out.push(Effect::Suspend),
            Act::Quit => self.quit(),
            Act::QuitNow => self.leave_now(None),
            _ => {
                let problem = Problem::operator("That comes after signing in.");
                door.problem = Some(problem);
            }
        }
    }

    /// Text at the page: a line break in pasted text ends it, and nothing is sent by it.
    pub(super) fn type_at_door(&mut self, text: &str) {
        let Some(door) = &mut self.model.door else {
            return;
        };
        door.problem = None;
        let typed = text.lines().next().unwrap_or_default();
        match door.lines.get_mut(door.at).map(|line| &mut line.entry) {
            Some(Entry::Shown(text)) => text.type_str(typed),
            Some(Entry::Hidden(phrase)) => phrase.push_str(typed),
            Some(Entry::Way) | None => {}
        }
    }

    fn door_edit(&mut self, how: TextEdit) {
        let Some(door) = &mut self.model.door else {
            return;
        };
        match door.lines.get_mut(door.at).map(|line| &mut line.entry) {
            Some(Entry::Shown(text)) => text.edit(how),
            Some(Entry::Hidden(phrase)) => match how {
                TextEdit::Backspace => phrase.pop(),
                TextEdit::DeleteToStart | TextEdit::DeleteWord => *phrase = Phrase::default(),
                // Where the cursor would be is not shown.
                _ => {}
            },
            Some(Entry::Way) | None => {}
        }
    }

    fn door_leave(&mut self) {
        let Some(door) = &self.model.door else {
            return;
        };
        if !door.can_be_left() {
            return;
        }
        let shut = self
            .model
            .standing
            .as_ref()
            .is_some_and(|standing| matches!(standing.state, State::Out | State::Locked));
        self.model.door = shut.then(|| Door::new(DoorMode::SignIn, ""));
    }

    fn door_enter(&mut self) {
        let Some(door) = &mut self.model.door else {
            return;
        };
        if door.sent {
            return;
        }
        if door
            .lines
            .get(door.at)
            .is_some_and(|line| line.entry == Entry::Way)
        {
            let name = door.text("Name").to_owned();
            *door = Door::new(DoorMode::Alone, &name);
            return;
        }
        // Enter on any line but the last that is typed goes on to the next.
        let last = door
            .lines
            .iter()
            .rposition(|line| line.entry != Entry::Way)
            .unwrap_or(0);
        if door.at < last {
            door.at += 1;
            return;
        }
        let ask = match &door.mode {
            DoorMode::SignIn => who::Ask::SignIn {
                name: door.text("Name").to_owned(),
                phrase: door.phrase(0),
            },
            DoorMode::Alone => who::Ask::Alone {
                name: door.text("Your name").to_owned(),
                reason: door.text("Why not").to_owned(),
            },
            DoorMode::Prove { .. } => who::Ask::Prove {
                phrase: door.phrase(0),
            },
            DoorMode::NewPhrase | DoorMode::Add if door.phrase(0) != door.phrase(1) => {
                door.problem = Some(Problem::operator(
                    "The two phrases are not the same; type both again.",
                ));
                for line in &mut door.lines {
                    if let Entry::Hidden(phrase) = &mut line.entry {
                        *phrase = Phrase::default();
                    }
                }
                door.at -= 1;
                return;
            }
            DoorMode::NewPhrase => who::Ask::Change(Change::Phrase {
                name: self.model.operator.clone(),
                phrase: door.phrase(0),
            }),
            DoorMode::Add => who::Ask::Change(Change::Add {
                name: door.text("Name").to_owned(),
                role: door.text("Role").to_owned(),
                account: None,
                phrase: Some(door.phrase(0)),
            }),
        };
        door.sent = true;
        door.problem = None;
        self.ask_who(ask);
    }

    /// Asks about the roster or this session, and remembers what was asked: the phrase may be wanted first.
    pub(super) fn ask_who(&mut self, ask: who::Ask) {
        let kept = Box::new(ask.clone());
        self.ask(Ask::Who(ask), Waiting::Who(Some(kept)));
    }

    /// The desk's answer.
    pub(super) fn who_answered(
        &mut self,
        asked: Option<Box<who::Ask>>,
        result: Result<Outcome, Problem>,
    ) {
        if let Some(door) = &mut self.model.door {
            door.sent = false;
        }
        match result {
            Ok(Outcome::Who(who::Outcome::Standing(standing))) => {
                let proved = self.proved();
                self.stands(*standing);
                if let Some(then) = proved {
                    self.ask_who(then);
                }
            }
            Ok(Outcome::Who(who::Outcome::ProveFirst { what })) => {
                if let Some(then) = asked {
                    self.model.door = Some(Door::new(DoorMode::Prove { what, then }, ""));
                }
            }
            Ok(Outcome::Who(who::Outcome::Done(words))) => {
                let own = |door: &Door| matches!(door.mode, DoorMode::NewPhrase | DoorMode::Add);
                if self.model.door.as_ref().is_some_and(own) {
                    self.model.door = None;
                }
                self.say(words);
                self.refresh_roster();
                // What waits for review may have changed.
                self.ask_standing();
            }
            Ok(Outcome::Who(who::Outcome::Roster(rows))) => self.roster_came(&rows),
            Ok(Outcome::Who(who::Outcome::Flags(rows))) => self.flags_came(&rows),
            Ok(_) => {}
            Err(problem) => match &mut self.model.door {
                Some(door) => {
                    for line in &mut door.lines {
                        if let Entry::Hidden(phrase) = &mut line.entry {
                            *phrase = Phrase::default();
                        }
                    }
                    door.at = door
                        .lines
                        .iter()
                        .position(|line| matches!(line.entry, Entry::Hidden(_)))
                        .unwrap_or(0);
                    door.problem = Some(problem);
                }
                None => self.refuse(problem),
            },
        }
    }

    /// What was to be done once the phrase was given again.
    fn proved(&mut self) -> Option<who::Ask> {
        match self.model.door.take() {
            Some(Door {
                mode: DoorMode::Prove { then, .. },
                ..
            }) => Some(*then),
            other => {
                self.model.door = other;
                None
            }
        }
    }
}
