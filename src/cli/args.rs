//! The command line as clap reads it. What a command does is in its own file.
//!
//! No fact about a child is ever an argument: arguments are seen by everybody on the machine.

use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand};
use std::path::PathBuf;

/// The night desk's program for children missing from care: both reports made, on time, with proof.
#[derive(Debug, Parser)]
#[command(
    name = "porchlight",
    version,
    about,
    disable_help_subcommand = true,
    after_help = "Without a command it opens the screen. `porchlight practice` is safe to play with."
)]
pub struct Args {
    /// Given to every command.
    #[command(flatten)]
    pub common: Common,
    /// At the first start: the agency's name, as it introduces itself on the phone
    #[arg(long, value_name = "NAME")]
    pub agency: Option<String>,
    /// At the first start: the agency's zone, like America/Phoenix
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// What to do; the screen when absent.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct Common {
    /// The desk's data directory
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "PORCHLIGHT_DESK",
        hide_env_values = true
    )]
    pub desk: Option<PathBuf>,
    /// The folder of the desk's socket, where another account serves the desk
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "PORCHLIGHT_SOCKET",
        hide_env_values = true
    )]
    pub socket: Option<PathBuf>,
    /// Print one JSON document of a documented shape
    #[arg(long, global = true)]
    pub json: bool,
    /// A pretended now, on a practice desk or for `clocks`
    #[arg(long, global = true, value_name = "WHEN")]
    pub at: Option<String>,
    /// Your name, as it stands in the log
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        env = "PORCHLIGHT_OPERATOR",
        hide_env_values = true
    )]
    pub operator: Option<String>,
    /// The key file of a sealed desk, when it is not in the desk's folder
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "PORCHLIGHT_KEY_FILE",
        hide_env_values = true
    )]
    pub key_file: Option<PathBuf>,
    /// Read the desk's passphrase or recovery key from this open file (0 is standard input)
    #[arg(long, global = true, value_name = "N")]
    pub passphrase_fd: Option<u32>,
    /// Read your unlock phrase from this file, where the desk has a roster
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "PORCHLIGHT_PHRASE_FILE",
        hide_env_values = true
    )]
    pub phrase_file: Option<PathBuf>,
    /// Colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_parser = ["auto", "always", "never"])]
    pub color: Option<String>,
    /// A preset of keys, or a keymap file
    #[arg(long, global = true, value_name = "NAME|FILE")]
    pub keymap: Option<String>,
}

/// Every command, in the order help lists them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open a throw-away desk with made-up cases, in a folder of its own
    Practice {
        /// Go on with the former practice desk
        #[arg(long)]
        keep: bool,
    },
    /// Read JSON commands, one a line; print one JSON result a line
    Do {
        /// A file of commands; standard input when absent or `-`
        file: Option<PathBuf>,
    },
    /// List open cases by what is due next
    List {
        /// In which order: by what is due next, or by the child's name
        #[arg(long, value_name = "ORDER", default_value = "due", value_parser = ["due", "name"])]
        by: String,
    },
    /// Show one case
    Show {
        /// The case's number, like A-0413
        case: String,
        /// Show masked fields too, for a reason that stands in the log; no name and no fact in it
        #[arg(long, value_name = "REASON")]
        reveal: Option<String>,
    },
    /// List what is owed, to whom, by when
    Duties {
        /// Only of this case
        case: Option<String>,
    },
    /// Compose the sheet for one receiver
    Sheet {
        /// The case's number
        #[arg(required_unless_present = "blank")]
        case: Option<String>,
        /// For whom: police, ncmec, audit or handover
        #[arg(long = "for", value_name = "WHOM", value_parser = ["police", "ncmec", "audit", "handover"])]
        whom: String,
        /// An empty sheet, to be filled in by hand when no desk can be opened
        #[arg(long, conflicts_with = "case")]
        blank: bool,
    },
    /// The handover sheet of the whole desk: next steps, hours left, who was told, what is unknown
    Handover,
    /// Work out the clocks of a supposed case; nothing is stored
    Clocks {
        /// When the information was received
        #[arg(long, value_name = "WHEN")]
        received: String,
        /// The zone it was received in, like America/Phoenix
        #[arg(long, value_name = "ZONE")]
        zone: String,
        /// A supposed fact; may be given more than once
        #[arg(long = "fact", value_name = "ID=VALUE")]
        facts: Vec<String>,
    },
    /// List the fields of a case
    Fields,
    /// List a code list, or the names of all lists
    Codes {
        /// The list's name
        list: Option<String>,
    },
    /// List the keys and what they do
    Keys {
        /// What about them; the table when absent
        #[command(subcommand)]
        about: Option<KeysAbout>,
    },
    /// One line for a prompt: 0 nothing owed, 1 owed, 2 within an hour, 3 late, 4 cannot tell
    Status,
    /// What opens a sealed desk: look at it or change it
    Key {
        /// What to do
        #[command(subcommand)]
        about: KeyAbout,
    },
    /// Seal a desk that was made before there was sealing
    Seal,
    /// Copy the desk, sealed as it is, into a folder of its own below this one; may run beside a screen
    Backup {
        /// Where backups are kept
        dir: PathBuf,
    },
    /// Put a backup into an empty place, named with --desk
    Restore {
        /// The backup's folder
        from: PathBuf,
    },
    /// Walk the whole chain and name the place of any change
    Verify,
    /// Look at everything that keeps the desk safe, one line each, with what to do
    Doctor,
    /// Destroy the key of a closed case or a child under a retention rule; nobody can read it any more
    Purge {
        /// The case's number
        #[arg(required_unless_present = "child")]
        case: Option<String>,
        /// The child whose record goes, by the number of one of its cases
        #[arg(long, value_name = "CASE", conflicts_with = "case")]
        child: Option<String>,
        /// The retention rule, as it will stand in the log
        #[arg(long, value_name = "RULE")]
        rule: String,
        /// Do not ask for the number again
        #[arg(long)]
        yes: bool,
    },
    /// Print who did what, in order: looks, changes, refusals
    Audit {
        /// Only of this case
        #[arg(long, value_name = "CASE")]
        case: Option<String>,
    },
    /// Who may act: the roster, its roles, and what a supervisor has to review
    Operator {
        /// What to do
        #[command(subcommand)]
        about: OperatorAbout,
    },
    /// The numbers card: list it, read a file of agencies and people on call into it, print it as such a file
    Directory {
        /// What to do
        #[command(subcommand)]
        about: DirectoryAbout,
    },
    /// Write a damaged or missing journal anew from sled's copies; the old one is kept
    Heal,
    /// Run the desk here until it is ended; without it the first screen starts the desk by itself
    Serve {
        /// Started by a screen: away from the terminal, and it ends when nobody needs it
        #[arg(long, hide = true)]
        auto: bool,
        /// Accounts of this group may work on the desk too; needs --socket
        #[arg(long, value_name = "GROUP", conflicts_with = "auto")]
        group: Option<String>,
    },
    /// Let the desk finish what was asked, and end it
    Stop,
    /// Print units for systemd, completions for a shell, or the man page
    Generate {
        /// Which
        #[command(subcommand)]
        what: What,
    },
}

/// What `porchlight operator` does.
#[derive(Debug, Subcommand)]
pub enum OperatorAbout {
    /// Put somebody on the roster; the first is a supervisor, and from then on everybody signs in
    Add {
        /// The name, as it will stand in the log
        #[arg(long)]
        name: String,
        /// intake, reviewer, supervisor or auditor
        #[arg(long)]
        role: String,
        /// A machine that signs in by this account's number and has no phrase
        #[arg(long, value_name = "UID")]
        account: Option<u32>,
        /// Read the first phrase from this file; it is asked for without echo when absent
        #[arg(long, value_name = "FILE")]
        new_phrase_file: Option<PathBuf>,
    },
    /// List everybody on the roster
    List,
    /// Give somebody another role
    Role {
        /// The name
        name: String,
        /// intake, reviewer, supervisor or auditor
        role: String,
    },
    /// End all of somebody's sessions and let them act no more
    Suspend {
        /// The name
        name: String,
        /// Why, as it will stand in the log
        #[arg(long)]
        reason: String,
    },
    /// Let a suspended person act again
    Restore {
        /// The name
        name: String,
        /// Why, as it will stand in the log
        #[arg(long)]
        reason: String,
    },
    /// Let somebody try again who was locked out after five wrong phrases
    Release {
        /// The name
        name: String,
        /// Why, as it will stand in the log
        #[arg(long)]
        reason: String,
    },
    /// Set another unlock phrase
    Phrase {
        /// The name
        name: String,
        /// Read it from this file; it is asked for without echo when absent
        #[arg(long, value_name = "FILE")]
        new_phrase_file: Option<PathBuf>,
    },
    /// List what was flagged: glass broken, work without signing in
    Flags,
    /// Say that something flagged was looked at
    Review {
        /// Its id, as `operator flags` prints it
        flag: String,
        /// What came of it
        #[arg(long)]
        words: String,
    },
    /// Print what each role may do
    Roles,
}

/// What `porchlight generate` prints.
#[derive(Debug, Clone, Subcommand)]
pub enum What {
    /// The files of a desk that systemd runs under an account of its own
    Units,
    /// Completions
    Completions {
        /// For which shell
        shell: clap_complete::Shell,
    },
    /// The man page
    Man,
}

/// What `porchlight keys` can be asked beside the table.
#[derive(Debug, Subcommand)]
pub enum KeysAbout {
    /// Look for mistakes in a keymap file
    Check {
        /// The file; your own keymap when absent
        file: Option<PathBuf>,
    },
}

/// Where the table of commands goes in `do --help`: clap would break its lines, and each must work as it stands.
const TABLE_HERE: &str = "[the table of commands]";

/// What `porchlight directory` can be asked.
#[derive(Debug, Subcommand)]
pub enum DirectoryAbout {
    /// List every number of the card
    List,
    /// Print the desk's own entries as a file that `import` reads
    Export,
    /// Set entries from a file; each that is refused is said with its line, the rest is set
    Import {
        /// The file, TOML; `-` for standard input
        file: PathBuf,
        /// Say what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// What `porchlight key` can be asked.
#[derive(Debug, Subcommand)]
pub enum KeyAbout {
    /// Say what opens the desk
    Status,
    /// Let a passphrase open the desk too
    AddPassphrase,
    /// Change the passphrase
    ChangePassphrase,
    /// Print a recovery key; it replaces an earlier one
    Recovery,
    /// Give the desk a new key
    Rotate,
}

/// The command line.
pub fn command() -> clap::Command {
    Args::command().mut_subcommand("do", |c| c.after_help(TABLE_HERE))
}

/// A help text of clap's with what only the tables know: the commands of `do --help`, line by line.
pub fn with_table(help: &str, table: &str) -> String {
    help.replace(TABLE_HERE, table.trim_end())
}

/// The exit code of a usage failure: 2, but 4 for `status`, whose 2 means something else.
pub fn usage_exit(argv: &[String]) -> u8 {
    const WITH_VALUE: [&str; 10] = [
        "--socket",
        "--key-file",
        "--passphrase-fd",
        "--desk",
        "--at",
        "--operator",
        "--color",
        "--keymap",
        "--agency",
        "--zone",
    ];
    let mut words = argv.iter().skip(1);
    while let Some(word) = words.next() {
        if WITH_VALUE.contains(&word.as_str()) {
            words.next();
        } else if !word.starts_with('-') {
            return if word == "status" { 4 } else { 2 };
        }
    }
    2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Args, clap::Error> {
        Args::try_parse_from(line.split_whitespace())
    }

    #[test]
    fn the_definition_holds_together() {
        command().debug_assert();
    }

    #[test]
    fn every_command_of_the_program_is_read() {
        for line in [
            "porchlight",
            "porchlight --agency Harlan --zone America/New_York",
            "porchlight practice",
            "porchlight practice --keep",
            "porchlight do",
            "porchlight do commands.jsonl",
            "porchlight do -",
            "porchlight list --json",
            "porchlight --json list",
            "porchlight show A-0001 --desk /tmp/x",
            "porchlight duties",
            "porchlight duties A-0001",
            "porchlight sheet A-0001 --for police",
            "porchlight sheet --blank --for ncmec",
            "porchlight clocks --received 01:31 --zone America/New_York --fact child.age=14 --fact x=y --at 02:00",
            "porchlight fields",
            "porchlight codes",
            "porchlight codes hair",
            "porchlight keys --json",
            "porchlight keys check",
            "porchlight keys check my.toml --keymap vim",
            "porchlight heal",
            "porchlight key status --key-file /etc/porchlight.key",
            "porchlight key change-passphrase --passphrase-fd 0",
            "porchlight key rotate",
            "porchlight seal",
            "porchlight backup /srv/backups",
            "porchlight restore /srv/backups/porchlight-1",
            "porchlight verify",
            "porchlight doctor",
            "porchlight purge A-0001 --rule 7-years",
            "porchlight purge --child A-0001 --rule 7-years --yes",
            "porchlight audit",
            "porchlight directory list --json",
            "porchlight directory export",
            "porchlight directory import - --dry-run",
            "porchlight audit --case A-0001 --json",
            "porchlight serve",
            "porchlight serve --group porchlight-desk --socket /run/porchlight",
            "porchlight --agency Harlan serve --auto",
            "porchlight stop",
            "porchlight generate units",
            "porchlight generate completions bash",
            "porchlight generate man",
            "porchlight stop --socket /run/porchlight",
            "porchlight status --color never --operator X",
        ] {
            assert!(parse(line).is_ok(), "{line}: {}", parse(line).unwrap_err());
        }
    }

    #[test]
    fn what_is_wrong_is_said_and_the_nearest_name_offered() {
        for (line, words) in [
            ("porchlight stauts", "status"),
            ("porchlight lst", "list"),
            ("porchlight list --jsn", "--json"),
            ("porchlight sheet A-0001", "--for"),
            ("porchlight sheet --for police", "CASE"),
            ("porchlight sheet A-0001 --for polcie", "police"),
            ("porchlight list --color red", "never"),
            ("porchlight clocks --zone UTC", "--received"),
        ] {
            let said = parse(line).unwrap_err().to_string();
            assert!(said.contains(words), "{line}: {said}");
        }
    }

    #[test]
    fn a_usage_failure_of_status_is_cannot_tell() {
        for (line, code) in [
            ("porchlight status --nope", 4),
            ("porchlight --nope status", 4),
            ("porchlight --desk /x status extra", 4),
            ("porchlight --desk status list extra", 2),
            ("porchlight list --nope", 2),
            ("porchlight --nope", 2),
        ] {
            let argv: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            assert_eq!(usage_exit(&argv), code, "{line}");
        }
    }
}
