//! Duties and clocks over the record. Pure.
//!
//! A duty is derived, never stored as done: from facts, a rule pack and the present. The earliest
//! deadline wins and no pack can relax the federal 24 hours.

pub mod duty;

pub use duty::{Duty, DutyState};
