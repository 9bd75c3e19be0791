//! The field table, a file a section, and the ways to look into it.
//!
//! What is an event of its own is not a field: danger now, 911 called, the received instant,
//! attempts and their numbers, calls in, located, returned, interviewed, screened, closed.

mod abductor;
mod biometrics;
mod call;
mod child;
mod circumstances;
mod clothing;
mod companions;
mod descriptors;
mod history;
mod leads;
mod marks;
mod missing;
mod online;
mod parties;
mod photos;
mod placement;
mod recovery;
mod risks;
mod vehicle;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::field::{Field, FieldId, Group, Scope, Section};

pub use missing::{Blank, PHOTO, applies, missing};

/// The table, in the form's order.
static TABLE: [&[Field]; 18] = [
    call::ROWS,
    child::ROWS,
    descriptors::ROWS,
    marks::ROWS,
    clothing::ROWS,
    online::ROWS,
    risks::ROWS,
    circumstances::ROWS,
    companions::ROWS,
    abductor::ROWS,
    vehicle::ROWS,
    parties::ROWS,
    placement::ROWS,
    history::ROWS,
    photos::ROWS,
    biometrics::ROWS,
    recovery::ROWS,
    leads::ROWS,
];

static BY_ID: LazyLock<BTreeMap<&'static str, &'static Field>> =
    LazyLock::new(|| all().map(|field| (field.id.0, field)).collect());

/// Looks a field up by its id.
pub fn get(id: FieldId) -> Option<&'static Field> {
    by_name(id.0)
}

/// Looks a field up by the text of its id.
pub fn by_name(id: &str) -> Option<&'static Field> {
    BY_ID.get(id).copied()
}

/// Every field, in the form's order.
pub fn all() -> impl Iterator<Item = &'static Field> {
    TABLE.iter().copied().flatten()
}

/// The fields of a section, in the form's order, those of groups too.
pub fn of_section(section: Section) -> impl Iterator<Item = &'static Field> {
    all().filter(move |field| field.section == section)
}

/// The fields of one entry of a group, in the form's order.
pub fn of_group(group: Group) -> impl Iterator<Item = &'static Field> {
    all().filter(move |field| field.group == Some(group))
}

/// The set police need before an NCIC entry can be made (34 USC 41308(3)), in the form's order.
pub fn police_set() -> impl Iterator<Item = &'static Field> {
    all().filter(|field| field.police_set)
}

/// The set NCMEC asks for in every list found, in the form's order.
pub fn ncmec_set() -> impl Iterator<Item = &'static Field> {
    all().filter(|field| field.ncmec_set)
}

/// The shortest set, in its own order: what must be on one screen at two in the morning.
pub fn shortest() -> impl Iterator<Item = &'static Field> {
    let mut set: Vec<_> = all().filter(|field| field.shortest > 0).collect();
    set.sort_by_key(|field| field.shortest);
    set.into_iter()
}

impl Group {
    /// The section its entries stand in.
    pub fn section(self) -> Section {
        of_group(self).next().map_or(Section::Call, |f| f.section)
    }
    /// Whose facts its entries are.
    pub fn scope(self) -> Scope {
        of_group(self).next().map_or(Scope::Case, |f| f.scope)
    }
    /// The field that an entry is known by: its first.
    pub fn first_field(self) -> Option<&'static Field> {
        of_group(self).next()
    }
}
