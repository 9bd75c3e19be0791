//! A keymap file as plain values that still know their place in the text. `codec` reads TOML into it.

use crate::record::Problem;
use std::fmt;

/// Something that stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// What stands there.
    pub value: T,
    /// Where.
    pub place: Place,
}

/// A place in a text: line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Place {
    /// The place of a byte offset in `text`.
    pub fn of(text: &str, offset: usize) -> Place {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Place {
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
        }
    }
}

/// Something wrong in a keymap or a config file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, as a person would name it.
    pub file: String,
    /// Where in it; `None` for the whole file.
    pub place: Option<Place>,
    /// Whether the file cannot be used because of it, or works all the same.
    pub grave: bool,
    /// What is wrong, in one sentence.
    pub sentence: String,
    /// The nearest right name, or what to write instead.
    pub hint: Option<String>,
}

impl Fault {
    /// Something that makes the file unusable.
    pub fn error(file: &str, place: Place, sentence: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            place: Some(place),
            grave: true,
            sentence: sentence.into(),
            hint: None,
        }
    }
    /// Something a person should know; the file works all the same.
    pub fn warning(file: &str, place: Option<Place>, sentence: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            place,
            grave: false,
            sentence: sentence.into(),
            hint: None,
        }
    }
    /// Adds what to write instead.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// Adds “did you mean” when one of `names` is near to `wrong`.
    #[must_use]
    pub fn nearest<'a>(self, wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(wrong, names) {
            Some(name) => self.hint(format!("Did you mean {name}?")),
            None => self,
        }
    }
    /// The same as a problem for the screen or the command line.
    pub fn problem(&self) -> Problem {
        let mut problem = Problem::setup(self.located());
        problem.hint.clone_from(&self.hint);
        problem
    }
    fn located(&self) -> String {
        match self.place {
            Some(Place { line, column }) => {
                format!("{}:{line}:{column}: {}", self.file, self.sentence)
            }
            None => format!("{}: {}", self.file, self.sentence),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.located())?;
        if let Some(hint) = &self.hint {
            write!(f, " {hint}")?;
        }
        Ok(())
    }
}

/// The name nearest to what was written, if one is near enough to be meant.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&wrong, name), name))
        // Half the letters wrong is another word.
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A keymap file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyFile {
    /// The file, as a person would name it (`keymaps/default.toml`).
    pub file: String,
    /// What the keymap calls itself.
    pub name: Option<Placed<String>>,
    /// The preset it changes; `None` is `default` for a user's file and nothing for a preset.
    pub inherits: Option<Placed<String>>,
    /// The leader where no text can go.
    pub leader: Option<Placed<String>>,
    /// The leader that works while typing too.
    pub text_leader: Option<Placed<String>>,
    /// Titles of prefixes: keys, title.
    pub prefixes: Vec<(Placed<String>, Placed<String>)>,
    /// The layers, in the order written.
    pub layers: Vec<LayerFile>,
}

/// One `[keys.CONTEXT]` of a keymap file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerFile {
    /// The context's name.
    pub context: Placed<String>,
    /// Whether the inherited bindings of this context stay.
    pub inherit: bool,
    /// Keys, the action's name, and a title of the user's own.
    pub bindings: Vec<(Placed<String>, Placed<String>, Option<String>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "é = 1\nab\n";
        assert_eq!(Place::of(text, 0), Place { line: 1, column: 1 });
        assert_eq!(Place::of(text, 3), Place { line: 1, column: 3 });
        assert_eq!(Place::of(text, 8), Place { line: 2, column: 2 });
        assert_eq!(Place::of(text, 999), Place { line: 3, column: 1 });
        assert_eq!(Place::of(text, 1), Place { line: 1, column: 1 });
    }

    #[test]
    fn the_nearest_name_is_near() {
        let names = ["case.new", "case.open", "script.police"];
        assert_eq!(nearest("case.nwe", names), Some("case.new"));
        assert_eq!(nearest("script.polce", names), Some("script.police"));
        assert_eq!(nearest("zebra", names), None);
    }
}
