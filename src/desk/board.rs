//! The board, kept up to date case by case: what each owes, in what order, and when time alone will change it.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;

use super::docket::Docket;
use super::views;
use crate::record::when::HOUR;
use crate::record::{CaseId, Moment};
use crate::rules::{Duty, Pack, duties_brief};
use crate::wire::BoardView;
use crate::wire::view::BoardRow;

/// How many rows a view carries; the counts are of all. More than four screens full: a change sends them all again to
/// everybody, and whoever looks for a case that is due later finds it by its name.
const WINDOW: usize = 200;

/// Where a row stands: late first, then by due instant (what is owed promptly as if due in a day), then nothing owed.
type Order = (u8, Moment, String);

/// A case on the board, with what it adds to the counts.
#[derive(Debug, Clone)]
struct Kept {
    row: BoardRow,
    order: Order,
    owed: usize,
    late: usize,
    within_hour: usize,
    open: bool,
    changes: Option<Moment>,
}

/// Every case that is open or still owes something.
#[derive(Debug, Default)]
pub struct Board {
    kept: BTreeMap<CaseId, Kept>,
    order: BTreeSet<(Order, CaseId)>,
    /// When time alone changes a row: a duty becomes late or comes within the hour, a birthday.
    changes: BTreeSet<(Moment, CaseId)>,
    owed: usize,
    late: usize,
    within_hour: usize,
    open: usize,
    /// Grows whenever a row is built anew.
    version: u64,
}

impl Board {
    /// A number that grows whenever a row is built anew: while it stands, a view would be the same.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Builds every row anew.
    pub fn rebuild(&mut self, docket: &Docket, packs: &[Pack], now: Moment) {
        *self = Self {
            version: self.version + 1,
            ..Self::default()
        };
        let ids: Vec<CaseId> = docket.case_ids().collect();
        let keep_all = |ids: &[CaseId]| -> Vec<Option<Kept>> {
            ids.iter().map(|id| keep(docket, packs, now, *id)).collect()
        };
        // Rows know nothing of each other, so that two halves are made at once; they come together in order.
        let (first, second) = ids.split_at(ids.len() / 2);
        let (one, two) = std::thread::scope(|scope| {
            let beside = std::thread::Builder::new()
                .name("board".to_owned())
                .spawn_scoped(scope, || keep_all(second));
            let one = keep_all(first);
            let two = match beside {
                Ok(beside) => beside.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(_) => keep_all(second),
            };
            (one, two)
        });
        for (id, kept) in ids.iter().zip(one.into_iter().chain(two)) {
            if let Some(kept) = kept {
                self.put(*id, kept);
            }
        }
    }

    /// Builds one row anew.
    pub fn refresh(&mut self, docket: &Docket, packs: &[Pack], now: Moment, id: CaseId) {
        self.version += 1;
        if let Some(old) = self.kept.remove(&id) {
            self.order.remove(&(old.order, id));
            if let Some(at) = old.changes {
                self.changes.remove(&(at, id));
            }
            self.owed -= old.owed;
            self.late -= old.late;
            self.within_hour -= old.within_hour;
            self.open -= usize::from(old.open);
        }
        if let Some(kept) = keep(docket, packs, now, id) {
            self.put(id, kept);
        }
    }

    fn put(&mut self, id: CaseId, kept: Kept) {
        self.owed += kept.owed;
        self.late += kept.late;
        self.within_hour += kept.within_hour;
        self.open += usize::from(kept.open);
        self.order.insert((kept.order.clone(), id));
        if let Some(at) = kept.changes {
            self.changes.insert((at, id));
        }
        self.kept.insert(id, kept);
    }

    /// Builds the rows anew that time has changed.
    pub fn tick(&mut self, docket: &Docket, packs: &[Pack], now: Moment) {
        while let Some((at, id)) = self.changes.first().copied()
            && at <= now
        {
            self.refresh(docket, packs, now, id);
            // A row that would change at once again waits for the next tick.
            if self.changes.contains(&(at, id)) {
                self.changes.remove(&(at, id));
            }
        }
    }

    /// How many duties are owed in all.
    pub fn owed(&self) -> usize {
        self.owed
    }

    /// When time alone changes something next.
    pub fn next_change(&self) -> Option<Moment> {
        self.changes.first().map(|(at, _)| *at)
    }

    /// Every row in order, however many there are.
    pub fn rows(&self) -> impl Iterator<Item = &BoardRow> {
        self.order
            .iter()
            .filter_map(|(_, id)| self.kept.get(id))
            .map(|kept| &kept.row)
    }

    /// The board as it is now.
    pub fn view(&self, docket: &Docket, now: Moment, trouble: Option<String>) -> BoardView {
        let desk = docket.desk.as_ref();
        BoardView {
            now,
            zone: desk.map_or(crate::record::Zone::UTC, |desk| desk.zone),
            agency: desk.map(|desk| desk.agency.clone()).unwrap_or_default(),
            phone24: desk.and_then(|desk| desk.settings.get("phone").cloned()),
            practice: desk.is_some_and(|desk| desk.practice),
            rows: self.rows().take(WINDOW).cloned().collect(),
            open: self.open,
            late: self.late,
            within_hour: self.within_hour,
            owed: self.owed,
            trouble,
            unset: views::unset(docket),
        }
    }
}

/// Whether a duty counts as owed on the board: open, and law rather than the agency's own reminder.
fn counts(duty: &Duty) -> bool {
    duty.state.is_open() && !duty.reminder
}

/// The row of a case; `None` when it is closed and owes nothing.
fn keep(docket: &Docket, packs: &[Pack], now: Moment, id: CaseId) -> Option<Kept> {
    let whole = docket.whole(id)?;
    let duties = duties_brief(whole, packs, now);
    let owed: Vec<&Duty> = duties.iter().filter(|duty| counts(duty)).collect();
    let open = whole.case.closed.is_none();
    if !open && owed.is_empty() {
        return None;
    }
    let late = owed.iter().filter(|duty| duty.late).count();
    let due = owed
        .iter()
        .filter(|duty| !duty.late)
        .filter_map(|duty| duty.due)
        .min();
    let within_hour = owed
        .iter()
        .filter(|duty| !duty.late && duty.due.is_some_and(|due| due.since(now) <= HOUR))
        .count();
    let earliest_late = owed
        .iter()
        .filter(|duty| duty.late)
        .filter_map(|duty| duty.due)
        .min();
    // What is owed promptly has no hour in law; it stands where something due a day after its beginning would.
    let prompt = owed
        .iter()
        .filter(|duty| duty.due.is_none())
        .filter_map(|duty| duty.anchor_at)
        .map(|at| at.plus(24 * HOUR))
        .min();
    let due = [due, prompt].into_iter().flatten().min();
    let rank = match (late > 0, due, owed.is_empty()) {
        (true, ..) => 0,
        (false, Some(_), _) => 1,
        (false, None, false) => 2,
        (false, None, true) => 3,
    };
    let when = earliest_late.or(due).unwrap_or(whole.case.opened);
    let order = (rank, when, whole.case.number.clone());
    // Late is what is past due, so the row changes just after; within the hour, at the hour itself.
    let soonest = duties
        .iter()
        .filter(|duty| duty.state.is_open())
        .flat_map(|duty| [duty.due, duty.again_at])
        .flatten()
        .flat_map(|at| [at.plus(1), at.plus(-HOUR)])
        .filter(|at| *at > now)
        .min();
    // Ages turn, and duties that hang on a birthday begin, at midnight.
    let midnight = views::next_midnight(now, docket);
    Some(Kept {
        row: views::board_row(docket, &whole, &duties, now),
        order,
        owed: owed.len(),
        late,
        within_hour,
        open,
        changes: Some(soonest.map_or(midnight, |at| at.min(midnight))),
    })
}
