//! What spots are called, and the small words of a session.

use super::model::Spot;
use crate::record::fields;

/// What a spot is called.
pub fn spot(spot: &Spot) -> String {
    match spot {
        Spot::Danger => "Danger now?".into(),
        Spot::Called911 => "911 called?".into(),
        Spot::CameAt => "Came at".into(),
        Spot::Field { field, .. } => fields::get(*field).map_or(field.0, |row| row.label).into(),
        Spot::Add(group) => format!("Add: {}", group.title()),
        Spot::Duty(_) => "Duty".into(),
        Spot::Event(_) => "Timeline".into(),
        Spot::TriageRow(_) => "Triage".into(),
        Spot::Linked(_) => "Linked case".into(),
        Spot::Agency(_) => "Police agency".into(),
    }
}
