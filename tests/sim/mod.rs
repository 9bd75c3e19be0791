//! The desk in a deterministic simulation: one seed moves the clock, the disk, the lines and the operators.
//!
//! A night is a few operators who ask for anything in the table of commands, over lines that are slow, doubled
//! and cut, of a desk that is killed and loses its power on a disk that fills up and fails. After every step what
//! the desk promises is held against a fold of its own.
//!
//! `PORCHLIGHT_SIM_SEEDS` says how many nights, `PORCHLIGHT_SIM_SEED` repeats one, `PORCHLIGHT_SIM_STEPS` how long
//! they are.

mod asks;
mod check;
mod disk;
mod machine;
mod mind;
mod night;
mod people;
mod seating;

use std::collections::BTreeMap;

use crate::store::scratch::{number, shared};
use mind::FAULTS;
use night::{Came, Night};

/// How many steps a night has.
fn steps() -> u64 {
    number("PORCHLIGHT_SIM_STEPS", 200)
}

/// What must have gone wrong at least once in many nights.
const KINDS: &[&str] = &[
    "a line cut",
    "an end the desk hears of late",
    "a session back on a new line",
    "a request sent again on a new line",
    "a request twice on one line",
    "a slow reader",
    "a client killed",
    "a frame that is none",
    "a request in another's name",
    "a line that is no command",
    "a clock set forward",
    "a clock set back",
    "a clock that drifts",
    "a long sleep",
    "a full disk",
    "a write that failed, or was cut short",
    "a sync that failed",
    "an open that failed",
    "space that was refused",
    "an append that failed",
    "another writer",
    "a head that moved",
    "a desk killed",
    "a power cut",
    "bytes lost with the power",
    "names lost with the power",
    "a desk started again",
    "a desk that ends between disk and answer",
    "a desk that ends under a read",
];

/// What people must have done at least once in very many.
const PEOPLE: &[&str] = &[
    "somebody signed in",
    "somebody signed out",
    "a screen locked by its key",
    "a screen locked by time",
    "a screen unlocked",
    "a phrase given again",
    "a wrong phrase",
    "somebody locked out",
    "somebody released",
    "somebody suspended",
    "another role",
    "somebody works unsigned",
    "an ask without a right",
    "masked fields shown",
    "the glass broken",
    "duties handed over",
    "a duty accepted",
    "a text taken over",
    "a desk that ends under a phrase",
];

#[test]
fn no_night_breaks_a_promise() {
    let templates = machine::Templates::new();
    if let Ok(seed) = std::env::var("PORCHLIGHT_SIM_SEED") {
        let seed = seed.parse().unwrap();
        match Night::run(&templates, seed, steps(), None) {
            Ok(came) => println!("night {seed}: {} steps, {:?}", came.steps, came.fired),
            Err(why) => panic!("{why}"),
        }
        return;
    }
    let nights = number("PORCHLIGHT_SIM_SEEDS", 200);
    let begun = std::time::Instant::now();
    let came = shared(nights, |seed| {
        Night::run(&templates, seed, steps(), None).unwrap_or_else(|why| panic!("{why}"))
    });
    let mut all = Came::default();
    for one in came {
        all.steps += one.steps;
        all.acts += one.acts;
        all.views += one.views;
        add(&mut all.fired, one.fired);
        add(&mut all.verbs, one.verbs);
    }
    println!(
        "simulation: {nights} nights (seeds 0 to {}), {} steps, {} commands kept, {} views, in {} s; what went wrong:",
        nights.saturating_sub(1),
        all.steps,
        all.acts,
        all.views,
        begun.elapsed().as_secs()
    );
    for (what, times) in &all.fired {
        println!("{times:>9}  {what}");
    }
    if nights >= 200 {
        for kind in KINDS {
            assert!(all.fired.contains_key(kind), "never happened: {kind}");
        }
        let people = PEOPLE.iter().filter(|_| nights >= 1000);
        for kind in people {
            assert!(all.fired.contains_key(kind), "never happened: {kind}");
        }
        for row in porchlight::desk::commands::TABLE {
            assert!(
                all.verbs.contains_key(row.name),
                "never asked: {}",
                row.name
            );
        }
    }
}

fn add(all: &mut BTreeMap<&'static str, u64>, one: BTreeMap<&'static str, u64>) {
    for (what, times) in one {
        *all.entry(what).or_default() += times;
    }
}

#[test]
fn one_seed_is_one_night() {
    let templates = machine::Templates::new();
    for seed in [3, 76] {
        let once = Night::run(&templates, seed, steps(), None).unwrap();
        let again = Night::run(&templates, seed, steps(), None).unwrap();
        assert_eq!((once.trace, once.fired), (again.trace, again.fired));
        let other = Night::run(&templates, seed + 2, steps(), None).unwrap();
        assert_ne!(once.trace, other.trace);
    }
}

#[test]
fn a_broken_core_is_caught_whatever_is_wrong_with_it() {
    let templates = machine::Templates::new();
    let caught = shared(FAULTS.len() as u64, |n| {
        let fault = FAULTS[usize::try_from(n).unwrap()];
        let found = (0..600).find_map(|seed| {
            let why = Night::run(&templates, seed, steps(), Some(fault)).err()?;
            Some((seed, why.lines().next().unwrap_or_default().to_owned()))
        });
        (fault, found)
    });
    for (fault, found) in caught {
        match found {
            Some((seed, why)) => println!("{fault:?}: caught by night {seed}: {why}"),
            None => panic!("{fault:?} was not caught by 600 nights"),
        }
    }
}

/// After a sync that failed the system shows what is not on the disk. A desk that could not take it out and ended
/// leaves a frame that the next one finds whole: what that one saves behind it must not go with it.
#[test]
fn what_an_ended_desk_left_unsynced_takes_nothing_along() {
    use porchlight::env::faulty::{Call, Fault};
    use porchlight::record::{Batch, Event, SafeText, SessionId, Stream};
    use porchlight::store::Log;

    let (template, seen) = machine::founded(false);
    let note = |text: &str| Batch {
        expected: Vec::new(),
        events: vec![(
            Stream::Case(seen.cases[0].0),
            Event::Noted {
                text: SafeText::line(text),
            },
        )],
        at: machine::START.plus(60_000_000),
        operator: SafeText::line("Priya Nair"),
        session: SessionId(9),
        request: 0,
    };
    let fault = |call, after| Fault {
        call,
        after,
        times: 1,
        errno: 5,
        short: 0,
    };
    for seed in 0..20 {
        let disk = template.another();
        let clock = porchlight::env::clock::Movable::at(machine::START);
        let mut first = machine::Machine::start(&disk, &clock, None)
            .unwrap()
            .machine;
        first.store.append(&note("kept")).unwrap();
        disk.order(fault(Call::Sync, 0));
        disk.order(fault(Call::Write, 1));
        first.store.append(&note("not saved")).unwrap_err();
        drop(first);
        disk.kill();
        disk.heal();
        let mut second = machine::Machine::start(&disk, &clock, None).unwrap();
        second.machine.store.append(&note("saved")).unwrap();
        let mut before = second.log.len();
        before += 1;
        drop(second);
        disk.cut(&mut crate::store::scratch::Dice::new(seed));
        let third = machine::Machine::start(&disk, &clock, None).unwrap();
        assert_eq!(third.log.len(), before, "dice {seed}");
    }
}
