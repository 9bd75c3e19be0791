//! An intake: the clock runs from its key; the first line never stops the typing; calls can be parked.

use super::app::{App, Waiting};
use super::edit::Leave;
use super::model::{CaseScreen, Kept, Mode, Place, Preview, Slot, Spot, Why};
use super::overlay::{Overlay, Parked, ParkedRow};
use super::panes;
use super::words;
use crate::record::event::Channel;
use crate::record::{CaseId, ChildId, Moment, Problem, Zone};
use crate::rules;
use crate::wire::view::{FactState, FoundRow};
use crate::wire::{Ask, Command, Outcome};

/// Letters typed before a name is looked for among the children on file.
const ENOUGH_TO_LOOK: usize = 3;

impl App {
    // ---- opening ----

    /// Starts an intake. Its clock runs from the boot time of the key that asked for it.
    pub(super) fn start_intake(&mut self, child: Option<ChildId>) {
        if let Some(slot) = self.slot() {
            self.leave(slot, Leave::Save);
        }
        self.slots += 1;
        let slot = Slot(self.slots);
        let key_at = self.model.now();
        let zone = self.model.zone();
        let mut screen = CaseScreen::new(slot, None);
        screen.mode = Mode::Intake;
        screen.key_at = key_at;
        self.model.cases.push(screen);
        self.model.place = Place::Case(slot);
        self.model.overlays.clear();
        let command = Command::Open {
            key_at: key_at.map(|at| rfc3339(at, zone)),
            name: None,
            child: child.map(|child| child.to_string()),
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        };
        self.ask(Ask::Do(command), Waiting::Open(slot));
    }

    /// The desk opened the intake, or would not.
    pub(super) fn opened(&mut self, slot: Slot, result: Result<Outcome, Problem>) {
        match result {
            Ok(Outcome::Saved {
                case: Some(case),
                case_number,
                ..
            }) => {
                if let Some(screen) = self.screen(slot) {
                    screen.case = Some(case);
                    screen.number = case_number;
                }
                self.watch_front();
                self.send_held(slot);
                // What is being typed can be kept on the desk from now on.
                self.case_text_changed(slot);
            }
            Ok(_) => self.refuse(Problem::ours(
                "The desk did not say which case it opened; what was typed is still here.",
            )),
            Err(problem) => {
                self.refuse(
                    problem
                        .hint("The call is not recorded yet: write the time down, then try again."),
                );
            }
        }
    }

    /// Goes to a case the desk knows.
    pub(super) fn go_to_case(&mut self, case: CaseId) {
        if let Some(slot) = self.slot() {
            self.leave(slot, Leave::Save);
        }
        let known = self
            .model
            .cases
            .iter()
            .find(|screen| screen.case == Some(case))
            .map(|screen| screen.slot);
        let slot = known.unwrap_or_else(|| {
            self.slots += 1;
            let slot = Slot(self.slots);
            let mut screen = CaseScreen::new(slot, Some(case));
            screen.number = self
                .model
                .board
                .rows()
                .iter()
                .find(|row| row.case == case)
                .map(|row| row.number.clone());
            self.model.cases.push(screen);
            self.go_to_pane(slot, panes::Pane::FIRST, false);
            slot
        });
        self.model.place = Place::Case(slot);
        self.model.board.selected = Some(case);
        self.watch_front();
        self.take_up_drafts(slot);
    }

    /// Has the desk send the case in front whenever it changes.
    pub(super) fn watch_front(&mut self) {
        let front = self.model.front().and_then(|screen| screen.case);
        if front.is_some() && front != self.watched {
            self.watched = front;
            self.ask(Ask::WatchCase(front), Waiting::Watch);
        }
    }

    // ---- the first line ----

    /// What a printable key means on the first line; whether it was taken.
    ///
    /// One letter answers and goes on; a digit begins the call-back number; anything else begins the name.
    pub(super) fn intake_takes(&mut self, slot: Slot, c: char) -> bool {
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
            name.or_else(|| super::edit::first_blank(screen))
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
    pub(super) fn first_answer(&mut self, slot: Slot, answer: &str) {
        let question = match self.model.case(slot).map(|screen| &screen.at) {
            Some(Spot::Called911) => "called 911",
            _ => "danger now",
        };
        self.answer_first(slot, question, answer);
    }

    /// Answers a question of the first line from anywhere.
    pub(super) fn answer_first(&mut self, slot: Slot, question: &str, answer: &str) {
        let (spot, done) = if question == "danger now" {
            (Spot::Danger, "Danger now")
        } else {
            (Spot::Called911, "911 called")
        };
        if let Some(screen) = self.screen(slot) {
            screen.kept.insert(
                spot.clone(),
                Kept {
                    text: answer.to_owned(),
                    why: Why::Sending(0),
                },
            );
        }
        let command = Command::First {
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
    pub(super) fn turn_first(&mut self, slot: Slot, question: &'static str) {
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

    // ---- how it came ----

    /// Sends how and when the information came. Nothing typed means by phone, at the key.
    pub(super) fn answer_came_at(&mut self, slot: Slot, text: &str) {
        let now = self.model.now();
        let zone = self.model.zone();
        let (channel, at) = split_came_at(text);
        if let Preview::Problem(problem) = came_at_preview(text, now, zone) {
            if let Some(screen) = self.screen(slot) {
                screen.kept.insert(
                    Spot::CameAt,
                    Kept {
                        text: text.to_owned(),
                        why: Why::Refused(problem.clone()),
                    },
                );
            }
            self.refuse(problem);
            return;
        }
        if let Some(screen) = self.screen(slot) {
            screen.kept.insert(
                Spot::CameAt,
                Kept {
                    text: text.to_owned(),
                    why: Why::Sending(0),
                },
            );
        }
        let command = Command::CameAt {
            case: String::new(),
            channel: channel.word().to_owned(),
            at: at.map(str::to_owned),
        };
        let waiting = Waiting::Answer {
            slot,
            spot: Spot::CameAt,
            text: text.to_owned(),
        };
        self.command(slot, command, waiting);
    }

    /// Enter on *came at* with nothing typed: by phone, unless a channel is known already.
    pub(super) fn came_by_phone(&mut self, slot: Slot) {
        let known = self.model.case(slot).is_some_and(|screen| {
            screen
                .view
                .as_ref()
                .is_some_and(|view| view.received.channel.is_some())
                || screen.kept.contains_key(&Spot::CameAt)
                || screen.edit.is_some()
        });
        if !known {
            self.answer_came_at(slot, "phone");
        }
    }

    // ---- a child on file ----

    /// Looks for the name among the children on file, as it is typed.
    pub(super) fn look_for_match(&mut self, slot: Slot, text: &str) {
        if text.trim().chars().count() < ENOUGH_TO_LOOK {
            if let Some(screen) = self.screen(slot) {
                screen.offered = None;
            }
            return;
        }
        self.ask(Ask::Find(text.trim().to_owned()), Waiting::Match(slot));
    }

    /// Children on file came for the name being typed.
    pub(super) fn match_came(&mut self, slot: Slot, rows: Vec<FoundRow>) {
        if let Some(screen) = self.screen(slot) {
            let own = screen.view.as_ref().map(|view| view.child);
            let this = screen.case;
            screen.offered = rows.into_iter().find(|row| {
                Some(row.child) != own && row.case.as_ref().map(|(case, ..)| *case) != this
            });
        }
    }

    /// Takes the child offered: this case is about that child.
    pub(super) fn take_match(&mut self, slot: Slot) {
        let Some(offered) = self.screen(slot).and_then(|screen| screen.offered.take()) else {
            self.refuse(Problem::operator(
                "No child on file has the name that is typed.",
            ));
            return;
        };
        if let Some(screen) = self.screen(slot)
            && let Some(name) = panes::name()
        {
            // The name on file takes the place of the letters typed to find it.
            let spot = Spot::field(name);
            if screen.at == spot {
                screen.edit = None;
            }
            screen.kept.remove(&spot);
            self.forget_draft(slot, &spot);
        }
        let command = Command::NameChild {
            case: String::new(),
            child: offered.child.to_string(),
        };
        self.command(slot, command, Waiting::Act("Child on file taken"));
        self.go_on(slot);
    }

    // ---- several calls at once ----

    /// Goes to the next case open in this session; each keeps its text and its cursor.
    pub(super) fn next_case(&mut self) {
        let slots: Vec<Slot> = self
            .model
            .cases
            .iter()
            .filter(|screen| {
                screen
                    .view
                    .as_ref()
                    .is_none_or(|view| view.closed.is_none())
            })
            .map(|screen| screen.slot)
            .collect();
        let here = self
            .slot()
            .and_then(|slot| slots.iter().position(|other| *other == slot));
        let next = match here {
            Some(at) => slots.get((at + 1) % slots.len().max(1)),
            None => slots.last(),
        };
        match next {
            Some(slot) if Some(*slot) != self.slot() => self.go_to_slot(*slot),
            _ => self.refuse(Problem::operator("No other case is open on this screen.")),
        }
    }

    /// Goes to a case open in this session, as it was left.
    pub(super) fn go_to_slot(&mut self, slot: Slot) {
        // Text being typed stays in its field with its cursor: the case is parked as it is.
        self.model.place = Place::Case(slot);
        self.watch_front();
        let name = self.model.case(slot).map(|screen| {
            format!(
                "{}: stopped at {}.",
                screen.title(),
                words::spot(&screen.at)
            )
        });
        if let Some(name) = name {
            self.say(name);
        }
    }

    /// The list of cases open in this session and where each stopped.
    pub(super) fn parked(&self) -> Parked {
        let is_open = |screen: &&CaseScreen| {
            screen
                .view
                .as_ref()
                .is_none_or(|view| view.closed.is_none())
        };
        let rows = self
            .model
            .cases
            .iter()
            .filter(is_open)
            .map(|screen| ParkedRow {
                slot: screen.slot,
                number: screen.title().to_owned(),
                name: screen.view.as_ref().map_or_else(
                    || "not yet named".to_owned(),
                    |view| view.name.as_str().to_owned(),
                ),
                stopped: words::spot(&screen.at),
                unsaved: screen
                    .kept
                    .values()
                    .filter(|kept| !matches!(kept.why, Why::Sending(_)))
                    .count()
                    + usize::from(screen.edit.is_some()),
            })
            .collect();
        Parked { rows, at: 0 }
    }

    /// Opens the list of cases open in this session.
    pub(super) fn show_parked(&mut self) {
        let parked = self.parked();
        if parked.rows.is_empty() {
            self.refuse(Problem::operator("No case is open on this screen."));
        } else {
            self.push(Overlay::Parked(parked));
        }
    }
}

/// Whether a case just come upon is an intake that was cut off: nothing was reported and no pane was chosen yet, and
/// of what an intake asks something is blank.
pub(super) fn unfinished(screen: &CaseScreen) -> bool {
    let Some(view) = &screen.view else {
        return false;
    };
    let nothing_told = ["police.report", "ncmec.report"].iter().all(|id| {
        view.duties
            .iter()
            .any(|duty| duty.id == *id && duty.state.is_open() && duty.done.is_none())
    });
    let untouched = screen.mode == Mode::Panes
        && screen.pane == panes::Pane::FIRST
        && screen.edit.is_none()
        && screen.key_at.is_none();
    let blank = panes::intake_rows(screen).into_iter().any(|row| {
        matches!(row, panes::Row::Spot(Spot::Field { field, item })
            if screen.fact(field, item).is_none_or(|fact| fact.state == FactState::Blank))
    });
    view.closed.is_none() && nothing_told && untouched && blank
}

/// RFC 3339 in a zone, to the microsecond where it has some.
pub(super) fn rfc3339(at: Moment, zone: Zone) -> String {
    rules::words::rfc3339(at, zone)
}

/// Splits `voicemail 00:40` into the channel (phone when none is named) and the time.
fn split_came_at(text: &str) -> (Channel, Option<&str>) {
    let text = text.trim();
    // The longest leading words that name a channel win: `in person 01:10`.
    let ends = text
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .chain([text.len()]);
    let mut found = None;
    for end in ends {
        let head = text.get(..end).unwrap_or(text);
        let channel = Channel::from_word(head).or(match head {
            "p" => Some(Channel::Phone),
            "e" => Some(Channel::Email),
            "f" => Some(Channel::Fax),
            "v" => Some(Channel::Voicemail),
            "w" => Some(Channel::Web),
            "i" => Some(Channel::InPerson),
            "t" => Some(Channel::Text),
            _ => None,
        });
        if let Some(channel) = channel {
            found = Some((channel, text.get(end..).unwrap_or("").trim()));
        }
    }
    let (channel, rest) = found.unwrap_or((Channel::Phone, text));
    (channel, (!rest.is_empty()).then_some(rest))
}

/// What *came at* is understood as.
pub(super) fn came_at_preview(text: &str, now: Option<Moment>, zone: Zone) -> Preview {
    if text.trim().is_empty() {
        return Preview::Nothing;
    }
    let (channel, at) = split_came_at(text);
    let Some(at) = at else {
        return Preview::Words {
            words: format!("by {}, at the intake key", channel.word()),
            official: None,
        };
    };
    match super::understand::time(at, now, zone) {
        Preview::Words { words, official } => Preview::Words {
            words: format!("by {}, {words}", channel.word()),
            official,
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_before_the_time_is_split_off() {
        for (text, channel, at) in [
            ("phone", Channel::Phone, None),
            ("01:10", Channel::Phone, Some("01:10")),
            ("v 00:40", Channel::Voicemail, Some("00:40")),
            ("voicemail 00:40", Channel::Voicemail, Some("00:40")),
            ("in person 1 am", Channel::InPerson, Some("1 am")),
            (
                "e-mail yesterday 23:10",
                Channel::Email,
                Some("yesterday 23:10"),
            ),
        ] {
            assert_eq!(split_came_at(text), (channel, at), "{text}");
        }
    }
}
