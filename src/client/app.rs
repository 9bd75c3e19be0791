//! The session: what comes in, what goes out, and what is remembered between the two.
//!
//! [`App::update`] is the only way in. Effects are plain values that whoever runs the session carries out.
//! Keys are handed to `dispatch`, answers of the desk are taken up here.

use std::collections::BTreeMap;

use super::drafts::Drafts;
use super::edit::{self, Undone};
use super::intake;
use super::model::{CaseScreen, Kept, Link, Mode, Model, Place, Saying, Sheet, Slot, Spot, Why};
use super::overlay::{Conflict, Overlay};
use crate::input::{Chord, Key, Keymap};
use crate::record::{CaseId, Group, ItemId, Problem, SessionId};
use crate::wire::{Ask, Command, Message, Outcome, Request};

/// What reaches a session. Boot times are microseconds since boot, at which it was read or came.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key.
    Key {
        /// Which.
        key: Key,
        /// When it was read.
        boot: i64,
    },
    /// Letters that came all at once, as no hand types, where no text can go: held and offered as text.
    Burst {
        /// As typed.
        text: String,
        /// When the first was read.
        boot: i64,
    },
    /// Text pasted between brackets.
    Paste {
        /// As it came.
        text: String,
        /// When.
        boot: i64,
    },
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// Time passed.
    Tick(i64),
    /// The desk says something.
    FromDesk {
        /// What.
        message: Message,
        /// When it came.
        boot: i64,
    },
    /// The desk is not heard any more; why, in one sentence.
    Lost {
        /// Why.
        why: String,
        /// Since when.
        boot: i64,
    },
}

/// What a session wants done.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a handful live for one turn of the loop"
)]
pub enum Effect {
    /// Send this to the desk.
    Send(Request),
    /// Leave the terminal and end.
    Quit,
    /// Leave the terminal, stop, and come back with the whole screen drawn again.
    Suspend,
    /// Ring, if the operator wants rings.
    Bell,
    /// Draw the whole screen again, whatever the terminal is thought to show.
    Redraw,
}

/// What an answer of the desk will be for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Waiting {
    /// An intake begun under this slot.
    Open(Slot),
    /// Text typed at a spot.
    Answer {
        slot: Slot,
        spot: Spot,
        text: String,
    },
    /// An entry of a group, under this session's own id.
    Add {
        slot: Slot,
        group: Group,
        own: ItemId,
        spot: Spot,
        text: String,
    },
    /// The form on the stack that was sent.
    Form,
    /// The quick line that was sent; the text comes back if it is refused.
    Quick { slot: Slot, text: String },
    /// A script.
    Sheet(Slot, Sheet),
    /// The audit sheet, shown as lines.
    Lines,
    /// Children by the name being typed in an intake.
    Match(Slot),
    /// Cases for the overlay that searches.
    Find,
    /// A history.
    History,
    /// The drafts of a former session.
    Drafts,
    /// The numbers card.
    Directory,
    /// A draft kept: nobody waits.
    Draft,
    /// A small act: what to say when it is done.
    Act(&'static str),
    /// Views begin to come.
    Watch,
}

/// A command that waits for the desk to name its case or its entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeldCommand {
    pub slot: Slot,
    pub command: Command,
    pub waiting: Waiting,
}

/// A session.
#[derive(Debug)]
pub struct App {
    /// What is drawn.
    pub model: Model,
    pub(super) keymap: Keymap,
    pub(super) chord: Chord,
    pub(super) session: SessionId,
    pub(super) numbers: u64,
    pub(super) waiting: BTreeMap<u64, Waiting>,
    pub(super) held: Vec<HeldCommand>,
    pub(super) slots: u32,
    pub(super) own_items: u128,
    pub(super) watched: Option<CaseId>,
    pub(super) drafts: Drafts,
    pub(super) undo: Vec<Undone>,
    /// What is left of a code's word after its letter took it, and whether any of that was typed on.
    pub(super) spelling: Option<(String, bool)>,
    /// Boot time of a first Ctrl-C; a second one leaves.
    pub(super) leaving: Option<i64>,
    pub(super) out: Vec<Effect>,
}

impl App {
    /// A session of an operator at a keyboard.
    pub fn new(operator: &str, session: SessionId, keymap: Keymap) -> Self {
        let mut app = Self {
            model: Model::new(operator),
            keymap,
            chord: Chord::default(),
            session,
            numbers: 0,
            waiting: BTreeMap::new(),
            held: Vec::new(),
            slots: 0,
            own_items: 0,
            watched: None,
            drafts: Drafts::default(),
            undo: Vec::new(),
            spelling: None,
            leaving: None,
            out: Vec::new(),
        };
        app.refresh_hints();
        app
    }

    /// What a session asks for first: the board, and what an earlier screen left unsaved.
    pub fn start(&mut self) -> Vec<Effect> {
        self.ask(Ask::WatchBoard, Waiting::Watch);
        self.ask(Ask::Drafts, Waiting::Drafts);
        std::mem::take(&mut self.out)
    }

    /// The keymap in force.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Takes one thing in and says what is to be done.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key { key, boot } => {
                self.pass_time(boot);
                self.key(key);
            }
            Msg::Burst { text, boot } => {
                self.pass_time(boot);
                self.burst(&text);
            }
            Msg::Paste { text, boot } => {
                self.pass_time(boot);
                self.paste(&text);
            }
            Msg::Resize(columns, rows) => self.model.size = (columns, rows),
            Msg::Tick(boot) => self.pass_time(boot),
            Msg::FromDesk { message, boot } => {
                self.pass_time(boot);
                self.model.link = Link::Live;
                self.hear(message);
            }
            Msg::Lost { why, boot } => {
                self.pass_time(boot);
                self.model.link = Link::Lost { since: boot, why };
            }
        }
        self.send_due_drafts();
        self.refresh_hints();
        std::mem::take(&mut self.out)
    }

    fn pass_time(&mut self, boot: i64) {
        self.model.clock.boot = self.model.clock.boot.max(boot);
        let now = self.model.clock.boot;
        for edit in self
            .model
            .cases
            .iter_mut()
            .filter_map(|case| case.edit.as_mut())
        {
            edit.echo = edit.echo.passed(now);
        }
    }

    /// Boot time now, as far as this session knows.
    pub(super) fn boot(&self) -> i64 {
        self.model.clock.boot
    }

    // ---- what goes out ----

    /// Asks the desk, and remembers what the answer will be for.
    pub(super) fn ask(&mut self, ask: Ask, waiting: Waiting) -> u64 {
        self.numbers += 1;
        self.waiting.insert(self.numbers, waiting);
        self.out.push(Effect::Send(Request {
            session: self.session,
            number: self.numbers,
            operator: self.model.operator.clone(),
            ask,
        }));
        self.numbers
    }

    /// Sends a command about a case, at once or as soon as the desk has named the case and the entry.
    pub(super) fn command(&mut self, slot: Slot, command: Command, waiting: Waiting) {
        self.held.push(HeldCommand {
            slot,
            command,
            waiting,
        });
        self.send_held(slot);
    }

    /// Sends what waits for a case, in order, up to the first that still has to wait.
    pub(super) fn send_held(&mut self, slot: Slot) {
        let Some(case) = self.model.case(slot).and_then(|screen| screen.case) else {
            return;
        };
        let mut rest = Vec::new();
        let mut stopped = false;
        for mut held in std::mem::take(&mut self.held) {
            if held.slot != slot || stopped || item_of(&held.command).is_some_and(is_own_text) {
                stopped |= held.slot == slot;
                rest.push(held);
                continue;
            }
            set_case(&mut held.command, &case.to_string());
            self.ask(Ask::Do(held.command), held.waiting);
        }
        self.held = rest;
    }

    /// The case in front; its screen can be changed.
    pub(super) fn screen(&mut self, slot: Slot) -> Option<&mut CaseScreen> {
        self.model.cases.iter_mut().find(|case| case.slot == slot)
    }

    /// The slot in front.
    pub(super) fn slot(&self) -> Option<Slot> {
        match self.model.place {
            Place::Board => None,
            Place::Case(slot) | Place::Script(slot, _) => Some(slot),
        }
    }

    /// Says something on the bottom line.
    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.model.said = Some(Saying::Done(words.into()));
    }

    /// Says on the bottom line what could not be done.
    pub(super) fn refuse(&mut self, problem: Problem) {
        self.model.said = Some(Saying::Problem(problem));
    }

    /// Puts an overlay on top.
    pub(super) fn push(&mut self, overlay: Overlay) {
        self.chord.clear();
        self.model.overlays.push(overlay);
    }

    // ---- what comes in from the desk ----

    fn hear(&mut self, message: Message) {
        match message {
            Message::Board(view) => {
                let boot = self.boot();
                self.model.clock.hear(view.now, boot);
                let before = self.model.board.index().unwrap_or(0);
                self.model.board.view = Some(view);
                // A case that left the board hands the selection to the row that took its place.
                if self.model.board.index().is_none() {
                    let rows = self.model.board.rows();
                    self.model.board.selected = rows
                        .get(before.min(rows.len().saturating_sub(1)))
                        .map(|row| row.case);
                }
            }
            Message::Case(view) => {
                let boot = self.boot();
                self.model.clock.hear(view.now, boot);
                let Some(screen) = self
                    .model
                    .cases
                    .iter_mut()
                    .find(|screen| screen.case == Some(view.case))
                else {
                    return;
                };
                let slot = screen.slot;
                screen.number = Some(view.number.clone());
                screen
                    .fresh
                    .retain(|fresh| !view.items.contains(&(fresh.group, fresh.item)));
                let moved = screen.view.as_ref().is_none_or(|old| old.seq != view.seq);
                let first = screen.view.is_none();
                screen.view = Some(view);
                if first && intake::unfinished(screen) {
                    // An intake cut off goes on where the call stood.
                    screen.mode = Mode::Intake;
                    screen.at = edit::first_blank(screen).unwrap_or(Spot::Danger);
                }
                self.take_up_drafts(slot);
                self.keep_focus_on_a_row(slot);
                if moved {
                    self.ask_scripts_again(slot);
                }
                self.view_came(slot);
            }
            Message::Notice(words) => {
                if !self.model.notices.contains(&words) {
                    self.model.notices.push(words);
                    self.out.push(Effect::Bell);
                }
            }
            Message::Reply { number, result } => {
                if let Some(waiting) = self.waiting.remove(&number) {
                    self.replied(waiting, result);
                }
            }
        }
    }

    fn replied(&mut self, waiting: Waiting, result: Result<Outcome, Problem>) {
        match (waiting, result) {
            (Waiting::Open(slot), result) => self.opened(slot, result),
            (Waiting::Answer { slot, spot, text }, result) => {
                self.answered(slot, &spot, &text, result)
            }
            (
                Waiting::Add {
                    slot,
                    group,
                    own,
                    spot,
                    text,
                },
                result,
            ) => match made(&result) {
                Some(item) => {
                    self.entry_named(slot, own, item);
                    let spot = renamed(&spot, own, item);
                    self.answered(slot, &spot, &text, result);
                }
                None => {
                    if let Some(fresh) = self.screen(slot).and_then(|s| {
                        s.fresh
                            .iter_mut()
                            .find(|f| f.group == group && f.item == own)
                    }) {
                        fresh.sent = false;
                    }
                    self.answered(slot, &spot, &text, result);
                }
            },
            (Waiting::Form, result) => self.form_answered(result),
            (Waiting::Quick { slot, text }, result) => self.quick_answered(slot, &text, result),
            (Waiting::Sheet(slot, sheet), Ok(Outcome::Sheet(view))) => {
                self.sheet_came(slot, sheet, *view)
            }
            (Waiting::Lines, Ok(Outcome::Sheet(view))) => self.lines_came(&view),
            (Waiting::Match(slot), Ok(Outcome::Found(rows))) => self.match_came(slot, rows),
            (Waiting::Find, Ok(Outcome::Found(rows))) => self.found_came(rows),
            (Waiting::History, Ok(Outcome::History(rows))) => {
                if let Some(Overlay::History(history)) = self.model.overlays.last_mut() {
                    history.rows = Some(rows);
                }
            }
            (Waiting::Drafts, Ok(Outcome::Drafts(drafts))) => self.drafts_came(drafts),
            (Waiting::Directory, Ok(Outcome::Directory(rows))) => {
                for overlay in &mut self.model.overlays {
                    if let Overlay::Numbers(numbers) = overlay {
                        numbers.rows = Some(rows.clone());
                    }
                }
            }
            (Waiting::Act(done), Ok(outcome)) => self.say(words_of(done, &outcome)),
            (Waiting::Watch | Waiting::Draft, Ok(_)) => {}
            (_, Err(problem)) => self.refuse(problem),
            (_, Ok(_)) => {}
        }
    }

    /// What came of text typed at a spot.
    fn answered(&mut self, slot: Slot, spot: &Spot, text: &str, result: Result<Outcome, Problem>) {
        let boot = self.boot();
        let Some(screen) = self.screen(slot) else {
            return;
        };
        // Only what was sent is settled: newer text at the same spot stays as it is.
        let ours = screen
            .kept
            .get(spot)
            .is_some_and(|kept| kept.text == text && matches!(kept.why, Why::Sending(_)));
        match result {
            Ok(Outcome::Conflict(view)) => {
                screen.kept.insert(
                    spot.clone(),
                    Kept {
                        text: text.to_owned(),
                        why: Why::Draft,
                    },
                );
                let label = super::words::spot(spot);
                self.push(Overlay::Conflict(Conflict {
                    slot,
                    spot: spot.clone(),
                    label,
                    view: *view,
                    typed: text.to_owned(),
                    opened: boot,
                }));
            }
            Ok(outcome) => {
                if ours {
                    screen.kept.remove(spot);
                }
                self.forget_draft(slot, spot);
                let label = super::words::spot(spot);
                self.say(words_of(&label, &outcome));
            }
            Err(problem) => {
                if ours {
                    screen.kept.insert(
                        spot.clone(),
                        Kept {
                            text: text.to_owned(),
                            why: Why::Refused(problem.clone()),
                        },
                    );
                }
                self.refuse(problem);
            }
        }
    }

    /// The desk named an entry: its spots, texts and waiting commands follow.
    fn entry_named(&mut self, slot: Slot, own: ItemId, item: ItemId) {
        if let Some(screen) = self.screen(slot) {
            for fresh in &mut screen.fresh {
                if fresh.item == own {
                    fresh.item = item;
                }
            }
            let in_view = screen
                .view
                .as_ref()
                .is_some_and(|view| view.items.iter().any(|(_, known)| *known == item));
            if in_view {
                screen.fresh.retain(|fresh| fresh.item != item);
            }
            screen.at = renamed(&screen.at, own, item);
            screen.kept = std::mem::take(&mut screen.kept)
                .into_iter()
                .map(|(spot, kept)| (renamed(&spot, own, item), kept))
                .collect();
        }
        for held in self.held.iter_mut().filter(|held| held.slot == slot) {
            rename_item(&mut held.command, own, item);
            if let Waiting::Answer { spot, .. } = &mut held.waiting {
                *spot = renamed(spot, own, item);
            }
        }
        self.send_held(slot);
    }
}

/// What the desk said about something saved: how it was understood, and what to do next.
pub(super) fn words_of(what: &str, outcome: &Outcome) -> String {
    let mut out = what.to_owned();
    if let Outcome::Saved {
        understood, notes, ..
    } = outcome
    {
        if let Some(understood) = understood {
            out.push_str(": ");
            out.push_str(understood);
        } else {
            out.push_str(": saved");
        }
        for note in notes {
            out.push_str(". ");
            out.push_str(note.trim_end_matches('.'));
        }
    }
    out.push('.');
    out
}

fn made(result: &Result<Outcome, Problem>) -> Option<ItemId> {
    match result {
        Ok(Outcome::Saved {
            made: Some(made), ..
        }) => made.parse().ok(),
        _ => None,
    }
}

fn renamed(spot: &Spot, own: ItemId, item: ItemId) -> Spot {
    match spot {
        Spot::Field {
            field,
            item: Some(old),
        } if *old == own => Spot::Field {
            field: *field,
            item: Some(item),
        },
        other => other.clone(),
    }
}

/// Whether an item's text is an id of this session's own, which the desk does not know.
fn is_own_text(item: &str) -> bool {
    item.parse()
        .is_ok_and(|item: ItemId| super::model::Fresh::is_own(item))
}

fn item_of(command: &Command) -> Option<&str> {
    match command {
        Command::Answer { item, .. } | Command::StillTrue { item, .. } => item.as_deref(),
        Command::Remove { item, .. } => Some(item),
        _ => None,
    }
}

fn rename_item(command: &mut Command, own: ItemId, new: ItemId) {
    let rename = |text: &mut String| {
        if *text == own.to_string() {
            *text = new.to_string();
        }
    };
    match command {
        Command::Answer {
            item: Some(item), ..
        }
        | Command::StillTrue {
            item: Some(item), ..
        }
        | Command::Remove { item, .. } => rename(item),
        _ => {}
    }
}

/// Says which case a command is about.
fn set_case(command: &mut Command, to: &str) {
    match command {
        Command::Open { .. } | Command::SetDesk { .. } | Command::SetDirectory { .. } => {}
        Command::Attempt(said) => said.case = to.to_owned(),
        Command::Heard(said) => said.case = to.to_owned(),
        Command::Answer { case, .. }
        | Command::StillTrue { case, .. }
        | Command::Add { case, .. }
        | Command::Remove { case, .. }
        | Command::First { case, .. }
        | Command::CameAt { case, .. }
        | Command::CorrectReceived { case, .. }
        | Command::ConfirmCorrection { case, .. }
        | Command::DenyCorrection { case, .. }
        | Command::Withdraw { case, .. }
        | Command::Triage { case, .. }
        | Command::Note { case, .. }
        | Command::Link { case, .. }
        | Command::NameChild { case, .. }
        | Command::Locate { case, .. }
        | Command::Return { case, .. }
        | Command::Interview { case, .. }
        | Command::Screen { case, .. }
        | Command::Victim { case, .. }
        | Command::Close { case, .. }
        | Command::Reopen { case, .. }
        | Command::Claim { case }
        | Command::Release { case }
        | Command::ReadOut { case, .. }
        | Command::Disclose { case, .. } => *case = to.to_owned(),
    }
}
