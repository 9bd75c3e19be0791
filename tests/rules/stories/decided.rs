//! What a triage decision takes away, and what no birthday does.

use crate::rules::{Story, moment};
use porchlight::record::case::Whole;
use porchlight::record::event::{Decision, Event, FactKey};
use porchlight::record::{Answer, SafeText, Value};
use porchlight::rules::{DutyState, triage};

#[test]
fn a_decided_no_takes_a_report_away_and_asks_to_verify_again() {
    let mut story = Story::new("America/Los_Angeles", "2027-04-06T08:00:00-07:00");
    let again = moment("2027-04-07T08:30:00-07:00");
    let decided = |police, ncmec, overridden, reason: Option<&str>| Event::TriageDecided {
        row: 3,
        police,
        ncmec,
        reason: reason.map(SafeText::from),
        verifier: Some("school secretary L. Pratt".into()),
        overridden,
        again_at: Some(again),
    };
    story.happens(
        "2027-04-06T08:10:00-07:00",
        decided(Decision::CaseByCase, Decision::CaseByCase, true, None),
    );
    assert_eq!(
        story
            .duty("ncmec.report", "2027-04-06T08:11:00-07:00")
            .state,
        DutyState::Owed
    );
    story.happens(
        "2027-04-06T08:12:00-07:00",
        decided(Decision::No, Decision::No, false, None),
    );
    let now = "2027-04-06T08:13:00-07:00";
    let duty = story.duty("ncmec.report", now);
    assert_eq!(duty.state, DutyState::NotApplicable);
    let because = duty.because.unwrap();
    for words in [
        "triage row 3",
        "L. Pratt",
        "Lena",
        "verify again by Wed 7 Apr 2027 08:30 PDT",
    ] {
        assert!(because.contains(words), "{because}");
    }
    let verify = story.duty("triage.verify", now);
    assert!(verify.reminder && verify.due == Some(again));
    // Against the table and without a reason it takes nothing away.
    story.happens(
        "2027-04-06T08:14:00-07:00",
        decided(Decision::No, Decision::No, true, None),
    );
    assert_eq!(
        story
            .duty("ncmec.report", "2027-04-06T08:15:00-07:00")
            .state,
        DutyState::Owed
    );
}

#[test]
fn an_eighteenth_birthday_closes_nothing_and_asks() {
    let mut story = Story::new("America/Chicago", "2027-05-20T21:00:00-05:00");
    let field = porchlight::record::fields::by_name("child.dob").unwrap().id;
    let born = porchlight::record::value::PartialDate {
        year: 2009,
        month: Some(6),
        day: Some(1),
    };
    story.happens(
        "2027-05-20T21:05:00-05:00",
        Event::Answered {
            key: FactKey { field, item: None },
            answer: Some(Answer::known(Value::Date(born))),
        },
    );
    let before = story.duty("child.turns18", "2027-05-31T23:59:00-05:00");
    assert_eq!(before.state, DutyState::Waiting);
    let task = story.duty("child.turns18", "2027-06-01T08:00:00-05:00");
    assert_eq!(
        (task.state, story.local(task.anchor_at)),
        (DutyState::Owed, "2027-06-01T00:00:00-05:00".into())
    );
    assert!(task.reminder && task.explanation.join(" ").contains("row 8"));
    assert_eq!(
        story
            .duty("ncmec.report", "2027-06-01T08:00:00-05:00")
            .state,
        DutyState::Late
    );
    let whole = Whole {
        case: &story.case,
        child: &story.child,
    };
    assert_eq!(
        triage::propose(whole, moment("2027-06-01T08:00:00-05:00"))[0]
            .row
            .number,
        12
    );
}
