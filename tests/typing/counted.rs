//! Counted runs: written calls typed through the real loop, every fact checked, keys beside the targets.

use super::call::{self, Call, Fact, Step};
use super::typist::{self, Count, Typist};
use porchlight::record::SessionId;
use porchlight::wire::view::{FactState, FactView};
use porchlight::wire::{Ask, CaseView, Command, Message};
use std::fmt::Write as _;

/// Keys at which each call is aimed.
const CALLS: [&str; 3] = ["first_intake", "child_on_file", "repeat_run"];
/// Overhead keys for each character of a fact, at most.
const RATIO: f64 = 0.10;
/// Seconds a key of typists of 40, 55 and 90 words a minute (keystroke-level model).
const TYPISTS: [(&str, f64); 3] = [("40 wpm", 0.28), ("55 wpm", 0.20), ("90 wpm", 0.12)];

#[test]
fn the_calls_are_typed_and_every_fact_arrives() {
    let mut table = format!(
        "{:14} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8} {:>8} {:>9} {:>6}\n",
        "call",
        "keys",
        "target",
        "facts",
        "chars",
        "overhead",
        "ratio",
        TYPISTS[0].0,
        TYPISTS[1].0,
        TYPISTS[2].0
    );
    for name in CALLS {
        let call = call::read(name);
        let count = run(&call);
        row(&mut table, &call, count);
    }
    let _ = writeln!(
        table,
        "keys: all pressed. facts: those checked at the end. chars: keys that ended in one. overhead: the other keys; ratio aimed at {RATIO:.2}.\n\
         minutes by the keystroke-level model: a key each, and 1.2 s for each answer and line of a form."
    );
    println!("{table}");
    let target = std::env::var_os("CARGO_TARGET_TMPDIR")
        .map(std::path::PathBuf::from)
        .unwrap_or_else(|| env!("CARGO_TARGET_TMPDIR").into());
    std::fs::write(target.join("keys.txt"), &table).unwrap();
}

fn row(table: &mut String, call: &Call, count: Count) {
    let minutes = TYPISTS.map(|(_, a_key)| count.minutes(a_key));
    let _ = writeln!(
        table,
        "{:14} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8.2} {:>8.1} {:>9.1} {:>6.1}",
        call.name,
        count.keys,
        call.target,
        call.facts.len(),
        count.fact,
        count.overhead(),
        count.ratio(),
        minutes[0],
        minutes[1],
        minutes[2]
    );
}

/// Types a call and checks what the desk knows after it.
fn run(call: &Call) -> Count {
    let began = if call.began.is_empty() {
        &call.at
    } else {
        &call.began
    };
    let mut desk = typist::desk(began, &call.agency, &call.zone);
    for command in &call.before {
        desk.carry(SessionId(9), "Priya", command.clone())
            .unwrap_or_else(|problem| panic!("{}: {command:?}: {problem}", call.name));
    }
    let held = case_on(&mut desk);
    desk.at(typist::moment(&call.at));
    let mut typist = Typist::at(desk);
    let mut heard = "";
    for step in &call.steps {
        match step {
            Step::Heard(words) => heard = words,
            Step::Wait(seconds) => {
                typist.wait(*seconds);
            }
            Step::Type(typing) => {
                typist.keys(typing);
                if std::env::var_os("PORCHLIGHT_TYPING").is_some() {
                    println!(
                        "{heard}\n   {typing}\n   {} keys; at {:?}; {}",
                        typist.count.keys,
                        typist.model().front().map(|case| case.at.clone()),
                        typist.said()
                    );
                }
            }
        }
    }
    typist.wait(1);
    let case = typist.case();
    let view = case.view.as_deref().expect("no view");
    let mut wrong: Vec<String> = case
        .kept
        .iter()
        .map(|(spot, kept)| format!("{spot:?} is not saved: {kept:?}"))
        .collect();
    wrong.extend(call.facts.iter().filter_map(|fact| fault(view, fact)));
    wrong.extend(
        view.facts
            .iter()
            .filter(|fact| fact.state != FactState::Blank)
            .filter_map(|fact| unasked(call, held.as_deref(), fact)),
    );
    for duty in ["police.report", "ncmec.report"] {
        let confirmed = |fact: &Fact| fact.of == format!("duty {duty}") && fact.is == "confirmed";
        assert!(call.facts.iter().any(confirmed), "{}: {duty}", call.name);
    }
    assert!(wrong.is_empty(), "{}:\n{}", call.name, wrong.join("\n"));
    typist.count
}

/// Why a fact of the call does not hold.
fn fault(view: &CaseView, fact: &Fact) -> Option<String> {
    let Fact { of, is, .. } = fact;
    if let Some(id) = of.strip_prefix("duty ") {
        let duty = view.duties.iter().find(|duty| duty.id == id);
        let state = duty.map_or("not there", |duty| duty.state.word());
        return (state != is).then(|| format!("{of} is {state}, not {is}"));
    }
    let there: Vec<&FactView> = view.facts.iter().filter(|f| f.field == *of).collect();
    let holds = |f: &&FactView| {
        let says = match is.as_str() {
            "unknown" => f.state == FactState::Unknown,
            "refused" => f.state == FactState::Refused,
            "not applicable" => f.state == FactState::NotApplicable,
            words => f.state == FactState::Known && f.words.as_str().contains(words),
        };
        // A fact of the file counts only once it was looked at in this run.
        says && f.carried.is_none()
    };
    if of == "danger now" || of == "called 911" {
        let answer = if of == "danger now" {
            &view.danger_now
        } else {
            &view.called_911
        };
        return (answer.as_ref() != Some(is)).then(|| format!("{of} is {answer:?}, not {is}"));
    }
    let all: Vec<String> = there
        .iter()
        .map(|f| format!("{:?} “{}” {:?}", f.state, f.words, f.carried))
        .collect();
    (!there.iter().any(holds)).then(|| format!("{of} is {all:?}, not {is}"))
}

/// A fact that stands in the case though nobody said it in this call, and the desk did not hold it either.
fn unasked(call: &Call, held: Option<&CaseView>, fact: &FactView) -> Option<String> {
    let said = call
        .facts
        .iter()
        .any(|f| f.of == fact.field && (f.still || !f.is.is_empty()));
    let on_file = held.is_some_and(|view| {
        view.facts
            .iter()
            .any(|f| f.field == fact.field && f.typed == fact.typed)
    });
    (!said && !on_file).then(|| {
        format!(
            "{} is “{}”, which nobody said and the desk did not hold",
            fact.field, fact.words
        )
    })
}

/// What the desk holds of its newest case before the call.
fn case_on(
    desk: &mut porchlight::desk::local::LocalDesk<porchlight::store::memory::MemoryLog>,
) -> Option<Box<CaseView>> {
    let session = SessionId(9);
    let found = desk.ask(session, "Priya", Ask::WatchBoard);
    let case = found.into_iter().find_map(|message| match message {
        Message::Board(board) => board.rows.first().map(|row| row.case),
        _ => None,
    });
    let case = match case {
        Some(case) => case,
        None => {
            // Closed cases stand on no board; a note finds the last one.
            let note = Command::Note {
                case: "last".into(),
                text: "before the call".into(),
            };
            match desk.carry(session, "Priya", note).ok()? {
                porchlight::wire::Outcome::Saved { case, .. } => case?,
                _ => return None,
            }
        }
    };
    let seen = desk.ask(session, "Priya", Ask::WatchCase(Some(case)));
    desk.ask(session, "Priya", Ask::Bye);
    seen.into_iter().find_map(|message| match message {
        Message::Case(view) => Some(view),
        _ => None,
    })
}
