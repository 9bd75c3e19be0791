//! Who sits where, what each session may ask and see. Pure; the core calls it and carries the outcome.
//!
//! The desk decides, never the session: what a session may not see is not composed for it.

pub mod gate;
pub mod seats;
pub mod sight;
pub mod words;

pub use gate::{Admitted, Door};
pub use seats::{Person, Seat, Seats, Sitting};
pub use sight::Sight;
