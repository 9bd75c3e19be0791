//! S25 Third-party family case.
//!
//! Lucia Ferrante, 13, daughter of a family the agency works with at home, is not in custody. Nothing is left out.

use super::lines::{CASE, answer, answers, line, ncmec_told, says, says_no};
use super::night::Night;
use porchlight::rules::DutyState;
use porchlight::wire::view::FactState;
use serde_json::json;

fn lucia() -> Night {
    let mut night = Night::at("2027-02-09 21:10", "America/New_York");
    night.does(r#"{"do":"open","name":"Lucia Ferrante"}"#);
    answers(
        &mut night,
        &[("child.dob", "2013-11-02"), ("legal.status", "third_party")],
    );
    night
}

#[test]
fn s25_the_parents_contact_is_required_of_the_ncmec_sheet() {
    let mut night = lucia();
    assert_eq!(night.view(CASE).triage.proposed[0].row, 14);

    // Then 1: the parent's name and full contact are in NCMEC's set, and stand as blanks on its sheet.
    let parent = ["thirdparty.parent", "thirdparty.contact"];
    let missing = night.view(CASE).missing_ncmec;
    let sheet = night.sheet_view(CASE, "ncmec");
    for field in parent {
        assert!(missing.iter().any(|id| id == field), "{field}: {missing:?}");
        let line = sheet
            .parts
            .iter()
            .flat_map(|part| &part.lines)
            .find(|line| line.field.as_deref() == Some(field))
            .unwrap_or_else(|| panic!("{field} is not on the sheet"));
        assert_eq!(line.state, Some(FactState::Blank));
    }
    let mut lena = night.operator("Lena", (120, 40));
    lena.keys("<Enter><ctrl-x>m").sees("Parent's full contact");
    answers(
        &mut night,
        &[
            ("thirdparty.parent", "Carla Ferrante"),
            (
                "thirdparty.contact",
                "312-555-0161, c.ferrante@mail.example, 9 Ash St",
            ),
        ],
    );
    says(
        &night.sheet(CASE, "ncmec"),
        "312-555-0161, c.ferrante@mail.example, 9 Ash St",
    );
    let missing = night.view(CASE).missing_ncmec;
    assert!(!missing.iter().any(|id| parent.contains(&id.as_str())));
    // What is said on the phone is true of her: she is not in custody.
    for sheet in ["police", "ncmec"] {
        let said = night.sheet(CASE, sheet);
        says(&said, "who is not in our custody");
        says_no(&said, "in our legal custody");
    }
    // Of a child in custody nobody asks for it.
    answer(&mut night, "legal.status", "dependency");
    for field in parent {
        line(
            &mut night,
            json!({"do": "answer", "case": CASE, "field": field, "state": "blank"}),
        );
    }
    let missing = night.view(CASE).missing_ncmec;
    assert!(!missing.iter().any(|id| parent.contains(&id.as_str())));
    says_no(&night.sheet(CASE, "ncmec"), "Parent's full contact");
    says(&night.sheet(CASE, "police"), "in our legal custody");
}

#[test]
fn s25_a_police_attempt_is_enough_to_go_on() {
    let mut night = lucia();
    // Then 2: police were tried and did not take it; NCMEC is told so, and takes the report.
    line(
        &mut night,
        json!({"do": "attempt", "case": CASE, "duty": "police.report", "outcome": "no answer", "dialled": "614-555-0100"}),
    );
    says(
        &night.view(CASE).triage.proposed[0].note,
        "made or at least tried",
    );
    says(&night.sheet(CASE, "ncmec"), "Police tried");
    ncmec_told(&mut night, "NC-779900");
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::Confirmed);
    // An attempt is not a report: that one stays owed, and says that it was tried.
    assert_eq!(night.state(CASE, "police.report"), DutyState::Tried);
}

#[test]
fn s25_the_parent_should_join_and_no_poster_goes_before_the_parents_word() {
    let mut night = lucia();

    // Then 3: the banner, on the case, the board's row and the NCMEC script.
    let banner = "not in our custody: the parent should make or join the report";
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter>").sees(banner);
    assert!(
        night.board().rows[0]
            .flags
            .iter()
            .any(|flag| flag == banner)
    );
    says(
        &night.sheet(CASE, "ncmec"),
        "the parent should make this report or join it",
    );

    // Then 4: no poster until the parent's authorisation is recorded.
    let poster =
        json!({"do": "answer", "case": CASE, "field": "poster.wanted", "value": "yes"}).to_string();
    let refused = night.refuses(&poster);
    says(
        &refused,
        "no poster before the parent's authorisation is recorded",
    );
    says(
        &night.sheet(CASE, "ncmec"),
        "Poster wanted no – blocked until the parent's authorisation is recorded",
    );
    answer(&mut night, "thirdparty.authorised", "no");
    night.refuses(&poster);
    answer(&mut night, "thirdparty.authorised", "yes");
    night.does(&poster);
    says(&night.sheet(CASE, "ncmec"), "Poster wanted yes");
    // Withdrawn, it is blocked again, whatever was wished before.
    answer(&mut night, "thirdparty.authorised", "no");
    says(&night.sheet(CASE, "ncmec"), "Poster wanted no – blocked");
}
