//! The engine: facts, packs and the present in; duties out.
//!
//! - Rules of all packs that name the same duty meet; **the earliest deadline wins**.
//! - What stops a duty, and what ends it, is always said by the federal rule where there is one, so that a
//!   pack can tighten and widen and never relax.
//! - A duty is judged by the pack in force at its anchor instant, in the anchor's zone. The federal pack that
//!   is compiled in is always in force.
//! - Due exactly at the instant is not late; a microsecond later is.
//! - An attempt said to be before its clock began (by more than the minute people type), or in the future,
//!   counts for nothing and says so.

use std::cmp::Ordering;

use super::duty::{Duty, DutyState};
use super::happened::Anchored;
use super::pack::{Column, FEDERAL, Pack, Rule};
use super::proof::{Done, Effect, Ledger};
use super::{explain, words};
use crate::record::case::Whole;
use crate::record::event::{Caller, Closing, Decision};
use crate::record::when::HOUR;
use crate::record::{Group, ItemId, Moment, Zone};

/// How far the rules of a case may count from each other.
const DEPTH: u8 = 6;
/// Due later than this is far: duties without an hour come before it.
const NEAR: i64 = 24 * HOUR;

/// What every question about a case is asked with.
#[derive(Clone, Copy)]
pub(super) struct Book<'a> {
    pub whole: Whole<'a>,
    pub packs: &'a [Pack],
    pub now: Moment,
}

/// One pack's rule about a duty, and what it comes to.
pub(super) struct Candidate<'a> {
    pub pack: &'a Pack,
    pub rule: &'a Rule,
    pub anchored: Option<Anchored>,
    pub due: Option<Moment>,
}

/// Every duty of a case, in the order to work them, each with its explanation.
pub fn duties(whole: Whole<'_>, packs: &[Pack], now: Moment) -> Vec<Duty> {
    derive(Book { whole, packs, now }, true)
}

/// The same without explanations: for boards of many cases.
pub fn duties_brief(whole: Whole<'_>, packs: &[Pack], now: Moment) -> Vec<Duty> {
    derive(Book { whole, packs, now }, false)
}

fn derive(book: Book<'_>, explained: bool) -> Vec<Duty> {
    let mut seen: Vec<(&str, bool)> = Vec::new();
    let mut duties = Vec::new();
    for rule in book.packs.iter().flat_map(|pack| &pack.duties) {
        let key = (rule.id.as_str(), rule.reminder);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        match rule.each {
            None => duties.extend(book.duty(key, None, explained)),
            Some(group) => {
                for item in book.entries(group) {
                    duties.extend(book.duty(key, Some(item), explained));
                }
            }
        }
    }
    duties.sort_by(|a, b| order(a, b, book.now));
    duties
}

/// Late first; then what is due within a day; then what has no hour; then what is due later; then what is done
/// but lacks its proof; then what waits; then what is done; then what does not apply.
fn rank(duty: &Duty, now: Moment) -> u8 {
    match duty.state {
        DutyState::Late => 0,
        DutyState::Owed | DutyState::Claimed | DutyState::Tried => match duty.due {
            Some(due) if due.since(now) <= NEAR => 1,
            None => 2,
            Some(_) => 3,
        },
        DutyState::Told | DutyState::Confirmed | DutyState::LateButTold => {
            if duty.still_owed.is_some() { 4 } else { 6 }
        }
        DutyState::Waiting => 5,
        DutyState::NotApplicable => 7,
    }
}

fn order(a: &Duty, b: &Duty, now: Moment) -> Ordering {
    let far = |duty: &Duty| duty.due.or(duty.done).map_or(i64::MAX, |at| at.0);
    rank(a, now)
        .cmp(&rank(b, now))
        .then_with(|| far(a).cmp(&far(b)))
}

impl<'a> Book<'a> {
    /// The zone in which the case is told.
    pub(super) fn zone(&self) -> Zone {
        self.whole.case.received.at.zone
    }

    /// Who entered the received instant that governs.
    pub(super) fn who_received(&self) -> String {
        let case = self.whole.case;
        let changed = case
            .received
            .changes
            .iter()
            .rev()
            .find(|change| change.to == case.received.at)
            .map(|change| change.operator.as_str());
        let opened = case.milestones.first().map(|first| first.operator.as_str());
        changed.or(opened).unwrap_or_default().to_owned()
    }

    /// The entries a repeating duty is owed for: those of the group, and tips that came in by phone.
    fn entries(&self, group: Group) -> Vec<ItemId> {
        let mut entries: Vec<ItemId> = self.whole.items(group).map(|item| item.id).collect();
        if group == Group::Lead {
            for heard in &self.whole.case.heard {
                if heard.from == Caller::Tip && !entries.contains(&heard.id) {
                    entries.push(heard.id);
                }
            }
        }
        entries
    }

    /// The rule that says what stops a duty: the federal one where there is one, else the first.
    pub(super) fn governing(&self, duty: &str) -> Option<&'a Rule> {
        let rules = || {
            self.packs
                .iter()
                .flat_map(|pack| pack.duties.iter().map(move |rule| (pack, rule)))
                .filter(|(_, rule)| rule.id == duty)
        };
        rules()
            .find(|(pack, _)| pack.id == FEDERAL)
            .or_else(|| rules().next())
            .map(|(_, rule)| rule)
    }

    /// Whether a rule of a pack is in force at its anchor (at the present while that has not happened).
    fn in_force(&self, index: usize, rule: &Rule, anchored: Option<&Anchored>) -> bool {
        let pack = &self.packs[index];
        let (at, zone) = anchored.map_or((self.now, self.zone()), |a| (a.at, a.zone));
        let day = zone.local(at).date_naive();
        if rule.effective.is_some_and(|from| from > day) {
            return false;
        }
        // The compiled-in federal pack is a floor: an adopted version can only add to it.
        if index == 0 && pack.id == FEDERAL {
            return true;
        }
        pack.effective <= day
            && !self.packs.iter().enumerate().any(|(other, version)| {
                version.id == pack.id
                    && other != index
                    && !(other == 0 && version.id == FEDERAL)
                    && version.effective <= day
                    && (version.effective, other) > (pack.effective, index)
            })
    }

    /// What each pack in force says about a duty, the winner first.
    fn candidates(&self, key: (&str, bool), item: Option<ItemId>) -> Vec<Candidate<'a>> {
        let mut found = Vec::new();
        for (index, pack) in self.packs.iter().enumerate() {
            for rule in &pack.duties {
                if (rule.id.as_str(), rule.reminder) != key || rule.each.is_some() != item.is_some()
                {
                    continue;
                }
                let anchored = self.anchor(&rule.anchor, item, DEPTH);
                if !self.in_force(index, rule, anchored.as_ref()) {
                    continue;
                }
                let due = anchored.as_ref().and_then(|from| {
                    from.again_at
                        .filter(|_| rule.again_at)
                        .or_else(|| rule.within.due(from.at, from.zone))
                });
                found.push(Candidate {
                    pack,
                    rule,
                    anchored,
                    due,
                });
            }
        }
        // Stable: where two are equal the federal pack, which stands first, wins.
        found.sort_by_key(|candidate| {
            (
                candidate.due.map_or(i64::MAX, |due| due.0),
                candidate.anchored.is_none(),
            )
        });
        found
    }

    fn duty(&self, key: (&str, bool), item: Option<ItemId>, explained: bool) -> Option<Duty> {
        let all = self.candidates(key, item);
        let governing = self
            .governing(key.0)
            .filter(|rule| rule.reminder == key.1)
            .or_else(|| all.first().map(|candidate| candidate.rule))?;
        let (applying, other): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|candidate| self.holds(&candidate.rule.when, DEPTH));
        let applies = !applying.is_empty();
        let candidates = if applies { &applying } else { &other };
        let winner = candidates.first()?;
        let rule = winner.rule;

        let from = winner.anchored.as_ref().map(|anchored| anchored.at);
        let ledger = self.ledger(governing, item, from, DEPTH);
        let done = self.done_by(governing, &ledger, from, DEPTH);
        if rule.quiet && from.is_none() && ledger.tries.is_empty() {
            return None;
        }
        if rule.again_at && winner.due.is_none() && done.is_none() {
            return None;
        }

        let mut duty = Duty {
            id: rule.id.clone(),
            item,
            title: rule.title.clone(),
            receiver: rule.receiver,
            state: DutyState::Owed,
            late: false,
            anchor: rule.anchor.name(),
            anchor_at: from,
            due: winner.due,
            done: None,
            rule: format!("{} {} {}", winner.pack.id, winner.pack.version, rule.law),
            citation: rule.citation.clone(),
            waiting_on: None,
            because: None,
            still_owed: None,
            again_at: None,
            reminder: rule.reminder,
            explanation: Vec::new(),
        };
        if rule.repeat.is_some() || rule.remind_after.is_some() {
            self.recur(&mut duty, rule, governing, winner, &ledger, applies);
        } else {
            self.stand(&mut duty, governing, winner, &ledger, done, applies);
        }
        if explained {
            duty.explanation = explain::explain(self, &duty, governing, candidates, &ledger);
        }
        Some(duty)
    }

    /// Where a duty that is done once stands.
    fn stand(
        &self,
        duty: &mut Duty,
        governing: &Rule,
        winner: &Candidate<'_>,
        ledger: &Ledger<'_>,
        done: Option<Done>,
        applies: bool,
    ) {
        if let Some(done) = done {
            duty.done = Some(done.at);
            duty.late = !duty.reminder && duty.due.is_some_and(|due| done.at > due);
            duty.state = match (duty.late, done.proven) {
                (true, _) => DutyState::LateButTold,
                (false, true) => DutyState::Confirmed,
                (false, false) => DutyState::Told,
            };
            if let Some(words) = done.declined {
                duty.because = Some(format!("reported; declined by the receiver: {words}"));
            } else if !done.proven
                && let Some(proof) = &governing.proof
            {
                duty.still_owed = Some(proof.what.clone());
            }
            return;
        }
        if let Some(because) = self.not_applicable(governing, ledger, applies, winner) {
            duty.state = DutyState::NotApplicable;
            duty.because = Some(because);
            return;
        }
        let Some(anchored) = &winner.anchored else {
            duty.state = DutyState::Waiting;
            duty.waiting_on = Some(winner.rule.anchor.words());
            return;
        };
        if anchored.at > self.now && matches!(winner.rule.anchor, super::pack::Anchor::Turns(_)) {
            duty.state = DutyState::Waiting;
            duty.waiting_on = Some(format!(
                "{}, {}",
                winner.rule.anchor.words(),
                words::at(anchored.at, anchored.zone)
            ));
            return;
        }
        self.open(duty, ledger, None);
    }

    /// Where a duty stands that nobody has done: late, tried, claimed or owed.
    fn open(&self, duty: &mut Duty, ledger: &Ledger<'_>, after: Option<Moment>) {
        let counts: Vec<_> = ledger
            .tries
            .iter()
            .filter(|(attempt, _)| after.is_none_or(|after| attempt.at.at > after))
            .filter(|(_, effect)| matches!(effect, Effect::Tries(_) | Effect::Claims))
            .collect();
        duty.late = !duty.reminder && duty.due.is_some_and(|due| self.now > due);
        duty.state = match (duty.late, counts.last()) {
            (true, _) => DutyState::Late,
            (false, Some((_, Effect::Claims))) => DutyState::Claimed,
            (false, Some(_)) => DutyState::Tried,
            (false, None) => DutyState::Owed,
        };
        duty.again_at = counts
            .iter()
            .rev()
            .find_map(|(attempt, _)| attempt.again_at);
        if duty.again_at.is_none() && duty.id == "police.report" {
            // The agency's own timer after a refusal is shown beside the duty as well.
            duty.again_at = self
                .candidates(("police.retry", true), None)
                .first()
                .and_then(|retry| retry.due);
        }
    }

    /// Where a duty stands that comes again: weekly by a rule, or by the agency's own reminder.
    fn recur(
        &self,
        duty: &mut Duty,
        rule: &Rule,
        governing: &Rule,
        winner: &Candidate<'_>,
        ledger: &Ledger<'_>,
        applies: bool,
    ) {
        duty.due = None;
        if let Some(because) = self.not_applicable(governing, ledger, applies, winner) {
            duty.state = DutyState::NotApplicable;
            duty.because = Some(because);
            return;
        }
        let Some(anchored) = &winner.anchored else {
            duty.state = DutyState::Waiting;
            duty.waiting_on = Some(rule.anchor.words());
            return;
        };
        let last = ledger
            .tries
            .iter()
            .filter(|(_, effect)| *effect == Effect::Stops)
            .map(|(attempt, _)| attempt.at.at)
            .max();
        duty.done = last;
        let since = last.map_or(anchored.at, |last| last.max(anchored.at));
        if let Some(every) = rule.repeat {
            // The first time is due by the rule's own length, every later one by the repeat.
            duty.due = match (last, winner.due) {
                (None, Some(first)) => Some(first),
                _ => Some(since.plus(every)),
            };
        } else if let Some(after) = rule.remind_after {
            let remind = since.plus(after);
            if self.now < remind {
                duty.state = DutyState::Waiting;
                duty.again_at = Some(remind);
                duty.waiting_on = Some(format!(
                    "the next contact: the law sets no hour; the agency's own reminder comes {}",
                    words::at(remind, anchored.zone)
                ));
                return;
            }
        }
        self.open(duty, ledger, last);
    }

    /// Why a duty that nobody has done does not apply, in words.
    fn not_applicable(
        &self,
        governing: &Rule,
        ledger: &Ledger<'_>,
        applies: bool,
        winner: &Candidate<'_>,
    ) -> Option<String> {
        let case = self.whole.case;
        if let Some((attempt, _)) = ledger
            .tries
            .iter()
            .rev()
            .find(|(_, effect)| *effect == Effect::Excuses)
        {
            let who = case
                .tried
                .iter()
                .find(|tried| tried.attempt.id == attempt.id)
                .map_or("", |tried| tried.operator.as_str());
            let reason = attempt.words.as_ref().map_or("", |words| words.as_str());
            return Some(format!("decided by {who}: {reason}"));
        }
        if let Some(ending) = &case.closed {
            match ending.how {
                Closing::Mistaken => {
                    return Some(format!("a mistaken intake: {}", ending.reason));
                }
                Closing::FoundBeforeReport
                    if governing.triage.is_some()
                        && self.found().is_some()
                        && ending.supervisor.is_some() =>
                {
                    return Some(format!(
                        "not reported: located before report; decided by {}: {}",
                        ending.supervisor.clone().unwrap_or_default(),
                        ending.reason
                    ));
                }
                _ => {}
            }
        }
        if let Some(because) = governing
            .triage
            .and_then(|column| self.triaged_away(column))
        {
            return Some(because);
        }
        if winner.anchored.is_some() && !applies {
            return Some(winner.rule.otherwise.clone());
        }
        if let Some(ends) = &governing.ends
            && self.holds(ends, DEPTH)
        {
            return Some(governing.ended.clone());
        }
        None
    }

    /// Why triage took a report away: a person decided *no*, with a reason or as the row has it.
    fn triaged_away(&self, column: Column) -> Option<String> {
        let triage = self.whole.case.triage.as_ref()?;
        let decision = match column {
            Column::Police => triage.police,
            Column::Ncmec => triage.ncmec,
        };
        let reason = triage.reason.as_ref().filter(|reason| !reason.is_empty());
        if decision != Decision::No || (triage.overridden && reason.is_none()) {
            return None;
        }
        let zone = self.zone();
        let mut because = format!("triage row {}", triage.row);
        if let Some(verifier) = &triage.verifier {
            because += &format!(", verified by {verifier}");
        }
        because += &format!(
            ", decided by {} {}",
            triage.operator,
            words::at(triage.at, zone)
        );
        if let Some(reason) = reason {
            because += &format!(": {reason}");
        }
        if let Some(again) = triage.again_at {
            because += &if again < self.now {
                format!(
                    "; the verification lapsed {}, verify again",
                    words::at(again, zone)
                )
            } else {
                format!("; verify again by {}", words::at(again, zone))
            };
        }
        Some(because)
    }
}
