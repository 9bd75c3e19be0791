//! What operators ask: every command of the table, each key filled from what the table and the field table say of
//! it, sometimes with what no desk should take.

use porchlight::codec::command;
use porchlight::desk::commands::{self, Row, TABLE};
use porchlight::record::{CaseId, Field, Group, Moment, fields};
use porchlight::wire::{Ask, Command};
use serde_json::{Map, Value, json};

use crate::store::scratch::Dice;

/// What an operator has seen and may ask about.
#[derive(Default, Clone)]
pub struct Seen {
    /// Cases, with their numbers.
    pub cases: Vec<(CaseId, String)>,
    /// Items, attempts and calls that came to be.
    pub made: Vec<String>,
    /// Sequences of facts in the case on the screen: field, item, sequence.
    pub facts: Vec<(String, Option<String>, u64)>,
    /// Ids of duties.
    pub duties: Vec<String>,
}

const NAMES: &[&str] = &[
    "Tanisha Okafor",
    "Zoë Haller",
    "Ofc. Ruiz",
    "Lena Ortiz",
    "Oscar Hale",
    "Bo",
    "王小明",
];

const WORDS: &[&str] = &[
    "caller rings back",
    "said so on the phone",
    "27-004411",
    "NC-778120",
    "M123456789",
    "bus stop, 5th and Main",
    "🐈 a cat",
];

/// What somebody else's program or a slipped hand might send.
const BAD: &[&str] = &[
    "",
    " ",
    "\u{1b}[31m",
    "\u{202e}desrever",
    "99:99",
    "-1",
    "null",
    "A-9999",
    "no such thing",
    "0f3c9a2e5b7d41868c1e2f3a4b5c6d7e",
];

const TIMES: &[&str] = &[
    "20 minutes ago",
    "an hour ago",
    "01:31",
    "last night 9:40pm",
    "yesterday",
    "in 3 hours",
    "yesterday 11:59 pm",
    "2027-03-14 02:30",
    "2027-11-07 01:30",
];

const ZONES: &[&str] = &[
    "America/New_York",
    "America/Chicago",
    "America/Phoenix",
    "Pacific/Kiritimati",
];

fn one<'a>(dice: &mut Dice, of: &[&'a str]) -> &'a str {
    of[dice.index(of.len())]
}

/// A command of the table; `None` when its line could not be read, which is refused before it reaches the desk.
pub fn command(dice: &mut Dice, seen: &Seen, now: Moment) -> (&'static str, Option<Command>) {
    // What fills a case comes more often than what rounds it off.
    let row = match dice.roll(10) {
        0 => named("open"),
        1..=3 => named("answer"),
        4 => named("attempt"),
        _ => &TABLE[dice.index(TABLE.len())],
    };
    let mut object = Map::new();
    object.insert("do".to_owned(), row.name.into());
    if row.name == "answer" {
        answer(dice, seen, &mut object);
    }
    for (key, meaning) in row.takes {
        let (key, may_lack) = match key.strip_suffix('?') {
            Some(key) => (key, true),
            None => (*key, false),
        };
        if object.contains_key(key) || (may_lack && !dice.one_in(3)) {
            continue;
        }
        if !may_lack && dice.one_in(200) {
            continue;
        }
        let value = value(dice, seen, row, (key, meaning), now);
        object.insert(key.to_owned(), value);
    }
    let line = Value::Object(object).to_string();
    let read = command::read(&line, commands::example);
    (row.name, read.ok().map(|line| line.command))
}

fn named(name: &str) -> &'static Row {
    TABLE
        .iter()
        .find(|row| row.name == name)
        .unwrap_or(&TABLE[0])
}

/// Something else than a command.
pub fn look(dice: &mut Dice, seen: &Seen) -> Ask {
    let case = match seen.cases.is_empty() || dice.one_in(20) {
        true => CaseId(7),
        false => seen.cases[dice.index(seen.cases.len())].0,
    };
    match dice.roll(10) {
        0 => Ask::WatchBoard,
        1 | 2 => Ask::WatchCase(Some(case)),
        3 => Ask::WatchCase(None),
        4 => Ask::Sheet {
            case,
            sheet: one(dice, &["police", "ncmec", "audit", "nosuch"]).to_owned(),
        },
        5 => Ask::Find(one(dice, NAMES).to_owned()),
        6 | 7 => Ask::History {
            case,
            field: dice.one_in(2).then(|| field(dice).id.0.to_owned()),
            item: None,
        },
        8 => Ask::Drafts,
        _ => Ask::Directory,
    }
}

/// A key of what is being typed, or that it was given up.
pub fn draft(dice: &mut Dice, seen: &Seen) -> Ask {
    let case = match seen.cases.is_empty() {
        true => "new",
        false => &seen.cases[dice.index(seen.cases.len())].1,
    };
    let place = format!(
        "{case}/{}",
        one(dice, &["seen.place", "look.height", "note"])
    );
    let text = match dice.one_in(4) {
        true => String::new(),
        // Long ones make a file be written anew.
        false if dice.one_in(30) => "bus stop ".repeat(9000),
        false => format!("{} {}", one(dice, WORDS), dice.roll(1000)),
    };
    Ask::Draft { place, text }
}

fn field(dice: &mut Dice) -> &'static Field {
    let count = fields::all().count();
    let at = dice.index(count);
    fields::all()
        .nth(at)
        .unwrap_or(fields::get(porchlight::desk::views::NAME).unwrap())
}

/// A field with an answer that fits it more often than not, and what its writer saw.
fn answer(dice: &mut Dice, seen: &Seen, object: &mut Map<String, Value>) {
    // Few fields, so that operators meet in them.
    let field = match dice.one_in(3) {
        true => field(dice),
        false => {
            let few = [
                "look.height",
                "look.weight",
                "seen.place",
                "child.name",
                "child.ssn",
            ];
            fields::by_name(one(dice, &few)).unwrap_or_else(|| field(dice))
        }
    };
    let mut item = None;
    if !seen.facts.is_empty() && dice.one_in(2) {
        let (name, of, seq) = &seen.facts[dice.index(seen.facts.len())];
        object.insert("field".to_owned(), name.clone().into());
        object.insert("saw".to_owned(), (*seq).into());
        item.clone_from(of);
    } else {
        object.insert("field".to_owned(), field.id.0.into());
    }
    let name = object["field"].as_str().unwrap_or_default().to_owned();
    let of = fields::by_name(&name).unwrap_or(field);
    if let Some(item) = item {
        object.insert("item".to_owned(), item.into());
    }
    match dice.roll(8) {
        0 => {
            object.insert(
                "state".to_owned(),
                one(dice, &["unknown", "refused", "blank"]).into(),
            );
        }
        1 => {
            object.insert("value".to_owned(), one(dice, BAD).into());
        }
        2 => {
            object.insert("value".to_owned(), one(dice, WORDS).into());
        }
        3 => {
            let heights = [
                "5'4\"",
                "5 ft 6",
                "160 cm",
                "118",
                "45 kg",
                "Tanisha Okafor",
            ];
            object.insert("value".to_owned(), one(dice, &heights).into());
        }
        _ => {
            object.insert("value".to_owned(), of.example.into());
        }
    }
    if dice.one_in(12) {
        object.insert("saw".to_owned(), dice.roll(9).into());
    }
}

/// What a key may be given, by its name and by what the table says of it.
fn value(
    dice: &mut Dice,
    seen: &Seen,
    row: &Row,
    (key, meaning): (&str, &str),
    now: Moment,
) -> Value {
    if dice.one_in(25) {
        return one(dice, BAD).into();
    }
    match key {
        "case" | "other" | "child" => match seen.cases.is_empty() || dice.one_in(12) {
            true => "last".into(),
            false => seen.cases[dice.index(seen.cases.len())].1.clone().into(),
        },
        "linked" => match seen.cases.is_empty() {
            true => json!([]),
            false => json!([seen.cases[dice.index(seen.cases.len())].1]),
        },
        "at" | "as_of" | "again_at" | "came_at" | "to" if key != "to" || row.name != "disclose" => {
            let from = now.plus(-60_000_000 * i64::try_from(dice.roll(600)).unwrap_or(0));
            match dice.one_in(2) {
                true => from.utc().to_rfc3339().into(),
                false => one(dice, TIMES).into(),
            }
        }
        "key_at" => now.utc().to_rfc3339().into(),
        "item" | "attempt" => match seen.made.is_empty() || dice.one_in(2) {
            true => "last".into(),
            false => seen.made[dice.index(seen.made.len())].clone().into(),
        },
        "duty" | "confirms" => match seen.duties.is_empty() {
            true => one(dice, &["police.report", "ncmec.report"]).into(),
            false => seen.duties[dice.index(seen.duties.len())].clone().into(),
        },
        "group" => {
            let groups = Group::choices();
            let groups: Vec<&str> = groups.split(", ").collect();
            one(dice, &groups).into()
        }
        "answers" => {
            let fields: Vec<&Field> = fields::all().filter(|f| f.group.is_some()).collect();
            let field = fields[dice.index(fields.len())];
            json!({ field.id.0: field.example })
        }
        "facts" => json!([field(dice).id.0, "child.name"]),
        "row" => (1 + dice.roll(31)).into(),
        "victim" => dice.one_in(2).into(),
        "zone" => one(dice, ZONES).into(),
        "value" => one(
            dice,
            &[ZONES, &["614-555-0199", "Harlan County", "OH"]].concat(),
        )
        .into(),
        "by" | "who" | "person" | "supervisor" | "verifier" | "name" | "said_by" => {
            one(dice, NAMES).into()
        }
        "entry" | "key" => example_of(row, key).unwrap_or_else(|| one(dice, WORDS).into()),
        _ => {
            // A list of choices in the meaning is taken for one.
            let choices = meaning.split(';').next().unwrap_or(meaning);
            let choices = choices.split(": ").last().unwrap_or(choices);
            let choices: Vec<&str> = choices.split(", ").collect();
            match (choices.len() > 2, example_of(row, key)) {
                (true, _) => one(dice, &choices).trim_matches('`').into(),
                (false, Some(value)) if dice.one_in(3) => value,
                _ if meaning.contains("as in open") => {
                    one(dice, &["phone", "web", "voicemail", "in person"]).into()
                }
                _ => one(dice, WORDS).into(),
            }
        }
    }
}

/// What the table's own example gives a key.
fn example_of(row: &Row, key: &str) -> Option<Value> {
    row.examples.iter().find_map(|line| {
        let object: Value = serde_json::from_str(line).ok()?;
        object.get(key).cloned()
    })
}
