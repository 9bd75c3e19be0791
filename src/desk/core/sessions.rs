//! The sessions on the desk: what each watches, what it was last sent, and what is sent when that changes.

use std::collections::BTreeMap;

use super::{Core, Output};
use crate::desk::views;
use crate::record::{CaseId, Problem};
use crate::wire::{BoardView, CaseView, Message, Outcome};

/// A session as the core knows it.
#[derive(Debug, Default)]
pub(super) struct Session {
    pub(super) board: bool,
    pub(super) board_sent: Option<BoardView>,
    /// The board's version and the desk's sequence that `board_sent` was made of.
    pub(super) board_seen: Option<(u64, u64, Option<String>)>,
    pub(super) case: Option<CaseId>,
    pub(super) case_sent: Option<Box<CaseView>>,
    pub(super) last: Option<CaseId>,
    pub(super) answered: BTreeMap<u64, Result<Outcome, Problem>>,
}

impl Core {
    /// Whether any session watches, so that ticks matter.
    pub fn is_watched(&self) -> bool {
        self.sessions
            .values()
            .any(|session| session.board || session.case.is_some())
    }

    /// Sends every watcher what changed for it since it was last sent.
    pub(super) fn show_changes(&mut self, out: &mut Vec<Output>) {
        self.refresh_touched();
        let mut board: Option<BoardView> = None;
        let seen = (self.board.version(), self.settings, self.trouble.clone());
        for (id, session) in &mut self.sessions {
            // Most requests change no row: then nothing is built to be compared.
            if session.board
                && (session.board_sent.is_none() || session.board_seen.as_ref() != Some(&seen))
            {
                session.board_seen = Some(seen.clone());
                let view = board.get_or_insert_with(|| {
                    self.board
                        .view(&self.docket, self.now, self.trouble.clone())
                });
                let is_new = session
                    .board_sent
                    .as_ref()
                    .is_none_or(|sent| !views::same_board(sent, view));
                if is_new {
                    session.board_sent = Some(view.clone());
                    out.push(Output::Send(*id, Message::Board(view.clone())));
                }
            }
            if let Some(case) = session.case
                && let Some(view) = views::case(&self.docket, &self.packs, self.now, case)
            {
                let is_new = session
                    .case_sent
                    .as_ref()
                    .is_none_or(|sent| !views::same_case(sent, &view));
                if is_new {
                    let view = Box::new(view);
                    session.case_sent = Some(view.clone());
                    out.push(Output::Send(*id, Message::Case(view)));
                }
            }
        }
    }

    pub(super) fn tell_all(&mut self, words: &str, out: &mut Vec<Output>) {
        self.notices.push(words.to_owned());
        for id in self.sessions.keys() {
            out.push(Output::Send(*id, Message::Notice(words.to_owned())));
        }
    }
}
