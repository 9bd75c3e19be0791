//! S04 Ambiguous hour and S05 Nonexistent time: a time that the clocks show twice is asked about, one that they
//! skip is refused with the reason. Nothing is left out.

use super::night::Night;

/// At 03:00 on the night the clocks went back, somebody reports what came in at "one twenty this morning".
fn one_twenty() -> (Night, String) {
    let mut night = Night::at("2027-11-07 03:00", "America/New_York");
    let case = night.opens("Jordan Pike");
    (night, case)
}

#[test]
fn s04_the_hour_that_came_twice_is_asked_about() {
    let (mut night, case) = one_twenty();

    // Then 1: first or second 01:20, EDT or EST?
    let asked = night
        .does(r#"{"do":"came at","case":"last","channel":"voicemail","at":"01:20"}"#)
        .notes;
    assert!(asked.contains("EDT") && asked.contains("EST"), "{asked}");

    // Then 4: unanswered, the earlier deadline governs and the entry is flagged.
    assert_eq!(night.due(&case, "ncmec.report"), "Mon 8 Nov 2027 00:20 EST");
    let flags = night.view(&case).flags.join(" ");
    assert!(flags.contains("came twice: first or second"), "{flags}");
    night
        .operator("Lena", (80, 24))
        .sees("received in an hour that came twice");
}

#[test]
fn s04_the_choice_is_stored_and_moves_the_deadline() {
    for (said, received, due) in [
        (
            "01:20 EDT",
            "Sun 7 Nov 2027 01:20 EDT",
            "Mon 8 Nov 2027 00:20 EST",
        ),
        (
            "01:20 EST",
            "Sun 7 Nov 2027 01:20 EST",
            "Mon 8 Nov 2027 01:20 EST",
        ),
    ] {
        let (mut night, case) = one_twenty();
        night.does(&format!(
            r#"{{"do":"came at","case":"last","channel":"voicemail","at":"{said}"}}"#
        ));
        // Then 2: the choice is stored …
        let audit = night.sheet(&case, "audit");
        assert!(audit.contains(received), "{audit}");
        // Then 3: … and the deadline is 24 hours after the one that was meant.
        assert_eq!(night.due(&case, "ncmec.report"), due);
        assert_eq!(night.view(&case).flags, Vec::<String>::new());
    }
}

#[test]
fn s04_the_screen_asks_while_it_is_typed() {
    let (night, case) = one_twenty();
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter><ctrl-x>ra");
    lena.keys("v 01:20<Enter>");
    // Then 1, by keys.
    lena.sees("EDT").sees("EST");
    lena.keys("2");
    assert_eq!(night.due(&case, "ncmec.report"), "Mon 8 Nov 2027 01:20 EST");
}

#[test]
fn s05_a_time_the_clocks_skipped_is_refused_with_the_reason() {
    let mut night = Night::at("2027-03-14 05:00", "America/Chicago");
    let case = night.opens("Jordan Pike");

    // Then 1: refused, with the reason.
    let refused =
        night.refuses(r#"{"do":"answer","case":"last","field":"seen.at","value":"2:15 a.m."}"#);
    assert!(
        refused.contains("01:59 CST") && refused.contains("03:00 CDT"),
        "{refused}"
    );
    assert!(night.view(&case).facts.iter().all(|f| f.field != "seen.at"));

    // Then 2: what can be said is the gap between the clocks.
    let understood = night.answers(&case, "seen.at", "between 01:59 CST and 03:00 CDT");
    assert!(understood.contains("01:59 CST"), "{understood}");
    assert!(understood.contains("03:00 CDT"), "{understood}");
    let sheet = night.sheet(&case, "police");
    assert!(
        sheet.contains("between Sun 14 Mar 2027 01:59 CST and 03:00 CDT"),
        "{sheet}"
    );
}

#[test]
fn s05_on_the_screen_the_text_stays_with_the_reason() {
    let night = Night::at("2027-03-14 05:00", "America/Chicago");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nJordan Pike<Enter>")
        .goes_to("seen.at")
        .keys("2:15 am<Enter>");
    // Then 1, by keys: nothing is lost.
    lena.sees("2:15 am").sees("03:00");
}
