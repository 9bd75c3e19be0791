//! S01 First report, happy path.
//!
//! Tanisha Okafor, 15, is missing from a Columbus foster home; the call comes Tue 2027-02-09 01:12 New York time.
//! Nothing is left out.

use super::night::{Night, at};
use porchlight::rules::DutyState;

/// The eight descriptors as they are typed, and what the read-back says of each.
const DESCRIPTORS: &[(&str, &str, &str)] = &[
    ("child.dob", "2011-06-30", "30 Jun 2011 (20110630)"),
    ("child.sex", "f", "Female (F)"),
    ("child.race", "black", "Black (B)"),
    ("look.height", "5'4\"", "5 ft 4 in"),
    ("look.weight", "118", "118 lb"),
    ("look.eyes", "brown", "Brown (BRO)"),
    ("look.hair", "black", "Black (BLK)"),
];

#[test]
fn s01_both_reports_in_forty_six_minutes_by_keys() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nTanisha Okafor<Enter>")
        .sees("police owed, 23 h 59 min left")
        .sees("NCMEC owed, 23 h 59 min left");
    for (field, typed, _) in DESCRIPTORS {
        lena.answers(field, typed);
    }
    night.time("01:31");
    lena.keys("<Esc><ctrl-x>po");
    lena.keys("tOfc. Ruiz<Enter>2207<Enter>27-004411<Enter>27-004411<Enter>Columbus Police<Enter>");
    lena.sees("Go on to the NCMEC script?").keys("y");
    night.time("01:58");
    lena.keys("ocDana<Enter>NC-778120<Enter>NC-778120<Enter>");
    let case = "A-0001";

    // Then 1: both obligations show done …
    assert_eq!(night.state(case, "police.report"), DutyState::Confirmed);
    assert_eq!(night.state(case, "ncmec.report"), DutyState::Confirmed);
    lena.keys("<Esc><ctrl-x>b")
        .sees("police confirmed 01:31")
        .sees("NCMEC confirmed 01:58");

    // Then 2: … with 46 minutes from the information to the second report.
    assert_eq!(
        night.case(case).received.at.at,
        at("2027-02-09T01:12:00-05:00")
    );
    let audit = night.sheet(case, "audit");
    assert!(audit.contains("Received to NCMEC     46 min"), "{audit}");
    assert!(audit.contains("Received to police    19 min"), "{audit}");

    // Then 3: the deadline was 24 hours after 01:12.
    for duty in ["police.report", "ncmec.report"] {
        assert_eq!(night.due(case, duty), "Wed 10 Feb 2027 01:12 EST");
    }

    // Then 4: a read-back sheet lists every value as spoken.
    let sheet = night.sheet(case, "police");
    for (field, _, said) in DESCRIPTORS {
        assert!(
            sheet.contains(said),
            "{field} is not read back as {said}:\n{sheet}"
        );
    }
    assert!(sheet.contains("OKAFOR, TANISHA"), "{sheet}");
    assert!(
        sheet.contains("Tom Adam Nora Ida Sam Henry Adam"),
        "{sheet}"
    );
    let ncmec = night.sheet(case, "ncmec");
    for said in ["27-004411", "Ruiz", "2207", "Columbus Police"] {
        assert!(ncmec.contains(said), "NCMEC is not told {said}:\n{ncmec}");
    }

    // And all of it is there after a kill.
    night.kill_and_restart();
    assert_eq!(night.state(case, "ncmec.report"), DutyState::Confirmed);
    night
        .operator("Oscar", (80, 24))
        .sees("Tanisha Okafor")
        .sees("NCMEC confirmed 01:58");
}
