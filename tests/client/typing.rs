//! Typing into a case: saving, keeping, refusing, undoing; nothing typed is lost.

use super::night::Night;
use porchlight::client::model::{Preview, Why};
use porchlight::record::{FieldId, Group, SessionId, fields};
use porchlight::wire::view::FactState;
use porchlight::wire::{Ask, Command};

fn intake() -> Night {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nTanisha Okafor<Enter>");
    night
}

fn kept(night: &Night, field: &str) -> Option<(String, Why)> {
    let spot = porchlight::client::model::Spot::field(fields::by_name(field).unwrap().id);
    night
        .screen()
        .kept
        .get(&spot)
        .map(|kept| (kept.text.clone(), kept.why.clone()))
}

#[test]
fn enter_saves_and_goes_on_and_what_is_understood_shows_before() {
    let mut night = intake();
    night.jump("look.height").keys("504");
    let edit = night.screen().edit.as_ref().unwrap();
    assert!(
        matches!(&edit.preview, Preview::Words { words, .. } if words.contains("5 ft 4 in")),
        "{:?}",
        edit.preview
    );
    night.keys("<Enter>");
    assert_eq!(night.fact("look.height").official.as_deref(), Some("504"));
    assert!(night.screen().kept.is_empty(), "{:?}", night.screen().kept);
}

#[test]
fn esc_keeps_the_text_in_its_field_and_typing_takes_it_up_again() {
    let mut night = intake();
    night.jump("look.height").keys("about 5'4<Esc>");
    assert_eq!(
        kept(&night, "look.height"),
        Some(("about 5'4".into(), Why::Draft))
    );
    night.keys("\"<Enter>");
    assert_eq!(kept(&night, "look.height"), None);
    assert!(
        night
            .fact("look.height")
            .words
            .as_str()
            .contains("5 ft 4 in")
    );
}

#[test]
fn what_cannot_be_read_stays_with_its_reason_and_blocks_nothing() {
    let mut night = intake();
    night.jump("look.height").keys("nine feet<Enter>");
    assert!(!night.said().is_empty());
    match kept(&night, "look.height") {
        Some((text, Why::Refused(problem))) => {
            assert_eq!(text, "nine feet");
            assert!(problem.example.is_some(), "{problem}");
        }
        other => panic!("{other:?}"),
    }
    // One is past it already, and it was not sent.
    assert_ne!(night.at_field(), "look.height");
    assert!(!night.sent.iter().any(|request| matches!(
        &request.ask,
        Ask::Do(Command::Answer { field, .. }) if field == "look.height"
    )));
}

#[test]
fn asked_and_unknown_is_an_answer_of_its_own() {
    for (typed, state) in [
        ("?<Enter>", FactState::Unknown),
        ("refused<Enter>", FactState::Refused),
        ("n/a<Enter>", FactState::NotApplicable),
        ("<ctrl-x>u", FactState::Unknown),
        ("<ctrl-x>g", FactState::Refused),
        ("<ctrl-x>-", FactState::NotApplicable),
    ] {
        let mut night = intake();
        night.jump("look.height").keys(typed);
        assert_eq!(night.fact("look.height").state, state, "{typed}");
        assert_ne!(night.at_field(), "look.height", "{typed}");
    }
}

#[test]
fn a_letter_answers_a_choice_and_goes_on() {
    let mut night = intake();
    night.jump("call.kind").keys("r");
    assert_eq!(night.fact("call.kind").words.as_str(), "ran away");
    assert_ne!(night.at_field(), "call.kind");
}

#[test]
fn a_code_is_found_by_a_word_of_it() {
    let mut night = intake();
    night.jump("look.eyes").keys("bro<Enter>");
    assert_eq!(night.fact("look.eyes").typed, "BRO", "{}", night.said());
}

#[test]
fn going_from_any_field_to_any_other_takes_three_keys() {
    let mut night = intake();
    for field in ["look.height", "call.why", "seen.at", "call.callback"] {
        // Ctrl-F and two letters: see `Night::jump`.
        night.jump(field);
        assert_eq!(night.at_field(), field);
        let id = fields::by_name(field).unwrap().id;
        let code = porchlight::record::jump::code(porchlight::record::jump::Jump::Field(id));
        assert_eq!(code.unwrap().len(), 2);
    }
}

#[test]
fn undo_brings_back_what_the_field_held() {
    let mut night = intake();
    night
        .jump("look.height")
        .keys("504<Enter>")
        .jump("look.height")
        .keys("506<Enter>");
    assert_eq!(night.fact("look.height").official.as_deref(), Some("506"));
    night.keys("<ctrl-x>z");
    assert_eq!(night.fact("look.height").official.as_deref(), Some("504"));
}

#[test]
fn entries_of_a_group_fill_in_sequence_and_end_on_an_empty_one() {
    use porchlight::record::Group;
    let mut night = intake();
    night.slow = Some(Vec::new());
    night.keys("<ctrl-x>2");
    // To the line that adds a companion, which types straight into its first field.
    let group = Group::Companion;
    let jump =
        porchlight::record::jump::code(porchlight::record::jump::Jump::Group(group)).unwrap();
    night.keys(&format!("<ctrl-f>{jump}Jay Mills<Enter>"));
    let first = night.screen().items(group);
    assert_eq!(first.len(), 1);
    night.keys(&format!("<ctrl-f>{jump}Deja<Enter>"));
    assert_eq!(night.screen().items(group).len(), 2);
    night.deliver();
    night.pass(1);
    let view = night.screen().view.as_ref().unwrap();
    assert_eq!(view.items.iter().filter(|(g, _)| *g == group).count(), 2);
    assert!(night.screen().fresh.is_empty());
    assert!(night.screen().kept.is_empty(), "{:?}", night.screen().kept);
}

#[test]
fn a_draft_reaches_the_desk_within_half_a_second_and_a_new_screen_takes_it_up() {
    let mut night = intake();
    night.jump("call.why").keys("her phone is off");
    let from = night.boot();
    let sent = |night: &Night| {
        night.sent.iter().any(
            |request| matches!(&request.ask, Ask::Draft { text, .. } if text == "her phone is off"),
        )
    };
    while !sent(&night) {
        let wake = night.app.next_wake().expect("nothing to wake for");
        assert!(wake - from <= 500_000, "not sent in time");
        night.pass(wake - night.boot());
    }
    // The line drops; the same operator comes back on another screen.
    let mut night = Night::on(night.dropped(), SessionId(8), "Priya");
    assert!(night.said().contains("1 text was left"), "{}", night.said());
    night.keys("<Enter>");
    assert_eq!(
        kept(&night, "call.why"),
        Some(("her phone is off".into(), Why::FromBefore))
    );
    night.jump("call.why").keys(" since nine<Enter>");
    assert_eq!(
        night.fact("call.why").words.as_str(),
        "her phone is off since nine"
    );
}

#[test]
fn the_quick_line_shows_where_each_piece_lands_and_sends_all_of_them() {
    let mut night = intake();
    night.keys("<ctrl-e>h504 w118 hair bro");
    match night.model().top() {
        Some(porchlight::client::overlay::Overlay::Quick(quick)) => {
            assert_eq!(quick.pieces.len(), 3, "{:?}", quick.pieces);
        }
        other => panic!("{other:?}"),
    }
    night.keys("<Enter>");
    assert_eq!(night.fact("look.height").official.as_deref(), Some("504"));
    assert_eq!(night.fact("look.weight").official.as_deref(), Some("118"));
}

#[test]
fn the_quick_line_goes_on_with_a_companion_who_is_there() {
    let mut night = intake();
    night.keys("<ctrl-e>comp Jay 19<Enter><ctrl-e>comp jay silver civic");
    match night.model().top() {
        Some(porchlight::client::overlay::Overlay::Quick(quick)) => {
            let piece = &quick.pieces[0];
            assert_eq!(piece.label.as_deref(), Some("Companion 1"), "{piece:?}");
            assert!(piece.words.contains("is there"), "{piece:?}");
        }
        other => panic!("{other:?}"),
    }
    night.keys("<Enter>");
    let jay = night.screen().items(Group::Companion);
    assert_eq!(jay.len(), 1, "a second Jay: {jay:?}");
    let known = |night: &Night, field: &'static str| {
        night
            .screen()
            .fact(FieldId(field), Some(jay[0]))
            .map(|fact| fact.typed.clone())
    };
    assert_eq!(known(&night, "companion.age").as_deref(), Some("19"));
    // Somebody else is an entry of their own, and one about whom nothing new is said is not entered again.
    night.keys("<ctrl-e>comp Jay<Enter>");
    assert!(night.said().contains("there already"), "{}", night.said());
    night.keys("<ctrl-e>comp Kim 17<Enter>");
    assert_eq!(night.screen().items(Group::Companion).len(), 2);
}
