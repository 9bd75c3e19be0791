//! The tables themselves: fields and codes.

use serde_json::{Value, json};

use super::{SHAPE, text};
use crate::record::codes::List;
use crate::record::{Kind, fields as table};
/// The code list that a kind takes from, if any.
pub fn list_of(kind: Kind) -> Option<List> {
    match kind {
        Kind::Code(list) | Kind::Codes(list) => Some(list),
        _ => None,
    }
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
