//! S06 Midnight and year end, S07 Two zones, S08 Arizona stays on standard time. Nothing is left out.

use super::night::{Night, at};
use porchlight::record::when::HOUR;

#[test]
fn s06_a_night_that_ends_in_another_year() {
    let mut night = Night::at("2026-12-31 23:50", "America/Chicago");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nJordan Pike<Enter>");

    // Then 1: 23:50 on the first of January.
    for duty in ["police.report", "ncmec.report"] {
        assert_eq!(night.due("A-0001", duty), "Fri 1 Jan 2027 23:50 CST");
    }

    // Then 2: the name of the day and the year are both shown.
    lena.keys("<ctrl-x>4").sees("due Fri 1 Jan 2027 23:50");

    // Then 3: nothing is computed in days: 24 hours and not a second more, and the words say hours.
    let duty = night.duty("A-0001", "ncmec.report");
    assert_eq!(duty.due.unwrap().since(duty.anchor_at.unwrap()), 24 * HOUR);
    night.time("2027-01-01 00:50");
    assert_eq!(
        night.reads("A-0001", "ncmec.report"),
        "owed, 23 h 0 min left"
    );
}

#[test]
fn s07_a_desk_in_central_time_and_a_child_in_mountain_time() {
    let mut night = Night::at("2027-05-15 01:40", "America/Chicago");
    let case = night.opens("Jordan Pike");
    night.answers(&case, "seen.at", "11:30 pm Mountain");
    night.answers(&case, "seen.city", "El Paso");

    // Then 1: stored as 23:30 MDT, which is 00:30 CDT on the fifteenth.
    let view = night.view(&case);
    let seen = view.facts.iter().find(|f| f.field == "seen.at").unwrap();
    assert_eq!(
        seen.typed.split(' ').next(),
        Some("2027-05-14"),
        "{}",
        seen.typed
    );
    let stored = night.with(|core| {
        let id = core.docket().number(&case).unwrap();
        core.docket()
            .whole(id)
            .unwrap()
            .value(porchlight::record::FieldId("seen.at"))
            .cloned()
    });
    match stored {
        Some(porchlight::record::Value::When(seen)) => {
            assert_eq!(seen.at, at("2027-05-14T23:30:00-06:00"));
            assert_eq!(seen.at, at("2027-05-15T00:30:00-05:00"));
            assert_eq!(seen.zone.name(), "America/Denver");
        }
        other => panic!("{other:?}"),
    }

    // Then 2: the police sheet for El Paso speaks Mountain time.
    let police = night.sheet_view(&case, "police");
    let said: Vec<String> = police
        .parts
        .iter()
        .flat_map(|part| &part.lines)
        .map(|line| line.words.to_string())
        .collect();
    assert!(
        said.iter().any(|w| w.contains("Fri 14 May 2027 23:30 MDT")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|w| w.contains("Sat 15 May 2027 00:40 MDT")),
        "{said:?}"
    );
    assert!(!said.iter().any(|w| w.contains("CDT")), "{said:?}");

    // Then 3: the desk's board speaks Central time.
    let mut lena = night.operator("Lena", (80, 24));
    lena.sees("01:40 CDT").sees_no("MDT");
    lena.keys("<Enter>").goes_to("seen.at").sees("00:30 CDT");

    // Then 4: the NCMEC sheet names the zone of every time it says.
    let ncmec = night.sheet(&case, "ncmec");
    assert!(ncmec.contains("23:30 MDT"), "{ncmec}");
    assert!(ncmec.contains("01:40 CDT"), "{ncmec}");
}

#[test]
fn s08_arizona_keeps_its_time_and_new_mexico_moves() {
    let mut night = Night::at("2027-03-13 23:00", "America/Phoenix");
    let phoenix = night.opens("Jordan Pike");
    let new_mexico = night
        .does(r#"{"do":"open","name":"Casey Pike","zone":"America/Denver","linked":["last"]}"#)
        .case;

    // Then 1: 23:00 the next night, still MST.
    assert_eq!(
        night.due(&phoenix, "ncmec.report"),
        "Sun 14 Mar 2027 23:00 MST"
    );

    // Then 2: the linked case's clock on the wall shifts, its 24 hours do not.
    let due = night.duty(&new_mexico, "ncmec.report").due.unwrap();
    let denver: porchlight::record::Zone = "America/Denver".parse().unwrap();
    assert_eq!(
        porchlight::record::time_words::moment(due, denver),
        "Mon 15 Mar 2027 00:00 MDT"
    );

    // Then 3: neither is corrected: both are due at one instant, and each case keeps its own zone.
    assert_eq!(night.duty(&phoenix, "ncmec.report").due, Some(due));
    assert_eq!(
        night.case(&phoenix).received.at.zone.name(),
        "America/Phoenix"
    );
    assert_eq!(
        night.case(&new_mexico).received.at.zone.name(),
        "America/Denver"
    );
    for case in [&phoenix, &new_mexico] {
        assert!(night.case(case).received.changes.is_empty());
    }
    night.time("2027-03-14 22:00");
    assert_eq!(
        night.reads(&phoenix, "ncmec.report"),
        "owed, 1 h 0 min left"
    );
    assert_eq!(
        night.reads(&new_mexico, "ncmec.report"),
        "owed, 1 h 0 min left"
    );
}
