//! The rows of the audit that wait for the log: who came, who looked, what was refused. Pure.
//!
//! They are written in a batch of their own when the desk has a quiet moment, at most a second late, and before the
//! first change of a session that has not yet said where it comes from. What could not be written waits.

use std::collections::{BTreeMap, BTreeSet};

use super::core::OURS;
use crate::record::audit::{Origin, Why};
use crate::record::event::Event;
use crate::record::when::MINUTE;
use crate::record::{Batch, CaseId, Moment, Recorded, SafeText, SessionId, Stream};

/// The same look by the same session is one row for so long. A watch that stays open is one look.
const ONE_LOOK: i64 = 10 * MINUTE;

/// How many rows are written at once.
pub(super) const AT_ONCE: usize = 200;

/// A look: whose, at what.
type Look = (SessionId, Option<CaseId>, String);

/// The rows that wait, and what is known of the sessions.
#[derive(Debug, Default)]
pub struct Trail {
    waiting: Vec<Event>,
    looks: BTreeMap<Look, Moment>,
    /// Sessions whose origin stands in the log.
    known: BTreeSet<SessionId>,
    /// The last try failed; the next is at the next quiet moment.
    held: bool,
}

impl Trail {
    /// Notes that a session began.
    pub fn opened(&mut self, session: SessionId, origin: Origin, at: Moment) {
        self.waiting.push(Event::SessionOpened {
            session,
            at,
            account: origin.account,
            operator: origin.operator,
            terminal: origin.terminal,
            remote: origin.remote,
        });
    }

    /// Notes a look.
    pub fn viewed(
        &mut self,
        session: SessionId,
        operator: &str,
        case: Option<CaseId>,
        what: &str,
        at: Moment,
    ) {
        let look = (session, case, what.to_owned());
        if let Some(last) = self.looks.get(&look)
            && at.since(*last) < ONE_LOOK
        {
            return;
        }
        self.looks.insert(look, at);
        self.waiting.push(Event::Viewed {
            session,
            at,
            operator: SafeText::line(operator),
            case,
            what: what.to_owned(),
        });
    }

    /// Notes that something came to nothing.
    pub fn refused(
        &mut self,
        session: SessionId,
        operator: &str,
        case: Option<CaseId>,
        verb: &str,
        why: Why,
        at: Moment,
    ) {
        self.waiting.push(Event::Refused {
            session,
            at,
            operator: SafeText::line(operator),
            case,
            verb: verb.to_owned(),
            why,
        });
    }

    /// Notes a row that is ready as it is.
    pub fn owe(&mut self, row: Event) {
        if row.is_trail() {
            self.waiting.push(row);
        }
    }

    /// Takes rows that a reader left beside the log; those of a session that the log knows are there already.
    pub fn found(&mut self, rows: Vec<Event>) {
        let session = rows.iter().find_map(|row| match row {
            Event::SessionOpened { session, .. } => Some(*session),
            _ => None,
        });
        if session.is_none_or(|session| !self.known.contains(&session)) {
            self.waiting
                .extend(rows.into_iter().filter(Event::is_trail));
        }
    }

    /// A session is gone: its looks count no more.
    pub fn gone(&mut self, session: SessionId) {
        self.looks.retain(|(of, _, _), _| *of != session);
    }

    /// Whether a session must say who it is before it changes anything.
    pub fn is_owed(&self, session: SessionId) -> bool {
        !self.held
            && self.waiting.iter().any(
                |row| matches!(row, Event::SessionOpened { session: of, .. } if *of == session),
            )
    }

    /// Whether anything waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The batch to be written, if anything waits.
    pub fn batch(&self, now: Moment) -> Option<Batch> {
        let events: Vec<(Stream, Event)> = self
            .waiting
            .iter()
            .take(AT_ONCE)
            .map(|row| (Stream::Desk, row.clone()))
            .collect();
        (!events.is_empty()).then(|| Batch {
            // Rows conflict with nothing.
            expected: Vec::new(),
            events,
            at: now,
            operator: SafeText::line("the desk"),
            session: OURS,
            request: 0,
        })
    }

    /// Folds one event of the log in.
    pub fn apply(&mut self, one: &Recorded) {
        if let Event::SessionOpened { session, .. } = &one.event {
            self.known.insert(*session);
        }
    }

    /// The first `count` rows stand in the log.
    pub fn saved(&mut self, count: usize) {
        self.waiting.drain(..count.min(self.waiting.len()));
        self.held = false;
    }

    /// The rows could not be written; they wait.
    pub fn failed(&mut self) {
        self.held = true;
    }

    /// Whether rows could not be written.
    pub fn is_held(&self) -> bool {
        self.held
    }
}
