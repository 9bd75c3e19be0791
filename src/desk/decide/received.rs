//! The received instant: how it came in, and its corrections. The earlier instant always governs until two
//! people agree on a later one.

use super::super::say;
use super::together::{self, Words};
use super::{Draft, Refusal, need, same_person};
use crate::record::event::{Channel, Event, Outcome};
use crate::record::{Case, Instant, Precision, Problem, Stream};

pub(super) fn came_at(
    draft: &mut Draft<'_>,
    case: &str,
    channel: &str,
    at: Option<&str>,
    saw: Option<u64>,
) -> Result<(), Refusal> {
    let case = draft.find(case)?;
    let channel = say::channel(channel)?;
    let zone = case.received.at.zone;
    let at = match at.map(str::trim).filter(|words| !words.is_empty()) {
        None => None,
        Some(words) => {
            let at = super::open::came_before(draft, words, case.received.key.at, zone)?;
            let settles = settles(case, at.at);
            let unseen = saw.is_some_and(|saw| {
                together::by_others(case, &together::came, saw, draft.sit.session)
            });
            if at.at == case.received.at.at && at.precision == case.received.at.precision {
                None
            } else if settles || case.received.changes.is_empty() || unseen {
                // What somebody else said meanwhile is shown below, before anything is a correction.
                Some(at)
            } else {
                return Err(Problem::operator(
                    "When it came in was already said for this case; changing it now is a correction.",
                )
                .example("{\"do\":\"correct received\",\"case\":\"last\",\"to\":\"22:10\",\"reason\":\"caller's own note says 22:10\"}")
                .hint("Correct the received time and give the reason.")
                .into());
            }
        }
    };
    if at.is_none() && case.received.channel == Some(channel) {
        return Ok(());
    }
    together::unseen(case, together::came, saw, draft.sit.session, |_| Words {
        field: CAME_AT,
        theirs: came_words(case.received.channel, &case.received.at),
        yours: came_words(Some(channel), at.as_ref().unwrap_or(&case.received.at)),
    })?;
    if let Some(at) = &at {
        draft.out.understood = Some(format!("received {}", say::instant_words(at)));
    }
    draft.write(Stream::Case(case.id), Event::CameAt { channel, at });
    Ok(())
}

/// What a conflict about it is about.
const CAME_AT: &str = "came at";

fn came_words(channel: Option<Channel>, at: &Instant) -> String {
    match channel {
        Some(channel) => format!("by {}, {}", channel.word(), say::instant_words(at)),
        None => say::instant_words(at),
    }
}

/// Whether a moment is one of the two readings between which the received instant is still open.
fn settles(case: &Case, at: crate::record::Moment) -> bool {
    matches!(case.received.at.precision, Precision::Either { or } if at == or || at == case.received.at.at)
}

pub(super) fn correct(
    draft: &mut Draft<'_>,
    case: &str,
    to: &str,
    reason: &str,
) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let zone = case.received.at.zone;
    let heard = say::instant("The received time", to, draft.sit.now, zone)?;
    let at = heard.instant;
    let now = case.received.at;
    if at.at == now.at && at.precision == now.precision {
        return Ok(());
    }
    if at.at > draft.sit.now {
        return Err(Problem::operator(
            "The information cannot be received at a time still to come.",
        )
        .example(say::time_words(draft.sit.now, zone)));
    }
    let settles = settles(case, at.at);
    let later = at.at > now.at && !settles;
    let reason = need(
        "A reason for correcting the received time",
        reason,
        "the call log says 22:10",
    )?;
    if later && let Some(open) = case.received.unconfirmed() {
        return Err(Problem::operator(format!(
            "A correction to {} still waits for a second person; settle that one first.",
            say::time_words(open.to.at, zone)
        ))
        .hint("A second person confirms or denies it; until then the earlier time governs."));
    }
    heard.ask_into(draft);
    draft.out.understood = Some(format!(
        "received {} instead of {}",
        say::instant_words(&at),
        say::instant_words(&now)
    ));
    if later {
        draft.note(format!(
            "Later than before, so a second person must confirm it. Until then {} governs every clock.",
            say::time_words(now.at, zone)
        ));
        // What was told before the agency knew cannot be this run's report: say it before it happens.
        let before = case
            .tried
            .iter()
            .filter(|tried| tried.withdrawn.is_none())
            .map(|tried| &tried.attempt)
            .find(|attempt| {
                attempt.at.at < at.at
                    && matches!(attempt.outcome, Outcome::Told | Outcome::Confirmed)
            });
        if let Some(attempt) = before {
            draft.note(format!(
                "What was told at {} was told before that and would no longer count.",
                say::time_words(attempt.at.at, zone)
            ));
        }
    }
    draft.write(
        Stream::Case(case.id),
        Event::ReceivedCorrected { to: at, reason },
    );
    Ok(())
}

/// The second person: named, and not the one who gave the correction.
fn second_person(
    draft: &Draft<'_>,
    case: &Case,
    by: &str,
) -> Result<crate::record::SafeText, Problem> {
    let Some(open) = case.received.unconfirmed() else {
        return Err(Problem::operator(format!(
            "No correction of the received time of {} waits for a second person.",
            case.number
        )));
    };
    let by = need("The second person's name", by, "Lena Ortiz")?;
    if same_person(by.as_str(), open.operator.as_str()) {
        return Err(Problem::operator(format!(
            "{by} gave this correction, so somebody else must confirm it."
        ))
        .example("Lena Ortiz")
        .hint(format!(
            "Until a second person agrees, {} governs.",
            say::time_words(case.received.at.at, draft.sit.zone())
        )));
    }
    Ok(by)
}

pub(super) fn confirm(draft: &mut Draft<'_>, case: &str, by: &str) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let by = second_person(draft, case, by)?;
    draft.write(Stream::Case(case.id), Event::CorrectionConfirmed { by });
    Ok(())
}

pub(super) fn deny(
    draft: &mut Draft<'_>,
    case: &str,
    by: &str,
    reason: &str,
) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let by = second_person(draft, case, by)?;
    let reason = need(
        "A reason for not agreeing",
        reason,
        "the phone log says 22:10",
    )?;
    draft.write(
        Stream::Case(case.id),
        Event::CorrectionDenied { by, reason },
    );
    Ok(())
}
