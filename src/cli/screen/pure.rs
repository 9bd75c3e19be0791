//! The part of the loop without a terminal: what comes in becomes messages for the session, and what the session
//! wants becomes steps for whoever runs it.

use std::process::ExitCode;

use ratatui::layout::Size;

use crate::client::app::{App, Effect, Msg};
use crate::client::model::Model;
use crate::input::keyboard::{Keyboard, Typed};
use crate::term::Input;
use crate::wire::{Message, Request};

/// What reaches the loop.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// The terminal said something, at this boot µs.
    Terminal(Input, i64),
    /// The desk said something.
    Desk(Message),
    /// The desk is gone; why, in one sentence.
    DeskGone(String),
    /// The line is there and nothing was heard by it since this boot µs.
    DeskSilent(i64),
    /// A desk that was silent gives a sign of life.
    DeskHere,
    /// There is a line again; the desk at its end knows nothing of what this session watches.
    DeskBack,
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The operator left.
    Left,
    /// The system asked for it.
    Terminated,
    /// The line is gone.
    HungUp,
}

impl End {
    /// The exit code a shell expects: 0, or 128 and the signal's number.
    pub fn code(self) -> ExitCode {
        match self {
            End::Left => ExitCode::SUCCESS,
            End::Terminated => ExitCode::from(128 + 15),
            End::HungUp => ExitCode::from(128 + 1),
        }
    }
}

/// What the loop's surroundings must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Go,
    /// The terminal has a new size.
    Resized(Size),
    /// Ring, if the operator wants it.
    Bell,
    /// Draw the whole screen again, whatever the terminal shows.
    Redraw,
    /// Leave the terminal, stop, and come back.
    Suspend,
    /// Keep nothing of what was shown; with the ticket of a locked screen.
    Forget(Option<String>),
    /// The end.
    End(End),
}

/// The session with its keyboard and its way to the desk.
pub struct Loop<S: FnMut(Request) -> Result<(), String>> {
    app: App,
    keyboard: Keyboard,
    send: S,
}

impl<S: FnMut(Request) -> Result<(), String>> Loop<S> {
    /// A loop around a session. `send` hands a request to the desk, or says why it cannot.
    pub fn new(app: App, over_ssh: bool, send: S) -> Self {
        Self {
            app,
            keyboard: Keyboard::new(over_ssh),
            send,
        }
    }
    /// What is drawn.
    pub fn model(&self) -> &Model {
        &self.app.model
    }
    /// Whether the desk has sent nothing yet that a screen would show.
    pub fn is_blank(&self) -> bool {
        let model = self.model();
        model.board.view.is_none() && model.door.is_none() && model.overlays.is_empty()
    }
    /// The session begins: it asks for its views.
    pub fn start(&mut self, now: i64, size: Size) -> Vec<Step> {
        let mut steps = self.update(Msg::Resize(size.width, size.height), now);
        let effects = self.app.start();
        steps.extend(self.carry_out(effects, now));
        steps
    }
    /// Takes one thing in, at boot µs `now`.
    pub fn take(&mut self, heard: Heard, now: i64) -> Vec<Step> {
        match heard {
            Heard::Terminal(Input::Key(key), at) => {
                self.keyboard.feed(key, at);
                self.type_on(now)
            }
            Heard::Terminal(Input::Paste(text), boot) => {
                let mut steps = Vec::new();
                for typed in self.keyboard.flush() {
                    steps.extend(self.typed(typed, now));
                }
                steps.extend(self.update(Msg::Paste { text, boot }, now));
                steps
            }
            Heard::Terminal(Input::Resize(columns, rows), _) => {
                let mut steps = vec![Step::Resized(Size::new(columns, rows))];
                steps.extend(self.update(Msg::Resize(columns, rows), now));
                steps
            }
            // The loop looks at the terminal's size before each frame; this only wakes it.
            Heard::Terminal(Input::Sized, _) => Vec::new(),
            Heard::Terminal(Input::Continued, _) => vec![Step::Redraw],
            Heard::Terminal(Input::Terminated, _) => self.leave(End::Terminated, now),
            Heard::Terminal(Input::HungUp, _) => self.leave(End::HungUp, now),
            Heard::Desk(message) => self.update(Msg::FromDesk { message, boot: now }, now),
            Heard::DeskGone(why) => self.update(Msg::Lost { why, boot: now }, now),
            Heard::DeskSilent(since) => self.update(Msg::Silent { since, boot: now }, now),
            Heard::DeskHere => self.update(
                Msg::Back {
                    new: false,
                    boot: now,
                },
                now,
            ),
            Heard::DeskBack => self.update(
                Msg::Back {
                    new: true,
                    boot: now,
                },
                now,
            ),
        }
    }
    /// Time has come to `now`: what was held is let go, what shows the time is told.
    pub fn tick(&mut self, now: i64) -> Vec<Step> {
        let mut steps = self.type_on(now);
        if self.app.next_wake().is_some_and(|at| at <= now) {
            steps.extend(self.update(Msg::Tick(now), now));
        }
        steps
    }
    /// When [`Loop::tick`] is next needed, boot µs; `None` when nothing shown will change by itself.
    pub fn deadline(&self) -> Option<i64> {
        [self.keyboard.deadline(), self.app.next_wake()]
            .into_iter()
            .flatten()
            .min()
    }

    fn type_on(&mut self, now: i64) -> Vec<Step> {
        let mut steps = Vec::new();
        // Asked again for each key: carrying one out may change where the next one lands.
        while let Some(typed) = self.keyboard.next(now, |key| self.app.lands(key)) {
            steps.extend(self.typed(typed, now));
        }
        steps
    }
    fn typed(&mut self, typed: Typed, now: i64) -> Vec<Step> {
        let msg = match typed {
            Typed::Key(key, boot) => Msg::Key { key, boot },
            Typed::Prose(text, boot) => Msg::Burst { text, boot },
        };
        self.update(msg, now)
    }
    fn update(&mut self, msg: Msg, now: i64) -> Vec<Step> {
        let effects = self.app.update(msg);
        self.carry_out(effects, now)
    }
    fn carry_out(&mut self, effects: Vec<Effect>, now: i64) -> Vec<Step> {
        let mut steps = Vec::new();
        for effect in effects {
            match effect {
                Effect::Send(request) => {
                    if let Err(why) = (self.send)(request) {
                        let more = self.app.update(Msg::Lost { why, boot: now });
                        // A lost desk cannot be told anything; all else still counts.
                        let others = more
                            .into_iter()
                            .filter(|e| !matches!(e, Effect::Send(_)))
                            .collect();
                        steps.extend(self.carry_out(others, now));
                    }
                }
                Effect::Quit => steps.push(Step::End(End::Left)),
                Effect::Suspend => steps.push(Step::Suspend),
                Effect::Bell => steps.push(Step::Bell),
                Effect::Redraw => steps.push(Step::Redraw),
                Effect::Forget(ticket) => steps.push(Step::Forget(ticket)),
            }
        }
        steps
    }
    /// The end by somebody else's wish: texts that are being typed go to the desk first.
    fn leave(&mut self, end: End, now: i64) -> Vec<Step> {
        for typed in self.keyboard.flush() {
            self.typed(typed, now);
        }
        let effects = self.app.hang_up();
        self.carry_out(effects, now);
        vec![Step::End(end)]
    }
}
