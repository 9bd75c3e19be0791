//! When a report is due: elapsed hours, the hour that came twice, received instants that moved.

use crate::rules::{Story, moment};
use porchlight::record::Instant;
use porchlight::record::event::{Channel, Event};
use porchlight::record::when::{MINUTE, Precision};
use porchlight::rules::DutyState;

#[test]
fn a_first_report_is_done_in_46_minutes_with_both_proofs() {
    let mut story = Story::new("America/New_York", "2027-02-09T01:12:00-05:00");
    for id in ["police.report", "ncmec.report"] {
        let duty = story.duty(id, "2027-02-09T01:13:00-05:00");
        assert_eq!(duty.state, DutyState::Owed);
        assert_eq!(duty.anchor, "received");
        assert_eq!(story.local(duty.due), "2027-02-10T01:12:00-05:00");
        assert_eq!(duty.citation, "42 USC 671(a)(35)(B)");
    }
    story
        .told(
            "police.report",
            "2027-02-09T01:31:00-05:00",
            "Ruiz",
            Some("27-004411"),
        )
        .told(
            "ncmec.report",
            "2027-02-09T01:58:00-05:00",
            "Dana",
            Some("NC-778120"),
        );
    let now = "2027-02-09T02:00:00-05:00";
    let ncmec = story.duty("ncmec.report", now);
    assert_eq!(ncmec.state, DutyState::Confirmed);
    assert_eq!(story.duty("police.report", now).state, DutyState::Confirmed);
    let elapsed = ncmec.done.unwrap().since(ncmec.anchor_at.unwrap());
    assert_eq!(elapsed, 46 * MINUTE);
}

fn check_due(zone: &str, received: &str, due: &str) {
    let story = Story::new(zone, received);
    for id in ["police.report", "ncmec.report"] {
        assert_eq!(
            story.local(story.duty(id, received).due),
            due,
            "{id} {zone} {received}"
        );
    }
}

#[test]
fn a_day_and_a_night_are_24_elapsed_hours() {
    // Spring forward: an hour later by the clock.
    check_due(
        "America/Chicago",
        "2027-03-13T22:40:00-06:00",
        "2027-03-14T23:40:00-05:00",
    );
    // Fall back: an hour earlier by the clock.
    check_due(
        "America/New_York",
        "2027-11-06T23:15:00-04:00",
        "2027-11-07T22:15:00-05:00",
    );
    // Arizona stays on standard time, the Navajo Nation does not.
    check_due(
        "America/Phoenix",
        "2027-03-13T23:00:00-07:00",
        "2027-03-14T23:00:00-07:00",
    );
    check_due(
        "America/Denver",
        "2027-03-13T23:00:00-07:00",
        "2027-03-15T00:00:00-06:00",
    );
    // Over New Year.
    check_due(
        "America/Chicago",
        "2026-12-31T23:50:00-06:00",
        "2027-01-01T23:50:00-06:00",
    );
}

#[test]
fn due_at_the_instant_is_not_late_and_a_microsecond_later_is() {
    let story = Story::new("America/New_York", "2027-11-06T23:15:00-04:00");
    let at = |now: &str| story.duty("ncmec.report", now);
    assert_eq!(at("2027-11-07T22:15:00-05:00").state, DutyState::Owed);
    assert_eq!(
        at("2027-11-07T22:15:00.000001-05:00").state,
        DutyState::Late
    );
    let mut story = Story::new("America/New_York", "2027-11-06T23:15:00-04:00");
    story.told(
        "ncmec.report",
        "2027-11-07T22:50:00-05:00",
        "Dana",
        Some("NC-1"),
    );
    let told = story.duty("ncmec.report", "2027-11-07T23:00:00-05:00");
    assert_eq!(told.state, DutyState::LateButTold);
    assert_eq!(told.done.unwrap().since(told.due.unwrap()), 35 * MINUTE);
}

#[test]
fn an_hour_that_came_twice_counts_from_the_earlier_until_settled() {
    let mut story = Story::new("America/New_York", "2027-11-07T01:20:00-04:00");
    story.case.received.at.precision = Precision::Either {
        or: moment("2027-11-07T01:20:00-05:00"),
    };
    let duty = story.duty("ncmec.report", "2027-11-07T02:00:00-05:00");
    assert_eq!(story.local(duty.due), "2027-11-08T00:20:00-05:00");
    assert!(
        duty.explanation
            .iter()
            .any(|line| line.contains("came twice")),
        "{:#?}",
        duty.explanation
    );
    // Settled for the second reading.
    story.happens(
        "2027-11-07T02:01:00-05:00",
        Event::CameAt {
            channel: Channel::Phone,
            at: Some(Instant::exact(
                moment("2027-11-07T01:20:00-05:00"),
                story.zone,
            )),
        },
    );
    let duty = story.duty("ncmec.report", "2027-11-07T02:02:00-05:00");
    assert_eq!(story.local(duty.due), "2027-11-08T01:20:00-05:00");
}

#[test]
fn an_earlier_received_instant_moves_every_clock_and_says_who_and_why() {
    let mut story = Story::new("America/New_York", "2027-02-09T23:10:00-05:00");
    story.told("police.report", "2027-02-09T23:20:00-05:00", "Ruiz", None);
    let to = story.at("2027-02-09T22:10:00-05:00");
    story.happens(
        "2027-02-10T22:30:00-05:00",
        Event::ReceivedCorrected {
            to,
            reason: "the fax is stamped 22:10".into(),
        },
    );
    let ncmec = story.duty("ncmec.report", "2027-02-10T22:31:00-05:00");
    assert_eq!(story.local(ncmec.due), "2027-02-10T22:10:00-05:00");
    assert_eq!(ncmec.state, DutyState::Late);
    let said = ncmec.explanation.join("\n");
    for words in [
        "from Tue 9 Feb 2027 23:10 EST to Tue 9 Feb 2027 22:10 EST",
        "the fax is stamped",
        "Lena",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn a_later_received_instant_waits_for_a_second_person() {
    let mut story = Story::new("America/New_York", "2027-02-09T22:10:00-05:00");
    let to = story.at("2027-02-09T23:10:00-05:00");
    story.happens(
        "2027-02-09T23:30:00-05:00",
        Event::ReceivedCorrected {
            to,
            reason: "typed wrongly".into(),
        },
    );
    let now = "2027-02-09T23:31:00-05:00";
    let duty = story.duty("police.report", now);
    assert_eq!(story.local(duty.due), "2027-02-10T22:10:00-05:00");
    assert!(
        duty.explanation
            .join(" ")
            .contains("a second person must confirm")
    );
    story.happens(now, Event::CorrectionConfirmed { by: "Oscar".into() });
    assert_eq!(
        story.local(story.duty("police.report", now).due),
        "2027-02-10T23:10:00-05:00"
    );
}
