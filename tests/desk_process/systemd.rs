//! A desk that a service manager starts: the socket it is handed, and what it says back.

use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixDatagram, UnixListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::{PATIENCE, until};
use crate::cli::Home;

/// The process takes over as file 3 what it was given as its input, as a service manager hands a socket over.
const HANDED: &str = "exec 3<&0 0</dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$P\" serve";

fn folder(home: &Home) -> PathBuf {
    let folder = home.path().join("run");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    folder
}

fn handed(home: &Home, socket: OwnedFd) -> Command {
    let mut shell = home.process("sh");
    shell
        .args(["-c", HANDED])
        .env("P", env!("CARGO_BIN_EXE_porchlight"))
        .stdin(Stdio::from(socket))
        .stderr(std::fs::File::create(home.path().join("said")).unwrap());
    shell
}

fn said(home: &Home) -> String {
    std::fs::read_to_string(home.path().join("said")).unwrap_or_default()
}

fn ended(mut child: Child, signal: &str) -> bool {
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    child.wait().unwrap().success()
}

/// Opens a case by the socket in a folder, as another session would; what came of it.
fn opens(home: &Home, folder: &Path) -> std::process::Child {
    use std::io::Write;
    let mut child = home
        .process(env!("CARGO_BIN_EXE_porchlight"))
        .args(["do", "--socket"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    to.write_all(b"{\"do\":\"open\",\"name\":\"Tanisha Okafor\"}\n")
        .unwrap();
    child
}

#[test]
fn a_socket_handed_over_is_answered_at_and_stays_when_the_desk_ends() {
    let home = Home::new();
    let folder = folder(&home);
    let path = folder.join("desk.1.sock");
    let listener = UnixListener::bind(&path).unwrap();
    for round in 1..=2 {
        let socket = listener.try_clone().unwrap().into();
        let child = handed(&home, socket).spawn().unwrap();
        until("the desk to answer", || {
            assert!(!said(&home).contains("not used"), "{}", said(&home));
            said(&home).contains("answers at").then_some(())
        });
        assert!(said(&home).contains("run/desk.1.sock"), "{}", said(&home));
        let ran = opens(&home, &folder).wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.success(), "{err}");
        assert!(ended(child, "-TERM"), "{}", said(&home));
        assert!(path.exists(), "the socket is its maker's");
        assert_eq!(super::open_cases(&home), round);
    }
}

#[test]
fn whoever_knocks_before_the_desk_is_there_waits_and_is_served() {
    let home = Home::new();
    let folder = folder(&home);
    let listener = UnixListener::bind(folder.join("desk.1.sock")).unwrap();
    let early = opens(&home, &folder);
    // A greeting that nobody reads for two seconds is a silent desk, so the start may not take that long; it is tried
    // again as somebody would.
    let child = handed(&home, listener.into()).spawn().unwrap();
    let mut ran = early.wait_with_output().unwrap();
    for _ in 0..10 {
        if ran.status.success() {
            break;
        }
        let err = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(err.contains("does not answer"), "{err}");
        ran = opens(&home, &folder).wait_with_output().unwrap();
    }
    assert!(ran.status.success());
    assert!(ended(child, "-TERM"));
}

#[test]
fn what_is_no_desks_socket_is_refused_in_words() {
    let home = Home::new();
    let folder = folder(&home);
    let misnamed = UnixListener::bind(folder.join("porch.sock")).unwrap();
    let nameless: OwnedFd = std::os::unix::net::UnixStream::pair().unwrap().0.into();
    let network: OwnedFd = std::net::TcpListener::bind("127.0.0.1:0").unwrap().into();
    for (socket, words) in [
        (misnamed.into(), "it is called porch.sock"),
        (nameless, "is not used"),
        (network, "is not used"),
    ] {
        let ran = handed(&home, socket).output().unwrap();
        assert!(!ran.status.success());
        let said = said(&home);
        assert!(said.contains(words), "{said}");
        assert!(said.contains("ListenStream="), "{said}");
    }
}

#[test]
fn the_service_manager_is_told_ready_alive_and_stopping() {
    let home = Home::new();
    let place = home.path().join("notify");
    let manager = UnixDatagram::bind(&place).unwrap();
    manager.set_read_timeout(Some(PATIENCE)).unwrap();
    let child = home
        .process(env!("CARGO_BIN_EXE_porchlight"))
        .arg("serve")
        .env("NOTIFY_SOCKET", &place)
        .env("WATCHDOG_USEC", "200000")
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let hear = || {
        let mut bytes = [0; 512];
        let n = manager.recv(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..n]).into_owned()
    };
    let first = hear();
    assert!(first.starts_with("READY=1\n"), "{first}");
    // Ready means that it answers.
    assert!(super::told(&home, &super::opens(0, 1)).status.success());
    for _ in 0..3 {
        assert_eq!(hear(), "WATCHDOG=1");
    }
    let id = child.id().to_string();
    let stop = std::thread::spawn(move || ended(child, "-TERM"));
    let last = loop {
        let heard = hear();
        if heard != "WATCHDOG=1" {
            break heard;
        }
    };
    assert!(last.starts_with("STOPPING=1\n"), "{last} from {id}");
    assert!(stop.join().unwrap());
}

#[test]
fn a_desk_that_hangs_is_not_said_to_be_alive() {
    let home = Home::new();
    let place = home.path().join("notify");
    let manager = UnixDatagram::bind(&place).unwrap();
    let child = home
        .process(env!("CARGO_BIN_EXE_porchlight"))
        .arg("serve")
        .env("NOTIFY_SOCKET", &place)
        .env("WATCHDOG_USEC", "200000")
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let signal = |name: &str| {
        let sent = Command::new("kill")
            .args([name, &child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    };
    manager.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut bytes = [0; 512];
    manager.recv(&mut bytes).unwrap();
    signal("-STOP");
    // What was said before it stood still is taken in; then a manager's whole limit passes without a word.
    manager
        .set_read_timeout(Some(std::time::Duration::from_millis(600)))
        .unwrap();
    let mut heard = 0;
    while manager.recv(&mut bytes).is_ok() {
        heard += 1;
        assert!(heard < 1000, "it goes on saying that it is alive");
    }
    signal("-CONT");
    manager.set_read_timeout(Some(PATIENCE)).unwrap();
    let n = manager.recv(&mut bytes).unwrap();
    assert_eq!(&bytes[..n], b"WATCHDOG=1");
    assert!(ended(child, "-TERM"));
}
