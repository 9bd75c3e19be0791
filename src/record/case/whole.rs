//! A case with its child: where every answer is looked up.

use super::Case;
use super::facts::{Facts, Item};
use crate::record::event::FactKey;
use crate::record::{Answer, Child, FieldId, Group, Scope, Value, fields};

/// A case with its child: where every answer is looked up.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// The run.
    pub case: &'a Case,
    /// Who it is about.
    pub child: &'a Child,
}

impl<'a> Whole<'a> {
    /// The facts that hold a field, by its scope.
    pub fn facts_of(&self, field: FieldId) -> &'a Facts {
        match fields::get(field).map(|f| f.scope) {
            Some(Scope::Child) => &self.child.facts,
            _ => &self.case.facts,
        }
    }
    /// The answer to a field outside groups.
    pub fn answer(&self, field: FieldId) -> Option<&'a Answer> {
        self.answer_in(FactKey { field, item: None })
    }
    /// The answer to a field, in an item where it has one.
    pub fn answer_in(&self, key: FactKey) -> Option<&'a Answer> {
        self.facts_of(key.field).answer(key)
    }
    /// The value of a field outside groups.
    pub fn value(&self, field: FieldId) -> Option<&'a Value> {
        self.answer(field).and_then(Answer::value)
    }
    /// The entries of a group, child's and case's.
    pub fn items(&self, group: Group) -> impl Iterator<Item = &'a Item> {
        self.child
            .facts
            .items(group)
            .chain(self.case.facts.items(group))
    }
    /// Whether an answer was carried over from an earlier run and not yet looked at in this one.
    pub fn is_carried(&self, key: FactKey) -> bool {
        fields::get(key.field).is_some_and(|f| f.scope == Scope::Child)
            && self
                .child
                .facts
                .fact(key)
                .is_some_and(|fact| fact.answer.is_some() && fact.at < self.case.opened)
            && !self.case.still_true.contains_key(&key)
    }
}
