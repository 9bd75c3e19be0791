//! `list`, `show`, `duties`, `sheet` and `status` over desks with something in them, and over broken ones.

use super::{Home, Ran, has, intake, segment};

const HOUR: i64 = 60;

fn home_of(ago: i64) -> Home {
    let home = Home::new();
    home.made(&[(ago, intake("Wren Halloran"))]);
    home
}

#[test]
fn status_tells_by_its_exit_code_and_names_nobody() {
    for (ago, code, words) in [
        (None, 0, "0 open · 0 late · 0 due within the hour · 0 owed"),
        (
            Some(HOUR),
            1,
            "1 open · 0 late · 0 due within the hour · 2 owed",
        ),
        (
            Some(23 * HOUR + 10),
            2,
            "1 open · 0 late · 2 due within the hour · 2 owed",
        ),
        (
            Some(25 * HOUR),
            3,
            "1 open · 2 late · 0 due within the hour · 2 owed",
        ),
    ] {
        let home = Home::new();
        let opened: Vec<_> = ago
            .map(|ago| (ago, intake("Wren Halloran")))
            .into_iter()
            .collect();
        home.made(&opened);
        let ran = home.run(&["status"]);
        assert_eq!(ran.code, code, "{ran:?}");
        assert_eq!(ran.out, format!("porchlight: {words} · no backup yet\n"));
        let json = home.run(&["status", "--json"]);
        assert_eq!(json.code, code);
        has(
            &json.json(),
            "v open late within_hour owed practice last_backup exit",
        );
        assert_eq!(json.json()["exit"], code);
    }
}

#[test]
fn the_shapes_are_the_documented_ones() {
    let home = Home::new();
    home.run(&["practice"]);
    let desk = home.practice();
    let run = |args: &[&str]| -> serde_json::Value {
        let ran = home.run(&[args, &["--json", "--desk", desk.to_str().unwrap()]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        ran.json()
    };
    let list = run(&["list"]);
    has(
        &list,
        "v at agency zone practice open late within_hour owed cases",
    );
    for case in list["cases"].as_array().unwrap() {
        has(
            case,
            "case id name age received police ncmec next blanks claim flags",
        );
        has(&case["police"], "state due done");
    }
    let show = run(&["show", "P-0005"]);
    has(
        &show,
        "v at zone case id child name age received danger_now called_911 facts items duties \
         timeline missing_police missing_ncmec triage linked claim closed flags",
    );
    has(&show["received"], "at zone channel unconfirmed former");
    has(
        &show["facts"][0],
        "field item state words official said_by as_of at operator seq carried former",
    );
    has(
        &show["timeline"][0],
        "at recorded way words operator id withdrawn",
    );
    has(&show["triage"], "decided decided_row proposed");
    for duty in run(&["duties"]).as_array().unwrap() {
        has(
            duty,
            "case duty title receiver state late anchor anchor_at due done rule citation \
             waiting_on because still_owed again_at reminder item",
        );
    }
    for whom in ["police", "ncmec", "audit"] {
        let sheet = run(&["sheet", "P-0005", "--for", whom]);
        has(&sheet, "v sheet title case at parts");
        has(&sheet["parts"][0], "title lines");
        has(
            &sheet["parts"][0]["lines"][0],
            "label words state field item spelled",
        );
    }
    let blank = run(&["sheet", "--blank", "--for", "police"]);
    has(&blank, "v sheet title case at parts numbers");
    has(
        &blank["numbers"][0],
        "key kind name numbers ori zone area verified note",
    );
}

#[test]
fn a_case_is_found_by_number_id_or_last() {
    let home = home_of(HOUR);
    let id = home.run(&["show", "last", "--json"]).json()["id"].clone();
    for words in ["A-0001", "a-1", "last", id.as_str().unwrap()] {
        let shown = home.run(&["show", words]);
        assert_eq!(shown.code, 0, "{words}: {shown:?}");
        assert!(shown.out.starts_with("A-0001  Wren Halloran"), "{words}");
    }
    for args in [
        &["show", "A-0010"][..],
        &["duties", "B-0001"],
        &["sheet", "A-0010", "--for", "police"],
    ] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}");
        assert!(ran.err.contains("A-0001"), "{}", ran.err);
    }
}

#[test]
fn duties_tells_what_is_open_and_of_one_case_everything() {
    let home = home_of(HOUR);
    let open = home.run(&["duties"]).out;
    assert!(open.contains("Report to police: owed"), "{open}");
    assert!(!open.contains("waiting"), "{open}");
    assert!(home.run(&["duties", "last"]).out.contains("waiting"));
    let none = Home::new();
    none.made(&[]);
    assert_eq!(none.run(&["duties"]).out, "Nothing is owed.\n");
}

#[test]
fn nothing_printed_can_drive_a_terminal() {
    let home = Home::new();
    home.made(&[(5, intake("Wren \u{1b}[2J\u{202e}Halloran"))]);
    for args in [
        &["list"][..],
        &["show", "last"],
        &["duties"],
        &["status"],
        &["list", "--json"],
        &["sheet", "last", "--for", "police"],
    ] {
        let out = home.run(args).out;
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{args:?}: {out:?}");
    }
}

/// Never an empty list, never a good exit code, and the file is named.
fn says_damage(ran: &Ran, code: i32) {
    assert_eq!(ran.code, code, "{ran:?}");
    assert!(ran.err.contains("journal"), "{ran:?}");
    for calm in ["No open cases", "Nothing is owed", "\"cases\": []"] {
        assert!(!ran.out.contains(calm), "{ran:?}");
    }
    assert_ne!(ran.out.trim(), "[]", "{ran:?}");
}

#[test]
fn a_damaged_desk_never_looks_empty() {
    type Damage = fn(&mut Vec<u8>);
    let damages: [(&str, Damage); 3] = [
        ("changed in the middle", |bytes| {
            let used = bytes.iter().rposition(|b| *b != 0).unwrap();
            bytes[used - 40] ^= 0x55;
            bytes[used / 2] ^= 0x55;
        }),
        ("all of it something else", |bytes| bytes.fill(b'x')),
        ("all of it nothing", |bytes| bytes.clear()),
    ];
    for (what, damage) in damages {
        let home = Home::new();
        home.made(&[(HOUR, intake("Wren Halloran")), (HOUR, intake("Kofi Osei"))]);
        let file = segment(&home.desk());
        let mut bytes = std::fs::read(&file).unwrap();
        damage(&mut bytes);
        std::fs::write(&file, bytes).unwrap();
        println!("{what}");
        for args in [
            &["list"][..],
            &["duties"],
            &["list", "--json"],
            &["duties", "--json"],
        ] {
            says_damage(&home.run(args), 1);
        }
        says_damage(&home.run(&["status"]), 4);
        let blank = home.run(&["sheet", "--blank", "--for", "police"]);
        assert_eq!(blank.code, 0, "{what}: {blank:?}");
        assert!(blank.out.contains("911"), "{what}");
    }
}

#[test]
fn blank_sheets_and_the_numbers_need_no_desk() {
    let home = Home::new();
    for whom in ["police", "ncmec"] {
        let ran = home.run(&["sheet", "--blank", "--for", whom]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.out.contains("1-800-843-5678"), "{whom}");
        assert!(ran.out.contains("____"), "{whom}");
    }
    assert_eq!(home.run(&["sheet", "--blank", "--for", "audit"]).code, 1);
    assert!(!home.desk().exists());
}
