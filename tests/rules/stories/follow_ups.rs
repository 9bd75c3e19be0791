//! What is owed after a report: numbers, retries, thirty days, leads, a victim identified.

use super::by;
use crate::rules::{Story, moment};
use porchlight::record::event::{Channel, Event, FactKey, Outcome};
use porchlight::record::{Answer, ItemId, Moment, Value};
use porchlight::rules::DutyState;

#[test]
fn the_ncic_number_is_asked_for_two_hours_after_police_accept() {
    let mut story = Story::new("America/Chicago", "2027-04-05T20:00:00-05:00");
    let waiting = story.duty("ncic.number", "2027-04-05T20:01:00-05:00");
    assert_eq!(waiting.state, DutyState::Waiting);
    assert_eq!(
        waiting.waiting_on.as_deref(),
        Some("police accepting the report")
    );
    story.told("police.report", "2027-04-05T20:05:00-05:00", "Ruiz", None);
    let duty = story.duty("ncic.number", "2027-04-05T20:06:00-05:00");
    assert_eq!(
        (duty.state, story.local(duty.due)),
        (DutyState::Owed, "2027-04-05T22:05:00-05:00".into())
    );
    assert_eq!(
        story.duty("ncic.number", "2027-04-05T22:05:01-05:00").state,
        DutyState::Late
    );
}

#[test]
fn a_refusal_is_tried_again_and_the_duty_stays_owed() {
    let mut story = Story::new("America/Chicago", "2027-04-05T20:00:00-05:00");
    story.tries(
        "police.report",
        "2027-04-05T20:05:00-05:00",
        by(
            Outcome::Refused,
            Channel::Phone,
            "Sgt. Cole",
            "",
            "he is a habitual, call after 24 hours",
        ),
    );
    let now = "2027-04-05T20:10:00-05:00";
    let retry = story.duty("police.retry", now);
    assert!(retry.reminder);
    assert_eq!(story.local(retry.due), "2027-04-05T20:35:00-05:00");
    let police = story.duty("police.report", now);
    assert_eq!(police.state, DutyState::Tried);
    assert_eq!(story.local(police.again_at), "2027-04-05T20:35:00-05:00");
    assert_eq!(story.duty("ncmec.report", now).state, DutyState::Owed);
    assert!(retry.explanation.join(" ").contains("34 USC 41308"));
    // A reminder is never late, and a vain try starts it again.
    assert_eq!(
        story
            .duty("police.retry", "2027-04-05T21:00:00-05:00")
            .state,
        DutyState::Owed
    );
    story.tries(
        "police.report",
        "2027-04-05T20:40:00-05:00",
        by(Outcome::NoAnswer, Channel::Phone, "", "", ""),
    );
    assert_eq!(
        story.local(story.duty("police.retry", "2027-04-05T20:41:00-05:00").due),
        "2027-04-05T21:10:00-05:00"
    );
    // A time that was promised counts instead.
    let again = moment("2027-04-05T20:50:00-05:00");
    story.tries("police.report", "2027-04-05T20:45:00-05:00", |attempt| {
        by(
            Outcome::Refused,
            Channel::Phone,
            "Lt. Vance",
            "",
            "call at ten to nine",
        )(attempt);
        attempt.again_at = Some(again);
    });
    assert_eq!(
        story.duty("police.retry", "2027-04-05T20:46:00-05:00").due,
        Some(again)
    );
    // Accepted: the reminder is gone.
    story.told(
        "police.report",
        "2027-04-05T20:51:00-05:00",
        "Lt. Vance",
        Some("27-9"),
    );
    assert!(
        story
            .find("police.retry", "2027-04-05T20:52:00-05:00")
            .is_none()
    );
}

#[test]
fn the_thirty_day_pack_is_due_in_days_and_an_old_photo_is_flagged() {
    let mut story = Story::new("America/Chicago", "2027-01-05T08:00:00-06:00");
    story
        .told(
            "police.report",
            "2027-01-05T08:20:00-06:00",
            "Ruiz",
            Some("27-1"),
        )
        .told(
            "ncic.number",
            "2027-01-05T09:30:00-06:00",
            "Ruiz",
            Some("M123456789"),
        );
    let date = porchlight::record::value::PartialDate {
        year: 2026,
        month: Some(7),
        day: Some(20),
    };
    for (field, answer) in [
        ("photos.taken", Answer::known(Value::Date(date))),
        (
            "dental.dentist",
            Answer::not_known(porchlight::record::State::Unknown),
        ),
    ] {
        let field = porchlight::record::fields::by_name(field).unwrap().id;
        story.happens(
            "2027-01-05T10:00:00-06:00",
            Event::Answered {
                key: FactKey { field, item: None },
                answer: Some(answer),
            },
        );
    }
    let duty = story.duty("police.update30", "2027-02-03T10:00:00-06:00");
    assert_eq!(story.local(duty.due), "2027-02-04T09:30:00-06:00");
    let said = duty.explanation.join("\n");
    for words in [
        "199 days old on the due day: a newer one is needed",
        "Dentist: unknown – asked Tue 5 Jan 2027 10:00 CST.",
        "Doctor: not asked yet.",
    ] {
        assert!(said.contains(words), "{said}");
    }
    // Regular contact has no hour in law; the agency's own reminder is long past.
    let contact = story.duty("police.contact", "2027-02-04T10:00:00-06:00");
    assert_eq!((contact.state, contact.due), (DutyState::Owed, None));
    assert_eq!(
        story
            .duty("police.contact", "2027-01-06T10:00:00-06:00")
            .state,
        DutyState::Waiting
    );
}

#[test]
fn every_lead_has_its_own_duty_and_one_told_does_not_do_for_another() {
    let mut story = Story::new("America/Chicago", "2027-04-05T20:00:00-05:00");
    for (item, at) in [
        (51, "2027-04-05T21:00:00-05:00"),
        (52, "2027-04-05T21:10:00-05:00"),
    ] {
        story.happens(
            at,
            Event::ItemAdded {
                group: porchlight::record::Group::Lead,
                item: ItemId(item),
            },
        );
    }
    story.tries("lead.pass", "2027-04-05T21:05:00-05:00", |attempt| {
        attempt.person = Some("Ruiz".into());
        attempt.item = Some(ItemId(51));
    });
    let leads: Vec<(Option<ItemId>, DutyState, Option<Moment>)> = story
        .duties("2027-04-05T21:15:00-05:00")
        .into_iter()
        .filter(|duty| duty.id == "lead.pass")
        .map(|duty| (duty.item, duty.state, duty.due))
        .collect();
    assert_eq!(
        leads,
        [
            (Some(ItemId(52)), DutyState::Owed, None),
            (Some(ItemId(51)), DutyState::Told, None)
        ]
    );
}

#[test]
fn an_identified_victim_is_reported_in_24_hours_missing_or_not() {
    let mut story = Story::new("America/Chicago", "2027-04-01T20:00:00-05:00");
    let back = story.at("2027-04-02T08:00:00-05:00");
    story.happens(
        "2027-04-02T08:00:00-05:00",
        Event::Returned {
            at: back,
            place: "Willow Street".into(),
            by: "Denise".into(),
        },
    );
    let at = story.at("2027-04-02T09:40:00-05:00");
    story.happens(
        "2027-04-02T09:45:00-05:00",
        Event::Screened {
            at,
            tool: "CSE-IT".into(),
            result: "clear concern".into(),
            by: "Dr. Wu".into(),
            victim: true,
        },
    );
    let now = "2027-04-02T10:00:00-05:00";
    let duty = story.duty("victim.police", now);
    assert_eq!(
        (duty.state, story.local(duty.due)),
        (DutyState::Owed, "2027-04-03T09:40:00-05:00".into())
    );
    assert_eq!(story.duty("return.screen", now).state, DutyState::Confirmed);
    assert_eq!(story.duty("return.factors", now).state, DutyState::Owed);
}
