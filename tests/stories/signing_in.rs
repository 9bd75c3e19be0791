//! The page of signing in on a real screen: the first supervisor, locking, the countdown, a second person.

use super::night::Night;

const PHRASE: &str = "lamp on the porch";

fn with_roster() -> Night {
    let night = Night::at("2027-02-09 01:12", "America/New_York");
    let mut first = night.operator("setup", (80, 24));
    first
        .keys("<space>Oa")
        .sees("Add an operator")
        .keys("Olga Hale<Tab><ctrl-u>supervisor<Tab>");
    // Neither the phrase nor its length stands anywhere.
    let before = first.screen();
    first.keys(PHRASE);
    assert_eq!(first.screen(), before);
    first.keys(&format!("<Tab>{PHRASE}<Enter>"));
    // From then on everybody signs in, whoever added her too.
    first
        .sees("Sign in")
        .sees("This desk has a roster from now on");
    first.line_drops();
    night
}

fn signs_in(screen: &mut super::night::Screen, name: &str) {
    screen.keys(&format!("{name}<Enter>{PHRASE}<Enter>"));
}

#[test]
fn the_first_supervisor_is_added_on_the_screen_and_everybody_signs_in() {
    let night = with_roster();
    let mut olga = night.operator("whoever", (80, 24));
    olga.sees("Sign in").sees("Each person signs in by name");
    // A letter that acts on the board is text here.
    olga.keys("n<backspace>");
    olga.keys("olga hale<Enter>wrong phrase<Enter>")
        .sees("Name or phrase is not right");
    olga.keys(&format!("{PHRASE}<Enter>")).sees_no("Sign in");
    olga.keys("nTanisha Okafor<Enter>").sees("Tanisha Okafor");
    assert_eq!(olga.model().operator, "Olga Hale");
}

#[test]
fn a_locked_screen_counts_without_names_and_goes_on_where_it_was() {
    let mut night = with_roster();
    let mut olga = night.operator("whoever", (80, 24));
    signs_in(&mut olga, "Olga Hale");
    olga.keys("nTanisha Okafor<Enter>").sees("A-0001");
    night.minutes(8);
    olga.sees_no("locks in");
    night.minutes(2);
    olga.sees("Locked after no key").sees("Sign in");
    let screen = olga.screen();
    assert!(!screen.contains("Tanisha"), "{screen}");
    assert!(
        screen.contains("A-0001") && screen.contains("NCMEC"),
        "{screen}"
    );
    assert!(!format!("{:?}", olga.model()).contains("Tanisha"));
    olga.keys(&format!("{PHRASE}<Enter>"))
        .sees("Tanisha Okafor");
    // By key.
    olga.keys("<ctrl-x>L")
        .sees("Locked by its key")
        .sees_no("Tanisha");
}

#[test]
fn the_last_minute_is_counted_and_a_key_keeps_the_screen() {
    let mut night = with_roster();
    let mut olga = night.operator("whoever", (80, 24));
    signs_in(&mut olga, "Olga Hale");
    // Within the last minute by now: signing in took some seconds.
    night.time("01:22");
    olga.sees("this screen locks in");
    olga.keys("j").sees_no("this screen locks in");
    night.minutes(9);
    olga.sees_no("Locked");
}

#[test]
fn who_cannot_sign_in_begins_an_intake_all_the_same() {
    let night = with_roster();
    let mut dan = night.operator("whoever", (80, 24));
    dan.keys("<Tab><Tab><Enter>")
        .sees("Work without signing in")
        .keys("Dan Wu<Enter>phrase forgotten<Enter>")
        .sees("NOT SIGNED IN");
    dan.keys("nTanisha Okafor<Enter>").sees("Tanisha Okafor");
    let mut olga = night.operator("whoever", (120, 40));
    signs_in(&mut olga, "Olga Hale");
    olga.sees("1 flagged for your review");
    olga.keys("<space>Of")
        .sees("Dan Wu, not signed in")
        .sees("phrase forgotten")
        .sees("NOT REVIEWED");
    olga.keys("<Esc><space>Ov")
        .keys("spoke with Dan<Enter>")
        .sees_no("1 flagged");
}
