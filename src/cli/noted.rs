//! By which row of the audit each command stands there, and the rows of looking after a desk: keys, backups, checks,
//! healing, purging, and being shut out.
//!
//! They are left beside the journal, chained and sealed like every other reader's, and taken into the log by the
//! desk. Who has no key to seal them with leaves them in the clear: they say who, when and which command.

use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use super::args::{Command, Common, DirectoryAbout, KeyAbout, OperatorAbout};
use super::{out, settings};
use crate::desk::local::LocalDesk;
use crate::env::clock::{Clock, Real};
use crate::env::{disk, ids, origin, paths};
use crate::record::audit::{Origin, Why};
use crate::record::event::Event;
use crate::record::problem::Whose;
use crate::record::who::Act;
use crate::record::who::acts::RECOVERY;
use crate::record::{Moment, Problem, SafeText, SessionId};
use crate::store::seal::Vault;
use crate::store::seal::unlock::Unlock;
use crate::store::spool::Spool;
use crate::store::{OpenError, Store, journal};

/// Where a command's row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// The desk writes it, for each line and session.
    ByDesk,
    /// The command leaves it before it shows anything of a child.
    AsLook,
    /// One row under this verb, done or not.
    AsUpkeep(&'static str),
    /// Done, it is an event of the chain that is its own row; not done, it is a row under this verb.
    AsChange(&'static str),
    /// It tells nothing of any record, for this reason.
    Not(&'static str),
}

/// How a command is written down. There is no command without an answer here.
pub const fn noted(command: Option<&Command>) -> Noted {
    match command {
        Some(Command::Operator {
            about: OperatorAbout::Roles,
        }) => Noted::Not("it prints a table"),
        Some(Command::Operator {
            about: OperatorAbout::Release { recovery: true, .. },
        }) => Noted::AsChange(RECOVERY),
        None | Some(Command::Practice { .. } | Command::Do { .. } | Command::Operator { .. }) => {
            Noted::ByDesk
        }
        Some(
            Command::List { .. }
            | Command::Show { .. }
            | Command::Duties { .. }
            | Command::Handover
            | Command::Audit { .. },
        ) => Noted::AsLook,
        Some(Command::Sheet { blank, .. }) => match blank {
            true => Noted::Not("an empty sheet is of nobody"),
            false => Noted::AsLook,
        },
        Some(Command::Clocks { .. }) => Noted::Not("a supposed case is nobody's"),
        Some(Command::Fields | Command::Codes { .. } | Command::Keys { .. }) => {
            Noted::Not("it looks at no desk")
        }
        Some(Command::Directory { about }) => match about {
            DirectoryAbout::Import { dry_run: false, .. } => Noted::ByDesk,
            _ => Noted::Not("the numbers card is of no child"),
        },
        Some(Command::Status) => Noted::Not("it counts, and shows no record"),
        Some(Command::Key { about }) => Noted::AsUpkeep(match about {
            KeyAbout::Status => "key status",
            KeyAbout::AddPassphrase => "key add-passphrase",
            KeyAbout::ChangePassphrase => "key change-passphrase",
            KeyAbout::Recovery => "key recovery",
            KeyAbout::Rotate => "key rotate",
        }),
        Some(Command::Backup { .. }) => Noted::AsUpkeep("backup"),
        Some(Command::Restore { .. }) => Noted::AsUpkeep(RESTORE),
        Some(Command::Verify) => Noted::AsUpkeep("verify"),
        Some(Command::Doctor) => Noted::AsUpkeep("doctor"),
        Some(Command::Heal) => Noted::AsUpkeep("heal"),
        Some(Command::Seal) => Noted::AsChange("seal"),
        Some(Command::Purge { .. }) => Noted::AsChange("purge"),
        Some(Command::Serve { .. }) => {
            Noted::Not("it is the desk; whoever works on it is written down")
        }
        Some(Command::Generate { .. }) => Noted::Not("it looks at no desk"),
        Some(Command::Stop) => Noted::ByDesk,
    }
}

/// The row of a desk that was put back from a backup.
const RESTORE: &str = crate::desk::docket::RESTORED;

/// The row of a desk that did not open for somebody.
pub const SHUT_OUT: &str = "open desk";

/// This run, as the log knows it.
///
/// # Errors
/// When the machine gives no random numbers.
pub fn session() -> Result<SessionId, Problem> {
    static RUN: OnceLock<u128> = OnceLock::new();
    Ok(SessionId(match RUN.get() {
        Some(id) => *id,
        None => {
            let id = ids::fresh()?;
            *RUN.get_or_init(|| id)
        }
    }))
}

/// Runs a command and leaves the row it owes.
///
/// # Errors
/// The command's own. A row that cannot be left is said, and changes nothing of what was done.
pub fn around(
    common: &Common,
    command: Option<&Command>,
    run: impl FnOnce() -> Result<ExitCode, Problem>,
) -> Result<ExitCode, Problem> {
    let (verb, own) = match noted(command) {
        Noted::AsUpkeep(verb) => (verb, false),
        Noted::AsChange(verb) => (verb, true),
        Noted::ByDesk | Noted::AsLook | Noted::Not(_) => return run(),
    };
    let from = match command {
        Some(Command::Restore { from }) => Some(from.as_path()),
        _ => None,
    };
    let result = match Act::of_upkeep(verb) {
        Some(act) => super::who::keeper(common, act, from).and_then(|()| run()),
        None => run(),
    };
    let why = result.as_ref().err().map(|problem| match problem.whose {
        Whose::Operator | Whose::Setup => Why::Refused,
        Whose::Machine | Whose::Ours => Why::Failed,
    });
    let left = paths::desk(common.desk.as_deref()).and_then(|folder| {
        let operator = settings::settings(common)?.operator;
        let ways = super::unlock::named(common);
        leave(
            &folder,
            &operator,
            session()?,
            &ways,
            |at, session, operator| match why {
                None if own => None,
                None => Some(Event::Maintained {
                    session,
                    at,
                    operator,
                    verb: verb.to_owned(),
                }),
                Some(why) => Some(refused(at, session, operator, verb, why)),
            },
        )
    });
    if let Err(problem) = left {
        out::tell(&format!(
            "porchlight: {verb} could not be written down in the audit. {}",
            out::one_line(&problem.to_string())
        ));
    } else if verb == RESTORE && result.is_ok() {
        // Where nobody is asked for a key the first start does it, a moment after it begins.
        let _ = paths::desk(common.desk.as_deref())
            .and_then(|folder| take_in(&folder, &super::unlock::named(common)));
    }
    result
}

/// Takes what was left beside a desk into its log now: the row of a restore says from where on numbers are given, and
/// must be there before the first of them.
fn take_in(folder: &Path, ways: &Unlock) -> Result<(), Problem> {
    let disk: Arc<dyn disk::Disk> = Arc::new(disk::Real::new());
    let now = Real.wall();
    let store = Store::unlocked(folder, disk.clone(), now, ways)
        .map_err(OpenError::problem)?
        .store;
    let reading = store.cover().vault().and_then(Vault::reading);
    let spool = Spool::of(disk, folder, reading);
    LocalDesk::open(store, now, ids::fresh()?)?.take_left(&spool);
    Ok(())
}

/// The words of a desk that did not open; being shut out of a sealed one is a row.
pub fn shut_out(folder: &Path, operator: &str, error: OpenError) -> Problem {
    if let OpenError::Locked(_) = error {
        // That it cannot be written either is no reason to say less.
        let _ = ids::fresh().and_then(|id| {
            let ways = Unlock::of_process();
            leave(
                folder,
                operator,
                SessionId(id),
                &ways,
                |at, session, operator| {
                    Some(refused(at, session, operator, SHUT_OUT, Why::Refused))
                },
            )
        });
    }
    error.problem()
}

/// The same, for whoever the options name.
pub fn shut(common: &Common, folder: &Path, error: OpenError) -> Problem {
    match settings::settings(common) {
        Ok(settings) => shut_out(folder, &settings.operator, error),
        Err(_) => error.problem(),
    }
}

fn refused(at: Moment, session: SessionId, operator: SafeText, verb: &str, why: Why) -> Event {
    Event::Refused {
        session,
        at,
        operator,
        case: None,
        verb: verb.to_owned(),
        why,
    }
}

/// Leaves where this run comes from, and its row. `ways` asks nobody: no passphrase is typed only to write down who
/// was here.
fn leave(
    folder: &Path,
    operator: &str,
    session: SessionId,
    ways: &Unlock,
    row: impl FnOnce(Moment, SessionId, SafeText) -> Option<Event>,
) -> Result<(), Problem> {
    // No desk, no audit.
    if !folder.join(journal::FOLDER).exists() {
        return Ok(());
    }
    let Origin {
        account,
        operator,
        terminal,
        remote,
    } = origin::origin(operator);
    let at = Real.wall();
    let mut rows = vec![Event::SessionOpened {
        session,
        at,
        account,
        operator: operator.clone(),
        terminal,
        remote,
    }];
    rows.extend(row(at, session, operator));
    let disk: Arc<dyn disk::Disk> = Arc::new(disk::Real::new());
    let failed =
        |error: std::io::Error| Problem::machine(format!("{}: {error}.", folder.display()));
    match Vault::open(disk.as_ref(), folder, ways) {
        Ok(None) => Spool::of(disk, folder, None).leave(session, &rows),
        Ok(Some((vault, _))) if vault.reading().is_some() => {
            Spool::of(disk, folder, vault.reading()).leave(session, &rows)
        }
        _ => Spool::of(disk, folder, None).leave_open(session, &rows),
    }
    .map_err(failed)
}
