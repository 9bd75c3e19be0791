//! How sessions, operators and flags read in words. Pure.

use super::seats::{self, Seats, Sitting};
use crate::desk::docket::Docket;
use crate::record::who::roster::Loud;
use crate::record::who::{Act, Operator, acts};
use crate::record::{Moment, SafeText, SessionId, Zone, time_words};
use crate::wire::who::{FlagRow, OperatorRow, Standing, State};

/// The setting that holds what everybody reads before signing in.
pub const NOTICE_KEY: &str = "notice";

/// How a session stands.
pub fn standing(docket: &Docket, seats: &Seats, session: SessionId, now: Moment) -> Standing {
    let desk = docket.desk.as_ref();
    let roster = desk.map(|desk| &desk.roster);
    let mut standing = Standing {
        now,
        zone: desk.map_or(Zone::UTC, |desk| desk.zone),
        state: State::Open,
        operator: None,
        role: None,
        locks_at: None,
        ends_at: None,
        ticket: None,
        case: None,
        words: None,
        flags: 0,
        notice: None,
        agency: desk.map(|desk| desk.agency.clone()).unwrap_or_default(),
        practice: desk.is_some_and(|desk| desk.practice),
    };
    let Some(roster) = roster.filter(|roster| !roster.is_empty()) else {
        return standing;
    };
    standing.state = State::Out;
    let notice = desk.and_then(|desk| desk.settings.get(NOTICE_KEY)).cloned();
    standing.notice.clone_from(&notice);
    let Some(seat) = seats.get(session) else {
        return standing;
    };
    standing.words.clone_from(&seat.words);
    standing.locks_at = seat.locks_at(seats::idle(desk));
    match &seat.sitting {
        Sitting::Nobody => {}
        Sitting::In(person) => {
            standing.state = State::In;
            standing.case = seat.back;
            standing.ends_at = person.ends;
        }
        Sitting::Locked(person, case, why) => {
            standing.state = State::Locked;
            standing.ticket = Some(format!("{:032x}", person.ticket));
            standing.case = *case;
            standing.words = Some(format!("Locked {}.", why.word()));
        }
        Sitting::Alone(name, _) => {
            standing.state = State::Alone;
            standing.operator = Some(name.clone());
        }
    }
    if matches!(standing.state, State::In | State::Alone) {
        standing.notice = None;
    }
    if let Some(one) = seat.person().and_then(|person| roster.get(person.id)) {
        standing.operator = Some(one.name.clone());
        standing.role = Some(one.role);
        if standing.state == State::In && acts::may(one.role, Act::Review) {
            standing.flags = roster.unreviewed();
        }
    }
    standing
}

fn desk_off(one: &Operator, docket: &Docket, now: Moment) -> bool {
    docket
        .desk
        .as_ref()
        .is_some_and(|desk| desk.roster.is_off(one, now))
}

/// An operator's state in words.
fn state(one: &Operator, docket: &Docket, now: Moment) -> SafeText {
    let zone = docket.desk.as_ref().map_or(Zone::UTC, |desk| desk.zone);
    let words = match (&one.suspended, one.locked_out) {
        (Some((at, reason)), _) => {
            format!("suspended {}: {reason}", time_words::moment(*at, zone))
        }
        (None, Some(at)) => format!("locked out {}", time_words::moment(at, zone)),
        (None, None) if one.account.is_none() && one.verifier.is_none() => "no phrase".to_owned(),
        (None, None) if desk_off(one, docket, now) => "off: not used for 90 days".to_owned(),
        (None, None) => match one.days_left(now) {
            Some(days) => format!("active, off in {days} days without use"),
            None => "active".to_owned(),
        },
    };
    SafeText::line(&words)
}

/// Everybody on the roster, in the order they came.
pub fn roster(docket: &Docket, seats: &Seats, now: Moment) -> Vec<OperatorRow> {
    let Some(desk) = &docket.desk else {
        return Vec::new();
    };
    let mut all: Vec<&Operator> = desk.roster.all().collect();
    all.sort_by_key(|one| (one.added, one.id));
    all.into_iter()
        .map(|one| OperatorRow {
            name: one.name.clone(),
            role: one.role,
            account: one.account,
            state: state(one, docket, now),
            last: one.last,
            sessions: seats.count(one.id),
        })
        .collect()
}

/// What was flagged, the newest first.
pub fn flags(docket: &Docket) -> Vec<FlagRow> {
    let Some(desk) = &docket.desk else {
        return Vec::new();
    };
    let mut rows: Vec<FlagRow> = desk
        .roster
        .flags()
        .into_iter()
        .map(|flag| {
            let (what, cases) = match &flag.what {
                Loud::GlassBroken(case) => (
                    "broke the glass: the masked fields of a case were opened".to_owned(),
                    docket
                        .case(*case)
                        .map(|case| case.number.clone())
                        .into_iter()
                        .collect(),
                ),
                Loud::Alone => (
                    "worked without signing in".to_owned(),
                    begun_in(docket, flag.session),
                ),
                Loud::Recovered(id) => (
                    format!(
                        "let {} in again by the printed recovery key",
                        desk.roster
                            .get(*id)
                            .map_or("somebody", |one| one.name.as_str())
                    ),
                    Vec::new(),
                ),
            };
            FlagRow {
                id: flag.id.to_string(),
                at: flag.at,
                operator: flag.operator.clone(),
                what: SafeText::line(&what),
                cases,
                reason: flag.reason.clone(),
                reviewed: flag.reviewed.as_ref().map(|(at, by, words)| {
                    SafeText::line(&format!(
                        "{by}, {}: {words}",
                        time_words::moment(*at, desk.zone)
                    ))
                }),
            }
        })
        .collect();
    rows.reverse();
    rows
}

/// The numbers of the cases that a session began.
fn begun_in(docket: &Docket, session: SessionId) -> Vec<String> {
    let mut numbers: Vec<String> = docket
        .cases()
        .filter(|case| case.opened_in == session)
        .map(|case| case.number.clone())
        .collect();
    numbers.sort();
    numbers
}
