//! What the machine and the way this was built give: space, cryptography, terminal, who may look into a process,
//! where its memory may go. What is found and what is said of it are apart, so that each can be tried.

use std::io;

use super::{Line, bad, ok, warn};
use crate::record::SafeText;
use crate::store::seal::crypt;

/// Below this the next segment may not fit, in bytes.
const LOW: u64 = 64 << 20;

/// Everything that does not depend on a desk.
pub fn lines() -> [Line; 6] {
    [
        provider(crypt::FIPS, crypt::is_fips()),
        terminal(&std::env::var("TERM").unwrap_or_default()),
        ptrace(setting("/proc/sys/kernel/yama/ptrace_scope").as_deref()),
        tiocsti(setting("/proc/sys/dev/tty/legacy_tiocsti").as_deref()),
        cores(are_cores_off()),
        memory(
            locked(),
            &std::fs::read_to_string("/proc/swaps").unwrap_or_default(),
        ),
    ]
}

fn setting(path: &str) -> Option<String> {
    std::fs::read_to_string(path)
        .ok()
        .map(|text| text.trim().to_owned())
}

/// Of the space on the desk's disk.
pub fn room(free: io::Result<u64>) -> Line {
    match free {
        Ok(free) if free >= LOW => ok(format!("space: {} MiB free", free >> 20)),
        Ok(free) => bad(format!(
            "space: {} MiB free, too little for the next part of the journal: make room on this disk",
            free >> 20
        )),
        Err(error) => bad(format!("space: {error}")),
    }
}

/// Of what seals, and whether it is the module that this build is meant to have.
fn provider(wanted: bool, is: bool) -> Line {
    let words = format!("cryptography: {}", crypt::provider());
    if wanted && !is {
        return bad(format!(
            "{words}, although this Porchlight was built for it: build it anew with --features fips"
        ));
    }
    ok(words)
}

fn terminal(term: &str) -> Line {
    match term {
        "" | "dumb" => warn(
            "terminal: TERM is not set, so only the plain listing works: set TERM, for instance to xterm-256color",
        ),
        other => ok(format!("terminal: {}", SafeText::line(other))),
    }
}

fn ptrace(scope: Option<&str>) -> Line {
    match scope {
        Some("1" | "2" | "3") => ok("ptrace: processes of one account cannot look into each other"),
        Some(_) => warn(
            "ptrace: any process of this account can look into another; Porchlight shuts itself, the rest does not: sysctl kernel.yama.ptrace_scope=1",
        ),
        None => warn(
            "ptrace: this kernel has no yama; Porchlight shuts itself against being looked into",
        ),
    }
}

fn tiocsti(legacy: Option<&str>) -> Line {
    match legacy {
        Some("0") => {
            ok("terminal input: nothing can type into another's terminal (TIOCSTI is off)")
        }
        Some(_) => warn(
            "terminal input: a program of this account can type into its terminals: sysctl dev.tty.legacy_tiocsti=0",
        ),
        None => warn("terminal input: this kernel cannot turn TIOCSTI off (6.2 and later can)"),
    }
}

fn are_cores_off() -> bool {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Core);
    let shut = rustix::process::dumpable_behavior()
        .is_ok_and(|d| d == rustix::process::DumpableBehavior::NotDumpable);
    limit.maximum == Some(0) && shut
}

fn cores(off: bool) -> Line {
    match off {
        true => ok("core dumps: off for Porchlight"),
        false => bad(
            "core dumps: they could not be turned off, and would hold keys: ulimit -c 0 before starting",
        ),
    }
}

/// Whether this process keeps its pages out of swap.
fn locked() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmLck:")?.split_whitespace().next())
        .is_some_and(|kilobytes| kilobytes != "0")
}

/// Of where this process's memory may go, by the kernel's list of swaps.
fn memory(locked: bool, swaps: &str) -> Line {
    if locked {
        return ok("memory: locked, so nothing of it reaches swap");
    }
    let on: Vec<&str> = swaps
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    match on.as_slice() {
        [] => ok("memory: not locked, and swap is off"),
        // Device-mapper swap is how an encrypted one looks.
        all if all.iter().all(|s| s.contains("/dm-") || s.contains("zram")) => {
            ok("memory: not locked; swap is on an encrypted or memory-only device, by its name")
        }
        [first, ..] => warn(format!(
            "memory: swap {first} may receive pieces of it, keys among them: encrypt it, turn it off, or let Porchlight lock its memory (LimitMEMLOCK=infinity in its service, or ulimit -l unlimited)"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Grade;
    use super::*;

    fn check(line: Line, grade: Grade, words: &[&str]) {
        assert_eq!(line.0, grade, "{}", line.1);
        for words in words {
            assert!(line.1.contains(words), "no {words:?} in {}", line.1);
        }
    }

    #[test]
    fn every_line_says_how_it_stands_and_what_to_do() {
        use Grade::{Bad, Ok as Good, Warn};
        check(room(Ok(LOW)), Good, &["space: 64 MiB free"]);
        check(room(Ok(LOW - 1)), Bad, &["space: 63 MiB", "make room"]);
        check(room(Err(io::Error::other("gone"))), Bad, &["space: gone"]);
        check(provider(false, false), Good, &["cryptography: AWS-LC"]);
        check(provider(true, true), Good, &["cryptography: AWS-LC"]);
        check(provider(true, false), Bad, &["--features fips"]);
        check(terminal("xterm-256color"), Good, &["terminal: xterm"]);
        check(terminal("dumb"), Warn, &["set TERM"]);
        check(terminal(""), Warn, &["set TERM"]);
        let line = terminal("xterm\u{1b}]0;gone\u{7}");
        assert!(!line.1.contains('\u{1b}'), "{}", line.1);
        check(ptrace(Some("1")), Good, &["ptrace:"]);
        check(ptrace(Some("0")), Warn, &["ptrace_scope=1"]);
        check(ptrace(None), Warn, &["yama"]);
        check(tiocsti(Some("0")), Good, &["TIOCSTI is off"]);
        check(tiocsti(Some("1")), Warn, &["legacy_tiocsti=0"]);
        check(tiocsti(None), Warn, &["6.2 and later"]);
        check(cores(true), Good, &["core dumps: off"]);
        check(cores(false), Bad, &["ulimit -c 0"]);
    }

    #[test]
    fn memory_that_may_reach_a_disk_is_said() {
        use Grade::{Ok as Good, Warn};
        let list = |names: &[&str]| {
            names
                .iter()
                .fold("Filename Type Size\n".to_owned(), |all, name| {
                    format!("{all}{name} partition 1048576 0 -2\n")
                })
        };
        check(memory(true, &list(&["/dev/sda2"])), Good, &["locked"]);
        check(memory(false, &list(&[])), Good, &["swap is off"]);
        let encrypted = list(&["/dev/dm-1", "/dev/zram0"]);
        check(memory(false, &encrypted), Good, &["encrypted"]);
        let plain = list(&["/dev/dm-1", "/dev/sda2"]);
        check(memory(false, &plain), Warn, &["LimitMEMLOCK=infinity"]);
    }
}
