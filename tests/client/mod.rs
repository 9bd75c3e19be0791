//! A session over a desk in one process: keys in, model and record out.

pub mod night;

mod forms;
mod intake;
mod keys;
mod typing;
