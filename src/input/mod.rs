//! Keys, keymaps and the table of actions. Pure: no terminal, no clock, no files.
//!
//! | file | what it is |
//! |---|---|
//! | [`key`] | one key press and its spellings |
//! | [`actions`] | THE table of everything a key can do |
//! | [`keyfile`] | a keymap file as plain values with their places |
//! | [`keymap`] | contexts as layers, prefixes, what a press means |

pub mod actions;
pub mod key;
pub mod keyfile;
pub mod keymap;

pub use actions::{Act, Action, Context};
pub use key::{Code, Key};
pub use keymap::{Chord, Keymap, Press};
