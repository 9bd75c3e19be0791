//! What the desk says: to one session, and to everybody who is there or joins soon.

use std::sync::Arc;

use super::super::core::Input;
use super::super::outbox::{Kind, Parcel};
use super::letters::Turn;
use super::shell::Shell;
use crate::codec::wire;
use crate::record::SessionId;
use crate::wire::Message;

/// So many of those sentences are kept.
const STANDING: usize = 16;

impl Shell {
    /// Says something to everybody who is there, and to whoever joins within a shift.
    pub(super) fn say(&mut self, words: String) {
        let now = self.core.now();
        self.standing.push_back((now, words.clone()));
        while self.standing.len() > STANDING {
            self.standing.pop_front();
        }
        self.step(Input::Said(words));
    }

    /// Whether this is the session's present line.
    pub(super) fn is_line(&self, id: SessionId, turn: Turn) -> bool {
        self.lines
            .get(&id)
            .is_some_and(|(present, _)| *present == turn)
    }

    pub(super) fn send(&mut self, to: SessionId, message: &Message) {
        if !self.lines.contains_key(&to) {
            return;
        }
        let kind = Kind::of(message);
        let is_view = matches!(kind, Kind::State(_)) && self.lines.len() > 1;
        let body = match &self.last_sent {
            Some((last, body)) if is_view && last == message => Arc::clone(body),
            _ => Arc::from(wire::encode_message(message)),
        };
        if is_view {
            self.last_sent = Some((message.clone(), Arc::clone(&body)));
        }
        self.put(to, Parcel { kind, body });
    }

    pub(super) fn put(&mut self, to: SessionId, parcel: Parcel) {
        if let Some((_, line)) = self.lines.get_mut(&to)
            && !line(parcel)
        {
            self.lines.remove(&to);
            // Its watches would cost work for nobody; its drafts stay.
            self.step(Input::Gone(to));
        }
    }
}
