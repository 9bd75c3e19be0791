//! The session: what comes in, what goes out, and what is remembered between the two.
//!
//! [`App::update`] is the only way in. Effects are plain values that whoever runs the session carries out.
//! Keys are handed to `dispatch`, answers of the desk to `answers`.

use std::collections::BTreeMap;

use super::ask::{HeldCommand, Waiting};
use super::drafts::Drafts;
use super::edit::Undone;
use super::line::Unanswered;
use super::model::{CaseScreen, Link, Model, Place, Saying, Slot};
use super::overlay::Overlay;
use super::shift::Whereabouts;
use crate::input::{Chord, Key, Keymap};
use crate::record::{CaseId, Problem, SessionId};
use crate::wire::{Ask, Message, Request};

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
    /// The line is there, and nothing is heard by it.
    Silent {
        /// When it was heard last.
        since: i64,
        /// Now.
        boot: i64,
    },
    /// A desk is there again, or gives a sign of life; `new` when it knows nothing of this session's watches.
    Back {
        /// The line is a new one.
        new: bool,
        /// When.
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
    /// Keep nothing of what was: begin as a new program where that can be, with the ticket of the locked screen.
    Forget(Option<String>),
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
    pub(super) unanswered: Unanswered,
    pub(super) held: Vec<HeldCommand>,
    pub(super) slots: u32,
    pub(super) own_items: u128,
    pub(super) watched: Option<CaseId>,
    pub(super) drafts: Drafts,
    pub(super) here: Whereabouts,
    pub(super) undo: Vec<Undone>,
    /// What is left of a code's word after its letter took it, and whether any of that was typed on.
    pub(super) spelling: Option<(String, bool)>,
    /// Boot time of a first Ctrl-C; a second one leaves.
    pub(super) leaving: Option<i64>,
    /// What lets this screen go on from a locked one.
    pub(super) ticket: Option<String>,
    /// Boot time of the last report of keys to the desk, and whether keys came since.
    pub(super) reported: Option<i64>,
    pub(super) unreported: bool,
    /// It was asked to be signed out from here.
    pub(super) leaving_seat: bool,
    /// The oldest flag that nobody has reviewed.
    pub(super) flagged: Option<String>,
    pub(super) out: Vec<Effect>,
}

impl App {
    /// The desk's time is pretended, or not.
    #[must_use]
    pub fn pretending(mut self, pretended: bool) -> Self {
        self.model.pretended = pretended;
        self
    }

    /// A session of an operator at a keyboard.
    pub fn new(operator: &str, session: SessionId, keymap: Keymap) -> Self {
        let mut app = Self {
            model: Model::new(operator),
            keymap,
            chord: Chord::default(),
            session,
            numbers: 0,
            waiting: BTreeMap::new(),
            unanswered: Unanswered::default(),
            held: Vec::new(),
            slots: 0,
            own_items: 0,
            watched: None,
            drafts: Drafts::default(),
            here: Whereabouts::default(),
            undo: Vec::new(),
            spelling: None,
            leaving: None,
            ticket: None,
            reported: None,
            unreported: false,
            leaving_seat: false,
            flagged: None,
            out: Vec::new(),
        };
        app.refresh_hints();
        app
    }

    /// What a session asks for first: the board, and what an earlier screen left unsaved.
    pub fn start(&mut self) -> Vec<Effect> {
        self.ask(Ask::WatchBoard, Waiting::Watch);
        self.ask(Ask::Drafts, Waiting::Drafts);
        self.ask_standing();
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
                self.report_key();
                self.key(key);
            }
            Msg::Burst { text, boot } => {
                self.pass_time(boot);
                self.report_key();
                self.burst(&text);
            }
            Msg::Paste { text, boot } => {
                self.pass_time(boot);
                self.report_key();
                self.paste(&text);
            }
            Msg::Resize(columns, rows) => self.model.size = (columns, rows),
            Msg::Tick(boot) => self.pass_time(boot),
            Msg::FromDesk { message, boot } => {
                self.pass_time(boot);
                self.model.link = Link::Live;
                self.unanswered.heard(boot);
                self.hear(message);
            }
            Msg::Lost { why, boot } => {
                self.pass_time(boot);
                self.lost(why);
            }
            Msg::Silent { since, boot } => {
                self.pass_time(boot);
                self.silent(since);
            }
            Msg::Back { new, boot } => {
                self.pass_time(boot);
                self.back(new);
            }
        }
        self.report_due();
        self.send_due_drafts();
        self.tell_where();
        self.stop_watching_shift();
        self.mind_silence();
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
}
