//! A night with the real program in a real pseudo-terminal: both reports made and proven, killed, started again,
//! everything there. The screen is read back with a terminal emulator; nothing waits for a duration.

/// Every way a session ends.
mod hangup;
/// Nothing is left after a lock.
mod lock;
/// What stands in a process's memory.
pub mod memory;
/// The program in a terminal.
pub mod pty;
/// A desk that stands still or falls, a screen that does not read.
mod silent;
/// Sizes and keys at once.
mod storm;
/// The nights.
mod story;
/// Several operators on one desk.
mod together;
