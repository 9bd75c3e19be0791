//! The slow function of unlock phrases, on a thread of its own: the desk goes on meanwhile.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use crate::store::seal::crypt;
use crate::wire::who::Phrase;

/// The most rounds that are believed of a record, so that a changed number cannot keep the thread for ever.
const ROUNDS_MOST: u32 = 10_000_000;

/// What comes out of PBKDF2-HMAC-SHA-512.
pub fn derive(phrase: &Phrase, salt: &[u8; 16], rounds: u32) -> [u8; 32] {
    let rounds = NonZeroU32::new(rounds.min(ROUNDS_MOST)).unwrap_or(NonZeroU32::MIN);
    *crypt::stretch(phrase.as_str().as_bytes(), salt, rounds)
}

/// What takes each ticket with what came out.
type Done = Arc<dyn Fn(u64, [u8; 32]) + Send + Sync>;

/// A phrase on its way through.
struct Work {
    ticket: u64,
    phrase: Phrase,
    salt: [u8; 16],
    rounds: u32,
}

/// The thread; begun with the first phrase. The core asks for one at a time, so that nothing heaps up here.
pub struct Phrases {
    done: Done,
    work: Option<Sender<Work>>,
}

impl Phrases {
    /// `done` takes each ticket with what came out.
    pub fn new(done: impl Fn(u64, [u8; 32]) + Send + Sync + 'static) -> Self {
        Self {
            done: Arc::new(done),
            work: None,
        }
    }

    /// Sends a phrase through.
    pub fn derive(&mut self, ticket: u64, phrase: Phrase, salt: [u8; 16], rounds: u32) {
        let work = Work {
            ticket,
            phrase,
            salt,
            rounds,
        };
        let unsent = match &self.work {
            Some(line) => line.send(work).err().map(|error| error.0),
            None => Some(work),
        };
        let Some(work) = unsent else { return };
        let (line, inbox) = channel::<Work>();
        let done = Arc::clone(&self.done);
        let begun = std::thread::Builder::new()
            .name("phrases".to_owned())
            .spawn(move || {
                for work in inbox {
                    let value = derive(&work.phrase, &work.salt, work.rounds);
                    done(work.ticket, value);
                }
            });
        match begun {
            Ok(_) => {
                let _ = line.send(work);
                self.work = Some(line);
            }
            // No thread to be had: here, slowly, rather than never.
            Err(_) => (self.done)(work.ticket, derive(&work.phrase, &work.salt, work.rounds)),
        }
    }
}
