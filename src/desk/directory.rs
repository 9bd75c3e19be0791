//! The numbers card: national numbers known to the program, and the entries the desk keeps.

use super::docket::Docket;
use crate::codec::v1::directory::{self, Entry};
use crate::record::case::Whole;
use crate::record::{FieldId, Problem, SafeText, Value};
use crate::wire::view::DirectoryRow;

/// A national number: key, name, numbers, note. Source and day of verification stand with the list.
struct National {
    key: &'static str,
    name: &'static str,
    numbers: &'static [(&'static str, &'static str)],
    note: &'static str,
}

/// The day the national numbers were last compared with their public pages.
const VERIFIED: &str = "2026-11-21";

/// National numbers, from the agencies' own public pages (missingkids.org, 1800runaway.org,
/// humantraffickinghotline.org, travel.state.gov, fema.gov).
const NATIONAL: &[National] = &[
    National {
        key: "national.911",
        name: "Emergency",
        numbers: &[("call", "911")],
        note: "Danger now, abduction, a small child, water, missed insulin: the caller hangs up and dials.",
    },
    National {
        key: "national.ncmec",
        name: "NCMEC",
        numbers: &[
            ("call", "1-800-843-5678"),
            ("letters", "1-800-THE-LOST"),
            ("e-mail", "CMFC@ncmec.org"),
        ],
        note: "Day and night. The web log-on is at cmfc.missingkids.org; whose account the desk uses is a setting of the desk.",
    },
    National {
        key: "national.nrs",
        name: "National Runaway Safeline",
        numbers: &[("call", "1-800-786-2929")],
        note: "For young people of about 12 to 21 and those who look for them.",
    },
    National {
        key: "national.trafficking",
        name: "National Human Trafficking Hotline",
        numbers: &[("call", "1-888-373-7888")],
        note: "",
    },
    National {
        key: "national.state",
        name: "State Department, Office of Children's Issues",
        numbers: &[("call", "1-888-407-4747")],
        note: "A parent may take the child out of the country.",
    },
    National {
        key: "national.necl",
        name: "National Emergency Child Locator Center",
        numbers: &[("call", "1-877-908-9570")],
        note: "Only while it is activated after a disaster.",
    },
];

/// The whole card: national numbers, then the desk's entries by kind and name.
pub fn card(docket: &Docket) -> Vec<DirectoryRow> {
    let mut rows: Vec<DirectoryRow> = NATIONAL
        .iter()
        .map(|national| DirectoryRow {
            key: national.key.to_owned(),
            kind: "national".to_owned(),
            name: SafeText::line(national.name),
            numbers: national
                .numbers
                .iter()
                .map(|(name, number)| ((*name).to_owned(), SafeText::line(number)))
                .collect(),
            ori: None,
            zone: None,
            area: SafeText::default(),
            verified: Some(VERIFIED.to_owned()),
            note: SafeText::line(national.note),
        })
        .collect();
    let mut kept = entries(docket);
    // The desk's own word on a national number stands in place of ours.
    rows.retain(|row| !kept.iter().any(|entry| entry.key == row.key));
    kept.sort_by(|a, b| (rank(&a.kind), &a.name).cmp(&(rank(&b.kind), &b.name)));
    rows.extend(kept);
    rows
}

/// The kinds of entries, in the order of the card.
pub const KINDS: &[&str] = &[
    "national",
    "police",
    "watch commander",
    "sheriff",
    "clearinghouse",
    "fbi",
    "on call",
];

fn rank(kind: &str) -> usize {
    KINDS
        .iter()
        .position(|known| *known == kind)
        .unwrap_or(KINDS.len())
}

/// A key and an entry as the desk would store them.
///
/// # Errors
/// Why the desk would refuse them.
pub fn check(key: &str, fields: &[(String, String)]) -> Result<(String, Entry), Problem> {
    use super::decide::settings;
    Ok((settings::directory_key(key)?, settings::entry(fields)?))
}

/// The desk's own entries.
fn entries(docket: &Docket) -> Vec<DirectoryRow> {
    docket
        .desk
        .iter()
        .flat_map(|desk| &desk.directory)
        .map(|(key, text)| match directory::from_toml(text) {
            Ok(entry) => row(key, &entry),
            // A number that cannot be read is said, never left out: somebody counts on it.
            Err(problem) => DirectoryRow {
                key: key.clone(),
                kind: "on call".to_owned(),
                name: SafeText::line(key),
                numbers: Vec::new(),
                ori: None,
                zone: None,
                area: SafeText::default(),
                verified: None,
                note: SafeText::line(&format!("This entry cannot be read: {problem}")),
            },
        })
        .collect()
}

fn row(key: &str, entry: &directory::Entry) -> DirectoryRow {
    DirectoryRow {
        key: key.to_owned(),
        kind: entry.kind.clone(),
        name: SafeText::line(&entry.name),
        numbers: entry
            .numbers
            .iter()
            .map(|(name, number)| (name.clone(), SafeText::line(number)))
            .collect(),
        ori: entry.ori.clone(),
        zone: entry.zone.as_ref().and_then(|zone| zone.parse().ok()),
        area: SafeText::line(&entry.area.join(", ")),
        verified: entry.verified.clone(),
        note: SafeText::line(&entry.note),
    }
}

/// The fields that say where the child was last seen, most telling first.
const PLACES: &[&str] = &[
    "seen.place",
    "seen.city",
    "seen.county",
    "seen.zip",
    "missing.city",
];

/// Police agencies that may answer for the place where the child was last seen, best first.
///
/// An agency is proposed by the words of its area (city, county, ZIP) that the place names; the rest of the
/// police entries follow, so that nothing has to be looked up elsewhere.
pub fn proposals(docket: &Docket, whole: &Whole<'_>) -> Vec<DirectoryRow> {
    let mut said = String::new();
    for id in PLACES {
        if let Some(field) = crate::record::fields::by_name(id)
            && let Some(Value::Text(text)) = whole.value(FieldId(field.id.0))
        {
            said.push_str(text.as_str());
            said.push('\n');
        }
    }
    let said = folded(&said);
    let mut scored: Vec<(usize, DirectoryRow)> = docket
        .desk
        .iter()
        .flat_map(|desk| &desk.directory)
        .filter_map(|(key, text)| Some((key, directory::from_toml(text).ok()?)))
        .filter(|(_, entry)| {
            matches!(
                entry.kind.as_str(),
                "police" | "sheriff" | "watch commander"
            )
        })
        .map(|(key, entry)| {
            // A longer name says more: "east harlan" beats "harlan".
            let score = entry
                .area
                .iter()
                .filter(|place| names(&said, &folded(place)))
                .map(|place| place.len())
                .sum();
            (score, row(key, &entry))
        })
        .collect();
    scored.sort_by(|(a, x), (b, y)| {
        b.cmp(a)
            .then_with(|| rank(&x.kind).cmp(&rank(&y.kind)))
            .then_with(|| x.name.cmp(&y.name))
    });
    scored.into_iter().map(|(_, row)| row).collect()
}

/// Lower case letters and digits, one space between words, marks taken off.
fn folded(text: &str) -> String {
    let plain = deunicode::deunicode(text).to_lowercase();
    let spaced: String = plain
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether whole words of `place` stand in `said`.
fn names(said: &str, place: &str) -> bool {
    !place.is_empty() && format!(" {said} ").contains(&format!(" {place} "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::local::LocalDesk;
    use crate::record::{DeskId, Moment, SessionId};
    use crate::store::MemoryLog;
    use crate::wire::{Command, Said};

    const WHO: SessionId = SessionId(1);

    fn desk() -> LocalDesk<MemoryLog> {
        let founding = crate::desk::founding::Founding {
            desk: DeskId(1),
            agency: None,
            zone: None,
            machine_zone: None,
            practice: true,
            prefix: "A".into(),
        };
        let now = Moment(1_802_153_520_000_000);
        LocalDesk::found(MemoryLog::new(), now, 1 << 64, &founding, "Priya").unwrap()
    }

    fn set(key: &str, entry: &[(&str, &str)]) -> Command {
        Command::SetDirectory {
            key: key.into(),
            entry: entry
                .iter()
                .map(|(name, words)| ((*name).to_owned(), (*words).to_owned()))
                .collect(),
        }
    }

    fn police(desk: &mut LocalDesk<MemoryLog>, key: &str, area: &str) {
        let entry = [
            ("kind", "police"),
            ("name", key),
            ("dispatch", "614-555-0100"),
            ("area", area),
        ];
        desk.carry(WHO, "Priya", set(key, &entry)).unwrap();
    }

    #[test]
    fn agencies_are_proposed_by_the_words_of_the_last_seen_place() {
        let mut desk = desk();
        police(&mut desk, "police.harlan", "Harlan, Harlan County");
        police(&mut desk, "police.east-harlan", "East Harlan, 43215");
        police(&mut desk, "police.columbus", "Columbus");
        let open = Command::Open {
            key_at: None,
            name: None,
            child: None,
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        };
        desk.carry(WHO, "Priya", open).unwrap();
        for (place, first) in [
            ("bus stop in East Harlan", "police.east-harlan"),
            ("a mall in columbus.", "police.columbus"),
            ("5th St, 43215", "police.east-harlan"),
        ] {
            let answer = Command::Answer {
                case: "last".into(),
                field: "seen.place".into(),
                item: None,
                said: Said::Value(place.into()),
                said_by: None,
                as_of: None,
                reason: None,
                saw: None,
            };
            desk.carry(WHO, "Priya", answer).unwrap();
            let docket = desk.core().docket();
            let id = docket.case_ids().next().unwrap();
            let rows = proposals(docket, &docket.whole(id).unwrap());
            assert_eq!(rows[0].key, first, "{place}");
            assert_eq!(rows.len(), 3, "nothing has to be looked up elsewhere");
        }
    }

    #[test]
    fn an_entry_is_held_to_its_shape() {
        let mut desk = desk();
        for (entry, words) in [
            (vec![("kind", "police"), ("name", "X")], "needs a number"),
            (vec![("kind", "polis"), ("name", "X")], "is one of"),
            (
                vec![("name", "X"), ("dispatch", "614-555-0100")],
                "needs its kind",
            ),
            (
                vec![("kind", "police"), ("dispatch", "614-555-0100")],
                "needs a name",
            ),
            (vec![("dispatch", "call them")], "telephone number"),
            (vec![("ori", "OH1")], "nine letters"),
            (vec![("verified", "yesterday")], "ISO date"),
            (vec![("zone", "Nowhere/Town")], "IANA"),
        ] {
            let problem = desk
                .carry(WHO, "Priya", set("police.x", &entry))
                .unwrap_err();
            assert!(problem.to_string().contains(words), "{problem}");
        }
    }

    #[test]
    fn the_desks_word_on_a_national_number_stands_in_place_of_ours() {
        let mut desk = desk();
        assert!(
            card(desk.core().docket())
                .iter()
                .any(|row| row.key == "national.ncmec")
        );
        let entry = [
            ("kind", "national"),
            ("name", "NCMEC"),
            ("call", "1-800-843-5678"),
            ("note", "our account: nightdesk"),
        ];
        desk.carry(WHO, "Priya", set("national.ncmec", &entry))
            .unwrap();
        let card = card(desk.core().docket());
        let rows: Vec<_> = card
            .iter()
            .filter(|row| row.key == "national.ncmec")
            .collect();
        assert_eq!(rows.len(), 1);
        assert!(rows[0].note.as_str().contains("nightdesk"));
    }
}
