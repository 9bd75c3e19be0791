//! A night with the real program in a real pseudo-terminal: both reports made and proven, killed, started again,
//! everything there. The screen is read back with a terminal emulator; nothing waits for a duration.

/// Nothing is left after a lock.
mod lock;
/// The program in a terminal.
pub mod pty;
/// Sizes and keys at once.
mod storm;
/// The nights.
mod story;
/// Several operators on one desk.
mod together;
