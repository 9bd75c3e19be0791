//! S01 First report, happy path.
//!
//! Tanisha Okafor, 15, is missing from a Columbus foster home; the call comes Tue 2027-02-09 01:12 New York time.
//! Nothing is left out.

use super::night::{Night, at};
use porchlight::rules::DutyState;

#[test]
fn s01_both_reports_in_forty_six_minutes_by_keys() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nTanisha Okafor<Enter>")
        .sees("Tanisha Okafor")
        .sees("NCMEC owed");
    println!("{}", lena.screen());
    for (field, words) in [
        ("child.dob", "2011-06-30"),
        ("child.sex", "f"),
        ("child.race", "black"),
        ("look.height", "5'4\""),
        ("look.weight", "118"),
        ("look.eyes", "brown"),
        ("look.hair", "black"),
    ] {
        lena.answers(field, words);
    }
    println!("{}", lena.screen());
    night.time("01:31");
    lena.keys("<Esc><ctrl-x>p");
    println!("{}", lena.screen());
    lena.keys("o");
    println!("{}", lena.screen());
    let _ = at("2027-02-09T01:12:00-05:00");
    println!("{}", night.sheet("A-0001", "police"));
    println!(
        "{:?} {} {}",
        night.state("A-0001", "police.report"),
        night.reads("A-0001", "police.report"),
        night.due("A-0001", "police.report")
    );
    assert_eq!(night.state("A-0001", "police.report"), DutyState::Owed);
    night.kill_and_restart();
    assert_eq!(night.view("A-0001").number, "A-0001");
}
