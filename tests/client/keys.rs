//! Keys: prose never runs as commands, every action says why not, leaving keeps everything.

use super::night::Night;
use porchlight::client::app::{Effect, Msg};
use porchlight::client::model::Place;
use porchlight::client::overlay::Overlay;
use porchlight::input::burst::Lands;
use porchlight::input::key::parse_sequence;

const SECOND: i64 = 1_000_000;

#[test]
fn a_burst_of_prose_on_the_board_is_held_and_offered_as_text() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    let boot = night.boot();
    night.feed(Msg::Burst {
        text: "no answer at the neighbour's".into(),
        boot,
    });
    assert_eq!(night.top(), "held");
    assert_eq!(night.model().place, Place::Board);
    assert!(night.model().cases.is_empty());
    match night.model().top() {
        Some(Overlay::Held(held)) => assert_eq!(held.text, "no answer at the neighbour's"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn prose_upon_held_prose_joins_it_and_answers_nothing() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    let boot = night.boot();
    let text = "no answer at the neighbour's".to_owned();
    night.feed(Msg::Burst { text, boot });
    // `d` would let the held text go: so it must wait until it is known whether a hand pressed it.
    let letter = parse_sequence("d").unwrap()[0];
    assert_eq!(night.app.lands(letter), Lands::Runs);
    night.pass(SECOND);
    let boot = night.boot();
    let text = "dad has gone out to look".to_owned();
    night.feed(Msg::Burst { text, boot });
    let text = "and so has\nhis brother".to_owned();
    night.feed(Msg::Paste { text, boot });
    match night.model().top() {
        Some(Overlay::Held(held)) => assert_eq!(
            held.text,
            "no answer at the neighbour's\ndad has gone out to look\nand so has\nhis brother"
        ),
        other => panic!("{other:?}"),
    }
    // One key of a hand is an answer all the same.
    night.keys("d");
    assert_eq!(night.top(), "nothing");
}

#[test]
fn pasted_lines_become_one_and_never_submit() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nTanisha<Enter>").jump("call.why");
    let boot = night.boot();
    night.feed(Msg::Paste {
        text: "left at nine\nno phone\u{1b}[2J\r\n".into(),
        boot,
    });
    let edit = night.screen().edit.as_ref().unwrap();
    assert_eq!(edit.text.as_str(), "left at nine no phone[2J");
    assert_eq!(night.at_field(), "call.why");
}

#[test]
fn the_palette_runs_an_action_by_its_name_and_says_why_another_cannot_run() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys(":reopen");
    match night.model().top() {
        Some(Overlay::Palette(palette)) => {
            assert_eq!(palette.rows[0].action, "case.reopen");
            assert!(palette.rows[0].reason.is_some());
        }
        other => panic!("{other:?}"),
    }
    night.keys("<Enter>");
    assert_eq!(night.top(), "palette");
    assert!(!night.said().is_empty());
    night.keys("<ctrl-u>numbers<Enter>");
    assert_eq!(night.top(), "numbers");
}

#[test]
fn help_shows_the_keys_of_the_place() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("?");
    match night.model().top() {
        Some(Overlay::Help(help)) => {
            assert!(help.rows.iter().any(|(keys, _)| keys.starts_with('n')));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_unbound_key_says_so() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("<f9>");
    assert!(night.said().contains("f9"), "{}", night.said());
}

#[test]
fn leaving_asks_when_text_is_unsaved_and_ctrl_c_twice_always_leaves() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nTanisha<ctrl-x>q");
    assert_eq!(night.top(), "confirm");
    night.keys("<ctrl-c><ctrl-c>");
    assert!(
        !night.effects.contains(&Effect::Quit),
        "the question is guarded"
    );
    night.pass(260_000);
    night.keys("<ctrl-c>");
    assert!(!night.effects.contains(&Effect::Quit));
    night.keys("<ctrl-c>");
    assert!(night.effects.contains(&Effect::Quit));
    let drafts = night.desk.take_drafts();
    assert!(drafts.iter().any(|(_, _, _, text)| text == "Tanisha"));
}

#[test]
fn the_selection_is_a_case_and_survives_updates() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nTanisha Okafor<Enter><ctrl-x>b");
    let first = night.model().board.selected;
    night.wait(1);
    night.keys("nMarcus Bell<Enter><ctrl-x>b");
    night.keys("<Home>");
    let rows = night.model().board.rows();
    assert_eq!(rows.len(), 2);
    assert_eq!(night.model().board.selected, Some(rows[0].case));
    assert!(first.is_some());
    night.wait(5);
    assert_eq!(night.model().board.index(), Some(0));
}

#[test]
fn a_lost_desk_is_said_and_keeps_the_text() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nTanisha");
    let boot = night.boot();
    night.feed(Msg::Lost {
        why: "The desk ended.".into(),
        boot,
    });
    assert!(night.screen().edit.is_some());
}

#[test]
fn a_case_is_claimed_from_the_board_without_leaving_it() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nTanisha Okafor<Enter><ctrl-x>b");
    night.keys("c");
    assert_eq!(night.model().place, Place::Board);
    let row = &night.model().board.rows()[0];
    assert_eq!(
        row.claim.as_ref().map(|claim| claim.by.as_str()),
        Some("Priya"),
        "{}",
        night.said()
    );
}
