//! Entries of groups: the words of a garment, a companion, a vehicle, an account sorted to its fields.

use super::{Piece, Router, Target, words};
use crate::record::field::{Field, FieldId, Group};

impl Router<'_> {
    pub(super) fn garments(&mut self, at: usize, from: usize, end: usize) {
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

    pub(super) fn companion(&mut self, at: usize, from: usize, end: usize) {
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

    pub(super) fn vehicle_entry(&mut self, at: usize, from: usize, end: usize) {
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

    pub(super) fn plate(&mut self, at: usize, from: usize, end: usize) {
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

    pub(super) fn account(&mut self, at: usize, from: usize, end: usize) {
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
    pub(super) fn land(&mut self, at: usize, field: &'static Field, text: String) {
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
