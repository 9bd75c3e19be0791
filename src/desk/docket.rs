//! The docket: every case and child the desk knows, folded from the log.

use std::collections::BTreeMap;

use crate::record::case::Whole;
use crate::record::{Case, CaseId, Child, ChildId, Desk, Recorded, Stream};

/// Every case and child, folded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Docket {
    /// The desk's own record; `None` before the first event.
    pub desk: Option<Desk>,
    /// Cases by id.
    pub cases: BTreeMap<CaseId, Case>,
    /// Children by id.
    pub children: BTreeMap<ChildId, Child>,
    /// Case ids by the number people see.
    pub numbers: BTreeMap<String, CaseId>,
}

impl Docket {
    /// Folds one event in.
    pub fn apply(&mut self, recorded: &Recorded) {
        match recorded.stream {
            Stream::Desk => match &mut self.desk {
                Some(desk) => desk.apply(recorded),
                None => self.desk = Desk::found(recorded),
            },
            Stream::Child(id) => self
                .children
                .entry(id)
                .or_insert_with(|| Child::new(id))
                .apply(recorded),
            Stream::Case(id) => match self.cases.get_mut(&id) {
                Some(case) => case.apply(recorded),
                None => {
                    if let Some(case) = Case::open(id, recorded) {
                        self.numbers.insert(case.number.clone(), id);
                        self.children
                            .entry(case.child)
                            .or_insert_with(|| Child::new(case.child));
                        self.cases.insert(id, case);
                    }
                }
            },
        }
    }

    /// A case with its child.
    pub fn whole(&self, id: CaseId) -> Option<Whole<'_>> {
        let case = self.cases.get(&id)?;
        let child = self.children.get(&case.child)?;
        Some(Whole { case, child })
    }
}
