//! S15, S16, S17 and the parked call with real screens, one real desk process and its socket between them.

use super::pty::{Home, Screen};
use super::story::drafted;
use porchlight::record::{fields, jump};

/// An operator at a terminal; the first founds the desk and starts its process.
fn sits_down(home: &Home, name: &str, (rows, columns): (u16, u16)) -> Screen {
    let mut args = vec!["--operator", name];
    if !home.desk().exists() {
        args.extend([
            "--agency",
            "Franklin County Children Services",
            "--zone",
            "America/New_York",
        ]);
    }
    Screen::sized(home, &args, rows, columns)
}

/// The keys that lead to a field.
fn to(field: &str) -> String {
    let id = fields::by_name(field).unwrap().id;
    format!("<ctrl-f>{}", jump::code(jump::Jump::Field(id)).unwrap())
}

/// A desk with one intake, and the screen that took it.
fn one_intake(home: &Home) -> Screen {
    let mut priya = sits_down(home, "Priya", (30, 100));
    priya.see("New intake").keys("n").see("anger now");
    priya.keys("nnTanisha Okafor<Enter>").see("Full name: ");
    priya
}

#[test]
fn s15_both_changes_survive_and_one_field_asks() {
    let home = Home::new();
    let mut priya = one_intake(&home);
    let mut dan = sits_down(&home, "Dan", (30, 120));
    dan.see("Tanisha Okafor").keys("<Enter>").see("A-0001");
    // Presence, both ways, by the socket.
    priya.keys(&to("look.height")).keys("50");
    dan.see("@Priya at Height");
    dan.keys(&to("seen.wearing")).keys("black hoodie<Enter>");
    dan.see("Wearing, in one line: ");
    priya.see("@Dan");
    dan.keys(&to("look.height")).keys("507<Enter>");
    dan.see("Height: 5 ft 7 in");
    priya.keys("4<Enter>");
    priya.see("theirs: 5 ft 7 in").see("yours:  5 ft 4 in");
    priya.press_until_gone("b", "theirs:");
    let shown = || home.prints(&["show", "A-0001"]);
    for words in ["5 ft 7 in", "black hoodie"] {
        assert!(shown().contains(words), "no {words} in\n{}", shown());
    }
    priya.see("yours is a note");
    // No lock is left by a dropped line.
    priya.kill();
    dan.until("her mark gone", |shown| !shown.contains("@Priya"));
    dan.keys(&to("look.height")).keys("508<Enter>");
    dan.see("Height: 5 ft 8 in");
}

#[test]
fn s16_a_dropped_line_goes_on_at_the_same_letter_elsewhere() {
    let home = Home::new();
    let mut priya = one_intake(&home);
    let mut dan = sits_down(&home, "Dan", (30, 120));
    dan.see("Tanisha Okafor");
    priya.keys(&to("seen.wearing")).keys("black hoodie, wh");
    priya.see("black hoodie, wh");
    dan.see("@Priya");
    drafted(&home, "black hoodie, wh");
    priya.kill();
    dan.until("her mark gone", |shown| !shown.contains("@Priya"));
    dan.keys(" S").see("text left behind").see("Priya, gone");

    let mut again = sits_down(&home, "Priya", (40, 140));
    again.see("A-0001").see("black hoodie, wh");
    again.keys("ite shoes<Enter>");
    again.see("Wearing, in one line: ");
    dan.until("nothing left behind", |shown| {
        !shown.contains("text left behind")
    });
    let shown = home.prints(&["show", "A-0001"]);
    assert!(shown.contains("black hoodie, white shoes"), "{shown}");
}

#[test]
fn s17_a_shift_is_handed_over_between_two_screens() {
    let home = Home::new();
    let mut lena = sits_down(&home, "Lena", (30, 100));
    lena.see("New intake").keys("n").see("anger now");
    lena.keys("nnTanisha Okafor<Enter>").see("Full name: ");
    let mut oscar = sits_down(&home, "Oscar", (30, 120));
    oscar.see("Tanisha Okafor");
    lena.keys("<ctrl-x>G").see("To whom");
    lena.keys("Oscar<Enter><Enter>")
        .see("2 duties of 1 case handed to Oscar");
    // The other screen is told, and what is not accepted stays with her name on every board.
    oscar.see("Lena hands over 2 duties of 1 case");
    oscar.see("not accepted: still with Lena");
    oscar.keys(" H").see("2 wait to be accepted");
    oscar
        .see("next: call")
        .see("told: nobody yet")
        .see("unknown: ");
    oscar.keys("<Enter>").see("Accepted by you");
    oscar.see("1 wait to be accepted");
    let sheet = home.prints(&["handover"]);
    for words in [
        "with Oscar, accepted",
        "still with Lena",
        "NOT ACCEPTED",
        "Still unknown",
    ] {
        assert!(sheet.contains(words), "no {words} in\n{sheet}");
    }
    oscar.keys("<Enter>").see("You have all of A-0001 now");
    lena.see("Oscar accepted everything you handed over of A-0001");
}

#[test]
fn parked_call_is_kept_by_the_desk_and_gone_back_to_with_one_key() {
    let home = Home::new();
    let mut priya = one_intake(&home);
    let mut dan = sits_down(&home, "Dan", (30, 140));
    dan.see("Tanisha Okafor");
    priya.keys(&to("seen.wearing")).keys("black hood");
    priya.see("black hood");
    // The second ring.
    priya.keys("<ctrl-x>n").see("anger now");
    priya.keys("nnMarcus Bell<Enter>").see("Full name: ");
    dan.see("call parked by Priya: stopped at Wearing");
    // The desk's process dies and is there again: the call is still parked.
    home.kill_desk();
    let mut lena = sits_down(&home, "Lena", (30, 140));
    lena.see("call parked by Priya").see("stopped at Wearing");
    // Back with one key (Ctrl-6 is one byte), to the letter.
    priya.see("Marcus Bell").raw(b"\x1e").see("black hood");
    priya.keys("ie<Enter>").see("black hoodie");
    lena.until("the first call taken up", |shown| {
        !shown.contains("stopped at Wearing")
    });
}
