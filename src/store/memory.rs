//! A log that is kept in memory and forgets at the end. For tests, and as the model of the contract.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Log, LogError, place, same};
use crate::record::{Batch, Moment, Recorded, SessionId, Stream};

/// A log in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryLog {
    all: Vec<Recorded>,
    heads: BTreeMap<Stream, u64>,
    answered: BTreeMap<(SessionId, u64), Range<usize>>,
}

impl MemoryLog {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Log for MemoryLog {
    fn append(&mut self, batch: &Batch) -> Result<Vec<Recorded>, LogError> {
        if let Some(range) = self.answered.get(&(batch.session, batch.request)) {
            let was = &self.all[range.clone()];
            return if same(was, batch) {
                Ok(was.to_vec())
            } else {
                Err(LogError::Repeated)
            };
        }
        let recorded = place(batch, self.all.is_empty(), |s| self.head(s))?;
        for event in &recorded {
            self.heads.insert(event.stream, event.seq);
        }
        let start = self.all.len();
        self.all.extend(recorded.iter().cloned());
        if batch.request > 0 {
            self.answered
                .insert((batch.session, batch.request), start..self.all.len());
        }
        Ok(recorded)
    }
    fn answered(&self, session: SessionId, request: u64) -> Option<Range<u64>> {
        let range = self.answered.get(&(session, request))?;
        Some(range.start as u64..range.end as u64)
    }
    fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Recorded>, LogError> {
        Ok(self
            .all
            .iter()
            .filter(|r| r.stream == stream && r.seq > after)
            .cloned()
            .collect())
    }
    fn read_all(&mut self, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError> {
        self.all.iter().cloned().for_each(each);
        Ok(())
    }
    fn head(&self, stream: Stream) -> u64 {
        self.heads.get(&stream).copied().unwrap_or(0)
    }
    fn cases(&self) -> u64 {
        super::cases_among(self.heads.keys().copied())
    }
    fn last_time(&self) -> Option<Moment> {
        self.all.last().map(|r| r.at)
    }
    fn idle(&mut self, _now: Moment) {}
    fn trouble(&self) -> Option<String> {
        None
    }
}
