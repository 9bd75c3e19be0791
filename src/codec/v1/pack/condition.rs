//! The condition on facts under which a duty is owed: words such as `event:found`, joined by all, any and not.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::table::{Table, pick, unknown};
use crate::record::{FieldId, Problem, fields};
use crate::rules::pack::{Condition, Happening};

pub(super) fn condition(
    duty: &Table<'_, '_>,
    value: &Spanned<DeValue<'_>>,
) -> Result<Condition, Problem> {
    match value.get_ref() {
        DeValue::String(text) => atom(duty, value.span(), text),
        DeValue::Table(_) => {
            let table = duty.table_of(value, "a condition")?;
            table.only(&["all", "any", "not"])?;
            let several = |key: &str| -> Result<Vec<Condition>, Problem> {
                table
                    .list(key)?
                    .iter()
                    .map(|part| condition(duty, part))
                    .collect()
            };
            match (table.get("all"), table.get("any"), table.get("not")) {
                (Some(_), None, None) => Ok(Condition::All(several("all")?)),
                (None, Some(_), None) => Ok(Condition::Any(several("any")?)),
                (None, None, Some(part)) => Ok(Condition::Not(Box::new(condition(duty, part)?))),
                _ => Err(duty
                    .source
                    .problem(
                        Some(value.span()),
                        "a condition has exactly one of all, any and not",
                    )
                    .example("{ all = [\"event:found\", { not = \"told:police.report\" }] }")),
            }
        }
        _ => Err(duty
            .source
            .problem(Some(value.span()), "a condition is words or a table")
            .example("when = \"event:found\"")),
    }
}

const ATOMS: &[&str] = &[
    "answered", "known", "yes", "is", "event", "told", "tried", "refused", "turned", "triage",
];

fn atom(duty: &Table<'_, '_>, span: Range<usize>, text: &str) -> Result<Condition, Problem> {
    let Some((kind, what)) = text.split_once(':') else {
        return Err(duty
            .source
            .problem(
                Some(span),
                format!("\"{text}\" is no condition: a kind, a colon and a name are"),
            )
            .example("event:found"));
    };
    match kind {
        "answered" => Ok(Condition::Answered(field(duty, span, what)?)),
        "known" => Ok(Condition::Known(field(duty, span, what)?)),
        "yes" => Ok(Condition::Yes(field(duty, span, what)?)),
        "is" => match what.split_once('=') {
            Some((id, value)) => Ok(Condition::Is(
                field(duty, span, id.trim())?,
                value.trim().to_owned(),
            )),
            None => Err(duty
                .source
                .problem(Some(span), format!("\"{text}\" lacks a value"))
                .example("is:call.kind=lost")),
        },
        "event" => Ok(Condition::Event(pick(
            duty,
            span,
            "event",
            what,
            Happening::ALL,
        )?)),
        "told" => Ok(Condition::Told(what.to_owned())),
        "tried" => Ok(Condition::Tried(what.to_owned())),
        "refused" => Ok(Condition::Refused(what.to_owned())),
        "turned" => what.parse().map(Condition::Turned).map_err(|_| {
            duty.source
                .problem(Some(span), format!("\"{what}\" is no age"))
                .example("turned:18")
        }),
        "triage" => what
            .parse()
            .ok()
            .filter(|row| (1..=30).contains(row))
            .map(Condition::Triage)
            .ok_or_else(|| {
                duty.source
                    .problem(Some(span), format!("\"{what}\" is no triage row"))
                    .example("triage:8")
            }),
        _ => Err(unknown(
            &duty.source,
            span,
            "kind of condition",
            kind,
            ATOMS.iter().copied(),
        )),
    }
}

pub(super) fn field(
    duty: &Table<'_, '_>,
    span: Range<usize>,
    id: &str,
) -> Result<FieldId, Problem> {
    fields::by_name(id).map(|row| row.id).ok_or_else(|| {
        unknown(
            &duty.source,
            span,
            "field",
            id,
            fields::all().map(|row| row.id.0),
        )
    })
}
