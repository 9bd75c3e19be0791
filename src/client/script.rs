//! Scripts: what to read to the receiver on the phone, in that receiver's order, and how the call went.

use std::collections::BTreeSet;

use super::app::App;
use super::ask::Waiting;
use super::edit::Leave;
use super::form;
use super::model::{Place, Script, Sheet, Slot, Spot};
use super::overlay::{Confirm, Explain, Overlay, Then};
use crate::record::{ItemId, Problem, fields};
use crate::wire::view::{SheetLine, SheetView};
use crate::wire::{Ask, Command};

impl App {
    /// Opens a script of the case in front, or of the case selected on the board.
    pub(super) fn open_script(&mut self, sheet: Sheet) {
        if self.slot().is_none() {
            match self.model.board.selected {
                Some(case) => self.go_to_case(case),
                None => {
                    self.refuse(Problem::operator("There is no case to read out.").hint(
                        "Start an intake first; `porchlight sheet --blank` prints an empty script.",
                    ));
                    return;
                }
            }
        }
        let Some(slot) = self.slot() else { return };
        self.leave(slot, Leave::Save);
        self.model.overlays.clear();
        self.model.place = Place::Script(slot, sheet);
        if let Some(screen) = self.screen(slot) {
            screen.scripts.entry(sheet).or_default();
        }
        self.ask_script(slot, sheet);
    }

    fn ask_script(&mut self, slot: Slot, sheet: Sheet) {
        if let Some(case) = self.model.case(slot).and_then(|screen| screen.case) {
            self.ask(
                Ask::Sheet {
                    case,
                    sheet: sheet.name().to_owned(),
                },
                Waiting::Sheet(slot, sheet),
            );
        }
    }

    /// The case changed: the script on the screen is composed again.
    pub(super) fn ask_scripts_again(&mut self, slot: Slot) {
        if let Place::Script(open, sheet) = self.model.place
            && open == slot
        {
            self.ask_script(slot, sheet);
        }
    }

    /// A script came. Ticks and cursor follow their lines, wherever those moved.
    pub(super) fn sheet_came(&mut self, slot: Slot, sheet: Sheet, view: SheetView) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let script = screen.scripts.entry(sheet).or_default();
        let old: Vec<LineKey> = script.lines().map(|(_, line)| key_of(line)).collect();
        let ticked: BTreeSet<&LineKey> =
            script.ticked.iter().filter_map(|at| old.get(*at)).collect();
        let at = old.get(script.at);
        let new = Script {
            view: Some(view),
            at: 0,
            ticked: BTreeSet::new(),
        };
        let keys: Vec<LineKey> = new.lines().map(|(_, line)| key_of(line)).collect();
        let ticked = keys
            .iter()
            .enumerate()
            .filter(|(_, key)| ticked.contains(key))
            .map(|(at, _)| at)
            .collect();
        let at = at
            .and_then(|key| keys.iter().position(|other| other == key))
            .unwrap_or_else(|| script.at.min(keys.len().saturating_sub(1)));
        *script = Script { at, ticked, ..new };
    }

    fn script(&mut self) -> Option<(Slot, Sheet, &mut Script)> {
        let Place::Script(slot, sheet) = self.model.place else {
            return None;
        };
        let script = self.screen(slot)?.scripts.get_mut(&sheet)?;
        Some((slot, sheet, script))
    }

    /// Moves the cursor of the script by so many lines.
    pub(super) fn script_move(&mut self, by: isize) {
        if let Some((_, _, script)) = self.script() {
            let last = script.lines().count().saturating_sub(1);
            script.at = script.at.saturating_add_signed(by).min(last);
        }
    }

    /// Ticks the line in focus as read and goes to the next; a second press takes the tick back.
    pub(super) fn script_tick(&mut self) {
        let Some((slot, sheet, script)) = self.script() else {
            return;
        };
        let at = script.at;
        let fact = script
            .lines()
            .nth(at)
            .and_then(|(_, line)| Some((line.field.clone()?, line.item)));
        if !script.ticked.insert(at) {
            script.ticked.remove(&at);
            return;
        }
        self.script_move(1);
        if let Some((field, item)) = fact {
            let command = Command::ReadOut {
                case: String::new(),
                sheet: sheet.name().to_owned(),
                facts: vec![(field, item.map(|item| item.to_string()))],
            };
            self.command(slot, command, Waiting::Draft);
        }
    }

    /// Goes to the next blank line of the script, around the end.
    pub(super) fn script_next_blank(&mut self) {
        let Some((_, _, script)) = self.script() else {
            return;
        };
        let blanks: Vec<usize> = script.blanks().collect();
        let next = blanks
            .iter()
            .find(|at| **at > script.at)
            .or(blanks.first())
            .copied();
        match next {
            Some(at) => script.at = at,
            None => self.say("No line of this script is blank."),
        }
    }

    /// Leaves the script for the field of the line in focus; the script is one key away.
    pub(super) fn script_to_field(&mut self) {
        let found = self.script().and_then(|(slot, _, script)| {
            let (_, line) = script.lines().nth(script.at)?;
            let field = fields::by_name(line.field.as_deref()?)?.id;
            Some((
                slot,
                Spot::Field {
                    field,
                    item: line.item,
                },
            ))
        });
        match found {
            Some((slot, spot)) => self.jump_to(slot, spot),
            None => self.refuse(Problem::operator("This line is read out; it has no field.")),
        }
    }

    /// Spells the line in focus for the phone.
    pub(super) fn script_read_back(&mut self) {
        let line = self
            .script()
            .and_then(|(_, _, script)| script.lines().nth(script.at).map(|(_, line)| line.clone()));
        let Some(line) = line else { return };
        match line.spelled {
            Some(spelled) => self.push(Overlay::Explain(Explain {
                title: format!("{}: {}", line.label, line.words),
                lines: vec![spelled],
                scroll: 0,
            })),
            None => self.refuse(Problem::operator(
                "Only names and numbers are spelled for read-back.",
            )),
        }
    }

    /// Opens the outcome form for a duty: of the script, of the duty in focus, or of the earliest open one.
    pub(super) fn open_outcome(&mut self) {
        let Some(slot) = self.slot() else {
            self.refuse(Problem::operator("Open a case first."));
            return;
        };
        let duty = match self.model.place {
            Place::Script(_, sheet) => Some((sheet.duty().to_owned(), None)),
            _ => self.duty_in_focus(slot).or_else(|| {
                let view = self.model.case(slot)?.view.as_ref()?;
                let duty = view.duties.iter().find(|duty| duty.state.is_open())?;
                Some((duty.id.clone(), duty.item))
            }),
        };
        let (duty, item) = duty.unwrap_or_else(|| (Sheet::Police.duty().to_owned(), None));
        self.open_outcome_of(slot, &duty, item);
    }

    /// The duty under the cursor.
    pub(super) fn duty_in_focus(&self, slot: Slot) -> Option<(String, Option<ItemId>)> {
        let screen = self.model.case(slot)?;
        let Spot::Duty(at) = screen.at else {
            return None;
        };
        let duty = screen.view.as_ref()?.duties.get(at)?;
        Some((duty.id.clone(), duty.item))
    }

    /// Opens the outcome form of one duty.
    pub(super) fn open_outcome_of(&mut self, slot: Slot, duty: &str, item: Option<ItemId>) {
        let spec = match duty {
            "police.report" => &form::specs::POLICE,
            "ncmec.report" => &form::specs::NCMEC,
            _ => &form::specs::ATTEMPT,
        };
        self.leave(slot, Leave::Save);
        self.open_form(spec, Some(slot), |form| {
            form.duty = Some(duty.to_owned());
            form.item = item.map(|item| item.to_string());
        });
    }

    /// After police were told or refused: the next step offered is the NCMEC script.
    pub(super) fn offer_ncmec(&mut self, slot: Slot, said: &str) {
        let owed = self
            .model
            .case(slot)
            .and_then(|screen| screen.view.as_ref())
            .is_none_or(|view| {
                view.duties
                    .iter()
                    .any(|duty| duty.id == Sheet::Ncmec.duty() && duty.state.is_open())
            });
        if !owed {
            return;
        }
        let opened = self.boot();
        self.push(Overlay::Confirm(Confirm {
            question: "Go on to the NCMEC script?".into(),
            lines: vec![
                said.to_owned(),
                "The report to NCMEC is owed on its own; the police report does not stop it."
                    .into(),
            ],
            yes: "open the NCMEC script".into(),
            no: "later; the clock runs on".into(),
            opened,
            then: Then::Script(slot, Sheet::Ncmec),
        }));
    }
}

/// What makes a line the same line after the sheet was composed again.
type LineKey = (String, Option<String>, Option<ItemId>, String);

fn key_of(line: &SheetLine) -> LineKey {
    // A line to say is known by its words, a fact by its field, whose words may have changed.
    let words = if line.field.is_none() {
        line.words.as_str().to_owned()
    } else {
        String::new()
    };
    (line.label.clone(), line.field.clone(), line.item, words)
}
