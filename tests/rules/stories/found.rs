//! A child found, and an intake that was a mistake.

use super::by;
use crate::rules::Story;
use porchlight::record::SafeText;
use porchlight::record::event::{Channel, Closing, Event, Outcome};
use porchlight::rules::DutyState;

#[test]
fn found_before_any_report_is_decided_and_nothing_says_reported() {
    let mut story = Story::new("America/Chicago", "2027-04-05T00:05:00-05:00");
    let at = story.at("2027-04-05T00:40:00-05:00");
    let located = |verified: Option<&str>| Event::Located {
        at,
        place: "aunt's home".into(),
        by: "Denise".into(),
        verified: verified.map(SafeText::from),
    };
    // A text from the child is no finding.
    story.happens("2027-04-05T00:41:00-05:00", located(None));
    assert_eq!(
        story
            .duty("return.screen", "2027-04-05T00:42:00-05:00")
            .state,
        DutyState::Waiting
    );
    story.happens(
        "2027-04-05T00:45:00-05:00",
        located(Some("Denise, in person")),
    );
    let now = "2027-04-05T00:50:00-05:00";
    assert_eq!(story.duty("ncmec.report", now).state, DutyState::Owed);
    assert_eq!(story.duty("return.screen", now).state, DutyState::Owed);
    assert_eq!(
        story.duty("recovery.ncmec", now).state,
        DutyState::NotApplicable
    );
    story.happens(
        now,
        Event::Closed {
            how: Closing::FoundBeforeReport,
            reason: "asleep at his aunt's".into(),
            verifier: Some("Denise".into()),
            supervisor: Some("R. Chen".into()),
            open_duties: Vec::new(),
        },
    );
    for id in ["police.report", "ncmec.report"] {
        let duty = story.duty(id, "2027-04-07T00:50:00-05:00");
        assert_eq!(duty.state, DutyState::NotApplicable);
        assert_eq!(
            duty.because.as_deref(),
            Some("not reported: located before report; decided by R. Chen: asleep at his aunt's")
        );
        assert_eq!(duty.done, None);
    }
    assert_eq!(
        story
            .duty("return.screen", "2027-04-07T00:50:00-05:00")
            .state,
        DutyState::Owed
    );
}

#[test]
fn found_after_police_the_ncmec_clock_runs_on_until_somebody_decides() {
    let mut story = Story::new("America/Chicago", "2027-04-05T00:05:00-05:00");
    story.told(
        "police.report",
        "2027-04-05T00:20:00-05:00",
        "Ruiz",
        Some("27-1"),
    );
    let at = story.at("2027-04-05T03:05:00-05:00");
    story.happens(
        "2027-04-05T03:05:00-05:00",
        Event::Returned {
            at,
            place: "home".into(),
            by: "Denise".into(),
        },
    );
    let now = "2027-04-05T03:10:00-05:00";
    assert_eq!(story.duty("ncmec.report", now).state, DutyState::Owed);
    let clear = story.duty("recovery.police", now);
    assert_eq!((clear.state, clear.due), (DutyState::Owed, None));
    assert_eq!(
        story.duty("ncic.number", now).state,
        DutyState::NotApplicable
    );
    assert_eq!(
        story
            .duty("ncmec.report", "2027-04-06T00:06:00-05:00")
            .state,
        DutyState::Late
    );
    // Told, and the clearing still to be confirmed.
    story.told("recovery.police", "2027-04-05T03:20:00-05:00", "Ruiz", None);
    let clear = story.duty("recovery.police", "2027-04-05T03:21:00-05:00");
    assert_eq!(
        clear.still_owed.as_deref(),
        Some("confirmation that the NCIC entry is cleared")
    );
    // Closing does not make it reported; an excuse with a reason decides it.
    story.happens(
        "2027-04-05T03:30:00-05:00",
        Event::Closed {
            how: Closing::Returned,
            reason: "back".into(),
            verifier: None,
            supervisor: None,
            open_duties: vec!["ncmec.report".into()],
        },
    );
    assert_eq!(
        story
            .duty("ncmec.report", "2027-04-05T03:31:00-05:00")
            .state,
        DutyState::Owed
    );
    story.tries(
        "ncmec.report",
        "2027-04-05T03:40:00-05:00",
        by(
            Outcome::Excused,
            Channel::Phone,
            "",
            "",
            "back within three hours, supervisor R. Chen",
        ),
    );
    let excused = story.duty("ncmec.report", "2027-04-05T03:41:00-05:00");
    assert_eq!(excused.state, DutyState::NotApplicable);
    assert!(excused.because.unwrap().contains("Lena"));
}

#[test]
fn a_mistaken_intake_owes_nothing() {
    let mut story = Story::new("America/Chicago", "2027-04-05T00:05:00-05:00");
    story.happens(
        "2027-04-05T00:06:00-05:00",
        Event::Closed {
            how: Closing::Mistaken,
            reason: "wrong key".into(),
            verifier: None,
            supervisor: None,
            open_duties: Vec::new(),
        },
    );
    assert!(
        story
            .duties("2027-04-09T00:05:00-05:00")
            .iter()
            .all(|duty| !duty.state.is_open())
    );
}
