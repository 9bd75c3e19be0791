//! The roster and what was flagged, on the screen of whoever may see them; showing masked fields and breaking the
//! glass.

use super::app::App;
use super::form::{Form, specs};
use super::model::{Door, DoorMode, Slot};
use super::overlay::{Explain, Overlay};
use crate::input::Act;
use crate::record::{Problem, time_words};
use crate::wire::view::{CaseView, FactState};
use crate::wire::who::{Ask, Change, FlagRow, OperatorRow, State};

const ROSTER: &str = "Roster";
const FLAGGED: &str = "Flagged for review";

impl App {
    /// Actions about who sits here and who may; `false` for others.
    pub(super) fn run_on_roster(&mut self, act: Act) -> bool {
        match act {
            Act::ScreenLock => {
                self.send_drafts();
                self.ask_who(Ask::Lock);
            }
            Act::SignOut => {
                self.send_drafts();
                self.leaving_seat = true;
                self.ask_who(Ask::SignOut);
            }
            Act::Roster => self.ask_who(Ask::Roster),
            Act::Flagged => self.ask_who(Ask::Flags),
            Act::OperatorAdd => {
                self.model.door = Some(Door::new(DoorMode::Add, ""));
            }
            Act::OwnPhrase => {
                let signed_in = self
                    .model
                    .standing
                    .as_ref()
                    .is_some_and(|standing| standing.state == State::In);
                if signed_in {
                    self.model.door = Some(Door::new(DoorMode::NewPhrase, ""));
                } else {
                    self.refuse(Problem::operator("Nobody has signed in here."));
                }
            }
            Act::OperatorChange => self.open_form(&specs::OPERATOR, None, |_| {}),
            Act::Review => {
                let flag = self.flagged.clone();
                if flag.is_none() {
                    // What waits is shown first; the form is about the oldest that nobody has reviewed.
                    self.ask_who(Ask::Flags);
                } else {
                    self.open_form(&specs::REVIEW, None, |form| form.item = flag);
                }
            }
            _ => return false,
        }
        true
    }

    /// What a form of the roster or of a masked field asks; `None` for other forms.
    pub(super) fn who_form(&self, form: &Form) -> Option<Result<Ask, Problem>> {
        let text = |id: &str| form.text(id).trim().to_owned();
        let case = |slot: Option<Slot>| {
            slot.and_then(|slot| self.model.case(slot))
                .and_then(|screen| screen.case)
                .ok_or_else(|| Problem::operator("The desk has not numbered this case yet."))
        };
        Some(match form.spec.id {
            "case.reveal" => case(form.slot).map(|case| Ask::Reveal {
                case,
                fields: Vec::new(),
                reason: text("reason"),
            }),
            "case.glass" => case(form.slot).map(|case| Ask::BreakGlass {
                case,
                reason: text("reason"),
            }),
            "desk.review" => Ok(Ask::Review {
                flag: form.item.clone().unwrap_or_default(),
                words: text("words"),
            }),
            "desk.operator" => {
                let (name, reason) = (text("name"), text("reason"));
                Ok(Ask::Change(match form.text("what") {
                    "role" => Change::Role {
                        name,
                        role: text("role"),
                    },
                    "suspend" => Change::Suspend { name, reason },
                    "restore" => Change::Restore { name, reason },
                    _ => Change::Release { name, reason },
                }))
            }
            _ => return None,
        })
    }

    pub(super) fn roster_came(&mut self, rows: &[OperatorRow]) {
        let zone = self.model.zone();
        let lines = match rows {
            [] => vec![
                "Nobody is on the roster: everybody with the account's file rights may act."
                    .to_owned(),
                "The first operator added is a supervisor; from then on everybody signs in."
                    .to_owned(),
            ],
            rows => rows
                .iter()
                .map(|row| {
                    let last = row.last.map_or_else(
                        || "never signed in".to_owned(),
                        |at| format!("last {}", time_words::moment(at, zone)),
                    );
                    let machine = row
                        .account
                        .map(|uid| format!(", machine of account {uid}"))
                        .unwrap_or_default();
                    let here = match row.sessions {
                        0 => String::new(),
                        1 => ", 1 session now".to_owned(),
                        more => format!(", {more} sessions now"),
                    };
                    format!(
                        "{} ({}{machine}): {}; {last}{here}",
                        row.name, row.role, row.state
                    )
                })
                .collect(),
        };
        self.tell(ROSTER, lines);
    }

    pub(super) fn flags_came(&mut self, rows: &[FlagRow]) {
        let zone = self.model.zone();
        self.flagged = rows
            .iter()
            .rev()
            .find(|row| row.reviewed.is_none())
            .map(|row| row.id.clone());
        let mut lines: Vec<String> = rows
            .iter()
            .map(|row| {
                let cases = match row.cases.is_empty() {
                    true => String::new(),
                    false => format!(" ({})", row.cases.join(", ")),
                };
                let reviewed = match &row.reviewed {
                    Some(words) => format!(" Reviewed by {words}."),
                    None => " NOT REVIEWED.".to_owned(),
                };
                format!(
                    "{} {} {}{cases}: {}.{reviewed}",
                    time_words::moment(row.at, zone),
                    row.operator,
                    row.what,
                    row.reason
                )
            })
            .collect();
        if lines.is_empty() {
            lines.push("Nothing was flagged.".to_owned());
        }
        self.tell(FLAGGED, lines);
    }

    /// Shows lines on top, in place of the same ones that lie there.
    fn tell(&mut self, title: &str, lines: Vec<String>) {
        let explain = Explain {
            title: title.to_owned(),
            lines,
            scroll: 0,
        };
        match self.model.overlays.last_mut() {
            Some(Overlay::Explain(old)) if old.title == title => *old = explain,
            _ => self.push(Overlay::Explain(explain)),
        }
    }

    /// A change went through: what lies open of the roster is asked for again.
    pub(super) fn refresh_roster(&mut self) {
        match self.model.top() {
            Some(Overlay::Explain(open)) if open.title == ROSTER => self.ask_who(Ask::Roster),
            Some(Overlay::Explain(open)) if open.title == FLAGGED => {
                self.flagged = None;
                self.ask_who(Ask::Flags);
            }
            _ => self.flagged = None,
        }
    }
}

/// Whether the desk shows a masked field of this case openly.
pub(super) fn shows_masked(view: &CaseView) -> bool {
    view.facts.iter().any(|fact| {
        fact.state == FactState::Known
            && !fact.typed.is_empty()
            && crate::record::fields::by_name(&fact.field).is_some_and(|field| field.masked)
    })
}
