//! A child on file: looked for by the name being typed, offered, taken on one key.

use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::model::{Slot, Spot};
use crate::client::panes;
use crate::record::Problem;
use crate::wire::view::FoundRow;
use crate::wire::{Ask, Command};

/// Letters typed before a name is looked for among the children on file.
const ENOUGH_TO_LOOK: usize = 3;

impl App {
    /// Looks for the name among the children on file, as it is typed.
    pub(in crate::client) fn look_for_match(&mut self, slot: Slot, text: &str) {
        if text.trim().chars().count() < ENOUGH_TO_LOOK {
            if let Some(screen) = self.screen(slot) {
                screen.offered = None;
            }
            return;
        }
        self.ask(Ask::Find(text.trim().to_owned()), Waiting::Match(slot));
    }

    /// Children on file came for the name being typed.
    pub(in crate::client) fn match_came(&mut self, slot: Slot, rows: Vec<FoundRow>) {
        if let Some(screen) = self.screen(slot) {
            let own = screen.view.as_ref().map(|view| view.child);
            let this = screen.case;
            screen.offered = rows.into_iter().find(|row| {
                Some(row.child) != own && row.case.as_ref().map(|(case, ..)| *case) != this
            });
        }
    }

    /// Takes the child offered: this case is about that child.
    pub(in crate::client) fn take_match(&mut self, slot: Slot) {
        let Some(offered) = self.screen(slot).and_then(|screen| screen.offered.take()) else {
            self.refuse(Problem::operator(
                "No child on file has the name that is typed.",
            ));
            return;
        };
        if let Some(screen) = self.screen(slot)
            && let Some(name) = panes::name()
        {
            // The name on file takes the place of the letters typed to find it.
            let spot = Spot::field(name);
            if screen.at == spot {
                screen.edit = None;
            }
            screen.kept.remove(&spot);
            self.forget_draft(slot, &spot);
        }
        let command = Command::NameChild {
            case: String::new(),
            child: offered.child.to_string(),
        };
        self.command(slot, command, Waiting::Act("Child on file taken"));
        self.go_on(slot);
    }
}
