//! Typing into a case: focus a field and type; leaving saves, Esc keeps, nothing blocks.

use super::app::{App, Waiting};
use super::intake;
use super::model::{
    CaseScreen, Echo, Edit, Fresh, Kept, Mode, Model, Place, Preview, Slot, Spot, Why,
};
use super::overlay::{Overlay, Which};
use super::panes::{self, Pane, Row};
use super::text::{Text, TextEdit};
use super::understand;
use crate::record::desk::NAMELESS;
use crate::record::{Field, FieldId, Group, ItemId, Kind, Problem, State, fields, read};
use crate::wire::view::FactState;
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

/// What a field held before this session answered it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Undone {
    pub slot: Slot,
    pub field: FieldId,
    pub item: Option<ItemId>,
    pub before: Said,
}

/// How a field is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leave {
    /// What was typed is saved.
    Save,
    /// What was typed is kept unsaved.
    Keep,
}

impl App {
    // ---- typing ----

    /// A printable key on a case.
    pub(super) fn type_on_case(&mut self, slot: Slot, c: char) {
        if self.spelled_on(c) || self.intake_takes(slot, c) {
            return;
        }
        let Some(screen) = self.model.case(slot) else {
            return;
        };
        let at = screen.at.clone();
        // A line cleared again is as good as untouched.
        let empty = |edit: &Edit| edit.text.is_empty();
        let untouched = screen.edit.as_ref().is_none_or(empty) && !screen.kept.contains_key(&at);
        // One letter answers a choice, unless something is being typed there.
        if untouched && let Some(key) = picked_by(&at, c) {
            if let Some(screen) = self.screen(slot) {
                screen.edit = None;
            }
            self.answer_spot(slot, &at, Said::Value(key.clone()), &key);
            self.go_on(slot);
            self.expect_the_word(slot, &at, &key);
            return;
        }
        // No code, measure, date or number begins with it: it can only mean that nobody knows.
        if untouched && c == '?' && field_of(&at).is_some_and(|field| !takes_words(field.kind)) {
            self.answer_focused(slot, Said::Unknown);
            return;
        }
        self.begin_edit(slot, false);
        if let Some(edit) = self.screen(slot).and_then(|screen| screen.edit.as_mut()) {
            edit.text.type_char(c);
        }
        self.case_text_changed(slot);
    }

    /// A letter took a code: who types its whole word means that code, and no answer to the next question.
    fn expect_the_word(&mut self, slot: Slot, at: &Spot, key: &str) {
        let word = match field_of(at).map(|field| field.kind) {
            Some(Kind::Code(list)) => list.label(key).to_lowercase(),
            _ => return,
        };
        let next = self
            .model
            .case(slot)
            .and_then(|screen| field_of(&screen.at));
        if next.is_some_and(|field| !takes_words(field.kind)) {
            self.spelling = Some((word.chars().skip(1).collect(), false));
        }
    }

    /// Whether a letter goes on with the word of the code just taken.
    fn spelled_on(&mut self, c: char) -> bool {
        let Some((rest, _)) = self.spelling.take() else {
            return false;
        };
        let mut letters = rest.chars();
        let goes_on = letters
            .next()
            .is_some_and(|next| c.to_lowercase().eq([next]));
        if goes_on {
            self.spelling = Some((letters.collect(), true));
        }
        goes_on
    }

    /// Text on a case, all at once.
    pub(super) fn type_str_on_case(&mut self, slot: Slot, text: &str) {
        if let Some(screen) = self.model.case(slot)
            && matches!(screen.at, Spot::Danger | Spot::Called911)
            && let Some(to) = panes::name()
                .filter(|name| screen.fact(*name, None).is_none())
                .map(Spot::field)
                .or_else(|| first_blank(screen))
        {
            self.focus(slot, to, Leave::Save);
        }
        self.begin_edit(slot, false);
        if let Some(edit) = self.screen(slot).and_then(|screen| screen.edit.as_mut()) {
            edit.text.type_str(text);
        }
        self.case_text_changed(slot);
    }

    /// Moves or deletes within the text at the cursor, taking the saved value up where nothing was typed.
    pub(super) fn edit_on_case(&mut self, slot: Slot, how: TextEdit) {
        self.begin_edit(slot, true);
        if let Some(edit) = self.screen(slot).and_then(|screen| screen.edit.as_mut()) {
            edit.text.edit(how);
        }
        self.case_text_changed(slot);
    }

    /// Opens the text of the spot in focus: what was kept there, or the saved value, or nothing.
    fn begin_edit(&mut self, slot: Slot, from_saved: bool) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        if screen.edit.is_some() || !super::dispatch::takes_text(&screen.at) {
            return;
        }
        let fact = match &screen.at {
            Spot::Field { field, item } => screen.fact(*field, *item).cloned(),
            _ => None,
        };
        let text = match (screen.kept.get(&screen.at), &fact) {
            (Some(kept), _) => kept.text.clone(),
            (None, Some(fact)) if from_saved => fact.typed.clone(),
            _ => String::new(),
        };
        screen.edit = Some(Edit {
            text: Text::new(&text),
            preview: Preview::Nothing,
            echo: Echo::Shown,
            saw: fact.map(|fact| fact.seq),
            picker: None,
        });
    }

    /// After each change of the text: what it is understood as, which choices fit, the draft, the match.
    pub(super) fn case_text_changed(&mut self, slot: Slot) {
        let now = self.model.now();
        let zone = self.model.zone();
        let boot = self.boot();
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let zone = screen.view.as_ref().map_or(zone, |view| view.zone);
        let at = screen.at.clone();
        let Some(edit) = &mut screen.edit else { return };
        edit.echo = edit.echo.changed(boot, edit.preview != Preview::Nothing);
        let text = edit.text.as_str().to_owned();
        match field_of(&at) {
            Some(field) => {
                edit.preview = understand::preview(field, &text, now, zone);
                edit.picker = understand::picker(field, &text, edit.picker.take());
            }
            None if at == Spot::CameAt => edit.preview = intake::came_at_preview(&text, now, zone),
            None => {}
        }
        let place = self.place_of(slot, &at);
        self.draft(place, &text);
        if let Spot::Field { field, item: None } = at
            && Some(field) == panes::name()
        {
            self.look_for_match(slot, &text);
        }
    }

    // ---- saving and leaving ----

    /// Ends the typing at the spot in focus. Never blocks: what cannot be read stays there with its reason.
    pub(super) fn leave(&mut self, slot: Slot, how: Leave) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let at = screen.at.clone();
        let Some(edit) = screen.edit.take() else {
            return;
        };
        let text = edit.text.as_str().trim().to_owned();
        let fact = match &at {
            Spot::Field { field, item } => screen.fact(*field, *item).cloned(),
            _ => None,
        };
        let unchanged = fact.as_ref().is_some_and(|fact| fact.typed == text);
        if text.is_empty() || unchanged {
            screen.kept.remove(&at);
            self.forget_draft(slot, &at);
            return;
        }
        if how == Leave::Keep {
            screen.kept.insert(
                at,
                Kept {
                    text,
                    why: Why::Draft,
                },
            );
            self.say("Not saved; the text waits in its field.");
            return;
        }
        let picked = edit
            .picker
            .as_ref()
            .filter(|_| !matches!(edit.preview, Preview::Words { .. }))
            .and_then(|picker| picker.rows.get(picker.at))
            .map(|row| row.key.clone());
        let said = said_of(&text);
        let said = match (said, picked) {
            (Said::Value(_), Some(key)) => Said::Value(understand::completed(&text, &key)),
            (said, _) => said,
        };
        match (&said, edit.preview) {
            (Said::Value(value), Preview::Problem(problem))
                if *value == text && at != Spot::CameAt =>
            {
                screen.kept.insert(
                    at,
                    Kept {
                        text,
                        why: Why::Refused(problem.clone()),
                    },
                );
                self.refuse(problem);
            }
            (Said::Value(_), Preview::Which { first, second }) => {
                let opened = self.boot();
                if let Some(screen) = self.screen(slot) {
                    screen.kept.insert(
                        at.clone(),
                        Kept {
                            text: text.clone(),
                            why: Why::Draft,
                        },
                    );
                }
                self.push(Overlay::Which(Which {
                    slot,
                    spot: at,
                    text,
                    first,
                    second,
                    opened,
                }));
            }
            _ => self.answer_spot(slot, &at, said, &text),
        }
    }

    /// Sends what was said at a spot.
    pub(super) fn answer_spot(&mut self, slot: Slot, at: &Spot, said: Said, text: &str) {
        let (field, item) = match at {
            Spot::Field { field, item } => (*field, *item),
            Spot::CameAt => return self.answer_came_at(slot, text),
            Spot::Add(group) => return self.add_entry(slot, *group, said, text),
            _ => return,
        };
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let on_its_way = screen
            .kept
            .get(at)
            .is_some_and(|kept| matches!(kept.why, Why::Sending(_)));
        screen.kept.insert(
            at.clone(),
            Kept {
                text: text.to_owned(),
                why: Why::Sending(0),
            },
        );
        let fact = screen.fact(field, item).cloned();
        let waiting = Waiting::Answer {
            slot,
            spot: at.clone(),
            text: text.to_owned(),
        };
        let unsent = item.and_then(|item| {
            screen
                .fresh
                .iter_mut()
                .find(|fresh| fresh.item == item && !fresh.sent)
        });
        if let (Some(fresh), Said::Value(value)) = (unsent, &said) {
            // The entry's first answer was refused: this one brings the entry into being.
            fresh.sent = true;
            let (group, own) = (fresh.group, fresh.item);
            let command = Command::Add {
                case: String::new(),
                group: group.word().to_owned(),
                answers: vec![(field.0.to_owned(), value.clone())],
            };
            let waiting = Waiting::Add {
                slot,
                group,
                own,
                spot: at.clone(),
                text: text.to_owned(),
            };
            // It must not queue behind answers that wait for this very entry.
            self.held.insert(
                0,
                super::app::HeldCommand {
                    slot,
                    command,
                    waiting,
                },
            );
            self.send_held(slot);
            return;
        }
        self.undo.push(Undone {
            slot,
            field,
            item,
            before: before_of(fact.as_ref().map(|f| (f.state, f.typed.as_str()))),
        });
        let command = Command::Answer {
            case: String::new(),
            field: field.0.to_owned(),
            item: item.map(|item| item.to_string()),
            said,
            said_by: None,
            as_of: None,
            reason: None,
            // A save of our own still on its way would look like somebody else's.
            saw: (!on_its_way).then(|| fact.map_or(0, |fact| fact.seq)),
        };
        self.command(slot, command, waiting);
    }

    /// A new entry, begun by the answer to its first field.
    fn add_entry(&mut self, slot: Slot, group: Group, said: Said, text: &str) {
        let Some(first) = panes::fields_of(group).next() else {
            return;
        };
        let Said::Value(value) = said else {
            self.refuse(Problem::operator(
                "An entry begins with something known of it.",
            ));
            return;
        };
        self.own_items += 1;
        let own = ItemId(self.own_items);
        let spot = Spot::Field {
            field: first.id,
            item: Some(own),
        };
        self.forget_draft(slot, &Spot::Add(group));
        let Some(screen) = self.screen(slot) else {
            return;
        };
        screen.kept.remove(&Spot::Add(group));
        screen.fresh.push(Fresh {
            group,
            item: own,
            sent: true,
        });
        screen.kept.insert(
            spot.clone(),
            Kept {
                text: text.to_owned(),
                why: Why::Sending(0),
            },
        );
        // The cursor stands on the entry now, so that going on reaches its second field.
        if screen.at == Spot::Add(group) {
            screen.at = spot.clone();
        }
        let command = Command::Add {
            case: String::new(),
            group: group.word().to_owned(),
            answers: vec![(first.id.0.to_owned(), value)],
        };
        let waiting = Waiting::Add {
            slot,
            group,
            own,
            spot,
            text: text.to_owned(),
        };
        self.command(slot, command, waiting);
    }

    /// Answers the field in focus with something other than a value.
    pub(super) fn answer_focused(&mut self, slot: Slot, said: Said) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let at = screen.at.clone();
        match &at {
            Spot::Danger | Spot::Called911 => {
                if said == Said::Unknown {
                    self.first_answer(slot, "unknown");
                    self.go_on(slot);
                } else {
                    self.refuse(Problem::operator("This is asked as yes, no or unknown."));
                }
            }
            Spot::Field { .. } => {
                screen.edit = None;
                screen.kept.remove(&at);
                let text = typed_form(&said);
                self.answer_spot(slot, &at, said, &text);
                self.go_on(slot);
            }
            _ => self.refuse(Problem::operator("There is no field under the cursor.")),
        }
    }

    /// The fact under the cursor was carried over and still holds.
    pub(super) fn still_true(&mut self, slot: Slot) {
        let Some(screen) = self.model.case(slot) else {
            return;
        };
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
    pub(super) fn still_true_all(&mut self, slot: Slot) {
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

    fn send_still_true(&mut self, slot: Slot, field: FieldId, item: Option<ItemId>) {
        let command = Command::StillTrue {
            case: String::new(),
            field: field.0.to_owned(),
            item: item.map(|item| item.to_string()),
        };
        self.command(slot, command, Waiting::Act("Still true"));
    }

    /// Takes back the last change: text being typed, else the last answer of this session.
    pub(super) fn undo_last(&mut self, slot: Slot) {
        if let Some(screen) = self.screen(slot)
            && screen.edit.take().is_some()
        {
            let at = screen.at.clone();
            self.forget_draft(slot, &at);
            self.say("The typing was taken back.");
            return;
        }
        let Some(last) = self.undo.iter().rposition(|undone| undone.slot == slot) else {
            self.refuse(Problem::operator(
                "Nothing was answered here that could be taken back.",
            ));
            return;
        };
        let undone = self.undo.remove(last);
        let saw = self
            .model
            .case(slot)
            .and_then(|screen| screen.fact(undone.field, undone.item))
            .map(|fact| fact.seq);
        let spot = Spot::Field {
            field: undone.field,
            item: undone.item,
        };
        self.jump_to(slot, spot);
        let command = Command::Answer {
            case: String::new(),
            field: undone.field.0.to_owned(),
            item: undone.item.map(|item| item.to_string()),
            said: undone.before,
            said_by: None,
            as_of: None,
            reason: Some("taken back".into()),
            saw,
        };
        self.command(slot, command, Waiting::Act("Taken back"));
    }

    // ---- moving ----

    /// Leaves the spot in focus and goes to another.
    pub(super) fn focus(&mut self, slot: Slot, to: Spot, how: Leave) {
        self.leave(slot, how);
        if let Some(screen) = self.screen(slot) {
            screen.at = to;
        }
    }

    /// Goes on to the next row, past the end to what comes after.
    pub(super) fn go_on(&mut self, slot: Slot) {
        self.step(slot, true);
    }

    /// Goes to the next or the former row; past either end to the neighbouring pane.
    pub(super) fn step(&mut self, slot: Slot, forward: bool) {
        self.leave(slot, Leave::Save);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let all = spots(screen);
        let at = all.iter().position(|spot| *spot == screen.at);
        let next = match (at, forward) {
            (Some(at), true) => all.get(at + 1),
            (Some(at), false) => at.checked_sub(1).and_then(|at| all.get(at)),
            (None, _) => all.first(),
        };
        if let Some(next) = next {
            screen.at = next.clone();
        } else if screen.mode == Mode::Intake {
            if forward {
                screen.mode = Mode::Panes;
                self.go_to_pane(slot, Pane::FIRST, false);
            }
        } else {
            let count = Pane::all().count();
            let here = usize::from(screen.pane.0);
            let there = if forward { here + 1 } else { here + count - 1 } % count;
            let pane = Pane(u8::try_from(there).unwrap_or(0));
            self.go_to_pane(slot, pane, !forward);
        }
    }

    /// Goes to the first (or last) row of a pane.
    pub(super) fn go_to_pane(&mut self, slot: Slot, pane: Pane, last: bool) {
        self.leave(slot, Leave::Save);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        screen.mode = Mode::Panes;
        screen.pane = pane;
        let all = spots(screen);
        let there = if last { all.last() } else { all.first() };
        // A pane with no rows yet still takes the keys of lists.
        screen.at = there.cloned().unwrap_or(Spot::Event(0));
        self.model.place = Place::Case(slot);
    }

    /// Goes to a spot wherever it is shown.
    pub(super) fn jump_to(&mut self, slot: Slot, to: Spot) {
        self.leave(slot, Leave::Save);
        self.model.place = Place::Case(slot);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        if !spots(screen).contains(&to) {
            let section = match &to {
                Spot::Field { field, .. } => fields::get(*field).map(|row| row.section),
                Spot::Add(group) => panes::fields_of(*group).next().map(|row| row.section),
                _ => None,
            };
            let pane = match &to {
                Spot::Danger | Spot::Called911 | Spot::CameAt => Pane::by_id("call"),
                Spot::Duty(_) | Spot::TriageRow(_) => Pane::by_id("duties"),
                Spot::Event(_) => Pane::by_id("timeline"),
                _ => section.and_then(Pane::of),
            };
            if let Some(pane) = pane {
                screen.mode = Mode::Panes;
                screen.pane = pane;
            }
        }
        screen.at = to;
    }

    /// Goes to the next field nobody has answered: in the rows shown, then in the panes after.
    pub(super) fn go_to_next_blank(&mut self, slot: Slot) {
        self.leave(slot, Leave::Save);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let mut all = spots(screen);
        if screen.mode == Mode::Panes {
            let shown = screen.pane;
            for pane in Pane::all()
                .cycle()
                .skip(usize::from(shown.0) + 1)
                .take(Pane::all().count())
            {
                all.extend(spots_of(panes::rows(pane, screen)));
            }
        }
        let from = all
            .iter()
            .position(|spot| *spot == screen.at)
            .map_or(0, |at| at + 1);
        let blank = all.iter().skip(from).find(|spot| match spot {
            Spot::Field { field, item } => {
                screen
                    .fact(*field, *item)
                    .is_none_or(|fact| fact.state == FactState::Blank)
                    && !screen.kept.contains_key(*spot)
            }
            _ => false,
        });
        match blank.cloned() {
            Some(spot) => self.jump_to(slot, spot),
            None => self.say("No field is blank from here on."),
        }
    }

    /// Goes back to the intake's questions in the order of the call, at the first that is blank.
    pub(super) fn go_to_call_order(&mut self, slot: Slot) {
        self.leave(slot, Leave::Save);
        self.model.place = Place::Case(slot);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        screen.mode = Mode::Intake;
        screen.at = first_blank(screen).unwrap_or(Spot::Danger);
    }

    /// Goes to the first row under the next or former heading.
    pub(super) fn step_section(&mut self, slot: Slot, forward: bool) {
        self.leave(slot, Leave::Save);
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let rows = screen.rows();
        let here = rows
            .iter()
            .position(|row| *row == Row::Spot(screen.at.clone()))
            .unwrap_or(0);
        let is_start = |at: usize| {
            matches!(rows.get(at), Some(Row::Spot(_)))
                && (at == 0 || matches!(rows.get(at - 1), Some(Row::Heading(_))))
        };
        let there = if forward {
            (here + 1..rows.len()).find(|at| is_start(*at))
        } else {
            (0..here).rev().find(|at| is_start(*at))
        };
        match there.and_then(|at| rows.get(at)) {
            Some(Row::Spot(spot)) => screen.at = spot.clone(),
            _ => self.step(slot, forward),
        }
    }

    /// After a view came: the cursor stays where it is; only if its row is gone it goes to the nearest.
    pub(super) fn keep_focus_on_a_row(&mut self, slot: Slot) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        if screen.edit.is_some() {
            return;
        }
        let all = spots(screen);
        if all.is_empty() || all.contains(&screen.at) {
            return;
        }
        let same_kind = all
            .iter()
            .rev()
            .find(|spot| std::mem::discriminant(*spot) == std::mem::discriminant(&screen.at));
        if let Some(spot) = same_kind.or(all.first()) {
            screen.at = spot.clone();
        }
    }

    /// Esc on a case: text being typed is kept and stays; else back to the board.
    pub(super) fn cancel_on_case(&mut self, slot: Slot) {
        let typing = self
            .model
            .case(slot)
            .is_some_and(|screen| screen.edit.is_some());
        if typing {
            self.leave(slot, Leave::Keep);
        } else {
            self.model.place = Place::Board;
        }
    }
}

/// The spots among the rows shown, in order.
pub(super) fn spots(screen: &CaseScreen) -> Vec<Spot> {
    spots_of(screen.rows())
}

fn spots_of(rows: Vec<Row>) -> Vec<Spot> {
    rows.into_iter()
        .filter_map(|row| match row {
            Row::Spot(spot) => Some(spot),
            Row::Heading(_) => None,
        })
        .collect()
}

/// The first of the rows shown that nobody has answered.
pub(super) fn first_blank(screen: &CaseScreen) -> Option<Spot> {
    let blank = |spot: &Spot| match spot {
        Spot::Field { field, item } => {
            screen
                .fact(*field, *item)
                .is_none_or(|fact| fact.state == FactState::Blank)
                && !screen.kept.contains_key(spot)
        }
        _ => false,
    };
    spots(screen).into_iter().find(blank)
}

/// The field that text at a spot is for.
pub(super) fn field_of(spot: &Spot) -> Option<&'static Field> {
    match spot {
        Spot::Field { field, .. } => fields::get(*field),
        Spot::Add(group) => panes::fields_of(*group).next(),
        _ => None,
    }
}

/// Whether a field takes words as they come.
fn takes_words(kind: Kind) -> bool {
    matches!(kind, Kind::Line | Kind::Prose | Kind::Name)
}

/// The choice one letter takes at a spot.
fn picked_by(spot: &Spot, c: char) -> Option<String> {
    match field_of(spot)?.kind {
        Kind::Choice(choices) => choices
            .iter()
            .find(|choice| choice.letter == c)
            .map(|choice| choice.key.to_owned()),
        Kind::YesNo => match c {
            'y' => Some("yes".into()),
            'n' => Some("no".into()),
            _ => None,
        },
        // An official list whose codes are one letter each is answered like choices of our own.
        Kind::Code(list) if list.codes().iter().all(|code| code.code.len() == 1) => list
            .codes()
            .iter()
            .find(|code| code.code.chars().eq(c.to_uppercase()))
            .map(|code| code.code.to_owned()),
        _ => None,
    }
}

/// What typed text says: a value, or one of the words for *asked and not known*.
pub(super) fn said_of(text: &str) -> Said {
    match read::answer_word(text) {
        Some(State::Unknown) => Said::Unknown,
        Some(State::Refused) => Said::Refused,
        Some(State::NotApplicable) => Said::NotApplicable,
        Some(State::Known(_)) | None => Said::Value(text.to_owned()),
    }
}

fn typed_form(said: &Said) -> String {
    match said {
        Said::Value(value) => value.clone(),
        Said::Unknown => "?".into(),
        Said::Refused => "refused".into(),
        Said::NotApplicable => "n/a".into(),
        Said::Blank => String::new(),
    }
}

fn before_of(fact: Option<(FactState, &str)>) -> Said {
    match fact {
        Some((FactState::Known, typed)) => Said::Value(typed.to_owned()),
        Some((FactState::Unknown, _)) => Said::Unknown,
        Some((FactState::Refused, _)) => Said::Refused,
        Some((FactState::NotApplicable, _)) => Said::NotApplicable,
        Some((FactState::Blank, _)) | None => Said::Blank,
    }
}
