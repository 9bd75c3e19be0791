//! Packs beside the federal one: who wins, what is in force, in which order to work.

use crate::rules::Story;
use porchlight::codec::v1::pack::read;
use porchlight::record::ItemId;
use porchlight::record::event::Event;
use porchlight::rules::{DutyState, Pack};

fn pack(text: &str) -> Pack {
    let head = "title = \"A state\"\nverified = \"2026-11-21\"\n";
    read("state.toml", &format!("{head}{text}")).unwrap()
}

const ILLINOIS: &str = r#"
id = "illinois"
version = "2024-08"
effective = "2024-08-01"
[[duty]]
id = "ncmec.report"
law = "I1"
title = "Report to NCMEC"
receiver = "ncmec"
anchor = "told:police.report"
within = "24h"
stops = ["told"]
citation = "89 Ill. Adm. Code 329.30"
"#;

#[test]
fn the_earliest_deadline_wins_and_no_pack_relaxes_the_federal_one() {
    let mut story = Story::new("America/Chicago", "2027-02-01T20:00:00-06:00");
    story.packs.push(pack(ILLINOIS));
    story.told(
        "police.report",
        "2027-02-02T19:30:00-06:00",
        "Ruiz",
        Some("27-1"),
    );
    let now = "2027-02-02T19:40:00-06:00";
    let duty = story.duty("ncmec.report", now);
    assert_eq!(story.local(duty.due), "2027-02-02T20:00:00-06:00");
    assert_eq!(duty.rule, "us-federal 2026-11 F2");
    let said = duty.explanation.join("\n");
    assert!(
        said.contains("Also illinois 2024-08 I1: due Wed 3 Feb 2027 19:30 CST"),
        "{said}"
    );
    // Nor does its softer stop stop the federal clock.
    story.told("ncmec.report", "2027-02-02T19:50:00-06:00", "Dana", None);
    assert_eq!(
        story
            .duty("ncmec.report", "2027-02-02T19:51:00-06:00")
            .state,
        DutyState::Tried
    );
}

const KANSAS: &str = r#"
id = "kansas"
version = "2023-09"
effective = "2023-09-01"
[[duty]]
id = "police.report"
law = "K1"
title = "Report to police"
receiver = "police"
anchor = "received"
within = "2h"
stops = ["told"]
citation = "Kansas policy"
[[duty]]
id = "team.notice"
law = "K2"
title = "Special Response Team"
receiver = "supervisor"
anchor = "received"
within = "2h"
stops = ["told"]
citation = "Kansas policy"
[[duty]]
id = "police.contact"
law = "K3"
title = "Weekly contact with police"
receiver = "police"
anchor = "told:police.report"
within = "7d"
repeat = "7d"
stops = ["told"]
ends = "event:found"
citation = "Kansas policy"
"#;

#[test]
fn a_pack_tightens_adds_receivers_and_repeats() {
    let mut story = Story::new("America/Chicago", "2027-01-09T00:35:00-06:00");
    story.packs.push(pack(KANSAS));
    let now = "2027-01-09T00:40:00-06:00";
    let police = story.duty("police.report", now);
    assert_eq!(
        (story.local(police.due), police.rule.as_str()),
        ("2027-01-09T02:35:00-06:00".into(), "kansas 2023-09 K1")
    );
    assert_eq!(
        story.local(story.duty("team.notice", now).due),
        "2027-01-09T02:35:00-06:00"
    );
    assert_eq!(
        story.local(story.duty("ncmec.report", now).due),
        "2027-01-10T00:35:00-06:00"
    );
    story.told(
        "police.report",
        "2027-01-09T01:00:00-06:00",
        "Ruiz",
        Some("27-1"),
    );
    assert_eq!(story.local(story.duty("police.contact", now).due), "none");
    let now = "2027-01-12T01:00:00-06:00";
    assert_eq!(
        story.local(story.duty("police.contact", now).due),
        "2027-01-16T01:00:00-06:00"
    );
    story.told("police.contact", "2027-01-15T12:00:00-06:00", "Ruiz", None);
    let next = story.duty("police.contact", "2027-01-15T13:00:00-06:00");
    assert_eq!(
        (next.state, story.local(next.due)),
        (DutyState::Owed, "2027-01-22T12:00:00-06:00".into())
    );
    assert_eq!(
        story
            .duty("police.contact", "2027-01-23T13:00:00-06:00")
            .state,
        DutyState::Late
    );
}

#[test]
fn a_duty_is_judged_by_the_version_in_force_at_its_anchor() {
    let later = KANSAS
        .replace("2023-09-01", "2027-02-01")
        .replace("version = \"2023-09\"", "version = \"2027-02\"")
        .replace("\"2h\"", "\"1h\"");
    for (received, due, rule) in [
        (
            "2027-01-31T23:59:00-06:00",
            "2027-02-01T01:59:00-06:00",
            "kansas 2023-09 K1",
        ),
        (
            "2027-02-01T00:00:00-06:00",
            "2027-02-01T01:00:00-06:00",
            "kansas 2027-02 K1",
        ),
    ] {
        let mut story = Story::new("America/Chicago", received);
        story.packs.push(pack(KANSAS));
        story.packs.push(pack(&later));
        let duty = story.duty("police.report", received);
        assert_eq!(
            (story.local(duty.due).as_str(), duty.rule.as_str()),
            (due, rule)
        );
    }
}

#[test]
fn duties_come_in_the_order_to_work_them() {
    let mut story = Story::new("America/Chicago", "2027-01-09T00:35:00-06:00");
    story.told("police.report", "2027-01-09T01:00:00-06:00", "Ruiz", None);
    story.happens(
        "2027-01-10T00:00:00-06:00",
        Event::ItemAdded {
            group: porchlight::record::Group::Lead,
            item: ItemId(51),
        },
    );
    story.told("ncic.number", "2027-01-09T02:00:00-06:00", "Ruiz", None); // will be entered
    let ids: Vec<String> = story
        .duties("2027-01-10T02:00:00-06:00")
        .into_iter()
        .map(|duty| duty.id)
        .collect();
    let place = |id: &str| ids.iter().position(|known| known == id).unwrap();
    assert!(place("ncmec.report") < place("lead.pass"), "{ids:?}"); // late before no hour
    assert!(place("ncic.number") < place("ncmec.report"), "{ids:?}"); // late longer first
    assert!(place("lead.pass") < place("police.report"), "{ids:?}"); // open before told
    assert!(place("police.report") < place("return.screen"), "{ids:?}"); // a missing number before waiting
}
