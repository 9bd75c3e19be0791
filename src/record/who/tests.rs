use super::*;
use crate::record::event::{Event, Recorded};
use crate::record::who::tries::{MOST, Standing, WINDOW};
use crate::record::{Moment, OperatorId, SessionId, Stream};

const SECOND: i64 = 1_000_000;

#[test]
fn every_act_has_one_row_and_every_verb_one_home() {
    let mut verbs = std::collections::BTreeSet::new();
    let mut acts = std::collections::BTreeSet::new();
    for row in acts::TABLE {
        assert!(acts.insert(row.act), "{} stands twice", row.name);
        assert!(!row.roles.is_empty(), "nobody may {}", row.name);
        for verb in row.verbs {
            assert!(verbs.insert(*verb), "{verb} stands twice");
            assert_eq!(Act::of_verb(verb), Some(row.act));
        }
        // Only whoever can be held to it may change who may.
        if matches!(row.act, Act::EditRoster | Act::Release | Act::Maintain) {
            assert_eq!(row.roles, [Role::Supervisor]);
            assert!(row.fresh, "{}", row.name);
        }
    }
    assert_eq!(Act::of_verb("erase everything"), None);
}

#[test]
fn an_auditor_changes_nothing_and_sees_no_value() {
    assert_eq!(Role::Auditor.sees(), None);
    for row in acts::TABLE {
        let changes = !row.verbs.is_empty();
        assert!(!(changes && may(Role::Auditor, row.act)), "{}", row.name);
    }
    assert!(!may(Role::Auditor, Act::Case) && may(Role::Auditor, Act::Log));
}

#[test]
fn a_phrase_is_refused_in_words_that_do_not_hold_it() {
    for (phrase, part) in [
        ("seven c", "at least 8"),
        ("Password123", "first that anybody"),
        ("aaaaaaaaaa", "first that anybody"),
        ("lena ortiz", "first that anybody"),
        ("eight\u{7}chars", "control"),
    ] {
        let problem = check_phrase(phrase, "Lena Ortiz").unwrap_err().to_string();
        assert!(problem.contains(part), "{problem}");
        assert!(!problem.contains(phrase), "{problem}");
    }
    assert!(check_phrase(&"é".repeat(64), "x").is_err(), "one letter");
    let long = "correct horse battery staple ".repeat(5);
    let problem = check_phrase(&long, "x").unwrap_err().to_string();
    assert!(
        problem.contains("145") && problem.contains("not cut"),
        "{problem}"
    );
    // 128 bytes pass whole; 8 characters of any kind do.
    assert!(check_phrase(&"ab cd ef".repeat(16), "x").is_ok());
    assert!(check_phrase("ähm, näh", "x").is_ok());
}

#[test]
fn a_verifier_shows_nothing_and_knows_its_own() {
    let verifier = Verifier {
        rounds: 3,
        salt: [7; 16],
        check: [9; 32],
    };
    assert!(verifier.is(&[9; 32]));
    let mut other = [9; 32];
    other[31] = 8;
    assert!(!verifier.is(&other));
    assert_eq!(format!("{verifier:?}"), "Verifier(3 rounds)");
}

fn recorded(seq: u64, at: i64, event: Event) -> Recorded {
    Recorded {
        stream: Stream::Desk,
        seq,
        at: Moment(at),
        operator: "Lena Ortiz".into(),
        session: SessionId(1),
        request: 0,
        event,
    }
}

#[test]
fn the_wait_doubles_from_the_third_and_the_window_forgets() {
    let wrong: Vec<Moment> = (0..3).map(|n| Moment(n * SECOND)).collect();
    let now = Moment(2 * SECOND);
    assert_eq!(tries::standing(&wrong[..2], now), Standing::Free);
    assert_eq!(
        tries::standing(&wrong, now),
        Standing::Wait(Moment(4 * SECOND))
    );
    assert_eq!(tries::standing(&wrong, Moment(4 * SECOND)), Standing::Free);
    let four: Vec<Moment> = (0..4).map(|n| Moment(n * SECOND)).collect();
    assert_eq!(
        tries::standing(&four, Moment(3 * SECOND)),
        Standing::Wait(Moment(7 * SECOND))
    );
    assert!(!tries::locks(&wrong, now));
    assert!(tries::locks(&four, now));
    assert!(!tries::locks(&four, Moment(3 * SECOND + WINDOW)));
    assert_eq!(MOST, 5);
}

#[test]
fn an_id_is_never_used_twice_and_names_fold() {
    let id = OperatorId(5);
    let added = |name: &str, role| Event::OperatorAdded {
        id,
        name: name.into(),
        role,
        account: None,
    };
    let mut roster = Roster::default();
    roster.apply(&recorded(1, 0, added("Lena  Ortiz", Role::Supervisor)));
    roster.apply(&recorded(2, 1, added("Somebody Else", Role::Auditor)));
    assert_eq!(roster.all().count(), 1);
    let lena = roster.named(" lena ortiz").unwrap();
    assert_eq!(lena.role, Role::Supervisor);
    assert!(roster.named("somebody else").is_none());
}

#[test]
fn a_lock_out_stays_until_released() {
    let id = OperatorId(5);
    let mut roster = Roster::default();
    let added = Event::OperatorAdded {
        id,
        name: "Dan".into(),
        role: Role::Intake,
        account: None,
    };
    roster.apply(&recorded(1, 0, added));
    for n in 0..5 {
        let failed = Event::SignInFailed {
            id: Some(id),
            locked_out: n == 4,
        };
        roster.apply(&recorded(2, n * SECOND, failed));
    }
    assert!(roster.get(id).unwrap().locked_out.is_some());
    let released = Event::OperatorReleased {
        id,
        reason: "it was Dan".into(),
    };
    roster.apply(&recorded(9, WINDOW * 100, released));
    let dan = roster.get(id).unwrap();
    assert!(dan.locked_out.is_none() && dan.wrong.is_empty());
}
