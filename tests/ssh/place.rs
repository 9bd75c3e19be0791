//! A place for the night: accounts made for it, keys, sshd on a free port of the loopback, and the desk's own account.
//!
//! All of it lies in one temporary folder and goes with it, the accounts too, also after a failure. Accounts that a
//! killed run left behind go at the next.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::pane::{PATIENCE, until};

const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");
/// What the account's entry says of it, so that none of another making is ever taken away.
const MADE_BY: &str = "made by a test of porchlight";
/// What its name begins with; the number of the test's process follows.
const PREFIX: &str = "porch-t";
const TOOLS: [&str; 7] = [
    "ssh",
    "ssh-keygen",
    "tmux",
    "setpriv",
    "useradd",
    "userdel",
    "groupadd",
];

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
}

/// The place.
pub struct Place {
    folder: tempfile::TempDir,
    sshd: Option<Child>,
    port: u16,
    group: String,
    /// Who serves the desk.
    pub desk: Account,
    pub priya: Account,
    pub dan: Account,
    /// Not in the desk's group.
    pub mallory: Account,
    served: Option<Child>,
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Where sshd is; it wants to be called by its whole path.
fn sshd() -> Option<PathBuf> {
    [
        "/usr/sbin/sshd",
        "/usr/local/sbin/sshd",
        "/sbin/sshd",
        "/usr/bin/sshd",
    ]
    .map(PathBuf::from)
    .into_iter()
    .find(|path| path.exists())
}

fn lacks() -> Option<String> {
    if std::env::var("PORCHLIGHT_SSHD").is_ok_and(|wish| wish == "no") {
        return Some("PORCHLIGHT_SSHD=no".to_owned());
    }
    if porchlight::env::socket::me() != 0 {
        return Some("only root may make accounts for it".to_owned());
    }
    if sshd().is_none() {
        return Some("sshd is not installed here".to_owned());
    }
    TOOLS
        .iter()
        .find(|tool| {
            let found = std::env::var_os("PATH").is_some_and(|path| {
                std::env::split_paths(&path).any(|folder| folder.join(tool).exists())
            });
            !found
        })
        .map(|tool| format!("{tool} is not installed here"))
}

/// Runs a command of the machine; several of these may hold the list of accounts at once, so it is tried for a while.
fn machine(program: &str, args: &[&str]) -> Result<(), String> {
    let end = Instant::now() + PATIENCE;
    loop {
        let ran = Command::new(program)
            .args(args)
            .stdin(Stdio::null())
            .output();
        let why = match ran {
            Ok(out) if out.status.success() => return Ok(()),
            Ok(out) => String::from_utf8_lossy(&out.stderr).into_owned(),
            Err(error) => return Err(format!("{program}: {error}")),
        };
        if !why.contains("lock") || Instant::now() > end {
            return Err(format!("{program} {args:?}: {}", why.trim()));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Takes away the accounts and groups of runs that have ended, and those of this process when it ends.
fn clean(own_too: bool) {
    let gone = |name: &str| {
        let run: Option<u32> = name
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split('-').next()?.parse().ok());
        run.is_some_and(|run| {
            (own_too && run == std::process::id())
                || (run != std::process::id() && !Path::new(&format!("/proc/{run}")).exists())
        })
    };
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    for line in accounts.lines().filter(|line| line.contains(MADE_BY)) {
        let name = line.split(':').next().unwrap_or_default();
        if gone(name) {
            let _ = machine("userdel", &["-f", name]);
        }
    }
    let groups = std::fs::read_to_string("/etc/group").unwrap_or_default();
    for line in groups.lines() {
        let name = line.split(':').next().unwrap_or_default();
        if gone(name) {
            let _ = machine("groupdel", &[name]);
        }
    }
}

impl Place {
    /// Makes the place; why not, in words, where this machine cannot.
    pub fn new() -> Result<Self, String> {
        if let Some(why) = lacks() {
            return Err(why);
        }
        clean(false);
        let folder = tempfile::tempdir().unwrap();
        mode(folder.path(), 0o711);
        let run = std::process::id();
        let group = format!("{PREFIX}{run}-desk");
        let none = Account {
            name: String::new(),
            uid: 0,
            gid: 0,
        };
        // From here on everything made is taken away when this is dropped.
        let mut place = Self {
            folder,
            sshd: None,
            port: 0,
            group: group.clone(),
            desk: none.clone(),
            priya: none.clone(),
            dan: none.clone(),
            mallory: none,
            served: None,
        };
        machine("groupadd", &["--system", &group])?;
        place.desk = place.account("keep", true)?;
        place.priya = place.account("priya", true)?;
        place.dan = place.account("dan", true)?;
        place.mallory = place.account("mallory", false)?;
        let bin = place.at("bin");
        std::fs::create_dir(&bin).unwrap();
        mode(&bin, 0o755);
        // The program itself may lie where only its builder may look.
        std::fs::copy(PROGRAM, bin.join("porchlight")).unwrap();
        mode(&bin.join("porchlight"), 0o755);
        for (name, rights) in [("data", 0o700), ("run", 0o750)] {
            let path = place.at(name);
            std::fs::create_dir(&path).unwrap();
            std::os::unix::fs::chown(&path, Some(place.desk.uid), Some(place.desk.gid)).unwrap();
            mode(&path, rights);
        }
        place.give_to_group(&place.at("run"));
        let able = place.as_account(&place.mallory, &["--version"]);
        if !able.status.success() {
            return Err(format!(
                "other accounts cannot run a program in {}",
                place.folder.path().display()
            ));
        }
        place.serve_ssh()?;
        Ok(place)
    }

    fn give_to_group(&self, path: &Path) {
        let gid = porchlight::env::origin::group(&self.group).unwrap();
        std::os::unix::fs::chown(path, None, Some(gid)).unwrap();
    }

    fn account(&self, role: &str, of_desk: bool) -> Result<Account, String> {
        let name = format!("{PREFIX}{}-{role}", std::process::id());
        let home = self.at(&format!("home-{role}"));
        let shown = home.display().to_string();
        // `*` is no password, and no locked account either: sshd would refuse one.
        let mut args = vec![
            "-M", "-d", &shown, "-s", "/bin/sh", "-p", "*", "-c", MADE_BY,
        ];
        if of_desk {
            args.extend(["-N", "-g", &self.group]);
        } else {
            args.push("-U");
        }
        args.push(&name);
        machine("useradd", &args)?;
        let list = std::fs::read_to_string("/etc/passwd").unwrap();
        let number = |nth| {
            list.lines()
                .find(|line| line.split(':').next() == Some(&name))
                .and_then(|line| line.split(':').nth(nth)?.parse().ok())
                .ok_or_else(|| format!("{name} was not made"))
        };
        let account = Account {
            uid: number(2)?,
            gid: number(3)?,
            name: name.clone(),
        };
        std::fs::create_dir(&home).unwrap();
        std::os::unix::fs::chown(&home, Some(account.uid), Some(account.gid)).unwrap();
        mode(&home, 0o700);
        Ok(account)
    }

    /// A path in the place.
    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Words that are this machine's and this run's, and what stands for them.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let mut hidden = vec![
            (self.folder.path().display().to_string(), "…".to_owned()),
            (format!("{PREFIX}{}-", std::process::id()), String::new()),
        ];
        for account in [&self.desk, &self.priya, &self.dan, &self.mallory] {
            hidden.push((format!("account {} ", account.uid), "account ".to_owned()));
        }
        hidden
    }

    fn serve_ssh(&mut self) -> Result<(), String> {
        let keys = self.at("keys");
        std::fs::create_dir(&keys).unwrap();
        mode(&keys, 0o755);
        let host = self.at("host");
        let make = |path: &Path| {
            machine(
                "ssh-keygen",
                &[
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-C",
                    "night",
                    "-f",
                    &path.display().to_string(),
                ],
            )
        };
        make(&host)?;
        for account in [&self.priya, &self.dan, &self.mallory] {
            let own = self.at(&format!("key-{}", account.name));
            make(&own)?;
            let allowed = keys.join(&account.name);
            std::fs::copy(own.with_extension("pub"), &allowed).unwrap();
            mode(&allowed, 0o644);
        }
        // Where sshd keeps its unprivileged part; a machine on which it never ran has none.
        if !Path::new("/run/sshd").exists() {
            let _ = std::fs::create_dir("/run/sshd");
        }
        let program = sshd().ok_or("no sshd")?;
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
            self.port = port.map_err(|e| format!("no port: {e}"))?.port();
            let config = format!(
                "Port {}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile none\nUsePAM no\nStrictModes no\n\
                 PasswordAuthentication no\nKbdInteractiveAuthentication no\nAuthorizedKeysFile {keys}/%u\n\
                 AllowUsers {prefix}{run}-*\nPrintMotd no\nPrintLastLog no\nLogLevel ERROR\n\
                 SetEnv LANG=C.UTF-8 TZ=America/New_York PATH={here}/bin:/usr/bin:/bin PORCHLIGHT_SOCKET={here}/run\n",
                self.port,
                host = host.display(),
                keys = keys.display(),
                prefix = PREFIX,
                run = std::process::id(),
                here = self.folder.path().display(),
            );
            std::fs::write(self.at("sshd_config"), config).unwrap();
            let child = Command::new(&program)
                .args(["-D", "-e", "-f"])
                .arg(self.at("sshd_config"))
                .stdin(Stdio::null())
                .stderr(std::fs::File::create(self.at("sshd.log")).unwrap())
                .spawn();
            self.sshd = Some(child.map_err(|e| format!("sshd does not start: {e}"))?);
            let end = Instant::now() + PATIENCE;
            while Instant::now() < end {
                if std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                    let public = std::fs::read_to_string(host.with_extension("pub")).unwrap();
                    let known = format!("[127.0.0.1]:{} {public}", self.port);
                    std::fs::write(self.at("known_hosts"), known).unwrap();
                    return Ok(());
                }
                let ended = self
                    .sshd
                    .as_mut()
                    .is_some_and(|c| c.try_wait().is_ok_and(|e| e.is_some()));
                if ended {
                    break;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        let log = std::fs::read_to_string(self.at("sshd.log")).unwrap_or_default();
        Err(format!("sshd does not answer: {}", log.trim()))
    }

    /// The words of an ssh that runs a command line as somebody.
    pub fn ssh(&self, who: &Account, with_terminal: bool, line: &str) -> Vec<String> {
        let mut words: Vec<String> = [
            "ssh",
            "-F",
            "/dev/null",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "BatchMode=yes",
        ]
        .map(str::to_owned)
        .into();
        words.extend([
            "-o".to_owned(),
            format!("UserKnownHostsFile={}", self.at("known_hosts").display()),
        ]);
        words.extend(["-p".to_owned(), self.port.to_string()]);
        words.extend([
            "-i".to_owned(),
            self.at(&format!("key-{}", who.name)).display().to_string(),
        ]);
        if with_terminal {
            words.push("-tt".to_owned());
        }
        words.extend([format!("{}@127.0.0.1", who.name), line.to_owned()]);
        words
    }

    /// A screen of somebody's over ssh, as a command line of a shell.
    pub fn screen(&self, who: &Account) -> String {
        self.line(who, "porchlight; echo \"porchlight has ended, code $?\"")
    }

    /// A command line of somebody's on a terminal over ssh, as a command line of a shell.
    pub fn line(&self, who: &Account, line: &str) -> String {
        let words = self.ssh(who, true, line);
        let quoted: Vec<String> = words
            .iter()
            .map(|word| format!("'{}'", word.replace('\'', "'\\''")))
            .collect();
        quoted.join(" ")
    }

    /// Runs a command line as somebody over ssh, without a terminal.
    pub fn over_ssh(&self, who: &Account, line: &str, input: &str) -> Output {
        use std::io::Write;
        let words = self.ssh(who, false, line);
        let mut child = Command::new(&words[0])
            .args(&words[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One that reads nothing has closed its end already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    fn command(&self, who: &Account) -> Command {
        let mut command = Command::new("setpriv");
        command
            .arg(format!("--reuid={}", who.uid))
            .arg(format!("--regid={}", who.gid))
            .arg("--init-groups")
            .arg(self.at("bin/porchlight"))
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.at("none"))
            .env("TZ", "America/New_York")
            .env("LANG", "C.UTF-8")
            .current_dir("/")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program as an account, at the machine itself.
    pub fn as_account(&self, who: &Account, args: &[&str]) -> Output {
        self.command(who).args(args).output().unwrap()
    }

    /// Runs the program as the desk's account, on the desk.
    pub fn at_desk(&self, args: &[&str]) -> Output {
        let desk = self.at("data").display().to_string();
        let socket = self.at("run").display().to_string();
        let mut all = vec!["--desk", &desk, "--socket", &socket];
        all.extend(args);
        self.as_account(&self.desk, &all)
    }

    /// Serves the desk under its own account, as a service manager would.
    pub fn serve(&mut self) {
        let desk = self.at("data");
        let mut command = self.command(&self.desk);
        command
            .arg("--desk")
            .arg(&desk)
            .arg("--socket")
            .arg(self.at("run"));
        if !desk.join("journal").exists() {
            command.args([
                "--agency",
                "Franklin County Children Services",
                "--zone",
                "America/New_York",
            ]);
        }
        let log = std::fs::File::create(self.at("served.log")).unwrap();
        let child = command
            .args(["serve", "--group", &self.group])
            .stderr(log)
            .spawn()
            .unwrap();
        self.served = Some(child);
        let log = self.at("served.log");
        until("the desk to answer", || {
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            said.contains("answers at").then_some(())
        });
    }

    /// Ends the desk as a power cut would.
    pub fn kill_desk(&mut self) {
        let mut served = self.served.take().unwrap();
        served.kill().unwrap();
        served.wait().unwrap();
    }

    /// Processes of an account whose command's name begins so.
    pub fn processes(&self, who: &Account, name: &str) -> Vec<u32> {
        let number = |status: &str, what: &str| -> Option<u32> {
            status
                .lines()
                .find_map(|line| line.strip_prefix(what))?
                .split_whitespace()
                .next()?
                .parse()
                .ok()
        };
        std::fs::read_dir("/proc")
            .unwrap()
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
            .filter(|pid| {
                let status =
                    std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
                let named = status
                    .lines()
                    .next()
                    .and_then(|line| line.split_whitespace().nth(1));
                number(&status, "Uid:") == Some(who.uid)
                    && named.is_some_and(|n| n.starts_with(name))
                    && !status.contains("State:\tZ")
            })
            .collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        for child in [self.served.take(), self.sshd.take()].into_iter().flatten() {
            end(child);
        }
        // Whatever the lines left running ends before its account goes.
        for account in [&self.desk, &self.priya, &self.dan, &self.mallory] {
            if account.uid == 0 {
                continue;
            }
            let end = Instant::now() + Duration::from_secs(5);
            loop {
                let left = self.processes(account, "");
                if left.is_empty() || Instant::now() > end {
                    break;
                }
                for pid in left {
                    let _ = Command::new("kill").args(["-9", &pid.to_string()]).output();
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        clean(true);
    }
}

fn end(mut child: Child) {
    let _ = child.kill();
    let _ = child.wait();
}
