//! S09 Found before any report and S10 Found after police, before NCMEC. Nothing is left out.

use super::night::Night;
use porchlight::rules::DutyState;

#[test]
fn s09_found_before_any_report_never_reads_as_reported() {
    let mut night = Night::at("2027-02-09 00:05", "America/New_York");
    let case = night.opens("Marcus Bell");
    night.answers(&case, "child.age", "16");
    night.time("00:40");
    night.does(r#"{"do":"locate","case":"last","place":"asleep at his aunt's","by":"caregiver","verified":"caregiver, in person"}"#);

    // Then 1: a reason, a verifier and a supervisor are required.
    for (line, lacks) in [
        (
            r#"{"do":"close","case":"last","how":"found before report","reason":"","verifier":"caregiver, in person","supervisor":"Oscar Hale"}"#,
            "reason",
        ),
        (
            r#"{"do":"close","case":"last","how":"found before report","reason":"asleep at his aunt's","supervisor":"Oscar Hale"}"#,
            "verified",
        ),
        (
            r#"{"do":"close","case":"last","how":"found before report","reason":"asleep at his aunt's","verifier":"caregiver, in person"}"#,
            "supervisor",
        ),
    ] {
        let refused = night.refuses(line);
        assert!(refused.contains(lacks), "{refused}");
    }
    night.does(r#"{"do":"close","case":"last","how":"found before report","reason":"asleep at his aunt's","verifier":"caregiver, in person","supervisor":"Oscar Hale"}"#);

    // Then 2: the ledger says so in these words.
    for duty in ["police.report", "ncmec.report"] {
        let words = night.reads(&case, duty);
        assert!(
            words.contains("not reported: located before report"),
            "{duty}: {words}"
        );
    }
    let audit = night.sheet(&case, "audit");
    assert!(
        audit.contains("not reported: located before report"),
        "{audit}"
    );
    assert!(
        audit.contains("Oscar Hale") && audit.contains("caregiver, in person"),
        "{audit}"
    );

    // Then 3: the interview and the screening stay open.
    for duty in ["return.factors", "return.screen"] {
        assert!(night.state(&case, duty).is_open(), "{duty}");
    }
    assert!(
        night.board().rows.iter().any(|row| row.number == case),
        "still on the board"
    );

    // Then 4: nothing says "reported".
    for text in [audit, night.history(&case, None).join("\n")] {
        for (at, _) in text.match_indices("reported") {
            let before = text[..at].trim_end().to_lowercase();
            assert!(before.ends_with("not"), "it says reported:\n{text}");
        }
    }
    for duty in ["police.report", "ncmec.report"] {
        let state = night.state(&case, duty);
        assert!(
            !matches!(state, DutyState::Told | DutyState::Confirmed),
            "{duty}: {state:?}"
        );
    }
}

/// Police took it at 00:20, the child is back at 03:05, NCMEC has not been told.
fn back_between() -> (Night, String) {
    let mut night = Night::at("2027-02-09 00:05", "America/New_York");
    let case = night.opens("Marcus Bell");
    night.time("00:20");
    night.police_take_it(&case, "00:20", "Ofc. Ruiz", "27-004411");
    night.time("03:05");
    (night, case)
}

#[test]
fn s10_ncmec_is_decided_and_never_by_silence() {
    let (mut night, case) = back_between();
    night.does(r#"{"do":"return","case":"last","place":"the foster home","by":"foster mother"}"#);

    // Then 1: cancelling the NCIC entry is a task.
    let clear = night.duty(&case, "recovery.police");
    assert!(clear.state.is_open());
    assert!(
        clear.title.contains("NCIC entry cleared"),
        "{}",
        clear.title
    );

    // Then 2: the decision is offered, with both options and their reasons.
    let proposed = &night.view(&case).triage.proposed[0];
    assert_eq!(proposed.row, 29);
    assert!(
        proposed.note.contains("helps a later run"),
        "{}",
        proposed.note
    );
    assert!(
        proposed.note.contains("Not reporting needs a reason"),
        "{}",
        proposed.note
    );
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter>")
        .sees("decide row 29, report (helps a later run) or no with a reason");

    // Then 3: silence is not an option, not even a supervisor's.
    let refused = night.refuses(
        r#"{"do":"close","case":"last","how":"returned","reason":"back","supervisor":"Oscar Hale"}"#,
    );
    assert!(
        refused.contains("NCMEC") && refused.contains("decided first"),
        "{refused}"
    );
    let refused = night.refuses(r#"{"do":"triage","case":"last","row":29,"ncmec":"no"}"#);
    assert!(refused.contains("reason"), "{refused}");

    // Then 4: the NCMEC clock stays visible until it is decided.
    night.time("04:05");
    assert_eq!(night.reads(&case, "ncmec.report"), "owed, 20 h 0 min left");
    lena.sees("NCMEC owed, 20 h 0 min left");
}

#[test]
fn s10_either_decision_ends_it() {
    let (mut night, case) = back_between();
    night.does(r#"{"do":"return","case":"last","place":"the foster home","by":"foster mother"}"#);
    night.does(r#"{"do":"triage","case":"last","row":29,"ncmec":"no","reason":"supervisor Hale: back within three hours, recovery data goes to the file"}"#);
    assert_eq!(night.state(&case, "ncmec.report"), DutyState::NotApplicable);
    assert!(!night.view(&case).flags.join(" ").contains("decide row 29"));

    let (mut night, case) = back_between();
    night.does(r#"{"do":"return","case":"last","place":"the foster home","by":"foster mother"}"#);
    night.does(
        r#"{"do":"triage","case":"last","row":29,"ncmec":"yes","reason":"helps a later run"}"#,
    );
    assert!(night.state(&case, "ncmec.report").is_open());
    night.ncmec_takes_it(&case, "03:05", "NC-5");
    assert_eq!(night.state(&case, "ncmec.report"), DutyState::Confirmed);
}
