//! S18 Missing data.
//!
//! An agency temp knows only "Jayden, about 12, blue hoodie". Nothing is left out.

use super::lines::{CASE, ncmec_told, police_told, says, unknown};
use super::night::Night;
use porchlight::rules::DutyState;

/// What police need for an entry and the temp cannot say: field, and what the panel calls it.
const LACKING: &[(&str, &str)] = &[
    ("child.surname", "Surname"),
    ("child.dob", "Date of birth"),
    ("look.height", "Height"),
    ("look.weight", "Weight"),
    ("look.eyes", "Eyes"),
    ("look.hair", "Hair"),
    ("child.race", "Race"),
];

#[test]
fn s18_a_name_an_age_and_a_hoodie_are_enough_to_call() {
    let mut night = Night::at("2027-02-09 02:10", "America/New_York");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nJayden<Enter>");
    lena.answers("child.age", "12")
        .answers("seen.wearing", "blue hoodie");

    // Then 1: a record opens, and its clocks run.
    lena.sees("Jayden")
        .sees(CASE)
        .sees("NCMEC owed, 23 h 59 min");
    assert_eq!(night.board().open, 1);

    // Then 2: police can be called: the script is there, with what is known.
    lena.keys("<Esc><ctrl-x>p")
        .sees("Police call")
        .sees("Jayden");
    let sheet = night.sheet(CASE, "police");
    says(&sheet, "Age, as guessed 12");
    says(&sheet, "blue hoodie");

    // Then 3: the panel shows what the entry lacks, on the smallest screen too.
    lena.sees("the NCIC entry lacks");
    let screen = lena.screen();
    for (_, label) in LACKING {
        let panel = screen
            .split_once("the NCIC entry lacks")
            .map(|(_, panel)| panel)
            .expect("a panel");
        says(panel, label);
    }
    let missing = night.view(CASE).missing_police;
    for (field, _) in LACKING {
        assert!(missing.iter().any(|id| id == field), "{field}: {missing:?}");
    }

    // Then 4: each may be set to asked and unknown; the first by keys, from the script itself.
    night.time("02:14");
    lena.goes_to("child.dob").keys("<ctrl-x>u");
    assert!(
        !night
            .view(CASE)
            .missing_police
            .contains(&"child.dob".into()),
        "asked and unknown by keys"
    );
    for (field, _) in LACKING {
        unknown(&mut night, field);
    }
    let missing = night.view(CASE).missing_police;
    for (field, _) in LACKING {
        assert!(
            !missing.iter().any(|id| id == field),
            "{field}: {missing:?}"
        );
    }

    // Then 5: the police sheet says that it was asked and when, in place of blanks.
    let view = night.sheet_view(CASE, "police");
    for (field, label) in LACKING {
        let line = view
            .parts
            .iter()
            .flat_map(|part| &part.lines)
            .find(|line| line.field.as_deref() == Some(field))
            .unwrap_or_else(|| panic!("{label} is not on the sheet"));
        assert_eq!(line.words.as_str(), "unknown – asked at 02:14", "{label}");
    }

    // Then 6: nothing prevents the report, to police or to NCMEC.
    police_told(&mut night, "27-004411");
    ncmec_told(&mut night, "NC-778120");
    assert_eq!(night.state(CASE, "police.report"), DutyState::Confirmed);
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::Confirmed);
}

#[test]
fn s18_nothing_asked_at_all_prevents_no_report_either() {
    let mut night = Night::at("2027-02-09 02:10", "America/New_York");
    night.does(r#"{"do":"open"}"#);
    // Then 6 again: with every field blank, and no name.
    police_told(&mut night, "27-004412");
    ncmec_told(&mut night, "NC-778121");
    assert_eq!(night.state(CASE, "police.report"), DutyState::Confirmed);
    assert_eq!(night.state(CASE, "ncmec.report"), DutyState::Confirmed);
}
