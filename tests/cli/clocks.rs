//! `clocks`: elapsed hours, over both clock changes, in Arizona, over New Year.

use super::{Home, has};
use serde_json::{Value, json};

fn clocks(received: &str, zone: &str, at: &str, more: &[&str]) -> Value {
    let mut args = vec![
        "clocks",
        "--received",
        received,
        "--zone",
        zone,
        "--at",
        at,
        "--json",
    ];
    args.extend(more);
    let ran = Home::new().run(&args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.json()
}

fn duty<'a>(duties: &'a Value, id: &str) -> &'a Value {
    duties
        .as_array()
        .unwrap()
        .iter()
        .find(|duty| duty["duty"] == id)
        .unwrap()
}

#[test]
fn both_reports_are_due_24_elapsed_hours_later() {
    for (received, zone, anchor, due) in [
        // The night of 14 March 2027 is an hour short, the one of 7 November an hour long.
        (
            "2027-03-13 20:00",
            "America/New_York",
            "2027-03-13T20:00:00-05:00",
            "2027-03-14T21:00:00-04:00",
        ),
        (
            "2027-11-06 20:00",
            "America/New_York",
            "2027-11-06T20:00:00-04:00",
            "2027-11-07T19:00:00-05:00",
        ),
        (
            "2027-03-13 20:00",
            "America/Phoenix",
            "2027-03-13T20:00:00-07:00",
            "2027-03-14T20:00:00-07:00",
        ),
        (
            "2027-11-06 20:00",
            "America/Phoenix",
            "2027-11-06T20:00:00-07:00",
            "2027-11-07T20:00:00-07:00",
        ),
        (
            "2026-12-31 18:30",
            "America/Chicago",
            "2026-12-31T18:30:00-06:00",
            "2027-01-01T18:30:00-06:00",
        ),
        (
            "2027-11-07T01:30:00-05:00",
            "America/New_York",
            "2027-11-07T01:30:00-05:00",
            "2027-11-08T01:30:00-05:00",
        ),
        (
            "2027-11-07T01:30:00-04:00",
            "America/New_York",
            "2027-11-07T01:30:00-04:00",
            "2027-11-08T00:30:00-05:00",
        ),
    ] {
        let duties = clocks(received, zone, received, &[]);
        for id in ["police.report", "ncmec.report"] {
            let duty = duty(&duties, id);
            assert_eq!(duty["anchor_at"], anchor, "{received} {zone}");
            assert_eq!(duty["due"], due, "{received} {zone}");
            assert_eq!(duty["state"], "owed");
        }
    }
}

#[test]
fn the_shape_is_the_documented_one() {
    let duties = clocks(
        "2027-03-13 20:00",
        "America/New_York",
        "2027-03-13 20:00",
        &[],
    );
    for duty in duties.as_array().unwrap() {
        has(
            duty,
            "duty title receiver state late anchor anchor_at due done rule citation waiting_on \
             because still_owed again_at reminder item",
        );
    }
    let police = duty(&duties, "police.report");
    let rule = police["rule"].clone();
    assert!(rule.as_str().unwrap().starts_with("us-federal "));
    assert_eq!(
        *police,
        json!({
            "duty": "police.report",
            "title": "Report to police",
            "receiver": "police",
            "state": "owed",
            "late": false,
            "anchor": "received",
            "anchor_at": "2027-03-13T20:00:00-05:00",
            "due": "2027-03-14T21:00:00-04:00",
            "done": null,
            "rule": rule,
            "citation": "42 USC 671(a)(35)(B)",
            "waiting_on": null,
            "because": null,
            "still_owed": null,
            "again_at": null,
            "reminder": false,
            "item": null,
        })
    );
}

#[test]
fn what_was_supposed_to_happen_stops_one_clock_and_not_the_other() {
    let duties = clocks(
        "2027-02-09 01:12",
        "America/New_York",
        "2027-02-09 02:00",
        &["--fact", "police.told=2027-02-09 01:31"],
    );
    assert_eq!(duty(&duties, "police.report")["state"], "told");
    assert_eq!(duty(&duties, "ncmec.report")["state"], "owed");
}

#[test]
fn nothing_is_stored() {
    let home = Home::new();
    home.run(&["clocks", "--received", "01:31", "--zone", "UTC"]);
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}
