//! Typing into a case: focus a field and type; leaving saves, Esc keeps, nothing blocks.
//!
//! | file | what it is |
//! |---|---|
//! | `typing` | letters on a row: one that picks, text that is begun and changed |
//! | `answer` | what was said at a row: saved, kept with its reason, taken back |
//! | `proposed` | what stands there already and only wants agreement: proposals, facts of an earlier run |
//! | `moving` | from row to row, from pane to pane |

mod answer;
mod moving;
mod proposed;
mod typing;

pub(super) use answer::{Undone, said_of};
pub(super) use moving::{first_blank, spots};
pub use proposed::{earlier, earlier_words, proposed};
pub(super) use typing::field_of;

/// How a field is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leave {
    /// What was typed is saved.
    Save,
    /// What was typed is kept unsaved.
    Keep,
}
