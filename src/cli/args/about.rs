//! What the commands that have commands of their own can be asked.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
    Suspend(Why),
    /// Let a suspended person act again
    Restore(Why),
    /// Let somebody try again who was locked out after five wrong phrases
    Release {
        /// Who, and why
        #[command(flatten)]
        why: Why,
        /// By the printed recovery key, when no supervisor can: a supervisor who is locked out or suspended
        #[arg(long)]
        recovery: bool,
        /// With --recovery: read another unlock phrase for them from this file (`-` asks for it without echo)
        #[arg(long, value_name = "FILE", requires = "recovery")]
        new_phrase_file: Option<PathBuf>,
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

/// Somebody on the roster, and a reason that stays.
#[derive(Debug, Args)]
pub struct Why {
    /// The name
    pub name: String,
    /// Why, as it will stand in the log
    #[arg(long)]
    pub reason: String,
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
