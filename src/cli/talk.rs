//! A command's talk with the desk: one question, one answer. A line that is lost is opened again, and the question asked
//! again under its number.

use std::os::unix::net::UnixStream;

use super::knock::{self, Way};
use super::out;
use crate::codec::{frame, wire};
use crate::env::ids;
use crate::record::{Problem, SessionId};
use crate::wire::{Ask, Message, Outcome, Request};

/// So often a line is opened again for one question: a desk that falls by a question falls by it again.
const TRIES: u32 = 3;

/// A session without a screen.
pub struct Talk {
    way: Way,
    secret: u128,
    stream: UnixStream,
    number: u64,
}

impl Talk {
    /// Reaches the desk, starting it when nobody answers.
    ///
    /// # Errors
    /// As [`knock::reach`].
    pub fn reach(way: Way) -> Result<Self, Problem> {
        let secret = ids::fresh()?;
        let reached = knock::reach(&way, secret)?;
        Ok(Self {
            way,
            secret,
            stream: reached.stream,
            number: 0,
        })
    }

    /// Asks, and waits for the answer. What the desk says to everybody meanwhile goes to standard error.
    ///
    /// # Errors
    /// When there is no desk any more; what came of the question is not known then.
    pub fn ask(&mut self, operator: &str, ask: Ask) -> Result<Result<Outcome, Problem>, Problem> {
        self.number += 1;
        let request = wire::encode_request(&Request {
            session: SessionId(ids::named_by(self.secret)),
            number: self.number,
            operator: operator.to_owned(),
            ask,
        });
        for _ in 0..TRIES {
            if let Some(result) = self.once(&request)? {
                return Ok(result);
            }
            self.stream = knock::reach(&self.way, self.secret)?.stream;
        }
        Err(Problem::machine(
            "The desk ended each time this was asked; whether it is saved is not known.",
        )
        .hint("porchlight show tells what is saved."))
    }

    /// Asks once by the present line; `None` when it broke.
    fn once(&mut self, request: &[u8]) -> Result<Option<Result<Outcome, Problem>>, Problem> {
        if frame::write(&mut self.stream, request).is_err() {
            return Ok(None);
        }
        loop {
            let Ok(Some(body)) = frame::read(&mut self.stream, frame::FROM_DESK) else {
                return Ok(None);
            };
            if body.is_empty() {
                continue;
            }
            let message = wire::decode_message(&body).map_err(|error| {
                Problem::machine(format!("What the desk sent cannot be read: {error}."))
            })?;
            match message {
                Message::Reply { number, result } if number == self.number => {
                    return Ok(Some(result));
                }
                Message::Notice(words) => out::tell(&format!("porchlight: {words}")),
                _ => {}
            }
        }
    }
}
