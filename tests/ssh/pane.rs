//! A terminal in tmux: what somebody types into it, what it shows, and every byte it was sent.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::night::pty::bytes_of;

/// Longest that anything seen on a screen is waited for.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(25);

/// Waits until something is so.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(LOOK);
    }
}

/// A tmux of its own.
pub struct Tmux {
    socket: PathBuf,
    folder: PathBuf,
}

impl Tmux {
    pub fn start(folder: &Path) -> Self {
        let settings = "set -g default-terminal screen-256color\nset -s escape-time 0\nset -g status off\n\
                        set -g remain-on-exit on\nset -g history-limit 20000\n";
        std::fs::write(folder.join("tmux.conf"), settings).unwrap();
        Self {
            socket: folder.join("tmux.sock"),
            folder: folder.to_owned(),
        }
    }

    fn run(&self, args: &[&str]) -> Option<String> {
        let out = Command::new("tmux")
            .args(["-u", "-S"])
            .arg(&self.socket)
            .arg("-f")
            .arg(self.folder.join("tmux.conf"))
            .args(args)
            .env_remove("TMUX")
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        out.status
            .success()
            .then(|| String::from_utf8_lossy(&out.stdout).into_owned())
    }

    /// A pane that runs a command line.
    pub fn pane(&self, name: &str, command: &str) -> Pane<'_> {
        let made = self.run(&[
            "new-session",
            "-d",
            "-s",
            name,
            "-x",
            "110",
            "-y",
            "34",
            command,
        ]);
        assert!(made.is_some(), "tmux makes no pane for {command}");
        let pane = Pane {
            tmux: self,
            name: name.to_owned(),
        };
        pane.record();
        pane
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

/// Somebody's terminal.
pub struct Pane<'a> {
    tmux: &'a Tmux,
    name: String,
}

impl Pane<'_> {
    fn record(&self) {
        let into = format!("cat >> '{}'", self.record_file().display());
        self.tmux.run(&["pipe-pane", "-O", "-t", &self.name, &into]);
    }
    fn record_file(&self) -> PathBuf {
        self.tmux.folder.join(format!("{}.bytes", self.name))
    }
    /// Every byte the terminal was sent until now.
    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.record_file()).unwrap_or_default()
    }
    /// What is on the screen.
    pub fn shows(&self) -> String {
        self.tmux
            .run(&["capture-pane", "-p", "-t", &self.name])
            .unwrap_or_default()
    }
    /// What is on the screen, on the other screen behind it, and what scrolled away.
    pub fn shows_all(&self) -> String {
        let mut all = String::new();
        for more in [&["-S", "-"][..], &["-a", "-q"]] {
            let args = [&["capture-pane", "-p", "-t", &self.name][..], more].concat();
            all += &self.tmux.run(&args).unwrap_or_default();
        }
        all
    }
    /// Types; keys as in `n<Enter>Tanisha`.
    pub fn keys(&self, typing: &str) -> &Self {
        let hex: Vec<String> = bytes_of(typing)
            .bytes()
            .map(|b| format!("{b:02x}"))
            .collect();
        let mut args = vec!["send-keys", "-t", &self.name, "-H"];
        args.extend(hex.iter().map(String::as_str));
        assert!(self.tmux.run(&args).is_some(), "tmux takes no keys");
        self
    }
    /// Waits until the screen fulfils a condition.
    pub fn until(&self, what: &str, holds: impl Fn(&str) -> bool) -> &Self {
        let end = Instant::now() + PATIENCE;
        loop {
            let shown = self.shows();
            if holds(&shown) {
                return self;
            }
            assert!(
                Instant::now() < end,
                "{}: waited in vain for {what}; the screen shows\n{shown}",
                self.name
            );
            std::thread::sleep(LOOK);
        }
    }
    /// Waits until these words stand on the screen.
    pub fn see(&self, words: &str) -> &Self {
        self.until(&format!("“{words}”"), |shown| shown.contains(words))
    }
    /// Waits until these words are gone.
    pub fn see_no(&self, words: &str) -> &Self {
        self.until(&format!("no “{words}”"), |shown| !shown.contains(words))
    }
    /// Presses a key until these words are gone: a question just opened takes no key for a moment.
    pub fn press_until_gone(&self, typing: &str, words: &str) -> &Self {
        let end = Instant::now() + PATIENCE;
        while self.shows().contains(words) {
            assert!(
                Instant::now() < end,
                "{}: “{words}” stays:\n{}",
                self.name,
                self.shows()
            );
            self.keys(typing);
            std::thread::sleep(4 * LOOK);
        }
        self
    }
    /// Runs a command line in the same terminal, after the one before has ended.
    pub fn again(&self, command: &str) -> &Self {
        let ran = self
            .tmux
            .run(&["respawn-pane", "-k", "-t", &self.name, command]);
        assert!(ran.is_some(), "tmux runs nothing in {}", self.name);
        self.record();
        self
    }
}
