//! The desk: the pure core that decides, and the thread around it.

pub mod core;
pub mod docket;
