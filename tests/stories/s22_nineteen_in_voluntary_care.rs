//! S22 Nineteen, voluntary extended care.
//!
//! Brooke Lin, 19, in supervised independent living, is out of contact for 30 hours.
//! Left out: the state's overlay among what is shown (Then 1), since state packs are no part of this yet.

use super::lines::{CASE, answers, line, says};
use super::night::Night;
use porchlight::rules::DutyState;
use serde_json::json;

fn brooke() -> Night {
    let mut night = Night::at("2027-02-09 20:00", "America/New_York");
    night.does(r#"{"do":"open","name":"Brooke Lin"}"#);
    answers(
        &mut night,
        &[
            ("child.dob", "2007-08-14"),
            ("legal.status", "voluntary_extended"),
            ("seen.at", "yesterday 2pm"),
        ],
    );
    night
}

#[test]
fn s22_a_person_decides_with_a_reason_and_a_decline_is_the_outcome() {
    let mut night = brooke();

    // Then 1: case by case, with NCMEC's rule and the age to which the federal duty may reach.
    let row = night.view(CASE).triage.proposed.remove(0);
    assert_eq!(row.row, 8);
    assert_eq!(
        (row.police.as_str(), row.ncmec.as_str()),
        ("case by case", "case by case")
    );
    says(&row.note, "NCMEC says such young adults do not qualify");
    says(
        &row.note,
        "the federal duty may reach the age the state elected",
    );
    says(&row.citation, "42 USC 671(a)(35) with 675(8)");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter><ctrl-x>4");
    for _ in 0..20 {
        if lena.screen().contains("qualify for its") {
            break;
        }
        lena.keys("<Down>");
    }
    lena.sees("case by case").sees("the age the state elected");

    // Until somebody has decided, both reports are owed: no silent "no".
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::Owed);

    // Then 2: the operator picks, with a reason and not without.
    let refused =
        night.refuses(r#"{"do":"triage","case":"A-0001","row":8,"police":"yes","ncmec":"yes"}"#);
    says(
        &refused,
        "Row 8 is decided case by case, and such a decision needs its reason",
    );
    night.does(
        r#"{"do":"triage","case":"A-0001","row":8,"police":"yes","ncmec":"yes","reason":"supervisor Hale: 30 h out of contact, report to both"}"#,
    );
    let decided = night.view(CASE).triage.decided.expect("decided");
    for words in [
        "row 8",
        "police yes",
        "NCMEC yes",
        "by Lena",
        "30 h out of contact",
    ] {
        says(&decided, words);
    }

    // Then 3: NCMEC declines; who and when stand as the outcome.
    night.time("20:40");
    let decline = |person: serde_json::Value| {
        json!({"do": "attempt", "case": CASE, "duty": "ncmec.report", "outcome": "declined", "channel": "phone",
            "person": person, "words": "voluntary care after 18 does not qualify"})
    };
    let refused = night.refuses(&decline(json!("")).to_string());
    says(&refused, "Who would not take it is needed");
    line(&mut night, decline(json!("specialist Ward")));
    let duty = night.duty(CASE, "ncmec.report");
    assert!(!duty.state.is_open(), "{:?}", duty.state);
    let because = duty.because.clone().unwrap_or_default();
    says(&because, "declined by the receiver");
    let audit = night.sheet(CASE, "audit");
    for words in ["declined", "specialist Ward", "20:40", "does not qualify"] {
        says(&audit, words);
    }
    let told = night.view(CASE).timeline;
    assert!(
        told.iter()
            .any(|row| row.words.as_str().contains("NCMEC declined")
                && row.words.as_str().contains("specialist Ward")),
        "the decline stands in the timeline"
    );
}

#[test]
fn s22_deciding_against_a_report_is_kept_with_its_reason() {
    let mut night = brooke();
    // Then 2 again: the other choice.
    night.does(
        r#"{"do":"triage","case":"A-0001","row":8,"police":"yes","ncmec":"no","reason":"supervisor Hale: NCMEC rule, police welfare check asked"}"#,
    );
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::NotApplicable);
    assert_eq!(night.state(CASE, "police.report"), DutyState::Owed);
    says(
        &night.reads(CASE, "ncmec.report"),
        "NCMEC rule, police welfare check asked",
    );
}
