//! What the core writes into the audit: who looked at what, and what was refused.

use super::flight::{Flight, Waiting};
use super::{Core, Output};
use crate::record::CaseId;
use crate::record::audit::Why;
use crate::wire::{Ask, Request};

impl Core {
    /// Notes who looks at what. A change is noted by its own events, a refusal where it is decided.
    pub(super) fn note_look(&mut self, request: &Request) {
        let (case, what) = match &request.ask {
            Ask::Do(_)
            | Ask::Unread
            | Ask::Who(_)
            | Ask::Draft { .. }
            | Ask::Directory
            | Ask::Bye
            | Ask::Here(_)
            | Ask::WatchShift(false)
            | Ask::WatchCase(None) => {
                return;
            }
            Ask::WatchShift(true) => (None, "shift".to_owned()),
            Ask::Handover => (None, "handover".to_owned()),
            Ask::WatchBoard => (None, "board".to_owned()),
            Ask::WatchCase(Some(case)) => (Some(*case), "watch".to_owned()),
            Ask::Sheet { case, sheet } => match crate::sheet::SHEETS.contains(&sheet.as_str()) {
                true => (Some(*case), format!("sheet {sheet}")),
                false => (None, "sheet".to_owned()),
            },
            Ask::Find(_) => (None, "search".to_owned()),
            Ask::History { case, .. } => (Some(*case), "history".to_owned()),
            Ask::Drafts => (None, "drafts".to_owned()),
        };
        let is_there = match case {
            Some(case) => self.docket.knows(case),
            None => what != "sheet",
        };
        let (session, operator) = (request.session, &request.operator);
        if is_there {
            self.trail.viewed(session, operator, case, &what, self.now);
        } else {
            self.trail
                .refused(session, operator, None, &what, Why::Refused, self.now);
        }
    }

    /// Writes the rows of the audit that wait, when nothing is in flight.
    pub(super) fn write_trail(&mut self, out: &mut Vec<Output>) {
        if self.flight.is_none()
            && self.docket.desk.is_some()
            && let Some(batch) = self.trail.batch(self.now)
        {
            self.flight = Some(Flight::Trail(batch.events.len()));
            out.push(Output::Append(batch));
        }
    }

    /// The case that a command is about, where there is such a one.
    pub(super) fn case_of(&self, waiting: &Waiting) -> Option<CaseId> {
        let (_, words) = waiting.command.verb();
        let last = self
            .sessions
            .get(&waiting.request.session)
            .and_then(|s| s.last);
        let case = words.and_then(|words| match words.trim().eq_ignore_ascii_case("last") {
            true => last,
            false => self.docket.number(words).or_else(|| words.parse().ok()),
        });
        case.filter(|id| self.docket.knows(*id))
    }

    /// Notes that a command came to nothing.
    pub(super) fn note_refusal(&mut self, waiting: &Waiting, why: Why) {
        let request = &waiting.request;
        let (verb, _) = waiting.command.verb();
        let case = self.case_of(waiting);
        self.trail.refused(
            request.session,
            &request.operator,
            case,
            verb,
            why,
            self.now,
        );
    }
}
