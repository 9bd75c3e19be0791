//! What differs between a night and a test: clock, ids, disk, paths.

pub mod clock;
