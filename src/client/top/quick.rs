//! The quick line: what a caller says in any order, shown where each piece will land, then sent.

use crate::client::answers::words_of;
use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::edit::{field_of, said_of};
use crate::client::model::{Kept, Preview, Slot, Spot, Why};
use crate::client::overlay::{Overlay, Piece, Quick};
use crate::client::text::Text;
use crate::client::{understand, words};
use crate::record::{Group, Moment, Problem, Zone, quick};
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
        let mut sent: Vec<(Group, usize)> = Vec::new();
        for piece in quick::route(&text) {
            match piece.target {
                quick::Target::Field(field) => {
                    let said = said_of(&piece.text);
                    self.answer_spot(slot, &Spot::field(field), said, &piece.text);
                }
                quick::Target::Entry {
                    group,
                    nth,
                    answers,
                } => {
                    if sent.contains(&(group, nth)) {
                        continue;
                    }
                    sent.push((group, nth));
                    let mut all: Vec<(String, String)> = Vec::new();
                    for other in quick::route(&text) {
                        if let quick::Target::Entry {
                            group: g,
                            nth: n,
                            answers,
                        } = other.target
                            && (g, n) == (group, nth)
                        {
                            for (field, words) in answers {
                                if !all.iter().any(|(known, _)| *known == field.0) {
                                    all.push((field.0.to_owned(), words));
                                }
                            }
                        }
                    }
                    debug_assert!(all.len() >= answers.len());
                    let command = Command::Add {
                        case: String::new(),
                        group: group.word().to_owned(),
                        answers: all,
                    };
                    let text = piece.text.clone();
                    self.command(slot, command, Waiting::Quick { slot, text });
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

/// A routed piece as it is shown before Enter.
pub(super) fn shown_piece(piece: quick::Piece, now: Option<Moment>, zone: Zone) -> Piece {
    let (label, preview) = match &piece.target {
        quick::Target::Field(field) => {
            let spot = Spot::field(*field);
            let preview = field_of(&spot).map_or(Preview::Nothing, |row| {
                understand::preview(row, &piece.text, now, zone)
            });
            (Some(words::spot(&spot)), preview)
        }
        quick::Target::Entry { group, answers, .. } => {
            let parts: Vec<&str> = answers.iter().map(|(_, words)| words.as_str()).collect();
            (
                Some(group.title().to_owned()),
                Preview::Words {
                    words: parts.join(" · "),
                    official: None,
                },
            )
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
