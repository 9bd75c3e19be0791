//! The field table, a file a section.

use super::{Field, FieldId};

/// Looks a field up by its id.
pub fn get(id: FieldId) -> Option<&'static Field> {
    by_name(id.0)
}

/// Looks a field up by the text of its id.
pub fn by_name(id: &str) -> Option<&'static Field> {
    all().find(|field| field.id.0 == id)
}

/// Every field, in the form's order.
pub fn all() -> impl Iterator<Item = &'static Field> {
    [].iter()
}
