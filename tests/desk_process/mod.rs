//! One desk process and its lines, with the real program and real sockets: races, kills, leftovers, strangers, floods.

mod line;
mod races;
mod strangers;
mod systemd;
mod versions;

use std::path::Path;
use std::time::{Duration, Instant};

use crate::cli::Home;

/// Longest that anything is waited for.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until something is so.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::yield_now();
    }
}

/// The processes that serve a desk: by what they were started with.
pub fn desks(folder: &Path) -> Vec<u32> {
    let shown = folder.display().to_string();
    std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| {
            let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let words = String::from_utf8_lossy(&words);
            words.contains("\0serve\0") && words.contains(&shown)
        })
        .collect()
}

/// Kills the desk's process as a power cut would.
pub fn kill(pid: u32) {
    let status = std::process::Command::new("kill")
        .args(["-9", &pid.to_string()])
        .status();
    // One that has ended in this moment is as dead.
    let _ = status.unwrap();
}

/// Lines of `do` that open so many cases, named by number.
pub fn opens(from: usize, count: usize) -> String {
    (from..from + count)
        .map(|n| format!("{{\"do\":\"open\",\"name\":\"Child {}\"}}\n", word(n)))
        .collect()
}

/// A number as a word of letters, since a name has no digits.
fn word(mut n: usize) -> String {
    let mut word = String::from("X");
    loop {
        word.push(char::from(b'a' + u8::try_from(n % 26).unwrap()));
        n /= 26;
        if n == 0 {
            return word;
        }
    }
}

/// Runs `do` over lines; what it printed.
pub fn told(home: &Home, lines: &str) -> std::process::Output {
    use std::io::Write;
    let mut child = home
        .process(env!("CARGO_BIN_EXE_porchlight"))
        .arg("do")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let lines = lines.to_owned();
    let feed = std::thread::spawn(move || {
        let _ = to.write_all(lines.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    output
}

/// How many cases are open.
pub fn open_cases(home: &Home) -> usize {
    let listed = home.run(&["list", "--json"]);
    assert_eq!(listed.code, 0, "{listed:?}");
    listed.json()["cases"].as_array().unwrap().len()
}
