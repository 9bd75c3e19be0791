//! Working beside others: saying where one is, coming back there, calls put aside, and the lists of the shift.
//!
//! | file | what it is |
//! |---|---|
//! | `here` | where the session is: told to the desk, and found again by the next session |
//! | `parked` | calls put aside for another, kept on the desk |
//! | `lists` | the supervisor's view and the handover, on top of a place |

mod here;
mod lists;
mod parked;

pub use lists::{Line, handover_lines, lines, may_accept};

pub(super) use here::Whereabouts;
pub(super) use parked::{is_parked, stopped};
