//! S13 Police refuse: the whole refusal path, on the screen.
//!
//! Left out: the Texas duty to supervisor and special-investigator director within 8 hours (a state overlay).

use super::night::Night;
use porchlight::rules::DutyState;

#[test]
fn s13_he_is_a_habitual_call_after_24_hours() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    for (key, kind, name, number) in [
        ("harlan-pd", "police", "Harlan City Police", "614-555-0110"),
        (
            "harlan-watch",
            "watch commander",
            "Harlan watch commander",
            "614-555-0111",
        ),
        (
            "harlan-so",
            "sheriff",
            "Harlan County Sheriff",
            "614-555-0120",
        ),
        (
            "oh-mcc",
            "clearinghouse",
            "Ohio clearinghouse",
            "614-555-0130",
        ),
    ] {
        let line = serde_json::json!({"do": "set directory", "key": key,
            "entry": {"kind": kind, "name": name, "dispatch": number, "area": "Harlan"}});
        night.does(&line.to_string());
    }
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nDevon Hale<Enter>")
        .answers("seen.city", "Harlan");
    night.time("01:30");
    lena.keys("<Esc><ctrl-x>por");

    // Then 1: the script with 34 USC 41308 is shown.
    lena.sees("34 USC 41308").sees("no waiting period");
    lena.sees("within 2 hours");

    // Then 2: the steps of the escalation are listed.
    for step in [
        "watch commander",
        "county sheriff",
        "clearinghouse",
        "NCMEC",
    ] {
        lena.sees(step);
    }
    lena.keys("desk sergeant Hall<Enter>he's a habitual, call after 24 hours<Enter>118<Enter>Harlan City Police<Enter><Enter>");
    let case = "A-0001";
    let tried = night.case(case).tried[0].attempt.clone();
    assert_eq!(
        tried.person.as_ref().unwrap().as_str(),
        "desk sergeant Hall"
    );
    assert_eq!(tried.badge.as_ref().unwrap().as_str(), "118");
    assert_eq!(
        tried.words.as_ref().unwrap().as_str(),
        "he's a habitual, call after 24 hours"
    );

    // Then 3: a try again in 30 minutes is timed.
    let retry = night.duty(case, "police.retry");
    assert!(retry.state.is_open() && retry.reminder);
    assert_eq!(night.due(case, "police.retry"), "Tue 9 Feb 2027 02:00 EST");
    lena.sees("Next number").sees("614-555-01");

    // Then 5: the NCMEC report is enabled, with "refused" where the case number would stand.
    lena.sees("Go on to the NCMEC script?").keys("y");
    lena.keys("<pagedown>");
    lena.sees("Police REFUSED the report");
    let ncmec = night.sheet(case, "ncmec");
    let run_on = ncmec.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "REFUSED",
        "desk sergeant Hall",
        "he's a habitual, call after 24 hours",
    ] {
        assert!(
            run_on.contains(said),
            "NCMEC does not hear {said}:\n{ncmec}"
        );
    }
    night.time("01:40");
    night.ncmec_takes_it(case, "01:40", "NC-1");
    assert_eq!(night.state(case, "ncmec.report"), DutyState::Confirmed);

    // Then 6: the police duty stays open, in words; its ink repeats them.
    assert_eq!(night.state(case, "police.report"), DutyState::Tried);
    lena.keys("<Esc><ctrl-x>b").sees("police tried, owed");
    assert_eq!(
        porchlight::tui::clock::ink(night.state(case, "police.report")),
        porchlight::tui::clock::ink(DutyState::Owed)
    );
    assert_eq!(night.view(case).triage.proposed[0].row, 13);

    // When the half hour is over the desk says so, once.
    night.time("02:00");
    lena.keys("<Enter><ctrl-x>4");
    lena.sees("Try police again");
    // A later acceptance ends both.
    night.police_take_it(case, "02:00", "Lt. Moss", "27-9");
    assert_eq!(night.state(case, "police.report"), DutyState::Confirmed);
    assert!(
        !night
            .duties(case)
            .iter()
            .any(|d| d.id == "police.retry" && d.state.is_open())
    );
}
