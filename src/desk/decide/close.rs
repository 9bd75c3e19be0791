//! Closing and reopening. No case closes in silence.

use super::{Draft, maybe, need};
use crate::record::case::Whole;
use crate::record::event::{Closing, Decision, Event, Outcome};
use crate::record::{Field, Problem, SafeText, Section, Stream, fields};
use crate::wire::Command;

pub(super) fn close(draft: &mut Draft<'_>, command: &Command) -> Result<(), Problem> {
    let Command::Close {
        case,
        how,
        reason,
        verifier,
        supervisor,
    } = command
    else {
        return Ok(());
    };
    let whole = draft.whole(case)?;
    let case = whole.case;
    if case.closed.is_some() {
        return Err(
            Problem::operator(format!("{} is closed already.", case.number))
                .hint("Reopen it with a reason if it was closed too early; no clock is reset."),
        );
    }
    let how = Closing::from_word(how).ok_or_else(|| {
        Problem::operator(format!(
            "A case closes as {}; `{}` is none of these.",
            Closing::choices(),
            SafeText::line(how)
        ))
        .example("returned")
    })?;
    let reason = need(
        "A reason for closing",
        reason,
        "back at the foster home, everybody told",
    )?;
    let verifier = maybe(verifier.as_deref());
    let supervisor = maybe(supervisor.as_deref());
    let reported = case.attempts().any(|a| {
        matches!(a.duty.as_str(), "police.report" | "ncmec.report")
            && matches!(a.outcome, Outcome::Told | Outcome::Confirmed)
    });
    match how {
        Closing::Mistaken => {
            if names_a_child(&whole) && case.triage.is_none() {
                return Err(Problem::operator(
                    "A child is named, so this intake cannot close as mistaken before somebody has decided the triage row.",
                )
                .hint("Decide triage first; if the child is not missing, close as not missing."));
            }
            if reported {
                return Err(Problem::operator(
                    "A report was made on this case, so it cannot close as a mistaken intake.",
                )
                .hint("Tell whoever was told that it was a mistake, then close as other with the reason."));
            }
        }
        Closing::FoundBeforeReport => {
            if reported {
                return Err(Problem::operator(
                    "A report was made on this case, so it was not found before any report.",
                )
                .example("returned"));
            }
            if case.located.is_none() && case.returned.is_none() {
                return Err(Problem::operator(
                    "Where and when the child was found is not recorded yet.",
                )
                .hint("Record where the child was found first."));
            }
            if verifier.is_none() {
                return Err(Problem::operator(
                    "Who verified that the child is found is needed, and how.",
                )
                .example("caregiver, in person"));
            }
            if supervisor.is_none() {
                return Err(Problem::operator(
                    "Found before any report: the supervisor who decided that none is made is needed.",
                )
                .example("Oscar Hale"));
            }
        }
        Closing::Returned => {
            if case.returned.is_none() && case.located.as_ref().is_none_or(|l| l.verified.is_none())
            {
                return Err(Problem::operator(
                    "The child is not recorded as back, nor as found and verified.",
                )
                .hint("Record the return, or where the child was found and who verified it."));
            }
        }
        Closing::NotMissing => {
            let decided_not_missing = case
                .triage
                .as_ref()
                .is_some_and(|t| t.police == Decision::No && t.ncmec == Decision::No);
            if !decided_not_missing {
                return Err(Problem::operator(
                    "Not missing is a triage decision, and none that says so stands.",
                )
                .hint("Decide the triage row that fits, with who verified it."));
            }
        }
        Closing::Other => {}
    }
    if how != Closing::Mistaken && awaits_ncmec_decision(draft, &whole) {
        return Err(Problem::operator(
            "Police were told of this run and NCMEC was not: what NCMEC hears is to be decided first.",
        )
        .hint("Triage row 29: report it with how the child was found (advised: it helps a later run), or decide no with a reason."));
    }
    let open_duties: Vec<_> = draft
        .sit
        .duties(case.id)
        .into_iter()
        .filter(|duty| duty.state.is_open() && !duty.reminder)
        .collect();
    // Of a mistaken intake nothing is owed, and a found-before-report names its supervisor already.
    let overridden = supervisor.is_some();
    let open_duties = match how {
        Closing::Mistaken => Vec::new(),
        _ => open_duties,
    };
    if !open_duties.is_empty() && !overridden {
        let titles: Vec<&str> = open_duties.iter().map(|d| d.title.as_str()).collect();
        return Err(Problem::operator(format!(
            "{} {} still open: {}.",
            titles.len(),
            if titles.len() == 1 { "duty is" } else { "duties are" },
            titles.join("; ")
        ))
        .hint("Do them, or name the supervisor who decides to close over them; the reason and what was open are kept."));
    }
    let open_duties = open_duties
        .into_iter()
        .map(|duty| duty.id)
        .collect::<Vec<_>>();
    if !open_duties.is_empty() {
        draft.note(format!(
            "Closed over {} open: {}.",
            open_duties.len(),
            open_duties.join(", ")
        ));
    }
    draft.write(
        Stream::Case(case.id),
        Event::Closed {
            how,
            reason,
            verifier,
            supervisor,
            open_duties,
        },
    );
    Ok(())
}

/// Found after the police report and before the NCMEC report, and nobody has decided what NCMEC hears.
pub(super) fn awaits_ncmec_decision(draft: &Draft<'_>, whole: &Whole<'_>) -> bool {
    crate::rules::triage::awaits_ncmec_decision(whole, &draft.sit.duties(whole.case.id))
}

/// Whether anybody has said who the child is: on file from before, or any answer about identity.
fn names_a_child(whole: &Whole<'_>) -> bool {
    let identity = |field: &Field| field.section == Section::Child;
    whole.child.facts.all().any(|(key, kept)| {
        kept.now.answer.is_some() && fields::get(key.field).is_some_and(identity)
    }) || whole.case.facts.all().any(|(key, kept)| {
        kept.now.answer.is_some() && fields::get(key.field).is_some_and(identity)
    })
}

pub(super) fn reopen(draft: &mut Draft<'_>, case: &str, reason: &str) -> Result<(), Problem> {
    let case = draft.find(case)?;
    if case.closed.is_none() {
        return Err(Problem::operator(format!("{} is open.", case.number)));
    }
    let reason = need("A reason for reopening", reason, "closed by mistake")?;
    draft.note("No clock is reset: every duty counts from where it counted before. A new run is a new case.");
    draft.write(Stream::Case(case.id), Event::Reopened { reason });
    Ok(())
}
