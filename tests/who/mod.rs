//! Who may act: the table of roles against the desk itself, signing in and locking against a small model, stories.

mod crowd;
mod matrix;
mod model;
mod rows;
mod standing;
mod stories;
