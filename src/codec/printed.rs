//! What `--json` prints: one documented shape a command. Only ever written, never read back.
//!
//! Times are RFC 3339 with the offset of the zone on that day; what there is not is `null`; keys are never
//! left out. Everything but the two arrays of duties is one object that begins with `v`, the shape's number.
//!
//! | command | keys |
//! |---|---|
//! | `list` | [`board`] |
//! | `show` | [`case`] |
//! | `duties` | array of [`super::v1::duty::duty_json`], with `case` |
//! | `clocks` | array of [`super::v1::duty::duty_json`] |
//! | `sheet` | [`sheet`]; `--blank` adds `numbers` |
//! | `status` | [`status`] |
//! | `audit` | [`audit`] |
//! | `operator list` | [`roster`] |
//! | `operator flags` | [`flags`] |
//! | `directory list` | [`directory`] |
//! | `fields` | [`fields`] |
//! | `codes` | [`lists`], [`codes`] |

use serde_json::{Value, json};

use super::v1::duty::duty_json;
use crate::record::audit::{Origin, Row};
use crate::record::codes::List;
use crate::record::{Kind, Moment, SafeText, Zone, fields as table};
use crate::rules::{Duty, words};
use crate::wire::shift::ClaimView;
use crate::wire::view::{
    BoardRow, ClockView, DirectoryRow, FactState, FactView, SheetPart, TimelineRow, TriageRow,
};
use crate::wire::who::{FlagRow, OperatorRow};
use crate::wire::{BoardView, CaseView, SheetView};

/// The number of these shapes.
const SHAPE: u64 = 1;

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

fn time(at: Moment, zone: Zone) -> String {
    words::rfc3339(at, zone)
}

fn maybe(at: Option<Moment>, zone: Zone) -> Option<String> {
    at.map(|at| time(at, zone))
}

fn opt(words: Option<&SafeText>) -> Option<&str> {
    words.map(SafeText::as_str)
}

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

fn claim(claim: Option<&ClaimView>, zone: Zone) -> Option<Value> {
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

/// `show`: `v`, `at`, `zone`, `case`, `id`, `child`, `name`, `age`, `received` (`at`, `zone`, `channel`,
/// `unconfirmed`, `former`), `danger_now`, `called_911`, `facts`, `items`, `duties`, `timeline`,
/// `missing_police`, `missing_ncmec`, `triage`, `linked`, `claim`, `closed`, `flags`.
pub fn case(view: &CaseView) -> String {
    let zone = view.received.zone;
    text(&json!({
        "v": SHAPE,
        "at": time(view.now, zone),
        "zone": view.zone.name(),
        "case": view.number,
        "id": view.case.to_string(),
        "child": view.child.to_string(),
        "name": view.name.as_str(),
        "age": view.age,
        "received": {
            "at": time(view.received.at, zone),
            "zone": zone.name(),
            "channel": view.received.channel,
            "unconfirmed": view.received.unconfirmed.as_ref().map(|(at, by, why)| json!({
                "at": time(*at, zone),
                "by": by.as_str(),
                "reason": why.as_str(),
            })),
            "former": view.received.former,
        },
        "danger_now": view.danger_now,
        "called_911": view.called_911,
        "facts": view.facts.iter().map(|fact| fact_json(fact, zone)).collect::<Vec<_>>(),
        "items": view.items.iter().map(|(group, item)| json!({
            "group": group.key(),
            "item": item.to_string(),
        })).collect::<Vec<_>>(),
        "duties": view.duties.iter().map(|duty| duty_json(duty, zone)).collect::<Vec<_>>(),
        "timeline": view.timeline.iter().map(|row| timeline(row, zone)).collect::<Vec<_>>(),
        "missing_police": view.missing_police,
        "missing_ncmec": view.missing_ncmec,
        "triage": {
            "decided": view.triage.decided,
            "decided_row": view.triage.decided_row,
            "proposed": view.triage.proposed.iter().map(triage).collect::<Vec<_>>(),
        },
        "linked": view.linked.iter().map(|(id, number, name)| json!({
            "case": number,
            "id": id.to_string(),
            "name": name.as_str(),
        })).collect::<Vec<_>>(),
        "claim": claim(view.claim.as_ref(), zone),
        "closed": view.closed.as_ref().map(|(at, why)| json!({
            "at": time(*at, zone),
            "why": why,
        })),
        "flags": view.flags,
    }))
}

fn state(state: FactState) -> &'static str {
    match state {
        FactState::Known => "known",
        FactState::Unknown => "unknown",
        FactState::Refused => "refused",
        FactState::NotApplicable => "not applicable",
        FactState::Blank => "blank",
    }
}

fn fact_json(fact: &FactView, zone: Zone) -> Value {
    json!({
        "field": fact.field,
        "item": fact.item.map(|item| item.to_string()),
        "state": state(fact.state),
        "words": fact.words.as_str(),
        "official": fact.official,
        "said_by": opt(fact.said_by.as_ref()),
        "as_of": fact.as_of,
        "at": time(fact.at, zone),
        "operator": fact.operator.as_str(),
        "seq": fact.seq,
        "carried": fact.carried,
        "former": fact.former,
    })
}

fn timeline(row: &TimelineRow, zone: Zone) -> Value {
    json!({
        "at": time(row.at, zone),
        "recorded": maybe(row.recorded, zone),
        "way": row.way,
        "words": row.words.as_str(),
        "operator": row.operator.as_str(),
        "id": row.id.map(|id| id.to_string()),
        "withdrawn": opt(row.withdrawn.as_ref()),
    })
}

fn triage(row: &TriageRow) -> Value {
    json!({
        "row": row.row,
        "situation": row.situation,
        "police": row.police,
        "ncmec": row.ncmec,
        "note": row.note,
        "because": row.because,
        "citation": row.citation,
    })
}

/// `sheet`: `v`, `sheet`, `title`, `case`, `at`, and `parts`: for each `title` and `lines` (`label`, `words`,
/// `state`, `field`, `item`, `spelled`).
pub fn sheet(view: &SheetView, zone: Zone) -> String {
    text(&sheet_json(view, zone))
}

/// `sheet --blank`: the same without a case, and `numbers`: the numbers card.
pub fn blank(view: &SheetView, card: &[DirectoryRow], zone: Zone) -> String {
    let mut value = sheet_json(view, zone);
    if let Value::Object(keys) = &mut value {
        keys.insert(
            "numbers".to_owned(),
            Value::Array(card.iter().map(entry).collect()),
        );
    }
    text(&value)
}

fn sheet_json(view: &SheetView, zone: Zone) -> Value {
    let number = Some(&view.number).filter(|number| !number.is_empty());
    json!({
        "v": SHAPE,
        "sheet": view.sheet,
        "title": view.title,
        "case": number,
        "at": time(view.at, zone),
        "parts": view.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

fn part(part: &SheetPart) -> Value {
    let lines: Vec<Value> = part
        .lines
        .iter()
        .map(|line| {
            json!({
                "label": line.label,
                "words": line.words.as_str(),
                "state": line.state.map(state),
                "field": line.field,
                "item": line.item.map(|item| item.to_string()),
                "spelled": line.spelled,
            })
        })
        .collect();
    json!({ "title": part.title, "lines": lines })
}

fn entry(row: &DirectoryRow) -> Value {
    let numbers: serde_json::Map<String, Value> = row
        .numbers
        .iter()
        .map(|(name, number)| (name.clone(), json!(number.as_str())))
        .collect();
    json!({
        "key": row.key,
        "kind": row.kind,
        "name": row.name.as_str(),
        "numbers": numbers,
        "ori": row.ori,
        "zone": row.zone.map(Zone::name),
        "area": row.area.as_str(),
        "verified": row.verified,
        "note": row.note.as_str(),
    })
}

/// The code list that a kind takes from, if any.
pub fn list_of(kind: Kind) -> Option<List> {
    match kind {
        Kind::Code(list) | Kind::Codes(list) => Some(list),
        _ => None,
    }
}

/// `directory list`: `v` and `entries`: for each `key`, `kind`, `name`, `numbers` (name to number), `ori`, `zone`,
/// `area`, `verified`, `note`.
pub fn directory(rows: &[DirectoryRow]) -> String {
    let entries: Vec<Value> = rows
        .iter()
        .map(|row| {
            let numbers: serde_json::Map<String, Value> = row
                .numbers
                .iter()
                .map(|(name, number)| (name.clone(), number.as_str().into()))
                .collect();
            json!({
                "key": row.key,
                "kind": row.kind,
                "name": row.name.as_str(),
                "numbers": numbers,
                "ori": row.ori,
                "zone": row.zone.map(|zone| zone.name().to_owned()),
                "area": row.area.as_str(),
                "verified": row.verified,
                "note": row.note.as_str(),
            })
        })
        .collect();
    text(&json!({"v": SHAPE, "entries": entries}))
}

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

/// `fields`: `v` and `fields`: for each `field`, `label`, `section`, `group`, `scope`, `kind`, `codes`, `choices`
/// (`key`, `label`), `tier`, `never_public`, `asks`, `gate`, `police_set`, `ncmec_set`, `shortest`, `ncic`,
/// `hint`, `example`, `tags`.
pub fn fields() -> String {
    let rows: Vec<Value> = table::all()
        .map(|field| {
            let asks: Vec<&str> = [
                (field.asks.police, "police"),
                (field.asks.ncmec, "ncmec"),
                (field.asks.agency, "agency"),
                (field.asks.state, "state"),
            ]
            .into_iter()
            .filter_map(|(asks, who)| asks.then_some(who))
            .collect();
            let choices: Vec<Value> = field
                .kind
                .choices()
                .iter()
                .map(|choice| json!({ "key": choice.key, "label": choice.label }))
                .collect();
            json!({
                "field": field.id.0,
                "label": field.label,
                "section": field.section.title(),
                "group": field.group.map(|group| group.key()),
                "scope": field.scope.label(),
                "kind": field.kind.label(),
                "codes": list_of(field.kind).map(List::name),
                "choices": choices,
                "tier": field.tier.code(),
                "never_public": field.never_public,
                "asks": asks,
                "gate": field.gate.label(),
                "police_set": field.police_set,
                "ncmec_set": field.ncmec_set,
                "shortest": Some(field.shortest).filter(|place| *place > 0),
                "ncic": field.ncic,
                "hint": field.hint,
                "example": field.example,
                "tags": field.tags,
            })
        })
        .collect();
    text(&json!({ "v": SHAPE, "fields": rows }))
}

/// `codes`: `v` and `lists`: for each `list`, `title`, `ncic`, `codes` (how many), `source`, `licence`, `version`.
pub fn lists() -> String {
    let rows: Vec<Value> = List::ALL
        .iter()
        .map(|list| {
            json!({
                "list": list.name(),
                "title": list.title(),
                "ncic": list.ncic_mnemonic(),
                "codes": list.codes().len(),
                "source": list.source(),
                "licence": list.licence(),
                "version": list.version(),
            })
        })
        .collect();
    text(&json!({ "v": SHAPE, "lists": rows }))
}

/// `codes LIST`: `v`, `list`, `title`, `ncic`, `source`, `licence`, `version`, and `codes`: for each `code`, `label`
/// (ours), `source_label`, `category`, `includes`.
pub fn codes(list: List) -> String {
    let rows: Vec<Value> = list
        .codes()
        .iter()
        .map(|code| {
            json!({
                "code": code.code,
                "label": code.label,
                "source_label": code.source_label,
                "category": code.category,
                "includes": code.includes,
            })
        })
        .collect();
    text(&json!({
        "v": SHAPE,
        "list": list.name(),
        "title": list.title(),
        "ncic": list.ncic_mnemonic(),
        "source": list.source(),
        "licence": list.licence(),
        "version": list.version(),
        "codes": rows,
    }))
}
