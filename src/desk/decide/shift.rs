//! Claims, handing over duty by duty, and taking over what a colleague left behind.

use super::{Draft, maybe};
use crate::desk::say;
use crate::desk::shift::{self, handover, parked};
use crate::record::event::{DutyKey, Event};
use crate::record::text::same_person;
use crate::record::{ItemId, Problem, SafeText, Stream};
use crate::rules;
use crate::sheet::handover as words;

pub(super) fn claim(draft: &mut Draft<'_>, case: &str) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let me = draft.sit.operator.clone();
    if let Some(claim) = shift::claim(draft.sit.docket, case)
        && !same_person(claim.by.as_str(), me.as_str())
    {
        let (now, zone) = (draft.sit.now, draft.sit.zone());
        let last = say::time_words(claim.last, zone);
        draft.note(if claim.has_lapsed(now) {
            let until = say::time_words(claim.until, zone);
            format!(
                "{} had it until {until}, nothing since {last}; it is now yours",
                claim.by
            )
        } else {
            format!("{} had it, last entry {last}; it is now yours", claim.by)
        });
        draft.tell(
            claim.by.as_str(),
            format!("{me} took {} over from you.", case.number),
        );
    }
    draft.write(Stream::Case(case.id), Event::Claimed { by: me });
    Ok(())
}

pub(super) fn release(draft: &mut Draft<'_>, case: &str) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let Some(claim) = &case.claim else {
        return Ok(());
    };
    let by = draft.sit.operator.clone();
    if !same_person(claim.by.as_str(), by.as_str()) {
        draft.note(format!("It was {}'s claim", claim.by));
        draft.tell(
            claim.by.as_str(),
            format!("{by} released your claim of {}.", case.number),
        );
    }
    draft.write(Stream::Case(case.id), Event::Released { by });
    Ok(())
}

pub(super) fn hand_over(
    draft: &mut Draft<'_>,
    case: Option<&str>,
    to: Option<&str>,
) -> Result<(), Problem> {
    let me = draft.sit.operator.clone();
    let to = maybe(to);
    if to
        .as_ref()
        .is_some_and(|to| same_person(to.as_str(), me.as_str()))
    {
        return Err(Problem::operator(
            "A handover is for somebody else; leave the name out for whoever comes.",
        )
        .example("Oscar Hale"));
    }
    let docket = draft.sit.docket;
    let wholes = match case {
        Some(case) => vec![draft.whole(case)?],
        None => handover::cases(docket).collect(),
    };
    let id = ItemId(draft.id());
    let (mut duties, mut cases) = (0, 0);
    for whole in wholes {
        let owed = rules::duties_brief(whole, draft.sit.packs, draft.sit.now);
        let keys = handover::to_hand_over(docket, &whole, &owed, me.as_str(), draft.sit.now);
        if keys.is_empty() {
            continue;
        }
        duties += keys.len();
        cases += 1;
        draft.write(
            Stream::Case(whole.case.id),
            Event::HandedOver {
                handover: id,
                to: to.clone(),
                duties: keys,
            },
        );
    }
    if duties == 0 {
        return Err(Problem::operator(
            "There is nothing to hand over: no open duty is yours or nobody's.",
        )
        .hint("A duty that a colleague has is theirs to hand over."));
    }
    draft.out.made = Some(id);
    let duties = say::count(duties, "duty", "duties");
    let cases = say::count(cases, "case", "cases");
    let whom = to.as_ref().map_or("whoever comes", SafeText::as_str);
    draft.note(format!(
        "{duties} of {cases} handed to {whom}; each stays yours until somebody accepts it"
    ));
    let said =
        format!("{me} hands over {duties} of {cases}: each waits to be accepted (Handover).");
    draft.tell(to.as_ref().map_or("", SafeText::as_str), said);
    Ok(())
}

pub(super) fn accept(
    draft: &mut Draft<'_>,
    case: &str,
    duty: &str,
    item: Option<&str>,
) -> Result<(), Problem> {
    let whole = draft.whole(case)?;
    let case = whole.case;
    let me = draft.sit.operator.clone();
    let item: Option<ItemId> = item
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(str::parse)
        .transpose()?;
    let nothing = || {
        Problem::operator(format!(
            "Nobody has handed over the duty `{}` of {}.",
            SafeText::line(duty),
            case.number
        ))
        .hint("A case can be taken with a claim at any time.")
    };
    let handover = case.handover.as_ref().ok_or_else(nothing)?;
    let (key, accepted) = handover.of(duty.trim(), item).ok_or_else(nothing)?;
    if let Some(accepted) = accepted {
        if same_person(accepted.by.as_str(), me.as_str()) {
            return Ok(());
        }
        return Err(Problem::operator(format!(
            "{} accepted it already, {}.",
            accepted.by,
            say::time_words(accepted.at, draft.sit.zone())
        )));
    }
    if same_person(handover.from.as_str(), me.as_str()) {
        return Err(Problem::operator(format!(
            "What {} hands over, somebody else accepts, under their own name.",
            handover.from
        )));
    }
    if let Some(to) = &handover.to
        && !same_person(to.as_str(), me.as_str())
    {
        draft.note(format!("It was meant for {to}; it is now yours"));
        draft.tell(
            to.as_str(),
            format!(
                "{me} accepted a duty of {} that was meant for you.",
                case.number
            ),
        );
    }
    let stream = Stream::Case(case.id);
    draft.write(
        stream,
        Event::HandoverAccepted {
            handover: handover.id,
            duty: key.clone(),
            from: handover.from.clone(),
        },
    );
    draft.out.understood = Some(format!("accepted from {}", handover.from));
    // With the last one the case itself is theirs.
    let owed = rules::duties_brief(whole, draft.sit.packs, draft.sit.now);
    let is_rest = |other: &DutyKey| {
        other != key
            && owed.iter().any(|duty| {
                words::is_owed(duty) && duty.id == other.duty && duty.item == other.item
            })
    };
    let all_mine = handover.duties.iter().all(|(other, by)| match by {
        Some(by) => same_person(by.by.as_str(), me.as_str()),
        None => !is_rest(other),
    });
    if all_mine {
        draft.write(stream, Event::Claimed { by: me.clone() });
        draft.note(format!("You have all of {} now", case.number));
        draft.tell(
            handover.from.as_str(),
            format!(
                "{me} accepted everything you handed over of {}.",
                case.number
            ),
        );
    }
    Ok(())
}

pub(super) fn take_draft(
    draft: &mut Draft<'_>,
    case: &str,
    from: &str,
    place: &str,
) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let from = SafeText::line(from);
    let named = parked::typed_in(place).filter(|(id, _)| *id == case.id);
    let Some((_, field)) = named else {
        return Err(Problem::operator("That text is not of this case."));
    };
    if same_person(from.as_str(), draft.sit.operator.as_str()) {
        return Ok(());
    }
    let field = field.and_then(crate::record::fields::by_name).map(|f| f.id);
    draft.note(format!("{from} is told when they are back"));
    draft.write(Stream::Case(case.id), Event::DraftTaken { from, field });
    Ok(())
}
