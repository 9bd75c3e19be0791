//! What the kernel knows of the program's processes: no core, no looking into them, memory kept out of swap,
//! nothing personal in what every account can read of a process.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use super::hygiene::{rostered, signed_in};
use crate::night::pty::Home;

fn status(pid: u32, word: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(word));
    line.unwrap_or_else(|| panic!("no {word} in {status}"))
        .trim_matches([':', '\t', ' '])
        .to_owned()
}

/// Soft and hard limit of a process.
fn limit(pid: u32, name: &str) -> (String, String) {
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
    let mut words = line[name.len()..].split_whitespace();
    let mut next = || words.next().unwrap().to_owned();
    (next(), next())
}

/// Holds one process to what it promises; whether its memory is locked.
fn shut(what: &str, pid: u32) -> bool {
    let none = ("0".to_owned(), "0".to_owned());
    assert_eq!(limit(pid, "Max core file size"), none, "{what}: cores");
    // A process that may be dumped has files under /proc of its own account; of one that may not they are root's.
    let of = |file: &str| std::fs::metadata(format!("/proc/{pid}/{file}")).unwrap();
    let account: u32 = status(pid, "Uid")
        .split('\t')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    if account != 0 {
        assert_eq!(of("environ").uid(), 0, "{what}: it may be looked into");
    }
    let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap();
    let words = String::from_utf8_lossy(&words);
    let mut names = format!("{words} {}", status(pid, "Name"));
    for thread in std::fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
        // One that ends in this moment has no name any more.
        let name = std::fs::read_to_string(thread.unwrap().path().join("comm"));
        names.push_str(&name.unwrap_or_default());
    }
    for personal in ["Qprocess", "Okafor", "A-0001", "Franklin"] {
        assert!(!names.contains(personal), "{what}: {personal} in {names}");
    }
    let locked: u64 = status(pid, "VmLck")
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    const IPC_LOCK: u64 = 1 << 14;
    let rights = u64::from_str_radix(&status(pid, "CapEff"), 16).unwrap();
    let allowed = limit(pid, "Max locked memory").0 == "unlimited" || rights & IPC_LOCK != 0;
    assert_eq!(
        locked > 0,
        allowed,
        "{what}: {locked} kB locked, and it may: {allowed}"
    );
    allowed
}

#[test]
fn screen_desk_and_what_a_lock_begins_are_shut_and_locked_in_memory() {
    let home = Home::new();
    let done = home.run(
        &["do"],
        "{\"do\":\"open\",\"name\":\"Qprocess Okafor\",\"channel\":\"phone\"}\n",
    );
    assert!(done.status.success(), "{done:?}");
    rostered(&home);
    let mut screen = signed_in(&home);
    screen
        .see("Qprocess Okafor")
        .keys("<enter>")
        .see("24-hour countdown");
    let locked = shut("the screen", screen.pid());
    let desk = home.desk_process().unwrap();
    shut("the desk", desk);
    // The kernel forgets most of it when a program begins anew, as a lock does.
    screen.keys("<ctrl-x>L").see("Locked by its key");
    shut("the screen after its lock", screen.pid());
    println!(
        "processes: cores off, nothing personal in names, memory {}",
        if locked {
            "locked"
        } else {
            "not locked, the limit forbids it"
        }
    );
}

/// An account that is not root's, as which the program runs here.
const SOMEBODY: u32 = 61_018;

#[test]
fn nobody_of_the_same_account_looks_into_it_and_a_limit_on_locked_memory_is_kept() {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: becoming another account needs root");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let program = home.path().join("porchlight");
    std::fs::copy(env!("CARGO_BIN_EXE_porchlight"), &program).unwrap();
    for path in [home.path(), &program] {
        std::os::unix::fs::chown(path, Some(SOMEBODY), Some(SOMEBODY)).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let account = format!("--reuid={SOMEBODY} --regid={SOMEBODY} --clear-groups");
    let right = "--inh-caps +ipc_lock --ambient-caps +ipc_lock";
    for (right, desk) in [("", "limited"), (right, "free")] {
        let mut child = Command::new("sh")
            .args([
                "-c",
                &format!("ulimit -H -l 64; exec setpriv {account} {right} ./porchlight do"),
            ])
            .current_dir(home.path())
            .env("HOME", home.path())
            .env("PORCHLIGHT_DESK", home.path().join(desk))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut into = child.stdin.take().unwrap();
        writeln!(into, "{{\"do\":\"open\",\"name\":\"Qprocess Okafor\"}}").unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.contains("A-0001"), "{line}");
        // Both are still there: the line to them is open.
        let lock = std::fs::read_to_string(home.path().join(desk).join("desk.lock")).unwrap();
        let serving = lock
            .lines()
            .find_map(|line| line.strip_prefix("pid "))
            .unwrap();
        let serving: u32 = serving.trim().parse().unwrap();
        for (what, pid) in [("do", child.id()), ("the desk", serving)] {
            let locked = shut(&format!("{what}, {desk}"), pid);
            assert_eq!(locked, desk == "free", "{what}, {desk}");
            // Its own account, by another process.
            let looked = Command::new("sh")
                .args([
                    "-c",
                    &format!("head -c 1 /proc/{pid}/environ; head -c 1 /proc/{pid}/maps"),
                ])
                .uid(SOMEBODY)
                .gid(SOMEBODY)
                .output()
                .unwrap();
            assert!(looked.stdout.is_empty(), "{what}: {looked:?}");
        }
        drop(into);
        assert!(child.wait().unwrap().success());
        let ended = Command::new(&program)
            .arg("stop")
            .env("PORCHLIGHT_DESK", home.path().join(desk))
            .env("HOME", home.path())
            .uid(SOMEBODY)
            .gid(SOMEBODY)
            .output()
            .unwrap();
        assert!(ended.status.success(), "{ended:?}");
    }
    println!(
        "processes of another account: 4 looked at, 0 looked into; memory locked where the limit allows it"
    );
}
