//! What the desk holds everybody to, whatever their program does: the phrase again before something privileged and
//! after twelve hours, accounts that nobody used, what a conflict tells.

use porchlight::desk::who::seats;
use porchlight::record::who::acts;
use porchlight::wire::command::Said;
use porchlight::wire::who::{self, Change, Phrase, State};
use porchlight::wire::{Ask, Command, Outcome};

use super::crowd::{Crowd, MINUTE, phrase_of};

const DAY: i64 = 24 * 60 * MINUTE;

fn changes() -> Vec<Change> {
    let (name, reason) = (|| "Ravi".to_owned(), || "on orders".to_owned());
    vec![
        Change::Add {
            name: "Nora".into(),
            role: "intake".into(),
            account: None,
            phrase: Some(Phrase::new(phrase_of("Nora"))),
        },
        Change::Phrase {
            name: name(),
            phrase: Phrase::new("another lamp for Ravi"),
        },
        Change::Phrase {
            name: "Olga".into(),
            phrase: Phrase::new("another lamp for Olga"),
        },
        Change::Role {
            name: name(),
            role: "intake".into(),
        },
        Change::Suspend {
            name: name(),
            reason: reason(),
        },
        Change::Release {
            name: name(),
            reason: reason(),
        },
    ]
}

#[test]
fn everything_privileged_wants_the_phrase_again_and_changes_nothing_without() {
    let mut crowd = Crowd::staffed();
    let olga = crowd.seated("Olga");
    crowd.pass(seats::FRESH + 1);
    let before = crowd.log().len();
    for change in changes() {
        let asked = crowd.who(olga, who::Ask::Change(change.clone())).unwrap();
        let who::Outcome::ProveFirst { what } = asked else {
            panic!("{change:?}: {asked:?}");
        };
        let row = acts::TABLE.iter().find(|row| row.name == what).unwrap();
        assert!(row.fresh, "{what}");
    }
    // A wrong phrase proves nothing.
    let wrong = who::Ask::Prove {
        phrase: Phrase::new("not her phrase"),
    };
    assert!(crowd.who(olga, wrong).is_err());
    let again = crowd
        .who(olga, who::Ask::Change(changes().remove(3)))
        .unwrap();
    assert!(matches!(again, who::Outcome::ProveFirst { .. }));
    let log = crowd.log();
    let changed = log[before..]
        .iter()
        .filter(|one| !one.event.is_trail() && !format!("{:?}", one.event).contains("SignInFailed"))
        .count();
    assert_eq!(changed, 0, "{:?}", &log[before..]);
    // Every act that the table marks so is one of these, or of those that have the desk's files to themselves.
    let fresh = acts::TABLE.iter().filter(|row| row.fresh);
    assert_eq!(fresh.filter(|row| row.upkeep.is_empty()).count(), 3);
}

#[test]
fn after_twelve_hours_nothing_is_written_whatever_is_sent() {
    let mut crowd = Crowd::staffed();
    let ines = crowd.seated("Ines");
    let (number, case) = crowd.open(ines, "Tanisha Okafor");
    for _ in 0..12 * 12 {
        crowd.pass(5 * MINUTE);
        // A program that keeps the screen open by commands gains nothing.
        let note = Command::Note {
            case: number.clone(),
            text: "still here".into(),
        };
        let _ = crowd.does(ines, note);
    }
    let facts = crowd.facts();
    let note = Command::Note {
        case: number,
        text: "one more".into(),
    };
    let refused = crowd.does(ines, note).unwrap_err();
    assert!(refused.sentence.contains("locked"), "{refused}");
    assert!(crowd.ask(ines, Ask::WatchCase(Some(case))).is_err());
    assert_eq!(crowd.facts(), facts);
    crowd.sign_in(ines, "Ines").unwrap();
    assert_eq!(crowd.standing(ines).state, State::In);
}

#[test]
fn an_account_that_nobody_used_is_off_after_ninety_days_and_never_the_last_supervisor() {
    let mut crowd = Crowd::staffed();
    let ines_of = |crowd: &mut Crowd| {
        let olga = crowd.seated("Olga");
        let rows = crowd.who(olga, who::Ask::Roster).unwrap();
        crowd.gone(olga);
        let who::Outcome::Roster(rows) = rows else {
            panic!("{rows:?}");
        };
        rows.into_iter()
            .find(|row| row.name.as_str() == "Ines")
            .unwrap()
            .state
            .to_string()
    };
    for (day, words) in [
        (74, "active"),
        (75, "active, off in 15 days without use"),
        (89, "active, off in 1 days without use"),
        (90, "off: not used for 90 days"),
        (91, "off: not used for 90 days"),
    ] {
        let mut crowd = Crowd::staffed();
        crowd.pass(day * DAY);
        assert_eq!(ines_of(&mut crowd), words, "day {day}");
        let ines = crowd.join(1000);
        assert_eq!(crowd.sign_in(ines, "Ines").is_ok(), day < 90, "day {day}");
    }
    // Nobody was here for a year: the supervisor still lets the others in.
    crowd.pass(365 * DAY);
    let ines = crowd.join(1000);
    let refused = crowd.sign_in(ines, "Ines").unwrap_err();
    assert!(
        refused.sentence.contains("not used for 90 days"),
        "{refused}"
    );
    let olga = crowd.seated("Olga");
    let restore = Change::Restore {
        name: "Ines".into(),
        reason: "back from leave".into(),
    };
    crowd.who(olga, who::Ask::Change(restore)).unwrap();
    crowd.sign_in(ines, "Ines").unwrap();
    crowd.restart();
    let ines = crowd.join(1000);
    crowd.sign_in(ines, "Ines").unwrap();
}

#[test]
fn a_conflict_tells_nobody_more_than_the_case_does() {
    let mut crowd = Crowd::staffed();
    let olga = crowd.seated("Olga");
    let ines = crowd.seated("Ines");
    let (number, _) = crowd.open(olga, "Tanisha Okafor");
    for (field, theirs, yours, is_seen) in [
        ("child.ssn", "987-65-4321", "987-65-4322", false),
        ("found.changes", "Cmarkerplacement", "another home", false),
        ("seen.wearing", "Gmarkerhoodie", "blue jeans", true),
    ] {
        crowd.answer(olga, &number, field, theirs).unwrap();
        crowd.bytes(ines);
        let answer = Command::Answer {
            case: number.clone(),
            field: field.into(),
            item: None,
            said: Said::Value(yours.into()),
            said_by: None,
            as_of: None,
            reason: None,
            saw: Some(0),
        };
        let outcome = crowd.does(ines, answer).unwrap();
        assert!(
            matches!(outcome, Outcome::Conflict(_)),
            "{field}: {outcome:?}"
        );
        assert_eq!(crowd.bytes(ines).contains(theirs), is_seen, "{field}");
    }
}

#[test]
fn the_agencys_notice_comes_before_anybody_signs_in_and_goes_with_it() {
    let mut crowd = Crowd::staffed();
    let words = "Restricted. Use is watched and recorded; misuse is prosecuted; use means consent.";
    let session = crowd.join(1000);
    assert_eq!(crowd.standing(session).notice, None);
    let olga = crowd.seated("Olga");
    let set = Command::SetDesk {
        key: "notice".into(),
        value: words.into(),
    };
    crowd.does(olga, set).unwrap();
    let notice = |crowd: &mut Crowd, session| crowd.standing(session).notice.map(|n| n.to_string());
    assert_eq!(notice(&mut crowd, session).as_deref(), Some(words));
    crowd.sign_in(session, "Ines").unwrap();
    assert_eq!(notice(&mut crowd, session), None);
    crowd.who(session, who::Ask::Lock).unwrap();
    assert_eq!(notice(&mut crowd, session).as_deref(), Some(words));
    crowd.restart();
    let session = crowd.join(1000);
    assert_eq!(notice(&mut crowd, session).as_deref(), Some(words));
}
