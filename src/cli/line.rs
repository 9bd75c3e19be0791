//! A screen's line to the desk: one thread that writes, one that reads, and comes back after every loss.
//!
//! What cannot be sent is not kept here: the session keeps what is unanswered and asks it again. So after a loss
//! nothing is sent before the session begins anew, which it does by asking for the board.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::knock::{self, Knock, Way, breathe};
use super::screen::Heard;
use crate::codec::{frame, wire};
use crate::env::clock::{Clock, Real};
use crate::record::Problem;
use crate::wire::hello::{Answer, Want};
use crate::wire::{Ask, Message, Request};

/// With nothing heard for so long, the desk is asked for a sign of life.
const BEAT: Duration = Duration::from_secs(15);
/// It gives one within this time, or is silent.
const SILENCE: Duration = Duration::from_secs(2);
/// Between two tries to come back, at first and at most.
const FIRST: Duration = Duration::from_millis(50);
const MOST: Duration = Duration::from_secs(2);

/// What is still to be written when the session ends may take so long.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What the writing thread is told.
enum Out {
    /// Here is a new line; `anew` when nothing may be sent on it before the session begins again.
    Line(UnixStream, bool),
    /// A frame; whether the session begins with it.
    Frame(Vec<u8>, bool),
    /// A heartbeat.
    Beat,
    /// The session is over.
    End,
}

/// A line to a desk.
pub struct Line {
    out: Sender<Out>,
    written: Receiver<()>,
}

/// Told what comes by the line; `false` when nobody listens any more.
type Tell = Box<dyn Fn(Heard) -> bool + Send>;

impl Line {
    /// A line over a connection that the desk has greeted. What comes by it goes to `tell`.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn open(
        way: Way,
        secret: u128,
        stream: UnixStream,
        tell: impl Fn(Heard) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (out, frames) = channel();
        let (done, written) = channel();
        std::thread::Builder::new()
            .name("to the desk".to_owned())
            .spawn(move || {
                write_on(&frames);
                let _ = done.send(());
            })?;
        let keeper = Keeper {
            way,
            secret,
            out: out.clone(),
            tell: Box::new(tell),
            again: true,
        };
        let _ = out.send(Out::Line(stream.try_clone()?, false));
        std::thread::Builder::new()
            .name("from the desk".to_owned())
            .spawn(move || keeper.keep(stream))?;
        Ok(Self { out, written })
    }

    /// Waits a little until everything that was sent is written, and ends the line.
    pub fn end(self) {
        let _ = self.out.send(Out::End);
        // A desk that hangs does not hold a screen that leaves.
        let _ = self.written.recv_timeout(LAST_WORDS);
    }

    /// Sends a request, or forgets it while there is no line.
    pub fn send(&self, request: &Request) {
        let begins = request.ask == Ask::WatchBoard;
        let frame = frame::framed(&wire::encode_request(request));
        let _ = self.out.send(Out::Frame(frame, begins));
    }
}

fn write_on(frames: &Receiver<Out>) {
    let mut line: Option<UnixStream> = None;
    let mut held = false;
    for out in frames {
        match out {
            Out::Line(stream, anew) => (line, held) = (Some(stream), anew),
            Out::Frame(frame, begins) => {
                held &= !begins;
                write(&mut line, held, &frame);
            }
            Out::End => break,
            Out::Beat => write(&mut line, held, &frame::framed(&[])),
        }
    }
    // The session is over; the desk learns it by the end of the line, after everything that was sent.
    if let Some(stream) = line {
        let _ = stream.shutdown(Shutdown::Write);
    }
}

fn write(line: &mut Option<UnixStream>, held: bool, frame: &[u8]) {
    if let Some(stream) = line
        && !held
        && stream.write_all(frame).is_err()
    {
        // The reading thread finds the same, and comes back.
        *line = None;
    }
}

/// The reading thread.
struct Keeper {
    way: Way,
    secret: u128,
    out: Sender<Out>,
    tell: Tell,
    /// Whether the desk may be started again from here: not after somebody ended it on purpose.
    again: bool,
}

impl Keeper {
    fn keep(mut self, mut stream: UnixStream) {
        loop {
            let Some(why) = self.read(&mut stream) else {
                return;
            };
            if !(self.tell)(Heard::DeskGone(why)) {
                return;
            }
            match self.come_back() {
                Some(new) => stream = new,
                None => return,
            }
            let Ok(to_write) = stream.try_clone() else {
                continue;
            };
            // First the line, then the word: what the session sends on hearing it goes by the new one.
            let _ = self.out.send(Out::Line(to_write, true));
            self.again = true;
            if !(self.tell)(Heard::DeskBack) {
                return;
            }
        }
    }

    /// Reads until the line ends; why it did, or `None` when nobody listens any more.
    fn read(&mut self, stream: &mut UnixStream) -> Option<String> {
        let mut gather = frame::Gather::default();
        let mut bytes = vec![0_u8; 64 * 1024];
        let mut heard = Real.boot();
        let mut asked = false;
        let mut silent = false;
        let mut why = "the line to the desk broke".to_owned();
        loop {
            let wait = if asked && !silent { SILENCE } else { BEAT };
            match wait_for(stream, wait) {
                Ok(true) => {}
                Ok(false) => {
                    if asked && !silent {
                        silent = true;
                        if !(self.tell)(Heard::DeskSilent(heard)) {
                            return None;
                        }
                    }
                    asked = true;
                    let _ = self.out.send(Out::Beat);
                    continue;
                }
                Err(error) => return Some(format!("{why}: {error}")),
            }
            match stream.read(&mut bytes) {
                Ok(0) => return Some(why),
                Ok(n) => gather.feed(&bytes[..n]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Some(why),
            }
            heard = Real.boot();
            asked = false;
            loop {
                let body = match gather.next(frame::FROM_DESK) {
                    Ok(Some(body)) => body,
                    Ok(None) => break,
                    Err(error) => {
                        return Some(format!("what the desk sent cannot be read: {error}"));
                    }
                };
                if body.is_empty() {
                    continue;
                }
                let heard = match wire::decode_message(&body) {
                    Ok(Message::Ending { why: words, again }) => {
                        why = words.trim_end_matches('.').to_owned();
                        self.again = again;
                        Heard::Desk(Message::Ending { why: words, again })
                    }
                    Ok(message) => Heard::Desk(message),
                    Err(error) => {
                        return Some(format!("what the desk sent cannot be read: {error}"));
                    }
                };
                if !(self.tell)(heard) {
                    return None;
                }
            }
            if silent {
                silent = false;
                if !(self.tell)(Heard::DeskHere) {
                    return None;
                }
            }
        }
    }

    /// Tries until there is a line again; `None` when nobody listens any more.
    fn come_back(&mut self) -> Option<UnixStream> {
        let mut wait = FIRST;
        let mut said = String::new();
        loop {
            breathe(wait);
            wait = (wait * 2).min(MOST);
            let problem = match knock::knock(&self.way, Want::Session, self.secret) {
                Knock::Open(stream, Answer::In { .. }) => return Some(stream),
                Knock::Open(..) => None,
                Knock::No(problem) => Some(problem),
                Knock::Nobody if self.again && self.way.may_start => knock::start(&self.way).err(),
                Knock::Nobody if self.way.may_start => None,
                Knock::Nobody => Some(Problem::setup(
                    "it is not running, and is not started from here",
                )),
            };
            // Why it stays away, once for each reason.
            if let Some(problem) = problem.map(|problem| problem.to_string())
                && problem != said
            {
                said.clone_from(&problem);
                if !(self.tell)(Heard::DeskGone(problem)) {
                    return None;
                }
            }
        }
    }
}

/// Waits until there is something to read; `false` when there was nothing for that long.
fn wait_for(stream: &UnixStream, time: Duration) -> io::Result<bool> {
    let time = Timespec {
        tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: time.subsec_nanos().into(),
    };
    loop {
        let mut watched = [PollFd::new(stream, PollFlags::IN)];
        match poll(&mut watched, Some(&time)) {
            Ok(n) => return Ok(n > 0),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
