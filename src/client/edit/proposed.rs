//! What only wants agreement: what a blank field takes as a rule, and facts carried over from an earlier run.

use super::moving::spots;
use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::model::{CaseScreen, Model, Slot, Spot};
use crate::record::desk::NAMELESS;
use crate::record::{FieldId, Group, ItemId, Problem};
use crate::wire::view::{EarlierEntry, FactState};
use crate::wire::{Command, Said};

/// What a blank field would take as a rule, proposed to a person who agrees to it or types another: the form of
/// the name that NCIC takes, this desk's agency, the agency whose area it is, the number already given.
pub fn proposed(model: &Model, screen: &CaseScreen, field: FieldId) -> Option<String> {
    let blank = |field| {
        screen
            .fact(field, None)
            .is_none_or(|fact| fact.state == FactState::Blank)
    };
    if !blank(field) || screen.kept.contains_key(&Spot::field(field)) {
        return None;
    }
    match field.0 {
        // Papers that spell the name in Latin letters know better than a table of letters.
        "child.nam" => ["child.latin", "child.name"]
            .into_iter()
            .find_map(|id| screen.fact(FieldId(id), None)?.official.clone()),
        "guardian.agency" => {
            let agency = model.board.view.as_ref()?.agency.as_str();
            (agency != NAMELESS).then(|| agency.to_owned())
        }
        "guardian.phone24" => {
            let phone = model.board.view.as_ref()?.phone24.as_ref()?;
            Some(phone.as_str().to_owned())
        }
        "police.agency" => {
            let first = screen.view.as_ref()?.agencies.first()?;
            Some(first.name.as_str().to_owned())
        }
        "reporter.phone" => {
            let callback = screen.fact(FieldId("call.callback"), None)?;
            (callback.state == FactState::Known).then(|| callback.typed.clone())
        }
        _ => None,
    }
    .filter(|proposed| !proposed.trim().is_empty())
}

/// The entry of an earlier run that is proposed at the line that adds one to this group.
pub fn earlier(screen: &CaseScreen, group: Group) -> Option<&EarlierEntry> {
    let entries = &screen.view.as_ref()?.earlier;
    entries.iter().find(|entry| entry.group == group)
}

/// What an entry of an earlier run would bring, and from when: `Jay, 19, silver Civic (A-0003, 12 Mar 2027)`.
pub fn earlier_words(entry: &EarlierEntry) -> String {
    let known: Vec<&str> = entry
        .answers
        .iter()
        .map(|(_, words)| words.as_str())
        .collect();
    format!("{} ({})", known.join(", "), entry.from)
}

impl App {
    /// The fact under the cursor was carried over and still holds.
    pub(in crate::client) fn still_true(&mut self, slot: Slot) {
        let Some(screen) = self.model.case(slot) else {
            return;
        };
        if let Spot::Add(group) = screen.at {
            self.add_earlier(slot, group);
            return;
        }
        let Spot::Field { field, item } = screen.at else {
            self.refuse(Problem::operator("There is no field under the cursor."));
            return;
        };
        if let Some(form) = proposed(&self.model, screen, field) {
            let spot = Spot::Field { field, item };
            self.answer_spot(slot, &spot, Said::Value(form.clone()), &form);
            self.go_on(slot);
            return;
        }
        if screen
            .fact(field, item)
            .is_none_or(|fact| fact.carried.is_none())
        {
            self.refuse(Problem::operator(
                "Nothing is carried over from an earlier run in this field.",
            ));
            return;
        }
        self.send_still_true(slot, field, item);
        self.go_on(slot);
    }

    /// Everything carried over among the rows shown still holds.
    pub(in crate::client) fn still_true_all(&mut self, slot: Slot) {
        let Some(screen) = self.model.case(slot) else {
            return;
        };
        let carried: Vec<(FieldId, Option<ItemId>)> = spots(screen)
            .into_iter()
            .filter_map(|spot| match spot {
                Spot::Field { field, item } => Some((field, item)),
                _ => None,
            })
            .filter(|(field, item)| {
                screen
                    .fact(*field, *item)
                    .is_some_and(|fact| fact.carried.is_some())
            })
            .collect();
        if carried.is_empty() {
            self.refuse(Problem::operator(
                "Nothing shown here is carried over from an earlier run.",
            ));
            return;
        }
        for (field, item) in carried {
            self.send_still_true(slot, field, item);
        }
    }

    /// The entry of an earlier run is true of this one as well.
    fn add_earlier(&mut self, slot: Slot, group: Group) {
        let entry = self
            .model
            .case(slot)
            .and_then(|screen| earlier(screen, group));
        let Some(entry) = entry.cloned() else {
            self.refuse(Problem::operator(format!(
                "No {} of an earlier run is proposed.",
                group.word()
            )));
            return;
        };
        let command = Command::Add {
            case: String::new(),
            group: group.word().to_owned(),
            answers: entry.answers,
        };
        self.command(slot, command, Waiting::Act("Still true"));
    }

    fn send_still_true(&mut self, slot: Slot, field: FieldId, item: Option<ItemId>) {
        let command = Command::StillTrue {
            case: String::new(),
            field: field.0.to_owned(),
            item: item.map(|item| item.to_string()),
        };
        self.command(slot, command, Waiting::Act("Still true"));
    }
}
