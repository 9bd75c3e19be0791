//! What an operator sees in a night, told step by step.

use super::pty::{Home, Screen};
use porchlight::desk::draft_file::DraftFiles;
use porchlight::env::disk::Real;
use porchlight::store::seal::Vault;
use porchlight::store::seal::unlock::Unlock;

/// The board of a fresh desk.
fn board(home: &Home) -> Screen {
    let args = [
        "--agency",
        "Franklin County Children Services",
        "--zone",
        "America/New_York",
    ];
    let founded = home.desk().exists();
    let mut screen = Screen::start(home, if founded { &[] } else { &args });
    // A line that dropped in a case goes on in it.
    screen.until("the board, or the case that was left", |shown| {
        shown.contains("New intake") || shown.contains("A-0001")
    });
    screen
}

/// An intake under a name.
fn intake(screen: &mut Screen, name: &str) {
    screen.keys("n").see("anger now");
    // The bottom line says what was saved; the name itself stands on the screen before that.
    screen.keys(&format!("nn{name}<Enter>")).see("Full name: ");
}

#[test]
fn both_reports_are_proven_and_survive_a_kill() {
    let home = Home::new();
    let mut screen = board(&home);
    intake(&mut screen, "Tanisha Okafor");
    screen.keys("4/12/2011<Enter>").see("12 Apr 2011");

    screen.keys("<ctrl-x>p").see("Police call");
    screen.keys("o").see("How the police call went");
    screen.keys("tOfc. Ruiz<Enter>2207<Enter>");
    screen.keys("27-004411<Enter>27-004411<Enter>Columbus Police<Enter>");
    screen.see("Go on to the NCMEC script?");
    screen.press_until_gone("y", "Go on to the NCMEC script?");
    screen.keys("o").see("How the NCMEC report went");
    screen.keys("cDana<Enter>NC-778120<Enter>NC-778120<Enter>");
    screen.see("Report to NCMEC: confirmed");
    screen.kill();
    home.kill_desk();

    let mut screen = board(&home);
    screen.see("Tanisha Okafor").see("police").see("confirmed");
    screen.keys("<Enter>").see("Tanisha Okafor").see("A-0001");
    screen.keys("<ctrl-x>3").see("Ruiz").see("NC-778120");
    drop(screen);

    let audit = home.prints(&["sheet", "last", "--for", "audit"]);
    for words in ["27-004411", "2207", "NC-778120", "min"] {
        assert!(audit.contains(words), "no {words} in\n{audit}");
    }
}

#[test]
fn a_half_typed_text_survives_a_kill() {
    let home = Home::new();
    let mut screen = board(&home);
    intake(&mut screen, "Tanisha Okafor");
    screen
        .keys("<ctrl-f>wyher phone is off and")
        .see("her phone is off and");
    drafted(&home, "her phone is off and");
    screen.kill();
    home.kill_desk();

    let mut screen = board(&home);
    // It goes on where the line dropped: the same case, the same field, the cursor behind the last letter.
    screen.see("1 text was left").see("A-0001");
    screen.see("her phone is off and");
    screen
        .keys(" her bag is gone<Enter>")
        .see("her bag is gone");
    drop(screen);
    let shown = home.prints(&["show", "last"]);
    assert!(
        shown.contains("her phone is off and her bag is gone"),
        "{shown}"
    );
}

#[test]
fn one_desk_has_many_screens_and_readers() {
    let home = Home::new();
    let mut screen = board(&home);
    intake(&mut screen, "Tanisha Okafor");

    // Another screen sees it, and each sees what the other does.
    let mut second = board(&home);
    second.see("Tanisha Okafor");
    intake(&mut second, "Marcus Reyes");
    screen.keys("<ctrl-x>b").see("Marcus Reyes");
    let noted = home.run(&["do"], "{\"do\":\"open\",\"name\":\"Linh Tran\"}\n");
    assert_eq!(noted.status.code(), Some(0));
    screen.see("Linh Tran");
    second.keys("<ctrl-x>bq");
    assert_eq!(second.ended(), 0);
    screen.keys("<Enter>").see("Tanisha Okafor");

    for args in [
        &["list"][..],
        &["show", "last"],
        &["duties"],
        &["sheet", "last", "--for", "police"],
        &["sheet", "last", "--for", "ncmec"],
        &["status"],
    ] {
        let said = home.prints(args);
        let counts = args == ["status"];
        assert!(
            counts || said.contains("Tran") || said.contains("Okafor") || said.contains("A-0003"),
            "{args:?}: {said}"
        );
    }
    // The first screen goes on as before.
    screen.keys("<ctrl-x>bq");
    assert_eq!(screen.ended(), 0);
}

#[test]
fn a_resize_in_the_middle_of_a_word_loses_nothing() {
    let home = Home::new();
    let mut screen = board(&home);
    intake(&mut screen, "Tanisha Okafor");
    screen.keys("<ctrl-f>wynot back ").see("not back");
    screen.resize(24, 80).keys("from ").see("not back from");
    screen
        .resize(50, 160)
        .keys("school")
        .see("not back from school");
    screen.resize(10, 40).see("Porchlight needs 60x16");
    screen.resize(30, 100).see("not back from school");
    screen.keys("<Enter>");
    // It stood on the screen before it was saved: only the desk can tell.
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !home
        .prints(&["show", "last"])
        .contains("not back from school")
    {
        assert!(std::time::Instant::now() < end, "the text was not saved");
    }
}

#[test]
fn no_colour_where_none_is_wanted() {
    let coloured = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        // 3x, 4x, 9x and 10x of SGR choose colours; 0, 1, 4 and 7 do not.
        text.split("\u{1b}[").skip(1).any(|part| {
            part.split_once('m').is_some_and(|(codes, _)| {
                codes
                    .split(';')
                    .all(|c| c.chars().all(|c| c.is_ascii_digit()))
                    && codes
                        .split(';')
                        .any(|c| matches!(c.parse(), Ok(30..=38 | 40..=48 | 90..=107)))
            })
        })
    };
    for (home, expected) in [
        (Home::new(), true),
        (Home::new().with("NO_COLOR", "1"), false),
    ] {
        drop(board(&home));
        // Red is kept for what is late.
        let late = r#"{"do":"open","name":"Tanisha Okafor","channel":"voicemail","came_at":"30 hours ago"}"#;
        let ran = home.run(&["do"], late);
        assert!(
            ran.status.success(),
            "{}",
            String::from_utf8_lossy(&ran.stdout)
        );
        let mut screen = board(&home);
        screen.see("Tanisha Okafor").see("late");
        assert_eq!(coloured(&screen.bytes), expected);
    }
}

#[test]
fn a_locale_without_unicode_sees_only_ascii() {
    let home = Home::new().with("LANG", "C");
    let mut screen = board(&home);
    intake(&mut screen, "Tanisha Okafor");
    for keys in [
        "<ctrl-x>1",
        "<ctrl-x>2",
        "<ctrl-x>3",
        "<ctrl-x>4",
        "<ctrl-x>5",
        "<ctrl-x>p",
        "<ctrl-x>m",
        "<ctrl-k>",
    ] {
        screen.keys(keys).redrawn();
    }
    assert!(
        screen.bytes.is_ascii(),
        "{:?}",
        String::from_utf8_lossy(&screen.bytes)
            .chars()
            .filter(|c| !c.is_ascii())
            .collect::<Vec<_>>()
    );
}

#[test]
fn a_dumb_terminal_and_a_pipe_get_the_listing() {
    let home = Home::new();
    let mut screen = board(&home);
    intake(&mut screen, "Tanisha Okafor");
    drop(screen);
    let piped = home.run(&[], "");
    let out = String::from_utf8(piped.stdout).unwrap();
    assert!(out.contains("Tanisha Okafor"), "{out}");
    assert!(!out.contains('\u{1b}'));

    let home = home.with("TERM", "dumb");
    let mut screen = Screen::start(&home, &[]);
    screen.ended();
    assert!(
        screen.shows().contains("Tanisha Okafor"),
        "{}",
        screen.shows()
    );
    assert!(!screen.bytes.contains(&0x1b));
}

/// Waits until a draft is on the disk, read as the desk would read it after a kill: from a copy of the drafts, with
/// the desk's own key.
pub fn drafted(home: &Home, words: &str) {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let mut seen = Vec::new();
    while std::time::Instant::now() < end {
        seen = drafts(&home.desk());
        if seen.iter().any(|text| text.contains(words)) {
            return;
        }
        std::thread::yield_now();
    }
    panic!("no draft on the disk: {seen:?}");
}

/// The texts of the drafts in a desk's folder.
fn drafts(desk: &std::path::Path) -> Vec<String> {
    let disk = Real::new();
    let Ok(Some((mut vault, _))) = Vault::open(&disk, desk, &Unlock::default()) else {
        return Vec::new();
    };
    let copy = tempfile::tempdir().unwrap();
    all_files(&desk.join("drafts"), &mut |path, bytes| {
        let folder = copy.path().join("drafts");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(path.file_name().unwrap()), bytes).unwrap();
    });
    let seal = vault.drafts(&disk).unwrap();
    match DraftFiles::sealed(std::sync::Arc::new(disk), copy.path(), Some(seal)) {
        Ok(mut files) => files
            .left_behind()
            .into_iter()
            .map(|draft| draft.text)
            .collect(),
        Err(_) => Vec::new(),
    }
}

fn all_files(folder: &std::path::Path, each: &mut impl FnMut(&std::path::Path, &[u8])) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all_files(&path, each);
        } else if let Ok(bytes) = std::fs::read(&path) {
            each(&path, &bytes);
        }
    }
}
