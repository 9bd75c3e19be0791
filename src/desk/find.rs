//! Finding a child or a case by name, number, phone, plate or birth date, as typed.

use std::collections::{BTreeMap, BTreeSet};

use super::docket::Docket;
use super::views::{BORN, age_of, name_of};
use crate::record::case::Facts;
use crate::record::event::{Event, FactKey};
use crate::record::names::Sought;
use crate::record::value::PartialDate;
use crate::record::when::Ctx;
use crate::record::{
    ChildId, Moment, Recorded, SafeText, Stream, Value, Zone, fields, names, read,
};
use crate::wire::view::FoundRow;

/// How many rows an answer has at most.
const MOST: usize = 50;

/// Something a child or case can be found by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Folded for comparison: letters and digits for numbers, the search key for names.
    key: Box<str>,
    /// What it is, in words: `police number 27-004411`.
    why: Box<str>,
}

impl Entry {
    fn new(key: String, why: String) -> Self {
        Self {
            key: key.into(),
            why: why.into(),
        }
    }
}

/// Everything one child can be found by.
#[derive(Debug, Default)]
struct Words {
    names: Box<[Entry]>,
    numbers: Box<[Entry]>,
}

/// What each child is found by. Events only note whose words may have changed; the words are gathered when the
/// desk has time, or when somebody searches, so that neither a start nor an answer waits for them.
#[derive(Debug, Default)]
pub struct Finder {
    stale: BTreeSet<ChildId>,
    words: BTreeMap<ChildId, Words>,
}

impl Finder {
    /// Takes note of an event that was folded into the docket.
    pub fn apply(&mut self, docket: &Docket, recorded: &Recorded) {
        let child = match recorded.stream {
            Stream::Desk => return,
            Stream::Child(id) => Some(id),
            Stream::Case(id) => docket.child_of(id),
        };
        let matters = matches!(
            recorded.event,
            Event::Answered { .. }
                | Event::Attempted(_)
                | Event::AttemptWithdrawn { .. }
                | Event::Heard { .. }
                | Event::CaseOpened { .. }
                | Event::ChildNamed { .. }
                | Event::ItemRemoved { .. }
        );
        if let (Some(child), true) = (child, matters) {
            self.stale.insert(child);
        }
    }

    /// Gathers what changed since the last time.
    pub fn gather(&mut self, docket: &Docket) {
        for child in std::mem::take(&mut self.stale) {
            self.index(docket, child);
        }
    }

    fn index(&mut self, docket: &Docket, child: ChildId) {
        let mut found_names = Vec::new();
        let mut found_numbers = Vec::new();
        if let Some(known) = docket.child(child) {
            facts(&known.facts, &mut found_names, &mut found_numbers);
        }
        for case in docket.runs(child) {
            found_numbers.push(Entry::new(
                bare(&case.number),
                format!("case {}", case.number),
            ));
            facts(&case.facts, &mut found_names, &mut found_numbers);
            for attempt in case.attempts() {
                if let Some(number) = &attempt.number {
                    found_numbers.push(Entry::new(
                        bare(number.as_str()),
                        format!("{} number {number}", attempt.receiver.word()),
                    ));
                }
            }
            for heard in &case.heard {
                if let Some(number) = &heard.number {
                    found_numbers.push(Entry::new(
                        bare(number.as_str()),
                        format!("number given by {}: {number}", heard.from.word()),
                    ));
                }
            }
        }
        self.words.insert(
            child,
            Words {
                names: found_names.into(),
                numbers: found_numbers.into(),
            },
        );
    }

    /// The children and cases that what was typed may mean, best first.
    pub fn find(&mut self, docket: &Docket, words: &str, now: Moment) -> Vec<FoundRow> {
        self.gather(docket);
        let words = words.trim();
        let zone = docket.desk.as_ref().map_or(Zone::UTC, |desk| desk.zone);
        if words.is_empty() {
            return Vec::new();
        }
        let wanted = bare(words);
        let digits = wanted.chars().filter(char::is_ascii_digit).count();
        let born = date(words, now, zone);
        let sought = Sought::new(words);
        let mut found: Vec<(u8, Moment, ChildId, &str)> = Vec::new();
        for (child, words) in &self.words {
            if let Some((rank, why)) = words.matches(docket, *child, &sought, &wanted, digits, born)
            {
                let last = docket.latest(*child).map(|case| case.received.at.at);
                found.push((rank, last.unwrap_or_default(), *child, why));
            }
        }
        found.sort_by_key(|found| (found.0, std::cmp::Reverse(found.1)));
        // Rows cost more than matches: only those that are shown are made.
        found
            .into_iter()
            .filter_map(|(_, _, child, why)| row(docket, child, why.to_owned(), now, zone))
            .take(MOST)
            .collect()
    }
}

impl Words {
    /// How well a child fits, and why: a whole number first, then a name, then the beginning of a number.
    fn matches(
        &self,
        docket: &Docket,
        child: ChildId,
        sought: &Sought,
        wanted: &str,
        digits: usize,
        born: Option<PartialDate>,
    ) -> Option<(u8, &str)> {
        if digits > 0
            && let Some(entry) = self.numbers.iter().find(|e| *e.key == *wanted)
        {
            return Some((0, &entry.why));
        }
        if let Some(born) = born
            && let Some(known) = docket.child(child)
            && let Some(Value::Date(theirs)) = known
                .facts
                .answer(FactKey {
                    field: BORN,
                    item: None,
                })
                .and_then(|answer| answer.value())
            && *theirs == born
        {
            return Some((1, "date of birth"));
        }
        if let Some(entry) = self.names.iter().find(|e| sought.is_in(&e.key)) {
            return Some((2, &entry.why));
        }
        // The caller reads the end of a number as often as its beginning.
        if wanted.len() >= 3
            && digits >= 2
            && let Some(entry) = self.numbers.iter().find(|e| e.key.contains(wanted))
        {
            return Some((3, &entry.why));
        }
        None
    }
}

/// What a set of facts can be found by: names, and everything with a number in it.
fn facts(facts: &Facts, found_names: &mut Vec<Entry>, found_numbers: &mut Vec<Entry>) {
    for (key, kept) in facts.all() {
        let (Some(value), Some(field)) = (
            kept.now.answer.as_ref().and_then(|answer| answer.value()),
            fields::get(key.field),
        ) else {
            continue;
        };
        match value {
            Value::Name(name) => found_names.push(Entry::new(
                names::search_key(name.typed.as_str()),
                format!("{}: {}", field.label, name.typed),
            )),
            Value::Phone(phone) => {
                for spelled in [phone.e164.as_deref(), Some(phone.typed.as_str())]
                    .into_iter()
                    .flatten()
                {
                    found_numbers.push(Entry::new(
                        bare(spelled),
                        format!("{}: {}", field.label, phone.typed),
                    ));
                }
            }
            Value::Text(text) => {
                let id = field.id.0;
                if id == "child.called" || id.starts_with("alias.") {
                    found_names.push(Entry::new(
                        names::search_key(text.as_str()),
                        format!("{}: {text}", field.label),
                    ));
                }
                let compact = bare(text.as_str());
                let has_digit = compact.bytes().any(|b| b.is_ascii_digit());
                if has_digit && compact.len() <= 24 {
                    // Masked numbers are found by, never shown.
                    let shown = if field.masked {
                        SafeText::line("on file")
                    } else {
                        text.clone()
                    };
                    found_numbers.push(Entry::new(compact, format!("{}: {shown}", field.label)));
                }
            }
            _ => {}
        }
    }
}

fn row(docket: &Docket, child: ChildId, why: String, now: Moment, zone: Zone) -> Option<FoundRow> {
    // A child whose every intake went to another child's file is nobody.
    let case = docket.latest(child);
    let whole = docket.whole(case?.id)?;
    Some(FoundRow {
        child,
        name: name_of(&whole),
        case: case.map(|case| (case.id, case.number.clone(), case.closed.is_none())),
        why,
        age: age_of(&whole, now, zone),
        last_run: case.map(|case| case.received.at.at),
    })
}

/// Letters and digits, upper case.
fn bare(words: &str) -> String {
    words
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// A birth date, where what was typed is a whole one.
fn date(words: &str, now: Moment, zone: Zone) -> Option<PartialDate> {
    let field = fields::get(BORN)?;
    if !words.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    match read::parse(field, words, &Ctx::past(now, zone)).ok()? {
        Value::Date(date) if date.day.is_some() => Some(date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::local::LocalDesk;
    use crate::record::{DeskId, Moment, SessionId};
    use crate::store::MemoryLog;
    use crate::wire::command::AttemptSaid;
    use crate::wire::{Ask, Command, Message, Outcome, Said};

    const WHO: SessionId = SessionId(1);

    fn answer(field: &str, words: &str) -> Command {
        Command::Answer {
            case: "last".into(),
            field: field.into(),
            item: None,
            said: Said::Value(words.into()),
            said_by: None,
            as_of: None,
            reason: None,
            saw: None,
        }
    }

    #[test]
    fn a_case_is_found_by_name_any_number_phone_plate_and_birth_date() {
        let founding = crate::desk::founding::Founding {
            desk: DeskId(1),
            agency: None,
            zone: None,
            machine_zone: None,
            practice: true,
            prefix: "A".into(),
        };
        let now = Moment(1_802_153_520_000_000);
        let mut desk =
            LocalDesk::found(MemoryLog::new(), now, 1 << 64, &founding, "Priya").unwrap();
        for name in ["Tanisha Okafor", "Zoë Núñez-Øster"] {
            let open = Command::Open {
                key_at: None,
                name: Some(name.into()),
                child: None,
                channel: None,
                came_at: None,
                zone: None,
                linked: Vec::new(),
            };
            desk.carry(WHO, "Priya", open).unwrap();
        }
        for command in [
            answer("child.dob", "4/12/2011"),
            answer("call.callback", "(614) 555-0142"),
            Command::Add {
                case: "last".into(),
                group: "vehicle".into(),
                answers: vec![("vehicle.plate".into(), "ABC 1234".into())],
            },
            Command::Attempt(Box::new(AttemptSaid {
                case: "last".into(),
                duty: "police.report".into(),
                outcome: "told".into(),
                channel: Some("phone".into()),
                person: Some("Ofc. Ruiz".into()),
                number: Some("27-004411".into()),
                ..Default::default()
            })),
        ] {
            desk.carry(WHO, "Priya", command).unwrap();
        }
        for (words, number, why) in [
            ("nunez", "A-0002", "Full name"),
            ("zoe", "A-0002", "Full name"),
            ("okafor", "A-0001", "Full name"),
            ("a-0002", "A-0002", "case"),
            ("27 004411", "A-0002", "police number"),
            ("4411", "A-0002", "police number"),
            ("614 555 0142", "A-0002", "Call-back"),
            ("abc1234", "A-0002", "plate"),
            ("04/12/2011", "A-0002", "date of birth"),
        ] {
            let sent = desk.ask(WHO, "Priya", Ask::Find(words.into()));
            let Message::Reply {
                result: Ok(Outcome::Found(rows)),
                ..
            } = &sent[0]
            else {
                panic!("{sent:?}");
            };
            assert_eq!(rows.len(), 1, "{words}: {rows:?}");
            assert_eq!(rows[0].case.as_ref().unwrap().1, number, "{words}");
            assert!(
                rows[0].why.to_lowercase().contains(&why.to_lowercase()),
                "{words}: {}",
                rows[0].why
            );
        }
        let sent = desk.ask(WHO, "Priya", Ask::Find("nobody".into()));
        assert!(
            matches!(&sent[0], Message::Reply { result: Ok(Outcome::Found(rows)), .. } if rows.is_empty())
        );
    }
}
