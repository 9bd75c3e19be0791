//! The clock runs from the key; the first line never stops the typing.

use super::night::{Night, moment};
use porchlight::client::model::{Mode, Spot};
use porchlight::client::panes::{self, Row};
use porchlight::record::{FieldId, Group, SessionId};
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

/// A desk on which an intake was cut off after these keys, and a new screen on it.
fn cut_off(keys: &str) -> Night {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys(keys);
    let mut night = Night::on(night.dropped(), SessionId(8), "Priya");
    night.keys("<Down><Enter>");
    night
}

#[test]
fn an_intake_that_was_cut_off_goes_on_in_the_order_of_the_call() {
    let mut night = cut_off("nyn6145550187<Enter><Enter>Tanisha Okafor<Enter>4/12/2011<Enter>");
    assert_eq!(night.screen().mode, Mode::Intake);
    assert_eq!(night.at_field(), "child.sex");
    night.keys("fb");
    assert_eq!(night.at_field(), "look.height");
}

#[test]
fn letters_typed_where_the_name_stands_do_not_write_over_it() {
    // Nobody asked for danger and call-back: the cursor comes back at the first blank field, the call-back number.
    let mut night = cut_off("nTanisha Okafor<Enter>");
    assert_eq!(night.at_field(), "call.callback");
    night.keys("<Up><Up><Up>");
    assert_eq!(night.at_field(), "danger");
    night.keys("6145550187<Enter>");
    assert_eq!(night.fact("child.name").words.as_str(), "Tanisha Okafor");
    assert_eq!(night.fact("call.callback").words.as_str(), "614-555-0187");
}

#[test]
fn a_report_made_opens_the_panes() {
    let night = cut_off(
        "nTanisha Okafor<Enter><ctrl-x>potRuiz<Enter>2207<Enter>27-004411<Enter>27-004411<Enter>CPD<Enter>",
    );
    assert_eq!(night.screen().mode, Mode::Panes);
}

#[test]
fn the_order_of_the_call_is_one_pane_among_the_others() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nTanisha Okafor<Enter><ctrl-x>4");
    assert_eq!(night.screen().mode, Mode::Panes);
    night.keys("<Space>co");
    assert_eq!(night.screen().mode, Mode::Intake);
    assert_eq!(night.at_field(), "call.callback");
    night.keys("<ctrl-x><Right>");
    assert_eq!(
        (night.screen().mode, night.screen().pane.0),
        (Mode::Panes, 0)
    );
    night.keys("<ctrl-x><Left>");
    assert_eq!(night.screen().mode, Mode::Intake);
}

#[test]
fn one_letter_answers_a_list_of_one_letter_codes() {
    for (keys, sex, race) in [
        ("fb", "Female", "Black"),
        ("MW", "Male", "White"),
        // Whole words mean the same and answer nothing else.
        ("male<Enter>white<Enter>", "Male", "White"),
        ("female<Enter>b", "Female", "Black"),
    ] {
        let mut night = Night::at("2027-02-09T01:12:00-05:00");
        night.keys("nTanisha Okafor<Enter><Enter>").keys(keys);
        assert_eq!(night.fact("child.sex").words.as_str(), sex);
        assert_eq!(night.fact("child.race").words.as_str(), race);
        assert_eq!(night.at_field(), "look.height");
    }
    // A letter taken out again leaves the line as it was before it.
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night
        .keys("nTanisha Okafor<Enter>")
        .jump("call.kind")
        .keys("x<Backspace>r");
    assert_eq!(night.fact("call.kind").words.as_str(), "ran away");
}

/// Text that was refused at *came at* vanished from the screen, though the session still held it.
#[test]
fn what_was_refused_at_came_at_stays_on_its_row() {
    use porchlight::tui::{Caps, draw};
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nnn614-555-0145<Enter>pTanisha Okafor<Enter>");
    assert!(
        night.said().contains("not a time that can be read"),
        "{}",
        night.said()
    );
    let area = ratatui::layout::Rect::new(0, 0, 80, 24);
    let mut buffer = ratatui::buffer::Buffer::empty(area);
    let caps = Caps {
        colour: false,
        utf8: true,
    };
    draw(night.model(), caps, &mut buffer);
    let rows: Vec<String> = (0..24)
        .map(|y| (0..80).map(|x| buffer[(x, y)].symbol()).collect())
        .collect();
    let row = rows.iter().find(|row| row.contains("Came at")).unwrap();
    assert!(row.contains("! pTanisha Okafor  (not taken)"), "{row}");
}

#[test]
fn who_was_there_on_an_earlier_run_is_proposed_and_entered_only_by_a_person() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nAaliyah Grant<Enter><ctrl-e>comp Jay 19<Enter>");
    night.wait(60);
    night.keys("<ctrl-x>nAaliyah Gr<ctrl-v>");
    assert!(night.screen().items(Group::Companion).is_empty());
    let earlier = &night.screen().view.as_ref().unwrap().earlier;
    assert_eq!(earlier.len(), 1, "{earlier:?}");
    assert_eq!(
        earlier[0].answers,
        [
            ("companion.name".to_owned(), "Jay".to_owned()),
            ("companion.age".to_owned(), "19".to_owned()),
        ]
    );
    assert!(earlier[0].from.starts_with("A-0001"), "{earlier:?}");
    // Agreed to on the line that adds a companion.
    let at = night.screen().at.clone();
    night.jump("companion.name");
    assert_ne!(night.screen().at, at);
    night.keys("<ctrl-x>y");
    let jay = night.screen().items(Group::Companion);
    assert_eq!(jay.len(), 1, "{}", night.said());
    let view = night.screen().view.as_ref().unwrap();
    assert!(
        view.earlier.is_empty(),
        "proposed again: {:?}",
        view.earlier
    );
    let age = night.screen().fact(FieldId("companion.age"), Some(jay[0]));
    assert_eq!(age.map(|fact| fact.typed.as_str()), Some("19"));
}

#[test]
fn of_a_photo_that_there_is_not_no_date_is_asked() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nAaliyah Grant<Enter>");
    let asks = |night: &Night| {
        let taken = Row::Spot(Spot::field(FieldId("photos.taken")));
        panes::intake_rows(night.screen()).contains(&taken)
    };
    assert!(asks(&night));
    night.jump("photos.any").keys("n");
    assert!(!asks(&night), "asked for the date of no photo");
    night.jump("photos.any").keys("y");
    assert!(asks(&night));
}
