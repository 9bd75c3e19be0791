//! What children missing together have in common is entered once: where and when they were last seen, who
//! called, who was with them, in which car, who has custody.
//!
//! It goes into blanks only; an answer that a case has already is never touched. Numbers of reports, the
//! look, risks and whereabouts are each child's own.

use super::{Draft, stream_of};
use crate::record::case::{Facts, Whole};
use crate::record::event::{Event, FactKey};
use crate::record::{Answer, Case, Child, Field, Group, ItemId, Scope, Section, Stream, fields};

/// Groups whose entries belong to the event.
const GROUPS: &[Group] = &[
    Group::Companion,
    Group::Abductor,
    Group::Vehicle,
    Group::Place,
];

/// Fields of shared sections that are nevertheless each child's own.
const OWN: &[&str] = &[
    "police.number",
    "seen.wearing",
    "ncmec.called",
    "call.overdue",
    "determined.at",
    "determined.by",
];

/// Whether an answer is true of the event, and so of every child missing in it.
pub(super) fn is_shared(field: &Field) -> bool {
    let id = field.id.0;
    let of = |prefixes: &[&str]| prefixes.iter().any(|prefix| id.starts_with(prefix));
    field.group.is_none_or(|group| GROUPS.contains(&group))
        && !OWN.contains(&id)
        && match field.section {
            Section::Call => !of(&["whereabouts."]),
            Section::Circumstances => !of(&["ncic.", "school.", "work."]),
            Section::Companions | Section::Abductor | Section::Vehicle => true,
            Section::Parties => of(&["guardian.", "police."]),
            Section::Placement => of(&["placement."]),
            _ => false,
        }
}

/// Where the facts of a case go.
pub(super) struct Into<'a> {
    /// The stream of the case.
    pub case: Stream,
    /// The stream of its child.
    pub child: Stream,
    /// What the case holds already; `None` while it is being opened.
    pub case_now: Option<&'a Case>,
    /// What the child's file holds already; `None` for a child not on file.
    pub child_now: Option<&'a Child>,
}

/// Writes what one case knows of the event into the blanks of another; says how many facts went over.
pub(super) fn copy(draft: &mut Draft<'_>, from: &Whole<'_>, into: &Into<'_>) -> usize {
    let mut count = 0;
    let plain = from.child.facts.all().chain(from.case.facts.all());
    for (key, kept) in plain.filter(|(key, _)| key.item.is_none()) {
        let (Some(field), Some(answer)) = (fields::get(key.field), kept.now.answer.as_ref()) else {
            continue;
        };
        let known = |facts: &Facts| facts.answer(*key).is_some();
        let is_known = into.case_now.is_some_and(|case| known(&case.facts))
            || into.child_now.is_some_and(|child| known(&child.facts));
        if is_shared(field) && !is_known {
            draft.write(stream(into, field), answered(*key, answer));
            count += 1;
        }
    }
    for group in GROUPS {
        let has_some = into
            .case_now
            .is_some_and(|case| case.facts.items(*group).next().is_some());
        if !has_some {
            count += copy_entries(draft, from, into, *group);
        }
    }
    count
}

fn copy_entries(draft: &mut Draft<'_>, from: &Whole<'_>, into: &Into<'_>, group: Group) -> usize {
    let asked: Vec<&Field> = fields::all()
        .filter(|field| field.group == Some(group))
        .collect();
    let Some(first) = asked.first() else { return 0 };
    let to = stream(into, first);
    let mut count = 0;
    for entry in from.items(group) {
        let item = ItemId(draft.id());
        draft.write(to, Event::ItemAdded { group, item });
        for field in &asked {
            let there = FactKey {
                field: field.id,
                item: Some(entry.id),
            };
            if let Some(answer) = from.answer_in(there) {
                let key = FactKey {
                    item: Some(item),
                    ..there
                };
                draft.write(to, answered(key, answer));
                count += 1;
            }
        }
    }
    count
}

/// Writes an answer just given in one case into the blanks of the open cases linked with it.
pub(super) fn pass_on(
    draft: &mut Draft<'_>,
    whole: &Whole<'_>,
    field: &Field,
    key: FactKey,
    answer: &Answer,
) {
    if key.item.is_some() || !is_shared(field) {
        return;
    }
    let docket = draft.sit.docket;
    let mut went = Vec::new();
    for other in whole.case.linked.iter().filter_map(|id| docket.whole(*id)) {
        let open = other.case.closed.is_none()
            && other.case.located.is_none()
            && other.case.returned.is_none();
        let own_child = other.child.id != whole.child.id;
        if open && own_child && other.answer_in(key).is_none() {
            draft.write(stream_of(&other, field), answered(key, answer));
            went.push(other.case.number.clone());
        }
    }
    if !went.is_empty() {
        draft.note(format!("Entered for {} too.", went.join(", ")));
    }
}

/// What the reply says of it.
pub(super) fn note(draft: &mut Draft<'_>, count: usize, from: &str, into: &str) {
    if count > 0 {
        draft.note(format!(
            "{count} facts of the event went from {from} into {into}; look at them once. Every child is reported by itself."
        ));
    }
}

fn stream(into: &Into<'_>, field: &Field) -> Stream {
    match field.scope {
        Scope::Child => into.child,
        Scope::Case => into.case,
    }
}

fn answered(key: FactKey, answer: &Answer) -> Event {
    Event::Answered {
        key,
        answer: Some(answer.clone()),
    }
}
