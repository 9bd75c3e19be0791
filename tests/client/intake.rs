//! The clock runs from the key; the first line never stops the typing.

use super::night::{Night, moment};
use porchlight::rules::DutyState;

#[test]
fn a_clock_with_a_name_on_it_takes_at_most_twelve_keys() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    let keys = "nyn<Enter><Enter>Jay<Enter>";
    assert!(porchlight::input::key::parse_sequence(keys).unwrap().len() <= 12);
    night.keys(keys);
    let view = night.screen().view.as_ref().unwrap();
    assert_eq!(view.name.as_str(), "Jay");
    assert_eq!(view.danger_now.as_deref(), Some("yes"));
    assert_eq!(view.called_911.as_deref(), Some("no"));
    assert_eq!(view.received.at, moment("2027-02-09T01:12:00-05:00"));
    assert_eq!(night.duty("police.report").state, DutyState::Owed);
    assert_eq!(
        night.duty("ncmec.report").due,
        Some(moment("2027-02-10T01:12:00-05:00"))
    );
}

#[test]
fn the_clock_runs_from_the_key_and_not_from_the_answer_of_the_desk() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.slow = Some(Vec::new());
    night.keys("nTanisha Okafor<Enter>");
    assert_eq!(night.screen().case, None);
    night.wait(3);
    night.deliver();
    night.pass(1);
    assert_eq!(night.fact("child.name").words.as_str(), "Tanisha Okafor");
    let view = night.screen().view.as_ref().unwrap();
    assert_eq!(view.received.at, moment("2027-02-09T01:12:00-05:00"));
}

#[test]
fn any_other_letter_on_the_first_line_begins_the_name_and_a_digit_the_number() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("n<Enter>Tanisha");
    assert_eq!(night.at_field(), "child.name");
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("n614-555-0145<Enter>");
    assert_eq!(night.at_field(), "came at");
    assert!(night.fact("call.callback").words.as_str().contains("555"));
}

#[test]
fn two_hundred_keys_at_once_all_land_in_order() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.slow = Some(Vec::new());
    let words = "she left by the back door with a bag and a blue coat ".repeat(4);
    let typing = format!("nTanisha Okafor<Enter><ctrl-f>wy{words}<Enter>");
    assert!(typing.len() > 200);
    night.keys(&typing);
    night.deliver();
    night.pass(1);
    assert_eq!(night.fact("call.why").words.as_str(), words.trim());
    assert_eq!(night.fact("child.name").words.as_str(), "Tanisha Okafor");
}

#[test]
fn a_second_call_parks_the_first_with_its_text_and_its_place() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nTanisha Oka");
    night.keys("<ctrl-x>nMarcus Bell<Enter>");
    assert_eq!(
        night.screen().view.as_ref().unwrap().name.as_str(),
        "Marcus Bell"
    );
    night.keys("<ctrl-x><Tab>");
    assert_eq!(night.at_field(), "child.name");
    assert!(night.said().contains("Full name"), "{}", night.said());
    night.keys("<ctrl-x>w");
    assert_eq!(night.top(), "parked");
}

#[test]
fn a_child_on_file_is_offered_by_name_and_taken_with_one_key() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night
        .keys("nAaliyah Grant<Enter>")
        .jump("look.height")
        .keys("504<Enter>");
    let first = night.screen().view.as_ref().unwrap().child;
    night.wait(60);
    night.keys("<ctrl-x>nAaliyah Gr");
    let offered = night.screen().offered.as_ref().expect("nobody offered");
    assert_eq!(offered.child, first);
    night.keys("<ctrl-v>");
    let view = night.screen().view.as_ref().unwrap();
    assert_eq!(view.child, first);
    assert_eq!(view.name.as_str(), "Aaliyah Grant");
    // Her height stands there from before, to be looked at once more.
    let height = night.fact("look.height");
    assert!(height.carried.is_some());
}
