//! The desk's present: never running backwards, never giving time.

use crate::record::Moment;

/// The readings a desk's present is made of.
pub trait Clock: Send {
    /// The wall clock, which may jump.
    fn wall(&self) -> Moment;
    /// Microseconds since boot, sleep included, which may not.
    fn boot(&self) -> i64;
}
