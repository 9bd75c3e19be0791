//! A desk in one piece: the core over a log, with the present as a value. For tests, stories, `do` and benches;
//! the desk's thread drives the same.

use super::core::{Core, Input, Output, Unsaved};
use super::founding::{self, Founding};
use crate::record::audit::{Origin, Why};
use crate::record::event::Event;
use crate::record::{Moment, Problem, Recorded, SafeText, SessionId};
use crate::rules::pack::FEDERAL;
use crate::store::spool::{Left, Spool};
use crate::store::{Log, LogError};
use crate::wire::{Ask, Command, Message, Outcome, Request};

/// The core with its log beside it.
pub struct LocalDesk<L: Log> {
    core: Core,
    log: L,
    now: Moment,
    fresh: u128,
    numbers: std::collections::BTreeMap<SessionId, u64>,
    drafts: Vec<(SessionId, String, String, String)>,
}

impl<L: Log> LocalDesk<L> {
    /// Opens the desk over a log that has been founded.
    ///
    /// # Errors
    /// When the log cannot be read whole, or holds no desk.
    pub fn open(mut log: L, now: Moment, fresh: u128) -> Result<Self, Problem> {
        let mut desk = Self {
            core: folded(&mut log)?,
            log,
            now,
            fresh,
            numbers: Default::default(),
            drafts: Vec::new(),
        };
        if desk.core.docket().desk.is_none() {
            return Err(Problem::setup("This folder holds no desk yet.")
                .hint("Start `porchlight` once to found it."));
        }
        desk.core.ready(now)?;
        Ok(desk)
    }

    /// Founds a desk in an empty log and opens it.
    ///
    /// # Errors
    /// When the log would not take it.
    pub fn found(
        mut log: L,
        now: Moment,
        fresh: u128,
        founding: &Founding,
        operator: &str,
    ) -> Result<Self, Problem> {
        let federal = crate::codec::v1::pack::federal()?;
        debug_assert_eq!(federal.id, FEDERAL);
        let batch = founding::batch(founding, &federal.version, &SafeText::line(operator), now);
        log.append(&batch).map_err(|error| unsaved(&error))?;
        Self::open(log, now, fresh)
    }

    /// Opens the desk of a log, founding it first when the log is empty.
    ///
    /// # Errors
    /// As [`LocalDesk::open`] and [`LocalDesk::found`].
    pub fn open_or_found(
        log: L,
        now: Moment,
        fresh: u128,
        founding: &Founding,
        operator: &str,
    ) -> Result<Self, Problem> {
        if log.head(crate::record::Stream::Desk) == 0 {
            Self::found(log, now, fresh, founding, operator)
        } else {
            Self::open(log, now, fresh)
        }
    }

    /// Sets the present; it never runs backwards.
    pub fn at(&mut self, now: Moment) -> Vec<(SessionId, Message)> {
        self.now = self.now.max(now);
        self.step(Input::Tick(self.now))
    }

    /// The desk's present.
    pub fn now(&self) -> Moment {
        self.now.max(self.core.now())
    }

    /// The core.
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// The core, to ask it for the board.
    pub fn core_mut(&mut self) -> &mut Core {
        &mut self.core
    }

    /// The log.
    pub fn log_mut(&mut self) -> &mut L {
        &mut self.log
    }

    /// Gives the log back, as a kill would leave it.
    pub fn into_log(self) -> L {
        self.log
    }

    /// Drafts the core wanted kept: session, operator, place, text.
    pub fn take_drafts(&mut self) -> Vec<(SessionId, String, String, String)> {
        std::mem::take(&mut self.drafts)
    }

    /// Asks under the session's next number; returns everything sent to that session meanwhile, the reply first.
    pub fn ask(&mut self, session: SessionId, operator: &str, ask: Ask) -> Vec<Message> {
        let number = self.numbers.entry(session).or_insert(0);
        *number += 1;
        let number = *number;
        self.request(Request {
            session,
            number,
            operator: operator.to_owned(),
            ask,
        })
        .into_iter()
        .filter(|(to, _)| *to == session)
        .map(|(_, message)| message)
        .collect()
    }

    /// Carries out a command and says what came of it.
    ///
    /// # Errors
    /// The refusal, in words.
    pub fn carry(
        &mut self,
        session: SessionId,
        operator: &str,
        command: Command,
    ) -> Result<Outcome, Problem> {
        self.answer(session, operator, Ask::Do(command))
    }

    /// Asks, and gives the answer alone.
    ///
    /// # Errors
    /// The refusal, in words.
    pub fn answer(
        &mut self,
        session: SessionId,
        operator: &str,
        ask: Ask,
    ) -> Result<Outcome, Problem> {
        self.ask(session, operator, ask)
            .into_iter()
            .find_map(|message| match message {
                Message::Reply { result, .. } => Some(result),
                _ => None,
            })
            .unwrap_or_else(|| Err(Problem::ours("The desk gave no answer; nothing was saved.")))
    }

    /// Says where a session comes from, before it asks anything.
    pub fn join(&mut self, session: SessionId, origin: Origin) {
        let now = self.now;
        self.step(Input::Joined {
            session,
            origin,
            now,
        });
    }

    /// Writes what waits for the audit.
    pub fn quiet(&mut self) {
        let now = self.now;
        self.step(Input::Quiet(now));
    }

    /// Takes into the log what readers left beside it; gives what must be said.
    pub fn take_left(&mut self, spool: &Spool) -> Vec<String> {
        let now = self.now;
        spool
            .left()
            .into_iter()
            .filter_map(|left| {
                take_left(
                    spool,
                    left,
                    |input| {
                        self.step(input);
                        self.core.has_trail()
                    },
                    now,
                )
            })
            .collect()
    }

    /// Takes a request as it came; returns everything sent, to whom.
    pub fn request(&mut self, request: Request) -> Vec<(SessionId, Message)> {
        // Each command gets a block of ids of its own.
        self.fresh = self.fresh.wrapping_add(1 << 32);
        self.step(Input::Asked {
            request,
            now: self.now,
            fresh: self.fresh,
        })
    }

    /// Feeds one input and carries out what the core wants, until it wants nothing more.
    pub fn step(&mut self, input: Input) -> Vec<(SessionId, Message)> {
        let mut sent = Vec::new();
        let mut inputs = std::collections::VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for output in self.core.step(input) {
                match output {
                    Output::Append(batch) => {
                        inputs.push_back(Input::Appended(append(&mut self.log, &batch)));
                    }
                    Output::Derive {
                        ticket,
                        phrase,
                        salt,
                        rounds,
                    } => inputs.push_back(Input::Derived {
                        ticket,
                        check: super::phrases::derive(&phrase, &salt, rounds),
                        now: self.now,
                    }),
                    Output::Read { ticket, streams } => {
                        inputs.push_back(Input::Read {
                            ticket,
                            result: read(&mut self.log, &streams),
                        });
                    }
                    Output::Send(to, message) => sent.push((to, message)),
                    Output::Draft {
                        session,
                        operator,
                        place,
                        text,
                    } => self.drafts.push((session, operator, place, text)),
                }
            }
        }
        sent
    }
}

/// A core over everything that a log holds.
///
/// # Errors
/// When it cannot be read whole.
pub(super) fn folded(log: &mut dyn Log) -> Result<Core, Problem> {
    loop {
        let mut core = Core::new();
        match log.read_all(&mut |recorded| core.fold(&recorded)) {
            Ok(()) => {
                core.opened(log.cases());
                return Ok(core);
            }
            // What was folded is not to be relied on. The log has looked at everything since, so this is not again.
            Err(LogError::Again) => {}
            Err(error) => return Err(unread(&error)),
        }
    }
}

/// Appends a batch and puts the log's answer into the core's words.
pub(super) fn append(
    log: &mut dyn Log,
    batch: &crate::record::Batch,
) -> Result<Vec<Recorded>, Unsaved> {
    match log.append(batch) {
        Ok(recorded) => Ok(recorded),
        Err(LogError::Moved) => {
            let mut since = Vec::new();
            for (stream, head) in &batch.expected {
                match log.read(*stream, *head) {
                    Ok(events) => since.extend(events),
                    Err(error) => return Err(Unsaved::Failed(unsaved(&error))),
                }
            }
            Err(Unsaved::Moved(since))
        }
        Err(error) => Err(Unsaved::Failed(unsaved(&error))),
    }
}

/// Takes what one reader left into the log, and its file away once it is there; gives what must be said.
///
/// `step` feeds the core and says whether rows still wait.
pub(super) fn take_left(
    spool: &Spool,
    left: Left,
    mut step: impl FnMut(Input) -> bool,
    now: Moment,
) -> Option<String> {
    let session = left.session;
    match left.rows {
        Some(rows) => {
            step(Input::Left(rows));
            if !step(Input::Quiet(now)) {
                // Found again, it is known: a file that stays is no second row.
                let _ = spool.forget(session);
            }
            None
        }
        None => {
            let aside = spool.set_aside(session).ok()?;
            step(Input::Left(vec![Event::Refused {
                session,
                at: now,
                operator: SafeText::default(),
                case: None,
                verb: "reader's rows".to_owned(),
                why: Why::Failed,
            }]));
            Some(format!(
                "Who read past this desk cannot be told: {} is not as it was written. It is kept.",
                aside.display()
            ))
        }
    }
}

/// Reads whole streams.
pub(super) fn read(
    log: &mut dyn Log,
    streams: &[crate::record::Stream],
) -> Result<Vec<Recorded>, Problem> {
    let mut events = Vec::new();
    for stream in streams {
        events.extend(log.read(*stream, 0).map_err(|error| unread(&error))?);
    }
    Ok(events)
}

/// A failed append in words. It never reads as saved.
pub(super) fn unsaved(error: &LogError) -> Problem {
    Problem::machine(format!("NOT SAVED: {error}."))
        .hint("What was typed is kept on the screen; send it again when the trouble is over.")
}

/// A failed read in words.
pub(super) fn unread(error: &LogError) -> Problem {
    Problem::machine(format!("The record cannot be read: {error}."))
}
