//! Opening an intake, and finding out that its child is on file.

use super::super::say;
use super::{Draft, maybe, share};
use crate::record::event::{Channel, Event, FactKey};
use crate::record::{
    Answer, CaseId, ChildId, Instant, Moment, Precision, Problem, Stream, Zone, fields,
};
use crate::wire::Command;

/// A key read later than the desk's present by less than this is the two clocks' rounding, in microseconds.
const SKEW: i64 = 5_000_000;

pub(super) fn open(draft: &mut Draft<'_>, command: &Command) -> Result<(), Problem> {
    let Command::Open {
        key_at,
        name,
        child,
        channel,
        came_at,
        zone,
        linked,
    } = command
    else {
        return Ok(());
    };
    let sit = draft.sit;
    let Some(desk) = &sit.docket.desk else {
        return Err(Problem::setup("This desk has not been founded yet.")
            .hint("Start `porchlight` once and name the agency and its zone."));
    };
    let zone: Zone = match zone {
        Some(words) => say::zone("The zone", words)?,
        None => desk.zone,
    };
    let key = match key_at {
        None => Instant::exact(sit.now, zone),
        Some(words) => {
            let at = say::stamp("The instant of the intake key", words)?;
            if at.since(sit.now) > SKEW {
                return Err(Problem::operator(
                    "The instant of the intake key lies in the future of this desk.",
                )
                .example(say::rfc3339(sit.now, zone)));
            }
            Instant::exact(at.min(sit.now), zone)
        }
    };
    let channel = match channel {
        Some(words) => Some(say::channel(words)?),
        None => None,
    };
    let came = match came_at {
        None => None,
        Some(words) => Some(came_before(draft, words, key.at, zone)?),
    };
    let others = linked
        .iter()
        .map(|words| sit.case(words).map(|case| case.id))
        .collect::<Result<Vec<CaseId>, Problem>>()?;

    let case = CaseId(draft.id());
    let stream = Stream::Case(case);
    let child = match child {
        Some(words) => {
            let child = sit.child(words)?;
            open_runs(draft, child, case);
            child
        }
        None => {
            let child = ChildId(draft.id());
            draft.write(Stream::Child(child), Event::ChildAdded);
            child
        }
    };
    let number = sit.docket.next_number();
    draft.out.case = Some(case);
    draft.out.case_number = Some(number.clone());
    draft.out.opened = true;
    draft.write(
        stream,
        Event::CaseOpened {
            number,
            child,
            child_seq: sit.docket.head(Stream::Child(child)),
            received: key,
            linked: others.clone(),
        },
    );
    let together = others.first().and_then(|id| sit.docket.whole(*id));
    for other in others {
        draft.write(Stream::Case(other), Event::Linked { case });
    }
    if channel.is_some() || came.is_some() {
        draft.write(
            stream,
            Event::CameAt {
                channel: channel.unwrap_or(Channel::Phone),
                at: came,
            },
        );
    }
    if let Some(from) = together {
        let into = share::Into {
            case: stream,
            child: Stream::Child(child),
            case_now: None,
            child_now: sit.docket.child(child),
        };
        let count = share::copy(draft, &from, &into);
        let number = draft.out.case_number.clone().unwrap_or_default();
        share::note(draft, count, &from.case.number, &number);
    }
    let received = came.unwrap_or(key);
    draft.out.understood = Some(format!("received {}", say::instant_words(&received)));
    if let Some(name) = maybe(name.as_deref()) {
        set_name(draft, child, name.as_str());
    }
    Ok(())
}

/// An instant before the key at which the information came in.
pub(super) fn came_before(
    draft: &mut Draft<'_>,
    words: &str,
    key: Moment,
    zone: Zone,
) -> Result<Instant, Problem> {
    let heard = say::instant("When it came in", words, draft.sit.now, zone)?;
    let at = heard.instant;
    // The minute the key fell in was typed without its seconds.
    if say::minute(at.at) > say::minute(key) {
        return Err(Problem::operator(
            "The information cannot have come in later than the key that started the intake.",
        )
        .example(say::time_words(key, zone))
        .hint("If the clock started too early, correct the received time with a reason; a second person confirms it."));
    }
    heard.ask_into(draft);
    Ok(Instant {
        at: at.at.min(key),
        ..at
    })
}

/// Says which runs of the child are still open: each run is its own case, but two at once are rare.
fn open_runs(draft: &mut Draft<'_>, child: ChildId, but: CaseId) {
    let open: Vec<String> = draft
        .sit
        .docket
        .runs(child)
        .filter(|case| case.closed.is_none() && case.id != but)
        .map(|case| case.number.clone())
        .collect();
    if !open.is_empty() {
        draft.note(format!(
            "This child has another open case: {}. A new run is its own case, with its own reports and numbers.",
            open.join(", ")
        ));
    }
}

/// The name said at the opening. What cannot be read as a name is not lost: the reply says so.
fn set_name(draft: &mut Draft<'_>, child: ChildId, words: &str) {
    let Some(field) = fields::all().find(|field| field.shortest == 1) else {
        return;
    };
    match say::value(field, words, draft.sit.now, draft.sit.zone()) {
        Ok(value) => {
            let key = FactKey {
                field: field.id,
                item: None,
            };
            draft.write(
                Stream::Child(child),
                Event::Answered {
                    key,
                    answer: Some(Answer::known(value)),
                },
            );
        }
        Err(problem) => draft.note(format!("The clock runs; the name was not kept: {problem}")),
    }
}

pub(super) fn name_child(draft: &mut Draft<'_>, case: &str, child: &str) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let child = draft.sit.child(child)?;
    if case.child == child {
        return Ok(());
    }
    open_runs(draft, child, case.id);
    let child_seq = draft.sit.docket.head(Stream::Child(child));
    let from = draft.sit.docket.child(case.child);
    let carried: Vec<(FactKey, Answer)> = from
        .map(|child| {
            child
                .facts
                .all()
                .filter(|(key, _)| key.item.is_none())
                .filter_map(|(key, kept)| Some((*key, kept.now.answer.clone()?)))
                .collect()
        })
        .unwrap_or_default();
    draft.write(
        Stream::Case(case.id),
        Event::ChildNamed { child, child_seq },
    );
    // What this call said about a child not yet recognised goes along where the file has a blank; what
    // contradicts the file is left where it was and said, for a person to decide.
    let on_file = draft.sit.docket.child(child);
    let mut differs = Vec::new();
    for (key, answer) in carried {
        match on_file.and_then(|child| child.facts.answer(key)) {
            None => draft.write(
                Stream::Child(child),
                Event::Answered {
                    key,
                    answer: Some(answer),
                },
            ),
            Some(there) if there.state == answer.state => {}
            Some(_) => differs.push(fields::get(key.field).map_or(key.field.0, |f| f.label)),
        }
    }
    if !differs.is_empty() {
        draft.note(format!(
            "The file says otherwise on: {}. The file stands; ask again and answer those.",
            differs.join(", ")
        ));
    }
    Ok(())
}

/// Whether an instant still waits for first or second reading.
pub(super) fn unsettled(instant: &Instant) -> bool {
    matches!(instant.precision, Precision::Either { .. })
}
