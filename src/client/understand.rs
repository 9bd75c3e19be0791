//! What typed text is understood as, with the same readers the desk uses; and the choices that fit.

use super::edit::said_of;
use super::model::Reading;
use super::model::{PickRow, Picker, Preview};
use crate::record::when::{self, Bias, Ctx, Heard};
use crate::record::{Field, Kind, Moment, Problem, Zone, read, time_words};
use crate::wire::Said;

/// Choices shown at most.
const CHOICES: usize = 8;

/// What the text of a field is understood as.
pub(super) fn preview(field: &Field, text: &str, now: Option<Moment>, zone: Zone) -> Preview {
    let text = text.trim();
    if text.is_empty() {
        return Preview::Nothing;
    }
    let words = match said_of(text) {
        Said::Unknown => "asked, nobody could say",
        Said::Refused => "asked, would not say",
        Said::NotApplicable => "does not apply",
        Said::Value(_) | Said::Blank => return value(field, text, now, zone),
    };
    Preview::Words {
        words: words.to_owned(),
        official: None,
    }
}

fn value(field: &Field, text: &str, now: Option<Moment>, zone: Zone) -> Preview {
    // Before the desk has said what time it is, nothing relative to it can be read.
    let Some(now) = now else {
        return Preview::Nothing;
    };
    let ctx = Ctx::past(now, zone);
    if field.kind == Kind::When {
        return instant(read::instant(field, text, &ctx), now);
    }
    match read::parse(field, text, &ctx) {
        Ok(value) => {
            let words = read::understood(field, &value, &ctx);
            if words.is_empty() || words == text {
                Preview::Nothing
            } else {
                Preview::Words {
                    words,
                    official: None,
                }
            }
        }
        Err(problem) => Preview::Problem(problem),
    }
}

fn instant(heard: Result<Heard, Problem>, now: Moment) -> Preview {
    match heard {
        Err(problem) => Preview::Problem(problem),
        Ok(Heard {
            question: Some(question),
            ..
        }) => Preview::Which {
            first: Reading {
                words: question.first.words,
                typed: question.first.typed,
            },
            second: Reading {
                words: question.second.words,
                typed: question.second.typed,
            },
        },
        Ok(heard) => Preview::Words {
            words: match heard.note {
                Some(note) => format!("{} ({note})", time_words::echo(&heard.instant, now)),
                None => time_words::echo(&heard.instant, now),
            },
            official: None,
        },
    }
}

/// What a time in the past is understood as.
pub(super) fn time(text: &str, now: Option<Moment>, zone: Zone) -> Preview {
    now.map_or(Preview::Nothing, |now| {
        instant(when::parse(text, &Ctx::past(now, zone)), now)
    })
}

/// What a time to come is understood as.
pub(super) fn later(text: &str, now: Option<Moment>, zone: Zone) -> Preview {
    now.map_or(Preview::Nothing, |now| {
        let ctx = Ctx::past(now, zone).with(Bias::Future);
        instant(when::parse(text, &ctx), now)
    })
}

/// The choices of a field that fit the last piece of what is typed.
pub(super) fn picker(field: &Field, text: &str, _before: Option<Picker>) -> Option<Picker> {
    let typed = last_piece(text).to_lowercase();
    if typed.is_empty() {
        return None;
    }
    let rows: Vec<PickRow> = match field.kind {
        Kind::Choice(choices) | Kind::Choices(choices) => choices
            .iter()
            .filter(|choice| {
                choice.label.to_lowercase().contains(&typed)
                    || choice.key.starts_with(&typed)
                    || (typed.chars().eq([choice.letter]))
            })
            .map(|choice| PickRow {
                key: choice.key.to_owned(),
                label: choice.label.to_owned(),
                letter: Some(choice.letter),
            })
            .collect(),
        Kind::Code(list) | Kind::Codes(list) => list
            .search(&typed)
            .into_iter()
            .take(CHOICES)
            .map(|code| PickRow {
                key: code.code.to_owned(),
                label: code.label.clone(),
                letter: None,
            })
            .collect(),
        _ => return None,
    };
    (!rows.is_empty()).then_some(Picker {
        rows,
        at: 0,
        taken: Vec::new(),
    })
}

/// The text with its last piece replaced by the key that was picked.
pub(super) fn completed(text: &str, key: &str) -> String {
    match text.rfind(',') {
        Some(at) => format!("{}, {key}", text.get(..at).unwrap_or("").trim_end()),
        None => key.to_owned(),
    }
}

fn last_piece(text: &str) -> &str {
    text.rsplit(',').next().unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_piece_is_completed() {
        assert_eq!(completed("bro", "BRO"), "BRO");
        assert_eq!(completed("scar, tat", "TAT"), "scar, TAT");
    }
}
