//! Desks that the measured program starts by itself: each is ended again, whatever becomes of the suite.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use porchlight::store::lock;

/// The program that is measured.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");

/// A desk in a folder, started by whoever needs it and ended when this is dropped.
pub struct Ends(pub PathBuf);

impl Drop for Ends {
    fn drop(&mut self) {
        stop(&self.0);
    }
}

/// Ends the desk in a folder, if one runs there: it is asked, and killed where it does not answer.
pub fn stop(folder: &Path) {
    let asked = Command::new(PROGRAM)
        .arg("--desk")
        .arg(folder)
        .args(["--operator", "bench", "stop"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut asked) = asked else { return };
    let end = Instant::now() + Duration::from_secs(40);
    while Instant::now() < end {
        if matches!(asked.try_wait(), Ok(Some(_))) {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let _ = asked.kill();
    let _ = asked.wait();
    if let Some(pid) = lock::holder(folder).pid {
        let _ = Command::new("kill")
            .args(["-KILL", &pid.to_string()])
            .status();
    }
}

/// A figure of a process's memory as the kernel tells it (`VmHWM`, `RssAnon`), in kB.
pub fn memory(pid: u32, what: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(what)?.strip_prefix(':'))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// The process of the desk that runs in a folder.
pub fn process(folder: &Path) -> Option<u32> {
    u32::try_from(lock::holder(folder).pid?).ok()
}
