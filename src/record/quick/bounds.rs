//! What starts a piece, and where its value ends.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::line::Word;
use super::{Router, words};
use crate::record::field::{Field, Kind};
use crate::record::fields;

pub(super) static TAGS: LazyLock<BTreeMap<&'static str, &'static Field>> = LazyLock::new(|| {
    fields::all()
        .flat_map(|field| field.tags.iter().map(move |tag| (*tag, field)))
        .collect()
});

/// A tag found at a word.
#[derive(Clone, Copy)]
pub(super) struct Tag {
    pub(super) field: &'static Field,
    /// Bytes of the word that are the tag; the rest is glued to it.
    pub(super) len: usize,
    /// `no` or `not` stands before it.
    pub(super) negated: bool,
}

impl Router<'_> {
    pub(super) fn tag(&self, at: usize) -> Option<Tag> {
        let word = self.words.get(at)?;
        let whole = |field| Tag {
            field,
            len: word.text.len(),
            negated: false,
        };
        if let Some(field) = TAGS.get(word.lower.trim_end_matches(':')).copied() {
            // A single letter is a tag only before a number, never an initial.
            let about = self
                .words
                .get(at + 1)
                .is_some_and(|w| w.is_in(words::ABOUT));
            let number_next = || {
                let next = self.words.get(at + 1 + usize::from(about));
                next.is_some_and(Word::starts_with_digit)
            };
            return (word.lower.len() > 1 || number_next()).then(|| whole(field));
        }
        if word.is_in(&["no", "not", "denies"]) {
            let next = self.words.get(at + 1)?;
            let field = TAGS.get(next.bare()).copied()?;
            return (field.kind == Kind::YesNo).then_some(Tag {
                negated: true,
                ..whole(field)
            });
        }
        let digits = word.text.find(|c: char| c.is_ascii_digit())?;
        let letters = word.text.get(..digits)?.to_lowercase();
        let field = TAGS.get(letters.as_str()).copied()?;
        let takes_number = matches!(
            field.kind,
            Kind::Height | Kind::Weight | Kind::Number | Kind::Date | Kind::When | Kind::Phone
        );
        takes_number.then_some(Tag {
            field,
            len: digits,
            negated: false,
        })
    }

    /// The word after a colour or a year and the make or model that follows it, where they stand here.
    pub(super) fn vehicle(&self, at: usize) -> Option<usize> {
        let ahead = || self.words.iter().skip(at).take(5);
        let before = ahead()
            .take_while(|word| word.is_in(words::COLORS) || word.is_year())
            .count();
        let named = ahead()
            .nth(before)
            .is_some_and(|word| word.is_in(words::MAKES) || word.is_in(words::MODELS));
        (before > 0 && named).then_some(at + before + 1)
    }

    pub(super) fn starts_piece(&self, at: usize) -> bool {
        self.tag(at).is_some() || self.vehicle(at).is_some() || self.described_for_sure(at)
    }

    pub(super) fn value_end(&self, from: usize) -> usize {
        (from..self.words.len())
            .find(|at| self.starts_piece(*at))
            .unwrap_or(self.words.len())
    }

    /// The end of a companion's words: `brown hair` among them is the companion's.
    pub(super) fn companion_end(&self, from: usize) -> usize {
        let next = |at: usize| {
            (self.tag(at).is_some() && !(at > from && self.names_what_was_described(at)))
                || self.vehicle(at).is_some()
        };
        (from..self.words.len())
            .find(|at| next(*at))
            .unwrap_or(self.words.len())
    }

    /// The end of words for the notes: at the next piece, or after a comma at what says itself what it is.
    pub(super) fn notes_end(&self, from: usize) -> usize {
        let next = |at: usize| {
            let after_comma = at > 0 && self.words[at - 1].ends_part();
            self.starts_piece(at)
                || (after_comma && (self.spoken(at).is_some() || self.garment(at).is_some()))
        };
        (from..self.words.len())
            .find(|at| next(*at))
            .unwrap_or(self.words.len())
    }

    /// The end of a measure: numbers, units, `about`, a range.
    pub(super) fn number_end(&self, from: usize) -> usize {
        let digit = |at: usize| self.words.get(at).is_some_and(Word::starts_with_digit);
        let mut at = from;
        if self.words.get(at).is_some_and(|w| w.is_in(words::ABOUT)) {
            at += 1;
        }
        at += 1;
        let mut feet = false;
        while let Some(word) = self.words.get(at) {
            let unit = word.is_in(words::UNITS);
            let short = word.bare().len() <= 2 && word.starts_with_digit();
            let after_feet = self.words.get(at - 1).is_some_and(|w| {
                w.is_in(&["ft", "feet", "foot"])
                    || w.bare().ends_with('\'')
                    || (at - 1 == from && w.bare().len() == 1)
            });
            let range = word.is_in(&["to", "-", "or"]) && digit(at + 1);
            let inches = feet && word.is_in(&["in", "inch"]);
            if range {
                at += 2;
            } else if unit || inches || (short && after_feet) {
                feet |= short;
                at += 1;
            } else {
                break;
            }
        }
        at.min(self.words.len())
    }
}
