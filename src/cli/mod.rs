//! The command line: one file a command. What each is called stands in [`args`].
//!
//! A command is a function `run(&Common, …) -> Result<ExitCode, Problem>`. Data goes to standard output
//! through [`out`]; whatever a person must read goes to standard error.

pub mod anew;
pub mod args;
pub mod audit;
pub mod backup;
pub mod clocks;
pub mod codes;
pub mod directory;
pub mod do_cmd;
pub mod doctor;
pub mod duties;
pub mod fields;
pub mod generate;
pub mod heal;
pub mod key;
pub mod keys;
pub mod knock;
pub mod line;
pub mod list;
pub mod made_up;
pub mod noted;
pub mod open;
pub mod operator;
pub mod out;
pub mod practice;
pub mod progress;
pub mod purge;
pub mod reading;
mod recover;
pub mod screen;
pub mod seal;
pub mod serve;
pub mod settings;
pub mod sheet;
pub mod show;
pub mod start;
pub mod status;
pub mod stop;
pub mod systemd;
pub mod talk;
pub mod unlock;
pub mod verify;
pub mod who;

use crate::desk::commands;
use crate::env::clock::{Clock, Real};
use crate::record::Problem;
use crate::store::seal::crypt;
use args::{Args, Command};
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command line.
pub fn run() -> ExitCode {
    shut();
    fall_quietly();
    // An argument that is not UTF-8 can only be a path; clap takes it from the system's own words.
    let argv: Vec<OsString> = std::env::args_os().collect();
    let shown: Vec<String> = argv
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    match args::parse(&argv) {
        Ok(args) => {
            let failed = failure_exit(&args);
            carry_out(args).unwrap_or_else(|problem| {
                out::tell(&format!(
                    "porchlight: {}",
                    out::one_line(&problem.to_string())
                ));
                failed
            })
        }
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                let mut help = args::with_table(&error.to_string(), &commands::help());
                if error.kind() == ErrorKind::DisplayVersion {
                    help.push_str(&format!("cryptography: {}\n", crypt::provider()));
                }
                match out::print(&help) {
                    Ok(()) => ExitCode::SUCCESS,
                    Err(_) => ExitCode::FAILURE,
                }
            }
            _ => {
                out::tell(echoed(&error.to_string(), &shown).trim_end());
                ExitCode::from(args::usage_exit(&shown))
            }
        },
    }
}

/// On a panic: the place in the source, never what the panic says, which may hold what somebody typed.
fn fall_quietly() {
    std::panic::set_hook(Box::new(|info| out::tell(&fallen(info.location()))));
}

/// What is said of a fault of our own. It is given the place only, so that nothing else can reach it.
fn fallen(at: Option<&std::panic::Location<'_>>) -> String {
    let at = at
        .map(|at| format!("{}:{}", at.file(), at.line()))
        .unwrap_or_default();
    format!(
        "porchlight: stopped by a fault of its own ({at}). What was answered as saved is saved; start it again."
    )
}

/// Shuts this process against being looked into and against leaving its memory in a file, before it holds a key.
///
/// `doctor` says so where the machine does not allow it.
fn shut() {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    lock_memory();
}

/// Keeps every page that is touched out of swap, where the machine allows this process as much as it needs.
///
/// All of it and not single keys: what a screen shows and the desk folds is as secret as the key, and locking one
/// allocation takes unsafe code. Under a limit nothing is locked, since memory above it could not be had any more.
fn lock_memory() {
    use rustix::mm::{MlockAllFlags, mlockall};
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::thread::{CapabilitySet, capabilities};
    let endless = Rlimit {
        current: None,
        maximum: None,
    };
    // Root may; everybody else has what the service or the login gives.
    let _ = setrlimit(Resource::Memlock, endless);
    let limited = getrlimit(Resource::Memlock).current.is_some();
    // For whoever has this right there is no limit.
    let exempt =
        capabilities(None).is_ok_and(|sets| sets.effective.contains(CapabilitySet::IPC_LOCK));
    if !limited || exempt {
        let _ = mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT);
    }
}

/// A refusal of clap's, in which it repeats arguments as they came, line breaks and all.
fn echoed(words: &str, argv: &[String]) -> String {
    let parts = argv.iter().flat_map(|word| {
        [
            Some(word.as_str()),
            word.split_once('=').map(|(name, _)| name),
            word.split_once('=').map(|(_, value)| value),
        ]
    });
    parts
        .flatten()
        .fold(words.to_owned(), |words, part| match out::one_line(part) {
            std::borrow::Cow::Owned(line) => words.replace(part, &line),
            std::borrow::Cow::Borrowed(_) => words,
        })
}

/// What a failure of this command exits with: for `status` it is *cannot tell*.
fn failure_exit(args: &Args) -> ExitCode {
    match args.command {
        Some(Command::Status) => ExitCode::from(status::CANNOT_TELL),
        _ => ExitCode::FAILURE,
    }
}

fn carry_out(args: Args) -> Result<ExitCode, Problem> {
    let common = &args.common;
    unlock::use_fd(common.passphrase_fd);
    if common.at.is_some() && args.command.as_ref().is_some_and(timeless) {
        return Err(reading::at_refused());
    }
    let first = first(&args)?;
    noted::around(common, args.command.as_ref(), || dispatch(&args, &first))
}

fn dispatch(args: &Args, first: &open::First) -> Result<ExitCode, Problem> {
    let common = &args.common;
    if args.command.as_ref().is_some_and(needs_all) {
        stop::make_way(common)?;
    }
    match &args.command {
        Some(Command::Keys { about }) => keys::run(common, about.as_ref()),
        Some(Command::List { by }) => list::run(common, by),
        Some(Command::Show { case, reveal }) => show::run(common, case, reveal.as_deref()),
        Some(Command::Duties { case }) => duties::run(common, case.as_deref()),
        Some(Command::Status) => status::run(common),
        Some(Command::Fields) => fields::run(common),
        Some(Command::Codes { list }) => codes::run(common, list.as_deref()),
        Some(Command::Clocks {
            received,
            zone,
            facts,
        }) => {
            let supposed = clocks::Args {
                received: received.clone(),
                zone: zone.clone(),
                facts: facts.clone(),
                at: common.at.clone(),
                json: common.json,
            };
            out::data(&clocks::run(&supposed, Real.wall())?)?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Sheet { case, whom, blank }) => match case {
            Some(case) if !blank => sheet::run(common, case, whom),
            _ => sheet::blank(common, whom),
        },
        Some(Command::Handover) => sheet::handover(common),
        Some(Command::Practice { keep }) => practice::run(common, *keep),
        Some(Command::Directory { about }) => directory::run(common, about),
        Some(Command::Audit { case }) => audit::run(common, case.as_deref()),
        Some(Command::Operator { about }) => operator::run(common, about),
        Some(Command::Heal) => heal::run(common),
        Some(Command::Key { about }) => key::run(common, about),
        Some(Command::Backup { dir }) => backup::make(common, dir),
        Some(Command::Restore { from }) => backup::restore(common, from),
        Some(Command::Seal) => seal::run(common),
        Some(Command::Verify) => verify::run(common),
        Some(Command::Doctor) => doctor::run(common),
        Some(Command::Purge {
            case,
            child,
            rule,
            yes,
        }) => purge::run(common, case.as_deref(), child.as_deref(), rule, *yes),
        Some(Command::Serve { auto, group }) => {
            let how = serve::How {
                auto: *auto,
                group: group.clone(),
            };
            serve::run(common, &how, first)
        }
        Some(Command::Stop) => stop::run(common),
        Some(Command::Generate { what }) => generate::run(what),
        Some(Command::Do { file }) => do_cmd::run(common, file.as_deref()),
        None => start::run(common, first),
    }
}

/// What the first start is told of the desk; with a command it would be told to nobody.
fn first(args: &Args) -> Result<open::First, Problem> {
    let founds = matches!(args.command, None | Some(Command::Serve { .. }));
    if !founds && (args.agency.is_some() || args.zone.is_some()) {
        return Err(Problem::operator(
            "--agency and --zone found a desk, and only `porchlight` without a command, or `serve`, does that.",
        )
        .example(
            "porchlight --agency \"Harlan County Children Services\" --zone America/New_York",
        ));
    }
    Ok(open::First {
        agency: args.agency.clone(),
        zone: args.zone.as_deref().map(str::parse).transpose()?,
        practice: false,
    })
}

/// Whether a command needs the whole store for itself.
fn needs_all(command: &Command) -> bool {
    match command {
        Command::Heal | Command::Seal | Command::Restore { .. } | Command::Purge { .. } => true,
        Command::Key { about } => !matches!(about, args::KeyAbout::Status),
        _ => false,
    }
}

/// Whether a command knows no present at all, so that there is none to pretend.
fn timeless(command: &Command) -> bool {
    matches!(
        command,
        Command::Fields
            | Command::Codes { .. }
            | Command::Keys { .. }
            | Command::Heal
            | Command::Key { .. }
            | Command::Operator { .. }
            | Command::Seal
            | Command::Backup { .. }
            | Command::Restore { .. }
            | Command::Verify
            | Command::Doctor
            | Command::Purge { .. }
            | Command::Serve { .. }
            | Command::Stop
            | Command::Generate { .. }
    )
}
