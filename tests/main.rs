//! Contents of the integration tests; one binary for all of them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, print its figures, and look at the real clock to bound a wait"
)]

/// Who did what, and that no change of it goes unseen.
mod audit;
/// A session over a desk in one process.
mod client;
/// Every parser and decoder over bytes that nobody would send.
mod fuzz;
/// Every `use crate::` points the way the house allows.
mod layers;
/// Duties and clocks as stories and tables.
mod rules;
/// A desk that is sealed, backed up, healed and purged, through the program itself.
mod seal;
/// The desk's core in nights made by a seed: clock, disk, lines and operators.
mod sim;
/// The store on real files.
mod store;
/// The scenarios of the desk's work, told as stories.
mod stories;

/// Signing in, roles, locking and what each session may see.
mod who;

/// The command line, by the real binary.
mod cli;
/// One desk process and its lines, with the real program and real sockets.
mod desk_process;
/// What many clients of a desk were told, held against its log.
mod history;
/// A night with the real program in a real pseudo-terminal.
mod night;
/// Every screen as text, and what must hold on all of them.
mod screens;
/// Several accounts over real SSH lines, where this machine has what that needs.
mod ssh;
/// The terminal is taken and always given back, in a real pseudo-terminal.
mod terminal;
/// How many keys a night's calls take, through the real loop.
mod typing;
