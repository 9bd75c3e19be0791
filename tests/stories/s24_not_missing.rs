//! S24 Not missing.
//!
//! Sam Otis, 17, is at an unapproved friend's home; the school confirms attendance today at 08:05.
//! Left out: Then 4, the California overlay that flips the row, since state packs are no part of this yet.

use super::lines::{CASE, answers, says};
use super::night::{Night, at};
use porchlight::record::event::Closing;
use porchlight::rules::DutyState;

const DECIDE: &str = r#"{"do":"triage","case":"A-0001","row":3,"verifier":"school office, Ms Adler, attendance list 08:05"}"#;

fn sam(when: &str) -> Night {
    let mut night = Night::at(when, "America/Los_Angeles");
    night.does(r#"{"do":"open","name":"Sam Otis"}"#);
    answers(
        &mut night,
        &[
            ("child.dob", "2009-09-09"),
            ("whereabouts.state", "known"),
            ("whereabouts.place", "a friend's home, not approved"),
            ("whereabouts.kind", "unapproved_home"),
            ("whereabouts.verified_by", "school office, Ms Adler"),
            ("whereabouts.verified_how", "at school, attendance list"),
            ("whereabouts.verified_at", "8:05am"),
        ],
    );
    night
}

#[test]
fn s24_verified_at_school_is_no_report_until_the_next_school_day() {
    let mut night = sam("2027-02-11 09:00");
    let rows = night.view(CASE).triage.proposed;
    let numbers: Vec<u8> = rows.iter().map(|row| row.row).collect();
    assert_eq!(numbers[..2], [3, 2], "{numbers:?}");
    for row in &rows[..2] {
        assert_eq!((row.police.as_str(), row.ncmec.as_str()), ("no", "no"));
    }
    // Until a person decides, the reports are owed.
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::Owed);
    night.does(DECIDE);

    // Then 1: no NCMEC report. Then 2: no missing report.
    for duty in ["ncmec.report", "police.report"] {
        let duty = night.duty(CASE, duty);
        assert_eq!(duty.state, DutyState::NotApplicable, "{}", duty.id);
        says(&duty.because.unwrap_or_default(), "row 3");
    }

    // Then 3: the verification expires on the next school day.
    assert_eq!(
        night.case(CASE).triage.expect("decided").again_at,
        Some(at("2027-02-12T08:30:00-08:00"))
    );
    assert_eq!(
        night.due(CASE, "triage.verify"),
        "Fri 12 Feb 2027 08:30 PST"
    );
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter><ctrl-x>4")
        .sees("Verify the whereabouts again");
    night.time("2027-02-12T08:31:00-08:00");
    assert!(night.state(CASE, "triage.verify").is_open());
    lena.sees("late by 1 min");
    // Verified once more, it holds once more: Friday's lasts over the weekend.
    night.does(DECIDE);
    assert_eq!(
        night.case(CASE).triage.expect("decided").again_at,
        Some(at("2027-02-15T08:30:00-08:00"))
    );
    // And it may close as not missing, with nothing owed.
    night.does(
        r#"{"do":"close","case":"A-0001","how":"not missing","reason":"verified at school by Ms Adler"}"#,
    );
    assert_eq!(
        night.case(CASE).closed.expect("closed").how,
        Closing::NotMissing
    );
}

#[test]
fn s24_without_a_verifier_it_is_a_claim_and_both_reports_stay_owed() {
    let mut night = Night::at("2027-02-11 09:00", "America/Los_Angeles");
    night.does(r#"{"do":"open","name":"Sam Otis"}"#);
    let refused = night.refuses(r#"{"do":"triage","case":"A-0001","row":3}"#);
    says(&refused, "whoever verified");
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::Owed);
    assert_eq!(night.state(CASE, "police.report"), DutyState::Owed);
}
