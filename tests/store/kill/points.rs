//! Kills at every named point of every work on a desk's files.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use super::deadly::{Deadly, Order, When};
use super::works::{Held, WORKS, Work, desk, opened};
use super::{DESK, half, seed};
use crate::store::make::everything;
use crate::store::scratch::{Dice, files, put, scratch, shared};

const WORK: &str = "PORCHLIGHT_KILL_WORK";
const POINT: &str = "PORCHLIGHT_KILL_POINT";
const PASS: &str = "PORCHLIGHT_KILL_PASS";
const WHEN: &str = "PORCHLIGHT_KILL_WHEN";

#[test]
#[ignore = "runs only as the child of the kill suite"]
fn child() {
    let Ok(home) = std::env::var(DESK) else {
        return;
    };
    let said = |name: &str| std::env::var(name).ok();
    let work = said(WORK).unwrap();
    let order = said(POINT).map(|point| Order {
        point,
        pass: said(PASS).unwrap().parse().unwrap(),
        when: When::of(&said(WHEN).unwrap()),
    });
    let disk = Deadly::new(order);
    let work = WORKS.iter().find(|one| one.name == work).unwrap();
    (work.act)(Path::new(&home), &disk);
    println!();
    for (point, times) in disk.passed() {
        println!("passed {times} {point}");
    }
}

/// What the child said and whether it was killed.
struct Ran {
    killed: bool,
    acked: Vec<u64>,
    passed: BTreeMap<String, u64>,
}

fn run(work: &Work, home: &Path, order: Option<&Order>) -> Ran {
    let mut command = super::child("store::kill::points::child", home);
    command.env(WORK, work.name);
    if let Some(order) = order {
        command
            .env(POINT, &order.point)
            .env(PASS, order.pass.to_string())
            .env(WHEN, order.when.word());
    }
    let output = command.output().unwrap();
    let killed = output.status.code().is_none();
    assert!(
        killed || output.status.success(),
        "{} {order:?}: the child failed by itself: {}{}",
        work.name,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let after = |line: &str, word: &str| line.strip_prefix(word).map(str::to_owned);
    Ran {
        killed,
        acked: text
            .lines()
            .filter_map(|line| after(line, "ack ")?.parse().ok())
            .collect(),
        passed: text
            .lines()
            .filter_map(|line| {
                let rest = after(line, "passed ")?;
                let (times, point) = rest.split_once(' ')?;
                Some((point.to_owned(), times.parse().ok()?))
            })
            .collect(),
    }
}

/// A work with the place it is done in, what is held there, and the points it passes.
struct Ready {
    work: &'static Work,
    files: crate::store::scratch::Files,
    held: Held,
    points: Vec<(String, u64)>,
}

fn ready(work: &'static Work) -> Ready {
    let home = scratch();
    (work.ready)(home.path());
    let files = files(home.path());
    let held = match work.name {
        "first start" => Held::new(),
        // What stands beside it was there before.
        "restore" => {
            std::fs::rename(home.path().join("gone"), desk(home.path())).unwrap();
            std::fs::rename(
                home.path().join("away.key"),
                desk(home.path()).join("keys/desk.key"),
            )
            .unwrap();
            everything(&mut opened(&desk(home.path())))
        }
        "heal" => {
            let mut store = opened(&desk(home.path()));
            everything(&mut store)
        }
        _ => everything(&mut opened(&desk(home.path()))),
    };
    let again = scratch();
    put(again.path(), &files);
    let points = run(work, again.path(), None).passed.into_iter().collect();
    Ready {
        work,
        files,
        held,
        points,
    }
}

#[test]
fn nothing_is_lost_by_a_kill_at_any_named_point() {
    let all: Vec<Ready> = shared(WORKS.len() as u64, |n| {
        ready(&WORKS[usize::try_from(n).unwrap()])
    });
    // Works take turns, and so do the points of each: a short run meets every work, a long one every point often.
    let kills = half();
    let missed = Mutex::new(0_u64);
    let begun = std::time::Instant::now();
    let killed = shared(kills, |n| {
        let ready = &all[usize::try_from(n).unwrap() % all.len()];
        let mut turn = usize::try_from(n).unwrap() / all.len();
        let mut dice = Dice::new(seed().wrapping_add(n << 8));
        loop {
            let (point, times) = &ready.points[turn % ready.points.len()];
            let order = Order {
                point: point.clone(),
                pass: 1 + dice.roll(*times),
                when: when(point, &mut dice),
            };
            let home = scratch();
            put(home.path(), &ready.files);
            let ran = run(ready.work, home.path(), Some(&order));
            let judged = std::panic::catch_unwind(|| {
                (ready.work.judge)(home.path(), &ready.held, &ran.acked);
            });
            if judged.is_err() {
                panic!("{}, {order:?}, seed {}, kill {n}", ready.work.name, seed());
            }
            if ran.killed {
                return (ready.work.name, order.point);
            }
            // sled's thread does not pass the same points in every run.
            *missed.lock().unwrap() += 1;
            turn += 1;
        }
    });
    let took = begun.elapsed().as_secs_f64();
    let mut counts: BTreeMap<&str, BTreeMap<String, u64>> = BTreeMap::new();
    for (work, point) in killed {
        *counts.entry(work).or_default().entry(point).or_insert(0) += 1;
    }
    println!(
        "kill -9 at named points: {kills} kills (seed {}), {} works, {} points, 0 lost, 0 half-applied, \
         0 failed starts; {} runs ended before their point; {:.1} kills a second",
        seed(),
        counts.len(),
        counts.values().map(BTreeMap::len).sum::<usize>(),
        missed.lock().unwrap(),
        kills as f64 / took
    );
    for (work, points) in &counts {
        let said: Vec<String> = points.iter().map(|(p, n)| format!("{p} {n}")).collect();
        println!(
            "  {work}: {} kills: {}",
            points.values().sum::<u64>(),
            said.join(", ")
        );
    }
    assert_eq!(
        counts.len(),
        WORKS.len().min(usize::try_from(kills).unwrap())
    );
}

fn when(point: &str, dice: &mut Dice) -> When {
    if point.starts_with("sled") && dice.one_in(2) {
        return When::Soon(dice.roll(1 << (4 + dice.clone().roll(9))));
    }
    match dice.roll(3) {
        0 => When::Before,
        1 if point.ends_with("written") || point.ends_with("allocated") => When::Torn,
        _ => When::After,
    }
}
