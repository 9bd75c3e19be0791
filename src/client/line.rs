//! The session's line to the desk: what was asked and not yet answered, and what is done when the line is lost,
//! silent, or there again.
//!
//! What is unanswered is asked again by a new line under the same numbers, in order; a desk carries out one number
//! once. Nothing typed depends on any of this: texts stand in the model until the desk has answered *saved*.

use std::collections::BTreeMap;

use super::app::{App, Effect};
use super::ask::Waiting;
use super::model::Link;
use crate::wire::who::{self, State};
use crate::wire::{Ask, Request};

/// A request not answered for so many µs is said.
pub const SILENCE: i64 = 2_000_000;

/// Requests that were not answered, by number, with the boot time they were asked at.
#[derive(Debug, Default)]
pub(super) struct Unanswered {
    asked: BTreeMap<u64, (Request, i64)>,
    /// What the desk is to keep in mind for this session, the last of each kind: a new line asks for it again.
    standing: BTreeMap<&'static str, Ask>,
    /// When the desk was heard last, boot µs.
    heard: i64,
    /// There is no line: nothing is sent before there is.
    offline: bool,
    /// There is a new line, and whether the desk at its end lets this person in is not said yet: what it would refuse
    /// waits.
    shut: bool,
}

impl Unanswered {
    /// A request was answered.
    pub fn answered(&mut self, number: u64) {
        self.asked.remove(&number);
    }

    /// The desk was heard.
    pub fn heard(&mut self, boot: i64) {
        self.heard = boot;
    }

    /// Since when an answer is missing: since the oldest was asked, or the desk was heard after that.
    fn missing_since(&self) -> Option<i64> {
        let sent = self
            .asked
            .values()
            .filter(|(request, _)| !self.shut || goes_before_sign_in(&request.ask));
        let oldest = sent.map(|(_, at)| *at).min()?;
        Some(oldest.max(self.heard))
    }
}

/// The kind of an ask that lasts until another of its kind; `None` for one that is done when it is answered.
fn lasting(ask: &Ask) -> Option<&'static str> {
    match ask {
        // In this order they are asked again: the board is what a session begins with.
        Ask::WatchBoard => Some("1 board"),
        Ask::WatchCase(_) => Some("2 case"),
        Ask::WatchShift(_) => Some("3 shift"),
        Ask::Here(_) => Some("4 here"),
        Ask::Who(who::Ask::Hello | who::Ask::Resume { .. }) => Some("5 who"),
        _ => None,
    }
}

/// What a desk with a roster answers before it knows who is there.
fn goes_before_sign_in(ask: &Ask) -> bool {
    matches!(ask, Ask::WatchBoard | Ask::Who(_) | Ask::Bye)
}

impl App {
    /// Sends a request, now or when there is a line again.
    pub(super) fn send(&mut self, request: Request) {
        let boot = self.boot();
        if let Some(kind) = lasting(&request.ask) {
            self.unanswered.standing.insert(kind, request.ask.clone());
        }
        if !matches!(request.ask, Ask::Bye) {
            self.unanswered
                .asked
                .insert(request.number, (request.clone(), boot));
        }
        let waits = self.unanswered.shut && !goes_before_sign_in(&request.ask);
        if !self.unanswered.offline && !waits {
            self.out.push(Effect::Send(request));
        }
    }

    /// The desk at the end of a new line lets this person in: what waited for that is asked, the views first. Whether
    /// anything had to wait.
    pub(super) fn let_in_again(&mut self) -> bool {
        if !std::mem::take(&mut self.unanswered.shut) {
            return false;
        }
        self.ask_again(&["1 board", "5 who"]);
        true
    }

    /// Asks for what lasts, except those kinds, then for what is unanswered, in order.
    fn ask_again(&mut self, except: &[&str]) {
        let unanswered = std::mem::take(&mut self.unanswered.asked);
        let lasting_asks: Vec<Ask> = self
            .unanswered
            .standing
            .iter()
            .filter(|(kind, _)| !except.contains(kind))
            .map(|(_, ask)| ask.clone())
            .collect();
        for ask in lasting_asks {
            let waiting = match ask {
                Ask::Who(_) => Waiting::Who(None),
                _ => Waiting::Watch,
            };
            self.ask(ask, waiting);
        }
        for (number, (request, asked_at)) in unanswered {
            match lasting(&request.ask) {
                // Still on its way.
                Some(kind) if except.contains(&kind) => {
                    self.unanswered.asked.insert(number, (request, asked_at));
                }
                // Asked anew already; the answer says nothing.
                Some(_) => {
                    self.waiting.remove(&number);
                }
                None => self.send(request),
            }
        }
    }

    /// The line is gone.
    pub(super) fn lost(&mut self, why: String) {
        self.unanswered.offline = true;
        // Since when is what counts; why may be known better by now.
        let since = match self.model.link {
            Link::Lost { since, .. } => since,
            _ => self.boot(),
        };
        self.model.link = Link::Lost { since, why };
    }

    /// Nothing is heard by the line.
    pub(super) fn silent(&mut self, since: i64) {
        if !matches!(self.model.link, Link::Lost { .. }) {
            let why = "it does not answer".to_owned();
            self.model.link = Link::Lost { since, why };
        }
    }

    /// There is a line, or a sign of life. A new line is asked for the views again, then what is unanswered.
    pub(super) fn back(&mut self, new: bool) {
        let boot = self.boot();
        self.unanswered.heard(boot);
        if !new {
            if !self.unanswered.offline && self.model.link != Link::Opening {
                self.model.link = Link::Live;
            }
            return;
        }
        self.unanswered.offline = false;
        // A desk that was started anew knows nobody, and refuses everything until somebody signs in.
        self.unanswered.shut = self
            .model
            .standing
            .as_ref()
            .is_some_and(|standing| standing.state != State::Open);
        // What is shown stays old until the desk says the board by this line.
        self.ask_again(&[]);
    }

    /// When a silence must be said, boot µs.
    pub(super) fn silence_due(&self) -> Option<i64> {
        if self.model.link != Link::Live {
            return None;
        }
        self.unanswered
            .missing_since()
            .map(|at| at.saturating_add(SILENCE))
    }

    /// Says a silence that has lasted long enough.
    pub(super) fn mind_silence(&mut self) {
        if self.silence_due().is_some_and(|due| due <= self.boot())
            && let Some(since) = self.unanswered.missing_since()
        {
            self.silent(since);
        }
    }

    /// The line was slow and is not any more.
    pub(super) fn lagged(&mut self, by: i64) {
        let seconds = by / 1_000_000;
        self.say(format!(
            "This line was {seconds} s behind; what is shown now is the newest."
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::app::Msg;
    use crate::codec::v1::keymap::preset;
    use crate::record::{CaseId, Moment, SafeText, SessionId, Zone};
    use crate::wire::{Message, Outcome};

    fn app() -> App {
        App::new("T. Okafor", SessionId(7), preset("default").unwrap())
    }
    fn sent(effects: Vec<Effect>) -> Vec<(u64, Ask)> {
        effects
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Send(request) => Some((request.number, request.ask)),
                _ => None,
            })
            .collect()
    }
    fn fine(number: u64) -> Msg {
        Msg::FromDesk {
            message: Message::Reply {
                number,
                result: Ok(Outcome::Fine),
            },
            boot: 0,
        }
    }
    fn stands(state: State) -> Msg {
        let standing = who::Standing {
            now: Moment(0),
            zone: Zone::UTC,
            state,
            operator: (state == State::In).then(|| SafeText::line("T. Okafor")),
            role: None,
            locks_at: None,
            ends_at: None,
            ticket: None,
            case: None,
            words: None,
            notice: None,
            flags: 0,
            agency: SafeText::line("Night desk"),
            practice: false,
        };
        Msg::FromDesk {
            message: Message::Standing(Box::new(standing)),
            boot: 0,
        }
    }
    fn draft(app: &mut App, text: &str) -> Vec<(u64, Ask)> {
        app.ask(
            Ask::Draft {
                place: "quick".into(),
                text: text.into(),
            },
            Waiting::Draft,
        );
        sent(app.update(Msg::Tick(0)))
    }

    #[test]
    fn what_was_not_answered_is_asked_again_by_a_new_line_under_its_number() {
        let mut app = app();
        for (number, _) in sent(app.start()) {
            app.update(fine(number));
        }
        let first = draft(&mut app, "one");
        assert_eq!(first.len(), 1);
        app.update(Msg::Lost {
            why: "gone".into(),
            boot: 5,
        });
        assert_eq!(draft(&mut app, "two"), [], "sent into nothing");
        assert!(matches!(app.model.link, Link::Lost { since: 5, .. }));
        // Lost again, for another reason: it is lost since then all the same.
        app.update(Msg::Lost {
            why: "refused".into(),
            boot: 90,
        });
        assert!(matches!(&app.model.link, Link::Lost { since: 5, why } if why == "refused"));
        let again = sent(app.update(Msg::Back {
            new: true,
            boot: 99,
        }));
        assert_eq!(again[0].1, Ask::WatchBoard);
        assert!(matches!(again[1].1, Ask::Who(_)), "{:?}", again[1]);
        assert_eq!(again[2], first[0]);
        assert_eq!(again[3].0, first[0].0 + 1, "in order");
        assert_eq!(again.len(), 4);
        assert!(
            matches!(app.model.link, Link::Lost { .. }),
            "not before the desk has spoken"
        );
        app.update(fine(again[0].0));
        assert_eq!(app.model.link, Link::Live);
    }

    #[test]
    fn a_desk_started_anew_is_asked_what_it_would_refuse_when_the_person_has_signed_in() {
        let mut app = app();
        for (number, _) in sent(app.start()) {
            app.update(fine(number));
        }
        app.update(stands(State::In));
        let case = Ask::WatchCase(Some(CaseId(7)));
        app.ask(case.clone(), Waiting::Watch);
        let written = draft(&mut app, "limps");
        let (number, _) = written.last().unwrap().clone();
        app.update(Msg::Lost {
            why: "killed".into(),
            boot: 5,
        });
        let asks =
            |sent: &[(u64, Ask)]| sent.iter().map(|(_, ask)| ask.clone()).collect::<Vec<_>>();
        let first = sent(app.update(Msg::Back { new: true, boot: 9 }));
        assert!(
            first.iter().all(|(_, ask)| goes_before_sign_in(ask)),
            "{first:?}"
        );
        // It knows nobody; what is typed meanwhile waits too, and no silence is said of what was not asked.
        let waits = sent(app.update(stands(State::Out)));
        assert!(
            waits.iter().all(|(_, ask)| goes_before_sign_in(ask)),
            "{waits:?}"
        );
        assert_eq!(draft(&mut app, "limps a little"), []);
        for (number, _) in first {
            app.update(fine(number));
        }
        assert_eq!(app.silence_due(), None);
        let then = sent(app.update(stands(State::In)));
        assert!(asks(&then).contains(&case), "{then:?}");
        let drafts: Vec<_> = then
            .iter()
            .filter(|(_, ask)| matches!(ask, Ask::Draft { .. }))
            .collect();
        assert_eq!(drafts.len(), 2, "{then:?}");
        assert_eq!(drafts[0].0, number, "under its number");
        assert!(matches!(&drafts[1].1, Ask::Draft { text, .. } if text == "limps a little"));
    }

    #[test]
    fn a_desk_that_does_not_answer_is_said_after_two_seconds_and_taken_back() {
        let mut app = app();
        app.start();
        app.update(fine(1));
        assert_eq!(
            app.next_wake(),
            Some(SILENCE),
            "the drafts are still to come"
        );
        app.update(Msg::Tick(SILENCE - 1));
        assert_eq!(app.model.link, Link::Live);
        app.update(Msg::Tick(SILENCE));
        assert!(matches!(app.model.link, Link::Lost { since: 0, .. }));
        assert_eq!(app.next_wake(), None, "said once");
        app.update(Msg::Back {
            new: false,
            boot: SILENCE + 1,
        });
        assert_eq!(app.model.link, Link::Live);
    }
}
