//! All cases: `list`, `status` and `duties`.

use serde_json::{Value, json};

use super::{SHAPE, maybe, text, time};
use crate::codec::v1::duty::duty_json;
use crate::record::{Moment, Zone};
use crate::rules::Duty;
use crate::wire::BoardView;
use crate::wire::shift::ClaimView;
use crate::wire::view::{BoardRow, ClockView};
/// `list`: `v`, `at`, `agency`, `zone`, `practice`, `open`, `late`, `within_hour`, `owed`, and `cases`: for each
/// `case`, `id`, `name`, `age`, `received`, `police`, `ncmec` (`state`, `due`, `done`), `next` (`title`,
/// `due`), `blanks`, `claim` (`by`, `since`, `last_entry`, and `until` when it returns to the board without one), `flags`.
pub fn board(view: &BoardView) -> String {
    text(&json!({
        "v": SHAPE,
        "at": time(view.now, view.zone),
        "agency": view.agency.as_str(),
        "zone": view.zone.name(),
        "practice": view.practice,
        "open": view.open,
        "late": view.late,
        "within_hour": view.within_hour,
        "owed": view.owed,
        "cases": view.rows.iter().map(|row| board_row(row, view.zone)).collect::<Vec<_>>(),
    }))
}

fn board_row(row: &BoardRow, zone: Zone) -> Value {
    json!({
        "case": row.number,
        "id": row.case.to_string(),
        "name": row.name.as_str(),
        "age": row.age,
        "received": time(row.received, zone),
        "police": clock(&row.police, zone),
        "ncmec": clock(&row.ncmec, zone),
        "next": row.next.as_ref().map(|(title, due)| json!({
            "title": title,
            "due": maybe(*due, zone),
        })),
        "blanks": row.blanks,
        "claim": claim(row.claim.as_ref(), zone),
        "flags": row.flags,
    })
}

fn clock(clock: &ClockView, zone: Zone) -> Value {
    json!({
        "state": clock.state.word(),
        "due": maybe(clock.due, zone),
        "done": maybe(clock.done, zone),
    })
}

pub(super) fn claim(claim: Option<&ClaimView>, zone: Zone) -> Option<Value> {
    claim.map(|claim| {
        json!({
            "by": claim.by.as_str(),
            "since": time(claim.at, zone),
            "last_entry": time(claim.last, zone),
            "until": time(claim.until, zone),
        })
    })
}

/// `status`: `v`, `open`, `late`, `within_hour`, `owed`, `practice`, `last_backup`, `exit`. No child's data.
pub fn status(view: &BoardView, exit: u8, backup: Option<Moment>, zone: Zone) -> String {
    text(&json!({
        "v": SHAPE,
        "open": view.open,
        "late": view.late,
        "within_hour": view.within_hour,
        "owed": view.owed,
        "practice": view.practice,
        "last_backup": maybe(backup, zone),
        "exit": exit,
    }))
}

/// `duties`: the array of `clocks`, each with `case`, its case's number.
pub fn duties_of_cases<'a>(rows: impl Iterator<Item = (&'a str, &'a Duty, Zone)>) -> String {
    let rows: Vec<Value> = rows
        .map(|(number, duty, zone)| {
            let mut one = duty_json(duty, zone);
            if let Value::Object(keys) = &mut one {
                keys.insert("case".to_owned(), json!(number));
            }
            one
        })
        .collect();
    text(&Value::Array(rows))
}
