//! S20 Birthday during the episode.
//!
//! Kiara Holt, in dependency, is missing since 2027-05-20 and turns 18 on 2027-06-01 at midnight. Nothing is
//! left out.

use super::lines::{CASE, answers, ncmec_told, police_told, says, says_no};
use super::night::{Night, at};
use porchlight::rules::DutyState;

fn kiara() -> Night {
    let mut night = Night::at("2027-05-20 21:00", "America/Chicago");
    night.does(r#"{"do":"open","name":"Kiara Holt","channel":"phone"}"#);
    answers(
        &mut night,
        &[
            ("child.dob", "2009-06-01"),
            ("legal.status", "dependency"),
            ("whereabouts.state", "unknown"),
        ],
    );
    night
}

#[test]
fn s20_turning_eighteen_closes_nothing_and_asks() {
    let mut night = kiara();
    police_told(&mut night, "27-118800");
    ncmec_told(&mut night, "NC-781000");
    let before = night.duties(CASE);
    let sheet = night.sheet(CASE, "police");
    says_no(&sheet, "Age alone");

    night.time("2027-05-31T23:59:00-05:00");
    assert_eq!(night.state(CASE, "child.turns18"), DutyState::Waiting);
    night.time("2027-06-01T00:00:00-05:00");

    // Then 1: nothing closes by itself, at midnight or days later.
    assert_eq!(night.case(CASE).closed, None);
    assert_eq!(night.board().open, 1);
    assert!(night.state(CASE, "police.contact").is_open());
    assert!(night.state(CASE, "ncmec.contact").is_open());

    // Then 2: the task of 1 June asks for the order and extended care, with rows 7, 8 and 12.
    let task = night.duty(CASE, "child.turns18");
    assert_eq!(task.anchor_at, Some(at("2027-06-01T00:00:00-05:00")));
    assert_eq!(task.state, DutyState::Owed);
    assert_eq!(night.due(CASE, "child.turns18"), "Wed 2 Jun 2027 00:00 CDT");
    let asked = task.explanation.join("\n");
    for words in [
        "court-ordered guardianship (row 7)",
        "extended care (row 8)",
        "row 12",
    ] {
        says(&asked, words);
    }
    let row = |night: &Night| {
        let first = night.view(CASE).triage.proposed.remove(0);
        (first.row, first.because)
    };
    assert_eq!(row(&night).0, 12);
    says(&row(&night).1, "18 since 2027-06-01");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter><ctrl-x>4")
        .sees("18th birthday")
        .sees("agency reminder, not law");

    // Then 3: police are reminded that age alone removes no record.
    says(
        &night.sheet(CASE, "police"),
        "Age alone is no ground to remove the entry: 34 USC 41308(2)",
    );
    says(
        &asked,
        "Police may not remove the NCIC record for age alone",
    );

    // Then 4: what arose before stays judged as of its day.
    for duty in ["police.report", "ncmec.report"] {
        let then = before.iter().find(|one| one.id == duty).expect("a report");
        let now = night.duty(CASE, duty);
        assert_eq!(
            (now.state, now.due, now.done, &now.rule),
            (then.state, then.due, then.done, &then.rule)
        );
    }

    // A decision is a person's, and answers the task.
    night.does(
        r#"{"do":"triage","case":"A-0001","row":12,"ncmec":"yes","reason":"supervisor Hale: order pending, keep reporting"}"#,
    );
    assert!(!night.state(CASE, "child.turns18").is_open());
    night.time("2027-06-05T09:00:00-05:00");
    assert_eq!(night.case(CASE).closed, None);
}

#[test]
fn s20_a_report_owed_before_the_birthday_stays_late_after_it() {
    // Then 4 again, for a child nobody reported.
    let mut night = kiara();
    night.time("2027-06-03T09:00:00-05:00");
    for duty in ["police.report", "ncmec.report"] {
        assert_eq!(night.state(CASE, duty), DutyState::Late, "{duty}");
        assert_eq!(night.due(CASE, duty), "Fri 21 May 2027 21:00 CDT");
    }
    assert_eq!(night.case(CASE).closed, None);
}

#[test]
fn s20_the_rows_follow_the_answer_to_the_task() {
    for (status, row) in [("guardianship_order", 7), ("voluntary_extended", 8)] {
        let mut night = kiara();
        night.time("2027-06-01T08:00:00-05:00");
        answers(&mut night, &[("legal.status", status)]);
        // Then 2 again: the row that the answer points to stands among the first two, beside row 12.
        let rows: Vec<u8> = night
            .view(CASE)
            .triage
            .proposed
            .iter()
            .take(2)
            .map(|proposed| proposed.row)
            .collect();
        assert!(
            rows.contains(&row) && rows.contains(&12),
            "{status}: {rows:?}"
        );
    }
}
