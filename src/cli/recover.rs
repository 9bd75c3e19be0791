//! `porchlight operator release NAME --recovery`: the way back in when no supervisor can sign in.
//!
//! Whoever holds the printed recovery key opens the desk and every backup of it; so the key may also let a supervisor
//! in again. It is asked of the desk's own ring of keys, stands in the log, waits for review, and is said on every
//! screen that signs in as a supervisor.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use super::args::Common;
use super::{noted, operator, out, reading, settings, stop, unlock};
use crate::desk::phrases;
use crate::env::clock::{Clock, Real};
use crate::env::{disk, ids, paths};
use crate::record::event::Event;
use crate::record::who::{Operator, ROUNDS, Role, Roster, Verifier, check_phrase};
use crate::record::{Batch, ItemId, Problem, SafeText, Stream};
use crate::store::seal::recovery;
use crate::store::seal::unlock::Secret;
use crate::store::{Log, OpenError, Store};

/// How often a desk in use is asked to make room.
const TRIES: u32 = 40;
/// How long between two of them.
const BREATH: Duration = Duration::from_millis(250);

/// Runs the command.
///
/// # Errors
/// When the key is not the desk's, the name is no supervisor's, or they can sign in as it is.
pub fn run(
    common: &Common,
    name: &str,
    reason: &str,
    new_phrase_file: Option<&Path>,
) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    reading::must_be_there(&folder)?;
    let reason = SafeText::line(reason.trim());
    if reason.is_empty() {
        return Err(Problem::operator("Why is needed; it stands in the log.")
            .example("both supervisors locked out at 03:10"));
    }
    let words = unlock::ask("Recovery key of this desk: ")?;
    let key = recovery::read(&words).map_err(|why| {
        Problem::operator(format!("That is no recovery key: {why}."))
            .hint("It is on the paper that porchlight key recovery printed.")
    })?;
    let phrase = match new_phrase_file {
        Some(file) => {
            let asked = (file != Path::new("-")).then_some(file);
            let phrase = operator::new_phrase(asked, name)?;
            check_phrase(phrase.as_str(), name)?;
            let salt = ids::fresh()?.to_be_bytes();
            Some(Verifier {
                rounds: ROUNDS,
                salt,
                check: phrases::derive(&phrase, &salt, ROUNDS),
            })
        }
        None => None,
    };
    let mut store = opened(common, &folder)?;
    let is_key = store
        .cover()
        .vault()
        .is_some_and(|vault| vault.opened_by(&Secret::recovery(&key)));
    if !is_key {
        return Err(Problem::operator(
            "That is not the recovery key of this desk; nothing was changed.",
        )
        .hint(
            "A later porchlight key recovery or key rotate replaced the one on an older paper.",
        ));
    }
    let mut roster = Roster::default();
    for one in store
        .read(Stream::Desk, 0)
        .map_err(|error| Problem::machine(format!("{error}.")))?
    {
        roster.apply(&one);
    }
    let one = supervisor(&roster, name, phrase.is_some())?;
    let (id, name) = (one.id, one.name.clone());
    let mut events = vec![Event::OperatorRecovered {
        flag: ItemId(ids::fresh()?),
        id,
        reason,
    }];
    events.extend(phrase.map(|verifier| Event::PhraseSet { id, verifier }));
    append(common, &mut store, events)?;
    out::data(&format!(
        "{name} may sign in again. This stands in the log and waits for review (porchlight operator flags).\n\
         Whoever holds the recovery key can do this: see to it that the paper goes back where it was locked away.\n"
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// The desk's store; a desk in use is ended for it, and its screens come back by themselves.
fn opened(common: &Common, folder: &Path) -> Result<Store, Problem> {
    let ways = unlock::named(common);
    for _ in 0..TRIES {
        if stop::make_way(common).is_err() {
            stop::end(common)?;
        }
        let disk = Arc::new(disk::Real::new());
        match Store::open_by_index(folder, disk, Real.wall(), &ways) {
            Ok(opened) => return Ok(opened.store),
            // A screen that came back was first.
            Err(OpenError::Held(_)) => {
                let (_keep, wait) = std::sync::mpsc::channel::<()>();
                let _ = wait.recv_timeout(BREATH);
            }
            Err(error) => return Err(noted::shut(common, folder, error)),
        }
    }
    Err(
        Problem::setup("The desk is in use, and its screens took it again each time.")
            .hint("Leave the screens first; what is typed there is kept."),
    )
}

/// The supervisor of a name, if the key is what they need.
fn supervisor<'a>(
    roster: &'a Roster,
    name: &str,
    new_phrase: bool,
) -> Result<&'a Operator, Problem> {
    let one = roster.named(name).ok_or_else(|| {
        Problem::operator(format!(
            "{} is not on the roster.",
            SafeText::line(name.trim())
        ))
    })?;
    if one.role != Role::Supervisor || one.account.is_some() {
        return Err(Problem::operator(format!(
            "{} is {}; the recovery key lets supervisors in again, and they release the others.",
            one.name, one.role
        )));
    }
    if one.is_active() && one.locked_out.is_none() && one.wrong.is_empty() && !new_phrase {
        return Err(Problem::operator(format!(
            "{} is neither locked out nor suspended.",
            one.name
        ))
        .hint("With --new-phrase-file another phrase is set for whoever forgot it."));
    }
    Ok(one)
}

fn append(common: &Common, store: &mut Store, events: Vec<Event>) -> Result<(), Problem> {
    let operator = settings::settings(common)?.operator;
    let operator = SafeText::line(&format!("{operator}, by the recovery key"));
    let at = store
        .last_time()
        .map_or(Real.wall(), |last| last.max(Real.wall()));
    let batch = Batch {
        expected: Vec::new(),
        events: events
            .into_iter()
            .map(|event| (Stream::Desk, event))
            .collect(),
        at,
        operator,
        session: noted::session()?,
        request: 1,
    };
    store
        .append(&batch)
        .map(|_| ())
        .map_err(|error| Problem::machine(format!("Not saved: {error}.")))
}
