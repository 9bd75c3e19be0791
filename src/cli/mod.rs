//! The command line: one file a command. What each is called stands in [`args`].
//!
//! A command is a function `run(&Common, …) -> Result<ExitCode, Problem>`. Data goes to standard output
//! through [`out`]; whatever a person must read goes to standard error.

pub mod args;
pub mod clocks;
pub mod keys;
pub mod out;
pub mod settings;

use crate::record::Problem;
use args::{Args, Command};
use clap::FromArgMatches;
use clap::error::ErrorKind;
use std::process::ExitCode;

/// Runs the command line.
pub fn run() -> ExitCode {
    // An argument that is not UTF-8 can only be a path; clap takes it from the system's own words.
    let shown: Vec<String> = std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let parsed = args::command(String::new())
        .try_get_matches_from(std::env::args_os())
        .and_then(|matches| Args::from_arg_matches(&matches));
    match parsed {
        Ok(args) => {
            let failed = failure_exit(&args);
            carry_out(args).unwrap_or_else(|problem| {
                out::tell(&format!("porchlight: {problem}"));
                failed
            })
        }
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                match out::print(&error.to_string()) {
                    Ok(()) => ExitCode::SUCCESS,
                    Err(_) => ExitCode::FAILURE,
                }
            }
            _ => {
                out::tell(error.to_string().trim_end());
                ExitCode::from(args::usage_exit(&shown))
            }
        },
    }
}

/// What a failure of this command exits with: for `status` it is *cannot tell*.
fn failure_exit(args: &Args) -> ExitCode {
    match args.command {
        Some(Command::Status) => ExitCode::from(4),
        _ => ExitCode::FAILURE,
    }
}

fn carry_out(args: Args) -> Result<ExitCode, Problem> {
    let common = &args.common;
    match &args.command {
        Some(Command::Keys { about }) => keys::run(common, about.as_ref()),
        Some(
            Command::Practice
            | Command::Do { .. }
            | Command::List
            | Command::Show { .. }
            | Command::Duties { .. }
            | Command::Sheet { .. }
            | Command::Clocks { .. }
            | Command::Fields
            | Command::Codes { .. }
            | Command::Status,
        )
        | None => Err(Problem::ours("This build has no such command yet.")),
    }
}
