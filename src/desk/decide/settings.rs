//! Settings of the desk, and its numbers card.

use super::{Draft, maybe};
use crate::codec::v1::directory::{self, Entry};
use crate::desk::directory::KINDS;
use crate::desk::shift;
use crate::desk::who::seats::{IDLE_KEY, IDLE_MOST};
use crate::desk::who::words::NOTICE_KEY;
use crate::record::event::Event;
use crate::record::{Problem, SafeText, Stream, Zone};
use crate::store::backup::schedule;

/// A setting: its key, what it is, a right example.
pub struct Setting {
    /// The key.
    pub key: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// A value that would be accepted.
    pub example: &'static str,
}

/// The settings there are.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "agency",
        meaning: "the agency's name, as it introduces itself on the phone",
        example: "Harlan County Children Services",
    },
    Setting {
        key: "zone",
        meaning: "the agency's time zone",
        example: "America/New_York",
    },
    Setting {
        key: "phone",
        meaning: "the number that police and NCMEC call day and night when the child is found",
        example: "614-555-0199",
    },
    Setting {
        key: "state",
        meaning: "the state, two letters",
        example: "OH",
    },
    Setting {
        key: "ncmec.account",
        meaning: "whose account the desk uses for the NCMEC web form",
        example: "night desk, nightdesk@harlan.example",
    },
    Setting {
        key: "supervisor",
        meaning: "the supervisor on call",
        example: "Oscar Hale, 614-555-0123",
    },
    Setting {
        key: NOTICE_KEY,
        meaning: "what everybody reads before signing in, where the desk has a roster",
        example: "Restricted information. Use is watched and recorded; misuse is prosecuted; use means consent.",
    },
    Setting {
        key: IDLE_KEY,
        meaning: "after how many minutes without a key a screen locks, 1 to 30, where the desk has a roster",
        example: "10",
    },
    Setting {
        key: "claim.minutes",
        meaning: "minutes without an entry after which a claim returns to the board (20 when not set)",
        example: "20",
    },
    Setting {
        key: "silent.minutes",
        meaning: "minutes without an entry after which a case with something owed counts as silent (60 when not set)",
        example: "60",
    },
    Setting {
        key: "handover.minutes",
        meaning: "minutes after which a duty handed over and not accepted alerts the supervisor (15 when not set)",
        example: "15",
    },
    Setting {
        key: "backup.minutes",
        meaning: "how many minutes a change waits for its backup at most (5 to 1440), or off",
        example: "15",
    },
    Setting {
        key: "backup.folder",
        meaning: "where scheduled backups go, best on another disk",
        example: "/srv/backups/porchlight",
    },
];

pub(super) fn set_desk(draft: &mut Draft<'_>, key: &str, value: &str) -> Result<(), Problem> {
    let key = key.trim();
    let Some(desk) = &draft.sit.docket.desk else {
        return Err(Problem::setup("This desk has not been founded yet."));
    };
    let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
        let keys: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
        return Err(Problem::operator(format!(
            "There is no setting `{}`; the settings are {}.",
            SafeText::line(key),
            keys.join(", ")
        ))
        .example("phone"));
    };
    let value = maybe(Some(value)).ok_or_else(|| {
        Problem::operator(format!(
            "The setting `{key}` needs a value: {}.",
            setting.meaning
        ))
        .example(setting.example)
    })?;
    let mut value = value;
    match key {
        // Kept by its IANA name, whatever it was called.
        "zone" => value = SafeText::line(value.as_str().parse::<Zone>()?.name()),
        "phone" => {
            super::super::say::phone("The 24-hour number", value.as_str())?;
        }
        "state"
            if value.as_str().len() != 2
                || !value.as_str().bytes().all(|b| b.is_ascii_alphabetic()) =>
        {
            return Err(Problem::operator("A state is two letters.").example("OH"));
        }
        IDLE_KEY => {
            let minutes = value.as_str().trim().parse::<i64>().ok();
            let minutes = minutes
                .filter(|minutes| (1..=IDLE_MOST).contains(minutes))
                .ok_or_else(|| {
                    Problem::operator(format!(
                        "A screen locks after 1 to {IDLE_MOST} minutes without a key; 10 when nothing is set."
                    ))
                    .example("10")
                })?;
            value = SafeText::line(&minutes.to_string());
        }
        "backup.minutes" if schedule::minutes(value.as_str()).is_none() => {
            return Err(Problem::operator(
                "Backups are made every 5 to 1440 minutes while there are changes, or not at all: off.",
            )
            .example("15"));
        }
        "backup.folder" if !std::path::Path::new(value.as_str()).is_absolute() => {
            return Err(Problem::operator(
                "The folder of backups is named in full, from the root on.",
            )
            .example("/srv/backups/porchlight"));
        }
        _ => {}
    }
    if let Some(minutes) = shift::SETTINGS.iter().find(|minutes| minutes.key == key) {
        let read = minutes.read(value.as_str()).ok_or_else(|| {
            Problem::operator(format!(
                "The setting `{key}` is a number of minutes from 1 to 1440."
            ))
            .example(setting.example)
        })?;
        value = SafeText::line(&read.to_string());
    }
    if desk.settings.get(key) == Some(&value) {
        return Ok(());
    }
    draft.write(
        Stream::Desk,
        Event::DeskSet {
            key: key.to_owned(),
            value,
        },
    );
    Ok(())
}

pub(super) fn set_directory(
    draft: &mut Draft<'_>,
    key: &str,
    fields: &[(String, String)],
) -> Result<(), Problem> {
    let Some(desk) = &draft.sit.docket.desk else {
        return Err(Problem::setup("This desk has not been founded yet."));
    };
    let key = directory_key(key)?;
    if fields.is_empty() {
        if desk.directory.contains_key(&key) {
            draft.write(Stream::Desk, Event::DirectorySet { key, entry: None });
        }
        return Ok(());
    }
    let text = directory::to_toml(&entry(fields)?);
    if desk.directory.get(&key) != Some(&text) {
        draft.write(
            Stream::Desk,
            Event::DirectorySet {
                key,
                entry: Some(text),
            },
        );
    }
    Ok(())
}

/// The key of a directory entry, as it is stored.
pub(in crate::desk) fn directory_key(key: &str) -> Result<String, Problem> {
    let key = key.trim().to_lowercase();
    let fits =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if key.is_empty() || !key.chars().all(fits) {
        return Err(Problem::operator(
            "The key of a directory entry is lower-case letters, digits, dots and dashes.",
        )
        .example("police.columbus"));
    }
    Ok(key)
}

/// An entry from its fields by name; whatever is not a field of its own is a number.
pub(in crate::desk) fn entry(fields: &[(String, String)]) -> Result<Entry, Problem> {
    let mut entry = Entry {
        kind: String::new(),
        name: String::new(),
        ori: None,
        zone: None,
        area: Vec::new(),
        verified: None,
        note: String::new(),
        numbers: Default::default(),
    };
    for (name, words) in fields {
        let words = SafeText::line(words).as_str().to_owned();
        if words.is_empty() {
            continue;
        }
        match name.trim().to_lowercase().as_str() {
            "kind" => {
                let kind = words.to_lowercase().replace(['_', '-'], " ");
                if !KINDS.contains(&kind.as_str()) {
                    return Err(Problem::operator(format!(
                        "The kind of a directory entry is one of {}.",
                        KINDS.join(", ")
                    ))
                    .example("police"));
                }
                entry.kind = kind;
            }
            "name" => entry.name = words,
            "ori" => {
                let ori = words.to_uppercase();
                if ori.len() != 9 || !ori.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    return Err(Problem::operator("An ORI is nine letters and digits.")
                        .example("OH0250000"));
                }
                entry.ori = Some(ori);
            }
            "zone" => {
                entry.zone = Some(words.parse::<Zone>()?.name().to_owned());
            }
            "area" => {
                entry.area = words
                    .split([',', ';'])
                    .map(str::trim)
                    .filter(|place| !place.is_empty())
                    .map(str::to_owned)
                    .collect();
            }
            "verified" => {
                if chrono::NaiveDate::parse_from_str(&words, "%Y-%m-%d").is_err() {
                    return Err(
                        Problem::operator("The day an entry was verified is an ISO date.")
                            .example("2026-11-21"),
                    );
                }
                entry.verified = Some(words);
            }
            "note" => entry.note = words,
            // An e-mail address stands among the numbers too.
            number if words.contains('@') => {
                entry.numbers.insert(number.to_owned(), words);
            }
            number => {
                super::super::say::phone(&format!("The number `{number}`"), &words)?;
                entry.numbers.insert(number.to_owned(), words);
            }
        }
    }
    if entry.kind.is_empty() {
        return Err(Problem::operator("A directory entry needs its kind.").example("police"));
    }
    if entry.name.is_empty() {
        return Err(Problem::operator("A directory entry needs a name.").example("Columbus Police"));
    }
    if entry.numbers.is_empty() {
        return Err(
            Problem::operator("A directory entry needs a number.").example("dispatch 614-555-0100")
        );
    }
    Ok(entry)
}
