//! Keys, keymaps and the table of actions. Pure: no terminal, no clock, no files.
//!
//! | file | what it is |
//! |---|---|
//! | [`key`] | one key press and its spellings |
//! | [`actions`] | THE table of everything a key can do |
//! | [`split`] | puts a split escape sequence together again |
//! | [`burst`] | tells prose that arrives by itself from a hand |
//! | [`keyboard`] | both in a row: what a session reads from |
//! | [`lint`] | what is unwise in a keymap, in words |
//! | [`keyfile`] | a keymap file as plain values with their places |
//! | [`keymap`] | contexts as layers, prefixes, what a press means |

pub mod actions;
pub mod burst;
pub mod key;
pub mod keyboard;
pub mod keyfile;
pub mod keymap;
pub mod lint;
pub mod split;

pub use actions::{Act, Action, Context};
pub use key::{Code, Key};
pub use keymap::{Chord, Keymap, Press};
