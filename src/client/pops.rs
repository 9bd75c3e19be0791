//! What lies on top: letters typed there, Enter, Esc, moving, and what the desk sends for it.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::app::{App, Waiting, words_of};
use super::edit::{Leave, field_of, said_of};
use super::form::specs;
use super::model::{Kept, Preview, Slot, Spot, Why};
use super::overlay::{
    CallIn, Explain, Find, Help, History, Jump, Numbers, Overlay, Palette, PaletteRow, Piece,
    Quick, Then,
};
use super::text::{Text, TextEdit};
use super::{understand, words};
use crate::input::actions::ACTIONS;
use crate::input::{Act, Context};
use crate::record::{CaseId, ItemId, Problem, fields, jump, quick};
use crate::wire::view::{DirectoryRow, FoundRow, SheetView};
use crate::wire::{Ask, Command, Outcome, Said};

/// Who calls in, by letter.
pub const CALLERS: &[(char, &str)] = &[
    ('p', "police"),
    ('n', "ncmec"),
    ('t', "tip"),
    ('c', "child"),
    ('g', "caregiver"),
    ('o', "other"),
];

/// Rows of a page when moving by pages.
const PAGE: usize = 10;

impl App {
    // ---- opening ----

    pub(super) fn open_palette(&mut self) {
        self.push(Overlay::Palette(Palette::default()));
        self.refilter();
    }

    pub(super) fn open_help(&mut self) {
        let layers = self.layers();
        let about = layers
            .first()
            .map_or("Everywhere", |context| context.title())
            .to_owned();
        self.push(Overlay::Help(Help {
            about,
            ..Help::default()
        }));
        self.refilter();
    }

    pub(super) fn open_numbers(&mut self) {
        self.push(Overlay::Numbers(Numbers::default()));
        self.ask(Ask::Directory, Waiting::Directory);
    }

    /// The form of an entry of the numbers card: of one that stands there, or of a new one.
    pub(super) fn open_entry(&mut self, row: Option<&DirectoryRow>) {
        self.open_form(&specs::DIRECTORY, None, |form| {
            let Some(row) = row else { return };
            form.duty = Some(row.key.clone());
            let own = |name: &str| ["dispatch", "records"].contains(&name);
            let mut other = Vec::new();
            for (name, number) in &row.numbers {
                if own(name) {
                    form.propose(name, number.as_str());
                } else {
                    other.push(format!("{name} {number}"));
                }
            }
            form.propose("kind", &row.kind);
            form.propose("name", row.name.as_str());
            form.propose("other", &other.join(", "));
            form.propose("area", row.area.as_str());
            form.propose("ori", row.ori.as_deref().unwrap_or_default());
            form.propose("zone", row.zone.map_or("", |zone| zone.name()));
            form.propose("verified", row.verified.as_deref().unwrap_or_default());
            form.propose("note", row.note.as_str());
        });
    }

    pub(super) fn open_call_in(&mut self) {
        self.push(Overlay::CallIn(CallIn::default()));
    }

    pub(super) fn open_find(&mut self) {
        self.push(Overlay::Find(Find::default()));
    }

    pub(super) fn open_quick(&mut self) {
        self.push(Overlay::Quick(Quick::default()));
    }

    pub(super) fn open_jump(&mut self) {
        self.push(Overlay::Jump(Jump::default()));
        self.refilter();
    }

    /// Asks what a field, or the whole case, went through.
    pub(super) fn open_history(&mut self, slot: Slot, whole: bool) {
        let Some(screen) = self.model.case(slot) else {
            return;
        };
        let Some(case) = screen.case else { return };
        let (field, item) = match (&screen.at, whole) {
            (Spot::Field { field, item }, false) => (Some(*field), *item),
            (_, true) => (None, None),
            _ => {
                self.refuse(Problem::operator("There is no field under the cursor."));
                return;
            }
        };
        let title = match field.and_then(fields::get) {
            Some(row) => format!("History: {}", row.label),
            None => format!("History of {}", screen.title()),
        };
        self.push(Overlay::History(History {
            title,
            ..History::default()
        }));
        self.ask(
            Ask::History {
                case,
                field: field.map(|field| field.0.to_owned()),
                item: item.map(|item| item.to_string()),
            },
            Waiting::History,
        );
    }

    /// Explains the clock in focus: of the duty under the cursor, else of the most urgent one.
    pub(super) fn open_explain(&mut self) {
        let case = match self.slot() {
            Some(_) => None,
            None => self.model.board.selected,
        };
        if let Some(case) = case {
            self.go_to_case(case);
        }
        let Some(slot) = self.slot() else {
            self.refuse(Problem::operator(
                "There is no case whose clock could be explained.",
            ));
            return;
        };
        let explained = self.model.case(slot).and_then(|screen| {
            let view = screen.view.as_ref()?;
            let duty = match (&screen.at, self.model.place) {
                (Spot::Duty(at), super::model::Place::Case(_)) => view.duties.get(*at),
                (_, super::model::Place::Script(_, sheet)) => {
                    view.duties.iter().find(|duty| duty.id == sheet.duty())
                }
                _ => None,
            };
            let duty = duty
                .or_else(|| view.duties.iter().find(|duty| duty.state.is_open()))
                .or(view.duties.first())?;
            Some(Explain {
                title: duty.title.clone(),
                lines: duty.explanation.clone(),
                scroll: 0,
            })
        });
        match explained {
            Some(explain) => self.push(Overlay::Explain(explain)),
            None => self.push(Overlay::Explain(Explain::default())),
        }
    }

    /// A view came: an explanation that waited for it is filled in.
    pub(super) fn view_came(&mut self, slot: Slot) {
        let waits = matches!(
            self.model.top(),
            Some(Overlay::Explain(explain)) if explain.title.is_empty()
        );
        if waits && self.slot() == Some(slot) {
            self.model.overlays.pop();
            self.open_explain();
        }
    }

    /// A sheet to be read as lines (the audit sheet).
    pub(super) fn lines_came(&mut self, view: &SheetView) {
        let mut lines = Vec::new();
        for part in &view.parts {
            if !part.title.is_empty() {
                lines.push(part.title.clone());
            }
            for line in &part.lines {
                lines.push(if line.label.is_empty() {
                    format!("  {}", line.words)
                } else {
                    format!("  {}: {}", line.label, line.words)
                });
            }
        }
        self.push(Overlay::Explain(Explain {
            title: format!("{} {}", view.title, view.number),
            lines,
            scroll: 0,
        }));
    }

    // ---- typing ----

    /// A printable key, wherever text can go.
    pub(super) fn type_char(&mut self, c: char) {
        match self.model.overlays.last_mut() {
            None => {
                if let Some(slot) = self.slot() {
                    self.type_on_case(slot, c);
                }
            }
            Some(Overlay::Form(_)) => self.type_in_form(c),
            Some(Overlay::CallIn(call)) if call.from.is_none() => {
                match CALLERS.iter().find(|(letter, _)| *letter == c) {
                    Some((_, from)) => call.from = Some(from),
                    None => self.refuse(Problem::operator(
                        "Who is calling: p police, n NCMEC, t a tip, c the child, g a caregiver, o somebody else.",
                    )),
                }
            }
            Some(Overlay::Jump(jump)) => {
                jump.typed.push(c);
                self.refilter();
            }
            Some(Overlay::Held(_)) => self.held_letter(c),
            Some(Overlay::Which(_)) => self.which_letter(c),
            Some(Overlay::Conflict(_)) => self.conflict_letter(c),
            Some(_) => {
                if let Some(text) = self.top_text() {
                    text.type_char(c);
                }
                self.refilter();
            }
        }
    }

    /// Text all at once, wherever text can go.
    pub(super) fn type_str(&mut self, text: &str) {
        match self.model.overlays.last() {
            None => {
                if let Some(slot) = self.slot() {
                    self.type_str_on_case(slot, text);
                }
            }
            Some(Overlay::Form(_)) => self.type_str_in_form(text),
            Some(
                Overlay::Held(_) | Overlay::Which(_) | Overlay::Conflict(_) | Overlay::Jump(_),
            ) => {
                self.refuse(Problem::operator("This question is answered with one key."));
            }
            Some(_) => {
                if let Some(line) = self.top_text() {
                    line.type_str(text);
                }
                self.refilter();
            }
        }
    }

    /// Moves or deletes in the text in focus.
    pub(super) fn edit_text(&mut self, how: TextEdit) {
        match self.model.overlays.last_mut() {
            None => {
                if let Some(slot) = self.slot() {
                    self.edit_on_case(slot, how);
                }
            }
            Some(Overlay::Form(_)) => self.edit_in_form(how),
            Some(Overlay::Jump(jump)) => {
                jump.typed.pop();
                self.refilter();
            }
            Some(Overlay::CallIn(call)) if call.query.is_empty() && how == TextEdit::Backspace => {
                call.from = None;
            }
            Some(_) => {
                if let Some(text) = self.top_text() {
                    text.edit(how);
                }
                self.refilter();
            }
        }
    }

    fn top_text(&mut self) -> Option<&mut Text> {
        match self.model.overlays.last_mut()? {
            Overlay::Palette(palette) => Some(&mut palette.filter),
            Overlay::Help(help) => Some(&mut help.filter),
            Overlay::Numbers(numbers) => Some(&mut numbers.filter),
            Overlay::Quick(quick) => Some(&mut quick.text),
            Overlay::CallIn(call) => Some(&mut call.query),
            Overlay::Find(find) => Some(&mut find.query),
            _ => None,
        }
    }

    /// After each change of what is typed on top: the rows that fit.
    fn refilter(&mut self) {
        let boot_zone = self.model.zone();
        let now = self.model.now();
        match self.model.overlays.last() {
            Some(Overlay::Palette(palette)) => {
                let rows = self.palette_rows(palette.filter.as_str());
                if let Some(Overlay::Palette(palette)) = self.model.overlays.last_mut() {
                    palette.rows = rows;
                    palette.at = 0;
                }
            }
            Some(Overlay::Help(help)) => {
                let rows = self.help_rows(help.filter.as_str());
                if let Some(Overlay::Help(help)) = self.model.overlays.last_mut() {
                    help.rows = rows;
                    help.scroll = 0;
                }
            }
            Some(Overlay::Find(Find { query, .. }))
            | Some(Overlay::CallIn(CallIn { query, .. })) => {
                let query = query.as_str().trim().to_owned();
                if query.is_empty() {
                    self.found_came(Vec::new());
                } else {
                    self.ask(Ask::Find(query), Waiting::Find);
                }
            }
            Some(Overlay::Quick(line)) => {
                let text = line.text.as_str().to_owned();
                let pieces = quick::route(&text)
                    .into_iter()
                    .map(|piece| shown_piece(piece, now, boot_zone))
                    .collect();
                let place = self.quick_place();
                self.draft(place, &text);
                if let Some(Overlay::Quick(line)) = self.model.overlays.last_mut() {
                    line.pieces = pieces;
                }
            }
            Some(Overlay::Numbers(_)) => {
                if let Some(Overlay::Numbers(numbers)) = self.model.overlays.last_mut() {
                    numbers.at = 0;
                }
            }
            Some(Overlay::Jump(_)) => self.refilter_jump(),
            _ => {}
        }
    }

    fn refilter_jump(&mut self) {
        let Some(slot) = self.slot() else { return };
        let Some(Overlay::Jump(top)) = self.model.overlays.last() else {
            return;
        };
        let typed = top.typed.clone();
        let fitting: Vec<(&str, jump::Jump)> = jump::starting(&typed).collect();
        if typed.chars().count() >= 2 || fitting.is_empty() {
            self.model.overlays.pop();
            match jump::find(&typed) {
                Some(to) => {
                    let spot = self.spot_of_jump(slot, to);
                    self.jump_to(slot, spot);
                }
                None => self.refuse(Problem::operator(format!(
                    "No field has the letters “{typed}”."
                ))),
            }
            return;
        }
        let rows: Vec<(String, String)> = fitting
            .iter()
            .map(|(code, to)| ((*code).to_owned(), label_of_jump(*to)))
            .collect();
        let to = fitting
            .iter()
            .map(|(_, to)| self.spot_of_jump(slot, *to))
            .collect();
        if let Some(Overlay::Jump(top)) = self.model.overlays.last_mut() {
            top.rows = rows;
            top.to = to;
        }
    }

    /// The spot a jump code leads to: of a group's field, in the entry one stands in or the newest.
    fn spot_of_jump(&self, slot: Slot, to: jump::Jump) -> Spot {
        let entry = |group| {
            let screen = self.model.case(slot)?;
            let items = screen.items(group);
            match screen.at {
                Spot::Field {
                    item: Some(item), ..
                } if items.contains(&item) => Some(item),
                _ => items.last().copied(),
            }
        };
        match to {
            jump::Jump::Group(group) => Spot::Add(group),
            jump::Jump::Field(field) => match fields::get(field).and_then(|row| row.group) {
                None => Spot::field(field),
                Some(group) => match entry(group) {
                    Some(item) => Spot::Field {
                        field,
                        item: Some(item),
                    },
                    None => Spot::Add(group),
                },
            },
        }
    }

    fn palette_rows(&self, typed: &str) -> Vec<PaletteRow> {
        // The palette lies on top of the place its actions are for.
        let layers = self.layers_below();
        let mut rows: Vec<(u32, PaletteRow)> = Vec::new();
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        for action in ACTIONS {
            let only_keys = action.contexts.iter().all(|context| {
                matches!(
                    context,
                    Context::Text
                        | Context::Palette
                        | Context::List
                        | Context::Overlay
                        | Context::Confirm
                )
            });
            if only_keys {
                continue;
            }
            let whole = format!("{} {} {}", action.title, action.name, action.help);
            let Some(score) = pattern.score(Utf32Str::new(&whole, &mut buffer), &mut matcher)
            else {
                continue;
            };
            // A title that begins with what is typed comes before a help text that contains it.
            let begins = action
                .title
                .to_lowercase()
                .starts_with(&typed.to_lowercase());
            rows.push((
                score + if begins { 10_000 } else { 0 },
                PaletteRow {
                    action: action.name,
                    title: action.title.to_owned(),
                    keys: self.keymap.keys_for(&layers, action.act).join(", "),
                    reason: self.why_not(action.act),
                },
            ));
        }
        if !typed.is_empty() {
            rows.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn help_rows(&self, typed: &str) -> Vec<(String, String)> {
        let layers = self.layers_below();
        let wanted = typed.to_lowercase();
        ACTIONS
            .iter()
            .filter(|action| action.means_something(&layers))
            .filter_map(|action| {
                let keys = self.keymap.keys_for(&layers, action.act).join(", ");
                (!keys.is_empty()).then(|| (keys, format!("{}: {}", action.title, action.help)))
            })
            .filter(|(keys, title)| {
                wanted.is_empty() || keys.contains(typed) || title.to_lowercase().contains(&wanted)
            })
            .collect()
    }

    /// The contexts under the overlay on top.
    fn layers_below(&self) -> Vec<Context> {
        let mut below = self.model.clone();
        below.overlays.pop();
        super::dispatch::layers_of(&below)
    }

    // ---- what came ----

    /// Cases and children came for the overlay that searches.
    pub(super) fn found_came(&mut self, rows: Vec<FoundRow>) {
        match self.model.overlays.last_mut() {
            Some(Overlay::Find(find)) => {
                find.found = rows;
                find.at = 0;
            }
            Some(Overlay::CallIn(call)) => {
                call.found = rows;
                call.at = 0;
            }
            _ => {}
        }
    }

    /// An entry or a note of the quick line was saved, or came back.
    pub(super) fn quick_answered(
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

    // ---- moving ----

    /// Moves in the list on top by so many rows; `None` goes to an end.
    pub(super) fn move_on_top(&mut self, by: isize) {
        let step = |at: &mut usize, len: usize| {
            *at = at.saturating_add_signed(by).min(len.saturating_sub(1));
        };
        match self.model.overlays.last_mut() {
            Some(Overlay::Palette(palette)) => step(&mut palette.at, palette.rows.len()),
            Some(Overlay::Help(help)) => step(&mut help.scroll, help.rows.len()),
            Some(Overlay::Explain(explain)) => step(&mut explain.scroll, explain.lines.len()),
            Some(Overlay::History(history)) => {
                let len = history.rows.as_ref().map_or(0, Vec::len);
                step(&mut history.scroll, len);
            }
            Some(Overlay::Numbers(numbers)) => {
                let len = numbers.fitting().count();
                step(&mut numbers.at, len);
            }
            Some(Overlay::Parked(parked)) => step(&mut parked.at, parked.rows.len()),
            Some(Overlay::Find(find)) => step(&mut find.at, find.found.len()),
            Some(Overlay::CallIn(call)) => step(&mut call.at, call.found.len()),
            _ => {}
        }
    }

    /// Rows of a page.
    pub(super) fn page() -> isize {
        PAGE.cast_signed()
    }

    // ---- Enter and Esc ----

    /// Enter on what lies on top.
    pub(super) fn accept_on_top(&mut self) {
        match self.model.overlays.last() {
            Some(Overlay::Palette(palette)) => {
                let Some(row) = palette.rows.get(palette.at) else {
                    self.refuse(Problem::operator("No action fits what is typed."));
                    return;
                };
                if let Some(reason) = &row.reason {
                    let problem = Problem::operator(reason.clone());
                    self.refuse(problem);
                    return;
                }
                let act = Act::named(row.action);
                self.model.overlays.pop();
                if let Some(act) = act {
                    self.run(act);
                }
            }
            Some(Overlay::Form(_)) => self.form_enter(),
            Some(Overlay::Confirm(_)) => self.confirm(true),
            Some(Overlay::Parked(parked)) => {
                let to = parked.rows.get(parked.at).map(|row| row.slot);
                self.model.overlays.pop();
                if let Some(slot) = to {
                    self.go_to_slot(slot);
                }
            }
            Some(Overlay::Find(find)) => {
                let row = find.found.get(find.at).cloned();
                match row {
                    None => self.refuse(Problem::operator("Nothing was found for what is typed.")),
                    Some(row) => {
                        self.model.overlays.pop();
                        match row.case {
                            Some((case, ..)) => self.go_to_case(case),
                            // A child on file without a case: a new run begins.
                            None => self.start_intake(Some(row.child)),
                        }
                    }
                }
            }
            Some(Overlay::CallIn(_)) => self.accept_call_in(),
            Some(Overlay::Quick(_)) => self.send_quick(),
            Some(Overlay::Held(_)) => self.held_letter('n'),
            Some(Overlay::Which(_)) => self.which_letter('\n'),
            Some(Overlay::Conflict(_)) => self.refuse(Problem::operator(
                "Two values: m keeps yours, t keeps theirs; Esc leaves yours as a draft.",
            )),
            Some(Overlay::Jump(jump)) => {
                let to = jump.to.first().cloned();
                self.model.overlays.pop();
                if let (Some(slot), Some(spot)) = (self.slot(), to) {
                    self.jump_to(slot, spot);
                }
            }
            Some(Overlay::Numbers(numbers)) => {
                let row = numbers.fitting().nth(numbers.at).cloned();
                self.open_entry(row.as_ref());
            }
            Some(Overlay::Help(_) | Overlay::Explain(_) | Overlay::History(_)) => {
                self.model.overlays.pop();
            }
            None => {}
        }
    }

    /// Esc on what lies on top. Nothing typed is thrown away.
    pub(super) fn cancel_on_top(&mut self) {
        match self.model.overlays.last() {
            Some(Overlay::Form(_)) => self.form_cancel(),
            Some(Overlay::Confirm(_)) => self.confirm(false),
            Some(Overlay::Quick(line)) => {
                let text = line.text.as_str().to_owned();
                self.model.overlays.pop();
                if !text.trim().is_empty()
                    && let Some(place) = self.quick_place()
                {
                    self.keep_for_form(place, &text);
                    self.say("Not saved; the line waits in the quick line.");
                }
            }
            Some(Overlay::Held(_)) => self.held_letter('k'),
            Some(Overlay::Which(_)) => {
                self.model.overlays.pop();
            }
            Some(_) => {
                self.model.overlays.pop();
            }
            None => {}
        }
    }

    /// Answers the question on top.
    pub(super) fn confirm(&mut self, yes: bool) {
        if !matches!(self.model.top(), Some(Overlay::Confirm(_))) {
            return;
        }
        let Some(Overlay::Confirm(confirm)) = self.model.overlays.pop() else {
            return;
        };
        match (confirm.then, yes) {
            (_, false) => {}
            (Then::Quit, true) => self.quit(),
            (Then::Script(slot, sheet), true) => {
                self.model.place = super::model::Place::Case(slot);
                self.open_script(sheet);
            }
            (Then::StillTrue(slot), true) => self.still_true_all(slot),
        }
    }

    // ---- calls in ----

    fn accept_call_in(&mut self) {
        let Some(Overlay::CallIn(call)) = self.model.overlays.last() else {
            return;
        };
        let Some(from) = call.from else {
            self.refuse(Problem::operator(
                "Who is calling: p police, n NCMEC, t a tip, c the child, g a caregiver, o somebody else.",
            ));
            return;
        };
        let found = call.found.get(call.at).and_then(|row| row.case.clone());
        let typed = !call.query.as_str().trim().is_empty();
        let slot = match (found, typed) {
            (Some((case, number, _)), _) => self.slot_of(case, number),
            // Nothing typed: the call is about the case one is in.
            (None, false) => match self.slot() {
                Some(slot) => slot,
                None => {
                    self.refuse(Problem::operator(
                        "About which case? Type a name, or any number they give.",
                    ));
                    return;
                }
            },
            (None, true) => {
                self.refuse(
                    Problem::operator("No case was found for what is typed.")
                        .hint("Try another number or part of the name; the text stays. A child nobody here knows is a new intake."),
                );
                return;
            }
        };
        self.model.overlays.pop();
        let spec = match from {
            "police" => &specs::HEARD_POLICE,
            "ncmec" => &specs::HEARD_NCMEC,
            _ => &specs::HEARD,
        };
        self.open_form(spec, Some(slot), |form| form.item = Some(from.to_owned()));
    }

    /// The screen of a case, kept in the background: the place does not change.
    pub(super) fn slot_of(&mut self, case: CaseId, number: String) -> Slot {
        if let Some(screen) = self.model.cases.iter().find(|s| s.case == Some(case)) {
            return screen.slot;
        }
        self.slots += 1;
        let slot = Slot(self.slots);
        let mut screen = super::model::CaseScreen::new(slot, Some(case));
        screen.number = Some(number);
        self.model.cases.push(screen);
        slot
    }

    // ---- the quick line ----

    fn quick_place(&self) -> Option<String> {
        let case = self.model.case(self.slot()?)?.case?;
        Some(format!("form {case} quick  line"))
    }

    /// Takes up a quick line that was left with Esc or by a former session.
    pub(super) fn take_up_quick(&mut self) {
        if let Some(place) = self.quick_place()
            && let Some(text) = self.draft_from_before(&place)
            && let Some(Overlay::Quick(line)) = self.model.overlays.last_mut()
        {
            line.text = Text::new(&text);
            self.refilter();
        }
    }

    fn send_quick(&mut self) {
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
        let mut sent: Vec<(crate::record::Group, usize)> = Vec::new();
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

    // ---- one-letter questions ----

    /// What to do with text that came where no text can go.
    fn held_letter(&mut self, c: char) {
        let Some(Overlay::Held(held)) = self.model.overlays.last() else {
            return;
        };
        let text = held.text.clone();
        match c {
            'n' | 'q' if self.slot().is_none() => self.refuse(
                Problem::operator("Open a case first; the text waits here.")
                    .hint("k keeps it for the next note."),
            ),
            'n' => {
                let slot = self.slot();
                self.model.overlays.pop();
                self.open_form(&specs::NOTE, slot, |form| form.set_named("text", &text));
            }
            'q' => {
                self.model.overlays.pop();
                self.open_quick();
                if let Some(line) = self.top_text() {
                    line.type_str(&text);
                }
                self.refilter();
            }
            'k' => {
                self.model.overlays.pop();
                self.model.notices.push(format!("Text that came by itself: {text}"));
            }
            'd' => {
                self.model.overlays.pop();
                self.say("The text was let go.");
            }
            _ => self.refuse(Problem::operator(
                "n takes the text as a note, q into the quick line, k keeps it above, d lets it go.",
            )),
        }
    }

    /// First or second pass of a repeated hour.
    fn which_letter(&mut self, c: char) {
        let Some(Overlay::Which(which)) = self.model.overlays.last() else {
            return;
        };
        let which = which.clone();
        let text = match c {
            '1' | 'f' => which.first.typed.clone(),
            '2' | 's' => which.second.typed.clone(),
            // Not known: sent as it is; the earlier governs and the entry is flagged.
            '\n' | '?' => which.text.clone(),
            _ => {
                self.refuse(Problem::operator(
                    "1 the first, 2 the second; Enter when nobody knows: the earlier then governs.",
                ));
                return;
            }
        };
        self.model.overlays.pop();
        self.answer_spot(which.slot, &which.spot, Said::Value(text.clone()), &text);
    }

    /// Yours or theirs.
    fn conflict_letter(&mut self, c: char) {
        let Some(Overlay::Conflict(conflict)) = self.model.overlays.last() else {
            return;
        };
        let conflict = conflict.clone();
        match c {
            'm' => {
                self.model.overlays.pop();
                let Spot::Field { field, item } = conflict.spot else {
                    return;
                };
                if let Some(screen) = self.screen(conflict.slot) {
                    screen.kept.insert(
                        conflict.spot.clone(),
                        Kept {
                            text: conflict.typed.clone(),
                            why: Why::Sending(0),
                        },
                    );
                }
                let command = Command::Answer {
                    case: String::new(),
                    field: field.0.to_owned(),
                    item: item.map(|item: ItemId| item.to_string()),
                    said: said_of(&conflict.typed),
                    said_by: None,
                    as_of: None,
                    reason: Some("chosen over another value".into()),
                    saw: Some(conflict.view.saw),
                };
                let waiting = Waiting::Answer {
                    slot: conflict.slot,
                    spot: conflict.spot,
                    text: conflict.typed,
                };
                self.command(conflict.slot, command, waiting);
            }
            't' => {
                self.model.overlays.pop();
                if let Some(screen) = self.screen(conflict.slot) {
                    screen.kept.remove(&conflict.spot);
                }
                self.forget_draft(conflict.slot, &conflict.spot);
                self.say(format!("{}: theirs stays.", words::spot(&conflict.spot)));
            }
            _ => self.refuse(Problem::operator(
                "m keeps yours, t keeps theirs; Esc leaves yours as a draft.",
            )),
        }
    }

    /// The form that asks who said the answer in focus.
    pub(super) fn open_said_by(&mut self, slot: Slot) {
        self.leave(slot, Leave::Save);
        let found = self.model.case(slot).and_then(|screen| {
            let Spot::Field { field, item } = screen.at else {
                return None;
            };
            let typed = screen
                .kept
                .get(&screen.at)
                .map(|kept| kept.text.clone())
                .or_else(|| screen.fact(field, item).map(|fact| fact.typed.clone()))
                .filter(|typed| !typed.is_empty())?;
            Some((field, item, typed))
        });
        match found {
            Some((field, item, typed)) => self.open_form(&specs::SAID_BY, Some(slot), |form| {
                form.duty = Some(field.0.to_owned());
                form.item = item.map(|item| item.to_string());
                form.about_text = typed;
            }),
            None => self.refuse(Problem::operator(
                "There is no answer under the cursor whose source could be noted.",
            )),
        }
    }
}

fn label_of_jump(to: jump::Jump) -> String {
    match to {
        jump::Jump::Field(field) => match fields::get(field) {
            None => field.0.to_owned(),
            // Many groups have a name, an age, an address: whose it is comes first.
            Some(row) => match row.group {
                Some(group) => format!("{}: {}", group.title(), row.label),
                None => row.label.to_owned(),
            },
        },
        jump::Jump::Group(group) => format!("{}, one more", group.title()),
    }
}

/// A routed piece as it is shown before Enter.
fn shown_piece(
    piece: quick::Piece,
    now: Option<crate::record::Moment>,
    zone: crate::record::Zone,
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
