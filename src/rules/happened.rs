//! What has happened in a case, as rules ask it: anchors and conditions.

use super::engine::Book;
use super::pack::{Anchor, Condition, Happening};
use crate::record::event::{Outcome, YesNoUnknown};
use crate::record::value::PartialDate;
use crate::record::{FieldId, Instant, ItemId, Moment, State, Value, Zone, age};

/// The child's date of birth.
pub const BORN: FieldId = FieldId("child.dob");
/// When a lead came in.
pub const LEAD_AT: FieldId = FieldId("lead.came");

/// What is known of sex trafficking.
pub const TRAFFICKING: FieldId = FieldId("risk.trafficking");

/// An anchor that has happened.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Anchored {
    /// The instant; the earliest it can have been.
    pub at: Moment,
    /// The zone it was spoken in.
    pub zone: Zone,
    /// Who said or entered it, in words; empty when nobody did.
    pub who: String,
    /// When its own record says to try again.
    pub again_at: Option<Moment>,
}

impl Anchored {
    fn of(instant: Instant, who: impl Into<String>) -> Self {
        Self {
            at: instant.at,
            zone: instant.zone,
            who: who.into(),
            again_at: None,
        }
    }
}

impl Book<'_> {
    /// When an anchor happened; `None` while it has not.
    pub(super) fn anchor(
        &self,
        anchor: &Anchor,
        item: Option<ItemId>,
        depth: u8,
    ) -> Option<Anchored> {
        let case = self.whole.case;
        match anchor {
            Anchor::Received => Some(Anchored::of(case.received.at, self.who_received())),
            Anchor::Found => self.found(),
            Anchor::Located => case
                .located
                .as_ref()
                .map(|located| Anchored::of(located.at, located.by.as_str())),
            Anchor::Returned => case
                .returned
                .as_ref()
                .map(|returned| Anchored::of(returned.at, returned.by.as_str())),
            Anchor::Victim => self.victim(),
            Anchor::Told(duty) => {
                let done = self.done(duty, depth)?;
                Some(Anchored {
                    at: done.earliest,
                    zone: done.zone,
                    who: done.by,
                    again_at: None,
                })
            }
            Anchor::Refused(duty) => {
                if self.done(duty, depth).is_some() {
                    return None;
                }
                let tries = || {
                    case.attempts()
                        .filter(|a| a.duty == *duty && a.at.at <= self.now)
                };
                let refused = tries().find(|a| a.outcome == Outcome::Refused)?;
                // Every vain try after the refusal starts the wait again.
                let last = tries()
                    .filter(|a| a.at.at >= refused.at.at)
                    .filter(|a| !matches!(a.outcome, Outcome::Claimed | Outcome::Excused))
                    .max_by_key(|a| a.at.at)
                    .unwrap_or(refused);
                Some(Anchored {
                    again_at: last.again_at,
                    ..Anchored::of(last.at, last.person.clone().unwrap_or_default().as_str())
                })
            }
            Anchor::Item => self.item_in(item?),
            Anchor::Turns(years) => {
                let zone = case.received.at.zone;
                let at = age::turns(self.born()?, *years, zone)?;
                // An age reached before this run is no event of it.
                (at > case.received.at.at).then(|| Anchored {
                    at,
                    zone,
                    who: String::new(),
                    again_at: None,
                })
            }
            Anchor::Triage => case.triage.as_ref().map(|triage| Anchored {
                at: triage.at,
                zone: case.received.at.zone,
                who: triage.operator.as_str().to_owned(),
                again_at: triage.again_at,
            }),
            Anchor::Fact(field) => match self.whole.value(*field)? {
                Value::When(at) => Some(Anchored::of(
                    *at,
                    self.whole
                        .answer(*field)
                        .and_then(|answer| answer.said_by.clone())
                        .unwrap_or_default()
                        .as_str(),
                )),
                _ => None,
            },
        }
    }

    /// Whereabouts verified, or back: whichever was first.
    pub(super) fn found(&self) -> Option<Anchored> {
        let case = self.whole.case;
        let located = case
            .located
            .as_ref()
            .filter(|located| located.verified.is_some())
            .map(|located| Anchored::of(located.at, located.by.as_str()));
        let returned = case
            .returned
            .as_ref()
            .map(|returned| Anchored::of(returned.at, returned.by.as_str()));
        [located, returned]
            .into_iter()
            .flatten()
            .min_by_key(|one| one.at)
    }

    /// Information that the child is an identified victim: by its own event, or by the answer in the form as it
    /// was first recorded in this run. The earlier governs.
    fn victim(&self) -> Option<Anchored> {
        let case = self.whole.case;
        let known = |answer: Option<&crate::record::Answer>| matches!(answer.and_then(|a| a.value()), Some(Value::Choice(key)) if key == "known");
        let key = crate::record::event::FactKey {
            field: TRAFFICKING,
            item: None,
        };
        let answered = self
            .whole
            .facts_of(TRAFFICKING)
            .kept(key)
            .into_iter()
            .flat_map(|kept| kept.before.iter().chain([&kept.now]))
            .find(|fact| fact.at >= case.opened && known(fact.answer.as_ref()))
            .map(|fact| Anchored {
                at: fact.at,
                zone: case.received.at.zone,
                who: fact.operator.as_str().to_owned(),
                again_at: None,
            });
        let said = case.victim.map(|at| Anchored::of(at, ""));
        [said, answered]
            .into_iter()
            .flatten()
            .min_by_key(|one| one.at)
    }

    fn item_in(&self, item: ItemId) -> Option<Anchored> {
        let key = crate::record::event::FactKey {
            field: LEAD_AT,
            item: Some(item),
        };
        let case = self.whole.case;
        if let Some(Value::When(at)) = self.whole.answer_in(key).and_then(|a| a.value()) {
            return Some(Anchored::of(*at, ""));
        }
        if let Some(heard) = case.heard.iter().find(|heard| heard.id == item) {
            return Some(Anchored::of(
                heard.at,
                heard.who.clone().unwrap_or_default().as_str(),
            ));
        }
        let added = [&self.whole.child.facts, &case.facts]
            .into_iter()
            .flat_map(|facts| facts.all_items())
            .find(|(_, entry)| entry.id == item)?;
        Some(Anchored {
            at: added.1.added,
            zone: case.received.at.zone,
            who: String::new(),
            again_at: None,
        })
    }

    /// The date of birth, when it was answered.
    pub(super) fn born(&self) -> Option<PartialDate> {
        match self.whole.value(BORN)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Whether a condition holds now.
    pub(super) fn holds(&self, condition: &Condition, depth: u8) -> bool {
        let case = self.whole.case;
        match condition {
            Condition::Always => true,
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, depth)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, depth)),
            Condition::Not(part) => !self.holds(part, depth),
            Condition::Answered(field) => self.whole.answer(*field).is_some(),
            Condition::Known(field) => self.whole.value(*field).is_some(),
            Condition::Yes(field) => {
                matches!(self.whole.value(*field), Some(Value::Yes(true)))
            }
            Condition::Is(field, wanted) => match self.whole.answer(*field).map(|a| &a.state) {
                Some(State::Known(Value::Choice(key))) => key == wanted,
                Some(State::Known(Value::Many(keys))) => keys.contains(wanted),
                Some(State::Known(Value::Text(text))) => text.as_str() == wanted,
                Some(State::Known(Value::Number(number))) => number.to_string() == *wanted,
                Some(State::Known(Value::Yes(yes))) => wanted == if *yes { "yes" } else { "no" },
                _ => false,
            },
            Condition::Event(happening) => self.happened(*happening).is_some(),
            Condition::Told(duty) => self.done(duty, depth).is_some(),
            Condition::Tried(duty) => case
                .attempts()
                .any(|a| a.duty == *duty && a.outcome != Outcome::Excused),
            Condition::Refused(duty) => case
                .attempts()
                .any(|a| a.duty == *duty && a.outcome == Outcome::Refused),
            Condition::Turned(years) => self
                .born()
                .and_then(|born| age::birthday(born, *years))
                .is_some_and(|day| {
                    day <= case
                        .received
                        .at
                        .zone
                        .local(case.received.at.at)
                        .date_naive()
                }),
            Condition::Triage(row) => case.triage.as_ref().is_some_and(|t| t.row == *row),
        }
    }

    /// When something happened, if it has.
    pub(super) fn happened(&self, happening: Happening) -> Option<Moment> {
        let case = self.whole.case;
        match happening {
            Happening::Located => case.located.as_ref().map(|located| located.at.at),
            Happening::Found => self.found().map(|found| found.at),
            Happening::Returned => case.returned.as_ref().map(|done| done.at.at),
            Happening::Interviewed => case.interviewed.as_ref().map(|done| done.at.at),
            Happening::Screened => case.screened.as_ref().map(|done| done.at.at),
            Happening::Victim => self.victim().map(|victim| victim.at),
            Happening::Triage => case.triage.as_ref().map(|triage| triage.at),
            Happening::Danger => {
                (case.danger_now == Some(YesNoUnknown::Yes)).then_some(case.opened)
            }
        }
    }
}
