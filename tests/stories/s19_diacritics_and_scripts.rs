//! S19 Diacritics and scripts.
//!
//! Zoë Núñez-Øster, Нұрлан Әбілқасымов, 王小明 with pinyin, and a name in Arabic script. Nothing is left out.

use super::lines::{CASE, answer, says};
use super::night::Night;
use porchlight::cli::list;
use porchlight::codec::printed;
use porchlight::record::{FieldId, Value};
use porchlight::tui::{self, Caps};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthChar;

/// Columns of a text in a terminal, which sets letters side by side and joins none (Arabic lam and alef).
fn columns(text: &str) -> usize {
    text.chars().filter_map(|c| c.width()).sum()
}

const ZONE: &str = "America/New_York";

const NAMES: &[&str] = &[
    "Zoë Núñez-Øster",
    // The same name as another keyboard writes it, letters and marks apart.
    "Zoe\u{308} Nu\u{301}n\u{303}ez-Øster",
    "Нұрлан Әбілқасымов",
    "王小明 (Wang Xiaoming)",
    "محمد الأحمد",
];

#[test]
fn s19_names_come_back_byte_for_byte() {
    for name in NAMES {
        let mut night = Night::at("2027-02-09 01:12", ZONE);
        let mut lena = night.operator("Lena", (80, 24));
        lena.keys(&format!("n{name}<Enter>"));

        // Then 1: byte for byte in the store, also after a restart from the log …
        night.kill_and_restart();
        let stored = night.with(|core| {
            let id = core.docket().number(CASE).expect("the case");
            let whole = core.docket().whole(id).expect("its child");
            match whole.value(FieldId("child.name")) {
                Some(Value::Name(name)) => name.typed.as_str().to_owned(),
                other => panic!("{other:?}"),
            }
        });
        assert_eq!(stored.as_bytes(), name.as_bytes());
        // … in what other systems are given …
        let shown: serde_json::Value =
            serde_json::from_str(&printed::case(&night.view(CASE))).expect("JSON");
        assert_eq!(
            shown["name"].as_str().map(str::as_bytes),
            Some(name.as_bytes())
        );
        let facts = shown["facts"].as_array().expect("facts");
        assert!(
            facts
                .iter()
                .any(|fact| fact["field"] == "child.name" && fact["words"] == *name),
            "{facts:?}"
        );
        // … on the sheet that is read out, and in search.
        says(&night.sheet(CASE, "police"), name);
        let found = night.finds(name);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with(&format!("{name} · {CASE}")),
            "{found:?}"
        );
    }
}

#[test]
fn s19_the_ncic_form_is_proposed_and_a_person_agrees() {
    // Then 2: the form is proposed for approval.
    for (name, form) in [
        ("Zoë Núñez-Øster", "NUNEZ-OSTER, ZOE"),
        ("Zoe\u{308} Nu\u{301}n\u{303}ez-Øster", "NUNEZ-OSTER, ZOE"),
        ("王小明 (Wang Xiaoming)", "WANG, XIAOMING"),
    ] {
        let mut night = Night::at("2027-02-09 01:12", ZONE);
        let mut lena = night.operator("Lena", (80, 24));
        lena.keys(&format!("n{name}"));
        // While it is typed, as soon as the hand rests …
        night.minutes(1);
        lena.sees(form);
        lena.keys("<Enter>");
        // … on the sheet, as a proposal …
        says(&night.sheet(CASE, "police"), &format!("{name} ({form})"));
        // … and in the field where a person agrees to it. Passing by is no agreement.
        lena.goes_to("child.nam").sees(&format!("Proposed: {form}"));
        lena.keys("<Enter>");
        assert!(lena.fact("child.nam").is_empty());
        lena.goes_to("child.nam").keys("<ctrl-x>y");
        assert_eq!(lena.fact("child.nam"), form);
        says(
            &night.sheet(CASE, "police"),
            &format!("{name} ({form}, as agreed)"),
        );
    }
    // What nobody agrees with is typed otherwise, and that is what police are told.
    let mut night = Night::at("2027-02-09 01:12", ZONE);
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nНұрлан Әбілқасымов<Enter>");
    lena.goes_to("child.nam").sees(", NURLAN");
    lena.answers("child.nam", "ABILKASSYMOV, NURLAN");
    says(
        &night.sheet(CASE, "police"),
        "Нұрлан Әбілқасымов (ABILKASSYMOV, NURLAN, as agreed)",
    );
    // An Arabic name has a form to propose as well, in plain letters.
    answer(&mut night, "child.latin", "Mohammed Al-Ahmad");
    answer(&mut night, "child.name", "محمد الأحمد");
    let proposed = night
        .view(CASE)
        .facts
        .into_iter()
        .find(|fact| fact.field == "child.latin")
        .and_then(|fact| fact.official);
    assert_eq!(proposed.as_deref(), Some("AL-AHMAD, MOHAMMED"));
}

#[test]
fn s19_widths_and_cursor_are_right_at_eighty_columns() {
    // Then 3: the cursor stands right after what was typed, and no row is wider than the screen.
    let typed_at = |typed: &str| {
        let night = Night::at("2027-02-09 01:12", ZONE);
        let mut lena = night.operator("Lena", (80, 24));
        lena.keys("n").goes_to("child.name").keys(typed);
        for row in lena.screen().lines() {
            assert!(columns(row) <= 80, "{} columns: {row}", columns(row));
        }
        if !typed.contains('<') {
            lena.sees(typed);
        }
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        let at = tui::draw(lena.model(), Caps::mono(), &mut buffer).expect("a cursor");
        (at.x, at.y)
    };
    let (start, row) = typed_at("x<Backspace>");
    for name in NAMES {
        let (x, y) = typed_at(name);
        let wide = u16::try_from(columns(name)).expect("a short name");
        assert_eq!((x, y), (start + wide, row), "{name}");
    }
    // The cursor goes over a wide letter in one step, and over a letter with its marks in one.
    assert_eq!(typed_at("王小明<Left>").0, start + 4);
    assert_eq!(typed_at("Zoe\u{308}<Left>").0, start + 2);
    // Saved, the name pushes nothing out of its place: the time stands at the right edge.
    for name in NAMES {
        let night = Night::at("2027-02-09 01:12", ZONE);
        let mut lena = night.operator("Lena", (80, 24));
        lena.keys(&format!("n{name}<Enter>"));
        let head = lena.screen().lines().next().unwrap_or_default().to_owned();
        assert!(head.ends_with("01:12 EST"), "{head}");
        assert_eq!(columns(&head), 80, "{head}");
    }
}

#[test]
fn s19_nunez_is_found_and_sorted_where_one_looks() {
    let mut night = Night::at("2027-02-09 01:12", ZONE);
    for name in [
        "Tanisha Okafor",
        NAMES[0],
        "王小明 (Wang Xiaoming)",
        "Ana Nunes",
        "Bo Oduya",
    ] {
        night.does(&serde_json::json!({"do": "open", "name": name}).to_string());
    }
    // Then 4: search finds her without a mark …
    for words in ["Nunez", "nunez-oster", "NUÑEZ", "oster zoe"] {
        let found = night.finds(words);
        assert!(
            found.len() == 1 && found[0].starts_with(NAMES[0]),
            "{words}: {found:?}"
        );
    }
    // … the search for a child on file while a name is typed offers her …
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nZoe Nunez").sees("On file: Zoë Núñez-Øster");
    // … and a list by name has her where Nunez stands.
    let mut rows = night.board().rows;
    rows.retain(|row| row.name.as_str() != "Zoe Nunez" && row.name.as_str() != "not yet named");
    list::by_name(&mut rows);
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Ana Nunes",
            NAMES[0],
            "Bo Oduya",
            "Tanisha Okafor",
            "王小明 (Wang Xiaoming)"
        ]
    );
}
