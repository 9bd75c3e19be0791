//! The quick line: what the caller says, in any order, routed to fields.
//!
//! `h504 w118 hair bro cl black hoodie comp Jay 19 silver civic` becomes pieces that the screen shows
//! before Enter. A tag from the field table starts a piece, glued to a number (`h504`) or as a word;
//! its value runs to the next tag. A colour or year before a known make or model starts a vehicle. What
//! belongs to no tag goes to the notes as it is. Every character of the line is in exactly one piece.
//!
//! Nothing is parsed here: the texts go to the fields' own parsers, which may refuse them.

mod words;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::field::{Field, FieldId, Group, Kind};
use super::fields;

/// A part of the line and where it lands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it lands.
    pub target: Target,
    /// The words that land there, without the tag.
    pub text: String,
    /// Its bytes of the line, tag and trailing space too. The spans of all pieces make up the line.
    pub span: Range<usize>,
}

/// Where a piece lands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// In a field outside groups.
    Field(FieldId),
    /// In a new entry of a group.
    Entry {
        /// Which group.
        group: Group,
        /// The how-manieth new entry of that group on this line, from 0. Pieces with the same group and number are one entry.
        nth: usize,
        /// Which words go to which of its fields.
        answers: Vec<(FieldId, String)>,
    },
    /// In the notes, as it is.
    Notes,
}

/// Routes a line. A blank line has no pieces.
pub fn route(line: &str) -> Vec<Piece> {
    let words = split(line);
    let mut router = Router {
        line,
        words: &words,
        pieces: Vec::new(),
        entries: BTreeMap::new(),
    };
    let mut at = 0;
    while at < words.len() {
        at = router.piece(at);
    }
    router.tiled()
}

/// What may stand right after a word.
const STOPS: [char; 4] = [',', '.', ';', ':'];

/// A word of the line with its place.
struct Word<'a> {
    text: &'a str,
    lower: String,
    start: usize,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
    fn is_in(&self, list: &[&str]) -> bool {
        list.contains(&self.bare())
    }
    /// In lower case, without the comma or stop after it.
    fn bare(&self) -> &str {
        self.lower.trim_end_matches(STOPS)
    }
    /// As typed, without the comma or stop after it.
    fn typed(&self) -> &str {
        self.text.trim_end_matches(STOPS)
    }
    fn starts_with_digit(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }
    fn ends_part(&self) -> bool {
        self.text.ends_with([',', ';'])
    }
    fn is_year(&self) -> bool {
        let bare = self.bare();
        bare.len() == 4
            && bare
                .parse()
                .is_ok_and(|year: u32| (1950..2040).contains(&year))
    }
}

fn split(line: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                let text = line.get(from..at).unwrap_or_default();
                out.push(Word {
                    text,
                    lower: text.to_lowercase(),
                    start: from,
                });
                start = None;
            }
            _ => {}
        }
    }
    out
}

static TAGS: LazyLock<BTreeMap<&'static str, &'static Field>> = LazyLock::new(|| {
    fields::all()
        .flat_map(|field| field.tags.iter().map(move |tag| (*tag, field)))
        .collect()
});

/// A tag found at a word.
#[derive(Clone, Copy)]
struct Tag {
    field: &'static Field,
    /// Bytes of the word that are the tag; the rest is glued to it.
    len: usize,
    /// `no` or `not` stands before it.
    negated: bool,
}

struct Router<'a> {
    line: &'a str,
    words: &'a [Word<'a>],
    pieces: Vec<Piece>,
    entries: BTreeMap<Group, usize>,
}

impl Router<'_> {
    /// Routes the piece that begins at a word and says where the next begins.
    fn piece(&mut self, at: usize) -> usize {
        if let Some(tag) = self.tag(at) {
            self.tagged(at, tag)
        } else if let Some(named) = self.vehicle(at) {
            let end = self.value_end(named);
            self.vehicle_entry(at, at, end);
            end
        } else {
            let end = self.value_end(at + 1);
            let text = self.text(at, end);
            self.push(at, Target::Notes, text);
            end
        }
    }

    fn tagged(&mut self, at: usize, tag: Tag) -> usize {
        let field = tag.field;
        // The first word of the value: the rest of a glued word, or the word after the tag.
        let glued = !tag.negated && tag.len < self.words[at].text.len();
        let from = at + if glued { 0 } else { 1 } + usize::from(tag.negated);
        let end = match field.kind {
            Kind::YesNo => {
                let answer = !tag.negated
                    && self.words.get(from).is_some_and(|w| {
                        w.is_in(&["yes", "y", "no", "n", "unknown", "unk", "refused", "?"])
                    });
                let end = from + usize::from(answer);
                let text = match (tag.negated, answer) {
                    (true, _) => "no".to_owned(),
                    (false, true) => self.words[from].typed().to_owned(),
                    (false, false) => "yes".to_owned(),
                };
                self.land(at, field, text);
                return end;
            }
            Kind::Height | Kind::Weight | Kind::Number => self.number_end(from),
            _ if field.group == Some(Group::Vehicle) => {
                self.value_end(self.vehicle(from).unwrap_or(from))
            }
            _ => self.value_end(if glued { at + 1 } else { from }),
        };
        let start = if glued {
            self.words[at].start + tag.len
        } else {
            self.words.get(from).map_or(self.line.len(), |w| w.start)
        };
        if end <= from && !glued {
            // A tag with nothing after it says nothing: it stays in the notes.
            let text = self.text(at, at + 1);
            self.push(at, Target::Notes, text);
            return at + 1;
        }
        let value = self.slice(start, end).to_owned();
        match field.group {
            Some(Group::Garment) => self.garments(at, from, end),
            Some(Group::Companion) if field.id.0 == "companion.name" => {
                self.companion(at, from, end)
            }
            Some(Group::Vehicle) if field.id.0 == "vehicle.color" => {
                self.vehicle_entry(at, from, end)
            }
            Some(Group::Vehicle) if field.id.0 == "vehicle.plate" => self.plate(at, from, end),
            Some(Group::Account) => self.account(at, from, end),
            // The tag itself says what kind of mark it is.
            Some(Group::Mark) if !self.words[at].is_in(&["mark", "smt"]) => {
                let text = self.text(at, end);
                self.land(at, field, text);
            }
            _ => self.land(at, field, value),
        }
        end
    }

    // ---- what starts a piece ----

    fn tag(&self, at: usize) -> Option<Tag> {
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
    fn vehicle(&self, at: usize) -> Option<usize> {
        let ahead = || self.words.iter().skip(at).take(5);
        let before = ahead()
            .take_while(|word| word.is_in(words::COLORS) || word.is_year())
            .count();
        let named = ahead()
            .nth(before)
            .is_some_and(|word| word.is_in(words::MAKES) || word.is_in(words::MODELS));
        (before > 0 && named).then_some(at + before + 1)
    }

    fn starts_piece(&self, at: usize) -> bool {
        self.tag(at).is_some() || self.vehicle(at).is_some()
    }

    // ---- where a value ends ----

    fn value_end(&self, from: usize) -> usize {
        (from..self.words.len())
            .find(|at| self.starts_piece(*at))
            .unwrap_or(self.words.len())
    }

    /// The end of a measure: numbers, units, `about`, a range.
    fn number_end(&self, from: usize) -> usize {
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

    // ---- entries of groups ----

    fn garments(&mut self, at: usize, from: usize, end: usize) {
        let mut start = at;
        let mut first = from;
        for word in from..end {
            if word + 1 == end || self.words[word].ends_part() {
                let mut answers = Sorted::default();
                for w in &self.words[first..=word] {
                    let id = if w.is_in(words::COLORS) {
                        "garment.color"
                    } else {
                        "garment.item"
                    };
                    answers.add(id, w.text);
                }
                let text = self.text(first, word + 1);
                self.entry(start, Group::Garment, answers, text);
                start = word + 1;
                first = word + 1;
            }
        }
    }

    fn companion(&mut self, at: usize, from: usize, end: usize) {
        let mut answers = Sorted::default();
        let mut aged = false;
        for word in &self.words[from..end] {
            let years = word.bare().len() <= 2 && word.bare().parse::<u8>().is_ok();
            let id = if years && !aged {
                aged = true;
                "companion.age"
            } else if word.is_in(words::RELATIONS) {
                "companion.relation"
            } else if aged {
                "companion.marks"
            } else {
                "companion.name"
            };
            answers.add(id, word.text);
        }
        let text = self.text(from, end);
        self.entry(at, Group::Companion, answers, text);
    }

    fn vehicle_entry(&mut self, at: usize, from: usize, end: usize) {
        let mut answers = Sorted::default();
        for word in &self.words[from..end] {
            let free = |id| !answers.has(id);
            let id = if word.is_in(words::COLORS) && free("vehicle.make") && free("vehicle.model") {
                "vehicle.color"
            } else if word.is_year() && free("vehicle.year") {
                "vehicle.year"
            } else if word.is_in(words::MAKES) && free("vehicle.make") {
                "vehicle.make"
            } else if word.is_in(words::MODELS) && free("vehicle.words") {
                "vehicle.model"
            } else {
                "vehicle.words"
            };
            answers.add(id, word.text);
        }
        let text = self.text(from, end);
        self.entry(at, Group::Vehicle, answers, text);
    }

    fn plate(&mut self, at: usize, from: usize, end: usize) {
        let mut answers = Sorted::default();
        for (nth, word) in self.words[from..end].iter().enumerate() {
            let state =
                word.bare().len() == 2 && word.bare().bytes().all(|b| b.is_ascii_alphabetic());
            let id = match nth {
                0 => "vehicle.plate",
                1 if state => "vehicle.plate_state",
                _ => "vehicle.words",
            };
            answers.add(id, word.text);
        }
        let text = self.text(from, end);
        self.entry(at, Group::Vehicle, answers, text);
    }

    fn account(&mut self, at: usize, from: usize, end: usize) {
        let mut answers = Sorted::default();
        let named = !self.words[at].is_in(&["acct"]);
        if named {
            answers.add("account.platform", self.words[at].text);
        }
        for (nth, word) in self.words[from..end].iter().enumerate() {
            let platform = nth == 0 && !named;
            answers.add(
                if platform {
                    "account.platform"
                } else {
                    "account.handle"
                },
                word.text,
            );
        }
        let text = self.text(from, end);
        self.entry(at, Group::Account, answers, text);
    }

    /// Lands a text in a field, or in a group's entry by that field.
    fn land(&mut self, at: usize, field: &'static Field, text: String) {
        match field.group {
            Some(group) => {
                let mut answers = Sorted::default();
                answers.add(field.id.0, &text);
                self.entry(at, group, answers, text);
            }
            None => self.push(at, Target::Field(field.id), text),
        }
    }

    /// Adds an entry, or joins the one before it when that is of the same group and lacks all these fields.
    fn entry(&mut self, at: usize, group: Group, answers: Sorted, text: String) {
        let joins = match self.pieces.last() {
            Some(Piece {
                target:
                    Target::Entry {
                        group: before,
                        answers: had,
                        ..
                    },
                ..
            }) => {
                *before == group
                    && group == Group::Vehicle
                    && answers
                        .0
                        .iter()
                        .all(|(id, _)| had.iter().all(|(other, _)| other != id))
            }
            _ => false,
        };
        let count = self.entries.entry(group).or_insert(0);
        if !joins {
            *count += 1;
        }
        let nth = count.saturating_sub(1);
        let target = Target::Entry {
            group,
            nth,
            answers: answers.0,
        };
        self.push(at, target, text);
    }

    fn push(&mut self, at: usize, target: Target, text: String) {
        let start = self.words.get(at).map_or(self.line.len(), |w| w.start);
        self.pieces.push(Piece {
            target,
            text,
            span: start..start,
        });
    }

    // ---- places in the line ----

    /// The words from `from` to before `to`, as typed.
    fn text(&self, from: usize, to: usize) -> String {
        let start = self.words.get(from).map_or(self.line.len(), |w| w.start);
        self.slice(start, to).to_owned()
    }
    /// From a byte to the end of the word before `to`.
    fn slice(&self, start: usize, to: usize) -> &str {
        let end = to
            .checked_sub(1)
            .and_then(|last| self.words.get(last))
            .map_or(start, Word::end);
        self.line.get(start..end.max(start)).unwrap_or_default()
    }
    /// The pieces, each span reaching to the next.
    fn tiled(mut self) -> Vec<Piece> {
        let mut next = self.line.len();
        for piece in self.pieces.iter_mut().rev() {
            piece.span.end = next;
            next = piece.span.start;
        }
        if let Some(first) = self.pieces.first_mut() {
            first.span.start = 0;
        }
        self.pieces
    }
}

/// Words by field, in the order in which the fields were first met.
#[derive(Default)]
struct Sorted(Vec<(FieldId, String)>);

impl Sorted {
    fn has(&self, id: &str) -> bool {
        self.0.iter().any(|(field, _)| field.0 == id)
    }
    fn add(&mut self, id: &'static str, word: &str) {
        let word = word.trim_end_matches([',', ';']);
        match self.0.iter_mut().find(|(field, _)| field.0 == id) {
            Some((_, words)) => {
                words.push(' ');
                words.push_str(word);
            }
            None => self.0.push((FieldId(id), word.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests;
