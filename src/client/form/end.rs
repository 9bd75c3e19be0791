//! How a form ends: answered by the desk, left with Esc, or turned into the refusal path.

use super::{Form, LineKind, specs};
use crate::client::answers::words_of;
use crate::client::app::App;
use crate::client::overlay::Overlay;
use crate::record::Problem;
use crate::wire::Outcome;

/// What came of a form. Where the desk says what it understood, that says what it was about as well.
fn said_of(form: &Form, outcome: &Outcome) -> String {
    if form.spec.id == specs::DESK.id {
        let first = form.spec.lines.first().map(|line| line.kind);
        let label = match first {
            Some(LineKind::Choice(choices)) => choices.iter().find(|c| c.key == form.choice()),
            _ => None,
        };
        let label = label.map_or("the setting", |choice| choice.label);
        return format!("Saved: {label} is {}.", form.text("value").trim());
    }
    let words = words_of(form.spec.title, outcome);
    match outcome {
        Outcome::Saved {
            understood: Some(_),
            ..
        } => match words.strip_prefix(form.spec.title) {
            Some(rest) => capital(rest.trim_start_matches([':', ' '])),
            None => words,
        },
        _ => words,
    }
}

/// The same words with a capital.
fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

impl App {
    /// The desk answered the form that was sent.
    pub(in crate::client) fn form_answered(&mut self, result: Result<Outcome, Problem>) {
        let Some(at) =
            self.model.overlays.iter().rposition(
                |overlay| matches!(overlay, Overlay::Form(form) if form.sending.is_some()),
            )
        else {
            return;
        };
        match result {
            Err(problem) => {
                if let Some(Overlay::Form(form)) = self.model.overlays.get_mut(at) {
                    form.sending = None;
                    form.problem = Some(problem.clone());
                }
                // The form says it, unless something lies on it.
                if at + 1 < self.model.overlays.len() {
                    self.refuse(problem);
                }
            }
            Ok(Outcome::Conflict(view)) => {
                let problem = Problem::operator(format!(
                    "{} answered this meanwhile: {}. Nothing was saved.",
                    view.by, view.theirs
                ));
                if let Some(Overlay::Form(form)) = self.model.overlays.get_mut(at) {
                    form.sending = None;
                    form.problem = Some(problem.clone());
                }
                self.refuse(problem);
            }
            Ok(outcome) => {
                let Overlay::Form(form) = self.model.overlays.remove(at) else {
                    return;
                };
                for line in 0..form.lines.len() {
                    let place = self.form_place(&form, line);
                    self.draft(place, "");
                }
                self.say(said_of(&form, &outcome));
                self.form_done(&form);
            }
        }
    }

    /// Esc in a form: it closes; what was typed waits for its next opening.
    pub(in crate::client) fn form_cancel(&mut self) {
        let typed = self.top_form().is_some_and(|form| {
            form.lines
                .iter()
                .any(|line| !line.prefilled && !line.text.is_empty())
        });
        if let Some(Overlay::Form(form)) = self.model.overlays.pop() {
            for (at, line) in form.lines.iter().enumerate() {
                if !line.prefilled
                    && !line.text.is_empty()
                    && let Some(place) = self.form_place(&form, at)
                {
                    self.keep_for_form(place, line.text.as_str());
                }
            }
        }
        if typed {
            self.say("Not saved; what was typed waits in this form.");
        }
    }

    /// The outcome is *refused*: the refusal path takes over, with the texts typed so far.
    pub(super) fn turn_into_refusal(&mut self) {
        let Some(Overlay::Form(old)) = self.model.overlays.pop() else {
            return;
        };
        let slot = old.slot;
        self.open_form(&specs::REFUSAL, slot, |form| {
            form.duty = old.duty.clone();
            form.item = old.item.clone();
            for (at, spec) in specs::REFUSAL.lines.iter().enumerate() {
                let text = old.text(spec.id);
                // What was only proposed there is only proposed here.
                if !text.is_empty() && !old.is_prefilled(spec.id) {
                    form.set(at, text);
                }
            }
        });
    }
}
