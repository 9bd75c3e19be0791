//! Every role against every ask, generated from the tables: a session that skips its screen gets nothing that the
//! table forbids.

use std::collections::BTreeMap;

use porchlight::codec::command;
use porchlight::desk::commands;
use porchlight::desk::who::gate;
use porchlight::record::field::Tier;
use porchlight::record::who::{Act, Role, acts};
use porchlight::record::{CaseId, SessionId, fields};
use porchlight::wire::who::{self, Change, Phrase};
use porchlight::wire::{Ask, Command, Outcome};

use super::crowd::{Crowd, MINUTE, phrase_of};

const NAME: &str = "Zmarkername";
/// Fields with a marker each: one for every tier, and one that is masked.
const MARKED: &[(&str, &str)] = &[
    ("child.ssn", "987-65-4321"),
    ("carried.weapon", "Wmarkerknife"),
    ("found.changes", "Cmarkerplacement"),
    ("seen.wearing", "Gmarkerhoodie"),
];

fn marked() -> Vec<(&'static str, &'static str, Tier, bool)> {
    MARKED
        .iter()
        .filter_map(|(id, marker)| {
            let field = fields::by_name(id)?;
            Some((*id, *marker, field.tier, field.masked))
        })
        .collect()
}

/// Every command of the table, about a case by number.
fn commands(number: &str) -> Vec<Command> {
    commands::TABLE
        .iter()
        .filter_map(|row| row.examples.first())
        .map(|line| {
            let line = line
                .replace("\"last\"", &format!("\"{number}\""))
                .replace("A-0001", number)
                .replace("A-0002", number);
            command::read(&line, |_| None).unwrap().command
        })
        .collect()
}

/// Everything that is asked of the desk about a case, and about the roster, with the act it falls under for a role.
fn asks(number: &str, case: CaseId) -> Vec<Ask> {
    let mut all: Vec<Ask> = commands(number).into_iter().map(Ask::Do).collect();
    all.extend([
        Ask::WatchBoard,
        Ask::WatchCase(Some(case)),
        Ask::Sheet {
            case,
            sheet: "police".into(),
        },
        Ask::Sheet {
            case,
            sheet: "ncmec".into(),
        },
        Ask::Sheet {
            case,
            sheet: "audit".into(),
        },
        Ask::Find(NAME.into()),
        Ask::History {
            case,
            field: None,
            item: None,
        },
        Ask::History {
            case,
            field: Some("child.name".into()),
            item: None,
        },
        Ask::Drafts,
        Ask::Directory,
        Ask::WatchShift(true),
        Ask::Handover,
    ]);
    all
}

fn roster_asks(case: CaseId) -> Vec<(Act, who::Ask)> {
    vec![
        (Act::Roster, who::Ask::Roster),
        (Act::Review, who::Ask::Flags),
        (
            Act::Reveal,
            who::Ask::Reveal {
                case,
                fields: Vec::new(),
                reason: "police ask for it".into(),
            },
        ),
        (
            Act::BreakGlass,
            who::Ask::BreakGlass {
                case,
                reason: "seen with the man".into(),
            },
        ),
        (
            Act::EditRoster,
            who::Ask::Change(Change::Role {
                name: "Ravi".into(),
                role: "intake".into(),
            }),
        ),
        (
            Act::Release,
            who::Ask::Change(Change::Release {
                name: "Ravi".into(),
                reason: "spoke with him".into(),
            }),
        ),
    ]
}

/// A desk with one marked case.
fn with_case() -> (Crowd, String, CaseId) {
    let mut crowd = Crowd::staffed();
    let olga = crowd.seated("Olga");
    let (number, case) = crowd.open(olga, NAME);
    for (field, marker, _, _) in marked() {
        crowd.answer(olga, &number, field, marker).unwrap();
    }
    crowd.who(olga, who::Ask::SignOut).unwrap();
    (crowd, number, case)
}

fn is_refusal(result: &Result<Outcome, porchlight::record::Problem>) -> bool {
    matches!(
        result,
        Err(_) | Ok(Outcome::Who(who::Outcome::ProveFirst { .. }))
    )
}

#[test]
fn every_command_has_a_row_in_the_table_of_roles() {
    for (name, _) in command::COMMANDS {
        assert!(
            Act::of_verb(name).is_some(),
            "nobody decided who may `{name}`: give it a row in src/record/who/acts.rs"
        );
    }
    let mut known: Vec<&str> = command::COMMANDS.iter().map(|(name, _)| *name).collect();
    // The one command that only a screen sends.
    known.push("take draft");
    for verb in acts::TABLE.iter().flat_map(|row| row.verbs) {
        assert!(known.contains(verb), "`{verb}` is no command");
    }
}

#[test]
fn whoever_skips_the_screen_gets_nothing_that_the_table_forbids() {
    let (mut crowd, number, case) = with_case();
    let mut cells = BTreeMap::<&str, usize>::new();
    for (name, role) in [
        ("Ines", Role::Intake),
        ("Ravi", Role::Reviewer),
        ("Olga", Role::Supervisor),
        ("Aude", Role::Auditor),
    ] {
        let session = crowd.seated(name);
        for ask in asks(&number, case) {
            let act = gate::act_of(&ask, role).unwrap();
            let may = act.is_none_or(|act| acts::may(role, act));
            let before = crowd.facts();
            let result = crowd.ask(session, ask.clone());
            if may {
                let words = result.as_ref().err().map(ToString::to_string);
                let by_role = words.is_some_and(|words| words.contains("Your role"));
                assert!(!by_role, "{role} may {ask:?}: {result:?}");
                *cells.entry("allowed").or_default() += 1;
            } else {
                assert!(is_refusal(&result), "{role} got {ask:?}: {result:?}");
                assert_eq!(crowd.facts(), before, "{role} wrote by {ask:?}");
                *cells.entry("forbidden").or_default() += 1;
            }
        }
        for (act, ask) in roster_asks(case) {
            let result = crowd.ask(session, Ask::Who(ask.clone()));
            if !acts::may(role, act) {
                assert!(is_refusal(&result), "{role} got {ask:?}: {result:?}");
                *cells.entry("forbidden").or_default() += 1;
            } else {
                let words = result.err().map(|problem| problem.to_string());
                assert!(
                    !words.is_some_and(|words| words.contains("Your role")),
                    "{role} may {ask:?}"
                );
                *cells.entry("allowed").or_default() += 1;
            }
        }
        crowd.who(session, who::Ask::SignOut).unwrap();
    }
    println!("roles × asks: {cells:?}");
    assert!(
        cells["forbidden"] > 60 && cells["allowed"] > 60,
        "{cells:?}"
    );
}

/// Nothing that a session is ever sent holds a marker above what its role sees; before it signs in, while it is
/// locked, after it was suspended: none at all.
#[test]
fn no_byte_that_is_sent_holds_more_than_the_role_sees() {
    let (mut crowd, number, case) = with_case();
    let reads = |crowd: &mut Crowd, session: SessionId| {
        for ask in asks(&number, case) {
            if !matches!(ask, Ask::Do(_)) {
                let _ = crowd.ask(session, ask);
            }
        }
        // A change makes every watcher's view be sent again.
        crowd.pass(MINUTE);
        crowd.bytes(session)
    };
    // Nobody has signed in.
    let rogue = crowd.join(1000);
    let sent = reads(&mut crowd, rogue);
    for (_, marker, _, _) in marked() {
        assert!(!sent.contains(marker), "{marker} before signing in");
    }
    assert!(!sent.contains(NAME) && !sent.contains(&number), "{sent}");
    for (name, role) in [
        ("Ines", Role::Intake),
        ("Ravi", Role::Reviewer),
        ("Olga", Role::Supervisor),
        ("Aude", Role::Auditor),
    ] {
        let session = crowd.seated(name);
        let sent = reads(&mut crowd, session);
        for (field, marker, tier, masked) in marked() {
            let sees = role.sees().is_some_and(|most| tier <= most);
            if masked {
                // On a case it is masked until it is shown; on the sheet of who asks for it, it stands.
                let case_view = sent
                    .lines()
                    .filter(|line| line.starts_with("{\"case\""))
                    .any(|line| line.contains(marker));
                assert!(!case_view, "{role} sees {field} unasked");
            }
            assert!(
                sees || !sent.contains(marker),
                "{role} was sent {field} ({tier:?})"
            );
            if sees && !masked {
                assert!(sent.contains(marker), "{role} may see {field} and does not");
            }
        }
        assert_eq!(
            sent.contains(NAME),
            role != Role::Auditor,
            "{role}: the name"
        );
        // Locked: the board goes on without names.
        crowd.who(session, who::Ask::Lock).unwrap();
        crowd.bytes(session);
        let sent = reads(&mut crowd, session);
        for (_, marker, _, _) in marked() {
            assert!(!sent.contains(marker), "{role}, locked");
        }
        assert!(!sent.contains(NAME), "{role}, locked: {sent}");
        assert!(sent.contains(&number), "the board still counts: {sent}");
        crowd.gone(session);
    }
}

#[test]
fn working_unsigned_sees_only_what_was_typed_here() {
    let (mut crowd, number, case) = with_case();
    let session = crowd.join(1000);
    crowd
        .who(
            session,
            who::Ask::Alone {
                name: "Ines".into(),
                reason: "phrase forgotten".into(),
            },
        )
        .unwrap();
    crowd.bytes(session);
    for ask in asks(&number, case) {
        let _ = crowd.ask(session, ask);
    }
    for (_, ask) in roster_asks(case) {
        assert!(is_refusal(&crowd.ask(session, Ask::Who(ask))));
    }
    crowd.pass(MINUTE);
    let sent = crowd.bytes(session);
    for (_, marker, _, _) in marked() {
        assert!(!sent.contains(marker), "{marker}");
    }
    assert!(!sent.contains(NAME), "{sent}");
    // What is typed here is seen here.
    let (own, own_case) = crowd.open(session, "Ownmarker Child");
    crowd
        .answer(session, &own, "seen.wearing", "own green hoodie")
        .ok();
    crowd.ask(session, Ask::WatchCase(Some(own_case))).unwrap();
    let sent = crowd.bytes(session);
    assert!(sent.contains("Ownmarker"), "{sent}");
    // A colleague writes to it: that stays hidden.
    let olga = crowd.seated("Olga");
    crowd
        .answer(olga, &own, "carried.weapon", "Xmarkerlater")
        .unwrap();
    let sent = crowd.bytes(session);
    assert!(!sent.contains("Xmarkerlater"), "{sent}");
    // A call on any case can be recorded by its number, and says nothing back.
    let attempt = command::read(
        &format!(
            r#"{{"do":"attempt","case":"{number}","duty":"police.report","outcome":"no answer"}}"#
        ),
        |_| None,
    )
    .unwrap()
    .command;
    crowd.does(session, attempt).unwrap();
    let note = crowd.answer(session, &number, "child.name", "Somebody Else");
    assert!(note.is_err(), "{note:?}");
}

#[test]
fn a_privileged_act_wants_the_phrase_again() {
    let mut crowd = Crowd::staffed();
    let olga = crowd.seated("Olga");
    let role = || {
        who::Ask::Change(Change::Role {
            name: "Ravi".into(),
            role: "intake".into(),
        })
    };
    crowd.pass(6 * MINUTE);
    let asked = crowd.who(olga, role()).unwrap();
    assert!(
        matches!(asked, who::Outcome::ProveFirst { .. }),
        "{asked:?}"
    );
    let prove = who::Ask::Prove {
        phrase: Phrase::new(phrase_of("Olga")),
    };
    crowd.who(olga, prove).unwrap();
    let done = crowd.who(olga, role()).unwrap();
    assert!(matches!(done, who::Outcome::Done(_)), "{done:?}");
    assert!(crowd.has_row("prove", "Olga", "done"));
    assert!(crowd.has_row("set role", "Olga", "done"));
}
