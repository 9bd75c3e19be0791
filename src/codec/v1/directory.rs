//! An entry of the numbers card as a TOML table: stored in the desk's stream, and read from a desk's file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::Problem;

/// An entry, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// `police`, `sheriff`, `watch commander`, `clearinghouse`, `fbi`, `on call`, `national`.
    pub kind: String,
    /// Whose number it is.
    pub name: String,
    /// The originating agency identifier, for police.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ori: Option<String>,
    /// Its zone, an IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Cities, counties and ZIP codes it answers for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub area: Vec<String>,
    /// When somebody last verified it, an ISO date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<String>,
    /// Anything else to know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Numbers by name (`dispatch`, `records`), as they would be dialled.
    #[serde(default)]
    pub numbers: BTreeMap<String, String>,
}

/// Writes an entry.
pub fn to_toml(entry: &Entry) -> String {
    // Strings only: nothing here can fail to be written.
    toml::to_string(entry).unwrap_or_default()
}

/// Reads an entry.
///
/// # Errors
/// In words, with the line.
pub fn from_toml(text: &str) -> Result<Entry, Problem> {
    toml::from_str(text).map_err(|error| {
        Problem::setup(format!(
            "The directory entry cannot be read: {}",
            error.message()
        ))
    })
}

/// An example of a directory file with one entry.
pub const EXAMPLE: &str = "[police.columbus]\nkind = \"police\"\nname = \"Columbus Police\"\narea = [\"Columbus\", \"43215\"]\nnumbers.dispatch = \"614-555-0100\"";

/// One entry of a directory file, or why it is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The line its heading stands on, from 1.
    pub line: usize,
    /// Its key (`police.columbus`); the heading as it stands where that cannot be read.
    pub key: String,
    /// What it says.
    pub entry: Result<Entry, Problem>,
}

/// Reads a directory file: a table an entry, under its key. Each entry is read by itself, so that a mistake in one
/// costs that one; what stands before the first heading is refused too.
pub fn read(text: &str) -> Vec<Read> {
    let mut found: Vec<Read> = Vec::new();
    for (line, body) in sections(text) {
        let (key, doc) = match heading(body) {
            Some((key, below)) => (key, format!("{}[entry]{below}", "\n".repeat(line - 1))),
            None => (
                body.lines().next().unwrap_or_default().trim().to_owned(),
                String::new(),
            ),
        };
        let entry = if doc.is_empty() {
            Err(refused(line, "this belongs to no entry"))
        } else {
            toml::from_str::<Alone>(&doc)
                .map(|alone| alone.entry)
                .map_err(|error| {
                    let at = error.span().map_or(line, |span| line_of(&doc, span.start));
                    refused(at, error.message())
                })
        };
        let entry = match found.iter().find(|former| former.key == key) {
            Some(former) if entry.is_ok() => Err(refused(
                line,
                &format!("it stands on line {} already", former.line),
            )),
            _ => entry,
        };
        found.push(Read { line, key, entry });
    }
    found
}

/// One entry under a name of ours, so that the line of a mistake is that of the file.
#[derive(Deserialize)]
struct Alone {
    entry: Entry,
}

fn refused(line: usize, why: &str) -> Problem {
    let why = why.trim_end_matches('.').replace('\n', "; ");
    Problem::operator(format!("Line {line}: {why}."))
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].matches('\n').count() + 1
}

/// The parts of a file, each from its heading on, with the line it begins on; blanks and remarks before the first
/// heading are no part. A table of an entry's numbers belongs to the entry.
fn sections(text: &str) -> Vec<(usize, &str)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for (nth, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim();
        let heads = bare.starts_with('[') && path_of(bare).is_some_and(|path| !of_numbers(&path));
        let stray = starts.is_empty() && !bare.is_empty() && !bare.starts_with('#');
        if heads || stray {
            starts.push((nth + 1, at));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
    let parts = starts.iter().zip(ends);
    parts
        .map(|((line, from), to)| (*line, &text[*from..to]))
        .collect()
}

fn of_numbers(path: &[String]) -> bool {
    path.len() > 1 && path.last().is_some_and(|last| last == "numbers")
}

/// The keys of a heading; `None` for a line that is none.
fn path_of(line: &str) -> Option<Vec<String>> {
    let mut table: toml::Table = toml::from_str(line).ok()?;
    let mut path = Vec::new();
    while let Some((key, value)) = table.into_iter().next() {
        path.push(key);
        let toml::Value::Table(inner) = value else {
            return None;
        };
        table = inner;
    }
    (!path.is_empty()).then_some(path)
}

/// The key of a part and what stands under its heading, a table of numbers made the entry's own.
fn heading(body: &str) -> Option<(String, String)> {
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let key = path_of(first.trim())?.join(".");
    let mut below = String::new();
    for line in rest.split_inclusive('\n') {
        let bare = line.trim();
        if bare.starts_with('[') && path_of(bare).is_some_and(|path| of_numbers(&path)) {
            below.push_str("[entry.numbers]\n");
        } else {
            below.push_str(line);
        }
    }
    Some((key, format!("\n{below}")))
}

/// Writes entries as a file that [`read`] reads.
pub fn write<'a>(entries: impl IntoIterator<Item = (&'a str, &'a Entry)>) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let bare = |key: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !key.is_empty() && key.chars().all(plain) {
            key.to_owned()
        } else {
            quoted(key)
        }
    };
    let mut out = String::new();
    for (key, entry) in entries {
        let path: Vec<String> = key.split('.').map(bare).collect();
        out.push_str(&format!("[{}]\n", path.join(".")));
        let mut line = |name: &str, words: String| out.push_str(&format!("{name} = {words}\n"));
        line("kind", quoted(&entry.kind));
        line("name", quoted(&entry.name));
        for (name, words) in [("ori", &entry.ori), ("zone", &entry.zone)] {
            if let Some(words) = words {
                line(name, quoted(words));
            }
        }
        if !entry.area.is_empty() {
            let area: Vec<String> = entry.area.iter().map(|place| quoted(place)).collect();
            line("area", format!("[{}]", area.join(", ")));
        }
        if let Some(day) = &entry.verified {
            line("verified", quoted(day));
        }
        if !entry.note.is_empty() {
            line("note", quoted(&entry.note));
        }
        for (name, number) in &entry.numbers {
            line(&format!("numbers.{}", bare(name)), quoted(number));
        }
        out.push('\n');
    }
    out
}

/// An entry as the fields by name that the desk's command takes.
pub fn fields(entry: &Entry) -> Vec<(String, String)> {
    let mut all = vec![
        ("kind".to_owned(), entry.kind.clone()),
        ("name".to_owned(), entry.name.clone()),
        ("ori".to_owned(), entry.ori.clone().unwrap_or_default()),
        ("zone".to_owned(), entry.zone.clone().unwrap_or_default()),
        ("area".to_owned(), entry.area.join(", ")),
        (
            "verified".to_owned(),
            entry.verified.clone().unwrap_or_default(),
        ),
        ("note".to_owned(), entry.note.clone()),
    ];
    all.extend(entry.numbers.clone());
    all.retain(|(_, words)| !words.is_empty());
    all
}

/// The `do` line that sets an entry.
pub fn do_line(key: &str, entry: &Entry) -> String {
    let fields: serde_json::Map<String, serde_json::Value> = fields(entry)
        .into_iter()
        .map(|(name, words)| (name, words.into()))
        .collect();
    serde_json::json!({"do": "set directory", "key": key, "entry": fields}).to_string()
}

/// What a `do` line came to: nothing to say, or why it was refused.
pub fn refusal(result: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(result).unwrap_or_default();
    if value["ok"] == true {
        return None;
    }
    let words = |name: &str| value[name].as_str().map(str::to_owned);
    let mut said =
        words("problem").unwrap_or_else(|| "The desk's answer cannot be read.".to_owned());
    if let Some(example) = words("example") {
        said.push_str(&format!(" Example: {example}"));
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<(usize, String, bool)> {
        let row = |read: Read| (read.line, read.key, read.entry.is_ok());
        super::read(text).into_iter().map(row).collect()
    }

    #[test]
    fn a_mistake_costs_its_own_entry_and_names_its_line() {
        let text = "# numbers of the county\n\n[police.columbus]\nkind = \"police\"\nname = \"Columbus Police\"\n\
            numbers.dispatch = \"614-555-0100\"\n[police.worse]\nkind = \"police\"\nnmae = \"X\"\n\
            [sheriff.franklin]\nkind = \"sheriff\"\nname = \"Franklin County Sheriff\"\narea = [\n  \"Franklin County\",\n]\n\
            [sheriff.franklin.numbers]\ndispatch = \"614-555-0101\"\n\"after dark\" = \"614-555-0102\"\n\
            [police.columbus]\nkind = \"police\"\nname = \"Again\"\n[on-call]\nkind = \"on call\nname = 3\n";
        assert_eq!(
            keys(text),
            [
                (3, "police.columbus".to_owned(), true),
                (7, "police.worse".to_owned(), false),
                (10, "sheriff.franklin".to_owned(), true),
                (19, "police.columbus".to_owned(), false),
                (22, "on-call".to_owned(), false),
            ]
        );
        let read = super::read(text);
        let said = |at: usize| read[at].entry.as_ref().unwrap_err().to_string();
        assert!(
            said(1).starts_with("Line 9: ") && said(1).contains("nmae"),
            "{}",
            said(1)
        );
        assert!(said(3).contains("on line 3 already"), "{}", said(3));
        assert!(said(4).starts_with("Line 23: "), "{}", said(4));
        let sheriff = read[2].entry.as_ref().unwrap();
        assert_eq!(sheriff.numbers["after dark"], "614-555-0102");
        assert_eq!(sheriff.area, ["Franklin County"]);
    }

    #[test]
    fn what_is_before_the_first_heading_is_refused_and_nothing_is_nothing() {
        assert_eq!(
            keys("kind = \"police\"\n[police.x]\n"),
            [
                (1, "kind = \"police\"".to_owned(), false),
                (2, "police.x".to_owned(), false),
            ]
        );
        assert_eq!(keys(""), []);
        assert_eq!(keys("# only a remark\n"), []);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let example = super::read(EXAMPLE).remove(0).entry.unwrap();
        let mut odd = example.clone();
        odd.note = "say \"night desk\"\tthen wait".to_owned();
        odd.numbers
            .insert("after dark".to_owned(), "614-555-0102".to_owned());
        odd.zone = Some("America/New_York".to_owned());
        let text = write([("police.columbus", &example), ("on-call.r chen", &odd)]);
        let back: Vec<(String, Entry)> = super::read(&text)
            .into_iter()
            .map(|read| (read.key, read.entry.unwrap()))
            .collect();
        assert_eq!(
            back,
            [
                ("police.columbus".to_owned(), example),
                ("on-call.r chen".to_owned(), odd),
            ]
        );
    }
}
