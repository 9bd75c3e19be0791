//! The quick line: what the caller says, in any order, routed to fields.
//!
//! `h504 w118 hair bro cl black hoodie comp Jay 19 silver civic` becomes pieces that the screen shows
//! before Enter. A tag from the field table starts a piece, glued to a number (`h504`) or as a word;
//! its value runs to the next tag. A colour or year before a known make or model starts a vehicle. What
//! says itself what it is needs no tag: `5ft4 118 lb brown hair red hoodie`. What belongs to none of these
//! goes to the notes as it is. Every character of the line is in exactly one piece.
//!
//! The texts go to the fields' own parsers, which may refuse them.
//!
//! | file | what it is |
//! |---|---|
//! | `line` | the words of the line, each with its place |
//! | `bounds` | what starts a piece, and where its value ends |
//! | `spoken` | what needs no tag: measures with a unit, descriptions before their name, garments |
//! | `entries` | garments, companions, vehicles, accounts: the words of one entry sorted to its fields |
//! | `words` | colours, garments, makes, models, units, relations |

mod bounds;
mod entries;
mod line;
mod spoken;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use bounds::Tag;
use line::{STOPS, Word, split};

use super::field::{FieldId, Group, Kind};

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
    router
        .tiled()
        .into_iter()
        .flat_map(|piece| place_apart(line, piece))
        .collect()
}

/// `seen 9pm at the mall` says when and where: the place goes into its own field.
fn place_apart(line: &str, piece: Piece) -> Vec<Piece> {
    const SEEN: FieldId = FieldId("seen.at");
    const PLACE: FieldId = FieldId("seen.place");
    const AT: &str = " at ";
    let words = &line[piece.span.clone()];
    let is_time = |text: &str| {
        text.contains(|c: char| c.is_ascii_digit())
            || text.ends_with("noon")
            || text.ends_with("midnight")
    };
    let parts = words.find(AT).zip(piece.text.split_once(AT));
    match parts.filter(|(_, (time, _))| piece.target == Target::Field(SEEN) && is_time(time)) {
        Some((cut, (time, place))) => {
            let cut = piece.span.start + cut + 1;
            vec![
                Piece {
                    target: Target::Field(SEEN),
                    text: time.trim().to_owned(),
                    span: piece.span.start..cut,
                },
                Piece {
                    target: Target::Field(PLACE),
                    text: place.trim().to_owned(),
                    span: cut..piece.span.end,
                },
            ]
        }
        None => vec![piece],
    }
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
        } else if let Some(spoken) = self.spoken(at) {
            let text = self.text(at, spoken.value_end);
            self.land(at, spoken.field, text.trim_end_matches(STOPS).to_owned());
            spoken.end
        } else if let Some(end) = self.garment(at) {
            self.garments(at, at, end);
            end
        } else if self.joins(at) {
            at + 1
        } else {
            let end = self.notes_end(at + 1);
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
            Kind::Code(_)
                if !glued && field.group.is_none() && self.code_end(field.id.0, from) > from =>
            {
                self.code_end(field.id.0, from)
            }
            _ if field.group == Some(Group::Companion) => self.companion_end(from),
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

    fn push(&mut self, at: usize, target: Target, text: String) {
        let start = self.words.get(at).map_or(self.line.len(), |w| w.start);
        self.pieces.push(Piece {
            target,
            text,
            span: start..start,
        });
    }

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

#[cfg(test)]
mod tests;
