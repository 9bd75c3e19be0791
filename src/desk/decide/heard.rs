//! Calls that come in: they are written down, and some of them prove a duty.

use super::super::say;
use super::{Draft, attempt, maybe, need};
use crate::record::event::{Attempt, Caller, Channel, Event, Outcome};
use crate::record::{Group, ItemId, Problem, SafeText, Stream};
use crate::wire::command::HeardSaid;

pub(super) fn heard(draft: &mut Draft<'_>, said: &HeardSaid) -> Result<(), Problem> {
    let whole = draft.whole(&said.case)?;
    let from = Caller::from_word(&said.from).ok_or_else(|| {
        Problem::operator(format!(
            "`{}` is not a caller; callers are {}.",
            SafeText::line(&said.from),
            Caller::choices()
        ))
        .example("police")
    })?;
    let channel = match maybe(said.channel.as_deref()) {
        Some(words) => say::channel(words.as_str())?,
        None => Channel::Phone,
    };
    // A call may be about the time before the intake; it is written down as said, and proves nothing then.
    let at = attempt::tried_at(draft, &whole, said.at.as_deref(), Outcome::Claimed)?;
    let what = need(
        "What was said",
        &said.what,
        "NCIC entry made, number M123456789",
    )?;
    let who = maybe(said.who.as_deref());
    let number = maybe(said.number.as_deref());
    let id = ItemId(draft.id());
    let stream = Stream::Case(whole.case.id);
    draft.out.made = Some(id);
    draft.write(
        stream,
        Event::Heard {
            id,
            from,
            at,
            channel,
            who: who.clone(),
            what: what.clone(),
            number: number.clone(),
        },
    );

    if let Some(duty) = confirms(draft, said, from, number.as_ref())? {
        let duty = attempt::duty_named(draft, &whole, &duty, None)?;
        let (outcome, words) = if number.is_some() {
            (Outcome::Confirmed, None)
        } else {
            (Outcome::Told, Some(what.clone()))
        };
        let at = attempt::tried_at(draft, &whole, said.at.as_deref(), outcome)?;
        let made = Attempt {
            id: ItemId(draft.id()),
            duty: duty.id.clone(),
            item: duty.item,
            receiver: duty.receiver,
            at,
            channel,
            outcome,
            office: None,
            dialled: None,
            person: who.clone(),
            badge: None,
            number,
            words,
            again_at: None,
        };
        let made = attempt::proven(draft, &whole, made)?;
        draft.out.understood = Some(format!("{}: {}", duty.title, made.outcome.word()));
        draft.write(stream, Event::Attempted(made));
    }

    match from {
        Caller::Tip => {
            // The lead and the call are one thing: one id, one duty.
            let item = id;
            super::answer::add_item(draft, &whole, Group::Lead, item, &[])?;
            lead_facts(draft, &whole, item, &at, who.as_ref(), &what);
            draft.note("Pass this lead to police: it is owed until they take it.");
        }
        Caller::Child => {
            draft.note("A call or text from the child is a claim: the child counts as missing until the whereabouts are verified.");
            draft.note("Ask: where are you, are you safe, are you hurt, who is with you. Pass it to police as a lead.");
            let item = id;
            super::answer::add_item(draft, &whole, Group::Lead, item, &[])?;
            lead_facts(draft, &whole, item, &at, who.as_ref(), &what);
        }
        _ => {}
    }
    Ok(())
}

/// The duty that a call confirms: as said, else by who called and what the number looks like.
fn confirms(
    draft: &Draft<'_>,
    said: &HeardSaid,
    from: Caller,
    number: Option<&SafeText>,
) -> Result<Option<String>, Problem> {
    if let Some(duty) = maybe(said.confirms.as_deref()) {
        return Ok(Some(duty.as_str().to_owned()));
    }
    let Some(number) = number else {
        return Ok(None);
    };
    let case = draft.sit.case(&said.case)?;
    Ok(match from {
        Caller::Police => {
            let bare = attempt::bare(number.as_str());
            let told_without_number = case
                .attempts()
                .any(|a| a.duty == "police.report" && a.outcome == Outcome::Told)
                && !case
                    .attempts()
                    .any(|a| a.duty == "police.report" && a.number.is_some());
            let duty = if told_without_number && !attempt::looks_like_nic(&bare) {
                "police.report"
            } else {
                "ncic.number"
            };
            Some(duty.to_owned())
        }
        Caller::Ncmec => Some("ncmec.report".to_owned()),
        _ => None,
    })
}

/// The facts of a lead that the call itself gives.
fn lead_facts(
    draft: &mut Draft<'_>,
    whole: &crate::record::case::Whole<'_>,
    item: ItemId,
    at: &crate::record::Instant,
    who: Option<&SafeText>,
    what: &SafeText,
) {
    use crate::record::event::FactKey;
    use crate::record::{Answer, Kind, Value, fields};
    let lead = |ends: &str| {
        fields::all().find(|field| field.group == Some(Group::Lead) && field.id.0.ends_with(ends))
    };
    let mut facts: Vec<(&'static crate::record::Field, Value)> = Vec::new();
    if let Some(field) = lead(".what") {
        facts.push((field, Value::Text(what.clone())));
    }
    if let Some(field) = lead(".came") {
        facts.push((field, Value::When(*at)));
    }
    if let (Some(field), Some(who)) = (lead(".from"), who) {
        let value = match field.kind {
            Kind::Line | Kind::Prose => Some(Value::Text(who.clone())),
            _ => say::value(field, who.as_str(), draft.sit.now, at.zone).ok(),
        };
        if let Some(value) = value {
            facts.push((field, value));
        }
    }
    for (field, value) in facts {
        let stream = super::stream_of(whole, field);
        draft.write(
            stream,
            Event::Answered {
                key: FactKey {
                    field: field.id,
                    item: Some(item),
                },
                answer: Some(Answer::known(value)),
            },
        );
    }
}
