//! A person decides a row of the triage table. The table proposes; nothing is automated away.

use super::super::say;
use super::{Draft, maybe};
use crate::record::event::{Decision, Event};
use crate::record::{Problem, SafeText, Stream};
use crate::rules::triage;
use crate::wire::Command;

pub(super) fn triage(draft: &mut Draft<'_>, command: &Command) -> Result<(), Problem> {
    let Command::Triage {
        case,
        row,
        police,
        ncmec,
        reason,
        verifier,
        again_at,
    } = command
    else {
        return Ok(());
    };
    let case = draft.find(case)?;
    let zone = case.received.at.zone;
    let Some(table) = triage::row_of(*row) else {
        return Err(Problem::operator(format!(
            "The triage table has rows 1 to {}; there is no row {row}.",
            triage::ROWS.len()
        ))
        .example("1"));
    };
    let police = decision("Report to police", police.as_deref(), table.police)?;
    let ncmec = decision("Report to NCMEC", ncmec.as_deref(), table.ncmec)?;
    let overridden = police != table.police || ncmec != table.ncmec;
    let reason = maybe(reason.as_deref());
    if table.police == Decision::CaseByCase
        || table.ncmec == Decision::CaseByCase
        || police == Decision::CaseByCase
        || ncmec == Decision::CaseByCase
    {
        // Where the table leaves it to a person, the person says why.
        if reason.is_none() {
            return Err(Problem::operator(format!(
                "Row {row} is decided case by case, and such a decision needs its reason.",
            ))
            .example("supervisor Hale: out of contact 30 h, report to both"));
        }
    }
    if overridden && reason.is_none() {
        return Err(Problem::operator(format!(
            "Row {row} says police {}, NCMEC {}; deciding otherwise needs a reason.",
            table.police.word(),
            table.ncmec.word()
        ))
        .example("supervisor Hale: guardianship order not to hand, report and say so"));
    }
    let not_missing = police == Decision::No && ncmec == Decision::No;
    let verifier = maybe(verifier.as_deref()).or_else(|| {
        case.located
            .as_ref()
            .and_then(|located| located.verified.clone())
    });
    let again_at = match maybe(again_at.as_deref()) {
        None => None,
        Some(words) => {
            let heard = say::coming("When to verify again", words.as_str(), draft.sit.now, zone)?;
            heard.ask_into(draft);
            Some(heard.instant.at)
        }
    };
    if not_missing && table.verify && verifier.is_none() {
        return Err(Problem::operator(
            "Not missing needs the name of whoever verified where the child is, and how.",
        )
        .example("school office, Ms Adler, saw him in class at 08:05")
        .hint("A text, a rumour or a dot on a map is a claim: row 5, report."));
    }
    let again_at = if not_missing {
        again_at.or_else(|| triage::verify_again(table, draft.sit.now, zone))
    } else {
        again_at
    };
    if let (true, Some(at)) = (not_missing, again_at) {
        draft.note(format!(
            "A verified whereabouts lapses: verify again by {}.",
            say::time_words(at, zone)
        ));
    }
    draft.out.understood = Some(format!(
        "row {row} ({}): police {}, NCMEC {}",
        table.situation.to_lowercase(),
        police.word(),
        ncmec.word()
    ));
    if not_missing && (table.police == Decision::Yes || table.ncmec == Decision::Yes) {
        draft.note("The table says report; the reason is kept and will be read by an auditor.");
    }
    draft.write(
        Stream::Case(case.id),
        Event::TriageDecided {
            row: *row,
            police,
            ncmec,
            reason,
            overridden,
            verifier,
            again_at,
        },
    );
    Ok(())
}

fn decision(what: &str, words: Option<&str>, table: Decision) -> Result<Decision, Problem> {
    match words.map(str::trim).filter(|words| !words.is_empty()) {
        None => Ok(table),
        Some(words) => Decision::from_word(words).ok_or_else(|| {
            Problem::operator(format!(
                "{what} is decided as {}; `{}` is none of these.",
                Decision::choices(),
                SafeText::line(words)
            ))
            .example("yes")
        }),
    }
}
