//! Tries at a receiver: what counts as told, what proves it, and which number proves nothing.

use super::super::say;
use super::{Draft, maybe, need};
use crate::record::case::Whole;
use crate::record::event::{Attempt, Channel, Event, Outcome, Receiver};
use crate::record::{Case, CaseId, Instant, ItemId, Problem, SafeText, Stream};
use crate::rules::Duty;
use crate::wire::command::AttemptSaid;

pub(super) fn attempt(draft: &mut Draft<'_>, said: &AttemptSaid) -> Result<(), Problem> {
    let whole = draft.whole(&said.case)?;
    let duty = duty_named(draft, &whole, &said.duty, said.item.as_deref())?;
    let outcome = Outcome::from_word(&said.outcome).ok_or_else(|| {
        Problem::operator(format!(
            "`{}` is not an outcome; the outcomes are {}.",
            SafeText::line(&said.outcome),
            Outcome::choices()
        ))
        .example("told")
    })?;
    let at = tried_at(draft, &whole, said.at.as_deref(), outcome)?;
    let attempt = Attempt {
        id: ItemId(draft.id()),
        duty: duty.id.clone(),
        item: duty.item,
        receiver: duty.receiver,
        at,
        channel: channel(said.channel.as_deref(), outcome)?,
        outcome,
        office: maybe(said.office.as_deref()),
        dialled: maybe(said.dialled.as_deref()),
        person: maybe(said.person.as_deref()),
        badge: maybe(said.badge.as_deref()),
        number: maybe(said.number.as_deref()),
        words: maybe(said.words.as_deref()),
        again_at: match said.again_at.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(words) => Some(
                say::coming("When to try again", words, draft.sit.now, at.zone)?
                    .instant
                    .at,
            ),
        },
    };
    let attempt = proven(draft, &whole, attempt)?;
    draft.out.made = Some(attempt.id);
    draft.out.understood = Some(format!(
        "{}: {} {}",
        duty.title,
        attempt.outcome.word(),
        say::instant_words(&attempt.at)
    ));
    if let Some(words) = what_remains(&attempt) {
        draft.note(words);
    }
    draft.write(Stream::Case(whole.case.id), Event::Attempted(attempt));
    Ok(())
}

/// The duty that words name, of this case.
pub(super) fn duty_named(
    draft: &Draft<'_>,
    whole: &Whole<'_>,
    id: &str,
    item: Option<&str>,
) -> Result<Duty, Problem> {
    let id = id.trim();
    let duties = draft.sit.duties(whole.case.id);
    let item = match item.map(str::trim).filter(|words| !words.is_empty()) {
        None => None,
        Some(words) => Some(super::answer::item_named(whole, words)?),
    };
    let of_id: Vec<&Duty> = duties.iter().filter(|duty| duty.id == id).collect();
    if of_id.is_empty() {
        let nearest = duties
            .iter()
            .min_by_key(|duty| strsim::damerau_levenshtein(&duty.id, id))
            .map_or("police.report", |duty| duty.id.as_str());
        return Err(Problem::operator(format!(
            "There is no duty `{}` in this case.",
            SafeText::line(id)
        ))
        .example(nearest)
        .hint("`porchlight duties` lists them."));
    }
    let chosen = match item {
        Some(item) => of_id.iter().find(|duty| duty.item == Some(item)),
        None => of_id
            .iter()
            .find(|duty| duty.item.is_none())
            .or_else(|| of_id.first().filter(|_| of_id.len() == 1)),
    };
    chosen.map(|duty| (*duty).clone()).ok_or_else(|| {
        Problem::operator(format!(
            "`{id}` is owed for each item by itself: say which item."
        ))
        .hint("The id of an item is in the reply that made it, and in `porchlight show`.")
    })
}

/// When the try was: the present when not said, never in the future, not before the information came.
pub(super) fn tried_at(
    draft: &mut Draft<'_>,
    whole: &Whole<'_>,
    words: Option<&str>,
    outcome: Outcome,
) -> Result<Instant, Problem> {
    let received = whole.case.received.at;
    let zone = received.zone;
    let Some(words) = words.map(str::trim).filter(|words| !words.is_empty()) else {
        return Ok(Instant::exact(draft.sit.now, zone));
    };
    let heard = say::instant("When that was", words, draft.sit.now, zone)?;
    let at = heard.instant;
    if at.at > draft.sit.now && say::minute(at.at) > say::minute(draft.sit.now) {
        return Err(Problem::operator(
            "That time is still to come; a try is recorded after it was made.",
        )
        .example(say::time_words(draft.sit.now, zone)));
    }
    // A time typed without its seconds may fall before the key within the same minute.
    if outcome != Outcome::Claimed && say::minute(at.at) < say::minute(received.at) {
        return Err(Problem::operator(format!(
            "That is before the information came in ({}), so it cannot answer this run.",
            say::time_words(received.at, zone)
        ))
        .example(say::time_words(draft.sit.now, zone))
        .hint("If somebody else told them earlier, record it as claimed; if the information came earlier, correct the received time first."));
    }
    heard.ask_into(draft);
    Ok(Instant {
        at: if outcome == Outcome::Claimed {
            at.at
        } else {
            at.at.max(received.at)
        },
        ..at
    })
}

pub(super) fn channel(words: Option<&str>, outcome: Outcome) -> Result<Channel, Problem> {
    match words.map(str::trim).filter(|words| !words.is_empty()) {
        Some(words) => say::channel(words),
        None => match outcome {
            Outcome::Told | Outcome::Confirmed => Err(Problem::operator(
                "By what channel they were told is needed: a told report names its channel.",
            )
            .example("phone")),
            Outcome::Voicemail => Ok(Channel::Voicemail),
            _ => Ok(Channel::Phone),
        },
    }
}

/// Holds an attempt to the proof that its outcome claims.
pub(super) fn proven(
    draft: &mut Draft<'_>,
    whole: &Whole<'_>,
    mut attempt: Attempt,
) -> Result<Attempt, Problem> {
    // Web and system-to-system have no person; the receiver's own confirmation stands in.
    let own = matches!(attempt.channel, Channel::Web | Channel::SystemToSystem);
    match attempt.outcome {
        Outcome::Told if attempt.number.is_some() && (own || attempt.person.is_some()) => {
            // Taken, and with the number that proves it.
            attempt.outcome = Outcome::Confirmed;
        }
        Outcome::Told if own => {
            return Err(Problem::operator(
                "A report over the web or between systems is told only with the receiver's own confirmation number.",
            )
            .example("NC-778120")
            .hint("Without one, record it as sent: it stays owed."));
        }
        Outcome::Told if attempt.person.is_none() => {
            return Err(
                Problem::operator("Told needs the name of the person who took it.")
                    .example("Ofc. Ruiz")
                    .hint("Without a name, record what happened (no answer, voicemail, sent): it stays owed."),
            );
        }
        Outcome::Confirmed if attempt.number.is_none() && !confirmed_by_word(&attempt) => {
            return Err(
                Problem::operator("Confirmed needs the number that proves it.")
                    .example(if attempt.receiver == Receiver::Ncmec {
                        "NC-778120"
                    } else {
                        "27-004411"
                    })
                    .hint("Without the number, record it as told: the missing number stays owed."),
            );
        }
        Outcome::Confirmed
            if attempt.duty == "police.report" && !own && attempt.person.is_none() =>
        {
            let earlier = whole.case.attempts().any(|before| {
                before.duty == attempt.duty
                    && before.person.is_some()
                    && matches!(before.outcome, Outcome::Told | Outcome::Confirmed)
            });
            if !earlier {
                return Err(Problem::operator(
                    "A police report is accepted by a named officer; the name is missing.",
                )
                .example("Ofc. Ruiz"));
            }
        }
        Outcome::Refused | Outcome::Declined => {
            if attempt.person.is_none() {
                return Err(Problem::operator(
                    "Who would not take it is needed: the name, or as much as was said.",
                )
                .example("desk sergeant Hale, badge 118"));
            }
            if attempt.words.is_none() {
                return Err(
                    Problem::operator("Their words are needed, as they said them.")
                        .example("he's a habitual, call after 24 hours"),
                );
            }
            if attempt.outcome == Outcome::Declined && attempt.receiver != Receiver::Ncmec {
                return Err(Problem::operator(
                    "Only NCMEC declines a case; of everybody else record refused.",
                )
                .example("refused"));
            }
        }
        Outcome::Excused => {
            attempt.words = Some(need(
                "Why it is not to be done",
                attempt.words.as_ref().map_or("", SafeText::as_str),
                "parental rights were terminated in 2025",
            )?);
        }
        Outcome::Claimed if attempt.person.is_none() && attempt.words.is_none() => {
            return Err(Problem::operator("Who says that it was done is needed.")
                .example("foster mother says she called police"));
        }
        _ => {}
    }
    if let Some(number) = &attempt.number {
        fresh_number(draft, whole, &attempt, number.as_str())?;
    }
    Ok(attempt)
}

/// Duties that an explicit confirmation in words proves, where no number exists to be given.
fn confirmed_by_word(attempt: &Attempt) -> bool {
    !matches!(
        attempt.duty.as_str(),
        "police.report" | "ncmec.report" | "ncic.number"
    ) && attempt.person.is_some()
}

/// A number as it is compared: letters and digits, upper case.
pub(super) fn bare(number: &str) -> String {
    number
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// An old number never satisfies a new duty; an NCIC number belongs to one child's one entry.
fn fresh_number(
    draft: &mut Draft<'_>,
    whole: &Whole<'_>,
    attempt: &Attempt,
    number: &str,
) -> Result<(), Problem> {
    let wanted = bare(number);
    if wanted.is_empty() {
        return Err(
            Problem::operator("That number has no letter and no digit in it.").example("27-004411"),
        );
    }
    let id: CaseId = whole.case.id;
    // Of strangers only an NCIC number is compared: for all else the child's own runs are enough.
    let docket = draft.sit.docket;
    let others: Vec<&Case> = if attempt.duty == "ncic.number" {
        docket.cases().collect()
    } else {
        docket.runs(whole.child.id).collect()
    };
    for other in others.into_iter().filter(|case| case.id != id) {
        let same_child = other.child == whole.child.id;
        let used = other.attempts().any(|before| {
            before
                .number
                .as_ref()
                .is_some_and(|n| bare(n.as_str()) == wanted)
                && (same_child || (attempt.duty == "ncic.number" && before.duty == "ncic.number"))
        });
        if used && same_child {
            return Err(Problem::operator(format!(
                "That number belongs to another run of the same child ({}); a new run needs its own.",
                other.number
            ))
            .hint("Ask for the number of this report. An old number never proves a new one."));
        }
        if used {
            return Err(Problem::operator(format!(
                "That NCIC number is the entry of another child ({}); each child has an entry of their own.",
                other.number
            )));
        }
    }
    if attempt.duty == "ncic.number" && !looks_like_nic(&wanted) {
        draft.note(
            "NCIC numbers of missing persons are usually M and nine digits; read it back once.",
        );
    }
    Ok(())
}

/// M and nine digits: how NCIC numbers of missing persons usually look.
pub(super) fn looks_like_nic(bare: &str) -> bool {
    bare.len() == 10 && bare.starts_with('M') && bare[1..].bytes().all(|b| b.is_ascii_digit())
}

/// What the operator should know about a try that stops nothing, or not everything.
fn what_remains(attempt: &Attempt) -> Option<String> {
    Some(match (attempt.outcome, attempt.receiver) {
        (Outcome::NoAnswer | Outcome::Voicemail | Outcome::Sent, _) => {
            "It stays owed: this stops no clock.".to_owned()
        }
        (Outcome::Claimed, _) => {
            "Claimed, not verified: it stays owed. Ask for the number and verify it.".to_owned()
        }
        (Outcome::Refused, Receiver::Police) => "It stays owed. There is no waiting period (34 USC 41308): ask for the watch commander, then the sheriff, then the clearinghouse. Report to NCMEC now and state the refusal.".to_owned(),
        (Outcome::Told, Receiver::Police) if attempt.duty == "police.report" => {
            "The case number is still owed; ask when the NCIC entry will be made.".to_owned()
        }
        (Outcome::Told, Receiver::Ncmec) if attempt.duty == "ncmec.report" => {
            "Only a reference number or NCMEC's own confirmation stops this clock.".to_owned()
        }
        _ => return None,
    })
}

pub(super) fn withdraw(
    draft: &mut Draft<'_>,
    case: &str,
    attempt: &str,
    reason: &str,
) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let tried = if attempt.trim().eq_ignore_ascii_case("last") {
        case.tried.iter().rev().find(|t| t.withdrawn.is_none())
    } else {
        let id: ItemId = attempt.trim().parse()?;
        case.tried.iter().find(|t| t.attempt.id == id)
    };
    let Some(tried) = tried else {
        return Err(Problem::operator(format!(
            "{} has no such attempt.",
            case.number
        )));
    };
    if tried.withdrawn.is_some() {
        return Ok(());
    }
    let reason = need(
        "Why the attempt was recorded wrongly",
        reason,
        "that was the other case",
    )?;
    draft.note("The attempt no longer counts; what it had stopped is owed again.");
    draft.write(
        Stream::Case(case.id),
        Event::AttemptWithdrawn {
            attempt: tried.attempt.id,
            reason,
        },
    );
    Ok(())
}
