//! A child: a person the agency answers for. Outlives cases; holds what stays true between runs.

use super::ChildId;
use super::case::Facts;
use super::event::Recorded;

/// A person the agency answers for.
#[derive(Debug, Clone, PartialEq)]
pub struct Child {
    /// Its id.
    pub id: ChildId,
    /// The sequence of the last event folded in.
    pub seq: u64,
    /// What stays true between runs.
    pub facts: Facts,
}

impl Child {
    /// A child of whom nothing is known yet.
    pub fn new(id: ChildId) -> Self {
        Self {
            id,
            seq: 0,
            facts: Facts::default(),
        }
    }
    /// Folds one event in.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.facts.apply(recorded);
    }
}
