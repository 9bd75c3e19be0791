//! A desk that stands still, a desk that falls with a question on its way, a screen that does not read for long.

use std::process::Command;
use std::time::{Duration, Instant};

use super::pty::{Home, Screen};
use porchlight::record::{fields, jump};

fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").args([name, &pid.to_string()]).status();
    assert!(sent.unwrap().success());
}

fn to(field: &str) -> String {
    let id = fields::by_name(field).unwrap().id;
    format!("<ctrl-f>{}", jump::code(jump::Jump::Field(id)).unwrap())
}

fn one_intake(home: &Home, operator: &str) -> Screen {
    let args = [
        "--operator",
        operator,
        "--agency",
        "Night desk",
        "--zone",
        "America/New_York",
    ];
    let mut screen = Screen::start(home, &args);
    screen.see("New intake").keys("n").see("anger now");
    screen.keys("nnTanisha Okafor<Enter>").see("Full name: ");
    screen
}

/// The line of the screen that begins with a label, behind it.
fn row(shown: &str, label: &str) -> String {
    shown
        .lines()
        .find_map(|line| line.trim_start_matches(['►', ' ']).strip_prefix(label))
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_desk_that_stands_still_is_said_with_the_time_and_nothing_reads_as_saved() {
    let home = Home::new();
    let mut screen = one_intake(&home, "Priya");
    let desk = home.desk_process().unwrap();
    signal("-STOP", desk);
    screen.keys(&to("seen.wearing")).keys("black hoodie<Enter>");
    screen.see("NO WORD FROM THE DESK since ");
    screen.see("it does not answer");
    // The board's counts are old, and say so; typing goes on.
    screen
        .keys("<ctrl-x>b")
        .see("as last heard")
        .keys("<Enter>");
    screen
        .keys(&to("seen.place"))
        .keys("bus stop on Fifth")
        .see("bus stop on Fifth");
    let shown = screen.shows();
    assert!(
        !shown.contains("Wearing, in one line: "),
        "said to be saved:\n{shown}"
    );
    signal("-CONT", desk);
    screen.until("the word gone", |shown| !shown.contains("NO WORD"));
    screen
        .keys("<Enter>")
        .see("Last seen at: bus stop on Fifth");
    assert_eq!(home.desk_process(), Some(desk), "the same desk");
    let saved = home.prints(&["show", "A-0001"]);
    for words in ["black hoodie", "bus stop on Fifth"] {
        assert!(saved.contains(words), "no {words} in\n{saved}");
    }
}

#[test]
fn what_was_asked_of_a_desk_that_fell_is_asked_again_and_done_once() {
    let home = Home::new();
    let mut screen = one_intake(&home, "Priya");
    let desk = home.desk_process().unwrap();
    // It takes the questions and falls before it answers any.
    signal("-STOP", desk);
    screen.keys("<ctrl-x>n").see("anger now");
    screen.keys("nnMarcus Bell<Enter>").see("Marcus Bell");
    screen.see("NO WORD FROM THE DESK since ");
    signal("-KILL", desk);
    // The screen starts another, and nothing was typed twice.
    screen.until("the word gone", |shown| !shown.contains("NO WORD"));
    screen.see("A-0002");
    screen
        .keys(&to("look.eyes"))
        .keys("bro<Enter>")
        .see("Eyes: ");
    let listed = home.prints(&["list", "--json"]);
    assert_eq!(listed.matches("Marcus Bell").count(), 1, "{listed}");
    assert_eq!(listed.matches("\"case\": ").count(), 2, "{listed}");
    assert_ne!(home.desk_process(), Some(desk));
}

#[test]
fn a_screen_that_did_not_read_for_long_is_told_how_long_and_is_whole() {
    let home = Home::new();
    let mut priya = one_intake(&home, "Priya");
    let mut dan = Screen::sized(&home, &["--operator", "Dan"], 30, 120);
    dan.see("Tanisha Okafor").keys("<Enter>").see("A-0001");
    signal("-STOP", dan.pid());
    // Long enough for the line to fill, and for what waits behind it to grow old.
    let begun = Instant::now();
    let mut notes = 0;
    let words = "w".repeat(400);
    while notes < 100 || begun.elapsed() < Duration::from_secs(5) {
        let lines: String = (0..50)
            .map(|n| {
                let text = format!("call {} {words}", notes + n);
                format!("{{\"do\":\"note\",\"case\":\"A-0001\",\"text\":\"{text}\"}}\n")
            })
            .collect();
        assert!(home.run(&["do"], &lines).status.success());
        notes += 50;
    }
    // Others see every change meanwhile.
    priya
        .keys(&to("look.eyes"))
        .keys("bro<Enter>")
        .see("Eyes: ");
    signal("-CONT", dan.pid());
    dan.see("This line was ")
        .see(" s behind; what is shown now is the newest");
    let told = dan.shows();
    let behind: u64 = told
        .split("This line was ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next()?.parse().ok())
        .unwrap();
    assert!((2..600).contains(&behind), "{behind} s");
    // Whole: what was answered meanwhile stands there, and so does the last note.
    dan.keys(&to("look.eyes"))
        .until("the answer", |shown| row(shown, "Eyes").contains("Brown"));
    println!(
        "{notes} notes while one screen did not read; it was told of {behind} s and was not cut"
    );
    dan.keys("7<backspace>")
        .keys(&to("look.height"))
        .keys("507<Enter>");
    dan.see("Height: 5 ft 7 in");
    priya.keys(&to("look.height")).until("his answer", |shown| {
        row(shown, "Height").contains("5 ft 7 in")
    });
}

#[test]
fn a_desk_opened_by_a_passphrase_is_started_from_a_screen_and_comes_back_only_by_one() {
    const PHRASE: &str = "four words that nobody says";
    let home = Home::new();
    let made = home.run(&["do"], "{\"do\":\"open\",\"name\":\"Tanisha Okafor\"}\n");
    assert!(made.status.success());
    assert!(home.run(&["stop"], "").status.success());
    let added = home.run(
        &["key", "add-passphrase", "--passphrase-fd", "0"],
        &format!("{PHRASE}\n{PHRASE}\n"),
    );
    assert!(
        added.status.success(),
        "{}",
        String::from_utf8_lossy(&added.stderr)
    );
    home.run(&["stop"], "");
    std::fs::remove_file(home.desk().join("keys/desk.key")).unwrap();

    let mut priya = Screen::start(&home, &[]);
    priya.see("Passphrase or recovery key of this desk");
    priya
        .raw(format!("{PHRASE}\r").as_bytes())
        .see("Tanisha Okafor");
    assert!(
        !String::from_utf8_lossy(&priya.bytes).contains(PHRASE),
        "shown while typed"
    );
    let desk = home.desk_process().unwrap();
    for what in ["cmdline", "environ"] {
        let bytes = std::fs::read(format!("/proc/{desk}/{what}")).unwrap();
        assert!(
            !String::from_utf8_lossy(&bytes).contains(PHRASE),
            "in its {what}"
        );
    }
    // The next one is not asked: the desk is open.
    let mut dan = Screen::start(&home, &["--operator", "Dan"]);
    dan.see("Tanisha Okafor");
    assert!(!String::from_utf8_lossy(&dan.bytes).contains("Passphrase"));
    drop(dan);
    // It falls: a screen cannot give the passphrase by itself, says so, and keeps what is typed.
    priya.keys("<Enter>").see("A-0001");
    priya.keys(&to("seen.wearing")).keys("black hoo");
    priya.see("black hoo");
    home.kill_desk();
    priya
        .see("NO WORD FROM THE DESK since ")
        .see("opens by its passphrase");
    priya.keys("die").see("black hoodie");
    // A wrong one, and the right one, at another terminal.
    let mut dan = Screen::start(&home, &["--operator", "Dan"]);
    dan.see("Passphrase or recovery key of this desk");
    dan.raw(b"four words that somebody says\r");
    dan.see("neither its passphrase nor its recovery key");
    let mut dan = Screen::start(&home, &["--operator", "Dan"]);
    dan.see("Passphrase or recovery key of this desk");
    dan.raw(format!("{PHRASE}\r").as_bytes())
        .see("Tanisha Okafor");
    priya.until("the word gone", |shown| !shown.contains("NO WORD"));
    priya.keys("<Enter>").see("Wearing, in one line: ");
    dan.keys("<Enter>").see("A-0001");
    dan.keys(&to("seen.wearing")).see("black hoodie");
}
