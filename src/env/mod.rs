//! What differs between a night and a test: clock, ids, disk, paths.

pub mod clock;
pub mod disk;
pub mod faulty;
pub mod ids;
pub mod origin;
pub mod paths;
pub mod socket;
