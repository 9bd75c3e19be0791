//! What stops which clock, and what does not.

use super::by;
use crate::rules::Story;
use porchlight::record::event::{Attempt, Channel, Event, Outcome};
use porchlight::rules::DutyState;

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
