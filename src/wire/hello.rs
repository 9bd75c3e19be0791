//! How a program and a desk greet each other, before anything else. Pure.
//!
//! The one part of the protocol that every version reads: numbers of protocols, who comes, and what for. So a desk of
//! another version can be named, and asked to end.

use super::PROTOCOL;
use crate::record::Problem;

/// The first word both sides say.
pub const MAGIC: &str = "porchlight";

/// The versions a side speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// The lowest protocol number.
    pub min: u32,
    /// The highest.
    pub max: u32,
    /// The program's own version, for people.
    pub build: String,
}

impl Versions {
    /// What this program speaks.
    pub fn ours() -> Self {
        Self {
            min: PROTOCOL,
            max: PROTOCOL,
            build: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// The highest number both sides speak.
    pub fn common(&self, other: &Self) -> Option<u32> {
        let highest = self.max.min(other.max);
        (highest >= self.min.max(other.min)).then_some(highest)
    }

    fn words(&self) -> String {
        if self.min == self.max {
            format!("protocol {} (program {})", self.max, self.build)
        } else {
            format!(
                "protocols {} to {} (program {})",
                self.min, self.max, self.build
            )
        }
    }

    /// What is said when a desk and a program have no number in common.
    pub fn apart(desk: &Self, program: &Self) -> Problem {
        let problem = Problem::setup(format!(
            "The desk that runs here speaks {}, and this program speaks {}.",
            desk.words(),
            program.words()
        ));
        if desk.max < program.min {
            problem.hint("porchlight stop lets the older desk finish and end; then start porchlight again. Nothing is lost.")
        } else {
            problem.hint("This program is the older one: start the porchlight that runs the desk.")
        }
    }
}

/// What somebody comes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// A session.
    Session,
    /// To know that the desk answers.
    Look,
    /// That the desk finish what is asked, and end.
    Stop,
    /// That it do so if nobody works on it and it was not started to stay.
    Yield,
}

/// A program's greeting.
#[derive(Clone, PartialEq, Eq)]
pub struct Hello {
    /// What it speaks.
    pub versions: Versions,
    /// What it comes for.
    pub want: Want,
    /// What the session's id is made of; whoever has it is that session. 0 where no session is wanted.
    pub secret: u128,
    /// The operator's name, as it will stand in the log.
    pub operator: String,
    /// Its terminal, as it says.
    pub terminal: String,
    /// The address of its SSH line, as it says.
    pub remote: String,
}

impl std::fmt::Debug for Hello {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hello")
            .field("versions", &self.versions)
            .field("want", &self.want)
            .finish_non_exhaustive()
    }
}

/// The desk's greeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    /// What it speaks.
    pub versions: Versions,
    /// What comes of it.
    pub answer: Answer,
}

/// What comes of a greeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Come in; this protocol is spoken.
    In {
        /// Its number.
        protocol: u32,
        /// How many sessions are there, the new one not counted.
        sessions: usize,
    },
    /// The desk finishes and ends.
    Ending,
    /// No, in words.
    No(Problem),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaks(min: u32, max: u32) -> Versions {
        Versions {
            min,
            max,
            build: format!("0.{max}.0"),
        }
    }

    #[test]
    fn the_highest_common_number_is_spoken() {
        for (desk, program, common) in [
            ((1, 1), (1, 1), Some(1)),
            ((1, 2), (2, 3), Some(2)),
            ((1, 3), (1, 2), Some(2)),
            ((1, 1), (2, 2), None),
            ((3, 4), (1, 2), None),
        ] {
            let (desk, program) = (speaks(desk.0, desk.1), speaks(program.0, program.1));
            assert_eq!(desk.common(&program), common);
            assert_eq!(program.common(&desk), common);
        }
    }

    #[test]
    fn both_numbers_are_said_and_what_to_run() {
        let words = Versions::apart(&speaks(1, 1), &speaks(2, 2)).to_string();
        for part in [
            "protocol 1 (program 0.1.0)",
            "protocol 2 (program 0.2.0)",
            "porchlight stop",
        ] {
            assert!(words.contains(part), "{words}");
        }
        let words = Versions::apart(&speaks(3, 3), &speaks(2, 2)).to_string();
        assert!(!words.contains("porchlight stop"), "{words}");
    }
}
