//! What children missing together have in common is entered once: where and when they were last seen, who
//! called, who was with them, in which car, who has custody.
//!
//! An entry (a companion, a car, a place) has one id in all of them, so that what is learned of it later goes to
//! all. Each answer says from which case it came.
//!
//! It goes into blanks only; an answer that a case has already is never touched. Numbers of reports, the
//! look, risks and whereabouts are each child's own.

use super::super::say;
use super::{Draft, stream_of};
use crate::record::case::{Facts, Whole};
use crate::record::event::{Event, FactKey};
use crate::record::text::folded_name;
use crate::record::{
    Answer, Case, Child, Field, Group, ItemId, SafeText, Scope, Section, Stream, fields,
};

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
            draft.write(stream(into, field), copied(*key, answer, &from.case.number));
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
        // The same id in each case: what is learned of it later is learned for all.
        let item = entry.id;
        draft.write(to, Event::ItemAdded { group, item });
        for field in &asked {
            let there = FactKey {
                field: field.id,
                item: Some(entry.id),
            };
            if let Some(answer) = from.answer_in(there) {
                draft.write(to, copied(there, answer, &from.case.number));
                count += 1;
            }
        }
    }
    count
}

/// Writes an answer just given in one case into the blanks of the open cases linked with it: of a field outside
/// groups, or of an entry that they have in common.
pub(super) fn pass_on(
    draft: &mut Draft<'_>,
    whole: &Whole<'_>,
    field: &Field,
    key: FactKey,
    answer: &Answer,
) {
    if !is_shared(field) {
        return;
    }
    let mut went = Vec::new();
    for other in together(draft, whole) {
        let has_entry = match (key.item, field.group) {
            (Some(item), Some(group)) => other.items(group).any(|entry| entry.id == item),
            _ => true,
        };
        if has_entry && other.answer_in(key).is_none() {
            let event = copied(key, answer, &whole.case.number);
            draft.write(stream_of(&other, field), event);
            went.push(other.case.number.clone());
        }
    }
    if !went.is_empty() {
        draft.note(format!("Entered for {} too.", went.join(", ")));
    }
}

/// Writes an entry just made in one case into the open cases linked with it. A case that names the same already
/// keeps its own.
pub(super) fn pass_entry(
    draft: &mut Draft<'_>,
    whole: &Whole<'_>,
    group: Group,
    item: ItemId,
    answers: &[(&'static Field, Answer)],
) {
    if !GROUPS.contains(&group) {
        return;
    }
    let mut went = Vec::new();
    let mut had = Vec::new();
    for other in together(draft, whole) {
        let number = other.case.number.clone();
        if has_same(&other, group, answers) {
            had.push(number);
            continue;
        }
        let Some(first) = fields::all().find(|field| field.group == Some(group)) else {
            continue;
        };
        let to = stream_of(&other, first);
        draft.write(to, Event::ItemAdded { group, item });
        for (field, answer) in answers {
            let key = FactKey {
                field: field.id,
                item: Some(item),
            };
            draft.write(to, copied(key, answer, &whole.case.number));
        }
        went.push(number);
    }
    if !went.is_empty() {
        draft.note(format!("Entered for {} too.", went.join(", ")));
    }
    if !had.is_empty() {
        draft.note(format!(
            "{} has this {} already, as an entry of its own.",
            had.join(", "),
            group.word()
        ));
    }
}

/// Says where an entry taken out of one case still stands: whether it is wrong there too, a person decides.
pub(super) fn stays_in(draft: &mut Draft<'_>, whole: &Whole<'_>, group: Group, item: ItemId) {
    let stays: Vec<String> = together(draft, whole)
        .iter()
        .filter(|other| other.items(group).any(|entry| entry.id == item))
        .map(|other| other.case.number.clone())
        .collect();
    if !stays.is_empty() {
        draft.note(format!(
            "It stays in {}; take it out there too if it is wrong there.",
            stays.join(", ")
        ));
    }
}

/// The open cases of other children missing in the same event.
fn together<'a>(draft: &Draft<'a>, whole: &Whole<'_>) -> Vec<Whole<'a>> {
    let docket = draft.sit.docket;
    whole
        .case
        .linked
        .iter()
        .filter_map(|id| docket.whole(*id))
        .filter(|other| {
            other.case.closed.is_none()
                && other.case.located.is_none()
                && other.case.returned.is_none()
                && other.child.id != whole.child.id
        })
        .collect()
}

/// Whether a case has an entry that goes by the same name.
fn has_same(other: &Whole<'_>, group: Group, answers: &[(&'static Field, Answer)]) -> bool {
    let Some((field, said)) = answers
        .iter()
        .find(|(field, _)| group.named_by() == Some(field.id))
    else {
        return false;
    };
    let name = |answer: &Answer| folded_name(&say::answer_words(field, answer));
    other.items(group).any(|entry| {
        let key = FactKey {
            field: field.id,
            item: Some(entry.id),
        };
        other
            .answer_in(key)
            .is_some_and(|there| name(there) == name(said))
    })
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

/// An answer as it stands in the other case: who said it is kept, and from which case it came is said.
fn copied(key: FactKey, answer: &Answer, from: &str) -> Event {
    let reason = answer.reason.clone();
    Event::Answered {
        key,
        answer: Some(Answer {
            reason: reason.or_else(|| Some(SafeText::line(&format!("entered for {from}")))),
            ..answer.clone()
        }),
    }
}
