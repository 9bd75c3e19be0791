//! Who was with the child on earlier runs: proposed on the next one, and entered only when a person says so.

use super::super::docket::Docket;
use crate::record::case::Whole;
use crate::record::event::FactKey;
use crate::record::text::folded_name;
use crate::record::{FieldId, Group, ItemId, fields, show};
use crate::wire::view::EarlierEntry;

/// Groups whose entries may well come back with the next run.
const COMES_BACK: &[Group] = &[Group::Companion];

/// So many are proposed at most, the latest run's first.
const MOST: usize = 6;

/// The entries of earlier runs of the same child that this run does not name.
pub(super) fn entries(docket: &Docket, whole: &Whole<'_>) -> Vec<EarlierEntry> {
    let mut found = Vec::new();
    for group in COMES_BACK {
        let Some(named_by) = group.named_by() else {
            continue;
        };
        let mut known: Vec<String> = whole
            .items(*group)
            .filter_map(|item| name(whole, named_by, item.id))
            .collect();
        for run in docket.former(whole.case) {
            let zone = run.case.received.at.zone;
            let day = zone.local(run.case.received.at.at).format("%-d %b %Y");
            for item in run.items(*group) {
                let Some(name) = name(&run, named_by, item.id) else {
                    continue;
                };
                if known.contains(&name) {
                    continue;
                }
                known.push(name);
                found.push(EarlierEntry {
                    group: *group,
                    from: format!("{}, {day}", run.case.number),
                    answers: answers(&run, *group, item.id),
                });
            }
        }
    }
    found.truncate(MOST);
    found
}

fn name(whole: &Whole<'_>, field: FieldId, item: ItemId) -> Option<String> {
    let field = fields::get(field)?;
    let key = FactKey {
        field: field.id,
        item: Some(item),
    };
    let value = whole.answer_in(key)?.value()?;
    Some(folded_name(&show::retype(
        field,
        value,
        whole.case.received.at.zone,
    )))
}

fn answers(whole: &Whole<'_>, group: Group, item: ItemId) -> Vec<(String, String)> {
    let zone = whole.case.received.at.zone;
    fields::all()
        .filter(|field| field.group == Some(group) && !field.masked)
        .filter_map(|field| {
            let key = FactKey {
                field: field.id,
                item: Some(item),
            };
            let value = whole.answer_in(key)?.value()?;
            Some((field.id.0.to_owned(), show::retype(field, value, zone)))
        })
        .collect()
}
