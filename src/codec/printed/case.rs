//! One case whole, as `show` prints it.

use serde_json::{Value, json};

use super::board::claim;
use super::{SHAPE, maybe, opt, state, text, time};
use crate::codec::v1::duty::duty_json;
use crate::record::Zone;
use crate::wire::CaseView;
use crate::wire::view::{FactView, TimelineRow, TriageRow};
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
