//! After a lock nothing of any child is left: not on the terminal, not in the program's memory. Nor is a phrase.

use super::memory;
use super::pty::{Home, Screen};

const PHRASE: &str = "lamp on the porch";
const MARKERS: usize = 50;

fn marker(n: usize) -> String {
    format!("Qmarker{n:02}x")
}

/// A desk with a supervisor and a case full of markers.
fn marked() -> Home {
    let home = Home::new();
    let mut lines =
        String::from("{\"do\":\"open\",\"name\":\"Qmarker00x Child\",\"channel\":\"phone\"}\n");
    for n in 1..MARKERS {
        lines.push_str(&format!(
            "{{\"do\":\"note\",\"case\":\"last\",\"text\":\"{} was said\"}}\n",
            marker(n)
        ));
    }
    let done = home.run(&["do"], &lines);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stdout)
    );
    let phrase = home.path().join("phrase");
    std::fs::write(&phrase, format!("{PHRASE}\n")).unwrap();
    let file = phrase.to_str().unwrap();
    let added = home.run(
        &[
            "operator",
            "add",
            "--name",
            "Olga Hale",
            "--role",
            "supervisor",
            "--new-phrase-file",
            file,
        ],
        "",
    );
    assert!(
        added.status.success(),
        "{}",
        String::from_utf8_lossy(&added.stderr)
    );
    home
}

/// The markers, and the phrase, that stand in a process's memory; `None` where the machine does not let us look.
fn found_in(pid: u32) -> Option<Vec<String>> {
    let wanted: Vec<String> = (0..MARKERS)
        .map(marker)
        .chain([PHRASE.to_owned()])
        .collect();
    memory::found_in(pid, &wanted)
}

#[test]
fn after_a_lock_no_marker_is_in_memory_or_on_the_terminal() {
    let home = marked();
    let mut screen = Screen::start(&home, &[]);
    screen.see("Sign in");
    assert!(!screen.shows().contains("Qmarker"), "before signing in");
    screen
        .keys(&format!("Olga Hale<Enter>{PHRASE}<Enter>"))
        .see("Qmarker00x");
    screen.keys("<Enter>").see("A-0001");
    screen.keys("<ctrl-x>3").see("Qmarker");
    let pid = screen.pid();
    // The looking itself has to find what is there, as soon as the case has come.
    while let Some(found) = found_in(pid) {
        if found.len() > 10 {
            break;
        }
        screen.keys("<ctrl-l>").see("Qmarker");
    }
    if found_in(pid).is_none() {
        println!("SKIPPED: this machine does not let a test look into a process's memory");
        return;
    }
    screen.keys("<ctrl-x>L").see("Locked by its key");
    assert_eq!(screen.pid(), pid, "the same process, begun anew");
    let found = found_in(pid).unwrap();
    assert!(found.is_empty(), "still in memory: {found:?}");
    println!("after the lock: 0 of {MARKERS} markers in memory, 0 on the terminal");
    let shows = screen.see("A-0001").see("NCMEC").shows();
    assert!(!shows.contains("Qmarker"), "{shows}");
    // A wrong phrase, then the right one: back at the same place.
    screen
        .keys("nobody's phrase<Enter>")
        .see("Name or phrase is not right");
    screen.keys(&format!("{PHRASE}<Enter>")).see("Qmarker00x");
    screen.see("A-0001");
    let argv = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap();
    assert!(!String::from_utf8_lossy(&argv).contains("Olga"));
    screen.leave();
}
