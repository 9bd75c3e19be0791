//! Who may look after a desk's files, and the way back in when no supervisor can: by the real binary.

use porchlight::env::clock::{Clock, Real};
use porchlight::record::who::Roster;
use porchlight::record::who::acts::{self, NO_ROLE};
use porchlight::record::{Batch, Event, SafeText, SessionId, Stream};
use porchlight::store::Log;

use super::Ran;
use super::operator::Desk;

impl Desk {
    /// A desk with a supervisor and an operator of the intake.
    fn staffed() -> Self {
        let desk = Self::new();
        assert_eq!(desk.add("Olga", "supervisor", "olga").code, 0);
        assert_eq!(desk.add("Ines", "intake", "ines").code, 0);
        desk
    }

    /// Olga gave five wrong phrases.
    fn locks_olga_out(&self) {
        self.home.run(&["stop"]);
        let now = Real.wall();
        let mut store = self.home.opened(now);
        let mut roster = Roster::default();
        for one in store.read(Stream::Desk, 0).unwrap() {
            roster.apply(&one);
        }
        let wrong = Event::SignInFailed {
            id: Some(roster.named("Olga").unwrap().id),
            locked_out: true,
        };
        let batch = Batch {
            expected: Vec::new(),
            events: vec![(Stream::Desk, wrong)],
            at: now,
            operator: SafeText::line("Olga"),
            session: SessionId(77),
            request: 0,
        };
        store.append(&batch).unwrap();
    }

    fn by_paper(&self, key: &str, rest: &str) -> Ran {
        let line = format!(
            "printf '%s\\n' '{key}' | \"$P\" --operator Zed --passphrase-fd 0 operator release {rest}"
        );
        self.home.shell(&line)
    }
}

#[test]
fn the_printed_key_lets_a_supervisor_in_again_and_everybody_hears_of_it() {
    let desk = Desk::staffed();
    let paper = desk.by("Olga", "olga", &["key", "recovery"]);
    assert_eq!(paper.code, 0, "{paper:?}");
    let key = paper.out.lines().find(|l| l.starts_with("    ")).unwrap();
    let key = key.trim();
    let idle = desk.by_paper(key, "Olga --reason night --recovery");
    assert!(
        idle.err.contains("neither locked out nor suspended"),
        "{idle:?}"
    );
    desk.locks_olga_out();
    let shut = desk.by("Olga", "olga", &["operator", "list"]);
    assert!(shut.err.contains("locked out"), "{shut:?}");
    // Another desk's paper, no paper at all, and who is no supervisor.
    let other = "0000G-0000G-0000G";
    let wrong = desk.by_paper(other, "Olga --reason night --recovery");
    assert!(wrong.err.contains("no recovery key"), "{wrong:?}");
    let ines = desk.by_paper(key, "Ines --reason night --recovery");
    assert!(ines.err.contains("lets supervisors in again"), "{ines:?}");
    assert!(desk.by("Olga", "olga", &["operator", "list"]).code != 0);
    // While a screen of somebody else is open, too: the desk makes room.
    let back = desk.by_paper(key, "Olga --reason 'both locked out' --recovery");
    assert_eq!(back.code, 0, "{back:?}");
    assert!(back.out.contains("waits for review"), "{back:?}");
    let flags = desk.by("Olga", "olga", &["operator", "flags"]);
    assert!(
        flags
            .out
            .contains("let Olga in again by the printed recovery key")
            && flags.out.contains("both locked out")
            && flags.out.contains("Zed, by the recovery key"),
        "{flags:?}"
    );
    let audit = desk.by("Olga", "olga", &["audit"]).out;
    let rows = |outcome: &str| {
        let of = |line: &&str| line.contains("release by recovery key") && line.contains(outcome);
        audit.lines().filter(of).count()
    };
    assert_eq!((rows("done"), rows("refused")), (1, 3), "{audit}");
    // Who forgot the phrase is given another.
    desk.file("next", "another lamp altogether");
    let next = desk.home.path().join("next");
    let rest = format!(
        "Olga --reason forgotten --recovery --new-phrase-file {}",
        next.display()
    );
    assert_eq!(desk.by_paper(key, &rest).code, 0);
    assert_eq!(desk.by("Olga", "olga", &["list"]).code, 1);
    assert_eq!(desk.by("Olga", "next", &["list"]).code, 0);
    assert!(!audit.contains(key));
}

#[test]
fn what_looks_after_the_desk_asks_for_a_role_by_the_one_table() {
    let desk = Desk::staffed();
    let copies = desk.home.path().join("copies");
    let copies = copies.to_str().unwrap();
    let not_hers = |ran: &Ran| {
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("Your role, intake, may not"), "{ran:?}");
    };
    not_hers(&desk.by("Ines", "ines", &["backup", copies]));
    assert!(!std::path::Path::new(copies).exists(), "a backup was made");
    not_hers(&desk.by("Ines", "ines", &["heal"]));
    not_hers(&desk.by("Ines", "ines", &["seal"]));
    not_hers(&desk.by("Ines", "ines", &["key", "recovery"]));
    not_hers(&desk.by("Ines", "ines", &["purge", "A-0001", "--rule", "x", "--yes"]));
    let made = desk.by("Olga", "olga", &["backup", copies]);
    assert_eq!(made.code, 0, "{made:?}");
    // A backup brings its own roster: who may not restore it here may not restore it elsewhere.
    let from = made.out.split(':').next().unwrap().to_owned();
    let key = desk.home.desk().join("keys/desk.key");
    let there = desk.home.path().join("elsewhere");
    let restore = [
        "--desk",
        there.to_str().unwrap(),
        "--key-file",
        key.to_str().unwrap(),
        "restore",
        &from,
    ];
    not_hers(&desk.by("Ines", "ines", &restore));
    assert!(!there.join("journal").exists(), "it was restored");
    let restored = desk.by("Olga", "olga", &restore);
    assert_eq!(restored.code, 0, "{restored:?}");
    // What tells nothing and changes nothing is anybody's, and says what is wrong when nobody can sign in.
    for verb in ["verify", "doctor"] {
        assert!(NO_ROLE.contains(&verb));
        let ran = desk.home.run(&[verb]);
        assert!(!ran.err.contains("phrase"), "{ran:?}");
    }
    // The table and what is printed of it are one.
    let table = acts::markdown();
    assert!(
        table.contains("make backups, seal, change keys, purge"),
        "{table}"
    );
    assert!(
        table.contains("restore a backup, heal the journal"),
        "{table}"
    );
}
