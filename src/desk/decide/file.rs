//! The small acts: first questions, notes, links, what was read out and what left the desk.

use super::together::{self, Words};
use super::{Draft, Refusal, maybe, need, share};
use crate::record::event::{Event, FirstQuestion, YesNoUnknown};
use crate::record::{Problem, SafeText, Stream};

pub(super) fn first(
    draft: &mut Draft<'_>,
    case: &str,
    question: &str,
    answer: &str,
    saw: Option<u64>,
) -> Result<(), Refusal> {
    let case = draft.find(case)?;
    let question = FirstQuestion::from_word(question).ok_or_else(|| {
        Problem::operator(format!(
            "`{}` is not one of the first questions: {}.",
            SafeText::line(question),
            FirstQuestion::choices()
        ))
        .example("danger now")
    })?;
    let answer = YesNoUnknown::from_word(answer).ok_or_else(|| {
        Problem::operator(format!(
            "{} is answered with {}.",
            capital(question.word()),
            YesNoUnknown::choices()
        ))
        .example("yes")
    })?;
    let standing = match question {
        FirstQuestion::DangerNow => case.danger_now,
        FirstQuestion::Called911 => case.called_911,
    };
    if standing == Some(answer) {
        return Ok(());
    }
    together::unseen(
        case,
        together::first(question),
        saw,
        draft.sit.session,
        |there| Words {
            field: question.word(),
            theirs: match there {
                Event::FirstAsked { answer, .. } => answer.word().to_owned(),
                _ => String::new(),
            },
            yours: answer.word().to_owned(),
        },
    )?;
    if question == FirstQuestion::DangerNow && answer == YesNoUnknown::Yes {
        draft.note("The caller hangs up and dials 911 now; the record stays open.");
    }
    draft.write(
        Stream::Case(case.id),
        Event::FirstAsked { question, answer },
    );
    Ok(())
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

pub(super) fn note(draft: &mut Draft<'_>, case: &str, text: &str) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let text = need(
        "The note's words",
        text,
        "caller will ring back after 03:00",
    )?;
    draft.write(Stream::Case(case.id), Event::Noted { text });
    Ok(())
}

pub(super) fn link(draft: &mut Draft<'_>, case: &str, other: &str) -> Result<(), Problem> {
    let other = draft.sit.case(other)?;
    let case = draft.find(case)?;
    if case.id == other.id {
        return Err(Problem::operator("A case cannot be linked to itself."));
    }
    if !case.linked.contains(&other.id) {
        draft.write(Stream::Case(case.id), Event::Linked { case: other.id });
    }
    if !other.linked.contains(&case.id) {
        draft.write(Stream::Case(other.id), Event::Linked { case: case.id });
    }
    let before = draft.out.events.len();
    // Each fills the blanks of the other.
    for (from, to) in [(other, case), (case, other)] {
        if let Some(whole) = draft.sit.docket.whole(from.id)
            && from.child != to.child
        {
            let into = share::Into {
                case: Stream::Case(to.id),
                child: Stream::Child(to.child),
                case_now: Some(to),
                child_now: draft.sit.docket.child(to.child),
            };
            let count = share::copy(draft, &whole, &into);
            share::note(draft, count, &from.number, &to.number);
        }
    }
    // Linked before, and more to share since: that somebody asked for it stands in the log as such.
    let copied_only = before == 0 && !draft.out.events.is_empty();
    if copied_only {
        draft.write(Stream::Case(case.id), Event::Linked { case: other.id });
    }
    Ok(())
}

/// The sheets there are.
const SHEETS: &[&str] = &["police", "ncmec", "audit"];

fn sheet_named(words: &str) -> Result<String, Problem> {
    let word = words.trim().to_lowercase();
    if SHEETS.contains(&word.as_str()) {
        return Ok(word);
    }
    Err(Problem::operator(format!(
        "There is no sheet `{}`; the sheets are {}.",
        SafeText::line(words),
        SHEETS.join(", ")
    ))
    .example("police"))
}

pub(super) fn read_out(
    draft: &mut Draft<'_>,
    case: &str,
    sheet: &str,
    facts: &[(String, Option<String>)],
) -> Result<(), Problem> {
    let whole = draft.whole(case)?;
    let sheet = sheet_named(sheet)?;
    let keys = facts
        .iter()
        .map(|(field, item)| {
            super::answer::fact_named(&whole, field, item.as_deref()).map(|(_, key)| key)
        })
        .collect::<Result<Vec<_>, _>>()?;
    if !keys.is_empty() {
        draft.write(Stream::Case(whole.case.id), Event::ReadOut { sheet, keys });
    }
    Ok(())
}

pub(super) fn disclose(
    draft: &mut Draft<'_>,
    case: &str,
    sheet: &str,
    to: &str,
    authority: Option<&str>,
) -> Result<(), Problem> {
    let case = draft.find(case)?;
    let sheet = sheet_named(sheet)?;
    let to = need("To whom it went", to, "Columbus Police, Ofc. Ruiz")?;
    draft.write(
        Stream::Case(case.id),
        Event::Disclosed {
            sheet,
            to,
            authority: maybe(authority),
        },
    );
    Ok(())
}
