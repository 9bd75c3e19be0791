//! Each row of the triage table, reached by the facts that select it.

use super::{Story, moment};
use porchlight::record::event::{Attempt, Decision, Event, Outcome};
use porchlight::record::value::PartialDate;
use porchlight::record::{Answer, CaseId, Group, ItemId, SafeText, Value};
use porchlight::rules::triage::{ROWS, propose, row_of, verify_again};

const AT: &str = "2027-05-20T21:05:00-05:00";
const NOW: &str = "2027-05-20T22:00:00-05:00";

fn story() -> Story {
    Story::new("America/Chicago", "2027-05-20T21:00:00-05:00")
}
fn choice(key: &str) -> Answer {
    Answer::known(Value::Choice(key.into()))
}
fn words(text: &str) -> Answer {
    Answer::known(Value::Text(SafeText::line(text)))
}
fn born(story: &mut Story, year: i32) {
    let date = PartialDate {
        year,
        month: Some(3),
        day: Some(2),
    };
    story.answers(AT, "child.dob", Answer::known(Value::Date(date)));
}
fn tried(story: &mut Story, duty: &str, outcome: Outcome) {
    story.tries(duty, AT, |attempt: &mut Attempt| {
        attempt.outcome = outcome;
        attempt.person = Some("Ruiz".into());
    });
}
fn verified(story: &mut Story, kind: &str) {
    story
        .answers(AT, "whereabouts.state", choice("known"))
        .answers(AT, "whereabouts.verified_by", words("L. Pratt"))
        .answers(AT, "whereabouts.kind", choice(kind));
}
fn back(story: &mut Story) {
    let at = story.at(AT);
    story.happens(
        AT,
        Event::Returned {
            at,
            place: "home".into(),
            by: "Denise".into(),
        },
    );
}

/// The row that is shown first.
fn check(row: u8, because: &str, tell: impl FnOnce(&mut Story)) {
    let mut story = story();
    tell(&mut story);
    let proposals = propose(story.whole(), moment(NOW));
    let best = &proposals[0];
    let all: Vec<u8> = proposals
        .iter()
        .map(|proposal| proposal.row.number)
        .collect();
    assert_eq!(best.row.number, row, "{all:?}");
    assert!(
        best.because.contains(because),
        "row {row}: {}",
        best.because
    );
}

#[test]
fn every_row_is_reached_by_its_facts() {
    check(1, "age not known", |_| {});
    check(1, "age 15", |s| born(s, 2012));
    check(2, "L. Pratt", |s| verified(s, "unapproved_home"));
    check(3, "school or work", |s| verified(s, "school_or_work"));
    check(4, "verified by L. Pratt", |s| verified(s, "other"));
    check(5, "not verified", |s| {
        s.answers(AT, "whereabouts.state", choice("claimed"));
    });
    check(6, "Fictive Kin", |s| {
        s.answers(AT, "placement.location", choice("Fictive Kin"));
    });
    check(7, "age 20", |s| {
        born(s, 2007);
        s.answers(AT, "legal.status", choice("guardianship_order"));
    });
    check(8, "voluntary extended care", |s| {
        born(s, 2008);
        s.answers(AT, "legal.status", choice("voluntary_extended"));
    });
    check(9, "not at hand", |s| {
        born(s, 2008);
        s.answers(AT, "legal.guardianship", choice("not_at_hand"));
    });
    check(10, "NCMEC was called", |s| {
        born(s, 2008);
        tried(s, "ncmec.report", Outcome::Claimed);
    });
    check(11, "age 22", |s| born(s, 2005));
    check(12, "18 since 2027-05-20", |s| {
        // Born so that the 18th birthday is the day of the call, before it: missing since the evening before.
        *s = Story::new("America/Chicago", "2027-05-19T21:00:00-05:00");
        let date = PartialDate {
            year: 2009,
            month: Some(5),
            day: Some(20),
        };
        s.answers(AT, "child.dob", Answer::known(Value::Date(date)));
    });
    check(13, "police refused", |s| {
        tried(s, "police.report", Outcome::Refused)
    });
    check(14, "not in our custody", |s| {
        s.answers(AT, "legal.status", choice("third_party"));
    });
    check(15, "in-home", |s| {
        s.answers(AT, "legal.status", choice("in_home"));
    });
    check(16, "suspected", |s| {
        s.answers(AT, "risk.trafficking", choice("suspected"));
    });
    check(17, "identified victim", |s| {
        s.answers(AT, "risk.trafficking", choice("known"));
        verified(s, "relative");
    });
    check(18, "1 earlier run", |s| {
        s.happens(
            AT,
            Event::ItemAdded {
                group: Group::PriorRun,
                item: ItemId(9),
            },
        );
    });
    for (row, kind) in [
        (19, "nonfamily_abduction"),
        (20, "family_abduction"),
        (21, "lost"),
        (22, "disaster"),
    ] {
        check(row, "Kind of episode", |s| {
            s.answers(AT, "call.kind", choice(kind));
        });
    }
    check(23, "reason unknown", |s| {
        s.answers(AT, "call.kind", choice("other"));
    });
    check(24, "Only late so far", |s| {
        s.answers(AT, "call.overdue", Answer::known(Value::Yes(true)));
    });
    check(25, "hospital", |s| verified(s, "hospital"));
    check(26, "police were called", |s| {
        tried(s, "police.report", Outcome::Claimed)
    });
    check(27, "1 case linked", |s| {
        s.happens(AT, Event::Linked { case: CaseId(2) });
    });
    check(28, "found Thu 20 May 2027", back);
    check(29, "NCMEC not told", |s| {
        tried(s, "police.report", Outcome::Told);
        back(s);
    });
    check(30, "another state's child", |s| {
        s.answers(AT, "legal.status", choice("icpc"));
    });
}

#[test]
fn the_table_has_thirty_rows_with_their_decisions_and_citations() {
    let numbers: Vec<u8> = ROWS.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=30).collect::<Vec<u8>>());
    use Decision::{CaseByCase as C, No as N, Yes as Y};
    for (row, police, ncmec) in [
        (1, Y, Y),
        (2, N, N),
        (3, N, N),
        (4, N, N),
        (7, Y, Y),
        (8, C, C),
        (11, C, N),
        (12, Y, C),
        (13, Y, Y),
        (17, Y, C),
        (24, C, C),
        (25, N, N),
        (28, C, C),
        (29, Y, C),
    ] {
        let row = row_of(row).unwrap();
        assert_eq!(
            (row.police, row.ncmec),
            (police, ncmec),
            "row {}",
            row.number
        );
    }
    for row in ROWS {
        assert!(
            !row.citation.is_empty() && !row.note.is_empty(),
            "row {}",
            row.number
        );
        // A plain no stands on verified whereabouts, never on words.
        assert_eq!(
            row.verify,
            (row.police, row.ncmec) == (N, N),
            "row {}",
            row.number
        );
    }
}

#[test]
fn a_mere_claim_of_whereabouts_is_row_five_and_a_verification_ages() {
    let mut story = story();
    story.answers(AT, "whereabouts.state", choice("known"));
    let proposals = propose(story.whole(), moment(NOW));
    assert_eq!(
        proposals[0].row.number, 5,
        "known, and nobody is named who verified"
    );
    let zone = story.zone;
    // Friday's school verification holds until Monday's first bell, any other for a shift.
    let friday = moment("2027-05-21T08:05:00-05:00");
    let again = |row: u8| verify_again(row_of(row).unwrap(), friday, zone);
    assert_eq!(again(3), Some(moment("2027-05-24T08:30:00-05:00")));
    assert_eq!(again(25), Some(moment("2027-05-21T16:05:00-05:00")));
    assert_eq!(again(1), None);
}
