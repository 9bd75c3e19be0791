//! S02 Spring-forward and S03 Fall-back: a deadline is 24 elapsed hours, whatever the clocks on the wall do.
//!
//! Left out of S02: the Texas 8-hour deadline (a state overlay).

use super::night::Night;
use porchlight::rules::DutyState;

#[test]
fn s02_a_night_of_twenty_three_hours() {
    let mut night = Night::at("2027-03-13 22:40", "America/Chicago");
    let mut lena = night.operator("Lena", (120, 40));
    lena.keys("nJordan Pike<Enter>");

    // Then 1: 24 elapsed hours later it is 23:40 CDT, not 22:40.
    for duty in ["police.report", "ncmec.report"] {
        assert_eq!(night.due("A-0001", duty), "Sun 14 Mar 2027 23:40 CDT");
    }
    night.time("2027-03-14 22:40");
    assert_eq!(
        night.reads("A-0001", "ncmec.report"),
        "owed, 1 h 0 min left"
    );

    // Then 3: the screen shows both the local time and the hours left.
    lena.keys("<ctrl-x>4")
        .sees("owed, 59 min left · due 23:40")
        .sees("Sun 14 Mar 2027 22:40 CDT");
    lena.keys("<ctrl-x>k")
        .sees("Sun 14 Mar 2027 23:40 CDT")
        .keys("<Esc>");
    night.time("2027-03-14 23:41");
    lena.sees("late by");
    assert_eq!(night.state("A-0001", "ncmec.report"), DutyState::Late);
}

#[test]
fn s03_a_night_of_twenty_five_hours() {
    let mut night = Night::at("2027-11-06 23:15", "America/New_York");
    let case = night.opens("Jordan Pike");

    // Then 1: the deadline is 22:15 EST, an hour earlier on the wall than a day would make it.
    for duty in ["police.report", "ncmec.report"] {
        assert_eq!(night.due(&case, duty), "Sun 7 Nov 2027 22:15 EST");
    }

    // Then 2: a report at 22:50 EST is late by 35 minutes, and says so for ever.
    night.time("2027-11-07 22:50");
    assert_eq!(night.reads(&case, "ncmec.report"), "late by 35 min");
    night.police_take_it(&case, "22:50", "Ofc. Ruiz", "27-1");
    night.ncmec_takes_it(&case, "22:50", "NC-1");
    for duty in ["police.report", "ncmec.report"] {
        assert_eq!(night.state(&case, duty), DutyState::LateButTold);
        let words = night.reads(&case, duty);
        assert!(words.contains("late by 35 min"), "{words}");
    }
    let audit = night.sheet(&case, "audit");
    assert!(audit.contains("late by 35 min"), "{audit}");
    night
        .operator("Lena", (80, 24))
        .sees("police late but told 22:50, late by 35 min")
        .sees("NCMEC late but told 22:50, late by 35 min");
}
