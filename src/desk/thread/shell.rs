//! The loop of the desk's thread: waits, feeds the core, and carries out what it wants.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::super::chores::Chores;
use super::super::core::{Core, Input, Output};
use super::super::draft_file::DraftFiles;
use super::super::idle::Idle;
use super::super::local::{append, read, take_left};
use super::super::phrases::Phrases;
use super::letters::{Letter, Line, Turn};
use crate::env::clock::Present;
use crate::record::{Moment, SessionId};
use crate::store::Log;
use crate::store::spool::Spool;
use crate::wire::Message;

/// Quiet for so long, and the log gets its idle time.
pub(super) const QUIET: Duration = Duration::from_millis(20);
/// The log gets its idle time at least so often while there is work, and so long after it.
const BUSY: Duration = Duration::from_secs(1);
/// Without anything to wait for, the clocks are looked at so often while a screen watches.
const LOOK: Duration = Duration::from_secs(30);

/// The thread's own: the core and everything it stands on.
pub(super) struct Shell {
    pub(super) core: Core,
    pub(super) phrases: Phrases,
    pub(super) log: Box<dyn Log>,
    pub(super) present: Present,
    pub(super) drafts: Option<DraftFiles>,
    pub(super) spool: Option<Spool>,
    pub(super) lines: BTreeMap<SessionId, (Turn, Line)>,
    pub(super) chores: Chores,
    pub(super) idle: Option<Idle>,
    /// The last view sent and its bytes: the next session is often sent the same.
    pub(super) last_sent: Option<(Message, Arc<[u8]>)>,
    /// What was said to everybody, and when: whoever joins within a shift hears it too.
    pub(super) standing: VecDeque<(Moment, String)>,
    pub(super) trouble: Option<String>,
    /// How long until the log gets its idle time; `None` when it has had it and nothing happened since.
    pub(super) idle_in: Option<Duration>,
}

impl Shell {
    pub(super) fn run(mut self, letters: &Receiver<Letter>) {
        let mut stopping = false;
        let mut last_idle = self.now();
        while !stopping {
            let letter = match self.wait() {
                Some(longest) => match letters.recv_timeout(longest) {
                    Ok(letter) => Some(letter),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => break,
                },
                None => match letters.recv() {
                    Ok(letter) => Some(letter),
                    Err(_) => break,
                },
            };
            let now = self.now();
            let quiet = letter.is_none();
            match letter {
                Some(letter) => {
                    stopping = self.take(letter, now);
                    self.idle_in = Some(QUIET);
                }
                None => self.step(Input::Tick(now)),
            }
            let overdue = now.since(last_idle) >= micros(BUSY);
            if self.idle_in.is_some() && (quiet || overdue) {
                self.step(Input::Quiet(now));
                self.take_left(now);
                self.log.idle(now);
                last_idle = now;
                // Once more after a second, for what the first found still under way; then not before work.
                self.idle_in = match (quiet, self.idle_in == Some(BUSY)) {
                    (true, true) => None,
                    _ => Some(BUSY),
                };
            }
            self.sync_drafts(now, stopping);
            self.look_for_trouble();
            self.chores.start_due(&self.core, now);
            if let Some(idle) = &mut self.idle {
                let busy = !self.lines.is_empty() || self.chores.is_busy(&self.core, now);
                idle.look(&self.core, now, busy);
            }
        }
        let now = self.now();
        self.step(Input::Quiet(now));
        self.take_left(now);
        self.log.idle(now);
        self.sync_drafts(now, true);
    }

    /// Takes into the log what readers left beside it.
    fn take_left(&mut self, now: Moment) {
        let Some(spool) = self.spool.take() else {
            return;
        };
        for left in spool.left() {
            if let Some(words) = take_left(
                &spool,
                left,
                |input| {
                    self.step(input);
                    self.core.has_trail()
                },
                now,
            ) {
                self.say(words);
            }
        }
        self.spool = Some(spool);
    }

    /// How long to sleep at most; `None` for ever.
    fn wait(&mut self) -> Option<Duration> {
        let mut longest: Option<Duration> = None;
        let mut at_most = |wait: Duration| {
            longest = Some(longest.map_or(wait, |other| other.min(wait)));
        };
        if let Some(idle) = self.idle_in {
            at_most(idle);
        }
        if self.trouble.is_some() {
            at_most(BUSY);
        }
        if let Some(drafts) = &self.drafts
            && let Some(due) = drafts.due_in()
        {
            at_most(due);
        }
        let now = self.core.now();
        if let Some(due) = self.chores.due_in(&self.core, now) {
            at_most(due);
        }
        if let Some(left) = self.idle.as_ref().and_then(|idle| idle.due_in(now)) {
            at_most(left);
        }
        if self.core.is_watched() {
            at_most(LOOK);
            if let Some(next) = self.core.next_change() {
                let left = next.since(self.core.now()).max(0);
                at_most(Duration::from_micros(u64::try_from(left).unwrap_or(0)).max(QUIET));
            }
        }
        longest
    }

    /// The present; a jump of the machine's clock is told to the core.
    fn now(&mut self) -> Moment {
        let reading = self.present.read();
        if let Some(by) = reading.jumped {
            self.step(Input::Jumped {
                by,
                now: reading.now,
            });
        }
        reading.now
    }

    /// Feeds one input and carries out what the core wants, until it wants nothing more.
    pub(super) fn step(&mut self, input: Input) {
        let mut inputs = std::collections::VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for output in self.core.step(input) {
                match output {
                    Output::Append(batch) => {
                        let result = append(self.log.as_mut(), &batch);
                        inputs.push_back(Input::Appended(result));
                    }
                    Output::Derive {
                        ticket,
                        phrase,
                        salt,
                        rounds,
                    } => self.phrases.derive(ticket, phrase, salt, rounds),
                    Output::Read { ticket, streams } => {
                        let result = read(self.log.as_mut(), &streams);
                        inputs.push_back(Input::Read { ticket, result });
                    }
                    Output::Send(to, message) => self.send(to, &message),
                    Output::Draft {
                        session,
                        operator,
                        place,
                        text,
                    } => {
                        let at = self.core.now();
                        if let Some(drafts) = &mut self.drafts {
                            drafts.keep(session, &operator, &place, &text, at);
                        }
                    }
                }
            }
        }
    }

    fn sync_drafts(&mut self, now: Moment, at_once: bool) {
        let Some(drafts) = &mut self.drafts else {
            return;
        };
        if let Err(problem) = drafts.sync(now, at_once) {
            // Said once, by the trouble line; what is typed stays on the screen and in memory.
            let sentence = problem.sentence;
            if self.trouble.as_ref() != Some(&sentence) {
                self.trouble = Some(sentence.clone());
                self.step(Input::Trouble(Some(sentence)));
            }
        }
    }

    fn look_for_trouble(&mut self) {
        for words in self.log.notices() {
            self.say(words);
        }
        let trouble = self
            .log
            .trouble()
            .or_else(|| self.drafts.as_ref().and_then(DraftFiles::trouble));
        if trouble != self.trouble {
            self.trouble.clone_from(&trouble);
            self.step(Input::Trouble(trouble));
        }
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
