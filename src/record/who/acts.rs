//! What each role may do: the one table. The desk's gate, the help and the README's table are derived from it.
//!
//! What stands in no row is refused to everybody, so that a new command is closed until somebody has decided.

use std::fmt::Write as _;

use super::Role;
use Role::{Auditor, Intake, Reviewer, Supervisor};

/// Something one may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Seeing the board with its names.
    Board,
    /// Seeing the board without a name.
    Nameless,
    /// Seeing a case, up to the role's tier.
    Case,
    /// Seeing what became of a case without any value.
    Bare,
    /// Searching children and cases.
    Find,
    /// Reading the scripts and sheets of a case.
    Sheet,
    /// Seeing every open duty of the desk with who has it, and what is handed over.
    Shift,
    /// Working a case.
    Work,
    /// Agreeing to a correction of the received time, or not.
    SecondPerson,
    /// The numbers card.
    Numbers,
    /// Changing the numbers card.
    EditNumbers,
    /// Seeing masked fields, with a reason.
    Reveal,
    /// Opening the masked fields of a case for a child in danger.
    BreakGlass,
    /// Changing the desk's settings.
    Settings,
    /// Reading the audit.
    Log,
    /// Seeing the roster.
    Roster,
    /// Adding operators, their roles, phrases, suspending them.
    EditRoster,
    /// Letting somebody in again who was locked out.
    Release,
    /// Changing one's own phrase.
    OwnPhrase,
    /// Reviewing what was flagged.
    Review,
    /// Backups, keys, purging, sealing.
    Maintain,
    /// Putting a backup back, writing a damaged journal anew.
    Rescue,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The act.
    pub act: Act,
    /// What it is called.
    pub name: &'static str,
    /// The commands under it, by their names on a line.
    pub verbs: &'static [&'static str],
    /// The commands of the program under it that no desk answers: they have the desk's files to themselves.
    pub upkeep: &'static [&'static str],
    /// Who may.
    pub roles: &'static [Role],
    /// It needs a proof of who sits there that is a few minutes old at most.
    pub fresh: bool,
}

const fn row(act: Act, name: &'static str, roles: &'static [Role]) -> Row {
    Row {
        act,
        name,
        verbs: &[],
        upkeep: &[],
        roles,
        fresh: false,
    }
}

impl Row {
    const fn by(mut self, verbs: &'static [&'static str]) -> Self {
        self.verbs = verbs;
        self
    }
    const fn upkeep(mut self, upkeep: &'static [&'static str]) -> Self {
        self.upkeep = upkeep;
        self
    }
    const fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }
}

/// The table.
pub const TABLE: &[Row] = &[
    row(Act::Board, "see the board", &[Intake, Reviewer, Supervisor]),
    row(
        Act::Nameless,
        "see the board without names",
        &[Intake, Reviewer, Supervisor, Auditor],
    ),
    row(
        Act::Case,
        "see a case, up to the role's tier",
        &[Intake, Reviewer, Supervisor],
    ),
    row(
        Act::Bare,
        "see a case and its history without values",
        &[Intake, Reviewer, Supervisor, Auditor],
    ),
    row(Act::Find, "search", &[Intake, Reviewer, Supervisor]),
    row(
        Act::Sheet,
        "read scripts and sheets",
        &[Intake, Reviewer, Supervisor],
    ),
    // Who hands over and takes over; the view holds the texts that were left unsaved.
    row(
        Act::Shift,
        "see the supervisor's view and the handover",
        &[Intake, Supervisor],
    ),
    row(Act::Work, "work a case", &[Intake, Supervisor]).by(&[
        "open",
        "came at",
        "first",
        "answer",
        "still true",
        "add",
        "remove",
        "name child",
        "link",
        "triage",
        "claim",
        "release",
        "hand over",
        "accept",
        "take draft",
        "attempt",
        "withdraw",
        "heard",
        "note",
        "correct received",
        "read out",
        "disclose",
        "victim",
        "locate",
        "return",
        "interview",
        "screen",
        "close",
        "reopen",
    ]),
    row(
        Act::SecondPerson,
        "be the second person of a correction",
        &[Intake, Reviewer, Supervisor],
    )
    .by(&["confirm correction", "deny correction"]),
    row(
        Act::Numbers,
        "see the numbers card",
        &[Intake, Reviewer, Supervisor, Auditor],
    ),
    row(
        Act::EditNumbers,
        "change the numbers card",
        &[Intake, Supervisor],
    )
    .by(&["set directory"]),
    row(
        Act::Reveal,
        "show a masked field, with a reason",
        &[Intake, Supervisor],
    ),
    row(
        Act::BreakGlass,
        "break the glass for a child in danger",
        &[Intake, Reviewer, Supervisor],
    ),
    row(Act::Settings, "change the desk's settings", &[Supervisor]).by(&["set desk"]),
    row(Act::Log, "read the audit", &[Supervisor, Auditor]),
    row(Act::Roster, "see the roster", &[Supervisor, Auditor]),
    row(
        Act::EditRoster,
        "add, suspend, change roles and phrases",
        &[Supervisor],
    )
    .fresh(),
    row(Act::Release, "release who was locked out", &[Supervisor]).fresh(),
    row(
        Act::OwnPhrase,
        "change one's own phrase",
        &[Intake, Reviewer, Supervisor, Auditor],
    )
    .fresh(),
    row(Act::Review, "review what was flagged", &[Supervisor]),
    row(
        Act::Maintain,
        "make backups, seal, change keys, purge",
        &[Supervisor],
    )
    .upkeep(&[
        "backup",
        "seal",
        "key add-passphrase",
        "key change-passphrase",
        "key recovery",
        "key rotate",
        "purge",
    ])
    .fresh(),
    // Where the roster can be read: a desk that nobody can read any more is put right by whoever has its files.
    row(
        Act::Rescue,
        "restore a backup, heal the journal",
        &[Supervisor],
    )
    .upkeep(&["restore", "heal"])
    .fresh(),
];

/// Commands that look after a desk and need no role: they tell nothing of a child and change nothing, and must say
/// what is wrong with a desk on which nobody can sign in. The last is the way back in: it asks for the recovery key.
pub const NO_ROLE: &[&str] = &["verify", "doctor", "key status", RECOVERY];

/// Letting a supervisor in again by the printed recovery key.
pub const RECOVERY: &str = "release by recovery key";

impl Act {
    /// Its row.
    pub fn row(self) -> &'static Row {
        // Every act has one: a test holds it. The strictest row stands in for one that is missing.
        TABLE.iter().find(|row| row.act == self).unwrap_or(&NOBODY)
    }

    /// The act that a command which looks after the desk falls under.
    ///
    /// `None` is for those of [`NO_ROLE`] alone; what nobody decided about falls under the strictest.
    pub fn of_upkeep(verb: &str) -> Option<Self> {
        let found = TABLE.iter().find(|row| row.upkeep.contains(&verb));
        match found {
            Some(row) => Some(row.act),
            None if NO_ROLE.contains(&verb) => None,
            None => Some(Self::Maintain),
        }
    }

    /// The act that a command falls under; `None` for one that nobody decided about.
    pub fn of_verb(verb: &str) -> Option<Self> {
        TABLE
            .iter()
            .find(|row| row.verbs.contains(&verb))
            .map(|row| row.act)
    }
}

static NOBODY: Row = row(Act::Maintain, "nothing", &[]);

/// Whether a role may do something.
pub fn may(role: Role, act: Act) -> bool {
    act.row().roles.contains(&role)
}

/// The roles that may, in words: `intake or supervisor`.
pub fn who_may(act: Act) -> String {
    let words: Vec<&str> = act.row().roles.iter().map(|role| role.word()).collect();
    match words.as_slice() {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// The table as Markdown.
pub fn markdown() -> String {
    let mut text = String::from("| may |");
    for role in Role::ALL {
        let _ = write!(text, " {role} |");
    }
    text.push_str("\n|---|");
    text.push_str(&":-:|".repeat(Role::ALL.len()));
    text.push('\n');
    for row in TABLE {
        let again = if row.fresh {
            " (asks for the phrase again)"
        } else {
            ""
        };
        let _ = write!(text, "| {}{again} |", row.name);
        for role in Role::ALL {
            text.push_str(if row.roles.contains(&role) {
                " yes |"
            } else {
                " |"
            });
        }
        text.push('\n');
    }
    let _ = write!(text, "| sees fields up to |");
    for role in Role::ALL {
        match role.sees() {
            Some(tier) => {
                let _ = write!(text, " {} |", tier.label());
            }
            None => text.push_str(" none |"),
        }
    }
    text.push('\n');
    text
}
