//! The sessions on the desk: what each watches, what it was last sent, and what is sent when that changes.

use std::collections::BTreeMap;

use super::{Core, Output};
use crate::desk::drafts::Live;
use crate::desk::{shift, views};
use crate::record::text::same_person;
use crate::record::{CaseId, Moment, Problem, SessionId};
use crate::wire::shift::{ParkedView, PresenceView, ShiftView};
use crate::wire::{BoardView, CaseView, Message, Outcome};

/// A session as the core knows it.
#[derive(Debug, Default)]
pub(super) struct Session {
    /// The operator, as named by the latest request.
    pub(super) operator: String,
    pub(super) board: bool,
    pub(super) board_sent: Option<BoardView>,
    /// The board's version and the desk's sequence that `board_sent` was made of.
    pub(super) board_seen: Option<(u64, u64, Option<String>)>,
    pub(super) case: Option<CaseId>,
    pub(super) case_sent: Option<Box<CaseView>>,
    /// Whether the whole desk's duties are watched, and what was sent of them.
    pub(super) shift: bool,
    pub(super) shift_sent: Option<Box<ShiftView>>,
    /// Who is where, as last sent, and the versions that was made of.
    pub(super) presence_sent: PresenceView,
    pub(super) presence_seen: Option<(u64, u64, bool, Option<CaseId>)>,
    pub(super) last: Option<CaseId>,
    pub(super) answered: BTreeMap<u64, Result<Outcome, Problem>>,
}

impl Core {
    /// Whether any session watches, so that ticks matter.
    pub fn is_watched(&self) -> bool {
        self.sessions
            .values()
            .any(|session| session.board || session.shift || session.case.is_some())
            || self.who_changes().is_some()
    }

    /// Sends every watcher what changed for it since it was last sent.
    pub(super) fn show_changes(&mut self, out: &mut Vec<Output>) {
        self.refresh_touched();
        let mut board: Option<BoardView> = None;
        let seen = (self.board.version(), self.settings, self.trouble.clone());
        let ids: Vec<SessionId> = self.sessions.keys().copied().collect();
        for id in ids {
            if !self.is_let_in(id) {
                continue;
            }
            let sees_cases = self.sees_cases(id);
            let sight = self.sight(id);
            let Some(session) = self.sessions.get_mut(&id) else {
                continue;
            };
            // Most requests change no row: then nothing is built to be compared.
            if session.board
                && (session.board_sent.is_none() || session.board_seen.as_ref() != Some(&seen))
            {
                session.board_seen = Some(seen.clone());
                let view = board.get_or_insert_with(|| {
                    self.board
                        .view(&self.docket, self.now, self.trouble.clone())
                });
                let is_new = match &session.board_sent {
                    // Covered boards are few: they are made to be compared.
                    Some(sent) if !sight.names => {
                        let mut covered = view.clone();
                        sight.board(&mut covered);
                        !views::same_board(sent, &covered)
                    }
                    Some(sent) => !views::same_board(sent, view),
                    None => true,
                };
                if is_new {
                    let mut view = view.clone();
                    sight.board(&mut view);
                    session.board_sent = Some(view.clone());
                    out.push(Output::Send(id, Message::Board(view)));
                }
            }
            if let Some(case) = session.case
                && sees_cases
                && let Some(mut view) =
                    views::case_in_clear(&self.docket, &self.packs, self.now, case)
                && sight.case(&mut view)
            {
                let is_new = session
                    .case_sent
                    .as_ref()
                    .is_none_or(|sent| !views::same_case(sent, &view));
                if is_new {
                    let view = Box::new(view);
                    session.case_sent = Some(view.clone());
                    out.push(Output::Send(id, Message::Case(view)));
                }
            }
        }
        self.show_people(out);
    }

    /// Sends who is where, and the whole desk's duties, to those who watch and for whom something changed.
    fn show_people(&mut self, out: &mut Vec<Output>) {
        let versions = (self.presence.version(), self.drafts.version());
        let live = self.live();
        let mut parked: Option<Vec<ParkedView>> = None;
        let is_watched = self.sessions.values().any(|session| session.shift);
        let shift = is_watched.then(|| self.shift_view(&live));
        // Names of children and of colleagues at work are for those who see the board with its names.
        let seeing: Vec<SessionId> = self
            .sessions
            .keys()
            .copied()
            .filter(|id| self.sees_cases(*id) && self.sight(*id).names)
            .collect();
        for id in &seeing {
            let sees_shift = self.sees_shift(*id);
            let Some(session) = self.sessions.get_mut(id) else {
                continue;
            };
            let seen = (versions.0, versions.1, session.board, session.case);
            if (session.board || session.case.is_some())
                && session.presence_seen.as_ref() != Some(&seen)
            {
                session.presence_seen = Some(seen);
                let parked = parked.get_or_insert_with(|| self.drafts.parked(&self.docket, &live));
                let view = self.presence.view(*id, session.board, session.case, parked);
                if view != session.presence_sent {
                    session.presence_sent = view.clone();
                    out.push(Output::Send(*id, Message::Presence(view)));
                }
            }
            if session.shift
                && sees_shift
                && let Some(view) = &shift
                && session
                    .shift_sent
                    .as_ref()
                    .is_none_or(|sent| !shift::view::same(sent, view))
            {
                let view = Box::new(view.clone());
                session.shift_sent = Some(view.clone());
                out.push(Output::Send(*id, Message::Shift(view)));
            }
        }
    }

    fn shift_view(&self, live: &Live) -> ShiftView {
        let over = shift::view::Over {
            docket: &self.docket,
            packs: &self.packs,
            drafts: &self.drafts,
            live,
            now: self.now,
        };
        shift::view::view(&over, self.board.rows().map(|row| row.case))
    }

    /// When time alone changes what a session that watches the shift was sent.
    pub(super) fn next_shift_change(&self) -> Option<Moment> {
        self.sessions
            .values()
            .filter_map(|session| session.shift_sent.as_ref())
            .filter_map(|sent| shift::view::next_change(sent, self.now))
            .min()
    }

    /// The sessions that are connected, each with its operator.
    pub(super) fn live(&self) -> Live {
        self.sessions
            .iter()
            .map(|(id, session)| (*id, session.operator.clone()))
            .collect()
    }

    /// A session is gone: its marks with it, its texts alone.
    pub(super) fn gone(&mut self, session: SessionId) {
        if self.sessions.remove(&session).is_some() {
            self.presence.gone(session);
            self.drafts.gone(session, self.now);
        }
    }

    /// Tells the screens of an operator, or of everybody else where none is named.
    pub(super) fn tell(&self, own: SessionId, operator: &str, words: &str, out: &mut Vec<Output>) {
        for (id, session) in &self.sessions {
            let is_meant = match operator {
                "" => !same_person(
                    &session.operator,
                    self.sessions.get(&own).map_or("", |own| &own.operator),
                ),
                name => same_person(&session.operator, name),
            };
            if *id != own && is_meant && self.sees_cases(*id) {
                out.push(Output::Send(*id, Message::Notice(words.to_owned())));
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
