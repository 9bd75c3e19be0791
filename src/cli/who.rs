//! Who acts on the command line: signing in by a phrase that is never an argument, or by the machine's account.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::args::Common;
use super::{out, settings, unlock};
use crate::desk::phrases;
use crate::desk::who::{Sight, gate};
use crate::env::clock::{Clock, Real};
use crate::env::{disk, paths};
use crate::record::who::{Act, Operator, PHRASE_MOST, Role, Roster, acts};
use crate::record::{Problem, SafeText, Stream};
use crate::store::JournalReader;
use crate::wire::who::{self, Phrase, State};
use crate::wire::{Ask, Outcome};

/// Who acts, and what they see.
#[derive(Debug, Clone)]
pub struct Acting {
    /// The name that stands in the log.
    pub name: SafeText,
    /// How much they see.
    pub sight: Sight,
}

/// The phrase: from the file that was named, else asked for without echo.
///
/// # Errors
/// When it cannot be read, or there is nobody to ask.
pub fn phrase(file: Option<&Path>, prompt: &str) -> Result<Phrase, Problem> {
    let Some(path) = file else {
        return unlock::ask(prompt).map(|words| Phrase::new(words.as_str()));
    };
    let mut words = zeroize::Zeroizing::new(String::new());
    let most = u64::try_from(PHRASE_MOST).unwrap_or(u64::MAX) + 3;
    std::fs::File::open(path)
        .and_then(|file| file.take(most).read_to_string(&mut words))
        .map_err(|error| {
            Problem::setup(format!(
                "The phrase cannot be read from {}: {error}.",
                path.display()
            ))
            .example("porchlight operator list --phrase-file /etc/porchlight/phrase")
        })?;
    Ok(Phrase::new(words.trim_end_matches(['\n', '\r'])))
}

fn account() -> u32 {
    rustix::process::getuid().as_raw()
}

/// Lets a session at a desk in, as whoever the options name; nothing to do where nobody is on the roster.
///
/// # Errors
/// Why not.
pub fn sign_in(
    common: &Common,
    operator: &str,
    ask: &mut dyn FnMut(Ask) -> Result<Outcome, Problem>,
) -> Result<(), Problem> {
    let mut who = |one| ask(Ask::Who(one));
    let notice = match who(who::Ask::Hello)? {
        Outcome::Who(who::Outcome::Standing(s)) if s.state != State::Open => s.notice,
        _ => return Ok(()),
    };
    if common.phrase_file.is_none() && who(who::Ask::SignInByAccount).is_ok() {
        return Ok(());
    }
    if let Some(notice) = notice {
        out::tell(&format!("{notice} Who signs in has read this and agrees."));
    }
    let prompt = format!("Unlock phrase of {}: ", SafeText::line(operator));
    who(who::Ask::SignIn {
        name: operator.to_owned(),
        phrase: phrase(common.phrase_file.as_deref(), &prompt)?,
    })
    .map(|_| ())
}

/// Who reads a desk's journal past the desk, as the roster in it says.
///
/// Whoever may read the journal's files and its key can read them with any program; this keeps honest people to
/// their roles and writes down who looked.
///
/// # Errors
/// Why not: no such operator, a wrong phrase, a role that may not.
pub fn reader(common: &Common, roster: &Roster, act: Act) -> Result<Acting, Problem> {
    let operator = settings::settings(common)?.operator;
    if roster.is_empty() {
        return Ok(Acting {
            name: SafeText::line(&operator),
            sight: Sight::open(),
        });
    }
    let by_account = roster
        .machine(account())
        .filter(|_| common.phrase_file.is_none());
    let one = match by_account {
        Some(one) => one,
        None => by_phrase(common, roster, &operator)?,
    };
    may(one.role, act)?;
    Ok(Acting {
        name: one.name.clone(),
        sight: Sight {
            names: gate::sees_names(one.role),
            tier: one.role.sees(),
            ..Sight::open()
        },
    })
}

/// Whether whoever runs a command that looks after the desk may, where there is a roster. A backup that is put back
/// brings its own.
///
/// # Errors
/// Why not.
pub fn keeper(common: &Common, act: Act, from: Option<&Path>) -> Result<(), Problem> {
    let roster = match (roster(common), from) {
        (None, Some(backup)) => roster_in(common, backup),
        (roster, _) => roster,
    };
    match roster {
        Some(roster) if !roster.is_empty() => reader(common, &roster, act).map(|_| ()),
        _ => Ok(()),
    }
}

/// The roster, as far as it can be read without asking anybody for the desk's own passphrase: whoever holds that has
/// the keys already. A desk that cannot be read says why in the command itself.
pub fn roster(common: &Common) -> Option<Roster> {
    roster_in(common, &paths::desk(common.desk.as_deref()).ok()?)
}

fn roster_in(common: &Common, folder: &Path) -> Option<Roster> {
    let ways = unlock::named(common);
    let disk = Arc::new(disk::Real::new());
    let mut reader = JournalReader::unlocked(folder, disk, &ways).ok()?;
    let mut roster = Roster::default();
    let whole = reader.read_all(&mut |recorded| {
        if recorded.stream == Stream::Desk {
            roster.apply(&recorded);
        }
    });
    // Damage further on takes nobody's role away, and gives none.
    (whole.is_ok() || !roster.is_empty()).then_some(roster)
}

fn by_phrase<'a>(
    common: &Common,
    roster: &'a Roster,
    operator: &str,
) -> Result<&'a Operator, Problem> {
    let wrong = || {
        Problem::operator("Name or phrase is not right.")
            .hint("Give your name on the roster with --operator; porchlight status needs none.")
    };
    let prompt = format!("Unlock phrase of {}: ", SafeText::line(operator));
    let phrase = phrase(common.phrase_file.as_deref(), &prompt)?;
    let one = roster.named(operator).ok_or_else(wrong)?;
    if !one.is_active() || one.locked_out.is_some() {
        return Err(Problem::operator(format!(
            "{} is suspended or locked out; a supervisor can say why.",
            one.name
        )));
    }
    if roster.is_off(one, Real.wall()) {
        return Err(Problem::operator(format!(
            "{} was not used for 90 days and is off; a supervisor has to restore it.",
            one.name
        )));
    }
    let verifier = one.verifier.as_ref().ok_or_else(wrong)?;
    let value = phrases::derive(&phrase, &verifier.salt, verifier.rounds);
    if verifier.is(&value) {
        Ok(one)
    } else {
        Err(wrong())
    }
}

fn may(role: Role, act: Act) -> Result<(), Problem> {
    if acts::may(role, act) {
        return Ok(());
    }
    Err(Problem::operator(format!(
        "Your role, {role}, may not {}; {} may.",
        act.row().name,
        acts::who_may(act)
    )))
}
