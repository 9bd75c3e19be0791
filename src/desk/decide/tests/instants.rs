//! When it came: corrections, the hour that came twice and the one that never was.

use super::*;

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
        saw: None,
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
        saw: None,
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
