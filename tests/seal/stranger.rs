//! What another account of this machine gets of a desk at work: its files, its sockets, its processes, what they
//! left elsewhere. Needs root, to become somebody else; skipped in words otherwise.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use porchlight::record::field::Kind;
use porchlight::record::fields;

/// Somebody who owns nothing here.
const STRANGER: u32 = 61_017;
const ROOTS: &str = "PORCHLIGHT_STRANGER_ROOTS";
const PIDS: &str = "PORCHLIGHT_STRANGER_PIDS";
/// What every marker begins with, and nothing else does.
const MARK: &str = "qMARKq";

/// What was tried and what came of it.
#[derive(Default, Debug)]
struct Loot {
    tried: u64,
    read: u64,
    marked: Vec<PathBuf>,
    sockets: u64,
    answered: u64,
}

impl Loot {
    fn read(&mut self, path: &Path) {
        self.tried += 1;
        let mut bytes = Vec::new();
        // A memory or a device has no end; the beginning of what opens is enough to know.
        let opened = fs::File::open(path).and_then(|f| f.take(64 << 20).read_to_end(&mut bytes));
        if opened.is_ok() || !bytes.is_empty() {
            self.read += 1;
        }
        let mark = MARK.as_bytes();
        let name = path.to_string_lossy().contains(MARK);
        if name || bytes.windows(mark.len()).any(|w| w == mark) {
            self.marked.push(path.to_owned());
        }
    }
    fn walk(&mut self, root: &Path) {
        let mut left = vec![root.to_owned()];
        while let Some(path) = left.pop() {
            let Ok(found) = fs::symlink_metadata(&path) else {
                self.tried += 1;
                continue;
            };
            if found.is_dir() {
                let entries = fs::read_dir(&path).into_iter().flatten().flatten();
                left.extend(entries.map(|e| e.path()));
            } else if found.is_file() {
                self.read(&path);
            }
        }
    }
    fn knock(&mut self, socket: &Path) {
        self.sockets += 1;
        self.answered += u64::from(std::os::unix::net::UnixStream::connect(socket).is_ok());
    }
}

#[test]
#[ignore = "runs as another account, started by the test below"]
fn somebody_else() {
    let Ok(roots) = std::env::var(ROOTS) else {
        return;
    };
    let mut loot = Loot::default();
    for root in roots.split(':').map(Path::new) {
        loot.walk(root);
        // Names may be known without reading the folder.
        for file in [
            "desk.lock",
            "keys/desk.key",
            "keys/records.keys",
            "journal/00000001.seg",
        ] {
            loot.read(&root.join(file));
        }
        for n in 0..20 {
            loot.knock(&root.join(format!("desk-{n}.sock")));
            loot.knock(&root.join(format!("desk.{n}.sock")));
        }
        if let Ok(lock) = fs::read_to_string(root.join("desk.lock")) {
            for word in lock.split_whitespace().filter(|w| w.starts_with('/')) {
                loot.knock(Path::new(word));
            }
        }
    }
    for socket in std::env::var("PORCHLIGHT_STRANGER_SOCKETS")
        .unwrap_or_default()
        .split(':')
    {
        loot.knock(Path::new(socket));
    }
    let pids = std::env::var(PIDS).unwrap();
    for pid in pids.split(':').filter(|pid| !pid.is_empty()) {
        let own = PathBuf::from(format!("/proc/{pid}"));
        for file in [
            "environ", "cmdline", "mem", "maps", "stack", "comm", "stat", "status", "auxv", "io",
        ] {
            loot.read(&own.join(file));
        }
        for folder in ["fd", "fdinfo", "map_files", "cwd", "root/tmp"] {
            loot.walk(&own.join(folder));
        }
    }
    if !pids.is_empty() {
        loot.walk(Path::new("/dev/shm"));
    }
    println!(
        "\nloot {} {} {} {} {}",
        loot.tried,
        loot.read,
        loot.marked.len(),
        loot.sockets,
        loot.answered
    );
    for path in &loot.marked {
        println!("marked {}", path.display());
    }
}

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A line for each of so many markers, in every field that takes free words, on as many cases as that needs.
fn lines(most: usize) -> (String, usize) {
    let free: Vec<&str> = fields::all()
        .filter(|f| f.group.is_none() && matches!(f.kind, Kind::Line | Kind::Prose))
        .map(|f| f.id.0)
        .collect();
    let mut text = String::new();
    let mut n = 0;
    while n < most {
        n += 1;
        text.push_str(&format!(
            "{{\"do\":\"open\",\"name\":\"{MARK}{n} Okafor\"}}\n"
        ));
        for field in &free {
            n += 1;
            text.push_str(&format!(
                "{{\"do\":\"answer\",\"case\":\"last\",\"field\":\"{field}\",\"value\":\"{MARK}{n}\"}}\n"
            ));
        }
        n += 1;
        text.push_str(&format!(
            "{{\"do\":\"note\",\"case\":\"last\",\"text\":\"{MARK}{n}\"}}\n"
        ));
    }
    (text, n)
}

#[test]
fn another_account_reads_nothing_and_no_socket_answers_it() {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: becoming another account needs root");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    // The way to the desk is open to everybody; the desk itself must not be.
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let folder = home.path().join("desk");
    let program = |words: &[&str]| {
        let mut command = super::make::command(&folder, words);
        command.env("PORCHLIGHT_OPERATOR", "Ruth Okafor");
        command
    };
    let mut doing = program(&["do"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (text, planted) = lines(1000);
    let wanted = text.lines().count();
    let mut into = doing.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        into.write_all(text.as_bytes()).unwrap();
        // Held open: the session goes on while somebody looks.
        into
    });
    let mut out = std::io::BufReader::new(doing.stdout.take().unwrap());
    let doing = Ended(doing);
    let mut saved = 0;
    for _ in 0..wanted {
        let mut line = String::new();
        std::io::BufRead::read_line(&mut out, &mut line).unwrap();
        saved += usize::from(line.contains("\"ok\":true") || !line.contains("problem"));
    }
    let into = writer.join().unwrap();
    assert!(saved >= 1000, "{saved} of {planted} markers were taken");
    let backups = home.path().join("backups");
    let made = super::make::run(&folder, &["backup", backups.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);

    // Whoever serves the desk, and whoever asks it.
    let lock = fs::read_to_string(folder.join("desk.lock")).unwrap();
    let said = |word: &str| {
        lock.lines()
            .find_map(|line| line.strip_prefix(word).map(|rest| rest.trim().to_owned()))
    };
    let serving = said("pid").unwrap();
    let pids = format!("{}:{serving}", doing.0.id());
    let sockets: Vec<String> = said("socket").into_iter().collect();

    // Proof that the looking works: a file of everybody's is found, and ours are found by ourselves.
    let open = home.path().join("open");
    fs::write(&open, format!("{MARK}0")).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).unwrap();
    // Elsewhere: it holds what it looks for.
    let tools = tempfile::tempdir().unwrap();
    fs::set_permissions(tools.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let binary = tools.path().join("looker");
    fs::copy(std::env::current_exe().unwrap(), &binary).unwrap();
    fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).unwrap();
    let roots = format!("{}:{}", folder.display(), backups.display());
    let look = |uid: u32, roots: &str, pids: &str| {
        let output = Command::new(&binary)
            .args([
                "--exact",
                "seal::stranger::somebody_else",
                "--ignored",
                "--nocapture",
            ])
            .env(ROOTS, roots)
            .env(PIDS, pids)
            .env("PORCHLIGHT_STRANGER_SOCKETS", sockets.join(":"))
            .current_dir("/")
            .uid(uid)
            .gid(uid)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("loot "))
            .unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
        let counts: Vec<u64> = line.split(' ').map(|n| n.parse().unwrap()).collect();
        (counts, text)
    };
    let (found, text) = look(STRANGER, home.path().to_str().unwrap(), "");
    assert_eq!(found[2], 1, "the open file, and no other: {text}");
    let (found, text) = look(STRANGER, &roots, &pids);
    let (tried, read, marked, knocked, answered) =
        (found[0], found[1], found[2], found[3], found[4]);
    assert_eq!((marked, answered), (0, 0), "{text}");
    // Root may read every process and all of the disk; its files here are enough to compare with.
    let (own, _) = look(0, &roots, "");
    assert!(own[1] > read, "root reads more than a stranger: {own:?}");
    assert_eq!(
        own[2], 0,
        "a marker lies in a file of the desk or its backup"
    );
    for pid in pids.split(':') {
        for file in ["cmdline", "environ", "comm"] {
            let words = fs::read(format!("/proc/{pid}/{file}")).unwrap();
            let words = String::from_utf8_lossy(&words);
            assert!(
                !words.contains(MARK),
                "a marker in {file} of {pid}: {words}"
            );
        }
    }
    if !sockets.is_empty() {
        assert!(own[4] > 0, "the desk's own account is answered: {own:?}");
    }
    // No core, even when one is asked for.
    drop(into);
    drop(doing);
    let mut dying = program(&["do"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let _ = rustix::process::kill_process(
        rustix::process::Pid::from_child(&dying),
        rustix::process::Signal::ABORT,
    );
    let status = dying.wait().unwrap();
    assert!(
        !std::os::unix::process::ExitStatusExt::core_dumped(&status),
        "a core was written"
    );
    let serving: i32 = serving.parse().unwrap();
    let pid = rustix::process::Pid::from_raw(serving).unwrap();
    let _ = rustix::process::kill_process(pid, rustix::process::Signal::ABORT);
    let begun = Instant::now();
    while Path::new(&format!("/proc/{serving}/exe")).exists()
        && begun.elapsed() < Duration::from_secs(60)
    {
        std::thread::yield_now();
    }
    let cores: Vec<PathBuf> = [
        home.path(),
        folder.as_path(),
        Path::new("/"),
        Path::new("/tmp"),
    ]
    .iter()
    .flat_map(|place| fs::read_dir(place).into_iter().flatten().flatten())
    .map(|entry| entry.path())
    .filter(|path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        name == "core" || name.starts_with(&format!("core.{serving}"))
    })
    .collect();
    assert!(cores.is_empty(), "{cores:?}");
    println!(
        "another account: {saved} markers planted, {tried} files tried, {read} read, 0 markers, and {} read by root, 0 markers; {knocked} sockets \
         tried, 0 answered; 2 processes aborted, no core",
        own[1]
    );
}
