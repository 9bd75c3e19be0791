//! The checker: the desk's log is the order in which everything is said to have happened, and the histories of all
//! clients must fit it.
//!
//! With the order given, linearizability needs no search: every answer must be right at its place, and no place may
//! come before what had been answered when it was asked. A log that is in another order than what clients saw fails
//! here, as does one that lacks or invents anything. (Herlihy and Wing's real-time order, with the log as witness.)

use std::collections::BTreeMap;

use porchlight::desk::docket::Docket;
use porchlight::desk::who::Sight;
use porchlight::desk::{packs, views};
use porchlight::record::event::FactKey;
use porchlight::record::{CaseId, Event, FieldId, Recorded, SafeText, SessionId, Stream, fields};
use porchlight::wire::CaseView;

use super::record::{Answer, Done, What};
use super::sat::Sat;

/// Where in the log a request acted.
type Places = BTreeMap<(SessionId, u64), Vec<usize>>;

/// What does not fit, in words; nothing when all fits. `others` acted and kept no history.
pub fn check(log: &[Recorded], others: &[SessionId], history: &[Done]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut places = Places::new();
    for (at, one) in log.iter().enumerate().filter(|(_, one)| one.request > 0) {
        places
            .entry((one.session, one.request))
            .or_default()
            .push(at);
    }
    let asked: BTreeMap<(SessionId, u64), &Done> = history
        .iter()
        .map(|done| ((done.session, done.number), done))
        .collect();
    for (key, at) in &places {
        if !others.contains(&key.0) && !asked.contains_key(key) {
            wrong.push(format!(
                "{key:?} acted and was never asked: {:?}",
                log[at[0]].event
            ));
        }
        if at.windows(2).any(|two| two[1] != two[0] + 1) {
            wrong.push(format!("{key:?} acted at more than one place: {at:?}"));
        }
    }
    for done in history {
        acted(log, &places, done, &mut wrong);
    }
    order(&places, history, &mut wrong);
    reads(log, &places, history, &mut wrong);
    wrong
}

/// What was saved is there once, as it was asked; what was refused is not there.
fn acted(log: &[Recorded], places: &Places, done: &Done, wrong: &mut Vec<String>) {
    let key = (done.session, done.number);
    let there = places.get(&key);
    match (&done.answer, &done.what) {
        (_, What::Read | What::Look(_) | What::Own) => {}
        // Whoever has it already claims nothing, and a number set again is the same.
        (Answer::Saved, What::Claim | What::Setting) => {}
        // A wrong phrase stands in the log too.
        (_, What::SignIn(..)) => {}
        (Answer::Saved, what) if there.is_none() => {
            wrong.push(format!("{key:?} was called saved and is lost: {what:?}"));
        }
        // Sent twice: it acted, and who sent it again was not let in any more.
        (Answer::Refused(_), _) if done.sats.len() > 1 && done.sats.last() != done.sats.first() => {
        }
        (answer @ (Answer::Refused(_) | Answer::Conflict { .. }), what) if there.is_some() => {
            let said = match answer {
                Answer::Refused(words) => words.as_str(),
                _ => "a conflict",
            };
            wrong.push(format!("{key:?} was refused ({said}) and acted: {what:?}"));
        }
        _ => {}
    }
    let words = match &done.what {
        What::Write { value, .. } => value,
        What::Add(_, words) => words,
        _ => return,
    };
    for at in there.into_iter().flatten() {
        if !done
            .operators
            .iter()
            .any(|name| log[*at].operator.as_str() == name)
        {
            wrong.push(format!(
                "{key:?} of {:?} stands as {}'s",
                done.operators, log[*at].operator
            ));
        }
    }
    if let Some(at) = there
        && !at
            .iter()
            .any(|at| format!("{:?}", said(&log[*at].event)).contains(words.as_str()))
    {
        wrong.push(format!(
            "{key:?} wrote {words} and something else stands there"
        ));
    }
    if let (
        What::Write {
            field,
            saw: Some(saw),
            ..
        },
        Some(at),
    ) = (&done.what, there)
        && let Some(over) = unseen(log, done, field, *saw, at[0])
    {
        wrong.push(format!(
            "{key:?} wrote over {over} of {field}, and had seen {saw}"
        ));
    }
    if let (What::Write { field, saw, .. }, Answer::Conflict { saw: theirs }) =
        (&done.what, &done.answer)
    {
        let streams = streams(log, done.case);
        let stands = log.iter().any(|one| {
            one.seq == *theirs
                && streams.contains(&one.stream)
                && matches!(&one.event, Event::Answered { key, .. } if key.field.0 == *field)
        });
        if !stands || saw.is_none_or(|saw| saw >= *theirs) {
            wrong.push(format!(
                "{key:?} answered {field}, had seen {saw:?} and met a conflict with {theirs}, which is none"
            ));
        }
    }
}

/// Where the answers of a case stand: in its own stream, and in its child's where the field is the child's.
fn streams(log: &[Recorded], case: CaseId) -> Vec<Stream> {
    let child = log.iter().find_map(|one| match &one.event {
        Event::CaseOpened { child, .. } if one.stream == Stream::Case(case) => Some(*child),
        _ => None,
    });
    [Some(Stream::Case(case)), child.map(Stream::Child)]
        .into_iter()
        .flatten()
        .collect()
}

/// The words of an event, so far as these histories write any.
fn said(event: &Event) -> Vec<String> {
    match event {
        Event::Noted { text } => vec![text.to_string()],
        Event::Attempted(attempt) => attempt.words.iter().map(ToString::to_string).collect(),
        Event::Answered { answer, .. } => {
            vec![
                answer
                    .as_ref()
                    .map_or_else(String::new, |a| match a.value() {
                        Some(value) => words_of(value),
                        None => String::new(),
                    }),
            ]
        }
        _ => Vec::new(),
    }
}

fn words_of(value: &porchlight::record::Value) -> String {
    use porchlight::record::Value;
    match value {
        Value::Name(name) => name.typed.to_string(),
        Value::Text(text) => text.to_string(),
        other => format!("{other:?}"),
    }
}

/// Another screen's answer to the field that its writer had not seen.
fn unseen(log: &[Recorded], done: &Done, field: &str, saw: u64, before: usize) -> Option<u64> {
    let streams = streams(log, done.case);
    log[..before].iter().find_map(|one| match &one.event {
        Event::Answered { key, .. }
            if key.field.0 == field
                && streams.contains(&one.stream)
                && one.seq > saw
                && one.session != done.session =>
        {
            Some(one.seq)
        }
        _ => None,
    })
}

/// What had been answered when something was asked stands before it.
fn order(places: &Places, history: &[Done], wrong: &mut Vec<String>) {
    let mut acted: Vec<(&Done, usize)> = history
        .iter()
        .filter_map(|done| Some((done, places.get(&(done.session, done.number))?[0])))
        .collect();
    acted.sort_by_key(|(_, at)| *at);
    // The earliest question among all that stand later must not be answered before this one was asked.
    let mut earliest: Option<(u64, &Done)> = None;
    for (done, _) in acted.iter().rev() {
        if let Some((answered, later)) = earliest
            && answered < done.asked
        {
            wrong.push(format!(
                "({:?}, {}) stands after ({:?}, {}), which was asked when it had been answered",
                later.session, later.number, done.session, done.number
            ));
        }
        if let Some(answered) = done.answered
            && earliest.is_none_or(|(least, _)| answered < least)
        {
            earliest = Some((answered, done));
        }
    }
}

/// What was shown is the case as the log has it at one place, and that place lies between question and answer.
fn reads(log: &[Recorded], places: &Places, history: &[Done], wrong: &mut Vec<String>) {
    // When each event of a case was surely there: its request had been answered.
    let mut sure: BTreeMap<CaseId, Vec<(u64, u64)>> = BTreeMap::new();
    // And when it was surely not yet: its request had not been asked.
    let mut early: BTreeMap<(CaseId, u64), u64> = BTreeMap::new();
    for done in history {
        for at in places
            .get(&(done.session, done.number))
            .into_iter()
            .flatten()
        {
            if let Stream::Case(id) = log[*at].stream {
                if let Some(answered) = done.answered {
                    sure.entry(id).or_default().push((answered, log[*at].seq));
                }
                early.insert((id, log[*at].seq), done.asked);
            }
        }
    }
    for done in history {
        let Answer::Shown(view) = &done.answer else {
            continue;
        };
        let key = (done.session, done.number);
        let least = sure
            .get(&view.case)
            .into_iter()
            .flatten()
            .filter(|(answered, _)| *answered < done.asked)
            .map(|(_, seq)| *seq)
            .max()
            .unwrap_or(0);
        if view.seq < least {
            wrong.push(format!(
                "{key:?} was shown {} at {}, and {least} had been saved before it asked",
                view.number, view.seq
            ));
        }
        if let (Some(asked), Some(answered)) = (early.get(&(view.case, view.seq)), done.answered)
            && *asked > answered
        {
            wrong.push(format!("{key:?} was shown what nobody had asked yet"));
        }
        facts(log, view, &format!("{key:?}"), wrong);
    }
}

/// Every fact of the case's own in a view is the latest of the log up to where the view stands.
fn facts(log: &[Recorded], view: &CaseView, who: &str, wrong: &mut Vec<String>) {
    let mut latest: BTreeMap<FactKey, &Recorded> = BTreeMap::new();
    let mut claim: Option<SafeText> = None;
    for one in log
        .iter()
        .filter(|o| o.stream == Stream::Case(view.case) && o.seq <= view.seq)
    {
        match &one.event {
            Event::Answered { key, .. } => {
                latest.insert(*key, one);
            }
            Event::Claimed { by } => claim = Some(by.clone()),
            Event::Released { .. } => claim = None,
            _ => {}
        }
    }
    if view.claim.as_ref().map(|claim| &claim.by) != claim.as_ref() {
        wrong.push(format!(
            "{who} saw {:?} have it, and {claim:?} had it",
            view.claim
        ));
    }
    for (key, one) in latest {
        let shown = view
            .facts
            .iter()
            .find(|fact| FieldId(known(&fact.field)) == key.field && fact.item == key.item);
        if shown.is_none_or(|fact| fact.seq != one.seq) {
            wrong.push(format!(
                "{who} saw {:?} of {} at {}, and {} was the latest",
                shown.map(|fact| fact.seq),
                key.field,
                view.seq,
                one.seq
            ));
        }
    }
}

fn known(id: &str) -> &'static str {
    porchlight::record::fields::by_name(id).map_or("", |field| field.id.0)
}

/// Whether a screen shows a case as the log has it at its end, to who sits there.
pub fn replica(log: &[Recorded], view: &CaseView, sat: &Sat) -> bool {
    let mut docket = Docket::default();
    for one in log {
        docket.apply(one);
    }
    let packs = packs::of(&docket)
        .map(|(packs, _)| packs)
        .unwrap_or_default();
    let masked = || {
        fields::all()
            .filter(|field| field.masked)
            .map(|field| field.id)
    };
    let sight = Sight {
        names: sat.tier().is_some(),
        tier: sat.tier(),
        shown: sat
            .shown
            .iter()
            .flat_map(|case| masked().map(|field| (*case, field)))
            .collect(),
        glass: sat.glass.clone(),
        own: None,
    };
    sat.maybe.contains(&view.case)
        || views::case_in_clear(&docket, &packs, view.now, view.case)
            .is_some_and(|mut right| sight.case(&mut right) && views::same_case(&right, view))
}
