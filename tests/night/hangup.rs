//! However a session ends (the terminal gone, a signal, a stop): the program is gone at once or stands still, the
//! terminal is as it was, what was typed is kept, and the desk it started goes on and holds nothing of it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::pty::{Home, Screen};
use super::story::drafted;

const ARGS: &str = "--agency 'Night desk' --zone America/New_York";
/// What the terminal is sent when it is given back: bracketed paste off, cursor shown, the main screen.
const RESTORED: [&str; 3] = ["\u{1b}[?2004l", "\u{1b}[?25h", "\u{1b}[?1049l"];
/// Longest that an end is waited for; how long it took is printed.
const PATIENCE: Duration = Duration::from_secs(60);

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The fields of a process's `stat` behind its name; `None` when it is gone or dead.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<String> = text
        .rsplit_once(')')?
        .1
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    (fields.first()? != "Z").then_some(fields)
}

/// The processor time a process has taken, in hundredths of a second.
fn ticks(pid: u32) -> Option<u64> {
    let fields = stat(pid)?;
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

/// The program that the shell in a terminal runs.
fn program(screen: &Screen) -> u32 {
    let shell = screen.pid().to_string();
    until("the program", || {
        std::fs::read_dir("/proc")
            .unwrap()
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .find(|pid: &u32| {
                let name = std::fs::read_to_string(format!("/proc/{pid}/comm"));
                name.is_ok_and(|name| name.starts_with("porchlight"))
                    && stat(*pid).is_some_and(|fields| fields.get(1) == Some(&shell))
            })
    })
}

fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").args([name, &pid.to_string()]).status();
    assert!(sent.unwrap().success());
}

/// A case begun, and half a sentence typed.
fn half_typed(screen: &mut Screen) {
    screen.see("New intake").keys("n").see("anger now");
    screen
        .keys("nnTanisha Okafor<Enter>")
        .see("Full name: ")
        .keys("<ctrl-f>wyher phone is off and")
        .see("her phone is off and");
}

/// The next screen goes on at the same letter.
fn goes_on(home: &Home) {
    let mut next = Screen::start(home, &[]);
    next.see("A-0001").see("her phone is off and");
    next.keys(" her bag is gone<Enter>").see("her bag is gone");
    drop(next);
    let shown = home.prints(&["show", "last"]);
    assert!(
        shown.contains("her phone is off and her bag is gone"),
        "{shown}"
    );
}

/// Takes the terminal away and waits for the program's end; how long that took, and the processor time it took.
fn hung_up(screen: &mut Screen, pid: u32) -> (Duration, u64) {
    let before = ticks(pid).unwrap();
    let mut last = before;
    let begun = Instant::now();
    screen.hang_up();
    until("the program's end", || match ticks(pid) {
        Some(now) => {
            last = now;
            None
        }
        None => Some(()),
    });
    (begun.elapsed(), last - before)
}

#[test]
fn a_terminal_that_is_gone_without_a_signal_ends_it_and_the_text_is_kept() {
    let home = Home::new();
    // The shell is told of the hang-up and does not care; the program is told nothing.
    let mut screen = Screen::shell(&home, &format!("trap '' HUP; \"$P\" {ARGS}; exit 0"));
    half_typed(&mut screen);
    let pid = program(&screen);
    let (took, cpu) = hung_up(&mut screen, pid);
    println!("gone {took:?} after its terminal, {cpu}0 ms of processor time");
    assert!(took < PATIENCE / 2 && cpu < 100, "{took:?}, {cpu}0 ms");
    goes_on(&home);
}

#[test]
fn a_desk_that_stands_still_does_not_hold_a_program_whose_terminal_is_gone() {
    let home = Home::new();
    let mut screen = Screen::shell(&home, &format!("trap '' HUP; \"$P\" {ARGS}; exit 0"));
    half_typed(&mut screen);
    drafted(&home, "her phone is off and");
    let (pid, desk) = (program(&screen), home.desk_process().unwrap());
    signal("-STOP", desk);
    let (took, cpu) = hung_up(&mut screen, pid);
    signal("-CONT", desk);
    println!(
        "gone {took:?} after its terminal beside a desk that stands still, {cpu}0 ms of processor time"
    );
    assert!(took < PATIENCE / 2 && cpu < 100, "{took:?}, {cpu}0 ms");
    goes_on(&home);
}

/// What a line of the shell said behind a word.
fn said(screen: &Screen, word: &str) -> Option<String> {
    let text = String::from_utf8_lossy(&screen.bytes).into_owned();
    let (_, rest) = text.rsplit_once(word)?;
    Some(rest.split_once("\r\n")?.0.trim().to_owned())
}

fn is_restored(screen: &Screen, from: usize) {
    let text = String::from_utf8_lossy(&screen.bytes[from..]).into_owned();
    for code in RESTORED {
        assert!(text.contains(code), "no {code:?} in {text:?}");
    }
}

#[test]
fn a_signal_gives_the_terminal_back_as_it_was_and_the_text_is_kept() {
    for (name, code) in [("-TERM", "143"), ("-HUP", "129")] {
        let home = Home::new();
        // Not the settings every terminal has anyhow.
        let mut screen = Screen::shell(
            &home,
            &format!(
                "stty -ixon erase ^H; echo BEFORE $(stty -g); \"$P\" {ARGS}; echo CODE $?; echo AFTER $(stty -g); read x"
            ),
        );
        half_typed(&mut screen);
        let from = screen.bytes.len();
        signal(name, program(&screen));
        screen.see("AFTER");
        let (before, after) = (said(&screen, "BEFORE "), said(&screen, "AFTER "));
        assert!(before.is_some() && before == after, "{before:?} {after:?}");
        assert_eq!(said(&screen, "CODE ").as_deref(), Some(code), "{name}");
        is_restored(&screen, from);
        let shown = screen.shows();
        assert!(
            !shown.contains("Tanisha"),
            "{name}: left on the terminal:\n{shown}"
        );
        goes_on(&home);
    }
}

#[test]
fn a_stop_gives_the_terminal_back_and_takes_it_again() {
    let home = Home::new();
    let mut screen = Screen::shell(
        &home,
        &format!(
            "set -m; stty -ixon erase ^H; echo BEFORE $(stty -g); \"$P\" {ARGS}; echo STOPPED; \
             echo BETWEEN $(stty -g); read x; fg; echo CODE $?; echo AFTER $(stty -g); read x"
        ),
    );
    half_typed(&mut screen);
    let (pid, from) = (program(&screen), screen.bytes.len());
    screen.keys("<ctrl-z>").see("BETWEEN");
    is_restored(&screen, from);
    assert!(!screen.shows().contains("Tanisha"), "{}", screen.shows());
    until("its stop", || (stat(pid)?.first()? == "T").then_some(()));
    let stopped = ticks(pid).unwrap();
    // What is typed meanwhile is the shell's.
    screen.keys("go on<Enter>").see("her phone is off and");
    let spent = ticks(pid).unwrap() - stopped;
    assert!(spent < 100, "{spent}0 ms of processor time around a stop");
    screen.keys(" her bag").see("off and her bag");
    screen.keys("<ctrl-c><ctrl-c>").see("AFTER");
    assert_eq!(said(&screen, "CODE ").as_deref(), Some("0"));
    let settings = ["BEFORE ", "BETWEEN ", "AFTER "].map(|word| said(&screen, word));
    assert!(settings[0].is_some(), "{settings:?}");
    assert!(
        settings.iter().all(|one| *one == settings[0]),
        "{settings:?}"
    );
}

/// Where a process's open files lead.
fn files(pid: u32) -> Vec<(u32, String)> {
    std::fs::read_dir(format!("/proc/{pid}/fd"))
        .unwrap()
        .flatten()
        .filter_map(|entry| {
            let number = entry.file_name().to_str()?.parse().ok()?;
            let to = std::fs::read_link(entry.path()).ok()?;
            Some((number, to.display().to_string()))
        })
        .collect()
}

#[test]
fn a_desk_started_in_a_terminal_outlives_it_and_holds_nothing_of_it() {
    let home = Home::new();
    let held = home.path().join("held");
    // A file that a script holds open around the program, as a lock or a log.
    let mut screen = Screen::shell(
        &home,
        &format!("exec 9>\"$HOME/held\"; trap '' HUP; \"$P\" {ARGS}; exit 0"),
    );
    half_typed(&mut screen);
    let (pid, desk) = (program(&screen), home.desk_process().unwrap());
    let held = held.canonicalize().unwrap().display().to_string();
    assert!(
        files(pid).iter().any(|(_, to)| *to == held),
        "the program itself was given it"
    );
    let all = files(desk);
    for (number, to) in &all {
        let is_good = if *number < 3 {
            to == "/dev/null"
        } else {
            !to.starts_with("/dev/pts") && !to.starts_with("pipe:") && *to != held
        };
        assert!(is_good, "the desk holds {number} {to} of {all:?}");
    }
    let fields = stat(desk).unwrap();
    assert_eq!(fields[3], desk.to_string(), "a session of its own");
    assert_eq!(fields[4], "0", "no terminal");
    let stands = std::fs::read_link(format!("/proc/{desk}/cwd")).unwrap();
    assert_eq!(stands, Path::new("/"));
    let around = std::fs::read(format!("/proc/{desk}/environ")).unwrap();
    let around = String::from_utf8_lossy(&around).into_owned();
    for name in ["TERM=", "SSH_", "PORCHLIGHT_TICKET="] {
        assert!(!around.contains(name), "{name} in {around:?}");
    }
    let shell = screen.pid();
    hung_up(&mut screen, pid);
    until("the shell's end", || stat(shell).is_none().then_some(()));
    let noted = home.run(&["do"], "{\"do\":\"open\",\"name\":\"Linh Tran\"}\n");
    assert!(noted.status.success());
    assert_eq!(home.desk_process(), Some(desk), "the same desk");
}
