//! Duties and clocks over the record. Pure.
//!
//! A duty is derived, never stored as done: from facts, a rule pack and the present. The earliest
//! deadline wins and no pack can relax the federal 24 hours.
//!
//! | file | what it is |
//! |---|---|
//! | [`pack`] | law as data; `packs/us-federal.toml` is the federal pack |
//! | [`engine`] | [`duties`]: which rule wins, where each duty stands, in what order to work them |
//! | [`happened`] | anchors and conditions: what rules may ask of a case |
//! | `proof` | what an attempt does to a duty |
//! | `explain` | what a clock says when asked |
//! | [`triage`] | the triage table, and which rows fit; a person decides |
//! | [`clocks`] | the duties of a supposed case |
//! | [`words`] | instants and spans in words |

pub mod clocks;
pub mod duty;
pub mod engine;
mod explain;
pub mod happened;
pub mod pack;
mod proof;
pub mod triage;
pub mod words;

pub use duty::{Duty, DutyState};
pub use engine::{duties, duties_brief};
pub use pack::Pack;
