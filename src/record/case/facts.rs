//! Answers by field and entry, with what stood before: the part that cases and children have in common.

use std::collections::BTreeMap;

use crate::record::event::{Event, FactKey, Recorded};
use crate::record::when::Moment;
use crate::record::{Answer, Fact, Group, ItemId, SafeText};

/// A field's present answer and the former ones, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// What stands now.
    pub now: Fact,
    /// What stood before, oldest first.
    pub before: Vec<Fact>,
}

/// Answers by field and item: the part that cases and children have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// In the order of their keys, each in a box of its own: a map's node has room for eleven, and most cases begin
    /// with two or three.
    kept: Vec<(FactKey, Box<Kept>)>,
    items: BTreeMap<Group, Vec<Item>>,
}

/// An entry of a repeatable group.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// When it was added.
    pub added: Moment,
    /// Why it was taken out, if it was.
    pub removed: Option<SafeText>,
}

impl Facts {
    /// The answer that stands, unless blank.
    pub fn answer(&self, key: FactKey) -> Option<&Answer> {
        self.kept(key).and_then(|kept| kept.now.answer.as_ref())
    }
    /// The fact that stands, blank or not; `None` when the field was never touched.
    pub fn fact(&self, key: FactKey) -> Option<&Fact> {
        self.kept(key).map(|kept| &kept.now)
    }
    /// The present and former answers.
    pub fn kept(&self, key: FactKey) -> Option<&Kept> {
        let at = self.place(key).ok()?;
        self.kept.get(at).map(|(_, kept)| &**kept)
    }
    /// Where a key stands, or where it would.
    fn place(&self, key: FactKey) -> Result<usize, usize> {
        self.kept.binary_search_by(|(other, _)| other.cmp(&key))
    }
    /// Every fact ever touched, in key order.
    pub fn all(&self) -> impl Iterator<Item = (&FactKey, &Kept)> {
        self.kept.iter().map(|(key, kept)| (key, &**kept))
    }
    /// The entries of a group that stand, in the order they were added.
    pub fn items(&self, group: Group) -> impl Iterator<Item = &Item> {
        self.items
            .get(&group)
            .into_iter()
            .flatten()
            .filter(|item| item.removed.is_none())
    }
    /// Every entry of every group, removed ones too.
    pub fn all_items(&self) -> impl Iterator<Item = (Group, &Item)> {
        self.items
            .iter()
            .flat_map(|(group, items)| items.iter().map(|item| (*group, item)))
    }

    /// Applies what it understands of an event; the rest is its owner's.
    pub(in crate::record) fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::Answered { key, answer } => {
                let now = Fact {
                    answer: answer.clone(),
                    at: recorded.at,
                    operator: recorded.operator.clone(),
                    session: recorded.session,
                    seq: recorded.seq,
                };
                match self.place(*key) {
                    Ok(at) => {
                        if let Some((_, kept)) = self.kept.get_mut(at) {
                            kept.before.push(std::mem::replace(&mut kept.now, now));
                        }
                    }
                    Err(at) => {
                        let before = Vec::new();
                        let kept = Box::new(Kept { now, before });
                        self.kept.insert(at, (*key, kept));
                    }
                }
            }
            Event::ItemAdded { group, item } => {
                self.items.entry(*group).or_default().push(Item {
                    id: *item,
                    added: recorded.at,
                    removed: None,
                });
            }
            Event::ItemRemoved {
                group,
                item,
                reason,
            } => {
                if let Some(found) = self
                    .items
                    .entry(*group)
                    .or_default()
                    .iter_mut()
                    .find(|i| i.id == *item)
                {
                    found.removed = Some(reason.clone());
                }
            }
            _ => {}
        }
    }
}
