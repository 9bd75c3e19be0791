//! Help, usage errors and exit codes.

use super::{Home, PROGRAM};

const COMMANDS: [&str; 11] = [
    "practice", "do", "list", "show", "duties", "sheet", "clocks", "fields", "codes", "keys",
    "status",
];

#[test]
fn every_command_explains_itself() {
    let home = Home::new();
    let whole = home.run(&["--help"]);
    assert_eq!((whole.code, whole.err.as_str()), (0, ""));
    for command in COMMANDS {
        assert!(whole.out.contains(&format!("  {command} ")), "{command}");
        let help = home.run(&[command, "--help"]);
        assert_eq!((help.code, help.err.as_str()), (0, ""), "{command}");
        assert!(help.out.contains("Usage: porchlight"), "{command}");
        assert!(!help.out.contains('\u{1b}'), "{command}");
    }
    let version = home.run(&["--version"]);
    assert_eq!((version.code, version.err.as_str()), (0, ""));
    let module = match cfg!(feature = "fips") {
        true => "cryptography: AWS-LC, its FIPS module",
        false => "cryptography: AWS-LC, not its FIPS module",
    };
    assert!(version.out.contains(module), "{}", version.out);
    assert!(!home.desk().exists(), "help makes nothing");
}

#[test]
fn usage_errors_exit_with_2_and_status_with_4() {
    let home = Home::new();
    for (line, code, words) in [
        ("lst", 2, "list"),
        ("list --jsn", 2, "--json"),
        ("show", 2, "<CASE>"),
        ("sheet A-0001 --for fbi", 2, "police"),
        ("clocks --zone UTC", 2, "--received"),
        ("status --bogus", 4, "--bogus"),
        ("status extra", 4, "extra"),
        ("status", 4, "There is no desk"),
        (
            "status --at 03:00 --desk /nowhere/at/all",
            4,
            "There is no desk",
        ),
        ("list", 1, "There is no desk"),
        ("show A-0001", 1, "There is no desk"),
        ("duties", 1, "There is no desk"),
        ("sheet A-0001 --for police", 1, "There is no desk"),
        ("codes eye_colr", 1, "ncic_eye_color"),
        ("clocks --received teatime --zone UTC", 1, "--received"),
        ("clocks --received 01:31 --zone Mars/Olympus", 1, "America/"),
        ("fields --at 03:00", 1, "practice desk"),
        ("list --agency X", 2, "--agency"),
    ] {
        let ran = home.run(&line.split_whitespace().collect::<Vec<_>>());
        assert_eq!(ran.code, code, "{line}: {ran:?}");
        assert!(ran.err.contains(words), "{line}: {}", ran.err);
        assert_eq!(ran.out, "", "{line}");
    }
    assert!(!home.desk().exists(), "looking makes nothing");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = Home::new();
    let mut child = home
        .process(PROGRAM)
        .arg("codes")
        .arg("smt")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(ended.stderr, b"");
}

#[test]
fn without_a_terminal_the_board_is_a_plain_listing() {
    let home = Home::new();
    let none = home.run(&[]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("There is no desk"), "{}", none.err);
    home.made(&[(5, super::intake("Wren Halloran"))]);
    let listed = home.run(&[]);
    assert_eq!(listed.code, 0, "{listed:?}");
    assert!(listed.err.contains("plain listing"), "{}", listed.err);
    assert!(
        listed.out.contains("A-0001  Wren Halloran"),
        "{}",
        listed.out
    );
}
