//! S14 Caregiver says police were called. Nothing is left out.

use super::night::Night;
use porchlight::rules::DutyState;

#[test]
fn s14_a_call_that_somebody_says_was_made_stops_nothing() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nTanisha Okafor<Enter>");
    night.time("01:20");
    night.does(r#"{"do":"attempt","case":"A-0001","duty":"police.report","outcome":"claimed","words":"foster mother says she called police"}"#);

    // Then 1: the status is claimed, unverified.
    assert_eq!(night.state("A-0001", "police.report"), DutyState::Claimed);
    assert_eq!(
        night.reads("A-0001", "police.report"),
        "only claimed, 23 h 52 min left"
    );
    lena.keys("<Esc><ctrl-x>b")
        .sees("police only claimed, 23 h 5");
    let ncmec = night.sheet("A-0001", "ncmec");
    assert!(ncmec.contains("not verified"), "{ncmec}");
    assert!(night.sheet("A-0001", "audit").contains("unverified"));

    // Then 2: it is not done.
    assert!(night.state("A-0001", "police.report").is_open());
    assert_eq!(night.view("A-0001").triage.proposed[0].row, 26);
    let audit = night.sheet("A-0001", "audit");
    assert!(audit.contains("NOT REPORTED"), "{audit}");

    // Then 3: the deadline keeps running.
    night.time("2027-02-10 01:47");
    assert_eq!(night.reads("A-0001", "police.report"), "late by 35 min");
    lena.sees("late by 35 min");
}
