//! Answering fields, and entries of groups.

use super::super::say;
use super::{Draft, Refusal, field_named, maybe, need, stream_of};
use crate::record::case::Whole;
use crate::record::event::{Event, FactKey};
use crate::record::{
    Answer, Field, Group, ItemId, Problem, SafeText, Scope, State, Stream, Value, fields, read,
};
use crate::sheet::standing;
use crate::wire::view::ConflictView;
use crate::wire::{Command, Said};

pub(super) fn answer(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    let Command::Answer {
        case,
        field,
        item,
        said,
        said_by,
        as_of,
        reason,
        saw,
    } = command
    else {
        return Ok(());
    };
    let whole = draft.whole(case)?;
    let (field, key) = fact_named(&whole, field, item.as_deref())?;
    let zone = whole.case.received.at.zone;
    let as_of = match maybe(as_of.as_deref()) {
        None => None,
        Some(words) => {
            let heard = say::instant("As of when", words.as_str(), draft.sit.now, zone)?;
            if heard.instant.at > draft.sit.now {
                return Err(Problem::operator(format!(
                    "{} cannot be true as of a time still to come.",
                    field.label
                ))
                .example(say::time_words(draft.sit.now, zone))
                .into());
            }
            Some(heard.instant.at)
        }
    };
    let state = match said {
        Said::Blank => None,
        Said::Unknown => Some(State::Unknown),
        Said::Refused => Some(State::Refused),
        Said::NotApplicable => Some(State::NotApplicable),
        Said::Value(words) => Some(match read::answer_word(words) {
            Some(state) => state,
            None => State::Known(say::value(field, words, draft.sit.now, zone)?),
        }),
    };
    if field.id.0 == "poster.wanted"
        && state == Some(State::Known(Value::Yes(true)))
        && standing::poster_blocked(&whole)
    {
        return Err(Problem::operator(
            "This child is not in our custody, so there is no poster before the parent's authorisation is recorded.",
        )
        .hint("Ask the parent, and answer `Parent agrees to posters` first.")
        .into());
    }
    if let Some(State::Known(Value::When(when))) = &state
        && super::open::unsettled(when)
    {
        draft.note(say::ask_which(field.label, when));
    }
    let answer = state.map(|state| Answer {
        state,
        said_by: maybe(said_by.as_deref()),
        as_of,
        reason: maybe(reason.as_deref()),
    });
    if let Some(answer) = &answer {
        draft.out.understood = Some(say::answer_words(field, answer));
    }

    let facts = whole.facts_of(field.id);
    let present = facts.fact(key);
    let present_seq = present.map_or(0, |fact| fact.seq);
    let same = |other: Option<&Answer>| match (other, &answer) {
        (None, None) => true,
        // Who said it may be added later; the reason alone is not another answer.
        (Some(a), Some(b)) => {
            a.state == b.state
                && (b.said_by.is_none() || a.said_by == b.said_by)
                && (b.as_of.is_none() || a.as_of == b.as_of)
        }
        _ => false,
    };
    if same(present.and_then(|fact| fact.answer.as_ref())) {
        // Said again: nothing to store, except that a fact carried over was looked at in this run.
        if whole.is_carried(key) {
            draft.write(Stream::Case(whole.case.id), Event::StillTrue { key });
        }
        return Ok(());
    }
    // What the same screen answered meanwhile is no other's: its former save was still on its way.
    let by_others = |saw: u64| {
        facts.kept(key).is_some_and(|kept| {
            kept.before
                .iter()
                .chain([&kept.now])
                .any(|fact| fact.seq > saw && fact.session != draft.sit.session)
        })
    };
    if let (Some(saw), Some(fact)) = (saw, present)
        && *saw != present_seq
        && by_others(*saw)
    {
        return Err(Refusal::Conflict(Box::new(ConflictView {
            case_number: whole.case.number.clone(),
            field: field.id.0.to_owned(),
            item: key.item,
            theirs: SafeText::prose(&match &fact.answer {
                Some(there) => say::answer_words(field, there),
                None => "blank".to_owned(),
            }),
            by: fact.operator.clone(),
            at: fact.at,
            saw: present_seq,
            yours: SafeText::prose(
                &answer
                    .as_ref()
                    .map_or_else(|| "blank".to_owned(), |mine| say::answer_words(field, mine)),
            ),
        })));
    }
    if let Some(answer) = &answer {
        super::share::pass_on(draft, &whole, field, key, answer);
    }
    draft.write(stream_of(&whole, field), Event::Answered { key, answer });
    Ok(())
}

/// The field and the fact that words name, checked against the case.
pub(super) fn fact_named(
    whole: &Whole<'_>,
    field: &str,
    item: Option<&str>,
) -> Result<(&'static Field, FactKey), Problem> {
    let field = field_named(field)?;
    let item = match (field.group, item.map(str::trim).filter(|i| !i.is_empty())) {
        (None, None) => None,
        (None, Some(_)) => {
            return Err(Problem::operator(format!(
                "{} is answered once for the case; leave the item out.",
                field.label
            )));
        }
        (Some(group), None) => {
            // With one entry there is nothing to choose.
            let mut all = whole.items(group).map(|item| item.id);
            match (all.next(), all.next()) {
                (Some(only), None) => Some(only),
                (None, _) => {
                    return Err(Problem::operator(format!(
                        "{} belongs to a {}, and the case has none yet.",
                        field.label,
                        group.word()
                    ))
                    .hint(format!("Add a {} first.", group.word())));
                }
                _ => {
                    return Err(Problem::operator(format!(
                        "{} belongs to a {}, and the case has several: say which item.",
                        field.label,
                        group.word()
                    ))
                    .hint(
                        "The id of an item is in the reply that made it, and in `porchlight show`.",
                    ));
                }
            }
        }
        (Some(group), Some(words)) => {
            let id = item_named(whole, words)?;
            if !whole.items(group).any(|item| item.id == id) {
                return Err(Problem::operator(format!(
                    "That item is not a {} of this case.",
                    group.word()
                )));
            }
            Some(id)
        }
    };
    Ok((
        field,
        FactKey {
            field: field.id,
            item,
        },
    ))
}

/// The item that words name: its id, or `last` for the one added latest.
pub(super) fn item_named(whole: &Whole<'_>, words: &str) -> Result<ItemId, Problem> {
    let all = || {
        whole
            .child
            .facts
            .all_items()
            .chain(whole.case.facts.all_items())
    };
    if words.trim().eq_ignore_ascii_case("last") {
        return all()
            .filter(|(_, item)| item.removed.is_none())
            .max_by_key(|(_, item)| item.added)
            .map(|(_, item)| item.id)
            .ok_or_else(|| Problem::operator("No item has been added to this case yet."));
    }
    let id: ItemId = words.trim().parse()?;
    match all().find(|(_, item)| item.id == id) {
        Some((_, item)) if item.removed.is_none() => Ok(id),
        Some(_) => Err(Problem::operator("That item was taken out.")),
        None => Err(Problem::operator("This case has no such item.")),
    }
}

pub(super) fn still_true(
    draft: &mut Draft<'_>,
    case: &str,
    field: &str,
    item: Option<&str>,
) -> Result<(), Problem> {
    let whole = draft.whole(case)?;
    let (field, key) = fact_named(&whole, field, item)?;
    let facts = whole.facts_of(field.id);
    if facts.answer(key).is_none() {
        return Err(Problem::operator(format!(
            "{} is blank, so there is nothing to confirm.",
            field.label
        ))
        .example(field.example));
    }
    if whole.is_carried(key) {
        draft.write(Stream::Case(whole.case.id), Event::StillTrue { key });
    }
    Ok(())
}

pub(super) fn add(
    draft: &mut Draft<'_>,
    case: &str,
    group: &str,
    answers: &[(String, String)],
) -> Result<(), Problem> {
    let whole = draft.whole(case)?;
    let group = Group::from_word(group).ok_or_else(|| {
        Problem::operator(format!(
            "There is no group `{}`; the groups are {}.",
            SafeText::line(group),
            Group::choices()
        ))
        .example("companion")
    })?;
    let item = ItemId(draft.id());
    let understood = add_item(draft, &whole, group, item, answers)?;
    draft.out.made = Some(item);
    draft.out.understood = (!understood.is_empty()).then(|| understood.join(" · "));
    Ok(())
}

/// Writes an entry with its first answers; returns how they were understood.
pub(super) fn add_item(
    draft: &mut Draft<'_>,
    whole: &Whole<'_>,
    group: Group,
    item: ItemId,
    answers: &[(String, String)],
) -> Result<Vec<String>, Problem> {
    let zone = whole.case.received.at.zone;
    let mut facts = Vec::new();
    for (name, words) in answers {
        let field = field_named(name)?;
        if field.group != Some(group) {
            return Err(Problem::operator(format!(
                "`{}` is not asked of a {}.",
                field.id,
                group.word()
            ))
            .hint(format!("Asked are: {}.", asked_of(group))));
        }
        let value = say::value(field, words, draft.sit.now, zone)?;
        facts.push((field, Answer::known(value)));
    }
    // An entry stands in the stream of its fields; a group's fields share one scope.
    let scope = fields::all()
        .find(|field| field.group == Some(group))
        .map_or(Scope::Case, |field| field.scope);
    let stream = match scope {
        Scope::Child => Stream::Child(whole.child.id),
        Scope::Case => Stream::Case(whole.case.id),
    };
    draft.write(stream, Event::ItemAdded { group, item });
    super::share::pass_entry(draft, whole, group, item, &facts);
    let mut understood = Vec::new();
    for (field, answer) in facts {
        understood.push(say::answer_words(field, &answer));
        draft.write(
            stream,
            Event::Answered {
                key: FactKey {
                    field: field.id,
                    item: Some(item),
                },
                answer: Some(answer),
            },
        );
    }
    Ok(understood)
}

fn asked_of(group: Group) -> String {
    let ids: Vec<&str> = fields::all()
        .filter(|field| field.group == Some(group))
        .map(|field| field.id.0)
        .collect();
    ids.join(", ")
}

pub(super) fn remove(
    draft: &mut Draft<'_>,
    case: &str,
    item: &str,
    reason: &str,
) -> Result<(), Problem> {
    let whole = draft.whole(case)?;
    let id = item_named(&whole, item)?;
    let reason = need("Why the entry is taken out", reason, "entered twice")?;
    let in_child = whole
        .child
        .facts
        .all_items()
        .find(|(_, item)| item.id == id)
        .map(|(group, _)| (Stream::Child(whole.child.id), group));
    let found = in_child.or_else(|| {
        whole
            .case
            .facts
            .all_items()
            .find(|(_, item)| item.id == id)
            .map(|(group, _)| (Stream::Case(whole.case.id), group))
    });
    let Some((stream, group)) = found else {
        return Err(Problem::operator("This case has no such item."));
    };
    super::share::stays_in(draft, &whole, group, id);
    draft.write(
        stream,
        Event::ItemRemoved {
            group,
            item: id,
            reason,
        },
    );
    Ok(())
}
