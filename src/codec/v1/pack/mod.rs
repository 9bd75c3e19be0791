//! Rule packs: TOML text to plain values. A refusal names file, line, what stands there, and the nearest name.
//!
//! | file | what it is |
//! |---|---|
//! | `rule` | one duty of a pack: its anchor, its time, what stops it |
//! | `condition` | the condition on facts under which it is owed |
//! | `table` | a table of TOML that knows where it stands, and refuses what nobody reads |

mod condition;
mod rule;
mod table;

use rule::rule;
use table::{Source, Table, unknown};
use toml::de::DeTable;

use crate::record::{Desk, Problem};
use crate::rules::pack::{FEDERAL, FEDERAL_TOML, Pack};

/// Every key of a pack, with what it takes.
const PACK_KEYS: &[&str] = &["id", "version", "title", "effective", "verified", "duty"];

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::when::HOUR;
    use crate::record::{Event, Recorded};
    use crate::rules::pack::{Anchor, Condition, Happening, Within};

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
