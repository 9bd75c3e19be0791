//! What stops which clock, who wins, what late is.

use super::{Story, moment};
use porchlight::codec::v1::pack::read;
use porchlight::record::case::Whole;
use porchlight::record::event::{Attempt, Channel, Closing, Decision, Event, FactKey, Outcome};
use porchlight::record::when::{MINUTE, Precision};
use porchlight::record::{Answer, Instant, ItemId, Moment, SafeText, Value};
use porchlight::rules::{DutyState, Pack, triage};

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

// ---- when it is due ----

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

// ---- what stops which clock ----

/// What one attempt makes of a duty that is owed since 20:00, looked at two hours later.
fn check_stop(
    duty: &str,
    what: &str,
    change: impl FnOnce(&mut Attempt),
    state: DutyState,
    still: Option<&str>,
) {
    let mut story = Story::new("America/Chicago", "2027-04-05T20:00:00-05:00");
    if duty != "police.report" {
        story.told(
            "police.report",
            "2027-04-05T20:05:00-05:00",
            "Ruiz",
            Some("27-1"),
        );
    }
    if duty == "police.update30" {
        story.told(
            "ncic.number",
            "2027-04-05T20:06:00-05:00",
            "Ruiz",
            Some("M123456789"),
        );
    }
    if duty == "victim.police" {
        let at = story.at("2027-04-05T20:00:00-05:00");
        story.happens(
            "2027-04-05T20:00:00-05:00",
            Event::VictimIdentified {
                at,
                by: "Dr. Wu".into(),
            },
        );
    }
    story.tries(duty, "2027-04-05T20:30:00-05:00", change);
    let found = story.duty(duty, "2027-04-05T22:00:00-05:00");
    assert_eq!(
        found.state, state,
        "{duty}: {what}: {:#?}",
        found.explanation
    );
    assert_eq!(found.still_owed.as_deref(), still, "{duty}: {what}");
}

fn by(
    outcome: Outcome,
    channel: Channel,
    person: &'static str,
    number: &'static str,
    words: &'static str,
) -> impl FnOnce(&mut Attempt) {
    let some = |text: &str| (!text.is_empty()).then(|| SafeText::line(text));
    move |attempt| {
        attempt.outcome = outcome;
        attempt.channel = channel;
        attempt.person = some(person);
        attempt.number = some(number);
        attempt.words = some(words);
    }
}

#[test]
fn what_stops_which_clock() {
    use Channel::{Email, Phone, SystemToSystem, Voicemail, Web};
    use DutyState as S;
    use Outcome as O;
    let case_number = Some("police case number");
    let reference = Some("NCMEC reference number");
    for (duty, what, change, state, still) in [
        // Police: acceptance by a named officer; the number may follow.
        (
            "police.report",
            "a named officer",
            by(O::Told, Phone, "Ruiz", "", ""),
            S::Told,
            case_number,
        ),
        (
            "police.report",
            "officer and number",
            by(O::Confirmed, Phone, "Ruiz", "27-1", ""),
            S::Confirmed,
            None,
        ),
        (
            "police.report",
            "told, nobody named",
            by(O::Told, Phone, "", "", ""),
            S::Tried,
            None,
        ),
        (
            "police.report",
            "a voicemail",
            by(O::Voicemail, Phone, "", "", ""),
            S::Tried,
            None,
        ),
        (
            "police.report",
            "a voicemail called told",
            by(O::Told, Voicemail, "Ruiz", "", ""),
            S::Tried,
            None,
        ),
        (
            "police.report",
            "call back in the morning",
            by(O::Refused, Phone, "Sgt. Cole", "", "call in the morning"),
            S::Tried,
            None,
        ),
        (
            "police.report",
            "no answer",
            by(O::NoAnswer, Phone, "", "", ""),
            S::Tried,
            None,
        ),
        (
            "police.report",
            "the caregiver says so",
            by(O::Claimed, Phone, "Ms. Lee", "", ""),
            S::Claimed,
            None,
        ),
        (
            "police.report",
            "an e-mail nobody acknowledged",
            by(O::Sent, Email, "", "", ""),
            S::Tried,
            None,
        ),
        (
            "police.report",
            "the receiver's own web confirmation",
            by(O::Told, Web, "", "", "received, ticket follows"),
            S::Told,
            case_number,
        ),
        // NCMEC: a reference or an explicit confirmation.
        (
            "ncmec.report",
            "a reference by phone",
            by(O::Confirmed, Phone, "Dana", "NC-1", ""),
            S::Confirmed,
            None,
        ),
        (
            "ncmec.report",
            "an explicit confirmation, no number",
            by(O::Confirmed, Phone, "Dana", "", ""),
            S::Told,
            reference,
        ),
        (
            "ncmec.report",
            "a person, no reference",
            by(O::Told, Phone, "Dana", "", ""),
            S::Tried,
            None,
        ),
        (
            "ncmec.report",
            "a person and a reference",
            by(O::Told, Phone, "Dana", "NC-1", ""),
            S::Confirmed,
            None,
        ),
        (
            "ncmec.report",
            "system to system",
            by(O::Told, SystemToSystem, "", "NC-1", ""),
            S::Confirmed,
            None,
        ),
        (
            "ncmec.report",
            "a draft saved in the web form",
            by(O::Sent, Web, "", "", ""),
            S::Tried,
            None,
        ),
        (
            "ncmec.report",
            "police say they told NCMEC",
            by(O::Claimed, Phone, "Ruiz", "", ""),
            S::Claimed,
            None,
        ),
        (
            "ncmec.report",
            "declined, a child",
            by(O::Declined, Phone, "Dana", "", "not ours"),
            S::Tried,
            None,
        ),
        // NCIC: number or confirmation of the entry.
        (
            "ncic.number",
            "the number",
            by(O::Confirmed, Phone, "Ruiz", "M123456789", ""),
            S::Confirmed,
            None,
        ),
        (
            "ncic.number",
            "confirmed as entered",
            by(O::Confirmed, Phone, "Ruiz", "", ""),
            S::Told,
            Some("NCIC number"),
        ),
        (
            "ncic.number",
            "will be entered",
            by(O::Told, Phone, "Ruiz", "", "will be entered"),
            S::Tried,
            None,
        ),
        // The 30-day update: police confirm that it was made.
        (
            "police.update30",
            "police confirm",
            by(O::Confirmed, Phone, "Ruiz", "", ""),
            S::Confirmed,
            None,
        ),
        (
            "police.update30",
            "the agency sent the file",
            by(O::Sent, Email, "", "", ""),
            S::Tried,
            None,
        ),
        // The victim report: police accept.
        (
            "victim.police",
            "police accept",
            by(O::Told, Phone, "Ruiz", "", ""),
            S::Told,
            None,
        ),
        (
            "victim.police",
            "a voicemail",
            by(O::Voicemail, Phone, "", "", ""),
            S::Tried,
            None,
        ),
    ] {
        check_stop(duty, what, change, state, still);
    }
}

#[test]
fn one_receivers_proof_never_does_for_the_other() {
    let mut story = Story::new("America/Chicago", "2027-04-05T20:00:00-05:00");
    story
        .told(
            "police.report",
            "2027-04-05T20:05:00-05:00",
            "Ruiz",
            Some("27-1"),
        )
        .told(
            "ncic.number",
            "2027-04-05T20:09:00-05:00",
            "Ruiz",
            Some("M123456789"),
        );
    let now = "2027-04-05T21:00:00-05:00";
    assert_eq!(story.duty("ncmec.report", now).state, DutyState::Owed);
    assert_eq!(story.duty("police.report", now).state, DutyState::Confirmed);
    // A number that comes later proves what was told; the clock stopped when it was told.
    let mut story = Story::new("America/Chicago", "2027-04-05T20:00:00-05:00");
    story
        .told("police.report", "2027-04-05T20:05:00-05:00", "Ruiz", None)
        .told(
            "police.report",
            "2027-04-06T22:05:00-05:00",
            "Ruiz",
            Some("27-1"),
        );
    let police = story.duty("police.report", "2027-04-06T23:00:00-05:00");
    assert_eq!(police.state, DutyState::Confirmed);
    assert_eq!(story.local(police.done), "2027-04-05T20:05:00-05:00");
}

#[test]
fn times_that_cannot_be_right_count_for_nothing_and_say_so() {
    for (at, words) in [
        ("2027-04-05T19:50:00-05:00", "before its clock began"),
        ("2027-04-05T23:00:00-05:00", "has not come yet"),
    ] {
        let mut story = Story::new("America/Chicago", "2027-04-05T20:00:30-05:00");
        story.told("police.report", at, "Ruiz", Some("27-1"));
        let duty = story.duty("police.report", "2027-04-05T21:00:00-05:00");
        assert_eq!(duty.state, DutyState::Owed, "{at}");
        assert!(
            duty.explanation.join(" ").contains(words),
            "{:#?}",
            duty.explanation
        );
    }
    // Times are typed to the minute: the minute of the key is not before the key.
    let mut story = Story::new("America/Chicago", "2027-04-05T20:00:30-05:00");
    story.told(
        "police.report",
        "2027-04-05T20:00:00-05:00",
        "Ruiz",
        Some("27-1"),
    );
    assert_eq!(
        story
            .duty("police.report", "2027-04-05T21:00:00-05:00")
            .state,
        DutyState::Confirmed
    );
}

#[test]
fn a_withdrawn_attempt_no_longer_stops_anything() {
    let mut story = Story::new("America/Chicago", "2027-04-05T20:00:00-05:00");
    story.told(
        "police.report",
        "2027-04-05T20:05:00-05:00",
        "Ruiz",
        Some("27-1"),
    );
    let attempt = story.case.tried[0].attempt.id;
    story.happens(
        "2027-04-05T20:10:00-05:00",
        Event::AttemptWithdrawn {
            attempt,
            reason: "another child".into(),
        },
    );
    assert_eq!(
        story
            .duty("police.report", "2027-04-05T20:11:00-05:00")
            .state,
        DutyState::Owed
    );
}

// ---- the follow-ups ----

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

// ---- found ----

#[test]
fn found_before_any_report_is_decided_and_nothing_says_reported() {
    let mut story = Story::new("America/Chicago", "2027-04-05T00:05:00-05:00");
    let at = story.at("2027-04-05T00:40:00-05:00");
    let located = |verified: Option<&str>| Event::Located {
        at,
        place: "aunt's home".into(),
        by: "Denise".into(),
        verified: verified.map(SafeText::from),
    };
    // A text from the child is no finding.
    story.happens("2027-04-05T00:41:00-05:00", located(None));
    assert_eq!(
        story
            .duty("return.screen", "2027-04-05T00:42:00-05:00")
            .state,
        DutyState::Waiting
    );
    story.happens(
        "2027-04-05T00:45:00-05:00",
        located(Some("Denise, in person")),
    );
    let now = "2027-04-05T00:50:00-05:00";
    assert_eq!(story.duty("ncmec.report", now).state, DutyState::Owed);
    assert_eq!(story.duty("return.screen", now).state, DutyState::Owed);
    assert_eq!(
        story.duty("recovery.ncmec", now).state,
        DutyState::NotApplicable
    );
    story.happens(
        now,
        Event::Closed {
            how: Closing::FoundBeforeReport,
            reason: "asleep at his aunt's".into(),
            verifier: Some("Denise".into()),
            supervisor: Some("R. Chen".into()),
            open_duties: Vec::new(),
        },
    );
    for id in ["police.report", "ncmec.report"] {
        let duty = story.duty(id, "2027-04-07T00:50:00-05:00");
        assert_eq!(duty.state, DutyState::NotApplicable);
        assert_eq!(
            duty.because.as_deref(),
            Some("not reported: located before report; decided by R. Chen: asleep at his aunt's")
        );
        assert_eq!(duty.done, None);
    }
    assert_eq!(
        story
            .duty("return.screen", "2027-04-07T00:50:00-05:00")
            .state,
        DutyState::Owed
    );
}

#[test]
fn found_after_police_the_ncmec_clock_runs_on_until_somebody_decides() {
    let mut story = Story::new("America/Chicago", "2027-04-05T00:05:00-05:00");
    story.told(
        "police.report",
        "2027-04-05T00:20:00-05:00",
        "Ruiz",
        Some("27-1"),
    );
    let at = story.at("2027-04-05T03:05:00-05:00");
    story.happens(
        "2027-04-05T03:05:00-05:00",
        Event::Returned {
            at,
            place: "home".into(),
            by: "Denise".into(),
        },
    );
    let now = "2027-04-05T03:10:00-05:00";
    assert_eq!(story.duty("ncmec.report", now).state, DutyState::Owed);
    let clear = story.duty("recovery.police", now);
    assert_eq!((clear.state, clear.due), (DutyState::Owed, None));
    assert_eq!(
        story.duty("ncic.number", now).state,
        DutyState::NotApplicable
    );
    assert_eq!(
        story
            .duty("ncmec.report", "2027-04-06T00:06:00-05:00")
            .state,
        DutyState::Late
    );
    // Told, and the clearing still to be confirmed.
    story.told("recovery.police", "2027-04-05T03:20:00-05:00", "Ruiz", None);
    let clear = story.duty("recovery.police", "2027-04-05T03:21:00-05:00");
    assert_eq!(
        clear.still_owed.as_deref(),
        Some("confirmation that the NCIC entry is cleared")
    );
    // Closing does not make it reported; an excuse with a reason decides it.
    story.happens(
        "2027-04-05T03:30:00-05:00",
        Event::Closed {
            how: Closing::Returned,
            reason: "back".into(),
            verifier: None,
            supervisor: None,
            open_duties: vec!["ncmec.report".into()],
        },
    );
    assert_eq!(
        story
            .duty("ncmec.report", "2027-04-05T03:31:00-05:00")
            .state,
        DutyState::Owed
    );
    story.tries(
        "ncmec.report",
        "2027-04-05T03:40:00-05:00",
        by(
            Outcome::Excused,
            Channel::Phone,
            "",
            "",
            "back within three hours, supervisor R. Chen",
        ),
    );
    let excused = story.duty("ncmec.report", "2027-04-05T03:41:00-05:00");
    assert_eq!(excused.state, DutyState::NotApplicable);
    assert!(excused.because.unwrap().contains("Lena"));
}

#[test]
fn a_mistaken_intake_owes_nothing() {
    let mut story = Story::new("America/Chicago", "2027-04-05T00:05:00-05:00");
    story.happens(
        "2027-04-05T00:06:00-05:00",
        Event::Closed {
            how: Closing::Mistaken,
            reason: "wrong key".into(),
            verifier: None,
            supervisor: None,
            open_duties: Vec::new(),
        },
    );
    assert!(
        story
            .duties("2027-04-09T00:05:00-05:00")
            .iter()
            .all(|duty| !duty.state.is_open())
    );
}

// ---- triage ----

#[test]
fn a_decided_no_takes_a_report_away_and_asks_to_verify_again() {
    let mut story = Story::new("America/Los_Angeles", "2027-04-06T08:00:00-07:00");
    let again = moment("2027-04-07T08:30:00-07:00");
    let decided = |police, ncmec, overridden, reason: Option<&str>| Event::TriageDecided {
        row: 3,
        police,
        ncmec,
        reason: reason.map(SafeText::from),
        verifier: Some("school secretary L. Pratt".into()),
        overridden,
        again_at: Some(again),
    };
    story.happens(
        "2027-04-06T08:10:00-07:00",
        decided(Decision::CaseByCase, Decision::CaseByCase, true, None),
    );
    assert_eq!(
        story
            .duty("ncmec.report", "2027-04-06T08:11:00-07:00")
            .state,
        DutyState::Owed
    );
    story.happens(
        "2027-04-06T08:12:00-07:00",
        decided(Decision::No, Decision::No, false, None),
    );
    let now = "2027-04-06T08:13:00-07:00";
    let duty = story.duty("ncmec.report", now);
    assert_eq!(duty.state, DutyState::NotApplicable);
    let because = duty.because.unwrap();
    for words in [
        "triage row 3",
        "L. Pratt",
        "Lena",
        "verify again by Wed 7 Apr 2027 08:30 PDT",
    ] {
        assert!(because.contains(words), "{because}");
    }
    let verify = story.duty("triage.verify", now);
    assert!(verify.reminder && verify.due == Some(again));
    // Against the table and without a reason it takes nothing away.
    story.happens(
        "2027-04-06T08:14:00-07:00",
        decided(Decision::No, Decision::No, true, None),
    );
    assert_eq!(
        story
            .duty("ncmec.report", "2027-04-06T08:15:00-07:00")
            .state,
        DutyState::Owed
    );
}

#[test]
fn an_eighteenth_birthday_closes_nothing_and_asks() {
    let mut story = Story::new("America/Chicago", "2027-05-20T21:00:00-05:00");
    let field = porchlight::record::fields::by_name("child.dob").unwrap().id;
    let born = porchlight::record::value::PartialDate {
        year: 2009,
        month: Some(6),
        day: Some(1),
    };
    story.happens(
        "2027-05-20T21:05:00-05:00",
        Event::Answered {
            key: FactKey { field, item: None },
            answer: Some(Answer::known(Value::Date(born))),
        },
    );
    let before = story.duty("child.turns18", "2027-05-31T23:59:00-05:00");
    assert_eq!(before.state, DutyState::Waiting);
    let task = story.duty("child.turns18", "2027-06-01T08:00:00-05:00");
    assert_eq!(
        (task.state, story.local(task.anchor_at)),
        (DutyState::Owed, "2027-06-01T00:00:00-05:00".into())
    );
    assert!(task.reminder && task.explanation.join(" ").contains("row 8"));
    assert_eq!(
        story
            .duty("ncmec.report", "2027-06-01T08:00:00-05:00")
            .state,
        DutyState::Late
    );
    let whole = Whole {
        case: &story.case,
        child: &story.child,
    };
    assert_eq!(
        triage::propose(whole, moment("2027-06-01T08:00:00-05:00"))[0]
            .row
            .number,
        12
    );
}

// ---- packs ----

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
