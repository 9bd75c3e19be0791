//! What a person reads when something cannot be done.

use std::fmt;

/// Whose turn it is when something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// What was typed or asked cannot stand; the operator changes it.
    Operator,
    /// A file, a permission or a setting; whoever set the desk up changes it.
    Setup,
    /// Disk, line or machine.
    Machine,
    /// A fault of this program.
    Ours,
}

/// A refusal or failure in words: the thing, the reason, a right example, what to do next.
///
/// A problem never carries a fact of a case, so it can be written to a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whose turn it is.
    pub whose: Whose,
    /// One sentence that names the thing and the reason.
    pub sentence: String,
    /// Something that would have been accepted, as it would be typed.
    pub example: Option<String>,
    /// What to do next.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem with what the operator typed or asked.
    pub fn operator(sentence: impl Into<String>) -> Self {
        Self {
            whose: Whose::Operator,
            sentence: sentence.into(),
            example: None,
            hint: None,
        }
    }
    /// A problem of files, permissions or settings.
    pub fn setup(sentence: impl Into<String>) -> Self {
        Self {
            whose: Whose::Setup,
            ..Self::operator(sentence)
        }
    }
    /// A problem of the disk, the line or the machine.
    pub fn machine(sentence: impl Into<String>) -> Self {
        Self {
            whose: Whose::Machine,
            ..Self::operator(sentence)
        }
    }
    /// A fault of this program.
    pub fn ours(sentence: impl Into<String>) -> Self {
        Self {
            whose: Whose::Ours,
            ..Self::operator(sentence)
        }
    }
    /// Adds something that would have been accepted.
    #[must_use]
    pub fn example(mut self, example: impl Into<String>) -> Self {
        self.example = Some(example.into());
        self
    }
    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        if let Some(example) = &self.example {
            write!(f, " Example: {example}")?;
        }
        if let Some(hint) = &self.hint {
            // An example ends with a stop only where more follows: it is to be typed as it stands.
            let stop = match &self.example {
                Some(example) if !example.ends_with(['.', '?', '!']) => ".",
                _ => "",
            };
            write!(f, "{stop} {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
