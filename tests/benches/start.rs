//! The real binary in a pseudo-terminal: start-up to first frame and memory beside other programs in the same run,
//! keys, and a minute untouched.

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use porchlight::env::clock::{Clock, Real};

use crate::commit::home;
use crate::desks::{self, Ends, PROGRAM};
use crate::people::{self, Folders};
use crate::pty::{Seat, has};
use crate::table::{Anchor, Table, Target, median, millis, percentile};

const ROUNDS: usize = 15;
const IDLE: Duration = Duration::from_secs(60);

/// A program to start, and what its first frame shows.
struct Peer {
    name: &'static str,
    program: &'static str,
    args: Vec<String>,
    shows: &'static str,
    /// The desk that its start starts, to be ended before the next.
    desk: Option<PathBuf>,
    times: Vec<f64>,
    /// MB, with what other processes of the same program share.
    peaks: Vec<f64>,
    /// MB that nobody shares.
    own: Vec<f64>,
    bytes: Vec<f64>,
    broken: Option<String>,
}

impl Peer {
    fn new(name: &'static str, program: &'static str, args: &[&str], shows: &'static str) -> Self {
        Self {
            name,
            program,
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            shows,
            desk: None,
            times: Vec::new(),
            peaks: Vec::new(),
            own: Vec::new(),
            bytes: Vec::new(),
            broken: None,
        }
    }
    /// A session at a desk that runs already, from the second start on.
    fn joins(name: &'static str, desk: &Path) -> Self {
        let args = at(desk);
        Self::new(name, PROGRAM, &args.each_ref().map(String::as_str), "A-0")
    }
    /// A session that has to start its desk.
    fn cold(name: &'static str, desk: &Path) -> Self {
        Self {
            desk: Some(desk.to_owned()),
            ..Self::joins(name, desk)
        }
    }
    fn run(&mut self, home: &Path) {
        if self.broken.is_some() {
            return;
        }
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        let Some(mut seat) = Seat::start(self.program, &args, home) else {
            self.broken = Some("it does not start".to_owned());
            return;
        };
        match seat.wait_for(self.shows) {
            Ok(took) => {
                self.times.push(millis(took));
                let more = seat.quiet(Duration::from_millis(60));
                self.bytes.push((seat.seen.len() + more) as f64);
                let megabytes = |what| Some(desks::memory(seat.process()?, what)? / 1024.0);
                self.peaks.extend(megabytes("VmHWM"));
                self.own.extend(megabytes("RssAnon"));
            }
            Err(why) => self.broken = Some(why),
        }
        seat.end();
        if let Some(desk) = &self.desk {
            desks::stop(desk);
        }
    }
    fn forget(&mut self) {
        self.times.clear();
        self.peaks.clear();
        self.own.clear();
        self.bytes.clear();
    }
}

/// Which figures of a peer.
type Figures = fn(&Peer) -> &[f64];

/// The peers by name.
struct Peers(Vec<Peer>);

impl Peers {
    fn of(&self, name: &str) -> Option<&Peer> {
        self.0.iter().find(|peer| peer.name == name)
    }
    /// Beside which to stand: measured now, or on another day.
    fn anchor(&self, name: &'static str, of: Figures, recorded: f64) -> Anchor {
        match self.of(name).map(of) {
            Some(figures) if !figures.is_empty() => Anchor::Ran(name, median(figures)),
            _ => Anchor::Recorded(name, recorded),
        }
    }
    /// A row of one of ours beside a peer.
    fn row(
        &self,
        table: &mut Table,
        what: &str,
        (name, of, unit): (&str, Figures, &str),
        target: Target,
        anchor: &Anchor,
    ) {
        let Some(peer) = self.of(name) else { return };
        match &peer.broken {
            Some(why) => table.absent(what, &target.words(unit), why),
            None => table.row(what, median(of(peer)), unit, target, anchor),
        }
    }
}

fn times(peer: &Peer) -> &[f64] {
    &peer.times
}
fn peaks(peer: &Peer) -> &[f64] {
    &peer.peaks
}
fn own(peer: &Peer) -> &[f64] {
    &peer.own
}
fn bytes(peer: &Peer) -> &[f64] {
    &peer.bytes
}

/// A desk's own arguments.
fn at(desk: &Path) -> [String; 4] {
    [
        "--desk".to_owned(),
        desk.display().to_string(),
        "--operator".to_owned(),
        people::WHO.to_owned(),
    ]
}

const COLD: &str = "cold";
const COLD_MANY: &str = "cold 10,000";
const JOINS: &str = "joins";
const JOINS_MANY: &str = "joins 10,000";

/// The programs of other people, each with a text of 2,000 lines.
fn others(text: &str) -> Vec<Peer> {
    [
        ("vim", "vim", vec![text]),
        ("vim bare", "vim", vec!["-u", "NONE", "-N", text]),
        ("nano", "nano", vec![text]),
        ("less", "less", vec![text]),
    ]
    .into_iter()
    .filter(|(_, program, _)| has(program))
    .map(|(name, program, args)| Peer::new(name, program, &args, "line 25"))
    .collect()
}

pub fn measure(folders: &mut Folders, table: &mut Table) {
    let (small, large) = (folders.of(1_000), folders.of(10_000));
    // Sessions join these two, so their desks stay; a desk that is started anew each time is another one.
    let (running, many) = (folders.copy(1_000), folders.copy(10_000));
    let ends = [&small, &large, &running, &many].map(|folder| Ends(folder.clone()));
    let home = folders.home().to_owned();
    let text = home.join("lines.txt");
    let lines: String = (1..=2_000)
        .map(|n| format!("line {n}, words of a file\n"))
        .collect();
    std::fs::write(&text, lines).expect("a text");
    let mut all = vec![
        Peer::cold(COLD, &small),
        Peer::cold(COLD_MANY, &large),
        Peer::joins(JOINS, &running),
        Peer::joins(JOINS_MANY, &many),
    ];
    all.extend(others(&text.display().to_string()));
    // Once each to warm what the system keeps in memory and to start the desks that stay, then in turn.
    for round in 0..=ROUNDS {
        for peer in &mut all {
            peer.run(&home);
            if round == 0 {
                peer.forget();
            }
        }
    }
    println!("starts: {ROUNDS} of each in turn");
    let peers = Peers(all);
    time_rows(&peers, table);
    let vim = peers.anchor("vim", bytes, 5_046.0);
    peers.row(
        table,
        "first frame of the binary with what enters the terminal",
        (JOINS, bytes, "B"),
        Target::Times(1.0),
        &vim,
    );
    memory_rows(&peers, [&running, &many], table);
    drop(ends);
}

fn time_rows(peers: &Peers, table: &mut Table) {
    let vim = peers.anchor("vim", times, 30.3);
    let nano = peers.anchor("nano", times, 4.5);
    let mut row = |what: &str, name, target, anchor: &Anchor| {
        peers.row(table, what, (name, times, "ms"), target, anchor);
    };
    row(
        "start to first frame, desk running, 1,000 cases",
        JOINS,
        Target::Times(1.2),
        &nano,
    );
    for (name, recorded) in [("vim", 30.3), ("vim bare", 4.8), ("less", 2.8)] {
        let anchor = peers.anchor(name, times, recorded);
        row("  the same", JOINS, Target::None, &anchor);
    }
    row(
        "start to first frame, desk running, 10,000 cases",
        JOINS_MANY,
        Target::None,
        &nano,
    );
    row(
        "start to first frame, cold desk, 1,000 cases",
        COLD,
        Target::Times(1.0),
        &vim,
    );
    row("  the same", COLD, Target::None, &nano);
    row(
        "start to first frame, cold desk, 10,000 cases",
        COLD_MANY,
        Target::None,
        &vim,
    );
}

fn memory_rows(peers: &Peers, [running, many]: [&Path; 2], table: &mut Table) {
    let vim = peers.anchor("vim", peaks, 9.5);
    for (count, name) in [("1,000", JOINS), ("10,000", JOINS_MANY)] {
        peers.row(
            table,
            &format!("peak memory of a session alone, {count} cases"),
            (name, peaks, "MB"),
            Target::Most(6.0),
            &vim,
        );
    }
    let vim = peers.anchor("vim", own, 3.7);
    peers.row(
        table,
        "  of it the session's own, shared with no other, 1,000 cases",
        (JOINS, own, "MB"),
        Target::None,
        &vim,
    );
    for (count, folder, target) in [
        ("1,000", running, Target::None),
        ("10,000", many, Target::Most(64.0)),
    ] {
        let what = format!("peak memory of the desk, {count} cases");
        let peak = desks::process(folder).and_then(|pid| desks::memory(pid, "VmHWM"));
        match peak {
            Some(kilobytes) => {
                table.row(&what, kilobytes / 1024.0, "MB", target, &Anchor::None);
            }
            None => table.absent(&what, &target.words("MB"), "no desk runs there"),
        }
    }
}

/// Letters typed into a name on a desk of 10,000 cases, in the real terminal.
pub fn keys(folders: &mut Folders, table: &mut Table) {
    let desk = folders.of(10_000);
    let _ends = Ends(desk.clone());
    let args = at(&desk);
    let begun = Seat::start(
        PROGRAM,
        &args.each_ref().map(String::as_str),
        folders.home(),
    );
    let Some(mut seat) = begun else {
        table.absent("key to first byte", "≤ 0.5 ms", "it does not start");
        return;
    };
    if let Err(why) = seat.wait_for("A-0") {
        table.absent("key to first byte", "≤ 0.5 ms", &why);
        seat.end();
        return;
    }
    seat.quiet(Duration::from_millis(300));
    seat.press("n");
    seat.quiet(Duration::from_millis(300));
    let mut times = Vec::new();
    for letter in "Marguerite Anneliese van den Broek"
        .chars()
        .cycle()
        .take(150)
    {
        times.extend(seat.press(&letter.to_string()).map(millis));
        seat.quiet(Duration::from_millis(25));
    }
    seat.end();
    let anchor = Anchor::Recorded("taskwarrior-tui", 1.22);
    table.row(
        "key to byte in a terminal, 10,000 cases, p50 of 150",
        median(&times),
        "ms",
        Target::Most(0.5),
        &anchor,
    );
    let anchor = Anchor::Recorded("taskwarrior-tui", 13.2);
    table.row(
        "key to byte in a terminal, 10,000 cases, p99 of 150",
        percentile(&times, 99),
        "ms",
        Target::Most(5.0),
        &anchor,
    );
}

/// A minute untouched, on a thread of its own: bytes and ms of processor time.
pub fn idle_begins() -> JoinHandle<Result<(f64, f64), String>> {
    std::thread::spawn(|| {
        let home = home();
        let desk = home.path().join("desk");
        people::folder(&desk, 3, Real.wall());
        let _ends = Ends(desk.clone());
        let args = at(&desk);
        let mut seat = Seat::start(PROGRAM, &args.each_ref().map(String::as_str), home.path())
            .ok_or("it does not start")?;
        seat.wait_for("A-0")?;
        seat.quiet(Duration::from_secs(4));
        let before = seat.cpu().ok_or("this system does not count it")?;
        let bytes = seat.within(IDLE);
        let after = seat.cpu().ok_or("this system does not count it")?;
        seat.end();
        Ok((bytes as f64, after - before))
    })
}

/// Takes up what the minute untouched has cost.
pub fn idle_ends(idle: JoinHandle<Result<(f64, f64), String>>, table: &mut Table) {
    let what = "a minute untouched, the board of 3 cases";
    match idle.join() {
        Ok(Ok((bytes, cpu))) => {
            let anchor = Anchor::Recorded("calcurse", 44.0);
            table.row(
                &format!("{what}: bytes a second, clocks in minutes"),
                bytes / IDLE.as_secs_f64(),
                "B/s",
                Target::Most(15.0),
                &anchor,
            );
            let anchor = Anchor::Recorded("vim", 0.8);
            table.row(
                &format!("{what}: processor"),
                cpu,
                "ms",
                Target::Most(1.0),
                &anchor,
            );
        }
        Ok(Err(why)) => table.absent(what, "≤ 1 ms", &why),
        Err(_) => table.absent(what, "≤ 1 ms", "its thread fell"),
    }
    table.absent(
        "a minute with a countdown of seconds on the screen",
        "≤ 15 B/s",
        "no screen counts seconds: the clocks tell whole minutes",
    );
}
