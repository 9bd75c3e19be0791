//! What reaches the desk's thread, and what each of it does there.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::super::core::Input;
use super::super::outbox::{Kind, Parcel, Ticket};
use super::shell::Shell;
use crate::codec::wire;
use crate::env::ids;
use crate::record::audit::Origin;
use crate::record::event::Event;
use crate::record::{Moment, Problem, SessionId};
use crate::wire::Message;

/// What reaches the thread.
pub(super) enum Letter {
    /// A session joins; its messages go to this line.
    Join(SessionId, Turn, Option<Origin>, Line),
    /// A request, encoded, with its place at the desk.
    Frame(SessionId, Turn, Vec<u8>, Option<Ticket>),
    /// A session's line wants to know that the desk is there.
    Beat(SessionId, Turn),
    /// A session's line is gone.
    Gone(SessionId, Turn),
    /// Write these rows into the audit.
    Note(Vec<Event>),
    /// Say this to every session.
    Tell(Message),
    /// A chore is done.
    Done(usize, Result<Option<String>, Problem>),
    /// Say that the thread is alive.
    Alive(Sender<()>),
    /// Whoever was told that nobody is there stays all the same.
    Stay,
    /// The slow function of a phrase answered.
    Derived(u64, [u8; 32]),
    /// Finish what was asked and end.
    Stop,
}

/// Which of a session's lines: a session that comes back has a new one, and the old one's end must not end it.
pub(super) type Turn = u64;

/// Where a session's messages go; `false` when nobody listens any more.
pub(super) type Line = Box<dyn FnMut(Parcel) -> bool + Send>;

/// What was said to everybody is said to whoever joins so much later.
const SHIFT: i64 = 12 * 60 * crate::record::when::MINUTE;

impl Shell {
    /// Takes a letter; `true` when it was the last.
    pub(super) fn take(&mut self, letter: Letter, now: Moment) -> bool {
        match letter {
            Letter::Join(session, turn, origin, line) => {
                if self.lines.insert(session, (turn, line)).is_some() {
                    // The same session by a new line: it watches nothing until it asks again.
                    self.step(Input::Gone(session));
                }
                if let Some(origin) = origin {
                    self.step(Input::Joined {
                        session,
                        origin,
                        now,
                    });
                }
                let standing: Vec<String> = self
                    .standing
                    .iter()
                    .filter(|(at, _)| now.since(*at) < SHIFT)
                    .map(|(_, words)| words.clone())
                    .collect();
                for words in standing {
                    self.send(session, &Message::Notice(words));
                }
            }
            Letter::Gone(id, turn) => {
                if self.is_line(id, turn) {
                    self.lines.remove(&id);
                    self.step(Input::Gone(id));
                }
            }
            Letter::Frame(id, turn, bytes, ticket) => {
                if self.is_line(id, turn) {
                    self.frame(id, &bytes, now);
                }
                // Only now may the session's next request come.
                drop(ticket);
            }
            Letter::Beat(id, turn) => {
                if self.is_line(id, turn) {
                    self.put(
                        id,
                        Parcel {
                            kind: Kind::Beat,
                            body: Arc::default(),
                        },
                    );
                }
            }
            Letter::Note(rows) => self.step(Input::Left(rows)),
            Letter::Tell(message) => {
                let everybody: Vec<SessionId> = self.lines.keys().copied().collect();
                for id in everybody {
                    self.send(id, &message);
                }
            }
            Letter::Done(nth, result) => {
                let name = self.chores.done(nth);
                match result {
                    Ok(None) => {}
                    Ok(Some(words)) => self.say(words),
                    Err(problem) => self.say(format!("{name}: {problem}")),
                }
            }
            Letter::Alive(tell) => {
                let _ = tell.send(());
            }
            Letter::Stay => {
                if let Some(idle) = &mut self.idle {
                    idle.begin_again(now);
                }
            }
            Letter::Derived(ticket, check) => self.step(Input::Derived { ticket, check, now }),
            Letter::Stop => return true,
        }
        false
    }

    fn frame(&mut self, id: SessionId, bytes: &[u8], now: Moment) {
        let request = match wire::decode_request(bytes) {
            // A session speaks for itself only.
            Ok(request) if request.session == id => request,
            Ok(_) => {
                self.send(
                    id,
                    &Message::Notice("A request of another session was refused.".into()),
                );
                return;
            }
            Err(error) => {
                self.send(
                    id,
                    &Message::Notice(format!(
                        "A request could not be read: {error}. Nothing was saved."
                    )),
                );
                return;
            }
        };
        match ids::fresh() {
            Ok(fresh) => self.step(Input::Asked {
                request,
                now,
                fresh,
            }),
            Err(problem) => {
                let number = request.number;
                let result = Err(problem);
                self.send(id, &Message::Reply { number, result });
            }
        }
    }
}
