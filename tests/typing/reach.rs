//! Few keys from anywhere to anywhere, all keys in order, no prose run as commands, nothing typed lost.

use super::typist::{Typist, desk};
use porchlight::client::model::{Place, Sheet, Spot};
use porchlight::client::overlay::Overlay;
use porchlight::client::panes;
use porchlight::input::key::parse_sequence;
use porchlight::record::jump::{self, Jump};
use porchlight::record::{Field, fields};

fn at_the_board() -> Typist {
    Typist::at(desk(
        "2027-02-09T01:12:00-05:00",
        "Franklin County Children Services",
        "America/New_York",
    ))
}

/// An intake with a name, and one entry of each group, so that every field stands somewhere.
fn intake() -> Typist {
    let mut typist = at_the_board();
    typist.keys("nnnTanisha Okafor<Enter>");
    typist
}

/// The code of a field, after the jump key.
fn code(field: &Field) -> &'static str {
    jump::code(Jump::Field(field.id)).unwrap()
}

/// Whether the cursor stands in this field, or on the line that begins an entry with it.
fn stands_in(typist: &Typist, field: &Field) -> bool {
    match (typist.spot(), field.group) {
        (Spot::Field { field: at, .. }, _) => *at == field.id,
        (Spot::Add(group), Some(of)) => *group == of,
        _ => false,
    }
}

#[test]
fn a_running_clock_with_a_name_takes_twelve_keys() {
    // A child nobody knows yet.
    let mut typist = at_the_board();
    typist.keys("nMia Jones<Enter>");
    assert!(typist.count.keys <= 12, "{:?}", typist.count);
    let view = typist.case().view.as_ref().unwrap();
    assert_eq!(view.name.as_str(), "Mia Jones");
    assert_eq!(
        view.received.at,
        super::typist::moment("2027-02-09T01:12:00-05:00").plus(200_000)
    );
    assert!(
        view.duties
            .iter()
            .any(|duty| duty.id == "ncmec.report" && duty.due.is_some())
    );

    // A child on file, by part of the name.
    let mut typist = at_the_board();
    typist.keys("nAnastasia Whitfield-Montgomery<Enter><Esc>");
    typist.wait(60);
    let before = typist.count.keys;
    typist.keys("nAnas<ctrl-v>");
    let keys = typist.count.keys - before;
    assert!(keys <= 12, "{keys}");
    assert_eq!(
        typist.case().view.as_ref().unwrap().name.as_str(),
        "Anastasia Whitfield-Montgomery"
    );
}

#[test]
fn any_field_is_three_keys_from_any_other() {
    let mut typist = intake();
    let all: Vec<&Field> = fields::all().collect();
    // From each to its neighbour and to one far away: every field is left and reached, in groups too.
    for (nth, field) in all.iter().enumerate() {
        let far = all[(nth * 97 + 31) % all.len()];
        for to in [*field, far] {
            let before = typist.count.keys;
            typist.keys(&format!("<ctrl-f>{}", code(to)));
            assert!(typist.count.keys - before <= 3);
            assert!(
                stands_in(&typist, to),
                "{}: {:?}; {}",
                to.id,
                typist.spot(),
                typist.said()
            );
            assert!(
                panes::rows(typist.case().pane, typist.case())
                    .iter()
                    .chain(&panes::intake_rows(typist.case()))
                    .any(|row| *row == panes::Row::Spot(typist.spot().clone()))
            );
        }
    }
}

#[test]
fn any_field_of_an_entry_is_three_keys_away_once_the_entry_is_there() {
    let mut typist = intake();
    for field in fields::all().filter(|field| field.group.is_some()) {
        let group = field.group.unwrap();
        if typist.case().items(group).is_empty() {
            let first = panes::fields_of(group).next().unwrap();
            let add = jump::code(Jump::Group(group)).unwrap();
            typist.keys(&format!("<ctrl-f>{add}{}<Enter>", first.example));
            assert!(
                !typist.case().items(group).is_empty(),
                "{}: {}",
                first.id,
                typist.said()
            );
        }
        typist.keys("<ctrl-f>na");
        typist.keys(&format!("<ctrl-f>{}", code(field)));
        assert!(
            matches!(typist.spot(), Spot::Field { field: at, item: Some(_) } if *at == field.id),
            "{}: {:?}",
            field.id,
            typist.spot()
        );
    }
}

#[test]
fn both_scripts_are_two_keys_from_every_field_while_typing_too() {
    let mut typist = intake();
    for (nth, field) in fields::all().enumerate() {
        let (key, sheet) = if nth % 2 == 0 {
            ("p", Sheet::Police)
        } else {
            ("m", Sheet::Ncmec)
        };
        typist.keys(&format!("<ctrl-f>{}", code(field)));
        let before = typist.count.keys;
        typist.keys(&format!("<ctrl-x>{key}"));
        assert_eq!(typist.count.keys - before, 2);
        assert!(
            matches!(typist.model().place, Place::Script(_, open) if open == sheet),
            "{}: {:?}",
            field.id,
            typist.said()
        );
        typist.keys("<Esc>");
    }
    // In the middle of a word, and the word is kept.
    typist.keys("<ctrl-f>wther phone is o<ctrl-x>m");
    assert!(typist.in_script());
    let story = fields::by_name("run.story").unwrap().id;
    assert_eq!(
        typist.case().fact(story, None).unwrap().words.as_str(),
        "her phone is o"
    );
}

#[test]
fn two_hundred_keys_at_once_land_in_order() {
    let mut typist = at_the_board();
    typist.keys("n");
    typist.wait(1);
    let story: String = "left by the back door after an argument about the phone, "
        .chars()
        .cycle()
        .take(180)
        .collect();
    let typing = format!("Tanisha Okafor<Enter><ctrl-f>wt{story}z<Enter>");
    let keys = parse_sequence(&typing).unwrap();
    assert!(keys.len() >= 200, "{}", keys.len());
    // All at the same instant, as a line that hung hands them over.
    for key in keys {
        typist.press_now(key);
    }
    typist.wait(1);
    let fact = |id: &str| {
        let id = fields::by_name(id).unwrap().id;
        typist
            .case()
            .fact(id, None)
            .unwrap()
            .words
            .as_str()
            .to_owned()
    };
    assert_eq!(fact("child.name"), "Tanisha Okafor");
    assert_eq!(fact("run.story"), format!("{story}z"));
}

#[test]
fn prose_on_the_board_runs_nothing_and_is_offered_as_text() {
    let mut typist = at_the_board();
    typist.keys("nTanisha Okafor<Enter><Esc>");
    typist.wait(1);
    let prose = "quit calling, no mother came near a park";
    for key in parse_sequence(prose).unwrap() {
        typist.press_now(key);
    }
    typist.wait(1);
    assert_eq!(typist.model().place, Place::Board);
    assert_eq!(typist.model().cases.len(), 1);
    match typist.model().top() {
        Some(Overlay::Held(held)) => assert_eq!(held.text, prose),
        other => panic!("{other:?}"),
    }
    assert!(
        typist
            .steps
            .iter()
            .all(|step| matches!(step, porchlight::cli::screen::Step::Go)),
        "{:?}",
        typist.steps
    );
}

#[test]
fn esc_loses_no_text_in_any_field() {
    let mut typist = intake();
    for field in fields::all().filter(|field| field.group.is_none()) {
        let text = &format!("not a value of {}", field.id);
        typist.keys(&format!("<ctrl-f>{}", code(field)));
        typist.keys(text.as_str());
        let typed_as_text = *typist.spot() == Spot::field(field.id);
        typist.keys("<Esc>").wait(1);
        // A letter may have answered a choice; then the rest went on to the field after it.
        let rest = if typed_as_text { text } else { &text[1..] };
        let kept = &typist.case().kept;
        assert!(
            kept.values().any(|kept| kept.text.ends_with(rest)),
            "{} {:?}: {kept:?}",
            field.id,
            field.kind
        );
        let stays = kept.get(&Spot::field(field.id));
        assert!(!typed_as_text || stays.is_some_and(|kept| kept.text.ends_with(text)));
    }
}
