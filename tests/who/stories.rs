//! Stories of signing in and locking, by a clock moved by hand.

use porchlight::record::event::Event;
use porchlight::wire::who::{self, Change, Phrase, State};
use porchlight::wire::{Ask, Message, Outcome};

use super::crowd::{Crowd, MINUTE, SECOND, phrase_of};

fn reason(words: &str) -> String {
    words.to_owned()
}

#[test]
fn a_desk_without_a_roster_works_as_it_always_did() {
    let mut crowd = Crowd::new();
    let session = crowd.join(1000);
    assert_eq!(crowd.standing(session).state, State::Open);
    crowd.open(session, "Tanisha Okafor");
    assert!(crowd.who(session, who::Ask::Lock).is_err());
    // The first is a supervisor, with a phrase.
    let first = crowd.add(session, "Ines", "intake").unwrap_err();
    assert!(
        first
            .sentence
            .contains("first on the roster is a supervisor")
    );
    crowd.add(session, "Olga", "supervisor").unwrap();
    // From then on everybody signs in, whoever added her too.
    assert_eq!(crowd.standing(session).state, State::Out);
    let refused = crowd.ask(session, Ask::WatchBoard).unwrap_err();
    assert!(refused.sentence.contains("Sign in first"), "{refused}");
}

#[test]
fn two_people_on_one_account_stay_apart() {
    let mut crowd = Crowd::staffed();
    let ines = crowd.seated("Ines");
    let olga = crowd.seated("Olga");
    let (_, case) = crowd.open(ines, "Tanisha Okafor");
    let log = crowd.log();
    let opened = log
        .iter()
        .find(|one| matches!(one.event, Event::CaseOpened { .. }))
        .unwrap();
    // She stated another name; the log has hers.
    assert_eq!(opened.operator.as_str(), "Ines");
    crowd.ask(olga, Ask::WatchCase(Some(case))).unwrap();
    assert!(crowd.has_row("watch", "Olga", "shown"));
}

#[test]
fn the_second_person_is_who_signed_in() {
    let mut crowd = Crowd::staffed();
    let ines = crowd.seated("Ines");
    let (number, _) = crowd.open(ines, "Tanisha Okafor");
    crowd.pass(30 * SECOND);
    let correct = porchlight::wire::Command::CorrectReceived {
        case: number.clone(),
        to: "01:12:20".into(),
        reason: "the log says so".into(),
    };
    let _ = crowd.does(ines, correct);
    let confirm = porchlight::wire::Command::ConfirmCorrection {
        case: number,
        by: "Olga".into(),
    };
    // Naming Olga does not make her the second person.
    assert!(crowd.does(ines, confirm).is_err());
}

#[test]
fn five_wrong_tries_lock_out_until_a_supervisor_releases_and_a_restart_forgets_nothing() {
    let mut crowd = Crowd::staffed();
    let session = crowd.join(1000);
    for n in 0..5 {
        let refused = crowd
            .try_phrase(session, "Ines", "not her phrase")
            .unwrap_err();
        let words = refused.to_string();
        assert!(!words.contains("not her phrase"));
        match n {
            4 => assert!(words.contains("locked out"), "{words}"),
            _ => assert!(words.contains("not right"), "{words}"),
        }
        crowd.pass(10 * SECOND);
    }
    crowd.restart();
    crowd.pass(60 * MINUTE);
    let session = crowd.join(1000);
    let refused = crowd.sign_in(session, "Ines").unwrap_err();
    assert!(refused.sentence.contains("locked out"), "{refused}");
    let olga = crowd.seated("Olga");
    crowd
        .who(
            olga,
            who::Ask::Change(Change::Release {
                name: "Ines".into(),
                reason: "it was her; spoke on the phone".into(),
            }),
        )
        .unwrap();
    crowd.sign_in(session, "Ines").unwrap();
    assert!(crowd.has_row("sign in", "Ines", "locked out"));
    assert!(crowd.has_row("release operator", "Olga", "done"));
    let audit = format!("{:?}", crowd.log());
    assert!(!audit.contains("not her phrase") && !audit.contains(&phrase_of("Ines")));
}

#[test]
fn a_name_that_is_nobodys_reads_like_a_wrong_phrase_and_is_not_kept() {
    let mut crowd = Crowd::staffed();
    let session = crowd.join(1000);
    let refused = crowd
        .try_phrase(session, "my secret phrase typed as name", "x y z 1 2 3")
        .unwrap_err();
    assert_eq!(refused.sentence, "Name or phrase is not right.");
    let log = format!("{:?}", crowd.log());
    assert!(!log.contains("my secret phrase"), "{log}");
    for _ in 0..4 {
        let _ = crowd.try_phrase(session, "nobody", "x y z 1 2 3");
    }
    let refused = crowd.sign_in(session, "Ines").unwrap_err();
    assert!(refused.sentence.contains("Too many names"), "{refused}");
}

#[test]
fn ten_minutes_without_a_key_lock_and_the_same_person_comes_back_to_the_same_place() {
    let mut crowd = Crowd::staffed();
    let ines = crowd.seated("Ines");
    crowd.ask(ines, Ask::WatchBoard).unwrap();
    let (number, case) = crowd.open(ines, "Tanisha Okafor");
    crowd.ask(ines, Ask::WatchCase(Some(case))).unwrap();
    for _ in 0..5 {
        crowd.pass(9 * MINUTE);
        crowd.who(ines, who::Ask::Active).unwrap();
    }
    assert_eq!(crowd.standing(ines).state, State::In);
    crowd.bytes(ines);
    crowd.pass(10 * MINUTE);
    let standing = crowd
        .last(ines, |m| match m {
            Message::Standing(standing) => Some((**standing).clone()),
            _ => None,
        })
        .expect("the desk says that it locked");
    assert_eq!(standing.state, State::Locked);
    assert_eq!(standing.case, Some(case));
    // The board goes on, without the name.
    let board = crowd
        .last(ines, |m| match m {
            Message::Board(board) => Some(board.clone()),
            _ => None,
        })
        .unwrap();
    assert_eq!(board.rows[0].number, number);
    assert!(!format!("{board:?}").contains("Tanisha"));
    // What the program was is gone; a new one comes with the ticket.
    crowd.gone(ines);
    let next = crowd.join(1000);
    let ticket = standing.ticket.unwrap();
    crowd
        .who(
            next,
            who::Ask::Resume {
                ticket: ticket.clone(),
            },
        )
        .unwrap();
    let resumed = crowd.standing(next);
    assert_eq!(resumed.state, State::Locked);
    assert_eq!(resumed.operator.as_ref().map(|n| n.as_str()), Some("Ines"));
    assert!(crowd.ask(next, Ask::WatchCase(Some(case))).is_err());
    // The ticket is good once.
    let rogue = crowd.join(1000);
    crowd.who(rogue, who::Ask::Resume { ticket }).unwrap();
    assert_eq!(crowd.standing(rogue).state, State::Out);
    let back = crowd.sign_in(next, "Ines").unwrap();
    let who::Outcome::Standing(back) = back else {
        panic!("{back:?}")
    };
    assert_eq!((back.state, back.case), (State::In, Some(case)));
    assert!(crowd.has_row("lock", "Ines", "done"));
    assert!(crowd.has_row("unlock", "Ines", "done"));
}

#[test]
fn another_person_may_sign_in_at_a_locked_screen_and_sees_none_of_the_place() {
    let mut crowd = Crowd::staffed();
    let session = crowd.seated("Ines");
    let (_, case) = crowd.open(session, "Tanisha Okafor");
    crowd.ask(session, Ask::WatchCase(Some(case))).unwrap();
    crowd.who(session, who::Ask::Lock).unwrap();
    let who::Outcome::Standing(standing) = crowd.sign_in(session, "Olga").unwrap() else {
        panic!()
    };
    assert_eq!(standing.operator.as_ref().map(|n| n.as_str()), Some("Olga"));
    assert_eq!(standing.case, None);
    assert!(crowd.has_row("sign out", "Ines", "done"));
    assert!(crowd.has_row("sign in", "Olga", "done"));
}

#[test]
fn after_twelve_hours_the_phrase_is_wanted_whatever_is_typed() {
    let mut crowd = Crowd::staffed();
    let ines = crowd.seated("Ines");
    let ends = crowd.standing(ines).ends_at.unwrap();
    assert_eq!(ends.since(crowd.now), 12 * 60 * MINUTE);
    for _ in 0..(12 * 12 - 1) {
        crowd.pass(5 * MINUTE);
        crowd.who(ines, who::Ask::Active).unwrap();
    }
    assert_eq!(crowd.standing(ines).state, State::In);
    crowd.pass(5 * MINUTE);
    assert_eq!(crowd.standing(ines).state, State::Locked);
}

#[test]
fn a_suspended_person_is_out_of_every_session_at_once() {
    let mut crowd = Crowd::staffed();
    let olga = crowd.seated("Olga");
    let sessions: Vec<_> = (0..8).map(|_| crowd.seated("Ines")).collect();
    let (_, case) = crowd.open(sessions[0], "Tanisha Okafor");
    for session in &sessions {
        crowd.ask(*session, Ask::WatchBoard).unwrap();
        crowd.ask(*session, Ask::WatchCase(Some(case))).unwrap();
        crowd.bytes(*session);
    }
    crowd
        .who(
            olga,
            who::Ask::Change(Change::Suspend {
                name: "ines".into(),
                reason: "left the agency".into(),
            }),
        )
        .unwrap();
    // No time passed.
    let (number, _) = crowd.open(olga, "Jordan Reyes");
    for session in &sessions {
        let told = crowd.last(*session, |m| match m {
            Message::Standing(standing) => Some(standing.state),
            _ => None,
        });
        assert_eq!(told, Some(State::Out));
        let sent = crowd.bytes(*session);
        assert!(!sent.contains("Tanisha") && !sent.contains("Jordan") && !sent.contains(&number));
        assert!(crowd.ask(*session, Ask::WatchBoard).is_err());
        assert!(
            crowd
                .sign_in(*session, "Ines")
                .unwrap_err()
                .sentence
                .contains("suspended")
        );
    }
    let only = crowd.who(
        olga,
        who::Ask::Change(Change::Suspend {
            name: "Olga".into(),
            reason: "x".into(),
        }),
    );
    assert!(only.unwrap_err().sentence.contains("only supervisor"));
}

#[test]
fn a_masked_field_is_shown_for_a_reason_and_for_a_while() {
    let mut crowd = Crowd::staffed();
    let ines = crowd.seated("Ines");
    let (number, case) = crowd.open(ines, "Tanisha Okafor");
    crowd
        .answer(ines, &number, "child.ssn", "987-65-4321")
        .unwrap();
    crowd.ask(ines, Ask::WatchCase(Some(case))).unwrap();
    let shows = |crowd: &Crowd| {
        crowd
            .last(ines, |m| match m {
                Message::Case(view) => Some(format!("{view:?}").contains("987-65-4321")),
                _ => None,
            })
            .unwrap()
    };
    assert!(!shows(&crowd));
    let reveal = |reason: &str| who::Ask::Reveal {
        case,
        fields: vec!["child.ssn".into()],
        reason: reason.into(),
    };
    assert!(crowd.who(ines, reveal("  ")).is_err());
    crowd.who(ines, reveal("police ask for it")).unwrap();
    assert!(shows(&crowd));
    crowd.pass(5 * MINUTE);
    assert!(!shows(&crowd));
    assert!(crowd.has_row("reveal", "Ines", "shown"));
    assert!(!format!("{:?}", crowd.audit()).contains("987"));
}

#[test]
fn the_glass_is_broken_loudly_and_reviewed() {
    let mut crowd = Crowd::staffed();
    let olga = crowd.seated("Olga");
    let ravi = crowd.seated("Ravi");
    let other = crowd.seated("Ines");
    let (number, case) = crowd.open(olga, "Tanisha Okafor");
    crowd
        .answer(olga, &number, "carried.weapon", "kitchen knife")
        .unwrap();
    crowd.ask(ravi, Ask::WatchCase(Some(case))).unwrap();
    let shows = |crowd: &Crowd| {
        crowd
            .last(ravi, |m| match m {
                Message::Case(view) => Some(format!("{view:?}").contains("kitchen knife")),
                _ => None,
            })
            .unwrap()
    };
    assert!(!shows(&crowd), "a reviewer does not see police-only fields");
    crowd
        .who(
            ravi,
            who::Ask::BreakGlass {
                case,
                reason: reason("caller saw the child with the man"),
            },
        )
        .unwrap();
    assert!(shows(&crowd));
    // Loud, on every screen; the reason is for who reviews.
    for session in [olga, other] {
        let told = crowd
            .last(session, |m| match m {
                Message::Notice(words) => Some(words.clone()),
                _ => None,
            })
            .unwrap();
        assert!(
            told.contains("Ravi broke the glass") && told.contains(&number),
            "{told}"
        );
        assert!(!told.contains("the man"));
    }
    let who::Outcome::Flags(flags) = crowd.who(olga, who::Ask::Flags).unwrap() else {
        panic!()
    };
    assert_eq!(flags[0].cases, [number]);
    assert!(flags[0].reason.as_str().contains("the man"));
    assert_eq!(crowd.standing(olga).flags, 1);
    crowd
        .who(
            olga,
            who::Ask::Review {
                flag: flags[0].id.clone(),
                words: "spoke with Ravi; in order".into(),
            },
        )
        .unwrap();
    assert_eq!(crowd.standing(olga).flags, 0);
    assert!(crowd.has_row("break glass", "Ravi", "shown"));
    assert!(crowd.has_row("review", "Olga", "done"));
}

#[test]
fn a_locked_out_operator_alone_at_night_still_starts_the_clock() {
    let mut crowd = Crowd::staffed();
    let olga = crowd.seated("Olga");
    let session = crowd.join(1000);
    let alone = |why: &str| who::Ask::Alone {
        name: "Ines".into(),
        reason: why.into(),
    };
    assert!(crowd.who(session, alone("")).is_err());
    crowd
        .who(session, alone("locked out, nobody answers"))
        .unwrap();
    assert_eq!(crowd.standing(session).state, State::Alone);
    let told = crowd.last(olga, |m| match m {
        Message::Notice(words) => Some(words.clone()),
        _ => None,
    });
    assert!(told.unwrap().contains("without having signed in"));
    // The numbers card and a blank script.
    assert!(matches!(
        crowd.ask(session, Ask::Directory).unwrap(),
        Outcome::Directory(_)
    ));
    let blank = crowd.ask(
        session,
        Ask::Who(who::Ask::Blank {
            sheet: "police".into(),
        }),
    );
    assert!(matches!(blank.unwrap(), Outcome::Sheet(_)));
    let (number, _) = crowd.open(session, "Tanisha Okafor");
    let who::Outcome::Flags(flags) = crowd.who(olga, who::Ask::Flags).unwrap() else {
        panic!()
    };
    assert_eq!(flags[0].cases, [number]);
    assert!(
        flags[0]
            .operator
            .as_str()
            .starts_with("Ines, not signed in")
    );
    assert!(crowd.audit().iter().any(|(verb, who, _)| verb == "work unsigned"
        && who.starts_with("Ines, not signed in")));
}

#[test]
fn a_machine_signs_in_by_its_account_and_by_nothing_else() {
    let mut crowd = Crowd::staffed();
    let olga = crowd.seated("Olga");
    let add = |role: &str| {
        who::Ask::Change(Change::Add {
            name: "county intake".into(),
            role: role.into(),
            account: Some(991),
            phrase: None,
        })
    };
    assert!(crowd.who(olga, add("supervisor")).is_err());
    crowd.who(olga, add("intake")).unwrap();
    let machine = crowd.join(991);
    crowd.who(machine, who::Ask::SignInByAccount).unwrap();
    let (_, _) = crowd.open(machine, "Tanisha Okafor");
    crowd.pass(48 * 60 * MINUTE);
    assert_eq!(
        crowd.standing(machine).state,
        State::In,
        "nothing idles out"
    );
    let other = crowd.join(1000);
    assert!(crowd.who(other, who::Ask::SignInByAccount).is_err());
    let by_phrase = crowd.try_phrase(other, "county intake", "anything at all");
    assert!(by_phrase.unwrap_err().sentence.contains("machine"));
}

#[test]
fn a_phrase_is_refused_before_it_is_stored_and_one_may_change_ones_own() {
    let mut crowd = Crowd::staffed();
    let ines = crowd.seated("Ines");
    let change = |name: &str, phrase: &str| {
        who::Ask::Change(Change::Phrase {
            name: name.into(),
            phrase: Phrase::new(phrase),
        })
    };
    assert!(crowd.who(ines, change("Ines", "short")).is_err());
    assert!(
        crowd
            .who(ines, change("Olga", "a good long phrase"))
            .is_err()
    );
    crowd
        .who(ines, change("ines", "a good long phrase"))
        .unwrap();
    crowd.who(ines, who::Ask::SignOut).unwrap();
    assert!(crowd.sign_in(ines, "Ines").is_err());
    crowd
        .try_phrase(ines, "Ines", "a good long phrase")
        .unwrap();
    // Not one byte is cut: 128 bytes that differ in the last only are two phrases.
    let long = "x1".repeat(63);
    let olga = crowd.seated("Olga");
    crowd
        .who(olga, change("Ines", &format!("{long}ab")))
        .unwrap();
    crowd.who(ines, who::Ask::SignOut).unwrap();
    assert!(
        crowd
            .try_phrase(ines, "Ines", &format!("{long}ac"))
            .is_err()
    );
    crowd
        .try_phrase(ines, "Ines", &format!("{long}ab"))
        .unwrap();
}
