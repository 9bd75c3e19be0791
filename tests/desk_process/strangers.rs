//! Another account on the machine: what it may not do, and what it is told.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use super::{opens, told};
use crate::cli::Home;

/// The program under another account; `None` where this machine cannot.
fn nobody(home: &Home, args: &[&str]) -> Option<Command> {
    let able = porchlight::env::socket::me() == 0
        && Command::new("setpriv").arg("--version").output().is_ok();
    if !able {
        println!("skipped: another account needs root and setpriv");
        return None;
    }
    // The program itself may lie where only its builder may look.
    let program = home.path().join("porchlight");
    if !program.exists() {
        std::fs::copy(env!("CARGO_BIN_EXE_porchlight"), &program).unwrap();
        std::fs::set_permissions(&program, mode(0o755)).unwrap();
        std::fs::set_permissions(home.path(), mode(0o711)).unwrap();
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(program)
        .args(args)
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("PORCHLIGHT_OPERATOR", "Mallory")
        .current_dir("/")
        .stdin(std::process::Stdio::null());
    Some(command)
}

/// Runs the program as another account; `None` where this machine cannot.
fn as_nobody(home: &Home, args: &[&str]) -> Option<Output> {
    Some(nobody(home, args)?.output().unwrap())
}

fn mode(mode: u32) -> std::fs::Permissions {
    std::fs::Permissions::from_mode(mode)
}

fn err(ran: &Output) -> String {
    String::from_utf8_lossy(&ran.stderr).into_owned()
}

fn opened(path: &Path, bits: u32) {
    std::fs::set_permissions(path, mode(bits)).unwrap();
}

#[test]
fn another_account_is_refused_by_the_folder_by_the_desk_and_as_a_desk() {
    let home = Home::new();
    assert!(told(&home, &opens(0, 1)).status.success());
    let desk = home.desk().display().to_string();
    let Some(ran) = as_nobody(&home, &["do", "--socket", &desk]) else {
        return;
    };
    assert!(!ran.status.success());
    assert!(!err(&ran).is_empty(), "a sentence is owed");
    // Every right on the way given away by mistake: the desk itself asks the kernel who it is.
    for folder in [home.path().join("data"), home.desk()] {
        opened(&folder, 0o711);
    }
    opened(&home.desk().join("desk.1.sock"), 0o666);
    for args in [&["do", "--socket", &desk][..], &["stop", "--socket", &desk]] {
        let ran = as_nobody(&home, args).unwrap();
        assert!(!ran.status.success(), "{args:?}");
        let words = err(&ran);
        assert!(
            words.contains("This desk is for account 0"),
            "{args:?}: {words}"
        );
    }
    assert!(told(&home, &opens(1, 1)).status.success());
    // It stands in the audit, in one row, however often it was tried.
    let rows = super::until("the row of who was turned away", || {
        let audit = home.run(&["audit"]).out;
        let rows = audit.lines().filter(|line| line.contains("come in"));
        let rows: Vec<String> = rows.map(ToOwned::to_owned).collect();
        (!rows.is_empty()).then_some(rows)
    });
    assert!(
        rows.len() == 1 && rows[0].contains("account") && rows[0].contains("65534"),
        "{rows:?}"
    );
    // A folder that others write is no place for a desk's socket.
    opened(&home.desk(), 0o777);
    let ran = told(&home, &opens(2, 1));
    assert!(!ran.status.success());
    assert!(err(&ran).contains("false desk"), "{}", err(&ran));
    opened(&home.desk(), 0o700);
}

#[test]
fn a_desk_of_somebody_else_is_not_believed_and_none_is_served_where_another_could_take_its_place() {
    let home = Home::new();
    let folder = |name: &str| {
        let path = home.path().join(name);
        std::fs::create_dir(&path).unwrap();
        std::os::unix::fs::chown(&path, Some(65534), Some(65534))
            .is_ok()
            .then_some(path)
    };
    let (Some(data), Some(run)) = (folder("theirs"), folder("run")) else {
        println!("skipped: another account needs root");
        return;
    };
    opened(&run, 0o755);
    let (data, at) = (data.display().to_string(), run.display().to_string());
    let args = ["--desk", &data, "--socket", &at, "serve"];
    // In a folder of another account's its owner could put another desk in its place.
    std::os::unix::fs::chown(&run, Some(0), None).unwrap();
    let Some(refused) = as_nobody(&home, &args) else {
        return;
    };
    assert!(!refused.status.success());
    assert!(
        err(&refused).contains("put another desk in our place"),
        "{}",
        err(&refused)
    );
    // Served where it may be, and then found in a folder that is a third account's: nothing is sent to it.
    std::os::unix::fs::chown(&run, Some(65534), None).unwrap();
    let mut served = nobody(&home, &args).unwrap().spawn().unwrap();
    super::until("their socket", || {
        run.join("desk.1.sock").exists().then_some(())
    });
    std::os::unix::fs::chown(&run, Some(12345), None).unwrap();
    let met = home.run(&["do", "--socket", &at]);
    assert_eq!(met.code, 1, "{met:?}");
    for words in [
        "runs under account 65534",
        "belongs to account 12345",
        "nothing is sent to it",
    ] {
        assert!(met.err.contains(words), "no {words} in {met:?}");
    }
    // Nor is a link followed to it.
    let link = home.path().join("link");
    std::os::unix::fs::symlink(&run, &link).unwrap();
    let met = home.run(&["do", "--socket", &link.display().to_string()]);
    assert!(met.err.contains("is a link or a file"), "{met:?}");
    served.kill().unwrap();
    served.wait().unwrap();
}
