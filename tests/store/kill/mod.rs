//! `kill -9`: at random moments of a desk at work, and at every named point of everything that changes its files.
//!
//! The child is this same test binary, told by environment variables. `PORCHLIGHT_KILLS` says how often in all,
//! half of them at random moments and half at named points; `PORCHLIGHT_SEED` repeats a run.

mod deadly;
mod moments;
mod points;
mod works;

use std::path::Path;
use std::process::{Command, Stdio};

use super::scratch::number;

/// How many kills each half gets.
fn half() -> u64 {
    number("PORCHLIGHT_KILLS", 120).div_ceil(2)
}

fn seed() -> u64 {
    number("PORCHLIGHT_SEED", 0x5EED_CA5E)
}

/// This test binary again, as the child that is to die.
fn child(test: &str, desk: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(DESK, desk)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

const DESK: &str = "PORCHLIGHT_KILL_DESK";
/// The journal's segments are small, so that they end often.
const SIZE: u64 = 64 << 10;
