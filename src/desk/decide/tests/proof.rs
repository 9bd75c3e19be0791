//! What proves a report, who wins when two write, and what stays after a kill.

use super::*;

#[test]
fn both_reports_with_their_numbers_are_confirmed() {
    let mut night = Night::begins("2027-02-09T01:12:00-05:00");
    let case = night.opens("Tanisha Okafor");
    assert_eq!(night.case(case).number, "A-0001");
    night.at("2027-02-09T02:00:00-05:00");
    night.does(attempt(
        "police.report",
        "told",
        "01:31",
        "Ofc. Ruiz",
        "27-004411",
    ));
    night.does(attempt(
        "ncmec.report",
        "confirmed",
        "01:58",
        "",
        "NC-778120",
    ));
    assert_eq!(night.state(case, "police.report"), DutyState::Confirmed);
    assert_eq!(night.state(case, "ncmec.report"), DutyState::Confirmed);
    assert_eq!(
        night.case(case).tried[0].attempt.outcome,
        Outcome::Confirmed,
        "told with its number is confirmed"
    );
}

#[test]
fn told_needs_a_person_and_confirmed_a_number() {
    let mut night = Night::begins("2027-02-09T01:12:00-05:00");
    night.opens("");
    night.at("2027-02-09T02:00:00-05:00");
    for (command, words) in [
        (
            attempt("police.report", "told", "01:31", "", ""),
            "name of the person",
        ),
        (
            attempt("police.report", "confirmed", "01:31", "Ofc. Ruiz", ""),
            "needs the number",
        ),
        (
            attempt("police.report", "confirmed", "01:31", "", "27-1"),
            "named officer",
        ),
        (
            attempt("police.report", "refused", "01:31", "", ""),
            "Who would not",
        ),
        (
            attempt("police.report", "refused", "01:31", "Sgt Hale", ""),
            "words",
        ),
        (
            attempt(
                "police.report",
                "told",
                "2027-02-09T05:00:00-05:00",
                "Ofc. Ruiz",
                "",
            ),
            "still to come",
        ),
        (
            attempt("police.report", "told", "01:00", "Ofc. Ruiz", ""),
            "before the information came in",
        ),
        (
            attempt("police.reprot", "told", "01:31", "Ofc. Ruiz", ""),
            "police.report",
        ),
        (
            attempt("police.report", "phoned", "01:31", "Ofc. Ruiz", ""),
            "not an outcome",
        ),
    ] {
        let said = night.refuses(command);
        assert!(said.contains(words), "{said}");
    }
    night.does(attempt(
        "police.report",
        "claimed",
        "01:00",
        "foster mother",
        "",
    ));
}

#[test]
fn an_old_number_never_satisfies_a_new_run() {
    let mut night = Night::begins("2027-02-09T01:12:00-05:00");
    let first = night.opens("Aaliyah Grant");
    night.at("2027-02-09T02:00:00-05:00");
    night.does(attempt(
        "police.report",
        "told",
        "",
        "Ofc. Ruiz",
        "27-004411",
    ));
    let child = night.case(first).child.to_string();
    let second = night.does(Command::Open {
        key_at: None,
        name: None,
        child: Some(child),
        channel: None,
        came_at: None,
        zone: None,
        linked: Vec::new(),
    });
    assert!(notes_of(&second).contains("A-0001"));
    night.at("2027-02-09T03:00:00-05:00");
    let said = night.refuses(attempt(
        "police.report",
        "told",
        "",
        "Ofc. Ruiz",
        "27 004411",
    ));
    assert!(
        said.contains("another run") && said.contains("A-0001"),
        "{said}"
    );
    night.does(attempt(
        "police.report",
        "told",
        "",
        "Ofc. Ruiz",
        "27-004498",
    ));
    let former = night.0.core().docket().former(night.case(case_of(&second)));
    assert_eq!(former.len(), 1);
    assert_eq!(former[0].case.id, first);
}

#[test]
fn two_writers_of_one_field_get_both_values() {
    let mut night = Night::begins("2027-02-09T01:12:00-05:00");
    night.opens("Tanisha Okafor");
    let saw = |words: &str, saw: u64| Command::Answer {
        case: "A-0001".into(),
        field: "seen.place".into(),
        item: None,
        said: Said::Value(words.into()),
        said_by: None,
        as_of: None,
        reason: None,
        saw: Some(saw),
    };
    night.does(saw("bus stop", 0));
    let mut dan = |command| night.0.carry(SessionId(8), "Dan", command).unwrap();
    let wire::Outcome::Conflict(conflict) = dan(saw("school gate", 0)) else {
        panic!("no conflict");
    };
    assert_eq!(conflict.theirs.as_str(), "bus stop");
    assert_eq!(conflict.yours.as_str(), "school gate");
    assert_eq!(conflict.by.as_str(), "Priya Nair");
    night.does(saw("bus stop", 0));
    night.does(saw("school gate", conflict.saw));
}

#[test]
fn police_calling_in_with_the_ncic_number_confirm_it() {
    let mut night = Night::begins("2027-02-09T01:12:00-05:00");
    let case = night.opens("Tanisha Okafor");
    night.at("2027-02-09T02:00:00-05:00");
    night.does(attempt(
        "police.report",
        "told",
        "01:31",
        "Ofc. Ruiz",
        "27-004411",
    ));
    night.at("2027-02-09T03:00:00-05:00");
    night.does(Command::Heard(Box::new(HeardSaid {
        case: last(),
        from: "police".into(),
        who: Some("Ofc. Ruiz".into()),
        what: "entered in NCIC".into(),
        number: Some("M123456789".into()),
        ..Default::default()
    })));
    assert_eq!(night.state(case, "ncic.number"), DutyState::Confirmed);
}

#[test]
fn a_tip_becomes_a_lead_owed_to_police() {
    let mut night = Night::begins("2027-02-09T01:12:00-05:00");
    let case = night.opens("Tanisha Okafor");
    let tip = night.does(Command::Heard(Box::new(HeardSaid {
        case: last(),
        from: "tip".into(),
        who: Some("bus driver".into()),
        what: "girl in black hoodie at the bus depot".into(),
        ..Default::default()
    })));
    assert!(notes_of(&tip).contains("Pass this lead"));
    assert_eq!(night.state(case, "lead.pass"), DutyState::Owed);
    night.does(Command::Attempt(Box::new(AttemptSaid {
        case: last(),
        duty: "lead.pass".into(),
        item: Some("last".into()),
        outcome: "told".into(),
        channel: Some("phone".into()),
        person: Some("Ofc. Ruiz".into()),
        ..Default::default()
    })));
    assert_eq!(night.state(case, "lead.pass"), DutyState::Told);
}

#[test]
fn a_command_sent_twice_acts_once() {
    let mut night = Night::begins("2027-02-09T00:05:00-05:00");
    let request = wire::Request {
        session: PRIYA,
        number: 900,
        operator: "Priya Nair".into(),
        ask: wire::Ask::Do(Command::Open {
            key_at: None,
            name: None,
            child: None,
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        }),
    };
    let first = night.0.request(request.clone());
    let again = night.0.request(request);
    assert_eq!(first, again);
    assert_eq!(night.0.core().docket().cases().count(), 1);
}

#[test]
fn what_was_saved_is_there_after_a_kill_and_a_resend_is_not_repeated() {
    let mut night = Night::begins("2027-02-09T00:05:00-05:00");
    night.opens("Tanisha Okafor");
    let docket = night.0.core().docket().clone();
    let now = night.0.now();
    let mut desk = LocalDesk::open(night.0.into_log(), now, 5 << 64).unwrap();
    assert_eq!(desk.core().docket(), &docket);
    let sent = desk.request(wire::Request {
        session: PRIYA,
        number: 1,
        operator: "Priya Nair".into(),
        ask: wire::Ask::Do(Command::Open {
            key_at: None,
            name: Some("Tanisha Okafor".into()),
            child: None,
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        }),
    });
    assert!(format!("{sent:?}").contains("Saved before"), "{sent:?}");
    assert_eq!(desk.core().docket().cases().count(), 1);
}
