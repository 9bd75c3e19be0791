//! A session: what it was sent, what it asks, where keys go. It holds views, never the log.
//!
//! | file | what it is |
//! |---|---|
//! | [`app`] | what comes in, what goes out |
//! | `ask`, `answers` | what is asked of the desk, and what comes in from it |
//! | `contexts` | the contexts of a place, by which the keymap is asked |
//! | [`dispatch`] | the only place that sees a key |
//! | [`hints`] | the keys that a place offers, what comes next first |
//! | `act` | what each action does, and why it cannot be done now |
//! | `intake` | the call as it comes: the first line, how it came, a child on file, parked calls |
//! | [`edit`] | typing into a case, saving, moving |
//! | `top` | what keys do to what lies on top |
//! | [`shift`] | where one is, calls put aside, the lists of the shift |
//! | `script` | reading a script to the receiver on the phone |
//! | `line` | what is unanswered; a line lost, silent, there again |
//! | [`model`] | what is drawn: plain data |
//! | [`overlay`] | what lies on top, as values |
//! | [`panes`] | the panes of a case, declared once |
//! | [`form`] | the small forms, declared once |
//! | [`text`] | a line being typed |

mod act;
mod answers;
pub mod app;
mod ask;
mod contexts;
pub mod dispatch;
pub mod door;
mod drafts;
pub mod edit;
pub mod form;
pub mod hints;
mod intake;
mod line;
pub mod model;
pub mod overlay;
pub mod panes;
mod roster;
mod script;
pub mod shift;
pub mod text;
mod top;
mod understand;
mod wake;
pub mod words;

pub use app::{App, Effect, Msg};
