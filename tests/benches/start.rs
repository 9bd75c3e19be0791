//! The real binary in a pseudo-terminal: start-up to first frame and memory beside other programs in the same run,
//! keys, and a minute untouched.

use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use porchlight::env::clock::{Clock, Real};

use crate::commit::home;
use crate::people::{self, Folders};
use crate::pty::{Seat, has};
use crate::table::{Anchor, Table, Target, median, millis, percentile};

const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");
const ROUNDS: usize = 15;
const IDLE: Duration = Duration::from_secs(60);

/// A program to start, and what its first frame shows.
struct Peer {
    name: &'static str,
    program: &'static str,
    args: Vec<String>,
    shows: &'static str,
    times: Vec<f64>,
    peaks: Vec<f64>,
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
            times: Vec::new(),
            peaks: Vec::new(),
            bytes: Vec::new(),
            broken: None,
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
                self.peaks.extend(seat.peak());
            }
            Err(why) => self.broken = Some(why),
        }
        seat.end();
        if self.program == PROGRAM {
            stop(&self.args);
        }
    }
    /// Beside which to stand: measured now, or on another day.
    fn anchor(
        peers: &[Self],
        name: &'static str,
        of: fn(&Self) -> &[f64],
        recorded: f64,
    ) -> Anchor {
        match peers.iter().find(|peer| peer.name == name).map(of) {
            Some(figures) if !figures.is_empty() => Anchor::Ran(name, median(figures)),
            _ => Anchor::Recorded(name, recorded),
        }
    }
}

/// Ends the desk that a screen has started, so that the next start is a cold one.
fn stop(args: &[String]) {
    let _ = std::process::Command::new(PROGRAM)
        .args(args)
        .arg("stop")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
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

pub fn measure(folders: &mut Folders, table: &mut Table) {
    let (small, large) = (folders.of(1_000), folders.of(10_000));
    let home = folders.home().to_owned();
    let text = home.join("lines.txt");
    let lines: String = (1..=2_000)
        .map(|n| format!("line {n}, words of a file\n"))
        .collect();
    std::fs::write(&text, lines).expect("a text");
    let text = text.display().to_string();
    let ours = |desk: &Path| at(desk);
    let small = ours(&small);
    let large = ours(&large);
    let mut peers = vec![
        Peer::new(
            "porchlight",
            PROGRAM,
            &small.each_ref().map(String::as_str),
            "A-0",
        ),
        Peer::new(
            "porchlight 10,000",
            PROGRAM,
            &large.each_ref().map(String::as_str),
            "A-0",
        ),
    ];
    for (name, program, args) in [
        ("vim", "vim", vec![text.as_str()]),
        ("vim bare", "vim", vec!["-u", "NONE", "-N", text.as_str()]),
        ("nano", "nano", vec![text.as_str()]),
        ("less", "less", vec![text.as_str()]),
    ] {
        if has(program) {
            peers.push(Peer::new(name, program, &args, "line 25"));
        }
    }
    // Once each to warm what the system keeps in memory, then in turn.
    for round in 0..=ROUNDS {
        for peer in &mut peers {
            peer.run(&home);
            if round == 0 {
                peer.times.clear();
            }
        }
    }
    println!("starts: {ROUNDS} of each in turn");
    let what = "start to first frame, cold desk, 1,000 cases";
    let [first, second, ..] = &peers[..] else {
        return;
    };
    if let Some(why) = &first.broken {
        table.absent(what, "≤ 1 × vim", why);
        return;
    }
    let times: fn(&Peer) -> &[f64] = |peer| &peer.times;
    let peaks: fn(&Peer) -> &[f64] = |peer| &peer.peaks;
    let vim = Peer::anchor(&peers, "vim", times, 30.3);
    table.row(what, median(&first.times), "ms", Target::Times(1.0), &vim);
    for (name, recorded) in [("vim bare", 4.8), ("nano", 4.5), ("less", 2.8)] {
        let anchor = Peer::anchor(&peers, name, times, recorded);
        table.row(
            "  the same",
            median(&first.times),
            "ms",
            Target::None,
            &anchor,
        );
    }
    table.row(
        "start to first frame, cold desk, 10,000 cases",
        median(&second.times),
        "ms",
        Target::None,
        &vim,
    );
    table.absent(
        "start to first frame, desk running",
        "≤ 1.2 × nano",
        "one process is desk and session until desks are shared",
    );
    let bytes: fn(&Peer) -> &[f64] = |peer| &peer.bytes;
    table.row(
        "first frame of the binary with what enters the terminal",
        median(&first.bytes),
        "B",
        Target::Times(1.0),
        &Peer::anchor(&peers, "vim", bytes, 5_046.0),
    );
    let vim = match Peer::anchor(&peers, "vim", peaks, 9_728.0) {
        Anchor::Ran(name, kb) => Anchor::Ran(name, kb / 1024.0),
        Anchor::Recorded(name, kb) => Anchor::Recorded(name, kb / 1024.0),
        Anchor::None => Anchor::None,
    };
    table.row(
        "peak memory, session and desk in one, 1,000 cases",
        median(&first.peaks) / 1024.0,
        "MB",
        Target::None,
        &vim,
    );
    table.row(
        "peak memory, session and desk in one, 10,000 cases",
        median(&second.peaks) / 1024.0,
        "MB",
        Target::Most(64.0),
        &Anchor::None,
    );
    table.absent(
        "peak memory of a session alone",
        "≤ 6 MB",
        "one process is desk and session until desks are shared",
    );
}

/// Letters typed into a name on a desk of 10,000 cases, in the real terminal.
pub fn keys(folders: &mut Folders, table: &mut Table) {
    let args = at(&folders.of(10_000));
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
    stop(&args);
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
        let args = at(&desk);
        let mut seat = Seat::start(PROGRAM, &args.each_ref().map(String::as_str), home.path())
            .ok_or("it does not start")?;
        seat.wait_for("A-0")?;
        seat.quiet(Duration::from_secs(4));
        let before = seat.cpu().ok_or("this system does not count it")?;
        let bytes = seat.within(IDLE);
        let after = seat.cpu().ok_or("this system does not count it")?;
        seat.end();
        stop(&args);
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
