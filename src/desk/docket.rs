//! The docket: every case and child the desk knows, folded from the log.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::case::Whole;
use crate::record::event::Event;
use crate::record::{Case, CaseId, Child, ChildId, Desk, Moment, Recorded, SafeText, Stream};

/// Every case and child, folded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Docket {
    /// The desk's own record; `None` before the first event.
    pub desk: Option<Desk>,
    /// Cases by id, each in a box: the nodes of a map are a third empty, and a case is large.
    cases: BTreeMap<CaseId, Box<Case>>,
    /// Children by id.
    children: BTreeMap<ChildId, Child>,
    /// Case ids by the number people see.
    pub numbers: BTreeMap<String, CaseId>,
    /// The cases of a child.
    runs: BTreeMap<ChildId, Vec<CaseId>>,
    /// The highest count a case number has had.
    counted: u32,
    /// Cases whose key was destroyed, by number.
    pub purged: BTreeMap<String, Purged>,
    /// Children whose own record has its tombstone.
    pub purged_children: BTreeSet<ChildId>,
}

/// What is left of a purged case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// Which case it was.
    pub case: Option<CaseId>,
    /// When.
    pub at: Moment,
    /// Under which retention rule.
    pub rule: SafeText,
    /// By whom.
    pub by: SafeText,
}

impl Docket {
    /// Folds one event in.
    pub fn apply(&mut self, recorded: &Recorded) {
        match recorded.stream {
            Stream::Desk => {
                match &mut self.desk {
                    Some(desk) => desk.apply(recorded),
                    None => self.desk = Desk::found(recorded),
                }
                match &recorded.event {
                    Event::Purged { .. } => self.purge(recorded),
                    Event::Maintained { verb, .. } if verb == RESTORED => {
                        self.counted = past_the_lost(self.counted);
                    }
                    _ => {}
                }
            }
            Stream::Child(id) => {
                self.children
                    .entry(id)
                    .or_insert_with(|| Child::new(id))
                    .apply(recorded);
                // What is entered about a child is work on its open runs.
                for run in self.runs.get(&id).into_iter().flatten() {
                    if let Some(case) = self.cases.get_mut(run)
                        && case.closed.is_none()
                    {
                        case.entered(&recorded.operator, recorded.at);
                    }
                }
            }
            Stream::Case(id) => self.apply_to_case(id, recorded),
        }
    }

    /// So many cases were opened here, those among them that nobody can read any more: none of their numbers is
    /// given again.
    pub fn opened(&mut self, cases: u64) {
        let cases = u32::try_from(cases).unwrap_or(u32::MAX);
        self.counted = self.counted.max(cases);
    }

    /// Takes out what was purged; its number is never given again.
    fn purge(&mut self, recorded: &Recorded) {
        let Event::Purged {
            case,
            child,
            number,
            rule,
        } = &recorded.event
        else {
            return;
        };
        if let Some(number) = number {
            self.counted = self.counted.max(count_of(number));
            self.numbers.remove(number);
            let left = Purged {
                case: *case,
                at: recorded.at,
                rule: rule.clone(),
                by: recorded.operator.clone(),
            };
            self.purged.insert(number.clone(), left);
        }
        if let Some(id) = case
            && let Some(case) = self.cases.remove(id)
            && let Some(runs) = self.runs.get_mut(&case.child)
        {
            runs.retain(|other| other != id);
        }
        if let Some(id) = child {
            self.purged_children.insert(*id);
            self.children.insert(*id, Child::new(*id));
        }
    }

    fn apply_to_case(&mut self, id: CaseId, recorded: &Recorded) {
        let before = match self.cases.get_mut(&id) {
            Some(case) => {
                let before = case.child;
                case.apply(recorded);
                before
            }
            None => {
                let Some(case) = Case::open(id, recorded) else {
                    return;
                };
                self.numbers.insert(case.number.clone(), id);
                self.counted = self.counted.max(count_of(&case.number));
                let child = case.child;
                self.cases.insert(id, Box::new(case));
                child
            }
        };
        if let Some(case) = self.cases.get(&id) {
            if before != case.child
                && let Event::ChildNamed { .. } = recorded.event
                && let Some(runs) = self.runs.get_mut(&before)
            {
                runs.retain(|other| *other != id);
            }
            let runs = self.runs.entry(case.child).or_default();
            if let Err(at) = runs.binary_search(&id) {
                runs.reserve_exact(1);
                runs.insert(at, id);
            }
            self.children
                .entry(case.child)
                .or_insert_with(|| Child::new(case.child));
        }
    }

    /// A case.
    pub fn case(&self, id: CaseId) -> Option<&Case> {
        self.cases.get(&id).map(|case| &**case)
    }

    /// A child.
    pub fn child(&self, id: ChildId) -> Option<&Child> {
        self.children.get(&id)
    }

    /// Whether there is such a case.
    pub fn knows(&self, id: CaseId) -> bool {
        self.cases.contains_key(&id)
    }

    /// Every child that has a record.
    pub fn children(&self) -> impl Iterator<Item = ChildId> {
        self.children.keys().copied()
    }

    /// Whether there is such a child.
    pub fn knows_child(&self, id: ChildId) -> bool {
        self.children.contains_key(&id)
    }

    /// The child of a case.
    pub fn child_of(&self, id: CaseId) -> Option<ChildId> {
        self.cases.get(&id).map(|case| case.child)
    }

    /// Every case, by id.
    pub fn case_ids(&self) -> impl Iterator<Item = CaseId> + '_ {
        self.cases.keys().copied()
    }

    /// Every case that is open, among others.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.values().map(|case| &**case)
    }

    /// A case with its child.
    pub fn whole(&self, id: CaseId) -> Option<Whole<'_>> {
        let case = self.case(id)?;
        let child = self.child(case.child)?;
        Some(Whole { case, child })
    }

    /// The cases of a child, the one received latest first.
    pub fn runs(&self, child: ChildId) -> impl Iterator<Item = &Case> {
        let mut cases: Vec<&Case> = self
            .runs
            .get(&child)
            .into_iter()
            .flatten()
            .filter_map(|id| self.case(*id))
            .collect();
        cases.sort_by_key(|case| std::cmp::Reverse((case.received.at.at, case.opened)));
        cases.into_iter()
    }

    /// The case of a child that was received latest.
    pub fn latest(&self, child: ChildId) -> Option<&Case> {
        self.runs
            .get(&child)?
            .iter()
            .filter_map(|id| self.case(*id))
            .min_by_key(|case| std::cmp::Reverse((case.received.at.at, case.opened)))
    }

    /// Former cases of the same child, latest first: those received before this one.
    pub fn former(&self, case: &Case) -> Vec<Whole<'_>> {
        let (id, at) = (case.id, (case.received.at.at, case.opened));
        self.runs(case.child)
            .filter(|other| other.id != id && (other.received.at.at, other.opened) < at)
            .filter_map(|other| self.whole(other.id))
            .collect()
    }

    /// The case of a number, forgiving case and leading zeros (`a-413`).
    pub fn number(&self, words: &str) -> Option<CaseId> {
        let words = words.trim().to_uppercase();
        if let Some(id) = self.numbers.get(&words) {
            return Some(*id);
        }
        let count = count_of(&words);
        let prefix = words.split('-').next().unwrap_or_default();
        (count > 0 && words.contains('-'))
            .then(|| self.numbers.get(&number_of(prefix, count)).copied())
            .flatten()
    }

    /// The number the next case will have.
    pub fn next_number(&self) -> String {
        let prefix = self.desk.as_ref().map_or("A", |desk| desk.prefix.as_str());
        number_of(prefix, self.counted.saturating_add(1))
    }

    /// The sequence of a stream's last event, 0 when it has none.
    pub fn head(&self, stream: Stream) -> u64 {
        match stream {
            Stream::Desk => self.desk.as_ref().map_or(0, |desk| desk.seq),
            Stream::Child(id) => self.children.get(&id).map_or(0, |child| child.seq),
            Stream::Case(id) => self.cases.get(&id).map_or(0, |case| case.seq),
        }
    }
}

/// The row of a desk that was put back from a backup.
pub const RESTORED: &str = "restore";
/// As many cases as are taken to have been opened after a backup and lost with the desk it was made of.
const LOST: u32 = 1000;

/// Where numbers go on after a restore: what was opened after the backup has numbers that nobody knows here, and that
/// stand in reports of police. A round number that leaves room for [`LOST`] of them.
fn past_the_lost(counted: u32) -> u32 {
    counted
        .div_ceil(LOST)
        .saturating_add(1)
        .saturating_mul(LOST)
}

/// `A` and 413 make `A-0413`.
fn number_of(prefix: &str, count: u32) -> String {
    format!("{prefix}-{count:04}")
}

/// The count in a number; 0 when there is none.
fn count_of(number: &str) -> u32 {
    number
        .rsplit('-')
        .next()
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_restore_there_is_room_for_what_was_lost() {
        for (counted, next) in [
            (0, 1000),
            (1, 2000),
            (413, 2000),
            (1000, 2000),
            (1001, 3000),
        ] {
            assert_eq!(past_the_lost(counted), next, "{counted}");
            assert!(next - counted >= LOST);
        }
    }

    #[test]
    fn a_number_that_a_case_had_is_not_given_again_though_nobody_can_read_it() {
        let mut docket = Docket::default();
        assert_eq!(docket.next_number(), "A-0001");
        docket.opened(7);
        assert_eq!(docket.next_number(), "A-0008");
        docket.opened(3);
        assert_eq!(docket.next_number(), "A-0008");
    }
}
