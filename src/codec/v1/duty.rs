//! A duty as JSON: one documented shape for `clocks --json` and `duties --json`.

use serde_json::{Map, Value, json};

use crate::record::{Moment, Zone};
use crate::rules::{Duty, words};

/// A duty as one JSON object. Times are RFC 3339 with the offset of `zone` on that day; what there is not is `null`.
///
/// | key | what it is |
/// |---|---|
/// | `duty` | its id in the pack (`police.report`) |
/// | `title` | what it is called |
/// | `receiver` | `police`, `ncmec`, `agency` … |
/// | `state` | `waiting`, `owed`, `claimed`, `tried`, `told`, `confirmed`, `late`, `late but told`, `not applicable` |
/// | `late` | past due now, or told late |
/// | `anchor`, `anchor_at` | the kind of instant it counts from, and that instant |
/// | `due` | when it is due; `null` when the law sets no hour or its anchor has not happened |
/// | `done` | when it was told or confirmed |
/// | `rule`, `citation` | the rule that won, and the law |
/// | `waiting_on`, `because`, `still_owed` | in words |
/// | `again_at` | when the next try is timed |
/// | `reminder` | the agency's own reminder, not law |
/// | `item` | the entry it is about, where each has its own |
pub fn duty_json(duty: &Duty, zone: Zone) -> Value {
    let time = |at: Option<Moment>| at.map(|at| words::rfc3339(at, zone));
    let mut object = Map::new();
    for (key, value) in [
        ("duty", json!(duty.id)),
        ("title", json!(duty.title)),
        ("receiver", json!(duty.receiver.word())),
        ("state", json!(duty.state.word())),
        ("late", json!(duty.late)),
        ("anchor", json!(duty.anchor)),
        ("anchor_at", json!(time(duty.anchor_at))),
        ("due", json!(time(duty.due))),
        ("done", json!(time(duty.done))),
        ("rule", json!(duty.rule)),
        ("citation", json!(duty.citation)),
        ("waiting_on", json!(duty.waiting_on)),
        ("because", json!(duty.because)),
        ("still_owed", json!(duty.still_owed)),
        ("again_at", json!(time(duty.again_at))),
        ("reminder", json!(duty.reminder)),
        ("item", json!(duty.item.map(|item| item.to_string()))),
    ] {
        object.insert(key.to_owned(), value);
    }
    Value::Object(object)
}

/// Duties as a JSON array, in their order.
pub fn duties_json(duties: &[Duty], zone: Zone) -> Value {
    Value::Array(duties.iter().map(|duty| duty_json(duty, zone)).collect())
}

/// The same as text, one line per key, ending in a line break.
pub fn duties_text(duties: &[Duty], zone: Zone) -> String {
    format!("{:#}\n", duties_json(duties, zone))
}
