//! Triage and closing: what needs a reason, a verifier, a supervisor.

use super::*;

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
