//! The quick line: what a caller says in any order, shown where each piece will land, then sent.

use crate::client::answers::words_of;
use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::edit::{field_of, said_of};
use crate::client::model::{CaseScreen, Kept, Preview, Slot, Spot, Why};
use crate::client::overlay::{Overlay, Piece, Quick};
use crate::client::text::Text;
use crate::client::{understand, words};
use crate::record::text::same_person;
use crate::record::{FieldId, Group, ItemId, Moment, Problem, Zone, quick};
use crate::wire::{Command, Outcome};

impl App {
    pub(in crate::client) fn open_quick(&mut self) {
        self.push(Overlay::Quick(Quick::default()));
    }

    pub(super) fn quick_place(&self) -> Option<String> {
        let case = self.model.case(self.slot()?)?.case?;
        Some(format!("form {case} quick  line"))
    }

    /// Takes up a quick line that was left with Esc or by a former session.
    pub(in crate::client) fn take_up_quick(&mut self) {
        if let Some(place) = self.quick_place()
            && let Some(text) = self.draft_from_before(&place)
            && let Some(Overlay::Quick(line)) = self.model.overlays.last_mut()
        {
            line.text = Text::new(&text);
            self.refilter();
        }
    }

    pub(super) fn send_quick(&mut self) {
        let Some(slot) = self.slot() else { return };
        let Some(Overlay::Quick(line)) = self.model.overlays.last() else {
            return;
        };
        let text = line.text.as_str().to_owned();
        if let Some(problem) = line.pieces.iter().find_map(|piece| piece.problem.clone()) {
            self.refuse(problem);
            return;
        }
        let place = self.quick_place();
        self.draft(place, "");
        self.model.overlays.pop();
        let pieces = quick::route(&text);
        let mut sent: Vec<(Group, usize)> = Vec::new();
        for piece in &pieces {
            match &piece.target {
                quick::Target::Field(field) => {
                    let said = said_of(&piece.text);
                    self.answer_spot(slot, &Spot::field(*field), said, &piece.text);
                }
                quick::Target::Entry { group, nth, .. } => {
                    if !sent.contains(&(*group, *nth)) {
                        sent.push((*group, *nth));
                        let answers = answers_of(&pieces, *group, *nth);
                        self.send_entry(slot, *group, answers, &piece.text);
                    }
                }
                quick::Target::Notes => {
                    let command = Command::Note {
                        case: String::new(),
                        text: piece.text.clone(),
                    };
                    let text = piece.text.clone();
                    self.command(slot, command, Waiting::Quick { slot, text });
                }
            }
        }
    }

    /// Sends an entry: a new one, or what is new of one that is there under the same name.
    fn send_entry(&mut self, slot: Slot, group: Group, answers: Vec<Words>, text: &str) {
        let there = self
            .model
            .case(slot)
            .and_then(|screen| there(screen, group, &answers));
        let Some(item) = there else {
            let command = Command::Add {
                case: String::new(),
                group: group.word().to_owned(),
                answers: answers
                    .into_iter()
                    .map(|(field, words)| (field.0.to_owned(), words))
                    .collect(),
            };
            let text = text.to_owned();
            self.command(slot, command, Waiting::Quick { slot, text });
            return;
        };
        let new: Vec<Words> = answers
            .into_iter()
            .filter(|(field, _)| Some(*field) != group.named_by())
            .collect();
        if new.is_empty() {
            self.say(format!("{text} is there already; nothing new was said."));
        }
        for (field, words) in new {
            let spot = Spot::Field {
                field,
                item: Some(item),
            };
            self.answer_spot(slot, &spot, said_of(&words), &words);
        }
    }

    /// An entry or a note of the quick line was saved, or came back.
    pub(in crate::client) fn quick_answered(
        &mut self,
        slot: Slot,
        text: &str,
        result: Result<Outcome, Problem>,
    ) {
        match result {
            Ok(outcome) => self.say(words_of("Quick line", &outcome)),
            Err(problem) => {
                // What could not land goes back to where it was typed.
                if let Some(Overlay::Quick(line)) = self.model.overlays.last_mut() {
                    line.text.type_str(" ");
                    line.text.type_str(text);
                } else if self.slot() == Some(slot) {
                    self.push(Overlay::Quick(Quick {
                        text: Text::new(text),
                        pieces: Vec::new(),
                    }));
                } else if let Some(screen) = self.screen(slot) {
                    screen.kept.insert(
                        Spot::CameAt,
                        Kept {
                            text: text.to_owned(),
                            why: Why::Refused(problem.clone()),
                        },
                    );
                }
                self.refilter();
                self.refuse(problem);
            }
        }
    }
}

/// A field and the words that go there.
type Words = (FieldId, String);

/// Everything a line says of one entry; what is said twice counts once.
fn answers_of(pieces: &[quick::Piece], of: Group, number: usize) -> Vec<Words> {
    let mut all: Vec<Words> = Vec::new();
    for piece in pieces {
        if let quick::Target::Entry {
            group,
            nth,
            answers,
        } = &piece.target
            && (*group, *nth) == (of, number)
        {
            for (field, words) in answers {
                if !all.iter().any(|(known, _)| known == field) {
                    all.push((*field, words.clone()));
                }
            }
        }
    }
    all
}

/// The entry of a group that goes by the name these answers give, as it stands or is on its way to the desk.
fn there(screen: &CaseScreen, group: Group, answers: &[Words]) -> Option<ItemId> {
    let named_by = group.named_by()?;
    let (_, name) = answers.iter().find(|(field, _)| *field == named_by)?;
    screen.items(group).into_iter().find(|item| {
        let spot = Spot::Field {
            field: named_by,
            item: Some(*item),
        };
        let kept = screen.kept.get(&spot).map(|kept| kept.text.as_str());
        let saved = screen
            .fact(named_by, Some(*item))
            .map(|fact| fact.typed.as_str());
        kept.or(saved).is_some_and(|known| same_person(known, name))
    })
}

/// A routed piece as it is shown before Enter.
pub(super) fn shown_piece(
    piece: quick::Piece,
    screen: Option<&CaseScreen>,
    now: Option<Moment>,
    zone: Zone,
) -> Piece {
    let (label, preview) = match &piece.target {
        quick::Target::Field(field) => {
            let spot = Spot::field(*field);
            let preview = field_of(&spot).map_or(Preview::Nothing, |row| {
                understand::preview(row, &piece.text, now, zone)
            });
            (Some(words::spot(&spot)), preview)
        }
        quick::Target::Entry { group, answers, .. } => {
            let (label, words) = entry_words(screen, *group, answers);
            let official = None;
            (Some(label), Preview::Words { words, official })
        }
        quick::Target::Notes => (Some("Notes".to_owned()), Preview::Nothing),
    };
    let (words, problem) = match preview {
        Preview::Words { words, .. } => (words, None),
        Preview::Problem(problem) => (piece.text.clone(), Some(problem)),
        Preview::Nothing | Preview::Which { .. } => (piece.text.clone(), None),
    };
    Piece {
        typed: piece.text,
        label,
        words,
        problem,
    }
}

/// Where an entry will land and what it will bring: a new one, or one that is there under its name.
fn entry_words(screen: Option<&CaseScreen>, group: Group, answers: &[Words]) -> (String, String) {
    let joined = |answers: &mut dyn Iterator<Item = &Words>| {
        let parts: Vec<&str> = answers.map(|(_, words)| words.as_str()).collect();
        parts.join(" · ")
    };
    let nth = screen.and_then(|screen| {
        let item = there(screen, group, answers)?;
        screen.items(group).iter().position(|other| *other == item)
    });
    let Some(nth) = nth else {
        return (group.title().to_owned(), joined(&mut answers.iter()));
    };
    let is_name = |(field, _): &&Words| Some(*field) == group.named_by();
    let name = joined(&mut answers.iter().filter(is_name));
    let new = joined(&mut answers.iter().filter(|answer| !is_name(answer)));
    let words = if new.is_empty() {
        format!("{name} is there already")
    } else {
        format!("{name} is there: {new}")
    };
    (format!("{} {}", group.title(), nth + 1), words)
}
