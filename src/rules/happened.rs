//! What has happened in a case, as rules ask it: anchors and conditions.

use chrono::NaiveDate;

use super::engine::Book;
use super::pack::{Anchor, Condition, Happening};
use crate::record::event::{Outcome, YesNoUnknown};
use crate::record::value::PartialDate;
use crate::record::{FieldId, Instant, ItemId, Moment, State, Value, Zone};

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
            Anchor::Turns(age) => {
                let zone = case.received.at.zone;
                let at = zone_midnight(birthday(self.born()?, *age)?, zone)?;
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
            Condition::Turned(age) => self
                .born()
                .and_then(|born| birthday(born, *age))
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

/// The day on which somebody born then reaches an age: the earliest it can be when only month or year are known.
/// Born on 29 February: 1 March in a common year.
pub fn birthday(born: PartialDate, age: u32) -> Option<NaiveDate> {
    let year = born.year.checked_add(i32::try_from(age).ok()?)?;
    let (month, day) = (born.month.unwrap_or(1), born.day.unwrap_or(1));
    NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// The age on a day, in whole years, as far as the date of birth tells: the youngest and the oldest it can be.
pub fn age_on(born: PartialDate, day: NaiveDate) -> Option<(u32, u32)> {
    let oldest =
        (0..150).take_while(|age| birthday(born, *age).is_some_and(|reached| reached <= day));
    let oldest = u32::try_from(oldest.count()).ok()?.checked_sub(1)?;
    let exact = born.month.is_some() && born.day.is_some();
    let sure = |age: u32| {
        // The latest day on which that age can be reached.
        let year = born.year + i32::try_from(age).unwrap_or(0);
        let latest = match born.month {
            Some(month) => NaiveDate::from_ymd_opt(year, month, 1)
                .and_then(|first| first.checked_add_months(chrono::Months::new(1)))
                .and_then(|next| next.pred_opt()),
            None => NaiveDate::from_ymd_opt(year, 12, 31),
        };
        latest.is_some_and(|latest| latest <= day)
    };
    let youngest = if exact || sure(oldest) {
        oldest
    } else {
        oldest.saturating_sub(1)
    };
    Some((youngest, oldest))
}

/// Local midnight, or the first instant of a day that has none.
fn zone_midnight(day: NaiveDate, zone: Zone) -> Option<Moment> {
    use chrono::TimeZone;
    (0..=180).find_map(|minutes| {
        let local = day.and_hms_opt(0, 0, 0)? + chrono::TimeDelta::minutes(minutes);
        zone.0
            .from_local_datetime(&local)
            .earliest()
            .map(|found| Moment::of(&found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn born(year: i32, month: Option<u32>, day: Option<u32>) -> PartialDate {
        PartialDate { year, month, day }
    }
    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ages_are_as_of_the_day_and_a_partial_date_gives_a_range() {
        for (from, day, ages) in [
            (born(2009, Some(6), Some(1)), "2027-05-31", Some((17, 17))),
            (born(2009, Some(6), Some(1)), "2027-06-01", Some((18, 18))),
            (born(2009, Some(6), None), "2027-06-15", Some((17, 18))),
            (born(2009, Some(6), None), "2027-07-01", Some((18, 18))),
            (born(2009, None, None), "2027-06-15", Some((17, 18))),
            (born(2009, None, None), "2027-12-31", Some((18, 18))),
            (born(2008, Some(2), Some(29)), "2026-02-28", Some((17, 17))),
            (born(2008, Some(2), Some(29)), "2026-03-01", Some((18, 18))),
            (born(2030, None, None), "2027-01-01", None),
        ] {
            assert_eq!(age_on(from, on(day)), ages, "{from:?} on {day}");
        }
    }
}
