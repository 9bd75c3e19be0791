//! S33 Recovery notices.
//!
//! A child in Texas is back at 04:20.
//! Left out: Then 1 and 2, the special investigator within the hour and all parties by 04:20 the next day, since
//! they are a state's and state packs are no part of this yet.

use super::lines::{CASE, line, ncmec_told, police_told, says};
use super::night::Night;
use porchlight::rules::DutyState;
use serde_json::json;

fn back() -> Night {
    let mut night = Night::at("2027-03-02 19:00", "America/Chicago");
    night.does(r#"{"do":"open","name":"Tanisha Okafor"}"#);
    police_told(&mut night, "27-004411");
    ncmec_told(&mut night, "NC-778120");
    line(
        &mut night,
        json!({"do": "attempt", "case": CASE, "duty": "ncic.number", "outcome": "confirmed", "channel": "phone", "person": "Ofc. Ruiz", "number": "M123456789"}),
    );
    night.time("2027-03-03T04:20:00-06:00");
    line(
        &mut night,
        json!({"do": "return", "case": CASE, "place": "the foster home", "by": "foster mother"}),
    );
    night
}

fn close(supervisor: Option<&str>, reason: &str) -> String {
    let mut line = json!({"do": "close", "case": CASE, "how": "returned", "reason": reason});
    if let Some(supervisor) = supervisor {
        line["supervisor"] = json!(supervisor);
    }
    line.to_string()
}

#[test]
fn s33_clearing_ncic_and_telling_ncmec_are_two_open_items() {
    let mut night = back();
    // Then 3: the NCIC entry to be cleared. Then 4: NCMEC's case manager to be told.
    for (duty, title) in [
        ("recovery.police", "NCIC entry cleared"),
        ("recovery.ncmec", "Tell NCMEC's case manager"),
    ] {
        let one = night.duty(CASE, duty);
        assert_eq!(one.state, DutyState::Owed, "{duty}");
        says(&one.title, title);
    }
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter><ctrl-x>4")
        .sees("Tell police the child is found")
        .sees("Tell NCMEC's case manager");
    // One does not do for the other.
    line(
        &mut night,
        json!({"do": "attempt", "case": CASE, "duty": "recovery.police", "outcome": "confirmed", "channel": "phone", "person": "Sgt. Bell"}),
    );
    assert_eq!(night.state(CASE, "recovery.police"), DutyState::Confirmed);
    assert_eq!(night.state(CASE, "recovery.ncmec"), DutyState::Owed);
}

/// The duties of a return, each with the line that does it.
fn duties() -> Vec<(&'static str, serde_json::Value)> {
    let told = |duty: &str, person: &str| json!({"do": "attempt", "case": CASE, "duty": duty, "outcome": "confirmed", "channel": "phone", "person": person});
    vec![
        ("recovery.police", told("recovery.police", "Sgt. Bell")),
        (
            "recovery.ncmec",
            told("recovery.ncmec", "case manager Boyd"),
        ),
        (
            "return.factors",
            json!({"do": "interview", "case": CASE, "by": "Lena Ortiz", "factors": "argument about the phone; visit set"}),
        ),
        (
            "return.screen",
            json!({"do": "screen", "case": CASE, "tool": "CSE-IT", "result": "no concern", "by": "Lena Ortiz"}),
        ),
    ]
}

#[test]
fn s33_with_any_one_open_the_case_does_not_close() {
    // Then 5: not with one open, whichever that is …
    for left in 0..duties().len() {
        let mut night = back();
        let mut open = "";
        for (nth, (duty, done)) in duties().into_iter().enumerate() {
            if nth == left {
                open = duty;
            } else {
                line(&mut night, done);
            }
        }
        let title = night.duty(CASE, open).title;
        let refused = night.refuses(&close(None, "back at the foster home"));
        says(&refused, "1 duty is still open");
        says(&refused, &title);
        assert!(night.case(CASE).closed.is_none());
    }
    // … with none open it closes.
    let mut night = back();
    for (_, done) in duties() {
        line(&mut night, done);
    }
    night.does(&close(None, "back at the foster home, everybody told"));
    let closed = night.case(CASE).closed.expect("closed");
    assert!(closed.open_duties.is_empty());
}

#[test]
fn s33_an_override_needs_a_reason_and_keeps_what_was_open() {
    let mut night = back();
    // Then 6: overridden by a named supervisor, with a reason and not without.
    let refused = night.refuses(&close(Some("Oscar Hale"), ""));
    says(&refused, "A reason for closing is needed");
    night.does(&close(Some("Oscar Hale"), "day unit tells NCMEC at 08:00"));
    let closed = night.case(CASE).closed.expect("closed");
    assert!(
        closed
            .open_duties
            .iter()
            .any(|duty| duty == "recovery.ncmec")
    );
    let audit = night.sheet(CASE, "audit");
    for words in [
        "day unit tells NCMEC at 08:00",
        "supervisor Oscar Hale",
        "recovery.ncmec",
    ] {
        says(&audit, words);
    }
    // Closed over, it is still owed, and still seen.
    assert_eq!(night.state(CASE, "recovery.ncmec"), DutyState::Owed);
    assert!(night.board().owed >= 1);
}
