//! The rows of the audit that wait for the log: who came, who looked, what was refused. Pure.
//!
//! They are written in a batch of their own when the desk has a quiet moment, at most a second late, and before the
//! first change of a session that has not yet said where it comes from. What could not be written waits, so many rows
//! of it; what is beyond them is counted, said, and stands in the log as a number once the disk takes rows again.

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

/// How many rows wait at most: a desk that cannot write for a night must not fill the machine's memory.
pub const MOST: usize = 20_000;

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
    /// Rows that came when no more could wait.
    over: u64,
    said_over: bool,
}

impl Trail {
    /// Lets a row wait, or counts it where too many do.
    fn wait(&mut self, row: Event) {
        // Who a session is comes before all it does, so that it always finds a place.
        if self.waiting.len() < MOST || matches!(row, Event::SessionOpened { .. }) {
            self.waiting.push(row);
        } else {
            self.over += 1;
        }
    }

    /// How many rows wait, and how many more were only counted.
    pub fn lengths(&self) -> (usize, u64) {
        (self.waiting.len(), self.over)
    }

    /// Notes that a session began.
    pub fn opened(&mut self, session: SessionId, origin: Origin, at: Moment) {
        self.wait(Event::SessionOpened {
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
        self.wait(Event::Viewed {
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
        self.wait(Event::Refused {
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
            for row in rows.into_iter().filter(Event::is_trail) {
                self.wait(row);
            }
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
    pub fn saved(&mut self, count: usize, at: Moment) {
        self.waiting.drain(..count.min(self.waiting.len()));
        self.held = false;
        let over = std::mem::take(&mut self.over);
        if over > 0 {
            self.said_over = false;
            self.wait(Event::Refused {
                session: OURS,
                at,
                operator: SafeText::line("the desk"),
                case: None,
                verb: format!("{over} rows of the audit"),
                why: Why::Failed,
            });
        }
    }

    /// The rows could not be written; they wait. What must be said about that, once for each stretch of it and once
    /// more when no more can wait.
    pub fn failed(&mut self) -> Option<String> {
        let first = !std::mem::replace(&mut self.held, true);
        let full = self.over > 0 && !std::mem::replace(&mut self.said_over, true);
        if full {
            return Some(format!(
                "{MOST} rows of who looked at what wait to be written, and no more can: from here on they are only counted."
            ));
        }
        first.then(|| {
            "Who looks at what cannot be written now: it waits in memory, and is lost if the desk ends before it can."
                .to_owned()
        })
    }

    /// Whether rows could not be written.
    pub fn is_held(&self) -> bool {
        self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_wait_is_counted_said_and_written_as_a_number() {
        let mut trail = Trail::default();
        let at = Moment(1_802_153_520_000_000);
        for _ in 0..MOST + 7 {
            trail.refused(SessionId(1), "Priya", None, "answer", Why::Failed, at);
        }
        assert_eq!(trail.lengths(), (MOST, 7));
        let full = trail.failed().unwrap();
        assert!(full.contains("only counted"), "{full}");
        assert_eq!(trail.failed(), None, "once");
        while trail.lengths().0 > 0 {
            let count = trail.batch(at).unwrap().events.len();
            let last = trail.batch(at).unwrap().events.pop();
            trail.saved(count, at);
            if trail.is_empty() {
                let Some((_, Event::Refused { verb, why, .. })) = last else {
                    panic!("{last:?}");
                };
                assert_eq!((verb.as_str(), why), ("7 rows of the audit", Why::Failed));
            }
        }
        // The next stretch is said again, and who a session is always finds a place.
        assert!(trail.failed().is_some());
        trail.opened(SessionId(2), Origin::default(), at);
        assert_eq!(trail.lengths(), (1, 0));
    }
}
