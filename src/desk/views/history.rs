//! Every value a field has had, or everything that happened to a case.

use super::super::docket::Docket;
use super::words;
use crate::desk::who::Sight;
use crate::record::Case;
use crate::record::event::Event;
use crate::record::{CaseId, ItemId, Recorded, SafeText, fields};
use crate::wire::view::HistoryRow;

/// The rows, newest first, from the events of the case and its child.
pub fn history(
    docket: &Docket,
    case: CaseId,
    field: Option<&str>,
    item: Option<&str>,
    events: &[Recorded],
    sight: &Sight,
) -> Vec<HistoryRow> {
    let Some(case) = docket.case(case) else {
        return Vec::new();
    };
    let item: Option<ItemId> = item.and_then(|words| words.parse().ok());
    let mut rows: Vec<(&Recorded, String)> = events
        .iter()
        .filter(|one| match field {
            None => true,
            Some(field) => match &one.event {
                Event::Answered { key, .. } | Event::StillTrue { key } => {
                    key.field.0 == field && (item.is_none() || key.item == item)
                }
                _ => false,
            },
        })
        .map(|one| (one, said(docket, case, one, sight)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    // Two streams come one after the other; time puts them together, sequence keeps each in order.
    rows.sort_by_key(|(one, _)| std::cmp::Reverse((one.at, one.seq)));
    rows.into_iter()
        .map(|(one, words)| HistoryRow {
            at: one.at,
            operator: one.operator.clone(),
            words: SafeText::prose(&words),
        })
        .collect()
}

/// What happened in words, as who asks may read it.
fn said(docket: &Docket, case: &Case, one: &Recorded, sight: &Sight) -> String {
    let words = words::event(docket, case, one);
    if sight.tier.is_none() && !words.is_empty() {
        return "(words hidden from your role)".to_owned();
    }
    match &one.event {
        Event::Answered { key, .. } => match fields::get(key.field) {
            // A masked field is masked in the words already.
            Some(field) if !field.masked && !sight.field(case.id, field) => {
                format!("{}: {}", field.label, super::MASK)
            }
            _ => words,
        },
        _ => words,
    }
}
