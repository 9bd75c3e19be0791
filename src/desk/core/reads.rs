//! Reads of the log that a session waits for: the history of a field or a case.

use super::{Core, Output};
use crate::desk::views;
use crate::record::{CaseId, Problem, Recorded, SafeText, SessionId, Stream, fields};
use crate::wire::{Message, Outcome};

/// Who waits for a read.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) session: SessionId,
    pub(super) number: u64,
    pub(super) case: CaseId,
    pub(super) field: Option<String>,
    pub(super) item: Option<String>,
}

impl Core {
    pub(super) fn history(
        &mut self,
        reading: Reading,
        out: &mut Vec<Output>,
    ) -> Result<(), Problem> {
        let Some(case) = self.docket.case(reading.case) else {
            return Err(Problem::operator("That case is not on this desk."));
        };
        if let Some(field) = &reading.field
            && fields::by_name(field).is_none()
        {
            return Err(Problem::operator(format!(
                "There is no field `{}`.",
                SafeText::line(field)
            )));
        }
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        out.push(Output::Read {
            ticket,
            streams: vec![Stream::Case(case.id), Stream::Child(case.child)],
        });
        self.readings.insert(ticket, reading);
        Ok(())
    }

    pub(super) fn read(
        &mut self,
        ticket: u64,
        result: Result<Vec<Recorded>, Problem>,
        out: &mut Vec<Output>,
    ) {
        let Some(reading) = self.readings.remove(&ticket) else {
            return;
        };
        let sight = self.sight(reading.session);
        let result = result.map(|events| {
            Outcome::History(views::history(
                &self.docket,
                reading.case,
                reading.field.as_deref(),
                reading.item.as_deref(),
                &events,
                &sight,
            ))
        });
        out.push(Output::Send(
            reading.session,
            Message::Reply {
                number: reading.number,
                result,
            },
        ));
    }
}
