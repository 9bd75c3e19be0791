//! Rule packs: TOML text to plain values. A refusal names file, line, what stands there, and the nearest name.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::record::event::Receiver;
use crate::record::when::{HOUR, MINUTE};
use crate::record::{Desk, FieldId, Group, Problem, fields};
use crate::rules::pack::{
    Anchor, Column, Condition, FEDERAL, FEDERAL_TOML, Happening, Pack, Proof, ProofBy, Rule, Stop,
    Within,
};

/// Every key of a pack, with what it takes.
const PACK_KEYS: &[&str] = &["id", "version", "title", "effective", "verified", "duty"];
/// Every key of a duty.
const DUTY_KEYS: &[&str] = &[
    "id",
    "law",
    "title",
    "receiver",
    "anchor",
    "within",
    "repeat",
    "remind_after",
    "again_at",
    "when",
    "otherwise",
    "ends",
    "ended",
    "stops",
    "never",
    "proof",
    "each",
    "declined",
    "triage",
    "citation",
    "effective",
    "verified",
    "reminder",
    "quiet",
    "notes",
];
const ANCHORS: &[(&str, Anchor)] = &[
    ("received", Anchor::Received),
    ("found", Anchor::Found),
    ("located", Anchor::Located),
    ("returned", Anchor::Returned),
    ("victim", Anchor::Victim),
    ("item", Anchor::Item),
    ("triage", Anchor::Triage),
];
const STOPS: &[(&str, Stop)] = &[
    ("told", Stop::Told),
    ("number", Stop::Number),
    ("confirmed", Stop::Confirmed),
    ("delivered", Stop::Delivered),
];
const COLUMNS: &[(&str, Column)] = &[("police", Column::Police), ("ncmec", Column::Ncmec)];
const PROOFS: &[(&str, ProofBy)] = &[
    ("number", ProofBy::Number),
    ("confirmed", ProofBy::Confirmed),
];

/// Reads a pack.
///
/// # Errors
/// A sentence with file and line when the text is not TOML, a key or a value is not known, or something a duty
/// needs is missing.
pub fn read(file: &str, text: &str) -> Result<Pack, Problem> {
    let source = Source { file, text };
    let table = DeTable::parse(text).map_err(|error| {
        source.problem(error.span(), format!("it is not TOML: {}", error.message()))
    })?;
    let whole = Table {
        source,
        table: table.get_ref(),
        span: 0..0,
        what: "the pack",
    };
    whole.only(PACK_KEYS)?;
    let mut pack = Pack {
        id: whole.text("id")?,
        version: whole.text("version")?,
        title: whole.text("title")?,
        effective: whole.date("effective")?,
        verified: whole.date("verified")?,
        duties: Vec::new(),
    };
    for value in whole.list("duty")? {
        let rule = rule(&whole.table_of(value, "a duty")?)?;
        // Two rules of one pack may meet under one id (a tighter one on a condition), but not be the same rule.
        if pack.duties.contains(&rule) {
            return Err(source.problem(
                Some(value.span()),
                format!("the duty \"{}\" stands there twice, word for word", rule.id),
            ));
        }
        pack.duties.push(rule);
    }
    let federal: Vec<String> = if pack.id == FEDERAL {
        Vec::new()
    } else {
        self::federal()?
            .duties
            .into_iter()
            .map(|rule| rule.id)
            .collect()
    };
    for (rule, value) in pack.duties.iter().zip(whole.list("duty")?) {
        let known = || {
            federal
                .iter()
                .chain(pack.duties.iter().map(|rule| &rule.id))
        };
        for id in rule.refers_to() {
            if !known().any(|known| known == id) {
                return Err(unknown(
                    &source,
                    value.span(),
                    "duty",
                    id,
                    known().map(String::as_str),
                ));
            }
        }
    }
    Ok(pack)
}

/// The federal pack.
///
/// # Errors
/// A fault of this program: the text is compiled in, and a test reads it.
pub fn federal() -> Result<Pack, Problem> {
    read("us-federal.toml", FEDERAL_TOML)
}

/// The packs of a desk: the federal one first and always, then every adopted version.
///
/// An adopted pack that cannot be read is left out and its problem is given, so that it can be said; the
/// federal duties stand all the same.
///
/// # Errors
/// Only when the federal pack itself cannot be read, which a test rules out.
pub fn packs_of(desk: &Desk) -> Result<(Vec<Pack>, Vec<Problem>), Problem> {
    let mut packs = vec![federal()?];
    let mut problems = Vec::new();
    for (id, adopted) in &desk.packs {
        for version in adopted {
            // The federal pack as this program has it stands first already.
            if version.text == FEDERAL_TOML {
                continue;
            }
            match read(&format!("{id}.toml"), &version.text) {
                Ok(pack) => {
                    if !packs.contains(&pack) {
                        packs.push(pack);
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    Ok((packs, problems))
}

fn rule(duty: &Table<'_, '_>) -> Result<Rule, Problem> {
    duty.only(DUTY_KEYS)?;
    let rule = Rule {
        id: duty.text("id")?,
        law: duty.text("law")?,
        title: duty.text("title")?,
        receiver: duty.one_of("receiver", &words(Receiver::ALL, Receiver::word))?,
        anchor: anchor(duty)?,
        within: within(duty)?,
        repeat: duty.span_of("repeat")?,
        remind_after: duty.span_of("remind_after")?,
        again_at: duty.flag("again_at")?,
        when: match duty.get("when") {
            Some(value) => condition(duty, value)?,
            None => Condition::Always,
        },
        otherwise: duty
            .text_or("otherwise")?
            .unwrap_or_else(|| "its condition does not hold".into()),
        ends: duty
            .get("ends")
            .map(|value| condition(duty, value))
            .transpose()?,
        ended: duty
            .text_or("ended")?
            .unwrap_or_else(|| "what it was for is over".into()),
        stops: stops(duty)?,
        never: duty.words("never")?,
        proof: proof(duty)?,
        each: match duty.get("each") {
            Some(_) => Some(duty.one_of("each", &words(Group::ALL, Group::word))?),
            None => None,
        },
        declined: duty
            .get("declined")
            .map(|value| condition(duty, value))
            .transpose()?,
        triage: match duty.get("triage") {
            Some(_) => Some(duty.one_of("triage", COLUMNS)?),
            None => None,
        },
        citation: duty.text("citation")?,
        effective: duty.date_or("effective")?,
        verified: duty.date_or("verified")?,
        reminder: duty.flag("reminder")?,
        quiet: duty.flag("quiet")?,
        notes: duty.words("notes")?,
    };
    if rule.anchor == Anchor::Item && rule.each.is_none() {
        return Err(duty.problem(
            "anchor",
            "an anchor of \"item\" needs each = \"lead\" or another group",
        ));
    }
    if matches!(&rule.anchor, Anchor::Told(id) | Anchor::Refused(id) if *id == rule.id) {
        return Err(duty.problem("anchor", "a duty cannot count from itself"));
    }
    Ok(rule)
}

fn anchor(duty: &Table<'_, '_>) -> Result<Anchor, Problem> {
    let text = duty.text("anchor")?;
    match text.split_once(':') {
        Some(("told", id)) => Ok(Anchor::Told(id.to_owned())),
        Some(("refused", id)) => Ok(Anchor::Refused(id.to_owned())),
        Some(("turns", age)) => age.parse().map(Anchor::Turns).map_err(|_| {
            duty.problem("anchor", format!("\"{age}\" is no age"))
                .example("turns:18")
        }),
        Some(("fact", id)) => Ok(Anchor::Fact(field(duty, duty.span("anchor"), id)?)),
        Some((kind, _)) => Err(duty
            .problem("anchor", format!("\"{kind}:\" is no kind of anchor"))
            .hint("Known: told:, refused:, turns:, fact:.")),
        None => duty.one_of("anchor", ANCHORS),
    }
}

fn within(duty: &Table<'_, '_>) -> Result<Within, Problem> {
    let text = duty.text("within")?;
    read_within(&text).ok_or_else(|| {
        duty.problem("within", format!("\"{text}\" is no length of time"))
            .example("24h, 30m, 7d, 1 business day, 10 court days, none")
    })
}

/// A length of time of a rule: `24h`, `30m`, `7d`, `2 business days`, `10 court days`, `none`.
fn read_within(text: &str) -> Option<Within> {
    let text = text.trim();
    if text == "none" {
        return Some(Within::Promptly);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let count: u32 = text[..digits].parse().ok().filter(|count| *count > 0)?;
    match text[digits..].trim() {
        "m" => Some(Within::Elapsed(i64::from(count).checked_mul(MINUTE)?)),
        "h" => Some(Within::Elapsed(i64::from(count).checked_mul(HOUR)?)),
        "d" => Some(Within::Days(count)),
        "business day" | "business days" => Some(Within::BusinessDays(count)),
        "court day" | "court days" => Some(Within::CourtDays(count)),
        _ => None,
    }
}

fn stops(duty: &Table<'_, '_>) -> Result<Vec<Stop>, Problem> {
    let mut stops = Vec::new();
    for value in duty.list("stops")? {
        let text = duty.text_of("stops", value)?;
        stops.push(match text.split_once(':') {
            Some(("event", name)) => {
                Stop::Event(pick(duty, value.span(), "event", name, Happening::ALL)?)
            }
            Some(("told", id)) => Stop::Done(id.to_owned()),
            Some(("fact", id)) => Stop::Fact(field(duty, value.span(), id)?),
            _ => pick(duty, value.span(), "stops", text, STOPS)?,
        });
    }
    Ok(stops)
}

fn proof(duty: &Table<'_, '_>) -> Result<Option<Proof>, Problem> {
    let Some(value) = duty.get("proof") else {
        return Ok(None);
    };
    let table = duty.table_of(value, "proof")?;
    table.only(&["by", "what"])?;
    Ok(Some(Proof {
        by: table.one_of("by", PROOFS)?,
        what: table.text("what")?,
    }))
}

fn condition(duty: &Table<'_, '_>, value: &Spanned<DeValue<'_>>) -> Result<Condition, Problem> {
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

fn field(duty: &Table<'_, '_>, span: Range<usize>, id: &str) -> Result<FieldId, Problem> {
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

fn pick<T: Clone>(
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
fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|one| (word(*one), *one)).collect()
}

/// A refusal of a word, with the nearest known one.
fn unknown<'k>(
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

#[derive(Clone, Copy)]
struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn problem(&self, span: Option<Range<usize>>, what: impl AsRef<str>) -> Problem {
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

struct Table<'a, 'i> {
    source: Source<'a>,
    table: &'a DeTable<'i>,
    span: Range<usize>,
    what: &'a str,
}

impl<'a, 'i> Table<'a, 'i> {
    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.table.get(key)
    }
    fn span(&self, key: &str) -> Range<usize> {
        self.get(key).map_or(self.span.clone(), Spanned::span)
    }
    fn problem(&self, key: &str, what: impl AsRef<str>) -> Problem {
        self.source.problem(Some(self.span(key)), what)
    }
    /// Refuses keys that nobody reads: a typing error must not silently drop a rule's condition.
    fn only(&self, keys: &[&str]) -> Result<(), Problem> {
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
    fn text_of<'v>(&self, key: &str, value: &'v Spanned<DeValue<'i>>) -> Result<&'v str, Problem> {
        value.get_ref().as_str().ok_or_else(|| {
            self.source.problem(
                Some(value.span()),
                format!("\"{key}\" takes words in quotes"),
            )
        })
    }
    fn text(&self, key: &str) -> Result<String, Problem> {
        let value = self.need(key)?;
        let text = self.text_of(key, value)?.trim();
        if text.is_empty() {
            return Err(self.problem(key, format!("\"{key}\" is empty")));
        }
        Ok(text.to_owned())
    }
    fn text_or(&self, key: &str) -> Result<Option<String>, Problem> {
        self.get(key).map(|_| self.text(key)).transpose()
    }
    fn date(&self, key: &str) -> Result<NaiveDate, Problem> {
        let text = self.text(key)?;
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| {
            self.problem(key, format!("\"{text}\" is no date"))
                .example("2023-01-05")
        })
    }
    fn date_or(&self, key: &str) -> Result<Option<NaiveDate>, Problem> {
        self.get(key).map(|_| self.date(key)).transpose()
    }
    fn flag(&self, key: &str) -> Result<bool, Problem> {
        match self.get(key).map(Spanned::get_ref) {
            None => Ok(false),
            Some(DeValue::Boolean(flag)) => Ok(*flag),
            Some(_) => Err(self.problem(key, format!("\"{key}\" takes true or false"))),
        }
    }
    fn span_of(&self, key: &str) -> Result<Option<i64>, Problem> {
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
    fn list(&self, key: &str) -> Result<Vec<&'a Spanned<DeValue<'i>>>, Problem> {
        match self.need(key)?.get_ref() {
            DeValue::Array(values) => Ok(values.iter().collect()),
            _ => Err(self.problem(key, format!("\"{key}\" takes a list"))),
        }
    }
    fn words(&self, key: &str) -> Result<Vec<String>, Problem> {
        if self.get(key).is_none() {
            return Ok(Vec::new());
        }
        self.list(key)?
            .into_iter()
            .map(|value| self.text_of(key, value).map(str::to_owned))
            .collect()
    }
    fn one_of<T: Clone>(&self, key: &str, known: &[(&str, T)]) -> Result<T, Problem> {
        let text = self.text(key)?;
        pick(self, self.span(key), key, &text, known)
    }
    fn table_of(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Event, Recorded};

    const HEAD: &str = "id = \"kansas\"\nversion = \"2027-01\"\ntitle = \"Kansas\"\neffective = \"2027-01-01\"\nverified = \"2026-11-21\"\n";

    fn duty(lines: &str) -> String {
        format!(
            "{HEAD}[[duty]]\nid = \"police.report\"\nlaw = \"K1\"\ntitle = \"Report\"\nreceiver = \"police\"\nanchor = \"received\"\nwithin = \"2h\"\nstops = [\"told\"]\ncitation = \"K.S.A.\"\n{lines}"
        )
    }

    fn refused(text: &str, sentence: &str, more: &str) {
        let problem = read("kansas.toml", text).unwrap_err();
        assert_eq!(problem.sentence, sentence);
        assert!(problem.to_string().contains(more), "{problem}");
    }

    #[test]
    fn the_federal_pack_reads_and_holds_the_federal_duties() {
        let pack = federal().unwrap();
        let ids: Vec<&str> = pack.duties.iter().map(|rule| rule.id.as_str()).collect();
        for id in [
            "police.report",
            "ncmec.report",
            "ncic.number",
            "victim.police",
            "police.contact",
            "ncmec.contact",
            "lead.pass",
            "police.update30",
            "recovery.police",
            "recovery.ncmec",
            "return.factors",
            "return.screen",
        ] {
            assert!(ids.contains(&id), "{id}");
        }
        for rule in pack
            .duties
            .iter()
            .filter(|rule| rule.law == "F1" || rule.law == "F2")
        {
            assert_eq!(rule.within, Within::Elapsed(24 * HOUR));
            assert_eq!(rule.anchor, Anchor::Received);
        }
        assert!(
            pack.duties
                .iter()
                .all(|rule| rule.reminder == (rule.law == "reminder"))
        );
    }

    #[test]
    fn a_desk_has_the_federal_pack_whatever_it_adopted() {
        let recorded = |seq, event| Recorded {
            stream: crate::record::Stream::Desk,
            seq,
            at: crate::record::Moment(0),
            operator: "Lena".into(),
            session: crate::record::SessionId(1),
            request: 0,
            event,
        };
        let mut desk = Desk::found(&recorded(
            1,
            Event::DeskFounded {
                desk: crate::record::DeskId(1),
                agency: "Harlan County".into(),
                zone: "America/Chicago".into(),
                practice: true,
                prefix: "A".into(),
            },
        ))
        .unwrap();
        let texts = [FEDERAL_TOML.to_owned(), duty(""), "id = 7".to_owned()];
        for (seq, text) in (2..).zip(texts) {
            desk.apply(&recorded(
                seq,
                Event::PackAdopted {
                    id: format!("pack{seq}"),
                    version: "1".into(),
                    sha256: String::new(),
                    text,
                },
            ));
        }
        let (packs, problems) = packs_of(&desk).unwrap();
        let ids: Vec<&str> = packs.iter().map(|pack| pack.id.as_str()).collect();
        assert_eq!(ids, ["us-federal", "kansas"]);
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0].sentence.starts_with("pack4.toml line 1: "),
            "{}",
            problems[0]
        );
    }

    #[test]
    fn a_duty_takes_conditions_and_calendar_rules() {
        let text = duty(
            "when = { all = [\"event:found\", { not = \"told:police.report\" }, { any = [\"turned:18\", \"triage:8\"] }] }",
        );
        let pack = read(
            "kansas.toml",
            &text.replace("\"2h\"", "\"2 business days\""),
        )
        .unwrap();
        assert_eq!(pack.duties[0].within, Within::BusinessDays(2));
        assert_eq!(
            pack.duties[0].when,
            Condition::All(vec![
                Condition::Event(Happening::Found),
                Condition::Not(Box::new(Condition::Told("police.report".into()))),
                Condition::Any(vec![Condition::Turned(18), Condition::Triage(8)]),
            ])
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_the_nearest_name() {
        refused(
            "id = ",
            "kansas.toml line 1: it is not TOML: string values must be quoted, expected literal string.",
            "",
        );
        refused(
            &duty("recever = \"police\""),
            "kansas.toml line 15: no key of a duty is called \"recever\".",
            "Did you mean \"receiver\"?",
        );
        refused(
            &duty("").replace("\"received\"", "\"recieved\""),
            "kansas.toml line 11: no anchor is called \"recieved\".",
            "Did you mean \"received\"?",
        );
        refused(
            &duty("").replace("\"2h\"", "\"soon\""),
            "kansas.toml line 12: \"soon\" is no length of time.",
            "24h",
        );
        refused(
            &duty("when = \"event:fund\""),
            "kansas.toml line 15: no event is called \"fund\".",
            "Did you mean \"found\"?",
        );
        refused(
            &duty("when = \"yes:no.such.field.anywhere\""),
            "kansas.toml line 15: no field is called \"no.such.field.anywhere\".",
            "",
        );
        refused(
            &duty("").replace("citation = \"K.S.A.\"\n", ""),
            "kansas.toml line 6: a duty lacks \"citation\".",
            "",
        );
        refused(
            &duty("triage = \"sheriff\""),
            "kansas.toml line 15: no triage is called \"sheriff\".",
            "Known: ncmec, police.",
        );
        refused(
            &duty("when = \"told:polce.report\""),
            "kansas.toml line 6: no duty is called \"polce.report\".",
            "Did you mean \"police.report\"?",
        );
        refused(
            &duty("quiet = 1"),
            "kansas.toml line 15: \"quiet\" takes true or false.",
            "",
        );
        refused(
            &duty("effective = \"1 Jan 2027\""),
            "kansas.toml line 15: \"1 Jan 2027\" is no date.",
            "2023-01-05",
        );
    }
}
