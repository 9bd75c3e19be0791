//! Leaving the session: what is unsaved is said first; a second Ctrl-C and a hang-up do not ask.

use crate::client::app::{App, Effect};
use crate::client::ask::Waiting;
use crate::client::model::Why;
use crate::client::overlay::{Confirm, Overlay, Then};
use crate::wire::Ask;

/// A second Ctrl-C within this time leaves, in microseconds.
const TWICE: i64 = 2_000_000;

impl App {
    fn unsaved(&self) -> usize {
        self.model
            .cases
            .iter()
            .map(|screen| {
                screen
                    .kept
                    .values()
                    .filter(|kept| !matches!(kept.why, Why::Sending(_)))
                    .count()
                    + usize::from(screen.edit.is_some())
            })
            .sum()
    }

    pub(super) fn ask_quit(&mut self) {
        let unsaved = self.unsaved();
        if unsaved == 0 {
            self.quit();
            return;
        }
        let texts = if unsaved == 1 {
            "1 text is".to_owned()
        } else {
            format!("{unsaved} texts are")
        };
        let opened = self.boot();
        self.push(Overlay::Confirm(Confirm {
            question: "Leave?".into(),
            lines: vec![format!(
                "{texts} not saved; kept as drafts, they stand in their fields next time."
            )],
            yes: "leave".into(),
            no: "stay".into(),
            opened,
            then: Then::Quit,
        }));
    }

    /// Ctrl-C: the first asks for a second, the second leaves; drafts are kept.
    pub(in crate::client) fn leave_now(&mut self, first: Option<i64>) {
        if first.is_some_and(|first| self.boot().saturating_sub(first) <= TWICE) {
            self.quit();
        } else {
            self.leaving = Some(self.boot());
            self.say("Ctrl-C once more leaves; drafts are kept and the desk keeps counting.");
        }
    }

    /// Ends the session because the line or the system does; what is to be sent first comes back. Nobody says that
    /// they leave: where they were is kept, so that the next line begins there.
    pub fn hang_up(&mut self) -> Vec<Effect> {
        self.send_drafts();
        self.tell_where_now();
        self.model.over = true;
        self.out.push(Effect::Quit);
        std::mem::take(&mut self.out)
    }

    /// Ends the session, with every text kept on the desk.
    pub(in crate::client) fn quit(&mut self) {
        self.send_drafts();
        self.ask(Ask::Bye, Waiting::Draft);
        self.model.over = true;
        self.out.push(Effect::Quit);
    }
}
