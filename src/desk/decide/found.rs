//! Found, back, interviewed, screened, identified as a victim.

use super::super::say;
use super::{Draft, maybe, need};
use crate::record::event::Event;
use crate::record::{Case, Instant, Problem, Stream};
use crate::wire::Command;

/// When it happened: the present when not said; not still to come.
fn happened(
    draft: &mut Draft<'_>,
    case: &Case,
    what: &str,
    at: Option<&str>,
) -> Result<Instant, Problem> {
    let zone = case.received.at.zone;
    let Some(words) = at.map(str::trim).filter(|words| !words.is_empty()) else {
        return Ok(Instant::exact(draft.sit.now, zone));
    };
    let heard = say::instant(what, words, draft.sit.now, zone)?;
    if heard.instant.at > draft.sit.now
        && say::minute(heard.instant.at) > say::minute(draft.sit.now)
    {
        return Err(Problem::operator(format!("{what} is still to come."))
            .example(say::time_words(draft.sit.now, zone)));
    }
    heard.ask_into(draft);
    Ok(heard.instant)
}

pub(super) fn locate(draft: &mut Draft<'_>, command: &Command) -> Result<(), Problem> {
    let Command::Locate {
        case,
        at,
        place,
        by,
        verified,
    } = command
    else {
        return Ok(());
    };
    let case = draft.find(case)?;
    let at = happened(draft, case, "When the child was found", at.as_deref())?;
    let place = need("Where the child is", place, "at the aunt's, 14 Elm St")?;
    let by = need("Who says so", by, "caregiver")?;
    let verified = maybe(verified.as_deref());
    if verified.is_none() {
        draft.note("Claimed, not verified: the child counts as missing and both reports stay owed. Pass it to police; say who verified it once somebody has seen or spoken with the child.");
    }
    draft.write(
        Stream::Case(case.id),
        Event::Located {
            at,
            place,
            by,
            verified,
        },
    );
    Ok(())
}

pub(super) fn returned(
    draft: &mut Draft<'_>,
    case: &str,
    at: Option<&str>,
    place: &str,
    by: &str,
) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let at = happened(draft, case, "When the child came back", at)?;
    if say::minute(at.at) < say::minute(case.received.at.at) {
        draft.note("Back before the information came in: if that is right, close the case with that reason.");
    }
    let place = need("Where the child is now", place, "the foster home")?;
    let by = need("Who received the child", by, "foster mother")?;
    if case.located.as_ref().is_none_or(|l| l.verified.is_none()) {
        // Received by a named person is verified whereabouts.
        draft.write(
            Stream::Case(case.id),
            Event::Located {
                at,
                place: place.clone(),
                by: by.clone(),
                verified: Some(by.clone()),
            },
        );
    }
    draft.note("Tell police so that the NCIC entry is cleared, and NCMEC; then the interview and the trafficking screen.");
    draft.write(Stream::Case(case.id), Event::Returned { at, place, by });
    Ok(())
}

pub(super) fn interview(
    draft: &mut Draft<'_>,
    case: &str,
    at: Option<&str>,
    by: &str,
    factors: &str,
) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let at = happened(draft, case, "When the interview was", at)?;
    let by = need("Who held the interview", by, "Lena Ortiz")?;
    let factors = need(
        "What was found: why the child left and what changes",
        factors,
        "argument about phone; wants to see brother; visit set for Friday",
    )?;
    draft.write(
        Stream::Case(case.id),
        Event::Interviewed { at, by, factors },
    );
    Ok(())
}

pub(super) fn screen(draft: &mut Draft<'_>, command: &Command) -> Result<(), Problem> {
    let Command::Screen {
        case,
        at,
        tool,
        result,
        by,
        victim,
    } = command
    else {
        return Ok(());
    };
    let case = draft.find(case)?;
    let at = happened(draft, case, "When the screen was", at.as_deref())?;
    let tool = need("The screening tool, or why there was none", tool, "CSE-IT")?;
    let result = need("What the screen showed", result, "no concern")?;
    let by = need("Who screened", by, "Lena Ortiz")?;
    let stream = Stream::Case(case.id);
    draft.write(
        stream,
        Event::Screened {
            at,
            tool,
            result,
            by: by.clone(),
            victim: *victim,
        },
    );
    if *victim {
        draft.note(
            "An identified victim: tell police within 24 hours, whatever was reported before.",
        );
    }
    Ok(())
}

pub(super) fn victim(
    draft: &mut Draft<'_>,
    case: &str,
    at: Option<&str>,
    by: &str,
) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let at = happened(draft, case, "When the information came", at)?;
    let by = need("Who identified it", by, "Lena Ortiz")?;
    if case.victim.is_some_and(|known| known.at <= at.at) {
        // Known already, and earlier: a later mention never moves the 24 hours.
        return Ok(());
    }
    draft.note("An identified victim: tell police within 24 hours, whatever was reported before.");
    draft.write(Stream::Case(case.id), Event::VictimIdentified { at, by });
    Ok(())
}
