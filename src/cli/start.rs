//! `porchlight` without a command: the screen, or the plain listing where no screen can be drawn.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::channel;

use super::anew;
use super::args::Common;
use super::knock::{self, Way};
use super::line::Line;
use super::open::{self, First};
use super::screen::{Around, Heard, run_screen};
use super::settings::{self, Settings};
use super::{list, out, reading, stop};
use crate::client::app::App;
use crate::codec::wire;
use crate::desk::draft_file::DraftFiles;
use crate::desk::thread::{self, Parts};
use crate::env::clock::{Clock, Pretended, Real};
use crate::env::{disk, ids, origin, paths};
use crate::record::{Moment, Problem, SessionId};
use crate::store::Store;
use crate::store::spool::Spool;
use crate::term::{Caps, ColourWish};
use crate::wire::Message;

/// Runs `porchlight`.
///
/// # Errors
/// When the desk cannot be opened, or the terminal cannot be used.
pub fn run(common: &Common, first: &First) -> Result<ExitCode, Problem> {
    let settings = settings::settings(common)?;
    let caps = caps(&settings);
    if !caps.full_screen {
        out::tell("porchlight: No screen can be drawn here, so this is the plain listing.");
        return list::run(common, "due");
    }
    if common.at.is_some() {
        return pretended(common, first, &settings, caps);
    }
    // Begun anew at a lock: what a first start was told is long done.
    let begun = First::default();
    let first = match anew::ticket() {
        Some(_) => &begun,
        None => first,
    };
    let way = Way::of(common, &settings.operator, first)?;
    let secret = ids::fresh()?;
    let reached = knock::reach(&way, secret)?;
    if !reached.started && (first.agency.is_some() || first.zone.is_some()) {
        return Err(open::founded_already(&way.desk));
    }
    joined(&way, secret, reached.stream, &settings, caps)
}

/// The screen of a session at a desk of its own process.
fn joined(
    way: &Way,
    secret: u128,
    stream: UnixStream,
    settings: &Settings,
    caps: Caps,
) -> Result<ExitCode, Problem> {
    let (into_inbox, inbox) = channel();
    for sentence in &settings.notices {
        let _ = into_inbox.send(Heard::Desk(Message::Notice(sentence.clone())));
    }
    let way = way.again();
    let to_screen = into_inbox.clone();
    let line = Line::open(way, secret, stream, move |heard| {
        to_screen.send(heard).is_ok()
    })
    .map_err(|e| Problem::machine(format!("No thread for the line to the desk: {e}.")))?;
    let id = SessionId(ids::named_by(secret));
    let end = run_screen(
        Around {
            app: App::new(&settings.operator, id, settings.keymap.clone()).going_on(anew::ticket()),
            send: |request| {
                line.send(&request);
                Ok(())
            },
            inbox,
            into_inbox,
            caps,
            bell: settings.bell,
            anew: Some(anew::begin),
        },
        Real,
    );
    line.end();
    end.map(|end| end.code())
}

/// The screen at a pretended time, which only a practice desk has: the desk runs in this process.
fn pretended(
    common: &Common,
    first: &First,
    settings: &Settings,
    caps: Caps,
) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    let now = reading::look(common)?.now;
    stop::make_way(common)?;
    let opened = open::unlocked(
        &folder,
        first,
        &settings.operator,
        now,
        &super::unlock::ways(common),
    )?;
    screen(
        &folder,
        opened.store,
        &opened.said,
        settings,
        caps,
        Some(now),
    )
}

/// What this terminal can do.
pub fn caps(settings: &Settings) -> Caps {
    use std::io::IsTerminal;
    let tty = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let wish = ColourWish::named(&settings.color).unwrap_or(ColourWish::Auto);
    Caps::of(|name| std::env::var(name).ok(), wish, tty)
}

/// Runs the screen over a store, with the desk in this process, until its operator leaves.
///
/// # Errors
/// When the desk cannot be read, or the terminal cannot be used.
pub fn screen(
    folder: &Path,
    mut store: Store,
    said: &[String],
    settings: &Settings,
    caps: Caps,
    pretended: Option<Moment>,
) -> Result<ExitCode, Problem> {
    let mut sealed = || {
        store.draft_seal().map_err(|error| {
            Problem::machine(format!("Drafts cannot be sealed on this desk: {error}."))
        })
    };
    let (seal, rows) = (sealed()?, sealed()?);
    let spool = Spool::of(Arc::new(disk::Real::new()), folder, rows);
    let drafts = DraftFiles::sealed(Arc::new(disk::Real::new()), folder, seal)?;
    let clock: Box<dyn Clock> = match pretended {
        Some(now) => Box::new(Pretended::from(now)),
        None => Box::new(Real),
    };
    let desk = thread::start(Parts {
        log: Box::new(store),
        clock,
        drafts: Some(drafts),
        spool: Some(spool),
    })?;
    let (into_inbox, inbox) = channel();
    // What the operator must know comes first, before the board.
    for sentence in said.iter().chain(&settings.notices) {
        let _ = into_inbox.send(Heard::Desk(Message::Notice(sentence.clone())));
    }
    let id = SessionId(ids::fresh()?);
    let to_screen = into_inbox.clone();
    let session = desk.join_from(id, origin::origin(&settings.operator), move |bytes| {
        let heard = match wire::decode_message(&bytes) {
            Ok(message) => Heard::Desk(message),
            Err(error) => Heard::DeskGone(format!("The desk's answer could not be read: {error}.")),
        };
        to_screen.send(heard).is_ok()
    });
    let end = run_screen(
        Around {
            app: App::new(&settings.operator, id, settings.keymap.clone())
                .pretending(pretended.is_some()),
            send: |request| {
                session
                    .send(&request)
                    .map_err(|problem| problem.to_string())
            },
            inbox,
            into_inbox,
            caps,
            bell: settings.bell,
            // The desk runs in this process: it cannot begin anew without ending the desk.
            anew: None,
        },
        Real,
    );
    // The desk finishes what was asked, drafts of a lost line among it, before the process ends.
    drop(session);
    desk.stop();
    end.map(|end| end.code())
}
