//! S21 Twenty under guardianship.
//!
//! Devon Reyes, 20, has an intellectual disability; a court order names the state as guardian. Nothing is left
//! out.

use super::lines::{CASE, answers, ncmec_told, police_told, says, unknown};
use super::night::Night;
use porchlight::rules::DutyState;

#[test]
fn s21_police_and_ncmec_both_and_no_paper_is_waited_for() {
    let mut night = Night::at("2027-02-09 22:30", "America/New_York");
    night.does(r#"{"do":"open","name":"Devon Reyes"}"#);
    answers(
        &mut night,
        &[
            ("child.dob", "2006-05-02"),
            ("legal.status", "guardianship_order"),
            ("risk.disability", "yes"),
            ("risk.disability_words", "intellectual disability"),
        ],
    );

    // Then 1: triage says police and NCMEC both.
    let first = night.view(CASE).triage.proposed.remove(0);
    assert_eq!(first.row, 7);
    assert_eq!(
        (first.police.as_str(), first.ncmec.as_str()),
        ("yes", "yes")
    );
    says(&first.citation, "34 USC 41307");
    says(&first.because, "age 20");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter><ctrl-x>4<End>").sees("triage 7");
    night.does(r#"{"do":"triage","case":"A-0001","row":7}"#);
    for duty in ["police.report", "ncmec.report"] {
        assert_eq!(night.state(CASE, duty), DutyState::Owed, "{duty}");
    }

    // Then 2: the suggestion for NCIC is the disability category.
    let sheet = night.sheet(CASE, "police");
    says(&sheet, "Category suggested (MKE) EMD disability");

    // Then 3: the order's court and date are asked for …
    let missing = night.view(CASE).missing_ncmec;
    for field in ["legal.court", "legal.date"] {
        assert!(missing.iter().any(|id| id == field), "{field}: {missing:?}");
    }
    says(&first.note, "asked for, never waited for");
    // … and not waited for: both reports are made with them blank.
    police_told(&mut night, "27-004500");
    ncmec_told(&mut night, "NC-779000");
    assert_eq!(night.state(CASE, "police.report"), DutyState::Confirmed);
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::Confirmed);
    // Asked and unknown is an answer.
    unknown(&mut night, "legal.court");
    unknown(&mut night, "legal.date");
    let missing = night.view(CASE).missing_ncmec;
    assert!(
        !missing
            .iter()
            .any(|id| id.starts_with("legal.court") || id == "legal.date")
    );
    says(
        &night.sheet(CASE, "ncmec"),
        "Court of the order unknown – asked at 22:30",
    );
}
