//! A table of TOML that knows where it stands: every refusal names file, line and the nearest known word.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::rule::read_within;
use crate::record::Problem;
use crate::record::when::HOUR;
use crate::rules::pack::Within;

#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

impl Source<'_> {
    pub(super) fn problem(&self, span: Option<Range<usize>>, what: impl AsRef<str>) -> Problem {
        let line = span.map(|span| {
            let end = span.start.min(self.text.len());
            1 + self.text.as_bytes()[..end]
                .iter()
                .filter(|b| **b == b'\n')
                .count()
        });
        let what = what.as_ref().trim_end_matches(['.', '\n']);
        Problem::setup(match line {
            Some(line) => format!("{} line {line}: {what}.", self.file),
            None => format!("{}: {what}.", self.file),
        })
    }
}

pub(super) struct Table<'a, 'i> {
    pub(super) source: Source<'a>,
    pub(super) table: &'a DeTable<'i>,
    pub(super) span: Range<usize>,
    pub(super) what: &'a str,
}

impl<'a, 'i> Table<'a, 'i> {
    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.table.get(key)
    }
    pub(super) fn span(&self, key: &str) -> Range<usize> {
        self.get(key).map_or(self.span.clone(), Spanned::span)
    }
    pub(super) fn problem(&self, key: &str, what: impl AsRef<str>) -> Problem {
        self.source.problem(Some(self.span(key)), what)
    }
    /// Refuses keys that nobody reads: a typing error must not silently drop a rule's condition.
    pub(super) fn only(&self, keys: &[&str]) -> Result<(), Problem> {
        for (key, _) in self.table {
            if !keys.contains(&key.get_ref().as_ref()) {
                return Err(unknown(
                    &self.source,
                    key.span(),
                    &format!("key of {}", self.what),
                    key.get_ref(),
                    keys.iter().copied(),
                ));
            }
        }
        Ok(())
    }
    fn need(&self, key: &str) -> Result<&'a Spanned<DeValue<'i>>, Problem> {
        self.get(key).ok_or_else(|| {
            self.source.problem(
                Some(self.span.clone()),
                format!("{} lacks \"{key}\"", self.what),
            )
        })
    }
    pub(super) fn text_of<'v>(
        &self,
        key: &str,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Result<&'v str, Problem> {
        value.get_ref().as_str().ok_or_else(|| {
            self.source.problem(
                Some(value.span()),
                format!("\"{key}\" takes words in quotes"),
            )
        })
    }
    pub(super) fn text(&self, key: &str) -> Result<String, Problem> {
        let value = self.need(key)?;
        let text = self.text_of(key, value)?.trim();
        if text.is_empty() {
            return Err(self.problem(key, format!("\"{key}\" is empty")));
        }
        Ok(text.to_owned())
    }
    pub(super) fn text_or(&self, key: &str) -> Result<Option<String>, Problem> {
        self.get(key).map(|_| self.text(key)).transpose()
    }
    pub(super) fn date(&self, key: &str) -> Result<NaiveDate, Problem> {
        let text = self.text(key)?;
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| {
            self.problem(key, format!("\"{text}\" is no date"))
                .example("2023-01-05")
        })
    }
    pub(super) fn date_or(&self, key: &str) -> Result<Option<NaiveDate>, Problem> {
        self.get(key).map(|_| self.date(key)).transpose()
    }
    pub(super) fn flag(&self, key: &str) -> Result<bool, Problem> {
        match self.get(key).map(Spanned::get_ref) {
            None => Ok(false),
            Some(DeValue::Boolean(flag)) => Ok(*flag),
            Some(_) => Err(self.problem(key, format!("\"{key}\" takes true or false"))),
        }
    }
    pub(super) fn span_of(&self, key: &str) -> Result<Option<i64>, Problem> {
        let Some(text) = self.text_or(key)? else {
            return Ok(None);
        };
        match read_within(&text) {
            Some(Within::Elapsed(micros)) => Ok(Some(micros)),
            Some(Within::Days(days)) => Ok(Some(i64::from(days).saturating_mul(24 * HOUR))),
            _ => Err(self
                .problem(key, format!("\"{text}\" is no length of time"))
                .example("7d")),
        }
    }
    pub(super) fn list(&self, key: &str) -> Result<Vec<&'a Spanned<DeValue<'i>>>, Problem> {
        match self.need(key)?.get_ref() {
            DeValue::Array(values) => Ok(values.iter().collect()),
            _ => Err(self.problem(key, format!("\"{key}\" takes a list"))),
        }
    }
    pub(super) fn words(&self, key: &str) -> Result<Vec<String>, Problem> {
        if self.get(key).is_none() {
            return Ok(Vec::new());
        }
        self.list(key)?
            .into_iter()
            .map(|value| self.text_of(key, value).map(str::to_owned))
            .collect()
    }
    pub(super) fn one_of<T: Clone>(&self, key: &str, known: &[(&str, T)]) -> Result<T, Problem> {
        let text = self.text(key)?;
        pick(self, self.span(key), key, &text, known)
    }
    pub(super) fn table_of(
        &self,
        value: &'a Spanned<DeValue<'i>>,
        what: &'a str,
    ) -> Result<Table<'a, 'i>, Problem> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(Table {
                source: self.source,
                table,
                span: value.span(),
                what,
            }),
            _ => Err(self
                .source
                .problem(Some(value.span()), format!("{what} is a table"))),
        }
    }
}

pub(super) fn pick<T: Clone>(
    duty: &Table<'_, '_>,
    span: Range<usize>,
    what: &str,
    text: &str,
    known: &[(&str, T)],
) -> Result<T, Problem> {
    known
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| value.clone())
        .ok_or_else(|| {
            unknown(
                &duty.source,
                span,
                what,
                text,
                known.iter().map(|(word, _)| *word),
            )
        })
}

/// A vocabulary of the record as words to pick from.
pub(super) fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|one| (word(*one), *one)).collect()
}

/// A refusal of a word, with the nearest known one.
pub(super) fn unknown<'k>(
    source: &Source<'_>,
    span: Range<usize>,
    what: &str,
    text: &str,
    known: impl Iterator<Item = &'k str>,
) -> Problem {
    let mut known: Vec<&str> = known.collect();
    known.sort_by_key(|word| strsim::damerau_levenshtein(word, text));
    let problem = source.problem(Some(span), format!("no {what} is called \"{text}\""));
    match known.first() {
        Some(near) if strsim::damerau_levenshtein(near, text) <= 3 => {
            problem.hint(format!("Did you mean \"{near}\"?"))
        }
        Some(_) if known.len() <= 12 => {
            known.sort_unstable();
            problem.hint(format!("Known: {}.", known.join(", ")))
        }
        _ => problem,
    }
}
