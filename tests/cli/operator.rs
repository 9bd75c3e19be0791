//! The roster from the command line, by the real binary: phrases come from files, never from arguments.

use std::path::PathBuf;

use super::{Home, Ran, intake};

const OLGA: &str = "lamp on the porch";
const INES: &str = "seven grey herons";

pub struct Desk {
    pub home: Home,
}

impl Desk {
    pub fn new() -> Self {
        let home = Home::new();
        home.made(&[(0, intake("Tanisha Okafor"))]);
        let desk = Self { home };
        desk.file("olga", OLGA);
        desk.file("ines", INES);
        desk.file("wrong", "nobody's phrase at all");
        desk
    }

    pub fn file(&self, name: &str, phrase: &str) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::write(&path, format!("{phrase}\n")).unwrap();
        path
    }

    /// A run as an operator with the phrase in a file.
    pub fn by(&self, operator: &str, file: &str, args: &[&str]) -> Ran {
        let file = self.home.path().join(file);
        let mut all = vec![
            "--operator",
            operator,
            "--phrase-file",
            file.to_str().unwrap(),
        ];
        all.extend(args);
        self.home.run(&all)
    }

    pub fn add(&self, name: &str, role: &str, file: &str) -> Ran {
        let file = self.home.path().join(file);
        self.by(
            "Olga",
            "olga",
            &[
                "operator",
                "add",
                "--name",
                name,
                "--role",
                role,
                "--new-phrase-file",
                file.to_str().unwrap(),
            ],
        )
    }
}

#[test]
fn a_roster_is_begun_and_from_then_on_everybody_signs_in() {
    let desk = Desk::new();
    let open = desk.home.run(&["operator", "list"]);
    assert!(open.out.contains("Nobody is on the roster"), "{open:?}");
    let first = desk.add("Ines", "intake", "ines");
    assert_eq!(first.code, 1);
    assert!(
        first.err.contains("first on the roster is a supervisor"),
        "{first:?}"
    );
    let olga = desk.add("Olga", "supervisor", "olga");
    assert_eq!(
        (olga.code, olga.out.as_str()),
        (0, "Olga is on the roster.\n"),
        "{olga:?}"
    );
    let ines = desk.add("Ines", "intake", "ines");
    assert_eq!(ines.code, 0, "{ines:?}");
    // The readers and `do` want a name and its phrase; the counts do not.
    let nobody = desk.home.run(&["--operator", "Zed", "list"]);
    assert_eq!(nobody.code, 1, "{nobody:?}");
    assert!(!nobody.out.contains("Tanisha"), "{nobody:?}");
    let wrong = desk.by("Ines", "wrong", &["list"]);
    assert!(
        wrong.err.contains("Name or phrase is not right"),
        "{wrong:?}"
    );
    let right = desk.by("Ines", "ines", &["list"]);
    assert!(right.out.contains("Tanisha"), "{right:?}");
    assert!(desk.home.run(&["status"]).out.contains("owed"));
    // A role keeps to its own.
    let audit = desk.by("Ines", "ines", &["audit"]);
    assert!(audit.err.contains("may not read the audit"), "{audit:?}");
    let audit = desk.by("Olga", "olga", &["audit"]);
    assert!(audit.out.contains("add operator"), "{audit:?}");
    let settings = desk.file(
        "line.jsonl",
        r#"{"do":"set desk","key":"state","value":"OH"}"#,
    );
    let path = settings.to_str().unwrap();
    let set = desk.by("Ines", "ines", &["do", path]);
    assert!(set.out.contains("Your role, intake, may not"), "{set:?}");
    assert_eq!(desk.by("Olga", "olga", &["do", path]).code, 0);
    // No phrase stands in any file of the desk, nor in what was printed.
    for phrase in [OLGA, INES] {
        assert!(!audit.out.contains(phrase));
    }
    let json = desk.by("Olga", "olga", &["operator", "list", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(value["operators"][0]["name"], "Olga");
    assert_eq!(value["operators"][1]["role"], "intake");
}

#[test]
fn suspending_and_releasing_work_from_the_command_line() {
    let desk = Desk::new();
    assert_eq!(desk.add("Olga", "supervisor", "olga").code, 0);
    assert_eq!(desk.add("Ines", "intake", "ines").code, 0);
    let out = desk.by(
        "Olga",
        "olga",
        &["operator", "suspend", "Ines", "--reason", "left the agency"],
    );
    assert_eq!(out.code, 0, "{out:?}");
    let shut = desk.by("Ines", "ines", &["list"]);
    assert!(shut.err.contains("suspended"), "{shut:?}");
    let only = desk.by("Olga", "olga", &["operator", "role", "Olga", "intake"]);
    assert!(only.err.contains("only supervisor"), "{only:?}");
    let back = desk.by(
        "Olga",
        "olga",
        &["operator", "restore", "Ines", "--reason", "back"],
    );
    assert_eq!(back.code, 0, "{back:?}");
    assert_eq!(desk.by("Ines", "ines", &["list"]).code, 0);
    // Ines may not touch the roster or the keys.
    let role = desk.by("Ines", "ines", &["operator", "role", "Ines", "supervisor"]);
    assert!(role.err.contains("Your role, intake, may not"), "{role:?}");
    let key = desk.by("Ines", "ines", &["key", "rotate"]);
    assert!(key.err.contains("Your role, intake, may not"), "{key:?}");
}

#[test]
fn the_table_of_roles_is_printed() {
    let table = Home::new().run(&["operator", "roles"]);
    assert!(
        table
            .out
            .starts_with("| may | intake | reviewer | supervisor | auditor |")
    );
    assert!(table.out.contains("break the glass"), "{table:?}");
}
