//! The handover of the whole desk: which duties go with it, and its sheet.

use super::super::docket::Docket;
use super::super::views;
use super::holder;
use crate::record::case::Whole;
use crate::record::event::DutyKey;
use crate::record::text::same_person;
use crate::record::{CaseId, Moment, Problem};
use crate::rules::{self, Duty, Pack};
use crate::sheet::{self, handover as words};
use crate::wire::SheetView;

/// How many cases a handover sheet lists.
const LISTED: usize = 200;

/// Cases in which something may be owed: those that are open, and those closed with something open.
pub fn cases(docket: &Docket) -> impl Iterator<Item = Whole<'_>> {
    docket
        .cases()
        .filter(|case| {
            case.closed
                .as_ref()
                .is_none_or(|ending| !ending.open_duties.is_empty())
        })
        .filter_map(|case| docket.whole(case.id))
}

/// The duties of a case that an operator can hand over: their own, and those nobody has.
pub fn to_hand_over(
    docket: &Docket,
    whole: &Whole<'_>,
    duties: &[Duty],
    operator: &str,
    now: Moment,
) -> Vec<DutyKey> {
    duties
        .iter()
        .filter(|duty| words::is_owed(duty))
        .filter(|duty| {
            holder(docket, whole.case, &duty.id, duty.item, now)
                .is_none_or(|(by, _)| same_person(by.as_str(), operator))
        })
        .map(|duty| DutyKey {
            duty: duty.id.clone(),
            item: duty.item,
        })
        .collect()
}

/// The handover sheet of the whole desk, the case with the soonest duty first.
///
/// # Errors
/// When the desk has not been founded.
pub fn sheet(docket: &Docket, packs: &[Pack], now: Moment) -> Result<SheetView, Problem> {
    let Some(desk) = docket.desk.as_ref() else {
        return Err(Problem::setup("This desk has not been founded yet."));
    };
    let mut all: Vec<(Option<Moment>, CaseId, Vec<Duty>)> = cases(docket)
        .map(|whole| {
            let duties = rules::duties(whole, packs, now);
            let due = duties
                .iter()
                .filter(|duty| words::is_owed(duty))
                .filter_map(|duty| duty.due)
                .min();
            (due, whole.case.id, duties)
        })
        .collect();
    all.sort_by_key(|(due, id, _)| (due.is_none(), *due, *id));
    let left_out = all.len().saturating_sub(LISTED);
    let contexts: Vec<sheet::Context<'_>> = all
        .iter()
        .take(LISTED)
        .filter_map(|(_, id, duties)| {
            Some(sheet::Context {
                whole: docket.whole(*id)?,
                duties,
                former: &[],
                linked: &[],
                zone: desk.zone,
                desk,
                now,
            })
        })
        .collect();
    Ok(words::desk(desk, now, &contexts, left_out))
}

/// A case's name as it is said beside its number.
pub(super) fn name(whole: &Whole<'_>) -> crate::record::SafeText {
    views::name_of(whole)
}
