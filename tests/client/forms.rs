//! Scripts and outcome forms: both reports told and proven, refusals, calls in.

use super::night::Night;
use porchlight::client::app::Msg;
use porchlight::client::model::{Place, Sheet};
use porchlight::client::overlay::Overlay;
use porchlight::record::{Moment, SafeText};
use porchlight::rules::DutyState;
use porchlight::wire::view::{FactState, SheetLine, SheetPart, SheetView};
use porchlight::wire::{Ask, Message, Outcome};

fn intake() -> Night {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("nTanisha Okafor<Enter>");
    night
}

#[test]
fn the_first_report_of_a_night_by_keys() {
    let mut night = intake();
    night.wait(19);
    night.keys("<ctrl-x>p");
    assert!(matches!(
        night.model().place,
        Place::Script(_, Sheet::Police)
    ));
    night.keys("ttt");
    night.keys("o");
    assert_eq!(night.top(), "attempt.police");
    night
        .keys("tOfc. Ruiz<Enter>2207<Enter>27-004411<Enter>27-004411<Enter>Columbus Police<Enter>");
    assert_eq!(night.top(), "confirm", "{}", night.said());
    assert_eq!(night.duty("police.report").state, DutyState::Confirmed);
    night.pass(300_000);
    night.keys("y");
    assert!(matches!(
        night.model().place,
        Place::Script(_, Sheet::Ncmec)
    ));
    night.wait(27);
    night.keys("ocDana<Enter>NC-778120<Enter>NC-778120<Enter>");
    assert_eq!(night.top(), "nothing", "{}", night.said());
    let ncmec = night.duty("ncmec.report");
    assert_eq!(ncmec.state, DutyState::Confirmed);
}

#[test]
fn text_pasted_onto_a_line_of_choices_is_kept_and_offered() {
    let mut night = intake();
    night.keys("<ctrl-x>po");
    let boot = night.boot();
    let text = "Ofc. Dana Ruiz, badge 2207".to_owned();
    night.feed(Msg::Paste {
        text: text.clone(),
        boot,
    });
    match night.model().top() {
        Some(Overlay::Held(held)) => assert_eq!(held.text, text),
        other => panic!("{other:?}"),
    }
    night.pass(300_000);
    night.keys("k");
    assert_eq!(night.top(), "attempt.police");
}

#[test]
fn a_number_typed_twice_and_not_the_same_is_not_sent() {
    let mut night = intake();
    night.keys("<ctrl-x>po");
    night.keys("tRuiz<Enter>2207<Enter>27-004411<Enter>27-004471<Enter>CPD<Enter>");
    assert_eq!(night.top(), "attempt.police");
    assert!(night.said().contains("group 2"), "{}", night.said());
    assert_eq!(night.duty("police.report").state, DutyState::Owed);
}

#[test]
fn police_can_be_told_without_a_number() {
    let mut night = intake();
    night.keys("<ctrl-x>po");
    night.keys("tRuiz<Enter>2207<Enter><Enter>CPD<Enter>");
    let duty = night.duty("police.report");
    assert_eq!(duty.state, DutyState::Told, "{}", night.said());
    assert!(duty.still_owed.is_some());
}

#[test]
fn a_held_down_enter_cannot_answer_what_nobody_has_read() {
    let mut night = intake();
    night.keys("<ctrl-x>po");
    night.keys("tRuiz<Enter>2207<Enter><Enter>CPD<Enter>");
    assert_eq!(night.top(), "confirm");
    night.keys("<Enter><Enter>");
    assert_eq!(night.top(), "confirm");
    night.pass(260_000);
    night.keys("<Enter>");
    assert!(matches!(
        night.model().place,
        Place::Script(_, Sheet::Ncmec)
    ));
}

#[test]
fn a_refusal_is_written_down_timed_and_leads_to_ncmec() {
    let mut night = intake();
    night.keys("<ctrl-x>por");
    assert_eq!(night.top(), "refusal");
    night.keys("desk sergeant Hall<Enter>he's a habitual, call after 24 hours<Enter><Enter>CPD<Enter><Enter>");
    assert_eq!(night.top(), "confirm", "{}", night.said());
    let duty = night.duty("police.report");
    assert!(duty.state.is_open(), "{:?}", duty.state);
    assert!(duty.again_at.is_some());
    night.pass(260_000);
    night.keys("y");
    assert!(matches!(
        night.model().place,
        Place::Script(_, Sheet::Ncmec)
    ));
}

#[test]
fn a_call_in_from_police_proves_the_ncic_entry_and_returns_to_the_same_letter() {
    let mut night = intake();
    night.keys("<ctrl-x>po");
    night.keys("tRuiz<Enter>2207<Enter>27-004411<Enter>27-004411<Enter>CPD<Enter>");
    night.pass(260_000);
    night.keys("n");
    night.wait(5);
    night.keys("<Esc>").jump("call.why").keys("her phone");
    night.keys("<ctrl-r>p27-004411<Enter>");
    assert_eq!(night.top(), "heard.police", "{}", night.said());
    night.keys("nM123456789<Enter>M123456789<Enter>Ofc. Ruiz<Enter><Enter>");
    assert_eq!(night.top(), "nothing", "{}", night.said());
    assert_eq!(night.duty("ncic.number").state, DutyState::Confirmed);
    night.keys(" is off<Enter>");
    assert_eq!(night.fact("call.why").words.as_str(), "her phone is off");
}

#[test]
fn a_form_left_with_esc_finds_its_text_again() {
    let mut night = intake();
    night.keys("<ctrl-x>icaregiver says she took<Esc>");
    assert_eq!(night.top(), "nothing");
    night.keys("<ctrl-x>i her charger<Enter>");
    assert_eq!(night.top(), "nothing", "{}", night.said());
    let view = night.screen().view.as_ref().unwrap();
    assert!(
        view.timeline.iter().any(|row| row
            .words
            .as_str()
            .contains("caregiver says she took her charger")),
        "{:?}",
        view.timeline
    );
}

#[test]
fn each_script_is_two_keys_away() {
    for (keys, sheet) in [("<ctrl-x>p", Sheet::Police), ("<ctrl-x>m", Sheet::Ncmec)] {
        let mut night = intake();
        night.keys(keys);
        assert!(matches!(night.model().place, Place::Script(_, open) if open == sheet));
        assert!(night.screen().scripts.contains_key(&sheet));
    }
}

/// A sheet of a few lines, as the desk would send it.
fn sheet(lines: &[(&str, &str, Option<&str>)]) -> SheetView {
    let line = |(label, words, field): &(&str, &str, Option<&str>)| SheetLine {
        label: (*label).into(),
        words: SafeText::line(words),
        state: field.map(|_| {
            if words.is_empty() {
                FactState::Blank
            } else {
                FactState::Known
            }
        }),
        field: field.map(str::to_owned),
        item: None,
        spelled: None,
    };
    SheetView {
        sheet: "police".into(),
        title: "Police".into(),
        number: "A-0001".into(),
        at: Moment(0),
        parts: vec![SheetPart {
            title: "Child".into(),
            lines: lines.iter().map(line).collect(),
        }],
    }
}

#[test]
fn ticks_and_cursor_follow_their_lines_when_the_sheet_is_composed_again() {
    let mut night = intake();
    let compose = |night: &mut Night, view: SheetView| {
        let number = night
            .sent
            .iter()
            .rev()
            .find(|request| matches!(request.ask, Ask::Sheet { .. }))
            .expect("no sheet was asked for")
            .number;
        let boot = night.boot();
        night.feed(Msg::FromDesk {
            message: Message::Reply {
                number,
                result: Ok(Outcome::Sheet(Box::new(view))),
            },
            boot,
        });
    };
    night.slow = Some(Vec::new());
    night.keys("<ctrl-x>p");
    let lines = [
        ("Name", "Tanisha Okafor", Some("child.name")),
        ("Height", "", Some("look.height")),
        ("Weight", "118 lb", Some("look.weight")),
        ("Eyes", "", Some("look.eyes")),
    ];
    compose(&mut night, sheet(&lines));
    // The name is read and ticked; the cursor is on the blank height, b goes on to the eyes.
    night.keys("tb");
    let at = |night: &Night| night.screen().scripts[&Sheet::Police].clone();
    assert_eq!((at(&night).at, at(&night).ticked.len()), (3, 1));
    // A line comes in before them: both follow.
    night.keys("<Esc><ctrl-x>p");
    let mut more = vec![("", "I am reporting a missing child.", None)];
    more.extend(lines);
    compose(&mut night, sheet(&more));
    let script = at(&night);
    assert_eq!(script.at, 4);
    assert!(script.ticked.contains(&1));
    // From the line to its field.
    night.keys("e");
    assert_eq!(night.at_field(), "look.eyes");
}

#[test]
fn the_numbers_card_is_kept_at_the_desk() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("<Space>.");
    assert_eq!(night.top(), "directory");
    night.keys("pColumbus Police<Enter>614-555-0145<Enter>Columbus, Franklin County<Enter><Enter>");
    night.keys("supervisor 614-555-0147<Enter><Enter><Enter><Enter><Enter>");
    assert_eq!(night.top(), "nothing", "{}", night.said());
    // A child last seen there: the agency and its number are proposed, and nobody types them.
    night
        .keys("nTanisha Okafor<Enter>")
        .jump("seen.place")
        .keys("Greyhound, Columbus OH<Enter>");
    night.keys("<ctrl-x>potRuiz<Enter>2207<Enter>27-004411<Enter>27-004411<Enter>");
    assert_eq!(night.top(), "confirm", "{}", night.said());
    let view = night.screen().view.as_ref().unwrap();
    let told = view.timeline.iter().find(|row| row.way == "out").unwrap();
    for words in ["Columbus Police", "dialled 614-555-0145"] {
        assert!(told.words.as_str().contains(words), "{}", told.words);
    }
    // Enter on the card changes the entry; what is not touched stays.
    night.pass(260_000);
    night.keys(
        "n<ctrl-k>colum<Enter><Tab><Tab>614-555-0199<Enter><Enter><Enter><Enter><Enter><Enter>",
    );
    assert_eq!(night.top(), "numbers", "{}", night.said());
    let numbers = |night: &Night| match night.model().top() {
        Some(Overlay::Numbers(card)) => card
            .fitting()
            .flat_map(|row| row.numbers.iter().map(|(name, to)| format!("{name} {to}")))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        numbers(&night),
        ["dispatch 614-555-0199", "supervisor 614-555-0147"]
    );
    // And it can be taken off.
    night.keys("<Enter>x<Enter>");
    assert!(numbers(&night).is_empty());
}

#[test]
fn the_desk_says_who_it_is_and_proposes_that_in_a_case() {
    let mut night = Night::at("2027-02-09T01:12:00-05:00");
    night.keys("<Space>,p614-555-0100<Enter>");
    assert_eq!(night.top(), "nothing", "{}", night.said());
    night
        .keys("nTanisha Okafor<Enter>")
        .jump("guardian.agency")
        .keys("<ctrl-x>y<ctrl-x>y");
    let agency = "Franklin County Children Services";
    assert_eq!(night.fact("guardian.agency").words.as_str(), agency);
    assert_eq!(
        night.fact("guardian.phone24").words.as_str(),
        "614-555-0100"
    );
}

#[test]
fn closing_lists_what_is_owed() {
    let mut night = intake();
    night.keys("<ctrl-x>ec");
    let listed = match night.model().top() {
        Some(Overlay::Form(form)) => format!("{:?}", form.beside),
        other => panic!("{other:?}"),
    };
    for owed in ["Report to police", "Report to NCMEC"] {
        assert!(listed.contains(owed), "{listed}");
    }
}

#[test]
fn a_later_received_time_says_which_report_it_would_take_away() {
    let mut night = intake();
    night.wait(19);
    night.keys("<ctrl-x>potRuiz<Enter>2207<Enter>27-004411<Enter>27-004411<Enter>CPD<Enter>");
    night.pass(260_000);
    night.keys("n").wait(15);
    night.keys("<Esc><ctrl-x>rc01:40<Enter>misheard<Enter>");
    assert!(night.said().contains("no longer count"), "{}", night.said());
}
