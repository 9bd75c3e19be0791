//! Letters on a row of a case: one that picks a choice, a word spelled out, text that is begun and changed.

use super::Leave;
use super::moving::first_blank;
use crate::client::app::App;
use crate::client::model::{Echo, Edit, Preview, Slot, Spot};
use crate::client::panes;
use crate::client::text::{Text, TextEdit};
use crate::client::{contexts, intake, understand};
use crate::record::{Field, Kind, fields};
use crate::wire::Said;

impl App {
    /// A printable key on a case.
    pub(in crate::client) fn type_on_case(&mut self, slot: Slot, c: char) {
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
    pub(in crate::client) fn type_str_on_case(&mut self, slot: Slot, text: &str) {
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
    pub(in crate::client) fn edit_on_case(&mut self, slot: Slot, how: TextEdit) {
        self.begin_edit(slot, true);
        if let Some(edit) = self.screen(slot).and_then(|screen| screen.edit.as_mut()) {
            edit.text.edit(how);
        }
        self.case_text_changed(slot);
    }

    /// Opens the text of the spot in focus: what was kept there, or the saved value, or nothing.
    pub(in crate::client) fn begin_edit(&mut self, slot: Slot, from_saved: bool) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        if screen.edit.is_some() || !contexts::takes_text(&screen.at) {
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
        let seen = fact.as_ref().map_or(0, |fact| fact.seq);
        let at = screen.at.clone();
        let saw = match &at {
            Spot::Danger | Spot::Called911 | Spot::CameAt => screen.saw_at(&at),
            _ => *screen.saw.entry(at).or_insert(seen),
        };
        screen.edit = Some(Edit {
            text: Text::new(&text),
            preview: Preview::Nothing,
            echo: Echo::Shown,
            saw: Some(saw),
            picker: None,
        });
    }

    /// After each change of the text: what it is understood as, which choices fit, the draft, the match.
    pub(in crate::client) fn case_text_changed(&mut self, slot: Slot) {
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
}

/// The field that text at a spot is for.
pub(in crate::client) fn field_of(spot: &Spot) -> Option<&'static Field> {
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
