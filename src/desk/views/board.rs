//! The board's rows.

use super::super::docket::Docket;
use super::super::shift;
use super::{age_of, name_of};
use crate::record::case::{Standing, Whole};
use crate::record::event::{Receiver, YesNoUnknown};
use crate::record::{Moment, Precision, fields};
use crate::rules::{Duty, DutyState};
use crate::sheet::standing;
use crate::wire::BoardView;
use crate::wire::view::{BoardRow, ClockView};

/// The row of a case.
pub fn board_row(docket: &Docket, whole: &Whole<'_>, duties: &[Duty], now: Moment) -> BoardRow {
    let case = whole.case;
    let zone = docket
        .desk
        .as_ref()
        .map_or(case.received.at.zone, |desk| desk.zone);
    let next = duties
        .iter()
        .find(|duty| duty.state.is_open() && !duty.reminder)
        .map(|duty| (duty.title.clone(), duty.due));
    BoardRow {
        case: case.id,
        number: case.number.clone(),
        name: name_of(whole),
        age: age_of(whole, now, zone),
        received: case.received.at.at,
        police: clock(duties, "police.report"),
        ncmec: clock(duties, "ncmec.report"),
        next,
        blanks: blanks(whole),
        claim: shift::claim(docket, case),
        flags: flags(whole, duties),
    }
}

/// How many fields of the two sets are blank, each counted once.
fn blanks(whole: &Whole<'_>) -> usize {
    let mut ids: Vec<&str> = [Receiver::Police, Receiver::Ncmec]
        .into_iter()
        .flat_map(|receiver| fields::missing(whole, receiver))
        .map(|blank| blank.field.id.0)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}

/// The clock of a duty. A duty that cannot be found reads as owed: a gap never looks like all-clear.
pub(super) fn clock(duties: &[Duty], id: &str) -> ClockView {
    duties.iter().find(|duty| duty.id == id).map_or(
        ClockView {
            state: DutyState::Owed,
            due: None,
            done: None,
        },
        |duty| ClockView {
            state: duty.state,
            due: duty.due,
            done: duty.done,
        },
    )
}

/// What must be said beside a case.
pub(super) fn flags(whole: &Whole<'_>, duties: &[Duty]) -> Vec<String> {
    let case = whole.case;
    let mut flags = Vec::new();
    if case.danger_now == Some(YesNoUnknown::Yes) {
        flags.push(match case.called_911 {
            Some(YesNoUnknown::Yes) => "danger now, 911 called".to_owned(),
            _ => "danger now, 911 not confirmed".to_owned(),
        });
    }
    if case
        .received
        .changes
        .iter()
        .any(|change| change.standing == Standing::AwaitsSecondPerson)
    {
        flags.push("received time awaits a second person".to_owned());
    }
    if matches!(case.received.at.precision, Precision::Either { .. }) {
        flags.push("received in an hour that came twice: first or second?".to_owned());
    }
    if standing::is_third_party(whole) {
        flags.push("not in our custody: the parent should make or join the report".to_owned());
    }
    if crate::rules::triage::awaits_ncmec_decision(whole, duties) {
        flags.push(crate::rules::triage::NCMEC_DECISION.to_owned());
    }
    flags.extend(shift::unaccepted(whole, duties));
    if case.closed.is_some() {
        let open = duties
            .iter()
            .filter(|duty| duty.state.is_open() && !duty.reminder)
            .count();
        flags.push(match open {
            0 => "closed".to_owned(),
            1 => "closed, 1 duty open".to_owned(),
            more => format!("closed, {more} duties open"),
        });
    } else if case.returned.is_some() {
        flags.push("back".to_owned());
    } else if let Some(located) = &case.located {
        flags.push(if located.verified.is_some() {
            "found".to_owned()
        } else {
            "whereabouts claimed, not verified".to_owned()
        });
    }
    flags
}

/// What the desk was founded without, a sentence a line; `None` when all is set.
pub fn unset(docket: &Docket) -> Option<String> {
    let desk = docket.desk.as_ref()?;
    if desk.practice {
        return None;
    }
    let lacks = |key: &str| !desk.settings.contains_key(key);
    let told = match (lacks("zone"), lacks("agency")) {
        (true, true) => Some(format!(
            "Nobody has set the agency's name and zone (assumed: {}).",
            desk.zone.name()
        )),
        (true, false) => Some(format!(
            "Nobody has set the agency's zone (assumed: {}).",
            desk.zone.name()
        )),
        (false, true) => Some("Nobody has set the agency's name.".to_owned()),
        (false, false) => None,
    };
    let open = desk.roster.is_empty().then(|| {
        "Nobody is on the roster: everybody with this account's file rights may act.".to_owned()
    });
    match (told, open) {
        (Some(told), Some(open)) => Some(format!("{told}\n{open}")),
        (told, open) => told.or(open),
    }
}

/// Whether two boards show the same; the present alone is no change.
pub fn same_board(a: &BoardView, b: &BoardView) -> bool {
    (a.open, a.late, a.within_hour, a.owed, a.zone, a.practice)
        == (b.open, b.late, b.within_hour, b.owed, b.zone, b.practice)
        && (&a.agency, &a.phone24) == (&b.agency, &b.phone24)
        && a.trouble == b.trouble
        && a.unset == b.unset
        && a.rows == b.rows
}
