//! What is asked of the desk, and what its answer will be for. A command about a case or an entry that the desk
//! has not named yet waits here in its order.

use super::app::App;
use super::model::{Fresh, Sheet, Slot, Spot};
use crate::record::{CaseId, Group, ItemId};
use crate::wire::{Ask, Command, Request, who};

/// What an answer of the desk will be for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Waiting {
    /// An intake begun under this slot.
    Open(Slot),
    /// Text typed at a spot.
    Answer {
        slot: Slot,
        spot: Spot,
        text: String,
    },
    /// An entry of a group, under this session's own id.
    Add {
        slot: Slot,
        group: Group,
        own: ItemId,
        spot: Spot,
        text: String,
    },
    /// The form on the stack that was sent.
    Form,
    /// The quick line that was sent; the text comes back if it is refused.
    Quick { slot: Slot, text: String },
    /// A script.
    Sheet(Slot, Sheet),
    /// The audit sheet, shown as lines.
    Lines,
    /// Children by the name being typed in an intake.
    Match(Slot),
    /// Cases for the overlay that searches.
    Find,
    /// A history.
    History,
    /// The drafts of a former session.
    Drafts,
    /// The numbers card.
    Directory,
    /// A draft kept: nobody waits.
    Draft,
    /// A small act: what to say when it is done.
    Act(&'static str),
    /// A colleague's text that was taken over: of which case, and its place.
    TakenOver(CaseId, String),
    /// Views begin to come.
    Watch,
    /// Of signing in or the roster: what was asked, so that it can be asked again.
    Who(Option<Box<who::Ask>>),
}

/// A command that waits for the desk to name its case or its entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeldCommand {
    pub slot: Slot,
    pub command: Command,
    pub waiting: Waiting,
}

impl App {
    /// Asks the desk, and remembers what the answer will be for.
    pub(super) fn ask(&mut self, ask: Ask, waiting: Waiting) -> u64 {
        self.numbers += 1;
        self.waiting.insert(self.numbers, waiting);
        self.send(Request {
            session: self.session,
            number: self.numbers,
            operator: self.model.operator.clone(),
            ask,
        });
        self.numbers
    }

    /// Sends a command about a case, at once or as soon as the desk has named the case and the entry.
    pub(super) fn command(&mut self, slot: Slot, command: Command, waiting: Waiting) {
        self.held.push(HeldCommand {
            slot,
            command,
            waiting,
        });
        self.send_held(slot);
    }

    /// Sends what waits for a case, in order, up to the first that still has to wait.
    pub(super) fn send_held(&mut self, slot: Slot) {
        let Some(case) = self.model.case(slot).and_then(|screen| screen.case) else {
            return;
        };
        let mut rest = Vec::new();
        let mut stopped = false;
        for mut held in std::mem::take(&mut self.held) {
            if held.slot != slot || stopped || item_of(&held.command).is_some_and(is_own_text) {
                stopped |= held.slot == slot;
                rest.push(held);
                continue;
            }
            set_case(&mut held.command, &case.to_string());
            self.ask(Ask::Do(held.command), held.waiting);
        }
        self.held = rest;
    }
}

/// Whether an item's text is an id of this session's own, which the desk does not know.
fn is_own_text(item: &str) -> bool {
    item.parse().is_ok_and(|item: ItemId| Fresh::is_own(item))
}

fn item_of(command: &Command) -> Option<&str> {
    match command {
        Command::Answer { item, .. } | Command::StillTrue { item, .. } => item.as_deref(),
        Command::Remove { item, .. } => Some(item),
        _ => None,
    }
}

pub(super) fn rename_item(command: &mut Command, own: ItemId, new: ItemId) {
    let rename = |text: &mut String| {
        if *text == own.to_string() {
            *text = new.to_string();
        }
    };
    match command {
        Command::Answer {
            item: Some(item), ..
        }
        | Command::StillTrue {
            item: Some(item), ..
        }
        | Command::Remove { item, .. } => rename(item),
        _ => {}
    }
}

/// Says which case a command is about.
fn set_case(command: &mut Command, to: &str) {
    match command {
        Command::Open { .. } | Command::SetDesk { .. } | Command::SetDirectory { .. } => {}
        // A handover names its case itself, or means the whole desk.
        Command::HandOver { .. } => {}
        Command::Attempt(said) => said.case = to.to_owned(),
        Command::Heard(said) => said.case = to.to_owned(),
        Command::Answer { case, .. }
        | Command::StillTrue { case, .. }
        | Command::Add { case, .. }
        | Command::Remove { case, .. }
        | Command::First { case, .. }
        | Command::CameAt { case, .. }
        | Command::CorrectReceived { case, .. }
        | Command::ConfirmCorrection { case, .. }
        | Command::DenyCorrection { case, .. }
        | Command::Withdraw { case, .. }
        | Command::Triage { case, .. }
        | Command::Note { case, .. }
        | Command::Link { case, .. }
        | Command::NameChild { case, .. }
        | Command::Locate { case, .. }
        | Command::Return { case, .. }
        | Command::Interview { case, .. }
        | Command::Screen { case, .. }
        | Command::Victim { case, .. }
        | Command::Close { case, .. }
        | Command::Reopen { case, .. }
        | Command::Claim { case }
        | Command::Release { case }
        | Command::AcceptDuty { case, .. }
        | Command::TakeDraft { case, .. }
        | Command::ReadOut { case, .. }
        | Command::Disclose { case, .. } => *case = to.to_owned(),
    }
}
