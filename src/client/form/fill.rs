//! Filling a form in: letters pick, Enter goes on and sends at the end.

use super::check::{again, begins};
use super::{Form, FormSpec, Line, LineKind, LineSpec};
use crate::client::app::App;
use crate::client::model::{PickRow, Preview, Slot};
use crate::client::overlay::{Beside, Overlay};
use crate::client::text::{Text, TextEdit};
use crate::client::understand;
use crate::record::Problem;

impl App {
    /// Opens a form about a case (or about none), with what was left in it unsaved before.
    pub(in crate::client) fn open_form(
        &mut self,
        spec: &'static FormSpec,
        slot: Option<Slot>,
        set: impl FnOnce(&mut Form),
    ) {
        let mut form = Form::new(spec, slot, self.boot());
        set(&mut form);
        for at in 0..form.lines.len() {
            if let Some(place) = self.form_place(&form, at)
                && let Some(text) = self.draft_from_before(&place)
                && let Some(line) = form.lines.get_mut(at)
            {
                line.text = Text::new(&text);
                line.prefilled = false;
            }
        }
        self.fill_beside(&mut form);
        let at = form.at;
        for line in 0..form.lines.len() {
            form.at = line;
            self.understand_line(&mut form);
        }
        form.at = at;
        self.push(Overlay::Form(form));
    }

    /// What a form's line is called on the desk while it is unsaved.
    pub(super) fn form_place(&self, form: &Form, at: usize) -> Option<String> {
        let line = form.spec.lines.get(at)?;
        let case = match form.slot {
            Some(slot) => self.model.case(slot)?.case?.to_string(),
            None => "desk".to_owned(),
        };
        let about = form.duty.as_deref().unwrap_or("");
        Some(format!("form {case} {} {about} {}", form.spec.id, line.id))
    }

    pub(super) fn top_form(&mut self) -> Option<&mut Form> {
        match self.model.overlays.last_mut() {
            Some(Overlay::Form(form)) => Some(form),
            _ => None,
        }
    }

    /// A printable key in the form on top.
    pub(in crate::client) fn type_in_form(&mut self, c: char) {
        let Some(form) = self.top_form() else { return };
        if form.sending.is_some() {
            return;
        }
        let Some(spec) = form.spec.lines.get(form.at) else {
            return;
        };
        let offices = match &form.beside {
            Beside::Numbers(rows) => rows.as_slice(),
            _ => &[],
        };
        match spec.kind {
            LineKind::Choice(choices) => {
                if let Some(choice) = choices.iter().find(|choice| choice.letter == c) {
                    let first = form.at == 0;
                    form.set(form.at, choice.key);
                    if first && spec.id == "outcome" && choice.key == "refused" {
                        self.turn_into_refusal();
                    } else {
                        self.form_line_changed();
                        self.form_go_on();
                    }
                } else {
                    let letters: Vec<String> = choices
                        .iter()
                        .map(|choice| format!("{} {}", choice.letter, choice.label))
                        .collect();
                    let label = spec.label;
                    self.refuse(Problem::operator(format!(
                        "{label} is answered with one letter: {}.",
                        letters.join(", ")
                    )));
                }
                return;
            }
            LineKind::Office if form.line_is_untouched() => {
                let picked = c
                    .to_digit(10)
                    .and_then(|digit| usize::try_from(digit).ok())
                    .and_then(|digit| offices.get(digit.checked_sub(1)?))
                    .cloned();
                if let Some(row) = picked {
                    form.take_office(&row);
                    self.form_line_changed();
                    self.form_go_on();
                    return;
                }
            }
            LineKind::Row if form.line_is_untouched() => {
                let picked = match &form.beside {
                    Beside::Triage(triage) => c
                        .to_digit(10)
                        .and_then(|digit| usize::try_from(digit).ok())
                        .and_then(|digit| triage.proposed.get(digit.checked_sub(1)?))
                        .map(|row| row.row.to_string()),
                    _ => None,
                };
                if let Some(row) = picked {
                    form.set(form.at, &row);
                    self.form_line_changed();
                    self.form_go_on();
                    return;
                }
            }
            _ => {}
        }
        let Some(form) = self.top_form() else { return };
        form.edit_line(|text| text.type_char(c));
        self.form_line_changed();
    }

    /// Text in the form on top, all at once.
    pub(in crate::client) fn type_str_in_form(&mut self, text: &str) {
        let Some(form) = self.top_form() else { return };
        let is_choice = form
            .spec
            .lines
            .get(form.at)
            .is_some_and(|spec| matches!(spec.kind, LineKind::Choice(_)));
        if is_choice {
            // It is no answer here, and still somebody typed it: kept, and offered as text.
            self.hold(text);
            return;
        }
        form.edit_line(|line| line.type_str(text));
        self.form_line_changed();
    }

    /// Moves or deletes in the line in focus.
    pub(in crate::client) fn edit_in_form(&mut self, how: TextEdit) {
        let Some(form) = self.top_form() else { return };
        if let Some(line) = form.lines.get_mut(form.at) {
            line.text.edit(how);
            line.prefilled = false;
        }
        self.form_line_changed();
    }

    /// After each change: what the line is understood as, and its draft.
    fn form_line_changed(&mut self) {
        let Some(Overlay::Form(mut form)) = self.model.overlays.pop() else {
            return;
        };
        self.understand_line(&mut form);
        form.problem = None;
        let place = self.form_place(&form, form.at);
        let text = form
            .lines
            .get(form.at)
            .filter(|line| !line.prefilled)
            .map_or("", |line| line.text.as_str())
            .to_owned();
        self.draft(place, &text);
        self.model.overlays.push(Overlay::Form(form));
    }

    fn understand_line(&self, form: &mut Form) {
        let now = self.model.now();
        let zone = form
            .slot
            .and_then(|slot| self.model.case(slot)?.view.as_ref().map(|view| view.zone))
            .unwrap_or_else(|| self.model.zone());
        let Some(spec) = form.spec.lines.get(form.at) else {
            return;
        };
        let other = match spec.kind {
            LineKind::Again(of) => form.text(of).to_owned(),
            _ => String::new(),
        };
        let Some(line) = form.lines.get_mut(form.at) else {
            return;
        };
        let text = line.text.as_str().trim();
        line.preview = match spec.kind {
            _ if text.is_empty() => Preview::Nothing,
            LineKind::Time => understand::time(text, now, zone),
            LineKind::Later => understand::later(text, now, zone),
            LineKind::Choice(choices) => match choices.iter().find(|choice| choice.key == text) {
                Some(choice) => Preview::Words {
                    words: choice.label.to_owned(),
                    official: None,
                },
                None => Preview::Nothing,
            },
            // So far the same: nothing is wrong yet.
            LineKind::Again(_) if begins(&other, text) => Preview::Nothing,
            LineKind::Again(_) => again(&other, text),
            LineKind::Words | LineKind::Number | LineKind::Office | LineKind::Row => {
                Preview::Nothing
            }
        };
    }

    /// Goes to the next line that is asked, or the one before.
    pub(in crate::client) fn form_step(&mut self, forward: bool) {
        let Some(form) = self.top_form() else { return };
        let asked: Vec<usize> = form.asked().map(|(at, ..)| at).collect();
        let here = form.at;
        let next = if forward {
            asked.iter().copied().find(|at| *at > here)
        } else {
            asked.iter().copied().rev().find(|at| *at < here)
        };
        if let Some(next) = next {
            form.at = next;
        }
    }

    /// Enter in a form: on to the next line that nothing stands in; when there is none, the form is sent.
    /// Lines filled in beforehand are reached with the keys that go from line to line.
    pub(in crate::client) fn form_enter(&mut self) {
        let Some(form) = self.top_form() else { return };
        if form.sending.is_some() {
            return;
        }
        let next = form.next_open();
        let outcome_open = form.spec.lines.first().is_some_and(|line| line.required)
            && form.at == 0
            && form.line_is_empty();
        if outcome_open {
            let first = form.spec.lines.first().map_or("This", |line| line.label);
            self.refuse(Problem::operator(format!("{first} comes first.")));
            return;
        }
        match next {
            Some(next) => form.at = next,
            None => self.send_form(),
        }
    }

    /// After one letter answered a line: on to the next that nothing stands in, else to the one after.
    fn form_go_on(&mut self) {
        let Some(form) = self.top_form() else { return };
        match form.next_open() {
            Some(next) => form.at = next,
            None => self.form_step(true),
        }
    }

    /// Checks the form and sends it; the first line that cannot stand gets the focus and the reason.
    fn send_form(&mut self) {
        let Some(form) = self.top_form() else { return };
        if let Some((at, problem)) = form.fault() {
            form.at = at;
            form.problem = Some(problem);
            self.model.said = None;
            return;
        }
        self.send_form_command();
    }
}

impl Form {
    /// Sets a line's text.
    pub(in crate::client) fn set(&mut self, at: usize, text: &str) {
        if let Some(line) = self.lines.get_mut(at) {
            *line = Line {
                text: Text::new(text),
                prefilled: false,
                preview: Preview::Nothing,
            };
        }
    }

    /// Sets a line's text by the line's name.
    pub(in crate::client) fn set_named(&mut self, id: &str, text: &str) {
        if let Some(at) = self.spec.lines.iter().position(|line| line.id == id) {
            self.set(at, text);
        }
    }

    /// The next line that nothing stands in. A number that was not given is not asked once more.
    fn next_open(&self) -> Option<usize> {
        let nothing_to_repeat =
            |spec: &LineSpec| matches!(spec.kind, LineKind::Again(of) if self.text(of).is_empty());
        self.asked()
            .find(|(at, spec, line)| {
                *at > self.at
                    && !line.prefilled
                    && !nothing_to_repeat(spec)
                    && !spec.passed.contains(&self.choice())
            })
            .map(|(at, ..)| at)
    }

    fn line_is_untouched(&self) -> bool {
        self.lines
            .get(self.at)
            .is_none_or(|line| line.prefilled || line.text.is_empty())
    }

    fn line_is_empty(&self) -> bool {
        self.lines
            .get(self.at)
            .is_none_or(|line| line.text.is_empty())
    }

    /// Changes the line in focus; typing over a prefilled text replaces it.
    fn edit_line(&mut self, change: impl FnOnce(&mut Text)) {
        if let Some(line) = self.lines.get_mut(self.at) {
            if line.prefilled {
                line.text = Text::default();
                line.prefilled = false;
            }
            change(&mut line.text);
        }
    }

    /// The choices of the line in focus, as rows.
    pub fn choices(&self) -> Vec<PickRow> {
        match self.spec.lines.get(self.at).map(|line| line.kind) {
            Some(LineKind::Choice(choices)) => choices
                .iter()
                .map(|choice| PickRow {
                    key: choice.key.to_owned(),
                    label: choice.label.to_owned(),
                    letter: Some(choice.letter),
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}
