//! What comes in from the desk: views, notices, and the answer to each thing asked.

use super::app::{App, Effect};
use super::ask::{Waiting, rename_item};
use super::edit;
use super::model::{Kept, Link, Mode, Slot, Spot, Why};
use super::overlay::{Conflict, Overlay};
use super::{intake, words};
use crate::record::{ItemId, Problem};
use crate::wire::{Message, Outcome};

impl App {
    pub(super) fn hear(&mut self, message: Message) {
        match message {
            Message::Board(view) => {
                let boot = self.boot();
                self.model.clock.hear(view.now, boot);
                let before = self.model.board.index().unwrap_or(0);
                self.model.board.view = Some(view);
                // A case that left the board hands the selection to the row that took its place.
                if self.model.board.index().is_none() {
                    let rows = self.model.board.rows();
                    self.model.board.selected = rows
                        .get(before.min(rows.len().saturating_sub(1)))
                        .map(|row| row.case);
                }
            }
            Message::Case(view) => {
                let boot = self.boot();
                self.model.clock.hear(view.now, boot);
                let Some(screen) = self
                    .model
                    .cases
                    .iter_mut()
                    .find(|screen| screen.case == Some(view.case))
                else {
                    return;
                };
                let slot = screen.slot;
                screen.number = Some(view.number.clone());
                screen
                    .fresh
                    .retain(|fresh| !view.items.contains(&(fresh.group, fresh.item)));
                let moved = screen.view.as_ref().is_none_or(|old| old.seq != view.seq);
                let first = screen.view.is_none();
                screen.unmasked = super::roster::shows_masked(&view);
                screen.view = Some(view);
                if first && intake::unfinished(screen) {
                    // An intake cut off goes on where the call stood.
                    screen.mode = Mode::Intake;
                    screen.at = edit::first_blank(screen).unwrap_or(Spot::Danger);
                }
                self.take_up_drafts(slot);
                self.hold_texts_without_a_row(slot);
                self.go_back_to(slot);
                self.keep_focus_on_a_row(slot);
                if moved {
                    self.ask_scripts_again(slot);
                }
                self.view_came(slot);
            }
            Message::Presence(view) => self.model.presence = view,
            Message::Shift(view) => {
                let boot = self.boot();
                self.model.clock.hear(view.now, boot);
                self.model.shift = Some(view);
            }
            Message::Standing(standing) => self.stands(*standing),
            Message::Notice(words) => {
                if !self.model.notices.contains(&words) {
                    self.model.notices.push(words);
                    self.out.push(Effect::Bell);
                }
            }
            Message::Lagged { by } => self.lagged(by),
            Message::Ending { why, .. } => {
                self.model.link = Link::Lost {
                    since: self.boot(),
                    why,
                }
            }
            Message::Reply { number, result } => {
                self.unanswered.answered(number);
                if let Some(waiting) = self.waiting.remove(&number) {
                    self.replied(waiting, result);
                }
            }
        }
    }

    fn replied(&mut self, waiting: Waiting, result: Result<Outcome, Problem>) {
        match (waiting, result) {
            (Waiting::Open(slot), result) => self.opened(slot, result),
            (Waiting::Answer { slot, spot, text }, result) => {
                self.answered(slot, &spot, &text, result)
            }
            (
                Waiting::Add {
                    slot,
                    group,
                    own,
                    spot,
                    text,
                },
                result,
            ) => match made(&result) {
                Some(item) => {
                    self.entry_named(slot, own, item);
                    let spot = renamed(&spot, own, item);
                    self.answered(slot, &spot, &text, result);
                }
                None => {
                    if let Some(fresh) = self.screen(slot).and_then(|s| {
                        s.fresh
                            .iter_mut()
                            .find(|f| f.group == group && f.item == own)
                    }) {
                        fresh.sent = false;
                    }
                    self.answered(slot, &spot, &text, result);
                }
            },
            (Waiting::Form, result) => self.form_answered(result),
            (Waiting::Quick { slot, text }, result) => self.quick_answered(slot, &text, result),
            (Waiting::Sheet(slot, sheet), Ok(Outcome::Sheet(view))) => {
                self.sheet_came(slot, sheet, *view)
            }
            (Waiting::Lines, Ok(Outcome::Sheet(view))) => self.lines_came(&view),
            (Waiting::Match(slot), Ok(Outcome::Found(rows))) => self.match_came(slot, rows),
            (Waiting::Find, Ok(Outcome::Found(rows))) => self.found_came(rows),
            (Waiting::History, Ok(Outcome::History(rows))) => {
                if let Some(Overlay::History(history)) = self.model.overlays.last_mut() {
                    history.rows = Some(rows);
                }
            }
            (Waiting::Drafts, Ok(Outcome::Drafts(drafts))) => self.drafts_came(drafts),
            (Waiting::Directory, Ok(Outcome::Directory(rows))) => {
                for overlay in &mut self.model.overlays {
                    if let Overlay::Numbers(numbers) = overlay {
                        numbers.rows = Some(rows.clone());
                    }
                }
            }
            (Waiting::TakenOver(case, place), result) => self.taken_over(case, &place, result),
            (Waiting::Act(_), Ok(Outcome::Conflict(view))) => {
                self.refuse(Problem::operator(format!(
                    "{} answered this meanwhile: {}. Nothing was changed.",
                    view.by, view.theirs
                )));
            }
            (Waiting::Act(done), Ok(outcome)) => self.say(words_of(done, &outcome)),
            (Waiting::Who(asked), result) => self.who_answered(asked, result),
            // Before signing in nothing is watched: the page says so.
            (Waiting::Watch | Waiting::Drafts, Err(_)) if self.model.door.is_some() => {}
            // Who works unsigned is offered no child on file; the intake goes on.
            (Waiting::Match(_), Err(_)) if self.is_alone() => {}
            (Waiting::Watch | Waiting::Draft, Ok(_)) => {}
            (_, Err(problem)) => self.refuse(problem),
            (_, Ok(_)) => {}
        }
    }

    /// What came of text typed at a spot.
    fn answered(&mut self, slot: Slot, spot: &Spot, text: &str, result: Result<Outcome, Problem>) {
        let boot = self.boot();
        let Some(screen) = self.screen(slot) else {
            return;
        };
        // Only what was sent is settled: newer text at the same spot stays as it is.
        let ours = screen
            .kept
            .get(spot)
            .is_some_and(|kept| kept.text == text && matches!(kept.why, Why::Sending(_)));
        match result {
            Ok(Outcome::Conflict(view)) => {
                screen.kept.insert(
                    spot.clone(),
                    Kept {
                        text: text.to_owned(),
                        why: Why::Draft,
                    },
                );
                let label = words::spot(spot);
                self.push(Overlay::Conflict(Conflict {
                    slot,
                    spot: spot.clone(),
                    label,
                    view: *view,
                    typed: text.to_owned(),
                    opened: boot,
                }));
            }
            Ok(outcome) => {
                if ours {
                    screen.kept.remove(spot);
                    if screen.at != *spot || screen.edit.is_none() {
                        screen.saw.remove(spot);
                    }
                }
                self.forget_draft(slot, spot);
                let mut label = words::spot(spot);
                if label.ends_with('?') && !text.is_empty() {
                    label = format!("{label} {text}");
                }
                self.say(words_of(&label, &outcome));
            }
            Err(problem) => {
                if ours {
                    screen.kept.insert(
                        spot.clone(),
                        Kept {
                            text: text.to_owned(),
                            why: Why::Refused(problem.clone()),
                        },
                    );
                }
                self.refuse(problem);
                self.hold_texts_without_a_row(slot);
            }
        }
    }

    /// Texts of entries that a colleague took out: there is no row for them any more, so they are held and offered.
    fn hold_texts_without_a_row(&mut self, slot: Slot) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let Some(view) = &screen.view else {
            return;
        };
        let is_gone = |spot: &Spot| match spot {
            Spot::Field {
                item: Some(item), ..
            } => {
                !view.items.iter().any(|(_, known)| known == item)
                    && !screen.fresh.iter().any(|fresh| fresh.item == *item)
            }
            _ => false,
        };
        let mut gone: Vec<(Spot, String)> = screen
            .kept
            .iter()
            .filter(|(spot, kept)| is_gone(spot) && !matches!(kept.why, Why::Sending(_)))
            .map(|(spot, kept)| (spot.clone(), kept.text.clone()))
            .collect();
        if is_gone(&screen.at)
            && let Some(edit) = &screen.edit
            && !edit.text.is_empty()
        {
            gone.push((screen.at.clone(), edit.text.as_str().to_owned()));
        }
        for (spot, text) in gone {
            if let Some(screen) = self.screen(slot) {
                screen.kept.remove(&spot);
                screen.saw.remove(&spot);
                if screen.at == spot {
                    screen.edit = None;
                }
            }
            self.forget_draft(slot, &spot);
            let label = words::spot(&spot);
            self.hold(&format!("{label}: {text}"));
            self.refuse(Problem::operator(format!(
                "The entry with {label} was taken out by somebody; what was typed there is held."
            )));
        }
    }

    /// The desk named an entry: its spots, texts and waiting commands follow.
    fn entry_named(&mut self, slot: Slot, own: ItemId, item: ItemId) {
        if let Some(screen) = self.screen(slot) {
            for fresh in &mut screen.fresh {
                if fresh.item == own {
                    fresh.item = item;
                }
            }
            let in_view = screen
                .view
                .as_ref()
                .is_some_and(|view| view.items.iter().any(|(_, known)| *known == item));
            if in_view {
                screen.fresh.retain(|fresh| fresh.item != item);
            }
            screen.at = renamed(&screen.at, own, item);
            screen.kept = std::mem::take(&mut screen.kept)
                .into_iter()
                .map(|(spot, kept)| (renamed(&spot, own, item), kept))
                .collect();
        }
        for held in self.held.iter_mut().filter(|held| held.slot == slot) {
            rename_item(&mut held.command, own, item);
            if let Waiting::Answer { spot, .. } = &mut held.waiting {
                *spot = renamed(spot, own, item);
            }
        }
        self.send_held(slot);
    }
}

/// What the desk said about something saved: how it was understood, and what to do next.
pub(super) fn words_of(what: &str, outcome: &Outcome) -> String {
    let mut out = what.to_owned();
    let question = what.contains('?');
    if let Outcome::Saved {
        understood, notes, ..
    } = outcome
    {
        if let Some(understood) = understood {
            out.push_str(": ");
            out.push_str(understood);
        } else if !question {
            out.push_str(": saved");
        }
        for note in notes {
            out.push_str(". ");
            out.push_str(note.trim_end_matches('.'));
        }
    }
    out.push('.');
    out
}

fn made(result: &Result<Outcome, Problem>) -> Option<ItemId> {
    match result {
        Ok(Outcome::Saved {
            made: Some(made), ..
        }) => made.parse().ok(),
        _ => None,
    }
}

fn renamed(spot: &Spot, own: ItemId, item: ItemId) -> Spot {
    match spot {
        Spot::Field {
            field,
            item: Some(old),
        } if *old == own => Spot::Field {
            field: *field,
            item: Some(item),
        },
        other => other.clone(),
    }
}
