//! What needs no tag, because it says itself what it is: `5ft4`, `118 lb`, `15 yo`, `long brown hair`,
//! `black male`, `red hoodie`.
//!
//! Such words count where a piece may begin: at the start of the line, after another piece, after a comma
//! in the notes. Inside a companion's or a vehicle's words they describe that, and stay there.

use super::bounds::TAGS;
use super::line::{STOPS, Word};
use super::{Router, words};
use crate::record::codes::Found;
use crate::record::field::{Field, FieldId, Kind};
use crate::record::{fields, read};

/// Words that say what they are.
#[derive(Clone, Copy)]
pub(super) struct Spoken {
    pub(super) field: &'static Field,
    /// The words of the value: from where the piece begins to before this.
    pub(super) value_end: usize,
    /// Where the next piece begins; between the two stands the name of the thing, as the `hair` of `brown hair`.
    pub(super) end: usize,
}

/// Names that come after more than one kind of word: `long hair`, `curly hair`, `Hispanic female`.
const AFTER: &[(&[&str], &[&str])] = &[
    (
        &["hair"],
        &["look.hair", "look.hair_length", "look.hair_style"],
    ),
    (
        &["male", "female", "boy", "girl"],
        &["child.race", "child.ethnicity"],
    ),
];
/// How many words of a description may stand before what it describes.
const DEEPEST: usize = 4;

impl Router<'_> {
    pub(super) fn spoken(&self, at: usize) -> Option<Spoken> {
        self.measured(at)
            .or_else(|| self.aged(at))
            .or_else(|| self.described(at))
            .or_else(|| self.sex(at))
    }

    /// `5ft4`, `5'4"`, `163 cm`, `about 118 lbs`: a number that brings its unit.
    fn measured(&self, at: usize) -> Option<Spoken> {
        let about = self.words.get(at)?.is_in(words::ABOUT);
        let number = self.words.get(at + usize::from(about))?;
        if !number.starts_with_digit() {
            return None;
        }
        let end = self.number_end(at);
        let text = self.text(at, end);
        let text = text.trim_end_matches(STOPS);
        let has_unit =
            text.contains(['\'', '\u{2019}', '"']) || text.contains(|c: char| c.is_alphabetic());
        let id = if !has_unit {
            return None;
        } else if read::height(text).is_ok() {
            "look.height"
        } else if read::weight(text).is_ok() {
            "look.weight"
        } else {
            return None;
        };
        spoken(id, end, end)
    }

    /// `15 yo`, `15yo`, `15 years old`.
    fn aged(&self, at: usize) -> Option<Spoken> {
        let years = |word: &Word| word.bare().parse::<u8>().is_ok_and(|years| years <= 21);
        if !self.words.get(at).is_some_and(years) {
            return None;
        }
        let said = |n: usize, list: &[&str]| self.words.get(at + n).is_some_and(|w| w.is_in(list));
        if said(1, &["yo", "y/o", "yr", "yrs", "years", "year"]) {
            let old = usize::from(said(2, &["old"]));
            return spoken("child.age", at + 1, at + 2 + old);
        }
        None
    }

    /// `brown hair`, `long brown hair`, `slim build`, `black male`: the words before the name of a coded field.
    pub(super) fn described(&self, at: usize) -> Option<Spoken> {
        for name in at + 1..=at + DEEPEST {
            // A comma parts a description from what follows it.
            if self.words.get(name - 1)?.ends_part() {
                return None;
            }
            let word = self.words.get(name)?;
            let after = AFTER.iter().find(|(names, _)| word.is_in(names));
            let looks = self.code_tag(name).filter(|id| id.starts_with("look."));
            let Some(tag) = looks.or(after.and(Some("child.sex"))) else {
                continue;
            };
            // The sex is a fact by itself, and not only the name of another.
            let end = if tag == "child.sex" { name } else { name + 1 };
            let itself = [tag];
            let ids = after.map_or(itself.as_slice(), |(_, ids)| *ids);
            let takes = |to: usize| {
                let text = self.text(at, to);
                ids.iter().copied().find(|id| is_code_of(id, &text))
            };
            return match (takes(name), takes(at + 1)) {
                (Some(id), _) => spoken(id, name, end),
                // The rest still stands before the name.
                (None, Some(id)) => spoken(id, at + 1, at + 1),
                (None, None) => None,
            };
        }
        None
    }

    /// `male`, `female`: the words by which a description says it.
    fn sex(&self, at: usize) -> Option<Spoken> {
        let described = at > 0 && self.words.get(at)?.is_in(&["boy", "girl"]) && {
            let before = self.text(at - 1, at);
            is_code_of("child.race", &before) || is_code_of("child.ethnicity", &before)
        };
        (described || self.words.get(at)?.is_in(&["male", "female"]))
            .then(|| spoken("child.sex", at + 1, at + 1))
            .flatten()
    }

    /// Whether the words here describe what is named after them, and what follows the name is no value of it:
    /// `brown hair` at the end of a garment's words, but not in `hair brown eyes blue`.
    pub(super) fn described_for_sure(&self, at: usize) -> bool {
        self.described(at).is_some_and(|spoken| {
            spoken.end > spoken.value_end && !self.takes_what_follows(spoken.value_end)
        })
    }

    /// Whether this word is the name of what was described just before it.
    pub(super) fn names_what_was_described(&self, at: usize) -> bool {
        (1..DEEPEST).any(|back| {
            at.checked_sub(back)
                .is_some_and(|from| self.described_for_sure(from))
        })
    }

    /// Whether a value of the coded field named here stands after the name.
    fn takes_what_follows(&self, name: usize) -> bool {
        self.code_tag(name)
            .is_some_and(|id| self.code_end(id, name + 1) > name + 1)
    }

    /// The end of the longest run of words from here that is a code of a field; `from` if none is.
    pub(super) fn code_end(&self, id: &'static str, from: usize) -> usize {
        let last = (from + DEEPEST).min(self.words.len());
        (from + 1..=last)
            .rev()
            .find(|end| is_code_of(id, &self.text(from, *end)))
            .unwrap_or(from)
    }

    /// The field of a code list that this word names outside groups.
    fn code_tag(&self, at: usize) -> Option<&'static str> {
        let field = *TAGS.get(self.words.get(at)?.bare())?;
        (matches!(field.kind, Kind::Code(_)) && field.group.is_none()).then_some(field.id.0)
    }

    /// The end of `red hoodie`, `dark blue Nike hoodie` or `jeans` where one stands here.
    pub(super) fn garment(&self, at: usize) -> Option<usize> {
        let colors = self.words[at..]
            .iter()
            .take_while(|w| w.is_in(words::COLORS) && !w.ends_part())
            .count();
        // Without a colour there is nothing between that would belong to it.
        let between = usize::from(colors > 0);
        (0..=between)
            .map(|skip| at + colors + skip)
            .find(|noun| {
                self.words
                    .get(*noun)
                    .is_some_and(|w| w.is_in(words::GARMENTS))
                    && (at + colors..*noun).all(|w| !self.words[w].ends_part())
            })
            .map(|noun| noun + 1)
    }

    /// A word that only joins what says something by itself: the `and` of `brown hair and blue eyes`.
    pub(super) fn joins(&self, at: usize) -> bool {
        let next = at + 1;
        let tag_with_a_value = || {
            self.tag(next).is_some_and(|tag| {
                let glued = !tag.negated && tag.len < self.words[next].text.len();
                let value = next + 1 < self.words.len() && !self.starts_piece(next + 1);
                glued || value || tag.field.kind == Kind::YesNo
            })
        };
        self.words.get(at).is_some_and(|w| w.is_in(words::JOINTS))
            && next < self.words.len()
            && (self.spoken(next).is_some()
                || self.garment(next).is_some()
                || self.vehicle(next).is_some()
                || tag_with_a_value())
    }
}

/// Whether a text names exactly one code of a coded field. One letter is an initial, not a description.
fn is_code_of(id: &'static str, text: &str) -> bool {
    let text = text.trim_end_matches(STOPS);
    let found = |field: &Field| match field.kind {
        Kind::Code(list) => matches!(list.find(text), Found::One(_)),
        _ => false,
    };
    text.chars().count() > 1 && fields::get(FieldId(id)).is_some_and(found)
}

fn spoken(id: &'static str, value_end: usize, end: usize) -> Option<Spoken> {
    fields::get(FieldId(id)).map(|field| Spoken {
        field,
        value_end,
        end,
    })
}
