//! What an attempt does to a duty: stops its clock, counts as a try, counts as a claim, or nothing.
//!
//! This is the strict side of the ledger. Whatever is not plainly the receiver's own taking leaves the duty owed.

use super::engine::Book;
use super::pack::{ProofBy, Rule, Stop};
use super::words;
use crate::record::event::{Attempt, Channel, Outcome};
use crate::record::when::{MINUTE, Precision};
use crate::record::{Instant, ItemId, Moment, SafeText, Zone};

/// What one attempt does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Effect {
    /// It stops the clock.
    Stops,
    /// The receiver declined the case, and that counts as reported.
    Declined,
    /// It was decided that the duty is not to be done.
    Excuses,
    /// Somebody says it was done.
    Claims,
    /// A try, and why it is no more than that.
    Tries(&'static str),
    /// It does not count, and why.
    Nothing(String),
}

/// A duty that was done.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Done {
    /// When, at the latest: what lateness is judged by.
    pub at: Moment,
    /// When, at the earliest: what other clocks count from.
    pub earliest: Moment,
    /// The zone it was spoken in.
    pub zone: Zone,
    /// By whom it was taken, in words.
    pub by: String,
    /// The proof is there too.
    pub proven: bool,
    /// The receiver declined the case: its words.
    pub declined: Option<String>,
}

/// Everything that the attempts say about one duty.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger<'a> {
    /// Each attempt that counts as recorded, with its effect, by its instant.
    pub tries: Vec<(&'a Attempt, Effect)>,
}

fn has(text: Option<&SafeText>) -> bool {
    text.is_some_and(|text| !text.is_empty())
}

/// The latest an instant can be.
fn latest(instant: Instant) -> Moment {
    match instant.precision {
        Precision::Exact | Precision::About => instant.at,
        Precision::Between { until } => until.max(instant.at),
        Precision::Either { or } => or.max(instant.at),
    }
}

impl<'a> Book<'a> {
    /// The ledger of a duty, for one item where each has its own.
    pub(super) fn ledger(
        &self,
        rule: &Rule,
        item: Option<ItemId>,
        from: Option<Moment>,
        depth: u8,
    ) -> Ledger<'a> {
        let mut tries: Vec<(&Attempt, Effect)> = self
            .whole
            .case
            .attempts()
            .filter(|attempt| attempt.duty == rule.id && attempt.item == item)
            .map(|attempt| (attempt, self.effect(rule, attempt, from, depth)))
            .collect();
        tries.sort_by_key(|(attempt, _)| attempt.at.at);
        Ledger { tries }
    }

    fn effect(&self, rule: &Rule, attempt: &Attempt, from: Option<Moment>, depth: u8) -> Effect {
        let zone = attempt.at.zone;
        // Times are typed to the minute, so a call made just now may read up to a minute ahead.
        if attempt.at.at > self.now.plus(MINUTE) {
            return Effect::Nothing(format!(
                "said to be at {}, which has not come yet",
                words::at(attempt.at.at, zone)
            ));
        }
        match attempt.outcome {
            Outcome::NoAnswer => Effect::Tries("nobody answered"),
            Outcome::Voicemail => Effect::Tries("a voicemail stops nothing"),
            Outcome::Sent => Effect::Tries("sent, and not acknowledged"),
            Outcome::Refused => Effect::Tries("refused"),
            Outcome::Claimed => Effect::Claims,
            Outcome::Excused if has(attempt.words.as_ref()) => Effect::Excuses,
            Outcome::Excused => Effect::Nothing("excused without a reason".into()),
            Outcome::Declined | Outcome::Told | Outcome::Confirmed => {
                self.taken(rule, attempt, from, depth)
            }
        }
    }

    /// The receiver answered. Whether that stops the clock is the rule's to say.
    fn taken(&self, rule: &Rule, attempt: &Attempt, from: Option<Moment>, depth: u8) -> Effect {
        if attempt.channel == Channel::Voicemail {
            return Effect::Tries("a voicemail stops nothing");
        }
        // Times are typed to the minute: what was done in the minute of the anchor was not done before it.
        if let Some(from) = from
            && attempt.at.at < Moment(from.0 - from.0.rem_euclid(MINUTE))
            && latest(attempt.at) < from
        {
            return Effect::Nothing(format!(
                "said to be at {}, before its clock began: one of the two times is wrong",
                words::at(attempt.at.at, attempt.at.zone)
            ));
        }
        let person = has(attempt.person.as_ref());
        let number = has(attempt.number.as_ref());
        let own_confirmation = matches!(attempt.channel, Channel::Web | Channel::SystemToSystem)
            && (number || has(attempt.words.as_ref()));
        if attempt.outcome == Outcome::Declined {
            let counts = rule
                .declined
                .as_ref()
                .is_some_and(|when| self.holds(when, depth));
            return if counts && (person || own_confirmation) {
                Effect::Declined
            } else {
                Effect::Tries("declined, which does not count as reported here")
            };
        }
        if !(person || number || own_confirmation) {
            return Effect::Tries("nobody is named who took it, and there is no confirmation");
        }
        let stops = rule.stops.iter().any(|stop| match stop {
            Stop::Told => true,
            Stop::Delivered => person,
            Stop::Number => number,
            Stop::Confirmed => attempt.outcome == Outcome::Confirmed || own_confirmation,
            Stop::Event(_) | Stop::Done(_) | Stop::Fact(_) => false,
        });
        if stops {
            Effect::Stops
        } else {
            Effect::Tries("told, without the reference or confirmation that stops this clock")
        }
    }

    /// When a duty was done, by the rule that says what stops it. `None` while it was not.
    pub(super) fn done(&self, duty: &str, depth: u8) -> Option<Done> {
        let depth = depth.checked_sub(1)?;
        let rule = self.governing(duty)?;
        let from = self.anchor(&rule.anchor, None, depth).map(|a| a.at);
        self.done_by(rule, &self.ledger(rule, None, from, depth), from, depth)
    }

    /// The first stop of a rule's clock, with the proof that any later attempt brought.
    pub(super) fn done_by(
        &self,
        rule: &Rule,
        ledger: &Ledger<'_>,
        from: Option<Moment>,
        depth: u8,
    ) -> Option<Done> {
        let mut done: Option<Done> = None;
        for (attempt, effect) in &ledger.tries {
            if !matches!(effect, Effect::Stops | Effect::Declined) {
                continue;
            }
            let proves = match rule.proof.as_ref().map(|proof| proof.by) {
                Some(ProofBy::Number) => has(attempt.number.as_ref()),
                Some(ProofBy::Confirmed) | None => {
                    attempt.outcome == Outcome::Confirmed || has(attempt.number.as_ref())
                }
            };
            let first = done.get_or_insert_with(|| Done {
                at: latest(attempt.at),
                earliest: attempt.at.at,
                zone: attempt.at.zone,
                by: taken_by(attempt),
                proven: false,
                declined: None,
            });
            first.proven |= proves;
            if *effect == Effect::Declined {
                first.declined = attempt
                    .words
                    .as_ref()
                    .map(|words| words.as_str().to_owned());
            }
        }
        done.or_else(|| self.done_otherwise(rule, from, depth))
    }

    /// Stopped by something that is no attempt: an interview held, another duty done, an answer.
    fn done_otherwise(&self, rule: &Rule, from: Option<Moment>, depth: u8) -> Option<Done> {
        let minute = from.map(|from| Moment(from.0 - from.0.rem_euclid(MINUTE)));
        rule.stops
            .iter()
            .filter_map(|stop| {
                let at = match stop {
                    Stop::Event(happening) => self.happened(*happening)?,
                    Stop::Done(duty) => self.done(duty, depth)?.at,
                    Stop::Fact(field) => {
                        self.whole.answer(*field)?;
                        self.whole
                            .facts_of(*field)
                            .fact(crate::record::event::FactKey {
                                field: *field,
                                item: None,
                            })?
                            .at
                    }
                    Stop::Told | Stop::Number | Stop::Confirmed | Stop::Delivered => return None,
                };
                (at <= self.now && minute.is_none_or(|from| at >= from)).then_some(at)
            })
            .min()
            .map(|at| Done {
                at,
                earliest: at,
                zone: self.zone(),
                by: String::new(),
                proven: true,
                declined: None,
            })
    }
}

/// Who took it, in words: person, badge, office.
pub(super) fn taken_by(attempt: &Attempt) -> String {
    let mut parts = Vec::new();
    if let Some(person) = attempt.person.as_ref().filter(|p| !p.is_empty()) {
        parts.push(person.as_str().to_owned());
    }
    if let Some(badge) = attempt.badge.as_ref().filter(|b| !b.is_empty()) {
        parts.push(format!("badge {badge}"));
    }
    if let Some(office) = attempt.office.as_ref().filter(|o| !o.is_empty()) {
        parts.push(office.as_str().to_owned());
    }
    parts.join(", ")
}
