//! The command line as clap reads it. What a command does is in its own file.
//!
//! No fact about a child is ever an argument: arguments are seen by everybody on the machine.

mod about;
#[cfg(test)]
mod tests;

pub use about::{DirectoryAbout, KeyAbout, KeysAbout, OperatorAbout, What, Why};

use clap::{Args as ClapArgs, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
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

/// The screen's own line: no command, so that no command's help is made before the first frame.
#[derive(Debug, Parser)]
#[command(name = "porchlight", disable_help_flag = true)]
struct Screen {
    #[command(flatten)]
    common: Common,
    #[arg(long)]
    agency: Option<String>,
    #[arg(long)]
    zone: Option<String>,
}

/// Reads the command line.
///
/// # Errors
/// Clap's: a usage failure, or help and version that were asked for.
pub fn parse(argv: &[OsString]) -> Result<Args, clap::Error> {
    // Whatever that does not take whole, the whole command line judges.
    if let Ok(screen) = Screen::try_parse_from(argv) {
        return Ok(Args {
            common: screen.common,
            agency: screen.agency,
            zone: screen.zone,
            command: None,
        });
    }
    command()
        .try_get_matches_from(argv)
        .and_then(|matches| Args::from_arg_matches(&matches))
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

/// Where the table of commands goes in `do --help`: clap would break its lines, and each must work as it stands.
const TABLE_HERE: &str = "[the table of commands]";

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
    let args = Args::command();
    let takes_value: Vec<String> = args
        .get_arguments()
        .filter(|arg| arg.get_action().takes_values())
        .filter_map(|arg| arg.get_long().map(|name| format!("--{name}")))
        .collect();
    let mut words = argv.iter().skip(1);
    while let Some(word) = words.next() {
        if takes_value.contains(word) {
            words.next();
        } else if !word.starts_with('-') {
            return if word == "status" { 4 } else { 2 };
        }
    }
    2
}
