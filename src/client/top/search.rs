//! Rows that fit what is typed: the palette, the help, the letters of a field, the search over cases and children.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::quick::shown_piece;
use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::contexts;
use crate::client::model::{Slot, Spot};
use crate::client::overlay::{CallIn, Find, Help, Jump, Overlay, Palette, PaletteRow};
use crate::input::actions::ACTIONS;
use crate::input::{Act, Context};
use crate::record::{Group, Problem, fields, jump, quick};
use crate::wire::Ask;
use crate::wire::view::FoundRow;

impl App {
    pub(in crate::client) fn open_palette(&mut self) {
        self.push(Overlay::Palette(Palette::default()));
        self.refilter();
    }

    pub(in crate::client) fn open_help(&mut self) {
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

    pub(in crate::client) fn open_find(&mut self) {
        self.push(Overlay::Find(Find::default()));
    }

    pub(in crate::client) fn open_jump(&mut self) {
        self.push(Overlay::Jump(Jump::default()));
        self.refilter();
    }

    /// After each change of what is typed on top: the rows that fit.
    pub(super) fn refilter(&mut self) {
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
                let screen = self.slot().and_then(|slot| self.model.case(slot));
                let pieces = quick::route(&text)
                    .into_iter()
                    .map(|piece| shown_piece(piece, screen, now, boot_zone))
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
        let mut fitting: Vec<(&str, jump::Jump)> = jump::starting(&typed).collect();
        if fitting.is_empty() {
            // The letters stay here: gone back to the case, the next one would be text in some field.
            self.refuse(
                Problem::operator(format!("No field has the letters “{typed}”."))
                    .hint("The palette finds a field by its name."),
            );
            if let Some(Overlay::Jump(top)) = self.model.overlays.last_mut() {
                top.typed.pop();
            }
            return;
        }
        if typed.chars().count() >= 2 {
            self.model.overlays.pop();
            if let Some(to) = jump::find(&typed) {
                let spot = self.spot_of_jump(slot, to);
                self.jump_to(slot, spot);
            }
            return;
        }
        if typed.is_empty() {
            // What a call asks first stands first; the rest by its letters.
            fitting.sort_by_key(|(_, to)| wanted(*to));
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
                    to: None,
                },
            ));
        }
        if let Some(slot) = self.slot().filter(|_| !typed.trim().is_empty()) {
            let keys = self.keymap.key_for(&layers, Act::FieldJump);
            for (code, to) in jump::starting("") {
                let title = label_of_jump(to);
                let Some(score) = pattern.score(Utf32Str::new(&title, &mut buffer), &mut matcher)
                else {
                    continue;
                };
                rows.push((
                    score,
                    PaletteRow {
                        action: Act::FieldJump.row().name,
                        keys: format!("{} {code}", keys.as_deref().unwrap_or_default()),
                        title,
                        reason: None,
                        to: Some(self.spot_of_jump(slot, to)),
                    },
                ));
            }
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
        contexts::layers_of(&below)
    }

    /// Cases and children came for the overlay that searches.
    pub(in crate::client) fn found_came(&mut self, rows: Vec<FoundRow>) {
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
}

/// How soon a field is wanted: in the order of the call, then the entries that a call adds, then all others.
fn wanted(to: jump::Jump) -> u16 {
    const ADDED: [Group; 4] = [
        Group::Companion,
        Group::Garment,
        Group::Mark,
        Group::Vehicle,
    ];
    match to {
        jump::Jump::Field(field) => fields::get(field)
            .filter(|row| row.shortest > 0 && row.group.is_none())
            .map_or(u16::MAX, |row| u16::from(row.shortest)),
        jump::Jump::Group(group) => ADDED
            .iter()
            .position(|added| *added == group)
            .and_then(|at| u16::try_from(at).ok())
            .map_or(u16::MAX, |at| 1_000 + at),
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
