//! What was said at a row: saved or kept with its reason, sent, taken back, and who said it.

use super::Leave;
use crate::client::app::App;
use crate::client::ask::{HeldCommand, Waiting};
use crate::client::form::specs;
use crate::client::model::{Fresh, Kept, Preview, Slot, Spot, Why};
use crate::client::overlay::{Overlay, Which};
use crate::client::panes;
use crate::client::understand;
use crate::record::text::same_person;
use crate::record::{FieldId, Group, ItemId, Problem, State, read};
use crate::wire::view::FactState;
use crate::wire::{Command, Said};

/// What a field held before this session answered it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::client) struct Undone {
    pub slot: Slot,
    pub field: FieldId,
    pub item: Option<ItemId>,
    pub before: Said,
}

impl App {
    /// Ends the typing at the spot in focus. Never blocks: what cannot be read stays there with its reason.
    pub(in crate::client) fn leave(&mut self, slot: Slot, how: Leave) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let at = screen.at.clone();
        let Some(edit) = screen.edit.take() else {
            return;
        };
        let text = edit.text.as_str().trim().to_owned();
        let fact = match &at {
            Spot::Field { field, item } => screen.fact(*field, *item).cloned(),
            _ => None,
        };
        let unchanged = fact.as_ref().is_some_and(|fact| fact.typed == text);
        if text.is_empty() || unchanged {
            screen.kept.remove(&at);
            screen.saw.remove(&at);
            self.forget_draft(slot, &at);
            return;
        }
        if how == Leave::Keep {
            screen.kept.insert(
                at,
                Kept {
                    text,
                    why: Why::Draft,
                },
            );
            self.say("Not saved; the text waits in its field.");
            return;
        }
        let picked = edit
            .picker
            .as_ref()
            .filter(|_| !matches!(edit.preview, Preview::Words { .. }))
            .and_then(|picker| picker.rows.get(picker.at))
            .map(|row| row.key.clone());
        let said = said_of(&text);
        let said = match (said, picked) {
            (Said::Value(_), Some(key)) => Said::Value(understand::completed(&text, &key)),
            (said, _) => said,
        };
        match (&said, edit.preview) {
            (Said::Value(value), Preview::Problem(problem))
                if *value == text && at != Spot::CameAt =>
            {
                screen.kept.insert(
                    at,
                    Kept {
                        text,
                        why: Why::Refused(problem.clone()),
                    },
                );
                self.refuse(problem);
            }
            (Said::Value(_), Preview::Which { first, second }) => {
                let opened = self.boot();
                if let Some(screen) = self.screen(slot) {
                    screen.kept.insert(
                        at.clone(),
                        Kept {
                            text: text.clone(),
                            why: Why::Draft,
                        },
                    );
                }
                self.push(Overlay::Which(Which {
                    slot,
                    spot: at,
                    text,
                    first,
                    second,
                    opened,
                }));
            }
            _ => self.answer_spot(slot, &at, said, &text),
        }
    }

    /// Sends what was said at a spot.
    pub(in crate::client) fn answer_spot(&mut self, slot: Slot, at: &Spot, said: Said, text: &str) {
        let (field, item) = match at {
            Spot::Field { field, item } => (*field, *item),
            Spot::CameAt => return self.answer_came_at(slot, text),
            Spot::Add(group) => return self.add_entry(slot, *group, said, text),
            _ => return,
        };
        let Some(screen) = self.screen(slot) else {
            return;
        };
        screen.kept.insert(
            at.clone(),
            Kept {
                text: text.to_owned(),
                why: Why::Sending(0),
            },
        );
        let fact = screen.fact(field, item).cloned();
        let waiting = Waiting::Answer {
            slot,
            spot: at.clone(),
            text: text.to_owned(),
        };
        let unsent = item.and_then(|item| {
            screen
                .fresh
                .iter_mut()
                .find(|fresh| fresh.item == item && !fresh.sent)
        });
        if let (Some(fresh), Said::Value(value)) = (unsent, &said) {
            // The entry's first answer was refused: this one brings the entry into being.
            fresh.sent = true;
            let (group, own) = (fresh.group, fresh.item);
            let command = Command::Add {
                case: String::new(),
                group: group.word().to_owned(),
                answers: vec![(field.0.to_owned(), value.clone())],
            };
            let waiting = Waiting::Add {
                slot,
                group,
                own,
                spot: at.clone(),
                text: text.to_owned(),
            };
            // It must not queue behind answers that wait for this very entry.
            self.held.insert(
                0,
                HeldCommand {
                    slot,
                    command,
                    waiting,
                },
            );
            self.send_held(slot);
            return;
        }
        let seen = fact.as_ref().map_or(0, |fact| fact.seq);
        let saw = *screen.saw.entry(at.clone()).or_insert(seen);
        self.undo.push(Undone {
            slot,
            field,
            item,
            before: before_of(fact.as_ref().map(|f| (f.state, f.typed.as_str()))),
        });
        let command = Command::Answer {
            case: String::new(),
            field: field.0.to_owned(),
            item: item.map(|item| item.to_string()),
            said,
            said_by: None,
            as_of: None,
            reason: None,
            // What stood when the text was begun; the desk knows a save of this screen still on its way.
            saw: Some(saw),
        };
        self.command(slot, command, waiting);
    }

    /// A new entry, begun by the answer to its first field.
    fn add_entry(&mut self, slot: Slot, group: Group, said: Said, text: &str) {
        let Some(first) = panes::fields_of(group).next() else {
            return;
        };
        let Said::Value(value) = said else {
            self.refuse(Problem::operator(
                "An entry begins with something known of it.",
            ));
            return;
        };
        self.own_items += 1;
        let own = ItemId(self.own_items);
        let spot = Spot::Field {
            field: first.id,
            item: Some(own),
        };
        self.forget_draft(slot, &Spot::Add(group));
        let Some(screen) = self.screen(slot) else {
            return;
        };
        screen.kept.remove(&Spot::Add(group));
        screen.fresh.push(Fresh {
            group,
            item: own,
            sent: true,
        });
        screen.kept.insert(
            spot.clone(),
            Kept {
                text: text.to_owned(),
                why: Why::Sending(0),
            },
        );
        // The cursor stands on the entry now, so that going on reaches its second field.
        if screen.at == Spot::Add(group) {
            screen.at = spot.clone();
        }
        let command = Command::Add {
            case: String::new(),
            group: group.word().to_owned(),
            answers: vec![(first.id.0.to_owned(), value)],
        };
        let waiting = Waiting::Add {
            slot,
            group,
            own,
            spot,
            text: text.to_owned(),
        };
        self.command(slot, command, waiting);
    }

    /// Answers the field in focus with something other than a value.
    pub(in crate::client) fn answer_focused(&mut self, slot: Slot, said: Said) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let at = screen.at.clone();
        match &at {
            Spot::Danger | Spot::Called911 => {
                if said == Said::Unknown {
                    self.first_answer(slot, "unknown");
                    self.go_on(slot);
                } else {
                    self.refuse(Problem::operator("This is asked as yes, no or unknown."));
                }
            }
            Spot::Field { .. } => {
                screen.edit = None;
                screen.kept.remove(&at);
                let text = typed_form(&said);
                self.answer_spot(slot, &at, said, &text);
                self.go_on(slot);
            }
            _ => self.refuse(Problem::operator("There is no field under the cursor.")),
        }
    }

    /// The form that asks who said the answer in focus.
    pub(in crate::client) fn open_said_by(&mut self, slot: Slot) {
        self.leave(slot, Leave::Save);
        let found = self.model.case(slot).and_then(|screen| {
            let Spot::Field { field, item } = screen.at else {
                return None;
            };
            let typed = screen
                .kept
                .get(&screen.at)
                .map(|kept| kept.text.clone())
                .or_else(|| screen.fact(field, item).map(|fact| fact.typed.clone()))
                .filter(|typed| !typed.is_empty())?;
            let seen = screen.fact(field, item).map_or(0, |fact| fact.seq);
            let saw = screen.saw.get(&screen.at).copied().unwrap_or(seen);
            Some((field, item, typed, saw))
        });
        match found {
            Some((field, item, typed, saw)) => {
                self.open_form(&specs::SAID_BY, Some(slot), |form| {
                    form.duty = Some(field.0.to_owned());
                    form.item = item.map(|item| item.to_string());
                    form.about_text = typed;
                    form.saw = Some(saw);
                })
            }
            None => self.refuse(Problem::operator(
                "There is no answer under the cursor whose source could be noted.",
            )),
        }
    }

    /// Takes back the last change: text being typed, else the last answer of this session.
    pub(in crate::client) fn undo_last(&mut self, slot: Slot) {
        if let Some(screen) = self.screen(slot)
            && screen.edit.take().is_some()
        {
            let at = screen.at.clone();
            screen.saw.remove(&at);
            self.forget_draft(slot, &at);
            self.say("The typing was taken back.");
            return;
        }
        let Some(last) = self.undo.iter().rposition(|undone| undone.slot == slot) else {
            self.refuse(Problem::operator(
                "Nothing was answered here that could be taken back.",
            ));
            return;
        };
        let undone = self.undo.remove(last);
        let fact = self
            .model
            .case(slot)
            .and_then(|screen| screen.fact(undone.field, undone.item));
        let saw = fact.map(|fact| fact.seq);
        if let Some(fact) = fact
            && !same_person(fact.operator.as_str(), &self.model.operator)
        {
            let problem = Problem::operator(format!(
                "{} has answered this since; nothing was taken back.",
                fact.operator
            ));
            self.refuse(problem);
            return;
        }
        let spot = Spot::Field {
            field: undone.field,
            item: undone.item,
        };
        self.jump_to(slot, spot);
        let command = Command::Answer {
            case: String::new(),
            field: undone.field.0.to_owned(),
            item: undone.item.map(|item| item.to_string()),
            said: undone.before,
            said_by: None,
            as_of: None,
            reason: Some("taken back".into()),
            saw,
        };
        self.command(slot, command, Waiting::Act("Taken back"));
    }
}

/// What typed text says: a value, or one of the words for *asked and not known*.
pub(in crate::client) fn said_of(text: &str) -> Said {
    match read::answer_word(text) {
        Some(State::Unknown) => Said::Unknown,
        Some(State::Refused) => Said::Refused,
        Some(State::NotApplicable) => Said::NotApplicable,
        Some(State::Known(_)) | None => Said::Value(text.to_owned()),
    }
}

fn typed_form(said: &Said) -> String {
    match said {
        Said::Value(value) => value.clone(),
        Said::Unknown => "?".into(),
        Said::Refused => "refused".into(),
        Said::NotApplicable => "n/a".into(),
        Said::Blank => String::new(),
    }
}

fn before_of(fact: Option<(FactState, &str)>) -> Said {
    match fact {
        Some((FactState::Known, typed)) => Said::Value(typed.to_owned()),
        Some((FactState::Unknown, _)) => Said::Unknown,
        Some((FactState::Refused, _)) => Said::Refused,
        Some((FactState::NotApplicable, _)) => Said::NotApplicable,
        Some((FactState::Blank, _)) | None => Said::Blank,
    }
}
