//! Sheets, and the numbers card that stands on a blank one.

use serde_json::{Value, json};

use super::{SHAPE, state, text, time};
use crate::record::Zone;
use crate::wire::SheetView;
use crate::wire::view::{DirectoryRow, SheetPart};
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

/// `directory list`: `v` and `entries`: for each `key`, `kind`, `name`, `numbers` (name to number), `ori`, `zone`,
/// `area`, `verified`, `note`.
pub fn directory(rows: &[DirectoryRow]) -> String {
    let entries: Vec<Value> = rows.iter().map(entry).collect();
    text(&json!({"v": SHAPE, "entries": entries}))
}
