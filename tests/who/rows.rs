//! Whatever a session asks about who it is leaves exactly one row, done or refused; what leaves none says why here.

use porchlight::record::CaseId;
use porchlight::record::SessionId;
use porchlight::wire::Ask as Any;
use porchlight::wire::who::{Ask, Change, Phrase};

use super::crowd::{Crowd, phrase_of};

/// The verb of an ask, or why it has none. A new ask has no answer here and does not compile.
fn verb(ask: &Ask) -> Result<&'static str, &'static str> {
    match ask {
        Ask::SignIn { .. } => Ok("sign in"),
        Ask::SignInByAccount => Ok("sign in by account"),
        Ask::Prove { .. } => Ok("prove"),
        Ask::Lock => Ok("lock"),
        Ask::SignOut => Ok("sign out"),
        Ask::Reveal { .. } => Ok("reveal"),
        Ask::BreakGlass { .. } => Ok("break glass"),
        Ask::Alone { .. } => Ok("work unsigned"),
        Ask::Roster => Err("the roster is of no child"),
        Ask::Flags => Ok("flags"),
        Ask::Review { .. } => Ok("review"),
        Ask::Change(change) => Ok(match change {
            Change::Add { .. } => "add operator",
            Change::Phrase { .. } => "set phrase",
            Change::Role { .. } => "set role",
            Change::Suspend { .. } => "suspend operator",
            Change::Restore { .. } => "restore operator",
            Change::Release { .. } => "release operator",
        }),
        Ask::Hello | Ask::Active => Err("it changes nothing and shows nothing"),
        Ask::Resume { .. } => Err("signing in again is the row"),
        Ask::Blank { .. } => Err("an empty sheet is of nobody"),
    }
}

/// Asks, and holds the rows it left against what is expected of it.
fn one(
    crowd: &mut Crowd,
    met: &mut Vec<(String, &'static str)>,
    at: SessionId,
    ask: Ask,
    outcome: &'static str,
) {
    named(crowd, met, at, ask, None, outcome);
}

fn named(
    crowd: &mut Crowd,
    met: &mut Vec<(String, &'static str)>,
    at: SessionId,
    ask: Ask,
    other: Option<&'static str>,
    outcome: &'static str,
) {
    let verb = other.unwrap_or_else(|| verb(&ask).unwrap());
    let words = format!("{ask:?}");
    let before = crowd.audit().len();
    let result = crowd.ask(at, Any::Who(ask));
    let rows: Vec<_> = crowd.audit().split_off(before);
    let came: Vec<_> = rows
        .iter()
        .map(|(verb, _, outcome)| (verb.as_str(), *outcome))
        .collect();
    // All of them are told at the end, so that one run tells all.
    if came != [(verb, outcome)] || result.is_err() != (outcome == "refused") {
        println!("{words}: {came:?} and not {verb} {outcome}: {result:?}");
        met.push((verb.to_owned(), "WRONG"));
    } else {
        met.push((verb.to_owned(), outcome));
    }
}

fn reason() -> String {
    "police ask for it".to_owned()
}

fn changes(who: &str, role: &str, why: &str) -> Vec<Change> {
    let (name, reason) = (who.to_owned(), why.to_owned());
    vec![
        Change::Add {
            name: match role {
                "" => String::new(),
                _ => "Nora".to_owned(),
            },
            role: "intake".to_owned(),
            account: None,
            phrase: Some(Phrase::new(phrase_of("Nora"))),
        },
        Change::Phrase {
            name: name.clone(),
            phrase: Phrase::new(phrase_of("another")),
        },
        Change::Role {
            name: name.clone(),
            role: role.to_owned(),
        },
        Change::Suspend {
            name: name.clone(),
            reason: reason.clone(),
        },
        Change::Restore {
            name: name.clone(),
            reason: reason.clone(),
        },
        Change::Release { name, reason },
    ]
}

#[test]
fn every_ask_about_who_one_is_leaves_one_row_done_or_refused() {
    let mut crowd = Crowd::staffed();
    let mut met = Vec::new();
    let seat = crowd.join(1000);
    let sign = |name: &str, phrase: String| Ask::SignIn {
        name: name.to_owned(),
        phrase: Phrase::new(phrase),
    };
    let prove = |phrase: String| Ask::Prove {
        phrase: Phrase::new(phrase),
    };
    one(
        &mut crowd,
        &mut met,
        seat,
        sign("Olga", "not it at all".into()),
        "refused",
    );
    one(&mut crowd, &mut met, seat, Ask::SignInByAccount, "refused");
    one(
        &mut crowd,
        &mut met,
        seat,
        sign("Olga", phrase_of("Olga")),
        "done",
    );
    // A wrong phrase is a try to sign in, whatever it was given for.
    named(
        &mut crowd,
        &mut met,
        seat,
        prove("not it at all".into()),
        Some("sign in"),
        "refused",
    );
    one(&mut crowd, &mut met, seat, prove(phrase_of("Olga")), "done");
    one(&mut crowd, &mut met, seat, Ask::Lock, "done");
    named(
        &mut crowd,
        &mut met,
        seat,
        sign("Olga", "nor this".into()),
        Some("sign in"),
        "refused",
    );
    named(
        &mut crowd,
        &mut met,
        seat,
        sign("Olga", phrase_of("Olga")),
        Some("unlock"),
        "done",
    );

    let (_, case) = crowd.open(seat, "Tanisha Okafor");
    crowd.audit();
    let reveal = |reason: String| Ask::Reveal {
        case,
        fields: Vec::new(),
        reason,
    };
    let glass = |case: CaseId, reason: String| Ask::BreakGlass { case, reason };
    one(&mut crowd, &mut met, seat, reveal(String::new()), "refused");
    one(&mut crowd, &mut met, seat, reveal(reason()), "shown");
    one(
        &mut crowd,
        &mut met,
        seat,
        glass(case, String::new()),
        "refused",
    );
    one(&mut crowd, &mut met, seat, glass(case, reason()), "shown");
    one(&mut crowd, &mut met, seat, Ask::Flags, "shown");
    let flag = match crowd.who(seat, Ask::Flags).unwrap() {
        porchlight::wire::who::Outcome::Flags(flags) => flags[0].id.clone(),
        other => panic!("{other:?}"),
    };
    let review = |flag: &str| Ask::Review {
        flag: flag.to_owned(),
        words: reason(),
    };
    one(&mut crowd, &mut met, seat, review("0a"), "refused");
    one(&mut crowd, &mut met, seat, review(&flag), "done");

    for change in changes("nobody at all", "", &reason()) {
        crowd.who(seat, prove(phrase_of("Olga"))).unwrap();
        crowd.audit();
        one(&mut crowd, &mut met, seat, Ask::Change(change), "refused");
    }
    // Somebody to be released has locked themselves out.
    let ravi = crowd.join(1000);
    for _ in 0..5 {
        crowd.pass(60 * super::crowd::SECOND);
        let _ = crowd.try_phrase(ravi, "Ravi", "not it at all");
    }
    for change in changes("Ravi", "intake", &reason()) {
        crowd.who(seat, prove(phrase_of("Olga"))).unwrap();
        crowd.audit();
        one(&mut crowd, &mut met, seat, Ask::Change(change), "done");
    }
    // Who may not.
    let ines = crowd.seated("Ines");
    crowd.audit();
    for ask in [Ask::Flags, review(&flag)] {
        one(&mut crowd, &mut met, ines, ask, "refused");
    }
    let roster = Some("roster");
    named(&mut crowd, &mut met, ines, Ask::Roster, roster, "refused");
    let alone = crowd.join(1000);
    let begin = |name: &str| Ask::Alone {
        name: name.to_owned(),
        reason: reason(),
    };
    one(&mut crowd, &mut met, alone, begin(""), "refused");
    one(&mut crowd, &mut met, alone, begin("Dana"), "done");
    one(&mut crowd, &mut met, seat, Ask::SignOut, "done");

    // What leaves none leaves none.
    let quiet = crowd.join(1000);
    crowd.audit();
    for ask in [
        Ask::Hello,
        Ask::Active,
        Ask::Blank {
            sheet: "police".into(),
        },
        Ask::Resume {
            ticket: "00".repeat(16),
        },
    ] {
        let why = verb(&ask).unwrap_err();
        let before = crowd.audit().len();
        let _ = crowd.ask(quiet, Any::Who(ask));
        assert_eq!(crowd.audit().len(), before, "{why}");
    }
    assert!(met.iter().all(|(_, came)| *came != "WRONG"), "{met:?}");
    println!("who: {} asks, each exactly one row: {met:?}", met.len());
}
