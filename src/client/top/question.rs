//! Questions answered with one key: yes or no, text that came by itself, the hour that is there twice, yours or theirs.

use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::edit::said_of;
use crate::client::form::specs;
use crate::client::model::{Kept, Place, Spot, Why};
use crate::client::overlay::{Conflict, Overlay, Then};
use crate::client::words;
use crate::record::{ItemId, Problem};
use crate::wire::{Command, Said};

impl App {
    /// Answers the question on top.
    pub(in crate::client) fn confirm(&mut self, yes: bool) {
        if !matches!(self.model.top(), Some(Overlay::Confirm(_))) {
            return;
        }
        let Some(Overlay::Confirm(confirm)) = self.model.overlays.pop() else {
            return;
        };
        match (confirm.then, yes) {
            (_, false) => {}
            (Then::Quit, true) => self.quit(),
            (Then::Script(slot, sheet), true) => {
                self.model.place = Place::Case(slot);
                self.open_script(sheet);
            }
            (Then::StillTrue(slot), true) => self.still_true_all(slot),
            (Then::TakeDraft(orphan), true) => self.take_draft(&orphan),
        }
    }

    /// What to do with text that came where no text can go.
    pub(super) fn held_letter(&mut self, c: char) {
        let Some(Overlay::Held(held)) = self.model.overlays.last() else {
            return;
        };
        let text = held.text.clone();
        match c {
            'n' | 'q' if self.slot().is_none() => self.refuse(
                Problem::operator("Open a case first; the text waits here.")
                    .hint("k keeps it for the next note."),
            ),
            'n' => {
                let slot = self.slot();
                self.model.overlays.pop();
                self.open_form(&specs::NOTE, slot, |form| form.set_named("text", &text));
            }
            'q' => {
                self.model.overlays.pop();
                self.open_quick();
                if let Some(line) = self.top_text() {
                    line.type_str(&text);
                }
                self.refilter();
            }
            'k' => {
                self.model.overlays.pop();
                self.model.notices.push(format!("Text that came by itself: {text}"));
            }
            'd' => {
                self.model.overlays.pop();
                self.say("The text was let go.");
            }
            _ => self.refuse(Problem::operator(
                "n takes the text as a note, q into the quick line, k keeps it above, d lets it go.",
            )),
        }
    }

    /// First or second pass of a repeated hour.
    pub(super) fn which_letter(&mut self, c: char) {
        let Some(Overlay::Which(which)) = self.model.overlays.last() else {
            return;
        };
        let which = which.clone();
        let text = match c {
            '1' | 'f' => which.first.typed.clone(),
            '2' | 's' => which.second.typed.clone(),
            // Not known: sent as it is; the earlier governs and the entry is flagged.
            '\n' | '?' => which.text.clone(),
            _ => {
                self.refuse(Problem::operator(
                    "1 the first, 2 the second; Enter when nobody knows: the earlier then governs.",
                ));
                return;
            }
        };
        self.model.overlays.pop();
        self.answer_spot(which.slot, &which.spot, Said::Value(text.clone()), &text);
    }

    /// Yours or theirs.
    pub(super) fn conflict_letter(&mut self, c: char) {
        let Some(Overlay::Conflict(conflict)) = self.model.overlays.last() else {
            return;
        };
        let conflict = conflict.clone();
        match c {
            'm' => {
                self.model.overlays.pop();
                if let Some(screen) = self.screen(conflict.slot) {
                    screen.saw.insert(conflict.spot.clone(), conflict.view.saw);
                }
                let (field, item) = match conflict.spot {
                    Spot::Field { field, item } => (field, item),
                    Spot::CameAt => return self.answer_came_at(conflict.slot, &conflict.typed),
                    Spot::Danger => {
                        return self.answer_first(conflict.slot, "danger now", &conflict.typed);
                    }
                    Spot::Called911 => {
                        return self.answer_first(conflict.slot, "called 911", &conflict.typed);
                    }
                    _ => return,
                };
                if let Some(screen) = self.screen(conflict.slot) {
                    screen.kept.insert(
                        conflict.spot.clone(),
                        Kept {
                            text: conflict.typed.clone(),
                            why: Why::Sending(0),
                        },
                    );
                }
                let command = Command::Answer {
                    case: String::new(),
                    field: field.0.to_owned(),
                    item: item.map(|item: ItemId| item.to_string()),
                    said: said_of(&conflict.typed),
                    said_by: None,
                    as_of: None,
                    reason: Some("chosen over another value".into()),
                    saw: Some(conflict.view.saw),
                };
                let waiting = Waiting::Answer {
                    slot: conflict.slot,
                    spot: conflict.spot,
                    text: conflict.typed,
                };
                self.command(conflict.slot, command, waiting);
            }
            't' => {
                self.model.overlays.pop();
                self.let_theirs_stand(&conflict);
                self.say(format!("{}: theirs stays.", words::spot(&conflict.spot)));
            }
            'b' => {
                self.model.overlays.pop();
                self.let_theirs_stand(&conflict);
                let label = words::spot(&conflict.spot);
                let view = &conflict.view;
                let text = format!(
                    "{label}: {} said {} ({} stands, by {})",
                    self.model.operator, view.yours, view.theirs, view.by
                );
                let case = String::new();
                let done = Waiting::Act("Theirs stays, yours is a note");
                self.command(conflict.slot, Command::Note { case, text }, done);
            }
            _ => self.refuse(Problem::operator(
                "m keeps yours, t keeps theirs, b keeps theirs and yours as a note; Esc leaves yours as a draft.",
            )),
        }
    }

    /// What was typed against a colleague's answer is given up, or stands elsewhere now.
    fn let_theirs_stand(&mut self, conflict: &Conflict) {
        if let Some(screen) = self.screen(conflict.slot) {
            screen.kept.remove(&conflict.spot);
            screen.saw.remove(&conflict.spot);
        }
        self.forget_draft(conflict.slot, &conflict.spot);
    }
}
