//! The supervisor's view: every open duty, who has it, what is silent, what nobody looks after.

use super::super::docket::Docket;
use super::super::drafts::{Drafts, Live};
use super::{SILENT, claim, handed, handover, holder};
use crate::record::{CaseId, Moment, SafeText};
use crate::rules::{self, Duty, Pack};
use crate::sheet::handover as words;
use crate::wire::shift::{ShiftCase, ShiftDuty, ShiftView};

/// How many cases are looked at, in the board's order.
const CASES: usize = 300;
/// How many duties are listed.
const DUTIES: usize = 500;

/// Everything the view is made of.
#[derive(Debug, Clone, Copy)]
pub struct Over<'a> {
    /// Everything the desk knows.
    pub docket: &'a Docket,
    /// The packs in force.
    pub packs: &'a [Pack],
    /// What is being typed.
    pub drafts: &'a Drafts,
    /// Who is connected.
    pub live: &'a Live,
    /// The present.
    pub now: Moment,
}

/// Composes the view; `cases` are those on the board, in its order.
pub fn view(over: &Over<'_>, cases: impl Iterator<Item = CaseId>) -> ShiftView {
    let (docket, now) = (over.docket, over.now);
    let zone = docket
        .desk
        .as_ref()
        .map_or(crate::record::Zone::UTC, |desk| desk.zone);
    let silent = SILENT.of(docket.desk.as_ref());
    let mut shown = ShiftView {
        now,
        cases: Vec::new(),
        duties: Vec::new(),
        more: 0,
        parked: over.drafts.parked(docket, over.live),
        orphans: over.drafts.orphans(docket, over.live),
    };
    let mut order: Vec<(u8, Option<Moment>, usize, ShiftDuty)> = Vec::new();
    for (nth, id) in cases.enumerate() {
        if nth >= CASES {
            shown.more += 1;
            continue;
        }
        let Some(whole) = docket.whole(id) else {
            continue;
        };
        let duties = rules::duties(whole, over.packs, now);
        let owed: Vec<&Duty> = duties.iter().filter(|duty| words::is_owed(duty)).collect();
        if owed.is_empty() && whole.case.claim.is_none() {
            continue;
        }
        let place = shown.cases.len();
        shown.cases.push(ShiftCase {
            case: id,
            number: whole.case.number.clone(),
            name: handover::name(&whole),
            claim: claim(docket, whole.case),
            last: whole.case.touched,
            silent_at: whole.case.touched.plus(silent),
            told: words::told(&whole, zone),
            unknown: words::unknown(&whole),
        });
        for duty in owed {
            let rank = match (duty.state.is_open() && duty.late, duty.due) {
                (true, _) => 0,
                (false, Some(_)) if duty.state.is_open() => 1,
                _ => 2,
            };
            let row = ShiftDuty {
                case: place,
                duty: duty.id.clone(),
                item: duty.item,
                title: duty.title.clone(),
                state: duty.state,
                due: duty.due.filter(|_| duty.state.is_open()),
                next: SafeText::line(&words::next(duty, &whole, zone)),
                holder: holder(docket, whole.case, &duty.id, duty.item, now),
                handed: handed(docket, whole.case, &duty.id, duty.item),
            };
            order.push((rank, duty.due, order.len(), row));
        }
    }
    order.sort_by_key(|(rank, due, nth, _)| (*rank, due.is_none(), *due, *nth));
    shown.more += order.len().saturating_sub(DUTIES);
    order.truncate(DUTIES);
    shown.duties = order.into_iter().map(|(.., row)| row).collect();
    shown
}

/// Whether two views show the same; the present alone is no change.
pub fn same(a: &ShiftView, b: &ShiftView) -> bool {
    *a == ShiftView {
        now: a.now,
        ..b.clone()
    }
}

/// When time alone changes the words of the view: a claim lapses, a case turns silent, a handover alerts.
pub fn next_change(view: &ShiftView, now: Moment) -> Option<Moment> {
    let cases = view
        .cases
        .iter()
        .flat_map(|case| [Some(case.silent_at), case.claim.as_ref().map(|c| c.until)])
        .flatten();
    let handed = view
        .duties
        .iter()
        .filter_map(|duty| duty.handed.as_ref())
        .map(|handed| handed.alert_at);
    cases.chain(handed).filter(|at| *at > now).min()
}
