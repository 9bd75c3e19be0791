//! S11 Repeat run after three hours: everything again, with what is known carried over. Nothing is left out.

use super::night::{Night, at};
use porchlight::rules::DutyState;

/// Aaliyah Grant ran last evening, was found and came back at 02:10; both were told and both were told again.
fn back_at_ten_past_two() -> Night {
    let mut night = Night::at("2027-04-02 00:30", "America/New_York");
    let first = night.opens("Aaliyah Grant");
    for (field, words) in [
        ("child.dob", "2012-01-20"),
        ("child.sex", "f"),
        ("look.height", "5'2\""),
        ("look.hair", "black"),
        ("look.eyes", "brown"),
        ("guardian.agency", "Harlan County Children Services"),
    ] {
        night.answers(&first, field, words);
    }
    night.does(r#"{"do":"add","case":"last","group":"photo","answers":{"photo.file":"school-2026.jpg","photo.taken":"2026-10-01"}}"#);
    night.time("00:50");
    night.police_take_it(&first, "00:50", "Ofc. Ruiz", "27-5001");
    night.time("01:05");
    night.ncmec_takes_it(&first, "01:05", "NC-9001");
    night.time("02:10");
    night.does_all(
        r#"{"do":"return","case":"last","place":"14 Elm St, at a friend's flat","by":"Ofc. Ruiz"}
           {"do":"answer","case":"last","field":"found.with","value":"Jay, 19"}
           {"do":"answer","case":"last","field":"found.marks","value":"new tattoo, small star on the left wrist"}
           {"do":"add","case":"last","group":"mark","answers":{"mark.words":"small star, left wrist, new"}}
           {"do":"attempt","case":"last","duty":"recovery.police","outcome":"confirmed","channel":"phone","person":"Ofc. Ruiz"}
           {"do":"attempt","case":"last","duty":"recovery.ncmec","outcome":"told","channel":"phone","person":"Dana"}
           {"do":"interview","case":"last","by":"Lena","factors":"argument about the phone"}
           {"do":"screen","case":"last","tool":"CSE-IT","result":"no concern","by":"Lena"}
           {"do":"close","case":"last","how":"returned","reason":"back, everybody told","supervisor":"Oscar Hale"}"#,
    );
    night
}

#[test]
fn s11_she_runs_again() {
    let mut night = back_at_ten_past_two();
    night.time("05:20");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nAaliyah Gr<ctrl-v>");
    let again = "A-0002";

    // Then 1: a new case with its own instant.
    assert_eq!(
        night.case(again).received.at.at,
        at("2027-04-02T05:20:00-04:00")
    );
    assert_eq!(night.case(again).child, night.case("A-0001").child);

    // Then 2: its own police number and its own NCMEC reference are required.
    for duty in ["police.report", "ncmec.report"] {
        assert_eq!(night.state(again, duty), DutyState::Owed);
        assert_eq!(night.due(again, duty), "Sat 3 Apr 2027 05:20 EDT");
    }

    // Then 3: descriptors, photo and the new tattoo stand there, to be confirmed.
    let view = night.view(again);
    for (field, words) in [
        ("look.height", "5 ft 2 in"),
        ("look.hair", "Black"),
        ("look.eyes", "Brown"),
        ("photo.file", "school-2026.jpg"),
        ("mark.words", "small star, left wrist, new"),
    ] {
        let fact = view
            .facts
            .iter()
            .find(|fact| fact.field == field)
            .unwrap_or_else(|| panic!("{field} did not come over"));
        assert!(
            fact.words.as_str().contains(words),
            "{field}: {}",
            fact.words
        );
        assert_eq!(
            fact.carried.as_deref(),
            Some("from earlier today, confirm"),
            "{field}"
        );
    }
    lena.keys("<ctrl-x>1").sees("from earlier today, confirm");
    lena.goes_to("look.height")
        .sees("from earlier today, confirm");

    // Then 4: the earlier recovery, where and with whom, is on the NCMEC sheet.
    let ncmec = night.sheet(again, "ncmec");
    let run_on = ncmec.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(run_on.contains("14 Elm St, at a friend's flat"), "{ncmec}");
    assert!(run_on.contains("with Jay, 19"), "{ncmec}");

    // Then 5: the old numbers cannot satisfy the new duties.
    for line in [
        r#"{"do":"attempt","case":"A-0002","duty":"police.report","outcome":"told","channel":"phone","person":"Ofc. Ruiz","number":"27-5001"}"#,
        r#"{"do":"attempt","case":"A-0002","duty":"ncmec.report","outcome":"confirmed","channel":"phone","person":"Dana","number":"NC-9001"}"#,
        r#"{"do":"attempt","case":"A-0002","duty":"ncmec.report","outcome":"confirmed","channel":"phone","person":"Dana","number":"nc 9001"}"#,
    ] {
        let refused = night.refuses(line);
        assert!(
            refused.contains("another run of the same child (A-0001)"),
            "{refused}"
        );
    }
    assert_eq!(night.state(again, "ncmec.report"), DutyState::Owed);
}
