//! What the real program leaves on a real terminal, and what a paste can do to it: nothing.

use porchlight::record::SafeText;

use super::escapes::{PASTE, own};
use crate::night::pty::{Home, Screen};

const LEFT: &str = "\u{1b}[?1049l";
const NAME: &str = "Qhygiene Okafor";

const PHRASE: &str = "lamp on the porch";

/// Puts a supervisor on a desk's roster.
pub fn rostered(home: &Home) {
    let phrase = home.path().join("phrase");
    std::fs::write(&phrase, format!("{PHRASE}\n")).unwrap();
    let added = home.run(
        &[
            "operator",
            "add",
            "--name",
            "Olga Hale",
            "--role",
            "supervisor",
            "--new-phrase-file",
            phrase.to_str().unwrap(),
        ],
        "",
    );
    assert!(added.status.success(), "{added:?}");
}

/// A screen whose operator has signed in.
pub fn signed_in(home: &Home) -> Screen {
    let mut screen = Screen::start(home, &[]);
    screen.see("Sign in");
    screen.keys(&format!("Olga Hale<Enter>{PHRASE}<Enter>"));
    screen
}

/// A desk with one case.
fn home() -> Home {
    let home = Home::new();
    let done = home.run(
        &["do"],
        &format!("{{\"do\":\"open\",\"name\":\"{NAME}\",\"channel\":\"phone\"}}\n"),
    );
    assert!(done.status.success(), "{done:?}");
    home
}

/// What the only case is, in all that a paste could change.
fn state(home: &Home) -> serde_json::Value {
    let list: serde_json::Value = serde_json::from_str(&home.prints(&["list", "--json"])).unwrap();
    assert_eq!(list["cases"].as_array().unwrap().len(), 1, "{list}");
    let shown = home.prints(&["show", "A-0001", "--json"]);
    let mut shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    for changing in ["at", "duties", "claim"] {
        shown.as_object_mut().unwrap().remove(changing);
    }
    shown
}

/// A paste with the mark of its own end inside, as a terminal that takes nothing out sends it.
fn pasted(text: &str) -> Vec<u8> {
    format!("\u{1b}[200~{text}\u{1b}[201~").into_bytes()
}

#[test]
fn a_paste_that_ends_itself_stays_text_wherever_it_lands() {
    let home = home();
    let before = state(&home);
    let mut screen = Screen::start(&home, &[]);
    screen.see(NAME);
    let places = [
        // A list, a case, and what lies on top of them; the last three take text.
        ("the board", "<ctrl-x>b", "New intake", false),
        ("a case", "<ctrl-x>b<enter>", "24-hour countdown", false),
        ("help", "<ctrl-x>?", "Help", false),
        ("the search", "<ctrl-x>/", "Find", true),
        ("the palette", "<ctrl-x>:", "Palette", true),
        (
            "the quick line",
            "<ctrl-x>b<enter><ctrl-e>",
            "Quick line",
            true,
        ),
    ];
    let mut pastes = 0;
    for (place, keys, words, takes_text) in places {
        for payload in PASTE {
            screen.keys(keys).see(words);
            let text = format!("zz moved {payload}");
            screen.raw(&pasted(&text));
            // The marks are the terminal's and not the text's; what is left of it is there whole.
            let kept = SafeText::line(&text.replace("\u{1b}[201~", ""));
            let kept = kept.as_str().replace("[200~", "");
            let kept = kept.trim();
            if takes_text {
                screen.see(kept);
            } else {
                screen.see("zz moved");
            }
            screen.leave().leave().leave();
            screen.redrawn();
            pastes += 1;
        }
        assert_eq!(state(&home), before, "changed by a paste over {place}");
    }
    screen.keys("<ctrl-x>b").see("New intake");
    println!("pastes that end themselves: {pastes}, 0 carried anything out");
}

#[test]
fn keys_at_the_heels_of_a_paste_are_text_and_a_hand_that_follows_is_not() {
    let home = home();
    let mut screen = Screen::start(&home, &[]);
    screen.see(NAME).keys("<ctrl-x>/").see("Find");
    screen.raw(&pasted("zz\u{1b}[201~quit\u{1b}[A\u{3}\u{3}"));
    screen.see("zzquit");
    // A hand comes later, and its keys are keys.
    screen.leave().leave().see("New intake").keys("q");
    assert_eq!(screen.ended(), 0);
}

/// How often the other screen was left, each time cleared, with nothing of a child on it.
fn left_clean(what: &str, bytes: &[u8], rows: u16, cols: u16) -> usize {
    let text = std::str::from_utf8(bytes).unwrap();
    let size = |cells| std::num::NonZero::new(cells).unwrap();
    let mut terminal = vt100::Parser::new(size(rows), size(cols), 0);
    let parts: Vec<&str> = text.split(LEFT).collect();
    for (n, part) in parts.iter().enumerate() {
        terminal.process(part.as_bytes());
        if n + 1 < parts.len() {
            let shown = terminal.screen().contents();
            assert!(
                shown.trim().is_empty(),
                "{what}: left with this on it:\n{shown}"
            );
            terminal.process(LEFT.as_bytes());
        }
        // The main screen never had anything of it.
        if !terminal.screen().alternate_screen() {
            let shown = terminal.screen().contents();
            assert!(!shown.contains("Qhygiene"), "{what}: {shown}");
        }
    }
    parts.len() - 1
}

#[test]
fn every_way_out_leaves_a_clear_screen_and_no_title() {
    let home = home();
    for way in ["q", "<ctrl-c><ctrl-c>", "TERM", "INT"] {
        let mut screen = Screen::start(&home, &[]);
        screen.see(NAME).keys("<enter>").see("24-hour countdown");
        match way {
            "TERM" | "INT" => {
                let pid = screen.pid().to_string();
                let sent = std::process::Command::new("kill")
                    .args([&format!("-{way}"), &pid])
                    .status();
                assert!(sent.unwrap().success());
            }
            "q" => {
                screen.keys("<ctrl-x>b").see("New intake").keys("q");
            }
            keys => {
                screen.keys(keys);
            }
        }
        screen.ended();
        assert_eq!(left_clean(way, &screen.bytes, 30, 100), 1, "{way}");
        let sequences = own(way, &screen.bytes);
        assert!(sequences > 20, "{way}: {sequences}");
    }
}

#[test]
fn a_stop_by_the_shell_leaves_a_clear_screen_and_comes_back() {
    let home = home();
    let mut screen = Screen::start(&home, &[]);
    screen.see(NAME).keys("<enter>").see("24-hour countdown");
    // No shell stands above it here that could let it go on; the system then does not stop it at all.
    screen.keys("<ctrl-z>").redrawn().see(NAME);
    screen.keys("<ctrl-x>b").see("New intake").keys("q");
    screen.ended();
    assert_eq!(left_clean("ctrl-z", &screen.bytes, 30, 100), 2);
    own("ctrl-z", &screen.bytes);
}

#[test]
fn a_lock_leaves_a_clear_screen_and_no_title() {
    let home = home();
    rostered(&home);
    let mut screen = signed_in(&home);
    screen.see(NAME);
    screen.keys("<enter>").see("24-hour countdown");
    screen.keys("<ctrl-x>L").see("Locked by its key");
    screen.redrawn();
    assert_eq!(left_clean("lock", &screen.bytes, 30, 100), 1, "the lock");
    assert!(!screen.shows().contains("Qhygiene"));
    screen.keys(&format!("{PHRASE}<Enter>")).see(NAME);
    screen.keys("<ctrl-x>bq");
    screen.ended();
    assert_eq!(left_clean("lock and end", &screen.bytes, 30, 100), 2);
    own("lock and end", &screen.bytes);
}
