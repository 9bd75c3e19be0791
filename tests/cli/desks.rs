//! Desks on the disk: who may read them, who has them, what a practice desk is.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Home, intake, segment};

/// Every file 0600 and every folder 0700, whatever the umask was.
fn private(folder: &Path) {
    let mode = |path: &Path| path.symlink_metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder), 0o700, "{}", folder.display());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            private(&path);
        } else {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
}

#[test]
fn nobody_else_can_read_a_desk() {
    for umask in ["000", "022", "077"] {
        let home = Home::new();
        let ran = home.shell(&format!("umask {umask}; \"$P\" practice"));
        assert_eq!(ran.code, 0, "{ran:?}");
        private(&home.practice());
    }
}

#[test]
fn a_practice_desk_says_so_and_starts_afresh() {
    let home = Home::new();
    let ran = home.run(&["practice"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("PRACTICE"), "{}", ran.err);
    assert!(ran.out.starts_with("PRACTICE: everybody here is made up."));
    for number in 2..=11 {
        assert!(ran.out.contains(&format!("P-{number:04}")), "{}", ran.out);
    }
    assert!(
        !home.desk().exists(),
        "a practice desk is not in the data folder"
    );
    let founded = || std::fs::read(home.practice().join("desk.founded")).unwrap();
    let first = founded();
    home.run(&["practice", "--keep"]);
    assert_eq!(founded(), first, "kept");
    home.run(&["practice"]);
    assert_ne!(founded(), first, "afresh");
}

#[test]
fn practice_never_touches_real_cases() {
    let home = Home::new();
    home.made(&[(5, intake("Wren Halloran"))]);
    std::fs::create_dir_all(home.practice().parent().unwrap()).unwrap();
    std::fs::rename(home.desk(), home.practice()).unwrap();
    let before = std::fs::read(segment(&home.practice())).unwrap();
    let ran = home.run(&["practice"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("real cases"), "{}", ran.err);
    assert_eq!(std::fs::read(segment(&home.practice())).unwrap(), before);
}

#[test]
fn a_pretended_now_is_for_practice_only() {
    let home = Home::new();
    home.made(&[(5, intake("Wren Halloran"))]);
    let refused = home.run(&["list", "--at", "tomorrow 03:00"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("practice desk"), "{}", refused.err);
    assert_eq!(home.run(&["status", "--at", "tomorrow 03:00"]).code, 4);

    home.run(&["practice"]);
    let practice = home.practice();
    let practice = practice.to_str().unwrap();
    let far = home.run(&[
        "list",
        "--json",
        "--desk",
        practice,
        "--at",
        "2099-01-01 00:00",
    ]);
    assert_eq!(far.code, 0, "{far:?}");
    assert_eq!(far.json()["at"], "2099-01-01T00:00:00-05:00");
}

#[test]
fn a_desk_that_is_open_elsewhere_can_be_read_but_not_opened() {
    use porchlight::env::clock::{Clock, Real};
    let home = Home::new();
    home.made(&[(5, intake("Wren Halloran"))]);
    let held = home.opened(Real.wall());
    for args in [
        &["list"][..],
        &["show", "last"],
        &["duties"],
        &["sheet", "A-0001", "--for", "police"],
    ] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        assert!(!ran.out.is_empty());
    }
    assert_eq!(home.run(&["status"]).code, 1);
    drop(held);
}
