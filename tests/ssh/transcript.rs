//! What was done, and what every screen showed then, as a text that a person reads.

use std::path::PathBuf;

/// What is written down of a run; it is written out when it ends, however it ends.
pub struct Transcript {
    text: String,
    step: usize,
    /// Words of this machine and this run, and what stands for them.
    hidden: Vec<(String, String)>,
}

impl Transcript {
    pub fn new(hidden: Vec<(String, String)>) -> Self {
        Self {
            text: "A night over two SSH lines to one desk: what was done, and what the screens showed then.\n"
                .to_owned(),
            step: 0,
            hidden,
        }
    }

    /// A step begins.
    pub fn step(&mut self, what: &str) {
        self.step += 1;
        let line = format!("{}. {what}", self.step);
        self.text.push_str(&format!(
            "\n\n{line}\n{}\n",
            "=".repeat(line.chars().count())
        ));
    }

    /// Something was done, or found to be so.
    pub fn note(&mut self, words: &str) {
        self.text
            .push_str(&format!("\n  - {}\n", self.without(words)));
    }

    /// What somebody's screen shows.
    pub fn shows(&mut self, whose: &str, screen: &str) {
        let width = screen
            .lines()
            .map(|line| line.chars().count())
            .max()
            .unwrap_or(0);
        let title = format!("+-- {whose} ");
        let rule = "-".repeat(width.saturating_sub(title.len().saturating_sub(3)).max(2));
        self.text.push_str(&format!("\n  {title}{rule}\n"));
        let mut empty = 0;
        for line in screen.trim_end().lines() {
            let line = self.without(line.trim_end());
            // Many rows without a word are one.
            empty = if line.is_empty() { empty + 1 } else { 0 };
            match empty {
                0 | 1 => self.text.push_str(&format!("  | {line}\n")),
                2 => self.text.push_str("  :\n"),
                _ => {}
            }
        }
        self.text.push_str(&format!(
            "  +{}\n",
            "-".repeat(title.len() + rule.len() - 1)
        ));
    }

    fn without(&self, words: &str) -> String {
        self.hidden
            .iter()
            .fold(words.to_owned(), |words, (what, stands)| {
                words.replace(what, stands)
            })
    }

    fn place() -> PathBuf {
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ssh-transcript.txt")
    }
}

impl Drop for Transcript {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.text.push_str("\n\nIt did not go on from here.\n");
        }
        if std::fs::write(Self::place(), &self.text).is_ok() {
            println!(
                "what was done and shown stands in {}",
                Self::place().display()
            );
        }
    }
}
