//! The rules that decisions hold, one test each.

use crate::desk::founding::Founding;
use crate::desk::local::LocalDesk;
use crate::record::case::Standing;
use crate::record::event::{Decision, Outcome};
use crate::record::{Case, CaseId, DeskId, Moment, Problem, SessionId};
use crate::rules::DutyState;
use crate::store::MemoryLog;
use crate::wire::command::{AttemptSaid, HeardSaid};
use crate::wire::{self, Command, Said};

const PRIYA: SessionId = SessionId(7);

/// A moment of the story: `2027-02-09T01:12:00-05:00`.
fn at(rfc3339: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
}

/// A desk in New York at a moment, with Priya on it.
struct Night(LocalDesk<MemoryLog>);

impl Night {
    fn begins(now: &str) -> Self {
        let founding = Founding {
            desk: DeskId(1),
            agency: Some("Harlan County Children Services".into()),
            zone: Some("America/New_York".parse().unwrap()),
            machine_zone: None,
            practice: true,
            prefix: "A".into(),
        };
        Self(LocalDesk::found(MemoryLog::new(), at(now), 1 << 64, &founding, "Priya Nair").unwrap())
    }
    fn at(&mut self, now: &str) -> &mut Self {
        self.0.at(at(now));
        self
    }
    fn does(&mut self, command: Command) -> wire::Outcome {
        self.0.carry(PRIYA, "Priya Nair", command).unwrap()
    }
    fn refuses(&mut self, command: Command) -> String {
        let before = self.0.core().docket().clone();
        let problem: Problem = self.0.carry(PRIYA, "Priya Nair", command).unwrap_err();
        assert_eq!(&before, self.0.core().docket(), "a refusal stores nothing");
        problem.to_string()
    }
    fn opens(&mut self, name: &str) -> CaseId {
        let outcome = self.does(Command::Open {
            key_at: None,
            name: (!name.is_empty()).then(|| name.to_owned()),
            child: None,
            channel: None,
            came_at: None,
            zone: None,
            linked: Vec::new(),
        });
        case_of(&outcome)
    }
    fn case(&self, id: CaseId) -> &Case {
        self.0.core().docket().case(id).unwrap()
    }
    fn state(&self, id: CaseId, duty: &str) -> DutyState {
        let core = self.0.core();
        let whole = core.docket().whole(id).unwrap();
        let duties = crate::rules::duties(whole, core.packs(), self.0.now());
        duties.iter().find(|d| d.id == duty).unwrap().state
    }
}

fn case_of(outcome: &wire::Outcome) -> CaseId {
    match outcome {
        wire::Outcome::Saved { case, .. } => case.unwrap(),
        other => panic!("not saved: {other:?}"),
    }
}

fn notes_of(outcome: &wire::Outcome) -> String {
    match outcome {
        wire::Outcome::Saved { notes, .. } => notes.join(" "),
        other => panic!("not saved: {other:?}"),
    }
}

fn last() -> String {
    "last".into()
}

fn answer(field: &str, words: &str) -> Command {
    Command::Answer {
        case: last(),
        field: field.into(),
        item: None,
        said: Said::Value(words.into()),
        said_by: None,
        as_of: None,
        reason: None,
        saw: None,
    }
}

fn attempt(duty: &str, outcome: &str, when: &str, person: &str, number: &str) -> Command {
    let some = |words: &str| (!words.is_empty()).then(|| words.to_owned());
    Command::Attempt(Box::new(AttemptSaid {
        case: last(),
        duty: duty.into(),
        outcome: outcome.into(),
        at: some(when),
        channel: Some("phone".into()),
        person: some(person),
        number: some(number),
        ..Default::default()
    }))
}

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
fn a_correction_to_later_governs_only_when_a_second_person_agrees() {
    let mut night = Night::begins("2027-02-09T01:12:00-05:00");
    let case = night.opens("");
    night.at("2027-02-09T03:00:00-05:00");
    let correct = |to: &str, reason: &str| Command::CorrectReceived {
        case: last(),
        to: to.into(),
        reason: reason.into(),
    };
    assert!(night.refuses(correct("02:00", "")).contains("reason"));
    assert!(
        night
            .refuses(correct("2027-02-09T09:00:00-05:00", "x"))
            .contains("still to come")
    );
    night.does(correct("02:00", "phone log"));
    assert_eq!(
        night.case(case).received.at.at,
        at("2027-02-09T01:12:00-05:00")
    );
    let confirm = |by: &str| Command::ConfirmCorrection {
        case: last(),
        by: by.into(),
    };
    assert!(
        night
            .refuses(confirm(" priya  NAIR "))
            .contains("somebody else")
    );
    night.does(confirm("Lena Ortiz"));
    assert_eq!(
        night.case(case).received.at.at,
        at("2027-02-09T02:00:00-05:00")
    );
    night.does(correct("00:30", "the log says half past"));
    assert_eq!(
        night.case(case).received.at.at,
        at("2027-02-09T00:30:00-05:00")
    );
    assert!(matches!(
        night.case(case).received.changes[1].standing,
        Standing::Governs
    ));
}

#[test]
fn came_at_earlier_is_no_correction_and_later_is_refused() {
    let mut night = Night::begins("2027-02-09T01:12:00-05:00");
    let case = night.opens("");
    let came = |when: &str| Command::CameAt {
        case: last(),
        channel: "voicemail".into(),
        at: Some(when.into()),
    };
    night.at("2027-02-09T01:20:00-05:00");
    assert!(night.refuses(came("01:15")).contains("later than the key"));
    night.does(came("00:40"));
    assert_eq!(
        night.case(case).received.at.at,
        at("2027-02-09T00:40:00-05:00")
    );
    assert!(night.case(case).received.changes[0].reason.is_none());
    assert!(night.refuses(came("00:30")).contains("correction"));
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
fn an_hour_that_came_twice_is_asked_about_and_settled_without_a_second_person() {
    let mut night = Night::begins("2027-11-07T04:00:00-05:00");
    let opened = night.does(Command::Open {
        key_at: None,
        name: None,
        child: None,
        channel: Some("voicemail".into()),
        came_at: Some("2027-11-07 1:20am".into()),
        zone: None,
        linked: Vec::new(),
    });
    let case = case_of(&opened);
    assert!(notes_of(&opened).contains("first"), "{}", notes_of(&opened));
    assert_eq!(
        night.case(case).received.at.at,
        at("2027-11-07T01:20:00-04:00")
    );
    night.does(Command::CameAt {
        case: last(),
        channel: "voicemail".into(),
        at: Some("2027-11-07 1:20am EST".into()),
    });
    assert_eq!(
        night.case(case).received.at.at,
        at("2027-11-07T01:20:00-05:00")
    );
    assert!(night.case(case).received.unconfirmed().is_none());
}

#[test]
fn an_hour_that_never_was_is_refused() {
    let mut night = Night::begins("2027-03-14T08:00:00-04:00");
    night.opens("");
    let said = night.refuses(answer("seen.at", "2027-03-14 2:15 am"));
    assert!(said.contains("between"), "{said}");
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
fn triage_against_the_table_needs_a_reason_and_not_missing_a_verifier() {
    let mut night = Night::begins("2027-02-09T09:12:00-05:00");
    let case = night.opens("Sam Otis");
    let decide = |row: u8, police: &str, reason: &str, verifier: &str| Command::Triage {
        case: last(),
        row,
        police: (!police.is_empty()).then(|| police.to_owned()),
        ncmec: None,
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
        verifier: (!verifier.is_empty()).then(|| verifier.to_owned()),
        again_at: None,
    };
    assert!(
        night
            .refuses(decide(1, "no", "", ""))
            .contains("needs a reason")
    );
    assert!(night.refuses(decide(31, "", "", "")).contains("no row 31"));
    assert!(night.refuses(decide(3, "", "", "")).contains("verified"));
    assert!(
        night
            .refuses(decide(8, "", "", ""))
            .contains("case by case")
    );
    night.does(decide(3, "", "", "school office, seen in class at 08:05"));
    let triage = night.case(case).triage.clone().unwrap();
    assert_eq!((triage.police, triage.overridden), (Decision::No, false));
    assert_eq!(triage.again_at, Some(at("2027-02-10T08:30:00-05:00")));
}

#[test]
fn no_case_closes_in_silence() {
    let mut night = Night::begins("2027-02-09T00:05:00-05:00");
    let case = night.opens("Marcus Bell");
    let close = |how: &str, verifier: &str, supervisor: &str| Command::Close {
        case: last(),
        how: how.into(),
        reason: "asleep at his aunt's".into(),
        verifier: (!verifier.is_empty()).then(|| verifier.to_owned()),
        supervisor: (!supervisor.is_empty()).then(|| supervisor.to_owned()),
    };
    assert!(night.refuses(close("mistaken", "", "")).contains("triage"));
    assert!(
        night
            .refuses(close("returned", "", ""))
            .contains("not recorded as back")
    );
    assert!(
        night
            .refuses(close("found before report", "", ""))
            .contains("not recorded yet")
    );
    night.at("2027-02-09T00:50:00-05:00");
    night.does(Command::Locate {
        case: last(),
        at: Some("00:40".into()),
        place: "aunt's, 14 Elm St".into(),
        by: "caregiver".into(),
        verified: Some("caregiver, in person".into()),
    });
    assert!(
        night
            .refuses(close("found before report", "", ""))
            .contains("verified")
    );
    assert!(
        night
            .refuses(close("found before report", "caregiver", ""))
            .contains("supervisor")
    );
    assert!(
        night
            .refuses(close("returned", "", ""))
            .contains("still open")
    );
    night.does(close("found before report", "caregiver", "Oscar Hale"));
    let ending = night.case(case).closed.clone().unwrap();
    assert!(
        ending.open_duties.iter().any(|d| d == "return.screen"),
        "{:?}",
        ending.open_duties
    );
    assert!(
        night
            .refuses(close("other", "", "Oscar Hale"))
            .contains("closed already")
    );
    let received = night.case(case).received.clone();
    night.does(Command::Reopen {
        case: last(),
        reason: "left again before breakfast".into(),
    });
    assert_eq!(
        night.case(case).received,
        received,
        "reopening resets no clock"
    );
}

#[test]
fn a_mistaken_intake_without_a_child_closes_with_a_reason() {
    let mut night = Night::begins("2027-02-09T00:05:00-05:00");
    let case = night.opens("");
    let close = |reason: &str| Command::Close {
        case: last(),
        how: "mistaken".into(),
        reason: reason.into(),
        verifier: None,
        supervisor: None,
    };
    assert!(night.refuses(close("  ")).contains("reason"));
    night.does(close("wrong number"));
    let ending = night.case(case).closed.clone().unwrap();
    assert!(
        ending.open_duties.is_empty(),
        "of a mistaken intake nothing is owed"
    );
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
