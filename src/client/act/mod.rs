//! What each action does, and why it cannot be done now.

mod leaving;
mod lists;

use super::app::{App, Effect};
use super::ask::Waiting;
use super::edit::Leave;
use super::form::{FormSpec, specs};
use super::model::{Place, Sheet, Slot, Spot};
use super::overlay::{Beside, Overlay};
use super::panes::Pane;
use super::text::TextEdit;
use crate::input::Act;
use crate::record::Problem;
use crate::wire::{Ask, Command, Said};

impl App {
    /// Carries an action out, or says why not.
    pub(super) fn run(&mut self, act: Act) {
        if self.model.door.is_some() {
            self.run_at_door(act);
            return;
        }
        // Whoever acts before the view has come is on the way somewhere: nothing leads back then.
        if let Some(slot) = self.slot()
            && let Some(screen) = self.screen(slot)
            && screen.view.is_none()
        {
            screen.resume = None;
        }
        if let Some(reason) = self.why_not(act) {
            self.refuse(Problem::operator(reason));
            return;
        }
        if self.model.top().is_some() && self.run_on_top(act) {
            return;
        }
        // Enter at the end of a word spelled out: its letter has gone on already.
        if let Some((_, true)) = self.spelling.take()
            && act == Act::Accept
            && self.model.top().is_none()
        {
            return;
        }
        if self.run_on_roster(act) {
            return;
        }
        match act {
            Act::CaseNew => self.start_intake(None),
            Act::BoardShow => {
                if let Some(slot) = self.slot() {
                    self.leave(slot, Leave::Keep);
                }
                self.model.place = Place::Board;
            }
            Act::CallIn => self.open_call_in(),
            Act::NumbersCard => self.open_numbers(),
            Act::DirectoryAdd => self.open_entry(None),
            Act::DeskSettings => {
                let now = self.settings_now();
                self.open_form(&specs::DESK, None, |form| form.beside = Beside::Words(now));
            }
            Act::ScriptPolice => self.open_script(Sheet::Police),
            Act::ScriptNcmec => self.open_script(Sheet::Ncmec),
            Act::SheetAudit => self.ask_audit(),
            Act::OutcomeForm => self.open_outcome(),
            Act::CasesNext => self.next_case(),
            Act::CasesParked => self.show_parked(),
            Act::ShiftShow => self.open_shift(false),
            Act::HandoverShow => self.open_shift(true),
            Act::HandoverStart => self.start_handover(),
            Act::HandoverSheet => self.ask_handover_sheet(),
            Act::Find => self.open_find(),
            Act::ClockExplain => self.open_explain(),
            Act::Palette => self.open_palette(),
            Act::Help => self.open_help(),
            Act::Redraw => self.out.push(Effect::Redraw),
            Act::Suspend => {
                self.send_drafts();
                self.out.push(Effect::Suspend);
            }
            Act::Quit => self.ask_quit(),
            Act::QuitNow => self.leave_now(None),
            Act::Cancel => self.cancel(),
            Act::Accept => self.accept(),
            Act::ConfirmYes => self.confirm(true),
            Act::ConfirmNo => self.confirm(false),
            Act::TextDeleteBack => self.edit_text(TextEdit::Backspace),
            Act::TextDelete => self.edit_text(TextEdit::Delete),
            Act::TextDeleteWord => self.edit_text(TextEdit::DeleteWord),
            Act::TextClear => {
                self.edit_text(TextEdit::End);
                self.edit_text(TextEdit::DeleteToStart);
            }
            Act::TextLeft => self.edit_text(TextEdit::Left),
            Act::TextRight => self.edit_text(TextEdit::Right),
            Act::TextWordLeft => self.edit_text(TextEdit::WordLeft),
            Act::TextWordRight => self.edit_text(TextEdit::WordRight),
            Act::TextStart => self.edit_text(TextEdit::Start),
            Act::TextEnd => self.edit_text(TextEdit::End),
            Act::TextNewLine => self.type_str(" / "),
            Act::ListDown => self.move_list(1),
            Act::ListUp => self.move_list(-1),
            Act::ListPageDown => self.move_list(Self::page()),
            Act::ListPageUp => self.move_list(-Self::page()),
            Act::ListFirst => self.move_list(isize::MIN),
            Act::ListLast => self.move_list(isize::MAX),
            Act::ScriptTick => self.script_tick(),
            Act::ScriptReadBack => self.script_read_back(),
            Act::ScriptNextBlank => self.script_next_blank(),
            Act::ScriptToField => self.script_to_field(),
            Act::CaseOpen => match self.slot() {
                None => {
                    if let Some(case) = self.model.board.selected {
                        self.go_to_case(case);
                    }
                }
                Some(_) => self.accept(),
            },
            other => {
                // On the board, an action of a case is about the selected one.
                let selected = self.model.board.index().and_then(|at| {
                    let row = self.model.board.rows().get(at)?;
                    Some((row.case, row.number.clone()))
                });
                let slot = match (self.slot(), selected) {
                    (Some(slot), _) => Some(slot),
                    (None, Some((case, number))) => Some(self.slot_of(case, number)),
                    (None, None) => None,
                };
                if let Some(slot) = slot {
                    self.run_on_case(slot, other);
                }
            }
        }
    }

    /// What the desk says of itself now, as far as the board tells.
    fn settings_now(&self) -> Vec<String> {
        let Some(view) = &self.model.board.view else {
            return Vec::new();
        };
        let phone = view
            .phone24
            .as_ref()
            .map_or("not set", |phone| phone.as_str());
        vec![format!(
            "now: {} · phone {phone} · {}",
            view.agency,
            view.zone.name()
        )]
    }

    /// Actions of a case in front.
    fn run_on_case(&mut self, slot: Slot, act: Act) {
        let form: Option<&'static FormSpec> = match act {
            Act::Triage => Some(&specs::TRIAGE),
            Act::RefusalPath => Some(&specs::REFUSAL),
            Act::Found => Some(&specs::FOUND),
            Act::Returned => Some(&specs::RETURNED),
            Act::Screened => Some(&specs::SCREENED),
            Act::Interviewed => Some(&specs::INTERVIEWED),
            Act::VictimIdentified => Some(&specs::VICTIM),
            Act::Close => Some(&specs::CLOSE),
            Act::Mistaken => Some(&specs::MISTAKEN),
            Act::Reopen => Some(&specs::REOPEN),
            Act::NoteAdd => Some(&specs::NOTE),
            Act::LinkCase => Some(&specs::LINK),
            Act::CorrectReceived => Some(&specs::CORRECT),
            Act::CorrectionConfirm => Some(&specs::SECOND),
            Act::Reveal => Some(&specs::REVEAL),
            Act::BreakGlass => Some(&specs::GLASS),
            _ => None,
        };
        if let Some(spec) = form {
            self.open_form(spec, Some(slot), |form| {
                if spec.id == "refusal" {
                    form.duty = Some(Sheet::Police.duty().to_owned());
                }
            });
            return;
        }
        match act {
            Act::FieldJump => self.open_jump(),
            Act::QuickLine => {
                self.open_quick();
                self.take_up_quick();
            }
            Act::FieldNext => self.step(slot, true),
            Act::FieldPrevious => self.step(slot, false),
            Act::FieldNextBlank => self.go_to_next_blank(slot),
            Act::SectionNext => self.step_section(slot, true),
            Act::SectionPrevious => self.step_section(slot, false),
            Act::PaneNext => self.step_pane(slot, 1),
            Act::PanePrevious => self.step_pane(slot, -1),
            Act::CallOrder => self.go_to_call_order(slot),
            Act::Pane1 => self.go_to_pane(slot, Pane(0), false),
            Act::Pane2 => self.go_to_pane(slot, Pane(1), false),
            Act::Pane3 => self.go_to_pane(slot, Pane(2), false),
            Act::Pane4 => self.go_to_pane(slot, Pane(3), false),
            Act::Pane5 => self.go_to_pane(slot, Pane(4), false),
            Act::Pane6 => self.go_to_pane(slot, Pane(5), false),
            Act::Pane7 => self.go_to_pane(slot, Pane(6), false),
            Act::Pane8 => self.go_to_pane(slot, Pane(7), false),
            Act::Pane9 => self.go_to_pane(slot, Pane(8), false),
            Act::DangerTurn => self.turn_first(slot, "danger now"),
            Act::DangerYes => self.answer_first(slot, "danger now", "yes"),
            Act::DangerNo => self.answer_first(slot, "danger now", "no"),
            Act::DangerUnknown => self.answer_first(slot, "danger now", "unknown"),
            Act::Called911Turn => self.turn_first(slot, "called 911"),
            Act::Called911Yes => self.answer_first(slot, "called 911", "yes"),
            Act::Called911No => self.answer_first(slot, "called 911", "no"),
            Act::Called911Unknown => self.answer_first(slot, "called 911", "unknown"),
            Act::AnswerUnknown => self.answer_focused(slot, Said::Unknown),
            Act::AnswerRefused => self.answer_focused(slot, Said::Refused),
            Act::AnswerNotApplicable => self.answer_focused(slot, Said::NotApplicable),
            Act::AnswerBlank => self.answer_focused(slot, Said::Blank),
            Act::StillTrue => self.still_true(slot),
            Act::StillTrueAll => self.still_true_all(slot),
            Act::TakeChild => self.take_match(slot),
            Act::SaidBy => self.open_said_by(slot),
            Act::ItemAdd => self.go_to_add(slot),
            Act::ItemRemove => self.open_remove(slot),
            Act::CameAt => self.jump_to(slot, Spot::CameAt),
            Act::FieldHistory => self.open_history(slot, false),
            Act::CaseHistory => self.open_history(slot, true),
            Act::Undo => self.undo_last(slot),
            Act::Claim => self.command(
                slot,
                Command::Claim {
                    case: String::new(),
                },
                Waiting::Act("You have this case"),
            ),
            Act::Release => self.command(
                slot,
                Command::Release {
                    case: String::new(),
                },
                Waiting::Act("You no longer have this case"),
            ),
            _ => {}
        }
    }

    /// Actions that mean something on an overlay; whether this was one.
    fn run_on_top(&mut self, act: Act) -> bool {
        let in_form = matches!(self.model.top(), Some(Overlay::Form(_)));
        match act {
            Act::FieldNext if in_form => self.form_step(true),
            Act::FieldPrevious if in_form => self.form_step(false),
            Act::SectionNext | Act::SectionPrevious if in_form => {}
            Act::ListDown => self.move_on_top(1),
            Act::ListUp => self.move_on_top(-1),
            Act::ListPageDown => self.move_on_top(Self::page()),
            Act::ListPageUp => self.move_on_top(-Self::page()),
            Act::ListFirst => self.move_on_top(isize::MIN),
            Act::ListLast => self.move_on_top(isize::MAX),
            Act::Accept | Act::CaseOpen => self.accept_on_top(),
            Act::Cancel => self.cancel_on_top(),
            // Text, questions, and what works everywhere, are the same on top.
            Act::TextDeleteBack
            | Act::TextDelete
            | Act::TextDeleteWord
            | Act::TextClear
            | Act::TextLeft
            | Act::TextRight
            | Act::TextWordLeft
            | Act::TextWordRight
            | Act::TextStart
            | Act::TextEnd
            | Act::TextNewLine
            | Act::ConfirmYes
            | Act::ConfirmNo
            | Act::CallIn
            | Act::HandoverStart
            | Act::NumbersCard
            | Act::Palette
            | Act::Help
            | Act::Redraw
            | Act::Suspend
            | Act::Quit
            | Act::QuitNow => return false,
            // Anything else belongs to the place below: what is on top is closed first, its texts kept.
            _ => {
                while self.model.top().is_some() {
                    let before = self.model.overlays.len();
                    self.cancel_on_top();
                    if self.model.overlays.len() >= before {
                        self.model.overlays.pop();
                    }
                }
                return false;
            }
        }
        true
    }

    /// Why an action cannot be carried out now, in words; `None` when it can.
    pub(super) fn why_not(&self, act: Act) -> Option<String> {
        let row = act.row();
        let global = row.contexts.contains(&crate::input::Context::Global);
        let for_case = row.contexts.iter().any(|context| {
            matches!(
                context,
                crate::input::Context::Case | crate::input::Context::Script
            )
        });
        let for_board = row.contexts.iter().any(|context| {
            matches!(
                context,
                crate::input::Context::Board | crate::input::Context::List
            )
        });
        let on_top = self.model.top().is_some();
        let front = self.model.front();
        let selected = self.model.board.selected.is_some();
        match act {
            Act::ScriptPolice | Act::ScriptNcmec | Act::SheetAudit | Act::ClockExplain
                if front.is_none() && !selected =>
            {
                return Some("No case is open or selected.".into());
            }
            Act::CaseNew if self.model.board.view.is_none() => {
                return Some(
                    "The desk has not answered yet, so nothing can be recorded: write the time down."
                        .into(),
                );
            }
            Act::ScriptTick | Act::ScriptReadBack | Act::ScriptNextBlank | Act::ScriptToField
                if !matches!(self.model.place, Place::Script(..)) =>
            {
                return Some("Only while a script is open.".into());
            }
            _ => {}
        }
        if for_case && !global && !for_board && !on_top && front.is_none() {
            return Some("Open a case first.".into());
        }
        let view = front.and_then(|screen| screen.view.as_ref());
        let closed = view.is_some_and(|view| view.closed.is_some());
        match act {
            Act::Reopen if !closed => Some("The case is not closed.".into()),
            Act::Close | Act::Mistaken if closed => Some("The case is closed already.".into()),
            Act::CorrectionConfirm
                if view.is_none_or(|view| view.received.unconfirmed.is_none()) =>
            {
                Some("No correction waits for a second person.".into())
            }
            Act::TakeChild if front.is_none_or(|screen| screen.offered.is_none()) => {
                Some("No child on file has the name that is typed.".into())
            }
            Act::Claim | Act::Release if front.is_none() && !selected => {
                Some("No case is selected.".into())
            }
            _ => None,
        }
    }

    fn ask_audit(&mut self) {
        let case = match self.slot() {
            Some(slot) => self.model.case(slot).and_then(|screen| screen.case),
            None => self.model.board.selected,
        };
        if let Some(case) = case {
            self.ask(
                Ask::Sheet {
                    case,
                    sheet: "audit".into(),
                },
                Waiting::Lines,
            );
        }
    }

    /// Goes to the line that adds an entry to the group one stands in, or to the next such line.
    fn go_to_add(&mut self, slot: Slot) {
        let Some(screen) = self.model.case(slot) else {
            return;
        };
        let group = match &screen.at {
            Spot::Field { field, .. } => {
                crate::record::fields::get(*field).and_then(|row| row.group)
            }
            Spot::Add(group) => Some(*group),
            _ => None,
        };
        let to = match group {
            Some(group) => Some(Spot::Add(group)),
            None => super::edit::spots(screen)
                .into_iter()
                .find(|spot| matches!(spot, Spot::Add(_))),
        };
        match to {
            Some(to) => self.jump_to(slot, to),
            None => self.refuse(Problem::operator(
                "Nothing in this pane has several entries.",
            )),
        }
    }

    fn open_remove(&mut self, slot: Slot) {
        let item = match self.model.case(slot).map(|screen| &screen.at) {
            Some(Spot::Field {
                item: Some(item), ..
            }) => Some(item.to_string()),
            _ => None,
        };
        match item {
            Some(item) => {
                self.leave(slot, Leave::Keep);
                self.open_form(&specs::REMOVE, Some(slot), |form| form.item = Some(item));
            }
            None => self.refuse(Problem::operator(
                "There is no entry of a group under the cursor.",
            )),
        }
    }

    fn open_withdraw(&mut self, slot: Slot, at: usize) {
        let id = self
            .model
            .case(slot)
            .and_then(|screen| screen.view.as_ref()?.timeline.get(at)?.id);
        match id {
            Some(id) => self.open_form(&specs::WITHDRAW, Some(slot), |form| {
                form.item = Some(id.to_string());
            }),
            None => self.refuse(Problem::operator(
                "Only an attempt can be withdrawn; this is part of the case's history.",
            )),
        }
    }
}
