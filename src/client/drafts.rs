//! Text being typed, kept on the desk so that a dropped line or a kill loses nothing.
//!
//! Changes are gathered for at most [`HOLD`] and then sent. A place is named by words that still mean
//! something to the next session: the case's id, the field, the entry.

use std::collections::BTreeMap;

use super::app::{App, Effect};
use super::ask::Waiting;
use super::model::{Fresh, Kept, Slot, Spot, Why};
use super::shift::is_parked;
use crate::record::{FieldId, Group, ItemId, fields};
use crate::wire::Ask;

/// How long text may wait before it is sent, in microseconds.
pub const HOLD: i64 = 400_000;

/// Texts to be sent, and those a former session left behind.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    /// Changed since last sent, by place.
    dirty: BTreeMap<String, String>,
    /// Boot time by which the dirty ones are sent.
    pub due: Option<i64>,
    /// Left behind by a former session, by place; taken up when the case is opened.
    before: BTreeMap<String, String>,
    /// Places the desk holds a text for, sent by this session.
    sent: BTreeMap<String, String>,
}

/// The place of where a session was.
const HERE: &str = "here";
/// What the place of a word for an operator who was away begins with.
const TOLD: &str = "told ";

impl Drafts {
    /// Forgets a place; whether the desk may hold something for it.
    pub(super) fn forget(&mut self, place: &str) -> bool {
        self.dirty.remove(place);
        let before = self.before.remove(place).is_some();
        self.sent.remove(place).is_some() || before
    }
}

impl App {
    /// Notes that the text of a place changed; empty forgets it.
    pub(super) fn draft(&mut self, place: Option<String>, text: &str) {
        let Some(place) = place else { return };
        if text.is_empty()
            && !self.drafts.sent.contains_key(&place)
            && self.drafts.dirty.remove(&place).is_some()
        {
            return;
        }
        if self.drafts.sent.get(&place).map(String::as_str) == Some(text) {
            self.drafts.dirty.remove(&place);
            return;
        }
        if text.is_empty() && !self.drafts.sent.contains_key(&place) {
            return;
        }
        self.drafts.dirty.insert(place, text.to_owned());
        let due = self.boot().saturating_add(HOLD);
        self.drafts.due.get_or_insert(due);
    }

    /// Sends the texts whose time has come.
    pub(super) fn send_due_drafts(&mut self) {
        if self.drafts.due.is_some_and(|due| self.boot() >= due) {
            self.send_drafts();
        }
    }

    /// Sends every changed text at once.
    pub(super) fn send_drafts(&mut self) {
        self.drafts.due = None;
        for (place, text) in std::mem::take(&mut self.drafts.dirty) {
            if text.is_empty() {
                self.drafts.sent.remove(&place);
            } else {
                self.drafts.sent.insert(place.clone(), text.clone());
            }
            self.ask(Ask::Draft { place, text }, Waiting::Draft);
        }
    }

    /// The text at a spot is saved or thrown out: the desk need not keep it.
    pub(super) fn forget_draft(&mut self, slot: Slot, spot: &Spot) {
        let place = self.place_of(slot, spot);
        if let Some(place) = &place
            && self.drafts.before.remove(place).is_some()
        {
            self.drafts.sent.entry(place.clone()).or_default();
        }
        self.draft(place, "");
    }

    /// The name of a spot's place; `None` while the desk has not named the case.
    pub(super) fn place_of(&self, slot: Slot, spot: &Spot) -> Option<String> {
        let case = self.model.case(slot)?.case?;
        let what = words_of(spot).filter(|_| !matches!(spot, Spot::Danger | Spot::Called911))?;
        Some(format!("case {case} {what}"))
    }

    /// The texts a former session of the same operator left behind have come.
    pub(super) fn drafts_came(&mut self, drafts: Vec<(String, String)>) {
        let mut parked = Vec::new();
        let mut here = None;
        let mut texts = Vec::new();
        for (place, text) in drafts {
            if place == HERE {
                here = Some(text);
            } else if let Some(told) = place.strip_prefix(TOLD) {
                // Told once, on this screen, until it is read.
                self.model.notices.push(text);
                self.out.push(Effect::Bell);
                let (place, text) = (format!("{TOLD}{told}"), String::new());
                self.ask(Ask::Draft { place, text }, Waiting::Draft);
            } else if is_parked(&place) {
                parked.push((place, text));
            } else {
                texts.push((place, text));
            }
        }
        let count = texts.len();
        self.drafts.before.extend(texts);
        self.parked_came(&parked);
        if let Some(here) = here {
            self.resume(&here);
        }
        let slots: Vec<Slot> = self.model.cases.iter().map(|screen| screen.slot).collect();
        for slot in slots {
            self.take_up_drafts(slot);
        }
        if count > 0 {
            self.say(if count == 1 {
                "1 text was left unsaved by an earlier screen; it stands in its field.".to_owned()
            } else {
                format!("{count} texts were left unsaved by an earlier screen; each stands in its field.")
            });
        }
    }

    /// Puts the texts left behind into a case that was opened.
    pub(super) fn take_up_drafts(&mut self, slot: Slot) {
        let Some(case) = self.model.case(slot).and_then(|screen| screen.case) else {
            return;
        };
        let prefix = format!("case {case} ");
        let found: Vec<(Spot, String)> = self
            .drafts
            .before
            .iter()
            .filter_map(|(place, text)| {
                Some((spot_of(place.strip_prefix(&prefix)?)?, text.clone()))
            })
            .collect();
        if let Some(screen) = self.screen(slot) {
            for (spot, text) in found {
                let being_typed = screen.at == spot && screen.edit.is_some();
                if !being_typed {
                    // What stood when it was typed is not known: whatever stands there now is asked about.
                    screen.saw.entry(spot.clone()).or_insert(0);
                    screen.kept.entry(spot).or_insert(Kept {
                        text,
                        why: Why::FromBefore,
                    });
                }
            }
        }
    }

    /// A form was left with this text in a line; its next opening finds it.
    pub(super) fn keep_for_form(&mut self, place: String, text: &str) {
        self.drafts.before.insert(place, text.to_owned());
    }

    /// A text a former session left in a form or the quick line.
    pub(super) fn draft_from_before(&mut self, place: &str) -> Option<String> {
        let text = self.drafts.before.remove(place)?;
        self.drafts.sent.insert(place.to_owned(), text.clone());
        Some(text)
    }
}

/// A spot in words that still mean something to the next session; `None` where there are none.
pub(super) fn words_of(spot: &Spot) -> Option<String> {
    Some(match spot {
        Spot::Danger => "danger".to_owned(),
        Spot::Called911 => "called-911".to_owned(),
        Spot::CameAt => "came-at".to_owned(),
        Spot::Add(group) => format!("add {}", group.word()),
        Spot::Field { field, item: None } => format!("field {field}"),
        Spot::Field {
            field,
            item: Some(item),
        } if !Fresh::is_own(*item) => format!("field {field} {item}"),
        _ => return None,
    })
}

/// The spot that words name.
pub(super) fn spot_of(what: &str) -> Option<Spot> {
    match what {
        "danger" => return Some(Spot::Danger),
        "called-911" => return Some(Spot::Called911),
        "came-at" => return Some(Spot::CameAt),
        _ => {}
    }
    if let Some(group) = what.strip_prefix("add ") {
        return Group::from_word(group).map(Spot::Add);
    }
    let mut words = what.strip_prefix("field ")?.split(' ');
    let field: FieldId = fields::by_name(words.next()?)?.id;
    let item = match words.next() {
        Some(item) => Some(item.parse::<ItemId>().ok()?),
        None => None,
    };
    Some(Spot::Field { field, item })
}
