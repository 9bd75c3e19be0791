//! The way to a running desk's thread: what its owner, its doors and its sessions hold of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::super::outbox::{Parcel, Ticket};
use super::letters::{Letter, Turn};
use crate::codec::wire;
use crate::record::audit::Origin;
use crate::record::event::Event;
use crate::record::{Problem, SessionId};
use crate::wire::{Message, Request};

/// A running desk.
pub struct Desk {
    pub(super) way: Way,
    pub(super) thread: Option<JoinHandle<()>>,
}

/// The way to a running desk's thread; copies lead to the same.
#[derive(Clone)]
pub struct Way {
    pub(super) inbox: Sender<Letter>,
    pub(super) turns: Arc<AtomicU64>,
}

/// A session's end of the line to the desk.
pub struct Session {
    id: SessionId,
    turn: Turn,
    inbox: Sender<Letter>,
}

impl Desk {
    /// Joins a session. Its messages are handed, encoded, to `line`, on the desk's thread: pass them on and return
    /// at once; `false` ends the session.
    pub fn join(
        &self,
        id: SessionId,
        mut line: impl FnMut(Vec<u8>) -> bool + Send + 'static,
    ) -> Session {
        self.way
            .join(id, None, Box::new(move |parcel| line(parcel.body.to_vec())))
    }

    /// The same, saying where the session comes from: it stands in the log before anything the session does.
    pub fn join_from(
        &self,
        id: SessionId,
        origin: Origin,
        mut line: impl FnMut(Vec<u8>) -> bool + Send + 'static,
    ) -> Session {
        self.way.join(
            id,
            Some(origin),
            Box::new(move |parcel| line(parcel.body.to_vec())),
        )
    }

    /// The way to its thread.
    pub fn way(&self) -> Way {
        self.way.clone()
    }

    /// Finishes what was asked, writes what is not yet written, and ends.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.way.inbox.send(Letter::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.end();
    }
}

impl Way {
    /// Joins a session whose messages go to `line` with their kinds. A session that joins again takes the place of
    /// its former line.
    pub fn join(
        &self,
        id: SessionId,
        origin: Option<Origin>,
        line: Box<dyn FnMut(Parcel) -> bool + Send>,
    ) -> Session {
        let turn = self.turns.fetch_add(1, Ordering::Relaxed);
        // A desk that has ended answers nothing; the session learns it when it asks.
        let _ = self.inbox.send(Letter::Join(id, turn, origin, line));
        Session {
            id,
            turn,
            inbox: self.inbox.clone(),
        }
    }

    /// Writes rows into the audit, at the desk's next quiet moment or its end.
    pub fn note(&self, rows: Vec<Event>) {
        let _ = self.inbox.send(Letter::Note(rows));
    }

    /// Says something to every session.
    pub fn tell(&self, message: Message) {
        let _ = self.inbox.send(Letter::Tell(message));
    }

    /// Whether the desk's thread answers within a time.
    pub fn is_alive(&self, within: Duration) -> bool {
        let (tell, told) = channel();
        self.inbox.send(Letter::Alive(tell)).is_ok() && told.recv_timeout(within).is_ok()
    }

    /// Answers [`Idle`](crate::desk::idle::Idle): the desk is needed after all.
    pub fn stay(&self) {
        let _ = self.inbox.send(Letter::Stay);
    }
}

impl Session {
    /// Which session.
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// Sends a request.
    ///
    /// # Errors
    /// When the desk has ended.
    pub fn send(&self, request: &Request) -> Result<(), Problem> {
        if self.frame(wire::encode_request(request), None) {
            return Ok(());
        }
        Err(Problem::machine("NOT SAVED: the desk has ended.")
            .hint("What was typed is on the screen; start porchlight again."))
    }

    /// Hands over a request as it came, with its place at the desk; `false` when the desk has ended.
    pub fn frame(&self, body: Vec<u8>, ticket: Option<Ticket>) -> bool {
        let letter = Letter::Frame(self.id, self.turn, body, ticket);
        self.inbox.send(letter).is_ok()
    }

    /// Asks for a heartbeat; `false` when the desk has ended.
    pub fn beat(&self) -> bool {
        self.inbox.send(Letter::Beat(self.id, self.turn)).is_ok()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.inbox.send(Letter::Gone(self.id, self.turn));
    }
}
