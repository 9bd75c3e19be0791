//! S28 Thirty-day pack.
//!
//! The NCIC entry is of 2027-01-05, the child is still missing, the only photo is dated 2026-07-20. Nothing is
//! left out.

use super::lines::{CASE, answer, line, ncmec_told, police_told, says, unknown};
use super::night::{Night, at};
use porchlight::rules::DutyState;
use serde_json::json;

#[test]
fn s28_thirty_days_on_the_pack_is_due_and_says_what_it_lacks() {
    let mut night = Night::at("2027-01-04 22:00", "America/New_York");
    night.does(r#"{"do":"open","name":"Tanisha Okafor"}"#);
    police_told(&mut night, "27-000119");
    ncmec_told(&mut night, "NC-770001");
    night.time("2027-01-05T00:20:00-05:00");
    line(
        &mut night,
        json!({"do": "heard", "case": CASE, "from": "police", "who": "Ofc. Ruiz", "what": "entered in NCIC", "number": "M123456789"}),
    );
    answer(&mut night, "photos.taken", "2026-07-20");
    night.time("2027-01-05T10:00:00-05:00");
    unknown(&mut night, "dental.dentist");
    answer(
        &mut night,
        "medical.doctor",
        "Dr. Osei, Harlan Family Clinic",
    );

    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter><ctrl-x>4");
    night.time("2027-02-04T00:00:00-05:00");
    // Then 1: on 4 February the pack is due.
    let pack = night.duty(CASE, "police.update30");
    assert_eq!(pack.state, DutyState::Owed);
    assert_eq!(pack.due, Some(at("2027-02-04T00:20:00-05:00")));
    assert_eq!(pack.citation, "34 USC 41308(4)(A)");
    lena.sees("30-day update of the NCIC entry")
        .sees("20 min left");

    // Then 2: the photo's age on that day, flagged as too old.
    let said = pack.explanation.join("\n");
    says(
        &said,
        "The newest photo will be 199 days old on the due day: a newer one is needed (180 days at most)",
    );

    // Then 3: doctor and dentist are listed, or asked and unknown with the time.
    says(&said, "Doctor: Dr. Osei, Harlan Family Clinic");
    says(&said, "Dentist: unknown – asked Tue 5 Jan 2027 10:00 EST");

    // Then 4: the contact with police is due again: the agency's seven days are over since the report.
    let contact = night.duty(CASE, "police.contact");
    assert_eq!(contact.state, DutyState::Owed);
    assert_eq!(contact.due, None, "federal law sets no hour");
    lena.sees("Keep in touch with police");

    // A newer photo takes the flag away; an unanswered update turns late at its minute.
    answer(&mut night, "photos.taken", "2027-01-20");
    let said = night.duty(CASE, "police.update30").explanation.join("\n");
    says(
        &said,
        "The newest photo will be 15 days old on the due day.",
    );
    night.time("2027-02-04T00:21:00-05:00");
    assert_eq!(night.state(CASE, "police.update30"), DutyState::Late);
    // Sending the file is not the update; the word of police is.
    line(
        &mut night,
        json!({"do": "attempt", "case": CASE, "duty": "police.update30", "outcome": "sent", "channel": "email"}),
    );
    assert_eq!(night.state(CASE, "police.update30"), DutyState::Late);
    line(
        &mut night,
        json!({"do": "attempt", "case": CASE, "duty": "police.update30", "outcome": "confirmed", "channel": "phone", "person": "records clerk Boyd"}),
    );
    assert_eq!(night.state(CASE, "police.update30"), DutyState::LateButTold);
}
