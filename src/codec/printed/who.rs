//! Who did what, who may act, and what a supervisor has to look at.

use serde_json::{Value, json};

use super::{SHAPE, maybe, opt, text, time};
use crate::record::audit::{Origin, Row};
use crate::record::{SafeText, Zone};
use crate::wire::who::{FlagRow, OperatorRow};
/// A row of the audit with what is said beside it.
#[derive(Debug, Clone)]
pub struct AuditLine<'a> {
    /// Its place among all rows, from 1.
    pub place: usize,
    /// The row.
    pub row: &'a Row,
    /// Where its session came from, when it said so.
    pub origin: Option<&'a Origin>,
    /// The numbers of the cases it is about.
    pub about: Vec<String>,
}

/// `audit`: `v` and `rows`: for each `row` (its place), `at` (UTC, to the microsecond), `operator`, `account`,
/// `terminal`, `remote`, `session`, `verb`, `cases`, `outcome`.
pub fn audit(lines: &[AuditLine<'_>]) -> String {
    let rows: Vec<Value> = lines
        .iter()
        .map(|line| {
            let of = |pick: fn(&Origin) -> &SafeText| {
                line.origin
                    .map(|origin| pick(origin).as_str())
                    .filter(|said| !said.is_empty())
            };
            json!({
                "row": line.place,
                "at": Zone::UTC.local(line.row.at).to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
                "operator": line.row.operator.as_str(),
                "account": of(|origin| &origin.account),
                "terminal": of(|origin| &origin.terminal),
                "remote": of(|origin| &origin.remote),
                "session": line.row.session.to_string(),
                "verb": line.row.verb,
                "cases": line.about,
                "outcome": line.row.outcome,
            })
        })
        .collect();
    text(&json!({ "v": SHAPE, "rows": rows }))
}

/// `operator list`: `v` and `operators`: for each `name`, `role`, `account`, `state`, `last`.
pub fn roster(rows: &[OperatorRow], zone: Zone) -> String {
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "name": row.name.as_str(),
                "role": row.role.word(),
                "account": row.account,
                "state": row.state.as_str(),
                "last": maybe(row.last, zone),
            })
        })
        .collect();
    text(&json!({ "v": SHAPE, "operators": rows }))
}

/// `operator flags`: `v` and `flags`: for each `id`, `at`, `operator`, `what`, `cases`, `reason`, `reviewed`.
pub fn flags(rows: &[FlagRow], zone: Zone) -> String {
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "id": row.id,
                "at": time(row.at, zone),
                "operator": row.operator.as_str(),
                "what": row.what.as_str(),
                "cases": row.cases,
                "reason": row.reason.as_str(),
                "reviewed": opt(row.reviewed.as_ref()),
            })
        })
        .collect();
    text(&json!({ "v": SHAPE, "flags": rows }))
}
