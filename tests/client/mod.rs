//! A session over a desk in one process: keys in, model and record out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

pub mod night;

mod forms;
mod intake;
mod keys;
mod typing;
