//! S35 Restrained terminal.
//!
//! 80 columns, 24 rows, no colour, a slow link.
//! Left out: the screen reader, which has no mode of its own yet.

use super::lines::{CASE, line, ncmec_told, police_told, says};
use super::night::{Night, Screen};
use porchlight::rules::DutyState;
use porchlight::tui::{self, Caps};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use serde_json::json;

const ZONE: &str = "America/New_York";

fn opened() -> Night {
    let mut night = Night::at("2027-02-09 01:12", ZONE);
    night.does(r#"{"do":"open","name":"Tanisha Okafor"}"#);
    night
}

fn tried(duty: &str, outcome: &str) -> serde_json::Value {
    json!({"do": "attempt", "case": CASE, "duty": duty, "outcome": outcome, "person": "foster mother", "channel": "phone"})
}

/// Two terminals of 80×24: one on the board, one on the duties of the case.
fn terminals(night: &Night) -> [Screen; 2] {
    let board = night.operator("Lena", (80, 24));
    let mut case = night.operator("Priya", (80, 24));
    case.keys("<Enter><ctrl-x>4");
    [board, case]
}

/// Then: a state is read as words on the board and on the case, without colour and without UTF-8.
fn reads(night: &Night, terminals: &mut [Screen; 2], duty: &str, state: DutyState, words: &str) {
    assert_eq!(night.state(CASE, duty), state);
    let who = if duty.starts_with("police") {
        "police"
    } else {
        "NCMEC"
    };
    for terminal in terminals {
        // Where half a line is too short for all of it, the time left stays.
        let short = words
            .replace("only claimed, ", "claimed, ")
            .replace("tried, owed, ", "tried, ");
        let screen = terminal.screen();
        let said = [words, &short]
            .into_iter()
            .map(|words| format!("{who} {words}"))
            .find(|words| screen.contains(words))
            .unwrap_or_else(|| panic!("{who} {words} is not on:\n{screen}"));
        without_colour(terminal);
        in_ascii(terminal, &said);
    }
}

/// No cell asks for a colour, and no word is lost for want of one.
fn without_colour(screen: &mut Screen) {
    let area = Rect::new(0, 0, 80, 24);
    let mut mono = Buffer::empty(area);
    tui::draw(screen.model(), Caps::mono(), &mut mono);
    for cell in mono.content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
    let mut colour = Buffer::empty(area);
    tui::draw(screen.model(), Caps::colour(), &mut colour);
    for (plain, bright) in mono.content().iter().zip(colour.content()) {
        assert_eq!(plain.symbol(), bright.symbol());
    }
}

/// The words stand where not even UTF-8 can be had.
fn in_ascii(screen: &mut Screen, words: &str) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    tui::draw(screen.model(), Caps::plain(), &mut buffer);
    let text: String = buffer.content().iter().map(|cell| cell.symbol()).collect();
    assert!(text.is_ascii());
    says(&text, words);
}

// Then 1, for every state a deadline can have.

#[test]
fn s35_owed_reads_as_the_time_left() {
    let mut night = opened();
    let mut both = terminals(&night);
    night.time("2027-02-09T22:00:00-05:00");
    reads(
        &night,
        &mut both,
        "ncmec.report",
        DutyState::Owed,
        "owed, 3 h 12 min left",
    );
    reads(
        &night,
        &mut both,
        "police.report",
        DutyState::Owed,
        "owed, 3 h 12 min left",
    );
    night.time("2027-02-10T01:12:00-05:00");
    reads(
        &night,
        &mut both,
        "ncmec.report",
        DutyState::Owed,
        "owed, due now",
    );
}

#[test]
fn s35_late_reads_as_how_late() {
    let mut night = opened();
    let mut both = terminals(&night);
    night.time("2027-02-10T01:47:00-05:00");
    reads(
        &night,
        &mut both,
        "ncmec.report",
        DutyState::Late,
        "late by 35 min",
    );
    reads(
        &night,
        &mut both,
        "police.report",
        DutyState::Late,
        "late by 35 min",
    );
}

#[test]
fn s35_tried_and_claimed_read_as_still_owed() {
    let mut night = opened();
    let mut both = terminals(&night);
    line(&mut night, tried("ncmec.report", "no answer"));
    line(&mut night, tried("police.report", "claimed"));
    night.time("2027-02-09T22:00:00-05:00");
    reads(
        &night,
        &mut both,
        "ncmec.report",
        DutyState::Tried,
        "tried, owed, 3 h 12 min left",
    );
    reads(
        &night,
        &mut both,
        "police.report",
        DutyState::Claimed,
        "only claimed, 3 h 12 min left",
    );
}

#[test]
fn s35_told_and_confirmed_read_with_their_time() {
    let mut night = opened();
    let mut both = terminals(&night);
    night.time("01:31");
    line(
        &mut night,
        json!({"do": "attempt", "case": CASE, "duty": "police.report", "outcome": "told", "person": "Ofc. Ruiz", "channel": "phone"}),
    );
    reads(
        &night,
        &mut both,
        "police.report",
        DutyState::Told,
        "told 01:31",
    );
    night.time("01:58");
    ncmec_told(&mut night, "NC-778120");
    reads(
        &night,
        &mut both,
        "ncmec.report",
        DutyState::Confirmed,
        "confirmed 01:58",
    );
}

#[test]
fn s35_late_but_told_reads_as_both() {
    let mut night = opened();
    let mut both = terminals(&night);
    night.time("2027-02-10T01:47:00-05:00");
    police_told(&mut night, "27-004411");
    reads(
        &night,
        &mut both,
        "police.report",
        DutyState::LateButTold,
        "late but told 01:47",
    );
}

#[test]
fn s35_what_is_not_owed_reads_as_that() {
    let mut night = opened();
    let mut both = terminals(&night);
    line(
        &mut night,
        json!({"do": "triage", "case": CASE, "row": 4, "verifier": "aunt, seen by worker Ortiz"}),
    );
    reads(
        &night,
        &mut both,
        "ncmec.report",
        DutyState::NotApplicable,
        "not applicable",
    );
}

#[test]
fn s35_waiting_and_no_hour_read_as_that() {
    let mut night = opened();
    let [_, mut lena] = terminals(&night);
    assert_eq!(night.state(CASE, "ncic.number"), DutyState::Waiting);
    let words = night.reads(CASE, "ncic.number");
    says(&words, "waiting on");
    lena.sees("waiting on");
    line(
        &mut night,
        json!({"do": "heard", "case": CASE, "from": "tip", "who": "neighbour", "what": "seen at the bus station"}),
    );
    says(
        &night.reads(CASE, "lead.pass"),
        "owed promptly, no hour set",
    );
    lena.sees("owed promptly, no hour set");
}
