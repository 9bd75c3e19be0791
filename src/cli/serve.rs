//! `porchlight serve`: the desk's own process. In the foreground, under systemd, or (`--auto`) started by the first
//! session and away from every terminal.

use std::io::{self, BufRead};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use rustix::fs::inotify;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::args::Common;
use super::knock::{self, told};
use super::open::{self, First, Opened};
use super::systemd::Systemd;
use super::{out, settings, unlock};
use crate::desk::backups::Backups;
use crate::desk::draft_file::DraftFiles;
use crate::desk::idle::{self, Idle};
use crate::desk::socket::{Door, Rules, Wish};
use crate::desk::thread::{self, Beside, Desk, Parts};
use crate::env::clock::{Clock, Real};
use crate::env::socket::{self, Folder};
use crate::env::{disk, origin, paths};
use crate::record::Problem;
use crate::store::seal::unlock::{Unlock, Words};
use crate::store::spool::Spool;
use crate::store::{Store, lock};
use crate::wire::PROTOCOL;

/// How the desk is served.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// Started by a session: away from the terminal, and it may end when nobody needs it.
    pub auto: bool,
    /// The group whose members may work on the desk too.
    pub group: Option<String>,
}

/// What reaches the process beside its lines.
enum Event {
    /// Somebody at the door wants something.
    Wish(Wish),
    /// The system asks us to end; the signal's name.
    Signal(&'static str),
    /// Nobody needs the desk.
    Idle,
    /// The desk's folder or its lock file is gone.
    FolderGone,
    /// The socket's name is gone.
    SocketGone,
}

/// Serves the desk until it ends.
///
/// # Errors
/// When the desk cannot be opened, or its socket cannot be made.
pub fn run(common: &Common, how: &How, first: &First) -> Result<ExitCode, Problem> {
    if !how.auto {
        let operator = settings::settings(common)?.operator;
        let ways = unlock::ways(common);
        let desk = knock::absolute(&paths::desk(common.desk.as_deref())?)?;
        let served = Served::begin(common, how, first, &desk, &operator, &ways)?;
        out::tell(&format!(
            "porchlight: The desk in {} answers at {}.",
            desk.display(),
            served.place.display()
        ));
        return Ok(served.run());
    }
    // Nothing of whoever started us: no terminal, no folder in use, no hang-up.
    let _ = rustix::process::setsid();
    let mut operator = String::new();
    let asked = io::stdin().lock().read_line(&mut operator);
    let ways = Unlock {
        key_file: common.key_file.clone().or(Unlock::of_process().key_file),
        ask: Some(ask_starter),
        ..Unlock::of_process()
    };
    let begun = asked
        .map_err(|e| Problem::ours(format!("Who starts the desk was not said: {e}.")))
        .and_then(|_| knock::absolute(&paths::desk(common.desk.as_deref())?))
        .and_then(|desk| Served::begin(common, how, first, &desk, operator.trim(), &ways));
    let (words, served) = match begun {
        Ok(served) => (told::READY.to_owned(), Some(served)),
        Err(problem) if is_held(&problem) => (told::HELD.to_owned(), None),
        Err(problem) => (knock::told_no(&problem), None),
    };
    let _ = out::print(&format!("{words}\n"));
    let Some(served) = served else {
        return Ok(ExitCode::FAILURE);
    };
    silence().map_err(|e| Problem::machine(format!("The terminal could not be let go: {e}.")))?;
    Ok(served.run())
}

/// How a held lock is known among the reasons why a desk did not open.
fn is_held(problem: &Problem) -> bool {
    problem.whose == crate::record::problem::Whose::Setup
        && problem.sentence.contains("has the desk in ")
}

/// Asks whoever starts us for the passphrase.
fn ask_starter() -> Result<Words, Problem> {
    let _ = out::print(&format!("{}\n", told::ASK));
    let mut words = Words::default();
    match io::stdin().lock().read_line(&mut words) {
        Ok(n) if n > 0 => {
            while words.ends_with(['\n', '\r']) {
                words.pop();
            }
            Ok(words)
        }
        _ => Err(Problem::operator(
            "Nothing was typed, so nothing is opened.",
        )),
    }
}

/// Lets go of what is left of whoever started us.
fn silence() -> io::Result<()> {
    let null = rustix::fs::open(
        "/dev/null",
        rustix::fs::OFlags::RDWR | rustix::fs::OFlags::CLOEXEC,
        rustix::fs::Mode::empty(),
    )?;
    rustix::stdio::dup2_stdin(&null)?;
    rustix::stdio::dup2_stdout(&null)?;
    rustix::stdio::dup2_stderr(&null)?;
    Ok(())
}

/// A desk being served.
struct Served {
    desk: Desk,
    door: Door,
    folder: Arc<Folder>,
    /// The socket's path, for people.
    place: PathBuf,
    /// Our socket, so that no other is taken away at the end; `None` for one that systemd keeps.
    ours: Option<(u64, u64)>,
    group: Option<u32>,
    events: Receiver<Event>,
    systemd: Systemd,
    data: PathBuf,
}

impl Served {
    fn begin(
        common: &Common,
        how: &How,
        first: &First,
        data: &Path,
        operator: &str,
        ways: &Unlock,
    ) -> Result<Self, Problem> {
        let mut systemd = Systemd::of_process();
        let group = match &how.group {
            None => None,
            Some(named) => Some(origin::group(named).ok_or_else(|| {
                Problem::setup(format!("There is no group {named} on this machine."))
                    .example("groupadd --system porchlight-desk")
            })?),
        };
        if group.is_some() && common.socket.is_none() && !systemd.gives_socket() {
            return Err(Problem::setup(
                "--group lets other accounts in, and the desk's own folder lets nobody in: the socket needs a folder of its own.",
            )
            .example("porchlight serve --group porchlight-desk --socket /run/porchlight"));
        }
        more_files();
        // Before the first thread, so that every one inherits it: signals are values in our inbox.
        let (tell, events) = channel();
        signals(how.auto, tell.clone()).map_err(machine)?;
        let opened = open::unlocked(data, first, operator, Real.wall(), ways)?;
        let Opened { store, said, .. } = opened;
        let mut store = store;
        let at = match &common.socket {
            Some(folder) => knock::absolute(folder)?,
            None => data.to_owned(),
        };
        let name = socket::name(PROTOCOL);
        let (listener, at) = match systemd.socket()? {
            Some((listener, folder)) => (Some(listener), folder),
            None => (None, at),
        };
        let folder = Folder::open(&at)?.ok_or_else(|| {
            Problem::setup(format!(
                "The socket's folder {} is not there.",
                at.display()
            ))
            .example(format!("install -d -m 0750 {}", at.display()))
        })?;
        let place = at.join(&name);
        let given = listener.is_some();
        let listener = match listener {
            Some(listener) => listener,
            None => {
                if folder.owner() != socket::me() {
                    return Err(Problem::setup(format!(
                        "The socket's folder {} belongs to account {}, so its owner could put another desk in our place.",
                        at.display(),
                        origin::account(folder.owner())
                    ))
                    .hint("Give the folder to the desk's account."));
                }
                folder.bind(&name, group).map_err(|e| {
                    Problem::setup(format!("{} cannot be made: {e}.", place.display()))
                        .hint("Take away what has that name, if it is no socket.")
                })?
            }
        };
        let folder = Arc::new(folder);
        let ours = folder.socket(&name).filter(|_| !given);
        store.answers_at(&place);
        watch(data, &place, tell.clone());
        let idle = tell.clone();
        let beside = Beside {
            idle: how.auto.then(|| {
                Idle::new(idle::AFTER, move || {
                    let _ = idle.send(Event::Idle);
                })
            }),
            said,
            ..Beside::default()
        };
        let desk = desk(data, store, beside)?;
        let rules = Rules {
            own: socket::me(),
            group,
            folder: Arc::clone(&folder),
            steps_aside: how.auto,
        };
        let wishes = wishes(tell).map_err(machine)?;
        let door = Door::open(listener, desk.way(), rules, wishes).map_err(machine)?;
        systemd.ready();
        Ok(Self {
            desk,
            door,
            folder,
            place,
            ours,
            group,
            events,
            systemd,
            data: data.to_owned(),
        })
    }

    /// Runs until the end, and ends in order: nobody in, what was asked finished, everybody told.
    fn run(mut self) -> ExitCode {
        let (why, again, code) = loop {
            let event = match self.systemd.watchdog() {
                Some(each) => self.events.recv_timeout(each),
                None => self
                    .events
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
            };
            match event {
                Ok(Event::Wish(Wish::End { by, again })) => {
                    break (format!("The desk was ended by account {by}."), again, 0);
                }
                Ok(Event::Signal(name)) => {
                    break (
                        format!("The desk was ended by the machine ({name})."),
                        false,
                        0,
                    );
                }
                Ok(Event::FolderGone) => {
                    break (
                        format!("The desk's folder {} is gone.", self.data.display()),
                        false,
                        1,
                    );
                }
                Ok(Event::Idle) => {
                    // Out of sight first: whoever knocked before that is let in, and keeps the desk.
                    if let Some(ours) = self.ours {
                        self.folder.unbind(&socket::name(PROTOCOL), ours);
                    }
                    if self.door.settle() {
                        break ("Nobody needs the desk.".to_owned(), true, 0);
                    }
                    self.rebind();
                    self.desk.way().stay();
                }
                Ok(Event::SocketGone) => self.rebind(),
                Err(RecvTimeoutError::Timeout) => {
                    // A desk that hangs is not well: then the watchdog starts it again.
                    if self.desk.way().is_alive(Duration::from_secs(5)) {
                        self.systemd.alive();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    break ("The desk ended by a fault of its own.".to_owned(), true, 1);
                }
            }
        };
        self.systemd.stopping();
        if let Some(ours) = self.ours {
            self.folder.unbind(&socket::name(PROTOCOL), ours);
        }
        self.door.shut(&why, again);
        self.desk.stop();
        self.door.close();
        ExitCode::from(code)
    }

    /// Makes the socket's name anew, after something took it away.
    fn rebind(&mut self) {
        let name = socket::name(PROTOCOL);
        if self.ours.is_none() || self.folder.socket(&name).is_some() {
            return;
        }
        if let Ok(listener) = self.folder.bind(&name, self.group)
            && self.door.also(listener).is_ok()
        {
            self.ours = self.folder.socket(&name);
        }
    }
}

fn machine(error: io::Error) -> Problem {
    Problem::machine(format!("The desk could not be started: {error}."))
}

/// The desk's thread over an opened store.
///
/// # Errors
/// When the log cannot be read, or drafts cannot be sealed.
pub fn desk(data: &Path, mut store: Store, mut beside: Beside) -> Result<Desk, Problem> {
    let mut sealed = || {
        store.draft_seal().map_err(|error| {
            Problem::machine(format!("Drafts cannot be sealed on this desk: {error}."))
        })
    };
    let (seal, rows, upkeep) = (sealed()?, sealed()?, sealed()?);
    let on: Arc<dyn disk::Disk> = Arc::new(disk::Real::new());
    let upkeep = Spool::of(on.clone(), data, upkeep);
    let backups = Backups::of(on, data, Real.wall(), Some(upkeep));
    beside.chores.push(Box::new(backups));
    let spool = Spool::of(Arc::new(disk::Real::new()), data, rows);
    let drafts = DraftFiles::sealed(Arc::new(disk::Real::new()), data, seal)?;
    thread::start_with(
        Parts {
            log: Box::new(store),
            clock: Box::new(Real),
            drafts: Some(drafts),
            spool: Some(spool),
        },
        beside,
    )
}

/// As many open files as the machine allows: two a line, and a desk has many lines.
fn more_files() {
    let now = getrlimit(Resource::Nofile);
    let _ = setrlimit(
        Resource::Nofile,
        Rlimit {
            current: now.maximum,
            maximum: now.maximum,
        },
    );
}

/// Signals as events. A desk away from every terminal does not hear a hang-up.
fn signals(auto: bool, tell: Sender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                let name = match signal {
                    SIGTERM => "TERM",
                    SIGINT => "INT",
                    _ if auto => continue,
                    _ => "HUP",
                };
                if tell.send(Event::Signal(name)).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}

/// Wishes from the door as events.
fn wishes(tell: Sender<Event>) -> io::Result<Sender<Wish>> {
    let (to, from) = channel();
    std::thread::Builder::new()
        .name("wishes".to_owned())
        .spawn(move || {
            for wish in from {
                if tell.send(Event::Wish(wish)).is_err() {
                    return;
                }
            }
        })?;
    Ok(to)
}

/// Watches the desk's folder, its lock file and the socket's name, without ever waking for anything else. A lock
/// whose file is gone keeps nobody out, so the desk ends with it.
fn watch(data: &Path, place: &Path, tell: Sender<Event>) {
    use inotify::{CreateFlags, ReadFlags, Reader, WatchFlags};
    let Ok(watch) = inotify::init(CreateFlags::CLOEXEC) else {
        return;
    };
    let gone = WatchFlags::DELETE
        | WatchFlags::MOVED_FROM
        | WatchFlags::DELETE_SELF
        | WatchFlags::MOVE_SELF;
    let at_data = inotify::add_watch(&watch, data, gone).ok();
    let at_socket = place
        .parent()
        .and_then(|folder| inotify::add_watch(&watch, folder, gone).ok());
    let name = place.file_name().map(ToOwned::to_owned);
    // Without a thread nothing is watched, and all the rest works.
    let _ = std::thread::Builder::new()
        .name("folder".to_owned())
        .spawn(move || {
            let mut buffer = [std::mem::MaybeUninit::uninit(); 4096];
            let mut reader = Reader::new(watch, &mut buffer);
            loop {
                let event = match reader.next() {
                    Ok(event) => event,
                    Err(rustix::io::Errno::INTR) => continue,
                    Err(_) => return,
                };
                let named = event.file_name().and_then(|n| n.to_str().ok());
                let itself = event
                    .events()
                    .intersects(ReadFlags::DELETE_SELF | ReadFlags::MOVE_SELF);
                let told = if Some(event.wd()) == at_data && (itself || named == Some(lock::FILE)) {
                    tell.send(Event::FolderGone)
                } else if Some(event.wd()) == at_socket
                    && named.is_some()
                    && named == name.as_deref().and_then(|n| n.to_str())
                {
                    tell.send(Event::SocketGone)
                } else {
                    Ok(())
                };
                if told.is_err() {
                    return;
                }
            }
        });
}

/// A listener that somebody else opened for us.
pub type Given = (UnixListener, PathBuf);
