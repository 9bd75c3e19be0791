//! The first line: danger now, 911 called. One letter answers and goes on; a digit begins the call-back number,
//! anything else the name.

use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::edit::Leave;
use crate::client::model::{Kept, Mode, Slot, Spot, Why};
use crate::client::panes;
use crate::wire::Command;

impl App {
    /// What a printable key means on the first line; whether it was taken.
    ///
    /// One letter answers and goes on; a digit begins the call-back number; anything else begins the name.
    pub(in crate::client) fn intake_takes(&mut self, slot: Slot, c: char) -> bool {
        let Some(screen) = self.model.case(slot) else {
            return false;
        };
        let answer = match c {
            'y' => Some("yes"),
            'n' => Some("no"),
            'u' | '?' => Some("unknown"),
            _ => None,
        };
        let on_first = matches!(screen.at, Spot::Danger | Spot::Called911);
        if on_first && let Some(answer) = answer {
            self.first_answer(slot, answer);
            self.go_on(slot);
            return true;
        }
        let on_callback = screen.mode == Mode::Intake
            && screen.edit.is_none()
            && panes::callback().is_some_and(|field| screen.at == Spot::field(field));
        // A name that stands is not written over by letters meant for what is still blank.
        let name = panes::name()
            .filter(|name| screen.fact(*name, None).is_none())
            .map(Spot::field);
        let to = if on_first && (c.is_ascii_digit() || matches!(c, '+' | '(')) {
            panes::callback().map(Spot::field)
        } else if on_first {
            name.or_else(|| crate::client::edit::first_blank(screen))
        } else if on_callback && c.is_alphabetic() {
            name
        } else {
            None
        };
        if let Some(to) = to {
            if c == ' ' {
                return true;
            }
            self.focus(slot, to, Leave::Save);
            self.type_on_case(slot, c);
            return true;
        }
        false
    }

    /// Answers the question of the first line in focus.
    pub(in crate::client) fn first_answer(&mut self, slot: Slot, answer: &str) {
        let question = match self.model.case(slot).map(|screen| &screen.at) {
            Some(Spot::Called911) => "called 911",
            _ => "danger now",
        };
        self.answer_first(slot, question, answer);
    }

    /// Answers a question of the first line from anywhere.
    pub(in crate::client) fn answer_first(&mut self, slot: Slot, question: &str, answer: &str) {
        let (spot, done) = if question == "danger now" {
            (Spot::Danger, "Danger now")
        } else {
            (Spot::Called911, "911 called")
        };
        let mut saw = None;
        if let Some(screen) = self.screen(slot) {
            saw = Some(screen.saw_at(&spot));
            screen.kept.insert(
                spot.clone(),
                Kept {
                    text: answer.to_owned(),
                    why: Why::Sending(0),
                },
            );
        }
        let command = Command::First {
            saw,
            case: String::new(),
            question: question.to_owned(),
            answer: answer.to_owned(),
        };
        let waiting = Waiting::Answer {
            slot,
            spot,
            text: answer.to_owned(),
        };
        let _ = done;
        self.command(slot, command, waiting);
        if question == "danger now" && answer == "yes" {
            self.say("The caller hangs up and dials 911 now; you stay with the record.");
        }
    }

    /// Takes the next answer of a question: yes, no, unknown, yes …
    pub(in crate::client) fn turn_first(&mut self, slot: Slot, question: &'static str) {
        let Some(screen) = self.model.case(slot) else {
            return;
        };
        let (spot, saved) = match question {
            "danger now" => (
                Spot::Danger,
                screen
                    .view
                    .as_ref()
                    .and_then(|view| view.danger_now.clone()),
            ),
            _ => (
                Spot::Called911,
                screen
                    .view
                    .as_ref()
                    .and_then(|view| view.called_911.clone()),
            ),
        };
        let stands = screen
            .kept
            .get(&spot)
            .map(|kept| kept.text.clone())
            .or(saved);
        let next = match stands.as_deref() {
            Some("yes") => "no",
            Some("no") => "unknown",
            _ => "yes",
        };
        self.answer_first(slot, question, next);
    }
}
