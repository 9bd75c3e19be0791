//! What lies on top of the place: letters typed there, Enter, Esc, moving.
//!
//! The values that lie there are in `overlay`; this is what keys do to them.
//!
//! | file | what it is |
//! |---|---|
//! | `search` | the palette, the help, the letters of a field, the search: rows that fit what is typed |
//! | `told` | what is only read: histories, explanations, sheets as lines |
//! | `numbers` | the numbers card |
//! | `call_in` | a call that comes in: who, and about which case |
//! | `quick` | the quick line |
//! | `question` | questions answered with one key |

mod call_in;
mod numbers;
mod question;
mod quick;
mod search;
mod told;

use super::app::App;
use super::overlay::Overlay;
use super::text::{Text, TextEdit};
use crate::input::Act;
use crate::record::Problem;

/// Rows of a page when moving by pages.
const PAGE: usize = 10;

impl App {
    /// A printable key, wherever text can go.
    pub(super) fn type_char(&mut self, c: char) {
        if self.model.door.is_some() {
            self.type_at_door(c.encode_utf8(&mut [0; 4]));
            return;
        }
        match self.model.overlays.last_mut() {
            None => {
                if let Some(slot) = self.slot() {
                    self.type_on_case(slot, c);
                }
            }
            Some(Overlay::Form(_)) => self.type_in_form(c),
            Some(Overlay::CallIn(call)) if call.from.is_none() => {
                match call_in::CALLERS.iter().find(|(letter, _)| *letter == c) {
                    Some((_, from)) => call.from = Some(from),
                    None => self.refuse(Problem::operator(
                        "Who is calling: p police, n NCMEC, t a tip, c the child, g a caregiver, o somebody else.",
                    )),
                }
            }
            Some(Overlay::Jump(jump)) => {
                jump.typed.push(c);
                self.refilter();
            }
            Some(Overlay::Held(_)) => self.held_letter(c),
            Some(Overlay::Which(_)) => self.which_letter(c),
            Some(Overlay::Conflict(_)) => self.conflict_letter(c),
            Some(_) => {
                if let Some(text) = self.top_text() {
                    text.type_char(c);
                }
                self.refilter();
            }
        }
    }

    /// Text all at once, wherever text can go.
    pub(super) fn type_str(&mut self, text: &str) {
        if self.model.door.is_some() {
            self.type_at_door(text);
            return;
        }
        match self.model.overlays.last() {
            None => {
                if let Some(slot) = self.slot() {
                    self.type_str_on_case(slot, text);
                }
            }
            Some(Overlay::Form(_)) => self.type_str_in_form(text),
            Some(
                Overlay::Held(_) | Overlay::Which(_) | Overlay::Conflict(_) | Overlay::Jump(_),
            ) => {
                self.refuse(Problem::operator("This question is answered with one key."));
            }
            Some(_) => {
                if let Some(line) = self.top_text() {
                    line.type_str(text);
                }
                self.refilter();
            }
        }
    }

    /// Moves or deletes in the text in focus.
    pub(super) fn edit_text(&mut self, how: TextEdit) {
        match self.model.overlays.last_mut() {
            None => {
                if let Some(slot) = self.slot() {
                    self.edit_on_case(slot, how);
                }
            }
            Some(Overlay::Form(_)) => self.edit_in_form(how),
            Some(Overlay::Jump(jump)) => {
                jump.typed.pop();
                self.refilter();
            }
            Some(Overlay::CallIn(call)) if call.query.is_empty() && how == TextEdit::Backspace => {
                call.from = None;
            }
            Some(_) => {
                if let Some(text) = self.top_text() {
                    text.edit(how);
                }
                self.refilter();
            }
        }
    }

    fn top_text(&mut self) -> Option<&mut Text> {
        match self.model.overlays.last_mut()? {
            Overlay::Palette(palette) => Some(&mut palette.filter),
            Overlay::Help(help) => Some(&mut help.filter),
            Overlay::Numbers(numbers) => Some(&mut numbers.filter),
            Overlay::Quick(quick) => Some(&mut quick.text),
            Overlay::CallIn(call) => Some(&mut call.query),
            Overlay::Find(find) => Some(&mut find.query),
            _ => None,
        }
    }

    /// Moves in the list on top by so many rows; `None` goes to an end.
    pub(super) fn move_on_top(&mut self, by: isize) {
        let step = |at: &mut usize, len: usize| {
            *at = at.saturating_add_signed(by).min(len.saturating_sub(1));
        };
        let shift = self.shift_len();
        match self.model.overlays.last_mut() {
            Some(Overlay::Palette(palette)) => step(&mut palette.at, palette.rows.len()),
            Some(Overlay::Help(help)) => step(&mut help.scroll, help.rows.len()),
            Some(Overlay::Explain(explain)) => step(&mut explain.scroll, explain.lines.len()),
            Some(Overlay::History(history)) => {
                let len = history.rows.as_ref().map_or(0, Vec::len);
                step(&mut history.scroll, len);
            }
            Some(Overlay::Numbers(numbers)) => {
                let len = numbers.fitting().count();
                step(&mut numbers.at, len);
            }
            Some(Overlay::Parked(parked)) => step(&mut parked.at, parked.rows.len()),
            Some(Overlay::Find(find)) => step(&mut find.at, find.found.len()),
            Some(Overlay::Shift(list) | Overlay::Handover(list)) => step(&mut list.at, shift),
            Some(Overlay::CallIn(call)) => step(&mut call.at, call.found.len()),
            _ => {}
        }
    }

    /// Rows of a page.
    pub(super) fn page() -> isize {
        PAGE.cast_signed()
    }

    /// Enter on what lies on top.
    pub(super) fn accept_on_top(&mut self) {
        match self.model.overlays.last() {
            Some(Overlay::Palette(palette)) => {
                let Some(row) = palette.rows.get(palette.at) else {
                    self.refuse(Problem::operator("No action fits what is typed."));
                    return;
                };
                if let Some(reason) = &row.reason {
                    let problem = Problem::operator(reason.clone());
                    self.refuse(problem);
                    return;
                }
                let (act, to) = (Act::named(row.action), row.to.clone());
                self.model.overlays.pop();
                if let (Some(to), Some(slot)) = (to, self.slot()) {
                    self.jump_to(slot, to);
                } else if let Some(act) = act {
                    self.run(act);
                }
            }
            Some(Overlay::Form(_)) => self.form_enter(),
            Some(Overlay::Confirm(_)) => self.confirm(true),
            Some(Overlay::Parked(parked)) => {
                let to = parked.rows.get(parked.at).map(|row| row.slot);
                self.model.overlays.pop();
                if let Some(slot) = to {
                    self.go_to_slot(slot);
                }
            }
            Some(Overlay::Find(find)) => {
                let row = find.found.get(find.at).cloned();
                match row {
                    None => self.refuse(Problem::operator("Nothing was found for what is typed.")),
                    Some(row) => {
                        self.model.overlays.pop();
                        match row.case {
                            Some((case, ..)) => self.go_to_case(case),
                            // A child on file without a case: a new run begins.
                            None => self.start_intake(Some(row.child)),
                        }
                    }
                }
            }
            Some(Overlay::Shift(list)) => self.accept_shift(list.at),
            Some(Overlay::Handover(list)) => self.accept_handover(list.at),
            Some(Overlay::CallIn(_)) => self.accept_call_in(),
            Some(Overlay::Quick(_)) => self.send_quick(),
            Some(Overlay::Held(_)) => self.held_letter('n'),
            Some(Overlay::Which(_)) => self.which_letter('\n'),
            Some(Overlay::Conflict(_)) => self.refuse(Problem::operator(
                "Two values: m keeps yours, t keeps theirs, b keeps theirs and yours as a note; Esc leaves yours as a draft.",
            )),
            Some(Overlay::Jump(jump)) => {
                let to = jump.to.first().cloned();
                self.model.overlays.pop();
                if let (Some(slot), Some(spot)) = (self.slot(), to) {
                    self.jump_to(slot, spot);
                }
            }
            Some(Overlay::Numbers(numbers)) => {
                let row = numbers.fitting().nth(numbers.at).cloned();
                self.open_entry(row.as_ref());
            }
            Some(Overlay::Help(_) | Overlay::Explain(_) | Overlay::History(_)) => {
                self.model.overlays.pop();
            }
            None => {}
        }
    }

    /// Esc on what lies on top. Nothing typed is thrown away.
    pub(super) fn cancel_on_top(&mut self) {
        match self.model.overlays.last() {
            Some(Overlay::Form(_)) => self.form_cancel(),
            Some(Overlay::Confirm(_)) => self.confirm(false),
            Some(Overlay::Quick(line)) => {
                let text = line.text.as_str().to_owned();
                self.model.overlays.pop();
                if !text.trim().is_empty()
                    && let Some(place) = self.quick_place()
                {
                    self.keep_for_form(place, &text);
                    self.say("Not saved; the line waits in the quick line.");
                }
            }
            Some(Overlay::Held(_)) => self.held_letter('k'),
            Some(Overlay::Which(_)) => {
                self.model.overlays.pop();
            }
            Some(_) => {
                self.model.overlays.pop();
            }
            None => {}
        }
    }
}
