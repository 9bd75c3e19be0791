//! What waits to be written to one session's line, so that the desk never waits for a line.
//!
//! Views are states: while a line is slow a newer one takes the place of the older one that still waits, and nothing
//! else is lost. Answers are never dropped; instead no more is read from a session that has too many of them waiting.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::wire::Message;

/// So many answers may wait before the session is read no further.
const ANSWERS: usize = 64;
/// So many bytes may wait before the session is read no further.
const BYTES: usize = 4 * 1024 * 1024;
/// So many requests of one session are at the desk at a time: a flood waits in its own line, not in the desk's.
const AT_DESK: usize = 2;
/// So many notices wait; the oldest goes first.
const NOTICES: usize = 32;

/// What kind of message it is, for whoever carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// An answer: never dropped.
    Reply,
    /// A state, by name: a newer one takes an older one's place.
    State(String),
    /// Something said once.
    Notice,
    /// A heartbeat.
    Beat,
}

impl Kind {
    /// The kind of a message.
    pub fn of(message: &Message) -> Self {
        match message {
            Message::Reply { .. } => Self::Reply,
            Message::Board(_) => Self::State("board".to_owned()),
            Message::Case(view) => Self::State(format!("case {}", view.case)),
            Message::Presence(_) => Self::State("presence".to_owned()),
            Message::Standing(_) => Self::State("standing".to_owned()),
            Message::Shift(_) => Self::State("shift".to_owned()),
            Message::Notice(_) | Message::Lagged { .. } | Message::Ending { .. } => Self::Notice,
        }
    }
}

/// A message on its way, encoded. Without a body it is a heartbeat.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// What kind.
    pub kind: Kind,
    /// Its bytes, shared with the other sessions that are sent the same.
    pub body: Arc<[u8]>,
}

struct Waiting {
    parcel: Parcel,
    /// Boot µs at which the first message in this place began to wait.
    since: i64,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Waiting>,
    bytes: usize,
    answers: usize,
    at_desk: usize,
    /// Nothing more is taken; what waits still goes out.
    finished: bool,
    /// Nothing goes out any more.
    closed: bool,
}

/// The messages that wait for a line.
#[derive(Default)]
pub struct Outbox {
    state: Mutex<State>,
    changed: Condvar,
}

/// A request's place at the desk; given up when dropped.
pub struct Ticket(Arc<Outbox>);

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.at_desk = state.at_desk.saturating_sub(1);
        self.0.changed.notify_all();
    }
}

impl Outbox {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a message, at boot µs `now`; `false` when nobody will ever read it. Never waits.
    pub fn push(&self, parcel: Parcel, now: i64) -> bool {
        let mut state = self.state();
        if state.closed || state.finished {
            return false;
        }
        let mut since = now;
        let same = match &parcel.kind {
            Kind::Reply => None,
            Kind::State(_) | Kind::Beat => state
                .queue
                .iter()
                .position(|w| w.parcel.kind == parcel.kind),
            Kind::Notice => {
                let notices = state
                    .queue
                    .iter()
                    .filter(|w| w.parcel.kind == Kind::Notice)
                    .count();
                let repeated = state
                    .queue
                    .iter()
                    .position(|w| w.parcel.body == parcel.body);
                match repeated {
                    None if notices >= NOTICES => state
                        .queue
                        .iter()
                        .position(|w| w.parcel.kind == Kind::Notice),
                    repeated => repeated,
                }
            }
        };
        if let Some(old) = same.and_then(|at| state.queue.remove(at)) {
            state.bytes -= old.parcel.body.len();
            since = old.since;
        }
        state.bytes += parcel.body.len();
        state.answers += usize::from(parcel.kind == Kind::Reply);
        state.queue.push_back(Waiting { parcel, since });
        self.changed.notify_all();
        true
    }

    /// Waits for the next message and how long, in µs of boot time, it has stood there since; `None` at the end.
    pub fn next(&self) -> Option<(Parcel, i64)> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if let Some(next) = state.queue.pop_front() {
                state.bytes -= next.parcel.body.len();
                state.answers -= usize::from(next.parcel.kind == Kind::Reply);
                self.changed.notify_all();
                return Some((next.parcel, next.since));
            }
            if state.finished {
                return None;
            }
            state = self.wait(state);
        }
    }

    /// Waits until one more request may go to the desk; `None` when the line is closed.
    pub fn room(self: &Arc<Self>) -> Option<Ticket> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if state.at_desk < AT_DESK && state.answers < ANSWERS && state.bytes < BYTES {
                state.at_desk += 1;
                return Some(Ticket(Arc::clone(self)));
            }
            state = self.wait(state);
        }
    }

    /// Takes nothing more; what waits still goes out.
    pub fn finish(&self) {
        self.state().finished = true;
        self.changed.notify_all();
    }

    /// Ends at once.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.queue.clear();
        state.bytes = 0;
        state.answers = 0;
        self.changed.notify_all();
    }

    /// After [`Outbox::finish`], waits at most `patience` until whoever writes has written the last and ended; whether
    /// they have. That nothing waits any more is not enough: the last message may have been taken and not be out.
    pub fn drained(&self, patience: Duration) -> bool {
        let state = self.state();
        let (state, _) = self
            .changed
            .wait_timeout_while(state, patience, |s| !s.closed)
            .unwrap_or_else(PoisonError::into_inner);
        state.closed
    }

    /// Bytes that wait.
    pub fn bytes(&self) -> usize {
        self.state().bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(kind: Kind, body: &str) -> Parcel {
        Parcel {
            kind,
            body: body.as_bytes().into(),
        }
    }
    fn board(body: &str) -> Parcel {
        parcel(Kind::State("board".into()), body)
    }
    fn all(outbox: &Outbox) -> Vec<(String, i64)> {
        outbox.finish();
        std::iter::from_fn(|| outbox.next())
            .map(|(p, since)| (String::from_utf8(p.body.to_vec()).unwrap(), since))
            .collect()
    }

    #[test]
    fn a_newer_view_takes_the_older_ones_place_and_no_answer_is_lost() {
        let outbox = Outbox::default();
        assert!(outbox.push(board("b1"), 10));
        for n in 0..100 {
            outbox.push(parcel(Kind::Reply, &format!("r{n}")), 20 + n);
            outbox.push(board(&format!("b{}", n + 2)), 20 + n);
        }
        outbox.push(parcel(Kind::Notice, "jump"), 500);
        outbox.push(parcel(Kind::Notice, "jump"), 501);
        assert_eq!(outbox.bytes(), 290 + 4 + 4);
        let out = all(&outbox);
        assert_eq!(out.len(), 102);
        for (n, (body, _)) in out.iter().take(100).enumerate() {
            assert_eq!(*body, format!("r{n}"));
        }
        // The newest state, and how long that place has waited.
        assert_eq!(out[100], ("b101".to_owned(), 10));
        assert_eq!(out[101].0, "jump");
        assert!(!outbox.push(board("late"), 9));
    }

    #[test]
    fn the_last_word_is_out_only_when_its_writer_says_so() {
        let outbox = Arc::new(Outbox::default());
        outbox.push(parcel(Kind::Notice, "goodbye"), 1);
        outbox.finish();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let writes = Arc::clone(&outbox);
        let writer = std::thread::spawn(move || {
            let last = writes.next().unwrap().0;
            // Taken, and not written yet: a busy machine stops here for a while.
            wait.recv().unwrap();
            assert!(writes.next().is_none());
            writes.close();
            last.body.len()
        });
        while outbox.bytes() > 0 {
            std::thread::yield_now();
        }
        assert!(!outbox.drained(Duration::from_millis(20)));
        go.send(()).unwrap();
        assert!(outbox.drained(Duration::from_secs(60)));
        assert_eq!(writer.join().unwrap(), 7);
    }

    #[test]
    fn notices_stay_bounded() {
        let outbox = Outbox::default();
        for n in 0..10_000 {
            outbox.push(parcel(Kind::Notice, &n.to_string()), n);
        }
        let out = all(&outbox);
        assert_eq!(out.len(), NOTICES);
        assert_eq!(out.last().unwrap().0, "9999");
    }

    #[test]
    fn a_session_whose_answers_wait_is_read_no_further_until_they_go() {
        let outbox = Arc::new(Outbox::default());
        let first = outbox.room().unwrap();
        let second = outbox.room().unwrap();
        let (tell, told) = std::sync::mpsc::channel();
        let other = Arc::clone(&outbox);
        let waiting = std::thread::spawn(move || {
            let third = other.room();
            tell.send(()).unwrap();
            third.is_some()
        });
        for n in 0..ANSWERS {
            outbox.push(parcel(Kind::Reply, "r"), n as i64);
        }
        drop((first, second));
        assert!(
            told.recv_timeout(Duration::from_millis(100)).is_err(),
            "read on"
        );
        outbox.next().unwrap();
        told.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(waiting.join().unwrap());
        outbox.close();
        assert!(outbox.room().is_none());
    }
}
