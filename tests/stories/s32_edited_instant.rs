//! S32 Edited instant.
//!
//! The received time was first typed as 23:10 and is corrected to 22:10 with a reason. Nothing is left out.

use super::lines::{CASE, line, police_told, says};
use super::night::{Night, at};
use porchlight::rules::DutyState;
use serde_json::json;

#[test]
fn s32_every_deadline_moves_earlier_and_what_is_late_says_so() {
    let mut night = Night::at("2027-02-09 23:10", "America/New_York");
    night.does(r#"{"do":"open","name":"Tanisha Okafor"}"#);
    // Police take it 20 minutes before the limit that stands at that time.
    night.time("2027-02-10T22:50:00-05:00");
    police_told(&mut night, "27-004411");
    assert_eq!(night.state(CASE, "police.report"), DutyState::Confirmed);
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::Owed);
    let before = night.duties(CASE);

    let correct = |reason: &str| json!({"do": "correct received", "case": CASE, "to": "2027-02-09T22:10:00-05:00", "reason": reason, "operator": "Priya Nair"});
    let refused = night.refuses(&correct("").to_string());
    says(
        &refused,
        "A reason for correcting the received time is needed",
    );
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter><ctrl-x>4")
        .sees("NCMEC owed, 19 min left");
    line(&mut night, correct("the caller's own log says 22:10"));

    // Then 1: every deadline that counts from it moves earlier by the hour.
    let mut moved = 0;
    for duty in before.iter().filter(|duty| duty.anchor == "received") {
        let (Some(was), Some(now)) = (duty.due, night.duty(CASE, &duty.id).due) else {
            continue;
        };
        assert_eq!(was.since(now), 3_600_000_000, "{}", duty.id);
        moved += 1;
    }
    assert!(moved >= 2, "both reports count from it");
    assert_eq!(
        night.duty(CASE, "ncmec.report").due,
        Some(at("2027-02-10T22:10:00-05:00"))
    );

    // Then 2: both values, the author and the reason stay.
    let history = night.history(CASE, None).join("\n");
    says(&history, "Priya Nair: received time corrected to");
    says(&history, "the caller's own log says 22:10");
    let former = night.view(CASE).received.former.join("\n");
    for words in [
        "23:10",
        "22:10",
        "by Priya Nair",
        "the caller's own log says 22:10",
    ] {
        says(&former, words);
    }
    let audit = night.sheet(CASE, "audit");
    for words in [
        "Intake key read Tue 9 Feb 2027 23:10 EST",
        "Information received Tue 9 Feb 2027 22:10 EST",
        "by Priya Nair",
    ] {
        says(&audit, words);
    }
    let explained = night.duty(CASE, "ncmec.report").explanation.join("\n");
    says(
        &explained,
        "Changed Wed 10 Feb 2027 22:50 EST by Priya Nair",
    );

    // Then 3: what is late now says so, whether open or done.
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::Late);
    says(&night.reads(CASE, "ncmec.report"), "late by 41 min");
    assert_eq!(night.state(CASE, "police.report"), DutyState::LateButTold);
    says(
        &night.reads(CASE, "police.report"),
        "late but told 22:50, late by 40 min",
    );
    lena.sees("NCMEC late by 41 min")
        .sees("police late but told 22:50");
    assert_eq!(night.board().late, 1);
}
