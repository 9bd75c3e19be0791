//! Who may act on a desk: the people on its roster, their roles, and what each role may do. Pure.
//!
//! A desk whose roster is empty knows nobody: whoever has the account's file rights may act, as before there was a
//! roster. From the first operator on, every session signs in.

pub mod acts;
pub mod roster;
pub mod tries;

use std::fmt;

use super::field::Tier;
use super::{Problem, SafeText};

pub use acts::{Act, may};
pub use roster::{Flag, Operator, Roster};

/// What somebody on the roster is there for. [`acts`] says what each may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Takes calls, works cases.
    Intake,
    /// Reads along and agrees to corrections; changes nothing.
    Reviewer,
    /// Everything an intake operator does, and the roster, settings and what was flagged.
    Supervisor,
    /// Reads the log; sees no value of any field.
    Auditor,
}

impl Role {
    /// Every role, in the order of the table.
    pub const ALL: [Self; 4] = [
        Self::Intake,
        Self::Reviewer,
        Self::Supervisor,
        Self::Auditor,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Reviewer => "reviewer",
            Self::Supervisor => "supervisor",
            Self::Auditor => "auditor",
        }
    }

    /// The role of a word.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn read(word: &str) -> Result<Self, Problem> {
        let word = word.trim().to_lowercase();
        Self::ALL
            .into_iter()
            .find(|role| role.word() == word)
            .ok_or_else(|| {
                Problem::operator(format!(
                    "There is no role `{}`; the roles are intake, reviewer, supervisor and auditor.",
                    SafeText::line(&word)
                ))
                .example("intake")
            })
    }

    /// The highest tier of fields the role sees without more; `None` sees no value at all.
    pub const fn sees(self) -> Option<Tier> {
        match self {
            Self::Intake => Some(Tier::PoliceOnly),
            Self::Reviewer => Some(Tier::PoliceAndNcmec),
            Self::Supervisor => Some(Tier::AgencyOnly),
            Self::Auditor => None,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// How somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By name and unlock phrase.
    Phrase,
    /// Again, at a screen of theirs that was locked.
    Unlock,
    /// The phrase once more, before something privileged or as the hours ran out.
    Proof,
    /// A machine, by the account that its line comes from.
    Account,
}

/// Why a screen was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Locked {
    /// By its key.
    ByKey,
    /// Nobody pressed a key.
    Idle,
    /// The last proof of who sits there is too old.
    TooLong,
}

impl Locked {
    /// In words, after *locked*.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ByKey => "by its key",
            Self::Idle => "after no key",
            Self::TooLong => "after 12 hours",
        }
    }
}

/// What a phrase is checked against. Nothing of the phrase can be read from it.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    /// Rounds of PBKDF2-HMAC-SHA-512.
    pub rounds: u32,
    /// The salt.
    pub salt: [u8; 16],
    /// What comes out of the right phrase.
    pub check: [u8; 32],
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({} rounds)", self.rounds)
    }
}

impl Verifier {
    /// Whether this came out of the right phrase. Takes the same time whatever differs.
    pub fn is(&self, check: &[u8; 32]) -> bool {
        self.check
            .iter()
            .zip(check)
            .fold(0, |all, (a, b)| all | (a ^ b))
            == 0
    }
}

/// Rounds of PBKDF2-HMAC-SHA-512 for a new phrase: about a quarter of a second on a machine of today.
pub const ROUNDS: u32 = 600_000;
/// The fewest characters of an unlock phrase.
pub const PHRASE_LEAST: usize = 8;
/// The most bytes of an unlock phrase. A longer one is refused, never cut.
pub const PHRASE_MOST: usize = 128;

/// What anybody would try first.
const TRIED_FIRST: &[&str] = &[
    "password",
    "passwort",
    "passw0rd",
    "password1",
    "password123",
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "letmein1",
    "trustno1",
    "welcome1",
    "welcome123",
    "admin123",
    "superman",
    "starwars",
    "whatever",
    "computer",
    "changeme",
    "porchlight",
    "nightdesk",
    "night desk",
    "abcdefgh",
    "abcd1234",
];

/// Whether a phrase may be set for an operator.
///
/// # Errors
/// Why not; the phrase itself is never in the sentence.
pub fn check_phrase(phrase: &str, name: &str) -> Result<(), Problem> {
    const RIGHT: &str = "several words that belong together only for you";
    let letters = phrase.chars().count();
    if letters < PHRASE_LEAST {
        return Err(Problem::operator(format!(
            "An unlock phrase has at least {PHRASE_LEAST} characters; 12 or more are better."
        ))
        .hint(format!("Take {RIGHT}.")));
    }
    if phrase.len() > PHRASE_MOST {
        return Err(Problem::operator(format!(
            "An unlock phrase has at most {PHRASE_MOST} bytes; this one has {} and was not cut.",
            phrase.len()
        )));
    }
    if phrase.chars().any(char::is_control) {
        return Err(Problem::operator(
            "An unlock phrase has no control characters in it.",
        ));
    }
    let plain = phrase.trim().to_lowercase();
    let mut letters = plain.chars();
    let first = letters.next();
    let is_easy = TRIED_FIRST.contains(&plain.as_str())
        || letters.all(|letter| Some(letter) == first)
        || plain == name.trim().to_lowercase();
    if is_easy {
        return Err(
            Problem::operator("That phrase is among the first that anybody would try.")
                .hint(format!("Take {RIGHT}.")),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests;
